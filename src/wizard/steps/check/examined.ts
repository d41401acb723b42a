/**
 * Checks what is on this computer: who uses which key, what AWS says of it, and the cure of each
 * failure.
 */
import type { Host } from "../../../base/host.js";
import type { CheckReport } from "../../../jobs/check.js";
import { type Line, toned } from "../../../terminal/parts/line.js";
import { isSilent, reportLines } from "../../../words/checks.js";
import { reportTitle } from "../../../words/titles.js";
import type { State } from "../../state.js";
import type { Step } from "../../step.js";
import type { Block, Seen, View, ViewKey } from "../../view.js";
import type { TitleTone } from "../../../terminal/glyphs.js";
import { toneOf } from "../shared/tone.js";
import { policyPageLines, stepKeys } from "../shared/cures.js";
import { recheckLines } from "../shared/recheck-lines.js";
import { checkedBlocks, laneLines, problemLines, whoAccepts, withTilde } from "../shared/lines.js";
import { placeName } from "../shared/places.js";
import { silentLines, withoutSilence } from "../shared/psiturk.js";

declare module "../../step-id.js" {
  interface StepIds {
    readonly examined: true;
  }
}

export const examinedStep: Step<"examined"> = {
  id: "examined",
  applies: ({ answers: { task } }) => task === "check" || task === "repair",
  isDone: ({ examined }) => examined.status === "done",
  work: [{ job: "examine", on: "missing", again: true }],
  view: examinedView,
};

function examinedView(state: State, seen: Seen): View {
  return {
    title: title(state),
    tone: tone(state),
    body: bodyBlocks(state, seen),
    keys: state.examined.status === "running" ? [] : keys(state),
  };
}

function keys(state: State): readonly ViewKey[] {
  const report = state.examined.status === "done" ? state.examined.value : null;
  const without: ViewKey = {
    keys: ["w"],
    label: "without MTurk",
    priority: 4,
    does: { type: "aside", step: "alternatives" },
  };
  return [
    { keys: ["enter"], label: "finish", priority: 9, does: { type: "next" } },
    ...stepKeys(report?.problems ?? [], state),
    ...(isSilent(report?.checked ?? null) ? [without] : []),
    { keys: ["r"], label: "ask again", priority: 6, does: { type: "askedAgain" } },
    {
      keys: ["k"],
      label: "use another key",
      priority: 5,
      does: { type: "chose", task: "use-keys" },
    },
  ];
}

function tone({ examined }: State): TitleTone {
  if (examined.status === "failed") return "failed";
  return examined.status === "done" ? toneOf(examined.value.verdict) : "asking";
}

function title({ examined }: State): string {
  if (examined.status === "failed") return "This could not be checked.";
  return examined.status === "done"
    ? reportTitle(examined.value)
    : "Checking the keys on this computer";
}

function bodyBlocks(state: State, seen: Seen): readonly Block[] {
  const { host } = seen;
  const { examined } = state;
  if (examined.status === "running") return [laneLines(examined.progress, "examined")];
  if (examined.status === "failed") return problemLines(examined.problem, { host, failed: true });
  if (examined.status !== "done") return [];
  const report = examined.value;
  const told = reportLines(report, host, whoAccepts(state));
  return [
    `  Profile ${report.sources.profile.name}`,
    "",
    ...checkedBlocks(told, withoutSilence(report.problems), { host }),
    ...policyPageLines(report.checked),
    "",
    ...recheckLines(state, seen),
    ...silentLines(report.checked),
    ...placeLines(report, host),
  ];
}

/**
 * Every place with a key, strongest first; only told where there is more than one to tell apart.
 */
function placeLines(report: CheckReport, host: Host): readonly Line[] {
  const { list } = report.sources;
  if (list.length < 2) return [];
  return [
    "",
    toned("  Keys on this computer, strongest first", "strong"),
    ...list.map((source): Line => ({
      spans: [
        { text: `    ${placeName(source, list, host)}  ${source.accessKeyId ?? "(no id)"}  ` },
        { text: withTilde(source.why, host), tone: "dim" },
      ],
      hang: 6,
    })),
  ];
}
