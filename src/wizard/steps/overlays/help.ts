/** Explains the keys, what happens to secrets and files, and where to read more. */
import { type Line, toned } from "../../../terminal/parts/line.js";
import type { StepView } from "../../view.js";

type HelpRow = readonly [string, string];

const LEAVE_AT_ONCE: HelpRow = ["Ctrl+C twice", "quit at once, from anywhere, also from a field"];

const KEYS: readonly HelpRow[] = [
  ["Enter", "the main thing on the screen; the footer says which"],
  ["Esc", "back; answers are kept. While AWS is asked: stop waiting"],
  ["Up, Down", "another row; its digit or letter chooses it at once"],
  ["PgDn, Space", "more text, where there is more; in a long list, type to find"],
  ["o, c", "open or copy the address; in a field Ctrl+O, Ctrl+Y"],
  ["Tab", "in a field for a path: completes it, as in a shell"],
  ["q", "quit; the place is kept, keys are not"],
  ["Ctrl+L", "draw the screen anew"],
  ["l", "on the first screen: plain lines from here on, for a screen reader"],
  LEAVE_AT_ONCE,
];

const PRACTISED: readonly HelpRow[] = [
  ["b", "practice: break something on purpose; in a field Ctrl+T"],
  ["v", "practice: both files as they are now; in a field Ctrl+R"],
];

/** By lines, everything is typed and ended with Enter. */
const WORDS: readonly HelpRow[] = [
  ["a number", "and Enter: that row"],
  ["Enter alone", "what stands in front of where you type"],
  ["b", "and Enter: back; answers are kept. While AWS is asked: stop waiting"],
  ["other letters", "and Enter: what the line that begins with Also says"],
  ['"b"', "in quotes, in a field: the text b, and so for every letter"],
  ["q", "and Enter: quit; the place is kept, keys are not"],
  LEAVE_AT_ONCE,
];

const PRACTISED_BY_LINES: readonly HelpRow[] = [
  ["break", "and Enter, in practice: break something on purpose"],
  ["v", "and Enter, in practice: both files as they are now"],
];

/** What is done without a key press, and the key that ends it. */
const byItself = (stop: string): readonly Line[] => [
  "",
  toned("  By itself", "strong"),
  "  Once a link, a policy or a fresh key is what is missing, AWS is asked again every " +
    `10 s; so it is while a key goes off. ${stop} stops that.`,
  "  A CSV file that arrives while a key is asked for is named. It is read when you choose it.",
];

const lines = (keys: typeof KEYS, stop: string): readonly Line[] => [
  toned("  Keys", "strong"),
  ...keys.map(([key, does]): Line => ({
    spans: [{ text: `  ${key.padEnd(14)}` }, { text: does }],
    hang: 16,
  })),
  ...byItself(stop),
  "",
  toned("  Your keys", "strong"),
  "  The secret is never shown, logged or kept. It goes to AWS inside a signature, and " +
    "into your ~/.aws file. Nothing is written before the review, which shows it.",
  "",
  toned("  Words", "strong"),
  "  profile: a named pair of keys in ~/.aws. sandbox: MTurk with play money.",
  "  region: where AWS's servers are; MTurk's are in us-east-1.",
  "  Without questions, for scripts: mturk-setup --help",
];

export const helpView: StepView = ({ setting }, { look }) => ({
  title: "Help",
  body: look.accessible
    ? lines([...WORDS, ...(setting.practice ? PRACTISED_BY_LINES : [])], "b and Enter")
    : lines([...KEYS, ...(setting.practice ? PRACTISED : [])], "Esc"),
  keys: [
    { keys: ["enter"], label: "close", priority: 9, does: { type: "overlay", overlay: null } },
  ],
});
