/** Repairing both files in a real terminal: one change, one answer, one undo. */
import { expect, test } from "vitest";
import { start } from "../practice/start.js";
import { askedOf, mturkSetup, newPlace } from "./program.js";
import { MODES } from "./walk.js";

test.each(MODES)(
  "%s: three things in two files: the whole repair is shown, Enter does it, undo takes the whole back",
  async (_by, walk) => {
    const place = newPlace();
    const aws = await start();
    const id = aws.accessKeyId;
    place.put(
      ".aws/credentials",
      `aws_access_key_id = ${id}\naws_secret_access_key = "${aws.secretAccessKey.reveal()}"\n`,
    );
    place.put(".aws/config", "[lab]\nregion = us-east-1\n");
    const before = [place.read(".aws/credentials"), place.read(".aws/config")];
    const repair = walk(place, { env: askedOf(aws) });
    await repair.pick("Repair it");
    const shown = await repair.at(/\w+ things are wrong\. The whole repair:/, /1 Repair all of it/);
    expect(shown).toContain("[default]");
    expect(shown).toContain("[profile lab]");
    expect([place.read(".aws/credentials"), place.read(".aws/config")]).toEqual(before);
    await repair.pick("Repair all of it");
    await repair.says(/AWS accepts AKIA/);
    expect(place.read(".aws/credentials")).toContain(
      `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\n`,
    );
    expect(place.read(".aws/config")).toContain("[profile lab]");
    await repair.leave();
    expect(repair.wizard.raw()).not.toContain(aws.secretAccessKey.reveal());
    const undone = await mturkSetup(place, ["undo", "--yes", "--no-verify"], { env: askedOf(aws) });
    expect(undone.code, undone.err).toBe(0);
    expect([place.read(".aws/credentials"), place.read(".aws/config")]).toEqual(before);
  },
);
