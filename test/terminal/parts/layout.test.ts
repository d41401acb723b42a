/**
 * What is drawn in which terminal. Properties: never too tall, never too wide, nothing that cannot
 * be reached.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { footerRows } from "../../../src/terminal/parts/footer.js";
import { type ScreenContent, layOut } from "../../../src/terminal/parts/layout.js";
import { type Line, type Row, rowWidth, wrapLines } from "../../../src/terminal/parts/line.js";
import { displayWidth } from "../../../src/terminal/parts/width.js";
import { lookFrom } from "../../../src/terminal/glyphs.js";
import type { KeyBinding } from "../../../src/terminal/table.js";

const look = lookFrom({ env: { LANG: "C.UTF-8" }, platform: "linux" });
const ascii = lookFrom({ env: { LANG: "C" }, platform: "linux" });
const text = (rows: readonly Row[]): readonly string[] =>
  rows.map((row) =>
    row
      .map((span) => span.text)
      .join("")
      .trimEnd(),
  );
const key = (name: string, label: string, priority = 0): KeyBinding => ({
  keys: [name],
  label,
  priority,
  run: () => undefined,
});
const content = (part: Partial<ScreenContent>): ScreenContent => ({
  title: "Title",
  body: [],
  controls: [],
  focus: 0,
  keys: [key("enter", "choose", 9), key("esc", "back")],
  ...part,
});
const SIZES = [
  { columns: 40, rows: 10 },
  { columns: 60, rows: 15 },
  { columns: 80, rows: 24 },
] as const;

describe("wrapping", () => {
  const rows: readonly (readonly [string, Line, number, readonly string[]])[] = [
    ["at blanks", "one two three", 8, ["one two", "three"]],
    [
      "under the text of a numbered line",
      "  1 Users, Create user, Next",
      16,
      ["  1 Users,", "    Create user,", "    Next"],
    ],
    ["under the text of a signed line", "  ok  AWS accepts it", 14, ["  ok  AWS", "  accepts it"]],
    ["inside a word only if it is wider than a row", "a abcdefghij", 6, ["a", "abcdef", "ghij"]],
    ["a table keeps its blanks", "  a    b", 10, ["  a    b"]],
    [
      "a column with too little room begins in the next row",
      {
        spans: [{ text: "    1 AWS account         open    card and phone needed; up to a day" }],
        hang: 34,
      },
      40,
      ["    1 AWS account         open", "      card and phone needed; up to a day"],
    ],
    [
      "a column with room goes on under itself",
      { spans: [{ text: "    1 AWS account       open    card and phone needed" }], hang: 32 },
      50,
      ["    1 AWS account       open    card and phone", `${" ".repeat(32)}needed`],
    ],
    ["an empty line is a row", "", 10, [""]],
    ["wide characters count twice", "漢字漢字", 4, ["漢字", "漢字"]],
    [
      "a line that must stay one row is cut",
      { spans: [{ text: "abcdefgh" }], cut: true },
      5,
      ["abcd…"],
    ],
    ["a line break in a text is a blank", "a\nb", 9, ["a b"]],
  ];
  it.each(rows)("%s", (_what, line, columns, expected) => {
    expect(text(wrapLines([line], columns, look))).toEqual(expected);
  });

  it("ASCII twins stand in before the width is counted", () => {
    expect(text(wrapLines(["“wait” … it’s “so”"], 15, ascii))).toEqual([
      '"wait" ... it\'s',
      '"so"',
    ]);
  });

  it("keeps every word, in order, and no row is too wide", () => {
    const word = fc.stringMatching(/^[a-z漢é👍]{1,30}$/u);
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 30 }),
        fc.integer({ min: 20, max: 100 }),
        (words, columns) => {
          const wrapped = wrapLines([words.join(" ")], columns, look);
          for (const row of wrapped) expect(rowWidth(row)).toBeLessThanOrEqual(columns);
          expect(text(wrapped).join("").replaceAll(" ", "")).toBe(words.join(""));
        },
      ),
    );
  });
});

describe("a screen", () => {
  it("with room to spare has blank rows between its parts", () => {
    const { rows, pages } = layOut(
      content({ body: ["Body"], controls: ["Control"] }),
      SIZES[2],
      look,
      0,
    );
    expect(text(rows)).toEqual(["Title", "", "Body", "", "Control", "", "Enter choose · Esc back"]);
    expect(pages).toBe(1);
  });

  it("has its tag beside the title, or below where it does not fit", () => {
    const tagged = content({
      title: "Set up from the beginning",
      tag: "PRACTICE - nothing here is real",
    });
    expect(text(layOut(tagged, SIZES[2], look, 0).rows)[0]).toBe(
      `Set up from the beginning${" ".repeat(80 - 25 - 31)}PRACTICE - nothing here is real`,
    );
    expect(text(layOut(tagged, SIZES[0], look, 0).rows).slice(0, 2)).toEqual([
      "Set up from the beginning",
      "PRACTICE - nothing here is real",
    ]);
  });

  it("drops its blank rows before it makes anyone turn pages", () => {
    const body = Array.from({ length: 5 }, (_, index) => `Line ${index}`);
    const { rows, pages } = layOut(content({ body, controls: ["Control"] }), SIZES[0], look, 0);
    expect(text(rows)).toEqual(["Title", ...body, "Control", "Enter choose · Esc back"]);
    expect(pages).toBe(1);
  });

  it("says so where the terminal is too small, verdict first", () => {
    const { rows } = layOut(content({}), { columns: 30, rows: 9 }, look, 0);
    expect(text(rows).join(" ")).toBe(
      "Title Terminal too small: needs 40 x 10, this one has 30 x 9. Make the window larger; nothing is lost. Until then only leaving works: Ctrl+C twice.",
    );
  });

  const line = fc.string({ maxLength: 200 });
  const anyContent = fc.record({
    title: fc.string({ minLength: 1, maxLength: 120 }),
    tag: fc.option(fc.string({ minLength: 1, maxLength: 60 }), { nil: undefined }),
    body: fc.array(line, { maxLength: 60 }),
    controls: fc.array(line, { minLength: 1, maxLength: 25 }),
    keys: fc.array(
      fc
        .tuple(
          fc.constantFrom("enter", "a", "esc"),
          fc.string({ maxLength: 30 }),
          fc.integer({ min: 0, max: 9 }),
        )
        .map(([name, label, priority]) => key(name, label, priority)),
      { maxLength: 12 },
    ),
  });

  it.each([...SIZES, { columns: 12, rows: 4 }, { columns: 200, rows: 60 }])(
    "fits $columns x $rows whatever it holds",
    (size) => {
      fc.assert(
        fc.property(anyContent, fc.nat(), fc.nat(), (any, focus, page) => {
          const { rows } = layOut({ ...any, focus: focus % any.controls.length }, size, look, page);
          expect(rows.length).toBeLessThanOrEqual(size.rows - 2);
          for (const row of rows) expect(rowWidth(row)).toBeLessThanOrEqual(size.columns);
        }),
      );
    },
  );

  it.each(SIZES)(
    "at $columns x $rows every line of the text is on one of its pages, and the control in focus on all, or on the last",
    (size) => {
      fc.assert(
        fc.property(
          fc.integer({ min: 0, max: 60 }),
          fc.integer({ min: 1, max: 20 }),
          fc.nat(),
          (lines, controls, at) => {
            const focus = at % controls;
            const screen = content({
              body: Array.from({ length: lines }, (_, index) => `body-${index}-`),
              controls: Array.from({ length: controls }, (_, index) => `control-${index}-`),
              focus,
            });
            const { pages, textFirst } = layOut(screen, size, look, 0);
            const seen = Array.from({ length: pages }, (_, page) =>
              text(layOut(screen, size, look, page).rows),
            );
            for (let index = 0; index < lines; index += 1)
              expect(seen.flat()).toContain(`body-${index}-`);
            for (const [page, rows] of seen.entries()) {
              expect(rows[0]).toBe("Title");
              const last = page === pages - 1;
              if (!textFirst || last) expect(rows).toContain(`control-${focus}-`);
              else if (page < pages - 2)
                expect(rows.filter((row) => row.startsWith("body-")).length).toBeGreaterThan(3);
              expect(rows.at(-1)).toContain("Enter choose");
              expect(rows.some((row) => row.includes(`(${page + 1}/${pages})`))).toBe(
                pages > 1 && !(textFirst && last && controls >= size.rows - 4),
              );
            }
          },
        ),
      );
    },
  );
});

describe("in the smallest window", () => {
  const size = SIZES[0];
  const long = Array.from({ length: 12 }, (_each, index) => `  line ${index + 1}`);
  const three = ["  › 1  one", "    2  two", "    3  three"];
  const drawn = (part: Partial<ScreenContent>, page: number): readonly string[] =>
    text(layOut(content({ body: long, ...part }), size, look, page).rows);

  it("a long text is read first, in the whole window, and its choice comes behind it", () => {
    const screen = { controls: three, pageKey: "Space" };
    expect(drawn(screen, 0)).toEqual([
      "Title",
      ...long.slice(0, 5),
      "  more: Space (1/3), then choose",
      "Enter choose · Esc back",
    ]);
    expect(drawn(screen, 1)).toEqual([
      "Title",
      ...long.slice(5, 10),
      "  more: Space (2/3), then choose",
      "Enter choose · Esc back",
    ]);
    expect(drawn(screen, 2)).toEqual([
      "Title",
      ...long.slice(10),
      "  from the top: Space (3/3)",
      ...three,
      "Enter choose · Esc back",
    ]);
  });

  it("a choice of two rows leaves three of the text beside it", () => {
    expect(drawn({ controls: three.slice(0, 2) }, 0)).toEqual([
      "Title",
      ...long.slice(0, 3),
      "  more: PgDn (1/4)",
      ...three.slice(0, 2),
      "Enter choose · Esc back",
    ]);
  });

  it("a long choice has the last page to itself, and says that it goes on", () => {
    const many = Array.from({ length: 9 }, (_each, index) => `    ${index + 1}  row`);
    const { pages } = layOut(content({ body: long, controls: many }), size, look, 0);
    expect(drawn({ controls: many }, pages - 1)).toEqual([
      "Title",
      ...many.slice(0, 5),
      "  (more below)",
      "Enter choose · Esc back",
    ]);
  });

  it("a page ends where a line does, if that makes no page more", () => {
    const body = Array.from({ length: 4 }, () => `  - ${"word ".repeat(12)}end`);
    const pages = [0, 1].map((page) => drawn({ body, controls: three, focus: 0 }, page));
    for (const rows of pages) expect(rows[1]).toMatch(/^ {2}- /);
  });

  it("what was just said stands above each page", () => {
    const notice = ["  › Copied."];
    for (const page of [0, 1, 2, 3])
      expect(drawn({ controls: three, notice }, page)[1]).toBe("  › Copied.");
  });

  it("a title that is cut goes on in the text, from the end of a sentence if there is one", () => {
    const title = "Could not ask AWS. Whether the key is right is still open. Nothing was saved.";
    const rows = drawn({ title, tone: "attention", controls: three }, 0);
    expect(rows.slice(0, 3)).toEqual([
      "! Could not ask AWS. Whether the key is",
      "  right is still open. …",
      "  … Nothing was saved.",
    ]);
  });

  const field = {
    field: true,
    controls: [
      "  Paste id and secret, together or one by one (the secret is never shown):",
      "  › (hidden, 40 characters)",
      "  ! This is a secret without its id. Paste the id, too, or both together.",
    ],
    focus: 2,
    lead: 2,
    keys: [
      key("enter", "continue", 9),
      key("tab", "choose the CSV file", 6),
      ...[key("esc", "back"), key("ctrl-g", "help"), key("ctrl-c", "twice")].map((each) => ({
        ...each,
        stays: true,
      })),
    ],
  } as const;

  it("label, field and what is wrong are whole, in every terminal, whatever else has to go", () => {
    for (const tag of [undefined, "PRACTICE - nothing here is real"])
      for (const title of ["The access key", "Delete AKIA…MPLE at AWS. This cannot be undone."])
        for (const at of SIZES) {
          const screen = content({ ...field, title, body: long, inHand: true, tag, shortTag: "P" });
          const rows = text(layOut(screen, at, look, 0).rows);
          const whole = rows.join(" ").replaceAll(/\s+/g, " ");
          for (const words of field.controls)
            expect(whole, rows.join("\n")).toContain(words.trim());
          expect(whole).toContain("help");
          expect(whole).toContain("twice");
        }
  });

  it("a title goes before what is wrong with an entry does, unless it is a question", () => {
    const wrong = `  ! ${"That looks like an account number, not a key. ".repeat(2)}`.trimEnd();
    const controls = [...field.controls.slice(0, 2), wrong];
    const rows = drawn({ ...field, controls, inHand: true }, 0);
    expect(rows.join(" ").replaceAll(/\s+/g, " ")).toContain(wrong.trim());
    expect(rows[0]).toMatch(/^ {2}Paste id/);
    expect(drawn({ ...field, controls, inHand: true, tone: "attention" }, 0)[0]).toBe("! Title");
  });

  it("what is wrong and has no room under the field can be turned to, whole", () => {
    const wrong =
      `  ! ${"That is a folder on a network, which has another name here. ".repeat(4)}`.trimEnd();
    const controls = [...field.controls.slice(0, 2), wrong];
    const title = "The key of the profile that psiTurk takes from now on, in each folder of yours";
    for (const more of [{}, { body: [] }, { notice: ["  › Copied."] }, { title }]) {
      const screen = { ...field, controls, body: long, ...more };
      expect(drawn({ ...screen, inHand: true }, 0).join(" ")).toContain(" … PgDn");
      const { pages } = layOut(content(screen), size, look, 0);
      const rows = Array.from({ length: pages }, (_each, page) => drawn(screen, page))
        .flat()
        .filter((row) => !/^(?:Title|The key of|Enter|Esc)|^ {2}(?:more|from)|› Copied/.test(row));
      expect(rows.join(" ").replaceAll(/\s+/g, " ")).toContain(wrong.trim());
    }
  });

  it("before anything is typed, the text above a field has the window to itself", () => {
    const screen = { ...field, controls: field.controls.slice(0, 2), focus: 1, lead: 1 };
    expect(drawn(screen, 0).slice(0, 6)).toEqual([
      "Title",
      ...long.slice(0, 4),
      "  more: PgDn (1/4), then type",
    ]);
    expect(drawn(screen, 3)).toContain("  › (hidden, 40 characters)");
    expect(drawn({ ...screen, inHand: true }, 0)).toContain("  › (hidden, 40 characters)");
  });
});

describe("the footer", () => {
  const keys = [
    key("enter", "choose", 9),
    key("tab", "CSV file", 5),
    key("esc", "back", 8),
    key("?", "help", 1),
    key("q", "quit, place kept", 2),
    key("ctrl-c", "twice quits", 3),
  ];

  it("prints all where there is room, over two rows if need be, breaking none", () => {
    expect(text(footerRows(keys, 80, look, 2))).toEqual([
      "Enter choose · Tab CSV file · Esc back · ? help · q quit, place kept",
      "Ctrl+C twice quits",
    ]);
  });

  it("drops the least important first and keeps the order", () => {
    expect(text(footerRows(keys, 40, look, 1))).toEqual(["Enter choose · Tab CSV file · Esc back"]);
    expect(text(footerRows(keys, 24, look, 1))).toEqual(["Enter choose · Esc back"]);
  });

  it("in ASCII too", () => {
    expect(text(footerRows(keys.slice(0, 2), 80, ascii, 1))).toEqual([
      "Enter choose | Tab CSV file",
    ]);
  });
});

describe("widths", () => {
  const rows: readonly (readonly [string, number])[] = [
    ["abc", 3],
    ["é", 1],
    ["e\u0301", 1],
    ["漢", 2],
    ["👍", 2],
    ["👨\u200D👩\u200D👧", 2],
    ["🇩🇪", 2],
    ["✓", 1],
    ["…", 1],
    ["•", 1],
    ["\u200B", 0],
    ["ｱ", 1],
  ];
  it.each(rows)("%s takes %i", (value, width) => {
    expect(displayWidth(value)).toBe(width);
  });
});
