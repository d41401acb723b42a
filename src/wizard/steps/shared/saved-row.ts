/** Shows which files hold the key now, and what their copies are called. */
import { basename } from "node:path";
import type { WrittenFile } from "../../../aws-files/types.js";
import type { Host } from "../../../base/host.js";
import { shortPath } from "../../../jobs/names.js";
import type { TableRow } from "../../../terminal/parts/check-table.js";

/** `profile`: named where no other row names it; null: one does. */
export function savedRow(
  files: readonly WrittenFile[],
  profile: string | null,
  host: Host,
): TableRow {
  const paths = files.map(({ path }) => shortPath(path, host)).join(", ");
  const copies = files.flatMap(({ backup }) => (backup === null ? [] : [basename(backup)]));
  const whose = profile === null ? "" : `${files.length === 1 ? "," : ";"} profile ${profile}`;
  return {
    state: "ok",
    what: "Saved",
    detail: `${paths}${whose}`,
    ...(copies.length === 0 ? {} : { raw: `copy: ${copies.join(", ")}`, whole: true }),
  };
}
