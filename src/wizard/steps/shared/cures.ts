/**
 * Finds the steps of AWS's guide, and the page of its console, that mend something, and binds the
 * keys that lead there.
 */
import type { Problem } from "../../../base/problem.js";
import { userPage } from "../../../guide/links.js";
import type { StepNumber } from "../../../guide/types.js";
import { userName } from "../../../jobs/shared/switch-off-steps.js";
import type { Checked } from "../../../jobs/verify.js";
import { type Line, urlLine } from "../../../terminal/parts/line.js";
import type { State } from "../../state.js";
import type { StepId } from "../../step-id.js";
import type { ViewKey } from "../../view.js";
import { guideStates } from "./progress.js";

/** Where a cure leads: of step 5 it is the link that is missing, not the account. */
export const CURE_STEP: Readonly<Record<StepNumber, StepId | null>> = {
  1: "guide-1",
  2: "guide-2",
  3: "guide-3",
  4: "guide-4",
  5: "guide-5b",
  6: null,
  7: "guide-7",
};

export interface StepCure {
  readonly number: StepNumber;
  readonly title: string;
  readonly step: StepId;
}

/** The steps that the problems name, the deciding one first, if they can still be done. */
export function stepCures(problems: readonly Problem[], state: State): readonly StepCure[] {
  const open = guideStates(state).filter((row) => row.state === "open");
  const numbers = [...new Set(problems.map(({ step }) => step))];
  return numbers.flatMap((number) => {
    const row = open.find((each) => each.number === number);
    const step = row === undefined ? null : CURE_STEP[row.number];
    return row === undefined || step === null
      ? []
      : [{ number: row.number, title: row.title, step }];
  });
}

/** One key for each of them: its number. */
export function stepKeys(problems: readonly Problem[], state: State): readonly ViewKey[] {
  return stepCures(problems, state).map(({ number, title, step }): ViewKey => ({
    keys: [`${number}`],
    label: number === 5 ? "link the sandbox" : title,
    priority: 8,
    does: { type: "aside", step },
  }));
}

/** Where the missing policy is attached: the page of that user, known since AWS named it. */
export function policyPageLines(checked: Checked | null): readonly Line[] {
  const { identity = null, problems = [] } = checked?.diagnosis ?? {};
  const isMissing = problems.some(({ code }) => code === "policy-missing");
  if (!isMissing || identity?.ok !== true || !identity.value.arn.includes(":user/")) return [];
  return [
    "    Add permissions, Attach policies directly, on this user's page:",
    urlLine(userPage(userName(identity.value), "permissions"), 4),
  ];
}
