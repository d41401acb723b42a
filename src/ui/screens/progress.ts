/** Where in AWS's seven steps one is. */
import { stepsOpen } from "../../guide/availability.js";
import { guideStep } from "../../guide/steps.js";
import { type State, currentStep } from "../../flow/state.js";
import { STEPS, type StepId } from "../../flow/steps.js";
import { type Line, toned } from "../parts/line.js";

/** The state of the seven steps, from the calendar and what the sandbox's address answered; in practice all are open. */
export function guideStates(state: State): ReturnType<typeof stepsOpen> {
  const answers = state.setting.practice ? true : state.lookUp.status === "done" ? state.lookUp.value.sandboxAnswers : null;
  return stepsOpen({ date: new Date(state.setting.startedAt), sandboxAnswers: answers });
}

/** "1 [done]  2 [here]  3 4 5 7": one line, the numbers of AWS's guide. */
export function progressLine(state: State): Line {
  const here = guideNumber(currentStep(state)) ?? (currentStep(state) === "key" && state.answers.walk === "open" ? 4 : null);
  const words = guideStates(state).map(({ number, state: open }) => {
    if (number === here) return `${number} [here]`;
    if (open === "not-needed") return `${number} [not needed]`;
    if (open === "closed" && state.answers.walk !== "all") return `${number} [closed]`;
    return isDone(state, number) ? `${number} [done]` : `${number}`;
  });
  return toned(`  ${words.join("  ")}`, "dim");
}

/** Done when every screen of that number lies behind. */
function isDone(state: State, number: number): boolean {
  const rows = STEPS.filter((row) => row.guide !== null && guideStep(row.guide).number === number && row.applies(state));
  return rows.length > 0 && rows.every((row) => row.isDone(state));
}

function guideNumber(step: StepId): number | null {
  const guide = STEPS.find((row) => row.id === step)?.guide ?? null;
  return guide === null ? null : guideStep(guide).number;
}

/** What a step is called where another screen speaks of it. */
export function stepName(step: StepId): string {
  const guide = STEPS.find((row) => row.id === step)?.guide ?? null;
  if (guide !== null) return `step ${guide}, ${guideStep(guide).title}`;
  return step === "overview" ? "the overview of the seven steps" : "the access key";
}
