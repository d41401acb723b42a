/**
 * A secret goes through every way in and every way on, and is found in no byte of the terminal and
 * in no form of the state.
 */
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { type Wizard, enterPair, hurriedClock, put, toKey, write } from "./wizard.js";

const CANARY = "cAnArY/cAnArY+cAnArY/cAnArY+cAnArY/cAnAr";

function expectNowhere(wizard: Wizard, secret: string): void {
  // What a person could see, also if two rows were read as one; and any longer piece of it.
  const shown = [wizard.rawBytes(), wizard.scrollback().join(""), wizard.seen.flat().join("")];
  const pieces = [secret, secret.slice(0, 12), secret.slice(-12), encodeURIComponent(secret)];
  for (const text of [
    ...shown,
    JSON.stringify(wizard.state()),
    inspect(wizard.state(), { depth: 20, showHidden: true }),
  ]) {
    for (const piece of pieces) expect(text.includes(piece), piece.slice(0, 3)).toBe(false);
  }
  expect(wizard.copied.concat(wizard.opened).join("")).not.toContain(secret);
}

const WAYS: Readonly<Record<string, (wizard: Wizard, id: string) => Promise<unknown>>> = {
  "both lines, bracketed": (wizard, id) => enterPair(wizard, `${id}\n${CANARY}`),
  "both lines, unbracketed": async (wizard, id) => {
    wizard.paste(`${id}\n${CANARY}\n`, false);
    await wizard.waitFor(/^(Asking|AWS refused|Could not|Your key)/);
  },
  "typed letter by letter": async (wizard, id) => {
    for (const letter of `${id}\r${CANARY}`) wizard.type(letter);
    await wizard.waitFor("(hidden, 40 characters)");
    await wizard.to("\r", /^(Asking|AWS refused|Could not|Your key)/);
  },
  "in the field of the id": async (wizard) => {
    wizard.paste(CANARY, true);
    await wizard.waitFor("(hidden, 40 characters)");
    wizard.press("enter");
    await wizard.waitFor(/Secret access key +\(hidden, 40 characters\)/);
  },
  "as lines of a file": (wizard, id) =>
    enterPair(wizard, `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${CANARY}\n`),
  "as export lines": (wizard, id) =>
    enterPair(wizard, `export AWS_ACCESS_KEY_ID=${id}\nexport AWS_SECRET_ACCESS_KEY='${CANARY}'\n`),
  "as JSON": (wizard, id) =>
    enterPair(
      wizard,
      JSON.stringify({ AccessKey: { AccessKeyId: id, SecretAccessKey: CANARY } }, null, 2),
    ),
  swapped: async (wizard, id) => {
    wizard.paste(`aws_access_key_id = ${CANARY}\naws_secret_access_key = ${id}\n`, true);
    await wizard.waitFor("Pasted several lines");
    await wizard.to("\r", /Enter (continue|use)/);
  },
  "with words around it": async (wizard, id) => {
    wizard.paste(`my key is ${id} and the secret ${CANARY} thanks`, true);
    await wizard.waitFor("Pasted several words");
    await wizard.to("\r", /^(Asking|AWS refused|Could not|Your key|The access key)/);
  },
  "a CSV file": async (wizard, id) => {
    put(wizard.home, "k.csv", `Access key ID,Secret access key\r\n${id},${CANARY}\r\n`);
    await wizard.to("\t", /^The CSV file/);
    await wizard.to("k.csv\r", /^(Asking|AWS refused|Could not|Your key)/);
  },
};

/**
 * What AWS may answer; each way in meets the answer that repeats what it was sent, and two of them
 * the others as well.
 */
const ANSWERS: readonly (readonly [fault: string, way: string])[] = [
  ...Object.keys(WAYS).map((way) => ["echo-secret", way] as const),
  ["offline", "both lines, bracketed"],
  ["wrong-secret", "a CSV file"],
];

test.each(ANSWERS)("AWS answers %s; the key comes as %s", async (fault, way) => {
  const wizard = await toKey({ faults: [fault], clock: hurriedClock() });
  await WAYS[way]!(wizard, wizard.aws.accessKeyId);
  wizard.press("esc");
  await wizard.waitFor(/^(The access key|mturk-setup)/);
  expectNowhere(wizard, CANARY);
});

test("saved and checked: the practice AWS's own secret stands in the file and nowhere else", async () => {
  const wizard = await toKey();
  await enterPair(wizard);
  await write(wizard);
  const secret = wizard.aws.secretAccessKey.reveal();
  expect(wizard.read(".aws/credentials")).toContain(secret);
  expectNowhere(wizard, secret);
});
