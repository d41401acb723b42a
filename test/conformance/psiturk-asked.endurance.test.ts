/**
 * What `check` says of psiTurk's pair, against what a double of psiTurk is answered by the practice
 * AWS with the pair that it takes, in each set-up.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemClock } from "../../src/base/host.js";
import { Secret } from "../../src/base/secret.js";
import { createPorts } from "../../src/commands/ports.js";
import { checkDocument, check } from "../../src/jobs/check.js";
import type { CheckDocument } from "../../src/jobs/documents.js";
import { OWN_KEYS } from "../../src/practice/accounts.js";
import { type PracticeAws, startPracticeAws } from "../../src/practice/server.js";
import { value } from "../practice/start.js";
import { childEnv, pythonWithBoto3 } from "./python.js";
import { type Laid, lay } from "./source-lay.js";
import { PAIRS, SETUPS, type Setup, randomSetups } from "./source-setups.js";

interface Verdict {
  readonly takes: string | null;
  /** psiTurk gets its keys from a source that we do not run. */
  readonly fetches: boolean;
  readonly id: string | null;
  readonly sts: string | null;
  readonly mturk: string | null;
}

interface Judged {
  readonly dotenv: boolean;
  readonly verdicts: readonly Verdict[];
}

const python = pythonWithBoto3();

/** The computer's own /etc/boto.cfg is not ours to set; the file of the home stands for it. */
function withoutSystemFile(setup: Setup): Setup {
  const files = Object.entries(setup.files ?? {}).filter(
    ([name]) => name !== "etc/boto.cfg" || setup.env?.BOTO_CONFIG !== undefined,
  );
  return { ...setup, files: Object.fromEntries(files) };
}

/**
 * AWS's own example pair, the first of the set-ups, is known and not asked about: another one
 * stands for the key that works.
 */
const WORKS = {
  id: "AKIAEXAMPLEEXAMPLE33",
  secret: "madeUpMadeUp/madeUpMadeUp+madeUpMadeUp12",
} as const;

function withKeyThatIsAsked(setup: Setup): Setup {
  const swapped = <Value>(all: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> =>
    Object.fromEntries(
      Object.entries(all).map(([name, text]) => [
        name,
        typeof text === "string"
          ? (text
              .replaceAll(PAIRS[0].id, WORKS.id)
              .replaceAll(PAIRS[0].secret, WORKS.secret) as Value)
          : text,
      ]),
    );
  return {
    ...setup,
    ...(setup.files === undefined ? {} : { files: swapped(setup.files) }),
    ...(setup.env === undefined ? {} : { env: swapped(setup.env) }),
  };
}

const ALL = [...SETUPS, ...randomSetups(120, 20261128)]
  .map(withoutSystemFile)
  .map(withKeyThatIsAsked);

describe.skipIf(python === null)("psiTurk's pair, asked about as psiTurk sends it", () => {
  const root = mkdtempSync(join(tmpdir(), "mturk-setup-asked-"));
  const ours: CheckDocument[] = [];
  let practice: PracticeAws;
  let judged: Judged;

  afterAll(async () => {
    rmSync(root, { recursive: true, force: true });
    await practice.close();
  });

  beforeAll(async () => {
    practice = value(await startPracticeAws({}));
    const [, second, third] = PAIRS;
    const { accounts } = practice;
    const { owner } = accounts.find(practice.accessKeyId)!;
    const issue = (
      pair: { readonly id: string; readonly secret: string },
      to = owner,
      status: "Active" | "Inactive" = "Active",
    ): void =>
      void accounts.issueKey(to, Date.now(), {
        accessKeyId: pair.id,
        secretAccessKey: new Secret(pair.secret),
        status,
      });
    // One that works, one that was switched off, and one whose user may not use MTurk.
    issue(WORKS);
    issue(second, owner, "Inactive");
    issue(third, accounts.addUser("nobody-in-particular", [OWN_KEYS]));
    const laid = ALL.map((setup, index) => lay(setup, join(root, String(index))));
    for (const each of laid) ours.push(await ourSay(each));
    judged = await judge(laid);
  });

  async function ourSay({ env, cwd }: Laid): Promise<CheckDocument> {
    const asked = {
      ...env,
      AWS_ENDPOINT_URL_STS: practice.endpoints.sts,
      AWS_ENDPOINT_URL_MTURK: practice.endpoints.mturk,
    };
    const ports = createPorts(
      { env: asked, cwd, home: env.HOME ?? "", platform: process.platform },
      systemClock,
    );
    return checkDocument(
      value(await check(ports, { for: "psiturk", signal: new AbortController().signal })),
    );
  }

  function judge(laid: readonly Laid[]): Promise<Judged> {
    const setups = laid.map(({ setup, env, cwd }) => ({ name: setup.name, env, cwd }));
    return new Promise((resolve, reject) => {
      const child = execFile(
        python!,
        [join(import.meta.dirname, "psiturk-asked.py")],
        { env: childEnv(), maxBuffer: 2 ** 26 },
        (error, out) => {
          if (error === null) resolve(JSON.parse(out) as Judged);
          else reject(new Error("the judge failed", { cause: error }));
        },
      );
      child.stdin?.end(JSON.stringify({ endpoints: practice.endpoints, setups }));
    });
  }

  it("meets pairs that work, pairs that are refused, pairs that may not use MTurk, and none, over more than 250 set-ups", () => {
    expect(ALL.length).toBeGreaterThan(250);
    const count = (fits: (verdict: Verdict) => boolean): number =>
      judged.verdicts.filter(fits).length;
    expect(count(({ mturk }) => mturk === "ok")).toBeGreaterThan(30);
    expect(count(({ sts }) => sts === "InvalidClientTokenId")).toBeGreaterThan(20);
    expect(count(({ sts }) => sts === "SignatureDoesNotMatch")).toBeGreaterThan(5);
    expect(count(({ sts, mturk }) => sts === "ok" && mturk !== "ok")).toBeGreaterThan(10);
    expect(count(({ sts }) => sts === null)).toBeGreaterThan(40);
    expect(count(({ fetches }) => fetches)).toBeGreaterThan(5);
  });

  it.for(ALL.map((setup, index) => [setup.name, setup, index] as const))(
    "%s",
    ([, setup, index], { skip }) => {
      if (setup.needs === "dotenv" && !judged.dotenv) {
        process.stderr.write(`SKIPPED "${setup.name}": this Python has no python-dotenv.\n`);
        skip();
        return;
      }
      const { fetches, sts, mturk } = judged.verdicts[index]!;
      const { psiturk, verdict, problems } = ours[index]!;
      const told = JSON.stringify({
        setup,
        judged: judged.verdicts[index],
        verdict,
        psiturk,
        problems,
      });
      if (fetches || sts === null) {
        expect({ identity: psiturk.identity, sandbox: psiturk.sandbox }, told).toEqual({
          identity: null,
          sandbox: null,
        });
        expect(verdict, told).not.toMatch(/^(?:ready|keys-accepted)$/);
        return;
      }
      // A pair whose form speaks against it is not sent by us; then it must not be one that AWS
      // takes.
      if (psiturk.identity === null)
        expect({ sts, mturk, verdict }, told).toMatchObject({
          sts: expect.not.stringMatching(/^ok$/) as string,
          mturk: expect.not.stringMatching(/^ok$/) as string,
        });
      else
        expect({ sts: psiturk.identity.ok, mturk: psiturk.sandbox?.ok ?? false }, told).toEqual({
          sts: sts === "ok",
          mturk: mturk === "ok",
        });
      expect(verdict === "ready", told).toBe(sts === "ok" && mturk === "ok");
      if (sts === "ok" && mturk !== "ok") expect(verdict, told).toBe("keys-accepted");
      if (sts !== "ok") expect(verdict, told).toMatch(/^keys-(?:refused|missing)$/);
    },
  );
});
