/**
 * What AWS says of a key before anything is written: each verdict, its cures, and that each cure's
 * key does what it says.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { systemClock } from "../../../src/base/host.js";
import { broken } from "./broken-practice.js";
import { OTHER, type Wizard, enterPair, hurriedClock, toKey, write } from "./wizard.js";

const squeezed = (text: string): string => text.replaceAll(/\s+/g, " ");

interface Case {
  readonly fault: string;
  readonly title: RegExp;
  readonly says: string;
  /** The keys of the rows, in order. */
  readonly cures: string;
}

const CASES: readonly Case[] = [
  {
    fault: "wrong-secret",
    title: /^AWS refused this key\. Nothing was saved\./,
    says: "AWS knows this id; the secret is another key's",
    cures: "p4r",
  },
  {
    fault: "key-inactive",
    title: /^AWS refused this key\. Nothing was saved\./,
    says: "is not an active key at AWS",
    cures: "rp4",
  },
  {
    fault: "session-expired",
    title: /^AWS refused this key\. Nothing was saved\./,
    says: "their time is up",
    cures: "p4r",
  },
  {
    fault: "not-linked",
    title: /^Your key works, but the sandbox's link to its account is missing\./,
    says: "MTurk's sandbox is not linked",
    cures: "5rsp",
  },
  {
    fault: "no-policy",
    title: /^Your key works, but its user may not use MTurk yet\./,
    says: "its IAM user, practice, may not use MTurk yet",
    cures: "4rsp",
  },
  {
    fault: "scp-deny",
    title: /^Your key works, but it is not allowed to use MTurk\./,
    says: "service control policy",
    cures: "rsp",
  },
  {
    fault: "account-inactive",
    title: /^Your key works, but its AWS account is not active\./,
    says: "not fully signed up",
    cures: "1rsp",
  },
  {
    fault: "offline",
    title: /^Could not ask AWS\. Whether the key is right is still open\./,
    says: "was cut (ECONNRESET)",
    cures: "rspw",
  },
  {
    fault: "captive-portal",
    title: /^Something else answered in AWS's place\.\s+Whether the key is right is still\s+open\./,
    says: "answered, but not as AWS does",
    cures: "rspw",
  },
];

/** The letters and digits before the rows that can be chosen. */
function rowKeys(frame: string): string {
  return [...frame.matchAll(/^ {2}[› ] ([a-z0-9]) {2}\S/gm)].map((match) => match[1]).join("");
}

describe.each(CASES)("$fault", ({ fault, title, says, cures }) => {
  test("the verdict first, the cause once, a key for every cure; nothing is written", async () => {
    const wizard = await toKey({ faults: [fault], clock: hurriedClock() });
    const outcome = await enterPair(wizard);
    expect(outcome).toMatch(title);
    expect(squeezed(outcome)).toContain("Nothing was saved.");
    expect(squeezed(outcome).split(says)).toHaveLength(2);
    expect(rowKeys(outcome)).toBe(cures);
    expect(existsSync(join(wizard.home, ".aws"))).toBe(false);
    expect(wizard.rawBytes()).not.toContain(wizard.aws.secretAccessKey.reveal());
  });

  test("60×15: nothing is taller than it may be, and what does not fit is a page away", async () => {
    const wizard = await toKey({ faults: [fault], clock: hurriedClock(), columns: 60, rows: 15 });
    const first = await enterPair(wizard);
    expect(wizard.frame().length).toBeLessThanOrEqual(13);
    expect(await everyPage(wizard, first)).toContain(says.split(" ").slice(-2).join(" "));
  });
});

/** The text of all pages, squeezed. */
async function everyPage(wizard: Wizard, first: string): Promise<string> {
  let [text, frame] = [first, first];
  for (;;) {
    // Where AWS is asked again meanwhile, a row that says so makes a page more.
    const [, page, pages] = /Space \((\d+)\/(\d+)\)/.exec(frame) ?? [];
    if (page === pages) return squeezed(text);
    frame = await wizard.to("\u001B[6~", new RegExp(`Space \\(${Number(page) + 1}/`));
    text += `\n${frame}`;
  }
}

describe("each cure is one key", () => {
  test("r asks again", async () => {
    const wizard = await toKey({ faults: ["not-linked"] });
    await enterPair(wizard);
    wizard.aws.setFaults([]);
    await wizard.to("r", /^Review/);
  });

  test("p goes back to an empty key screen; the right key then goes through", async () => {
    const wizard = await toKey({ faults: ["session-expired"] });
    await enterPair(wizard);
    wizard.aws.setFaults([]);
    const entry = await wizard.to("p", /^The access key/);
    expect(entry).not.toContain("again.");
    expect(await enterPair(wizard)).toMatch(/^Review/);
  });

  test("5 leads to 5b, Enter there asks again", async () => {
    const wizard = await toKey({ faults: ["not-linked"] });
    await enterPair(wizard);
    await wizard.to("5", /^Step 5b of 7: LINK THE SANDBOX TOO(.*\n)*.*Enter done: ask again/);
    wizard.aws.setFaults([]);
    await wizard.to("\r", /^Review/);
  });

  test("4 for a missing policy leads to step 4, and the same key is asked about again", async () => {
    const wizard = await toKey({ faults: ["no-policy"] });
    await enterPair(wizard);
    await wizard.to("4", /^Step 4 of 7(.*\n)*.*Enter done: ask again/);
    wizard.aws.setFaults([]);
    await wizard.to("\r", /^Review/);
    expect(wizard.state().answers.key?.accessKeyId).toBe(wizard.aws.accessKeyId);
  });

  test("4 for a refused key leads to step 4, and then to the new key", async () => {
    const wizard = await toKey({ faults: ["session-expired"] });
    await enterPair(wizard);
    await wizard.to("4", /^Step 4 of 7(.*\n)*.*Enter done: enter the new key/);
    await wizard.to("\r", /^The access key(.*\n)*.*____/);
    expect(wizard.state().answers.key).toBeNull();
  });

  test("s saves what AWS accepts, and the end says what is still missing, with its key", async () => {
    const wizard = await toKey({ faults: ["not-linked"] });
    await enterPair(wizard);
    await wizard.to("s", /^Review(.*\n)*Enter write/);
    const end = await write(wizard);
    expect(end).toMatch(
      /^Your key works, but the sandbox's link to its account is missing\.(.*\n)*.*Saved /,
    );
    await wizard.to("5", /^Step 5b of 7/);
    wizard.aws.setFaults([]);
    await wizard.to("\r", /^Ready\. [\w.:]+ answers in place of MTurk's\s+sandbox\./);
  });

  test("s saves unchecked where AWS cannot be asked, and says so on the review and at the end", async () => {
    const wizard = await toKey({ faults: ["offline"] });
    await enterPair(wizard);
    await wizard.to("s", /^Review(.*\n)*.*Not checked: AWS could not be asked\.(.*\n)*Enter write/);
    expect(await write(wizard)).toMatch(
      /^Saved, not checked: AWS could not be asked\.(.*\n)*.*Saved /,
    );
  });

  test("w shows how to do without, and Enter comes back without asking anew", async () => {
    const wizard = await toKey({ faults: ["offline"] });
    await enterPair(wizard);
    const asked = wizard.aws.log.length;
    await wizard.to("w", /^Run a study without MTurk/);
    await wizard.to("\r", /^Could not ask AWS/);
    expect(wizard.aws.log.length).toBe(asked);
  });

  test("Enter takes the highlighted row, arrows move it", async () => {
    const wizard = await toKey({ faults: ["session-expired"] });
    await enterPair(wizard);
    wizard.press("down");
    await wizard.waitFor(/^ {2}› 4 /m);
    await wizard.to("\r", /^Step 4 of 7/);
  });
});

describe("practice", () => {
  test("the cures are those of real life, not of the practice's own address", async () => {
    const wizard = await broken("offline");
    const frame = squeezed(await wizard.to("\r", /^Could not ask AWS/));
    expect(frame).not.toContain("AWS_ENDPOINT_URL");
    expect(frame).toContain("Check the internet connection");
  });

  test("walking 5b mends the link that was broken on purpose, as it does in real life", async () => {
    const wizard = await broken("the sandbox is not linked");
    await wizard.to("\r", /Link the sandbox \(step 5b\)/);
    await wizard.to("5", /^Step 5b of 7/);
    await wizard.to("\r", /^Review(.*\n)*Enter write/);
    expect(wizard.state().fault).toBeNull();
  });

  test("a wrong clock is told before anything is written", async () => {
    const wizard = await broken("this computer's clock", 80, 24, systemClock);
    const frame = squeezed(
      await wizard.to("\r", /^Your key works, but this computer's clock is wrong/),
    );
    expect(frame).toContain("This computer's clock is 10 minutes behind.");
    expect(frame).toContain("The key itself is fine");
  });
});

test("another key that AWS does not know: the id is shown short, the secret nowhere", async () => {
  const wizard = await toKey({ clock: hurriedClock() });
  const outcome = await enterPair(
    wizard,
    `AKIAI44QH2DHBZZZZZZZ\n${OTHER.secret.replace("EXAMPLE", "mistake")}`,
  );
  expect(outcome).toContain("AKIA…ZZZZ is not an active key at AWS");
  expect(wizard.rawBytes()).not.toContain("mistake");
});
