/**
 * Switching the key off: by itself where it may, else in the console, with a live look at whether
 * AWS refuses it by now.
 */
import type { ReactElement } from "react";
import { switchOffSteps } from "../../jobs/rotate/index.js";
import type { Host } from "../../base/host.js";
import type { State } from "../state.js";
import {
  type Examined,
  type KeyPlace,
  NO_WAY_BACK_HERE,
  findAndSwitchOffSteps,
  othersWith,
  refusedAlready,
  stillActive,
} from "../../jobs/retire/index.js";
import { placeText } from "../../jobs/shared/users.js";
import { holderName, spacedAccount } from "../../jobs/names.js";
import { maskId } from "../../keys/types.js";
import { useWizard, type Wizard } from "../context.js";
import { type ChoiceItem, useChoice } from "../../terminal/parts/choice.js";
import { type Line, toned } from "../../terminal/parts/line.js";
import { lastFour } from "../../terminal/parts/typed.js";
import { statusLine, useElapsed } from "../../terminal/parts/status.js";
import { useTerminal } from "../../terminal/Terminal.js";
import { problemLines, warningLine, whoAccepts } from "./lines.js";
import { numbered } from "./RotateQuestion.js";
import { useSilence } from "./silence.js";
import { useWatchLines } from "./watch-lines.js";
import { WizardScreen } from "./WizardScreen.js";

export function RetireOffScreen(): ReactElement {
  const { state } = useWizard();
  return state.switchOff.status === "running" ? (
    <Working stopping={state.switchOff.progress.stopping} />
  ) : (
    <Decide />
  );
}

function Working({ stopping }: { readonly stopping: boolean }): ReactElement {
  const { look } = useTerminal();
  const elapsed = useElapsed(true, "off");
  return (
    <WizardScreen
      title={stopping ? "Stopping ..." : "Switching the key off"}
      body={[
        statusLine(look, {
          state: "running",
          text: "AWS is asked to switch it off, and then whether it refuses the key",
          elapsed,
        }),
        toned("  It can take half a minute until AWS refuses it.", "dim"),
      ]}
      parts={[useSilence()]}
    />
  );
}

type Choice = "off" | "console" | "look" | "next" | "back";

/** Only a person can do it, or it was done and has not got round yet: AWS is watched. */
function inConsole({ retiring, switchOff, watch }: State): boolean {
  return (
    retiring?.examined?.isRoot === true ||
    watch.status !== "idle" ||
    (switchOff.status === "done" && switchOff.value.how === "console")
  );
}

function Decide(): ReactElement {
  const { state, send, host } = useWizard();
  const watching = useWatchLines(state.watch.status !== "idle");
  const examined = state.retiring?.examined ?? null;
  const choice = useChoice<Choice>({
    items: choices(state, examined),
    question: title(state, examined),
    enterLabel: "choose",
    onChoose: (id) => act(id, state, send),
  });
  const failure =
    state.switchOff.status === "failed" ? problemLines(state.switchOff.problem, { host }) : [];
  return (
    <WizardScreen
      title={title(state, examined)}
      body={[...failure, ...bodyLines(state, examined, host), ...watching]}
      parts={[choice]}
    />
  );
}

function act(choice: Choice, { watch }: State, send: Wizard["send"]): void {
  switch (choice) {
    case "off":
      send({ type: "switchedOffHere" });
      return;
    case "console":
    case "look":
      // While AWS is being asked, the screen goes on by itself.
      if (watch.status !== "running") send({ type: "watched" });
      return;
    case "next":
      send({ type: "next" });
      return;
    case "back":
      send({ type: "back" });
      return;
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

function choices(state: State, examined: Examined | null): readonly ChoiceItem<Choice>[] {
  const files: ChoiceItem<Choice> = {
    id: "next",
    label: "Go on to the files",
    hint: "it is looked at first; nothing is changed yet",
  };
  const leave: ChoiceItem<Choice> = { id: "back", label: "Leave it on" };
  if (examined?.state === "refused") return [files, { id: "back", label: "Choose another key" }];
  // The first row is highlighted: never one that takes away the copy of a key that may be on.
  const again: ChoiceItem<Choice> = {
    id: "look",
    label: "Look whether AWS refuses it by now",
    hint: "every 10 s",
  };
  const look: ChoiceItem<Choice> =
    state.watch.status === "running"
      ? { id: "look", label: "Wait until AWS refuses it", hint: "it goes on by itself" }
      : again;
  if (examined?.state !== "active")
    return [
      ...(state.retiring?.found.pairs.length === 0 ? [] : [look]),
      { id: "back", label: "Choose another key" },
      ALL_THE_SAME,
    ];
  if (inConsole(state))
    return [look, leave, { ...ALL_THE_SAME, label: "Do not wait: go on to the files" }];
  const users = othersOf(state);
  const off: ChoiceItem<Choice> = {
    id: "off",
    label:
      users.length === 0
        ? "Switch it off now"
        : `Switch it off now, although ${users.length} other${users.length === 1 ? "" : "s"} use it`,
    ...switchedBySelf(state),
  };
  const rest: readonly ChoiceItem<Choice>[] = [
    { id: "console", label: "Do it in the console instead" },
    { id: "next", label: "Leave it on, only take it out of the files" },
  ];
  return users.length === 0 ? [off, ...rest, leave] : [leave, off, ...rest];
}

/** What has it switched back on is the console alone, so the key is not switched off by a slip. */
function switchedBySelf({ retiring }: State): Pick<ChoiceItem<Choice>, "grave" | "typed"> {
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

const ALL_THE_SAME: ChoiceItem<Choice> = {
  id: "next",
  label: "Go on to the files all the same",
  hint: "it is asked again before the copy goes",
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
      return [`  ${refusedAlready(id)}`];
    case "active-secret-wrong":
      return [
        warningLine(stillActive(id)),
        "  To switch it off: IAM console, search for the id, Actions > Deactivate.",
        ...numbered(findAndSwitchOffSteps(id)),
      ];
    case "unclear":
    case "not-asked":
      return examined?.problem
        ? [
            toned(`  ${examined.problem.message}`, "warning"),
            ...examined.problem.try.map((text): Line => `    - ${text}`),
          ]
        : [];
  }
}

function activeLines(state: State, examined: Examined | null, id: string): readonly Line[] {
  const holder = examined?.holder ?? null;
  if (holder === null) return [];
  const whose = `  ${whoAccepts(state)} accepts it: ${holderName(holder.arn)}, account ${spacedAccount(holder.account)}.`;
  const { switchOff } = state;
  if (switchOff.status === "done" && switchOff.value.how !== "console") return [];
  if (!inConsole(state))
    return [
      whose,
      `  ${NO_WAY_BACK_HERE}`,
      warningLine(
        "Programs and computers that use it stop. psiTurk that is running stops with its next question to MTurk.",
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
