/** The screens of switching keys off. */
import { describe, expect, test } from "vitest";
import {
  SIZES,
  type Wizard,
  type WizardOptions,
  hurriedClock,
  openWizard,
  confirm,
  readOn,
} from "./wizard.js";

async function toKeys(options: WizardOptions = {}): Promise<Wizard> {
  const wizard = await openWizard({ practice: true, clock: hurriedClock(), ...options });
  // Its digit works also where a small window does not show the row.
  await wizard.to("5", /^Switch off keys: first save/);
  await wizard.to("\r", /^Keys found\./);
  return wizard;
}

describe.each(SIZES)("$columns×$rows", ({ columns, rows }) => {
  test("every screen of the way fits, and the file is changed only after its change was shown", async () => {
    const wizard = await toKeys({ columns, rows });
    await wizard.to("\r", /^Switch AKIA\w*…MPLE off at AWS/);
    await wizard.to("1", /^Switch AKIA\w*…MPLE off at AWS\. Back on/);
    await confirm(wizard, wizard.aws.accessKeyId, /^Take AKIA\w*…MPLE out/);
    expect(wizard.read(".aws/credentials")).toContain(wizard.aws.accessKeyId);
    await readOn(wizard);
    await wizard.to("1", /^Take AKIA\w*…MPLE out of the files for good/);
    await confirm(wizard, wizard.aws.accessKeyId, /^Switched off\. AWS refuses AKIA\w*…MPLE\./);
    expect(wizard.read(".aws/credentials")).not.toContain(wizard.aws.accessKeyId);
    for (const frame of wizard.seen) {
      expect(frame.length, frame.join("\n")).toBeLessThanOrEqual(rows - 2);
      for (const line of frame) expect(line.length).toBeLessThanOrEqual(columns);
    }
    expect(wizard.rawBytes()).not.toContain(wizard.aws.secretAccessKey.reveal());
  });
});

describe.each(SIZES)("a key that is not seen off, $columns×$rows", ({ columns, rows }) => {
  test("every screen fits; the highlighted row never takes the copy away; the end shows the whole id", async () => {
    const wizard = await toKeys({ columns, rows, faults: ["no-iam"] });
    await wizard.to("\r", /^Switch AKIA\w*…MPLE off at AWS/);
    await wizard.to("1", /Back on: only in the console/);
    await confirm(wizard, wizard.aws.accessKeyId, /^Switch AKIA\w*…MPLE off in the console/);
    await wizard.to("4", /^AKIA\w*…MPLE may still be on\./);
    await wizard.to("\r", /^AKIA\w*…MPLE is STILL ACTIVE at AWS\./);
    expect(wizard.read(".aws/credentials")).toContain(wizard.aws.accessKeyId);
    const again = await toKeys({ columns, rows, faults: ["no-iam"] });
    await again.to("\r", /^Switch AKIA\w*…MPLE off at AWS/);
    await again.to("1", /Back on: only in the console/);
    await confirm(again, again.aws.accessKeyId, /^Switch AKIA\w*…MPLE off in the console/);
    await again.to("4", /^AKIA\w*…MPLE may still be on\./);
    await again.to("2", /^Take AKIA\w*…MPLE out of the files for good\?\s+What/);
    expect(again.read(".aws/credentials")).toContain(again.aws.accessKeyId);
    await confirm(again, again.aws.accessKeyId, /^AKIA\w*…MPLE is STILL ACTIVE at AWS\./);
    expect(again.read(".aws/credentials")).not.toContain(again.aws.accessKeyId);
    for (const frame of [...wizard.seen, ...again.seen]) {
      expect(frame.length, frame.join("\n")).toBeLessThanOrEqual(rows - 2);
      for (const line of frame) expect(line.length).toBeLessThanOrEqual(columns);
    }
  });
});

test("that it cannot be undone here is said before the key switches itself off", async () => {
  const wizard = await toKeys();
  const frame = (await wizard.to("\r", /^Switch AKIA\w*…MPLE off at AWS/)).replaceAll(/\s+/g, " ");
  expect(frame).toContain("this cannot be undone here");
  expect(wizard.aws.log.map(({ operation }) => operation)).not.toContain("UpdateAccessKey");
});

test("another folder can be looked into; a secret pasted there is not taken for a path, nor shown", async () => {
  const wizard = await toKeys();
  await wizard.to("\t", /Look in another folder/);
  wizard.paste("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", true);
  await wizard.to("\r", /Type the path of a folder/);
  expect(wizard.rawBytes()).not.toContain("wJalrXUtnFEMI");
});

test("no answer of AWS: said as not known, and the files can still be cleaned", async () => {
  const wizard = await toKeys({ faults: ["offline"] });
  const frame = await wizard.to("\r", /^Whether AKIA\w*…MPLE is active is not known/);
  expect(frame).toContain("Go on to the files");
});

test("the end: mark, what, detail in columns, the cure under its mark, and one row for the record, none in practice", async () => {
  const wizard = await toKeys();
  await wizard.to("\r", /off at AWS/);
  await wizard.to("1", /Back on: only in the console/);
  await confirm(wizard, wizard.aws.accessKeyId, /^Take AKIA\w*…MPLE out of the files\. Nothing/);
  await wizard.to("1", /for good/);
  const end = await confirm(wizard, wizard.aws.accessKeyId, /^Switched off/);
  expect(end).toMatch(
    new RegExp(
      "\\n {2}✓ Switched off at AWS {3}user practice, account [\\d ]{14}\\n" +
        " {4}In a week, if nothing broke: [^\\n]*\\n {4}[^\\n]*\\n" +
        " {2}✓ Removed from 1 file {3}~/.aws/credentials\\n" +
        " {2}✓ Removed from 1 copy of ours\\n\\n" +
        " {2}psiTurk",
    ),
  );
  expect(end).toMatch(/1 {2}Finish\n.*2 {2}Another key/);
  expect(wizard.frame()[0]).toMatch(/^✓ /);
});

test("one that stays on is told as what failed, with the way to switch it off under its mark", async () => {
  const wizard = await toKeys({ faults: ["no-iam"] });
  await wizard.to("\r", /off at AWS/);
  await wizard.to("1", /Back on: only in the console/);
  await confirm(wizard, wizard.aws.accessKeyId, /^Switch AKIA\w*…MPLE off in the console/);
  await wizard.to("4", /may still be on/);
  const end = await wizard.to("\r", /STILL ACTIVE/);
  expect(wizard.frame()[0]).toMatch(/^✗ /);
  expect(end).toMatch(
    /✗ Still active at AWS +user practice, .*\n {4}Whoever has a copy can use it\. To/,
  );
});

describe.each(SIZES)("thirteen keys, $columns×$rows", ({ columns, rows }) => {
  test("what one chooses from is never cut: the list has all of them, and typing finds the last", async () => {
    const section = (at: number): string =>
      `[p${at}]\naws_access_key_id = AKIAEXAMPLEEXAMPLE${at + 10}\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEK${at + 10}\n`;
    const wizard = await openWizard({
      practice: true,
      clock: hurriedClock(),
      columns,
      rows,
      files: {
        ".aws/credentials": Array.from({ length: 13 }, (_each, at) => section(at)).join("\n"),
      },
    });
    // Where there are keys already, its digit is another one.
    await wizard.to("3", /^Switch off keys: first save/);
    await wizard.to("\r", /^Keys found\./);
    await wizard.waitFor("14 rows. Type to find one");
    // A blank turns the page of what stands above, down to how many are left out there; PgDn is the
    // list's own.
    expect(wizard.frame().join("\n")).toMatch(/more: Space \(1\/|… and 3 more, in the list below/);
    expect(wizard.frame().join("\n")).not.toContain("more: PgDn");
    for (
      let page = 2;
      !wizard.frame().join("\n").includes("… and 3 more, in the list below");
      page++
    )
      await wizard.to(" ", `(${page}/`);
    for (const typed of ["L", "LE", "LE2", "LE22"])
      await wizard.to(typed.slice(-1), `Find: ${typed} `);
    expect(wizard.frame().join("\n")).toMatch(/› AKIA…LE22 .*refuses/);
    await wizard.to("\r", /^AWS refuses AKIA…LE22 already/);
  });
});
