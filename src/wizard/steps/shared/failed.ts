/**
 * Shows that something could not be done: what happened, its cures, and the key that looks again.
 */
import type { Host } from "../../../base/host.js";
import type { Problem } from "../../../base/problem.js";
import type { View, ViewKey } from "../../view.js";
import { problemLines } from "./lines.js";

export const LOOK_AGAIN: ViewKey = {
  keys: ["enter", "r"],
  label: "look again",
  priority: 9,
  does: { type: "askedAgain" },
};

/** `more`: keys behind the one that looks again. */
export function failedView(
  title: string,
  problem: Problem,
  host: Host,
  more: readonly ViewKey[] = [],
): View {
  return {
    memory: "failed",
    title,
    tone: "failed",
    body: problemLines(problem, { host, failed: true }),
    keys: [LOOK_AGAIN, ...more],
  };
}
