/** Opens the wizard in practice with something broken on purpose. */
import type { Clock } from "../../../src/base/host.js";
import { type Wizard, hurriedClock, openWizard } from "./wizard.js";

/** The practice with a fault of its menu, at the field for the key. */
export const broken = async (
  row: string,
  columns = 80,
  rows = 24,
  clock: Clock = hurriedClock(),
): Promise<Wizard> => {
  const wizard = await openWizard({ practice: true, columns, rows, clock });
  await wizard.choose("Use keys I have");
  await wizard.waitFor("use practice-key.csv");
  wizard.press("ctrl-t");
  await wizard.waitFor(/^Break something on purpose/);
  // A small window shows a part of the list, and breaks long rows.
  const isReached = (frame: readonly string[]): boolean =>
    new RegExp(`› (\\d )?${row}`).test(frame.join(" ").replaceAll(/ +/g, " "));
  for (let at = 0; !isReached(wizard.frame()); at += 1) {
    if (at > 40) throw new Error(`no row ${row}:\n${wizard.frame().join("\n")}`);
    const before = wizard.frame().join("\n");
    wizard.press("down");
    await wizard.waitFor((frame) => frame.join("\n") !== before);
  }
  wizard.press("enter");
  await wizard.waitFor(/PRACTICE - broken/);
  return wizard;
};
