/**
 * Lists the wizard's steps in the order of AWS's guide. The way through is derived: from a step one
 * goes on to the first later one that applies. A new step is one file, and one line here.
 */
import type { StepId } from "../step-id.js";
import { alternativesStep } from "./check/alternatives.js";
import { examinedStep } from "./check/examined.js";
import { profileStep } from "./check/profile.js";
import { repairStep } from "./check/repair.js";
import { retireAwayStep } from "./retire/away.js";
import { retireEndStep } from "./retire/end.js";
import { retireKeysStep } from "./retire/keys.js";
import { retireOffStep } from "./retire/off.js";
import { retireSaveStep } from "./retire/save.js";
import { rotateEndStep } from "./rotate/end.js";
import { rotateSwitchStep } from "./rotate/switch.js";
import { rotateStep } from "./rotate/target.js";
import { rotateWorkStep } from "./rotate/work.js";
import { csvStep } from "./setup/csv.js";
import { finalStep } from "./setup/final.js";
import { guideSteps } from "./setup/guide.js";
import { keyStep } from "./setup/key.js";
import { outcomeStep } from "./setup/outcome.js";
import { overviewStep } from "./setup/overview.js";
import { reviewStep } from "./setup/review.js";
import { startStep } from "./setup/start.js";
import type { Step } from "../step.js";

const IN_ORDER = [
  startStep,
  overviewStep,
  profileStep,
  rotateStep,
  ...guideSteps,
  keyStep,
  outcomeStep,
  reviewStep,
  finalStep,
  rotateSwitchStep,
  rotateWorkStep,
  rotateEndStep,
  retireSaveStep,
  retireKeysStep,
  retireOffStep,
  retireAwayStep,
  retireEndStep,
  repairStep,
  examinedStep,
  alternativesStep,
  csvStep,
] as const;

type Missing = Exclude<StepId, (typeof IN_ORDER)[number]["id"]>;
/** A step that was named and does not stand in the list: the compiler shows its name here. */
type Complete = [Missing] extends [never] ? readonly Step[] : { readonly missing: Missing };

export const STEPS: Complete = IN_ORDER;
