/** Words the question that Ctrl+C asks, on every screen alike. */
import { isPlaceKept } from "../../place.js";
import { type State, nothingWritten, wasWritten } from "../../state.js";

/** What stands on the screen after the first Ctrl+C; null: nothing was pressed. */
export function interruptQuestion(state: State): string | null {
  if (!state.interruptArmed) return null;
  const files = wasWritten(state) ? "What was written stays." : nothingWritten(state);
  const place = isPlaceKept(state) ? " Place kept." : "";
  return `Ctrl+C again quits. ${files}${place} Any other key goes on.`;
}
