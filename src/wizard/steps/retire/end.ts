/**
 * Tells what became of the key at AWS and on this computer, and offers a record and the next key.
 */
import { basename } from "node:path";
import type { Host } from "../../../base/host.js";
import { firstTen } from "../../../base/list.js";
import type { Retired } from "../../../jobs/retire/index.js";
import { shortPath } from "../../../jobs/names.js";
import { maskId } from "../../../keys/types.js";
import { type Line, toned } from "../../../terminal/parts/line.js";
import { statusLine } from "../../../terminal/parts/status.js";
import { fateNext, fateOf, fateTitle, noCopyLeft } from "../../../words/retirement.js";
import { isPassed, isRetiring } from "../../conditions.js";
import type { State } from "../../state.js";
import type { Step } from "../../step.js";
import { reportRows } from "../shared/report-row.js";
import { deleteCsvKeys } from "../shared/csv-key.js";
import type { Seen, View, ViewRow } from "../../view.js";
import {
  markedLine,
  moreLine,
  numbered,
  problemLines,
  warningLine,
  withTilde,
} from "../shared/lines.js";
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
    tone: last !== null && isWell(last) ? "done" : "attention",
    body: last === null ? [] : bodyLines(last, state, seen),
    choice: { enterLabel: "choose", rows: rows(state) },
    keys: deleteCsvKeys(csv, seen.host),
  };
}

/** AWS refuses the key, or will in a moment, and no place is left that still holds it. */
function isWell(key: Retired): boolean {
  const fate = fateOf(key);
  const held = key.found.places.some(({ removal }) => removal === "by-hand");
  return fate !== "active" && fate !== "unknown" && !held && key.putAway !== null;
}

/** Where all are gone through, the next one comes first. */
function rows(state: State): readonly ViewRow[] {
  const { record, inTurn, retired } = state;
  const [next] = inTurn;
  const going: readonly ViewRow[] =
    next === undefined
      ? []
      : [
          {
            id: "next",
            label: `Go on with the next: ${maskId(next)}`,
            hint: `${retired.length + 1} of ${retired.length + inTurn.length}`,
            does: { type: "nextInTurn" },
          },
        ];
  return [
    ...going,
    { id: "finish", label: "Finish", does: { type: "next" } },
    {
      id: "record",
      label: "Write a record without secrets",
      hint: "for the lab's files",
      ...(record.status === "done" ? { disabled: "written" } : {}),
      does: { type: "wroteRecord" },
    },
    ...(state.retired.length === 0 ? [] : reportRows(state)),
    { id: "another", label: "Another key", does: { type: "anotherKey" } },
  ];
}

function bodyLines(key: Retired, state: State, { host, look }: Seen): readonly Line[] {
  const { found, putAway } = key;
  const byHand = found.places.filter(
    (place) => place.removal === "by-hand" && !state.csvsDeleted.includes(place.location),
  );
  const next = fateNext(key);
  return [
    statusLine(
      look,
      putAway === null
        ? { state: "skipped", text: "The files were not changed." }
        : {
            state: "ok",
            text:
              `Removed from ${counted(putAway.written.length, "file")} and ` +
              `${counted(putAway.removedBackups.length, "copy", "copies")} of ours.`,
          },
    ),
    ...(putAway?.written ?? []).map(({ path }) => toned(`    ${shortPath(path, host)}`, "dim")),
    ...firstTen(byHand).shown.flatMap((place): readonly Line[] => [
      warningLine(`${placeWords({ ...place, removal: "plan" }, host)} still holds it.`),
      ...place.cure.map((text) => toned(`      ${withTilde(text, host)}`, "dim")),
    ]),
    ...moreLine(firstTen(byHand).more, "    "),
    ...(next === null ? [] : [fateOf(key) === "active" ? warningLine(next) : `  ${next}`]),
    ...(key.forgotten === null
      ? []
      : [`  ${noCopyLeft(found.accessKeyId)}`, ...numbered(key.forgotten.steps)]),
    "  psiTurk that is running remembers the key: stop it, or restart it with another one.",
    ...recordLines(state, host),
  ];
}

function recordLines({ record }: State, host: Host): readonly Line[] {
  if (record.status === "failed") return problemLines(record.problem, { host });
  return record.status === "done"
    ? [markedLine("✓", "ok", `Record without secrets: ./${basename(record.value)}`)]
    : [];
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
