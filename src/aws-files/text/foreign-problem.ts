/**
 * Says what a file of another kind is and what to do; never how to edit it, for that would ruin it.
 */
import type { Problem } from "../../base/problem.js";
import { quoted } from "../../base/shell.js";
import type { Foreign } from "./foreign.js";
import { brokenFile } from "./scan-problem.js";

/** The problem `file-broken`; `path` stands in its commands. */
export function foreignProblem({ kind, what, own }: Foreign, path: string): Problem {
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
        `Then save the key that stands in it: mturk-setup save --stdin < ${old}`,
      ]);
    case "csv":
      return brokenFile(`The file is ${what}.`, [
        `Move it away: mv ${file} ${old}`,
        `Then save the key that stands in it: mturk-setup save --csv ${old}`,
      ]);
    case "conflict":
      return brokenFile(`The file is ${what}.`, [
        "Choose which version to keep: mturk-setup doctor --fix   (shows both, asks, and keeps a copy)",
        "Or finish the merge in the repository or program that began it.",
      ]);
  }
}
