/** Checks a key with AWS and writes it, without questions: what `mturk-setup save` does. */
import type { Host } from "../base/host.js";
import { type Problem, type Result, failed, ok } from "../base/problem.js";
import type { FileKind, Plan, SaveIntent, WrittenFile } from "../files/types.js";
import { placeDoubt } from "../files/where.js";
import { type AccessKey, maskId } from "../keys/types.js";
import { planChange, writeAtOnce } from "./change.js";
import { type CheckReport, check, checkDocument, isSuccess } from "./check.js";
import type { SaveDocument } from "./documents.js";
import type { Ports } from "./ports.js";
import { type VerifyProgress, verifyKey } from "./verify.js";

export const DEFAULT_REGION = "us-east-1";

export interface SaveOptions {
  readonly profile: string;
  readonly key: AccessKey;
  /** Null: an existing region stays, else us-east-1. */
  readonly region: string | null;
  readonly keysIn: FileKind;
  readonly verify: boolean;
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
  /** The check with the keys as they are read back from the files; null where nothing was asked. */
  readonly report: CheckReport | null;
}

/**
 * Verifies (30 seconds of patience for a new key), plans and writes under one lock, reads back and checks again.
 * Problems: what AWS said of the key; `different-key` without `yes`; whatever the files say. Nothing is written then.
 */
export async function save(ports: Ports, options: SaveOptions): Promise<Result<Saved>> {
  const intent = intentOf(options);
  // What the files themselves refuse is told before AWS is asked; a file that need not change is in nobody's way.
  const planned = await planChange(ports, intent);
  if (!planned.ok) return planned;
  const doubtful = options.dryRun ? null : doubtAbout(planned.value, options, ports.host);
  if (doubtful !== null) return failed(doubtful);
  if (options.verify) {
    const refused = await verifyFirst(ports, options);
    if (refused !== null) return failed(refused);
  }
  if (options.dryRun) return ok({ plan: planned.value, written: null, report: null });
  const done = await writeAtOnce(ports, intent, (plan) => agreeTo(plan, options, ports.host), options.signal);
  if (!done.ok) return done;
  const { plan, written } = done.value;
  if (!options.verify) return ok({ plan, written, report: null });
  const report = await check(ports, { profile: options.profile, signal: options.signal, patient: true });
  // The key is written and was accepted before: that it could not be looked at once more does not make it a failure.
  return ok({ plan, written, report: report.ok ? report.value : null });
}

export function intentOf(options: Pick<SaveOptions, "profile" | "key" | "keysIn" | "region">): SaveIntent {
  const { profile, key, keysIn, region } = options;
  return { profile, key, keysIn, region: region === null ? { value: DEFAULT_REGION, when: "ifMissing" } : { value: region, when: "always" } };
}

async function verifyFirst(ports: Ports, options: SaveOptions): Promise<Problem | null> {
  const checked = await verifyKey(ports, options.key, {
    patient: true,
    signal: options.signal,
    ...(options.progress === undefined ? {} : { progress: options.progress }),
  });
  if (!checked.ok) return checked.problem;
  const { verdict, diagnosis } = checked.value;
  if (isSuccess(verdict, options.need)) return null;
  const problem = diagnosis.problems[0];
  if (problem === undefined) throw new Error(`verdict ${verdict} without a problem`);
  const unchecked = verdict === "unreachable" ? ["Or save it unchecked: add --no-verify"] : [];
  return { ...problem, message: `${problem.message} Nothing was saved.`, try: [...problem.try, ...unchecked] };
}

/** A file that would be made where nobody looks for it: asked about first. Null: no doubt, or agreed to. */
function doubtAbout(plan: Plan, options: SaveOptions, host: Host): Problem | null {
  if (options.yes) return null;
  const doubt = plan.files.map((file) => (file.before.exists ? null : placeDoubt(file.kind, host))).find((each) => each !== null);
  return doubt === undefined ? null : { code: "answer-missing", message: `${doubt.message} Nothing was saved.`, try: [...doubt.try, "To make the file there all the same: add --yes"] };
}

function agreeTo(plan: Plan, options: SaveOptions, host: Host): Result<Plan> {
  const doubtful = doubtAbout(plan, options, host);
  if (doubtful !== null) return failed(doubtful);
  if (plan.replaces === null || options.yes) return ok(plan);
  return failed({
    code: "different-key",
    message: `Profile ${plan.profile} holds another key, ${plan.replaces}. Nothing was saved.`,
    try: ["Replace it: add --yes (a copy of the file is kept)", "Or save under another name: --profile NAME"],
  });
}

/** What was saved, as the document of `save --json`. */
export function saveDocument(options: SaveOptions, saved: Saved): SaveDocument {
  const { plan, written, report } = saved;
  const files = written ?? plan.files.map(({ before, changes }) => ({ path: before.path, backup: null, changes }));
  return {
    profile: options.profile,
    accessKeyId: maskId(options.key.accessKeyId),
    region: plan.region,
    written: (written?.length ?? 0) > 0,
    files: files.map(({ path, backup, changes }) => ({ path, backup, changes: changes.map((change) => ({ ...change })) })),
    check: report === null ? null : checkDocument(report),
  };
}
