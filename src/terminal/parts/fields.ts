/**
 * Makes the text fields. All three share one editor and differ in what they show: a text, an id
 * that is shown only while it looks like an id, a secret that is never shown. What is typed stays
 * in the field after Enter, so that a slip can be mended.
 */
import { mayBecomeSecret, mayHoldSecret } from "../../keys/recognise.js";
import { useLocalStore } from "../store.js";
import { useKeys, useTerminal } from "../Terminal.js";
import { usableColumns } from "../size.js";
import type { TextStyle } from "../glyphs.js";
import {
  type Editor,
  type EditorAction,
  editorAction,
  editorReducer,
  emptyEditor,
  valueOf,
} from "./editor.js";
import { type Line, type Span, toned } from "./line.js";
import type { Part } from "./part.js";
import { displayWidth } from "./width.js";

export interface FieldOptions {
  /** What is asked for: one short line above the field. */
  readonly label: string;
  /** Takes the keys; one field of a screen at a time. Default true. */
  readonly active?: boolean;
  /** What is wrong with what was entered; shown under the field. */
  readonly problem?: string | undefined;
  /** What Enter does, for the footer. Default "continue". */
  readonly enterLabel?: string;
  /**
   * Sees every paste first and whole, line breaks and all; true if it dealt with it. Otherwise the
   * field takes it if it is one line.
   */
  readonly onPaste?: (text: string) => boolean;
  /** What is in the field has changed: a problem told about it is out of date. */
  readonly onEdit?: () => void;
}

export interface TextFieldOptions extends FieldOptions {
  readonly initial?: string;
  /** Whether the text may be on the screen; default: unless it may be a secret. */
  readonly mayShow?: (text: string) => boolean;
  readonly onSubmit: (value: string) => void;
}

export interface GuardedFieldOptions extends TextFieldOptions {
  /**
   * Whether the text may be on the screen; asked at every change. Where it may not, only its length
   * is told.
   */
  readonly mayShow: (text: string) => boolean;
  /** It takes a key, which is often pasted with its name, quotes or `export` around it. */
  readonly unwrap: boolean;
}

export interface FieldPart extends Part {
  /** Empties the field. */
  readonly clear: () => void;
  /** Whether nothing is in the field, now rather than when it was drawn. */
  readonly isEmpty: () => boolean;
  /** What is in the field, now rather than when it was drawn. */
  readonly now: () => string;
  /** Puts a text behind what is there. */
  readonly append: (text: string) => void;
  /** What Enter does. */
  readonly submit: () => void;
}

/**
 * A field for a path, a name, a region; a secret that is pasted into it by mistake is not shown.
 * `onSubmit` gets the text without blanks around it, possibly "".
 */
export function useTextField(options: TextFieldOptions): FieldPart {
  return useField(options, {
    initial: options.initial ?? "",
    unwrap: false,
    mayShow: options.mayShow ?? isNoSecret,
    submit: options.onSubmit,
  });
}

/** A field into which secrets get pasted by mistake; what may be seen is up to whoever asks. */
export function useGuardedField(options: GuardedFieldOptions): FieldPart {
  return useField(options, {
    initial: options.initial ?? "",
    unwrap: options.unwrap,
    mayShow: options.mayShow,
    submit: options.onSubmit,
  });
}

/**
 * Whether a path, a name or a region that is typed may be seen: unless it may be a secret, or
 * become one.
 */
export function isNoSecret(text: string): boolean {
  return !mayHoldSecret(text) && !mayBecomeSecret(text);
}

interface FieldKind {
  readonly initial: string;
  readonly unwrap: boolean;
  readonly mayShow: (text: string) => boolean;
  readonly submit: (text: string) => void;
}

function useField(options: FieldOptions, kind: FieldKind): FieldPart {
  const { active = true, onPaste, onEdit, label, problem } = options;
  const { look, size } = useTerminal();
  const [editor, dispatch, current] = useLocalStore<Editor, EditorAction>(editorReducer, () =>
    emptyEditor(kind.initial),
  );

  useKeys(
    (key) => {
      if (key.kind === "paste" && !key.cut && onPaste?.(key.text) === true) return true;
      const action = editorAction(key, kind.unwrap);
      if (action === undefined) return false;
      const before = current();
      if (dispatch(action).text !== before.text) onEdit?.();
      return "local";
    },
    "part",
    active,
    true,
  );

  const submit = (): void => kind.submit(valueOf(current()).trim());
  const told = problem ?? editor.note;
  const view = { active, look, columns: usableColumns(size), shown: kind.mayShow(valueOf(editor)) };
  return {
    lines: [
      // What is wrong with an entry stands nowhere else; its label was read before it was typed.
      told === undefined ? `  ${label}` : { spans: [{ text: `  ${label}` }], spare: true },
      { spans: fieldSpans(editor, view), cut: true },
      ...(told === undefined ? [] : [problemLine(told)]),
    ],
    // Label, field and what is wrong with the entry stay together, however little room there is.
    focus: told === undefined ? 1 : 2,
    lead: told === undefined ? 1 : 2,
    inHand:
      told === undefined && valueOf(editor) === kind.initial
        ? null
        : `${editor.text.length} ${told ?? ""}`,
    keys: active
      ? [{ keys: ["enter"], label: options.enterLabel ?? "continue", priority: 9, run: submit }]
      : [],
    takesText: active,
    clear: () => void dispatch({ kind: "clear" }),
    now: () => valueOf(current()),
    append: (text) => {
      dispatch({ kind: "end" });
      dispatch({ kind: "insert", text });
    },
    isEmpty: () => valueOf(current()).trim() === "",
    submit,
  };
}

function problemLine(text: string): Line {
  return { spans: [{ text: "  ! ", tone: "warning" }, { text }], hang: 4 };
}

interface FieldView {
  readonly active: boolean;
  readonly look: TextStyle;
  readonly columns: number;
  readonly shown: boolean;
}

/** The row of a field: mark, text or its length, cursor. */
function fieldSpans(editor: Editor, { active, look, columns, shown }: FieldView): readonly Span[] {
  const mark: Span = { text: active ? `  ${look.glyphs.highlight} ` : "    ", tone: "accent" };
  const room = Math.max(4, columns - 6);
  const empty = editor.text.length === 0;
  const cursor: Span = look.colour ? { text: " ", inverse: true } : { text: look.glyphs.cursor };
  if (empty)
    return active
      ? [mark, cursor, { text: "_".repeat(Math.min(20, room - 2)), tone: "dim" }]
      : [mark, toneless("_".repeat(Math.min(20, room - 2)))];
  if (!shown) {
    const hidden = toneless(hiddenText(editor.text.length));
    return active ? [mark, hidden, cursor] : [mark, hidden];
  }
  if (!active) return [mark, toneless(valueOf(editor))];
  return [mark, ...textWithCursor(editor, room, look)];
}

function toneless(text: string): Span {
  return { text };
}

/**
 * What stands in the place of a secret while it is typed: a length, so that a cut paste can be
 * noticed.
 */
export function hiddenText(length: number): string {
  return `(hidden, ${length} character${length === 1 ? "" : "s"})`;
}

/**
 * The part of the text around the cursor that fits, with the cursor drawn in reverse, or as a bar
 * where there is no colour.
 */
function textWithCursor({ text, cursor }: Editor, room: number, look: TextStyle): readonly Span[] {
  let start = 0;
  while (start < cursor && displayWidth(text.part(start, cursor)) > room - 2) start += 1;
  let end = cursor;
  while (end < text.length && displayWidth(text.part(start, end + 1)) <= room - 1) end += 1;
  const before = text.part(start, cursor);
  const under = text.part(cursor, cursor + 1);
  if (!look.colour) return [toneless(before + look.glyphs.cursor + text.part(cursor, end))];
  return [
    toneless(before),
    { text: under === "" ? " " : under, inverse: true },
    toneless(text.part(cursor + 1, end)),
  ];
}

/** A question with its answer, once a field is no longer needed: "Access key id  AKIA…WXYZ". */
export function answeredLine(label: string, answer: string): Line {
  return { spans: [{ text: `  ${label}  ` }, { text: answer, tone: "strong" }] };
}

/** A remark under a field that is not a problem. */
export function hintLine(text: string): Line {
  return toned(`    ${text}`, "dim");
}
