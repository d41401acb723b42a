/**
 * Files of another kind, as the program meets them (cases R1 and R2): never written, and read
 * out where that can be done.
 */
import { renameSync } from "node:fs";
import { expect, test } from "vitest";
import { start } from "../practice/start.js";
import { mturkSetupHere } from "../e2e/here.js";
import { askedOf, newPlace } from "../e2e/program.js";
import { CONFLICTS, FOREIGN_CASES } from "../aws-files/foreign-cases.js";
import { ID, SECRET } from "../aws-files/damage-cases.js";
import { checkOf, errorOf, saveOf, twoLines } from "./run.js";

const SOME = FOREIGN_CASES.filter(({ name }) => /^R2|git-crypt|^SOPS, INI|^RTF/.test(name));

test.each(SOME)(
  "$name: check, save and doctor call it by its name and leave it alone",
  async ({ content, says }) => {
    const place = newPlace();
    const aws = await start();
    place.put(
      ".aws/credentials",
      typeof content === "string" ? content : Buffer.from(content),
      0o600,
    );
    const before = place.tree();
    const asked = { env: askedOf(aws) };
    const checked = checkOf(await mturkSetupHere(place, ["check", "--json"], asked));
    expect({
      verdict: checked.verdict,
      codes: checked.problems.filter(({ level }) => level !== "note").map(({ code }) => code),
    }).toEqual({ verdict: "files-broken", codes: ["file-broken"] });
    expect(checked.problems[0]?.message).toMatch(says);
    const saved = await mturkSetupHere(place, ["save", "--stdin", "--yes", "--json"], {
      ...asked,
      stdin: twoLines(aws),
    });
    expect(errorOf(saved)).toMatchObject({
      code: "file-broken",
      message: expect.stringMatching(says) as string,
    });
    const fixed = await mturkSetupHere(place, ["doctor", "--fix", "--yes"], asked);
    expect(fixed.code).toBe(4);
    expect(fixed.out.match(/^(?:!|no|ok) /gm)).toHaveLength(1);
    expect(fixed.out).toMatch(says);
    expect(place.tree()).toEqual(before);
  },
);

test.each(FOREIGN_CASES.filter(({ reads }) => reads !== undefined))(
  "$name: the key is read out of it as the cure says",
  async ({ content, reads }) => {
    const place = newPlace();
    const path = place.put(
      ".aws/credentials",
      typeof content === "string" ? content : Buffer.from(content),
      0o600,
    );
    renameSync(path, `${path}.old`);
    const saved = await mturkSetupHere(
      place,
      [
        "save",
        "--no-verify",
        "--json",
        ...(reads === "--csv" ? ["--csv", `${path}.old`] : ["--stdin"]),
      ],
      reads === "--csv" ? {} : { stdin: Buffer.from(content) },
    );
    expect(saveOf(saved)).toMatchObject({ written: true });
    expect(place.read(".aws/credentials")).toContain(
      `aws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\n`,
    );
  },
);

test("R1: a merge is mended by a choice, and by nothing without one", async () => {
  const place = newPlace();
  const [git] = CONFLICTS;
  place.put(".aws/credentials", git?.content ?? "", 0o600);
  const shown = await mturkSetupHere(place, ["doctor"], {});
  expect(shown.out).toMatch(/a merge that was not finished/);
  expect(shown.out).toMatch(
    /1 {2}keep the first version \(HEAD\)[^]*2 {2}keep the last version \(other\)/,
  );
  expect(shown.out).not.toContain(SECRET);
  const unasked = await mturkSetupHere(place, ["doctor", "--fix", "--yes"], {});
  expect(unasked.code).toBe(4);
  expect(place.read(".aws/credentials")).toBe(git?.content);
  expect(
    (await mturkSetupHere(place, ["doctor", "--fix", "--yes", "--keep", "first"], {})).code,
  ).toBe(0);
  expect(place.read(".aws/credentials")).toBe(git?.first);
});
