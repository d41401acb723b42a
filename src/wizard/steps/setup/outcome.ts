/** Tells what AWS said of the key where something has to be decided before anything is written. */
import { awsProblem, isAwsProblem } from "../../../aws/diagnosis/problem-table.js";
import type { Problem } from "../../../base/problem.js";
import type { State } from "../../state.js";
import { askedLines } from "../../../words/checks.js";
import { checkedTitle } from "../../../words/titles.js";
import { toned } from "../../../terminal/parts/line.js";
import { policyPageLines, stepCures } from "../shared/cures.js";
import { recheckLines } from "../shared/recheck-lines.js";
import { checkedBlocks, laneLines, whoAccepts } from "../shared/lines.js";
import { toneOf } from "../shared/tone.js";
import type { UserEvent } from "../../events.js";
import type { Does, Seen, View, ViewRow } from "../../view.js";
import { isSaving, needsAttention } from "../../conditions.js";
import type { Step } from "../../step.js";
import { MAY_BE_TOO_NEW, WITHOUT_MTURK } from "../shared/labels.js";

declare module "../../step-id.js" {
  interface StepIds {
    readonly outcome: true;
  }
}

export const outcomeStep: Step<"outcome"> = {
  id: "outcome",
  applies: (state) => isSaving(state) && needsAttention(state),
  isDone: (state) => !needsAttention(state),
  work: [{ job: "verify", again: true }],
  view: outcomeView,
};

function outcomeView(state: State, seen: Seen): View {
  if (state.check.status === "running")
    return {
      title: "Asking AWS again",
      tone: "asking",
      body: [
        laneLines(state.check.progress, "again"),
        "",
        toned("  Nothing is written yet.", "dim"),
      ],
      dropsTyping: true,
      keys: [],
    };
  const checked = state.check.status === "done" ? state.check.value : null;
  const title =
    checked === null ? "AWS could not be asked." : checkedTitle(checked.verdict, checked);
  const told =
    checked === null
      ? []
      : askedLines(checked, state.answers.key?.accessKeyId ?? "", whoAccepts(state));
  const cures = curesFor(state);
  return {
    title: `${title} Nothing was saved.`,
    tone: checked === null ? "failed" : toneOf(checked.verdict),
    body: [
      ...checkedBlocks(told, problemsOf(state), { host: seen.host }),
      ...policyPageLines(checked),
      "",
      ...recheckLines(state, seen),
    ],
    choice: {
      rows: cures.map(({ row }) => row),
      numbered: false,
      question: checked === null ? "" : title,
      enterLabel: "choose",
    },
    keys: cures.map(({ key, row }) => ({
      keys: [key],
      label: row.label,
      hidden: true,
      does: row.does,
    })),
  };
}

function problemsOf(state: State): readonly Problem[] {
  if (state.check.status === "failed") return [state.check.problem];
  const problems = state.check.status === "done" ? state.check.value.diagnosis.problems : [];
  return state.setting.practice ? problems.map(asInRealLife) : problems;
}

/**
 * Practice asks at an address of its own; what is to be learnt is what mends the same failure with
 * the real AWS.
 */
function asInRealLife(problem: Problem): Problem {
  const cures = problem.try.filter((cure) => !cure.includes("AWS_ENDPOINT_URL"));
  if (cures.length === problem.try.length || !isAwsProblem(problem.code)) return problem;
  return { ...problem, try: [...cures, awsProblem(problem.code).do] };
}

interface OfferedCure {
  readonly key: string;
  readonly row: ViewRow;
}

function offer(key: string, label: string, does: Does, hint?: string): OfferedCure {
  const row = { id: key, label: `${key}  ${label}`, does };
  return { key, row: hint === undefined ? row : { ...row, hint } };
}

const PASTE = "Paste again, or choose the CSV file";
const AGAIN: UserEvent = { type: "askedAgain" };
const BACK_TO_KEY: UserEvent = { type: "returned", step: "key" };

/** What can be done, the likeliest first: a key of its own each, and a row to choose. */
function curesFor(state: State): readonly OfferedCure[] {
  const mend =
    state.setting.practice && state.fault !== null
      ? [offer("m", "Mend what you broke, then ask again", [{ type: "broke", fault: null }, AGAIN])]
      : [];
  return [...mend, ...curesInRealLife(state)];
}

function curesInRealLife(state: State): readonly OfferedCure[] {
  const code = problemsOf(state)[0]?.code;
  const [step] = stepCures(problemsOf(state), state);
  const toStep =
    step === undefined
      ? []
      : [
          offer(
            `${step.number}`,
            step.step === "guide-5b"
              ? "Link the sandbox (step 5b), then ask again"
              : `Look at step ${step.number} (${step.title}), then ask again`,
            { type: "aside", step: step.step },
          ),
        ];
  const again = offer("r", "Ask again", AGAIN);
  const paste = offer("p", PASTE, BACK_TO_KEY);
  const newKey = (hint?: string): OfferedCure =>
    offer(
      "4",
      "Make a new key (step 4, 5 minutes)",
      { type: "aside", step: step?.step ?? "guide-4" },
      hint,
    );
  switch (state.check.status === "done" ? state.check.value.verdict : "unreachable") {
    case "keys-refused":
    case "keys-missing":
    case "files-broken":
      if (code === "clock-off" || code === "region-wrong") return [again, paste];
      if (code === "key-unknown") {
        return [
          offer("r", "Ask again", AGAIN, MAY_BE_TOO_NEW),
          offer("p", PASTE, BACK_TO_KEY, "a letter is wrong"),
          newKey("it was switched off or deleted"),
        ];
      }
      return [paste, newKey(), again];
    case "keys-accepted":
    case "ready":
      return [
        ...toStep,
        again,
        offer("s", "Save this key as it is: AWS accepts it", { type: "wentOn" }),
        offer("p", "Use another key", BACK_TO_KEY),
      ];
    case "unreachable":
      return [
        again,
        offer("s", "Save unchecked; later: mturk-setup check", { type: "savedUnchecked" }),
        paste,
        offer("w", WITHOUT_MTURK, { type: "aside", step: "alternatives" }),
      ];
  }
}
