import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { quoted } from "../../src/base/shell.js";

const WORDS = [
  "/home/ada/.aws/credentials",
  "lab",
  "my lab",
  "it's",
  'a"b',
  "a;b",
  "$HOME",
  "`id`",
  "$(id)",
  "a&b|c>d<e",
  "*?[x]",
  "~ada",
  "#x",
  "a\\b",
  "a\nb",
  "a\tb",
  "a\r",
  "\u001B[31mred",
  "z\u200Bw",
  "no\u00A0break",
  "ümläut",
  "日本",
  "😀",
  "",
  "-rf",
  "!x",
  "{a,b}",
  "'",
];
const SHELLS = ["bash", "zsh", "ksh"].filter(
  (shell) => spawnSync(shell, ["-c", "exit 0"]).status === 0,
);

describe("a word for a shell", () => {
  it.each(SHELLS)("%s reads back what was meant", (shell) => {
    const run = spawnSync(shell, ["-c", `printf '%s\\0' ${WORDS.map(quoted).join(" ")}`], {
      encoding: "utf8",
      env: { PATH: process.env.PATH, LC_ALL: "C.UTF-8" },
    });
    expect(run.stdout.split("\0")).toEqual([...WORDS, ""]);
    expect(SHELLS).toContain("bash");
  });

  it.each(WORDS)("nothing in it is hidden or obeyed: %j", (word) => {
    expect(quoted(word)).not.toMatch(/[\p{C}\p{Zl}\p{Zp}\u00A0]/u);
  });

  it("plain paths stay as they are", () =>
    expect(quoted("/home/ada/.aws/config")).toBe("/home/ada/.aws/config"));
});
