/** Says where in AWS's seven steps one is. */
import { stepsOpen } from "../../../guide/availability.js";
import { GUIDE, type GuideStep, type GuideStepId, guideStep } from "../../../guide/steps.js";
import { type State, currentStep } from "../../state.js";
import { guideOf, isInFull, isKeyInGuide, isOpenWalk, isPassed } from "../../conditions.js";
import type { StepId } from "../../step-id.js";
import type { Rail, RailStep } from "../../../terminal/parts/rail.js";
import type { StepNumber } from "../../../guide/types.js";
import { isMturksOwn } from "../../../aws/diagnosis/problem-table.js";

/**
 * The state of the seven steps, from the calendar and what the sandbox answered; in practice all
 * are open.
 */
export function guideStates(state: State): ReturnType<typeof stepsOpen> {
  // Practice stands before the end was announced: whoever wants an account there gets one.
  if (state.setting.practice) return stepsOpen({ date: BEFORE_THE_END, sandboxAnswers: true });
  return stepsOpen({
    date: new Date(state.setting.startedAt),
    sandboxAnswers: sandboxSpoke(state) ? true : lookedUp(state),
  });
}

const BEFORE_THE_END = new Date("2026-01-01T00:00:00Z");

function lookedUp({ lookUp }: State): boolean | null {
  return lookUp.status === "done" ? lookUp.value.sandboxAnswers : null;
}

/** Whoever hears what only MTurk can say knows that it is there, whatever the calendar says. */
function sandboxSpoke({ check, final, examined }: State): boolean {
  const asked = [
    check.status === "done" ? check.value : null,
    final.status === "done" ? final.value.checked : null,
    examined.status === "done" ? examined.value.checked : null,
  ];
  return asked.some((checked) => {
    const sandbox = checked?.diagnosis.sandbox ?? null;
    return sandbox !== null && (sandbox.ok || isMturksOwn(sandbox.problem.code));
  });
}

/**
 * A step in the words that fit: where MTurk's steps are closed, the others do not speak of them. A
 * closed step that is looked at all the same is told as it was.
 */
export function guideHere(id: GuideStepId, state: State): GuideStep {
  const closed = guideStates(state).some((row) => row.state === "closed");
  if (!closed || state.answers.walk === "all") return guideStep(id);
  return guideStep(id, isOpenWalk(state) ? "something-else" : "mturk-closed");
}

type Mark = RailStep["mark"];

/** In a word or two: what the steps of AWS's guide are called on the rail. */
const WORDS: Readonly<Record<StepNumber, string>> = {
  1: "account",
  2: "requester",
  3: "link",
  4: "user and key",
  5: "sandbox",
  6: "SDK",
  7: "paying",
};

/** The numbers of AWS's guide in their order, each with its mark; step 6 is nothing to do. */
export function guideRail(state: State): Rail {
  const here =
    guideNumber(currentStep(state)) ??
    (currentStep(state) === "key" && isKeyInGuide(state) ? 4 : null);
  const rail = guideStates(state)
    .filter((step) => step.state !== "not-needed")
    .map(({ number, state: open }): RailStep => ({
      name: `${number}`,
      words: WORDS[number],
      mark: markOf(state, number, here, open === "closed"),
    }));
  return { rail, closed: "closed with MTurk" };
}

function markOf(state: State, number: number, here: number | null, closed: boolean): Mark {
  if (number === here) return "here";
  if (closed && state.answers.walk !== "all") return "closed";
  return isDone(state, number) ? "done" : "ahead";
}

/** Done when every screen of that number lies behind; who has an account has done the first. */
function isDone(state: State, number: number): boolean {
  if (number === 1 && state.answers.walk === "key") return true;
  const steps = GUIDE.filter((step) => step.number === number && guideApplies(step.id)(state));
  return steps.length > 0 && steps.every(({ id }) => id === "6" || isPassed(`guide-${id}`)(state));
}

/**
 * Whether a step of the guide has a screen of its own on the way. Where only 1 and 4 are open, step
 * 4's clicks stand on the key screen itself.
 */
export function guideApplies(id: GuideStepId): (state: State) => boolean {
  return (state) => isInFull(state) || (id === "1" && isOpenWalk(state));
}

function guideNumber(step: StepId): number | null {
  const guide = guideOf(step);
  return guide === null ? null : guideStep(guide).number;
}
