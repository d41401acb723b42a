/** Says which screen shows which step: one line each, and the compiler asks for a missing one. */
import { type ComponentType, type ReactElement, createElement } from "react";
import { useWizard } from "../context.js";
import type { StepId } from "../step-id.js";
import { AlternativesScreen } from "./Alternatives.js";
import { CsvScreen } from "./Csv.js";
import { ExaminedScreen } from "./Examined.js";
import { FinalScreen } from "./Final.js";
import { GuideScreen } from "./Guide.js";
import { KeyScreen } from "./Key.js";
import { OutcomeScreen } from "./Outcome.js";
import { OverviewScreen } from "./Overview.js";
import { ProfileScreen } from "./Profile.js";
import { RepairScreen } from "./Repair.js";
import { RetireAwayScreen } from "./RetireAway.js";
import { RetireEndScreen } from "./RetireEnd.js";
import { RetireKeysScreen } from "./RetireKeys.js";
import { RetireOffScreen } from "./RetireOff.js";
import { RetireSaveScreen } from "./RetireSave.js";
import { ReviewScreen } from "./Review.js";
import { RotateEndScreen } from "./RotateEnd.js";
import { RotateKeyScreen } from "./RotateKey.js";
import { RotateScreen } from "./Rotate.js";
import { RotateSwitchScreen } from "./RotateSwitch.js";
import { RotateWorkScreen } from "./RotateWork.js";
import { StartScreen } from "./Start.js";

/** A key that is made for another one is entered under other words. */
function ScreenOfKey(): ReactElement {
  const { state } = useWizard();
  return createElement(state.answers.task === "rotate" ? RotateKeyScreen : KeyScreen);
}

export const SCREENS: Readonly<Record<StepId, ComponentType<{ readonly step: StepId }>>> = {
  start: StartScreen,
  overview: OverviewScreen,
  "guide-1": GuideScreen,
  "guide-2": GuideScreen,
  "guide-3": GuideScreen,
  "guide-4": GuideScreen,
  "guide-5a": GuideScreen,
  "guide-5b": GuideScreen,
  "guide-7": GuideScreen,
  profile: ProfileScreen,
  key: ScreenOfKey,
  csv: CsvScreen,
  outcome: OutcomeScreen,
  review: ReviewScreen,
  final: FinalScreen,
  examined: ExaminedScreen,
  repair: RepairScreen,
  rotate: RotateScreen,
  "rotate-switch": RotateSwitchScreen,
  "rotate-work": RotateWorkScreen,
  "rotate-end": RotateEndScreen,
  "retire-save": RetireSaveScreen,
  "retire-keys": RetireKeysScreen,
  "retire-off": RetireOffScreen,
  "retire-away": RetireAwayScreen,
  "retire-end": RetireEndScreen,
  alternatives: AlternativesScreen,
};
