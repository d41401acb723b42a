/** What is made of the environment, and the small things that are written to terminals. */
import { describe, expect, it } from "vitest";
import { STATES, inLook, lookFrom } from "../../src/terminal/glyphs.js";
import { copyToClipboard, hyperlink, supportsHyperlinks } from "../../src/terminal/links.js";
import { openModes } from "../../src/terminal/modes.js";
import { isTooSmall, sizeOf, usableRows } from "../../src/terminal/size.js";
import { displayWidth } from "../../src/terminal/parts/width.js";

type Env = Readonly<Record<string, string>>;
const look = (env: Env, platform: NodeJS.Platform = "linux"): ReturnType<typeof lookFrom> =>
  lookFrom({ env, platform });

describe("the look", () => {
  const glyphs: readonly (readonly [string, Env, boolean])[] = [
    ["a UTF-8 locale", { LANG: "de_DE.UTF-8" }, false],
    ["as macOS spells it", { LC_CTYPE: "UTF-8" }, false],
    ["LC_ALL beats LANG", { LC_ALL: "C", LANG: "C.UTF-8" }, true],
    ["an empty LC_ALL does not count", { LC_ALL: "", LANG: "C.utf8" }, false],
    ["no locale", {}, true],
    ["the Linux console", { LANG: "C.UTF-8", TERM: "linux" }, true],
    ["a dumb terminal", { LANG: "C.UTF-8", TERM: "dumb" }, true],
  ];
  it.each(glyphs)("ASCII or not: %s", (_what, env, ascii) => {
    expect(look(env).ascii).toBe(ascii);
  });

  it("on Windows only its new terminal shows the glyphs", () => {
    expect(look({ LANG: "C.UTF-8" }, "win32").ascii).toBe(true);
    expect(look({ WT_SESSION: "x" }, "win32").ascii).toBe(false);
  });

  const colours: readonly (readonly [Env, boolean])[] = [
    [{}, true],
    [{ NO_COLOR: "" }, true],
    [{ NO_COLOR: "1" }, false],
    [{ FORCE_COLOR: "0" }, false],
    [{ TERM: "dumb" }, false],
  ];
  it.each(colours)("colour with %j: %s", (env, colour) => {
    expect(look(env).colour).toBe(colour);
  });

  const accessible: readonly (readonly [Env, boolean])[] = [
    [{}, false],
    [{ ACCESSIBLE: "1" }, true],
    [{ ACCESSIBLE: "0" }, false],
    [{ ACCESSIBLE: "" }, false],
    [{ INK_SCREEN_READER: "true" }, true],
    [{ TERM: "dumb" }, true],
  ];
  it.each(accessible)("for those who listen with %j: %s", (env, on) => {
    expect(look(env).accessible).toBe(on);
  });

  it("every glyph has its width: two columns for states, one for what moves, none with an emoji form", () => {
    for (const env of [{ LANG: "C.UTF-8" }, {}]) {
      const { glyphs: set, ascii } = look(env);
      for (const state of STATES) expect(displayWidth(set.state[state])).toBeLessThanOrEqual(2);
      for (const frame of set.spinner) expect(displayWidth(frame)).toBe(1);
      const all = [
        ...Object.values(set.state),
        ...set.spinner,
        set.highlight,
        set.separator,
        set.cursor,
      ].join("");
      expect(all).not.toMatch(/\p{Emoji_Presentation}|\uFE0F|[✔❤⚠✖]/u);
      if (ascii) expect(all).toMatch(/^[\u0020-\u007E]*$/);
    }
  });

  it("twins for what our own texts contain; letters of other scripts stay", () => {
    expect(inLook("“it’s” … 1–7 · a → b ✓ •", { ascii: true })).toBe(
      '"it\'s" ... 1-7 | a -> b ok *',
    );
    expect(inLook("Ωμέγα/漢", { ascii: true })).toBe("Ωμέγα/漢");
    expect(inLook("… ·", { ascii: false })).toBe("… ·");
  });
});

describe("links and the clipboard", () => {
  const links: readonly (readonly [Env, boolean])[] = [
    [{}, false],
    [{ TERM_PROGRAM: "iTerm.app" }, true],
    [{ TERM_PROGRAM: "Apple_Terminal" }, false],
    [{ VTE_VERSION: "7200" }, true],
    [{ VTE_VERSION: "4205" }, false],
    [{ WT_SESSION: "x" }, true],
    [{ TERM_PROGRAM: "WezTerm", TMUX: "x" }, false],
    [{ KITTY_WINDOW_ID: "1", TERM: "dumb" }, false],
    [{ VTE_VERSION: "x" }, false],
  ];
  it.each(links)("with %j: %s", (env, drawn) => {
    expect(supportsHyperlinks(env)).toBe(drawn);
  });

  it("a URL cannot break out of its link", () => {
    expect(hyperlink("text", "https://example.com/ä\u0007b c\u001B")).toBe(
      "\u001B]8;;https://example.com/%C3%A4%07b%20c%1B\u0007text\u001B]8;;\u0007",
    );
  });

  it("what is copied goes as base64, in UTF-8", () => {
    const written: string[] = [];
    copyToClipboard({ write: (text) => written.push(text) }, "https://example.com/ä");
    expect(written).toEqual([
      `\u001B]52;c;${Buffer.from("https://example.com/ä").toString("base64")}\u0007`,
    ]);
  });
});

describe("sizes", () => {
  it("0 x 0, as some ptys start, is taken for 80 x 24", () => {
    expect(sizeOf({ columns: 0, rows: 0 })).toEqual({ columns: 80, rows: 24 });
    expect(sizeOf({ columns: undefined, rows: undefined })).toEqual({ columns: 80, rows: 24 });
  });

  it("40 x 10 is enough, less is not; two rows stay free", () => {
    expect(isTooSmall({ columns: 40, rows: 10 })).toBe(false);
    expect(isTooSmall({ columns: 39, rows: 10 })).toBe(true);
    expect(isTooSmall({ columns: 40, rows: 9 })).toBe(true);
    expect(usableRows({ columns: 80, rows: 24 })).toBe(22);
    expect(usableRows({ columns: 80, rows: 1 })).toBe(1);
  });
});

describe("modes", () => {
  /** Records what a terminal would be told, in order. */
  function recorder(): {
    readonly log: string[];
    readonly stdin: { isTTY: true; setRawMode: (on: boolean) => void };
    readonly stdout: {
      write: (text: string) => void;
      on: (event: "error", listener: (error: Error) => void) => void;
    };
  } {
    const log: string[] = [];
    const act = (what: string): void => void log.push(what);
    return {
      log,
      stdin: { isTTY: true, setRawMode: (on) => act(`raw ${on}`) },
      stdout: { write: act, on: () => undefined },
    };
  }

  it("raw mode first, and all of it back, once", () => {
    const { log, stdin, stdout } = recorder();
    const modes = openModes(stdin, stdout, () => void log.push("discarded"));
    expect(log[0]).toBe("raw true");
    // Every report and extension that a crashed program may have left on is switched off before the
    // first key is read.
    for (const mode of [1000, 1002, 1003, 1005, 1006, 1015, 1016, 1004, 9001])
      expect(log[1]).toContain(`\u001B[?${mode}l`);
    expect(log[1]).toContain("\u001B[<u\u001B[>4m");
    expect(log[1]).toMatch(/\[\?2004h$/);
    modes.restore();
    modes.restore();
    expect(log.slice(2)).toEqual(["discarded", "\u001B[?25h\u001B[?2004l", "raw false"]);
  });

  it("while the program is stopped the terminal is the shell's; afterwards everything is set anew, and given back once", () => {
    const { log, stdin, stdout } = recorder();
    const modes = openModes(stdin, stdout, () => void log.push("discarded"));
    const opened = log.splice(0)[1] ?? "";
    modes.suspend();
    modes.suspend();
    expect(log.splice(0)).toEqual(["discarded", "\u001B[?25h\u001B[?2004l", "raw false"]);
    modes.resume();
    // Node knows that it is off; where it believes otherwise, a second stream sets it (raw-mode.ts).
    expect(log.splice(0)).toEqual(["raw true", `${opened}\u001B[?25l`]);
    modes.suspend();
    log.splice(0);
    modes.restore();
    modes.resume();
    expect(log).toEqual([]);
  });

  it("a terminal that was closed does not stop the way out", () => {
    const { stdin, stdout } = recorder();
    const modes = openModes(stdin, stdout, () => undefined);
    stdout.write = () => {
      throw new Error("EIO");
    };
    const raw: boolean[] = [];
    stdin.setRawMode = (on) => void raw.push(on);
    expect(() => modes.restore()).not.toThrow();
    expect(raw).toEqual([false]);
  });
});
