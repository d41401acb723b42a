/** Replace a key: what it is and what AWS says of it, what will be done, and the choice. */
import type { ReactElement } from "react";
import type { Host } from "../../base/host.js";
import { type State, chosenProfile } from "../state.js";
import type { CheckReport } from "../../jobs/check.js";
import type { Unfinished } from "../../jobs/rotate/index.js";
import { shortPath } from "../../jobs/names.js";
import { askedLines, isSilent } from "../../words/checks.js";
import { useWizard } from "../context.js";
import { type ChoiceItem, useChoice } from "../../terminal/parts/choice.js";
import { type Line, toned } from "../../terminal/parts/line.js";
import { lastFour } from "../../terminal/parts/typed.js";
import { useElapsed } from "../../terminal/parts/status.js";
import { useTerminal } from "../../terminal/Terminal.js";
import type { KeyBinding } from "../../terminal/table.js";
import {
  laneLines,
  problemLines,
  problemsLines,
  toldLine,
  warningLine,
  whoAccepts,
} from "./lines.js";
import { withoutSilence } from "./psiturk.js";
import { WizardScreen } from "./WizardScreen.js";

export function RotateScreen(): ReactElement {
  const { state } = useWizard();
  const { examined } = state;
  if (examined.status === "running" || examined.status === "idle") return <Asking />;
  return examined.status === "failed" ? (
    <Failed problem={examined.problem} />
  ) : (
    <Choose report={examined.value} />
  );
}

function Asking(): ReactElement {
  const { state } = useWizard();
  const { look } = useTerminal();
  const elapsed = useElapsed(true, "rotate");
  const lanes =
    state.examined.status === "running" ? laneLines(look, state.examined.progress, elapsed) : [];
  return (
    <WizardScreen
      title="Replace a key: asking AWS about it"
      body={[...lanes, toned("  Nothing is changed yet.", "dim")]}
    />
  );
}

function Failed({
  problem,
}: {
  readonly problem: Parameters<typeof problemLines>[0];
}): ReactElement {
  const { send, host } = useWizard();
  const again: KeyBinding = {
    keys: ["enter", "r"],
    label: "look again",
    priority: 9,
    run: () => send({ type: "askedAgain" }),
  };
  return (
    <WizardScreen
      title="The key could not be looked at. Nothing was changed."
      body={problemLines(problem, { host })}
      keys={[again]}
    />
  );
}

type Choice = "retire" | "replace" | "console" | "finish" | "undo" | "other";

function Choose({ report }: { readonly report: CheckReport }): ReactElement {
  const { state, send, host } = useWizard();
  const { look } = useTerminal();
  const { checked, sources } = report;
  const profile = chosenProfile(state) ?? sources.profile.name;
  const begun = state.unfinished.find((one) => one.profile === profile) ?? null;
  const choice = useChoice<Choice>({
    items: choices(report, begun).filter(({ id }) => id !== "console" || !state.setting.practice),
    enterLabel: "choose",
    onChoose: (id) => {
      if (id === "retire") send({ type: "retiredInstead" });
      else if (id === "replace") send({ type: "replaced", way: "automatic" });
      else if (id === "console") send({ type: "replaced", way: "guided" });
      else if (id === "other") send({ type: "chose", task: "use-keys" });
      else send({ type: "calledRotation", call: id });
    },
  });
  const again: KeyBinding = {
    keys: ["r"],
    label: "ask again",
    priority: 5,
    run: () => send({ type: "askedAgain" }),
  };
  const asked =
    checked === null
      ? []
      : askedLines(checked, sources.boto3.key?.accessKeyId ?? "", whoAccepts(state));
  return (
    <WizardScreen
      title={`Replace a key: ${profile}`}
      body={[
        ...(begun === null ? [] : [warningLine(begun.message)]),
        ...asked.map((line) => toldLine(look, line)),
        ...problemsLines(withoutSilence(report.problems), {
          host,
          said: asked.map(({ text }) => text),
        }),
        ...aheadLines(report, state, host),
      ]}
      parts={[choice]}
      keys={[again]}
    />
  );
}

/**
 * In practice there is no console to make a key in. A key that MTurk does not answer is of no use
 * any more, unless it is used for something else.
 */
function choices(
  { verdict, checked }: CheckReport,
  begun: Unfinished | null,
): readonly ChoiceItem<Choice>[] {
  const replace: ChoiceItem<Choice> = {
    id: "replace",
    label: begun?.state === "interrupted" ? "Go on where it stopped" : "Replace it",
    hint: "AWS makes the new one, if this key may ask for it",
    grave: true,
  };
  const byHand: ChoiceItem<Choice> = {
    id: "console",
    label: "Replace it by one that I make in the console",
  };
  const retire: ChoiceItem<Choice> = {
    id: "retire",
    label: "Switch it off",
    hint: "used only for MTurk? then that is safer",
  };
  const undo: ChoiceItem<Choice> = { id: "undo", label: "Put the old key back", grave: true };
  if (begun?.state === "interrupted") return [replace, undo];
  if (begun?.state === "waiting")
    return [
      {
        id: "finish",
        label: `Delete the old key, ${begun.from}`,
        hint: "if nothing broke without it",
        typed: lastFour(
          begun.from,
          `Delete ${begun.from} at AWS. This cannot be undone.`,
          "delete it",
        ),
      },
      undo,
      replace,
    ];
  if (verdict !== "ready" && verdict !== "keys-accepted")
    return [{ id: "other", label: "Use another key" }, replace, byHand];
  return isSilent(checked) ? [retire, replace, byHand] : [replace, byHand, retire];
}

/** The order of things, and the change of the file, before anything begins. */
function aheadLines({ verdict, sources }: CheckReport, state: State, host: Host): readonly Line[] {
  if (verdict !== "ready" && verdict !== "keys-accepted") return [];
  const place = sources.list.find(({ boto3 }) => boto3 === "used");
  const file =
    place === undefined
      ? []
      : [
          `  ${shortPath(place.location, host)}: the new id and secret take the place of ${sources.boto3.accessKeyId ?? "the old"}; a copy of the file is kept.`,
        ];
  const order =
    "  The new key is tried with AWS before the file is changed; the old one goes off only after that, and only if you say so.";
  const elsewhere = state.setting.practice
    ? []
    : [warningLine("Which other computers have a copy of this key? They stop when it goes off.")];
  return [order, ...file, ...elsewhere];
}
