/** Lists in a real terminal emulator. */
import { type ReactElement, useState } from "react";
import { describe, expect, it } from "vitest";
import { type ChoiceItem, useChoice } from "../../../src/terminal/parts/choice.js";
import { Screen } from "../../../src/terminal/parts/Screen.js";
import { displayWidth } from "../../../src/terminal/parts/width.js";
import { type ScreenOptions, type TestScreen, openScreen } from "../../harness/screen.js";

const ITEMS: readonly ChoiceItem[] = [
  {
    id: "setup",
    label: "Set up from the beginning",
    hint: "seven steps; see first which are open",
  },
  { id: "rotate", label: "Replace a key (rotate)", disabled: "no key found" },
  { id: "practice", label: "Try it with a practice AWS", hint: "10 minutes, no account" },
  { id: "check", label: "Check", hint: "changes nothing" },
];

function List({
  items,
  initial,
}: {
  readonly items: readonly ChoiceItem[];
  readonly initial?: string;
}): ReactElement {
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const choice = useChoice({ items, onChoose: (id) => setChosen((all) => [...all, id]), initial });
  return <Screen title={`Chosen: ${chosen.join(",")}.`} parts={[choice]} />;
}

async function list(
  options: ScreenOptions = {},
  props: { readonly items?: readonly ChoiceItem[]; readonly initial?: string } = {},
): Promise<TestScreen> {
  const screen = openScreen(
    <List
      items={props.items ?? ITEMS}
      {...(props.initial === undefined ? {} : { initial: props.initial })}
    />,
    options,
  );
  await screen.waitFor("Chosen: .");
  return screen;
}

/** The label of the row with the mark before it. */
const highlighted = (frame: readonly string[]): string =>
  frame
    .filter((row) => row.startsWith("  › "))
    .map(
      (row) =>
        row
          .slice(4)
          .replace(/^[\d ]+/, "")
          .split("   ", 1)[0] ?? "",
    )
    .join();

describe("columns", () => {
  it.each(["lab", "実験室", "مختبر", "מעבדה 12", "e\u0301te\u0301", "👩‍🔬 lab"])(
    "%s: what stands beside a name stands below what stands beside the others",
    async (name) => {
      const items = ["a", name, "a longer name"].map((label, index) => ({
        id: `${index}`,
        label,
        hint: `beside ${index}`,
      }));
      const screen = await list({}, { items });
      const rows = (await screen.waitFor("beside 2")).filter((row) => row.includes("beside"));
      expect(rows).toHaveLength(3);
      const columns = rows.map((row) => displayWidth(row.slice(0, row.indexOf("beside"))));
      expect(new Set(columns).size, rows.join("\n")).toBe(1);
    },
  );
});

describe("moving and choosing", () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ["Enter takes the first that can be taken", "\r", "setup"],
    ["Down passes over what cannot be taken", "\u001B[B\r", "practice"],
    ["Up from the first leads to the last", "\u001B[A\r", "check"],
    ["j and k move too, capitals as well", "jj\u001B[Ak\u001B[BK\u001B[Bj\r", "check"],
    ["Home and End", "\u001B[F\u001B[H\u001B[F\r", "check"],
    ["a digit chooses at once", "3", "practice"],
    ["a digit moves the mark as well", "3\r", "practice,practice"],
    [
      "keys that come in one read are taken one by one",
      "\u001B[B\u001B[B\r\u001B[A\r",
      "check,practice",
    ],
    [
      "a digit without a row, and one of a row that cannot be taken, do nothing",
      "7\u001B[H2\u001B[H\r",
      "setup",
    ],
  ];
  it.each(rows)("%s", async (_what, bytes, chosen) => {
    const screen = await list();
    screen.type(bytes);
    await screen.waitFor(`Chosen: ${chosen}.`);
  });

  it("characters in one go are text, and so is the Enter after them", async () => {
    const screen = await list();
    screen.type("jk4\r\u001B[F");
    await screen.waitFor((frame) => highlighted(frame) === "Check");
    expect(screen.frame()[0]).toBe("Chosen: .");
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

describe("a held key, delivered at once by a slow link", () => {
  it("500 times Down and Enter in one read: each is taken, in order", async () => {
    const screen = await list();
    screen.type(`${"\u001B[B".repeat(500)}\r`);
    await screen.waitFor("Chosen: check.");
    screen.type("\u001B[B\r\u001B[B\r".repeat(60));
    await screen.waitFor(/practice(?:,\s*check,\s*setup,\s*practice)*[,.]/);
    screen.unmount();
    await expect(screen.exited).resolves.toBeUndefined();
  });
});

describe("a long list of names", () => {
  const NAMES: readonly ChoiceItem[] = Array.from({ length: 121 }, (_, index) => ({
    id: `lab-${index}`,
    label: index === 77 ? "Zoë 77" : `lab-${index}`,
  }));

  function Names(): ReactElement {
    const [chosen, setChosen] = useState("");
    const choice = useChoice({ items: NAMES, onChoose: setChosen, find: true });
    return <Screen title={`Chosen: ${chosen}.`} parts={[choice]} />;
  }

  async function names(options: ScreenOptions = {}): Promise<TestScreen> {
    const screen = openScreen(<Names />, options);
    await screen.waitFor((frame) => highlighted(frame) === "lab-0");
    return screen;
  }

  /** One after the other, as a person types. */
  async function typed(
    screen: TestScreen,
    steps: readonly (readonly [key: string, query: string, found: string])[],
  ): Promise<void> {
    for (const [key, query, found] of steps) {
      screen.type(key);
      await screen.waitFor(
        (frame) => highlighted(frame) === found && frame.join("\n").includes(`Find: ${query}  `),
      );
    }
  }

  it("PgDn and PgUp move by what is in view, Home and End to the ends", async () => {
    const screen = await names();
    screen.press("pagedown");
    await screen.waitFor((frame) => highlighted(frame) === "lab-16");
    screen.press("end");
    await screen.waitFor((frame) => highlighted(frame) === "lab-120");
    screen.press("pageup");
    await screen.waitFor((frame) => highlighted(frame) === "lab-104");
    screen.press("home");
    await screen.waitFor((frame) => highlighted(frame) === "lab-0");
    screen.press("pageup");
    screen.press("enter");
    await screen.waitFor("Chosen: lab-0.");
  });

  it.each([
    { columns: 80, rows: 24 },
    { columns: 40, rows: 10 },
  ])(
    "at $columns x $rows typing finds, capitals or not; Backspace widens; Enter takes",
    async (size) => {
      const screen = await names(size);
      await typed(screen, [
        ["b", "b", "lab-0"],
        ["-", "b-", "lab-0"],
        ["1", "b-1", "lab-1"],
        ["1", "b-11", "lab-11"],
        ["9", "b-119", "lab-119"],
        ["\u007F", "b-11", "lab-11"],
      ]);
      screen.press("esc");
      await screen.waitFor((frame) => frame.join("\n").includes("121 rows"));
      await typed(screen, [
        ["z", "z", "Zoë 77"],
        ["O", "zO", "Zoë 77"],
        ["ë", "zOë", "Zoë 77"],
        [" ", "zOë ", "Zoë 77"],
      ]);
      screen.press("enter");
      await screen.waitFor("Chosen: lab-77.");
    },
  );

  it("what is in no row is neither taken nor drawn: a secret typed or pasted there", async () => {
    const screen = await names();
    screen.type("wJalrXUtnFEMI/K7MDENG");
    screen.type("\u001B[A");
    await screen.waitFor((frame) => highlighted(frame) === "lab-120");
    const other = await names();
    other.type("q");
    await other.waitFor("No row holds that letter");
    expect(screen.rawBytes()).not.toMatch(/wJal|UtnF|MDEN/);
  });
});

describe("what is shown", () => {
  it("hints stand in a column on every row, or on none where one has no room; reasons stay", async () => {
    const wide = (await list()).frame().join("\n");
    expect(wide).toContain("Set up from the beginning    seven steps; see first which are open");
    expect(wide).toContain("Try it with a practice AWS   10 minutes, no account");
    const narrow = (await list({ columns: 60 })).frame().join("\n");
    expect(narrow).not.toContain("seven steps");
    expect(narrow).not.toContain("10 minutes");
    const narrowest = (await list({ columns: 40, rows: 15 })).frame().join("\n");
    expect(narrowest.replaceAll(/\s+/g, " ")).toContain("Replace a key (rotate) (no key found)");
  });

  it("what only some rows have to add stands behind their label, as part of it", async () => {
    const items = [
      { id: "off", label: "Switch it off", hint: "can be undone" },
      { id: "on", label: "Leave it on" },
    ];
    const frame = (await list({}, { items })).frame().join("\n");
    expect(frame).toContain("  › 1  Switch it off, can be undone\n    2  Leave it on\n");
  });

  it("in ASCII the mark is >", async () => {
    const screen = await list({ env: { LANG: "C", TERM: "linux" } });
    expect(screen.frame().join("\n")).toContain("  > 1  Set up from the beginning");
    expect(screen.frame().join("")).toMatch(/^[\u0020-\u007E]*$/);
  });

  it("a list that is longer than the terminal scrolls with the mark", async () => {
    const items = Array.from({ length: 14 }, (_, index) => ({
      id: `n${index}`,
      label: `Profile ${index}.`,
    }));
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
