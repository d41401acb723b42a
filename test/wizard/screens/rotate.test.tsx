/**
 * The screens of replacing a key: they say what is known, fit small windows, and each row does what
 * it says.
 */
import { describe, expect, test } from "vitest";
import type { PracticeAws } from "../../../src/practice/server.js";
import {
  SIZES,
  type Wizard,
  type WizardOptions,
  hurriedClock,
  openWizard,
  confirm,
  readOn,
} from "./wizard.js";

const squeezed = (text: string): string => text.replaceAll(/\s+/g, " ");
const own = (aws: PracticeAws): Record<string, string> => ({
  ".env": "# nothing\n",
  ".aws/credentials": `[default]\naws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\n`,
});

async function toRotate(options: WizardOptions = {}): Promise<Wizard> {
  const wizard = await openWizard({ practice: true, ...options });
  await wizard.choose("Replace a key");
  await wizard.waitFor(/^Replace a key: default/);
  return wizard;
}

test("keys found: replacing and switching off are the rows after the check", async () => {
  const wizard = await openWizard({ files: own });
  expect(wizard.frame().join("\n")).toMatch(
    /1 {2}Check my keys.*\n.*2 {2}Replace a key \(rotate\).*\n.*3 {2}Switch off keys I no longer need \(retire\)/,
  );
});

describe.each(SIZES)("$columns×$rows", ({ columns, rows }) => {
  test("every screen of the way fits", async () => {
    const wizard = await toRotate({ columns, rows, clock: hurriedClock() });
    await readOn(wizard);
    await wizard.to("1", /^Replaced: the file holds/);
    await wizard.to("1", /key\s+is\s+switched\s+off/);
    for (const frame of wizard.seen) {
      expect(frame.length, frame.join("\n")).toBeLessThanOrEqual(rows - 2);
      for (const line of frame) expect(line.length).toBeLessThanOrEqual(columns);
    }
  });
});

test("MTurk silent: switching off is offered first, as the safer thing", async () => {
  const wizard = await toRotate({ faults: ["closed=reset"] });
  expect(wizard.frame().join("\n")).toMatch(
    /Used only for MTurk\? Then switching it off is safer than replacing it\.\n\n {2}› 1 {2}Switch it off/,
  );
  expect(await wizard.to("1", /^Switch off keys: first save/)).toContain("requester.mturk.com");
});

test("keys from the environment: said before anything is asked of IAM, nothing made", async () => {
  const wizard = await openWizard({
    files: own,
    env: {
      AWS_ACCESS_KEY_ID: "AKIAENVEXAMPLEENVENV",
      AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    },
  });
  await wizard.choose("Replace a key");
  await wizard.waitFor(/Replace it/);
  const told = squeezed(await wizard.to("2", /^Replacing the key stopped here/));
  expect(told).toContain("comes from environment variables");
  expect(wizard.aws.log.some(({ service }) => service === "iam")).toBe(false);
});

test("two keys: the first row deletes nothing, and leads back", async () => {
  const wizard = await toRotate({ faults: ["quota"] });
  const asked = await wizard.to("1", /^Two keys already/);
  expect(asked).toMatch(/› 1 {2}Delete none: go back/);
  await wizard.to("\r", /^Replace a key: default/);
  expect(wizard.aws.log.map(({ operation }) => operation)).not.toContain("DeleteAccessKey");
});

test("undo and deleting are offered at the end; once deleted, nothing can be undone", async () => {
  const wizard = await toRotate({ clock: hurriedClock() });
  await wizard.to("1", /^Replaced: the file holds/);
  const end = await wizard.to("1", /is switched off/);
  // Mark, what, detail in one column; the cure under its mark, raw details last; then what is next.
  expect(end).toMatch(
    new RegExp(
      "✓ Practice AWS accepts AKIA…\\w{4} {3}user practice, account [\\d ]{14}\\n" +
        " {2}✓ The old key is switched off +AKIA…MPLE\\n" +
        " {4}In a week, if nothing broke, delete it\\.\\n" +
        " {2}✓ Saved +~/.aws/credentials, profile default\\n" +
        " {4}\\(copy:\\s+credentials\\.mturk-setup-backup-[\\w-]+\\)\\n\\n" +
        " {2}psiTurk +one that is running remembers the old key: restart it\\n",
    ),
  );
  expect(end).toMatch(/1 {2}Finish\n.*2 {2}Undo: put the old key back *\n.*3 {2}Delete/);
  await wizard.to("3", /^Delete AKIA\w*…MPLE at AWS\. This cannot be undone\./);
  expect(await wizard.to("AAAA\r", /That is not it/)).toContain("nothing was done");
  await wizard.to("\u001B", /is switched off(.*\n)*.*3 {2}Delete/);
  await wizard.to("3", /Type its last four/);
  const gone = await confirm(wizard, wizard.aws.accessKeyId, /^The old key is deleted\./);
  expect(gone).not.toContain("Undo");
});
