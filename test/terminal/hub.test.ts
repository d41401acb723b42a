/** Who gets a key, and when the next one may follow. */
import { describe, expect, it } from "vitest";
import { BURST_MS } from "../../src/terminal/burst.js";
import { type HubClock, type KeyHub, createKeyHub } from "../../src/terminal/hub.js";
import type { DecodedKey, Key } from "../../src/terminal/keys.js";

/** Keys pressed a second apart, unless told otherwise. */
let pressedAt = 0;
const press = (key: Key, afterMs = 1_000): DecodedKey => ({
  ...key,
  at: (pressedAt += afterMs),
  repeat: false,
});
const char = (typed: string, afterMs?: number): DecodedKey =>
  press({ kind: "char", text: typed }, afterMs);
const text = (key: Key): string =>
  key.kind === "char" ? key.text : key.kind === "paste" ? `paste:${key.text}` : key.kind;

/** A clock on which every wait is over at once. */
const LATE: HubClock = { now: () => Infinity, later: () => () => undefined };

/** A hub whose commits happen when the test says so. */
function manual(): { readonly hub: KeyHub; readonly requests: () => number } {
  const hub = createKeyHub(LATE);
  let requests = 0;
  hub.attach(() => (requests += 1));
  return { hub, requests: () => requests };
}

describe("the stack", () => {
  it("asks parts before screens before the program, and the latest of a level first, until one consumes", () => {
    const { hub } = manual();
    const asked: string[] = [];
    const handler = (name: string, consumes: boolean) => (): boolean => {
      asked.push(name);
      return consumes;
    };
    hub.register("part", handler("part", false));
    hub.register("global", handler("global", true));
    hub.register("screen", handler("screen 1", false));
    hub.register("screen", handler("screen 2", false));
    hub.push(char("x"));
    expect(asked).toEqual(["part", "screen 2", "screen 1", "global"]);
  });

  it("stops at the first that consumes, and forgets who has gone", () => {
    const { hub } = manual();
    const got: string[] = [];
    hub.register("global", (key) => got.push(`global ${text(key)}`) > 0);
    const leave = hub.register("overlay", (key) => got.push(`overlay ${text(key)}`) > 0);
    hub.push(char("a"));
    hub.committed();
    leave();
    hub.push(char("b"));
    expect(got).toEqual(["overlay a", "global b"]);
  });
});

describe("the order", () => {
  it("a key waits until what the last one did is committed", () => {
    const { hub, requests } = manual();
    const got: string[] = [];
    hub.register("part", (key) => got.push(text(key)) > 0);
    for (const key of ["a", "b", "c"]) hub.push(char(key));
    expect(got).toEqual(["a"]);
    hub.committed();
    expect(got).toEqual(["a", "b"]);
    hub.committed();
    hub.committed();
    expect(got).toEqual(["a", "b", "c"]);
    expect(requests()).toBe(3);
  });

  it("a run of characters that stays in a field needs one commit, before the key that ends it", () => {
    const { hub, requests } = manual();
    const got: string[] = [];
    hub.register("part", (key) => {
      got.push(text(key));
      return key.kind === "char" ? "local" : true;
    });
    hub.attach(undefined);
    hub.push(char("lost"));
    for (const key of [char("a"), char("b"), char("c"), press({ kind: "enter" })]) hub.push(key);
    expect(got).toEqual([]);
    let commits = 0;
    hub.attach(() => {
      commits += 1;
    });
    expect(got).toEqual(["lost", "a", "b", "c"]);
    expect(commits).toBe(1);
    hub.committed();
    expect(got.at(-1)).toBe("enter");
    expect(requests()).toBe(0);
  });

  it("a key that ends the program ends the delivery", () => {
    const { hub } = manual();
    const got: string[] = [];
    hub.register("global", (key) => {
      got.push(text(key));
      hub.attach(undefined);
      return true;
    });
    hub.push(char("q"));
    hub.push(char("r"));
    hub.committed();
    expect(got).toEqual(["q"]);
  });

  it("a key that nobody wants costs no commit", () => {
    const { hub, requests } = manual();
    for (const key of ["a", "b"]) hub.push(char(key));
    expect(requests()).toBe(0);
  });
});

/** A clock that the test moves; what was to happen until then happens, in order. */
function handClock(): HubClock & { readonly to: (time: number) => void } {
  let time = 0;
  let due: { readonly at: number; readonly action: () => void }[] = [];
  return {
    now: () => time,
    later: (ms, action) => {
      const entry = { at: time + ms, action };
      due.push(entry);
      return () => (due = due.filter((other) => other !== entry));
    },
    to: (until) => {
      for (
        let next = due.find(({ at }) => at <= until);
        next !== undefined;
        next = due.find(({ at }) => at <= until)
      ) {
        due = due.filter((other) => other !== next);
        time = next.at;
        next.action();
      }
      time = until;
    },
  };
}

describe("text without marks, for whoever takes text", () => {
  it.each([500, 5_000, 50_000])("%i characters are three keys, not one each", (length) => {
    const { hub } = manual();
    const got: string[] = [];
    hub.register("part", (key) => got.push(text(key)) > 0, true);
    const typed = "wJalrXUtnFEMI/K7MDENG+bPxRfiCY".repeat(length / 10).slice(0, length);
    for (const one of typed) hub.push(char(one, 0));
    hub.push(press({ kind: "enter" }));
    for (let commit = 0; commit < 3; commit += 1) hub.committed();
    // The first one was handed on before the others came.
    expect(got).toEqual([typed.slice(0, 1), typed.slice(1), "enter"]);
  });

  it("two lines stay two: id, Enter, secret, Enter", () => {
    const { hub } = manual();
    const got: string[] = [];
    hub.register("part", (key) => got.push(text(key)) > 0, true);
    for (const one of "xid\rkey\r")
      hub.push(one === "\r" ? press({ kind: "enter" }, 0) : char(one, 0));
    for (let commit = 0; commit < 5; commit += 1) hub.committed();
    expect(got).toEqual(["x", "id", "enter", "key", "enter"]);
  });
});

describe("what came in one go", () => {
  interface Bench {
    readonly hub: KeyHub;
    readonly got: readonly string[];
    /** Each key at its time, as a terminal sends it; then a second of silence. */
    readonly play: (...keys: readonly (readonly [at: number, key: string])[]) => void;
  }

  function bench(takesText: boolean): Bench {
    const clock = handClock();
    const hub = createKeyHub(clock);
    hub.attach(() => undefined);
    const got: string[] = [];
    hub.register(
      "part",
      (key) => {
        got.push(text(key));
        return "local";
      },
      takesText,
    );
    return {
      hub,
      got,
      play: (...keys) => {
        for (const [at, name] of keys) {
          clock.to(at);
          hub.push({
            ...(name.length === 1 ? { kind: "char", text: name } : { kind: name as "enter" }),
            at,
            repeat: false,
          });
          hub.committed();
        }
        for (let time = clock.now(); time < 10_000; time += 10) {
          clock.to(time);
          hub.committed();
        }
      },
    };
  }

  it("is one text where no field is, Enter and Tab included", () => {
    const { got, play } = bench(false);
    play(
      [0, "A"],
      [0, "K"],
      [0, "q"],
      [0, "enter"],
      [12, "1"],
      [24, "tab"],
      [36, "2"],
      [61, "enter"],
    );
    expect(got).toEqual(["paste:AKq\n1\t2\n"]);
  });

  it("and so is what comes right after it", () => {
    const { got, play } = bench(false);
    play([0, "A"], [5, "K"], [200, "enter"], [400, "q"]);
    expect(got).toEqual(["paste:AK", "paste:\n", "q"]);
  });

  it("what a person presses stays single: with pauses, held down, a digit and Enter", () => {
    const { got, play } = bench(false);
    play(
      [0, "1"],
      [BURST_MS + 1, "q"],
      [1_000, "j"],
      [1_030, "j"],
      [1_060, "j"],
      [2_000, "4"],
      [2_010, "enter"],
    );
    expect(got).toEqual(["1", "q", "j", "j", "j", "4", "enter"]);
  });

  it("a key that is no text ends it, and waits its turn", () => {
    const { got, play } = bench(false);
    play([0, "a"], [0, "b"], [0, "esc"], [1_000, "up"]);
    expect(got).toEqual(["paste:ab", "esc", "up"]);
  });

  it("in a field it is typed at once, and marked", () => {
    const { hub, got } = bench(true);
    for (const key of ["a", "b"]) hub.push({ kind: "char", text: key, at: 0, repeat: false });
    expect(got[0]).toBe("a");
    const other = bench(true);
    other.play([0, "a"], [500, "b"]);
    expect(other.got).toEqual(["a", "b"]);
  });

  it("a flood costs no more than its length", () => {
    const { hub, got } = bench(false);
    for (let index = 0; index < 200_000; index += 1)
      hub.push({ kind: "char", text: index % 2 === 0 ? "a" : "b", at: 0, repeat: false });
    expect(got).toEqual([]);
    hub.push({ kind: "esc", at: 0, repeat: false });
    for (let commits = 0; commits < 100; commits += 1) hub.committed();
    expect(got.at(-1)).toBe("esc");
    expect(
      got
        .filter((key) => key.startsWith("paste:"))
        .map((key) => key.length)
        .reduce((sum, length) => sum + length - "paste:".length, 0),
    ).toBe(200_000);
  });
});

describe("a busy machine", () => {
  it("takes a text for a text, however long its keys wait between reading and looking", () => {
    const { hub } = manual();
    const got: string[] = [];
    hub.register("screen", (key) => got.push(text(key)) > 0);
    const keys = "correct horse q 1".split("").map((each) => char(each, 0));
    for (const [index, key] of keys.entries()) hub.push(key, index < keys.length - 1);
    expect(got).toEqual(["paste:correct horse q 1"]);
  });

  it("what is read late, before a pause was seen, belongs to what came before it", () => {
    let now = 0;
    let due: (() => void) | undefined;
    const hub = createKeyHub({
      now: () => now,
      later: (_ms, action) => {
        due = action;
        return () => (due = undefined);
      },
    });
    hub.attach(() => undefined);
    const got: string[] = [];
    hub.register("screen", (key) => got.push(text(key)) > 0);
    const at = (time: number, typed: string): DecodedKey => ({
      ...{ kind: "char", text: typed, at: time, repeat: false },
    });
    hub.push(at(0, "c"));
    now = 900;
    hub.push(at(900, "q"));
    due?.();
    expect(got).toEqual(["paste:cq"]);
  });
});
