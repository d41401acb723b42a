/** Words the places where a key stands: what each is, and whether it is all there is. */
import { maskId } from "../keys/types.js";

/** What a place is, where its path does not tell. */
export const KIND_OF_PLACE = {
  backup: "(a copy of ours)",
  csv: "(a download)",
  pending: "(on its way into the file)",
} as const;

/** A place that is told, not edited. */
export const NOT_EDITED = "(not edited here)";

/** An option about other places, where there is none. `option`: "--everywhere". */
export function nothingToDo(option: string, accessKeyId: string): string {
  return (
    `${option} had nothing to do: ${maskId(accessKeyId)} stands nowhere else on this ` + "computer."
  );
}

/** ` (the file as it was: ~/…)`; empty where no copy was made. `backup`: as it is to be shown. */
export function backupNote(backup: string | null): string {
  return backup === null ? "" : ` (the file as it was: ${backup})`;
}
