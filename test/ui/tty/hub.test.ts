/** Who gets a key, and when the next one may follow. */
import { describe, expect, it } from "vitest";
import { type KeyHub, createKeyHub } from "../../../src/ui/tty/hub.js";
import type { Key } from "../../../src/ui/tty/keys.js";

const char = (text: string): Key => ({ kind: "char", text });
const text = (key: Key): string => (key.kind === "char" ? key.text : key.kind);

/** A hub whose commits happen when the test says so. */
function manual(): { readonly hub: KeyHub; readonly requests: () => number } {
  const hub = createKeyHub();
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
    for (const key of [char("a"), char("b"), char("c"), { kind: "enter" } as const]) hub.push(key);
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
