/** Checks a key with AWS and writes it, without questions: what `mturk-setup save` does. */
import type { Host } from "../base/host.js";
import { type Problem, type Result, failed, ok } from "../base/problem.js";
import type { FileKind, Plan, SaveIntent, WrittenFile } from "../aws-files/types.js";
import { placeDoubt } from "../aws-files/store/where.js";
import { MTURK_REGION } from "../keys/region.js";
import { type AccessKey, maskId } from "../keys/types.js";
import { planChange, writeAtOnce } from "./change.js";
import { type CheckReport, check, checkDocument, isSuccess } from "./check.js";
import type { SaveDocument } from "./documents.js";
import type { Ports } from "./ports.js";
import { type Checked, type VerifyProgress, verifyKey } from "./verify.js";

export const DEFAULT_REGION = MTURK_REGION;

export interface SaveOptions {
  /** Where the key goes. */
  readonly profile: string;
  /**
   * It was named (`--profile`), rather than left to boto3's choice; the check afterwards is then
   * about it alone.
   */
  readonly profileNamed: boolean;
  readonly key: AccessKey;
  /** Null: an existing region stays, else us-east-1. */
  readonly region: string | null;
  readonly keysIn: FileKind;
  readonly verify: boolean;
  /** A key that AWS does not know is asked about for 30 seconds, for it may be too new. */
  readonly wait: boolean;
  readonly dryRun: boolean;
  /** Replaces a different key without asking. */
  readonly yes: boolean;
  readonly need: "keys" | "mturk";
  readonly signal: AbortSignal;
  readonly progress?: (progress: VerifyProgress) => void;
}

export interface Saved {
  readonly plan: Plan;
  /** Null on a dry run. */
  readonly written: readonly WrittenFile[] | null;
  /** What AWS said of this very key before it was written; null where it was not asked. */
  readonly asked: Checked | null;
  /**
   * The check after it, as `mturk-setup check` would give it now; null where nothing was asked, or
   * nothing could be.
   */
  readonly report: CheckReport | null;
}

/**
 * Verifies (30 seconds of patience for a new key), plans and writes under one lock, reads back and
 * checks again. Problems: what AWS said of the key; `different-key` without `yes`; whatever the
 * files say. Nothing is written then.
 */
export async function save(ports: Ports, options: SaveOptions): Promise<Result<Saved>> {
  const intent = intentOf(options);
  // What the files themselves refuse is told before AWS is asked; a file that need not change is in
  // nobody's way.
  const planned = await planChange(ports, intent);
  if (!planned.ok) return planned;
  const doubtful = options.dryRun ? null : doubtAbout(planned.value, options, ports.host);
  if (doubtful !== null) return failed(doubtful);
  const first = options.verify ? await verifyFirst(ports, options) : ok(null);
  if (!first.ok) return first;
  const asked = first.value;
  if (options.dryRun) return ok({ plan: planned.value, written: null, asked, report: null });
  const done = await writeAtOnce(
    ports,
    intent,
    (plan) => agreeTo(plan, options, ports.host),
    options.signal,
  );
  if (!done.ok) return done;
  const { plan, written } = done.value;
  if (!options.verify) return ok({ plan, written, asked, report: null });
  const named = options.profileNamed ? { profile: options.profile } : {};
  const report = await check(ports, {
    ...named,
    signal: options.signal,
    ...(options.wait ? { patient: options.key } : {}),
  });
  // The key is written and was accepted before: that it could not be looked at once more does not
  // make it a failure.
  return ok({ plan, written, asked, report: report.ok ? report.value : null });
}

/**
 * With `need: "mturk"`, only a check that says "ready" is what was asked for; a dry run has nothing
 * to check afterwards.
 */
export function isAsNeeded(
  options: Pick<SaveOptions, "need" | "dryRun">,
  { report }: Pick<Saved, "report">,
): boolean {
  return options.need === "keys" || options.dryRun || report?.verdict === "ready";
}

export function intentOf(
  options: Pick<SaveOptions, "profile" | "key" | "keysIn" | "region">,
): SaveIntent {
  const { profile, key, keysIn, region } = options;
  return {
    profile,
    key,
    keysIn,
    region:
      region === null
        ? { value: DEFAULT_REGION, when: "ifMissing" }
        : { value: region, when: "always" },
  };
}

async function verifyFirst(ports: Ports, options: SaveOptions): Promise<Result<Checked>> {
  const checked = await verifyKey(ports, options.key, {
    patient: options.wait,
    signal: options.signal,
    ...(options.progress === undefined ? {} : { progress: options.progress }),
  });
  if (!checked.ok) return checked;
  const { verdict, diagnosis } = checked.value;
  if (isSuccess(verdict, options.need)) return checked;
  const problem = diagnosis.problems[0];
  if (problem === undefined) throw new Error(`verdict ${verdict} without a problem`);
  const unchecked = verdict === "unreachable" ? ["Or save it unchecked: add --no-verify"] : [];
  return failed({
    ...problem,
    message: `${problem.message} Nothing was saved.`,
    try: [...problem.try, ...unchecked],
  });
}

/**
 * A file that would be made where nobody looks for it: asked about first. Null: no doubt, or agreed
 * to.
 */
function doubtAbout(plan: Plan, options: SaveOptions, host: Host): Problem | null {
  if (options.yes) return null;
  const doubt = plan.files
    .map((file) => (file.before.exists ? null : placeDoubt(file.kind, host)))
    .find((each) => each !== null);
  return doubt === undefined
    ? null
    : {
        code: "answer-missing",
        message: `${doubt.message} Nothing was saved.`,
        try: [...doubt.try, "To make the file there all the same: add --yes"],
      };
}

function agreeTo(plan: Plan, options: SaveOptions, host: Host): Result<Plan> {
  const doubtful = doubtAbout(plan, options, host);
  if (doubtful !== null) return failed(doubtful);
  if (plan.replaces === null || options.yes) return ok(plan);
  return failed({
    code: "different-key",
    message: `Profile ${plan.profile} holds another key, ${plan.replaces}. Nothing was saved.`,
    try: [
      "Replace it: add --yes (a copy of the file is kept)",
      "Or save under another name: --profile NAME",
    ],
  });
}

/** What was saved, as the document of `save --json`. */
export function saveDocument(options: SaveOptions, saved: Saved): SaveDocument {
  const { plan, written, report } = saved;
  const files =
    written ??
    plan.files.map(({ before, changes }) => ({ path: before.path, backup: null, changes }));
  return {
    profile: options.profile,
    accessKeyId: maskId(options.key.accessKeyId),
    region: plan.region,
    written: (written?.length ?? 0) > 0,
    files: files.map(({ path, backup, changes }) => ({
      path,
      backup,
      changes: changes.map((change) => ({ ...change })),
    })),
    check: report === null ? null : checkDocument(report),
  };
}
