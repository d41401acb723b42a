/**
 * The main job, from the first screen to a balance, in a real terminal; and what it costs in key
 * presses.
 */
import { statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { pythonWithBoto3 } from "../conformance/python.js";
import { start } from "../practice/start.js";
import { boto3Finds } from "./boto3.js";
import {
  FIRST,
  type Place,
  type Wizard,
  askedOf,
  newPlace,
  short,
  startWizard,
  treeOf,
} from "./program.js";
import { MODES } from "./walk.js";

const GUIDE = [
  /^Step 1 of 7: AWS account/,
  /^Step 2 of 7: Requester/,
  /^Step 3 of 7: Link/,
  /^Step 4 of 7: IAM/,
  /^Step 5a of 7: /,
  /^Step 5b of 7: LINK THE SANDBOX TOO/,
  /^Step 7 of 7: /,
];

describe("in practice, all seven steps", () => {
  test.each([
    { columns: 80, rows: 24 },
    { columns: 60, rows: 15 },
  ])(
    "$columns×$rows: one Enter a step, one for the CSV, one to write, one to finish",
    async ({ columns, rows }) => {
      const place = newPlace();
      const before = place.tree();
      const wizard = startWizard(place, { args: ["--practice"], columns, rows });
      const seen: (readonly string[])[] = [
        await wizard.waitFor(/^mturk-setup: .*\n(.*\n)*.*1 {2}Set up from the beginning/),
      ];
      const go = async (expected: RegExp): Promise<void> =>
        void seen.push(await wizard.enterTo(expected));
      await go(/^Set up from the beginning: .*\n(.*\n)*.*Go on: one screen a step/);
      for (const step of GUIDE) await go(step);
      await go(/^The access key.*\n(.*\n)*.*use practice-key\.csv/);
      await go(/^Review: nothing is written yet/);
      await go(/^Practice complete\./);
      wizard.press("enter");

      expect(await wizard.exit).toEqual({ code: 0, signal: 0 });
      const choosing = 2;
      // In the small window the change takes two pages, and Enter turns to the second before it
      // writes.
      const turning = rows === 15 ? 1 : 0;
      expect(wizard.presses()).toBe(choosing + GUIDE.length + 1 + turning + 1 + 1);
      for (const frame of seen) {
        expect(frame.length).toBeLessThanOrEqual(rows - 2);
        expect(frame.slice(0, 2).join(" ")).toContain("PRACTICE");
      }
      expect(wizard.raw()).not.toContain("\u001B[3J");
      expect(wizard.frame().join(" ")).toMatch(
        /Practice is over\. Nothing of yours was changed; the practice +files are deleted\./,
      );
      expect(place.tree()).toEqual(before);
      expect(Object.keys(treeOf(place.temp))).toEqual(["."]);
    },
  );

  test("the end says the balance, and that Amazon was not asked", async () => {
    const wizard = startWizard(newPlace(), { args: ["--practice"] });
    await wizard.choose("Use keys I have");
    await wizard.waitFor("use practice-key.csv");
    await wizard.enterTo(/^Review/);
    const end = (await wizard.enterTo(/^Practice complete\./)).join("\n");
    expect(end).toContain("10,000.00");
    expect(end.replaceAll(/\s+/g, " ")).toContain("Amazon was not asked");
    expect(end).toMatch(/boto3 and psiTurk 3 use it +~\/\.aws\/credentials/);
  });

  test("the practice AWS can be chosen on the first screen of a real run, and changes nothing there", async () => {
    const place = newPlace();
    const before = place.tree();
    const wizard = startWizard(place);
    await wizard.choose("Try the whole set-up with a practice AWS");
    await wizard.waitFor(
      (frame) => FIRST(frame) && frame.some((line) => line.includes("PRACTICE")),
    );
    await wizard.choose("Use keys I have");
    await wizard.waitFor("use practice-key.csv");
    await wizard.enterTo(/^Review/m);
    await wizard.enterTo(/Practice complete\./);
    wizard.press("enter");
    expect(await wizard.exit).toEqual({ code: 0, signal: 0 });
    expect(place.tree()).toEqual(before);
  });
});

interface Pasting {
  /**
   * How many Enters the key costs; the line ends of a paste without brackets count as the
   * program's, not the person's.
   */
  readonly enters: number;
  readonly paste: (wizard: Wizard, id: string, secret: string) => Promise<void>;
}

const PASTINGS: Readonly<Record<string, Pasting>> = {
  "both lines in one bracketed paste": {
    enters: 1,
    paste: async (wizard, id, secret) => {
      wizard.paste(`${id}\n${secret}\n`, true);
      await wizard.waitFor("Pasted several lines");
      wizard.press("enter");
    },
  },
  "both lines in a terminal without brackets": {
    enters: 0,
    paste: (wizard, id, secret) => {
      wizard.paste(`${id}\n${secret}\n`, false);
      return Promise.resolve();
    },
  },
  "one by one, each with Enter": {
    enters: 2,
    paste: async (wizard, id, secret) => {
      wizard.paste(id, true);
      await wizard.waitFor(id.slice(0, 12));
      await wizard.enterTo("Secret access key (never shown)");
      wizard.paste(secret, true);
      await wizard.waitFor("40 characters");
      wizard.press("enter");
    },
  },
  "lines of a credentials file": {
    enters: 1,
    paste: async (wizard, id, secret) => {
      wizard.paste(
        `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`,
        true,
      );
      await wizard.waitFor("Pasted several lines");
      wizard.press("enter");
    },
  },
};

describe("with a key of one's own", () => {
  test.each(Object.keys(PASTINGS))(
    "%s: written privately, and boto3 gets the balance with it",
    async (how) => {
      const place = newPlace();
      const aws = await start();
      const secret = aws.secretAccessKey.reveal();
      const wizard = startWizard(place, { env: askedOf(aws) });
      await wizard.choose("Use keys I have");
      await wizard.waitFor("Paste id and secret");
      const { enters, paste } = PASTINGS[how]!;
      await paste(wizard, aws.accessKeyId, secret);
      const review = await wizard.waitFor(
        /^Review: nothing is written yet(.*\n)*.*aws_secret_access_key/,
      );
      expect(place.has(".aws")).toBe(false);
      expect(review.join("\n")).toContain(
        `AWS accepts ${short(aws.accessKeyId)}   user practice, account 1234 5678 9012`,
      );
      await wizard.enterTo(
        /^Ready\. [\w.:]+ answers in place of MTurk's\s+sandbox\.(.*\n)*.*The sandbox answers +10,000\.00,/,
      );
      wizard.press("enter");
      expect(await wizard.exit).toEqual({ code: 0, signal: 0 });
      const [choosing, writing, finishing] = [1, 1, 1];
      expect(wizard.presses()).toBe(choosing + enters + writing + finishing);

      expect(modes(place, ".aws", ".aws/credentials", ".aws/config")).toEqual([
        "700",
        "600",
        "600",
      ]);
      expect(place.read(".aws/credentials")).toBe(
        `[default]\naws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${secret}\n`,
      );
      expect(place.read(".aws/config")).toBe("[default]\nregion = us-east-1\n");
      expect(wizard.raw()).not.toContain(secret);
      expect(wizard.frame().join("\n")).toMatch(/Undo:? +mturk-setup undo/);
      if (pythonWithBoto3() === null) return;
      expect(await boto3Finds(place, aws)).toEqual({
        accessKeyId: aws.accessKeyId,
        token: null,
        region: "us-east-1",
        account: "123456789012",
        balance: "10000.00",
      });
    },
  );
});

describe.each(MODES)("%s", (_mode, startWalk) => {
  test("a CSV that lies in Downloads is one Enter, and is deleted by a word when its key is saved", async () => {
    const place = newPlace();
    const aws = await start();
    const csv = place.put(
      "Downloads/psiturk_accessKeys.csv",
      `Access key ID,Secret access key\r\n${aws.accessKeyId},${aws.secretAccessKey.reveal()}\r\n`,
    );
    const walk = startWalk(place, { env: askedOf(aws) });
    await walk.pick("Use keys I have");
    await walk.at(/The access key/, /use psiturk_accessKeys\.csv/);
    await walk.enter();
    await walk.at(/Review: nothing is written yet/, /aws_secret_access_key/);
    await walk.enter();
    await walk.at(/Ready\./);
    expect(place.has("Downloads/psiturk_accessKeys.csv")).toBe(true);
    await walk.pick("Delete the CSV");
    await walk.says(/Type delete to delete the file/);
    walk.fill("");
    await walk.says(/Nothing was typed\.|That is not it; nothing was done\./);
    expect(place.has("Downloads/psiturk_accessKeys.csv")).toBe(true);
    // By lines it leads back to the choice.
    if (walk.by === "lines") {
      await walk.pick("Delete the CSV");
      await walk.says(/Type delete to delete the file/);
    }
    walk.fill("delete");
    await walk.says(/The CSV file is deleted\./);
    expect(place.has("Downloads/psiturk_accessKeys.csv"), csv).toBe(false);
    await walk.finish();
    expect(walk.wizard.raw()).not.toContain(aws.secretAccessKey.reveal());
  });
});

function modes(place: Place, ...paths: readonly string[]): readonly string[] {
  return paths.map((path) => (statSync(place.at(path)).mode & 0o777).toString(8));
}
