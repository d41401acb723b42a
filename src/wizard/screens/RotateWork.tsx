/**
 * A key is being replaced: what is done at the moment, and the questions that only a person can
 * answer.
 */
import { stepWords } from "../../words/rotation.js";
import type { ReactElement } from "react";
import type { RotationProgress } from "../state-rotate.js";
import { useWizard } from "../context.js";
import { type ChoiceItem, useChoice } from "../../terminal/parts/choice.js";
import { type Line, toned } from "../../terminal/parts/line.js";
import { type Elapsed, statusLine, useElapsed } from "../../terminal/parts/status.js";
import type { TextStyle } from "../../terminal/glyphs.js";
import { useTerminal } from "../../terminal/Terminal.js";
import { problemLines } from "./lines.js";
import { RotateQuestion } from "./RotateQuestion.js";
import { useSilence } from "./silence.js";
import { WizardScreen } from "./WizardScreen.js";

export function RotateWorkScreen(): ReactElement {
  const { state } = useWizard();
  const job = state.rotating;
  if (job.status === "running") return <Working progress={job.progress} />;
  if (job.status === "failed") return <Failed problem={job.problem} />;
  return job.status === "done" && job.value.question !== null ? (
    <RotateQuestion
      key={job.value.question.ask}
      question={job.value.question}
      rotated={job.value}
    />
  ) : (
    <WizardScreen title="Replacing the key" />
  );
}

const BECAUSE = {
  "too-new": "AWS does not know the new key everywhere yet; that can take 30 seconds. Asking again",
  busy: "AWS wants to be asked more slowly. Asking again",
  "no-answer": "No answer came back. Asking again",
} as const;

function Working({ progress }: { readonly progress: RotationProgress }): ReactElement {
  const { state } = useWizard();
  const { look } = useTerminal();
  const back = state.rotation.call === "undo";
  const { done, now, patience, stopping } = progress;
  const elapsed = useElapsed(true, now ?? "");
  // Its clock starts anew with each such answer, which tells how much is left from then on.
  const since = useElapsed(patience !== null, `${patience?.leftMs ?? ""}`);
  const shown = done.flatMap((step) => stepWords(step, back).doing ?? []);
  const lines = [...new Set(shown)].map((text) => statusLine(look, { state: "ok", text }));
  return (
    <WizardScreen
      title={stopping ? "Stopping before the next step ..." : "Replacing the key"}
      body={[
        ...lines,
        ...nowLines(
          look,
          now === null ? "Looking at the files" : stepWords(now, back).doing,
          elapsed,
        ),
        ...patienceLines(patience, since),
        toned("  Stopping is safe at any moment: the file always holds a key that works.", "dim"),
      ]}
      parts={[useSilence()]}
    />
  );
}

function nowLines(look: TextStyle, text: string | null, elapsed: Elapsed): readonly Line[] {
  return text === null ? [] : [statusLine(look, { state: "running", text, elapsed })];
}

function patienceLines(
  patience: RotationProgress["patience"],
  { seconds }: Elapsed,
): readonly Line[] {
  if (patience === null) return [];
  const left = Math.max(0, Math.ceil(patience.leftMs / 1000) - seconds);
  return [toned(`  ${BECAUSE[patience.because]}, ${left} s left.`, "dim")];
}

type Cure = "again" | "paste" | "back";

function Failed({
  problem,
}: {
  readonly problem: Parameters<typeof problemLines>[0];
}): ReactElement {
  const { state, send, host } = useWizard();
  const { answers, newKey } = state.rotation;
  const paste: readonly ChoiceItem<Cure>[] =
    newKey !== null && answers.given !== null ? [{ id: "paste", label: "Paste another key" }] : [];
  const choice = useChoice<Cure>({
    items: [
      {
        id: "again",
        label: problem.code === "cancelled" ? "Go on where it stopped" : "Try again",
        grave: true,
      },
      ...paste,
      { id: "back", label: "Leave it for now" },
    ],
    enterLabel: "choose",
    onChoose: (id) => {
      if (id === "again") send({ type: "answeredQuestion", answer: {} });
      else if (id === "paste") send({ type: "returned", step: "key" });
      else send({ type: "back" });
    },
  });
  const title =
    problem.code === "cancelled"
      ? "Stopped. The file holds a key that works."
      : "Replacing the key stopped here.";
  return <WizardScreen title={title} body={problemLines(problem, { host })} parts={[choice]} />;
}
