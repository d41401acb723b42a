/**
 * In practice v shows both files as they are on the disk now, from every screen that offers to
 * break something; Esc goes back to what was there.
 */
import { expect, test } from "vitest";
import { SIZES, openWizard, put, readOn } from "./wizard.js";

const TITLE = /^The practice files as they are now/;

test.each(SIZES)(
  "$columns×$rows: nothing there, then what was written, then what stands there by now",
  async ({ columns, rows }) => {
    const wizard = await openWizard({ practice: true, columns, rows });
    const first = wizard.frame().join("\n");
    const none = await wizard.to("v", /config: not there yet/);
    expect(none).toMatch(TITLE);
    expect(none).toContain("~/.aws/credentials: not there yet");
    expect(none).toContain(`~ is ${wizard.home}`);
    await wizard.to("\u001B", /^mturk-setup/);
    expect(wizard.frame().join("\n")).toBe(first);
    await wizard.choose("Use keys I have");
    await wizard.waitFor("use practice-key.csv");
    // In a field v is a letter; its twin shows the files, and what was typed is still there.
    wizard.type("AKIAv");
    await wizard.waitFor("hidden, 5 characters");
    await wizard.to("\u0012", TITLE);
    await wizard.to("\u001B", "hidden, 5 characters");
    wizard.type("\u0015");
    await wizard.to("\r", /^Review(.*\n)*Enter (?:write|read on)/);
    expect(await wizard.to("v", "credentials: not there yet")).toMatch(TITLE);
    await wizard.to("v", /^Review/);
    await readOn(wizard);
    await wizard.to("\r", /^Practice complete/);
    const written = await wizard.to("v", "[default]");
    for (const line of [
      "    [default]",
      "    aws_access_key_id = AKIA…MPLE",
      "    aws_secret_access_key = (hidden)",
      "    region = us-east-1",
    ])
      expect(written.split("\n")).toContain(line);
    await wizard.to("\r", /^Practice complete/);
    put(wizard.home, ".aws/config", "[default]\nregion = eu-west-1\n# mine\n");
    const now = await wizard.to("v", "region = eu-west-1");
    expect(now).not.toContain("us-east-1");
    expect(now).toContain("# (not shown)");
    await wizard.to("\u001B", /^Practice complete/);
    expect(wizard.rawBytes()).not.toContain(wizard.aws.secretAccessKey.reveal());
    for (const frame of wizard.seen) expect(frame.length).toBeLessThanOrEqual(rows - 2);
  },
);

test("outside practice it is not offered, and no file is read for it", async () => {
  const wizard = await openWizard();
  expect(await wizard.to("?", /^Help/)).not.toMatch(/\bv {2}|practice files/);
  expect(wizard.seen.flat().join("\n")).not.toMatch(/\bv files/);
  wizard.send({ type: "overlay", overlay: "files" });
  expect(wizard.state().filesNow.status).toBe("idle");
});
