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
import { type Env, type Place, askedOf, newPlace } from "./program.js";
import { MODES, type Walk } from "./walk.js";

interface Scene {
  readonly place: Place;
  readonly aws: PracticeAws;
}

const lines = ({
  accessKeyId,
  secretAccessKey,
}: Pick<PracticeAws, "accessKeyId" | "secretAccessKey">): string =>
  `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey.reveal()}\n`;

async function stage(
  faults: readonly string[] = [],
  prepare: (place: Place, aws: PracticeAws) => void = () => undefined,
): Promise<Scene> {
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

async function walkToKeys(walk: Walk): Promise<string> {
  await walk.pick("Switch off keys I no longer need");
  expect(await walk.at(/Switch off keys: first save what you need/)).toContain(
    "transaction history",
  );
  await walk.enter();
  return walk.at(/Keys found\./);
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

describe.each(MODES)("%s: a key that a person has to switch off", (by, walkIn) => {
  /** The row that Enter takes. */
  const first = (row: string): RegExp => new RegExp(`${by === "by frames" ? "› " : ""}1 ${row}`);

  test("denied: the clicks, a live look, and on by itself when AWS refuses it", async () => {
    const { place, aws } = await stage(["no-iam"]);
    const walk = walkIn(place, { env: envOf(aws) });
    await walkToKeys(walk);
    await walk.enter();
    await walk.pick("Switch it off now");
    await walk.lastFour(aws.accessKeyId);
    const clicks = await walk.at(/Switch AKIA\.\.\.MPLE off in the console/, /still accepted/);
    expect(clicks).toContain("This key may not switch itself off; that is usual.");
    expect(clicks).toContain("Users > practice > Security credentials");
    aws.accounts.setStatus(aws.accessKeyId, "Inactive", Date.now());
    await walk.at(/Take AKIA\.\.\.MPLE out of the files/);
    await walk.pick("Take it out");
    await walk.lastFour(aws.accessKeyId);
    await walk.at(/Switched off\. AWS refuses/);
    expect(place.read(".aws/credentials")).not.toContain(aws.accessKeyId);
    await walk.leave();
  });

  test("A6a: waiting comes first; not to wait is asked again before the copy goes, and then its id is shown whole with the clicks", async () => {
    const { place, aws } = await stage(["no-iam"]);
    const walk = walkIn(place, { env: envOf(aws) });
    const before = place.read(".aws/credentials");
    await walkToKeys(walk);
    await walk.enter();
    await walk.pick("Switch it off now");
    await walk.lastFour(aws.accessKeyId);
    await walk.at(/Switch AKIA\.\.\.MPLE off in the console/, first("Wait until AWS refuses it"));
    await walk.pick("Do not wait: go on to the files");
    await walk.at(
      /AKIA\.\.\.MPLE may still be on\. Really take it out/,
      first("Leave the files as they are"),
    );
    expect(place.read(".aws/credentials")).toBe(before);
    await walk.pick("Take it out although it may be on");
    await walk.lastFour(aws.accessKeyId);
    const end = await walk.at(/.*is STILL ACTIVE at AWS\./, /No copy of it is left here/);
    expect(end).toContain(`Its id is ${aws.accessKeyId} (no secret).`);
    expect(end).toContain("Users > practice > Security credentials");
    expect(place.read(".aws/credentials")).not.toContain(aws.accessKeyId);
    expect(statusOf({ aws })).toBe("Active");
    await walk.leave();
  });

  test("a root key comes first, is never switched off by itself, and its clicks stand elsewhere", async () => {
    const { place, aws } = await stage([], (prepared, { accounts }) => {
      const root = accounts.issueKey(accounts.addRoot(), Date.now());
      prepared.put(
        "Downloads/rootkey.csv",
        `Access key ID,Secret access key\r\n${root.accessKeyId},${root.secretAccessKey.reveal()}\r\n`,
      );
    });
    const walk = walkIn(place, { env: envOf(aws) });
    const found = await walkToKeys(walk);
    expect(found).toMatch(/1 Both, one after the other/);
    expect(found).toMatch(/2 AKIA\.\.\.[A-Z2-7]{4} ROOT key, do this first/);
    await walk.enter();
    const clicks = await walk.at(/.*off in the console/, /still accepted/);
    expect(clicks).toContain("Account name (top right)");
    expect(clicks).not.toContain("Switch it off now");
    await walk.leave();
  });

  test("a refused key is not a dead key: with a wrong secret it is said to be still active", async () => {
    const { place, aws } = await stage([], (prepared, { accessKeyId }) =>
      prepared.put(
        ".aws/credentials",
        `[default]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = madeUpMadeUp/madeUpMadeUp+madeUpMadeUp12\n`,
      ),
    );
    const walk = walkIn(place, { env: envOf(aws) });
    expect(await walkToKeys(walk)).toContain("STILL ACTIVE, only the secret here is wrong");
    await walk.enter();
    expect(
      await walk.at(/.*is STILL ACTIVE at AWS/, first("Look whether AWS refuses it")),
    ).toContain("IAM console, search for the id");
    // Looking takes nothing away; once it is off, the look leads on to the files.
    aws.accounts.setStatus(aws.accessKeyId, "Inactive", Date.now());
    await walk.enter();
    await walk.at(/Take AKIA\.\.\.MPLE out of the files/);
    await walk.leave();
  });
});

test.each(MODES)(
  "%s: all three, one after the other: each with its own questions, the next by one Enter; the CSV is deleted by x and its question",
  async (_by, walkIn) => {
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
    const walk = walkIn(place, { env: envOf(aws) });
    expect(await walkToKeys(walk)).toMatch(/1 All three, one after the other/);
    await walk.enter();
    const gone: string[] = [];
    for (const round of [1, 2, 3]) {
      const asked = await walk.at(/Switch AKIA\.\.\.[A-Z2-7]{4} off at AWS/, /Switch it off now/);
      const tail = /Switch AKIA\.\.\.([A-Z2-7]{4})/.exec(asked)?.[1] ?? "";
      gone.push(tail);
      await walk.pick("Switch it off now");
      await walk.lastFour(tail);
      const away = await walk.at(/Take AKIA\.\.\.|AKIA\.\.\..* stands in no file/, /[› ]1 /);
      await walk.pick(away.includes("stands in no file") ? "Go on" : "Take it out");
      if (!away.includes("stands in no file")) await walk.lastFour(tail);
      const end = await walk.at(/Switched off\. AWS refuses AKIA\.\.\./);
      if (end.includes("ann_accessKeys.csv still holds it")) {
        walk.key("x");
        await walk.at(/Delete ~\/Downloads\/ann_accessKeys\.csv\? This cannot be undone/);
        expect(place.has("Downloads/ann_accessKeys.csv")).toBe(true);
        walk.fill("delete");
        const told = await walk.says(/The CSV file is deleted\./);
        expect(told).not.toMatch(/still holds it|x delete/);
      }
      expect(end.includes(`${round + 1} of 3`)).toBe(round < 3);
      if (round < 3) await walk.enter();
    }
    expect(new Set(gone).size).toBe(3);
    expect(place.has("Downloads/ann_accessKeys.csv")).toBe(false);
    for (const { accessKeyId } of [aws, psiturks, downloaded])
      expect(aws.accounts.find(accessKeyId)?.status).toBe("Inactive");
    expect(place.read(".psiturkconfig")).not.toContain(psiturks.accessKeyId);
    await walk.finish();
  },
);

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
