/**
 * Takes a key that a person pastes or types at the terminal, which does not show it, and asks again
 * where it is none.
 */
import { type Problem, type Result, failed, ok } from "../../base/problem.js";
import { looksLikeCsvPath, pathMeant } from "../../jobs/dropped.js";
import { type EnteredKey, readOneKey } from "../../jobs/read-csv.js";
import { readPasted } from "../../keys/paste.js";
import { maskId } from "../../keys/types.js";
import type { Io } from "../io.js";
import type { WizardIo } from "../wizard/run.js";

/** What a person pasted where an option promised it; `nothing` is said where they stopped. */
export function pastedKey(key: EnteredKey | "none" | null, nothing: Problem): Result<EnteredKey> {
  if (key === null)
    return failed({ code: "cancelled", message: "Stopped. Nothing was changed.", try: [] });
  return key === "none" ? failed(nothing) : ok(key);
}

/** Id and secret came one without the other. */
export function halfProblem(message: string): Problem {
  return {
    code: "input-malformed",
    message,
    try: ["Give id and secret together, from one CSV file"],
  };
}

/**
 * Asks for a key at the terminal; what is typed or pasted is not shown. Id and secret may come
 * together or one by one, in any form that can be pasted; a path that ends in .csv is read. What is
 * no key, or none that `accept` takes, is asked for again, with the reason: a person who is told to
 * copy it again does so at once. "none" on an empty line or Ctrl+D, null on Ctrl+C.
 */
export async function pasteKey(
  io: WizardIo,
  what: string,
  accept: (read: Result<EnteredKey>) => Result<EnteredKey>,
): Promise<EnteredKey | "none" | null> {
  const { person } = io.terminal;
  const first = `${what} (hidden; or the path of its .csv file; Enter stops): `;
  let prompt = first;
  let text = "";
  for (;;) {
    const reply = await person.askHidden(prompt);
    if (reply === null) return null;
    if (reply.text.trim() === "" && (text === "" || reply.closed)) return "none";
    text += `${reply.text}\n`;
    // What came in one go is one paste, also where the terminal does not mark it.
    if (person.hasMore) {
      prompt = "";
      continue;
    }
    const read = looksLikeCsvPath(reply.text)
      ? judged(accept(await csvMeant(io, reply.text, null)))
      : pieces(text, accept);
    if (read.is === "key") return read.entered;
    if (read.is === "nothing") text = "";
    prompt = read.is === "nothing" ? first : `${read.say} `;
    if (read.is === "nothing") person.say(`${read.say}\n`);
    if (reply.closed) {
      if (read.is === "more")
        person.say("That was only a part of a key: id and secret belong together.\n");
      return "none";
    }
  }
}

type Read =
  | { readonly is: "key"; readonly entered: EnteredKey }
  | { readonly is: "more" | "nothing"; readonly say: string };

function pieces(text: string, accept: (read: Result<EnteredKey>) => Result<EnteredKey>): Read {
  const read = readPasted(text, { practice: false });
  switch (read.kind) {
    case "pair":
      return judged(accept(ok(read)));
    case "id":
      return {
        is: "more",
        say: `${maskId(read.accessKeyId)}. Now the secret access key (hidden):`,
      };
    case "secret":
      return { is: "more", say: "That is the secret. Now the access key id:" };
    case "token":
    case "incomplete":
      return { is: "more", say: "There is more to come:" };
    case "nothing":
      return { is: "nothing", say: [read.problem.message, ...read.problem.try].join("\n  - ") };
  }
}

function judged(read: Result<EnteredKey>): Read {
  return read.ok
    ? { is: "key", entered: read.value }
    : { is: "nothing", say: [read.problem.message, ...read.problem.try].join("\n  - ") };
}

/**
 * The key of the CSV file that the text names, as it is typed, pasted or dropped; of several, the
 * one of `user`.
 */
export async function csvMeant(
  io: Io,
  text: string,
  user: string | null,
): Promise<Result<EnteredKey>> {
  const path = pathMeant(text, io.host);
  return path.ok ? readOneKey(path.value, { practice: false, user }) : path;
}
