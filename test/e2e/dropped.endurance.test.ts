/** A file dropped onto the terminal, in every place that takes one. */
import { describe, expect, test } from "vitest";
import { start } from "../practice/start.js";
import { askedOf, mturkSetup, newPlace, startWizard } from "./program.js";

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

async function stage() {
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
    const saved = await mturkSetup(place, ["save", "--csv", form, "--dry-run", "--no-verify"], {
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
    const told = await mturkSetup(place, ["retire", "--dry-run", "--json", "--folder", form], {
      env: { ...env, AWS_ENDPOINT_URL_IAM: aws.endpoints.iam },
    });
    expect(told.out, form).toContain(elsewhere);
  }
  for (const [form, message] of unclearForms(path)) {
    const told = await mturkSetup(place, ["save", "--csv", form, "--json"], { env });
    expect(told.code, form).toBe(4);
    expect(JSON.parse(told.out), form).toMatchObject({
      error: { code: "input-malformed", message },
    });
  }
  expect(place.has(".aws")).toBe(false);
});

describe("in the wizard", () => {
  test("the field for the CSV and the one for the key name what cannot be told, and take the rarer forms after it", async () => {
    const { place, path, env, aws } = await stage();
    const wizard = startWizard(place, { env: { ...env, AWS_ENDPOINT_URL_IAM: aws.endpoints.iam } });
    await wizard.choose("Use keys I have");
    await wizard.waitFor("Paste id and secret");
    for (const [form, message] of unclearForms(path)) {
      wizard.paste(form, true);
      await wizard.waitFor(/hidden/);
      wizard.press("enter");
      await wizard.waitFor((rows) => plainText(rows).includes(message));
      wizard.press("ctrl-u");
      await wizard.waitFor("____");
    }
    for (const form of [
      `“${path}”`,
      `<file://${encodeURI(path)}>`,
      `$HOME/${NAME}`,
      `${path}/\n`,
    ]) {
      wizard.paste(form, true);
      await wizard.waitFor(/hidden/);
      wizard.press("enter");
      await wizard.waitFor(/^Review(.*\n)*Enter write/);
      wizard.press("esc");
      await wizard.waitFor("Paste id and secret");
    }
    wizard.press("tab");
    await wizard.waitFor("The CSV file with your key");
    wizard.press("tab");
    await wizard.waitFor("Path of the CSV file:");
    for (const [form, message] of unclearForms(path)) {
      wizard.paste(form, true);
      wizard.press("enter");
      await wizard.waitFor((rows) => plainText(rows).includes(message));
      wizard.press("ctrl-u");
      await wizard.waitFor((rows) => !plainText(rows).includes(message));
    }
    wizard.paste(encodeURI(path), true);
    wizard.press("enter");
    await wizard.waitFor(/^Review/);
    expect(wizard.raw()).not.toContain(aws.secretAccessKey.reveal());
    wizard.kill();
    await wizard.exit;
  });

  test("I1: the CSV field takes what the terminal typed", async () => {
    const { place, forms, env } = await stage();
    const wizard = startWizard(place, { env });
    await wizard.choose("Use keys I have");
    await wizard.waitFor("Paste id and secret");
    wizard.press("tab");
    await wizard.waitFor("The CSV file with your key");
    wizard.press("tab");
    await wizard.waitFor("Path of the CSV file:");
    wizard.paste(forms[0] ?? "", true);
    await wizard.waitFor(/accessKeys/);
    wizard.press("enter");
    await wizard.waitFor(/^Review/);
    wizard.kill();
    await wizard.exit;
  });

  test("and so does the field for the key, dropped instead of a key", async () => {
    const { place, forms, env, aws } = await stage();
    const wizard = startWizard(place, { env });
    await wizard.choose("Use keys I have");
    await wizard.waitFor("Paste id and secret");
    wizard.paste(forms[0] ?? "", true);
    await wizard.waitFor(/hidden/);
    wizard.press("enter");
    await wizard.waitFor(/^Review/);
    expect(wizard.raw()).not.toContain(aws.secretAccessKey.reveal());
    wizard.kill();
    await wizard.exit;
  });
});
