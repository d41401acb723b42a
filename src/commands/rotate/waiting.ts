/**
 * Asks what becomes of a new key that waits beside a file which goes its own way by now: by the
 * options, or by the person.
 */
import type { Problem } from "../../base/problem.js";
import { pendingPath } from "../../aws-files/store/pending-key.js";
import { keptBeside } from "../../aws-files/store/where.js";
import { quoted } from "../../aws-files/store/trouble.js";
import { type Question } from "../../jobs/rotate/index.js";
import { waitingPairText } from "../../words/rotation.js";
import { profileOption } from "../../keys/profile-name.js";
import { fitsId } from "../../keys/mask-id.js";
import { maskId } from "../../keys/types.js";
import { ask, typesLastFour } from "../terminal/ask.js";
import { EXIT } from "../io.js";
import type { QuestionOutcome, Asking } from "./asking.js";

const problem = (
  code: Problem["code"],
  message: string,
  cures: readonly string[],
): QuestionOutcome => ({
  is: "problem",
  problem: { code, message, try: cures },
});

/** What puts the pair that waits into the file without a question. */
function takeCommand({ target, io }: Asking): string {
  return (
    `mturk-setup save --stdin${profileOption(target.profile)} --yes < ` +
    quoted(pendingPath(keptBeside(target.paths), io.host))
  );
}

export function waitingByOptions(
  asking: Asking,
  question: Extract<Question, { ask: "waiting-pair" }>,
): QuestionOutcome {
  const { request } = asking;
  if (request.letGo !== null && fitsId(request.letGo, question.id))
    return { is: "answered", change: { letGo: question.id } };
  return problem("answer-missing", waitingPairText(question).join(" "), [
    `To delete ${maskId(question.id)} at AWS, and its pair here: mturk-setup rotate ` +
      `--undo${profileOption(asking.target.profile)}`,
    `To put it into the file instead: ${takeCommand(asking)}`,
  ]);
}

export async function askWaiting(
  asking: Asking,
  question: Extract<Question, { ask: "waiting-pair" }>,
): Promise<QuestionOutcome> {
  const id = maskId(question.id);
  asking.io.err(`${waitingPairText(question).join("\n")}\n`);
  const typed = await ask(
    asking.io.terminal,
    `Put ${id} into the file, or delete it at AWS? (p: put it, d: delete it, Enter: leave ` +
      "everything as it is) ",
  );
  if (typed === null) return { is: "ended", code: EXIT.interrupted };
  if (/^p(ut)?$/i.test(typed.trim())) return { is: "answered", change: { take: true } };
  const sure = /^d(elete)?$/i.test(typed.trim())
    ? await typesLastFour(asking.io.terminal, question.id, `delete ${id} at AWS`)
    : false;
  if (sure === null) return { is: "ended", code: EXIT.interrupted };
  if (sure) return { is: "answered", change: { letGo: question.id } };
  return problem("answer-missing", "Nothing was changed: nobody decided.", [
    `When you know: mturk-setup rotate --finish${profileOption(asking.target.profile)}`,
  ]);
}
