/**
 * The ends: ready, saved without MTurk, the check of what is here; and what each of them offers.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  BEFORE,
  REFUSED,
  REFUSED_FILE,
  SIZES,
  openWizard,
  put,
  toReview,
  write,
} from "./wizard.js";

const squeezed = (text: string): string => text.replaceAll(/\s+/g, " ");
const credentials = (
  aws: { readonly accessKeyId: string; readonly secretAccessKey: { reveal: () => string } },
  profile = "default",
): string =>
  `[${profile}]\naws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\n`;

describe.each(SIZES)("$columns×$rows", ({ columns, rows }) => {
  test("ready: whose key, the balance, who uses it; the next command and undo", async () => {
    const wizard = await toReview({ columns, rows });
    const end = await write(wizard);
    expect(squeezed(end)).toMatch(/^Ready\. [\w.:]+ answers in place of MTurk's\s+sandbox\./);
    expect(wizard.frame().length).toBeLessThanOrEqual(rows - 2);
    if (rows < 24) return;
    const text = squeezed(
      (
        await wizard.waitFor(/boto3 and psiTurk 3 use it +~\/\.aws\/credentials, profile default/)
      ).join("\n"),
    );
    expect(text).toContain("user practice, account 1234 5678 9012");
    expect(text).toContain("The sandbox answers 10,000.00, play money, as always");
    expect(text).toContain("Amazon announced the end, yet it answers. The answer counts.");
    expect(text).toContain("Next psiturk");
    expect(text).toContain("Undo mturk-setup undo");
  });

  test("MTurk silent: never a word against the key, and what psiTurk will wrongly say of it", async () => {
    const wizard = await toReview({ columns, rows, faults: ["closed=410"] });
    const end = await write(wizard);
    expect(end).toMatch(/^Your key works\. MTurk does not answer\./);
    expect(wizard.frame().length).toBeLessThanOrEqual(rows - 2);
    if (rows < 24) return;
    const text = squeezed(end);
    expect(text).toContain("AWS accepts AKIA");
    expect(text).toContain("HTTP 410");
    expect(text).toContain("Amazon closed MTurk on September 30, 2026; that is the likely reason.");
    expect(text).toContain("psiturk server on then psiturk debug -p");
    expect(text).toContain(
      'Plain "psiturk" stops with "AWS credentials invalid". Not true of this key',
    );
    await wizard.choose("Run a study without MTurk");
    await wizard.waitFor(/^Run a study without MTurk/);
  });
});

test("before the closure nothing is said of the end", async () => {
  const wizard = await toReview({ setting: { startedAt: BEFORE } });
  expect(await write(wizard)).not.toContain("announced the end");
});

test("r asks again, Back leads to the review, Enter ends", async () => {
  const wizard = await toReview({ faults: ["closed=reset"] });
  await write(wizard);
  wizard.aws.setFaults([]);
  await wizard.to("r", /^Ready\./);
  await wizard.to("\u001B", /^Review: the files hold this key already/);
  await wizard.to("\r", /^Ready\./);
  wizard.press("enter");
  await wizard.exited;
  expect(wizard.state().leaving).toEqual({ how: "finished" });
});

test("the CSV file is named and a row deletes it, after the key is saved and not before", async () => {
  const wizard = await openWizard({
    files: (aws) => ({
      "Downloads/psiturk_accessKeys.csv": `Access key ID,Secret access key\r\n${aws.accessKeyId},${aws.secretAccessKey.reveal()}\r\n`,
    }),
  });
  const csv = join(wizard.home, "Downloads/psiturk_accessKeys.csv");
  await wizard.choose("Use keys I have");
  await wizard.waitFor("use psiturk_accessKeys.csv");
  await wizard.to("\r", /^Review(.*\n)*Enter write/);
  wizard.type("x");
  await write(wizard);
  const end = squeezed(await wizard.to("", /Delete the CSV/));
  expect(end).toContain("2 Delete the CSV: it still holds the secret");
  expect(existsSync(csv)).toBe(true);
  await wizard.to("2", /^Delete ~\/Downloads\/psiturk_accessKeys\.csv\? This cannot be undone\./);
  expect(await wizard.to("\r", /Nothing was typed/)).toContain("Type delete to delete the file");
  await wizard.to("yes\r", /That is not it; nothing was done/);
  await wizard.to("\u001B", /2 {2}Delete the CSV/);
  expect(existsSync(csv)).toBe(true);
  await wizard.to("2", /Type delete/);
  const after = await wizard.to("delete\r", "The CSV file is deleted.");
  expect(existsSync(csv)).toBe(false);
  expect(after).not.toMatch(/Delete the CSV(?!.*no longer)/);
});

test("a key saved unchecked is called neither right nor wrong", async () => {
  const wizard = await toReview();
  wizard.aws.setFaults([]);
  await wizard.aws.close();
  const end = squeezed(await write(wizard));
  expect(end).toMatch(/^Could not ask AWS\. Whether the key is right is still open\..*Saved /);
  expect(end).not.toMatch(/Next psiturk/);
});

describe("checking what is here", () => {
  test("ready", async () => {
    const wizard = await openWizard({ files: (aws) => ({ ".aws/credentials": credentials(aws) }) });
    const frame = await wizard.to("1", /^Ready\./);
    expect(frame).toMatch(/boto3 and psiTurk 3 use it +~\/\.aws\/credentials, profile default/);
    wizard.press("enter");
    await wizard.exited;
    expect(wizard.state().leaving).toEqual({ how: "finished" });
  });

  test("several profiles: the one that is picked is asked about", async () => {
    const wizard = await openWizard({
      files: (aws) => ({ ".aws/credentials": `${REFUSED_FILE}${credentials(aws, "lab")}` }),
    });
    await wizard.to("1", /^Which profile\?/);
    await wizard.to("2", /^boto3's key works\. psiTurk does not use it\.(.*\n)*.*Profile lab/);
    await wizard.to("\u001B", /^Which profile\?/);
    const refused = await wizard.to("1", /^AWS refused this key\.(.*\n)*.*Profile default/);
    expect(refused.match(/is not an active key at AWS/g)).toHaveLength(1);
  });

  test("refused: 4 leads through step 4 to the new key", async () => {
    const wizard = await openWizard({ files: { ".aws/credentials": REFUSED_FILE } });
    await wizard.to("1", /^AWS refused this key\./);
    await wizard.to("4", /^Step 4 of 7(.*\n)*.*Enter done: enter the new key/);
    await wizard.to("\r", /^The access key/);
    expect(wizard.rawBytes()).not.toContain(REFUSED.secret);
  });

  test("k takes another key at once", async () => {
    const wizard = await openWizard({ files: { ".aws/credentials": REFUSED_FILE } });
    await wizard.to("1", /^AWS refused this key\./);
    await wizard.to("k", /^The access key/);
  });

  test("a placeholder in psiTurk's file: told once, with one cure, and the places below", async () => {
    const wizard = await openWizard({
      files: (aws) => ({
        ".aws/credentials": credentials(aws),
        ".psiturkconfig":
          "[AWS Access]\naws_access_key_id = YourAccessKeyId\naws_secret_access_key = YourSecretAccessKey\n",
      }),
    });
    const frame = squeezed(
      await wizard.to(
        "1",
        /^psiTurk's key is a stand-in from some instructions, not a key\.\s+boto3's\s+key\s+works\./,
      ),
    );
    expect(frame).toMatch(/✗ psiTurk 3 (?:uses \(not a key id\)|finds no key that it could use)/);
    expect(frame.match(/Delete lines 2 and 3/g)).toHaveLength(1);
    expect(frame).not.toContain("is not the one that psiTurk uses");
    expect(frame).toContain("Keys on this computer, strongest first");
  });

  test("MTurk silent: w shows how to do without and comes back to the same answers", async () => {
    const wizard = await openWizard({
      faults: ["closed=reset"],
      files: (aws) => ({ ".aws/credentials": credentials(aws) }),
    });
    await wizard.to("1", /^Your key works\. MTurk does not answer\./);
    const asked = wizard.aws.log.length;
    await wizard.to("w", /^Run a study without MTurk/);
    await wizard.to("\r", /^Your key works\. MTurk does not answer\./);
    expect(wizard.aws.log.length).toBe(asked);
  });

  test("no keys at all: said as such, k leads to entering some", async () => {
    const wizard = await openWizard();
    await wizard.choose("Check what is on this computer");
    await wizard.waitFor(/^There is no complete key here\./);
    await wizard.to("k", /^The access key/);
  });

  test("it is asked anew each time it is chosen", async () => {
    const wizard = await openWizard({ files: { ".aws/credentials": REFUSED_FILE } });
    await wizard.to("1", /^AWS refused this key\./);
    put(wizard.home, ".aws/credentials", credentials(wizard.aws));
    await wizard.to("\u001B", /^mturk-setup/);
    await wizard.to("1", /^Ready\./);
  });
});
