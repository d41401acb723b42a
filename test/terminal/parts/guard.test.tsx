/**
 * A screen with consequences: what was not meant for it is not taken; what cannot be undone has to
 * be typed.
 */
import { type ReactElement, useState } from "react";
import { describe, expect, it, test } from "vitest";
import { type ChoiceItem, useChoice } from "../../../src/terminal/parts/choice.js";
import { HOLD_MS, REPEAT_MS, ruleOn } from "../../../src/terminal/parts/guard.js";
import { GlobalKeys, Screen } from "../../../src/terminal/parts/Screen.js";
import { lastFour } from "../../../src/terminal/parts/typed.js";
import { type ScreenOptions, type TestScreen, openScreen } from "../../harness/screen.js";
import { takesKeys } from "../../harness/wait.js";

describe("the rule", () => {
  const rows: readonly (readonly [string, Parameters<typeof ruleOn>, string])[] = [
    ["keys do not count yet", [{ name: "1", at: 1_000 }, null, Infinity], "drop"],
    ["it came before they did", [{ name: "1", at: 999 }, null, 1_000], "drop"],
    ["read and pressed", [{ name: "1", at: 1_000 }, { name: "down", at: 999 }, 1_000], "take"],
    [
      "the second of two that follow at the speed of a keyboard",
      [{ name: "enter", at: 3_000 }, { name: "enter", at: 3_001 - REPEAT_MS }, 1_000],
      "drop",
    ],
    [
      "one that the terminal itself calls a repetition, however late",
      [{ name: "enter", at: 5_000, repeat: true }, { name: "enter", at: 3_000 }, 1_000],
      "drop",
    ],
    [
      "maybe the first repetition of the key that led here",
      [{ name: "enter", at: 1_250 }, { name: "enter", at: 590 }, 1_000],
      "hold",
    ],
    [
      "pressed twice on purpose, on one screen",
      [{ name: "enter", at: 4_000 }, { name: "enter", at: 3_000 }, 1_000],
      "take",
    ],
  ];
  it.each(rows)("%s", (_what, given, ruling) => {
    expect(ruleOn(...given)).toBe(ruling);
  });
  it("a keyboard's next repetition comes within the time that a press is held back", () => {
    expect(HOLD_MS).toBeGreaterThan(REPEAT_MS);
  });
});

const ID = "AKIAIOSFODNN7EXAMPLE";
const ITEMS: readonly ChoiceItem[] = [
  { id: "keep", label: "Keep it" },
  { id: "off", label: "Switch it off", grave: true },
  {
    id: "delete",
    label: "Delete it",
    typed: lastFour(ID, "Delete AKIA…MPLE at AWS. This cannot be undone.", "delete it"),
  },
];

/** First a menu without consequences, whose Enter and 2 lead on; then the one with them. */
function Two({
  lines,
  items,
}: {
  readonly lines: number;
  readonly items: readonly ChoiceItem[];
}): ReactElement {
  const [at, go] = useState<"first" | "second">("first");
  const [did, note] = useState<readonly string[]>([]);
  const first = useChoice({
    items: [
      { id: "a", label: "On" },
      { id: "b", label: "On as well" },
    ],
    active: at === "first",
    onChoose: () => go("second"),
  });
  const second = useChoice({
    items,
    initial: "off",
    active: at === "second",
    onChoose: (id) => note((all) => [...all, id]),
  });
  const globals = [
    { keys: ["esc"], label: "back", run: () => go("first") },
    { keys: ["ctrl-c"], label: "quit", run: () => note((all) => [...all, "quit"]) },
  ];
  return (
    <GlobalKeys bindings={globals}>
      <Screen
        title={`${at}: did ${did.join(",")}.`}
        body={
          at === "first"
            ? []
            : Array.from({ length: lines }, (_, index) => `  line ${index} of what is changed`)
        }
        parts={[at === "first" ? first : second]}
      />
    </GlobalKeys>
  );
}

async function two(
  options: ScreenOptions & { readonly lines?: number; readonly items?: readonly ChoiceItem[] } = {},
): Promise<TestScreen> {
  const screen = openScreen(
    <Two lines={options.lines ?? 3} items={options.items ?? ITEMS} />,
    options,
  );
  await screen.waitFor(/^first: did \./);
  return screen;
}

/** Turns the pages of the text as long as Enter does that. */
async function readOn(screen: TestScreen): Promise<void> {
  for (;;) {
    const text = (await ready(screen)).join("\n");
    if (!text.includes("Enter read on")) return;
    screen.press("enter");
    await screen.waitFor((frame) => frame.join("\n") !== text);
  }
}

const ready = (screen: TestScreen): Promise<readonly string[]> =>
  screen.waitFor((frame) => takesKeys(frame) && frame.join("\n").startsWith("second"));

describe("what was meant for the screen before", () => {
  test("number, Enter as a habit; keys typed ahead: nothing is done, and the footer names no key yet", async () => {
    const screen = await two();
    // Each frame as it was drawn: a busy machine looks at the screen too late for the first one.
    const drawn: (readonly string[])[] = [];
    screen.terminal.onWriteParsed(() => void drawn.push(screen.frame()));
    // One write: whatever this computer does beside, they all came before the second screen stood
    // there.
    screen.type("2\r2\r");
    await ready(screen);
    const second = drawn.filter((frame) => frame[0]?.startsWith("second: did .") === true);
    const taken = second.map(takesKeys);
    expect([taken[0], taken.at(-1)]).toEqual([false, true]);
    screen.type("1");
    await screen.waitFor(/^second: did keep\./);
  });

  test("Enter held down: neither its first repetition, after the keyboard's wait, nor any that follows", async () => {
    const screen = await two();
    screen.type("\r");
    await ready(screen);
    screen.type("\r".repeat(30));
    screen.type("1");
    await screen.waitFor(/^second: did keep\./);
  });

  test("the same key once more, on purpose: taken when no repetition follows", async () => {
    const screen = await two();
    screen.type("\r");
    await ready(screen);
    screen.type("\r");
    await screen.waitFor(/^second: did off\./);
  });

  test("Ctrl+C is taken at once", async () => {
    const screen = await two();
    screen.type("2");
    await screen.waitFor(/^second: did \./);
    screen.type("\u0003");
    await screen.waitFor(/^second: did quit\./);
  });
});

describe("what was not read", () => {
  test("Enter and digits turn the pages until all of them were on the screen, each for long enough", async () => {
    const screen = await two({ rows: 12, lines: 12 });
    screen.type("2");
    const seen = new Set<string>();
    for (;;) {
      const text = (await ready(screen)).join("\n");
      for (const line of text.match(/line \d+ of/g) ?? []) seen.add(line);
      if (!text.includes("Enter read on")) break;
      expect(text).toMatch(/^second: did \./);
      screen.type("2");
      await screen.waitFor((frame) => frame.join("\n") !== text);
    }
    expect(seen.size).toBe(12);
    screen.type("\r");
    await screen.waitFor(/^second: did off\./);
  });

  test("a row out of view is moved to, not taken", async () => {
    const many = Array.from({ length: 9 }, (_, index): ChoiceItem => ({
      id: `row${index + 1}`,
      label: `Row ${index + 1}`,
      grave: true,
    }));
    const screen = await two({ rows: 10, lines: 1, items: many });
    screen.type("2");
    await ready(screen);
    screen.type("9");
    const frame = (await screen.waitFor("› 9  Row 9")).join("\n");
    expect(frame).toMatch(/^second: did \./);
    screen.type("\r");
    await screen.waitFor(/^second: did row9\./);
  });

  test("a label that takes several rows is whole before Enter takes it", async () => {
    const label =
      "Delete this key although it stands in a file that a study on another computer reads every night";
    const screen = await two({
      columns: 40,
      rows: 10,
      lines: 6,
      items: [
        { id: "keep", label: "Keep it" },
        { id: "off", label, grave: true },
      ],
    });
    screen.type("2");
    await readOn(screen);
    const frame = (await ready(screen)).map((line) => line.trim()).join(" ");
    expect(frame).toContain(label);
    expect(frame).toContain("Enter choose");
  });
});

describe("what cannot be undone", () => {
  test("a digit and Enter only ask; a wrong word does nothing; the last four do it, small letters too; Esc takes it back", async () => {
    const screen = await two();
    screen.type("2");
    await ready(screen);
    screen.type("3");
    const asked = (await screen.waitFor("Type its last four letters to delete it:")).join("\n");
    expect(asked).toMatch(/^! Delete AKIA…MPLE at AWS\. This cannot be undone\./);
    screen.type("\r");
    await screen.waitFor("Nothing was typed.");
    screen.type("IOSF\r");
    await screen.waitFor("That is not it; nothing was done.");
    screen.type("\u001B");
    expect((await ready(screen)).join("\n")).toMatch(/^second: did \.(.*\n)*.*› 3 {2}Delete it/);
    screen.type("\r");
    await screen.waitFor("Type its last four letters");
    screen.type("mple\r");
    await screen.waitFor(/^second: did delete\./);
  });
});

/** Rows that come and go while the list is on the screen. */
function Changing(): ReactElement {
  const [items, change] = useState<readonly ChoiceItem[]>([
    { id: "wait", label: "Wait" },
    { id: "leave", label: "Leave it" },
  ]);
  const [did, note] = useState<readonly string[]>([]);
  const choice = useChoice({ items, onChoose: (id) => note((all) => [...all, id]) });
  return (
    <Screen
      title={`did ${did.join(",")}.`}
      parts={[choice]}
      keys={[
        {
          keys: ["x"],
          label: "change",
          run: () =>
            change([
              { id: "new", label: "New" },
              { id: "leave", label: "Leave it" },
            ]),
        },
      ]}
    />
  );
}

test("a menu that was shown keeps its rows: new ones come below, and what is no longer possible says so", async () => {
  const screen = openScreen(<Changing />);
  await screen.waitFor("2  Leave it");
  screen.type("x");
  const frame = (await screen.waitFor("New")).join("\n");
  expect(frame).toMatch(/1 {2}Wait {2}\(no longer\)\n.*› 2 {2}Leave it\n.*3 {2}New/);
  screen.type("1");
  screen.press("enter");
  await screen.waitFor("did leave.");
});

describe("too small", () => {
  test("nothing but leaving is taken while nothing is shown", async () => {
    const screen = await two();
    screen.type("2");
    await ready(screen);
    screen.resize(20, 5);
    await screen.waitFor(/too small/);
    screen.type("\r23\u001B");
    screen.type("\u0003");
    await screen.waitFor("second: did quit.");
    screen.resize(80, 24);
    await screen.waitFor(/line 2 of(.*\n)*Enter choose/);
    screen.type("1");
    await screen.waitFor(/^second: did quit,keep\./);
  });
});

test("a title that is cut says so", async () => {
  const screen = openScreen(
    <Screen
      title={
        "A verdict with far more words than two rows of a small terminal can hold, however one breaks them at blanks, and that is all"
      }
    />,
    { columns: 40, rows: 10 },
  );
  const frame = await screen.waitFor("A verdict");
  expect(frame[1]).toMatch(/…$/);
  // The rest of it is the beginning of the text.
  expect(frame.slice(2).join(" ").replaceAll(/\s+/g, " ")).toMatch(
    /^ … .*blanks, and that is all$/,
  );
});
