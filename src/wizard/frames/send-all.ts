/** Sends what a key, a row or a field does, in its order. */
import type { UserEvent } from "../events.js";
import type { Does } from "../view.js";
import type { Wizard } from "./context.js";

export function sendAll(send: Wizard["send"], does: Does): void {
  for (const event of isSeveral(does) ? does : [does]) send(event);
}

function isSeveral(does: Does): does is readonly UserEvent[] {
  return Array.isArray(does);
}
