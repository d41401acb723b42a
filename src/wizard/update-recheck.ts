/** Begins, stops and ends the asking by itself, and leads on once AWS gives another answer. */
import type { Result } from "../base/problem.js";
import { needsAttention, afterCure } from "./conditions.js";
import { beginWith } from "./begin.js";
import type { Turn } from "./events.js";
import { goBack, replaceByNext } from "./navigation.js";
import { recheckArgs } from "./recheck.js";
import type { Rechecked } from "./run-recheck.js";
import { type State, IDLE, currentStep } from "./state.js";
import { turn } from "./ticket.js";

/**
 * Whatever has happened: what may pass by itself is asked about, and nothing else. Stopped on this
 * screen, it is begun again on the next one, or when a person has asked.
 */
export function withRecheck(before: State, { state, effects }: Turn): Turn {
  if (state.leaving !== null) return { state, effects };
  const args = recheckArgs(state);
  const { recheck } = state;
  const running = recheck.status === "running" ? recheck.progress : null;
  if (args !== null && running?.about === args.about && running.because === args.because)
    return { state, effects };
  const sameScreen = before.visited === state.visited && args !== null;
  if (recheck.status === "failed" && sameScreen) return { state, effects };
  const cancelled =
    recheck.status === "running" ? [{ type: "cancel", kind: "recheck" } as const] : [];
  const idle: State = recheck.status === "idle" ? state : { ...state, recheck: IDLE };
  if (args === null) return turn(idle, ...effects, ...cancelled);
  const begun = beginWith(idle, "recheck", { args });
  const { about, because } = args;
  const waiting = begun.state.recheck;
  const known: State =
    waiting.status === "running"
      ? { ...begun.state, recheck: { ...waiting, progress: { about, because, looked: "same" } } }
      : begun.state;
  return turn(known, ...effects, ...cancelled, ...begun.effects);
}

/** Esc while AWS is asked again by itself: the screen stays. */
export function stopRechecking(state: State): Turn {
  const problem = {
    code: "cancelled",
    message: "Stopped: AWS is not asked again by itself.",
    try: [],
  } as const;
  return turn(
    { ...state, recheck: { status: "failed", problem } },
    { type: "cancel", kind: "recheck" },
  );
}

/** Another answer than before: it is shown where it belongs, and leads on if nothing is wrong. */
export function rechecked(before: State, result: Result<Rechecked>): Turn {
  if (!result.ok)
    return turn({ ...before, recheck: { status: "failed", problem: result.problem } });
  const { about, answer } = result.value;
  const idle: State = { ...before, recheck: IDLE };
  const { state, effects } = afterCure(before) === "ask-again" ? goBack(idle) : turn(idle);
  const back = turn({ ...state, [about]: { status: "done", value: answer } }, ...effects);
  if (currentStep(back.state) !== "outcome" || needsAttention(back.state)) return back;
  const on = replaceByNext(back.state);
  return turn(on.state, ...back.effects, ...on.effects);
}
