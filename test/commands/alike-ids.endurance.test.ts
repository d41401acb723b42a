/**
 * Ids whose first and last four letters are the same: everywhere so many letters that they can be
 * told apart, and no short form that fits both is taken.
 */
import { describe, expect, test } from "vitest";
import { type Stage, stage } from "../e2e/rotation.js";
import { mturkSetupHere } from "../e2e/here.js";
import { newPlace } from "../e2e/program.js";
import { MODES } from "../e2e/walk.js";
import { checkOf } from "./run.js";

const [ONE, TWO] = ["AKIA1EXAMPLE0001WXYZ", "AKIA2EXAMPLE0002WXYZ"];
const SECRET = "aB3/".repeat(10);
const pair = (id: string, secret = SECRET): string =>
  `aws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`;
const ALIKE = /AKIA…WXYZ/;

/** A user with two keys that look alike, the first of them in the file. */
async function twoAlike(): Promise<Stage> {
  const here = await stage();
  const { owner } = here.aws.accounts.find(here.first)!;
  const [one, two] = [ONE, TWO].map((accessKeyId) =>
    here.aws.accounts.issueKey(owner, Date.now(), { accessKeyId }),
  );
  here.aws.accounts.removeKey(here.first);
  here.place.put(
    ".aws/credentials",
    `[default]\n${pair(ONE, one!.secretAccessKey.reveal())}[lab]\n${pair(TWO, two!.secretAccessKey.reveal())}`,
  );
  return here;
}

test("check names them apart, as text and as document", async () => {
  const place = newPlace();
  place.put(".aws/credentials", `[default]\n${pair(ONE)}`);
  place.put(".aws/config", `[default]\n${pair(TWO)}`);
  const document = checkOf(await mturkSetupHere(place, ["check", "--json"]));
  expect(document.sources.map(({ accessKeyId }) => accessKeyId)).toEqual(
    expect.arrayContaining(["AKIA…1WXYZ", "AKIA…2WXYZ"]),
  );
  expect(document.boto3.accessKeyId).toBe("AKIA…1WXYZ");
  const text = await mturkSetupHere(place, ["check"]);
  expect(`${text.out}${text.err}`).toContain("AKIA…1WXYZ");
  expect(`${text.out}${text.err}`).not.toMatch(ALIKE);
});

test("save shows which one goes and which one comes", async () => {
  const place = newPlace();
  place.put(".aws/credentials", `[default]\n${pair(ONE)}`);
  const shown = await mturkSetupHere(place, ["save", "--stdin", "--dry-run", "--no-verify"], {
    stdin: `${TWO}\n${SECRET}\n`,
  });
  expect(`${shown.out}${shown.err}`).toContain("AKIA…1WXYZ");
  expect(`${shown.out}${shown.err}`).toContain("AKIA…2WXYZ");
  expect(`${shown.out}${shown.err}`).not.toMatch(ALIKE);
});

describe("at AWS", () => {
  test("retire lists them apart; the short form of both is refused with the longer ones, and a longer one is taken", async () => {
    const here = await twoAlike();
    const run = (...args: readonly string[]): ReturnType<typeof mturkSetupHere> =>
      mturkSetupHere(here.place, ["retire", ...args], { env: here.env });
    const listed = await run("--dry-run");
    expect(listed.out).toContain("AKIA…1WXYZ");
    expect(listed.out).toContain("AKIA…2WXYZ");
    expect(listed.out).not.toMatch(ALIKE);
    const unclear = await run("--key", "AKIA…WXYZ", "--yes");
    expect(unclear.code).toBe(4);
    expect(unclear.err).toContain(
      "AKIA…WXYZ can be each of 2 keys on this computer. Nothing was changed.",
    );
    expect(unclear.err).toContain("--key AKIA…2WXYZ");
    expect(here.active()).toEqual([ONE, TWO]);
    const done = await run("--key", "AKIA...2WXYZ", "--yes");
    expect(done.code, done.err).toBe(0);
    expect(here.active()).toEqual([ONE]);
  });

  test("rotate asks which goes with more letters; --let-go with the short form of both deletes nothing", async () => {
    const here = await twoAlike();
    const run = (...args: readonly string[]): ReturnType<typeof mturkSetupHere> =>
      mturkSetupHere(here.place, ["rotate", ...args], { env: here.env });
    const asked = await run("--yes");
    expect(asked.code).toBe(3);
    expect(asked.err).toContain("AKIA…2WXYZ");
    expect(asked.err).not.toMatch(ALIKE);
    const unclear = await run("--yes", "--off-anyway", "--let-go", "AKIA…WXYZ");
    expect(unclear.code).not.toBe(0);
    expect(here.all()).toEqual(expect.arrayContaining([ONE, TWO]));
    expect(here.inFile()).toBe(ONE);
    const done = await run("--yes", "--off-anyway", "--let-go", "AKIA…2WXYZ");
    expect(done.code, done.err).toBe(0);
    expect(here.active()).not.toContain(TWO);
    expect(here.inFile()).not.toBe(ONE);
  });

  test.each(MODES)(
    "%s the wizard's first screen and its list of keys tell them apart",
    async (_mode, startWalk) => {
      const here = await twoAlike();
      const walk = startWalk(here.place, { env: here.env });
      const alike = /AKIA\.\.\.WXYZ/;
      const first = await walk.at(/mturk-setup/, /What would you like to do/);
      expect(first).toMatch(/AKIA\.\.\.1WXYZ.*AKIA\.\.\.2WXYZ/);
      expect(first).not.toMatch(alike);
      await walk.pick("Switch off keys I no longer need");
      await walk.at(/Switch off keys: first save what you need/);
      await walk.enter();
      const list = await walk.says(/1 Both, one after the other/);
      expect(list).toMatch(/AKIA\.\.\.1WXYZ.*AKIA\.\.\.2WXYZ/);
      expect(list).not.toMatch(alike);
      await walk.pick(walk.by === "lines" ? "AKIA...2WXYZ" : "AKIA…2WXYZ");
      await walk.at(/Switch AKIA\.\.\.2WXYZ off at AWS/);
      await walk.leave();
    },
  );
});
