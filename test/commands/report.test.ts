/** `--report FILE`: what was done, as a private Markdown file without secrets; never through a link. */
import { lstatSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { start } from "../practice/start.js";
import { mturkSetupHere } from "../e2e/here.js";
import { type Place, askedOf, newPlace } from "../e2e/program.js";
import type { PracticeAws } from "../../src/practice/server.js";

interface Here {
  readonly place: Place;
  readonly aws: PracticeAws;
  readonly run: (...args: readonly string[]) => ReturnType<typeof mturkSetupHere>;
}

async function here(): Promise<Here> {
  const aws = await start();
  const place = newPlace();
  place.put(
    "key.csv",
    `Access key ID,Secret access key\n${aws.accessKeyId},${aws.secretAccessKey.reveal()}\n`,
  );
  const env = { ...askedOf(aws), AWS_ENDPOINT_URL_IAM: aws.endpoints.iam };
  return { aws, place, run: (...args) => mturkSetupHere(place, args, { env }) };
}

const modeOf = (path: string): number => lstatSync(path).mode & 0o777;

test("save, rotate and retire: when, where, whose, how to take it back, when to replace it", async () => {
  const { aws, place, run } = await here();
  const saved = await run("save", "--csv", "key.csv", "--report", "saved.md");
  expect([saved.code, saved.err]).toEqual([0, expect.stringContaining("the report is in")]);
  const report = place.read("saved.md");
  expect(modeOf(place.at("saved.md"))).toBe(0o600);
  for (const words of [
    /^# AWS access keys: what was done$/m,
    /^\d{4}-\d{2}-\d{2} \d{2}:\d{2} UTC/m,
    /^- Key: AKIA…MPLE$/m,
    /^- Account: \d{4} \d{4} \d{4}$/m,
    /^- User: user\/practice$/m,
    /^- File: ~\/\.aws\/credentials$/m,
    /^- mturk-setup undo$/m,
    /^- Replace the key by \d{4}-\d{2}-\d{2} \(90 days\): mturk-setup rotate$/m,
  ])
    expect(report).toMatch(words);
  expect((await run("rotate", "--yes", "--report", "rotated.md")).code).toBe(0);
  const rotated = place.read("rotated.md");
  expect(rotated).toMatch(/^- Old key: AKIA…MPLE, switched off at AWS$/m);
  expect(rotated).toMatch(/^- User: user\/practice$/m);
  expect(rotated).toMatch(/^- mturk-setup rotate --undo$/m);
  const id = /aws_access_key_id = (\w+)/.exec(place.read(".aws/credentials"))?.[1] ?? "";
  const off = await run("retire", "--key", id, "--yes", "--report", "retired.md");
  expect(off.code, off.err).toBe(0);
  expect(place.read("retired.md")).toMatch(/^- At AWS: switched off at AWS; AWS refuses it$/m);
  for (const file of ["saved.md", "rotated.md", "retired.md"])
    for (const secret of [aws.secretAccessKey.reveal(), aws.accessKeyId, id])
      expect(place.read(file)).not.toContain(secret);
});

test("a key that goes out of the files while it is on is not called switched off", async () => {
  const { aws, place, run } = await here();
  const wrong = "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY";
  // The right secret would be found there, and used.
  rmSync(place.at("key.csv"));
  place.put(
    ".aws/credentials",
    `[default]\naws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${wrong}\n`,
  );
  const put = ["retire", "--key", aws.accessKeyId, "--forget", "--yes", "--report", "put.md"];
  expect((await run(...put)).code).toBe(4);
  const told = place.read("put.md");
  expect(told).toMatch(/^- At AWS: STILL ACTIVE at AWS: the secret here was wrong$/m);
  expect(told).toContain(`- To be switched off: ${aws.accessKeyId}\n`);
  expect(told).toMatch(/^- Users .* Deactivate\.$/m);
  expect(told).not.toMatch(/Key switched off|In a week|Activate/);
  expect(told).not.toContain(wrong);
});

test("a file that is there is left as it is, and so is what a link leads to: told, and no success; --yes replaces it", async () => {
  const { place, run } = await here();
  place.put("there.md", "mine\n");
  const first = await run("save", "--csv", "key.csv", "--report", "there.md");
  expect([first.code, place.read("there.md")]).toEqual([4, "mine\n"]);
  expect(first.err).toContain("exists already");
  expect(first.err).toContain("what was done stays done");
  expect(place.read(".aws/credentials")).toContain("aws_access_key_id");
  place.put("target.md", "a friend's\n");
  symlinkSync(place.at("target.md"), place.at("link.md"));
  expect((await run("save", "--csv", "key.csv", "--report", "link.md")).code).toBe(4);
  const over = await run("save", "--csv", "key.csv", "--yes", "--report", "link.md");
  expect(over.code, over.err).toBe(0);
  expect(readFileSync(place.at("target.md"), "utf8")).toBe("a friend's\n");
  expect(lstatSync(place.at("link.md")).isSymbolicLink()).toBe(false);
  const nowhere = await run("save", "--csv", "key.csv", "--json", "--report", "there.md/x.md");
  expect(nowhere.code).toBe(4);
  expect(JSON.parse(nowhere.out)).toMatchObject({ profile: "default" });
});

test("elsewhere, and where nothing is done, it is refused before anything is read", async () => {
  const { place, run } = await here();
  for (const args of [
    ["check"],
    ["doctor"],
    ["undo"],
    ["save", "--csv", "key.csv", "--dry-run"],
    ["rotate", "--letter"],
    ["retire", "--dry-run"],
    ["--practice"],
  ])
    expect((await run(...args, "--report", "x.md")).code, args.join(" ")).toBe(2);
  expect(place.has("x.md")).toBe(false);
});
