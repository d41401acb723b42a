/**
 * Words a fault in an AWS file for users: the line, what is wrong in plain words, and what mends
 * it.
 */
import type { Problem } from "../../base/problem.js";
import { strip } from "./python.js";
import type { LineFault, LexedFile } from "./scan-lines.js";
import { looksLikeSecret, shownText } from "../../keys/recognise.js";

/** What a file comes to that none of the programs can read. */
export const ALL_STOP = "psiTurk, boto3 and the AWS CLI all stop on it.";

/** The first cure of whatever the doctor can mend in a file. */
export const DOCTOR_MENDS =
  "Run: mturk-setup doctor --fix   (it shows what would mend the file, and asks before it " +
  "changes anything)";

/**
 * What stands on a line that is no setting, no section and no comment, as clauses behind the line.
 */
export const NO_NAME = "so the name of the setting is missing.";
export const NO_EQUALS =
  "has no = sign, so it is neither a setting (name = value) nor a comment (# ...).";

const CURES = [DOCTOR_MENDS, "Or mend the line in a text editor."] as const;

/** The problem `file-broken` for a sentence that names the line and what is wrong with it. */
export function brokenFile(sentence: string, tries: readonly string[] = CURES): Problem {
  return { code: "file-broken", message: `${sentence} ${ALL_STOP}`, try: tries };
}

/**
 * The problem for a fault that the scanner found. Never quotes a value; names only if they cannot
 * be a key.
 */
export function faultProblem(fault: LineFault, file: LexedFile): Problem {
  return brokenFile(sentenceOf(fault, file));
}

function sentenceOf(fault: LineFault, file: LexedFile): string {
  const line = `Line ${fault.index + 1}`;
  const other = fault.other === null ? "" : `line ${fault.other + 1}`;
  const text = strip(file.raw[fault.index]?.text ?? "");
  switch (fault.reason) {
    case "no-header":
      return headerless(line, text);
    case "no-separator":
      return withoutSeparator(line, text);
    case "empty-name":
      return `${line} begins with ${text.charAt(0)}, ${NO_NAME}`;
    case "duplicate-section":
      return (
        `${line} opens the section ${shownHeader(file, fault.index)} a second time; the ` +
        `first stands in ${other}.`
      );
    case "duplicate-option":
      return (
        `${line} sets ${shownOption(file, fault.index)} a second time in the same section; ` +
        `the first stands in ${other}.`
      );
    case "nested-without-equals":
      return (
        `${line} is indented below ${shownOption(file, fault.other ?? -1)} (${other}), so it ` +
        "must read name = value, but it has no = sign."
      );
  }
}

function headerless(line: string, text: string): string {
  if (text.startsWith("\uFEFF"))
    return `${line} begins with an invisible byte order mark, which hides what stands there.`;
  if (/^aws_(?:access_key_id|secret_access|session_token|security_token)/i.test(text))
    return `${line} holds a key, but no [default] line stands above it.`;
  if (/[=:]/.test(text)) return `${line} holds a setting, but no [default] line stands above it.`;
  if (text.startsWith("[")) return `${line} ${openBracket(text)}`;
  return `${line} is neither a [default] line, nor a setting below one, nor a comment.`;
}

function withoutSeparator(line: string, text: string): string {
  if (text.startsWith("[")) return `${line} ${openBracket(text)}`;
  return `${line} ${NO_EQUALS}`;
}

/** What is wrong with a line that begins with [ and is no section line. */
export function openBracket(text: string): string {
  return text.startsWith("[]")
    ? "is a section line without a name between [ and ]."
    : "opens a section with [ but does not close it with ].";
}

function shownHeader(file: LexedFile, index: number): string {
  const line = file.lines[index];
  return line?.kind === "header" ? `[${shownName(line.name)}]` : "of that name";
}

/**
 * The name of the option at a line, if it cannot be a secret pasted in the wrong place: those are
 * longer, or no words.
 */
function shownOption(file: LexedFile, index: number): string {
  const line = file.lines[index];
  return line?.kind === "option" && /^[a-z][a-z0-9_.-]{0,38}$/.test(line.name)
    ? line.name
    : "a setting";
}

/** A section or profile name as it may be shown: one clean line of at most 60 characters. */
export function shownName(name: string): string {
  return looksLikeSecret(name) ? "(hidden)" : shownText(name, 60);
}

/** The name that Python up to 3.9 reads where newer ones read this: up to the first bracket. */
export function nameOfOldPython(name: string): string {
  return name.slice(0, name.indexOf("]"));
}

/** What the two kinds of Python make of a header (line from 1), as the beginning of a sentence. */
export function readApart(line: number, older: string, newer: string): string {
  return (
    `Line ${line} has more than one ], and not every Python reads the same name there: up to ` +
    `Python 3.9, which psiTurk needs, it is "${shownName(older)}", from 3.10 on ` +
    `"${shownName(newer)}".`
  );
}
