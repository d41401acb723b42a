/**
 * Ways that are not straight: back and forward again, a wrong key and then the right one, the
 * missing link, a pause.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Secret } from "../../src/base/secret.js";
import { start, fault } from "../practice/start.js";
import {
  EXAMPLE,
  FIRST,
  PLACE_FILE,
  type Wizard,
  askedOf,
  newPlace,
  short,
  startWizard,
  treeOf,
} from "./program.js";

const WRONG = "wrongSecretwrongSecretwrongSecretwrongSe";

async function pasteKey(wizard: Wizard, id: string, secret: string): Promise<void> {
  await wizard.waitFor("Paste id and secret");
  wizard.paste(`${id}\n${secret}`, true);
  await wizard.waitFor("Pasted several lines");
  wizard.press("enter");
}

describe("Back", () => {
  test("leads through every screen to the first, and forward again with all answers kept", async () => {
    const place = newPlace();
    const wizard = startWizard(place, { args: ["--practice"] });
    await wizard.waitFor(FIRST);
    const titles = [
      /^Set up from the beginning/,
      /^Step 1 of 7/,
      /^Step 2 of 7/,
      /^Step 3 of 7/,
      /^Step 4 of 7/,
      /^Step 5a of 7/,
      /^Step 5b of 7/,
      /^Step 7 of 7/,
      /^The access key/,
      /^Review(.*\n)*Enter write/,
    ];
    for (const title of titles) await wizard.enterTo(title);
    wizard.send("r");
    await wizard.waitFor(/^Region/);
    wizard.press("ctrl-u");
    wizard.send("eu-west-1\r");
    await wizard.waitFor(/region eu-west-1(.*\n)*.*region = eu-west-1/);
    wizard.send("p");
    await wizard.waitFor(/^Profile/);
    wizard.press("ctrl-u");
    wizard.send("lab\r");
    await wizard.waitFor(/Profile lab(.*\n)*.*\[profile lab\]/);

    for (const title of [...titles].reverse().slice(1)) {
      wizard.press("esc");
      await wizard.waitFor(title);
    }
    wizard.press("esc");
    await wizard.waitFor(FIRST);
    wizard.press("esc");
    for (const title of titles.slice(0, -2)) await wizard.enterTo(title);
    await wizard.enterTo(/^The access key(.*\n)*.*use AKIA….* again/);
    const review = (await wizard.enterTo(/^Review(.*\n)*.*\[lab\]/)).join("\n");
    expect(review).toContain("Profile lab · region eu-west-1");
    await wizard.enterTo(/^Practice complete\./);
    wizard.press("enter");
    expect((await wizard.exit).code).toBe(0);
  });

  test("nonsense in a field is told under the field, and stays to be edited", async () => {
    const wizard = startWizard(newPlace(), { args: ["--practice"] });
    await wizard.choose("Use keys I have");
    await wizard.waitFor("Paste id and secret");
    wizard.paste("notakey!!", true);
    await wizard.waitFor("(hidden, 9 characters)");
    await wizard.enterTo(/\(hidden, 9 characters\)(.*\n)*.*too short for a secret/);
    wizard.press("backspace", "backspace");
    await wizard.waitFor("(hidden, 7 characters)");
    wizard.press("ctrl-u");
    wizard.paste("https://console.aws.amazon.com/iam/", true);
    await wizard.enterTo("That is a web address, not a key.");
    // Behind a text, Tab goes on; from the empty field it leads to the files.
    wizard.press("ctrl-u");
    await wizard.waitFor("Tab choose the CSV file");
    wizard.press("tab");
    await wizard.waitFor(/^The CSV file/);
    await wizard.enterTo(/^Review(.*\n)*Enter write/);
    wizard.press("esc");
    await wizard.waitFor(/^The access key/);
    wizard.press("esc");
    await wizard.waitFor(FIRST);
  });
});

describe("a key that AWS refuses", () => {
  test("a wrong secret is named, nothing is written; then the right one goes through", async () => {
    const place = newPlace();
    const aws = await start();
    const wizard = startWizard(place, { env: askedOf(aws) });
    await wizard.choose("Use keys I have");
    await pasteKey(wizard, aws.accessKeyId, WRONG);
    const refused = (await wizard.waitFor(/^AWS refused this key\. Nothing was saved\./)).join(
      "\n",
    );
    expect(refused).toContain("SignatureDoesNotMatch");
    expect(refused).toMatch(/p {2}(Paste again|Use another key)/);
    expect(place.has(".aws")).toBe(false);
    wizard.send("p");
    await pasteKey(wizard, aws.accessKeyId, aws.secretAccessKey.reveal());
    await wizard.waitFor(/^Review(.*\n)*.*aws_secret_access_key/);
    await wizard.enterTo(/^Ready\./);
    wizard.press("enter");
    expect((await wizard.exit).code).toBe(0);
    expect(place.read(".aws/credentials")).toContain(aws.secretAccessKey.reveal());
    expect(wizard.raw()).not.toContain(WRONG);
  });

  test("AWS's example pair is refused before anyone is asked", async () => {
    const aws = await start();
    const wizard = startWizard(newPlace(), { env: askedOf(aws) });
    await wizard.choose("Use keys I have");
    await pasteKey(wizard, EXAMPLE.id, EXAMPLE.secret);
    await wizard.waitFor("example from AWS's documentation");
    expect(aws.log.filter(({ keyId }) => keyId !== null)).toEqual([]);
    wizard.press("ctrl-c", "ctrl-c");
    await wizard.exit;
    expect(wizard.raw()).not.toContain(EXAMPLE.secret);
  });
});

describe("the sandbox is not linked", () => {
  test.each(["Use keys I have", "Set up from the beginning"])(
    "“%s”: 5b is one key away, and after the link the key goes through",
    async (task) => {
      const place = newPlace();
      const aws = await start({ linked: false });
      const wizard = startWizard(place, { env: askedOf(aws) });
      await wizard.choose(task);
      if (task !== "Use keys I have") {
        await wizard.waitFor("Go on: one screen a step");
        for (const title of [
          /^Step 1 /,
          /^Step 2 /,
          /^Step 3 /,
          /^Step 4 /,
          /^Step 5a /,
          /^Step 5b /,
          /^Step 7 /,
          /^The access key/,
        ])
          await wizard.enterTo(title);
      }
      await pasteKey(wizard, aws.accessKeyId, aws.secretAccessKey.reveal());
      const outcome = (await wizard.waitFor(/^Your key works/)).join("\n");
      expect(outcome).toContain("Link the sandbox (step 5b)");
      expect(place.has(".aws")).toBe(false);
      wizard.send("5");
      await wizard.waitFor(/^Step 5b of 7: LINK THE SANDBOX TOO/);
      aws.setFaults([]);
      link(aws);
      await wizard.enterTo(/^Review(.*\n)*.*aws_secret_access_key/);
      await wizard.enterTo(/^Ready\./);
      wizard.press("enter");
      expect((await wizard.exit).code).toBe(0);
      expect(place.read(".aws/credentials")).toContain(aws.accessKeyId);
    },
  );
});

function link(aws: Awaited<ReturnType<typeof start>>): void {
  aws.accounts.linked = true;
}

describe("a pause", () => {
  test("q keeps the place, the next start offers to go on there; no id and no secret is kept", async () => {
    const place = newPlace();
    const aws = await start({
      key: {
        accessKeyId: EXAMPLE.id.replace("IOSFODNN", "PAUSEDXX"),
        secretAccessKey: new Secret("canarycanarycanarycanarycanarycanary++//"),
      },
    });
    const env = askedOf(aws);
    const wizard = startWizard(place, { env });
    await wizard.choose("Set up from the beginning");
    await wizard.waitFor("Go on: one screen a step");
    for (const title of [
      /^Step 1 /,
      /^Step 2 /,
      /^Step 3 /,
      /^Step 4 /,
      /^Step 5a /,
      /^Step 5b /,
      /^Step 7 /,
      /^The access key/,
    ])
      await wizard.enterTo(title);
    await pasteKey(wizard, aws.accessKeyId, aws.secretAccessKey.reveal());
    await wizard.waitFor(/^Review(.*\n)*.*aws_secret_access_key/);
    wizard.send("q");
    expect(await wizard.exit).toEqual({ code: 0, signal: 0 });
    expect(wizard.frame().join("\n")).toContain("Nothing was written.");
    expect(wizard.frame().join("\n")).toMatch(/place is kept/);
    const kept = Object.entries(treeOf(place.home)).filter(([, what]) => what.startsWith("file"));
    expect(kept.map(([name]) => name)).toEqual([PLACE_FILE]);
    expect(kept.join(" ")).not.toMatch(/canary|AKIA|EXAMPLE/);

    const again = startWizard(place, { env });
    await again.choose("Go on where you stopped");
    await pasteKey(again, aws.accessKeyId, aws.secretAccessKey.reveal());
    await again.waitFor(/^Review(.*\n)*.*aws_secret_access_key/);
    await again.enterTo(/^Ready\./);
    again.press("enter");
    expect((await again.exit).code).toBe(0);

    const third = startWizard(place, { env });
    const first = (await third.waitFor(FIRST)).join("\n");
    expect(first).not.toContain("Go on where you stopped");
    expect(first).toContain("1  Check my keys");
    third.send("q");
    expect(await third.exit).toEqual({ code: 0, signal: 0 });
  });

  test("the place in the guide is kept exactly", async () => {
    const place = newPlace();
    const wizard = startWizard(place);
    await wizard.choose("Set up from the beginning");
    await wizard.waitFor("Walk all seven steps");
    for (let row = 1; row < 4; row++) wizard.press("down");
    await wizard.waitFor(/› Walk all seven/);
    await wizard.enterTo(/^Step 1 of 7/);
    await wizard.enterTo(/^Step 2 of 7/);
    wizard.send("q");
    await wizard.exit;
    const again = startWizard(place);
    await again.choose("Go on where you stopped");
    await again.waitFor(/^Step 2 of 7/);
    again.press("esc");
    await again.waitFor(/^Step 1 of 7/);
    again.press("ctrl-c", "ctrl-c");
    await again.exit;
  });

  test("a place file that was damaged is as good as none", async () => {
    const place = newPlace();
    const file = place.put(PLACE_FILE, '{"task":"setup","step":"guide-99"');
    const wizard = startWizard(place);
    expect((await wizard.waitFor(FIRST)).join("\n")).not.toContain("Go on where you stopped");
    wizard.send("q");
    expect((await wizard.exit).code).toBe(0);
    expect(readFileSync(file, "utf8")).toContain("guide-99");
  });
});

describe("MTurk or AWS are silent", () => {
  test.each(["closed=410", "closed=403", "closed=html", "closed=reset"])(
    "%s: the key works, MTurk does not answer; saved and told truly",
    async (how) => {
      const place = newPlace();
      const aws = await start({ faults: [fault(how)] });
      const wizard = startWizard(place, { env: askedOf(aws) });
      await wizard.choose("Use keys I have");
      await pasteKey(wizard, aws.accessKeyId, aws.secretAccessKey.reveal());
      await wizard.waitFor(/^Review(.*\n)*.*aws_secret_access_key/);
      const end = (await wizard.enterTo(/^Your key works\. MTurk does not answer\./)).join("\n");
      expect(end).toContain(`AWS accepts ${short(aws.accessKeyId)}`);
      expect(end).toMatch(/psiturk server on/);
      expect(end).not.toMatch(/keys? (is|are) wrong/i);
      wizard.press("enter");
      expect((await wizard.exit).code).toBe(0);
      expect(place.read(".aws/credentials")).toContain(aws.accessKeyId);
    },
  );

  test("nobody can be reached: saved only after a clear “save unchecked”", async () => {
    const place = newPlace();
    const aws = await start();
    const wizard = startWizard(place);
    await wizard.choose("Use keys I have");
    await pasteKey(wizard, aws.accessKeyId, aws.secretAccessKey.reveal());
    const outcome = (await wizard.waitFor(/^Could not ask AWS\./)).join("\n");
    expect(outcome).toContain("s  Save unchecked");
    expect(place.has(".aws")).toBe(false);
    wizard.send("s");
    await wizard.waitFor(/^Review(.*\n)*.*Not checked(.*\n)*.*aws_secret_access_key/);
    await wizard.enterTo(/^Saved, not checked: AWS could not be asked\.(.*\n)*.*Saved /);
    wizard.press("enter");
    expect((await wizard.exit).code).toBe(0);
    expect(place.read(".aws/credentials")).toContain(aws.accessKeyId);
  });

  test("Esc stops a question that nobody answers, and the key is still there", async () => {
    const place = newPlace();
    const aws = await start({ faults: [fault("silent")] });
    const wizard = startWizard(place, { env: askedOf(aws) });
    await wizard.choose("Use keys I have");
    await pasteKey(wizard, aws.accessKeyId, aws.secretAccessKey.reveal());
    await wizard.waitFor(/^Asking AWS about/);
    wizard.press("esc");
    await wizard.waitFor(/^The access key(.*\n)*.*use AKIA….* again/);
    aws.setFaults([]);
    await wizard.enterTo(/^Review(.*\n)*.*aws_secret_access_key/);
    wizard.press("ctrl-c", "ctrl-c");
    await wizard.exit;
    expect(place.has(".aws")).toBe(false);
  });
});
