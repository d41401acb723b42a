/** Runs `mturk-setup guide`: AWS's set-up guide with what is left of it, to read or to hand out. */
import { availabilityAt, stepsOpen } from "../../guide/availability.js";
import { LINKS } from "../../guide/links.js";
import type { GuideStep } from "../../guide/steps.js";
import { type GuideDocument, guideSchema } from "../../jobs/documents.js";
import { EXIT, type Io, printJson } from "../io.js";
import { guideText } from "./text.js";
import type { GuideRequest } from "./options.js";

/** Prints, and answers 0. Asks nobody: what is closed is told by the calendar. */
export function runGuide(io: Io, request: GuideRequest): number {
  const date = new Date(io.clock.now());
  const states = new Map(
    stepsOpen({ date, sandboxAnswers: null }).map(({ number, state }) => [number, state]),
  );
  const document: GuideDocument = {
    profile: null,
    closure: [...availabilityAt(date).headline],
    steps: request.steps.map((step) => told(step, states.get(step.number) ?? "open")),
  };
  if (request.json) printJson(io, guideSchema.parse(document));
  else io.out(guideText(document, request));
  return EXIT.done;
}

function told(
  step: GuideStep,
  state: GuideDocument["steps"][number]["state"],
): GuideDocument["steps"][number] {
  const { id, title, why, clicks, signIn, grants, watchFor, links, time, whenClosed } = step;
  return {
    id,
    title,
    state,
    why,
    closed: state === "closed" ? whenClosed : null,
    links: links.map((link) => ({ label: LINKS[link].label, url: LINKS[link].url })),
    clicks: clicks.map((line) =>
      line.map((part) => (typeof part === "string" ? part : `"${part.label}"`)).join(""),
    ),
    signIn,
    grants,
    watchFor: [...watchFor],
    time,
  };
}
