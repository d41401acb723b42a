/** Lists in a real terminal emulator. */
import { type ReactElement, useState } from "react";
import { describe, expect, it } from "vitest";
import { type ChoiceItem, useChoice } from "../../../src/ui/parts/choice.js";
import { Screen } from "../../../src/ui/parts/Screen.js";
import { type ScreenOptions, type TestScreen, openScreen } from "../../harness/screen.js";

const ITEMS: readonly ChoiceItem[] = [
  { id: "setup", label: "Set up from the beginning", hint: "seven steps; see first which are open" },
  { id: "rotate", label: "Replace a key (rotate)", disabled: "no key found" },
  { id: "practice", label: "Try it with a practice AWS", hint: "10 minutes, no account" },
  { id: "check", label: "Check" },
];

function List({ items, initial }: { readonly items: readonly ChoiceItem[]; readonly initial?: string }): ReactElement {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const choice = useChoice({ items, onChoose: (id) => setChosen((all) => [...all, id]), initial });
  return <Screen title={`Chosen: ${chosen.join(",")}.`} parts={[choice]} />;
}

async function list(options: ScreenOptions = {}, props: { readonly items?: readonly ChoiceItem[]; readonly initial?: string } = {}): Promise<TestScreen> {
  const screen = openScreen(<List items={props.items ?? ITEMS} {...(props.initial === undefined ? {} : { initial: props.initial })} />, options);
  await screen.waitFor("Chosen: .");
  return screen;
}

/** The label of the row with the mark before it. */
const highlighted = (frame: readonly string[]): string => frame.filter((row) => row.startsWith("  › ")).map((row) => row.slice(4).replace(/^[\d ]+/, "").split("   ", 1)[0] ?? "").join();

describe("moving and choosing", () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ["Enter takes the first that can be taken", "\r", "setup"],
    ["Down passes over what cannot be taken", "\u001B[B\r", "practice"],
    ["Up from the first leads to the last", "\u001B[A\r", "check"],
    ["j and k move too", "jjk\r", "practice"],
    ["a digit chooses at once", "3", "practice"],
    ["a digit moves the mark as well", "3\r", "practice,practice"],
    ["keys that come in one read are taken one by one", "\u001B[B\u001B[B\r\u001B[A\r", "check,practice"],
    ["a digit without a row, and one of a row that cannot be taken, do nothing", "72\r", "setup"],
  ];
  it.each(rows)("%s", async (_what, bytes, chosen) => {
    const screen = await list();
    screen.type(bytes);
    await screen.waitFor(`Chosen: ${chosen}.`);
  });

  it("starts where it is told to", async () => {
    const screen = await list({}, { initial: "check" });
    expect(highlighted(screen.frame())).toBe("Check");
  });

  it("starts at the first that can be taken where it is told to start at one that cannot", async () => {
    const screen = await list({}, { initial: "rotate" });
    expect(highlighted(screen.frame())).toBe("Set up from the beginning");
  });
});

describe("what is shown", () => {
  it("hints stand in a column at 80 and go at 40, one by one; reasons stay", async () => {
    const wide = (await list()).frame().join("\n");
    expect(wide).toContain("Set up from the beginning    seven steps; see first which are open");
    expect(wide).toContain("Try it with a practice AWS   10 minutes, no account");
    const narrow = (await list({ columns: 60 })).frame().join("\n");
    expect(narrow).not.toContain("seven steps");
    expect(narrow).toContain("10 minutes");
    const narrowest = (await list({ columns: 40, rows: 15 })).frame().join("\n");
    expect(narrowest).not.toContain("10 minutes");
    expect(narrowest.replaceAll(/\s+/g, " ")).toContain("Replace a key (rotate) (no key found)");
  });

  it("in ASCII the mark is >", async () => {
    const screen = await list({ env: { LANG: "C", TERM: "linux" } });
    expect(screen.frame().join("\n")).toContain("  > 1  Set up from the beginning");
    expect(screen.frame().join("")).toMatch(/^[\u0020-\u007E]*$/);
  });

  it("a list that is longer than the terminal scrolls with the mark", async () => {
    const items = Array.from({ length: 14 }, (_, index) => ({ id: `n${index}`, label: `Profile ${index}.` }));
    const screen = await list({ columns: 40, rows: 10 }, { items });
    for (const { label } of items) {
      const frame = await screen.waitFor((rows) => highlighted(rows) === label);
      expect(frame.length).toBeLessThanOrEqual(8);
      screen.press("down");
    }
    await screen.waitFor((rows) => highlighted(rows) === "Profile 0.");
    expect(screen.frame().join("\n")).not.toContain("10 Profile");
    expect(screen.frame().at(-2)).toBe("  (more below)");
  });
});
