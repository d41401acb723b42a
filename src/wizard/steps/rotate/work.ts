/** Shows what is done while a key is replaced, and asks what only a person can answer. */
import type { Problem } from "../../../base/problem.js";
import { toned } from "../../../terminal/parts/line.js";
import { statusLine } from "../../../terminal/parts/status.js";
import { stepWords } from "../../../words/rotation.js";
import { isPassed, isReplacing } from "../../conditions.js";
import type { State } from "../../state.js";
import type { RotationProgress } from "../../state-rotate.js";
import type { Step } from "../../step.js";
import type { Block, Seen, View, ViewRow } from "../../view.js";
import { problemLines } from "../shared/lines.js";
import { rotationRail } from "../shared/task-rails.js";
import { questionView } from "./question.js";
import { GO_ON_WHERE_STOPPED, STOPPING } from "../shared/labels.js";

declare module "../../step-id.js" {
  interface StepIds {
    readonly "rotate-work": true;
  }
}

export const rotateWorkStep: Step<"rotate-work"> = {
  id: "rotate-work",
  applies: isReplacing,
  isDone: isPassed("rotate-work"),
  work: [{ job: "watch" }],
  view: rotateWorkView,
};

function rotateWorkView(state: State, seen: Seen): View {
  const job = state.rotating;
  if (job.status === "running") return workingView(job.progress, state, seen);
  if (job.status === "failed") return failedView(job.problem, state, seen);
  return job.status === "done" && job.value.question !== null
    ? questionView(job.value.question, { rotated: job.value, state, seen })
    : { memory: "ended", title: "Replacing the key", body: [], keys: [] };
}

const BECAUSE = {
  "too-new": "AWS does not know the new key everywhere yet; that can take 30 seconds. Asking again",
  busy: "AWS wants to be asked more slowly. Asking again",
  "no-answer": "No answer came back. Asking again",
} as const;

function workingView(
  { done, now, patience, stopping }: RotationProgress,
  state: State,
  { look }: Seen,
): View {
  const back = state.rotation.call === "undo";
  const shown = done.flatMap((step) => stepWords(step, back).doing ?? []);
  const text = now === null ? "Looking at the files" : stepWords(now, back).doing;
  const doing: readonly Block[] =
    text === null
      ? []
      : [
          {
            clock: `step ${now ?? ""}`,
            lines: (elapsed) => [statusLine(look, { state: "running", text, elapsed })],
          },
        ];
  return {
    memory: "working",
    title: stopping ? STOPPING : "Replacing the key",
    tone: "asking",
    body: [
      ...rotationRail(state),
      "",
      ...[...new Set(shown)].map((each) => statusLine(look, { state: "ok", text: each })),
      ...doing,
      ...patienceLines(patience),
      "",
      toned("  Stopping is safe at any moment: the file always holds a key that works.", "dim"),
    ],
    keys: [],
    dropsTyping: true,
  };
}

/** Its clock starts anew with each such answer, which tells how much is left from then on. */
function patienceLines(patience: RotationProgress["patience"]): readonly Block[] {
  if (patience === null) return [];
  const { leftMs, because } = patience;
  return [
    {
      clock: `patience ${leftMs}`,
      lines: ({ seconds }) => {
        const left = Math.max(0, Math.ceil(leftMs / 1000) - seconds);
        return [toned(`  ${BECAUSE[because]}, ${left} s left.`, "dim")];
      },
    },
  ];
}

function failedView(problem: Problem, { rotation }: State, { host }: Seen): View {
  const stopped = problem.code === "cancelled";
  const again: ViewRow = {
    id: "again",
    label: stopped ? GO_ON_WHERE_STOPPED : "Try again",
    grave: true,
    does: { type: "answeredQuestion", answer: {} },
  };
  const paste: readonly ViewRow[] =
    rotation.newKey !== null && rotation.answers.given !== null
      ? [{ id: "paste", label: "Paste another key", does: { type: "returned", step: "key" } }]
      : [];
  const leave: ViewRow = { id: "back", label: "Leave it for now", does: { type: "back" } };
  return {
    memory: "failed",
    tone: stopped ? "attention" : "failed",
    title: stopped
      ? "Stopped. The file holds a key that works."
      : "Replacing the key stopped here.",
    body: problemLines(problem, { host, failed: !stopped }),
    choice: { rows: [again, ...paste, leave], enterLabel: "choose" },
    keys: [],
  };
}
