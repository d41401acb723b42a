/**
 * Completion in real shells: a line is typed up to Tab, then Enter, and what the shell then runs is
 * looked at.
 */
import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { startPty } from "../harness/pty.js";
import { SHELLS } from "../../src/commands/completion/options.js";
import { completionSchema } from "../../src/jobs/documents.js";
import { mturkSetup, newPlace, type Place } from "../e2e/program.js";
import { documentOf } from "./run.js";

/** Typed, and the arguments that it has to become. */
const LINES: readonly (readonly [string, readonly string[]])[] = [
  ["ch", ["check"]],
  ["practice-", ["practice-aws"]],
  ["--prac", ["--practice"]],
  ["check --prof", ["check", "--profile"]],
  ["check --profile my-", ["check", "--profile", "my-lab"]],
  ["check --profile the", ["check", "--profile", "the lab"]],
  ["check --profile onl", ["check", "--profile", "only-in-config"]],
  ["check --need mt", ["check", "--need", "mturk"]],
  ["check --js", ["check", "--json"]],
  ["--profile my-lab ret", ["--profile", "my-lab", "retire"]],
  ["--profile my-", ["--profile", "my-lab"]],
  ["--profile my-lab rotate --delete", ["--profile", "my-lab", "rotate", "--delete-old"]],
  ["save --csv ke", ["save", "--csv", "keys.csv"]],
  ["save --keys-in conf", ["save", "--keys-in", "config"]],
  ["retire --folder us", ["retire", "--folder", "usb/"]],
  ["practice-aws --fault not-l", ["practice-aws", "--fault", "not-linked"]],
  ["completion fi", ["completion", "fish"]],
  ["guide --clo", ["guide", "--closed"]],
  ["help und", ["help", "undo"]],
  ["doctor --keep la", ["doctor", "--keep", "last"]],
  // Behind an option that stands before a command as well as after it.
  ["check --profile my-lab --al", ["check", "--profile", "my-lab", "--all"]],
  ['check --profile "the', ["check", "--profile", "the lab"]],
  ["retire --record ke", ["retire", "--record", "keys.csv"]],
  ["retire --record --dry", ["retire", "--record", "--dry-run"]],
];

const START: Readonly<Record<(typeof SHELLS)[number], readonly string[]>> = {
  bash: ["--norc", "--noprofile", "-i"],
  zsh: ["-f", "-i"],
  fish: ["--no-config", "-i"],
};

/** What the shell is told first: the completion, and a stand-in that shows its arguments. */
const SETTING: Readonly<Record<(typeof SHELLS)[number], string>> = {
  bash: `. ./completion; mturk-setup() { printf '<%s>' "$@"; echo; }; PS1='> '; echo re""ady`,
  zsh: `autoload -Uz compinit; compinit -u -d ./dump; . ./completion; mturk-setup() { printf '<%s>' "$@"; echo; }; PS1='> '; echo re""ady`,
  fish: `source ./completion; function mturk-setup; printf '<%s>' $argv; echo; end; echo re""ady`,
};

/** What prints the names of profiles there. */
const PROFILE_NAMES: Readonly<Record<(typeof SHELLS)[number], string>> = {
  bash: "_mturk_setup_profiles",
  zsh: "_mturk_setup_profile_names",
  fish: "__mturk_setup_profiles",
};

function lay(place: Place): void {
  place.put(
    ".aws/credentials",
    "# [not-this]\n[default]\nregion = us-east-1\n[my-lab]\nregion = us-east-1\n",
  );
  place.put(
    ".aws/config",
    '[default]\nregion = us-east-1\n[profile "the lab"]\nregion = x\n[ profile only-in-config ]\nregion = y\n[sso-session my-session]\n',
  );
  place.put("keys.csv", "");
  place.put("usb/file", "");
}

describe.each(SHELLS)("%s", (shell) => {
  const there = spawnSync(shell, ["-c", "exit 0"]).status === 0;
  if (!there)
    process.stderr.write(`NOT TRIED: ${shell} is not installed: its completion was not tried\n`);

  test.skipIf(!there)("completes commands, options, values and profiles", async () => {
    const place = newPlace();
    lay(place);
    place.put("completion", (await mturkSetup(place, ["completion", shell])).out);
    const program = startPty({
      command: shell,
      args: START[shell],
      home: place.home,
      columns: 120,
      rows: 40,
      env: { TERM: "xterm-256color", fish_greeting: "" },
    });
    program.send(`${SETTING[shell]}\r`);
    await program.waitFor(/^ready/m);
    for (const [typed, become] of LINES) {
      program.send(`mturk-setup ${typed}\t`);
      program.send("\r");
      // Each answer is looked for below the line that was typed last.
      const shown = become.map((word) => `<${word}>`).join("");
      await program.waitFor((lines: readonly string[]) =>
        // zsh takes the slash of a folder away again where Enter follows it.
        lines.some((line) => line.replace("/>", ">").trimEnd() === shown.replace("/>", ">")),
      );
      program.send(shell === "fish" ? "clear; echo re''ady\r" : "\u000C");
      await program.waitFor(
        (lines: readonly string[]) => !lines.join("\n").includes(shown.replace("/>", "")),
      );
    }
    program.kill("SIGKILL");
  });
});

describe.each(SHELLS)("%s", (shell) => {
  const there = spawnSync(shell, ["-c", "exit 0"]).status === 0;
  test.skipIf(!there)("says nothing of files that are not there", async () => {
    const place = newPlace();
    place.put(".aws/credentials", "[my-lab]\nregion = us-east-1\n");
    place.put("completion", (await mturkSetup(place, ["completion", shell])).out);
    const script = `${shell === "zsh" ? "compdef() { :; }; " : ""}${shell === "fish" ? "source" : "."} ./completion; ${PROFILE_NAMES[shell]}`;
    const env = { PATH: process.env.PATH, HOME: place.home };
    const told = spawnSync(shell, ["-c", script], { cwd: place.home, env, encoding: "utf8" });
    expect(told).toMatchObject({ stdout: "my-lab\n", stderr: "" });
  });
});

test("the script is a document too, and needs no home", async () => {
  const place = newPlace();
  const env = { HOME: "/does/not/exist" };
  for (const shell of SHELLS) {
    const text = await mturkSetup(place, ["completion", shell], { env });
    expect(text).toMatchObject({ code: 0, err: "" });
    const document = documentOf(
      await mturkSetup(place, ["--json", "completion", shell], { env }),
      completionSchema,
    );
    expect(document).toEqual({ profile: null, shell, script: text.out });
  }
  expect(Object.keys(place.tree())).toEqual(["."]);
});

test("another shell, or none, is wrong use and changes nothing", async () => {
  for (const args of [["completion"], ["completion", "powershell"], ["completion", "bash", "zsh"]])
    expect((await mturkSetup(newPlace(), args)).code).toBe(2);
});
