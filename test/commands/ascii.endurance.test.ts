/**
 * A locale without UTF-8 gets ASCII: every command's text in twins, every document in escapes that
 * say the same; names of other scripts stay as they are.
 */
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inLook } from "../../src/terminal/glyphs.js";
import { mturkSetupHere } from "../e2e/here.js";
import { startWizard } from "../e2e/program.js";
import { stage } from "../e2e/rotation.js";

const C = { LC_ALL: "C", LANG: "C" };
const ASCII = /^[\n\u0020-\u007E]*$/;

const COMMANDS: readonly (readonly string[])[] = [
  ["--help"],
  ...["check", "save", "rotate", "retire", "doctor", "undo", "practice-aws", "guide"].map(
    (name) => ["help", name],
  ),
  ["check"],
  ["check", "--all"],
  ["check", "--profile", "none"],
  ["doctor"],
  ["rotate", "--dry-run", "--yes"],
  ["rotate", "--letter"],
  ["retire", "--dry-run"],
  ["retire", "--key", "nonsense"],
  ["rotate", "--yes"],
  ["rotate", "--finish", "--yes"],
  ["undo", "--dry-run"],
  ["retire"],
  ["guide"],
  ["guide", "--markdown"],
  ["chekc"],
  ["practice-aws", "--fault", "nope"],
];

test("text is ASCII, and says what it says elsewhere", async () => {
  const here = await stage();
  for (const args of COMMANDS) {
    const done = await mturkSetupHere(here.place, args, { env: { ...here.env, ...C } });
    expect(done.out + done.err, args.join(" ")).toMatch(ASCII);
    expect(done.out + done.err, args.join(" ")).not.toBe("");
  }
  const checked = await mturkSetupHere(here.place, ["retire", "--dry-run"], {
    env: { ...here.env, ...C },
  });
  const shown = /AKIA\.\.\.\w{4}/.exec(checked.out)?.[0] ?? "";
  // The id as it is shown there is one that can be typed.
  const named = await mturkSetupHere(here.place, ["retire", "--dry-run", "--key", shown], {
    env: here.env,
  });
  expect([named.code, named.out]).toEqual([0, expect.stringContaining(shown.replace("...", "…"))]);
});

/** The document, but for the moment in which a key was last used: each run uses it anew. */
function timeless(out: string): unknown {
  return JSON.parse(out, (name, value: unknown) => (name === "at" ? null : value));
}

test("a document is the same one, in escapes", async () => {
  const here = await stage();
  for (const args of [
    ["check"],
    ["check", "--all"],
    ["doctor"],
    ["retire", "--dry-run"],
    ["guide"],
    ["retire", "--key", "x"],
  ]) {
    const run = (env: Readonly<Record<string, string>>): ReturnType<typeof mturkSetupHere> =>
      mturkSetupHere(here.place, [...args, "--json"], { env: { ...here.env, ...env } });
    const ascii = await run(C);
    expect(ascii.out).toMatch(ASCII);
    expect(timeless(ascii.out)).toEqual(timeless((await run({})).out));
  }
});

test("names of other scripts stay as they are, in both", async () => {
  const here = await stage();
  here.place.put(
    ".aws/credentials",
    here.place.read(".aws/credentials").replace("[default]", "[実験室]\n[מעבדה]\n[default]"),
  );
  for (const name of ["実験室", "מעבדה"]) {
    const args = ["check", "--profile", name];
    const text = await mturkSetupHere(here.place, args, { env: { ...here.env, ...C } });
    expect(text.out).toContain(`(profile ${name})`);
    const json = await mturkSetupHere(here.place, [...args, "--json"], {
      env: { ...here.env, ...C },
    });
    expect(json.out).toMatch(ASCII);
    expect(JSON.parse(json.out)).toMatchObject({ profile: name });
  }
});

test("on a terminal it is ASCII too", async () => {
  const here = await stage();
  const asked = startWizard(here.place, {
    args: ["retire", "--dry-run"],
    env: { ...here.env, ...C },
  });
  await asked.exit;
  expect(asked.raw().replaceAll("\r", "")).toMatch(/AKIA\.\.\./);
  expect(Array.from(asked.raw()).filter((sign) => sign > "\u007E")).toEqual([]);
});

describe("every sign that the program writes by itself has a twin", () => {
  const root = fileURLToPath(new URL("../../src/", import.meta.url));
  const rooms = ["words", "commands", "jobs", "guide", "aws", "aws-files", "sources", "base"];
  /** Signs that stand in patterns of what is read, never in what is said. */
  const READ = /[\u00A0-\u00FF\u2010-\u2015\u2028-\u202F]/;

  test.each(rooms)("%s", (room) => {
    const files = readdirSync(join(root, room), { recursive: true, encoding: "utf8" });
    const without = files
      .filter((path) => path.endsWith(".ts"))
      .flatMap((path) => {
        const code = readFileSync(join(root, room, path), "utf8").replaceAll(
          /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm,
          "",
        );
        return Array.from(code).filter(
          (sign) => sign > "\u007E" && !READ.test(sign) && inLook(sign, { ascii: true }) > "\u007E",
        );
      });
    expect([...new Set(without)]).toEqual([]);
  });
});
