/**
 * Says what a file of another kind is and what to do; never how to edit it, for that would ruin it.
 */
import type { Problem } from "../../base/problem.js";
import { quoted } from "../../base/shell.js";
import type { ForeignText } from "./foreign.js";
import { brokenFile } from "./scan-problem.js";

/** Whoever left a file half merged knows how to end it; behind "Or". */
export const FINISH_MERGE = "finish the merge in the repository or program that began it.";

/**
 * The cure for a file that holds a key in another form. `from`: the option of `save` that reads it.
 */
export function saveKeyOf(from: string): string {
  return `Then save the key that stands in it: mturk-setup save ${from}`;
}

/** The problem `file-broken`; `path` stands in its commands. */
export function foreignProblem({ kind, what, own }: ForeignText, path: string): Problem {
  const file = quoted(path);
  const old = quoted(`${path}.old`);
  const back = own === null ? [] : [own.replace("FILE", file)];
  switch (kind) {
    case "encrypted":
      return brokenFile(
        `The file is ${what}. As it stands, no AWS tool can read it; nothing was changed in it.`,
        [
          ...back,
          "Decrypted it is an AWS file again: mturk-setup check",
          `Or keep it and begin a new one: mv ${file} ${old}`,
        ],
      );
    case "binary":
      return brokenFile(`The file is ${what}, not a text file.`, [
        ...back,
        `Move it away: mv ${file} ${old}`,
        "Then: mturk-setup",
      ]);
    case "readable":
      return brokenFile(`The file is ${what}, not an AWS file.`, [
        `Move it away: mv ${file} ${old}`,
        saveKeyOf(`--stdin < ${old}`),
      ]);
    case "csv":
      return brokenFile(`The file is ${what}.`, [
        `Move it away: mv ${file} ${old}`,
        saveKeyOf(`--csv ${old}`),
      ]);
    case "conflict":
      return brokenFile(`The file is ${what}.`, [
        "Choose which version to keep: mturk-setup doctor --fix   (shows both, asks, and " +
          "keeps a copy)",
        `Or ${FINISH_MERGE}`,
      ]);
  }
}
