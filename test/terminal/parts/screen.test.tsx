/** Whole screens: footers, paging, sizes, states, what is never written to the terminal. */
import { type ReactElement, useState } from "react";
import { describe, expect, it } from "vitest";
import { diffLines } from "../../../src/terminal/parts/diff.js";
import { useTextField } from "../../../src/terminal/parts/fields.js";
import { type Line, urlLine } from "../../../src/terminal/parts/line.js";
import { GlobalKeys, Screen } from "../../../src/terminal/parts/Screen.js";
import { useClocks } from "../../../src/terminal/parts/clocks.js";
import { statusLine } from "../../../src/terminal/parts/status.js";
import { STATES, STATE_WORDS, lookFrom } from "../../../src/terminal/glyphs.js";
import { useTerminal } from "../../../src/terminal/Terminal.js";
import { type KeyBinding, printable, shownKey, useKeyTable } from "../../../src/terminal/table.js";
import { openScreen } from "../../harness/screen.js";

const WIPE = "\u001B[3J";
const UTF8 = { LANG: "C.UTF-8", TERM: "xterm-256color" };

/** Says which binding ran last, in its title. */
function Keys({
  own,
  globals,
  field = false,
  lines = 0,
  words = "",
}: {
  readonly own: readonly string[];
  readonly globals: readonly string[];
  readonly field?: boolean;
  readonly lines?: number;
  readonly words?: string;
}): ReactElement {
  const [ran, setRan] = useState("nothing");
  const bind = (name: string, level: string): KeyBinding => ({
    keys: [name],
    label: `${level}-${name}`,
    run: () => setRan(`${level}-${name}`),
  });
  return (
    <GlobalKeys bindings={globals.map((name) => bind(name, "global"))}>
      <Inner
        title={`ran ${ran};`}
        keys={own.map((name) => bind(name, "own"))}
        field={field}
        lines={lines}
        words={words}
      />
    </GlobalKeys>
  );
}

function Inner({
  title,
  keys,
  field,
  lines,
  words,
}: {
  readonly title: string;
  readonly keys: readonly KeyBinding[];
  readonly field: boolean;
  readonly lines: number;
  readonly words: string;
}): ReactElement {
  const text = useTextField({ label: "Field", active: field, onSubmit: () => undefined });
  return (
    <Screen
      title={title}
      body={Array.from({ length: lines }, (_, index) => `body-${index}-${words}`)}
      parts={field ? [text] : []}
      keys={keys}
    />
  );
}

describe("the footer tells the truth", () => {
  const BYTES: Readonly<Record<string, string>> = {
    esc: "\u001B",
    tab: "\t",
    "ctrl-c": "\u0003",
    "ctrl-g": "\u0007",
    enter: "\r",
  };

  it("every key that is printed does what is printed beside it", async () => {
    const own = ["enter", "tab", "r"];
    const globals = ["esc", "?", "q", "ctrl-c", "r"];
    for (const name of [...own, ...globals.slice(0, -1)]) {
      const level = own.includes(name) ? "own" : "global";
      const screen = openScreen(<Keys own={own} globals={globals} />, { columns: 100 });
      await screen.waitFor(
        `${shownKey({ keys: [name], label: "", run: () => undefined })} ${level}-${name}`,
      );
      screen.type(BYTES[name] ?? name);
      await screen.waitFor(`ran ${level}-${name};`);
      screen.unmount();
    }
  });

  it("a key that another took away is not printed", async () => {
    const screen = openScreen(<Keys own={["r"]} globals={["r", "esc"]} />);
    const frame = await screen.waitFor("own-r");
    expect(frame.join("\n")).not.toContain("global-r");
  });

  it("while a field takes text, letters are typed and not printed as keys", async () => {
    const screen = openScreen(<Keys own={["tab"]} globals={["esc", "q", "ctrl-c"]} field />, {
      columns: 100,
    });
    const frame = await screen.waitFor("Ctrl+C global-ctrl-c");
    expect(frame.join("\n")).not.toContain("global-q");
    screen.type("q\t");
    await screen.waitFor("ran own-tab;");
    expect(screen.frame().join("\n")).toContain("› q");
  });

  it("a binding with a letter and a Ctrl key is printed by the one that works", () => {
    const help: KeyBinding = { keys: ["?", "ctrl-g"], label: "help", run: () => undefined };
    expect(printable([help], true).map(shownKey)).toEqual(["Ctrl+G"]);
    expect(printable([help], false).map(shownKey)).toEqual(["?"]);
    expect(printable([{ ...help, hidden: true }], false)).toEqual([]);
  });
});

describe("the pager", () => {
  it.each([
    { columns: 40, rows: 10 },
    { columns: 60, rows: 15 },
    { columns: 80, rows: 24 },
  ])(
    "shows 50 lines at $columns x $rows, forward and back, and never wipes",
    async ({ columns, rows }) => {
      const screen = openScreen(<Keys own={[]} globals={["esc"]} lines={50} />, {
        columns,
        rows,
        history: ["user's own line"],
      });
      const first = await screen.waitFor("more: Space (1/");
      const pages = Number(/\(1\/(\d+)\)/.exec(first.join("\n"))?.[1]);
      const seen = new Set<string>();
      for (let page = 1; page <= pages; page += 1) {
        const frame = await screen.waitFor(`(${page}/${pages})`);
        for (const row of frame) if (row.startsWith("body-")) seen.add(row);
        screen.press(page % 2 === 0 ? "pagedown" : "space");
      }
      expect(seen.size).toBe(50);
      await screen.waitFor(`(1/${pages})`);
      screen.press("pageup");
      await screen.waitFor(`(${pages}/${pages})`);
      expect(screen.rawBytes()).not.toContain(WIPE);
      expect(screen.scrollback()[0]).toBe("user's own line");
    },
  );

  it("begins anew on another screen", async () => {
    const screen = openScreen(<Keys own={["r"]} globals={[]} lines={50} />);
    await screen.waitFor("(1/3)");
    screen.press("pagedown");
    await screen.waitFor("(2/3)");
    screen.type("r");
    await screen.waitFor("ran own-r;");
    await screen.waitFor("(1/3)");
  });
});

describe("the window changes", () => {
  it("shrinking and growing redraws, never wipes the scrollback, and keeps what was typed", async () => {
    const screen = openScreen(<Keys own={["tab"]} globals={["esc"]} field lines={15} />, {
      history: ["user's own line"],
    });
    await screen.waitFor("body-14-");
    screen.type("typed");
    await screen.waitFor("› typed");
    screen.resize(40, 10);
    await screen.waitFor(
      (frame) =>
        frame.some((row) => row.includes("more: PgDn (1/")) &&
        frame.some((row) => row.includes("› typed")),
    );
    screen.resize(30, 8);
    await screen.waitFor("Terminal too small: needs 40 x");
    screen.resize(80, 24);
    await screen.waitFor(
      (frame) =>
        frame.some((row) => row.includes("body-14-")) &&
        frame.some((row) => row.includes("› typed")),
    );
    expect(screen.rawBytes()).not.toContain(WIPE);
    expect(screen.scrollback()[0]).toBe("user's own line");
  });
});

it("becoming narrower leaves no torn copy of the frame above it, in view or out of it", async () => {
  const long = ` ${"word ".repeat(13)}end`;
  const screen = openScreen(<Keys own={["tab"]} globals={["esc"]} lines={6} words={long} />, {
    rows: 40,
    history: ["user's own line"],
  });
  await screen.waitFor("body-5-");
  const copies = (): number =>
    screen.scrollback().filter((row) => row.startsWith("body-0-")).length;
  for (const columns of [60, 45, 70, 41, 80]) {
    screen.resize(columns, 40);
    // Where the terminal breaks rows itself, it breaks words.
    await screen.waitFor(
      (frame) =>
        frame.every((row) => row.length <= columns && !/ w(?:or?)?$|…$/.test(row)) &&
        copies() === 1,
    );
    await screen.waitFor("body-5-");
    expect(screen.scrollback().filter((row) => row.startsWith("ran "))).toHaveLength(1);
    expect(screen.scrollback()[0]).toBe("user's own line");
  }
});

function States(): ReactElement {
  const { look } = useTerminal();
  return (
    <Screen
      title="States"
      body={STATES.map((state) => statusLine(look, { state, label: "Question" }))}
    />
  );
}

describe("states", () => {
  it.each([
    ["UTF-8 in colour", UTF8],
    ["NO_COLOR", { ...UTF8, NO_COLOR: "1" }],
    ["the Linux console", { LANG: "C.UTF-8", TERM: "linux" }],
  ] as const)("%s: a glyph and words for each", async (_what, env) => {
    const look = lookFrom({ env, platform: "linux" });
    const screen = openScreen(<States />, { env });
    const frame = await screen.waitFor("Question  take care");
    const rows = frame.filter((row) => row.includes("Question"));
    expect(rows).toEqual(
      STATES.map(
        (state) => `${look.glyphs.state[state].padStart(3)} Question  ${STATE_WORDS[state]}`,
      ),
    );
    // Words and glyphs alone tell them apart, without any colour.
    expect(new Set(rows).size).toBe(STATES.length);
    const green = "\u001B[32m";
    expect(screen.rawBytes().includes(green)).toBe(look.colour);
    if (look.ascii) expect(rows.join("")).toMatch(/^[\u0020-\u007E]*$/);
  });
});

function Waiting({ active }: { readonly active: boolean }): ReactElement {
  const { look } = useTerminal();
  const [on, setOn] = useState(active);
  useKeyTable([{ keys: ["s"], label: "stop", run: () => setOn((old) => !old) }], "screen");
  const elapsed = useClocks(on ? ["asking"] : [])("asking");
  return (
    <Screen
      title={on ? "Asking" : "Idle"}
      body={[statusLine(look, { state: on ? "running" : "waiting", label: "AWS", elapsed })]}
    />
  );
}

describe("waiting", () => {
  /** A clock that the test turns. */
  const clock = (): { now: () => number; ms: number } => {
    const it = { ms: 0, now: () => it.ms };
    return it;
  };

  it("tells seconds from the second on, starts anew the next time, and says nothing before", async () => {
    const time = clock();
    const screen = openScreen(<Waiting active />, { now: time.now });
    /** The clock counts from a moment after the frame: once it moves, that is past. */
    const moving = (): Promise<readonly string[]> => {
      const seen = new Set<string>();
      return screen.waitFor((frame) => {
        const row = frame.find((each) => each.includes("AWS  asking"));
        if (row !== undefined) seen.add(row);
        return row !== undefined && seen.size > 1;
      });
    };
    const first = await moving();
    expect(first.join("\n")).not.toContain(" s");
    time.ms = 3_400;
    await screen.waitFor("AWS  asking, 3 s");
    screen.type("s");
    await screen.waitFor("AWS  waiting");
    screen.type("s");
    const again = await moving();
    expect(again.join("\n")).not.toContain("asking,");
    time.ms += 2_000;
    await screen.waitFor("AWS  asking, 2 s");
  });

  it("moves, unless someone listens instead of looking", async () => {
    const moving = openScreen(<Waiting active />);
    const glyphs = new Set<string>();
    await moving.waitFor((frame) => {
      glyphs.add(frame.find((row) => row.includes("AWS"))?.slice(0, 4) ?? "");
      return glyphs.size >= 3;
    });
    const still = openScreen(<Waiting active />, { env: { ...UTF8, ACCESSIBLE: "1" } });
    await still.waitFor("AWS  asking");
    const bytes = still.rawBytes().length;
    // As long as the other took for three frames, and one more of those.
    glyphs.clear();
    await moving.waitFor((frame) => {
      glyphs.add(frame.find((row) => row.includes("AWS"))?.slice(0, 4) ?? "");
      return glyphs.size >= 3;
    });
    expect(still.rawBytes().length).toBe(bytes);
  });
});

describe("diffs and links", () => {
  it("a diff has its signs, and a long line goes on under its text", async () => {
    const body: readonly Line[] = diffLines("~/.aws/config (new)", [
      { sign: "+", text: "[default]" },
      { sign: "-", text: "region = eu-west-1" },
      { sign: " ", text: `# ${"word ".repeat(12).trim()}` },
    ]);
    const screen = openScreen(<Screen title="Review" body={body} />, { columns: 40 });
    const frame = await screen.waitFor("+ [default]");
    expect(frame.slice(2)).toEqual([
      "  ~/.aws/config (new)",
      "    + [default]",
      "    - region = eu-west-1",
      "      # word word word word word word",
      "      word word word word word word",
    ]);
  });

  const URL =
    "https://docs.aws.amazon.com/AWSMechTurk/latest/AWSMechanicalTurkGettingStartedGuide/SetUp.html";

  it("a URL is shown as text in every terminal, and is a link where the terminal is known to draw them", async () => {
    const plain = openScreen(<Screen title="Link" body={[urlLine("https://example.com/a")]} />);
    await plain.waitFor("  https://example.com/a");
    expect(plain.rawBytes()).not.toContain("\u001B]8;;");
    const linked = openScreen(<Screen title="Link" body={[urlLine(URL)]} />, {
      env: { ...UTF8, TERM_PROGRAM: "WezTerm" },
      columns: 60,
    });
    await linked.waitFor("SetUp.html");
    expect(linked.rawBytes()).toContain(`\u001B]8;;${URL}\u0007`);
    expect(linked.frame().join("").replaceAll(" ", "")).toContain(URL);
  });

  it("a URL wider than the window can be printed above the frame in one piece", async () => {
    const screen = openScreen(<Screen title="Link" />, { columns: 60, rows: 15 });
    await screen.waitFor("Link");
    screen.printAbove(URL);
    await screen.waitFor("SetUp.html");
    expect(screen.scrollback()).toContain(URL);
    expect(screen.frame()).toContain("Link");
  });
});
