/**
 * Our answer to "whose certificates, and does boto3 stop on them" against real boto3, which asks a
 * TLS server with each set-up.
 */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Host, systemClock } from "../../src/base/host.js";
import { createPorts } from "../../src/commands/ports.js";
import { check } from "../../src/jobs/check.js";
import { agreeToAll, carryOut, examine, findingsOf } from "../../src/jobs/doctor.js";
import { certificatesMade, tlsServer } from "../aws/servers.js";
import { start, value } from "../practice/start.js";
import { childEnv, pythonWithBoto3 } from "./python.js";

/** What stands in a setting: a path in the folder of the set-up, or the text itself. */
const VALUES = {
  good: "ca.pem",
  "good, behind a link": "link.pem",
  "good, with notes between": "notes.pem",
  missing: "gone.pem",
  "a folder": "folder",
  "a link to nowhere": "nowhere.pem",
  "a link to itself": "loop.pem",
  "below a file": "ca.pem/ca.pem",
  empty: "empty.pem",
  "no certificate": "text.pem",
  "a private key": "key.pem",
  "a certificate in DER": "ca.der",
} as const;
type Value = keyof typeof VALUES;
const LITERALS: Readonly<Record<string, (path: string) => string>> = {
  "with a ~": () => "~/ca.pem",
  "with $HOME": () => "$HOME/ca.pem",
  "in quotation marks": (path) => `"${path}"`,
  "as an address": (path) => `file://${path}`,
};
const GOOD = new Set<string>([
  "good",
  "good, behind a link",
  "good, with notes between",
  "with a ~",
]);
const SETTINGS = ["AWS_CA_BUNDLE", "ca_bundle", "REQUESTS_CA_BUNDLE"] as const;
type Setting = (typeof SETTINGS)[number];

interface Setup {
  readonly name: string;
  readonly set: Readonly<Partial<Record<Setting, string>>>;
  /** The setting that counts, and whether it works. */
  readonly wins: Setting;
  readonly right: boolean;
}

const literal = (which: string): ((path: string) => string) =>
  LITERALS[which] ?? ((path) => join(path, "..", VALUES[which as Value]));
const ALONE: readonly Setup[] = SETTINGS.flatMap((wins) =>
  [...Object.keys(VALUES), ...Object.keys(LITERALS)].map((which) => ({
    name: `${wins}: ${which}`,
    set: { [wins]: which },
    wins,
    right: GOOD.has(which),
  })),
);
/** The stronger one counts, whichever of the two is right. */
const ORDER: readonly Setup[] = SETTINGS.flatMap((wins, at) =>
  SETTINGS.slice(at + 1).flatMap((loses) =>
    [true, false].map((right) => ({
      name: `${wins} ${right ? "good" : "missing"}, ${loses} ${right ? "missing" : "good"}`,
      set: { [wins]: right ? "good" : "missing", [loses]: right ? "missing" : "good" },
      wins,
      right,
    })),
  ),
);
const ALL = [...ALONE, ...ORDER];

interface World {
  readonly hosts: readonly Host[];
  readonly stopped: readonly (string | null)[];
}

/** Puts every set-up on disk, and lets boto3 try it. */
async function world(setups: readonly Setup[], way: "https" | "http" = "https"): Promise<World> {
  const aws = await start();
  const { ca, good, key } = certificatesMade();
  const ports = {
    sts: await tlsServer(good, aws.endpoints.sts),
    mturk: await tlsServer(good, aws.endpoints.mturk),
  };
  const secure = {
    sts: `https://localhost:${ports.sts}`,
    mturk: `https://localhost:${ports.mturk}`,
  };
  const endpoints = way === "http" ? aws.endpoints : secure;
  const root = mkdtempSync(join(tmpdir(), "mturk-setup-bundles-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const pem = readFileSync(ca, "utf8");
  const hosts = setups.map(({ set }, index): Host => {
    const home = join(root, String(index));
    for (const folder of [".aws", "folder"]) mkdirSync(join(home, folder), { recursive: true });
    const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ""), "base64");
    const files = {
      "ca.pem": pem,
      "notes.pem": `The lab's authority\n${pem}\nand nothing else\n`,
      "empty.pem": "",
      "text.pem": "not a certificate\n",
      "key.pem": readFileSync(key),
      "ca.der": der,
    };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(home, name), content);
    for (const [name, to] of [
      ["link.pem", "ca.pem"],
      ["nowhere.pem", "gone.pem"],
      ["loop.pem", "loop.pem"],
    ] as const)
      symlinkSync(to, join(home, name));
    const at = (which: string): string => literal(which)(join(home, "ca.pem"));
    const { ca_bundle: own, ...variables } = set;
    writeFileSync(
      join(home, ".aws/credentials"),
      `[default]\naws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\n`,
      { mode: 0o600 },
    );
    writeFileSync(
      join(home, ".aws/config"),
      `[default]\nregion = us-east-1\n${own === undefined ? "" : `ca_bundle = ${at(own)}\n`}`,
    );
    const env = Object.fromEntries(
      Object.entries(variables).map(([name, which]) => [name, at(which)]),
    );
    // boto3 would try a connection that cannot be made secure again and again, with pauses.
    return {
      env: {
        ...env,
        AWS_MAX_ATTEMPTS: "1",
        HOME: home,
        PATH: process.env.PATH ?? "",
        AWS_EC2_METADATA_DISABLED: "true",
        AWS_ENDPOINT_URL_STS: endpoints.sts,
        AWS_ENDPOINT_URL_MTURK: endpoints.mturk,
      },
      cwd: home,
      home,
      platform: "linux",
    };
  });
  const input = {
    endpoints,
    id: aws.accessKeyId,
    secret: aws.secretAccessKey.reveal(),
    setups: hosts.map(({ env, cwd }) => ({ env, cwd, own: false })),
  };
  const judged = await new Promise<{
    readonly verdicts: readonly { readonly boto3: string | null }[];
  }>((resolve, reject) => {
    // Not in this process's turn: the servers that boto3 asks live here.
    const child = execFile(
      pythonWithBoto3()!,
      [join(import.meta.dirname, "settings-judge.py")],
      { env: childEnv(), maxBuffer: 2 ** 26 },
      (error, out) => {
        if (error === null) resolve(JSON.parse(out) as never);
        else reject(new Error("the judge failed", { cause: error }));
      },
    );
    child.stdin?.end(JSON.stringify(input));
  });
  return { hosts, stopped: judged.verdicts.map(({ boto3 }) => boto3) };
}

describe.skipIf(pythonWithBoto3() === null)("files of certificates, against real boto3", () => {
  test("boto3 answers where we do, and what it stops on is named by check, and by the doctor with its line", async () => {
    const { hosts, stopped } = await world(ALL);
    for (const [index, { name, wins, right, set }] of ALL.entries()) {
      const host = hosts[index]!;
      expect(stopped[index] === null, `${name}: boto3 says ${String(stopped[index])}`).toBe(right);
      const ports = createPorts(host, systemClock);
      const checked = await check(ports, { signal: new AbortController().signal });
      expect(
        checked.ok && checked.value.verdict === "ready",
        `${name}: ${checked.ok ? checked.value.verdict : checked.problem.message}`,
      ).toBe(right);
      const called =
        wins === "ca_bundle"
          ? `ca_bundle of the profile "default" (line 3 of ${host.home}/.aws/config)`
          : wins;
      if (!checked.ok) expect(checked.problem.message, name).toContain(`${called} names the file `);
      // The doctor looks at the line in the file, whether it counts here or not.
      const findings = findingsOf(agreeToAll(value(await examine(ports))), "offered");
      const about = findings.filter(({ message }) => message.includes("names the file"));
      const inFile = set.ca_bundle !== undefined && !GOOD.has(set.ca_bundle);
      const inVariable = wins !== "ca_bundle" && !right;
      expect(
        about.map(({ line, mend }) => [line, mend]),
        name,
      ).toEqual([...(inFile ? [[3, "offered"]] : []), ...(inVariable ? [[null, "none"]] : [])]);
    }
  });

  test("over plain http neither boto3 nor we open the file, whatever the setting names", async () => {
    const { hosts, stopped } = await world(ALONE, "http");
    for (const [index, { name }] of ALONE.entries()) {
      expect(stopped[index], name).toBeNull();
      const ports = createPorts(hosts[index]!, systemClock);
      const checked = value(await check(ports, { signal: new AbortController().signal }));
      expect(checked.verdict, name).toBe("ready");
    }
  });

  test("what the doctor mends, boto3 takes; the path that was meant where that is clear", async () => {
    const broken = ALONE.filter(({ wins, right }) => wins === "ca_bundle" && !right);
    const { hosts } = await world(broken);
    for (const [index, { name, set }] of broken.entries()) {
      const host = hosts[index]!;
      const ports = createPorts(host, systemClock);
      const done = value(
        await carryOut(
          ports,
          agreeToAll(value(await examine(ports))),
          new AbortController().signal,
        ),
      );
      expect(done.refused).toEqual([]);
      const meant = set.ca_bundle !== undefined && set.ca_bundle in LITERALS;
      expect(readFileSync(join(host.home, ".aws/config"), "utf8"), name).toBe(
        `[default]\nregion = us-east-1\n${meant ? `ca_bundle = ${host.home}/ca.pem\n` : ""}`,
      );
      if (meant)
        expect(
          value(await check(ports, { signal: new AbortController().signal })).verdict,
          name,
        ).toBe("ready");
    }
  });
});
