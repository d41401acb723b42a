/**
 * Every shell command that a cure names can be pasted as it stands: odd names stay one word, and
 * other users' files are made one's own.
 */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Ended, type Place, mturkSetup, newPlace } from "../e2e/program.js";
import { nodeAs } from "../harness/other-user.js";

const ODD = 'it\'s $(touch PWNED); `touch PWNED` & "a" \\b #c';
const OTHER_UID = 65_534;
const PAIR =
  "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n";
const isRoot = process.getuid?.() === 0;
const AS_OTHER = nodeAs(OTHER_UID);
if (!isRoot)
  process.stderr.write(
    "\nSKIPPED, for only root can make files of other users: the cures for them\n",
  );

/**
 * What can be pasted: from the name of a program to the end of the cure, without a remark in
 * brackets behind it.
 */
const COMMAND =
  /(?:^|: |\()((?:sudo|export|unset|chmod|chown|chgrp|rm|mv|cp|ls|lsattr|df|find|ln|mturk-setup)\b.*?)(?:\s{2,}\(.*| shows .*| unlocks .*|\) .*)?$/s;

function commandsIn(done: Ended): readonly string[] {
  const cures = (value: unknown): string[] => {
    if (Array.isArray(value)) return value.flatMap(cures);
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([name, inner]) =>
      name === "try" ? (inner as string[]) : cures(inner),
    );
  };
  expect(done.out, done.err).not.toBe("");
  return cures(JSON.parse(done.out)).flatMap((cure) => COMMAND.exec(cure)?.[1] ?? []);
}

/** The words that bash makes of a command, none of its programs run. */
function wordsOf(command: string, folder: string): readonly string[] {
  const names = [
    "sudo",
    "export",
    "unset",
    "chmod",
    "chown",
    "chgrp",
    "rm",
    "mv",
    "cp",
    "ls",
    "lsattr",
    "df",
    "find",
    "ln",
    "mturk-setup",
  ];
  const stubs = names.map((name) => `${name}() { printf '%s\\0' "$@"; }`).join("\n");
  const run = spawnSync("bash", ["-c", `${stubs}\nid() { command id "$@"; }\n${command}`], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(run.status, `${command}\n${run.stderr}`).toBe(0);
  return run.stdout.split("\0");
}

interface State {
  readonly arrange: (home: string) => void;
  readonly args: readonly (readonly string[])[];
  readonly env?: Readonly<Record<string, string>>;
}

const put = (home: string, name: string, text: string, mode = 0o600): void => {
  mkdirSync(join(home, ".aws"), { recursive: true });
  writeFileSync(join(home, name), text, { mode });
};

const READS = [
  ["check", "--json"],
  ["doctor", "--json"],
] as const;
const SAVE = ["save", "--stdin", "--json", "--yes", "--no-verify"] as const;
const STATES: Readonly<Record<string, State>> = {
  "a file that others may read": {
    arrange: (home) => put(home, ".aws/credentials", `[default]\n${PAIR}`, 0o644),
    args: READS,
  },
  "a write-protected file": {
    arrange: (home) => put(home, ".aws/credentials", "[default]\n", 0o444),
    args: [SAVE],
  },
  "a folder in the file's place": {
    arrange: (home) => mkdirSync(join(home, ".aws/credentials"), { recursive: true }),
    args: [SAVE, ...READS],
  },
  "a link to nowhere": {
    arrange: (home) => {
      mkdirSync(join(home, ".aws"));
      symlinkSync("gone", join(home, ".aws/credentials"));
    },
    args: [SAVE, ...READS],
  },
  "hard links": {
    arrange: (home) => {
      put(home, ".aws/credentials", `[default]\n${PAIR}`);
      linkSync(join(home, ".aws/credentials"), join(home, ".aws/config"));
    },
    args: [SAVE],
  },
  "a file in the folder's place": {
    arrange: (home) => writeFileSync(join(home, ".aws"), ""),
    args: [SAVE],
  },
  "a folder that others may change": {
    arrange: (home) => {
      put(home, ".aws/credentials", `[default]\n${PAIR}`);
      chmodSync(join(home, ".aws"), 0o777);
    },
    args: READS,
  },
  "a broken .psiturkconfig": {
    arrange: (home) => put(home, ".psiturkconfig", "[AWS Access\n"),
    args: READS,
  },
  "profiles with odd names": {
    arrange: (home) => put(home, ".aws/credentials", `[it's; $(touch PWNED)]\n${PAIR}`),
    args: READS,
  },
  "a path with a blank at its end": {
    arrange: () => undefined,
    args: [["save", "--stdin", "--json", "--no-verify"]],
    env: { AWS_SHARED_CREDENTIALS_FILE: "~/my keys " },
  },
};

const KEY = `AKIAI44QH8DHB3SECOND\n${"k".repeat(20)}${"K1".repeat(10)}\n`;

describe("cures", () => {
  test.each(Object.keys(STATES))("%s", async (name) => {
    const place = newPlace();
    const home = place.at(ODD);
    mkdirSync(home);
    const { arrange, args, env = {} } = STATES[name]!;
    arrange(home);
    let commands = 0;
    for (const each of args) {
      const done = await mturkSetup(place, each, {
        env: { HOME: home, ...env },
        cwd: home,
        stdin: KEY,
      });
      for (const command of commandsIn(done)) {
        commands += 1;
        for (const word of wordsOf(command, place.home).filter(
          (word) => word.includes("PWNED") || word.includes(place.home),
        )) {
          expect(
            word.startsWith(home) ||
              word.includes(`=${home}`) ||
              word.includes("it's; $(touch PWNED)"),
            `${command} -> ${word}`,
          ).toBe(true);
        }
      }
    }
    expect(commands).toBeGreaterThan(0);
    expect(readdirSync(place.home)).not.toContain("PWNED");
  });
});

describe.skipIf(!isRoot)("files of another user (L1)", () => {
  function arrange(): { readonly place: Place; readonly home: string } {
    const place = newPlace();
    chmodSync(join(place.home, ".."), 0o755);
    const home = place.at("o'connor's home");
    mkdirSync(join(home, ".aws"), { recursive: true });
    writeFileSync(join(home, ".aws/credentials"), `[default]\n${PAIR}`, { mode: 0o600 });
    for (const path of [place.temp, home, join(home, ".aws")])
      chownSync(path, OTHER_UID, OTHER_UID);
    return { place, home };
  }

  const run = (place: Place, home: string, args: readonly string[]): Promise<Ended> =>
    mturkSetup(place, args, { env: { HOME: home }, cwd: home, node: AS_OTHER, stdin: KEY });

  test("the credentials file: check and save name the command that makes it one's own", async () => {
    const { place, home } = arrange();
    const file = join(home, ".aws/credentials");
    for (const args of [["check", "--json"], SAVE]) {
      const commands = commandsIn(await run(place, home, args));
      const chown = commands.find((command) => command.startsWith("sudo chown"));
      expect(chown, commands.join("\n")).toBe(
        `sudo chown "$(id -un)" '${file.replaceAll("'", "'\\''")}'`,
      );
      expect(wordsOf(chown!, place.home).slice(0, 3)).toEqual(["chown", "root", file]);
    }
  });

  test("the folder too, where it is closed against writing", async () => {
    const { place, home } = arrange();
    chownSync(join(home, ".aws"), 0, 0);
    chmodSync(join(home, ".aws"), 0o755);
    const commands = commandsIn(await run(place, home, SAVE));
    expect(
      wordsOf(
        commands.find((command) => command.startsWith("sudo chown"))!,
        place.home,
      ),
    ).toEqual(expect.arrayContaining([join(home, ".aws"), join(home, ".aws/credentials")]));
  });

  test("a folder that lets nobody look", async () => {
    const { place, home } = arrange();
    chownSync(join(home, ".aws"), 0, 0);
    chmodSync(join(home, ".aws"), 0o700);
    for (const args of [SAVE, ["check", "--json"]]) {
      const commands = commandsIn(await run(place, home, args));
      expect(
        wordsOf(
          commands.find((command) => command.startsWith("sudo chown -R"))!,
          place.home,
        ),
      ).toEqual(expect.arrayContaining(["-R", join(home, ".aws")]));
    }
  });

  test("a config file of another user that need not change stands in nobody's way", async () => {
    const { place, home } = arrange();
    chownSync(join(home, ".aws/credentials"), OTHER_UID, OTHER_UID);
    writeFileSync(join(home, ".aws/config"), "[default]\nregion = eu-west-1\n", { mode: 0o644 });
    const saved = await run(place, home, SAVE);
    expect(saved.code, saved.err).toBe(0);
    expect((JSON.parse(saved.out) as { region: string }).region).toBe("eu-west-1");
    chmodSync(join(home, ".aws/config"), 0o600);
    const again = await run(place, home, [...SAVE, "--profile", "lab"]);
    expect(again.code, again.err).toBe(0);
    expect(again.err).toMatch(/The region is written here/);
  });
});
