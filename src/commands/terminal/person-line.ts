/**
 * Edits one line that a person types: Backspace, Ctrl+W, Ctrl+U; arrows and everything that is no
 * text are swallowed.
 */
import { SIZE_LIMIT } from "../../keys/csv.js";
import type { DecodedKey } from "../../terminal/keys.js";

/**
 * What a key did. done: the line ends with Enter. closed: with Ctrl+D. echo: this is to be written.
 * gone: so many of the characters that were written no longer count. refused: a paste, which is
 * said once for all that comes in one go.
 */
export type KeyEffect =
  | { readonly is: "nothing" | "bell" | "refused" }
  | { readonly is: "gone"; readonly count: number }
  | { readonly is: "echo" | "done" | "closed"; readonly text: string };

export interface InputLine {
  readonly hidden: boolean;
  /** It takes nothing of what is typed. */
  readonly isDeaf?: true;
  /** `together`: how many characters came in one go with this key, itself included. */
  readonly take: (key: DecodedKey, together: number) => KeyEffect;
  readonly clear: () => void;
  /** What came in one go is over; true: some of it was refused after that was said. */
  readonly rested?: () => boolean;
  /** What of it may be on the screen, to be written anew. */
  readonly shown: () => string;
  readonly isEmpty: () => boolean;
}

const NOTHING: KeyEffect = { is: "nothing" };
const BELL: KeyEffect = { is: "bell" };
/** The longest answer to a question that is asked is a word, a number, or four characters. */
const LONGEST_ANSWER = 8;
/** What is no letter or sign of any answer; with Enter behind it, it is not the same as nothing. */
const NO_ANSWER = "?!";

/** Keys that go through a list elsewhere: where nothing moves, Enter behind them takes no row. */
const MOVES: readonly DecodedKey["kind"][] = [
  "up",
  "down",
  "left",
  "right",
  "tab",
  "shift-tab",
  "home",
  "end",
  "pageup",
  "pagedown",
  "esc",
];

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

/** Takes nothing: what is typed was meant for something else. */
export function deafLine(): InputLine {
  return {
    hidden: false,
    isDeaf: true,
    clear: () => undefined,
    shown: () => "",
    isEmpty: () => true,
    take: () => NOTHING,
  };
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
    shown: () => "",
    isEmpty: () => text === "",
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
export function shownLine(): InputLine {
  let text = "";
  let hinted = false;
  // Of what was pasted a line is over; and another one came behind it.
  let over = false;
  let more = false;
  let odd = false;
  const refuse = (): KeyEffect => {
    more ||= hinted && over;
    over = false;
    if (hinted) return BELL;
    hinted = true;
    text = "";
    return { is: "refused" };
  };
  const ended = (): KeyEffect => ({ is: "done", text: text === "" && odd ? NO_ANSWER : text });
  return {
    hidden: false,
    clear: () => {
      text = "";
      odd = false;
    },
    rested: () => {
      const again = more;
      hinted = over = more = false;
      return again;
    },
    shown: () => text,
    isEmpty: () => text === "",
    take: (key, together) => {
      if (key.kind === "paste" || (key.kind === "char" && together > LONGEST_ANSWER))
        return refuse();
      if (key.kind === "enter") {
        over = true;
        return together > LONGEST_ANSWER ? NOTHING : ended();
      }
      if (key.kind === "ctrl" && key.letter === "d")
        return text === "" ? { is: "closed", text: "" } : NOTHING;
      if (key.kind === "char") {
        // Full-width digits and letters are what an input method types.
        const plain = key.text.normalize("NFKC");
        odd ||= !/^[\u0020-\u007E]$/.test(plain);
        if (text.length >= LONGEST_ANSWER || !/^[\u0020-\u007E]$/.test(plain)) return BELL;
        text += plain;
        return { is: "echo", text: plain };
      }
      odd ||= MOVES.includes(key.kind);
      const left = shortened(text, key);
      if (left === undefined) return NOTHING;
      const gone = text.length - left.length;
      text = left;
      return gone === 0 ? NOTHING : { is: "gone", count: gone };
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
    if (text.length + more.length > SIZE_LIMIT) return BELL;
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
    shown: () => {
      const told = text === "" || mayShow(text) ? text : hiddenText(text);
      shown = told.length;
      return told;
    },
    isEmpty: () => text === "",
    take: (key, together) => {
      if (key.kind === "char") return add(key.text, together);
      if (key.kind === "paste") {
        const [line = ""] = key.text.split(/[\r\n]+/);
        const { length } = text;
        add(line, Infinity);
        if (text.length === length) return NOTHING;
        const told = mayShow(text) ? line : hiddenText(line);
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
      return gone === 0 ? NOTHING : { is: "gone", count: gone };
    },
  };
}

function hiddenText({ length }: string): string {
  return `(hidden, ${length} ${length === 1 ? "character" : "characters"})`;
}
