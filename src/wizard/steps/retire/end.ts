/**
 * Tells what became of the key at AWS and on this computer, and offers a record and the next key.
 */
import type { Host } from "../../../base/host.js";
import { countOf, firstTen } from "../../../base/list.js";
import type { KeyPlace, Retired } from "../../../jobs/retire/index.js";
import { holderName, shortPath, spacedAccount } from "../../../jobs/names.js";
import { maskId } from "../../../keys/types.js";
import type { TitleTone } from "../../../terminal/glyphs.js";
import type { TableRow } from "../../../terminal/parts/check-table.js";
import { type Fate, fateNext, fateOf, fateTitle, noCopyLeft } from "../../../words/retirement.js";
import { isPassed, isRetiring } from "../../conditions.js";
import type { State } from "../../state.js";
import type { Step } from "../../step.js";
import { reportRows } from "../shared/report-row.js";
import { deleteCsvKeys } from "../shared/csv-key.js";
import type { Seen, Still, View, ViewRow } from "../../view.js";
import { moreLine, numbered, withTilde } from "../shared/lines.js";
import { placeWords } from "./place-words.js";

declare module "../../step-id.js" {
  interface StepIds {
    readonly "retire-end": true;
  }
}

export const retireEndStep: Step<"retire-end"> = {
  id: "retire-end",
  applies: isRetiring,
  isDone: isPassed("retire-end"),
  view: retireEndView,
};

function retireEndView(state: State, seen: Seen): View {
  const last = state.retired.at(-1) ?? null;
  const [csv = null] = state.csvsOver;
  return {
    title: last === null ? "No key was switched off." : fateTitle(last),
    tone: last === null ? "attention" : tone(last, state),
    body: last === null ? [] : bodyBlocks(last, state, seen),
    choice: { enterLabel: "choose", rows: rows(state) },
    keys: deleteCsvKeys(csv, seen.host),
  };
}

/** How it stands with the key at AWS decides; a place that still holds it is not overlooked. */
function tone(key: Retired, { csvsDeleted }: State): TitleTone {
  const fate = fateOf(key);
  if (fate === "active") return "failed";
  const done =
    fate !== "unknown" && key.putAway !== null && heldStill(key, csvsDeleted).length === 0;
  return done ? "done" : "attention";
}

/** Places that are told, not edited, and that a person has not deleted here either. */
function heldStill({ found }: Retired, deleted: readonly string[]): readonly KeyPlace[] {
  return found.places.filter(
    ({ removal, location }) => removal === "by-hand" && !deleted.includes(location),
  );
}

/** Where all are gone through, the next one comes first. */
function rows(state: State): readonly ViewRow[] {
  const { inTurn, retired } = state;
  const [next] = inTurn;
  const going: readonly ViewRow[] =
    next === undefined
      ? []
      : [
          {
            id: "next",
            label:
              `Go on with the next: ${maskId(next)} ` +
              `(${retired.length + 1} of ${retired.length + inTurn.length})`,
            does: { type: "nextInTurn" },
          },
        ];
  return [
    ...going,
    { id: "finish", label: "Finish", does: { type: "next" } },
    ...(retired.length === 0 ? [] : reportRows(state)),
    { id: "another", label: "Another key", does: { type: "anotherKey" } },
  ];
}

/** What holds now as a table, each cure under its mark; then what comes next, apart from it. */
function bodyBlocks(key: Retired, state: State, { host }: Seen): readonly Still[] {
  const { forgotten, found } = key;
  const held = firstTen(heldStill(key, state.csvsDeleted));
  return [
    {
      table: [
        atAwsRow(key),
        ...awayRows(key, host),
        ...held.shown.map((place): TableRow => ({
          state: "warning",
          what: `${placeWords({ ...place, removal: "plan" }, host)} still holds it.`,
          cures: place.cure.map((text) => withTilde(text, host)),
        })),
      ],
    },
    ...moreLine(held.more, "    "),
    ...(forgotten === null
      ? []
      : [`  ${noCopyLeft(found.accessKeyId)}`, ...numbered(forgotten.steps)]),
    "",
    {
      table: [
        {
          state: "none",
          what: "psiTurk",
          detail: "a running one remembers the key: stop it, or give it another",
        },
      ],
    },
  ];
}

const AT_AWS: Readonly<Record<Fate, Pick<TableRow, "state" | "what">>> = {
  deleted: { state: "ok", what: "Deleted at AWS" },
  off: { state: "ok", what: "Switched off at AWS" },
  "off-in-console": { state: "ok", what: "Switched off in the console" },
  spreading: { state: "ok", what: "Switched off at AWS" },
  "refused-before": { state: "ok", what: "AWS refuses it" },
  example: { state: "ok", what: "AWS's own example: there is nothing to switch off" },
  active: { state: "no", what: "Still active at AWS" },
  unknown: { state: "unclear", what: "Not seen to be off" },
};

function atAwsRow(key: Retired): TableRow {
  const next = fateNext(key);
  const holder = key.examined?.holder ?? null;
  return {
    ...AT_AWS[fateOf(key)],
    ...(holder === null
      ? {}
      : { detail: `${holderName(holder.arn)}, account ${spacedAccount(holder.account)}` }),
    ...(next === null ? {} : { cures: [next] }),
  };
}

function awayRows({ putAway }: Retired, host: Host): readonly TableRow[] {
  if (putAway === null) return [{ state: "skipped", what: "The files were not changed." }];
  const { written, removedBackups } = putAway;
  const copies: TableRow = {
    state: "ok",
    what: `Removed from ${countOf(removedBackups.length, "copy", "copies")} of ours`,
  };
  return [
    {
      state: "ok",
      what: `Removed from ${countOf(written.length, "file")}`,
      ...(written.length === 0
        ? {}
        : { detail: written.map(({ path }) => shortPath(path, host)).join(", ") }),
    },
    ...(removedBackups.length === 0 ? [] : [copies]),
  ];
}
