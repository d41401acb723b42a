/**
 * A key that is pasted where single keys are awaited: said where it belongs, neither drawn nor
 * taken, whatever way it comes.
 */
import { describe, expect, test } from "vitest";
import { openWizard } from "./wizard.js";

const HINT = /That was an access key\. It was not taken here: paste it in\s+step/;

describe("on the first screen", () => {
  test.each([
    ["bracketed", true],
    ["without marks", false],
  ])("%s: the hint names the step, and the next key takes it away", async (_what, bracketed) => {
    const wizard = await openWizard();
    wizard.paste(wizard.pair(), bracketed);
    const told = (await wizard.waitFor(HINT)).join("\n");
    expect(told.replaceAll(/\s+/g, " ")).toContain(
      'step "The access key", behind "Use keys I have"',
    );
    expect(wizard.state().answers.task).toBeNull();
    wizard.press("down");
    await wizard.waitFor((frame) => !frame.join("\n").includes("That was an access key"));
    expect(wizard.rawBytes()).not.toContain(wizard.aws.accessKeyId);
    expect(wizard.rawBytes()).not.toContain(wizard.aws.secretAccessKey.reveal());
  });

  test("any other text is not done anything with either; a q in it does not quit", async () => {
    const wizard = await openWizard();
    wizard.type("correct horse q 1\r");
    await wizard.waitFor("Text came here all at once");
    expect(wizard.state().answers.task).toBeNull();
    expect(wizard.state().leaving).toBeNull();
  });
});

test("on the screen that replaces a key", async () => {
  const wizard = await openWizard({
    files: (aws) => ({
      ".aws/credentials": `[default]\naws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\n`,
    }),
  });
  await wizard.choose("Replace a key \\(rotate\\)");
  await wizard.waitFor(/^Replace a key: default(.*\n)*.*Replace it/);
  wizard.paste(wizard.pair(), false);
  await wizard.waitFor(HINT);
  expect(wizard.state().rotating.status).toBe("idle");
});

test("a capital stands for its letter: Caps Lock is on", async () => {
  const wizard = await openWizard();
  wizard.press("pagedown");
  wizard.type("Q");
  await wizard.exited;
  expect(wizard.state().leaving).not.toBeNull();
});
