/**
 * Has the key switched off: by itself where it may, else in the console, with a live look at
 * whether
 * AWS refuses it by now.
 */
import type { Host } from "../../../base/host.js";
import type { Examined, KeyPlace } from "../../../jobs/retire/index.js";
import { othersWith } from "../../../jobs/retire/others.js";
import {
  NO_WAY_BACK_HERE,
  findAndSwitchOffSteps,
  stillActive,
  whyRefused,
} from "../../../jobs/retire/problems.js";
import { letterToSwitchOff, switchOffSteps } from "../../../jobs/shared/switch-off-steps.js";
import { placeText } from "../../../jobs/shared/place-text.js";
import { holderName, spacedAccount } from "../../../jobs/names.js";
import { maskId } from "../../../keys/types.js";
import type { TitleTone } from "../../../terminal/glyphs.js";
import { type Line, toned } from "../../../terminal/parts/line.js";
import { statusLine } from "../../../terminal/parts/status.js";
import { cureLines } from "../../../terminal/parts/check-table.js";
import { lastFour } from "../../../terminal/parts/typed.js";
import { isPassed, isRetiring } from "../../conditions.js";
import type { State } from "../../state.js";
import type { Step } from "../../step.js";
import type { Seen, View, ViewKey, ViewRow } from "../../view.js";
import { CLICK_IN_PRACTICE, offClick, COPY_LETTER } from "../shared/labels.js";
import { numbered, problemLines, warningLine, whoAccepts } from "../shared/lines.js";
import { retirementRail } from "../shared/task-rails.js";
import { watchLines } from "../shared/watch-lines.js";

declare module "../../step-id.js" {
  interface StepIds {
    readonly "retire-off": true;
  }
}

export const retireOffStep: Step<"retire-off"> = {
  id: "retire-off",
  applies: isRetiring,
  isDone: isPassed("retire-off"),
  work: [{ job: "watch" }],
  view: retireOffView,
};

function retireOffView(state: State, seen: Seen): View {
  return state.switchOff.status === "running"
    ? workingView(state.switchOff.progress.stopping, seen)
    : questionView(state, seen);
}

function workingView(stopping: boolean, { look }: Seen): View {
  const text = "AWS is asked to switch it off, and then whether it refuses the key";
  return {
    memory: "working",
    title: stopping ? "Stopping ..." : "Switching the key off",
    tone: "asking",
    body: [
      {
        clock: "off",
        lines: (elapsed) => [statusLine(look, { state: "running", text, elapsed })],
      },
      toned("  It can take half a minute until AWS refuses it.", "dim"),
    ],
    keys: [],
    dropsTyping: true,
  };
}

function questionView(state: State, seen: Seen): View {
  const { host } = seen;
  const examined = state.retiring?.examined ?? null;
  const asked = title(state, examined);
  const failure =
    state.switchOff.status === "failed"
      ? problemLines(state.switchOff.problem, { host, failed: true })
      : [];
  return {
    title: asked,
    tone: tone(state, examined),
    body: [
      retirementRail(state),
      "",
      ...failure,
      "",
      ...bodyLines(state, examined, host),
      "",
      ...watchLines(state, seen),
    ],
    choice: { rows: rows(state, examined), question: asked, enterLabel: "choose" },
    keys: isOver(state, examined) ? [] : [letterKey(state, examined)],
  };
}

/** Nothing is left for anybody to switch off. */
function isOver({ switchOff }: State, examined: Examined | null): boolean {
  return (
    examined?.state === "refused" ||
    (switchOff.status === "done" && switchOff.value.how !== "console")
  );
}

/** For whoever may not manage keys. */
function letterKey({ retiring }: State, examined: Examined | null): ViewKey {
  const id = retiring?.found.accessKeyId ?? "";
  const holder = examined?.holder ?? null;
  const steps = holder === null ? findAndSwitchOffSteps(id) : switchOffSteps(holder, id);
  return {
    keys: ["m"],
    label: COPY_LETTER,
    priority: 7,
    does: { type: "copied", text: letterToSwitchOff(holder, id, steps) },
  };
}

/** Only a person can do it, or it was done and has not got round yet: AWS is watched. */
function inConsole({ retiring, switchOff, watch }: State): boolean {
  return (
    retiring?.examined?.isRoot === true ||
    watch.status !== "idle" ||
    (switchOff.status === "done" && switchOff.value.how === "console")
  );
}

function tone({ switchOff }: State, examined: Examined | null): TitleTone | null {
  if (switchOff.status === "failed") return "failed";
  if (switchOff.status === "done" && switchOff.value.how !== "console") return "done";
  switch (examined?.state ?? "not-asked") {
    case "active":
      return null;
    case "refused":
      return "done";
    case "active-secret-wrong":
    case "unclear":
    case "not-asked":
      return "attention";
  }
}

function title(state: State, examined: Examined | null): string {
  const id = maskId(state.retiring?.found.accessKeyId ?? "");
  if (state.switchOff.status === "failed") return `${id} was not switched off.`;
  if (state.switchOff.status === "done" && state.switchOff.value.how !== "console")
    return `${id} is switched off; AWS still has to pass that on.`;
  switch (examined?.state ?? "not-asked") {
    case "active":
      return inConsole(state) ? `Switch ${id} off in the console` : `Switch ${id} off at AWS`;
    case "refused":
      return `AWS refuses ${id} already`;
    case "active-secret-wrong":
      return `${id} is STILL ACTIVE at AWS`;
    case "unclear":
    case "not-asked":
      return `Whether ${id} is active is not known`;
  }
}

function rows(state: State, examined: Examined | null): readonly ViewRow[] {
  const leave: ViewRow = { id: "back", label: "Leave it on", does: { type: "back" } };
  const another: ViewRow = { ...leave, label: "Choose another key" };
  if (examined?.state === "refused")
    return [
      {
        ...ALL_THE_SAME,
        label: "Go on to the files",
        hint: "nothing is changed yet",
      },
      { ...another, hint: "this one stays in the files" },
    ];
  // The first row is highlighted: never one that takes away the copy of a key that may be on.
  const look = lookRow(state);
  if (examined?.state !== "active")
    return [
      ...(state.retiring?.found.pairs.length === 0 ? [] : [look]),
      { ...another, hint: "this one is left as it is" },
      ALL_THE_SAME,
    ];
  if (inConsole(state))
    return [
      ...clickRow(state),
      look,
      { ...leave, hint: "back to the keys" },
      { ...ALL_THE_SAME, label: "Do not wait: go on to the files", hint: "asked again there" },
    ];
  const users = othersOf(state);
  const off: ViewRow = {
    id: "off",
    label:
      users.length === 0
        ? "Switch it off now"
        : `Switch it off now, although ${users.length} other${users.length === 1 ? "" : "s"} ` +
          "use it",
    ...switchedBySelf(state),
    does: { type: "switchedOffHere" },
  };
  const rest: readonly ViewRow[] = [
    { id: "console", label: "Do it in the console instead", does: { type: "watched" } },
    {
      id: "next",
      label: "Leave it on, only take it out of the files",
      does: { type: "next" },
    },
  ];
  return users.length === 0 ? [off, ...rest, leave] : [leave, off, ...rest];
}

function clickRow({ setting, retiring }: State): readonly ViewRow[] {
  return setting.practice && retiring !== null
    ? [
        {
          id: "click",
          label: CLICK_IN_PRACTICE,
          hint: "no console needed",
          does: offClick(retiring.found.accessKeyId),
        },
      ]
    : [];
}

/** While AWS is being asked, the screen goes on by itself. */
function lookRow({ watch }: State): ViewRow {
  return watch.status === "running"
    ? { id: "look", label: "Wait until AWS refuses it", hint: "it goes on by itself", does: [] }
    : {
        id: "look",
        label: "Look whether AWS refuses it by now",
        hint: "every 10 s",
        does: { type: "watched" },
      };
}

/** What has it switched back on is the console alone, so the key is not switched off by a slip. */
function switchedBySelf({ retiring }: State): Pick<ViewRow, "grave" | "typed"> {
  const id = retiring?.found.accessKeyId;
  return id === undefined
    ? { grave: true }
    : {
        typed: lastFour(
          id,
          `Switch ${maskId(id)} off at AWS. Back on: only in the console.`,
          "switch it off",
        ),
      };
}

const ALL_THE_SAME: ViewRow = {
  id: "next",
  label: "Go on to the files all the same",
  hint: "it is asked again before the copy goes",
  does: { type: "next" },
};

/**
 * Everybody else who takes the key on this computer: other profiles, psiTurk's files, `.env`, shell
 * files.
 */
function othersOf({ retiring }: State): readonly KeyPlace[] {
  if (retiring === null) return [];
  const { written, byHand } = othersWith(retiring.found, null);
  return [...written, ...byHand];
}

function othersLines(state: State, host: Host): readonly Line[] {
  const users = othersOf(state);
  if (users.length === 0) return [];
  const more = users.length > MOST_NAMED ? [`    and ${users.length - MOST_NAMED} more`] : [];
  return [
    warningLine("Programs take it from here too; they stop when it is off:"),
    ...users.slice(0, MOST_NAMED).map((place): Line => `    ${placeText(place, host)}`),
    ...more,
  ];
}

const MOST_NAMED = 8;

function bodyLines(state: State, examined: Examined | null, host: Host): readonly Line[] {
  const id = state.retiring?.found.accessKeyId ?? "";
  switch (examined?.state ?? "not-asked") {
    case "active":
      return [...activeLines(state, examined, id), ...othersLines(state, host)];
    case "refused":
      return [`  ${whyRefused(id)}`];
    case "active-secret-wrong":
      return [
        warningLine(stillActive(id)),
        "  To switch it off: IAM console, search for the id, Actions > Deactivate.",
        ...numbered(findAndSwitchOffSteps(id)),
      ];
    case "unclear":
    case "not-asked":
      return examined?.problem
        ? [warningLine(examined.problem.message), ...cureLines(examined.problem.try)]
        : [];
  }
}

function activeLines(state: State, examined: Examined | null, id: string): readonly Line[] {
  const holder = examined?.holder ?? null;
  if (holder === null) return [];
  const whose =
    `  ${whoAccepts(state)} accepts it: ${holderName(holder.arn)}, account ` +
    `${spacedAccount(holder.account)}.`;
  const { switchOff } = state;
  if (switchOff.status === "done" && switchOff.value.how !== "console") return [];
  if (!inConsole(state))
    return [
      whose,
      "",
      `  ${NO_WAY_BACK_HERE}`,
      "",
      warningLine(
        "Programs and computers that use it stop. psiTurk that is running stops with its " +
          "next question to MTurk.",
      ),
    ];
  const denied =
    switchOff.status === "done" && switchOff.value.how === "console" && !(examined?.isRoot ?? false)
      ? [toned("  This key may not switch itself off; that is usual.", "dim")]
      : [];
  const root =
    examined?.isRoot === true
      ? [warningLine("This is a ROOT key: whoever has it can do everything. Do this one first.")]
      : [];
  return [whose, ...root, ...denied, ...numbered(switchOffSteps(holder, id))];
}
