/**
 * Asks AWS whether the key that a person switches off in the console is off by now: once, or until
 * it is.
 */
import { type Problem, type Result, failed, ok } from "../../base/problem.js";
import { pairFromBackups } from "../../jobs/rotate/disk.js";
import {
  type Question,
  type Watched,
  switchOffSteps,
  watchRefused,
} from "../../jobs/rotate/index.js";
import { maskId } from "../../keys/types.js";
import { NOT_SEEN_OFF, WATCHED, leftOnWords } from "../../words/watch.js";
import { inFileAndWorks } from "./words.js";
import { type Asking, type QuestionOutcome, answered, option, tell } from "./asking.js";

/** What nobody waits for is looked at once. */
export async function lookOnce(asking: Asking, question: InConsole): Promise<QuestionOutcome> {
  const state = await watched(asking, question.id, 0);
  if (!state.ok) return { is: "problem", problem: state.problem };
  return state.value === "refused"
    ? answered({ seenRefused: [question.id] })
    : open(asking, question, state.value);
}

type InConsole = Extract<Question, { ask: "switch-off-in-console" }>;

/**
 * It stays open. Said only after IAM was asked, in whose words it stands why a person has to do it.
 */
function open(
  asking: Asking,
  question: InConsole,
  state: Watched | null,
): Extract<QuestionOutcome, { is: "open" }> {
  const isOn = state === "accepted" || state === "secret-wrong";
  return { is: "open", problem: leftOn(asking, question, isOn), isOn };
}

function leftOn(asking: Asking, { id, holder, because }: InConsole, isOn: boolean): Problem {
  return {
    code: because?.code ?? "answer-missing",
    message: inFileAndWorks(id, isOn ? "is still on" : NOT_SEEN_OFF, because),
    try: [...switchOffSteps(holder, id), `Then: mturk-setup rotate --finish${option(asking)}`],
  };
}

/** Looks every ten seconds until AWS refuses the old key. */
export async function watchOff(asking: Asking, question: InConsole): Promise<QuestionOutcome> {
  const { io } = asking;
  const { id, holder, because } = question;
  const later = `mturk-setup rotate --finish${option(asking)}`;
  tell(asking, [
    "The new key is in the file, and AWS accepts it. Now the old one has to go off.",
    "Which other computers have a copy of it? They stop then.",
    ...(because === null ? [] : [because.message]),
    "In the console:",
    ...switchOffSteps(holder, id).map((step, index) => `  ${index + 1}  ${step}`),
    "Asking AWS every 10 s whether it refuses the old key. Ctrl+C stops asking.",
  ]);
  let last: Watched | null = null;
  const forget = io.onEnd(() =>
    io.err(`\nStopped asking. ${inFileAndWorks(id, leftOnWords(last), null)} Later: ${later}\n`),
  );
  const state = await watched(asking, id, Number.MAX_SAFE_INTEGER, (seen) => (last = seen));
  forget();
  if (!state.ok) return { is: "problem", problem: state.problem };
  if (state.value === "refused") return answered({ seenRefused: [id] });
  tell(asking, [
    state.value === "secret-wrong"
      ? `${maskId(id)} is STILL ACTIVE at AWS; only the secret that was here is wrong.`
      : `Whether ${maskId(id)} is off cannot be asked from here. Look in the console.`,
  ]);
  return open(asking, question, state.value);
}

/** What AWS says of a key that left the file; null where its secret is not here any more. */
async function watched(
  { io, ports, target, before }: Asking,
  id: string,
  forMs: number,
  looked: (state: Watched) => void = () => undefined,
): Promise<Result<Watched | null>> {
  const pair =
    before?.accessKeyId === id
      ? before
      : await pairFromBackups(ports.host, target.paths, target.profile, id);
  if (pair === null) return ok(null);
  const state = await watchRefused(ports, pair, {
    signal: io.signal,
    forMs,
    progress: (look) => {
      looked(look.state);
      io.err(
        look.state === "refused"
          ? `ok  AWS now refuses ${maskId(id)}.\n`
          : `..  ${WATCHED[look.state]} (${Math.round(look.sinceMs / 1000)} s; can take minutes)\n`,
      );
    },
  });
  return state.ok ? state : failed(state.problem);
}
