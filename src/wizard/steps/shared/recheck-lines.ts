/** Shows that AWS is asked again by itself, and when next. */
import type { Passing } from "../../../jobs/shared/wait-for-change.js";
import { LOOK_AGAIN_MS } from "../../../jobs/shared/watch-key.js";
import { statusLine } from "../../../terminal/parts/status.js";
import type { State } from "../../state.js";
import type { Block, Seen } from "../../view.js";
import { problemLines } from "./lines.js";

const EVERY_S = LOOK_AGAIN_MS / 1000;

const STILL: Readonly<Record<Passing, string>> = {
  "account-not-linked": "not linked yet",
  "policy-missing": "no policy allows it yet",
  "account-inactive": "the account is not active yet",
  "key-unknown": "AWS does not know the key yet",
};

/** One line that keeps time while AWS is asked every 10 s; or that it is not asked any more. */
export function recheckLines(state: State, { look, host }: Seen): readonly Block[] {
  const { recheck } = state;
  if (recheck.status === "failed") return problemLines(recheck.problem, { host });
  if (recheck.status !== "running" || recheck.progress === null) return [];
  const { looked, because } = recheck.progress;
  const so = looked === "unclear" ? "no clear answer" : STILL[because];
  return [
    {
      clock: "recheck",
      lines: ({ seconds, frame }) => {
        const next = EVERY_S - (seconds % EVERY_S);
        const text =
          seconds === 0
            ? `Asking AWS again every ${EVERY_S} s: ${so}`
            : `Asking AWS again every ${EVERY_S} s: ${so}, ${seconds} s so far; next in ${next} s`;
        return [statusLine(look, { state: "running", text, elapsed: { seconds: 0, frame } })];
      },
    },
  ];
}
