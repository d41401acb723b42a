/** The new key that a person made in AWS's console: from a file, a pipe, or pasted into a terminal that does not show it. */
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { type Problem, type Result, failed, ok } from "../base/problem.js";
import { pathMeant } from "../jobs/dropped.js";
import { type EnteredKey, readOneKey } from "../jobs/read-csv.js";
import { SIZE_LIMIT } from "../keys/csv.js";
import { readPasted } from "../keys/paste.js";
import { type AccessKey, maskId } from "../keys/types.js";
import type { Io } from "./io.js";
import type { Request } from "./request.js";
import type { WizardIo } from "./wizard.js";

type Source = NonNullable<Extract<Request, { command: "rotate" }>["source"]>;

/** The key from where the options say. Everything that is an error about its shape is the problem. */
async function newKeyFrom(io: Io, source: Source): Promise<Result<EnteredKey>> {
  if (source.from === "csv") return accepted(await csvMeant(io, source.path, source.user));
  const text = await io.readStdin(SIZE_LIMIT);
  if (text.trim() === "") return failed({ code: "answer-missing", message: "Nothing came in on standard input. Nothing was changed.", try: ["mturk-setup rotate --stdin < FILE", "Or: mturk-setup rotate --csv FILE"] });
  const read = readPasted(text, { practice: false });
  if (read.kind === "pair") return accepted(ok(read));
  return failed(read.kind === "nothing" ? read.problem : half());
}

/** The new pair that the options bring, with what is to be said of its form; null if they bring none. */
export async function newKeyGiven(io: Io, source: Source | null): Promise<Result<AccessKey | null>> {
  if (source === null) return ok(null);
  const entered = await newKeyFrom(io, source);
  if (!entered.ok) return entered;
  for (const note of entered.value.notes) io.err(`mturk-setup: ${note}\n`);
  for (const finding of entered.value.findings) io.err(`mturk-setup: ${finding.message} ${finding.try}\n`);
  return ok(entered.value.key);
}

/**
 * Asks for the key at the terminal; what is typed or pasted is not shown. Id and secret may come together or one by one, in any form
 * that can be pasted; a path that ends in .csv is read. "none" on an empty line or Ctrl+D, null on Ctrl+C.
 */
export async function pasteNewKey(io: WizardIo): Promise<EnteredKey | "none" | null> {
  // Readline switches the terminal's own echo off; its echo goes nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: io.terminal.stdin, output: nowhere, terminal: true, historySize: 0 });
  const prompt = (): void => io.err("New key (hidden; or the path of its .csv file; Enter stops): ");
  let text = "";
  const stop = new AbortController();
  lines.on("SIGINT", () => {
    stop.abort();
    lines.close();
  });
  prompt();
  try {
    for await (const line of lines) {
      if (line.trim() === "" && text === "") return "none";
      io.err("\n");
      const read = /\.csv["']?$/i.test(line.trim()) ? await csvAt(io, line) : await pieces(`${text}${line}\n`);
      if (read.is === "key") return read.entered;
      text = read.is === "more" ? `${text}${line}\n` : "";
      io.err(`${read.say}\n`);
      if (read.is === "nothing") prompt();
    }
    return stop.signal.aborted ? null : "none";
  } finally {
    lines.close();
    io.err("\n");
  }
}

type Read = { readonly is: "key"; readonly entered: EnteredKey } | { readonly is: "more" | "nothing"; readonly say: string };

function pieces(text: string): Promise<Read> {
  const read = readPasted(text, { practice: false });
  switch (read.kind) {
    case "pair":
      return Promise.resolve(judged(accepted(ok(read))));
    case "id":
      return Promise.resolve({ is: "more", say: `${maskId(read.accessKeyId)}. Now the secret access key (hidden):` });
    case "secret":
      return Promise.resolve({ is: "more", say: "That is the secret. Now the access key id:" });
    case "token":
    case "incomplete":
      return Promise.resolve({ is: "more", say: "There is more to come:" });
    case "nothing":
      return Promise.resolve({ is: "nothing", say: [read.problem.message, ...read.problem.try].join("\n  - ") });
  }
}

async function csvAt(io: Io, line: string): Promise<Read> {
  return judged(accepted(await csvMeant(io, line, null)));
}

function judged(read: Result<EnteredKey>): Read {
  return read.ok ? { is: "key", entered: read.value } : { is: "nothing", say: [read.problem.message, ...read.problem.try].join("\n  - ") };
}

async function csvMeant(io: Io, text: string, user: string | null): Promise<Result<EnteredKey>> {
  const path = pathMeant(text, io.host);
  return path.ok ? readOneKey(path.value, { practice: false, user }) : path;
}

/** Temporary keys end by themselves, and replace nothing. */
function accepted(read: Result<EnteredKey>): Result<EnteredKey> {
  if (!read.ok) return read;
  const wrong = read.value.findings.find(({ level, code }) => level === "error" || code === "temporary");
  if (wrong === undefined) return read;
  return failed({ code: wrong.code === "example" ? "example-keys" : "input-malformed", message: `${wrong.message} Nothing was changed.`, try: [wrong.try] });
}

function half(): Problem {
  return { code: "input-malformed", message: "That is only a part of a key. Nothing was changed.", try: ["Give id and secret together, from one CSV file"] };
}
