/**
 * Every screen once more without colours, and in a locale that knows ASCII only: marks alone tell
 * how it went, keys stand out, and nothing is written that such a terminal could not show.
 */
import { describe, expect, test } from "vitest";
import { App } from "../../../src/wizard/frames/App.js";
import type { State } from "../../../src/wizard/state.js";
import { currentStep } from "../../../src/wizard/state.js";
import type { Store } from "../../../src/wizard/store.js";
import { stepOf } from "../../../src/wizard/way.js";
import { lookFrom } from "../../../src/terminal/glyphs.js";
import { type TestScreen, openScreen } from "../../harness/screen.js";
import { takesKeys } from "../../harness/wait.js";
import { MORE_SCREENS, SCREENS } from "./gallery.js";
import { type Wizard, footerKeys } from "./wizard.js";

const UTF8 = { LANG: "C.UTF-8", TERM: "xterm-256color" };
const LOOKS = {
  NO_COLOR: { ...UTF8, NO_COLOR: "1" },
  "LC_ALL=C": { ...UTF8, LC_ALL: "C" },
  both: { ...UTF8, LC_ALL: "C", NO_COLOR: "1" },
} as const;

const SIZES = [
  { columns: 80, rows: 24 },
  { columns: 40, rows: 10 },
] as const;

/** A store that stays as it is. */
function still(state: State): Store {
  return {
    getState: () => state,
    subscribe: () => () => undefined,
    send: () => undefined,
    close: () => Promise.resolve(),
  };
}

function twin(
  { state, home }: Wizard,
  env: Readonly<Record<string, string>>,
  size: (typeof SIZES)[number],
): TestScreen {
  const host = { env: { HOME: home, ...env }, cwd: home, home, platform: "linux" } as const;
  return openScreen(<App store={still(state())} host={host} />, { ...size, env });
}

/** The marks of titles, by tone, as drawn with these glyphs. */
const toneMarks = (env: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  lookFrom({ env, platform: "linux" }).glyphs.title;

/** What of a row is bold. */
function bold({ terminal }: TestScreen, row: number): string {
  const line = terminal.buffer.active.getLine(terminal.buffer.active.baseY + row);
  let out = "";
  for (let at = 0; at < terminal.cols; at += 1) {
    const cell = line?.getCell(at);
    const chars = cell?.getChars() ?? "";
    out += cell !== undefined && cell.isBold() !== 0 && chars !== "" ? chars : " ";
  }
  return out.trimEnd();
}

/** What was written that is not ASCII. */
function foreign(screen: TestScreen): readonly string[] {
  return Array.from(screen.rawBytes()).filter((char) => (char.codePointAt(0) ?? 0) > 0x7f);
}

function hasColour({ terminal }: TestScreen): boolean {
  const { active } = terminal.buffer;
  for (let row = 0; row < terminal.rows; row += 1)
    for (let at = 0; at < terminal.cols; at += 1) {
      const cell = active.getLine(active.baseY + row)?.getCell(at);
      if (cell !== undefined && (!cell.isFgDefault() || !cell.isBgDefault())) return true;
    }
  return false;
}

test("no two tones share a mark, in either alphabet", () => {
  for (const env of Object.values(LOOKS)) {
    const marks = Object.values(toneMarks(env));
    expect(new Set(marks).size).toBe(marks.length);
  }
});

describe.each(Object.entries({ ...SCREENS, ...MORE_SCREENS }))("%s", (_name, reach) => {
  test("tells the same without colour, and in ASCII", async () => {
    const wizard = await reach();
    wizard.freeze(true);
    const state = wizard.state();
    for (const [look, env] of Object.entries(LOOKS))
      for (const size of SIZES) {
        const screen = twin(wizard, env, size);
        const frame = await screen.waitFor((rows) => takesKeys(rows) && rows.length > 3);
        const shown = `${look} ${size.columns}x${size.rows}\n${frame.join("\n")}`;
        expect(frame.length, shown).toBeLessThanOrEqual(size.rows - 2);
        if (state.overlay === null) {
          const style = lookFrom({ env, platform: "linux" });
          const host = { env, cwd: wizard.home, home: wizard.home, platform: "linux" } as const;
          const { tone = null } = stepOf(currentStep(state)).view(state, { host, look: style });
          // A mark of a title is that of its tone, and where there is no tone there is none.
          const marks = Object.entries(toneMarks(env));
          const drawn = marks.find(([, mark]) => frame[0]?.startsWith(`${mark} `) === true);
          expect(drawn?.[0] ?? null, shown).toBe(tone);
        }
        if (look !== "NO_COLOR") expect(foreign(screen), shown).toEqual([]);
        if (look !== "LC_ALL=C") expect(hasColour(screen), shown).toBe(false);
        const first = frame.findLastIndex((row) => row === "" || row.startsWith(" ")) + 1;
        const keys = frame.slice(first).map((_row, index) => bold(screen, first + index));
        for (const key of footerKeys(frame.map((row) => row.replaceAll(" | ", " · "))))
          expect(keys.join(" "), `${key} in ${shown}`).toContain(key);
        screen.unmount();
      }
  });
});
