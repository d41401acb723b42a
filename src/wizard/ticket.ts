/** Turns and tickets: what every move is made of. */
import type { Effect, Turn } from "./events.js";
import type { State } from "./state.js";

export function turn(state: State, ...effects: readonly Effect[]): Turn {
  return { state, effects };
}

/** Hands out a ticket: the state that awaits it, and the number. */
export function takeTicket(state: State): { readonly state: State; readonly ticket: number } {
  return { state: { ...state, nextTicket: state.nextTicket + 1 }, ticket: state.nextTicket };
}
