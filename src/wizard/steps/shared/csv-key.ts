/** Asks before a CSV file is deleted that holds a secret which is not needed any more. */
import type { Host } from "../../../base/host.js";
import { shortPath } from "../../../jobs/names.js";
import type { TypedConfirmation } from "../../../terminal/parts/typed.js";
import type { ViewKey } from "../../view.js";

/** The question, and what has to be typed. `path`: absolute. */
export function csvDeletion(path: string, host: Host): TypedConfirmation {
  return {
    title: `Delete ${shortPath(path, host)}? This cannot be undone.`,
    prompt: "Type delete to delete the file:",
    word: "delete",
    does: "delete it",
  };
}

/** The key that does it; none where no file is left to delete. */
export function deleteCsvKeys(path: string | null, host: Host): readonly ViewKey[] {
  if (path === null) return [];
  return [
    {
      keys: ["x"],
      label: "delete the CSV",
      priority: 6,
      does: { type: "deletedCsv", path },
      typed: csvDeletion(path, host),
    },
  ];
}
