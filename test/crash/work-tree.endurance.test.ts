/**
 * A home under git in which only the AWS files are ignored: at no step, which is also what a kill
 * there leaves, does git see anything of ours.
 */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Stage, stage } from "../e2e/rotation.js";
import { EACH } from "../harness/victim-orders.js";
import { steppedProgram } from "./stepped.js";

const program = steppedProgram();
const hasGit = spawnSync("git", ["--version"]).status === 0;
if (!hasGit)
  process.stderr.write(
    "\nSKIPPED, git is not installed: what git sees of locks and temporary files\n",
  );

/** What git would add, secrets or not. */
function seen({ place }: Stage): readonly string[] {
  const { stdout, stderr, status } = spawnSync(
    "git",
    ["-c", "safe.directory=*", "status", "--porcelain", "--untracked-files=all"],
    {
      cwd: place.home,
      encoding: "utf8",
      env: {
        PATH: process.env.PATH,
        HOME: place.home,
        GIT_CONFIG_GLOBAL: "/dev/null",
        GIT_CONFIG_SYSTEM: "/dev/null",
      },
    },
  );
  expect(status, stderr).toBe(0);
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.slice(3));
}

async function underGit(ignored: string): Promise<Stage> {
  const here = await stage();
  spawnSync("git", ["init", "-q", here.place.home], {
    env: { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: "/dev/null" },
  });
  here.place.put(".gitignore", `.gitignore\n*.csv\n${ignored}`);
  return here;
}

/** The moment in which a file that hides others is made, and holds nothing yet. */
const BEGUN = /(?:^|\/)\.gitignore$/;

/** Two keys there are at most, so that one of them goes before a third comes. */
function commandsOf(here: Stage): readonly (readonly string[])[] {
  const made = here.madeInConsole();
  writeFileSync(
    here.place.at("new.csv"),
    `Access key ID,Secret access key\n${made.id},${made.secret}\n`,
  );
  return [
    ["save", "--csv", here.place.at("new.csv"), "--yes"],
    ["undo", "--yes"],
    ["retire", "--key", made.id, "--delete", "--yes"],
    ["rotate", "--delete-old", "--yes"],
    ["doctor", "--fix", "--yes"],
  ];
}

describe.skipIf(!hasGit).each([
  { name: "the two files are ignored", ignored: ".aws/credentials\n.aws/config\n", known: [] },
  { name: "all of .aws is ignored", ignored: ".aws/*\n", known: [] },
  {
    name: "only the credentials file is ignored",
    ignored: "/.aws/credentials\n",
    known: [".aws/config"],
  },
  { name: "nothing is ignored", ignored: "", known: [".aws/credentials", ".aws/config"] },
])("$name", ({ ignored, known }) => {
  const strangers = (here: Stage, begun = false): readonly string[] =>
    seen(here).filter(
      (path) =>
        !(known as readonly string[]).includes(path) &&
        !(begun && BEGUN.test(path) && here.place.read(path) === ""),
    );

  it("before every step of save, undo, retire, rotate and doctor, and after each", async () => {
    const here = await underGit(ignored);
    let steps = 0;
    for (const args of commandsOf(here)) {
      const victim = program(here, EACH, args);
      for (let stop = await victim.nextStop(); stop !== null; stop = await victim.nextStop()) {
        steps += 1;
        expect(strangers(here, true), `${args[0] ?? ""}, before step ${steps}, ${stop}`).toEqual(
          [],
        );
        victim.letGo();
      }
      expect(await victim.ended, `${args.join(" ")}\n${victim.errors()}`).toEqual({
        code: 0,
        signal: null,
      });
      expect(strangers(here), args.join(" ")).toEqual([]);
      expect(
        Object.keys(here.place.tree()).filter((name) => name.endsWith("/.mturk-setup")),
        "the folder for the moment is gone",
      ).toEqual([]);
    }
    expect(steps).toBeGreaterThanOrEqual(100);
  });
});
