/**
 * Our answer to "whose keys win" against real boto3 and against psiTurk's documented order, over a
 * table of set-ups.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Secret } from "../../src/base/secret.js";
import { fitsId } from "../../src/keys/mask-id.js";
import { examineSources } from "../../src/sources/index.js";
import type { SourceName, Sources, Winner } from "../../src/sources/types.js";
import { childEnv, pythonWithBoto3 } from "./python.js";
import { type Laid, lay } from "./source-lay.js";
import { SECRETS, SETUPS, randomSetups } from "./source-setups.js";

interface Verdict {
  readonly method?: string | null;
  readonly source?: string;
  readonly id?: string;
  readonly secret?: string;
  readonly token?: string | null;
  readonly region?: string | null;
  readonly error?: string;
}

interface Judged {
  readonly boto3: string;
  readonly dotenv: boolean;
  readonly login: boolean;
  readonly verdicts: readonly { readonly boto3: Verdict; readonly psiturk: Verdict }[];
}

const SOURCE_OF_METHOD: Readonly<Record<string, SourceName>> = {
  env: "environment",
  "assume-role": "assume-role",
  "assume-role-with-web-identity": "web-identity",
  sso: "sso",
  "shared-credentials-file": "credentials-file",
  login: "login",
  "custom-process": "process",
  "config-file": "config-file",
  "ec2-credentials-file": "other",
  "boto-config": "boto-file",
  "container-role": "other",
};

/** The codes that may stand for an exception of boto3 or of Python's parsers. */
const CODES_OF_ERROR: Readonly<Record<string, readonly string[]>> = {
  ConfigParseError: ["file-broken"],
  ProfileNotFound: ["profile-missing"],
  PartialCredentialsError: ["keys-partial"],
  InvalidConfigError: ["file-broken"],
  InfiniteLoopConfigError: ["file-broken"],
  CredentialRetrievalError: ["keys-partial"],
  ConfigNotFound: ["file-unreadable"],
  KeyError: ["keys-partial"],
  MissingSectionHeaderError: ["file-broken"],
  DuplicateOptionError: ["file-broken"],
  DuplicateSectionError: ["file-broken"],
  InterpolationSyntaxError: ["file-broken"],
  ValueError: ["file-broken"],
  FileNotFoundError: ["file-broken"],
  NotADirectoryError: ["file-broken"],
  PermissionError: ["file-broken"],
  OSError: ["file-broken"],
  IndexError: ["file-broken"],
};

const python = pythonWithBoto3();
const root = mkdtempSync(join(tmpdir(), "mturk-setup-sources-"));

afterAll(() => rmSync(root, { recursive: true, force: true }));

async function examine(laid: Laid): Promise<Sources> {
  const { setup, dir, cwd, env } = laid;
  const host = { env, cwd, home: env.HOME ?? "", platform: process.platform };
  const result = await examineSources(host, {
    ...(setup.profile === undefined ? {} : { profile: setup.profile }),
    systemBotoFile: join(dir, "etc/boto.cfg"),
  });
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

function judge(laid: readonly Laid[]): Judged {
  const input = laid.map(({ setup, dir, env, cwd }) => ({
    name: setup.name,
    env,
    cwd,
    profile: setup.profile ?? null,
    client: setup.client === true,
    systemBotoFile: join(dir, "etc/boto.cfg"),
  }));
  const script = join(import.meta.dirname, "sources-judge.py");
  return JSON.parse(
    execFileSync(python!, [script], {
      input: JSON.stringify(input),
      env: childEnv(),
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    }),
  ) as Judged;
}

describe.skipIf(python === null)("whose keys win, against real boto3", () => {
  const laid = SETUPS.map((setup, index) => lay(setup, join(root, String(index))));
  const ours: Sources[] = [];
  let judged: Judged;

  beforeAll(async () => {
    for (const each of laid) ours.push(await examine(each));
    const run = laid.filter(({ dir }) => existsSync(join(dir, "process-was-run")));
    expect(run, "our own look must not run any command").toEqual([]);
    judged = judge(laid);
  });

  it("has at least sixty set-ups, each under its own name", () => {
    expect(new Set(SETUPS.map((setup) => setup.name)).size).toBe(SETUPS.length);
    expect(SETUPS.length).toBeGreaterThanOrEqual(60);
  });

  it("runs a command only in the judge", () => {
    const index = SETUPS.findIndex((setup) => setup.name === "process, keys in config");
    expect(existsSync(join(laid[index]!.dir, "process-was-run"))).toBe(true);
  });

  it.for(SETUPS.map((setup, index) => [setup.name, setup, index] as const))(
    "%s",
    ([, setup, index], { skip }) => {
      if (setup.needs !== undefined && !judged[setup.needs]) {
        process.stderr.write(
          `SKIPPED "${setup.name}": this Python (boto3 ${judged.boto3}) has no ${setup.needs === "dotenv" ? "python-dotenv" : "login provider"}.\n`,
        );
        skip();
        return;
      }
      const sources = ours[index]!;
      const verdict = judged.verdicts[index]!;
      agree("boto3", sources.boto3, verdict.boto3);
      expect(sources.boto3.region, "region").toBe(verdict.boto3.region ?? null);
      agree("psiturk", sources.psiturk, verdict.psiturk);
      expect(sources.psiturk.region).toBe("us-east-1");
      consistent(sources);
      keepsSecrets(sources);
      if (setup.tells !== undefined)
        expect(sources.problems.map((each) => each.code)).toContain(setup.tells);
    },
  );
});

describe.skipIf(python === null)("whose keys win, in set-ups made by chance", () => {
  it("agrees with boto3 and psiTurk's order on 250 of them", async () => {
    const laid = randomSetups(250, 20260930).map((setup, index) =>
      lay(setup, join(root, String(1000 + index))),
    );
    const ours = await Promise.all(laid.map(examine));
    const { verdicts } = judge(laid);
    const won = new Set<string | null>();
    for (const [index, sources] of ours.entries()) {
      const told = JSON.stringify(laid[index]!.setup);
      agree(`boto3, ${told}`, sources.boto3, verdicts[index]!.boto3);
      expect(sources.boto3.region, told).toBe(verdicts[index]!.boto3.region ?? null);
      agree(`psiturk, ${told}`, sources.psiturk, verdicts[index]!.psiturk);
      consistent(sources);
      keepsSecrets(sources);
      won.add(sources.boto3.source).add(sources.psiturk.source);
    }
    for (const source of [
      "environment",
      "credentials-file",
      "config-file",
      "assume-role",
      "web-identity",
      "sso",
      "process",
      "boto-file",
      "psiturkconfig",
      "config.txt",
      "mixed",
      null,
    ])
      expect([...won]).toContain(source);
  });
});

/** The same source, the same key, or an error on both sides. */
function agree(program: string, winner: Winner, verdict: Verdict): void {
  const told = `${program}: ${JSON.stringify(verdict)}; we: ${JSON.stringify(winner)}`;
  if (verdict.error !== undefined) {
    expect(winner.source, told).toBeNull();
    expect(CODES_OF_ERROR[verdict.error] ?? [`no code known for ${verdict.error}`], told).toContain(
      winner.problem?.code,
    );
    return;
  }
  const source = verdict.source ?? sourceOf(verdict.method ?? null);
  expect(winner.source, told).toBe(source);
  if (source === null)
    expect(["keys-missing", "keys-partial"], told).toContain(winner.problem?.code);
  if (verdict.id === undefined || source === "process") expect(winner.key, told).toBeNull();
  else sameKey(winner, verdict, verdict.id, told);
}

function sourceOf(method: string | null): string | null {
  return method === null ? null : (SOURCE_OF_METHOD[method] ?? `unknown method ${method}`);
}

function sameKey(winner: Winner, verdict: Verdict, id: string, told: string): void {
  // How many letters stand there depends on what else is in the set-up.
  if (id === "") expect(winner.accessKeyId, told).toBeNull();
  else if (!/^A[KS]IA[A-Z0-9]{16}$/.test(id))
    expect(winner.accessKeyId, told).toBe("(not a key id)");
  else expect(fitsId(winner.accessKeyId ?? "", id), told).toBe(true);
  if (id === "") {
    expect(winner.problem?.code, told).toBe("keys-partial");
    return;
  }
  const text = (secret: Secret | undefined): string | undefined => secret?.reveal();
  expect(winner.key?.accessKeyId, told).toBe(id);
  expect(text(winner.key?.secretAccessKey), told).toBe(verdict.secret);
  expect(text(winner.key?.sessionToken) ?? "", told).toBe(verdict.token ?? "");
}

/** The list and the winners tell one story. */
function consistent(sources: Sources): void {
  for (const program of ["boto3", "psiturk"] as const) {
    const used = sources.list.filter((each) => each[program] === "used");
    const winner = sources[program];
    if (winner.source === "mixed") expect(used).toHaveLength(2);
    else if (winner.source === null) expect(used).toEqual([]);
    else expect(used.map((each) => each.name)).toEqual([winner.source]);
    if (winner.source === null) expect(winner.problem, program).not.toBeNull();
  }
  for (const report of sources.list) {
    expect(report.why).toMatch(/^\S.*\.$/);
    const states = [report.boto3, report.psiturk];
    if (states.includes("partial") || states.includes("broken"))
      expect(report.cure, report.why).not.toEqual([]);
  }
  for (const each of sources.problems) {
    expect(each.message).not.toBe("");
    expect(each.try.length, each.message).toBeGreaterThan(0);
  }
  if (sources.boto3.problem !== null)
    expect(sources.problems[0]).toMatchObject({ ...sources.boto3.problem });
}

/** No secret of the set-ups in any form in which the result could be printed. */
function keepsSecrets(sources: Sources): void {
  const printed = JSON.stringify(sources) + inspect(sources, { depth: Infinity });
  for (const secret of SECRETS) expect(printed).not.toContain(secret);
}
