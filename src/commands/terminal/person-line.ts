/**
 * Edits one line that a person types: Backspace, Ctrl+W, Ctrl+U; arrows and everything that is no
 * text are swallowed.
 */
import { SIZE_LIMIT } from "../../keys/csv.js";
import type { DecodedKey } from "../../terminal/keys.js";

/**
 * What a key did. done: the line ends with Enter. closed: with Ctrl+D. echo: this is to be written.
 */
export type KeyEffect =
  { readonly is: "nothing" } | { readonly is: "echo" | "done" | "closed"; readonly text: string };

export interface InputLine {
  readonly hidden: boolean;
  /** `together`: how many characters came in one go with this key, itself included. */
  readonly take: (key: DecodedKey, together: number) => KeyEffect;
  readonly clear: () => void;
}

const NOTHING: KeyEffect = { is: "nothing" };
/** The longest answer to a question that is asked is a word, a number, or four characters. */
const LONGEST_ANSWER = 8;
const BELL = "\u0007";

/** What is left of a text after a key that deletes; undefined: the key deletes nothing. */
function shortened(text: string, key: DecodedKey): string | undefined {
  if (key.kind === "backspace") return Array.from(text).slice(0, -1).join("");
  if (key.kind !== "ctrl") return undefined;
  if (key.letter === "u") return "";
  return key.letter === "w"
    ? text
        .trimEnd()
        .split(/(?<=\s)/)
        .slice(0, -1)
        .join("")
    : undefined;
}

/** A line that nobody sees: a secret. A paste goes in as it is, its lines too. */
export function hiddenLine(): InputLine {
  let text = "";
  const add = (more: string): KeyEffect => {
    if (text.length <= SIZE_LIMIT) text += more;
    return NOTHING;
  };
  return {
    hidden: true,
    clear: () => (text = ""),
    take: (key) => {
      if (key.kind === "char" || key.kind === "paste") return add(key.text);
      if (key.kind === "tab") return add("\t");
      if (key.kind === "enter") return { is: "done", text };
      if (key.kind === "ctrl" && key.letter === "d") return { is: "closed", text };
      text = shortened(text, key) ?? text;
      return NOTHING;
    },
  };
}

/**
 * A short answer that is shown. Pasted text is no answer, and may be a secret that was meant for
 * another place: it is not drawn.
 */
export function shownLine(question: () => string): InputLine {
  let text = "";
  let hinted = false;
  const refuse = (): KeyEffect => {
    if (hinted) return { is: "echo", text: BELL };
    hinted = true;
    text = "";
    return { is: "echo", text: `${BELL}\n(What is pasted is not taken here.)\n${question()}` };
  };
  return {
    hidden: false,
    clear: () => (text = ""),
    take: (key, together) => {
      if (key.kind === "paste" || (key.kind === "char" && together > LONGEST_ANSWER))
        return refuse();
      if (key.kind === "enter") return together > LONGEST_ANSWER ? NOTHING : { is: "done", text };
      if (key.kind === "ctrl" && key.letter === "d")
        return text === "" ? { is: "closed", text: "" } : NOTHING;
      if (key.kind === "char") {
        if (text.length >= LONGEST_ANSWER || !/^[\u0020-\u007E]$/.test(key.text))
          return { is: "echo", text: BELL };
        text += key.text;
        return { is: "echo", text: key.text };
      }
      const left = shortened(text, key);
      if (left === undefined) return NOTHING;
      const gone = text.length - left.length;
      text = left;
      return { is: "echo", text: "\b \b".repeat(gone) };
    },
  };
}

/**
 * A line of text: a path, a name. What is typed is shown; what is pasted is shown where `mayShow`
 * allows it, else only its length, for it may be a secret that was meant for another place.
 */
export function textLine(mayShow: (text: string) => boolean): InputLine {
  let text = "";
  let shown = 0;
  const add = (more: string, together: number): KeyEffect => {
    if (text.length + more.length > SIZE_LIMIT) return { is: "echo", text: BELL };
    text += more;
    if (together <= LONGEST_ANSWER) {
      shown += more.length;
      return mayShow(text) ? { is: "echo", text: more } : NOTHING;
    }
    return NOTHING;
  };
  return {
    hidden: false,
    clear: () => {
      text = "";
      shown = 0;
    },
    take: (key, together) => {
      if (key.kind === "char") return add(key.text, together);
      if (key.kind === "paste") {
        const [line = ""] = key.text.split(/[\r\n]+/);
        const { length } = text;
        add(line, Infinity);
        if (text.length === length) return NOTHING;
        const told = mayShow(text) ? line : `(hidden, ${line.length} characters)`;
        shown += told.length;
        return { is: "echo", text: told };
      }
      if (key.kind === "enter") return { is: "done", text };
      if (key.kind === "ctrl" && key.letter === "d")
        return text === "" ? { is: "closed", text } : NOTHING;
      const left = shortened(text, key);
      if (left === undefined) return NOTHING;
      const gone = Math.min(shown, text.length - left.length);
      text = left;
      shown -= gone;
      return { is: "echo", text: "\b \b".repeat(gone) };
    },
  };
}
