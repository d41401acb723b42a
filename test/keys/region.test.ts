/**
 * One rule for what is a region, wherever one is given: option, AWS files, environment, wizard,
 * doctor.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { parseArguments } from "../../src/cli.js";
import { levelOf } from "../../src/base/problem.js";
import { changeOf } from "../../src/aws-files/doctor/mend.js";
import { update } from "../../src/wizard/update.js";
import { isMturkRegion, judgeRegion } from "../../src/keys/region.js";
import { examineSources } from "../../src/sources/index.js";
import { childEnv, pythonWithBoto3 } from "../conformance/python.js";
import { mendAll } from "../aws-files/damage-files.js";
import { PAIR, answer, walk } from "../wizard/canned.js";

/**
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html, with those of
 * the other partitions as botocore 1.43 lists them.
 */
const REGIONS = (
  "af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 " +
  "ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1 cn-north-1 cn-northwest-1 eu-central-1 eu-central-2 eu-isoe-west-1 " +
  "eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 eusc-de-east-1 il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1 us-east-1 " +
  "us-east-2 us-gov-east-1 us-gov-west-1 us-iso-east-1 us-iso-west-1 us-isob-east-1 us-isob-west-1 us-isof-east-1 us-isof-south-1 us-west-1 us-west-2"
).split(" ");

describe("every region of AWS is one", () => {
  test.each(REGIONS)("%s", (region) => {
    expect(judgeRegion(region)).toEqual({ ok: true, region });
    expect(isMturkRegion(region)).toBe(region === "us-east-1");
  });

  test.skipIf(pythonWithBoto3() === null)(
    "the list is botocore's: none that it knows is refused",
    () => {
      const script =
        "import botocore.session, json; print(json.dumps([r for p in botocore.session.get_session().get_data('endpoints')['partitions'] for r in p['regions']]))";
      const known = JSON.parse(
        execFileSync(pythonWithBoto3()!, ["-c", script], { env: childEnv(), encoding: "utf8" }),
      ) as readonly string[];
      expect(known.length).toBeGreaterThan(20);
      expect(known.filter((region) => !judgeRegion(region).ok)).toEqual([]);
    },
  );
});

/** Ways in which a region comes out wrong: what is made of it, and what is said of it. */
const WAYS: readonly (readonly [name: string, spoil: (region: string) => string, why: RegExp])[] = [
  [
    "an availability zone",
    (region) => `${region}a`,
    /letter at its end names an availability zone/,
  ],
  ["another zone", (region) => `${region}f`, /availability zone/],
  ["no hyphens", (region) => region.replaceAll("-", ""), /a hyphen is missing/],
  ["the last hyphen missing", (region) => region.replace(/-(\d+)$/, "$1"), /a hyphen is missing/],
  ["capital letters", (region) => region.toUpperCase(), /capital letters/],
  [
    "one capital letter",
    (region) => region.charAt(0).toUpperCase() + region.slice(1),
    /capital letters/,
  ],
  ["double quotes", (region) => `"${region}"`, /quotation marks are part of it/],
  ["single quotes", (region) => `'${region}'`, /quotation marks are part of it/],
  ["half a quote", (region) => `${region}"`, /a quotation mark in it/],
  ["a carriage return", (region) => `${region}\r`, /carriage return/],
  ["a line feed", (region) => `${region}\n`, /invisible sign in it \(U\+000A\)/],
  ["a blank before", (region) => ` ${region}`, /a blank before or after/],
  ["a blank behind", (region) => `${region} `, /a blank before or after/],
  ["a no-break space", (region) => `${region}\u00A0`, /invisible sign in it \(U\+00A0\)/],
  ["a zero-width space", (region) => `\u200B${region}`, /U\+200B/],
  ["a byte order mark", (region) => `\uFEFF${region}`, /U\+FEFF/],
  ["blanks for hyphens", (region) => region.replaceAll("-", " "), /blanks in it/],
  ["underscores for hyphens", (region) => region.replaceAll("-", "_"), /./],
  ["dashes for hyphens", (region) => region.replaceAll("-", "\u2013"), /./],
  ["a comment behind", (region) => `${region} # mine`, /comment behind it/],
  ["a comma behind", (region) => `${region},`, /./],
  ["a Local Zone", (region) => `${region}-lax-1a`, /names a zone/],
  ["a Wavelength Zone", (region) => `${region}-wl1-bos-wlz-1`, /names a zone/],
];

describe.each(WAYS)("%s", (_name, spoil, why) => {
  test("is told, and what was meant is known", () => {
    for (const region of REGIONS) {
      const judged = judgeRegion(spoil(region));
      expect({ region, judged }).toEqual({
        region,
        judged: { ok: false, why: expect.stringMatching(why) as string, meant: region },
      });
    }
  });
});

test.each([
  ["", null],
  [" ", null],
  ["mars-north-1", null],
  ["us-middle-1", null],
  ["us-east", null],
  ["east-1", null],
  ["local", null],
  ["aws-global", null],
  ["us-east-x", null],
  ["us-east-100", null],
  ["us-east-1-prod", null],
  ["N. Virginia", "us-east-1"],
  ["US East (N. Virginia)", "us-east-1"],
  ["virginia, us", null],
  ["use1-az1", "us-east-1"],
  ["usw2-az4", "us-west-2"],
  ["apne1-az2", "ap-northeast-1"],
  ["euc1-az1", "eu-central-1"],
  ["usgw1-az1", "us-gov-west-1"],
  ["xxe1-az1", null],
])("“%s” is no region; meant: %s", (text, meant) => {
  expect(judgeRegion(text)).toMatchObject({ ok: false, meant });
});

test("whatever stands there: what is called meant is a region, and what was typed is not repeated", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "grapheme" }),
        fc
          .tuple(fc.constantFrom(...REGIONS), fc.string())
          .map(([region, more]) => `${region}${more}`),
      ),
      (text) => {
        const judged = judgeRegion(text);
        if (judged.ok) expect(judged.region).toBe(text);
        else {
          if (judged.meant !== null) expect(judgeRegion(judged.meant).ok).toBe(true);
          if (text.trim().length > 5) expect(judged.why).not.toContain(text);
        }
      },
    ),
  );
});

/** What every place is asked about: the same text, the same judgement. */
const TEXTS = [
  "us-east-1",
  "eu-west-1",
  "us-gov-west-1",
  "us-east-1a",
  "useast1",
  "us_east_1",
  "US-EAST-1",
  '"us-east-1"',
  "'us-east-1'",
  "us-east-1 # mine",
  "us-east-1,",
  "us east 1",
  "us\u00A0east-1",
  "\u200Bus-east-1",
  "us-west-2-lax-1a",
  "use1-az1",
  "mars-north-1",
  "us-east",
] as const;

const root = mkdtempSync(join(tmpdir(), "mturk-setup-region-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe.each(TEXTS)("“%s” everywhere", (text) => {
  const judged = judgeRegion(text);
  const home = join(root, String(TEXTS.indexOf(text)));
  const told = async (
    env: Readonly<Record<string, string>>,
    config: string,
  ): Promise<
    readonly { readonly level: string; readonly message: string; readonly cures: string }[]
  > => {
    mkdirSync(join(home, ".aws"), { recursive: true });
    writeFileSync(
      join(home, ".aws/credentials"),
      "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n",
      { mode: 0o600 },
    );
    writeFileSync(join(home, ".aws/config"), config);
    const examined = await examineSources(
      { env: { ...env, HOME: home }, cwd: home, home, platform: "linux" },
      { systemBotoFile: join(home, "none") },
    );
    if (!examined.ok) throw new Error(examined.problem.message);
    return examined.value.problems
      .filter(({ code }) => code === "region-wrong")
      .map((problem) => ({
        level: levelOf(problem),
        message: problem.message,
        cures: problem.try.join("\n"),
      }));
  };

  test("--region", () => {
    const parsed = parseArguments(["save", "--stdin", "--region", text], {
      version: "1",
      availability: [],
      faults: [],
    });
    if (judged.ok) expect(parsed).toMatchObject({ ok: true, value: { region: text } });
    else {
      expect(parsed).toMatchObject({ ok: false, problem: { code: "usage-wrong" } });
      if (!parsed.ok) expect(parsed.problem.message).toContain(judged.why);
    }
  });

  test("the wizard's line", () => {
    const review = walk([
      { type: "started" },
      (state) => answer.surveyed(state),
      { type: "chose", task: "use-keys" },
      PAIR,
      (state) => answer.verified(state),
      (state) => answer.planned(state),
      { type: "editing", field: "region" },
    ]);
    const { state } = update(review, { type: "setRegion", text });
    if (judged.ok) expect(state.answers.region).toBe(text);
    else expect(state.reviewField.problem).toContain(judged.why);
  });

  test("the config file, and what the doctor makes of it", async () => {
    const config = `[default]\nregion = ${text}\n`;
    const found = await told({}, config);
    const after = changeOf(mendAll("config", config));
    const mended = after.ok ? (after.value?.after.reveal() ?? null) : null;
    if (judged.ok) {
      expect(found.map(({ level }) => level)).toEqual(isMturkRegion(text) ? [] : ["warning"]);
      expect(mended).toBeNull();
    } else {
      expect(found).toMatchObject([
        { level: "error", message: expect.stringContaining(judged.why) as string },
      ]);
      const kept = text.includes("#") ? "# mine\n" : "";
      expect(mended).toBe(
        judged.meant === null ? null : `[default]\n${kept}region = ${judged.meant}\n`,
      );
    }
  });

  test.each(["AWS_DEFAULT_REGION", "AWS_REGION"])("%s", async (variable) => {
    const found = await told({ [variable]: text }, "[default]\nregion = us-east-1\n");
    const named = found.filter(
      ({ message }) => message.includes(variable) && message.includes("no region"),
    );
    if (judged.ok) expect(named).toEqual([]);
    else {
      // boto3 reads the first; the second only other tools do.
      expect(named).toMatchObject([
        {
          level: variable === "AWS_REGION" ? "note" : "error",
          message: expect.stringContaining(judged.why) as string,
          cures: expect.stringContaining(
            `export ${variable}=${judged.meant ?? "us-east-1"}`,
          ) as string,
        },
      ]);
    }
  });
});
