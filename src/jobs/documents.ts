/**
 * Describes the JSON documents that scripts may rely on, as schemas; the README shows one of each.
 */
import * as z from "zod";
import { LEVELS, PROBLEM_CODES, type Problem, levelOf } from "../base/problem.js";
import { SOURCE_NAMES } from "../sources/types.js";

const problemCode = z.enum(PROBLEM_CODES as [Problem["code"], ...Problem["code"][]]);
const sourceState = z.enum(["used", "hidden", "partial", "broken", "ignored"]);
const shortId = z
  .string()
  .regex(/^(A[KS]IA[A-Z0-9]{0,12}…[A-Z0-9]{4,15}|\(not a key id\))$/)
  .nullable();

export const problemSchema = z.object({
  code: problemCode,
  level: z.enum(LEVELS),
  message: z.string().min(1),
  try: z.array(z.string().min(1)).min(1),
  step: z.number().int().min(1).max(7).nullable(),
});

const winnerSchema = z.object({
  source: z.enum([...SOURCE_NAMES, "mixed"]).nullable(),
  accessKeyId: shortId,
  region: z.string().nullable(),
});

/** What STS said; null: not asked. */
const identitySchema = z
  .union([
    z.object({
      ok: z.literal(true),
      account: z.string().regex(/^\d{12}$/),
      arn: z.string().regex(/^arn:/),
    }),
    z.object({ ok: z.literal(false), problem: problemCode }),
  ])
  .nullable();

/** What MTurk's sandbox said; null: not asked. */
const sandboxSchema = z
  .union([
    z.object({
      ok: z.literal(true),
      balance: z.string().regex(/^\d+(\.\d{1,2})?$/),
      endpoint: z.url(),
    }),
    z.object({ ok: z.literal(false), problem: problemCode, endpoint: z.url() }),
  ])
  .nullable();

/** What `mturk-setup check --json` prints. */
export const checkSchema = z.object({
  profile: z.string(),
  verdict: z.enum([
    "ready",
    "keys-accepted",
    "keys-refused",
    "keys-missing",
    "files-broken",
    "unreachable",
  ]),
  sources: z.array(
    z.object({
      name: z.enum(SOURCE_NAMES),
      location: z.string(),
      accessKeyId: shortId,
      boto3: sourceState,
      psiturk: sourceState,
      why: z.string(),
    }),
  ),
  boto3: winnerSchema,
  /**
   * Its pair as psiTurk itself sends it: without the session token that it drops, always to
   * us-east-1.
   */
  psiturk: winnerSchema.extend({ identity: identitySchema, sandbox: sandboxSchema }),
  identity: identitySchema,
  sandbox: sandboxSchema,
  problems: z.array(problemSchema),
});

export type CheckDocument = z.infer<typeof checkSchema>;

const changeSchema = z.object({
  line: z.number().int().positive(),
  key: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
});

/** What `mturk-setup save --json` prints. */
export const saveSchema = z.object({
  profile: z.string(),
  accessKeyId: shortId,
  region: z.string().nullable(),
  written: z.boolean(),
  files: z.array(
    z.object({ path: z.string(), backup: z.string().nullable(), changes: z.array(changeSchema) }),
  ),
  check: checkSchema.nullable(),
});

export type SaveDocument = z.infer<typeof saveSchema>;

/**
 * What `mturk-setup undo --json` prints; `undone` is false on a dry run and where there is nothing
 * to undo.
 */
export const undoSchema = z.object({
  /** A backup is of files, with all profiles in them. */
  profile: z.null(),
  undone: z.boolean(),
  files: z.array(
    z.object({
      path: z.string(),
      removed: z.boolean(),
      backup: z.string().nullable(),
      diff: z.array(z.string()),
    }),
  ),
});

const diffSchema = z.array(z.string().regex(/^[-+ ] /));

/**
 * What `mturk-setup doctor --json` prints. Two codes occur here only: `file-misread` (programs read
 * the file otherwise than it was meant) and `left-over` (files of ours that a killed run left). A
 * finding with `choices` is mended with `--keep`; its
 * `diff` is empty.
 */
export const doctorSchema = z.object({
  /** Whose settings were looked at; the files were looked at as a whole. */
  profile: z.string(),
  findings: z.array(
    z.object({
      code: problemCode,
      path: z.string().nullable(),
      line: z.number().int().positive().nullable(),
      message: z.string().min(1),
      try: z.array(z.string().min(1)).min(1),
      mend: z.enum(["offered", "done", "declined", "none"]),
      diff: diffSchema,
      choices: z.array(
        z.object({ keep: z.enum(["first", "last", "both"]), label: z.string(), diff: diffSchema }),
      ),
    }),
  ),
  /** How many findings there are beside these: at most 200 are told, what is left to mend first. */
  more: z.number().int().nonnegative(),
  files: z.array(z.object({ path: z.string(), backup: z.string().nullable() })),
});

export type DoctorDocument = z.infer<typeof doctorSchema>;

/** What `mturk-setup guide --json` prints. */
export const guideSchema = z.object({
  profile: z.null(),
  /** What became of MTurk, at this date. */
  closure: z.array(z.string()),
  steps: z.array(
    z.object({
      id: z.enum(["1", "2", "3", "4", "5a", "5b", "6", "7"]),
      title: z.string(),
      state: z.enum(["open", "closed", "not-needed"]),
      why: z.string(),
      /** Why there is nothing to do here any more; null where there is. */
      closed: z.string().nullable(),
      links: z.array(z.object({ label: z.string(), url: z.url() })),
      clicks: z.array(z.string()),
      signIn: z.string().nullable(),
      grants: z.string(),
      watchFor: z.array(z.string()),
      time: z.string(),
    }),
  ),
});

export type GuideDocument = z.infer<typeof guideSchema>;

/** What `mturk-setup completion SHELL --json` prints. */
export const completionSchema = z.object({
  profile: z.null(),
  shell: z.enum(["bash", "zsh", "fish"]),
  script: z.string().min(1),
});

/** What `mturk-setup practice-aws --json` prints once it answers; its pair is made up. */
export const practiceAwsSchema = z.object({
  profile: z.null(),
  url: z.url(),
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  csv: z.string(),
});

/** What every command prints on stdout with `--json` when it fails. */
export const errorSchema = z.object({
  error: z.object({
    code: problemCode,
    message: z.string().min(1),
    try: z.array(z.string().min(1)).min(1),
    /**
     * The profile that it was about; null where the command is about none, or was not understood.
     */
    profile: z.string().nullable(),
  }),
});

/** What `mturk-setup check --all --json` prints: one element for each profile that holds keys. */
export const checkAllSchema = z.object({
  /** A profile about which nothing could be learnt has its error in its place. */
  profiles: z.array(z.union([checkSchema, errorSchema])),
});

export type ErrorDocument = z.infer<typeof errorSchema>;

/**
 * A problem as the documents show it: without the raw detail, with an explicit null for the step.
 */
export function problemDocument(problem: Problem): z.infer<typeof problemSchema> {
  return {
    code: problem.code,
    level: levelOf(problem),
    message: problem.message,
    try: [...problem.try],
    step: problem.step ?? null,
  };
}

/** `profile`: the one that the command was about. */
export function errorDocument(problem: Problem, profile: string | null): ErrorDocument {
  return {
    error: { code: problem.code, message: problem.message, try: [...problem.try], profile },
  };
}
