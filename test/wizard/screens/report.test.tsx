/**
 * The row that keeps a record: on each last screen where something was done for real, once, under a
 * name that is free.
 */
import { existsSync, lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  AFTER,
  type Wizard,
  confirm,
  hurriedClock,
  openWizard,
  put,
  readOn,
  toReview,
  write,
} from "./wizard.js";
import type { PracticeAws } from "../../../src/practice/server.js";

/** The day on which the run began, which its row names: long past when the record is written. */
const DAY = new Date(AFTER).toISOString().slice(0, 10);
const NAME = `mturk-setup-${DAY}.md`;

const own = (aws: PracticeAws): Record<string, string> => ({
  ".aws/credentials": `[default]\naws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\n`,
});

/** Presses the digit of the row, waits until it is told as written, and answers the text. */
async function keep(wizard: Wizard, name = NAME): Promise<string> {
  expect(wizard.frame().join("\n"), "what is offered").toContain(`./${NAME}`);
  await wizard.choose("Keep a record of this");
  const frame = await wizard.waitFor(new RegExp(`Keep a record of this {2}\\(\\./${name} is`));
  expect(frame.join(" ").replaceAll(/\s+/g, " ")).toContain(
    `The record is in ${join(wizard.home, name)}`,
  );
  expect(lstatSync(join(wizard.home, name)).mode & 0o777).toBe(0o600);
  const text = wizard.read(name);
  for (const secret of [wizard.aws.secretAccessKey.reveal(), wizard.aws.accessKeyId])
    expect(text).not.toContain(secret);
  expect(text).toMatch(/^# AWS access keys: what was done\n\n\d{4}-\d\d-\d\d \d\d:\d\d UTC/);
  expect(text).toMatch(/^- Account: \d{4} \d{4} \d{4}$/m);
  expect(text).toMatch(/^- User: user\/practice$/m);
  return text;
}

const records = (wizard: Wizard): readonly string[] =>
  readdirSync(wizard.home).filter((name) => name.endsWith(".md"));

test("set-up: what was saved where, how it is taken back, when to replace it; written once", async () => {
  const wizard = await toReview({ setting: { startedAt: AFTER } });
  await write(wizard);
  const text = await keep(wizard);
  for (const words of [
    /^## Key saved$/m,
    /^- Key: AKIA\w*…MPLE$/m,
    /^- Profile: default$/m,
    /^- File: ~\/\.aws\/credentials$/m,
    /^### Take it back\n\n- mturk-setup undo$/m,
    /^- Replace the key by \d{4}-\d\d-\d\d \(90 days\): mturk-setup rotate$/m,
  ])
    expect(text).toMatch(words);
  // Its row is there to be read, and does nothing any more.
  await wizard.choose("Keep a record of this");
  await wizard.to("\r", /./);
  expect(records(wizard)).toEqual([NAME]);
});

test("a file of that name is not written over: the record gets another name", async () => {
  const wizard = await toReview();
  put(wizard.home, NAME, "mine\n");
  await write(wizard);
  await keep(wizard, `mturk-setup-${DAY}-2.md`);
  expect(wizard.read(NAME)).toBe("mine\n");
});

test("a folder that cannot be written to: said, with the row still there", async () => {
  const wizard = await toReview();
  await write(wizard);
  for (let n = 1; n <= 20; n++)
    put(wizard.home, `mturk-setup-${DAY}${n === 1 ? "" : `-${n}`}.md`, "mine\n");
  await wizard.choose("Keep a record of this");
  await wizard.waitFor("exists already");
  expect(wizard.frame().join("\n")).toMatch(/ \d {2}Keep a record of this: \.\//);
});

test("rotate: both keys and what became of the old one", async () => {
  const wizard = await openWizard({ files: own, clock: hurriedClock(), iam: true });
  await toRotated(wizard);
  const text = await keep(wizard);
  for (const words of [
    /^## Key replaced$/m,
    /^- New key: AKIA\w*…\w{4}$/m,
    /^- Old key: AKIA\w*…MPLE, left on$/m,
    /^- mturk-setup rotate --undo$/m,
    /^- In a week, .*: mturk-setup rotate --finish$/m,
  ])
    expect(text).toMatch(words);
});

test("retire: where it stood, and what it was taken out of", async () => {
  const wizard = await openWizard({ files: own, clock: hurriedClock(), iam: true });
  await wizard.choose("Switch off keys");
  await wizard.waitFor(/^Switch off keys: first save/);
  await wizard.to("\r", /^Keys found\./);
  await wizard.to("\r", /^Switch AKIA\w*…MPLE off at AWS/);
  await readOn(wizard);
  await wizard.to("1", /^Switch AKIA\w*…MPLE off at AWS\. Back on/);
  await confirm(wizard, wizard.aws.accessKeyId, /^Take AKIA\w*…MPLE out/);
  await readOn(wizard);
  await wizard.to("1", /for good/);
  const end = await confirm(wizard, wizard.aws.accessKeyId, /^Switched off\./);
  expect(end.match(/record/g)).toHaveLength(1);
  const text = await keep(wizard);
  for (const words of [
    /^## Key switched off$/m,
    /^- At AWS: switched off at AWS; AWS refuses it$/m,
    /^- Stood in: ~\/\.aws\/credentials, profile default$/m,
    /^- Removed from: ~\/\.aws\/credentials$/m,
    /^- IAM console, .*Activate: until it is deleted there\.$/m,
  ])
    expect(text).toMatch(words);
});

test("in practice nothing was done, and nothing is offered to be written down", async () => {
  const wizard = await openWizard({ practice: true });
  await wizard.to("2", /practice-key/);
  await wizard.to("\r", /^Review(.*\n)*Enter write/);
  await wizard.to("\r", /^Practice complete/);
  expect(wizard.frame().join("\n")).not.toMatch(/record/i);
  expect(existsSync(join(wizard.home, NAME))).toBe(false);
});

/** Replaced, and the old key left on. */
async function toRotated(wizard: Wizard): Promise<void> {
  await wizard.choose("Replace a key");
  await wizard.waitFor(/^Replace a key: default/);
  await readOn(wizard);
  await wizard.choose("Replace it");
  await wizard.waitFor(/^Replaced: .*and AWS accepts it/);
  await wizard.choose("Leave it on for now");
  await wizard.waitFor(/The old key is still on/);
}
