/** A file dropped onto the terminal, in every place that takes one. */
import { describe, expect, test } from "vitest";
import type { PracticeAws } from "../../src/practice/server.js";
import { start } from "../practice/start.js";
import { mturkSetupHere } from "./here.js";
import { type Env, type Place, askedOf, newPlace } from "./program.js";
import { MODES, type Walk } from "./walk.js";

const NAME = "Downloads/lab user_accessKeys (1).csv";

/** As chats, mails, word processors, other shells and other systems hand a path over. */
function rarerForms(path: string): readonly string[] {
  return [
    `$HOME/${NAME}`,
    `"\${HOME}/${NAME}"`,
    `“${path}”`,
    `‘${path}’`,
    `«\u00A0${path}\u00A0»`,
    `<${path}>`,
    `<file://${encodeURI(path)}>`,
    `\`${path}\``,
    `file:${encodeURI(path)}`,
    `file://~/${encodeURI(NAME)}`,
    encodeURI(path),
    `${path}/`,
    `${path.replaceAll(/[ ()]/g, "\\$&")}/\n`,
    `\u202A${path}`,
    `& '${path}'`,
    path.replaceAll(" ", "\u00A0"),
    `~\\${NAME.replaceAll("/", "\\")}`,
    `$'${path.replaceAll("(", "\\x28")}'`,
    "$STUDY/lab\\ user_accessKeys\\ \\(1\\).csv",
    `%STUDY%/${NAME.split("/")[1] ?? ""}`,
  ];
}

/** What cannot be told, and the words for it. */
function unclearForms(path: string): readonly (readonly [string, string])[] {
  return [
    [`'${path}' '${path}'`, "Those are 2 files, and one is wanted."],
    [`“${path}” “${path}”`, "Those are 2 files, and one is wanted."],
    [`$HOME/${NAME} ${path}`, "Those are 2 files, and one is wanted."],
    [
      "%USERPROFILE%\\Downloads\\keys.csv",
      "%USERPROFILE% is a variable of Windows, which is not set here.",
    ],
    ["Q:\\Users\\ann\\keys.csv", "That is a path of Windows, and there is no such drive here."],
    [
      "\\\\lab\\share\\keys.csv",
      "That is a folder on a network as Windows writes it; here it has another name, or none.",
    ],
    [
      "sftp://lab.example.org/keys.csv",
      "That is an address (sftp://), not a file of this computer.",
    ],
    ["${NOWHERE}/keys.csv", "$NOWHERE is not set here, so it cannot be told which file is meant."],
    ["~nobody-here/keys.csv", "Nobody is called nobody-here on this computer."],
  ];
}

/** A sentence may be broken over lines. */
function plainText(rows: readonly string[]): string {
  return rows.map((row) => row.trim()).join(" ");
}

interface Stage {
  readonly place: Place;
  readonly aws: PracticeAws;
  readonly path: string;
  readonly forms: readonly string[];
  readonly env: Env;
}

async function stage(): Promise<Stage> {
  const [place, aws] = [newPlace(), await start()];
  const path = place.put(
    NAME,
    `User name,Access key ID,Secret access key\nlab,${aws.accessKeyId},${aws.secretAccessKey.reveal()}\n`,
  );
  const forms: readonly string[] = [
    path.replaceAll(/[ ()]/g, "\\$&"),
    `'${path}' `,
    `"${path}"`,
    `file://${encodeURI(path)}`,
    `file://localhost${encodeURI(path)}`,
    `~/${NAME}`,
    path,
    ...rarerForms(path),
  ];
  return { place, aws, path, forms, env: { ...askedOf(aws), STUDY: place.at("Downloads") } };
}

test("save --csv and retire --folder take every form", async () => {
  const { place, aws, path, forms, env } = await stage();
  for (const form of forms) {
    const saved = await mturkSetupHere(place, ["save", "--csv", form, "--dry-run", "--no-verify"], {
      env,
    });
    expect(saved.code, `${form}\n${saved.err}`).toBe(0);
    expect(saved.out).toContain("would save AKIA…");
  }
  const elsewhere = place.put(
    "more keys/ann_accessKeys.csv",
    `Access key ID,Secret access key\n${aws.accessKeyId},${aws.secretAccessKey.reveal()}\n`,
  );
  for (const form of [
    "~/more keys",
    `${place.at("more\\ keys")}/`,
    `file://${encodeURI(place.at("more keys"))}`,
  ]) {
    const told = await mturkSetupHere(place, ["retire", "--dry-run", "--json", "--folder", form], {
      env: { ...env, AWS_ENDPOINT_URL_IAM: aws.endpoints.iam },
    });
    expect(told.out, form).toContain(elsewhere);
  }
  for (const [form, message] of unclearForms(path)) {
    const told = await mturkSetupHere(place, ["save", "--csv", form, "--json"], { env });
    expect(told.code, form).toBe(4);
    expect(JSON.parse(told.out), form).toMatchObject({
      error: { code: "input-malformed", message },
    });
  }
  expect(place.has(".aws")).toBe(false);
});

describe.each(MODES)("in the wizard %s", (_mode, startWalk) => {
  async function toKey(asks: Stage): Promise<Walk> {
    const walk = startWalk(asks.place, { env: asks.env });
    await walk.pick("Use keys I have");
    await walk.at(/The access key/, /Paste id and secret/);
    return walk;
  }

  async function toCsv(walk: Walk): Promise<void> {
    walk.tab();
    await walk.at(/The CSV file with your key/);
    walk.tab();
    await walk.says(/Path of the CSV file:/);
  }

  async function expectUnclear(walk: Walk, path: string): Promise<void> {
    for (const [form, message] of unclearForms(path)) {
      await walk.drop(form);
      await walk.says(literally(message));
      walk.clear();
      if (walk.by === "frames")
        await walk.wizard.waitFor((rows) => !plainText(rows).includes(message));
    }
  }

  test("the field for the key and the one for the CSV name what cannot be told, and take the rarer forms after it", async () => {
    const here = await stage();
    const walk = await toKey(here);
    const { path } = here;
    await expectUnclear(walk, path);
    for (const form of [
      `“${path}”`,
      `<file://${encodeURI(path)}>`,
      `$HOME/${NAME}`,
      `${path}/\n`,
    ]) {
      await walk.drop(form);
      await walk.at(/Review/, /aws_secret_access_key/);
      await walk.back();
      await walk.at(/The access key/, /Paste id and secret/);
    }
    await toCsv(walk);
    await expectUnclear(walk, path);
    await walk.drop(encodeURI(path));
    await walk.at(/Review/);
    expect(walk.wizard.raw()).not.toContain(here.aws.secretAccessKey.reveal());
    await walk.leave();
  });

  test("I1: the CSV field takes what the terminal typed", async () => {
    const here = await stage();
    const walk = await toKey(here);
    await toCsv(walk);
    await walk.drop(here.forms[0] ?? "");
    await walk.at(/Review/);
    await walk.leave();
  });

  test("and so does the field for the key, dropped instead of a key", async () => {
    const here = await stage();
    const walk = await toKey(here);
    await walk.drop(here.forms[0] ?? "");
    await walk.at(/Review/);
    expect(walk.wizard.raw()).not.toContain(here.aws.secretAccessKey.reveal());
    await walk.leave();
  });
});

/** Exactly this. */
function literally(text: string): RegExp {
  return new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
}
