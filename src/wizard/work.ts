/**
 * Lists the wizard's background work: one row is one job, with what it is given, how it runs, and
 * the slot of the state that its answer goes into. When a job is begun stands with the step that
 * needs it (steps.ts); an answer that leads somewhere else than into its slot is in settled.ts.
 */
import { ok, type Result } from "../base/problem.js";
import type { Plan, SaveIntent } from "../aws-files/types.js";
import type { Examination } from "../jobs/doctor.js";
import { type Arrived, type WatchedFor, watchDownloads } from "../jobs/downloads.js";
import type { Examined, FoundKey, PutAwayPlan } from "../jobs/retire/index.js";
import type { VerifyProgress } from "../jobs/verify.js";
import type { AccessKey } from "../keys/types.js";
import type { WizardPorts } from "./ports.js";
import { NOT_ASKED, advanced } from "./progress.js";
import { type RotationNews, further } from "./progress-rotate.js";
import type { Looked } from "../jobs/shared/wait-for-change.js";
import type { RecheckArgs } from "./run-recheck.js";
import type { RotateArgs } from "./run-rotate.js";
import type { WatchedKey } from "./run-watch.js";
import type { ExamineArgs } from "./run-check.js";
import { planIntent } from "./plan-intent.js";
import type * as workJobs from "./work-jobs.js";
import type { Running } from "./running.js";
import { IDLE, type Slot } from "./slot.js";
import { NOTHING_DONE, type RefusalCheck } from "./state-rotate.js";
import { type State, chosenProfile, wasWritten } from "./state.js";

/**
 * What the rows run. Loaded with the first job that is begun, so that the first frame need not wait
 * for what looks after it.
 */
const loaded = (): Promise<typeof workJobs> => import("./work-jobs.js");

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
      const { survey, unfinishedRotations } = await loaded();
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
    run: async ({ jobs }, _given, { signal }) => (await loaded()).lookUp(jobs, signal),
  }),
  readCsv: job({
    slot: "csv",
    begin: null,
    run: async (
      { jobs },
      { path, user }: { readonly path: string; readonly user: string | null },
    ) => {
      const { readCsv } = await loaded();
      const read = await readCsv(path, { practice: jobs.practice !== null, user });
      return read.ok ? ok({ path, read: read.value }) : read;
    },
  }),
  watchDownloads: job({
    slot: "arrived",
    begin: [],
    given: ({ setting, csvsRead }): WatchedFor => ({ since: setting.startedAt, known: csvsRead }),
    told: (_last, files: readonly Arrived[]) => files,
    run: ({ jobs }, given, running: Running<readonly Arrived[]>) =>
      watchDownloads(jobs, given, running),
  }),
  verify: job({
    slot: "check",
    begin: NOT_ASKED,
    asks: true,
    told: advanced,
    given: ({ answers: { key } }) => (key === null ? null : { key }),
    run: async (
      { jobs },
      { key }: { readonly key: AccessKey },
      { signal, tell }: Running<VerifyProgress>,
    ) => (await loaded()).verifyKey(jobs, key, { patient: true, signal, progress: tell }),
  }),
  plan: job({
    slot: "plan",
    begin: null,
    given: (state): { readonly intent: SaveIntent } | null => {
      const intent = planIntent(state);
      return intent === null ? null : { intent };
    },
    run: async ({ jobs }, { intent }) => (await loaded()).planChange(jobs, intent),
  }),
  write: job({
    slot: "write",
    begin: null,
    changes: "files",
    run: async ({ jobs }, { plan }: { readonly plan: Plan }, { signal }) =>
      (await loaded()).writeReviewed(jobs, plan, signal),
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
    run: async (
      { jobs },
      { profile }: { readonly profile: string },
      running: Running<VerifyProgress>,
    ) => (await loaded()).checkSaved(jobs, profile, running),
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
    run: async ({ jobs }, given, running: Running<VerifyProgress>) =>
      (await loaded()).examineProfile(jobs, given, running),
  }),
  recheck: job({
    slot: "recheck",
    begin: null,
    asks: true,
    told: (last, looked: Looked) => (last === null ? null : { ...last, looked }),
    run: async ({ jobs }, { args }: { readonly args: RecheckArgs }, running: Running<Looked>) =>
      (await loaded()).recheck(jobs, args, running),
  }),
  diagnose: job({
    slot: "repair",
    begin: null,
    given: nothing,
    run: async (ports) => (await loaded()).examine(ports.jobs, named(ports)),
  }),
  mend: job({
    slot: "mend",
    begin: null,
    changes: "files",
    run: async ({ jobs }, { examination }: { readonly examination: Examination }, { signal }) =>
      (await loaded()).carryOut(jobs, examination, signal),
  }),
  rotate: job({
    slot: "rotating",
    begin: NOTHING_DONE,
    asks: true,
    changes: "keys",
    told: further,
    run: async ({ jobs }, given: RotateArgs, running: Running<RotationNews>) => {
      const { callRotation, rotatePorts } = await loaded();
      return callRotation(rotatePorts(jobs), given, running);
    },
  }),
  watch: job({
    slot: "watch",
    begin: null,
    asks: true,
    told: (_last, look: RefusalCheck) => look,
    run: async (
      { jobs },
      { key }: { readonly key: WatchedKey },
      running: Running<RefusalCheck>,
    ) => {
      const { watchKey, rotatePorts } = await loaded();
      return watchKey(rotatePorts(jobs), key, running);
    },
  }),
  findKeys: job({
    slot: "keysHere",
    begin: { asked: 0, of: 0 },
    asks: true,
    told: (_last, asked: Asked) => asked,
    given: ({ keyFolders }) => ({ folders: keyFolders }),
    run: async (
      { jobs },
      { folders }: { readonly folders: readonly string[] },
      running: Running<Asked>,
    ) => {
      const { keysHere, rotatePorts } = await loaded();
      return keysHere(rotatePorts(jobs), folders, running);
    },
  }),
  switchOff: job({
    slot: "switchOff",
    begin: { stopping: false },
    asks: true,
    changes: "keys",
    run: async ({ jobs }, { examined }: { readonly examined: Examined }, { signal }) => {
      const { switchItselfOff, rotatePorts } = await loaded();
      return switchItselfOff(rotatePorts(jobs), examined, signal);
    },
  }),
  planPutAway: job({
    slot: "putAwayPlan",
    begin: null,
    given: ({ retiring }) => (retiring === null ? null : { found: retiring.found }),
    run: async ({ jobs }, { found }: { readonly found: FoundKey }) => {
      const { planPutAway, rotatePorts } = await loaded();
      return planPutAway(rotatePorts(jobs), found);
    },
  }),
  putAway: job({
    slot: "putAway",
    begin: null,
    asks: true,
    changes: "keys",
    run: async (
      { jobs },
      { plan, found }: { readonly plan: PutAwayPlan; readonly found: FoundKey },
      { signal },
    ) => {
      const { putAway, rotatePorts } = await loaded();
      return putAway(rotatePorts(jobs), plan, found, signal);
    },
  }),
  showFiles: job({
    slot: "filesNow",
    begin: null,
    given: (state: State) => (state.setting.practice ? nothing() : null),
    run: async ({ jobs }) => (await loaded()).readShownFiles(jobs.host),
  }),
  writeReport: job({
    slot: "report",
    begin: null,
    changes: "record",
    given: (state: State): { readonly done: State } | null =>
      state.setting.practice ? null : { done: state },
    run: async ({ jobs }, { done }: { readonly done: State }) => {
      const { reportParts, reportText, writeDatedReport } = await loaded();
      const at = jobs.clock.now();
      const text = reportText(reportParts(done, jobs.host, at), at);
      // The name that its row has shown, also where midnight has passed since.
      return writeDatedReport(jobs.host.cwd, text, done.setting.startedAt);
    },
  }),
} as const;

export type JobName = keyof typeof WORK;

/**
 * Nothing was asked for yet. A slot that no job fills is missing here, and the compiler says so.
 */
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
