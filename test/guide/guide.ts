/** Lists the steps of the guide for the tests that go over all of them. */
import { guideStep } from "../../src/guide/steps.js";
import type { GuideStep, GuideStepId } from "../../src/guide/types.js";

/** Each in AWS's order; the compiler asks for one that is left out. */
const IDS = {
  "1": 0,
  "2": 1,
  "3": 2,
  "4": 3,
  "5a": 4,
  "5b": 5,
  "6": 6,
  "7": 7,
} as const satisfies Record<GuideStepId, number>;

export const GUIDE: readonly GuideStep[] = (Object.keys(IDS) as GuideStepId[])
  .sort((one, other) => IDS[one] - IDS[other])
  .map(guideStep);

/** A line of clicks as plain text. */
export function clickText(line: GuideStep["clicks"][number]): string {
  return line.map((part) => (typeof part === "string" ? part : part.label)).join("");
}
