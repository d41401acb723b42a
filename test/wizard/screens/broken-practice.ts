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
  const menu = (await wizard.waitFor(/^Break something on purpose/)).join("\n");
  wizard.type(new RegExp(`(\\d)  ${row}`).exec(menu)?.[1] ?? "?");
  await wizard.waitFor(/PRACTICE - broken/);
  return wizard;
};
