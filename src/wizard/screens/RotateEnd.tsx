/**
 * The key is replaced, or the old one is back: what holds now, what to do next, and what can still
 * be taken back.
 */
import type { ReactElement } from "react";
import { basename } from "node:path";
import type { Host } from "../../base/host.js";
import { firstTen } from "../../base/list.js";
import { holderOfNew, rotatedSoFar } from "../rotate-so-far.js";
import type { State } from "../state.js";
import { LINK_AGAIN, RESTART_PSITURK, type Rotated, placeText } from "../../jobs/rotate/index.js";
import { shortPath } from "../../jobs/names.js";
import { maskId } from "../../keys/types.js";
import { useWizard } from "../context.js";
import { type ChoiceItem, useChoice } from "../../terminal/parts/choice.js";
import { type Line, toned } from "../../terminal/parts/line.js";
import { lastFour } from "../../terminal/parts/typed.js";
import { statusLine } from "../../terminal/parts/status.js";
import type { TextStyle } from "../../terminal/glyphs.js";
import { useTerminal } from "../../terminal/Terminal.js";
import { moreLine, warningLine, whoAccepts } from "./lines.js";
import { WizardScreen } from "./WizardScreen.js";
import { profileOption } from "../../keys/profile-name.js";

type Choice = "finish" | "undo" | "delete";

export function RotateEndScreen(): ReactElement {
  const { state, send, host } = useWizard();
  const { look } = useTerminal();
  const rotated = rotatedSoFar(state);
  const choice = useChoice<Choice>({
    items: choices(state, rotated),
    enterLabel: "choose",
    onChoose: (id) => {
      if (id === "finish") send({ type: "next" });
      else send({ type: "calledRotation", call: id === "undo" ? "undo" : "finish" });
    },
  });
  return (
    <WizardScreen
      title={title(state, rotated)}
      body={rotated === null ? [] : bodyLines(rotated, state, host, look)}
      parts={[choice]}
    />
  );
}

function wasUndone({ rotation }: State): boolean {
  return rotation.call === "undo";
}

function title(state: State, rotated: Rotated | null): string {
  if (rotated === null || (rotated.to === null && !rotated.rolledBack))
    return "Nothing was left to be done.";
  if (rotated.rolledBack) return "Taken back: the new key is deleted, the file was not changed.";
  if (wasUndone(state)) return `The old key is back: the file holds ${maskId(rotated.to ?? "")}.`;
  return rotated.old === "gone" && rotated.written.length === 0
    ? "The old key is deleted."
    : `Replaced: the file holds ${maskId(rotated.to ?? "")}.`;
}

/** What is deleted cannot come back; what was put back is not undone once more. */
function choices(state: State, rotated: Rotated | null): readonly ChoiceItem<Choice>[] {
  const finish: ChoiceItem<Choice> = { id: "finish", label: "Finish" };
  const to = rotated?.to ?? null;
  if (rotated === null || to === null || rotated.old === "gone" || wasUndone(state))
    return [finish];
  const old = rotated.from === null ? "the old key" : maskId(rotated.from);
  return [
    finish,
    { id: "undo", label: "Undo: put the old key back", grave: true },
    {
      id: "delete",
      label: `Delete ${old} at AWS now`,
      hint: "cannot be undone",
      grave: true,
      ...(rotated.from === null
        ? {}
        : {
            typed: lastFour(
              rotated.from,
              `Delete ${old} at AWS. This cannot be undone.`,
              "delete it",
            ),
          }),
    },
  ];
}

const OLD = {
  inactive: "is switched off. In a week, if nothing broke, delete it.",
  refused: "is refused by AWS: it is switched off, or deleted.",
  active: "was not switched off.",
  gone: "is deleted at AWS.",
} as const;

function bodyLines(rotated: Rotated, state: State, host: Host, look: TextStyle): readonly Line[] {
  const { from, to, old } = rotated;
  const noticed = rotated.notices.map((notice): Line => `  ${notice}`);
  if (to === null || from === null) return noticed;
  const finish = `mturk-setup rotate --finish${profileOption(rotated.profile)}`;
  const undone = wasUndone(state);
  return [
    ...noticed,
    statusLine(look, {
      state: "ok",
      text: `${whoAccepts(state)} accepts ${maskId(to)}, the key in profile ${rotated.profile}.`,
    }),
    ...(old === null
      ? []
      : [
          statusLine(look, {
            state: old === "active" ? "warning" : "ok",
            text: `The ${undone ? "other" : "old"} key, ${maskId(from)}, ${OLD[old]}`,
          }),
        ]),
    ...(state.replacedIn.length === 0 ? [] : [toned(`  Written: ${written(state, host)}`, "dim")]),
    ...firstTen(rotated.removedBackups).shown.map((path) =>
      toned(`  Removed, for it held the deleted key: ${shortPath(path, host)}`, "dim"),
    ),
    ...moreLine(firstTen(rotated.removedBackups).more, "  "),
    `  ${RESTART_PSITURK}`,
    ...(isOtherAccount(state) ? [warningLine(LINK_AGAIN)] : []),
    ...firstTen(rotated.copies).shown.map((place) =>
      warningLine(`${placeText(place, host)} still holds ${maskId(from)}.`),
    ),
    ...moreLine(firstTen(rotated.copies).more, "  "),
    ...(state.setting.practice || old === "gone" || old === null || undone
      ? []
      : [toned(`  To delete the old key later: ${finish}`, "dim")]),
  ];
}

function written({ replacedIn }: State, host: Host): string {
  return replacedIn
    .map(
      ({ path, backup }) =>
        `${shortPath(path, host)}${backup === null ? "" : ` (copy: ${basename(backup)})`}`,
    )
    .join(", ");
}

function isOtherAccount(state: State): boolean {
  const was = state.rotation.newKey?.holder ?? null;
  const is = holderOfNew(state);
  return (
    was !== null && is !== null && was.account !== is.account && state.rotation.call === "replace"
  );
}
