/**
 * Looks at a screen: edges, blank rows, width, colours, and what is always in the footer.
 * `MTURK_SETUP_SCREENS=DIR` also draws it, as `npm run screens` does.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { currentStep } from "../../../src/wizard/state.js";
import { stepOf } from "../../../src/wizard/way.js";
import type { ViewChoice } from "../../../src/wizard/view.js";
import { lookFrom } from "../../../src/terminal/glyphs.js";
import { DARK, LIGHT, stillOf } from "../../docs/svg.js";
import { takesKeys, waitUntil } from "../../harness/wait.js";
import { type Wizard, footerKeys } from "./wizard.js";

interface Size {
  readonly columns: number;
  readonly rows: number;
}

const DRAWN = process.env.MTURK_SETUP_SCREENS;

/** What hurts to miss. */
const BAD_NEWS =
  /\b(?:refuse[sd]?|wrong|does not answer|fail(?:s|ed)?|cannot|stops?|broken|missing)\b/i;

/** So many long rows one after the other are a wall, where rows are left to set them apart. */
const WALL = 8;

/** How many rows of more than half a line stand together without a blank one, at most. */
function longestStretch(rows: readonly string[]): number {
  let [most, now] = [0, 0];
  for (const row of rows) {
    now = row.length > 40 && !/^ {2}[› ] /.test(row) ? now + 1 : row === "" ? 0 : now;
    most = Math.max(most, now);
  }
  return most;
}

/** The choice of the step that is on the screen, as it is given to the painters. */
function choiceOf(wizard: Wizard): ViewChoice | null {
  const state = wizard.state();
  if (state.overlay !== null) return null;
  const host = { env: {}, cwd: wizard.home, home: wizard.home, platform: "linux" } as const;
  const look = lookFrom({ env: { LANG: "C.UTF-8" }, platform: "linux" });
  return stepOf(currentStep(state)).view(state, { host, look }).choice ?? null;
}

/** The screen as it is drawn afresh in a window of that size. */
async function resized(wizard: Wizard, columns: number, rows: number): Promise<readonly string[]> {
  wizard.resize(columns, rows);
  wizard.type("\f");
  let last = "";
  let still = 0;
  return waitUntil(
    () => {
      // What turns or counts is never still, and on a busy machine no two looks see the same of it.
      const now = wizard
        .frame()
        .join("\n")
        .replaceAll(/[\u2800-\u28FF]|\d+ s\b/g, "~");
      still = now === last && takesKeys(wizard.frame()) ? still + 1 : 0;
      last = now;
      return still >= 20 ? wizard.frame() : undefined;
    },
    () => `never still:\n${last}`,
  );
}

/** Rows between the title and the footer. */
function middle(frame: readonly string[], wizard: Wizard): readonly string[] {
  const title = frame.findIndex((row, index) => index > 0 && (row === "" || row.startsWith("  ")));
  const footer = frame.findLastIndex((row) => row === "" || row.startsWith(" "));
  expect(title, wizard.frame().join("\n")).toBeGreaterThan(0);
  return frame.slice(title, footer + 1);
}

/** What only some rows have is easily taken for a part of their name. */
function hintsOnAllOrNone(choice: ViewChoice | null): void {
  const rows = (choice?.rows ?? []).filter(
    ({ disabled, whole }) => disabled === undefined && whole !== true,
  );
  const hinted = rows.filter(({ hint }) => hint !== undefined);
  expect([0, rows.length], rows.map(({ label }) => label).join("; ")).toContain(hinted.length);
}

interface Drawn {
  readonly columns: number;
  readonly rows: number;
  readonly shown: string;
  /** Long lists of keys are one thought. */
  readonly paged: boolean;
}

function readsWell(
  frame: readonly string[],
  inner: readonly string[],
  { columns, rows, shown, paged }: Drawn,
): void {
  // A bracket that is begun is ended, and none is cut within another; if not, on the next page.
  const text = inner.join(" ");
  if (!/more: (?:PgDn|Space)/.test(shown))
    expect(text.split("(").length, shown).toBe(text.split(")").length);
  expect(text, shown).not.toMatch(/\([^()]*\([^()]*…\)/);
  // A title's second row is no lonely word.
  if (columns >= 80) expect(frame[1] ?? "", shown).not.toMatch(/^ {2}[a-z]\S*$/);
  if (frame.length <= rows - 5 && !paged) expect(longestStretch(inner), shown).toBeLessThan(WALL);
}

interface Cells {
  readonly text: string;
  readonly coloured: string;
  readonly dim: string;
}

/** Of each row in view: its text, what of it has a colour without a ground, and what is dim. */
function cellsOf({ terminal }: Wizard): readonly Cells[] {
  const { active } = terminal.buffer;
  return Array.from({ length: terminal.rows }, (_, index) => {
    const line = active.getLine(active.baseY + index);
    let [text, coloured, dim] = ["", "", ""];
    for (let at = 0; at < terminal.cols; at += 1) {
      const cell = line?.getCell(at);
      const chars = cell?.getChars() ?? "";
      text += chars === "" ? " " : chars;
      if (cell?.isFgPalette() === true && !cell.isBgPalette()) coloured += chars;
      if (cell !== undefined && cell.isDim() !== 0) dim += chars === "" ? " " : chars;
    }
    return { text, coloured: coloured.replaceAll(" ", ""), dim: dim.trim() };
  });
}

/** Reaches the screen and looks at it in windows of these sizes, one after the other. */
export async function expectGoodLook(
  name: string,
  reach: () => Promise<Wizard>,
  sizes: readonly Size[],
): Promise<void> {
  const wizard = await reach();
  hintsOnAllOrNone(choiceOf(wizard));
  for (const { columns, rows } of sizes) {
    const frame = await resized(wizard, columns, rows);
    const shown = `${columns}x${rows}\n${frame.join("\n")}`;
    if (DRAWN !== undefined)
      draw(DRAWN, `${name.replaceAll(/\W+/g, "-")}-${columns}x${rows}`, wizard);
    expect(frame.length, shown).toBeLessThanOrEqual(rows - 2);
    for (const row of frame)
      expect(row.length, shown).toBeLessThanOrEqual(row.includes("PRACTICE") ? 80 : 76);
    // Marks, and text: what begins further right goes on from the row above it.
    const inner = middle(frame, wizard);
    const edges = new Set(
      inner
        .filter((row, index) => row !== "" && (inner[index - 1] ?? "") === "")
        .map((row) => row.search(/\S/)),
    );
    for (const edge of edges) expect([2, 4], `${edge} in ${shown}`).toContain(edge);
    readsWell(frame, inner, { columns, rows, shown, paged: name === "help" });
    // One blank row between two thoughts at most, and none where something was left out for room.
    expect(frame.join("\n"), shown).not.toMatch(/\n\n\n/);
    if (/more: (?:PgDn|Space)/.test(shown)) expect(frame, shown).not.toContain("");
    const footer = footerKeys(frame);
    if (!(frame[0] ?? "").startsWith("Help")) expect(shown).toMatch(/(?:\?|Ctrl\+G) {1,2}help/);
    expect(
      footer.some((key) => key === "q" || key === "Ctrl+C"),
      shown,
    ).toBe(true);
    expect(footer.some((key) => key === "Enter") || shown.includes("Esc stop"), shown).toBe(true);
    for (const { text, coloured, dim } of cellsOf(wizard)) {
      // A mark, those of a rail, or the mark and the number of a row.
      expect(coloured.length, `${coloured} in ${shown}`).toBeLessThanOrEqual(6);
      // What keys and rows are called is no news.
      if (/^ {2}/.test(text) && !/^ {2}[› ] \w {2}/.test(text))
        expect(dim, shown).not.toMatch(BAD_NEWS);
    }
  }
}

function draw(folder: string, file: string, { terminal }: Wizard): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${file}-dark.svg`), stillOf(terminal, DARK));
  writeFileSync(join(folder, `${file}-light.svg`), stillOf(terminal, LIGHT));
}
