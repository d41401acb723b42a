import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quoted } from "../../src/base/shell.js";
import { droppedPath } from "../../src/keys/dropped-path.js";

const HERE = {
  home: "/home/you",
  cwd: "/study",
  isWsl: false,
  env: {},
  exists: () => false,
  homeOf: (user: string) => (user === "ann" ? "/home/ann" : null),
};
const FILE = "/home/you/Downloads/lab user_accessKeys (1).csv";

describe("what a dropped or quoted file means", () => {
  it.each([
    [
      "I1: backslashes, as most terminals drop it",
      "/home/you/Downloads/lab\\ user_accessKeys\\ \\(1\\).csv",
      FILE,
    ],
    [
      "single quotes, as GNOME Terminal drops it",
      "'/home/you/Downloads/lab user_accessKeys (1).csv'",
      FILE,
    ],
    [
      "single quotes and a trailing blank",
      "'/home/you/Downloads/lab user_accessKeys (1).csv' ",
      FILE,
    ],
    ["double quotes", '"/home/you/Downloads/lab user_accessKeys (1).csv"', FILE],
    ["a quote in the name", "'/home/you/it'\\''s.csv'", "/home/you/it's.csv"],
    [
      "file:// with percent escapes",
      "file:///home/you/Downloads/lab%20user_accessKeys%20(1).csv",
      FILE,
    ],
    ["file:// with a host", "file://localhost/home/you/k%C3%A4ys.csv", "/home/you/käys.csv"],
    [
      "file:// with the computer's name",
      "file://lab-pc.local/home/you/keys.csv\r",
      "/home/you/keys.csv",
    ],
    ["file:// with a broken escape", "file:///home/you/100%.csv", "/home/you/100%.csv"],
    ["blanks that nobody escaped", "/home/you/Downloads/lab user_accessKeys (1).csv", FILE],
    ["~", "~/Downloads/keys.csv", "/home/you/Downloads/keys.csv"],
    ["~ and escapes", "~/Downloads/lab\\ user.csv", "/home/you/Downloads/lab user.csv"],
    ["~user", "~ann/keys.csv", "/home/ann/keys.csv"],
    ["relative", "keys.csv", "/study/keys.csv"],
    ["relative, a blank behind it", "keys.csv ", "/study/keys.csv"],
    ["a quote that is not closed", "/home/you/it's.csv", "/home/you/it's.csv"],
    ["PowerShell's call", "& '/home/you/Downloads/lab user_accessKeys (1).csv'", FILE],
    [
      "PowerShell's call with a quote in the name",
      "& '/home/you/it''s mine.csv'\n",
      "/home/you/it's mine.csv",
    ],
    ["PowerShell's call, double quotes", '& "/home/you/a b.csv" ', "/home/you/a b.csv"],
    ["a line end behind it", "/home/you/Downloads/lab\\ user_accessKeys\\ \\(1\\).csv \r\n", FILE],
    ["an apostrophe and escaped blanks", "/home/you/it\\'s\\ mine.csv", "/home/you/it's mine.csv"],
    ["$HOME", "$HOME/Downloads/keys.csv", "/home/you/Downloads/keys.csv"],
    ["${HOME}", "${HOME}/Downloads/keys.csv", "/home/you/Downloads/keys.csv"],
    ["$HOME in double quotes", '"$HOME/lab user.csv"', "/home/you/lab user.csv"],
    ["$HOME and a blank that nobody escaped", "$HOME/lab user.csv", "/home/you/lab user.csv"],
    ["$HOME and an escaped blank", "$HOME/lab\\ user.csv\n", "/home/you/lab user.csv"],
    ["$HOME that is meant to be a name", "'/data/$HOME/x.csv'", "/data/$HOME/x.csv"],
    ["an escaped $", "/data/\\$HOME/x.csv", "/data/$HOME/x.csv"],
    ["curly quotes", "“/home/you/lab user.csv”", "/home/you/lab user.csv"],
    ["single curly quotes", "‘~/keys.csv’", "/home/you/keys.csv"],
    ["German quotes", "„/home/you/keys.csv“", "/home/you/keys.csv"],
    [
      "French quotes with no-break spaces",
      "«\u00A0/home/you/keys.csv\u00A0»",
      "/home/you/keys.csv",
    ],
    ["a curly apostrophe in the name", "“/home/you/it’s mine.csv”", "/home/you/it’s mine.csv"],
    ["backquotes, as a chat marks code", "`~/keys.csv`", "/home/you/keys.csv"],
    ["angle brackets", "</home/you/lab user.csv>", "/home/you/lab user.csv"],
    ["an address in angle brackets", "<file:///home/you/lab%20user.csv>", "/home/you/lab user.csv"],
    ["an address in quotes", '"file:///home/you/lab%20user.csv"', "/home/you/lab user.csv"],
    ["file: with one slash", "file:/home/you/lab%20user.csv", "/home/you/lab user.csv"],
    ["file: with four slashes", "file:////home/you/keys.csv", "/home/you/keys.csv"],
    ["FILE: in capitals", "FILE:///home/you/keys.csv", "/home/you/keys.csv"],
    ["file:// and ~", "file://~/keys.csv", "/home/you/keys.csv"],
    ["file:~", "file:~/keys.csv", "/home/you/keys.csv"],
    [
      "file:// and a relative path, as the AWS CLI takes it",
      "file://./keys.csv",
      "/study/./keys.csv",
    ],
    ["file:// and a name alone", "file://lab%20user.csv", "/study/lab user.csv"],
    [
      "file:// with blanks that nobody coded",
      "file:///home/you/lab user.csv",
      "/home/you/lab user.csv",
    ],
    [
      "what GNU's ls prints for a name beyond ASCII",
      "'/home/you/k'$'\\303\\244''ys.csv'",
      "/home/you/käys.csv",
    ],
    ["bash's own quoting", "$'/home/you/it\\'s\\tmine.csv'", "/home/you/it's\tmine.csv"],
    [
      "a direction mark before it, as Windows puts one",
      "\u202A/home/you/keys.csv\u202C",
      "/home/you/keys.csv",
    ],
    ["a zero-width space behind it", "/home/you/keys.csv\u200B", "/home/you/keys.csv"],
  ])("%s", (_name, text, path) => {
    expect(droppedPath(text, HERE)).toEqual({ is: "path", path });
  });

  it.each([
    ["C:\\Users\\ann\\Downloads\\lab user.csv", "/mnt/c/Users/ann/Downloads/lab user.csv"],
    ['"D:\\keys\\a (1).csv"', "/mnt/d/keys/a (1).csv"],
    ["C:/Users/ann/keys.csv", "/mnt/c/Users/ann/keys.csv"],
    ["\\\\?\\C:\\Users\\ann\\keys.csv", "/mnt/c/Users/ann/keys.csv"],
    ["file:///C:/Users/ann/lab%20user.csv", "/mnt/c/Users/ann/lab user.csv"],
    ["& 'C:\\Users\\ann\\lab user.csv'", "/mnt/c/Users/ann/lab user.csv"],
    ["& 'C:\\Users\\ann\\it''s.csv'", "/mnt/c/Users/ann/it's.csv"],
    ["file://wsl.localhost/Ubuntu/home/ann/a%20b.csv", "/home/ann/a b.csv"],
    ["\\\\wsl.localhost\\Ubuntu\\home\\ann\\keys.csv", "/home/ann/keys.csv"],
    ["\\\\wsl$\\Debian\\home\\ann\\keys.csv", "/home/ann/keys.csv"],
  ])("on WSL: %s", (text, path) => {
    expect(droppedPath(text, { ...HERE, isWsl: true })).toEqual({ is: "path", path });
  });

  const there = "/home/you/lab user.csv";

  it.each([
    ["a slash behind a file", "/home/you/lab user.csv/", there],
    ["a slash behind an escaped file", "/home/you/lab\\ user.csv/", there],
    ["percent codes without file:", "/home/you/lab%20user.csv", there],
    ["percent codes and ~", "~/lab%20user.csv", there],
    ["a no-break space for a blank", "/home/you/lab\u00A0user.csv", there],
    ["a zero-width space in the middle", "/home/you/\u200Blab user.csv", there],
    ["the full stop of a sentence", "~/lab\\ user.csv.", there],
    ["a fragment behind an address", "file:///home/you/lab%20user.csv#L1", there],
    ["a variable", "$DATA/lab\\ user.csv", there],
    ["a variable in double quotes", '"${DATA}/lab user.csv"', there],
    ["two variables", "/home/$WHO/lab\\ user.csv", there],
    ["a home with backslashes", "~\\lab user.csv", there],
    ["letters with their accents apart", "/home/you/k\u00E4ys.csv", "/home/you/ka\u0308ys.csv"],
    [
      "a drive that is mounted although nothing says WSL",
      "C:\\Users\\ann\\keys.csv",
      "/mnt/c/Users/ann/keys.csv",
    ],
    ["a drive as Git's shell writes it", "/c/Users/ann/keys.csv", "/mnt/c/Users/ann/keys.csv"],
    ["a drive as Cygwin writes it", "/cygdrive/C/Users/ann/keys.csv", "/mnt/c/Users/ann/keys.csv"],
    ["a variable of Windows", "%USERPROFILE%\\keys.csv", "/mnt/c/Users/ann/keys.csv"],
    ["a variable of Windows in quotes", '"%UserProfile%\\keys.csv"', "/mnt/c/Users/ann/keys.csv"],
    ["PowerShell's variable", "$env:USERPROFILE\\keys.csv", "/mnt/c/Users/ann/keys.csv"],
    ["two variables of Windows", "%HOMEDRIVE%%HOMEPATH%\\keys.csv", "/mnt/c/Users/ann/keys.csv"],
  ])("the one file that is there is found: %s", (_name, text, path) => {
    const env = {
      DATA: "/home/you",
      WHO: "you",
      USERPROFILE: "C:\\Users\\ann",
      HOMEDRIVE: "C:",
      HOMEPATH: "\\Users\\ann",
    };
    expect(droppedPath(text, { ...HERE, env, exists: (each) => each === path })).toEqual({
      is: "path",
      path,
    });
  });

  it.each([
    [
      "%USERPROFILE%\\Downloads\\keys.csv",
      "%USERPROFILE% is a variable of Windows, which is not set here.",
    ],
    [
      "$env:USERPROFILE\\keys.csv",
      "$env:USERPROFILE is a variable of Windows, which is not set here.",
    ],
    [
      "%KEYS%\\keys.csv",
      "%KEYS% is a variable of Windows, and with its value there is no such file here.",
    ],
    ["C:\\Users\\ann\\keys.csv", "That is a path of Windows, and there is no such drive here."],
    [
      "file:///C:/Users/ann/keys.csv",
      "That is a path of Windows, and there is no such drive here.",
    ],
    [
      "'C:\\Users\\ann\\lab user.csv'",
      "That is a path of Windows, and there is no such drive here.",
    ],
    [
      "~\\Downloads\\keys.csv",
      "That is a path as Windows writes it, and here there is no such file.",
    ],
    [
      "\\\\server\\share\\keys.csv",
      "That is a folder on a network as Windows writes it; here it has another name, or none.",
    ],
    [
      "sftp://lab.example.org/home/you/keys.csv",
      "That is an address (sftp://), not a file of this computer.",
    ],
    [
      "<https://example.org/keys.csv>",
      "That is an address (https://), not a file of this computer.",
    ],
    [
      "file:///.file/id=6571367.8776543",
      "That is the Finder's own number for a file, not its path.",
    ],
    ["$NOWHERE/keys.csv", "$NOWHERE is not set here, so it cannot be told which file is meant."],
    [
      "${NOWHERE}/lab user.csv",
      "$NOWHERE is not set here, so it cannot be told which file is meant.",
    ],
    ["$KEYS/keys.csv", "With the value of $KEYS there is no such file or folder."],
    ["~nobody/keys.csv", "Nobody is called nobody on this computer."],
    ["file:///home/you/a%00b.csv", "There is a sign in it that no file's name can hold."],
  ])("what cannot be told is named, with what to do: %s", (text, message) => {
    const told = droppedPath(text, {
      ...HERE,
      env: { KEYS: "/wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKE" },
    });
    expect(told).toMatchObject({ is: "unclear", message });
    expect(told.is === "unclear" && told.try.length).toBeGreaterThan(0);
    expect(JSON.stringify(told)).not.toContain("EXAMPLEKE");
  });

  it.each([
    ["'/a/one.csv' '/a/two.csv'"],
    ["/a/one\\ 1.csv /a/two.csv "],
    ["file:///a/one.csv file:///a/two.csv"],
    ["~/one.csv ~/two.csv"],
    ["$HOME/one.csv ${HOME}/two.csv"],
    ["'/a/one.csv''/a/two.csv'"],
    ['"/a/lab one.csv""/a/lab two.csv"'],
    ["“/a/one.csv” “/a/two.csv”"],
    ["/a/lab one.csv\n/a/lab two.csv\n"],
    ["<file:///a/one.csv>\r\n<file:///a/two.csv>"],
    ["/a/one.csv, /a/two.csv"],
    ["& '/a/one.csv' '/a/two.csv'"],
    ["C:\\one.csv D:\\two.csv"],
    ['"C:\\lab one.csv" "C:\\lab two.csv"'],
  ])("several files are said to be several: %s", (text) => {
    expect(droppedPath(text, HERE)).toEqual({ is: "several", count: 2 });
  });

  it("several are told apart by what is there", () => {
    const exists = (path: string): boolean =>
      ["/study/one.csv", "/study/two.csv", "/a/lab one.csv", "/a/lab two.csv"].includes(path);
    expect(droppedPath("one.csv two.csv", { ...HERE, exists })).toEqual({
      is: "several",
      count: 2,
    });
    expect(droppedPath("/a/lab one.csv /a/lab two.csv", { ...HERE, exists })).toEqual({
      is: "several",
      count: 2,
    });
    expect(droppedPath("/a/lab one.csv /b", { ...HERE, exists })).toEqual({
      is: "path",
      path: "/a/lab one.csv /b",
    });
  });

  it.each([
    ["/study/a\\ b.csv", "a\\ b.csv"],
    ["/study/'q'.csv", "'q'.csv"],
    ["/study/~/x", "~/x"],
    ["/a b /c d", "/a b /c d"],
    ["/study/file:///x", "file:///x"],
    ["/study/C:\\x", "C:\\x"],
  ])("the file that is called exactly so wins: %s", (there, text) => {
    expect(droppedPath(text, { ...HERE, isWsl: true, exists: (path) => path === there })).toEqual({
      is: "path",
      path: there,
    });
  });

  it("any name, quoted for a shell by hand or escaped by a terminal, comes back", () => {
    const name = fc
      .string({ maxLength: 15 })
      .filter((text) => !/[\0\n\r/]/.test(text) && text.trim() === text && text !== "");
    fc.assert(
      fc.property(name, (text) => {
        const path = `/d/${text}`;
        expect(droppedPath(`'${path.replaceAll("'", "'\\''")}'`, HERE)).toEqual({
          is: "path",
          path,
        });
        expect(droppedPath(path.replaceAll(/[^\w/.-]/g, "\\$&"), HERE)).toEqual({
          is: "path",
          path,
        });
        expect(
          droppedPath(
            `file://${encodeURI(path).replaceAll("#", "%23").replaceAll("?", "%3F")}`,
            HERE,
          ),
        ).toEqual({ is: "path", path });
      }),
    );
  });

  it("bash's own escapes come back (printf %q)", () => {
    const paths = ["/d/lab user (1).csv", "/d/it's & more; $x `y`.csv", '/d/a"b\\c.csv'];
    const out = execFileSync("bash", ["-c", `printf '%q\\n' ${paths.map(quoted).join(" ")}`], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    expect(
      out
        .trimEnd()
        .split("\n")
        .map((line) => droppedPath(line, HERE)),
    ).toEqual(paths.map((path) => ({ is: "path", path })));
  });
});
