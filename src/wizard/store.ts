/**
 * Holds the state outside React and performs the effects: one AbortController each, late answers
 * dropped by ticket.
 */
import type { Effect, Event } from "./events.js";
import type { State } from "./state.js";
import { update } from "./update.js";
import type { JobName } from "./work.js";

/** What carries out effects; it sends events back and never throws. */
export interface Performer {
  readonly perform: (
    effect: Exclude<Effect, { type: "cancel" }>,
    signal: AbortSignal,
    send: (event: Event) => void,
  ) => Promise<void>;
}

export interface Store {
  readonly getState: () => State;
  readonly subscribe: (listener: () => void) => () => void;
  readonly send: (event: Event) => void;
  /** Aborts what can be cancelled, and resolves when the rest (the place that is kept) is done. */
  readonly close: () => Promise<void>;
}

export function createStore(initial: State, performer: Performer): Store {
  let state = initial;
  const listeners = new Set<() => void>();
  const running = new Map<JobName, AbortController>();
  const unticketed = new Set<Promise<void>>();

  const abort = (kind: JobName): void => {
    running.get(kind)?.abort();
    running.delete(kind);
  };

  const run = (effect: Effect): void => {
    if (effect.type === "cancel") {
      abort(effect.kind);
      return;
    }
    const controller = new AbortController();
    if ("ticket" in effect) {
      abort(effect.type);
      running.set(effect.type, controller);
    }
    const work = performer.perform(effect, controller.signal, send);
    if ("ticket" in effect) return;
    unticketed.add(work);
    void work.finally(() => unticketed.delete(work));
  };

  const send = (event: Event): void => {
    const { state: next, effects } = update(state, event);
    const changed = next !== state;
    state = next;
    // Before anything is drawn: whoever sees a step and is killed finds the place of that step.
    for (const effect of effects) run(effect);
    if (changed) for (const listener of listeners) listener();
  };

  return {
    getState: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    send,
    close: async () => {
      for (const kind of [...running.keys()]) abort(kind);
      await Promise.all(unticketed);
    },
  };
}
