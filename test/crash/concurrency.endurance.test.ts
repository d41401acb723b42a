/**
 * Many writers at once: ours lose nothing to each other, and the AWS CLI, which knows no lock,
 * finds and leaves whole files.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Secret } from "../../src/base/secret.js";
import { scanFile } from "../../src/aws-files/text/profile.js";
import { bundle, canRun, leftovers, removeScratch, runJson, scratch, textOf } from "./children.js";

const WRITERS = 8;
const EDITS = 30;
const hasAws = canRun(["aws", "--version"], "writing beside `aws configure set`");

let folder = "";
let script = "";
beforeAll(async () => {
  folder = scratch();
  script = await bundle("writer.ts", folder);
});
afterAll(() => removeScratch(folder));

/**
 * The profiles in a credentials file, by the scanner that mirrors botocore; throws if the file
 * cannot be read.
 */
function profilesIn(path: string): ReadonlySet<string> {
  const scanned = scanFile({
    kind: "credentials",
    path,
    realPath: path,
    exists: true,
    text: new Secret(textOf(path)),
    stamp: null,
    mode: null,
  });
  if (!scanned.ok) throw new Error(scanned.problem.message);
  return new Set(scanned.profiles.keys());
}

describe("writers at the same time", () => {
  it.each([
    {
      name: "into files of others' keys",
      start: "[other]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n# a comment\n",
    },
    { name: "with no files yet", start: null },
  ])(
    `${WRITERS} of ours with ${EDITS} edits each, $name: all ${WRITERS * EDITS} are there`,
    async ({ name, start }) => {
      const aws = join(folder, name.replaceAll(/\W/g, "-"), ".aws");
      const path = join(aws, "credentials");
      mkdirSync(dirname(aws));
      if (start !== null) {
        mkdirSync(aws, { mode: 0o700 });
        writeFileSync(path, start, { mode: 0o600 });
      }
      const outcomes = await Promise.all(
        Array.from({ length: WRITERS }, (_, writer) =>
          runJson<{ problems: string[] }>([
            process.execPath,
            script,
            "profiles",
            aws,
            `w${writer}`,
            String(EDITS),
          ]),
        ),
      );
      expect(outcomes.flatMap((outcome) => outcome.problems).slice(0, 3)).toEqual([]);
      const expected = Array.from(
        { length: WRITERS * EDITS },
        (_, n) => `w${n % WRITERS}-${Math.floor(n / WRITERS) + 1}`,
      );
      const found = profilesIn(path);
      expect(expected.filter((profile) => !found.has(profile))).toEqual([]);
      expect(found.size).toBe(expected.length + (start === null ? 0 : 1));
      if (start !== null) expect(textOf(path).startsWith(start)).toBe(true);
      expect(leftovers(aws)).toEqual([]);
      expect(statSync(aws).mode & 0o777).toBe(0o700);
      for (const file of readdirSync(aws))
        expect(statSync(join(aws, file)).mode & 0o777).toBe(0o600);
    },
  );

  it.skipIf(!hasAws)(
    "ours beside `aws configure set`: whoever wins, the file can be read whole and nothing that was there is lost through us",
    async () => {
      const aws = join(folder, "mixed");
      mkdirSync(aws, { mode: 0o700 });
      const path = join(aws, "credentials");
      // Longer than one buffer of Python's, so that the AWS CLI writes it in several pieces.
      const others = Array.from(
        { length: 120 },
        (_, n) =>
          `[other-${n}]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n`,
      ).join("");
      writeFileSync(path, `${others}[cli]\nregion = us-east-1\n`, { mode: 0o600 });
      writeFileSync(join(aws, "config"), "", { mode: 0o600 });
      const env = {
        ...process.env,
        AWS_SHARED_CREDENTIALS_FILE: path,
        AWS_CONFIG_FILE: join(aws, "config"),
        AWS_PROFILE: undefined,
      };
      const cli = async (): Promise<number> => {
        let runs = 0;
        for (; runs < 6; runs++) {
          const child = spawn(
            "aws",
            ["configure", "set", "aws_session_token", `EXAMPLE-${runs}`, "--profile", "cli"],
            { env, stdio: "ignore" },
          );
          expect(await once(child, "exit")).toEqual([0, null]);
        }
        return runs;
      };
      const ours = Promise.all(
        [0, 1].map((writer) =>
          runJson<{ problems: string[] }>([
            process.execPath,
            script,
            "profiles",
            aws,
            `w${writer}`,
            "40",
          ]),
        ),
      );
      const [outcomes] = await Promise.all([ours, cli()]);
      // The last word may have been the CLI's, which can drop an edit of ours that came while it
      // read; never the other way round.
      for (const { problems } of outcomes)
        expect(problems.filter((problem) => !problem.startsWith("file-changed"))).toEqual([]);
      const found = profilesIn(path);
      for (let n = 0; n < 120; n++) expect(found.has(`other-${n}`), `other-${n}`).toBe(true);
      expect(found.has("cli")).toBe(true);
      expect(textOf(path).startsWith(others)).toBe(true);
      expect([...found].filter((profile) => profile.startsWith("w")).length).toBeGreaterThan(0);
      expect(leftovers(aws)).toEqual([]);
    },
  );
});
