/** Answers of the world, made up for the pure tests of the flow. */
import type { Diagnosis } from "../../src/aws/types.js";
import { type Problem, type ProblemCode, type Verdict, CODES } from "../../src/base/problem.js";
import { Secret } from "../../src/base/secret.js";
import type { Plan, WrittenFile } from "../../src/aws-files/types.js";
import type { Effect, Event, Turn } from "../../src/wizard/events.js";
import { initialState } from "../../src/wizard/initial.js";
import type { WizardSetting, State } from "../../src/wizard/state.js";
import { update } from "../../src/wizard/update.js";
import type { CheckReport } from "../../src/jobs/check.js";
import type { Examination } from "../../src/jobs/doctor.js";
import type { KeysHere } from "../../src/wizard/state-retire.js";
import type { Examined, FoundKey, PutAwayPlan, SwitchedOff } from "../../src/jobs/retire/index.js";
import type { Question, Rotated, Watched } from "../../src/jobs/rotate/index.js";
import { admit } from "../../src/aws-files/doctor/mend.js";
import type { LookUp } from "../../src/jobs/lookup.js";
import type { Survey } from "../../src/jobs/survey.js";
import type { Checked } from "../../src/jobs/verify.js";
import { type AccessKey, maskId } from "../../src/keys/types.js";
import type { Sources } from "../../src/sources/types.js";

// AWS's documented example pair:
// https://docs.aws.amazon.com/IAM/latest/UserGuide/security-creds.html
export const KEY: AccessKey = {
  accessKeyId: "AKIAIOSFODNN7EXAMPLE",
  secretAccessKey: new Secret("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
};
export const OTHER_KEY: AccessKey = {
  accessKeyId: "AKIAI44QH8DHBEXAMPLE",
  secretAccessKey: new Secret("je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY"),
};

/** 2026-11-22, after the closure. */
export const TODAY = Date.UTC(2026, 10, 22, 12);

export function setting(more: Partial<WizardSetting> = {}): WizardSetting {
  return {
    practice: false,
    practiceCsv: null,
    faults: [],
    startedAt: TODAY,
    profile: null,
    mayOpen: true,
    kept: [],
    ...more,
  };
}

export function problem(code: ProblemCode, step?: number): Problem {
  return {
    code,
    message: `It happened: ${code}.`,
    try: ["Do this"],
    ...(step === undefined ? {} : { step }),
  };
}

const identity: Diagnosis["identity"] = {
  ok: true,
  value: { account: "123456789012", arn: "arn:aws:iam::123456789012:user/psiturk" },
};
const endpoint = "https://mturk-requester-sandbox.us-east-1.amazonaws.com";

function checked(verdict: Verdict, diagnosis: Partial<Diagnosis>): Checked {
  return {
    verdict,
    foreignHosts: [],
    diagnosis: {
      identity,
      sandbox: { ok: true, value: { balance: "10000.00" }, endpoint },
      problems: [],
      ...diagnosis,
    },
  };
}

function sandboxFails(code: ProblemCode, step?: number): Checked {
  const found = problem(code, step);
  return checked(CODES[code].verdict ?? "keys-accepted", {
    sandbox: { ok: false, problem: found, endpoint },
    problems: [found],
  });
}

function stsFails(code: ProblemCode, step?: number): Checked {
  const found = problem(code, step);
  return checked(CODES[code].verdict ?? "unreachable", {
    identity: { ok: false, problem: found },
    sandbox: { ok: false, problem: found, endpoint },
    problems: [found],
  });
}

export const CHECKED = {
  ready: checked("ready", {}),
  closed: sandboxFails("mturk-closed"),
  notLinked: sandboxFails("account-not-linked", 5),
  noPolicy: sandboxFails("policy-missing", 4),
  refused: stsFails("secret-wrong", 4),
  offline: stsFails("offline"),
} as const;

const NOTHING = {
  source: null,
  key: null,
  accessKeyId: null,
  region: null,
  problem: problem("keys-missing"),
} as const;

const USUAL = {
  ignoresEndpoints: null,
  endpoints: { sts: null, mturk: null },
  caBundle: null,
} as const;

export const SOURCES: Sources = {
  profile: { name: "default", from: "default" },
  list: [],
  boto3: NOTHING,
  psiturk: NOTHING,
  files: {
    credentials: {
      ok: true,
      kind: "credentials",
      path: "/home/me/.aws/credentials",
      exists: false,
      profiles: new Map(),
    },
    config: {
      ok: true,
      kind: "config",
      path: "/home/me/.aws/config",
      exists: false,
      profiles: new Map(),
    },
  },
  region: { value: null, variable: null, path: null, line: null },
  reach: { boto3: USUAL, psiturk: USUAL },
  problems: [],
};

export const SURVEY: Survey = {
  sources: SOURCES,
  profiles: [],
  broken: null,
  notWritable: null,
  csvFiles: [],
};
export const TWO_PROFILES: Survey = {
  ...SURVEY,
  profiles: ["default", "lab"].map((name) => ({
    name,
    accessKeyId: "AKIA…MPLE",
    path: "/home/me/.aws/credentials",
  })),
};

export const CLOSED_LOOK: LookUp = {
  sandboxAnswers: false,
  sts: { answers: true, httpStatus: 302 },
  mturk: { answers: false, code: "ENOTFOUND" },
  at: TODAY,
};

const before = {
  kind: "credentials",
  path: "/home/me/.aws/credentials",
  realPath: "/home/me/.aws/credentials",
  exists: false,
  text: new Secret(""),
  stamp: null,
  mode: null,
} as const;
export const PLAN: Plan = {
  profile: "default",
  region: "us-east-1",
  replaces: null,
  files: [
    {
      kind: "credentials",
      before,
      after: new Secret("[default]\n"),
      changes: [{ line: 2, key: "aws_access_key_id", from: null, to: "AKIA…MPLE" }],
      diff: [{ sign: "+", text: "[default]" }],
      notes: [],
    },
  ],
};
const headerless = {
  kind: "credentials",
  path: before.path,
  realPath: before.realPath,
  exists: true,
  bytes: Buffer.from("aws_access_key_id = AKIAQYLPMN5HHEXAMPLE\nAWS_SECRET_ACCESS_KEY = madeUp\n"),
  stamp: "1",
  mode: 0o600,
} as const;
/** A file with two damages, the first of which stops boto3. */
export const DAMAGED: Examination = { treatments: [admit(headerless)], places: [], others: [] };
export const SOUND: Examination = { treatments: [], places: [], others: [] };

export const NO_PLAN: Plan = { ...PLAN, files: [] };
export const WRITTEN: readonly WrittenFile[] = [
  { path: "/home/me/.aws/credentials", kind: "credentials", backup: null, changes: [] },
];

export function report(from: Checked): CheckReport {
  const judged = {
    verdict: from.verdict,
    checked: from,
    problems: from.diagnosis.problems,
    without: false,
  };
  return {
    sources: SOURCES,
    subject: "boto3",
    checked: from,
    boto3: judged,
    psiturk: null,
    verdict: from.verdict,
    problems: from.diagnosis.problems,
  };
}

/** The ticket that the state awaits in a field; 0 where it awaits none. */
export function ticketOf(
  state: State,
  field:
    | "survey"
    | "lookUp"
    | "csv"
    | "check"
    | "plan"
    | "write"
    | "final"
    | "examined"
    | "repair"
    | "mend",
): number {
  const pending = state[field];
  return pending.status === "running" ? pending.ticket : 0;
}

/** What the world answers, as an event for whatever the state awaits in `field`. */
export const answer = {
  surveyed: (state: State, value: Survey = SURVEY): Event => ({
    type: "settled",
    job: "survey",
    ticket: ticketOf(state, "survey"),
    result: { ok: true, value: { survey: value, unfinished: [] } },
  }),
  lookedUp: (state: State, value: LookUp = CLOSED_LOOK): Event => ({
    type: "settled",
    job: "lookUp",
    ticket: ticketOf(state, "lookUp"),
    result: { ok: true, value },
  }),
  verified: (state: State, value: Checked = CHECKED.ready): Event => ({
    type: "settled",
    job: "verify",
    ticket: ticketOf(state, "check"),
    result: { ok: true, value },
  }),
  planned: (state: State, value: Plan = PLAN): Event => ({
    type: "settled",
    job: "plan",
    ticket: ticketOf(state, "plan"),
    result: { ok: true, value },
  }),
  written: (state: State): Event => ({
    type: "settled",
    job: "write",
    ticket: ticketOf(state, "write"),
    result: { ok: true, value: { written: WRITTEN } },
  }),
  finalChecked: (state: State, value: Checked = CHECKED.ready): Event => ({
    type: "settled",
    job: "finalCheck",
    ticket: ticketOf(state, "final"),
    result: { ok: true, value: report(value) },
  }),
  examined: (state: State, value: Checked = CHECKED.ready): Event => ({
    type: "settled",
    job: "examine",
    ticket: ticketOf(state, "examined"),
    result: { ok: true, value: report(value) },
  }),
  diagnosed: (state: State, value: Examination = DAMAGED): Event => ({
    type: "settled",
    job: "diagnose",
    ticket: ticketOf(state, "repair"),
    result: { ok: true, value },
  }),
  mended: (state: State): Event => ({
    type: "settled",
    job: "mend",
    ticket: ticketOf(state, "mend"),
    result: { ok: true, value: { written: WRITTEN, done: [], refused: [] } },
  }),
  csvOfSeveral: (state: State): Event => ({
    type: "settled",
    job: "readCsv",
    ticket: ticketOf(state, "csv"),
    result: {
      ok: true,
      value: {
        path: "/home/me/key.csv",
        read: {
          is: "several",
          choices: [KEY, OTHER_KEY].map(({ accessKeyId }) => ({
            user: null,
            accessKeyId,
            shown: maskId(accessKeyId),
          })),
        },
      },
    },
  }),
  csvRead: (state: State, key: AccessKey = KEY): Event => ({
    type: "settled",
    job: "readCsv",
    ticket: ticketOf(state, "csv"),
    result: {
      ok: true,
      value: {
        path: "/home/me/key.csv",
        read: { is: "key", entered: { key, findings: [], notes: [] }, alone: true },
      },
    },
  }),
};

export const HOLDER = {
  account: "123456789012",
  arn: "arn:aws:iam::123456789012:user/psiturk",
} as const;
const ROTATED: Rotated = {
  profile: "default",
  question: null,
  from: KEY.accessKeyId,
  to: OTHER_KEY.accessKeyId,
  old: "inactive",
  rolledBack: false,
  denied: null,
  written: WRITTEN,
  removedBackups: [],
  notices: [],
  copies: [],
  unread: [],
  holding: [],
};
const asked = (question: Question, to: string | null): Rotated => ({
  ...ROTATED,
  question,
  from: to === null ? null : KEY.accessKeyId,
  to,
  old: null,
  written: to === null ? [] : WRITTEN,
});
const older = {
  id: "AKIAI44QH8DHBEXAMPLE",
  status: "Active",
  createdAt: TODAY,
  lastUse: null,
  stands: [],
} as const;

/** How far a rotation came: its end, and each question. */
export const ROTATIONS = {
  ended: ROTATED,
  deleted: { ...ROTATED, old: "gone" },
  whichGoes: asked(
    { ask: "which-goes", inUse: KEY.accessKeyId, others: [older], unseen: [] },
    null,
  ),
  lostKey: asked(
    { ask: "lost-key", key: older, ours: false, inUse: KEY.accessKeyId, unseen: [] },
    null,
  ),
  waitingPair: asked(
    { ask: "waiting-pair", id: OTHER_KEY.accessKeyId, inFile: KEY.accessKeyId },
    null,
  ),
  newKey: asked({ ask: "new-key", because: null, holder: HOLDER }, null),
  otherHolder: asked({ ask: "other-holder", was: HOLDER, is: HOLDER }, null),
  oldKey: asked(
    { ask: "old-key", id: KEY.accessKeyId, lastUse: null, seen: true },
    OTHER_KEY.accessKeyId,
  ),
  inConsole: asked(
    { ask: "switch-off-in-console", id: KEY.accessKeyId, holder: HOLDER, because: null },
    OTHER_KEY.accessKeyId,
  ),
  undo: asked({ ask: "undo", because: problem("offline") }, OTHER_KEY.accessKeyId),
} as const satisfies Record<string, Rotated>;

const found = (key: AccessKey): FoundKey => ({
  accessKeyId: key.accessKeyId,
  pairs: [key],
  places: [
    {
      name: "credentials-file",
      location: "/home/me/.aws/credentials",
      profile: "default",
      accessKeyId: key.accessKeyId,
      key,
      line: 2,
      inUse: true,
      editable: true,
      removal: "plan",
      cure: [],
    },
  ],
  published: false,
  rootByName: false,
});
const examinedKey = (key: AccessKey, more: Partial<Examined>): Examined => ({
  accessKeyId: key.accessKeyId,
  state: "active",
  holder: HOLDER,
  isRoot: false,
  lastUse: null,
  pair: key,
  problem: null,
  ...more,
});
/** Two keys: a user's, which is on, and another, which is root's. */
export const KEYS_HERE: KeysHere = {
  keys: [found(KEY), found(OTHER_KEY)],
  split: [],
  unreadable: [],
  examined: [examinedKey(KEY, {}), examinedKey(OTHER_KEY, { isRoot: true })],
};
export const PUT_AWAY_PLAN: PutAwayPlan = {
  accessKeyId: KEY.accessKeyId,
  plan: PLAN,
  backups: [],
  pending: false,
  byHand: [],
  watched: [],
};
export const NOTHING_TO_PUT_AWAY: PutAwayPlan = { ...PUT_AWAY_PLAN, plan: NO_PLAN };

const ticketIn = (pending: { readonly status: string; readonly ticket?: number }): number =>
  pending.status === "running" ? (pending.ticket ?? 0) : 0;

/** As `answer`, for replacing and for switching off. */
export const keysAnswer = {
  rotated: (state: State, value: Rotated = ROTATED): Event => ({
    type: "settled",
    job: "rotate",
    ticket: ticketIn(state.rotating),
    result: { ok: true, value },
  }),
  rotationFailed: (state: State, code: ProblemCode): Event => ({
    type: "settled",
    job: "rotate",
    ticket: ticketIn(state.rotating),
    result: { ok: false, problem: problem(code) },
  }),
  watchEnded: (state: State, value: Watched): Event => ({
    type: "settled",
    job: "watch",
    ticket: ticketIn(state.watch),
    result: { ok: true, value },
  }),
  keysFound: (state: State, value: KeysHere = KEYS_HERE): Event => ({
    type: "settled",
    job: "findKeys",
    ticket: ticketIn(state.keysHere),
    result: { ok: true, value },
  }),
  switchedOff: (state: State, value: SwitchedOff): Event => ({
    type: "settled",
    job: "switchOff",
    ticket: ticketIn(state.switchOff),
    result: { ok: true, value },
  }),
  switchOffFailed: (state: State): Event => ({
    type: "settled",
    job: "switchOff",
    ticket: ticketIn(state.switchOff),
    result: { ok: false, problem: problem("offline") },
  }),
  putAwayPlanned: (state: State, value: PutAwayPlan = PUT_AWAY_PLAN): Event => ({
    type: "settled",
    job: "planPutAway",
    ticket: ticketIn(state.putAwayPlan),
    result: { ok: true, value },
  }),
  keyPutAway: (state: State): Event => ({
    type: "settled",
    job: "putAway",
    ticket: ticketIn(state.putAway),
    result: { ok: true, value: { written: WRITTEN, removedBackups: [] } },
  }),
  putAwayFailed: (state: State, code: ProblemCode): Event => ({
    type: "settled",
    job: "putAway",
    ticket: ticketIn(state.putAway),
    result: { ok: false, problem: problem(code) },
  }),
  reportWritten: (state: State): Event => ({
    type: "settled",
    job: "writeReport",
    ticket: ticketIn(state.report),
    result: { ok: true, value: "/home/me/mturk-setup-2026-11-22.md" },
  }),
};

export type Move = Event | ((state: State) => Event);

/** The state after the moves, from the start; the place is kept when the wizard is left. */
export function walk(moves: readonly Move[], from: State = initialState(setting())): State {
  return moves.reduce<State>((state, move) => {
    const { state: next, effects } = update(state, typeof move === "function" ? move(state) : move);
    return effects.reduce(
      (so, effect) =>
        effect.type === "keepPlace" && effect.leaving !== null ? keptBy(so, effect) : so,
      next,
    );
  }, from);
}

function keptBy(state: State, { place, leaving }: Extract<Effect, { type: "keepPlace" }>): State {
  const at = { ...place, at: TODAY };
  return update(state, { type: "placeKept", place: at, kept: true, leaving }).state;
}

export const PAIR: Event = {
  type: "entered",
  pasted: { kind: "pair", key: KEY, notes: [], findings: [] },
};

/** As `update`; that the place is kept, which happens at every step, is left out. */
export function updateBeside(state: State, event: Event): Turn {
  const { effects, ...turn } = update(state, event);
  return {
    ...turn,
    effects: effects.filter(
      (effect) =>
        effect.type !== "forgetPlace" && (effect.type !== "keepPlace" || effect.leaving !== null),
    ),
  };
}
