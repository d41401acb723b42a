/**
 * Replaces a key, and takes that back. No job asks, draws or exits: a question comes back as a
 * value, and the same job is called again with the answer in its options. Stopping at any point is
 * safe; the next call carries on.
 */
import { createIam } from "../../aws/iam/iam.js";
import { failed, ok, type Problem, type Result } from "../../base/problem.js";
import { holdRotation, readPending, type PendingKey } from "../../aws-files/store/pending-key.js";
import { removeLeftovers } from "../../aws-files/store/modes.js";
import { keptBeside } from "../../aws-files/store/where.js";
import type { AccessKey } from "../../keys/types.js";
import type { Ports } from "../ports.js";
import { reachOfProfile } from "../sources.js";
import type { KeyPlace } from "../shared/inventory.js";
import { goesEverywhere, type OthersWish } from "../shared/users.js";
import { pairFromBackups, readFileKey } from "./disk.js";
import { RealStepPerformer } from "./step-performer.js";
import { isUnderWay, readJournal } from "./journal.js";
import { KNOWING_NOTHING } from "./learn.js";
import { rotationTarget, mayStart, type RotationTarget } from "./preflight.js";
import type { RotatePorts } from "../shared/iam-ports.js";
import type { TellRotation } from "./progress.js";
import { run } from "./run.js";
import type { Journal, Learned, Question, Rotated, Wishes } from "./types.js";
import { oldKeyOf } from "./interrupted.js";

export { rotateDocument, rotateSchema, type RotateDocument } from "./document.js";
export { LINK_AGAIN, RESTART_PSITURK, letterToAdministrator, makeKeySteps } from "./guide.js";
export { switchOffSteps } from "../shared/switch-off-steps.js";
export { interruptedRotation, unfinishedRotations, type Unfinished } from "./interrupted.js";
export { isUnderWay } from "./journal.js";
export type { RotatePorts } from "../shared/iam-ports.js";
export type { RotateProgress } from "./progress.js";
export type { KeyAtAws, KnownKey, OldKey, Question, Rotated, Stand, Wishes } from "./types.js";
export { watchRefused, type Watched } from "../shared/watch-key.js";
export type { KeyPlace } from "../shared/inventory.js";
export {
  goesEverywhere,
  isOffAnyway,
  keyShared,
  usersOf,
  type KeyUsers,
  type OthersWish,
} from "../shared/users.js";
export { placeText, placesText } from "../shared/place-text.js";
export { OWN_KEYS_POLICY } from "../../aws/iam/problems.js";

export interface RotateOptions {
  /** As `--profile`; left out: as boto3 chooses. */
  readonly profile?: string;
  readonly way?: Wishes["way"];
  /** The new pair, pasted by a person who made it in the console. */
  readonly given?: AccessKey;
  readonly letGo?: string;
  readonly old: Wishes["old"];
  /**
   * Wished by name for other places that hold the key that goes; left out: nothing, and `old:
   * "keep"` asks for nothing.
   */
  readonly others?: OthersWish;
  /** False: only carry on with what was begun (`--finish`). */
  readonly start?: boolean;
  readonly rollBack?: boolean;
  readonly otherHolder?: boolean;
  /** The key of `letGo` may go although it stands somewhere here. */
  readonly letGoUsed?: boolean;
  /** The new key that waits beside the file goes into the file, whatever that holds by now. */
  readonly take?: boolean;
  /** Ids that AWS was seen to refuse, by `watchRefused`. */
  readonly seenRefused?: readonly string[];
  readonly signal: AbortSignal;
  readonly progress?: TellRotation;
}

/** The ports of a rotation from those of every job; IAM is made when first asked for. */
export function rotatePorts(ports: Ports): RotatePorts {
  let iam: ReturnType<RotatePorts["iam"]> | null = null;
  return {
    ...ports,
    iam: () =>
      (iam ??= reachOfProfile(ports).then((profile) =>
        createIam({ env: ports.host.env, clock: ports.clock, profile }),
      )),
  };
}

/**
 * Replaces the key of a profile, as far as it goes without an answer. Problems leave the file with
 * a key that works; those that come before anything is made say so. What was begun by an earlier
 * call, or an earlier start, is carried on.
 */
export async function rotate(ports: RotatePorts, options: RotateOptions): Promise<Result<Rotated>> {
  const target = rotationTarget(ports, options.profile);
  if (!target.ok) return target;
  const start = options.start ?? true;
  if (start) {
    const may = await mayStart(ports, target.value, {
      named: options.profile !== undefined,
      throughIam: options.given === undefined && options.way !== "guided",
      everywhere: goesEverywhere(options.others ?? null),
    });
    if (!may.ok) return may;
  }
  return carryOut(ports, target.value, options, wishesOf(options, start));
}

function wishesOf(options: RotateOptions, start: boolean): Wishes {
  return {
    start,
    way: options.given === undefined ? (options.way ?? "automatic") : "guided",
    given: options.given?.accessKeyId ?? null,
    undo: false,
    letGo: options.letGo ?? null,
    old: options.old,
    others: options.others ?? (options.old === "keep" ? "keep" : null),
    letGoUsed: options.letGoUsed ?? false,
    rollBack: options.rollBack ?? false,
    take: options.take ?? false,
    otherHolder: options.otherHolder ?? false,
  };
}

/**
 * Carries on with what was begun and tidies up: `rotate --finish`. The old key, switched off
 * before, is deleted. Nothing begun: nothing is looked at.
 */
export async function finishRotation(
  ports: RotatePorts,
  options: Omit<RotateOptions, "start" | "old"> & { readonly old?: Wishes["old"] },
): Promise<Result<Rotated>> {
  const target = rotationTarget(ports, options.profile);
  if (!target.ok) return target;
  const { profile, paths } = target.value;
  if (!(await isUnderWay({ host: ports.host, credentials: keptBeside(paths), profile }))) {
    return ok(nothingDone(profile));
  }
  return rotate(ports, { old: "delete", ...options, start: false });
}

/**
 * Puts the old key back: switched on at AWS, verified, into the file; the new one is switched off.
 * While the file still holds the old key, the new one is deleted instead. Problem `keys-missing`:
 * there is no rotation, or no copy of the old pair.
 */
export async function undoRotation(
  ports: RotatePorts,
  options: Pick<RotateOptions, "profile" | "others" | "signal" | "progress"> & {
    readonly old?: "keep" | "off";
  },
): Promise<Result<Rotated>> {
  const target = rotationTarget(ports, options.profile);
  if (!target.ok) return target;
  const seen = await begunSoFar(ports, target.value);
  if (!seen.ok) return seen;
  const { journal, inFile, waits } = seen.value;
  const old = options.old ?? "off";
  const others = options.others ?? (old === "keep" ? "keep" : null);
  const wishes: Wishes = {
    start: false,
    way: "automatic",
    given: null,
    undo: false,
    letGo: null,
    old,
    others,
    letGoUsed: false,
    rollBack: false,
    take: false,
    otherHolder: true,
  };
  if (waits?.state === "pair" && waits.key.accessKeyId !== inFile)
    return carryOut(ports, target.value, options, { ...wishes, undo: true, rollBack: true });
  if (waits === null && journal === null) return failed(nothingToUndo(target.value.profile));
  // What was begun is taken back before there was a new key, or after somebody has put another one
  // into the file.
  if (inFile === null || journal?.to !== inFile)
    return carryOut(ports, target.value, options, { ...wishes, undo: true });
  return putBack(ports, target.value, options, { wishes, journal });
}

interface Begun {
  readonly journal: Journal | null;
  readonly inFile: string | null;
  /** What lies beside the file for this profile. */
  readonly waits: Exclude<PendingKey, { state: "none" }> | null;
}

async function begunSoFar(
  { host }: RotatePorts,
  { paths, profile }: RotationTarget,
): Promise<Result<Begun>> {
  const journal = await readJournal({ host, credentials: keptBeside(paths), profile });
  const file = await readFileKey(paths, profile);
  if (!file.ok) return file;
  const pending = await readPending(keptBeside(paths), host);
  if (!pending.ok) return pending;
  const waits =
    pending.value.state !== "none" && pending.value.for.profile === profile ? pending.value : null;
  return ok({ journal, inFile: file.value?.key.accessKeyId ?? null, waits });
}

/** The file holds the new key: the old one comes back, from one of our backups. */
async function putBack(
  ports: RotatePorts,
  target: RotationTarget,
  options: Carried,
  { wishes, journal }: { readonly wishes: Wishes; readonly journal: Journal },
): Promise<Result<Rotated>> {
  if (journal.way === "undo") return carryOut(ports, target, options, wishes);
  const given = await pairFromBackups(ports.host, target.paths, target.profile, journal.from);
  if (given === null) return failed(noOldPair(target.profile));
  return carryOut(
    ports,
    target,
    { ...options, given },
    { ...wishes, given: given.accessKeyId, undo: true },
  );
}

type Carried = Pick<RotateOptions, "given" | "signal" | "progress" | "seenRefused">;

/** One at a time for each credentials file. */
async function carryOut(
  ports: RotatePorts,
  { paths, profile }: RotationTarget,
  options: Carried,
  wishes: Wishes,
): Promise<Result<Rotated>> {
  const held = holdRotation(keptBeside(paths));
  if (!held.ok) return held;
  try {
    return await underHold(ports, { paths, profile }, options, wishes);
  } finally {
    held.value?.();
  }
}

async function underHold(
  ports: RotatePorts,
  { paths, profile }: RotationTarget,
  options: Carried,
  wishes: Wishes,
): Promise<Result<Rotated>> {
  const iam = await ports.iam();
  if (!iam.ok) return iam;
  const performer = new RealStepPerformer({
    ports,
    iam: iam.value,
    paths,
    profile,
    given: options.given ?? null,
    wishes,
    signal: options.signal,
    tell: options.progress ?? (() => undefined),
  });
  const known: Learned = { ...KNOWING_NOTHING, seenRefused: new Set(options.seenRefused ?? []) };
  const { end, known: learned } = await run(performer, wishes, { signal: options.signal, known });
  if (end.do === "stop")
    return failed({ ...end.problem, message: [...learned.notices, end.problem.message].join(" ") });
  // A start that was killed right after its last write left its lock behind, and no later write of
  // this one cleared it away. That it could not be cleared is no failure of the rotation: the next
  // write, or the doctor, does it.
  if (end.do === "done")
    await removeLeftovers(keptBeside(paths), {
      clock: ports.clock,
      host: ports.host,
      signal: options.signal,
    });
  const file = await readFileKey(paths, profile);
  const inFile = file.ok ? (file.value?.key.accessKeyId ?? null) : null;
  const far =
    end.do === "done"
      ? { question: null, from: end.from, to: end.to, old: end.old, rolledBack: end.rolledBack }
      : asFarAs(end.question, inFile);
  const leaving = goingAway(far, inFile);
  const { written, byHand, unread } = performer.places.of(leaving ?? "");
  const { written: holding, byHand: alsoHolding } = performer.places.of(far.to ?? "");
  const places = {
    copies: [...written, ...byHand],
    unread: unread.filter(isOthers),
    holding: [...holding, ...alsoHolding],
  };
  return ok({
    profile,
    ...far,
    denied: learned.deniedProblem,
    written: performer.written,
    removedBackups: performer.removedBackups,
    notices: [...learned.notices, ...performer.notices],
    ...places,
  });
}

/** Backups and the pending file are this program's own business. */
export function isOthers({ name }: KeyPlace): boolean {
  return name !== "backup" && name !== "pending";
}

/**
 * The key that goes, or the one that is asked about; before the switch it is the one in the file.
 */
function goingAway(
  { question, from, to }: Pick<Rotated, "question" | "from" | "to">,
  inFile: string | null,
): string | null {
  if (question === null) return to === null ? null : from;
  return question.ask === "shared" ? question.id : (from ?? inFile);
}

/** How far it came when a question stopped it. */
function asFarAs(
  question: Question,
  inFile: string | null,
): Pick<Rotated, "question" | "from" | "to" | "old" | "rolledBack"> {
  const from = leavingId(question);
  return {
    question,
    from,
    to: from === null || inFile === from ? null : inFile,
    old: null,
    rolledBack: false,
  };
}

function leavingId(question: Question | null): string | null {
  if (question?.ask === "shared") return question.switched ? question.id : null;
  return question?.ask === "old-key" || question?.ask === "switch-off-in-console"
    ? question.id
    : null;
}

function nothingToUndo(profile: string): Problem {
  return {
    code: "keys-missing",
    message: `There is no replaced key of profile ${profile} that could come back.`,
    try: ["To take back a change of the files alone: mturk-setup undo"],
  };
}

function noOldPair(profile: string): Problem {
  return {
    code: "keys-missing",
    message:
      `${oldKeyOf(profile)} is in none of the backups any more, and AWS does not show its ` +
      "secret again. Nothing was changed.",
    try: [
      "If you have it elsewhere: switch it on in the IAM console, then mturk-setup save --stdin",
      "Or replace the key once more: mturk-setup rotate",
    ],
  };
}

/** A rotation that has done nothing. */
export function nothingDone(profile: string, from: string | null = null): Rotated {
  return {
    profile,
    question: null,
    from,
    to: null,
    old: null,
    rolledBack: false,
    denied: null,
    written: [],
    removedBackups: [],
    notices: [],
    copies: [],
    unread: [],
    holding: [],
  };
}
