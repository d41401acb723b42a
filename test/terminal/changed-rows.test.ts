/**
 * Whatever frames follow each other, the rows that were sent make the same screen as whole frames
 * do; and where little changes, they are few.
 */
import xterm from "@xterm/headless";
import fc from "fast-check";
import { expect, test } from "vitest";
import { changedRows } from "../../src/terminal/changed-rows.js";
import { linesOf } from "../harness/screen.js";

const ROWS = 12;
const COLUMNS = 20;

const newTerminal = (): xterm.Terminal =>
  new xterm.Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true, convertEol: true });

const parsed = (terminal: xterm.Terminal, text: string): Promise<void> =>
  new Promise((resolve) => terminal.write(text, resolve));

/** As Ink writes: erases the last frame's rows, from the last one upwards. */
const erasing = (count: number): string =>
  count === 0 ? "" : `${Array(count).fill("\u001B[2K").join("\u001B[1A")}\u001B[G`;

/** What can happen between two frames. */
type Event =
  | { readonly is: "frame"; readonly rows: readonly string[] }
  | { readonly is: "edit"; readonly at: number; readonly row: string }
  | { readonly is: "print-above"; readonly line: string }
  | { readonly is: "draw-anew" }
  | { readonly is: "cursor"; readonly shown: boolean }
  | { readonly is: "resize"; readonly rows: number; readonly columns: number };

// Empty ones, ones as wide as the window, and ones in colour.
const row = fc.oneof(
  fc.constantFrom("", " ", "x".repeat(COLUMNS), "\u001B[1mbold\u001B[22m", "äöü漢字"),
  fc.string({ maxLength: 12, unit: fc.constantFrom("a", "b", "c", " ", "#") }),
);
const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 1,
    arbitrary: fc.record({
      is: fc.constant("frame" as const),
      rows: fc.array(row, { minLength: 1, maxLength: 6 }),
    }),
  },
  { weight: 4, arbitrary: fc.record({ is: fc.constant("edit" as const), at: fc.nat(5), row }) },
  fc.record({ is: fc.constant("print-above" as const), line: row }),
  fc.record({ is: fc.constant("draw-anew" as const) }),
  fc.record({ is: fc.constant("cursor" as const), shown: fc.boolean() }),
  fc.record({
    is: fc.constant("resize" as const),
    rows: fc.integer({ min: 8, max: 14 }),
    columns: fc.integer({ min: COLUMNS, max: COLUMNS + 6 }),
  }),
);

test("any frames, edits, lines above, redraws and windows: the screen is the one of whole frames", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { minLength: 2, maxLength: 25 }), async (events) => {
      const whole = newTerminal();
      const spared = newTerminal();
      const paint = changedRows();
      const write = async (text: string): Promise<void> => {
        await parsed(whole, text);
        await parsed(spared, paint(text, `${spared.cols}x${spared.rows}`));
      };
      let shown: readonly string[] = [];
      let height = 0;
      const draw = async (rows: readonly string[]): Promise<void> => {
        await write(`\u001B[?2026h`);
        await write(`${erasing(height)}${rows.join("\n")}\n`);
        await write(`\u001B[?2026l`);
        shown = rows;
        height = rows.length + 1;
      };
      for (const it of events) {
        if (it.is === "frame") await draw(it.rows);
        else if (it.is === "edit")
          await draw(shown.map((old, index) => (index === it.at % shown.length ? it.row : old)));
        else if (it.is === "print-above") {
          await write(erasing(height));
          await write(`${it.line}\n`);
          height = 0;
          await draw(shown);
        } else if (it.is === "draw-anew") {
          // Ink's erasing is kept back here, and what is put before the frame is not the painter's.
          await write(`\u001B[${spared.rows};1H${"\n".repeat(spared.rows)}\u001B[H`);
          height = 0;
          await draw(shown);
        } else if (it.is === "cursor") await write(`\u001B[?25${it.shown ? "h" : "l"}`);
        else for (const terminal of [whole, spared]) terminal.resize(it.columns, it.rows);
        expect(linesOf(spared, spared.buffer.active.baseY)).toEqual(
          linesOf(whole, whole.buffer.active.baseY),
        );
        expect(spared.buffer.active.cursorY).toBe(whole.buffer.active.cursorY);
      }
      whole.dispose();
      spared.dispose();
    }),
    { numRuns: 60 },
  );
});

test("a letter costs its row; another title, another height, another window cost a frame", () => {
  const paint = changedRows();
  const frame = (title: string, typed: string, rows = 10): string =>
    [title, ...Array.from({ length: rows - 2 }, (_, at) => `row ${at}`), typed, ""].join("\n");
  const drawn = frame("Title", "a");
  expect(paint(drawn, "80x24")).toBe(drawn);
  expect(paint(erasing(11) + frame("Title", "ab"), "80x24")).toBe(
    `\u001B[10A\r${"\n".repeat(9)}\u001B[2Kab\n`,
  );
  for (const [next, size] of [
    [frame("Other", "ab"), "80x24"],
    [frame("Other", "abc"), "60x24"],
    [frame("Other", "abc", 9), "60x24"],
  ] as const)
    expect(paint(erasing(11) + next, size)).toBe(erasing(11) + next);
});
