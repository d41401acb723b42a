/** Words the question that Ctrl+C asks, on every screen alike. */
import { type State, nothingWritten, wasWritten } from "../../state.js";

/** What stands on the screen after the first Ctrl+C; null: nothing was pressed. */
export function interruptQuestion(state: State): string | null {
  if (!state.interruptArmed) return null;
  const files = wasWritten(state) ? "What was written stays." : nothingWritten(state);
  return `Ctrl+C again quits. ${files} Any other key goes on.`;
}
