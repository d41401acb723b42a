import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quoted } from "../../src/base/shell.js";
import { droppedPath } from "../../src/keys/dropped-path.js";

const HERE = { home: "/home/you", cwd: "/study", isWsl: false, exists: () => false };
const FILE = "/home/you/Downloads/lab user_accessKeys (1).csv";

describe("what a dropped or quoted file means", () => {
  it.each([
    ["I1: backslashes, as most terminals drop it", "/home/you/Downloads/lab\\ user_accessKeys\\ \\(1\\).csv", FILE],
    ["single quotes, as GNOME Terminal drops it", "'/home/you/Downloads/lab user_accessKeys (1).csv'", FILE],
    ["single quotes and a trailing blank", "'/home/you/Downloads/lab user_accessKeys (1).csv' ", FILE],
    ["double quotes", '"/home/you/Downloads/lab user_accessKeys (1).csv"', FILE],
    ["a quote in the name", "'/home/you/it'\\''s.csv'", "/home/you/it's.csv"],
    ["file:// with percent escapes", "file:///home/you/Downloads/lab%20user_accessKeys%20(1).csv", FILE],
    ["file:// with a host", "file://localhost/home/you/k%C3%A4ys.csv", "/home/you/käys.csv"],
    ["file:// with the computer's name", "file://lab-pc.local/home/you/keys.csv\r", "/home/you/keys.csv"],
    ["file:// with a broken escape", "file:///home/you/100%.csv", "/home/you/100%.csv"],
    ["blanks that nobody escaped", "/home/you/Downloads/lab user_accessKeys (1).csv", FILE],
    ["~", "~/Downloads/keys.csv", "/home/you/Downloads/keys.csv"],
    ["~ and escapes", "~/Downloads/lab\\ user.csv", "/home/you/Downloads/lab user.csv"],
    ["~user", "~ann/keys.csv", "/home/ann/keys.csv"],
    ["relative", "keys.csv", "/study/keys.csv"],
    ["relative, a blank behind it", "keys.csv ", "/study/keys.csv"],
    ["a quote that is not closed", "/home/you/it's.csv", "/home/you/it's.csv"],
    ["PowerShell's call", "& '/home/you/Downloads/lab user_accessKeys (1).csv'", FILE],
    ["PowerShell's call with a quote in the name", "& '/home/you/it''s mine.csv'\n", "/home/you/it's mine.csv"],
    ["PowerShell's call, double quotes", '& "/home/you/a b.csv" ', "/home/you/a b.csv"],
    ["a line end behind it", "/home/you/Downloads/lab\\ user_accessKeys\\ \\(1\\).csv \r\n", FILE],
    ["an apostrophe and escaped blanks", "/home/you/it\\'s\\ mine.csv", "/home/you/it's mine.csv"],
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

  it.each([["'/a/one.csv' '/a/two.csv'"], ["/a/one\\ 1.csv /a/two.csv "], ["file:///a/one.csv file:///a/two.csv"], ["~/one.csv ~/two.csv"]])("several files are said to be several: %s", (text) => {
    expect(droppedPath(text, HERE)).toEqual({ is: "several", count: 2 });
  });

  it.each([["/study/a\\ b.csv", "a\\ b.csv"], ["/study/'q'.csv", "'q'.csv"], ["/study/~/x", "~/x"], ["/a b /c d", "/a b /c d"], ["/study/file:///x", "file:///x"], ["/study/C:\\x", "C:\\x"]])("the file that is called exactly so wins: %s", (there, text) => {
    expect(droppedPath(text, { ...HERE, isWsl: true, exists: (path) => path === there })).toEqual({ is: "path", path: there });
  });

  it("any name, quoted for a shell by hand or escaped by a terminal, comes back", () => {
    const name = fc.string({ maxLength: 15 }).filter((text) => !/[\0\n\r/]/.test(text) && text.trim() === text && text !== "");
    fc.assert(
      fc.property(name, (text) => {
        const path = `/d/${text}`;
        expect(droppedPath(`'${path.replaceAll("'", "'\\''")}'`, HERE)).toEqual({ is: "path", path });
        expect(droppedPath(path.replaceAll(/[^\w/.-]/g, "\\$&"), HERE)).toEqual({ is: "path", path });
        expect(droppedPath(`file://${encodeURI(path).replaceAll("#", "%23").replaceAll("?", "%3F")}`, HERE)).toEqual({ is: "path", path });
      }),
    );
  });

  it("bash's own escapes come back (printf %q)", () => {
    const paths = ["/d/lab user (1).csv", "/d/it's & more; $x `y`.csv", "/d/a\"b\\c.csv"];
    const out = execFileSync("bash", ["-c", `printf '%q\\n' ${paths.map(quoted).join(" ")}`], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
    expect(out.trimEnd().split("\n").map((line) => droppedPath(line, HERE))).toEqual(paths.map((path) => ({ is: "path", path })));
  });
});
