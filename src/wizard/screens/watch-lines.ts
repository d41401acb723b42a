/** The live look at whether AWS refuses a key by now. */
import type { Watched } from "../../jobs/rotate/index.js";
import { useWizard } from "../context.js";
import { type Line, toned } from "../../terminal/parts/line.js";
import { statusLine, useElapsed } from "../../terminal/parts/status.js";
import { useTerminal } from "../../terminal/Terminal.js";
import { problemLines } from "./lines.js";

const SAID: Readonly<Record<Watched, string>> = {
  accepted: "still accepted",
  refused: "refused",
  "secret-wrong": "it knows the id, so the key is STILL ACTIVE; only this secret is wrong",
  unclear: "no clear answer",
};

/** One line that keeps time while AWS is asked every 10 s, and what it came to at the end. */
export function useWatchLines(shown: boolean): readonly Line[] {
  const { state, host } = useWizard();
  const { look } = useTerminal();
  const { watch } = state;
  const elapsed = useElapsed(shown && watch.status === "running", "watch");
  if (!shown) return [];
  switch (watch.status) {
    case "idle":
      return [];
    case "running": {
      const so = watch.progress === null ? "asking" : SAID[watch.progress.state];
      return [
        statusLine(look, {
          state: "running",
          text: `Asking AWS every 10 s whether it is off: ${so}`,
          elapsed,
        }),
        toned("  After a click it can take some minutes until AWS refuses it everywhere.", "dim"),
      ];
    }
    case "failed":
      return problemLines(watch.problem, { host });
    case "done":
      return [
        statusLine(look, {
          state: watch.value === "refused" ? "ok" : "warning",
          text:
            watch.value === "refused" ? "AWS now refuses it." : `AWS said: ${SAID[watch.value]}.`,
        }),
      ];
  }
}
