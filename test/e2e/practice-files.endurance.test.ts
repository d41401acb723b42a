/** By lines, too, v shows the files of the practice; what follows it is asked again afterwards. */
import { expect, test } from "vitest";
import { newPlace } from "./program.js";
import { talkByLines } from "./talk.js";

test("v and Enter: nothing there, later what was written; Enter or b goes back", async () => {
  const by = talkByLines(newPlace(), { args: ["--practice"] });
  expect(await by.asked(/What would you like to do\?/)).toContain("v look at the files");
  by.type("v");
  const none = await by.asked(/The practice files as they are now(.*\n)*.*config: not/);
  expect(none).toContain("~/.aws/credentials: not there yet");
  expect(none).toContain("~/.aws/config: not there yet");
  by.type("");
  await by.pick("Use keys I have");
  await by.asked(/Paste id and secret/);
  by.type("");
  await by.asked(/Review/);
  by.type("");
  await by.asked(/Practice complete/);
  by.type("v");
  const written = await by.asked(/The practice files as they are now(.*\n)*region/);
  expect(written).toMatch(
    /\[default\]\naws_access_key_id = AKIA\.\.\.\w{4}\naws_secret_access_key = \(hidden\)/,
  );
  expect(written).toContain("region = us-east-1");
  by.type("b");
  await by.asked(/Practice complete/);
  by.type("");
  expect(await by.wizard.exit).toEqual({ code: 0, signal: 0 });
});
