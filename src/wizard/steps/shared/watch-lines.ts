/** Shows the live look at whether AWS refuses a key by now. */
import type { Watched } from "../../../jobs/rotate/index.js";
import type { State } from "../../state.js";
import { toned } from "../../../terminal/parts/line.js";
import { statusLine } from "../../../terminal/parts/status.js";
import type { Block, Seen } from "../../view.js";
import { problemLines } from "./lines.js";

const SAID: Readonly<Record<Watched, string>> = {
  accepted: "still accepted",
  refused: "refused",
  "secret-wrong": "it knows the id, so the key is STILL ACTIVE; only this secret is wrong",
  unclear: "no clear answer",
};

/** One line that keeps time while AWS is asked every 10 s, and what it came to at the end. */
export function watchLines({ watch }: State, { look, host }: Seen): readonly Block[] {
  switch (watch.status) {
    case "idle":
      return [];
    case "running": {
      const so = watch.progress === null ? "asking" : SAID[watch.progress.state];
      const text = `Asking AWS every 10 s whether it is off: ${so}`;
      return [
        {
          clock: "watch",
          lines: (elapsed) => [statusLine(look, { state: "running", text, elapsed })],
        },
        toned("  A click can take some minutes to be known everywhere at AWS.", "dim"),
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
