/**
 * The decoder alone, with a clock of its own: every form of sequence, cut anywhere; the bytes of
 * situations A and Q as terminals sent them.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ESCAPE_WAIT_MS,
  KeyDecoder,
  PASTE_SILENCE_MS,
  SEQUENCE_WAIT_MS,
  STRING_LIMIT,
} from "../../src/terminal/decoder.js";
import { type Key, keyName } from "../../src/terminal/key.js";
import { PASTE_LIMIT } from "../../src/terminal/paste.js";

const nameOf = (key: Key): string => (key.kind === "paste" ? `paste:${key.text}` : keyName(key));

/**
 * Sends pieces, each after so many milliseconds since the one before, and expires what is due as a
 * timer would.
 */
function keysOf(
  pieces: readonly (readonly [afterMs: number, bytes: string | Uint8Array])[],
  restMs = 60_000,
): readonly string[] {
  const decoder = new KeyDecoder();
  const names: string[] = [];
  let now = 1_000;
  const pass = (until: number): void => {
    for (let due = decoder.deadline(); due !== undefined && due <= until; due = decoder.deadline())
      names.push(...decoder.expire(due).map(nameOf));
    now = until;
  };
  for (const [afterMs, bytes] of pieces) {
    pass(now + afterMs);
    names.push(
      ...decoder
        .feed(typeof bytes === "string" ? Buffer.from(bytes, "utf8") : bytes, now)
        .map(nameOf),
    );
  }
  pass(now + restMs);
  return names;
}

const at = (bytes: string | Uint8Array): readonly string[] => keysOf([[0, bytes]]);
const latin = (text: string): Uint8Array => Buffer.from(text, "latin1");

/** What terminals send unasked, or in answer to somebody else. Every one of them means: no key. */
const REPORTS: Readonly<Record<string, string>> = {
  "mouse moved (1003, 1006)": "\u001B[<35;12;3M\u001B[<35;13;3M\u001B[<0;13;3m",
  "mouse pressed and released (1006)": "\u001B[<0;1;1M\u001B[<0;1;1m",
  "mouse in pixels (1016)": "\u001B[<35;1241;333M",
  "mouse (1015, urxvt)": "\u001B[35;12;3M",
  "mouse (X10)": "\u001B[M !!",
  "mouse (X10) over the digits": "\u001B[M123",
  "mouse in UTF-8 (1005), beyond column 95": "\u001B[MC\u0120\u0131",
  "focus in and out": "\u001B[I\u001B[O",
  "DA1 of tmux, on attach": "\u001B[?1;2;4c",
  "DA1 of xterm": "\u001B[?64;1;2;6;9;15;16;17;18;21;22;28c",
  DA2: "\u001B[>41;388;0c",
  DA3: "\u001BP!|00000000\u001B\\",
  DECRPM: "\u001B[?2026;2$y",
  "DECRPM of an ANSI mode": "\u001B[4;1$y",
  "cursor position": "\u001B[24;80R",
  "cursor position, extended": "\u001B[?24;80;1R",
  "device status": "\u001B[0n",
  "colour scheme": "\u001B[?997;1n",
  "window size": "\u001B[8;24;80t\u001B[4;480;640t",
  XTVERSION: "\u001BP>|XTerm(388)\u001B\\",
  XTGETTCAP: "\u001BP1+r544e=787465726d\u001B\\",
  DECRQSS: "\u001BP1$r0m\u001B\\",
  "colours, BEL": "\u001B]11;rgb:1e1e/1e1e/1e1e\u0007",
  "colours, ST": "\u001B]10;rgb:ffff/ffff/ffff\u001B\\\u001B]4;1;rgb:cccc/0000/0000\u001B\\",
  clipboard: "\u001B]52;c;MTIzNHE=\u0007",
  "kitty's graphics": "\u001B_Gi=31;OK\u001B\\",
  "kitty's flags": "\u001B[?1u",
  "modifyOtherKeys asked": "\u001B[>4;2m",
  PM: "\u001B^1234q\u001B\\",
  SOS: "\u001BX1234q\u001B\\",
  "a title with a check mark, whose bytes hold ST's": "\u001B]l\u271C 1\u001B\\",
  "a paste mark's end without a beginning": "\u001B[201~",
  "unknown private CSI": "\u001B[=1;2{\u001B[?5$p\u001B[>1;2 q",
  "F keys, four forms": "\u001BOP\u001B[15~\u001B[[A\u001B[1;2P\u001B[24;5~",
  "keys with Ctrl": "\u001B[1;5C\u001B[3;5~\u001BOa\u001B[3^",
  "Alt and keys": "\u001Bb\u001B1\u001B\u00E9\u001B\u007F\u001B\r\u001B\u001B[A",
  "kitty: a release": "\u001B[113;1:3u\u001B[1;1:3A\u001B[13;1:3u\u001B[57399;1:3u",
  "kitty: Shift alone, Caps Lock, media": "\u001B[57441;2u\u001B[57358u\u001B[57430u",
  "kitty: Super and Alt with letters": "\u001B[113;9u\u001B[113;3u",
  "win32: a release, Shift alone": "\u001B[81;16;113;0;0;1_\u001B[16;42;0;1;16;1_",
  "NUL and the controls that are no keys": "\u0000\u001C\u001D\u001E\u001F",
  "C1 controls without a use": "\u0084\u0085\u0088\u009C",
  "direction marks, zero width, private": "\u202E\u200B\uFEFF\u2066\uE000",
};

describe("no key", () => {
  it.each(Object.entries(REPORTS))("%s", (_what, bytes) => {
    expect(at(`1${bytes}2`)).toEqual(["1", "2"]);
  });

  it.each(Object.entries(REPORTS))("%s; its C1 forms, decoded and as bytes", (_what, bytes) => {
    const c1 = bytes
      // eslint-disable-next-line no-control-regex -- ESC is what is replaced
      .replaceAll(/\u001B([[\]PX^_O])/g, (_all, letter: string) =>
        String.fromCharCode(letter.charCodeAt(0) + 0x40),
      )
      .replaceAll("\u001B\\", "\u009C");
    expect(at(`1${c1}2`)).toEqual(["1", "2"]);
    if (Array.from(c1).every((char) => char <= "\u009F"))
      expect(at(latin(`1${c1}2`))).toEqual(["1", "2"]);
  });

  it.each(Object.entries(REPORTS))("%s; byte by byte, 60 ms apart", (what, bytes) => {
    // A character of UTF-8 has no introducer; Alt is told from Esc by time alone.
    if (what.startsWith("Alt")) return;
    const pieces = Array.from(
      Buffer.from(`1${bytes}2`, "utf8"),
      (byte): readonly [number, Uint8Array] => [60, Uint8Array.of(byte)],
    );
    expect(keysOf(pieces)).toEqual(["1", "2"]);
  });

  it("bytes that are no UTF-8, and characters that are none", () => {
    expect(
      at(
        Uint8Array.of(0x31, 0xff, 0xc0, 0xaf, 0xed, 0xa0, 0x80, 0xf4, 0x90, 0x80, 0x80, 0xe4, 0x32),
      ),
    ).toEqual(["1", "2"]);
  });

  it("a sequence that another breaks off", () => {
    expect(
      at(
        "\u001B[<35;1\u001B[<35;12;3M1\u001B]11;rgb\u001B[<35;12;3M2\u001B[M\u001B[<35;1;1M3\u001BP1$r\u001B[A\u001BO\u001B[B",
      ),
    ).toEqual(["1", "2", "3", "up", "down"]);
    expect(
      at(
        "\u001BPx\u001B\u009B?1c\u001B]11;rgb\u001B\u001B[<35;1;1M1\u001B[M\u009B?1;2c2\u001B[M!\u009B<35;1;1M3",
      ),
    ).toEqual(["1", "2", "3"]);
    expect(at(latin("\u001B[M\u009B?1;2c1"))).toEqual(["1"]);
  });
});

describe("keys of the extensions", () => {
  const rows: readonly (readonly [string, string, readonly string[]])[] = [
    [
      "kitty: Esc, Enter, Tab, Shift+Tab, Backspace",
      "\u001B[27u\u001B[13u\u001B[9u\u001B[9;2u\u001B[127u",
      ["esc", "enter", "tab", "shift-tab", "backspace"],
    ],
    [
      "kitty: Ctrl+C, also with Num Lock, and on a Russian keyboard",
      "\u001B[99;5u\u001B[99;133u\u001B[1089::99;5u",
      ["ctrl-c", "ctrl-c", "ctrl-c"],
    ],
    [
      "kitty: letters, capitals by Shift or Caps Lock, signs",
      "\u001B[97u\u001B[97:65;2u\u001B[97;2u\u001B[97;65u\u001B[49:33;2u\u001B[97;1;228u",
      ["a", "A", "A", "A", "!", "ä"],
    ],
    ["kitty: Shift and a digit says not which sign", "\u001B[49;2u", []],
    [
      "kitty: arrows and pages with Num Lock; held",
      "\u001B[1;129A\u001B[5;129~\u001B[1;1:2B",
      ["up", "pageup", "down"],
    ],
    [
      "kitty: keypad",
      "\u001B[57399u\u001B[57408u\u001B[57414u\u001B[57419u\u001B[57413u",
      ["0", "9", "enter", "up", "+"],
    ],
    ["kitty: Ctrl+[ and Ctrl+M as without it", "\u001B[91;5u\u001B[109;5u", ["esc", "enter"]],
    [
      "modifyOtherKeys",
      "\u001B[27;5;99~\u001B[27;2;65~\u001B[27;2;33~\u001B[27;5;9~\u001B[27;2;13~\u001B[27;3;113~",
      ["ctrl-c", "A", "!", "enter"],
    ],
    [
      "win32: q down and up, Enter, Up, Ctrl+C, @ by AltGr, Shift+Tab",
      "\u001B[81;16;113;1;0;1_\u001B[81;16;113;0;0;1_\u001B[13;28;13;1;0;1_\u001B[38;72;0;1;256;1_\u001B[67;46;3;1;8;1_\u001B[50;3;64;1;9;1_\u001B[9;15;9;1;16;1_",
      ["q", "enter", "up", "ctrl-c", "@", "shift-tab"],
    ],
    [
      "win32: a character of two halves; an answer in pieces",
      `\u001B[0;0;55357;1;0;1_\u001B[0;0;56397;1;0;1_${Array.from("\u001B[?1;2c", (char) => `\u001B[0;0;${char.charCodeAt(0)};1;0;1_`).join("")}`,
      ["👍"],
    ],
    ["rxvt: Shift and arrows, Shift+Delete", "\u001B[a\u001B[3$1", ["up", "delete", "1"]],
    ["keypad in application mode", "\u001BOq\u001BOM\u001BOk", ["1", "enter", "+"]],
    ["Shift+arrow", "\u001B[1;2A", ["up"]],
  ];
  it.each(rows)("%s", (_what, bytes, names) => {
    expect(at(bytes)).toEqual(names);
  });
});

describe("slow links", () => {
  it.each([10, 100, ESCAPE_WAIT_MS - 1])(
    "an arrow, and a paste mark, split after ESC by %i ms",
    (ms) => {
      expect(
        keysOf([
          [0, "\u001B"],
          [ms, "[A"],
        ]),
      ).toEqual(["up"]);
      expect(
        keysOf([
          [0, "\u001B"],
          [ms, "[200~one\u001B"],
          [ms, "[201~"],
        ]),
      ).toEqual(["paste:one"]);
    },
  );

  it("stalls of 3 s within a paste, its marks, and a sequence", () => {
    expect(
      keysOf([
        [0, "\u001B[20"],
        [3_000, "0~AKIA"],
        [3_000, "EXAMPLE\u001B"],
        [3_000, "[2"],
        [3_000, "01~"],
        [0, "\u001B[1;"],
        [3_000, "5Cx"],
      ]),
    ).toEqual(["paste:AKIAEXAMPLE", "x"]);
  });

  it("a rest that comes after ESC was taken for Esc is not typed", () => {
    expect(
      keysOf([
        [0, "\u001B"],
        [ESCAPE_WAIT_MS + 50, "[200~id\u001B[201~1"],
      ]),
    ).toEqual(["esc", "paste:id", "1"]);
    expect(
      keysOf([
        [0, "\u001B"],
        [ESCAPE_WAIT_MS + 50, "[<35;1;1M1"],
      ]),
    ).toEqual(["esc", "1"]);
    expect(
      keysOf([
        [0, "\u001B"],
        [ESCAPE_WAIT_MS + 50, "]11;rgb:1/1/1\u00071"],
      ]),
    ).toEqual(["esc", "1"]);
  });

  it("Esc is Esc, once or twice, and what a person types after it is typed", () => {
    expect(
      keysOf([
        [0, "\u001B"],
        [ESCAPE_WAIT_MS, "q"],
      ]),
    ).toEqual(["esc", "q"]);
    expect(at("\u001B\u001B")).toEqual(["esc", "esc"]);
    expect(at("\u001B\u001B\u001B")).toEqual(["esc", "esc", "esc"]);
    expect(
      keysOf([
        [0, "\u001B"],
        [10, "\u001B[<35;1;1M"],
      ]),
    ).toEqual(["esc"]);
    expect(at("\u001B\u0003")).toEqual(["esc", "ctrl-c"]);
    expect(
      keysOf([
        [0, "\u001B"],
        [500, "["],
        [SEQUENCE_WAIT_MS, "q"],
      ]),
    ).toEqual(["esc", "[", "q"]);
  });

  it("CR and LF are one Enter, whatever comes between", () => {
    expect(
      keysOf([
        [0, "\r"],
        [900, "\u001B[<35;1;1M"],
        [900, "\n\n"],
      ]),
    ).toEqual(["enter", "enter"]);
  });
});

describe("what never ends gives the keyboard back", () => {
  it.each([
    "\u001B]11;rgb:",
    "\u001BP1$r",
    "\u001B_G",
    "\u001B^",
    "\u001BX",
    "\u001B[12",
    "\u001B[<3;",
    "\u001BO",
    "\u001B[M!",
    "\u001B[[",
  ])("%j: after a silence, and at once for Ctrl+C", (begun) => {
    expect(
      keysOf([
        [0, begun],
        [SEQUENCE_WAIT_MS, "q"],
      ]),
    ).toEqual(["q"]);
    expect(
      keysOf([
        [0, begun],
        [10, "\u0003"],
      ]),
    ).toEqual(["ctrl-c"]);
  });

  it("a string that is kept alive by typing ends too, by time or by length", () => {
    expect(
      keysOf([
        [0, "\u001B]0;"],
        ...Array.from({ length: 30 }, (): readonly [number, string] => [500, "x"]),
      ]).length,
    ).toBeGreaterThan(5);
    expect(at(`\u001B]${"x".repeat(STRING_LIMIT)}yz`)).toEqual(["z"]);
  });

  it("a paste without an end counts after its silence; Ctrl+C cuts it short", () => {
    expect(
      keysOf([
        [0, "\u001B[200~abc"],
        [PASTE_SILENCE_MS, "q"],
      ]),
    ).toEqual(["paste:abc", "q"]);
    expect(
      keysOf([
        [0, "\u001B[200~abc"],
        [1_000, "\u0003q"],
      ]),
    ).toEqual(["ctrl-c", "q"]);
    expect(at("\u001B[200~a\u0003b\u001B[201~")).toEqual(["paste:ab"]);
  });

  it("a huge paste is cut, and what follows is read", () => {
    const decoder = new KeyDecoder();
    const [paste, next] = decoder.feed(
      Buffer.from(`\u001B[200~${"x".repeat(PASTE_LIMIT + 10)}\u001B[201~q`),
      0,
    );
    expect(paste).toMatchObject({ kind: "paste", cut: true });
    expect(next).toMatchObject({ kind: "char", text: "q" });
  });
});

describe("how it came", () => {
  it("a key that is held is told from one that is pressed twice", () => {
    const decoder = new KeyDecoder();
    const enter = Buffer.from("\r");
    const repeats = [0, 500, 530, 560, 1_000]
      .flatMap((now) => decoder.feed(enter, now))
      .map(({ at: when, repeat }) => [when, repeat]);
    expect(repeats).toEqual([
      [0, false],
      [500, false],
      [530, true],
      [560, true],
      [1_000, false],
    ]);
    expect(decoder.feed(Buffer.from("\u001B[13;1:2u"), 5_000)[0]?.repeat).toBe(true);
  });
});

/** Pieces of a stream, each with the keys that it means. */
const text = fc
  .oneof(
    fc.constantFrom("q", "1", "4", "ä", "Ж", "漢", "👍", " ", "?", "~", "[", "M", "O"),
    fc.stringMatching(/^[!-~]{1,6}$/),
  )
  .map((typed) => ({
    bytes: Buffer.from(typed, "utf8"),
    keys: Array.from(typed, (char) => (char === " " ? "space" : char)),
  }));
const number = fc.nat({ max: 9_999 });
const silent = (bytes: fc.Arbitrary<string>): fc.Arbitrary<{ bytes: Buffer; keys: string[] }> =>
  bytes.map((sent) => ({ bytes: Buffer.from(sent, "utf8"), keys: [] }));
const reports = fc.oneof(
  silent(
    fc.constantFrom(
      ...Object.entries(REPORTS)
        .filter(([what]) => !/^(?:Alt|direction|NUL)/.test(what))
        .map(([, bytes]) => bytes),
    ),
  ),
  silent(
    fc
      .tuple(number, number, number, fc.constantFrom("M", "m"))
      .map(([button, x, y, end]) => `\u001B[<${button};${x};${y}${end}`),
  ),
  silent(
    fc
      .tuple(
        fc.constantFrom("?", ">", "=", "<"),
        fc.array(number, { maxLength: 5 }),
        fc.constantFrom("", "$", " ", "'"),
        fc.constantFrom("c", "n", "u", "y", "R", "t", "q", "p", "x"),
      )
      .map(([mark, numbers, between, end]) => `\u001B[${mark}${numbers.join(";")}${between}${end}`),
  ),
  silent(
    fc
      .tuple(fc.constantFrom("]", "P", "_", "^", "X"), fc.stringMatching(/^[ -~]{1,20}$/))
      .map(([begin, body]) => `\u001B${begin}${body}\u001B\\`),
  ),
  // 155 would be CSI in its one-byte form.
  fc
    .tuple(
      fc.integer({ min: 32, max: 126 }),
      fc.integer({ min: 32, max: 154 }),
      fc.integer({ min: 32, max: 154 }),
    )
    .map((coordinates) => ({
      bytes: Buffer.from([0x1b, 0x5b, 0x4d, ...coordinates]),
      keys: [] as string[],
    })),
);
const pastes = fc.stringMatching(/^[!-~\u00E4\u6F22]{0,30}$/).map((pasted) => ({
  bytes: Buffer.from(`\u001B[200~${pasted}\u001B[201~`, "utf8"),
  keys: [`paste:${pasted}`],
}));
const named = fc
  .constantFrom<[string, string]>(
    ["\r", "enter"],
    ["\t", "tab"],
    ["\u001B[A", "up"],
    ["\u001BOB", "down"],
    ["\u001B[5~", "pageup"],
    ["\u007F", "backspace"],
    ["\u0003", "ctrl-c"],
    ["\u001B[99;5u", "ctrl-c"],
  )
  .map(([bytes, name]) => ({ bytes: Buffer.from(bytes, "utf8"), keys: [name] }));

describe("any stream", () => {
  it("of text, keys, answers, mouse reports and pastes, cut anywhere, gives the keys of the text alone", () => {
    const stream = fc.array(fc.oneof(text, named, pastes, { weight: 4, arbitrary: reports }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(
        stream,
        fc.array(fc.nat(), { maxLength: 40 }),
        fc.array(fc.integer({ min: 0, max: ESCAPE_WAIT_MS - 1 }), { minLength: 1, maxLength: 10 }),
        (pieces, cuts, pauses) => {
          const bytes = Buffer.concat(pieces.map((piece) => piece.bytes));
          const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort(
            (a, b) => a - b,
          );
          const chunks = [...places, bytes.length].map(
            (end, index, all): readonly [number, Uint8Array] => [
              pauses[index % pauses.length] ?? 0,
              bytes.subarray(index === 0 ? 0 : all[index - 1], end),
            ],
          );
          expect(keysOf(chunks)).toEqual(pieces.flatMap(({ keys }) => keys));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it("of any bytes at all: never throws, never hands on a control, and afterwards the keyboard works", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 10 }), (chunks) => {
        const decoder = new KeyDecoder();
        let now = 0;
        const keys = chunks.flatMap((chunk) => decoder.feed(chunk, (now += 50)));
        for (let due = decoder.deadline(); due !== undefined; due = decoder.deadline())
          decoder.expire((now = due));
        for (const key of keys)
          if (key.kind === "char" || key.kind === "paste")
            expect(key.text).not.toMatch(
              key.kind === "char"
                ? // eslint-disable-next-line no-control-regex -- controls are what may not be there
                  /[\u0000-\u001F\u007F-\u009F]/
                : // eslint-disable-next-line no-control-regex -- controls are what may not be there
                  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/,
            );
        expect(decoder.feed(Buffer.from("\u0003"), now + 5_000).map(nameOf)).toEqual(["ctrl-c"]);
      }),
      { numRuns: 2_000 },
    );
  });
});
