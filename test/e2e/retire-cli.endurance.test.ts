/**
 * `mturk-setup retire` in a real terminal: the order of things, the questions, and how it is left.
 */
import { describe, expect, test } from "vitest";
import { EXAMPLE, type Wizard, startWizard } from "./program.js";
import { type Stage, expectNoSecret, stage } from "./rotation.js";

function start(here: Stage, args: readonly string[] = []): Wizard {
  return startWizard(here.place, {
    args: ["retire", ...args],
    env: here.env,
    columns: 110,
    rows: 50,
  });
}

async function expectEnd(here: Stage, terminal: Wizard, code: number): Promise<string> {
  const ended = await terminal.exit;
  const said = terminal.scrollback().join("\n");
  expect(ended.signal === 0 ? ended.code : 128 + ended.signal, said).toBe(code);
  expect(said).not.toMatch(/made a mistake|Warning|undefined/);
  expectNoSecret(here, terminal.raw());
  return said;
}

const LAB = `\n[lab]\naws_access_key_id = AKIAEXAMPLEEXAMPLE22\naws_secret_access_key = ${EXAMPLE.secret}\n`;

describe("retire", () => {
  test("which key, what to save, what it is, off, out of the files, a record", async () => {
    const here = await stage([], LAB);
    const terminal = start(here);
    await terminal.waitFor("Which one? (1-2)");
    terminal.send("1\r");
    await terminal.waitFor(/To switch off AKIA…\w+ at AWS, type its last\s+four/);
    const shown = terminal.scrollback().join("\n");
    for (const said of [
      "First save what you need.",
      "active at AWS",
      "Used on other computers too? Those programs stop.",
      "- aws_secret_access_key = (hidden)",
      "switches itself off",
    ])
      expect(shown).toContain(said);
    expect(here.active()).toEqual([here.first]);
    terminal.send(`${here.first.slice(-4)}\r`);
    await terminal.waitFor(/To take AKIA…\w+ out of the files, as shown/);
    expect(here.active()).toEqual([]);
    expect(here.inFile()).toBe(here.first);
    terminal.send(`${here.first.slice(-4).toLowerCase()}\r`);
    await terminal.waitFor("Write a record");
    terminal.send("y\r");
    expect(await expectEnd(here, terminal, 0)).toMatch(
      /Switched off\. AWS refuses AKIA…\w+\. Removed from 1 file, 1 backup\.(.*\n)*Record without secrets: ~\/mturk-keys-20/,
    );
    expect(here.place.read(".aws/credentials")).toBe(
      `# mine\n[default]\nregion = us-east-1\n${LAB}`,
    );
  });

  test.each([
    { name: "no", bytes: "n\r", code: 3 },
    { name: "Ctrl+C", bytes: "\u0003", code: 130 },
  ])("$name: $code, nothing was changed", async ({ bytes, code }) => {
    const here = await stage();
    const before = here.place.tree();
    const terminal = start(here);
    await terminal.waitFor(/To switch off AKIA…\w+ at AWS, type its last\s+four/);
    terminal.send(bytes);
    await expectEnd(here, terminal, code);
    expect(here.place.tree()).toEqual(before);
    expect(here.active()).toEqual([here.first]);
  });

  test("off, but left in the files: told, 3", async () => {
    const here = await stage();
    const terminal = start(here);
    await terminal.waitFor(/To switch off AKIA…\w+ at AWS, type its last\s+four/);
    terminal.send(`${here.first.slice(-4)}\r`);
    await terminal.waitFor(/To take AKIA…\w+ out of the files, as shown/);
    terminal.send("n\r");
    await terminal.waitFor("Write a record");
    terminal.send("n\r");
    expect(await expectEnd(here, terminal, 3)).toMatch(/It was left in the files/);
    expect(here.inFile()).toBe(here.first);
  });

  test("the console has to do it: the clicks, and AWS is watched until it refuses the key", async () => {
    const here = await stage(["no-iam"]);
    const terminal = start(here);
    await terminal.waitFor(/To switch off AKIA…\w+ at AWS, type its last\s+four/);
    terminal.send(`${here.first.slice(-4)}\r`);
    await terminal.waitFor("still accepted");
    expect(terminal.scrollback().join("\n")).toMatch(
      /Users > practice > Security credentials.*Deactivate/,
    );
    here.aws.accounts.setStatus(here.first, "Inactive", Date.now());
    await terminal.waitFor("ok  AWS now refuses it.");
    await terminal.waitFor(/To take AKIA…\w+ out of the files, as shown/);
    terminal.send(`${here.first.slice(-4).toLowerCase()}\r`);
    await terminal.waitFor("Write a record");
    terminal.send("\r");
    expect(await expectEnd(here, terminal, 0)).toMatch(/Switched off in the console\. AWS refuses/);
    expect(here.inFile()).toBeUndefined();
  });

  test("Ctrl+C while AWS is watched: ended, and said what is still on and where", async () => {
    const here = await stage(["no-iam"]);
    const before = here.place.tree();
    const terminal = start(here, ["--yes"]);
    await terminal.waitFor("still accepted");
    terminal.send("\u0003");
    expect(await expectEnd(here, terminal, 130)).toMatch(
      /was still on when AWS was asked last, and is still in the files\. When it is off: mturk-setup retire --key AKIA…/,
    );
    expect(here.place.tree()).toEqual(before);
  });
});
