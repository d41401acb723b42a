/**
 * A stream in, keys out: also what other libraries get wrong with the same bytes (see the head of
 * keys.ts).
 */
import { PassThrough } from "node:stream";
import { describe, expect, it, vi } from "vitest";
import {
  ESCAPE_WAIT_MS,
  type Key,
  PASTE_LIMIT,
  decodeKeys,
  keyName,
} from "../../src/terminal/keys.js";
import { waitUntil } from "../harness/wait.js";

interface Keyboard {
  readonly keys: readonly Key[];
  readonly write: (bytes: string | Buffer) => void;
  /** Resolves once `count` keys have come. */
  readonly got: (count: number) => Promise<readonly Key[]>;
  readonly stop: () => void;
  readonly stream: PassThrough;
}

/** The key without when it came. */
function bare(press: Key): Key {
  const rest: Record<string, unknown> = { ...press };
  for (const name of ["at", "repeat"]) Reflect.deleteProperty(rest, name);
  return rest as Key;
}

function keyboard(silenceMs?: number): Keyboard {
  const stream = new PassThrough();
  const keys: Key[] = [];
  const stop = decodeKeys(stream, (press) => void keys.push(bare(press)), silenceMs);
  return {
    keys,
    stop,
    stream,
    write: (bytes) => void stream.write(bytes),
    got: (count) =>
      waitUntil(
        () => (keys.length >= count ? keys : undefined),
        () => `only ${JSON.stringify(keys)}`,
      ),
  };
}

/** All keys of `bytes`, in words; "." marks the end, so that a key too many is seen. */
async function namesOf(bytes: string): Promise<readonly string[]> {
  const board = keyboard();
  board.write(`${bytes}.`);
  await waitUntil(
    () => (board.keys.some((key) => keyName(key) === ".") ? true : undefined),
    () => `no end: ${JSON.stringify(board.keys)}`,
  );
  return board.keys
    .slice(0, -1)
    .map((key) => (key.kind === "paste" ? `paste:${key.text}` : keyName(key)));
}

describe("one read, several keys", () => {
  const rows: readonly (readonly [string, string, readonly string[]])[] = [
    ["text and Enter", "abc\r", ["a", "b", "c", "enter"]],
    ["lines with CR", "l1\rl2", ["l", "1", "enter", "l", "2"]],
    ["lines with LF", "a\nb", ["a", "enter", "b"]],
    ["lines with CR LF", "a\r\nb\r\n\r\n", ["a", "enter", "b", "enter", "enter"]],
    ["a bracketed paste", "\u001B[200~text\u001B[201~", ["paste:text"]],
    ["two pastes", "\u001B[200~a\u001B[201~\u001B[200~b\u001B[201~", ["paste:a", "paste:b"]],
    ["an empty paste", "\u001B[200~\u001B[201~", ["paste:"]],
    [
      "a paste with lines, tabs, colours and a false Enter",
      "\u001B[200~a\r\nb\r\tc\u001B[1md\u001B[201~\r",
      ["paste:a\nb\n\tcd", "enter"],
    ],
    ["an end mark without a beginning", "a\u001B[201~b", ["a", "b"]],
    ["Backspace, twice", "\u007F\u007F", ["backspace", "backspace"]],
    ["Ctrl+H, as some terminals send Backspace", "\b", ["backspace"]],
    ["Delete", "\u001B[3~", ["delete"]],
    ["Ctrl+C glued to text", "ab\u0003", ["a", "b", "ctrl-c"]],
    ["Ctrl with letters", "\u0001\u0015\u0017\u000B", ["ctrl-a", "ctrl-u", "ctrl-w", "ctrl-k"]],
    ["arrows, both forms", "\u001B[A\u001BOB\u001B[C\u001BOD", ["up", "down", "right", "left"]],
    [
      "Home and End, three forms",
      "\u001B[H\u001BOF\u001B[1~\u001B[4~\u001B[7~\u001B[8~",
      ["home", "end", "home", "end", "home", "end"],
    ],
    ["pages", "\u001B[5~\u001B[6~", ["pageup", "pagedown"]],
    ["Tab and Shift+Tab, both forms", "\t\u001B[Z\u001BOZ", ["tab", "shift-tab", "shift-tab"]],
    ["Enter on the keypad", "\u001BOM", ["enter"]],
    ["space, digits, capitals, signs", " 1A?", ["space", "1", "A", "?"]],
    ["other scripts", "äЖ漢👍", ["ä", "Ж", "漢", "👍"]],
    [
      "Alt with letters, F keys, focus marks, mouse: nothing",
      "\u001Bb\u001BOP\u001B[15~\u001B[I\u001B[O\u001B[1;5C",
      [],
    ],
    [
      "an answer of the terminal, ended by BEL or by ST: nothing",
      "\u001B]11;rgb:0/0/0\u0007\u001B]10;rgb:0/0/0\u001B\\",
      [],
    ],
  ];
  it.each(rows)("%s", async (_what, bytes, names) => {
    expect(await namesOf(bytes)).toEqual(names);
  });
});

describe("one key, several reads", () => {
  // Time itself is the subject; it stands still but for these steps, whatever the machine does
  // meanwhile.
  it.each([
    { afterMs: 15, keys: [{ kind: "up" }] },
    { afterMs: ESCAPE_WAIT_MS - 1, keys: [{ kind: "up" }] },
    { afterMs: ESCAPE_WAIT_MS + 1, keys: [{ kind: "esc" }, { kind: "up" }] },
  ])("an arrow that arrives in two pieces, $afterMs ms apart", async ({ afterMs, keys }) => {
    vi.useFakeTimers({
      toFake: ["setTimeout", "clearTimeout", "setImmediate", "clearImmediate", "performance"],
    });
    try {
      const board = keyboard();
      board.write("\u001B");
      await Promise.resolve();
      vi.advanceTimersByTime(afterMs);
      board.write("[A");
      await Promise.resolve();
      expect(board.keys).toEqual(keys);
    } finally {
      vi.useRealTimers();
    }
  });

  it("Esc alone is Esc, and what comes later is a key of its own", async () => {
    const board = keyboard();
    board.write("\u001B");
    await board.got(1);
    board.write("q");
    expect(await board.got(2)).toEqual([{ kind: "esc" }, { kind: "char", text: "q" }]);
  });

  it("a character whose bytes arrive apart", async () => {
    const board = keyboard();
    for (const byte of Buffer.from("👍", "utf8")) board.write(Buffer.from([byte]));
    expect(await board.got(1)).toEqual([{ kind: "char", text: "👍" }]);
  });

  it("8 kB of paste, byte by byte, marks included", async () => {
    const board = keyboard();
    const text = "0123456789abcdef".repeat(512);
    for (const char of `\u001B[200~${text}\u001B[201~`) board.write(char);
    expect(await board.got(1)).toEqual([{ kind: "paste", text, cut: false }]);
  });
});

describe("pastes that do not behave", () => {
  it("one without an end is taken after a silence, and the keyboard lives on", async () => {
    const board = keyboard(20);
    board.write("\u001B[200~abc");
    expect(await board.got(1)).toEqual([{ kind: "paste", text: "abc", cut: false }]);
    board.write("\u0003");
    expect((await board.got(2))[1]).toEqual({ kind: "ctrl", letter: "c" });
  });

  it("a huge one is cut, and says so", async () => {
    const board = keyboard();
    board.write(`\u001B[200~${"x".repeat(PASTE_LIMIT + 10)}\u001B[201~`);
    const [paste] = await board.got(1);
    expect(paste).toMatchObject({ kind: "paste", cut: true });
    expect(paste?.kind === "paste" && paste.text.length).toBe(PASTE_LIMIT);
  });

  it("when the program stops listening in the middle of one, nothing follows", async () => {
    const board = keyboard(10);
    // Stops in the very moment in which the bytes have been read.
    board.stream.once("data", board.stop);
    board.write("\u001B[200~abc");
    // Another one that begins later and is not stopped takes its paste: the first one's silence is
    // over by then, too.
    const other = keyboard(10);
    other.write("\u001B[200~abc");
    await other.got(1);
    expect(board.stream.isPaused()).toBe(true);
  });
});
