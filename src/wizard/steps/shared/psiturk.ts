/** Tells beforehand what psiTurk does when MTurk is silent, for its own message blames the key. */
import type { Problem } from "../../../base/problem.js";
import { PSITURK_WITHOUT_ANSWER, PSITURK_WITHOUT_MTURK } from "../../../guide/alternatives.js";
import { isSilent } from "../../../words/checks.js";
import type { Checked } from "../../../jobs/verify.js";
import { type Line, toned } from "../../../terminal/parts/line.js";

/**
 * Everything but MTurk's silence, which no key can change and which its own line has explained, and
 * the address that a variable names, which was told before any key was sent there.
 */
export function withoutSilence(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(
    ({ code, level }) =>
      code !== "mturk-closed" && !(code === "endpoint-elsewhere" && level === "note"),
  );
}

/** Nothing where MTurk answers. */
export function silentLines(checked: Checked | null): readonly Line[] {
  if (!isSilent(checked)) return [];
  return [
    "",
    toned("  What still runs", "strong"),
    `    ${PSITURK_WITHOUT_MTURK.join("   then   ")}`,
    `    ${PSITURK_WITHOUT_ANSWER.join(" ")}`,
  ];
}
