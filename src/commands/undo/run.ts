/**
 * Runs `mturk-setup undo`: puts back what the last change replaced, after showing the difference.
 */
import { firstLines } from "../../base/list.js";
import type { Plan, WrittenFile } from "../../aws-files/types.js";
import { undoSchema } from "../../jobs/documents.js";
import { shortPath } from "../../jobs/names.js";
import type { Ports } from "../../jobs/ports.js";
import { askBeforeUndo } from "../../jobs/undo-asked.js";
import { planUndo, undo } from "../../jobs/undo.js";
import { ask, isYes } from "../terminal/ask.js";
import { tellWhereAsked } from "../check/run.js";
import { EXIT, printJson, reportProblem } from "../io.js";
import { createPorts } from "../ports.js";
import type { UndoRequest } from "./options.js";
import type { WizardIo } from "../wizard/run.js";

/**
 * Shows the difference, asks AWS about the keys that would come back, asks the person (or takes
 * `--yes`), puts back, and answers the exit code.
 */
export async function runUndo(io: WizardIo, request: UndoRequest): Promise<number> {
  const ports = createPorts(io.host, io.clock);
  const planned = await planUndo(ports);
  if (!planned.ok) return reportProblem(io, planned.problem, request.json);
  if (planned.value === null) {
    if (request.json) printJson(io, undoSchema.parse({ profile: null, undone: false, files: [] }));
    else io.out("There is nothing to undo.\n");
    return EXIT.done;
  }
  const { plan, time } = planned.value;
  // What a dry run is asked for; else it is what the question is about.
  if (!request.json) (request.dryRun ? io.out : io.err)(diffText(plan, time, io));
  const stop = await wouldBreak(io, ports, plan, request);
  if (stop !== null) return stop;
  if (request.dryRun) {
    if (request.json) printJson(io, undoSchema.parse(document(plan, null)));
    return EXIT.done;
  }
  const answer = request.yes ? "yes" : await agreed(io, request);
  if (answer === null) return EXIT.interrupted;
  if (!isYes(answer) && answer !== "") {
    io.out("Left as it is.\n");
    return EXIT.done;
  }
  if (!isYes(answer)) {
    return reportProblem(
      io,
      {
        code: "answer-missing",
        message: "Nothing was put back: nobody agreed to it.",
        try: ["mturk-setup undo --yes", "mturk-setup undo --dry-run shows the difference"],
      },
      request.json,
    );
  }
  const done = await undo(ports, plan, io.signal);
  if (!done.ok) return reportProblem(io, done.problem, request.json);
  if (request.json) printJson(io, undoSchema.parse(document(plan, done.value.written)));
  else
    io.out(
      `Put back: ${plan.files.map(({ before }) => shortPath(before.path, io.host)).join(", ")}. ` +
        "To take this back too: mturk-setup undo\n",
    );
  return EXIT.done;
}

/**
 * The exit code where a key would come back that is off; null: it may be done. That AWS was not
 * asked is said.
 */
async function wouldBreak(
  io: WizardIo,
  ports: Ports,
  plan: Plan,
  request: UndoRequest,
): Promise<number | null> {
  if (!request.verify) return null;
  const asked = await askBeforeUndo(ports, plan, io.signal, () => tellWhereAsked(io, ports));
  if (io.signal.aborted) return EXIT.interrupted;
  if (!asked.ok) return reportProblem(io, asked.problem, request.json);
  if (asked.value !== null) io.err(`mturk-setup: ${asked.value}\n`);
  return null;
}

/** Of the difference in one file. */
const MOST_LINES = 24;

function diffText(plan: Plan, time: number, io: WizardIo): string {
  const when = new Date(time).toISOString().replace("T", " ").slice(0, 19);
  const files = plan.files.flatMap((file) => [
    shortPath(file.before.path, io.host) +
      (file.removes === true ? " (is removed: it did not exist before)" : ""),
    ...firstLines(
      file.diff.map(({ sign, text }) => `  ${sign} ${text}`),
      MOST_LINES,
      " (all of them: mturk-setup undo --dry-run --json)",
    ),
  ]);
  return `${[`Undo of the change of ${when} UTC:`, ...files].join("\n")}\n`;
}

/** What was answered; "" where nobody can be asked, null on Ctrl+C. */
async function agreed(io: WizardIo, request: UndoRequest): Promise<string | null> {
  return io.interactive && !request.json ? ask(io.terminal, "Put this back? (y/N) ") : "";
}

function document(plan: Plan, written: readonly WrittenFile[] | null): unknown {
  const files = plan.files.map(({ before, removes, diff }) => ({
    path: before.path,
    removed: removes === true,
    backup: written?.find(({ path }) => path === before.path)?.backup ?? null,
    diff: diff.map(({ sign, text }) => `${sign} ${text}`),
  }));
  return { profile: null, undone: written !== null, files };
}
