/**
 * Takes what was pasted or picked on the key screen, in one piece or in halves, until there is a
 * key to ask AWS about.
 */
import type { Problem, Result } from "../base/problem.js";
import type { Secret } from "../base/secret.js";
import { type Pasted, joinHalves } from "../keys/paste.js";
import type { CsvRead } from "../jobs/read-csv.js";
import { judgeKey, saidOf } from "../keys/shape.js";
import type { AccessKey, KeyFinding } from "../keys/types.js";
import { begin, beginWith } from "./begin.js";
import type { Effect, Turn } from "./events.js";
import { goBack, goOn, goTo, stopWork } from "./navigation.js";
import { type KeyEntry, type State, EMPTY_ENTRY, IDLE, currentStep } from "./state.js";
import { turn } from "./ticket.js";

/** Takes what was pasted; halves may come in either order. */
export function entered(before: State, pasted: Pasted): Turn {
  // What was wrong with a file that was chosen before is out of date.
  const state = before.csv.status === "failed" ? { ...before, csv: IDLE } : before;
  const clean = { ...state.entry, problem: null, awaiting: null, doubts: null };
  switch (pasted.kind) {
    case "pair":
      return acceptKey(state, pasted.key, pasted.findings, pasted.notes, null);
    case "id":
      return half(
        state,
        { ...clean, accessKeyId: pasted.accessKeyId, notes: pasted.notes },
        pasted.findings,
      );
    case "secret":
      return half(
        state,
        { ...clean, secretAccessKey: pasted.secretAccessKey, notes: pasted.notes },
        pasted.findings,
      );
    case "token":
      return token(
        state,
        { ...clean, sessionToken: pasted.sessionToken, notes: pasted.notes },
        pasted.sessionToken,
      );
    case "incomplete":
      return turn(withEntry(state, { ...clean, awaiting: pasted.why, round: clean.round + 1 }));
    case "nothing":
      return turn(withEntry(state, { ...clean, problem: pasted.problem }));
  }
}

function half(state: State, entry: KeyEntry, findings: readonly KeyFinding[]): Turn {
  const error = firstError(findings);
  if (error !== null) return turn(withEntry(state, { ...state.entry, problem: error }));
  const { accessKeyId, secretAccessKey, sessionToken, notes } = entry;
  if (accessKeyId === null || secretAccessKey === null) {
    // A doubt is said while the half can still be compared; with the other half it is asked about.
    const doubts = saidOf(findings);
    return turn(
      withEntry(state, { ...entry, notes: [...notes, ...doubts], round: entry.round + 1 }),
    );
  }
  const key = joinHalves(accessKeyId, secretAccessKey, sessionToken ?? undefined);
  return acceptKey(state, key, judgeKey(key, { practice: state.setting.practice }), notes, null);
}

/** A session token completes a temporary key that waits for it; otherwise it waits for its key. */
function token(state: State, entry: KeyEntry, sessionToken: Secret): Turn {
  const { doubts } = state.entry;
  if (doubts === null) return half(state, entry, []);
  const key = joinHalves(doubts.key.accessKeyId, doubts.key.secretAccessKey, sessionToken);
  return acceptKey(
    state,
    key,
    judgeKey(key, { practice: state.setting.practice }),
    entry.notes,
    state.answers.keyFile,
  );
}

/**
 * A complete pair: errors are said under the field, warnings wait for a second Enter, otherwise AWS
 * is asked at once.
 */
function acceptKey(
  state: State,
  key: AccessKey,
  findings: readonly KeyFinding[],
  notes: readonly string[],
  keyFile: string | null,
): Turn {
  const error = firstError(findings);
  if (error !== null)
    return turn(withEntry(state, { ...EMPTY_ENTRY, round: state.entry.round, problem: error }));
  const round = state.entry.round + 1;
  const answers = { ...state.answers, key: null, keyFile, unchecked: false, goOn: false };
  if (findings.length > 0) {
    return turn({
      ...state,
      answers,
      check: IDLE,
      entry: { ...EMPTY_ENTRY, round, notes, doubts: { key, findings } },
    });
  }
  return askAbout({
    ...state,
    answers: { ...answers, key },
    entry: { ...EMPTY_ENTRY, round, notes },
  });
}

/** A new key makes everything that was asked about the old one open again. */
function askAbout(state: State): Turn {
  return begin(
    {
      ...state,
      check: IDLE,
      plan: IDLE,
      write: IDLE,
      final: IDLE,
      report: IDLE,
      csvDeleted: false,
    },
    "verify",
  );
}

/** Enter on an empty field: override the warnings, or use the key that was entered before. */
export function confirmed(state: State): Turn {
  const { doubts } = state.entry;
  if (doubts !== null)
    return askAbout({
      ...state,
      answers: { ...state.answers, key: doubts.key },
      entry: { ...state.entry, doubts: null },
    });
  if (state.answers.key === null || state.check.status === "running") return turn(state);
  return state.check.status === "done" ? goOn(state) : begin(state, "verify");
}

export function pickedCsv(before: State, path: string, user: string | null): Turn {
  // What was wrong with a text that was entered before is out of date.
  return beginWith({ ...before, entry: { ...before.entry, problem: null } }, "readCsv", {
    path,
    user,
  });
}

/**
 * A CSV file was read: its key is used, and the choice of files is left; of several keys one is
 * chosen first. A file that holds other people's keys too is not remembered: it is not offered for
 * deletion.
 */
export function csvRead(
  state: State,
  result: Result<{ readonly path: string; readonly read: CsvRead }>,
): Turn {
  if (!result.ok) return turn({ ...state, csv: { status: "failed", problem: result.problem } });
  const { path, read } = result.value;
  const csvsRead = [...state.csvsRead.filter((one) => one !== path), path];
  if (read.is === "several") {
    const there = currentStep(state) === "csv" ? turn(state) : goTo(state, "csv", true);
    return turn(
      { ...there.state, csvsRead, csv: { status: "done", value: { path, choices: read.choices } } },
      ...there.effects,
    );
  }
  const { entered: found, alone } = read;
  const onKey = currentStep(state) === "csv" ? goBack(state) : turn(state);
  const taken = acceptKey(
    { ...onKey.state, csvsRead, csv: { status: "done", value: null } },
    found.key,
    found.findings,
    found.notes,
    alone ? path : null,
  );
  return turn(taken.state, ...onKey.effects, ...taken.effects);
}

/**
 * Esc while AWS is being asked gives the screen back at once; the key stays. Where only the
 * patience ends, its result counts.
 */
export function stoppedWaiting(state: State): Turn {
  const stopped = stopWork(state, "awaited");
  const soFar = state.check.status === "running" ? state.check.progress.unknownSoFar : null;
  if (soFar !== null) {
    const on = goOn({ ...stopped.state, check: { status: "done", value: soFar } });
    return turn(on.state, ...stopped.effects, ...on.effects);
  }
  const effects: readonly Effect[] = stopped.effects;
  return turn(
    { ...stopped.state, note: effects.length > 0 ? "Stopped asking." : state.note },
    ...effects,
  );
}

function withEntry(state: State, entry: KeyEntry): State {
  return { ...state, entry };
}

function firstError(findings: readonly KeyFinding[]): Problem | null {
  const error = findings.find((finding) => finding.level === "error");
  if (error === undefined) return null;
  return {
    code: error.code === "example" ? "example-keys" : "input-malformed",
    message: error.message,
    try: [error.try],
  };
}
