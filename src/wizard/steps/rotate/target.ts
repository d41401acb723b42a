/** Tells what AWS says of the key that is to be replaced and what will be done, and asks how. */
import type { Host } from "../../../base/host.js";
import type { Problem } from "../../../base/problem.js";
import type { CheckReport } from "../../../jobs/check.js";
import type { Unfinished } from "../../../jobs/rotate/index.js";
import { shortPath } from "../../../jobs/names.js";
import { type Line, toned } from "../../../terminal/parts/line.js";
import { lastFour } from "../../../terminal/parts/typed.js";
import { askedLines, isSilent } from "../../../words/checks.js";
import { isPassed, isReplacing } from "../../conditions.js";
import { type State, chosenProfile } from "../../state.js";
import type { Step } from "../../step.js";
import type { Seen, View, ViewKey, ViewRow } from "../../view.js";
import {
  checkedBlocks,
  laneLines,
  problemLines,
  warningLine,
  whoAccepts,
} from "../shared/lines.js";
import { rotationRail } from "../shared/task-rails.js";
import { withoutSilence } from "../shared/psiturk.js";
import {
  COPY_IS_KEPT,
  deletionTitle,
  PUT_OLD_BACK,
  GO_ON_WHERE_STOPPED,
} from "../shared/labels.js";

declare module "../../step-id.js" {
  interface StepIds {
    readonly rotate: true;
  }
}

export const rotateStep: Step<"rotate"> = {
  id: "rotate",
  applies: isReplacing,
  isDone: isPassed("rotate"),
  work: [{ job: "examine", on: "missing", again: true }],
  view: rotateView,
};

function rotateView(state: State, seen: Seen): View {
  const { examined } = state;
  if (examined.status === "running" || examined.status === "idle") return askingView(state);
  return examined.status === "failed"
    ? failedView(examined.problem, seen)
    : chooseView(examined.value, state, seen);
}

function askingView({ examined }: State): View {
  const lanes = examined.status === "running" ? [laneLines(examined.progress, "rotate")] : [];
  return {
    memory: "asking",
    title: "Replace a key: asking AWS about it",
    tone: "asking",
    body: [...lanes, "", toned("  Nothing is changed yet.", "dim")],
    keys: [],
  };
}

function failedView(problem: Problem, { host }: Seen): View {
  const again: ViewKey = {
    keys: ["enter", "r"],
    label: "look again",
    priority: 9,
    does: { type: "askedAgain" },
  };
  return {
    memory: "failed",
    title: "The key could not be looked at. Nothing was changed.",
    tone: "failed",
    body: problemLines(problem, { host, failed: true }),
    keys: [again],
  };
}

function chooseView(report: CheckReport, state: State, { host }: Seen): View {
  const { checked, sources } = report;
  const profile = chosenProfile(state) ?? sources.profile.name;
  const refused = report.verdict === "keys-refused" ? ". AWS refuses it." : "";
  const begun = state.unfinished.find((one) => one.profile === profile) ?? null;
  const again: ViewKey = {
    keys: ["r"],
    label: "ask again",
    priority: 5,
    does: { type: "askedAgain" },
  };
  const asked =
    checked === null
      ? []
      : askedLines(checked, sources.boto3.key?.accessKeyId ?? "", whoAccepts(state));
  return {
    memory: "choose",
    title: `Replace a key: ${profile}${refused}`,
    tone: isGood(report) ? null : "attention",
    body: [
      ...rotationRail(state),
      "",
      ...(begun === null ? [] : [warningLine(begun.message), ""]),
      ...checkedBlocks(asked, withoutSilence(report.problems).filter(isOfTheKey), { host }),
      "",
      ...aheadLines(report, state, host),
    ],
    choice: {
      rows: rows(report, begun),
      enterLabel: "choose",
      ...(begun === null && isSilent(checked)
        ? { asks: "Used only for MTurk? Then switching it off is safer than replacing it." }
        : {}),
    },
    keys: [again],
  };
}

function isGood({ verdict }: CheckReport): boolean {
  return verdict === "ready" || verdict === "keys-accepted";
}

/** What is wrong with the files or the region is no reason to replace the key, nor against it. */
function isOfTheKey({ code }: Problem): boolean {
  return code !== "region-wrong" && code !== "file-permissive";
}

/**
 * A key that MTurk does not answer is of no use
 * any more, unless it is used for something else.
 */
function rows(report: CheckReport, begun: Unfinished | null): readonly ViewRow[] {
  const { checked } = report;
  const replace: ViewRow = {
    id: "replace",
    label: begun?.state === "interrupted" ? GO_ON_WHERE_STOPPED : "Replace it",
    hint: "AWS makes the new one",
    grave: true,
    does: { type: "replaced", way: "automatic" },
  };
  const byHand: ViewRow = {
    id: "console",
    label: "Replace it by one that I make in the console",
    hint: "you paste it here",
    does: { type: "replaced", way: "guided" },
  };
  const retire: ViewRow = {
    id: "retire",
    label: "Switch it off",
    hint: isSilent(checked) ? "nobody can use it then" : "safer, if MTurk only",
    does: { type: "retiredInstead" },
  };
  if (begun?.state === "interrupted")
    return [
      { ...replace, hint: "with what was begun" },
      { ...UNDO, hint: "the new one goes" },
    ];
  if (begun?.state === "waiting")
    return [finishRow(begun), { ...UNDO, hint: "the new one goes" }, replace];
  if (!isGood(report)) return [OTHER, replace, byHand];
  return isSilent(checked) ? [retire, replace, byHand] : [replace, byHand, retire];
}

const UNDO: ViewRow = {
  id: "undo",
  label: PUT_OLD_BACK,
  grave: true,
  does: { type: "calledRotation", call: "undo" },
};

const OTHER: ViewRow = {
  id: "other",
  label: "Use another key",
  hint: "one that AWS accepts",
  does: { type: "chose", task: "use-keys" },
};

function finishRow({ from }: Pick<Unfinished, "from">): ViewRow {
  return {
    id: "finish",
    label: `Delete the old key, ${from}`,
    hint: "if nothing broke without it",
    typed: lastFour(from, deletionTitle(from), "delete it"),
    does: { type: "calledRotation", call: "finish" },
  };
}

/** The order of things, and the change of the file, before anything begins. */
function aheadLines(report: CheckReport, state: State, host: Host): readonly Line[] {
  if (!isGood(report)) return [];
  const { sources } = report;
  const place = sources.list.find(({ boto3 }) => boto3 === "used");
  const file =
    place === undefined
      ? []
      : [
          `  In ${shortPath(place.location, host)} the new pair takes the place of ` +
            `${sources.boto3.accessKeyId ?? "the old one"}; ${COPY_IS_KEPT}.`,
        ];
  const order =
    "  The new key is tried with AWS before the file is changed. The old one goes off after " +
    "that, and only if you say so.";
  const elsewhere = state.setting.practice
    ? []
    : [warningLine("Which other computers have a copy of this key? They stop when it goes off.")];
  return [order, ...(file.length === 0 ? [] : ["", ...file]), "", ...elsewhere];
}
