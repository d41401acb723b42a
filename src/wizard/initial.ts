/** Makes the state that the wizard starts in. */
import { NO_RETIREMENT } from "./state-retire.js";
import { NO_ROTATION } from "./state-rotate.js";
import { IDLE_SLOTS } from "./work.js";
import { type WizardSetting, type State, EMPTY_ENTRY, JUST_SHOWN, NOT_GOING_ON } from "./state.js";

export function initialState(setting: WizardSetting): State {
  return {
    setting,
    visited: [{ step: "start", detour: false }],
    answers: {
      task: null,
      walk: null,
      key: null,
      keyFile: null,
      unchecked: false,
      goOn: false,
      profile: setting.profile ?? "default",
      picked: false,
      region: null,
      keysIn: "credentials",
    },
    entry: EMPTY_ENTRY,
    reviewField: { name: null, problem: null },
    mended: [],
    ...IDLE_SLOTS,
    ...NO_ROTATION,
    ...NO_RETIREMENT,
    onScreen: JUST_SHOWN,
    overlay: null,
    byLines: setting.byLines ?? false,
    places: setting.kept,
    goingOn: NOT_GOING_ON,
    fault: null,
    note: null,
    csvsRead: [],
    csvDeleted: false,
    interruptArmed: false,
    touched: setting.touched ?? false,
    nextTicket: 1,
    leavingAfter: null,
    leaving: null,
  };
}
