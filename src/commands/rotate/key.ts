/**
 * Reads the new key that a person made in AWS's console: from a file, a pipe, or pasted into a
 * terminal that does not show it.
 */
import { type Problem, type Result, failed, ok } from "../../base/problem.js";
import type { EnteredKey } from "../../jobs/read-csv.js";
import { SIZE_LIMIT } from "../../keys/csv.js";
import { readPasted } from "../../keys/paste.js";
import { saidOf } from "../../keys/shape.js";
import type { AccessKey } from "../../keys/types.js";
import { csvMeant, pasteKey, pastedKey, halfProblem } from "../terminal/entered-key.js";
import type { NewKeySource } from "../command-line.js";
import type { WizardIo } from "../wizard/run.js";

/**
 * The key from where the options say. Everything that is an error about its shape is the problem.
 */
async function newKeyFrom(io: WizardIo, source: NewKeySource): Promise<Result<EnteredKey>> {
  if (source.from === "csv") return accepted(await csvMeant(io, source.path, source.user));
  if (io.terminal.stdin.isTTY) return pastedKey(await pasteNewKey(io), nothingCame());
  const text = await io.readStdin(SIZE_LIMIT);
  if (text.trim() === "") return failed(nothingCame());
  const read = readPasted(text, { practice: false });
  if (read.kind === "pair") return accepted(ok(read));
  return failed(
    read.kind === "nothing"
      ? read.problem
      : halfProblem("That is only a part of a key. Nothing was changed."),
  );
}

/**
 * The new pair that the options bring, with what is to be said of its form; null if they bring
 * none.
 */
export async function newKeyGiven(
  io: WizardIo,
  source: NewKeySource | null,
): Promise<Result<AccessKey | null>> {
  if (source === null) return ok(null);
  const entered = await newKeyFrom(io, source);
  if (!entered.ok) return entered;
  for (const note of entered.value.notes) io.err(`mturk-setup: ${note}\n`);
  for (const said of saidOf(entered.value.findings)) io.err(`mturk-setup: ${said}\n`);
  return ok(entered.value.key);
}

function nothingCame(): Problem {
  return {
    code: "answer-missing",
    message: "Nothing came in on standard input. Nothing was changed.",
    try: ["mturk-setup rotate --stdin < FILE", "Or: mturk-setup rotate --csv FILE"],
  };
}

/** Asks for the new key of a rotation, which has to be one that lasts. As `pasteKey`. */
export function pasteNewKey(io: WizardIo): Promise<EnteredKey | "none" | null> {
  return pasteKey(io, "New key", accepted);
}

/** Temporary keys end by themselves, and replace nothing. */
function accepted(read: Result<EnteredKey>): Result<EnteredKey> {
  if (!read.ok) return read;
  const wrong = read.value.findings.find(
    ({ level, code }) => level === "error" || code === "temporary",
  );
  if (wrong === undefined) return read;
  return failed({
    code: wrong.code === "example" ? "example-keys" : "input-malformed",
    message: `${wrong.message} Nothing was changed.`,
    try: [wrong.try],
  });
}
