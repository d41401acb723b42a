/**
 * Settings on which boto3 stops, as the program tells and mends them (cases B1, B2 and B3).
 */
import { expect, test } from "vitest";
import { start } from "../practice/start.js";
import { mturkSetupHere } from "../e2e/here.js";
import { askedOf, newPlace } from "../e2e/program.js";
import { checkOf, putKey, saveOf, twoLines } from "./run.js";

interface Row {
  readonly name: string;
  readonly config: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly says: RegExp;
  readonly cure: RegExp;
  /** The file after `doctor --fix --yes`; null: nothing to mend in it. */
  readonly mended: string | null;
}

const ROWS: readonly Row[] = [
  {
    name: "B1",
    config: "[default]\nregion=us-east-1\ns3=\nsignature_version=s3v4\n",
    says: /^Line 3 of .*config: s3 has to have its settings below it/,
    cure: /doctor --fix/,
    mended: "[default]\nregion=us-east-1\ns3=\n  signature_version=s3v4\n",
  },
  {
    name: "B2",
    config: "[default]\nregion=us-east-1\nretry_mode = Standard\n",
    says: /^Line 3 of .*config: retry_mode is Standard/,
    cure: /doctor --fix/,
    mended: "[default]\nregion=us-east-1\nretry_mode = standard\n",
  },
  {
    name: "B3",
    config: "[default]\nregion=us-east-1\n",
    env: { AWS_MAX_ATTEMPTS: "many" },
    says: /^AWS_MAX_ATTEMPTS is many/,
    cure: /^unset AWS_MAX_ATTEMPTS$/,
    mended: null,
  },
];

test.each(ROWS)(
  "$name: the key is asked, and it is never ready",
  async ({ config, env, says, cure, mended }) => {
    const place = newPlace();
    const aws = await start();
    putKey(place, aws);
    place.put(".aws/config", config);
    const asked = { env: { ...askedOf(aws), ...env } };
    const done = await mturkSetupHere(place, ["check", "--json"], asked);
    const document = checkOf(done);
    expect({ code: done.code, verdict: document.verdict, sandbox: document.sandbox?.ok }).toEqual({
      code: 5,
      verdict: "keys-accepted",
      sandbox: true,
    });
    const told = document.problems.filter(({ code }) => code === "setting-broken");
    expect(told).toHaveLength(1);
    expect(told[0]?.message).toMatch(says);
    expect(told[0]?.try.some((line) => cure.test(line))).toBe(true);
    const text = await mturkSetupHere(place, ["check"], asked);
    expect(text.out).not.toMatch(/Ready/);
    expect(text.out).toMatch(/boto3 stops on a setting/);
    const fixed = await mturkSetupHere(place, ["doctor", "--fix", "--yes"], asked);
    expect(place.read(".aws/config")).toBe(mended ?? config);
    expect(fixed.code).toBe(mended === null ? 4 : 0);
    if (mended !== null)
      expect(checkOf(await mturkSetupHere(place, ["check", "--json"], asked)).verdict).toBe(
        "ready",
      );
  },
);

test("save writes the key and says that a setting stops boto3", async () => {
  const place = newPlace();
  const aws = await start();
  place.put(".aws/config", "[default]\nretry_mode = Standard\n");
  const done = await mturkSetupHere(place, ["save", "--stdin", "--json"], {
    env: askedOf(aws),
    stdin: twoLines(aws),
  });
  const { check, written } = saveOf(done);
  expect({
    written,
    verdict: check?.verdict,
    codes: check?.problems.filter(({ level }) => level !== "note").map(({ code }) => code),
  }).toEqual({ written: true, verdict: "keys-accepted", codes: ["setting-broken"] });
  const text = await mturkSetupHere(place, ["save", "--stdin"], {
    env: askedOf(aws),
    stdin: twoLines(aws),
  });
  expect(text.out + text.err).toMatch(/retry_mode is Standard/);
  expect(text.out + text.err).not.toMatch(/Ready/);
});
