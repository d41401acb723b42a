/**
 * One secret goes through every path; no byte of screen, stdout, stderr, JSON or state may hold it,
 * nor half of it.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Secret } from "../../src/base/secret.js";
import { checkOf } from "../commands/run.js";
import { waitUntil } from "../harness/wait.js";
import { fault, start } from "../practice/start.js";
import {
  FIRST,
  type Env,
  type Place,
  type Wizard,
  askedOf,
  mturkSetup,
  newPlace,
  startWizard,
} from "./program.js";

/** No word of it is in any text of ours; `/` and `+` make it differ in URLs and in JSON. */
const CANARY = "Kv9/Canarien+vogel/singt+Lieder/im/Kafig";
const ID = "AKIAEXAMPLEEXAMPLE22";

type Aws = Awaited<ReturnType<typeof start>>;

const practice = (faults: readonly string[] = []): Promise<Aws> =>
  start({
    key: { accessKeyId: ID, secretAccessKey: new Secret(CANARY) },
    faults: faults.map(fault),
  });

/** In any case of letters, as it is, percent-encoded or backwards; also only a half of it. */
function expectNone(bytes: string, where: string): void {
  const plain = bytes
    .replaceAll(/%2f/gi, "/")
    .replaceAll(/%2b/gi, "+")
    .replaceAll("\\/", "/")
    .toLowerCase();
  // Between two characters of a line that is typed, a terminal gets codes that move and colour.
  const bare = plain.replaceAll(
    // eslint-disable-next-line no-control-regex
    /\u001B(?:\[[0-9;?]*[A-Za-z]|\][^\u0007\u001B]*(?:\u0007|\u001B\\))/g,
    "",
  );
  for (const part of [CANARY.slice(0, 14), CANARY.slice(13, 27), CANARY.slice(26)].map((text) =>
    text.toLowerCase(),
  )) {
    expect(plain.includes(part), `${where} holds “${part}”`).toBe(false);
    expect(bare.includes(part), `${where} shows “${part}”`).toBe(false);
  }
}

/** Everything in the home but the files that are there to hold the key, and the copies of them. */
function expectNoneIn(place: Place): void {
  for (const [name, content] of Object.entries(place.tree())) {
    if (!/^\.aws\/credentials|^\.aws\/config|^given\//.test(name)) expectNone(content, name);
  }
}

async function through(
  place: Place,
  env: Env,
  walk: (wizard: Wizard) => Promise<void>,
): Promise<void> {
  const wizard = startWizard(place, { env });
  await walk(wizard);
  wizard.press("ctrl-c", "ctrl-c");
  await wizard.exit;
  expectNone(wizard.raw(), "the terminal");
  expectNoneIn(place);
}

async function toKeyScreen(wizard: Wizard): Promise<void> {
  await wizard.choose("Use keys I have");
  await wizard.waitFor("Paste id and secret");
}

const REFUSED = /^AWS refused this key|^Could not ask AWS|^Something else answered|^Your key works/;

/** What is done on the key screen, and what is seen then. */
const WALKS: Readonly<
  Record<
    string,
    {
      readonly faults?: readonly string[];
      readonly walk: (wizard: Wizard, aws: Aws) => Promise<unknown>;
    }
  >
> = {
  "both halves pasted, written, checked": {
    walk: async (wizard) => {
      wizard.paste(`${ID}\n${CANARY}`, true);
      await wizard.waitFor("Pasted several lines");
      await wizard.enterTo(/^Review(.*\n)*.*aws_secret_access_key/);
      await wizard.enterTo(/^Ready\./);
    },
  },
  "typed letter by letter into the field for the id": {
    walk: async (wizard) => {
      for (const letter of CANARY) wizard.send(letter);
      await wizard.waitFor("(hidden, 40 characters)");
      await wizard.enterTo(/Secret access key +\(hidden, 40 characters\)/);
    },
  },
  "typed letter by letter into the field for the secret": {
    walk: async (wizard) => {
      wizard.paste(ID, true);
      await wizard.enterTo("Secret access key (never shown)");
      for (const letter of CANARY) wizard.send(letter);
      await wizard.waitFor("40 characters");
      await wizard.enterTo(/^Review(.*\n)*.*aws_secret_access_key/);
    },
  },
  "pasted after letters that look like an id, without brackets": {
    walk: async (wizard) => {
      wizard.send("AKIA");
      await wizard.waitFor("AKIA");
      wizard.paste(CANARY, false);
      await wizard.waitFor(/hidden, 44 characters/);
      await wizard.enterTo((frame) => frame.some((line) => /AWS|key/.test(line)));
      wizard.press("backspace", "left", "left", "home", "end", "ctrl-u");
      await wizard.waitFor("____");
    },
  },
  "pasted where a profile's name belongs": {
    walk: async (wizard) => {
      await pasteTo(wizard, /^Review(.*\n)*.*aws_secret_access_key/);
      wizard.send("p");
      await wizard.waitFor(/^Profile/);
      wizard.press("ctrl-u");
      wizard.paste(CANARY, true);
      wizard.press("enter");
      await wizard.waitFor(/secret|hidden/);
    },
  },
  "pasted where a region belongs": {
    walk: async (wizard) => {
      await pasteTo(wizard, /^Review(.*\n)*.*aws_secret_access_key/);
      wizard.send("r");
      await wizard.waitFor(/^Region/);
      wizard.press("ctrl-u");
      wizard.paste(CANARY, true);
      wizard.press("enter");
      await wizard.waitFor(/That is no region/);
    },
  },
  "pasted where the path of the CSV file belongs": {
    walk: async (wizard) => {
      wizard.press("tab");
      await wizard.waitFor(/^The CSV file/);
      wizard.paste(CANARY, true);
      wizard.press("enter");
      await wizard.waitFor(/no file|secret/);
    },
  },
  "refused by AWS": { faults: ["wrong-secret"], walk: (wizard) => pasteTo(wizard, REFUSED) },
  "repeated by AWS": { faults: ["echo-secret"], walk: (wizard) => pasteTo(wizard, REFUSED) },
  "answered by a captive portal": {
    faults: ["captive-portal"],
    walk: (wizard) => pasteTo(wizard, REFUSED),
  },
  "not answered": { faults: ["offline"], walk: (wizard) => pasteTo(wizard, REFUSED) },
  "id and secret in each other's place, repeated by AWS": {
    faults: ["echo-secret"],
    walk: async (wizard) => {
      wizard.paste(`aws_access_key_id=${CANARY}\naws_secret_access_key=${ID}`, true);
      await wizard.waitFor("Pasted several lines");
      await wizard.enterTo((frame) =>
        frame.some((line) => /each other's place|refused/.test(line)),
      );
    },
  },
  "inside text that nobody can read": {
    walk: async (wizard) => {
      wizard.paste(`{"broken": "${CANARY}", "x": [`, true);
      await wizard.waitFor("Pasted several words");
      await wizard.enterTo(/not closed yet|does not look like|key/);
      wizard.paste(`<b>${CANARY}</b> and ${CANARY.toLowerCase()}!`, true);
      wizard.press("enter");
      wizard.paste(`${CANARY}\n${CANARY.replace("K", "L")}\nthird`, true);
      wizard.press("enter");
      await wizard.waitFor("Paste id and secret");
    },
  },
  "from a CSV file whose path was typed": {
    walk: async (wizard) => {
      wizard.press("tab");
      await wizard.waitFor(/^The CSV file/);
      wizard.send("given/keys.csv\r");
      await wizard.waitFor(/^Review(.*\n)*.*aws_secret_access_key/);
    },
  },
  "from CSV files that are broken": {
    walk: async (wizard) => {
      wizard.press("tab");
      await wizard.waitFor(/^The CSV file/);
      wizard.send("given/broken.csv\r");
      await wizard.waitFor(
        (frame) => frame.filter((line) => line.includes("broken.csv")).length > 1,
      );
    },
  },
};

async function pasteTo(wizard: Wizard, expected: RegExp): Promise<void> {
  wizard.paste(`${ID}\n${CANARY}`, true);
  await wizard.waitFor("Pasted several lines");
  await wizard.enterTo(expected);
}

test.each(Object.keys(WALKS))("in the wizard: %s", async (name) => {
  const place = newPlace();
  const { faults = [], walk } = WALKS[name]!;
  const aws = await practice(faults);
  place.put("given/keys.csv", `Access key ID,Secret access key\n${ID},${CANARY}\n`);
  place.put(
    "given/broken.csv",
    `Access key ID,Secret access key\n"${ID},${CANARY}\n${CANARY},${CANARY},${CANARY}\n`,
  );
  await through(place, askedOf(aws), async (wizard) => {
    await toKeyScreen(wizard);
    await walk(wizard, aws);
  });
});

test("in the wizard: typed ahead, before the first screen is there", async () => {
  const place = newPlace();
  const aws = await practice();
  await through(place, askedOf(aws), async (wizard) => {
    await waitUntil(
      () => (wizard.raw().includes("\u001B[?2004h") ? true : undefined),
      () => "never started",
    );
    wizard.paste(`${ID}\n${CANARY}`, true);
    await wizard.waitFor(FIRST);
  });
});

/** Files and variables that hold it already, each as a person could have left it. */
const HELD: Readonly<Record<string, (place: Place) => Env>> = {
  "in ~/.aws/credentials": (place) => (
    place.put(
      ".aws/credentials",
      `[default]\naws_access_key_id = ${ID}\naws_secret_access_key = ${CANARY}\n`,
    ),
    {}
  ),
  "in ~/.aws/config": (place) => (
    place.put(
      ".aws/config",
      `[default]\naws_access_key_id = ${ID}\naws_secret_access_key = ${CANARY}\n`,
    ),
    {}
  ),
  "in the place of the id": (place) => (
    place.put(
      ".aws/credentials",
      `[default]\naws_access_key_id = ${CANARY}\naws_secret_access_key = ${ID}\n`,
    ),
    {}
  ),
  "as a session token": (place) => (
    place.put(
      ".aws/credentials",
      `[default]\naws_access_key_id = ${ID}\naws_secret_access_key = x\naws_session_token = ${CANARY}\n`,
    ),
    {}
  ),
  "as a line of its own": (place) => (
    place.put(".aws/credentials", `[default]\naws_access_key_id = ${ID}\n${CANARY}\n`),
    {}
  ),
  "without a header": (place) => (
    place.put(".aws/credentials", `aws_access_key_id = ${ID}\naws_secret_access_key = ${CANARY}\n`),
    {}
  ),
  "as the name of an option": (place) => (
    place.put(".aws/credentials", `[default]\n${CANARY} = ${CANARY}\n${CANARY} = 2\n`),
    {}
  ),
  "as a section that is not closed": (place) => (
    place.put(".aws/credentials", `[default\naws_secret_access_key = ${CANARY}\n[${CANARY}\n`),
    {}
  ),
  "in bytes that are no text": (place) => (
    place.put(
      ".aws/credentials",
      Buffer.concat([
        Buffer.from(`[default]\naws_secret_access_key = ${CANARY}`),
        Buffer.from([0xff, 0xfe, 0x0a]),
      ]),
    ),
    {}
  ),
  "in .psiturkconfig": (place) => (
    place.put(
      ".psiturkconfig",
      `[AWS Access]\naws_access_key_id = ${ID}\naws_secret_access_key = ${CANARY}\n`,
    ),
    {}
  ),
  "in .env": (place) => (
    place.put(".env", `AWS_ACCESS_KEY_ID=${ID}\nAWS_SECRET_ACCESS_KEY=${CANARY}\n`),
    {}
  ),
  "in .boto": (place) => (
    place.put(
      ".boto",
      `[Credentials]\naws_access_key_id = ${ID}\naws_secret_access_key = ${CANARY}\n`,
    ),
    {}
  ),
  "in the environment": () => ({ AWS_ACCESS_KEY_ID: ID, AWS_SECRET_ACCESS_KEY: CANARY }),
  "in the environment, as the id": () => ({
    AWS_ACCESS_KEY_ID: CANARY,
    AWS_SECRET_ACCESS_KEY: CANARY,
  }),
  "in the environment, as a token": () => ({
    AWS_ACCESS_KEY_ID: ID,
    AWS_SECRET_ACCESS_KEY: "x",
    AWS_SESSION_TOKEN: CANARY,
  }),
};

test.each(Object.keys(HELD))(
  "there already, %s: check, save and undo do not show it",
  async (name) => {
    const place = newPlace();
    const aws = await practice(name.includes("id") ? ["echo-secret"] : []);
    const env = { ...askedOf(aws), ...HELD[name]!(place) };
    const stdin = `AKIAEXAMPLEEXAMPLE33\n${"newSecret/".repeat(4)}\n`;
    const runs: readonly (readonly string[])[] = [
      ["check", "--json"],
      ["check"],
      ["save", "--stdin", "--no-verify", "--dry-run"],
      ["save", "--stdin", "--no-verify", "--yes", "--json"],
      ["undo", "--yes"],
    ];
    for (const args of runs) {
      const done = await mturkSetup(place, args, { env, stdin });
      expect(done.code, done.err).not.toBe(1);
      expectNone(done.out + done.err, args.join(" "));
      if (args[0] === "check" && args[1] === "--json") checkOf(done);
    }
  },
);

test.each([
  "in ~/.aws/credentials",
  "in the place of the id",
  "without a header",
  "as a line of its own",
  "in the environment, as the id",
  "in .psiturkconfig",
])("there already, %s: the wizard's first screen and check do not show it", async (name) => {
  const place = newPlace();
  const aws = await practice(name.includes("id") ? ["echo-secret"] : []);
  const env = { ...askedOf(aws), ...HELD[name]!(place) };
  const wizard = startWizard(place, { env });
  await wizard.waitFor(FIRST);
  await wizard.choose("Check my keys");
  await wizard.waitFor((frame) =>
    /Ready|refused|cannot be read|cannot work|no complete key|Could not|works/.test(frame[0] ?? ""),
  );
  wizard.press("ctrl-c", "ctrl-c");
  await wizard.exit;
  expectNone(wizard.raw(), "the terminal");
});

/** Every form in which it can come in, right or wrong; what comes of it does not matter here. */
const GIVEN: readonly (readonly [string, readonly string[], string, Env])[] = [
  ["two lines", ["--stdin"], `${ID}\n${CANARY}\n`, {}],
  ["the secret first", ["--stdin"], `${CANARY}\n${ID}\n`, {}],
  ["the secret twice", ["--stdin"], `${CANARY}\n${CANARY}\n`, {}],
  ["the secret alone", ["--stdin"], `${CANARY}\n`, {}],
  ["a broken JSON", ["--stdin"], `{"SecretAccessKey": "${CANARY}"`, {}],
  ["a private key around it", ["--stdin"], `-----BEGIN RSA PRIVATE KEY-----\n${CANARY}\n`, {}],
  ["an address around it", ["--stdin"], `https://x.example/?k=${encodeURIComponent(CANARY)}\n`, {}],
  ["another word beside it", ["--stdin"], `password: ${CANARY} !\n`, {}],
  [
    "as an id in the environment",
    ["--from-env"],
    "",
    { AWS_ACCESS_KEY_ID: CANARY, AWS_SECRET_ACCESS_KEY: CANARY },
  ],
  [
    "in an endpoint variable",
    ["--from-env"],
    "",
    {
      AWS_ACCESS_KEY_ID: ID,
      AWS_SECRET_ACCESS_KEY: CANARY,
      AWS_ENDPOINT_URL_STS: `http://${ID}:${CANARY.replaceAll("/", "%2F")}@127.0.0.1:1/`,
    },
  ],
  ["a CSV", ["--csv", "given/keys.csv"], "", {}],
  ["a broken CSV", ["--csv", "given/broken.csv"], "", {}],
  ["a CSV with it in the place of the header", ["--csv", "given/headless.csv"], "", {}],
];

test.each(GIVEN)("given to save: %s", async (_name, args, stdin, env) => {
  const place = newPlace();
  const aws = await practice();
  place.put("given/keys.csv", `Access key ID,Secret access key\n${ID},${CANARY}\n`);
  place.put(
    "given/broken.csv",
    `Access key ID,Secret access key\n"${ID},${CANARY}\n${CANARY},${CANARY},${CANARY}\n`,
  );
  place.put("given/headless.csv", `${CANARY},${ID},${CANARY}\n`);
  for (const more of [["--json"], [], ["--dry-run"]]) {
    const done = await mturkSetup(place, ["save", ...args, ...more], {
      env: { ...askedOf(aws), ...env },
      stdin,
    });
    expect(done.code, done.err).not.toBe(1);
    expectNone(done.out + done.err, `save ${more.join(" ")}`);
  }
  expectNoneIn(place);
});

test("no process of ours carries it where other users can read: not in its arguments, not in its title", async () => {
  const place = newPlace();
  const aws = await practice(["silent"]);
  const wizard = startWizard(place, { env: askedOf(aws) });
  await toKeyScreen(wizard);
  wizard.paste(`${ID}\n${CANARY}`, true);
  await wizard.waitFor("Pasted several lines");
  await wizard.enterTo(/^Asking AWS/);
  expectNone(readFileSync(`/proc/${wizard.pid}/cmdline`, "utf8"), "the command line");
  expectNone(readFileSync(`/proc/${wizard.pid}/environ`, "utf8"), "the environment");
  wizard.press("ctrl-c", "ctrl-c");
  await wizard.exit;
});
