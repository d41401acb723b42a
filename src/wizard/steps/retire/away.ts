/**
 * Takes the key out of the files, once that was agreed to: shows the exact change of each, our own
 * backups that hold it, and what is left to do by hand.
 */
import type { Host } from "../../../base/host.js";
import { firstTen } from "../../../base/list.js";
import type { PutAwayPlan } from "../../../jobs/retire/index.js";
import { shortPath } from "../../../jobs/names.js";
import { maskId } from "../../../keys/types.js";
import { diffLines } from "../../../terminal/parts/diff.js";
import { type Line, toned } from "../../../terminal/parts/line.js";
import { lastFour } from "../../../terminal/parts/typed.js";
import { isRetiring } from "../../conditions.js";
import { nothingToPutAway, seenOff } from "../../retire-so-far.js";
import { IDLE } from "../../slot.js";
import type { State } from "../../state.js";
import type { Step } from "../../step.js";
import type { Seen, View, ViewKey, ViewRow } from "../../view.js";
import { failedView } from "../shared/failed.js";
import { markedLine, moreLine, warningLine, withTilde } from "../shared/lines.js";
import { retirementRail } from "../shared/task-rails.js";
import { placeWords } from "./place-words.js";

declare module "../../step-id.js" {
  interface StepIds {
    readonly "retire-away": true;
  }
}

export const retireAwayStep: Step<"retire-away"> = {
  id: "retire-away",
  applies: isRetiring,
  isDone: ({ putAway }) => putAway.status === "done",
  work: [{ job: "planPutAway", on: "always", again: true }],
  beforeAgain: (state) => (state.putAway.status === "running" ? null : { ...state, putAway: IDLE }),
  view: retireAwayView,
};

function retireAwayView(state: State, { host }: Seen): View {
  const { putAwayPlan, putAway } = state;
  if (putAway.status === "running") return busyView("Taking the key out of the files ...");
  if (putAway.status === "failed")
    return failedView("Could not take it out. Look at what is there:", putAway.problem, host, [
      LEAVE_FILES,
    ]);
  if (putAwayPlan.status === "failed")
    return failedView(
      "The files cannot be changed safely. Nothing was changed.",
      putAwayPlan.problem,
      host,
      [LEAVE_FILES],
    );
  return putAwayPlan.status === "done"
    ? reviewView(state, putAwayPlan.value, host)
    : busyView("Looking at the files ...");
}

function busyView(title: string): View {
  return { memory: "busy", title, tone: "asking", body: [], keys: [] };
}

const LEAVE_FILES: ViewKey = {
  keys: ["l"],
  label: "leave the files",
  priority: 7,
  does: { type: "leftInFiles" },
};

function reviewView(state: State, plan: PutAwayPlan, host: Host): View {
  const empty = nothingToPutAway(state);
  const off = seenOff(state);
  const id = maskId(plan.accessKeyId);
  const title = off
    ? `Take ${id} out of the files. Nothing is changed yet.`
    : `${id} may still be on. Really take it out of the files?`;
  const warned =
    off || empty
      ? []
      : [
          warningLine(
            "AWS was not seen to refuse it. What stands in these files may be the only " +
              "copy, and it tells later whether the key is off.",
          ),
        ];
  const leave: ViewRow = {
    id: "leave",
    label: empty ? "Go on" : "Leave the files as they are",
    ...(off || empty ? {} : { hint: "nothing is changed" }),
    does: { type: "leftInFiles" },
  };
  const take = takeRow(plan, off);
  return {
    title: empty ? `${id} stands in no file that is changed here.` : title,
    tone: off || empty ? null : "attention",
    body: [retirementRail(state), "", ...warned, ...offLines(state), ...planLines(plan, host)],
    choice: {
      rows: empty ? [leave] : off ? [take, leave] : [leave, take],
      enterLabel: "choose",
    },
    keys: [],
  };
}

/** `off`: AWS was seen to refuse the key. */
function takeRow({ accessKeyId }: PutAwayPlan, off: boolean): ViewRow {
  const gone = off ? "The copies here go with it." : "What stands there may be its only copy.";
  return {
    id: "take",
    typed: lastFour(
      accessKeyId,
      `Take ${maskId(accessKeyId)} out of the files for good? ${gone}`,
      "take it out",
    ),
    label: off ? "Take it out" : "Take it out although it may be on",
    ...(off ? {} : { hint: "its id is shown once more" }),
    does: { type: "tookOut", forget: !off },
  };
}

/** Said here, for the screen before is left by itself as soon as AWS refuses the key. */
function offLines({ watch, switchOff }: State): readonly Line[] {
  const off =
    switchOff.status === "done" && switchOff.value.how !== "console" ? switchOff.value : null;
  const refused =
    (watch.status === "done" && watch.value === "refused") || off?.state === "refused";
  if (!refused && off === null) return [];
  return [
    markedLine(
      "✓",
      "ok",
      (refused
        ? "AWS now refuses it. "
        : "It is switched off; AWS needs some minutes to refuse it everywhere. ") +
        "Mistake? It can be activated again in the console until it is deleted.",
    ),
  ];
}

function planLines({ plan, backups, pending, byHand }: PutAwayPlan, host: Host): readonly Line[] {
  return [
    ...plan.files.flatMap(({ before, diff }) => [
      "",
      ...diffLines(shortPath(before.path, host), diff),
    ]),
    "",
    ...(backups.length === 0
      ? []
      : [
          toned(`  Our own copies that hold it are deleted: ${backups.length}`, "strong"),
          ...firstTen(backups).shown.map((path): Line => `    ${shortPath(path, host)}`),
          ...moreLine(firstTen(backups).more, "    "),
        ]),
    ...(pending ? ["  The copy of it that was on its way into the file is deleted too."] : []),
    ...(byHand.length === 0 ? [] : [toned("  To be removed by hand:", "strong")]),
    ...firstTen(byHand).shown.flatMap((place): readonly Line[] => [
      `    ${placeWords({ ...place, removal: "plan" }, host)}`,
      ...place.cure.map((text) => toned(`      ${withTilde(text, host)}`, "dim")),
    ]),
    ...moreLine(firstTen(byHand).more, "    "),
  ];
}
