/**
 * Our answer to "does boto3 stop on a setting" against real boto3, which makes its clients and asks
 * the practice AWS with each.
 */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CLIENT_SETTINGS } from "../../src/aws-files/text/client-settings.js";
import type { PracticeAws } from "../../src/practice/server.js";
import { startPracticeAws } from "../../src/practice/server.js";
import { examineSources } from "../../src/sources/index.js";
import { value } from "../practice/start.js";
import { boto3AtLeast, childEnv, pythonWithBoto3 } from "./python.js";
import { SETTING_SETUPS, type SettingSetup } from "./setting-setups.js";

interface Verdict {
  readonly boto3: string | null;
  readonly psiturk: string | null;
}

interface Laid {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly own: boolean;
}

const python = pythonWithBoto3();
const root = mkdtempSync(join(tmpdir(), "mturk-setup-settings-"));
let practice: PracticeAws | null = null;

afterAll(async () => {
  rmSync(root, { recursive: true, force: true });
  await practice?.close();
});

/** Puts a set-up on disk, with the practice AWS's pair where boto3 is to find it. */
function lay(
  setup: SettingSetup,
  index: number,
  { id, secret }: { id: string; secret: string },
): Laid {
  const home = join(root, String(index));
  const cwd = join(home, "study");
  mkdirSync(join(home, ".aws"), { recursive: true });
  mkdirSync(cwd);
  const pair = `aws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`;
  const env =
    setup.keysInEnvironment === true
      ? { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret }
      : {};
  writeFileSync(
    join(home, ".aws/credentials"),
    `[default]\n${setup.keysInEnvironment === true ? "" : pair}${setup.credentials ?? ""}`,
    { mode: 0o600 },
  );
  writeFileSync(join(home, ".aws/config"), `[default]\nregion = us-east-1\n${setup.config ?? ""}`);
  if (setup.dotenv !== undefined) writeFileSync(join(cwd, ".env"), setup.dotenv);
  if (setup.own === true)
    writeFileSync(join(home, ".psiturkconfig"), `[AWS Access]\n${pair}`, { mode: 0o600 });
  return {
    env: {
      HOME: home,
      PATH: process.env.PATH ?? "",
      AWS_EC2_METADATA_DISABLED: "true",
      ...env,
      ...setup.env,
    },
    cwd,
    own: setup.own === true || setup.keysInEnvironment === true,
  };
}

function judge(
  input: object,
): Promise<{ readonly dotenv: boolean; readonly verdicts: readonly Verdict[] }> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      python!,
      [join(import.meta.dirname, "settings-judge.py")],
      { env: childEnv(), maxBuffer: 2 ** 26 },
      (error, out) => {
        if (error === null) resolve(JSON.parse(out) as never);
        else reject(new Error("the judge failed", { cause: error }));
      },
    );
    child.stdin?.end(JSON.stringify(input));
  });
}

/** What our problems of code setting-broken say of either program. */
async function ourVerdict({ env, cwd }: Laid): Promise<{
  readonly boto3: boolean;
  readonly psiturk: boolean;
  readonly messages: readonly string[];
}> {
  const examined = value(
    await examineSources(
      { env, cwd, home: env.HOME ?? "", platform: process.platform },
      { systemBotoFile: join(root, "no-boto.cfg") },
    ),
  );
  const messages = examined.problems
    .filter(({ code }) => code === "setting-broken")
    .map(({ message }) => message);
  return {
    boto3: messages.some((message) => /boto3 (?:and psiTurk )?stops? on it/.test(message)),
    psiturk: messages.some((message) => /psiTurk (?:with it|stops? on it)/.test(message)),
    messages,
  };
}

// The list is that of botocore 1.43; an older one knows less.
describe.skipIf(python === null || !boto3AtLeast(1, 43))(
  "settings on which every client stops, against real boto3",
  () => {
    let judged: Awaited<ReturnType<typeof judge>>;
    const ours: Awaited<ReturnType<typeof ourVerdict>>[] = [];

    beforeAll(async () => {
      practice = value(await startPracticeAws({}));
      const pair = { id: practice.accessKeyId, secret: practice.secretAccessKey.reveal() };
      const laid = SETTING_SETUPS.map((setup, index) => lay(setup, index, pair));
      for (const each of laid) ours.push(await ourVerdict(each));
      judged = await judge({ endpoints: practice.endpoints, ...pair, setups: laid });
    });

    it("has every row of the table with values that are right and values that are wrong", () => {
      const bare = (name: string): readonly number[] =>
        SETTING_SETUPS.flatMap((setup, index) =>
          setup.name.startsWith(`${name} `) ? [index] : [],
        );
      const lacking = CLIENT_SETTINGS.filter(({ name }) => {
        const stopped = bare(name).map((index) => judged.verdicts[index]?.boto3 !== null);
        // Text is wrong only with indented lines below it.
        const indented = SETTING_SETUPS.findIndex(
          (setup) => setup.name === `indented lines below ${name}`,
        );
        return !stopped.includes(false) &&
          !(indented >= 0 && judged.verdicts[indented]?.boto3 === null)
          ? true
          : !stopped.includes(true) && judged.verdicts[indented]?.boto3 === null;
      });
      expect(lacking.map(({ name }) => name)).toEqual([]);
      expect(new Set(SETTING_SETUPS.map(({ name }) => name)).size).toBe(SETTING_SETUPS.length);
      expect(judged.verdicts.filter(({ boto3 }) => boto3 === null).length).toBeGreaterThan(150);
      expect(judged.verdicts.filter(({ boto3 }) => boto3 !== null).length).toBeGreaterThan(250);
    });

    it.for(SETTING_SETUPS.map((setup, index) => [setup.name, setup, index] as const))(
      "%s",
      ([, setup, index], { skip }) => {
        if (setup.dotenv !== undefined && !judged.dotenv) {
          process.stderr.write(`SKIPPED "${setup.name}": this Python has no python-dotenv.\n`);
          skip();
          return;
        }
        const verdict = judged.verdicts[index]!;
        const { boto3, psiturk, messages } = ours[index]!;
        expect({ boto3, psiturk }, `${JSON.stringify(verdict)} ${messages.join(" | ")}`).toEqual({
          boto3: verdict.boto3 !== null,
          psiturk: verdict.psiturk !== null,
        });
        if (setup.right !== undefined) expect(verdict.boto3 === null).toBe(setup.right);
      },
    );
  },
);
