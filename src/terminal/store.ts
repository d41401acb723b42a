/**
 * Holds state that a key handler reads and changes at once, without waiting for React to render (a
 * closure would be stale).
 */
import { useState, useSyncExternalStore } from "react";

interface LocalStore<State, Action> {
  readonly get: () => State;
  readonly dispatch: (action: Action) => State;
  readonly subscribe: (listener: () => void) => () => void;
}

function createLocalStore<State, Action>(
  reduce: (state: State, action: Action) => State,
  initial: State,
): LocalStore<State, Action> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    dispatch: (action) => {
      state = reduce(state, action);
      for (const listener of listeners) listener();
      return state;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * A component's own state under a pure reducer: what to draw, how to change it (answers the new
 * state), what it is now.
 */
export function useLocalStore<State, Action>(
  reduce: (state: State, action: Action) => State,
  initial: () => State,
): readonly [state: State, dispatch: (action: Action) => State, get: () => State] {
  const [store] = useState(() => createLocalStore(reduce, initial()));
  const state = useSyncExternalStore(store.subscribe, store.get);
  return [state, store.dispatch, store.get];
}
