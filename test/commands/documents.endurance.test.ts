/**
 * Every document of `--json`: it names its profile, stands on one line, and is indented only where
 * a person reads it.
 */
import { describe, expect, test } from "vitest";
import { fault, start } from "../practice/start.js";
import { mturkSetupHere } from "../e2e/here.js";
import { type Env, askedOf, newPlace, startWizard } from "../e2e/program.js";
import { type CheckDocument, checkAllSchema } from "../../src/jobs/documents.js";
import { documentOf, putKey, twoLines } from "./run.js";

interface Row {
  readonly args: readonly string[];
  /**
   * What `profile` says; `lab` by option or variable, null where the command is about no profile.
   */
  readonly profile: string | null;
  readonly env?: Env;
  readonly stdin?: "pair" | "nothing";
  /** How it ends; 0 unless it says otherwise. */
  readonly code?: number;
}

const ROWS: readonly Row[] = [
  { args: ["check"], profile: "default" },
  { args: ["check", "--profile", "lab"], profile: "lab" },
  { args: ["check"], env: { AWS_PROFILE: "lab" }, profile: "lab" },
  { args: ["check", "--profile", "none"], profile: "none", code: 4 },
  { args: ["check"], env: { AWS_ENDPOINT_URL_MTURK: "nowhere" }, profile: "default", code: 4 },
  { args: ["check", "--nope"], profile: null, code: 2 },
  { args: ["check", "--all", "--profile", "lab"], profile: "lab", code: 2 },
  { args: ["check", "--profile", "lab", "--nope"], profile: "lab", code: 2 },
  { args: ["save", "--stdin", "--profile", "lab"], stdin: "pair", profile: "lab" },
  { args: ["save", "--stdin", "--profile", "lab"], stdin: "nothing", profile: "lab", code: 3 },
  { args: ["save", "--stdin", "--dry-run"], stdin: "pair", profile: "default" },
  { args: ["save"], profile: null, code: 2 },
  { args: ["rotate", "--dry-run", "--keep-old"], profile: "default" },
  { args: ["rotate", "--finish", "--profile", "lab"], profile: "lab" },
  { args: ["rotate", "--profile", "lab", "--yes"], profile: "lab", code: 3 },
  { args: ["retire", "--dry-run"], profile: null },
  { args: ["retire", "--dry-run", "--profile", "lab"], profile: "lab" },
  { args: ["retire", "--key", "AKIAIOSFODNN7EXAMPLE"], profile: null, code: 4 },
  { args: ["doctor"], profile: "default" },
  { args: ["doctor", "--profile", "lab"], profile: "lab" },
  { args: ["undo"], profile: null },
  { args: ["undo", "--nope"], profile: null, code: 2 },
  { args: ["practice-aws", "--fault", "nope"], profile: null, code: 2 },
  { args: ["guide"], profile: null },
  { args: ["guide", "8"], profile: null, code: 2 },
  { args: ["completion", "zsh"], profile: null },
  { args: ["completion", "cmd"], profile: null, code: 2 },
];

describe("every document names its profile and stands on one line", () => {
  test.each(
    ROWS.map((row) => ({
      ...row,
      line: `${Object.entries(row.env ?? {})
        .map(([name, value]) => `${name}=${value ?? ""} `)
        .join("")}${row.args.join(" ")}${row.stdin === "nothing" ? " < nothing" : ""}`,
    })),
  )("$line: $profile", async ({ args, profile, env = {}, stdin, code = 0 }) => {
    const place = newPlace();
    const aws = await start();
    putKey(
      place,
      aws,
      "default",
      `[lab]\naws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\n`,
    );
    place.put(".aws/config", "[default]\nregion = us-east-1\n[profile lab]\nregion = us-east-1\n");
    const [command = "", ...rest] = args;
    const done = await mturkSetupHere(place, [command, "--json", ...rest], {
      env: { ...askedOf(aws), AWS_ENDPOINT_URL_IAM: aws.endpoints.iam, ...env },
      stdin: stdin === "pair" ? twoLines(aws) : "",
    });
    expect(done.code, done.out + done.err).toBe(code);
    expect(done.out).toMatch(/^\{.*\}\n$/);
    const document = JSON.parse(done.out) as {
      readonly profile?: unknown;
      readonly error?: { readonly profile?: unknown };
    };
    expect(document.error === undefined ? document.profile : document.error.profile).toBe(profile);
    // So that `jq .profile` never meets a document without one.
    expect(Object.keys(document.error ?? document)).toContain("profile");
  });
});

test("appended to a log they are JSON Lines", async () => {
  const place = newPlace();
  const aws = await start({ faults: [fault("not-linked")] });
  putKey(place, aws);
  const env = askedOf(aws);
  const runs = [
    ["check", "--json"],
    ["save", "--json", "--stdin"],
    ["check", "--json", "--profile", "none"],
    ["undo", "--json"],
  ];
  let log = "";
  for (const args of runs)
    log += (await mturkSetupHere(place, args, { env, stdin: twoLines(aws) })).out;
  expect(
    log
      .trimEnd()
      .split("\n")
      .map((line) => typeof JSON.parse(line)),
  ).toEqual(runs.map(() => "object"));
});

describe("check --all", () => {
  const lay = (
    place: ReturnType<typeof newPlace>,
    aws: Awaited<ReturnType<typeof start>>,
  ): void => {
    const key = `aws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\n`;
    const names = Array.from({ length: 20 }, (_all, at) => `s${String(at + 1).padStart(2, "0")}`);
    place.put(
      ".aws/credentials",
      `[default]\n${key}${names.map((name) => `[${name}]\n${key}`).join("")}[half]\naws_access_key_id = ${aws.accessKeyId}\n[none]\nregion = us-east-1\n`,
    );
    place.put(".aws/config", `[default]\nregion = us-east-1\n[profile in config]\n${key}`);
  };

  test("one document, an element for each profile that holds keys; the worst exit code; one line", async () => {
    const place = newPlace();
    const aws = await start();
    lay(place, aws);
    const done = await mturkSetupHere(place, ["check", "--all", "--json"], { env: askedOf(aws) });
    const { profiles } = documentOf(done, checkAllSchema) as {
      readonly profiles: readonly CheckDocument[];
    };
    expect(done.code).toBe(4);
    expect(profiles).toHaveLength(22);
    expect(profiles.map(({ profile, verdict }) => `${profile} ${verdict}`)).toEqual([
      "default ready",
      ...Array.from({ length: 20 }, (_all, at) => `s${String(at + 1).padStart(2, "0")} ready`),
      "half keys-missing",
    ]);
    const asText = await mturkSetupHere(place, ["check", "--all"], { env: askedOf(aws) });
    expect(asText.out).toMatch(/\n22 profiles checked\. Not ready: half\.\n$/);
    expect(asText.err.match(/which is not Amazon's/g)).toHaveLength(1);
  });

  test("MTurk silent: 5, with --need keys 0", async () => {
    const place = newPlace();
    const aws = await start({ faults: [fault("closed=410")] });
    putKey(place, aws, "lab");
    const run = (...more: readonly string[]): ReturnType<typeof mturkSetupHere> =>
      mturkSetupHere(place, ["check", "--all", ...more], { env: askedOf(aws) });
    expect((await run()).code).toBe(5);
    const need = await run("--need", "keys");
    expect([need.code, need.out]).toEqual([
      0,
      expect.stringMatching(/One profile checked: accepted by AWS\.\n$/),
    ]);
  });

  test.each([
    ["no key anywhere", "", "keys-missing"],
    ["a file that cannot be read", "[default\n", "files-broken"],
  ])("%s: the profile that boto3 chooses says so, 4", async (_what, text, verdict) => {
    const place = newPlace();
    place.put(".aws/credentials", text);
    const done = await mturkSetupHere(place, ["--json", "check", "--all"]);
    expect(done.code).toBe(4);
    expect(documentOf(done, checkAllSchema).profiles).toMatchObject([
      { profile: "default", verdict },
    ]);
  });

  test("no home: the failure as the document", async () => {
    const done = await mturkSetupHere(newPlace(), ["check", "--all", "--json"], {
      env: { HOME: undefined, AWS_ENDPOINT_URL_STS: "nowhere" },
    });
    expect(done.code).not.toBe(0);
    expect(Object.keys(JSON.parse(done.out) as object)).toHaveLength(1);
  });
});

test("on a terminal it is indented, a failure too", async () => {
  const place = newPlace();
  for (const args of [
    ["check", "--json"],
    ["rotate", "--json", "--yes"],
  ]) {
    const wizard = startWizard(place, { args, columns: 100, rows: 60 });
    await wizard.exit;
    expect(wizard.raw().replaceAll("\r", "")).toMatch(/^\{\n {2}"(?:profile|error)": /m);
  }
});
