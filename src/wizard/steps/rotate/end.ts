/** Tells what holds once the key is replaced or the old one is back, and offers to take it back. */
import { basename } from "node:path";
import type { Host } from "../../../base/host.js";
import { firstTen } from "../../../base/list.js";
import { LINK_AGAIN, RESTART_PSITURK } from "../../../jobs/rotate/guide.js";
import type { Rotated } from "../../../jobs/rotate/index.js";
import { placeText } from "../../../jobs/shared/place-text.js";
import { shortPath } from "../../../jobs/names.js";
import { profileOption } from "../../../keys/profile-name.js";
import { maskId } from "../../../keys/types.js";
import type { TitleTone } from "../../../terminal/glyphs.js";
import { type Line, toned } from "../../../terminal/parts/line.js";
import { statusLine } from "../../../terminal/parts/status.js";
import { lastFour } from "../../../terminal/parts/typed.js";
import { isPassed, isReplacing } from "../../conditions.js";
import { holderOfNew, rotatedSoFar } from "../../rotate-so-far.js";
import type { State } from "../../state.js";
import type { Step } from "../../step.js";
import type { Seen, View, ViewRow } from "../../view.js";
import { moreLine, warningLine, whoAccepts } from "../shared/lines.js";
import { reportRows } from "../shared/report-row.js";
import { deletionTitle } from "../shared/labels.js";

declare module "../../step-id.js" {
  interface StepIds {
    readonly "rotate-end": true;
  }
}

export const rotateEndStep: Step<"rotate-end"> = {
  id: "rotate-end",
  applies: isReplacing,
  isDone: isPassed("rotate-end"),
  view: rotateEndView,
};

function rotateEndView(state: State, seen: Seen): View {
  const rotated = rotatedSoFar(state);
  return {
    title: title(state, rotated),
    tone: tone(state, rotated),
    body: rotated === null ? [] : bodyLines(rotated, state, seen),
    choice: { rows: rows(state, rotated), enterLabel: "choose" },
    keys: [],
  };
}

function wasUndone({ rotation }: State): boolean {
  return rotation.call === "undo";
}

function tone(state: State, rotated: Rotated | null): TitleTone {
  const { to = null, old = null, copies = [] } = rotated ?? {};
  const open = copies.length > 0 || old === "active" || isOtherAccount(state);
  return to === null || open ? "attention" : "done";
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
function rows(state: State, rotated: Rotated | null): readonly ViewRow[] {
  const finish: ViewRow = { id: "finish", label: "Finish", does: { type: "next" } };
  const to = rotated?.to ?? null;
  const record = rotated === null || to === null || wasUndone(state) ? [] : reportRows(state);
  if (rotated === null || to === null || rotated.old === "gone" || wasUndone(state))
    return [finish, ...record];
  const undo: ViewRow = {
    id: "undo",
    label: "Undo: put the old key back",
    grave: true,
    does: { type: "calledRotation", call: "undo" },
  };
  return [finish, undo, deletion(rotated.from), ...record];
}

function deletion(from: string | null): ViewRow {
  const old = from === null ? "the old key" : maskId(from);
  return {
    id: "delete",
    label: `Delete ${old} at AWS now`,
    hint: "cannot be undone",
    grave: true,
    ...(from === null
      ? {}
      : {
          typed: lastFour(from, deletionTitle(old), "delete it"),
        }),
    does: { type: "calledRotation", call: "finish" },
  };
}

const OLD = {
  inactive: "is switched off. In a week, if nothing broke, delete it.",
  refused: "is refused by AWS: it is switched off, or deleted.",
  active: "was not switched off.",
  gone: "is deleted at AWS.",
} as const;

function bodyLines(rotated: Rotated, state: State, { host, look }: Seen): readonly Line[] {
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
