/** Repairing both files in a real terminal: one change, one answer, one undo. */
import { expect, test } from "vitest";
import { start } from "../practice/start.js";
import { askedOf, mturkSetup, newPlace, pick, startWizard } from "./program.js";

test("three things in two files: the whole repair is shown, Enter does it, undo takes the whole back", async () => {
  const place = newPlace();
  const aws = await start();
  const id = aws.accessKeyId;
  place.put(
    ".aws/credentials",
    `aws_access_key_id = ${id}\naws_secret_access_key = "${aws.secretAccessKey.reveal()}"\n`,
  );
  place.put(".aws/config", "[lab]\nregion = us-east-1\n");
  const before = [place.read(".aws/credentials"), place.read(".aws/config")];
  const wizard = startWizard(place, { env: askedOf(aws), rows: 40 });
  await wizard.choose("Repair it");
  const shown = (
    await wizard.waitFor(
      /^(?:. )?\w+ things are wrong\. The whole repair:(.*\n)*.*› 1 {2}Repair all of it/,
    )
  ).join("\n");
  expect(shown).toContain("[default]");
  expect(shown).toContain("[profile lab]");
  expect(shown).not.toContain(aws.secretAccessKey.reveal());
  expect([place.read(".aws/credentials"), place.read(".aws/config")]).toEqual(before);
  await pick(wizard, "Repair all of it");
  await wizard.waitFor(/AWS accepts AKIA/);
  expect(place.read(".aws/credentials")).toContain(
    `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\n`,
  );
  expect(place.read(".aws/config")).toContain("[profile lab]");
  wizard.press("ctrl-c", "ctrl-c");
  await wizard.exit;
  const undone = await mturkSetup(place, ["undo", "--yes", "--no-verify"], { env: askedOf(aws) });
  expect(undone.code, undone.err).toBe(0);
  expect([place.read(".aws/credentials"), place.read(".aws/config")]).toEqual(before);
});
