/** A file dropped onto the terminal, in every place that takes one. */
import { describe, expect, test } from "vitest";
import { start } from "../practice/start.js";
import { askedOf, mturkSetup, newPlace, startWizard } from "./program.js";

const NAME = "Downloads/lab user_accessKeys (1).csv";

async function stage() {
  const [place, aws] = [newPlace(), await start()];
  const path = place.put(NAME, `User name,Access key ID,Secret access key\nlab,${aws.accessKeyId},${aws.secretAccessKey.reveal()}\n`);
  const forms: readonly string[] = [path.replaceAll(/[ ()]/g, "\\$&"), `'${path}' `, `"${path}"`, `file://${encodeURI(path)}`, `file://localhost${encodeURI(path)}`, `~/${NAME}`, path];
  return { place, aws, path, forms, env: askedOf(aws) };
}

test("save --csv and retire --folder take every form", async () => {
  const { place, aws, path, forms, env } = await stage();
  for (const form of forms) {
    const saved = await mturkSetup(place, ["save", "--csv", form, "--dry-run", "--no-verify"], { env });
    expect(saved.code, `${form}\n${saved.err}`).toBe(0);
    expect(saved.err).toContain("would save AKIA…");
  }
  const elsewhere = place.put("more keys/ann_accessKeys.csv", `Access key ID,Secret access key\n${aws.accessKeyId},${aws.secretAccessKey.reveal()}\n`);
  for (const form of ["~/more keys", `${place.at("more\\ keys")}/`, `file://${encodeURI(place.at("more keys"))}`]) {
    const told = await mturkSetup(place, ["retire", "--dry-run", "--json", "--folder", form], { env: { ...env, AWS_ENDPOINT_URL_IAM: aws.endpoints.iam } });
    expect(told.out, form).toContain(elsewhere);
  }
  const several = await mturkSetup(place, ["save", "--csv", `'${path}' '${path}'`, "--json"], { env });
  expect(JSON.parse(several.out)).toMatchObject({ error: { code: "input-malformed", message: "Those are 2 files, and one is wanted." } });
});

describe("in the wizard", () => {
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
