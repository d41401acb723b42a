/** Words the places where a key stands: what each is, and whether it is all there is. */
import type { Host } from "../base/host.js";
import { shortPath } from "../jobs/names.js";
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

/** A written file, and where it stands as it was: "~/.aws/credentials (the file as it was: …)". */
export function withBackup(
  { path, backup }: { readonly path: string; readonly backup: string | null },
  host: Pick<Host, "home">,
): string {
  const copy = backup === null ? "" : ` (the file as it was: ${shortPath(backup, host)})`;
  return shortPath(path, host) + copy;
}

/** "both places", "all 3 places": the file and the others that can be edited. */
export function allPlaces(count: number): string {
  return count === 2 ? "both places" : `all ${count} places`;
}
