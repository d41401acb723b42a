/** Help: the keys, what happens to secrets and files, and where to read more. */
import type { ReactElement } from "react";
import { useWizard } from "../context.js";
import { type Line, toned } from "../parts/line.js";
import type { KeyBinding } from "../tty/table.js";
import { WizardScreen } from "./WizardScreen.js";

const LINES: readonly Line[] = [
  toned("  Keys", "strong"),
  "  Enter     the main thing on the screen       Esc     back, answers kept",
  "  Up, Down  another row; a digit chooses it    PgDn    more text",
  "  q         quit; the place is kept, keys are not",
  "  Ctrl+C    twice: quit at once, from anywhere, also from a field",
  "  o, c      open or copy the address on the screen",
  toned("  Your keys", "strong"),
  "  The secret is never shown, logged or kept; it goes to AWS, signed, and into",
  "  your ~/.aws file. Nothing is written before the review, and that shows it.",
  toned("  Words", "strong"),
  "  profile: a named pair of keys in ~/.aws. sandbox: MTurk with play money.",
  "  STS: the part of AWS that says whose key it is. region: always us-east-1.",
  "  Without questions, for scripts: mturk-setup --help",
];

export function HelpScreen(): ReactElement {
  const { send } = useWizard();
  const close: KeyBinding = { keys: ["enter"], label: "close", priority: 9, run: () => send({ type: "overlay", overlay: null }) };
  return <WizardScreen title="Help" body={LINES} keys={[close]} />;
}
