/** `--need`: what is asked for by name is what a 0 stands for, whatever the situation. */
import { describe, expect, test } from "vitest";
import { fault, start } from "../practice/start.js";
import { mturkSetupHere } from "../e2e/here.js";
import { askedOf, newPlace } from "../e2e/program.js";
import { checkOf, putKey, saveOf, twoLines } from "./run.js";

interface Situation {
  readonly name: string;
  readonly faults?: readonly string[];
  readonly config?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const SITUATIONS: readonly Situation[] = [
  { name: "all is well" },
  { name: "not linked", faults: ["not-linked"] },
  { name: "no policy", faults: ["no-policy"] },
  { name: "MTurk is gone", faults: ["closed=410"] },
  { name: "throttled", faults: ["throttle=mturk"] },
  { name: "a wrong secret", faults: ["wrong-secret"] },
  { name: "a region that is none", config: "[default]\nregion = us-east-1a\n" },
  {
    name: "a setting that stops boto3",
    config: "[default]\nregion = us-east-1\nretry_mode = Standard\n",
  },
  { name: "an address elsewhere for other programs", env: { AWS_USE_FIPS_ENDPOINT: "true" } },
];
const ENOUGH = { keys: ["ready", "keys-accepted"], mturk: ["ready"] } as const;
const NEEDS = ["keys", "mturk"] as const;

describe.each(SITUATIONS.flatMap((situation) => NEEDS.map((need) => ({ ...situation, need }))))(
  "$name, --need $need",
  ({ faults = [], config = "[default]\nregion = us-east-1\n", env = {}, need }) => {
    test("check: 0 exactly where the verdict is one that was asked for", async () => {
      const place = newPlace();
      const aws = await start({ faults: faults.map(fault) });
      putKey(place, aws);
      place.put(".aws/config", config);
      const done = await mturkSetupHere(place, ["check", "--json", "--need", need], {
        env: { ...askedOf(aws), ...env },
      });
      expect(done.code === 0, done.out).toBe(
        (ENOUGH[need] as readonly string[]).includes(checkOf(done).verdict),
      );
    });

    test("save: never 0 with another verdict", async () => {
      const place = newPlace();
      const aws = await start({ faults: faults.map(fault) });
      place.put(".aws/config", config);
      const done = await mturkSetupHere(
        place,
        ["save", "--stdin", "--no-wait", "--json", "--need", need],
        { env: { ...askedOf(aws), ...env }, stdin: twoLines(aws) },
      );
      // What the same key is worth where it is saved already.
      const saved = newPlace();
      putKey(saved, aws);
      saved.put(".aws/config", config);
      const { verdict } = checkOf(
        await mturkSetupHere(saved, ["check", "--json"], { env: { ...askedOf(aws), ...env } }),
      );
      expect(done.code, done.out).toBe(
        (ENOUGH[need] as readonly string[]).includes(verdict) ? 0 : 4,
      );
      if (done.code === 0) expect(saveOf(done).check?.verdict).toBe(verdict);
    });
  },
);
