/**
 * What a key costs on the way to the screen: the rows that it changes, in one synchronised update;
 * and what another program has written over a frame is gone with the next screen, or by Ctrl+L.
 */
import { describe, expect, test } from "vitest";
import { untilIdle } from "../harness/idle.js";
import { BIN, type Wizard, newPlace, startWizard } from "./program.js";

const [BEGIN, END] = ["\u001B[?2026h", "\u001B[?2026l"];

/** What was sent for what `press` does, once `seen` is on the screen and nothing more comes. */
async function sent(wizard: Wizard, press: () => void, seen: RegExp | string): Promise<string> {
  const before = wizard.raw().length;
  press();
  await wizard.waitFor(seen);
  await untilIdle(wizard.pid, 10);
  return wizard.raw().slice(before);
}

async function quit(wizard: Wizard): Promise<void> {
  wizard.press("ctrl-c");
  await wizard.waitFor(/Ctrl\+C again/);
  wizard.press("ctrl-c");
  await wizard.exit;
}

describe("a key sends the rows that it changes", () => {
  test("in a menu and in a field; and they stand where a whole frame has them", async () => {
    const wizard = startWizard(newPlace());
    await wizard.choose("Use keys I have");
    await wizard.waitFor("Paste id and secret");
    await untilIdle(wizard.pid, 20);
    const empty = wizard.frame();
    for (const [index, letter] of Array.from("wJalrXUtnF").entries()) {
      const count = `(hidden, ${index + 1} character`;
      const bytes = await sent(wizard, () => wizard.send(letter), count);
      // The first one changes the footer as well.
      if (index === 0) continue;
      expect(Buffer.byteLength(bytes)).toBeLessThanOrEqual(200);
      expect(bytes).not.toContain("The access key");
      expect(bytes.startsWith(BEGIN) && bytes.endsWith(END), JSON.stringify(bytes)).toBe(true);
    }
    wizard.press(...Array.from("wJalrXUtnF", () => "backspace" as const));
    await wizard.waitFor((rows) => rows.join("\n") === empty.join("\n"));
    wizard.press("ctrl-l");
    await wizard.waitFor((rows) => rows.join("\n") === empty.join("\n"));

    wizard.press("esc");
    await wizard.waitFor(/› 1 {2}/);
    await untilIdle(wizard.pid, 20);
    const down = await sent(wizard, () => wizard.press("down"), /› 2 {2}/);
    expect(Buffer.byteLength(down)).toBeLessThanOrEqual(600);
    expect(down).not.toContain("What would you like to do?");
    await quit(wizard);
  });

  test("another program's message is gone by Ctrl+L, in a smaller window, and with the next screen", async () => {
    const place = newPlace();
    const wizard = startWizard(place, {
      command: [
        "bash",
        "-c",
        `(while :; do while ! [ -e "$HOME/say" ]; do sleep 0.1; done; rm "$HOME/say"; printf '\\r\\nBroadcast message\\r\\n\\r\\n' >/dev/tty; done) & exec "${process.execPath}" "$0"`,
        BIN,
      ],
    });
    await wizard.choose("Use keys I have");
    const frame = await wizard.waitFor("Paste id and secret");
    const stands = (rows: readonly string[]): boolean =>
      rows.slice(-frame.length).join("\n") === frame.join("\n");
    place.put("say", "");
    await wizard.waitFor("Broadcast message");
    wizard.send("w");
    await wizard.waitFor("(hidden, 1 character");
    wizard.press("ctrl-l");
    wizard.press("backspace");
    await wizard.waitFor(stands);

    wizard.resize(60, 15);
    await wizard.waitFor("Paste id and secret");
    // Where the program looks late, this is drawn for the width before, and then the size is back.
    wizard.send("w");
    await wizard.waitFor("(hidden, 1 character");
    wizard.resize(80, 24);
    wizard.press("backspace");
    await wizard.waitFor(stands);

    place.put("say", "");
    await wizard.waitFor("Broadcast message");
    wizard.press("esc");
    const menu = await wizard.waitFor("What would you like");
    expect(menu.filter((row) => row.startsWith("mturk-setup:"))).toHaveLength(1);
    await quit(wizard);
  });

  test("a window that had its size back before the program looked is drawn anew", async () => {
    const wizard = startWizard(newPlace());
    await wizard.choose("Use keys I have");
    const frame = await wizard.waitFor("Paste id and secret");
    await untilIdle(wizard.pid, 10);
    const before = wizard.raw().length;
    // What the kernel sends for the first size; the program finds the second.
    process.kill(wizard.pid, "SIGWINCH");
    await wizard.waitFor((rows) => {
      const drawn = wizard.raw().slice(before);
      const isWhole = drawn.includes("The access key") && drawn.endsWith(END);
      return isWhole && rows.join("\n") === frame.join("\n");
    });
    await quit(wizard);
  });
});
