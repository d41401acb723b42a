/**
 * Does what a retirement agreed to: switches the key off at AWS, waits until AWS refuses it, takes
 * it out of the files. Each stage asks first, unless an option has spoken.
 */
import { type Problem, type Result, ok } from "../../base/problem.js";
import {
  type Examined,
  type FoundKey,
  NO_WAY_BACK_HERE,
  type PutAwayPlan,
  type Retired,
  type Watched,
  putAway,
  switchOff,
  watchRefused,
} from "../../jobs/retire/index.js";
import type { RotatePorts } from "../../jobs/rotate/index.js";
import { type AccessKey, maskId } from "../../keys/types.js";
import { MARK } from "../../words/marks.js";
import { LEFT_IN_FILES } from "../../words/retirement.js";
import { WATCHED, leftOnWords } from "../../words/watch.js";
import { EXIT, reportProblem, linesText } from "../io.js";
import { typesLastFour } from "../terminal/ask.js";
import type { WizardIo } from "../wizard/run.js";
import type { RetireRequest } from "./options.js";

/** A key with all that is known of it before anything is done. */
export interface Known {
  readonly found: FoundKey;
  readonly examined: Examined;
  readonly plan: PutAwayPlan;
}

/** What ended it before its end: with this exit code, everything is told. */
export interface Ended {
  readonly code: number;
}

export interface Work {
  readonly io: WizardIo;
  readonly ports: RotatePorts;
  readonly request: RetireRequest;
  readonly unreadable: readonly Problem[];
  /** All that was found: how short an id may be shown in a command depends on them. */
  readonly keys: readonly FoundKey[];
}

type Switched = Pick<Retired, "switched" | "seenRefused">;

/**
 * Off at AWS, by the key itself or by somebody at the console; not needed where AWS refuses it or
 * cannot be asked with it.
 */
export async function switchingOff(
  work: Work,
  { examined }: Known,
  name: string,
): Promise<Switched | Ended> {
  const { io, ports, request } = work;
  const { pair, holder } = examined;
  if (pair === null || holder === null) return { switched: null, seenRefused: false };
  const id = maskId(examined.accessKeyId);
  if (!examined.isRoot) {
    if (!request.json) io.err(`${request.delete ? noWayBackAtAll(id) : NO_WAY_BACK_HERE}\n`);
    const agreed = await agree(
      work,
      examined.accessKeyId,
      `${request.delete ? "delete" : "switch off"} ${id} at AWS`,
      "Nothing was switched off.",
    );
    if (agreed !== null) return agreed;
  }
  const done = await switchOff(
    ports,
    { ...examined, pair, holder },
    { delete: request.delete, signal: io.signal },
  );
  if (!done.ok) return { code: reportProblem(io, done.problem, request.json) };
  if (done.value.how !== "console") return { switched: done.value, seenRefused: false };
  const { because, steps } = done.value;
  const numbered = steps.map((step, index) => `  ${index + 1}  ${step}`);
  io.err(linesText([because.message, "In the console:", ...numbered]));
  const watched = await untilRefused(work, pair, name);
  return watched.ok
    ? { switched: done.value, seenRefused: watched.value }
    : { code: reportProblem(io, watched.problem, request.json) };
}

/** Looks every ten seconds; without a person nobody waits. */
async function untilRefused(
  { io, ports, request }: Work,
  pair: AccessKey,
  name: string,
): Promise<Result<boolean>> {
  const id = maskId(pair.accessKeyId);
  if (!io.interactive || request.json) {
    io.err(
      `mturk-setup: ${id} is still on, and nobody waits here until it is off. Run this ` +
        "again then.\n",
    );
    return ok(false);
  }
  io.err("Asking AWS every 10 s whether it refuses the key. Ctrl+C stops asking.\n");
  let last: Watched | null = null;
  const forget = io.onEnd(() =>
    io.err(
      `\nStopped asking. ${id} ${leftOnWords(last)}, and is still in the files. When it is ` +
        `off: mturk-setup retire --key ${name}\n`,
    ),
  );
  const watched = await watchRefused(ports, pair, {
    signal: io.signal,
    forMs: Number.MAX_SAFE_INTEGER,
    progress: ({ state, sinceMs }) => {
      last = state;
      io.err(
        state === "refused"
          ? `${MARK.ok}  AWS now refuses it.\n`
          : `..  ${state === "accepted" ? WATCHED.accepted : WATCHED.unclear} ` +
              `(${Math.round(sinceMs / 1000)} s; can take minutes)\n`,
      );
    },
  });
  forget();
  return watched.ok ? ok(watched.value === "refused") : watched;
}

/** Out of the files and our backups; null: nobody agreed. */
export async function puttingAway(
  work: Work,
  { found, plan }: Known,
): Promise<{ readonly putAway: Retired["putAway"] } | Ended> {
  const { io, ports, request } = work;
  const nothing = plan.plan.files.length === 0 && plan.backups.length === 0 && !plan.pending;
  if (!nothing) {
    const agreed = await agree(
      work,
      found.accessKeyId,
      `take ${maskId(found.accessKeyId)} out of the files, as shown above`,
      LEFT_IN_FILES,
    );
    if (agreed?.code === EXIT.answerMissing && io.interactive && !request.json)
      return { putAway: null };
    if (agreed !== null) return agreed;
  }
  const done = await putAway(ports, plan, found, io.signal);
  return done.ok
    ? { putAway: done.value }
    : { code: reportProblem(io, done.problem, request.json) };
}

/** Null: agreed. */
async function agree(
  { io, request }: Work,
  id: string,
  does: string,
  nothing: string,
): Promise<Ended | null> {
  if (request.yes) return null;
  const refused: Problem = {
    code: "answer-missing",
    message: `${nothing} Nobody agreed to it.`,
    try: [
      "mturk-setup retire --yes, with the same options",
      "See first what would happen: mturk-setup retire --dry-run",
    ],
  };
  if (!io.interactive || request.json) return { code: reportProblem(io, refused, request.json) };
  const agreed = await typesLastFour(io.terminal, id, does);
  if (agreed === null) return { code: EXIT.interrupted };
  return agreed ? null : { code: reportProblem(io, refused, false) };
}

function noWayBackAtAll(id: string): string {
  return `Deleting ${id} at AWS cannot be undone, not even in the console.`;
}
