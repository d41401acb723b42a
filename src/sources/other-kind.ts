/**
 * Tells of a file of psiTurk or boto 2 that its program cannot read whether it is one of another
 * kind: one thing to say, and no line to mend.
 */
import { quoted } from "../base/shell.js";
import { foreignKind, type ForeignText } from "../aws-files/text/foreign.js";
import { saveKeyOf } from "../aws-files/text/foreign-problem.js";
import { oddTail } from "../aws-files/text/tail-bytes.js";

/**
 * A sentence that says what the file is, and what to do about it; nothing of it edits the file as
 * an INI file.
 */
export interface OtherKind {
  readonly says: string;
  readonly try: readonly string[];
}

/**
 * What the file is instead of a text that was meant for its program; null: nothing else than one,
 * perhaps a damaged one.
 */
export function otherKind(bytes: Uint8Array, path: string): OtherKind | null {
  const foreign = foreignKind(bytes);
  if (foreign !== null) return ofForeign(foreign, path);
  const again = "Save it again as UTF-8 text in a text editor, or move it away";
  const tail = oddTail(bytes);
  if (tail?.how === "utf-16-tail")
    return {
      says: `From line ${tail.line} on it is UTF-16 text, as PowerShell's >> appends it.`,
      try: [`${again}: ${moved(path)}`],
    };
  if (tail?.alone === true)
    return {
      says:
        `Line ${tail.line}: it ends with Ctrl-Z, an end mark of old systems that is no part ` +
        "of a text.",
      try: [`${again}: ${moved(path)}`],
    };
  const [first, second] = bytes;
  const isUtf16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return isUtf16
    ? { says: "It is UTF-16 text, as PowerShell's > writes it.", try: [`${again}: ${moved(path)}`] }
    : null;
}

/** What to do about a key in such a file: what the file is comes first. */
export function awayCure({ says, try: [first = "", ...rest] }: OtherKind): readonly string[] {
  return [`${says} ${first}`, ...rest];
}

function ofForeign({ kind, what, own }: ForeignText, path: string): OtherKind {
  const old = quoted(`${path}.old`);
  const back = own === null ? [] : [own.replace("FILE", quoted(path))];
  const away = `Move it away: ${moved(path)}`;
  const says = `It is ${what}.`;
  switch (kind) {
    case "encrypted":
    case "binary":
      return { says, try: [...back, away] };
    case "readable":
      return {
        says,
        try: [away, saveKeyOf(`--stdin < ${old}`)],
      };
    case "csv":
      return {
        says,
        try: [away, saveKeyOf(`--csv ${old}`)],
      };
    case "conflict":
      return {
        says,
        try: [
          "Finish the merge in the repository or program that began it.",
          `Or move it away: ${moved(path)}`,
        ],
      };
  }
}

function moved(path: string): string {
  return `mv ${quoted(path)} ${quoted(`${path}.old`)}`;
}
