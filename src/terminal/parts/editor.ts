/**
 * Edits a single line, as a pure reducer. It counts in graphemes, so that no key ever splits an
 * emoji or a letter from its accent.
 */
import { stripControls } from "../../base/clean.js";
import { type Key, keyName } from "../keys.js";
import { TypedText } from "./typed-text.js";

export interface Editor {
  readonly text: TypedText;
  /** Number of graphemes left of the cursor. */
  readonly cursor: number;
  /**
   * What a paste needed, in one sentence without the pasted text; undefined after the next edit.
   */
  readonly note: string | undefined;
}

export type EditorAction =
  | { readonly kind: "insert"; readonly text: string }
  /**
   * `unwrap`: the field takes a key, which is often pasted with its name, quotes or `export` around
   * it.
   */
  | {
      readonly kind: "paste";
      readonly text: string;
      readonly cut: boolean;
      readonly unwrap: boolean;
    }
  | {
      readonly kind:
        "backspace" | "delete" | "delete-word" | "delete-to-start" | "delete-to-end" | "clear";
    }
  | { readonly kind: "left" | "right" | "start" | "end" };

/** More than this is no path, name or key; longer input is refused rather than cut. */
export const FIELD_LIMIT = 4_096;

export function emptyEditor(initial = ""): Editor {
  const text = new TypedText(initial);
  return { text, cursor: text.length, note: undefined };
}

export function valueOf(editor: Editor): string {
  return editor.text.part();
}

export function editorReducer(state: Editor, action: EditorAction): Editor {
  switch (action.kind) {
    case "insert":
      return insert(state, action.text, undefined);
    case "paste":
      return paste(state, action);
    case "left":
      return at(state, state.cursor - 1);
    case "right":
      return at(state, state.cursor + 1);
    case "start":
      return at(state, 0);
    case "end":
      return at(state, state.text.length);
    case "backspace":
      return remove(state, state.cursor - 1, state.cursor);
    case "delete":
      return remove(state, state.cursor, state.cursor + 1);
    case "delete-word":
      return remove(state, wordStart(state), state.cursor);
    case "delete-to-start":
      return remove(state, 0, state.cursor);
    case "delete-to-end":
      return remove(state, state.cursor, state.text.length);
    case "clear":
      return emptyEditor();
  }
}

/**
 * The action of a key, as in a shell; undefined for keys that do not edit. Enter, Esc and Tab are
 * the screen's.
 */
export function editorAction(key: Key, unwrap: boolean): EditorAction | undefined {
  if (key.kind === "char") return { kind: "insert", text: key.text };
  if (key.kind === "paste") return { kind: "paste", text: key.text, cut: key.cut, unwrap };
  return EDITING[keyName(key)];
}

const EDITING: Readonly<Record<string, EditorAction>> = {
  left: { kind: "left" },
  right: { kind: "right" },
  home: { kind: "start" },
  end: { kind: "end" },
  backspace: { kind: "backspace" },
  delete: { kind: "delete" },
  "ctrl-a": { kind: "start" },
  "ctrl-e": { kind: "end" },
  "ctrl-b": { kind: "left" },
  "ctrl-f": { kind: "right" },
  "ctrl-d": { kind: "delete" },
  "ctrl-w": { kind: "delete-word" },
  "ctrl-u": { kind: "delete-to-start" },
  "ctrl-k": { kind: "delete-to-end" },
};

function at(state: Editor, cursor: number): Editor {
  return { ...state, cursor: Math.max(0, Math.min(cursor, state.text.length)) };
}

function remove(state: Editor, from: number, to: number): Editor {
  const start = Math.max(0, from);
  // What stood apart may now join into one grapheme, so the text is divided anew.
  const before = state.text.part(0, start);
  return divided(before, before + state.text.part(to), undefined);
}

/** With blanks left of the cursor passed over first. */
function wordStart(state: Editor): number {
  let start = state.cursor;
  while (start > 0 && state.text.part(start - 1, start) === " ") start -= 1;
  while (start > 0 && state.text.part(start - 1, start) !== " ") start -= 1;
  return start;
}

function insert(state: Editor, text: string, note: string | undefined): Editor {
  const before = state.text.part(0, state.cursor) + text;
  const whole = before + state.text.part(state.cursor);
  if (whole.length > FIELD_LIMIT)
    return {
      ...state,
      note: `Too long: a field takes ${FIELD_LIMIT} characters. Nothing was added.`,
    };
  return divided(before, whole, note);
}

/**
 * The editor for `whole`, with the cursor behind `before`, or behind the grapheme that the end of
 * `before` became part of.
 */
function divided(before: string, whole: string, note: string | undefined): Editor {
  const text = new TypedText(whole);
  let units = 0;
  let cursor = 0;
  while (units < before.length && cursor < text.length) {
    units += text.part(cursor, cursor + 1).length;
    cursor += 1;
  }
  return { text, cursor, note };
}

interface Pasted {
  readonly text: string;
  readonly cut: boolean;
  readonly unwrap: boolean;
}

function paste(state: Editor, { text, cut, unwrap }: Pasted): Editor {
  const lines = stripControls(text)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  if (cut) return { ...state, note: "The paste was too long for this field. Nothing was added." };
  const [line] = lines;
  if (line === undefined) return { ...state, note: "The paste was empty." };
  if (lines.length > 1)
    return {
      ...state,
      note: `${lines.length} lines pasted; this field takes one. Nothing was added.`,
    };
  const bare = unwrap ? unwrapped(line) : line;
  const note =
    bare === line ? undefined : "Only the value was taken, without the name or quotes around it.";
  return insert(state, bare.replaceAll("\t", " "), note);
}

/**
 * The value in `export AWS_SECRET_ACCESS_KEY="..."` and the like. A name counts only with an
 * underscore in it: neither ids nor secrets contain one, so that a secret with "=" inside is never
 * taken apart.
 */
function unwrapped(line: string): string {
  const value = line
    .replace(/^(?:(?:export|set)\s+)?(?=[A-Za-z][A-Za-z0-9]*_)\w+\s*=\s*/, "")
    .replace(/;$/, "")
    .trim();
  return /^(["'`]).*\1$/.test(value) && value.length > 1 ? value.slice(1, -1).trim() : value;
}
