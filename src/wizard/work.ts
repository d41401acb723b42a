/**
 * Lists the wizard's background work: one row is one job, with what it is given, how it runs, and
 * the slot of the state that its answer goes into. When a job is begun stands with the step that
 * needs it (steps.ts); an answer that leads somewhere else than into its slot is in settled.ts.
 */
import { ok, type Result } from "../base/problem.js";
import type { Plan, SaveIntent } from "../aws-files/types.js";
import { planChange, writeReviewed } from "../jobs/change.js";
import { carryOut, examine, type Examination } from "../jobs/doctor.js";
import { lookUp } from "../jobs/lookup.js";
import { readCsv } from "../jobs/read-csv.js";
import {
  type Examined,
  type FoundKey,
  type PutAwayPlan,
  type Retired,
  planPutAway,
  putAway,
  retireRecord,
  writeRecord,
} from "../jobs/retire/index.js";
import { rotatePorts, unfinishedRotations } from "../jobs/rotate/index.js";
import { survey } from "../jobs/survey.js";
import { verifyKey, type VerifyProgress } from "../jobs/verify.js";
import type { AccessKey } from "../keys/types.js";
import type { WizardPorts } from "./ports.js";
import { NOT_ASKED, advanced } from "./progress.js";
import { type RotationNews, further } from "./progress-rotate.js";
import { keysHere, switchItselfOff } from "./run-retire.js";
import { callRotation, type RotateArgs } from "./run-rotate.js";
import { watchKey, type WatchedKey } from "./run-watch.js";
import { checkSaved, examineProfile, type ExamineArgs } from "./run-check.js";
import { planIntent } from "./plan-intent.js";
import type { Running } from "./running.js";
import { IDLE, type Slot } from "./slot.js";
import { NOTHING_DONE, type RefusalCheck } from "./state-rotate.js";
import { type State, chosenProfile, wasWritten } from "./state.js";

/** The slots of the state. */
type SlotName = {
  [K in keyof State]: State[K] extends Slot<unknown, unknown> ? K : never;
}[keyof State];
type ProgressOf<S extends SlotName> = Extract<State[S], { status: "running" }>["progress"];

interface Job<S extends SlotName, A extends object, T, N> {
  readonly slot: S;
  /** The progress that it begins with. */
  readonly begin: ProgressOf<S>;
  /**
   * What it is given, by what is known; null: it cannot be begun. Absent: whoever begins it says.
   */
  readonly given?: (state: State) => A | null;
  /** Asked for once more while it runs, nothing is begun anew. */
  readonly once?: true;
  /** What is asked for together with it. */
  readonly also?: (state: State) => readonly "survey"[];
  readonly run: (ports: WizardPorts, given: A, running: Running<N>) => Promise<Result<T>>;
  readonly told?: (progress: ProgressOf<S>, news: N) => ProgressOf<S>;
  /**
   * What it changes; such a job is never dropped half-way, and nobody leaves before it is known
   * what came of it.
   */
  readonly changes?: "files" | "keys" | "record";
  /** Something leaves this computer by it. */
  readonly asks?: true;
}

function job<S extends SlotName, A extends object, T, N = never>(
  row: Job<S, A, T, N>,
): Job<S, A, T, N> {
  return row;
}

/** How many keys AWS was asked about, of how many. */
type Asked = Extract<State["keysHere"], { status: "running" }>["progress"];

/** For a job that is given nothing. */
interface Nothing {
  readonly none?: never;
}
const nothing = (): Nothing => ({});

const named = ({ setting }: WizardPorts): { readonly profile?: string } =>
  setting.profile === null ? {} : { profile: setting.profile };

export const WORK = {
  survey: job({
    slot: "survey",
    begin: null,
    once: true,
    given: nothing,
    run: async (ports) => {
      const unfinished = await unfinishedRotations(ports.jobs.host);
      const looked = await survey(ports.jobs, named(ports));
      return looked.ok ? ok({ survey: looked.value, unfinished }) : looked;
    },
  }),
  lookUp: job({
    slot: "lookUp",
    begin: null,
    asks: true,
    given: nothing,
    run: ({ jobs }, _given, { signal }) => lookUp(jobs, signal),
  }),
  readCsv: job({
    slot: "csv",
    begin: null,
    run: async (
      { jobs },
      { path, user }: { readonly path: string; readonly user: string | null },
    ) => {
      const read = await readCsv(path, { practice: jobs.practice !== null, user });
      return read.ok ? ok({ path, read: read.value }) : read;
    },
  }),
  verify: job({
    slot: "check",
    begin: NOT_ASKED,
    asks: true,
    told: advanced,
    given: ({ answers: { key } }) => (key === null ? null : { key }),
    run: (
      { jobs },
      { key }: { readonly key: AccessKey },
      { signal, tell }: Running<VerifyProgress>,
    ) => verifyKey(jobs, key, { patient: true, signal, progress: tell }),
  }),
  plan: job({
    slot: "plan",
    begin: null,
    given: (state): { readonly intent: SaveIntent } | null => {
      const intent = planIntent(state);
      return intent === null ? null : { intent };
    },
    run: ({ jobs }, { intent }) => planChange(jobs, intent),
  }),
  write: job({
    slot: "write",
    begin: null,
    changes: "files",
    run: ({ jobs }, { plan }: { readonly plan: Plan }, { signal }) =>
      writeReviewed(jobs, plan, signal),
  }),
  finalCheck: job({
    slot: "final",
    begin: NOT_ASKED,
    asks: true,
    told: advanced,
    // What was written may or may not be what boto3 and psiTurk now use: other places may beat the
    // files.
    also: (state) => (wasWritten(state) ? ["survey"] : []),
    given: ({ answers: { profile } }) => ({ profile }),
    run: ({ jobs }, { profile }: { readonly profile: string }, running: Running<VerifyProgress>) =>
      checkSaved(jobs, profile, running),
  }),
  examine: job({
    slot: "examined",
    begin: NOT_ASKED,
    asks: true,
    told: advanced,
    given: (state): ExamineArgs => {
      // What is to be replaced in practice has to be there first.
      const rotating = state.answers.task === "rotate";
      return {
        profile: chosenProfile(state),
        ...(state.setting.practice && rotating ? { practiceKey: true } : {}),
        ...(rotating ? { alone: true } : {}),
      };
    },
    run: ({ jobs }, given, running: Running<VerifyProgress>) =>
      examineProfile(jobs, given, running),
  }),
  diagnose: job({
    slot: "repair",
    begin: null,
    given: nothing,
    run: (ports) => examine(ports.jobs, named(ports)),
  }),
  mend: job({
    slot: "mend",
    begin: null,
    changes: "files",
    run: ({ jobs }, { examination }: { readonly examination: Examination }, { signal }) =>
      carryOut(jobs, examination, signal),
  }),
  rotate: job({
    slot: "rotating",
    begin: NOTHING_DONE,
    asks: true,
    changes: "keys",
    told: further,
    run: ({ jobs }, given: RotateArgs, running: Running<RotationNews>) =>
      callRotation(rotatePorts(jobs), given, running),
  }),
  watch: job({
    slot: "watch",
    begin: null,
    asks: true,
    told: (_last, look: RefusalCheck) => look,
    run: ({ jobs }, { key }: { readonly key: WatchedKey }, running: Running<RefusalCheck>) =>
      watchKey(rotatePorts(jobs), key, running),
  }),
  findKeys: job({
    slot: "keysHere",
    begin: { asked: 0, of: 0 },
    asks: true,
    told: (_last, asked: Asked) => asked,
    given: ({ keyFolders }) => ({ folders: keyFolders }),
    run: (
      { jobs },
      { folders }: { readonly folders: readonly string[] },
      running: Running<Asked>,
    ) => keysHere(rotatePorts(jobs), folders, running),
  }),
  switchOff: job({
    slot: "switchOff",
    begin: { stopping: false },
    asks: true,
    changes: "keys",
    run: ({ jobs }, { examined }: { readonly examined: Examined }, { signal }) =>
      switchItselfOff(rotatePorts(jobs), examined, signal),
  }),
  planPutAway: job({
    slot: "putAwayPlan",
    begin: null,
    given: ({ retiring }) => (retiring === null ? null : { found: retiring.found }),
    run: ({ jobs }, { found }: { readonly found: FoundKey }) =>
      planPutAway(rotatePorts(jobs), found),
  }),
  putAway: job({
    slot: "putAway",
    begin: null,
    asks: true,
    changes: "keys",
    run: (
      { jobs },
      { plan, found }: { readonly plan: PutAwayPlan; readonly found: FoundKey },
      { signal },
    ) => putAway(rotatePorts(jobs), plan, found, signal),
  }),
  writeRecord: job({
    slot: "record",
    begin: null,
    changes: "record",
    run: ({ jobs }, { keys }: { readonly keys: readonly Retired[] }) =>
      writeRecord(rotatePorts(jobs), retireRecord(rotatePorts(jobs), keys)),
  }),
} as const;

export type JobName = keyof typeof WORK;

/** Nothing was asked for yet. A slot that no job fills is missing here, and the compiler says so. */
export const IDLE_SLOTS = Object.fromEntries(
  Object.values(WORK).map(({ slot }) => [slot, IDLE]),
) as Readonly<Record<(typeof WORK)[JobName]["slot"], typeof IDLE>>;

type RunOf<J extends JobName> = (typeof WORK)[J]["run"];
/** What a job is given. */
export type GivenTo<J extends JobName> = Parameters<RunOf<J>>[1];
/** What comes of a job. */
export type ResultOf<J extends JobName> = Awaited<ReturnType<RunOf<J>>>;
type NewsOf<J extends JobName> = Parameters<Parameters<RunOf<J>>[2]["tell"]>[0];

/** A job is to be begun; `ticket` tells its answer from a late one. */
export type WorkEffect = {
  readonly [J in JobName]: { readonly type: J; readonly ticket: number } & GivenTo<J>;
}[JobName];
/** What came of a job. */
export type SettledEvent = {
  readonly [J in JobName]: {
    readonly type: "settled";
    readonly job: J;
    readonly ticket: number;
    readonly result: ResultOf<J>;
  };
}[JobName];
/** How far a job has come. */
export type ProgressedEvent = {
  readonly [J in JobName]: {
    readonly type: "progressed";
    readonly job: J;
    readonly ticket: number;
    readonly news: NewsOf<J>;
  };
}[JobName];

/** True while a job runs that changes this. */
export function isChanging(state: State, what: "files" | "keys"): boolean {
  return Object.values(WORK).some(
    (row: { readonly slot: SlotName; readonly changes?: string }) =>
      row.changes === what && state[row.slot].status === "running",
  );
}
