/** Answers the questions of a rotation by the options, or by the person at the terminal. */
import type { Problem } from "../../base/problem.js";
import { isFree, isLive } from "../../jobs/rotate/decide.js";
import { type KnownKey, type Question, type Rotated } from "../../jobs/rotate/index.js";
import { lostKeyText, whereText, whichGoesText } from "../../words/rotation.js";
import { isOffAnyway } from "../../jobs/shared/users.js";
import { shortPath } from "../../jobs/names.js";
import { fitsId } from "../../keys/mask-id.js";
import { maskId } from "../../keys/types.js";
import { ask, isYes, typesLastFour, lastFourPrompt } from "../terminal/ask.js";
import { EXIT } from "../io.js";
import {
  type Asking,
  type QuestionOutcome,
  type RotateAnswers,
  answered,
  option,
  tell,
} from "./asking.js";
import { lookOnce, watchOff } from "./in-console.js";
import type { RotateRequest } from "./options.js";
import { otherText, otherUserProblem } from "./other.js";
import { pasteNewKey } from "./key.js";
import {
  type SharedBy,
  sharedChoice,
  sharedLeft,
  sharedLines,
  othersLeftProblem,
} from "./shared.js";
import { askWaiting, waitingByOptions } from "./waiting.js";
import { copyLines, guidedLines, keyLine, letGoCure } from "./words.js";
import type { WizardIo } from "../wizard/run.js";

const problem = (
  code: Problem["code"],
  message: string,
  cures: readonly string[],
): Extract<QuestionOutcome, { is: "problem" }> => ({
  is: "problem",
  problem: { code, message, try: cures },
});

/** Whether a person is there to be asked. */
export function canAsk(io: WizardIo, { json }: Pick<RotateRequest, "json">): boolean {
  return io.interactive && !json;
}

export function answerTo(
  asking: Asking,
  question: Question,
  rotated: Rotated,
): Promise<QuestionOutcome> | QuestionOutcome {
  return canAsk(asking.io, asking.request)
    ? byPerson(asking, question, rotated)
    : byOptions(asking, question, rotated);
}

/** Without a person: what no option says is missing, and the option is named. */
function byOptions(
  asking: Asking,
  question: Question,
  rotated: Rotated,
): Promise<QuestionOutcome> | QuestionOutcome {
  const { request, io, target } = asking;
  const now = io.clock.now();
  switch (question.ask) {
    case "shared":
      return {
        is: "problem",
        problem: othersLeftProblem(question, rotated, sharedBy(asking, question)),
      };
    case "which-goes":
    case "lost-key": {
      const keys = question.ask === "which-goes" ? question.others : [question.key];
      const text =
        question.ask === "lost-key" ? lostText(question, now) : twoText(question, io, now);
      const leave = question.ask === "lost-key" ? [somebodyElses(asking)] : [];
      return (
        letGo(request, keys, target.profile, now) ??
        problem("answer-missing", `${text} Nothing was deleted.`, [
          ...keys.map((key) => letGoCure(key)),
          ...leave,
        ])
      );
    }
    case "waiting-pair":
      return waitingByOptions(asking, question);
    case "new-key":
      return problem(
        "answer-missing",
        (question.because?.message ?? "A person makes the new key in AWS's console.") +
          " Nothing was changed.",
        [
          `With the new key's file: mturk-setup rotate --csv FILE${option(asking)}`,
          `What to click: mturk-setup rotate --guided${option(asking)}, in a terminal`,
          `A text for the administrator: mturk-setup rotate --letter${option(asking)}`,
        ],
      );
    case "other-holder":
      return { is: "problem", problem: otherUserProblem(question) };
    case "old-key":
      return problem(
        "answer-missing",
        `The new key is in the file. What is to become of the old one, ${maskId(question.id)}?`,
        ["--yes switches it off", "--delete-old deletes it", "--keep-old leaves it on"],
      );
    case "switch-off-in-console":
      return lookOnce(asking, question);
    case "undo":
      return problem(question.because.code, undoText(question.because), undoCures(asking));
  }
}

/** The person's own words decide; Ctrl+C leaves everything as it is. */
function byPerson(asking: Asking, question: Question, rotated: Rotated): Promise<QuestionOutcome> {
  switch (question.ask) {
    case "shared":
      return askShared(asking, question, rotated);
    case "which-goes":
    case "lost-key":
      return askLetGo(asking, question);
    case "waiting-pair":
      return askWaiting(asking, question);
    case "new-key":
      return askNewKey(asking, question);
    case "other-holder":
      return yesOrEnd(asking, otherText(question), "Use it all the same? (y/N) ", {
        otherHolder: true,
        otherAccount: question.was.account !== question.is.account,
      });
    case "old-key":
      return askOld(asking, question, rotated);
    case "switch-off-in-console":
      return watchOff(asking, question);
    case "undo":
      return Promise.resolve(
        problem(question.because.code, undoText(question.because), undoCures(asking)),
      );
  }
}

function sharedBy(asking: Asking, { id }: Extract<Question, { ask: "shared" }>): SharedBy {
  return {
    task: asking.request.task,
    host: asking.io.host,
    toMakeRoom: id === asking.answers.letGo,
  };
}

/**
 * Nothing is made, and nothing goes off, before it is said what is to become of the other places.
 */
async function askShared(
  asking: Asking,
  question: Extract<Question, { ask: "shared" }>,
  rotated: Rotated,
): Promise<QuestionOutcome> {
  const by = sharedBy(asking, question);
  if (by.toMakeRoom) return { is: "problem", problem: othersLeftProblem(question, rotated, by) };
  tell(asking, sharedLines(question, rotated, by));
  const { prompt, read } = sharedChoice(question, rotated, by);
  const typed = await ask(asking.io.terminal, prompt);
  if (typed === null) tell(asking, sharedLeft(question, by, option(asking)));
  if (typed === null) return { is: "ended", code: EXIT.interrupted };
  const others = read(typed.trim());
  if (others === null) return { is: "problem", problem: othersLeftProblem(question, rotated, by) };
  return answered(others === "keep" ? { others, old: "keep" } : { others });
}

/** The key that the options let go; null if they name none. */
export function letGo(
  request: RotateRequest,
  keys: readonly KnownKey[],
  profile: string,
  now: number,
): Extract<QuestionOutcome, { is: "answered" | "problem" }> | null {
  if (request.letGo === null) return null;
  const named = request.letGo;
  const [one, another] = keys.filter(({ id }) => fitsId(named, id));
  if (one !== undefined && another !== undefined) {
    return problem(
      "usage-wrong",
      `${named} can be either of ${maskId(one.id)} and ${maskId(another.id)}. Nothing was deleted.`,
      keys.map((key) => letGoCure(key)),
    );
  }
  if (one !== undefined) {
    // One that is in use here is asked about by the job itself.
    if (isFree(one) || isLive(one.stands) || isOffAnyway(request.others))
      return answered({ letGo: one.id });
    return problem(
      "answer-missing",
      `${maskId(one.id)} is on. ${whereText(one)} Nothing was deleted.`,
      [
        `To delete it all the same: add --off-anyway`,
        "Else take it out of there first, or let another key go.",
      ],
    );
  }
  return problem(
    "usage-wrong",
    `${/…|\.\.\./.test(named) ? named : maskId(named)} is not a key of this user that ` +
      `could go: the one of profile ${profile} is in use. Nothing was deleted.`,
    keys.map((key) => `This one could: ${keyLine(key, now)}`),
  );
}

function somebodyElses(asking: Asking): string {
  return (
    `Is it somebody else's? mturk-setup rotate --undo${option(asking)} ends the rotation and ` +
    "touches no key"
  );
}

async function askLetGo(
  asking: Asking,
  question: Extract<Question, { ask: "which-goes" | "lost-key" }>,
): Promise<QuestionOutcome> {
  const { io, request, target } = asking;
  const now = io.clock.now();
  const keys = question.ask === "which-goes" ? question.others : [question.key];
  const named = letGo(request, keys, target.profile, now);
  if (named !== null) return named;
  const [why, risk] =
    question.ask === "lost-key"
      ? [lostKeyText(question), `${somebodyElses(asking)}.`]
      : [
          whichGoesText(question, (path) => shortPath(path, io.host)),
          "Whoever uses it stops at once. Not sure? Switch it off in the console, and wait a week.",
        ];
  tell(asking, [
    ...why,
    ...keys.map((key) => `  ${keyLine(key, now)}`),
    `${keys.length === 1 ? "It" : "One of them"} would have to be deleted first, and ` +
      "cannot come back.",
    risk,
  ]);
  const typed = await ask(io.terminal, lastFourPrompt(`delete ${oneOf(keys)}`));
  if (typed === null) return { is: "ended", code: EXIT.interrupted };
  const [key, another] = keys.filter(({ id }) => [id, id.slice(-4)].includes(typed.toUpperCase()));
  if (key !== undefined && another === undefined) {
    if (isFree(key)) return answered({ letGo: key.id });
    const sure = await ask(
      io.terminal,
      `${maskId(key.id)} stands in the places above. Type  delete  to delete it all the ` +
        "same (Enter stops): ",
    );
    if (sure === null) return { is: "ended", code: EXIT.interrupted };
    if (sure.trim().toLowerCase() === "delete") return answered({ letGo: key.id, letGoUsed: true });
  }
  return problem(
    "answer-missing",
    `${keys.length === 1 ? oneOf(keys) : "The key"} was not deleted, so there is no room ` +
      `for a new key. Nothing ${asking.answers.letGo === null ? "" : "else "}was changed.`,
    [
      "When you know who uses it: mturk-setup rotate again",
      "Then only switch yours off: mturk-setup retire",
    ],
  );
}

const oneOf = (keys: readonly KnownKey[]): string =>
  keys.length === 1 ? maskId(keys[0]?.id ?? "") : "one of them";

async function askNewKey(
  asking: Asking,
  question: Extract<Question, { ask: "new-key" }>,
): Promise<QuestionOutcome> {
  tell(asking, guidedLines(question.because, question.holder, asking.before?.accessKeyId ?? ""));
  const entered = await pasteNewKey(asking.io);
  if (entered === null) return { is: "ended", code: EXIT.interrupted };
  if (entered === "none")
    return problem("answer-missing", "No new key was given. Nothing was changed.", [
      `When you have it: mturk-setup rotate --guided${option(asking)}`,
    ]);
  for (const { message, try: cure } of entered.findings)
    asking.io.err(`mturk-setup: ${message} ${cure}\n`);
  return answered({ given: entered.key });
}

async function yesOrEnd(
  asking: Asking,
  text: string,
  question: string,
  change: Partial<RotateAnswers>,
): Promise<QuestionOutcome> {
  tell(asking, [text]);
  const typed = await ask(asking.io.terminal, question);
  if (typed === null) return { is: "ended", code: EXIT.interrupted };
  return isYes(typed)
    ? answered(change)
    : problem("answer-missing", "Nothing was changed: nobody agreed to it.", [
        "mturk-setup rotate again",
      ]);
}

async function askOld(
  asking: Asking,
  question: Extract<Question, { ask: "old-key" }>,
  rotated: Rotated,
): Promise<QuestionOutcome> {
  tell(asking, [
    `The new key ${maskId(rotated.to ?? "")} is in the file, and AWS accepts it.`,
    ...copyLines(
      rotated.copies,
      asking.io.host,
      "The old one still stands here, and stops working there:",
    ),
    "Which other computers have a copy of the old key? They stop when it goes off.",
  ]);
  const typed = await ask(
    asking.io.terminal,
    `Switch ${maskId(question.id)} off? It can come back. (y: yes, d: delete it for good, ` +
      "Enter: leave it on) ",
  );
  const sure =
    typed !== null && /^d(elete)?$/i.test(typed)
      ? await typesLastFour(
          asking.io.terminal,
          question.id,
          `delete ${maskId(question.id)} at AWS for good`,
        )
      : false;
  if (typed === null || sure === null) {
    tell(asking, [
      "",
      "Stopped. The new key is in the file; " +
        `${question.seen ? "the old one is still on" : "nothing was done to the old one"}. ` +
        `To go on: mturk-setup rotate${option(asking)}`,
    ]);
    return { is: "ended", code: EXIT.interrupted };
  }
  return answered({ old: sure ? "delete" : isYes(typed) ? "off" : "keep" });
}

function twoText(
  question: Extract<Question, { ask: "which-goes" }>,
  { host }: WizardIo,
  now: number,
): string {
  const keys = question.others.map((key) => keyLine(key, now)).join("; ");
  return [
    ...whichGoesText(question, (path) => shortPath(path, host)),
    `${keys}. One of them would have to be deleted first.`,
  ].join(" ");
}

function lostText(question: Extract<Question, { ask: "lost-key" }>, now: number): string {
  return [
    ...lostKeyText(question),
    `${keyLine(question.key, now)}. It would have to be deleted first.`,
  ].join(" ");
}

function undoText(because: Problem): string {
  return (
    "The new key is in the file, and the old one is off; since then it does not do as well " +
    `as before. ${because.message}`
  );
}

function undoCures(asking: Asking): readonly string[] {
  return [
    `Put the old key back: mturk-setup rotate --undo${option(asking)}`,
    `Or ask again: mturk-setup rotate${option(asking)}`,
  ];
}
