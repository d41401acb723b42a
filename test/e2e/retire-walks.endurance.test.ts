/**
 * Switching keys off in a real terminal: by the key itself, in the console, root, a wrong secret;
 * then out of the files.
 */
import { describe, expect, test } from "vitest";
import type { Secret } from "../../src/base/secret.js";
import type { PracticeAws } from "../../src/practice/server.js";
import { OWN_KEYS } from "../../src/practice/accounts.js";
import { putKey } from "../commands/run.js";
import { fault, start } from "../practice/start.js";
import {
  type Env,
  type Place,
  type Wizard,
  askedOf,
  newPlace,
  startWizard,
  pick,
  typeLastFour,
} from "./program.js";
import { MODES, type Walk } from "./walk.js";

interface Scene {
  readonly place: Place;
  readonly aws: PracticeAws;
  readonly wizard: Wizard;
}

const lines = ({
  accessKeyId,
  secretAccessKey,
}: Pick<PracticeAws, "accessKeyId" | "secretAccessKey">): string =>
  `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey.reveal()}\n`;

async function stage(
  faults: readonly string[] = [],
  prepare: (place: Place, aws: PracticeAws) => void = () => undefined,
): Promise<Omit<Scene, "wizard">> {
  const place = newPlace();
  const aws = await start({ faults: faults.map(fault) });
  putKey(place, aws);
  place.put(".env", "# nothing\n");
  prepare(place, aws);
  return { place, aws };
}

const envOf = (aws: PracticeAws): Env => ({
  ...askedOf(aws),
  AWS_ENDPOINT_URL_IAM: aws.endpoints.iam,
});

async function scene(...prepared: Parameters<typeof stage>): Promise<Scene> {
  const { place, aws } = await stage(...prepared);
  return { place, aws, wizard: startWizard(place, { env: envOf(aws) }) };
}

async function walkToKeys(walk: Walk): Promise<string> {
  await walk.pick("Switch off keys I no longer need");
  expect(await walk.at(/Switch off keys: first save what you need/)).toContain(
    "transaction history",
  );
  await walk.enter();
  return walk.at(/Keys found\./);
}

async function toKeys(wizard: Wizard): Promise<string> {
  await wizard.choose("Switch off keys I no longer need");
  expect(
    (await wizard.waitFor(/^Switch off keys: first save what you need/))
      .join(" ")
      .replaceAll(/\s+/g, " "),
  ).toContain("transaction history");
  return (await wizard.enterTo(/^Keys found\./)).join("\n");
}

async function quit({ wizard }: Scene): Promise<void> {
  wizard.press("ctrl-c", "ctrl-c");
  await wizard.exit;
}

const statusOf = ({ aws }: Pick<Scene, "aws">): string | undefined =>
  aws.accounts.find(aws.accessKeyId)?.status;

describe.each(MODES)("%s: a key that may switch itself off", (_by, start) => {
  test("save first, pick, switch off, put away: off at AWS, out of every file and copy, a record without secrets", async () => {
    const { place, aws } = await stage([], (prepared, { accessKeyId, secretAccessKey }) => {
      const both = lines({ accessKeyId, secretAccessKey });
      prepared.put(".psiturkconfig", `[AWS Access]\n${both}`);
      prepared.put("config.txt", `[Task Parameters]\n[AWS Access]\n${both}`);
    });
    const walk = start(place, { env: envOf(aws) });
    const status = (): string | undefined => statusOf({ aws });
    const secret = aws.secretAccessKey.reveal();
    const found = await walkToKeys(walk);
    expect(found).not.toContain("(to be removed by hand)");
    for (const words of [
      "~/.aws/credentials [default]",
      "~/.psiturkconfig",
      "config.txt is often in git",
      "active, user practice",
    ])
      expect(found).toContain(words);
    await walk.enter();
    const warned = await walk.at(/Switch AKIA\.\.\.MPLE off at AWS/, /Switch it off now/);
    expect(warned).toContain("this cannot be undone here");
    expect(warned).toMatch(
      /Programs take it from here too; they stop when it is off: ~\/config\.txt ~\/\.psiturkconfig/,
    );
    expect(warned).toMatch(/1 Leave it on 2 Switch it off now, although 2 others use it/);
    expect(status()).toBe("Active");
    await walk.pick("Switch it off now");
    await walk.lastFour(aws.accessKeyId);
    const review = await walk.at(
      /Take AKIA\.\.\.MPLE out of the files\. Nothing is changed yet\./,
      /Take it out/,
    );
    expect(review).toContain("AWS now refuses it.");
    expect(status()).toBe("Inactive");
    expect(place.read(".aws/credentials")).toContain(aws.accessKeyId);
    await walk.pick("Take it out");
    await walk.lastFour(aws.accessKeyId);
    const end = await walk.at(/Switched off\. AWS refuses AKIA\.\.\.MPLE\./, /Keep a record/);
    expect(end).toContain("Removed from 3 files");
    expect(end).toContain("In a week, if nothing broke");
    for (const path of [".aws/credentials", ".psiturkconfig", "config.txt"])
      expect(place.read(path)).not.toContain(aws.accessKeyId);
    expect(Object.values(place.tree()).join("\n")).not.toContain(secret);
    await walk.pick("Keep a record of this");
    const named =
      /\.\/(mturk-setup-\S+\.md) is written/.exec(await walk.says(/\.md is written/))?.[1] ?? "";
    const record = place.read(named);
    expect(record).not.toContain(secret);
    expect(record).not.toContain(aws.accessKeyId);
    for (const words of [
      /^- Key: AKIA…\w{4}$/m,
      /^- At AWS: switched off at AWS; AWS refuses it$/m,
      /^- Use: last used \d{4}-\d\d-\d\d \(\w+\), as far as IAM knows$/m,
      /^- Stood in: ~\/\.aws\/credentials, profile default$/m,
      /^- Removed from: ~\/\.psiturkconfig$/m,
    ])
      expect(record).toMatch(words);
    await walk.finish();
    expect(walk.wizard.raw()).not.toContain(secret);
  });

  test("on the way it can be left: the key stays on, the files as they were", async () => {
    const { place, aws } = await stage();
    const walk = start(place, { env: envOf(aws) });
    const before = place.read(".aws/credentials");
    await walkToKeys(walk);
    await walk.enter();
    await walk.pick("Leave it on, only take it out of the files");
    // The row that is highlighted changes nothing.
    await walk.at(
      /AKIA\.\.\.MPLE may still be on\. Really take it out of the files\?/,
      /1 Leave the files as they are/,
    );
    await walk.enter();
    expect(await walk.at(/AKIA\.\.\.MPLE is STILL ACTIVE at AWS\./)).toContain(
      "The files were not changed.",
    );
    expect(place.read(".aws/credentials")).toBe(before);
    expect(statusOf({ aws })).toBe("Active");
    await walk.leave();
  });
});

describe("a key that a person has to switch off", () => {
  test("denied: the clicks, a live look, and on by itself when AWS refuses it; four presses as promised", async () => {
    const here = await scene(["no-iam"]);
    const { aws, wizard, place } = here;
    await toKeys(wizard);
    wizard.press("enter");
    await pick(wizard, "Switch it off now");
    await typeLastFour(wizard, aws.accessKeyId);
    const clicks = (
      await wizard.waitFor(/^Switch AKIA…MPLE off in the console(.*\n)*.*still accepted/)
    ).join("\n");
    expect(clicks).toContain("This key may not switch itself off; that is usual.");
    expect(clicks).toContain("Users > practice > Security credentials");
    aws.accounts.setStatus(aws.accessKeyId, "Inactive", Date.now());
    await wizard.waitFor(/^Take AKIA…MPLE out of the files/);
    await pick(wizard, "Take it out");
    await typeLastFour(wizard, aws.accessKeyId);
    await wizard.waitFor(/^Switched off\. AWS refuses/);
    expect(place.read(".aws/credentials")).not.toContain(aws.accessKeyId);
    await quit(here);
  }, 60_000);

  test("A6a: waiting is highlighted; not to wait is asked again before the copy goes, and then its id is shown whole with the clicks", async () => {
    const here = await scene(["no-iam"]);
    const { aws, wizard, place } = here;
    const before = place.read(".aws/credentials");
    await toKeys(wizard);
    wizard.press("enter");
    await pick(wizard, "Switch it off now");
    await typeLastFour(wizard, aws.accessKeyId);
    await wizard.waitFor(
      /^Switch AKIA…MPLE off in the console(.*\n)*.*› 1 {2}Wait until AWS refuses it/,
    );
    wizard.press("enter", "enter");
    await pick(wizard, "Do not wait: go on to the files");
    await wizard.waitFor(
      /may still be on\. Really take it out(.*\n)*.*› 1 {2}Leave the files as they are/,
    );
    expect(place.read(".aws/credentials")).toBe(before);
    await pick(wizard, "Take it out although it may be on");
    await typeLastFour(wizard, aws.accessKeyId);
    const end = (
      await wizard.waitFor(/is STILL ACTIVE at AWS\.(.*\n)*.*No copy of it is left here/)
    )
      .join("\n")
      .replaceAll(/\s+/g, " ");
    expect(end).toContain(`Its id is ${aws.accessKeyId} (no secret).`);
    expect(end).toContain("Users > practice > Security credentials");
    expect(place.read(".aws/credentials")).not.toContain(aws.accessKeyId);
    expect(statusOf(here)).toBe("Active");
    await quit(here);
  }, 60_000);

  test("a root key comes first, is never switched off by itself, and its clicks stand elsewhere", async () => {
    const here = await scene([], (place, aws) => {
      const root = aws.accounts.issueKey(aws.accounts.addRoot(), Date.now());
      place.put(
        "Downloads/rootkey.csv",
        `Access key ID,Secret access key\r\n${root.accessKeyId},${root.secretAccessKey.reveal()}\r\n`,
      );
    });
    const found = await toKeys(here.wizard);
    expect(found).toMatch(/› 1 {2}Both, one after the other/);
    expect(found).toMatch(/2 {2}AKIA…[A-Z2-7]{4} {2}ROOT key, do this first/);
    here.wizard.press("enter");
    const clicks = (await here.wizard.waitFor(/off in the console(.*\n)*.*still accepted/)).join(
      "\n",
    );
    expect(clicks).toContain("Account name (top right)");
    expect(clicks).not.toContain("Switch it off now");
    await quit(here);
  });
});

test("all three, one after the other: each with its own questions, the next by one Enter; the CSV is deleted by x and its question", async () => {
  const place = newPlace();
  const aws = await start();
  putKey(place, aws);
  const issue = (
    user: string,
  ): { readonly accessKeyId: string; readonly secretAccessKey: Secret } =>
    aws.accounts.issueKey(aws.accounts.addUser(user, [OWN_KEYS]), Date.now());
  const psiturks = issue("ann");
  const downloaded = issue("ben");
  place.put(".psiturkconfig", `[AWS Access]\n${lines(psiturks)}`);
  place.put(
    "Downloads/ann_accessKeys.csv",
    `Access key ID,Secret access key\r\n${downloaded.accessKeyId},${downloaded.secretAccessKey.reveal()}\r\n`,
  );
  const wizard = startWizard(place, { env: envOf(aws) });
  expect(await toKeys(wizard)).toMatch(/› 1 {2}All three, one after the other/);
  wizard.press("enter");
  const gone: string[] = [];
  for (const round of [1, 2, 3]) {
    const asked = (
      await wizard.waitFor(/^Switch AKIA…[A-Z2-7]{4} off at AWS(.*\n)*.*Switch it off now/)
    ).join("\n");
    const tail = /^Switch AKIA…([A-Z2-7]{4})/.exec(asked)?.[1] ?? "";
    gone.push(tail);
    await pick(wizard, "Switch it off now");
    await typeLastFour(wizard, tail);
    const away = (
      await wizard.waitFor(/^(?:Take AKIA…|AKIA….* stands in no file)(.*\n)*.*› 1/)
    ).join("\n");
    wizard.press("enter");
    if (away.startsWith("Take")) await typeLastFour(wizard, tail);
    const end = (await wizard.waitFor(/^Switched off\. AWS refuses AKIA…/)).join("\n");
    if (end.includes("ann_accessKeys.csv still holds it")) {
      wizard.send("x");
      await wizard.waitFor(/^Delete ~\/Downloads\/ann_accessKeys\.csv\? This cannot be undone/);
      expect(place.has("Downloads/ann_accessKeys.csv")).toBe(true);
      wizard.send("delete\r");
      const told = (await wizard.waitFor("The CSV file is deleted.")).join("\n");
      expect(told).not.toMatch(/still holds it|x delete/);
    }
    expect(end.includes(`${round + 1} of 3`)).toBe(round < 3);
    if (round < 3) wizard.press("enter");
  }
  expect(new Set(gone).size).toBe(3);
  expect(place.has("Downloads/ann_accessKeys.csv")).toBe(false);
  for (const { accessKeyId } of [aws, psiturks, downloaded])
    expect(aws.accounts.find(accessKeyId)?.status).toBe("Inactive");
  expect(place.read(".psiturkconfig")).not.toContain(psiturks.accessKeyId);
  wizard.press("enter");
  expect((await wizard.exit).code).toBe(0);
});

test("a refused key is not a dead key: with a wrong secret it is said to be still active", async () => {
  const here = await scene([], (place, aws) =>
    place.put(
      ".aws/credentials",
      `[default]\naws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = madeUpMadeUp/madeUpMadeUp+madeUpMadeUp12\n`,
    ),
  );
  expect(await toKeys(here.wizard)).toContain("STILL ACTIVE, only the secret here is wrong");
  here.wizard.press("enter");
  expect(
    (
      await here.wizard.waitFor(/is STILL ACTIVE at AWS(.*\n)*.*› 1 {2}Look whether AWS refuses it/)
    ).join("\n"),
  ).toContain("IAM console, search for the id");
  // Looking takes nothing away; once it is off, the look leads on to the files.
  here.aws.accounts.setStatus(here.aws.accessKeyId, "Inactive", Date.now());
  here.wizard.press("enter");
  await here.wizard.waitFor(/^Take AKIA…MPLE out of the files/);
  await quit(here);
});

test.each(MODES)(
  "%s: in practice there is a key to begin with, and everything can be tried",
  async (_by, start) => {
    const walk = start(newPlace(), { args: ["--practice"] });
    expect(await walkToKeys(walk)).toContain("active, user practice");
    await walk.enter();
    const id =
      /Switch AKIA\.\.\.(\w{4}) off/.exec(
        await walk.at(/Switch AKIA\S+ off at AWS/, /Switch it off now/),
      )?.[1] ?? "";
    await walk.pick("Switch it off now");
    await walk.lastFour(id);
    await walk.pick("Take it out");
    await walk.lastFour(id);
    await walk.at(/Switched off\. AWS refuses/, /1 /);
    await walk.finish();
  },
);
