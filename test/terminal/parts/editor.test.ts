/** The editor alone. Its keys and what a terminal makes of them are tested in fields.test.tsx. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Editor,
  type EditorAction,
  FIELD_LIMIT,
  editorReducer,
  emptyEditor,
  valueOf,
} from "../../../src/terminal/parts/editor.js";
import { graphemes } from "../../../src/terminal/parts/width.js";

const run = (actions: readonly EditorAction[], from: Editor = emptyEditor()): Editor =>
  actions.reduce(editorReducer, from);
const insert = (text: string): EditorAction => ({ kind: "insert", text });
const paste = (text: string, unwrap = true): EditorAction => ({
  kind: "paste",
  text,
  cut: false,
  unwrap,
});

describe("words", () => {
  const rows: readonly (readonly [string, string])[] = [
    ["one two", "one "],
    ["one two  ", "one "],
    ["one", ""],
    ["  ", ""],
    ["", ""],
  ];
  it.each(rows)("Ctrl+W on %j leaves %j", (before, after) => {
    expect(valueOf(run([insert(before), { kind: "delete-word" }]))).toBe(after);
  });
});

describe("pasted values", () => {
  const rows: readonly (readonly [string, string])[] = [
    ['export AWS_SECRET_ACCESS_KEY="abc/d+e="', "abc/d+e="],
    ["aws_secret_access_key = abc", "abc"],
    ["aws_access_key_id=AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE"],
    ["set AWS_ACCESS_KEY_ID=abc", "abc"],
    ["'abc'", "abc"],
    ["`abc`;", "abc"],
    // A secret may hold "=" and end in it: there is no underscore in front, so nothing is taken
    // off.
    ["abc=def/ghi==", "abc=def/ghi=="],
    ['"', '"'],
    ['"abc', '"abc'],
  ];
  it.each(rows)("%s", (pasted, value) => {
    expect(valueOf(run([paste(pasted)]))).toBe(value);
  });

  it("a path keeps its quotes and signs", () => {
    expect(valueOf(run([paste("my_dir=x/'a b'.csv", false)]))).toBe("my_dir=x/'a b'.csv");
  });

  it("says that something was taken off, until the next edit", () => {
    const state = run([paste("'abc'")]);
    expect(state.note).toContain("Only the value");
    expect(run([insert("x")], state).note).toBeUndefined();
  });

  const refused: readonly (readonly [string, EditorAction, string])[] = [
    ["nothing", paste(" \n "), "empty"],
    ["several lines", paste("a\nb"), "2 lines"],
    ["a cut paste", { kind: "paste", text: "a", cut: true, unwrap: true }, "too long"],
    ["more than a field takes", insert("x".repeat(FIELD_LIMIT)), "Too long"],
  ];
  it.each(refused)("%s: a note, and what was there stays", (_what, action, note) => {
    const state = run([insert("kept"), action]);
    expect(valueOf(state)).toBe("kept");
    expect(state.note?.toLowerCase()).toContain(note.toLowerCase());
  });
});

describe("whatever is pressed", () => {
  const action = fc.oneof(
    fc.constantFrom<EditorAction>(
      ...(
        [
          "backspace",
          "delete",
          "delete-word",
          "delete-to-start",
          "delete-to-end",
          "left",
          "right",
          "start",
          "end",
        ] as const
      ).map((kind) => ({ kind })),
    ),
    fc
      .constantFrom("a", " ", "👍", "e\u0301", "\u0301", "\u200D", "👨", "漢", "🇩", "🇪")
      .map(insert),
  );

  it("the text is divided into whole graphemes, and the cursor stands between two of them", () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        const state = run(actions);
        const whole = Array.from({ length: state.text.length }, (_, at) =>
          state.text.part(at, at + 1),
        );
        expect(whole).toEqual(graphemes(valueOf(state)));
        expect(state.cursor).toBeGreaterThanOrEqual(0);
        expect(state.cursor).toBeLessThanOrEqual(state.text.length);
      }),
    );
  });

  it("typing at the end and deleting as often leaves nothing", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("a", "👍", "e\u0301", "漢"), { maxLength: 20 }),
        (texts) => {
          const typed = run(texts.map(insert));
          expect(valueOf(typed)).toBe(texts.join(""));
          expect(
            valueOf(
              run(
                texts.map((): EditorAction => ({ kind: "backspace" })),
                typed,
              ),
            ),
          ).toBe("");
        },
      ),
    );
  });
});
