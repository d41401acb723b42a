/**
 * Ways that are not straight: back and forward again, a wrong key and then the right one, the
 * missing link, a pause; by frames and by lines.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Secret } from "../../src/base/secret.js";
import { start as startAws, fault } from "../practice/start.js";
import { EXAMPLE, PLACE_FILE, askedOf, newPlace, short, treeOf } from "./program.js";
import { MODES, type Walk } from "./walk.js";

const WRONG = "wrongSecretwrongSecretwrongSecretwrongSe";
const OVERVIEW = /Set up from the beginning/;
const STEPS = ["1", "2", "3", "4", "5a", "5b", "7"].map((step) => new RegExp(`Step ${step} of 7`));
/** As walks tell it. */
const shown = (id: string): string => short(id).replace("…", "...");

async function pasteKey(walk: Walk, id: string, secret: string): Promise<void> {
  await walk.at(/The access key/, /Paste id and secret/);
  await walk.paste(id, secret);
}

/** Enter at each of these, once it has the keys. */
async function enterAt(walk: Walk, ...titles: readonly RegExp[]): Promise<void> {
  for (const title of titles) {
    await walk.at(title);
    await walk.enter();
  }
}

/** From the first screen to the key, through all seven steps. */
async function throughTheGuide(walk: Walk): Promise<void> {
  await walk.pick("Set up from the beginning");
  await walk.says(/Go on: one screen a step/);
  await enterAt(walk, OVERVIEW, ...STEPS);
}

const atReview = (walk: Walk, content = /aws_secret_access_key/): Promise<string> =>
  walk.at(/Review: nothing is written yet/, content);

describe.each(MODES)("%s", (_by, start) => {
  describe("Back", () => {
    test("leads through every screen to the first, and forward again with all answers kept", async () => {
      const walk = start(newPlace(), { args: ["--practice"] });
      await throughTheGuide(walk);
      await enterAt(walk, /The access key/);
      await atReview(walk);
      walk.key("r");
      await walk.at(/Region/);
      walk.clear();
      walk.fill("eu-west-1");
      await atReview(walk, /region eu-west-1.*region = eu-west-1/);
      walk.key("p");
      await walk.at(/Profile/);
      walk.clear();
      walk.fill("lab");
      await atReview(walk, /Profile lab.*\[profile lab\]/);

      for (const title of [OVERVIEW, ...STEPS, /The access key/].reverse()) {
        await walk.back();
        await walk.at(title);
      }
      await walk.back();
      await walk.pick("Set up from the beginning");
      await enterAt(walk, OVERVIEW, ...STEPS);
      await walk.at(/The access key/, /use AKIA\S* again/);
      await walk.enter();
      expect(await atReview(walk, /\[lab\]/)).toMatch(/Profile lab [·|] region eu-west-1/);
      await walk.enter();
      await walk.at(/Practice complete\./);
      await walk.finish();
    });

    test("nonsense in a field is told, and how much came; Tab on the empty one leads to the files", async () => {
      const walk = start(newPlace(), { args: ["--practice"] });
      await walk.pick("Use keys I have");
      await walk.at(/The access key/, /Paste id and secret/);
      walk.fill("notakey!!");
      await walk.says(/9 characters[^]*too short for a secret/);
      if (walk.by === "frames") {
        // It stays to be edited; by lines what was typed is gone, and is typed anew.
        walk.wizard.press("backspace", "backspace");
        await walk.says(/\(hidden, 7 characters\)/);
        walk.clear();
      }
      walk.fill("https://console.aws.amazon.com/iam/");
      await walk.says(/That is a web address, not a key\./);
      walk.clear();
      await walk.says(/(Tab|t) choose the CSV file/);
      if (walk.by === "frames") walk.wizard.press("tab");
      else walk.key("t");
      await walk.at(/The CSV file/);
      await walk.enter();
      await atReview(walk);
      await walk.back();
      await walk.at(/The access key/);
      await walk.back();
      await walk.says(/What would you like to do\?/);
      await walk.leave();
    });
  });

  describe("a key that AWS refuses", () => {
    test("a wrong secret is named, nothing is written; then the right one goes through", async () => {
      const place = newPlace();
      const aws = await startAws();
      const walk = start(place, { env: askedOf(aws) });
      await walk.pick("Use keys I have");
      await pasteKey(walk, aws.accessKeyId, WRONG);
      const refused = await walk.at(/AWS refused this key\. Nothing was saved\./);
      expect(refused).toContain("SignatureDoesNotMatch");
      expect(refused).toMatch(/(Paste again|Use another key)/);
      expect(place.has(".aws")).toBe(false);
      walk.key("p");
      await pasteKey(walk, aws.accessKeyId, aws.secretAccessKey.reveal());
      await atReview(walk);
      await walk.enter();
      await walk.at(/Ready\./);
      await walk.finish();
      expect(place.read(".aws/credentials")).toContain(aws.secretAccessKey.reveal());
      expect(walk.wizard.raw()).not.toContain(WRONG);
      expect(walk.wizard.raw()).not.toContain(aws.secretAccessKey.reveal());
    });

    test("AWS's example pair is refused before anyone is asked", async () => {
      const aws = await startAws();
      const walk = start(newPlace(), { env: askedOf(aws) });
      await walk.pick("Use keys I have");
      await pasteKey(walk, EXAMPLE.id, EXAMPLE.secret);
      await walk.says(/example from AWS's documentation/);
      expect(aws.log.filter(({ keyId }) => keyId !== null)).toEqual([]);
      await walk.leave();
      expect(walk.wizard.raw()).not.toContain(EXAMPLE.secret);
    });
  });

  describe("the sandbox is not linked", () => {
    test.each(["Use keys I have", "Set up from the beginning"])(
      "“%s”: 5b is one key away, and after the link the key goes through",
      async (task) => {
        const place = newPlace();
        const aws = await startAws({ linked: false });
        const walk = start(place, { env: askedOf(aws) });
        if (task === "Use keys I have") await walk.pick(task);
        else await throughTheGuide(walk);
        await pasteKey(walk, aws.accessKeyId, aws.secretAccessKey.reveal());
        expect(await walk.at(/Your key works/)).toContain("Link the sandbox (step 5b)");
        expect(place.has(".aws")).toBe(false);
        await walk.pick("Link the sandbox");
        await walk.at(/Step 5b of 7: LINK THE SANDBOX TOO/);
        aws.accounts.linked = true;
        await walk.enter();
        await atReview(walk);
        await walk.enter();
        await walk.at(/Ready\./);
        await walk.finish();
        expect(place.read(".aws/credentials")).toContain(aws.accessKeyId);
        expect(walk.wizard.raw()).not.toContain(aws.secretAccessKey.reveal());
      },
    );
  });

  describe("a pause", () => {
    test("q keeps the place, the next start offers to go on there; no id and no secret is kept", async () => {
      const place = newPlace();
      const aws = await startAws({
        key: {
          accessKeyId: EXAMPLE.id.replace("IOSFODNN", "PAUSEDXX"),
          secretAccessKey: new Secret("canarycanarycanarycanarycanarycanary++//"),
        },
      });
      const env = askedOf(aws);
      const walk = start(place, { env });
      await throughTheGuide(walk);
      await pasteKey(walk, aws.accessKeyId, aws.secretAccessKey.reveal());
      await atReview(walk);
      walk.key("q");
      expect(await walk.wizard.exit).toEqual({ code: 0, signal: 0 });
      expect(walk.wizard.frame().join("\n")).toContain("Nothing was written.");
      expect(walk.wizard.frame().join("\n")).toMatch(/place is kept/);
      const kept = Object.entries(treeOf(place.home)).filter(([, what]) => what.startsWith("file"));
      expect(kept.map(([name]) => name)).toEqual([PLACE_FILE]);
      expect(kept.join(" ")).not.toMatch(/canary|AKIA|EXAMPLE/);

      const again = start(place, { env });
      await again.pick("Go on where you stopped");
      await pasteKey(again, aws.accessKeyId, aws.secretAccessKey.reveal());
      await atReview(again);
      await again.enter();
      await again.at(/Ready\./);
      await again.finish();

      const third = start(place, { env });
      const first = await third.says(/What would you like to do\?/);
      expect(first).not.toContain("Go on where you stopped");
      expect(first).toContain("1 Check my keys");
      third.key("q");
      expect(await third.wizard.exit).toEqual({ code: 0, signal: 0 });
      for (const { wizard } of [walk, again, third]) expect(wizard.raw()).not.toContain("canary");
    });

    test("a place file that was damaged is as good as none", async () => {
      const place = newPlace();
      const file = place.put(PLACE_FILE, '{"task":"setup","step":"guide-99"');
      const walk = start(place);
      expect(await walk.says(/What would you like to do\?/)).not.toContain(
        "Go on where you stopped",
      );
      walk.key("q");
      expect((await walk.wizard.exit).code).toBe(0);
      expect(readFileSync(file, "utf8")).toContain("guide-99");
    });
  });

  describe("MTurk or AWS are silent", () => {
    test.each(["closed=410", "closed=403", "closed=html", "closed=reset"])(
      "%s: the key works, MTurk does not answer; saved and told truly",
      async (how) => {
        const place = newPlace();
        const aws = await startAws({ faults: [fault(how)] });
        const walk = start(place, { env: askedOf(aws) });
        await walk.pick("Use keys I have");
        await pasteKey(walk, aws.accessKeyId, aws.secretAccessKey.reveal());
        await atReview(walk);
        await walk.enter();
        const end = await walk.at(/Your key works\. MTurk does not answer\./);
        expect(end).toContain(`AWS accepts ${shown(aws.accessKeyId)}`);
        expect(end).toMatch(/psiturk server on/);
        expect(end).not.toMatch(/keys? (is|are) wrong/i);
        await walk.finish();
        expect(place.read(".aws/credentials")).toContain(aws.accessKeyId);
      },
    );

    test("nobody can be reached: saved only after a clear “save unchecked”", async () => {
      const place = newPlace();
      const aws = await startAws();
      const walk = start(place);
      await walk.pick("Use keys I have");
      await pasteKey(walk, aws.accessKeyId, aws.secretAccessKey.reveal());
      await walk.at(/Could not ask AWS\./, /Save unchecked/);
      expect(place.has(".aws")).toBe(false);
      walk.key("s");
      await atReview(walk, /Not checked.*aws_secret_access_key/);
      await walk.enter();
      const end = await walk.at(/Saved, not checked: AWS could not be asked\./);
      expect(
        end.match(/not checked|Whether the key is right is still open\./g),
        "each thing once",
      ).toHaveLength(1);
      await walk.finish();
      expect(place.read(".aws/credentials")).toContain(aws.accessKeyId);
    });

    test("Back stops a question that nobody answers, and the key is still there", async () => {
      const place = newPlace();
      const aws = await startAws({ faults: [fault("silent")] });
      const walk = start(place, { env: askedOf(aws) });
      await walk.pick("Use keys I have");
      await pasteKey(walk, aws.accessKeyId, aws.secretAccessKey.reveal());
      await walk.passes(/Asking AWS about/);
      await walk.back();
      await walk.at(/The access key/, /use AKIA\S* again/);
      aws.setFaults([]);
      await walk.enter();
      await atReview(walk);
      await walk.leave();
      expect(place.has(".aws")).toBe(false);
    });
  });
});
