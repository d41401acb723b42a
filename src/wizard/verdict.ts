/** Says once more what the last screen came to, when the wizard is left and its frame is gone. */
import type { Host } from "../base/host.js";
import { inLook, lookFrom } from "../terminal/glyphs.js";
import { type State, currentStep } from "./state.js";
import { stepOf } from "./way.js";

/** The title of a screen that told a result, with its mark; null where none was on the screen. */
export function lastVerdict(state: State, host: Host): string | null {
  const step = currentStep(state);
  const told =
    (step === "final" && state.final.status === "done") ||
    (step === "examined" && state.examined.status === "done");
  if (!told || state.overlay !== null) return null;
  const look = lookFrom(host);
  const { title, tone = null } = stepOf(step).view(state, { host, look });
  return inLook(`${tone === null ? "" : `${look.glyphs.title[tone]} `}${title}`, look);
}
