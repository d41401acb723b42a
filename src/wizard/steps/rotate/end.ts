/** Tells what holds once the key is replaced or the old one is back, and offers to take it back. */
import { basename } from "node:path";
import type { WrittenFile } from "../../../aws-files/types.js";
import { countOf, firstTen } from "../../../base/list.js";
import { LINK_AGAIN, RESTART_PSITURK } from "../../../jobs/rotate/guide.js";
import type { Rotated } from "../../../jobs/rotate/index.js";
import { placeText } from "../../../jobs/shared/place-text.js";
import { holderName, spacedAccount } from "../../../jobs/names.js";
import { profileOption } from "../../../keys/profile-name.js";
import { maskId } from "../../../keys/types.js";
import type { TitleTone } from "../../../terminal/glyphs.js";
import type { TableRow } from "../../../terminal/parts/check-table.js";
import type { Line } from "../../../terminal/parts/line.js";
import { lastFour } from "../../../terminal/parts/typed.js";
import { acceptsInCell } from "../../../words/checks.js";
import { isPassed, isReplacing } from "../../conditions.js";
import { holderOfNew, rotatedSoFar } from "../../rotate-so-far.js";
import type { State } from "../../state.js";
import type { Step } from "../../step.js";
import type { Seen, Still, View, ViewRow } from "../../view.js";
import { moreLine, whoAccepts } from "../shared/lines.js";
import { reportRows } from "../shared/report-row.js";
import { savedRow } from "../shared/saved-row.js";
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
    body: rotated === null ? [] : bodyBlocks(rotated, state, seen),
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
  const nothing = rotated === null || (to === null && !rotated.rolledBack);
  if (nothing) return hasNotices(rotated) ? "attention" : "done";
  return to === null || open ? "attention" : "done";
}

/** Its ground had gone: what became of it is told below. */
function hasNotices(rotated: Rotated | null): boolean {
  return rotated !== null && rotated.notices.length > 0;
}

function title(state: State, rotated: Rotated | null): string {
  if (rotated === null || (rotated.to === null && !rotated.rolledBack))
    return hasNotices(rotated) ? "The rotation has ended." : "Nothing was left to be done.";
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
    label: `Delete ${old} at AWS for good`,
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
  inactive: { state: "ok", what: "The old key is switched off" },
  refused: { state: "ok", what: "AWS refuses the old key" },
  active: { state: "warning", what: "The old key is still on" },
  gone: { state: "ok", what: "The old key is deleted at AWS" },
} as const;

/** What holds now as a table, then what comes next, apart from it. */
function bodyBlocks(rotated: Rotated, state: State, { host }: Seen): readonly Still[] {
  const { from, to, notices } = rotated;
  const noticed = notices.map((notice): Line => `  ${notice}`);
  if (to === null || from === null) return noticed;
  const copies = firstTen(rotated.copies);
  return [
    ...noticed,
    {
      table: [
        acceptedRow(to, state),
        ...(isOtherAccount(state) ? [{ state: "warning", what: LINK_AGAIN } as const] : []),
        ...oldRows(rotated, from, wasUndone(state)),
        ...(state.replacedIn.length === 0
          ? []
          : [savedRow(keptCopies(state.replacedIn, rotated), rotated.profile, host)]),
        ...removedRows(rotated),
        ...copies.shown.map((place): TableRow => {
          const what = `${placeText(place, host)} still holds ${maskId(from)}.`;
          return { state: "warning", what };
        }),
      ],
    },
    ...moreLine(copies.more, "    "),
    ...(copies.shown.length === 0 ? [] : [`    ${heldCure(rotated)}`]),
    "",
    { table: nextRows(rotated, state) },
  ];
}

function acceptedRow(to: string, state: State): TableRow {
  const holder = holderOfNew(state) ?? state.replacedOf;
  const who = whoAccepts(state);
  const said = `${who} accepts ${maskId(to)}`;
  if (holder === null) return { state: "ok", what: said };
  const detail = `${holderName(holder.arn)}, account ${spacedAccount(holder.account)}`;
  return { state: "ok", what: acceptsInCell(who, maskId(to)), detail, said: `${said}: ${detail}` };
}

/** Going back, the key that leaves the file is not the old one. */
function oldRows({ old }: Rotated, from: string, undone: boolean): readonly TableRow[] {
  if (old === null) return [];
  const { state, what } = OLD[old];
  const later = old === "inactive" && !undone;
  return [
    {
      state,
      what: undone ? what.replace("old key", "other key") : what,
      detail: maskId(from),
      ...(old === "refused" ? { meaning: ["It is switched off, or deleted."] } : {}),
      ...(later ? { meaning: ["In a week, if nothing broke, delete it."] } : {}),
    },
  ];
}

/** What is to be done where the key that left the file still stands. */
function heldCure({ old }: Rotated): string {
  return old === "active"
    ? "Put the new key there too, before the old one goes off."
    : "Put the new key there: what reads the old one there has stopped.";
}

/** What was written, without the copies that are gone by now. */
function keptCopies(
  written: State["replacedIn"],
  { removedBackups }: Rotated,
): readonly WrittenFile[] {
  return written.map((file) =>
    file.backup !== null && removedBackups.includes(file.backup) ? { ...file, backup: null } : file,
  );
}

function removedRows({ removedBackups }: Rotated): readonly TableRow[] {
  if (removedBackups.length === 0) return [];
  const { shown, more } = firstTen(removedBackups);
  const names = [...shown.map((path) => basename(path)), ...(more === null ? [] : [more])];
  return [
    {
      state: "ok",
      what: `Removed ${countOf(removedBackups.length, "copy", "copies")} of ours`,
      meaning: ["The deleted key stood there."],
      raw: names.join(", "),
      whole: true,
    },
  ];
}

function nextRows({ old, profile }: Rotated, state: State): readonly TableRow[] {
  const restart: TableRow = {
    state: "none",
    what: "psiTurk",
    detail: "one that is running remembers the old key: restart it",
    said: RESTART_PSITURK,
  };
  if (state.setting.practice || old === "gone" || old === null || wasUndone(state))
    return [restart];
  const detail = `mturk-setup rotate --finish${profileOption(profile)}`;
  return [restart, { state: "none", what: "Delete later", detail }];
}

function isOtherAccount(state: State): boolean {
  const was = state.rotation.newKey?.holder ?? null;
  const is = holderOfNew(state);
  return (
    was !== null && is !== null && was.account !== is.account && state.rotation.call === "replace"
  );
}
