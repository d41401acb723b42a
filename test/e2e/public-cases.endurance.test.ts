/** Holds the real program to the right outcome of every situation in fixtures/public-cases.json. */
import { chmodSync, linkSync, readFileSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { Secret } from "../../src/base/secret.js";
import { certificatesMade, tlsServer } from "../aws/servers.js";
import { boto3Finds } from "./boto3.js";
import { mturkSetupHere } from "./here.js";
import { type Ended, type Env, startWizard } from "./program.js";
import { type Stage, stage } from "./rotation.js";

interface Case {
  readonly id: string;
  readonly kind: string;
  readonly right: string;
}

const { cases } = JSON.parse(
  readFileSync(fileURLToPath(new URL("../fixtures/public-cases.json", import.meta.url)), "utf8"),
) as {
  readonly cases: readonly Case[];
};

/** A pair that no practice AWS knows; plainly made up, and no documented example. */
const STRANGER = { id: "AKIAEXAMPLEEXAMPLE22", secret: "oldSecret/oldSecret+oldSecret/oldSecret+" };
const SAMPLE = { id: "AKIAIOSFODNN7EXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY" };

const lines = (id: string, secret: string): string =>
  `aws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`;

/** The practice AWS's key as the two lines of a file. */
const keyOf = ({ aws, first }: Stage): string => lines(first, aws.secretAccessKey.reveal());

interface Check {
  readonly verdict: string;
  readonly boto3: {
    readonly source: string | null;
    readonly accessKeyId: string | null;
    readonly region: string | null;
  };
  readonly psiturk: Check["boto3"] & {
    readonly identity: Answer | null;
    readonly sandbox: Answer | null;
  };
  readonly identity: Answer | null;
  readonly sandbox: Answer | null;
  readonly problems: readonly {
    readonly code: string;
    readonly level: string;
    readonly message: string;
    readonly try: readonly string[];
  }[];
}
interface Answer {
  readonly ok: boolean;
  readonly problem?: string;
}

const documentOf = (ended: Ended): Check => JSON.parse(ended.out) as Check;
const codes = (check: Check): readonly string[] => check.problems.map(({ code }) => code);
const saidOf = ({ out, err }: Ended): string => `${out}\n${err}`;

/** A home without AWS files, beside a practice AWS. */
async function bare(): Promise<Stage> {
  const here = await stage();
  rmSync(here.place.at(".aws"), { recursive: true });
  return here;
}

const run = (here: Stage, args: readonly string[], env: Env = {}, stdin = ""): Promise<Ended> =>
  mturkSetupHere(here.place, args, { env: { ...here.env, ...env }, stdin });

/** Text and document of `check`. */
async function checked(
  here: Stage,
  env: Env = {},
  args: readonly string[] = [],
): Promise<{ readonly text: Ended; readonly json: Ended; readonly doc: Check }> {
  const text = await run(here, ["check", ...args], env);
  const json = await run(here, ["check", "--json", ...args], env);
  expect(json.code, saidOf(json)).toBe(text.code);
  return { text, json, doc: documentOf(json) };
}

async function mended(here: Stage, env: Env = {}): Promise<Ended> {
  const told = await run(here, ["doctor"], env);
  expect(told.code, saidOf(told)).toBe(4);
  const done = await run(here, ["doctor", "--fix", "--yes"], env);
  expect(saidOf(done)).not.toContain(here.aws.secretAccessKey.reveal());
  return told;
}

const boto3Accepted = async (here: Stage, profile = ""): Promise<void> =>
  expect((await boto3Finds(here.place, here.aws, profile))?.balance ?? "10000.00").toBe("10000.00");

/** A CSV file as AWS's console gives it, with the practice key. */
function csvOf(here: Stage, path: string): string {
  return here.place.put(
    path,
    `User name,Access key ID,Secret access key\npractice,${here.first},${here.aws.secretAccessKey.reveal()}\n`,
  );
}

const RIGHT: Readonly<Record<string, () => Promise<void>>> = {
  A1: async () => {
    const here = await stage();
    here.place.put(".psiturkconfig", `[AWS Access]\n${lines(STRANGER.id, STRANGER.secret)}`);
    const { text, json, doc } = await checked(here);
    expect(json.code).toBe(4);
    expect(doc.identity?.ok).toBe(true);
    expect(doc.psiturk.source).toBe("psiturkconfig");
    expect(doc.psiturk.identity).toMatchObject({ ok: false, problem: "key-unknown" });
    expect(doc.verdict).toBe("keys-refused");
    expect(saidOf(text)).toMatch(/psiTurk/);
    expect(saidOf(text)).not.toMatch(/^(?:\S )?Ready/m);
  },
  A2: async () => {
    const here = await bare();
    here.place.put(".psiturkconfig", `[AWS Access]\n${keyOf(here)}`);
    const { text, doc } = await checked(here);
    expect(doc.psiturk.identity?.ok).toBe(true);
    expect(doc.boto3.source).toBeNull();
    expect(doc.identity).toBeNull();
    expect(saidOf(text)).toMatch(/boto3[^\n]*(no key|none|has no)/i);
  },
  A3: async () => {
    const here = await stage();
    here.place.put(
      ".aws/credentials",
      `${here.place.read(".aws/credentials")}\n[mturk]\n${keyOf(here)}`,
    );
    here.place.put(
      ".env",
      `# study\nAWS_ACCESS_KEY_ID=${here.first}\nAWS_SECRET_ACCESS_KEY=${here.aws.secretAccessKey.reveal()}\n`,
    );
    const before = here.place.tree();
    const done = await run(here, ["rotate", "--yes", "--json"]);
    expect(done.code, saidOf(done)).toBe(3);
    const { error } = JSON.parse(done.out) as {
      error: { code: string; message: string; try: readonly string[]; profile: string };
    };
    expect(error).toMatchObject({ code: "key-shared", profile: "default" });
    const said = [error.message, ...error.try].join("\n");
    for (const word of ["mturk", ".env", "--everywhere", "--keep-old", "--off-anyway"])
      expect(said).toContain(word);
    expect(here.place.tree()).toEqual(before);
    expect(here.active()).toEqual([here.first]);
    expect(here.all()).toEqual([here.first]);
  },
  B1: async () => {
    const here = await stage();
    here.place.put(".aws/config", "[default]\nregion=us-east-1\ns3=\nsignature_version=s3v4\n");
    const { doc, json } = await checked(here);
    expect(doc.verdict).not.toBe("ready");
    expect(json.code).not.toBe(0);
    expect(codes(doc)).toContain("setting-broken");
    const told = await mended(here);
    expect(saidOf(told)).toMatch(/line 3/i);
    expect((await checked(here)).doc.verdict).toBe("ready");
    await boto3Accepted(here);
  },
  B2: async () => {
    const here = await stage();
    here.place.put(".aws/config", "[default]\nregion=us-east-1\nretry_mode = Standard\n");
    const { doc } = await checked(here);
    expect(doc.verdict).not.toBe("ready");
    expect(codes(doc)).toContain("setting-broken");
    await mended(here);
    expect((await checked(here)).doc.verdict).toBe("ready");
    await boto3Accepted(here);
  },
  B3: async () => {
    const here = await stage();
    const { doc, text } = await checked(here, { AWS_MAX_ATTEMPTS: "many" });
    expect(doc.verdict).not.toBe("ready");
    expect(codes(doc)).toContain("setting-broken");
    expect(saidOf(text)).toContain("AWS_MAX_ATTEMPTS");
  },
  C1: async () => {
    const here = await stage();
    const { url, ca } = await secureFront(here);
    const env = { AWS_ENDPOINT_URL_STS: `${url}/sts`, AWS_ENDPOINT_URL_MTURK: `${url}/mturk` };
    expect((await checked(here, env)).doc.verdict).not.toBe("ready");
    here.place.put(".aws/config", `[default]\nca_bundle = ${ca}\n`);
    expect((await checked(here, env)).doc.verdict).toBe("ready");
    here.place.put(".aws/config", "");
    expect((await checked(here, { ...env, REQUESTS_CA_BUNDLE: ca })).doc.verdict).toBe("ready");
    here.place.put(".aws/config", "[default]\nca_bundle = /nowhere/lab-ca.pem\n");
    const missing = await checked(here, env);
    expect(missing.doc.verdict).not.toBe("ready");
    expect(saidOf(missing.text)).toContain("/nowhere/lab-ca.pem");
  },
  D1: async () => {
    const here = await bare();
    const config = here.place.put(".aws/config", "[default]\nregion = us-east-1\n", 0o444);
    chmodSync(config, 0o444);
    const done = await run(here, ["save", "--csv", csvOf(here, "key.csv"), "--yes"]);
    expect(done.code, saidOf(done)).toBe(0);
    expect(here.place.tree()[".aws/config"]).toMatch(/^file 444 /);
    expect(here.place.read(".aws/config")).toBe("[default]\nregion = us-east-1\n");
    expect(here.inFile()).toBe(here.first);
    await boto3Accepted(here);
  },
  E1: async () => {
    const here = await stage();
    here.place.put(".aws/credentials", `[default]\n${keyOf(here)}`);
    here.place.put(".aws/config", "[default]\nregion = us-east-1a\n");
    const { doc, text } = await checked(here);
    expect(doc.verdict).not.toBe("ready");
    expect(saidOf(text)).toMatch(/us-east-1a/);
    expect(saidOf(text)).toMatch(/us-east-1(?!a)/);
    await mended(here);
    expect(here.place.read(".aws/config")).toBe("[default]\nregion = us-east-1\n");
    expect((await checked(here)).doc.verdict).toBe("ready");
    for (const value of ['"us-east-1"', "us-east-1\r"]) {
      const quoted = await checked(here, { AWS_DEFAULT_REGION: value });
      expect(quoted.doc.verdict, JSON.stringify(value)).not.toBe("ready");
      expect(saidOf(quoted.text)).toContain("AWS_DEFAULT_REGION");
    }
  },
  E2: async () => {
    const here = await stage();
    here.place.put(".aws/credentials", `[default]\n${keyOf(here)}`);
    here.place.put(".aws/config", "[default]\nregion = us-west-1\n");
    const { doc, text } = await checked(here);
    expect(doc.boto3.region).toBe("us-west-1");
    expect(doc.psiturk.region).toBe("us-east-1");
    expect(saidOf(text)).toMatch(/region.*us-west-1/i);
    expect(saidOf(text)).toMatch(/psiTurk[^\n]*us-east-1/);
    here.place.put(".aws/config", "");
    const none = await checked(here);
    expect(none.doc.boto3.region).toBeNull();
    expect(saidOf(none.text)).toMatch(/no region|region.*none/i);
  },
  F1: async () => {
    const here = await stage();
    const { text, doc } = await checked(here, { AWS_PROFILE: "default\r" });
    expect(doc.verdict).not.toBe("ready");
    expect(saidOf(text)).toMatch(/carriage return/i);
    expect(saidOf(text)).toContain("AWS_PROFILE");
  },
  G1: async () => {
    const here = await stage();
    here.place.put(
      ".aws/credentials",
      `[default] aws_access_key_id = ${here.first} aws_secret_access_key = ${here.aws.secretAccessKey.reveal()}\n`,
    );
    await mended(here);
    expect(here.place.read(".aws/credentials")).toBe(`[default]\n${keyOf(here)}`);
    here.place.put(".aws/config", "[default]\nregion = us-east-1\n");
    await boto3Accepted(here);
  },
  G2: async () => {
    const here = await stage();
    here.place.put(
      ".aws/credentials",
      `[default]\nAWSAccessKeyId=${here.first}\nAWSSecretKey=${here.aws.secretAccessKey.reveal()}\n`,
    );
    expect((await checked(here)).doc.verdict).not.toBe("ready");
    await mended(here);
    here.place.put(".aws/config", "[default]\nregion = us-east-1\n");
    await boto3Accepted(here);
  },
  H1: async () => {
    const here = await stage();
    here.place.put(
      ".aws/credentials",
      `[default]\n${lines(here.aws.secretAccessKey.reveal(), here.first)}`,
    );
    here.place.put(".aws/config", "[default]\nregion = us-east-1\n");
    const { text, doc } = await checked(here);
    expect(doc.verdict).not.toBe("ready");
    expect(saidOf(text)).toMatch(/swapped|changed places|the wrong way round/i);
    expect(saidOf(text)).not.toContain(here.aws.secretAccessKey.reveal());
    await mended(here);
    expect(here.place.read(".aws/credentials")).toBe(`[default]\n${keyOf(here)}`);
    await boto3Accepted(here);
  },
  H2: async () => {
    const here = await bare();
    const { text, doc } = await checked(here, {
      AWS_ACCESS_KEY_ID: `"${SAMPLE.id}"`,
      AWS_SECRET_ACCESS_KEY: `"${SAMPLE.secret}"`,
    });
    expect(doc.verdict).not.toBe("ready");
    expect(saidOf(text)).toMatch(/quot(ation|e)/i);
  },
  I1: async () => {
    const here = await bare();
    const path = csvOf(here, "Downloads/lab user_accessKeys (1).csv");
    const dropped = path.replaceAll(/[ ()]/g, (sign) => `\\${sign}`);
    for (const given of [dropped, `'${path}'`, `file://${encodeURI(path)}`]) {
      const done = await run(here, ["save", "--csv", given, "--dry-run"]);
      expect(done.code, `${given}\n${saidOf(done)}`).toBe(0);
    }
    const wizard = startWizard(here.place, { env: here.env });
    await wizard.choose("Use keys I have");
    await wizard.waitFor("Paste id and secret");
    wizard.press("tab");
    await wizard.waitFor(/\.csv|CSV/);
    wizard.paste(`${dropped} `, true);
    await wizard.waitFor("lab");
    await wizard.enterTo(/^Review(.*\n)*.*aws_secret_access_key/);
    wizard.press("ctrl-c", "ctrl-c");
    await wizard.exit;
  },
  J1: async () => {
    const here = await stage();
    here.place.put(".aws/credentials", `[Foo Bar]\n${keyOf(here)}region = us-east-1\n`);
    const { doc } = await checked(here, {}, ["--profile", "Foo Bar"]);
    expect(doc.verdict).toBe("ready");
    const saved = await run(here, [
      "save",
      "--profile",
      "Foo Bar",
      "--csv",
      csvOf(here, "key.csv"),
      "--yes",
    ]);
    expect(saved.code, saidOf(saved)).toBe(0);
    const rotated = await run(here, ["rotate", "--profile", "Foo Bar", "--yes"]);
    expect(rotated.code, saidOf(rotated)).toBe(0);
    expect(here.active()).toEqual([here.inFile("Foo Bar")]);
    await boto3Accepted(here, "Foo Bar");
    const retired = await run(here, ["retire", "--profile", "Foo Bar", "--yes"]);
    expect(retired.code, saidOf(retired)).toBe(0);
    expect(here.active()).toEqual([]);
    const unknown = await run(here, [
      "save",
      "--profile",
      "No Such Name",
      "--csv",
      csvOf(here, "key.csv"),
      "--yes",
    ]);
    expect(unknown.code).toBe(2);
  },
  K1: async () => {
    const here = await bare();
    const env = { AWS_SHARED_CREDENTIALS_FILE: "" };
    const doctor = await run(here, ["doctor"], env);
    expect([0, 4]).toContain(doctor.code);
    const saved = await run(
      here,
      ["save", "--csv", csvOf(here, "key.csv"), "--keys-in", "config", "--yes"],
      env,
    );
    expect(saved.code, saidOf(saved)).toBe(0);
    const rotated = await run(here, ["rotate", "--yes"], env);
    expect(rotated.code, saidOf(rotated)).toBe(0);
    expect(here.active()).toHaveLength(1);
    expect(here.place.read(".aws/config")).toContain(here.active()[0]);
  },
  M1: async () => {
    for (const join of [symlinkSync, linkSync] as const) {
      const here = await bare();
      here.place.put(".aws/credentials", "# both\n");
      join(
        join === symlinkSync ? "credentials" : here.place.at(".aws/credentials"),
        here.place.at(".aws/config"),
      );
      const saved = await run(here, ["save", "--csv", csvOf(here, "key.csv"), "--yes"]);
      if (saved.code !== 0) {
        expect(saidOf(saved)).toMatch(/same file|one file|link/i);
        expect(here.place.read(".aws/credentials")).toBe("# both\n");
        continue;
      }
      await boto3Accepted(here);
      for (const args of [
        ["undo", "--yes"],
        ["save", "--csv", here.place.at("key.csv"), "--yes"],
        ["rotate", "--yes"],
        ["retire", "--yes"],
      ]) {
        const done = await run(here, args);
        expect(done.code, `${args.join(" ")}: ${saidOf(done)}`).toBe(0);
      }
      expect(here.active()).toEqual([]);
    }
  },
  O1: async () => {
    const here = await bare();
    const env = { AWS_SHARED_CREDENTIALS_FILE: "C:\\Users\\me\\.aws\\credentials" };
    const csv = csvOf(here, "key.csv");
    const asked = await run(here, ["save", "--csv", csv], env);
    expect(asked.code, saidOf(asked)).toBe(3);
    expect(saidOf(asked)).toMatch(/this folder|relative/i);
    expect(readdirSync(here.place.home).filter((name) => name.startsWith("C:"))).toEqual([]);
  },
  P1: async () => {
    const here = await stage();
    here.place.put(".aws/.git/HEAD", "ref: refs/heads/main\n");
    here.place.put(".aws/.gitignore", "credentials\n");
    const other = here.madeInConsole();
    const csv = here.place.put(
      "key.csv",
      `User name,Access key ID,Secret access key\npractice,${other.id},${other.secret}\n`,
    );
    const done = await run(here, ["save", "--csv", csv, "--yes"]);
    expect(done.code, saidOf(done)).toBe(0);
    const visible = readdirSync(here.place.at(".aws")).filter(
      (name) => !["credentials", "config", ".git", ".gitignore"].includes(name),
    );
    expect(visible).toEqual([]);
    const back = await run(here, ["undo", "--yes"]);
    expect(back.code, saidOf(back)).toBe(0);
    expect(here.inFile()).toBe(here.first);
  },
  R1: async () => {
    const here = await stage();
    here.place.put(
      ".aws/credentials",
      `[default]\n<<<<<<< HEAD\naws_access_key_id = ${here.first}\n=======\naws_access_key_id = ${STRANGER.id}\n>>>>>>> other\naws_secret_access_key = ${here.aws.secretAccessKey.reveal()}\n`,
    );
    const told = await run(here, ["doctor"]);
    expect(told.code).toBe(4);
    expect(saidOf(told)).toMatch(/merge/i);
    expect(saidOf(told)).toContain("AKIA…");
    const kept = await run(here, ["doctor", "--fix", "--yes", "--keep", "first"]);
    expect(kept.code, saidOf(kept)).toBe(0);
    expect(here.place.read(".aws/credentials")).toBe(`[default]\n${keyOf(here)}`);
    here.place.put(".aws/config", "[default]\nregion = us-east-1\n");
    await boto3Accepted(here);
  },
  R2: async () => {
    const here = await bare();
    const text = "$ANSIBLE_VAULT;1.1;AES256\n33363762353236343163\n";
    here.place.put(".aws/credentials", text);
    const told = await run(here, ["doctor"]);
    expect(told.code).toBe(4);
    expect(saidOf(told)).toMatch(/Ansible Vault/);
    expect(saidOf(told)).not.toMatch(/comment/i);
    await run(here, ["doctor", "--fix", "--yes"]);
    const saved = await run(here, ["save", "--csv", csvOf(here, "key.csv"), "--yes"]);
    expect(saved.code).toBe(4);
    expect(saidOf(saved)).toMatch(/Ansible Vault/);
    expect(here.place.read(".aws/credentials")).toBe(text);
  },
  X1: async () => {
    for (const args of [
      ["rotate", "--practice", "--yes"],
      ["--practice", "rotate", "--yes"],
      ["save", "--practice", "--stdin"],
      ["check", "--practice"],
    ]) {
      const here = await stage();
      const before = here.place.tree();
      const done = await run(here, args);
      expect(done.code, args.join(" ")).toBe(2);
      expect(here.place.tree()).toEqual(before);
      expect(here.all()).toEqual([here.first]);
    }
  },
  X2: async () => {
    const here = await stage(["clock-skew=400"]);
    const { doc, json, text } = await checked(here);
    expect(json.code).toBe(5);
    expect(codes(doc)).toContain("clock-off");
    expect(doc.verdict).not.toBe("ready");
    expect(saidOf(text)).not.toMatch(/^(?:\S )?Ready/m);
    const saved = await run(here, [
      "save",
      "--csv",
      csvOf(here, "key.csv"),
      "--need",
      "mturk",
      "--yes",
    ]);
    expect(saved.code).not.toBe(0);
    expect(saidOf(saved)).not.toMatch(/^(?:\S )?Ready/m);
  },
  X3: async () => {
    const here = await bare();
    const { owner } = here.aws.accounts.find(here.first)!;
    const token = new Secret(`EXAMPLE${"t0ken/".repeat(20)}`);
    const made = here.aws.accounts.issueKey(owner, Date.now(), {
      session: { token, expiresAt: Date.now() + 3_600_000 },
    });
    const env = {
      AWS_ACCESS_KEY_ID: made.accessKeyId,
      AWS_SECRET_ACCESS_KEY: made.secretAccessKey.reveal(),
      AWS_SESSION_TOKEN: token.reveal(),
    };
    const { doc, text } = await checked(here, env);
    expect(doc.identity?.ok).toBe(true);
    expect(doc.sandbox?.ok).toBe(true);
    expect(doc.psiturk.identity?.ok).toBe(false);
    expect(doc.verdict).not.toBe("ready");
    expect(text.out.split("\n")[0]).toMatch(/psiTurk/);
  },
  X4: async () => {
    const here = await stage();
    expect((await run(here, ["rotate", "--yes"])).code).toBe(0);
    const second = here.inFile();
    const before = here.place.read(".aws/credentials");
    const undone = await run(here, ["undo", "--yes", "--json"]);
    expect(undone.code, saidOf(undone)).toBe(4);
    expect(undone.out).toMatch(/would-break/);
    expect(undone.out).toMatch(/rotate --undo/);
    expect(here.place.read(".aws/credentials")).toBe(before);
    const back = await run(here, ["rotate", "--undo", "--yes"]);
    expect(back.code, saidOf(back)).toBe(0);
    expect([here.inFile(), here.active()]).toEqual([here.first, [here.first]]);
    expect(second).not.toBe(here.first);
  },
  X5: async () => {
    const here = await bare();
    const other = here.madeInConsole();
    const env = { AWS_ACCESS_KEY_ID: other.id, AWS_SECRET_ACCESS_KEY: other.secret };
    const saved = await run(
      here,
      ["save", "--csv", csvOf(here, "key.csv"), "--json", "--yes"],
      env,
    );
    expect(saved.code, saidOf(saved)).toBe(0);
    const { check } = JSON.parse(saved.out) as { check: Check };
    const after = documentOf(await run(here, ["check", "--json"], env));
    expect(check.boto3).toEqual(after.boto3);
    expect(check.psiturk).toEqual(after.psiturk);
    expect(after.boto3.source).toBe("environment");
  },
  X6: async () => {
    const here = await stage(["wrong-secret"]);
    const done = await run(here, ["retire", "--yes"]);
    expect(done.code, saidOf(done)).not.toBe(0);
    expect(here.inFile()).toBe(here.first);
    const forgotten = await run(here, ["retire", "--yes", "--forget"]);
    expect(saidOf(forgotten)).toContain(here.first);
    expect(saidOf(forgotten)).toMatch(/console/i);
  },
};

/** Driven where they need another user or another file system: test/e2e/owners.test.ts. */
const ELSEWHERE: readonly string[] = ["L1", "N1"];

/** The practice AWS behind HTTPS, and the authority that vouches for it. */
async function secureFront(here: Stage): Promise<{ readonly url: string; readonly ca: string }> {
  const { ca, good } = certificatesMade();
  return { url: `https://localhost:${await tlsServer(good, here.aws.url)}`, ca };
}

test("every situation has its test", () => {
  expect([...Object.keys(RIGHT), ...ELSEWHERE].sort()).toEqual(cases.map(({ id }) => id).sort());
});

describe("public cases", () => {
  test.each(cases.filter(({ id }) => !ELSEWHERE.includes(id)))(
    "$id $kind: $right",
    async ({ id }) => RIGHT[id]!(),
  );
});
