/**
 * Holds our answer to "where does boto3 go, and whom does it trust" to real boto3, over every order
 * of its settings.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { examineSources } from "../../src/sources/index.js";
import type { Reach } from "../../src/sources/types.js";
import { boto3AtLeast, childEnv, pythonWithBoto3 } from "./python.js";

const KEYS =
  "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n";
const SERVICES = "services = lab\n";
const SECTION = "\n[services lab]\nmturk =\n  endpoint_url = http://section.example:1\n";

interface Setup {
  readonly name: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly config?: string;
  readonly profile?: string;
}

/** What each kind of setting says, so that every pair of them can be tried against each other. */
const URLS: Readonly<Record<string, Setup>> = {
  "the service's variable": { name: "", env: { AWS_ENDPOINT_URL_MTURK: "http://own.example:1" } },
  "the general variable": { name: "", env: { AWS_ENDPOINT_URL: "http://general.example:1" } },
  "an empty variable": { name: "", env: { AWS_ENDPOINT_URL_MTURK: "" } },
  "the services section": { name: "", config: `[default]\n${SERVICES}${SECTION}` },
  "the profile's own": { name: "", config: "[default]\nendpoint_url = http://profile.example:1\n" },
  "section and profile": {
    name: "",
    config: `[default]\nendpoint_url = http://profile.example:1\n${SERVICES}${SECTION}`,
  },
  "ignored by the profile": {
    name: "",
    config:
      "[default]\nignore_configured_endpoint_urls = True\nendpoint_url = http://profile.example:1\n",
  },
  "another profile's": { name: "", config: "[profile lab]\nendpoint_url = http://lab.example:1\n" },
  "ignored by the variable": { name: "", env: { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" } },
  "FIPS by the profile": { name: "", config: "[default]\nuse_fips_endpoint = True\n" },
  "FIPS by the variable": { name: "", env: { AWS_USE_FIPS_ENDPOINT: "true" } },
  "FIPS switched off by the variable": { name: "", env: { AWS_USE_FIPS_ENDPOINT: "false" } },
  "FIPS by a word that is none": { name: "", env: { AWS_USE_FIPS_ENDPOINT: "1" } },
  "dual stack by the profile": { name: "", config: "[default]\nuse_dualstack_endpoint = true\n" },
  "dual stack by the variable": { name: "", env: { AWS_USE_DUALSTACK_ENDPOINT: "TRUE" } },
  "not ignored by the variable": { name: "", env: { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "no" } },
};
const BUNDLES: Readonly<Record<string, Setup>> = {
  AWS_CA_BUNDLE: { name: "", env: { AWS_CA_BUNDLE: "/ca/aws.pem" } },
  REQUESTS_CA_BUNDLE: { name: "", env: { REQUESTS_CA_BUNDLE: "/ca/requests.pem" } },
  "the profile's ca_bundle": { name: "", config: "[default]\nca_bundle = /ca/profile.pem\n" },
};

function pairs(settings: Readonly<Record<string, Setup>>): readonly Setup[] {
  const names = Object.keys(settings);
  const made = names.flatMap((one) =>
    names.map((other) => joined(one, settings[one]!, other, settings[other]!)),
  );
  return made.filter((setup) => setup !== null);
}

/** Null where both would write the config file. */
function joined(one: string, a: Setup, other: string, b: Setup): Setup | null {
  if (one > other || (one !== other && a.config !== undefined && b.config !== undefined))
    return null;
  const config = a.config ?? b.config;
  return {
    name: one === other ? one : `${one}, ${other}`,
    env: { ...a.env, ...b.env },
    ...(config === undefined ? {} : { config }),
  };
}

const ALL: readonly Setup[] = [
  { name: "nothing" },
  ...pairs(URLS),
  ...pairs(BUNDLES),
  {
    name: "a profile by option",
    profile: "lab",
    config:
      "[default]\nendpoint_url = http://default.example:1\n[profile lab]\nca_bundle = /ca/lab.pem\nendpoint_url = http://lab.example:1\n",
  },
];

interface Said {
  readonly sts?: string;
  readonly mturk?: string;
  readonly verify?: string | boolean;
  readonly error?: string;
}

// Addresses and sections in the config file are new in boto3 1.28.
describe.runIf(pythonWithBoto3() !== null && boto3AtLeast(1, 28))("where boto3 goes", () => {
  let root: string;
  let said: readonly Said[];
  const homeOf = (index: number): string => join(root, String(index));

  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), "mturk-setup-reach-"));
    ALL.forEach(({ config, profile }, index) => {
      mkdirSync(join(homeOf(index), ".aws"), { recursive: true });
      writeFileSync(
        join(homeOf(index), ".aws/credentials"),
        `[default]\n${KEYS}${profile === undefined ? "" : `[${profile}]\n${KEYS}`}`,
      );
      if (config !== undefined) writeFileSync(join(homeOf(index), ".aws/config"), config);
    });
    const input = ALL.map(({ env = {}, profile = null }, index) => ({
      env: { ...env, HOME: homeOf(index) },
      profile,
    }));
    const script = fileURLToPath(new URL("reach.py", import.meta.url));
    said = JSON.parse(
      execFileSync(pythonWithBoto3()!, [script], {
        input: JSON.stringify(input),
        env: childEnv(),
        encoding: "utf8",
      }),
    ) as readonly Said[];
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it.each(ALL.map(({ name }, index) => [name, index] as const))("%s", async (_name, index) => {
    const { env = {}, profile } = ALL[index]!;
    const home = homeOf(index);
    const examined = await examineSources(
      { env: { ...env, HOME: home }, home, cwd: home, platform: "linux" },
      profile === undefined ? {} : { profile },
    );
    if (!examined.ok) throw new Error(examined.problem.message);
    const reach: Reach = examined.value.reach.boto3;
    const own = {
      sts: "https://sts.us-east-1.amazonaws.com",
      mturk: "https://mturk-requester.us-east-1.amazonaws.com",
    };
    const { sts, mturk, verify, error } = said[index]!;
    expect(error).toBeUndefined();
    expect({
      sts: reach.endpoints.sts?.url ?? own.sts,
      mturk: reach.endpoints.mturk?.url ?? own.mturk,
    }).toEqual({ sts: sts === "https://sts.amazonaws.com" ? own.sts : sts, mturk });
    // True: the usual authorities.
    expect(reach.caBundle === null ? true : reach.caBundle.path).toBe(verify);
  });
});
