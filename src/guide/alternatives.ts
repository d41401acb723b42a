/**
 * Lists what can be done without MTurk, and what psiTurk still does without it. Data for a screen
 * and for the endings.
 */
import type { LinkId } from "./links.js";

/** One way to run a study. Texts are one line each. */
export interface Alternative {
  readonly id: "panels" | "own-server" | "smile";
  readonly title: string;
  /** What it is. */
  readonly what: string;
  /** Commands to type, if that is the way. */
  readonly commands: readonly string[];
  readonly links: readonly LinkId[];
}

/**
 * The only psiTurk commands that work without MTurk: they serve the experiment and open it in the
 * browser.
 */
export const PSITURK_WITHOUT_MTURK: readonly string[] = ["psiturk server on", "psiturk debug -p"];

export const ALTERNATIVES_TITLE = "Run a study without MTurk (nothing here needs AWS)";

export const ALTERNATIVES: readonly Alternative[] = [
  {
    id: "panels",
    title: "Prolific, CloudResearch Connect",
    what: "they find and pay the participants; you give a link",
    commands: [],
    links: ["prolific", "connect"],
  },
  {
    id: "own-server",
    title: "psiTurk on your own server",
    what: "it serves the experiment and keeps the data; no AWS keys",
    commands: PSITURK_WITHOUT_MTURK,
    links: ["psiturk"],
  },
  {
    id: "smile",
    title: "Smile, from psiTurk's lab",
    what: "a successor; works with Prolific and Connect",
    commands: [],
    links: ["smile"],
  },
];

/** What to know before choosing; https://github.com/NYUCCL/psiTurk/issues/355 */
export const ALTERNATIVES_CAVEATS: readonly string[] = [
  "psiTurk 3 has no Prolific code: the end page and the pay are set by hand.",
  "Ask your ethics board: another panel is often a change to the protocol.",
];

/**
 * For the end screen when MTurk does not answer. psiTurk's own login check turns every failure of
 * the balance call into one message, and the plain command then stops (verify_aws_login in
 * psiturk/amt_services.py, in https://github.com/NYUCCL/psiTurk).
 */
export const PSITURK_WITHOUT_ANSWER: readonly string[] = [
  'Plain "psiturk" stops with "AWS credentials invalid". Not true of this key:',
  "psiTurk says that whenever MTurk is silent.",
];

/**
 * Behind the command, on every end screen: https://github.com/NYUCCL/psiTurk keeps the keys of its
 * first connection.
 */
export const PSITURK_RESTART = "already running? Restart it: it remembers the old key";
