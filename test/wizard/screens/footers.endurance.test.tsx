/**
 * On every screen the footer's keys are the keys that work: each printed one does something, and no
 * other letter does.
 */
import { describe, expect, test } from "vitest";
import type { Event } from "../../../src/wizard/events.js";
import { waitUntil } from "../../harness/wait.js";
import { MORE_SCREENS, SCREENS } from "./gallery.js";
import { footerKeys } from "./wizard.js";

const BYTES: Readonly<Record<string, string>> = {
  Enter: "\r",
  Esc: "\u001B",
  Tab: "\t",
  PgDn: "\u001B[6~",
  "1-5,7": "1",
  Space: " ",
};

function bytesFor(key: string): string {
  const ctrl = /^Ctrl\+([A-Z])$/.exec(key)?.[1];
  return ctrl === undefined ? (BYTES[key] ?? key) : String.fromCharCode(ctrl.charCodeAt(0) - 64);
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789".split("");

/**
 * Keys that work without being printed: those of the rows, the list's own movements, and what every
 * screen has.
 */
function unprinted(frame: readonly string[], printed: readonly string[]): ReadonlySet<string> {
  const rows = frame.flatMap((line) => /^ {2}[› ] ([a-z0-9])  ?\S/.exec(line)?.[1] ?? []);
  const list = frame.some((line) => line.startsWith("  › ")) ? ["j", "k"] : [];
  return new Set([
    ...rows,
    ...list,
    ...printed,
    "q",
    ...(printed.includes("1-5,7") ? ["1", "2", "3", "4", "5", "7"] : []),
  ]);
}

describe.each(Object.keys(SCREENS))("%s", (name) => {
  test("what is printed works, and nothing else", async () => {
    let wizard = await SCREENS[name]!();
    const frame = wizard.frame();
    const printed = footerKeys(frame);
    expect(printed.length).toBeGreaterThan(1);

    for (const key of printed) {
      wizard.freeze(true);
      const before = wizard.frame().join("\n");
      wizard.type(bytesFor(key));
      const sent = await waitUntil(
        () => {
          const events = wizard.freeze(true);
          return events.length > 0 || wizard.frame().join("\n") !== before ? events : undefined;
        },
        () => `${key} does nothing on:\n${before}`,
      );
      // A key that asked for nothing has changed the screen itself, such as the page that is read.
      if (sent.length === 0) wizard = await SCREENS[name]!();
    }

    // In a field letters are typed; what they do is told by the tests of the fields.
    if (printed.includes("Ctrl+C")) return;
    const working = unprinted(frame, printed);
    wizard.freeze(true);
    for (const letter of LETTERS) if (!working.has(letter)) wizard.type(letter);
    wizard.press("ctrl-c");
    const events: Event[] = [];
    await waitUntil(
      () => {
        events.push(...wizard.freeze(true));
        return events.some(({ type }) => type === "interrupted") ? true : undefined;
      },
      () => "Ctrl+C is not heard",
    );
    expect(events.map(({ type }) => type)).toEqual(["interrupted"]);
  });
});

test.each([
  { columns: 60, rows: 15 },
  { columns: 40, rows: 10 },
])(
  "$columns×$rows: a word that is asked for says how one takes the question back",
  async (size) => {
    const wizard = await MORE_SCREENS["retire, typed"]!();
    wizard.resize(size.columns, size.rows);
    await waitUntil(
      () => wizard.frame().slice(-2).join(" · ").includes("Esc back") || undefined,
      () => wizard.frame().join("\n"),
    );
  },
);
