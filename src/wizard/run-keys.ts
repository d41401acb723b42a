/** Runs for the wizard what replaces keys and switches them off. */
import { failed, ok, type Problem, type Result } from "../base/problem.js";
import { locateAwsFiles } from "../aws-files/store/where.js";
import { planChange, writeReviewed } from "../jobs/change.js";
import type { Ports } from "../jobs/ports.js";
import { readOneKey } from "../jobs/read-csv.js";
import { examineKey, findKeys, switchOff, type Examined } from "../jobs/retire/index.js";
import { pairFromBackups } from "../jobs/rotate/disk.js";
import {
  finishRotation,
  rotate,
  undoRotation,
  watchRefused,
  type Rotated,
  type RotatePorts,
  type RotateProgress,
} from "../jobs/rotate/index.js";
import { DEFAULT_REGION } from "../jobs/save.js";
import { type AccessKey, maskId } from "../keys/types.js";
import type { RotationNews } from "./progress-rotate.js";
import type { Running } from "./running.js";
import type { KeysHere } from "./state-retire.js";
import type { RefusalCheck, RotationAnswers, RotationCall } from "./state-rotate.js";

/** How long somebody may take in the console, in ms; asking anew is one key. */
const WATCH_MS = 30 * 60_000;

/**
 * A key that AWS is asked about: in hand, or the old one of a profile, as a backup still has it.
 */
export type WatchedKey =
  { readonly pair: AccessKey } | { readonly profile: string; readonly accessKeyId: string };

export interface RotateArgs {
  readonly call: RotationCall;
  /** Null: as boto3 would choose. */
  readonly profile: string | null;
  readonly answers: RotationAnswers;
}

/** Calls the job of a rotation with what the person has answered so far. */
export function callRotation(
  ports: RotatePorts,
  { call, profile, answers }: RotateArgs,
  { signal, tell }: Running<RotationNews>,
): Promise<Result<Rotated>> {
  const { way, given, letGo, old, others, otherHolder, letGoUsed, take, seenRefused } = answers;
  const progress = (news: RotateProgress): void =>
    tell({
      news,
      leftMs:
        news.type === "patience" || news.type === "propagation"
          ? Math.max(0, news.until - ports.clock.now())
          : null,
    });
  const named = {
    ...(profile === null ? {} : { profile }),
    ...(others === null ? {} : { others }),
  };
  switch (call) {
    case "replace":
      return rotate(ports, {
        ...named,
        way,
        ...(given === null ? {} : { given }),
        ...(letGo === null ? {} : { letGo }),
        old,
        otherHolder,
        letGoUsed,
        take,
        seenRefused,
        signal,
        progress,
      });
    case "finish":
      return finishRotation(ports, {
        ...named,
        ...(letGo === null ? {} : { letGo }),
        old,
        letGoUsed,
        take,
        seenRefused,
        signal,
        progress,
      });
    case "undo":
      return undoRotation(ports, {
        ...named,
        old: old === "keep" ? "keep" : "off",
        signal,
        progress,
      });
  }
}

/** Looks every 10 s whether AWS refuses a key by now. */
export async function watchKey(
  ports: RotatePorts,
  key: WatchedKey,
  { signal, tell }: Running<RefusalCheck>,
): ReturnType<typeof watchRefused> {
  const pair = await pairOf(ports, key);
  if (!pair.ok) return pair;
  return watchRefused(ports, pair.value, { signal, forMs: WATCH_MS, progress: tell });
}

async function pairOf(ports: RotatePorts, key: WatchedKey): Promise<Result<AccessKey>> {
  if ("pair" in key) return ok(key.pair);
  const paths = locateAwsFiles(ports.host);
  if (!paths.ok) return paths;
  const pair = await pairFromBackups(ports.host, paths.value, key.profile, key.accessKeyId);
  return pair === null ? failed(noCopy(key.accessKeyId)) : ok(pair);
}

function noCopy(accessKeyId: string): Problem {
  return {
    code: "keys-missing",
    message: `No copy of ${maskId(accessKeyId)} is left here, so AWS cannot be asked whether it is off.`,
    try: ['Look in the console that it says "Inactive" beside this id.'],
  };
}

/** Looks for keys everywhere on this computer, and asks AWS about each. */
export async function keysHere(
  ports: RotatePorts,
  folders: readonly string[],
  { signal, tell }: Running<{ readonly asked: number; readonly of: number }>,
): Promise<Result<KeysHere>> {
  const prepared = await putPracticeKey(ports, null, signal);
  if (!prepared.ok) return prepared;
  const found = await findKeys(ports.host, folders);
  if (!found.ok) return found;
  const { keys } = found.value;
  const examined: Examined[] = [];
  for (const key of keys) {
    tell({ asked: examined.length, of: keys.length });
    const answer = await examineKey(ports, key, signal);
    if (!answer.ok) return answer;
    examined.push(answer.value);
  }
  return ok({ ...found.value, examined });
}

/** Switches a key off by itself. Problem `keys-partial`: AWS accepts no pair with this id. */
export async function switchItselfOff(
  ports: RotatePorts,
  examined: Examined,
  signal: AbortSignal,
): ReturnType<typeof switchOff> {
  const { pair, holder } = examined;
  if (pair === null || holder === null)
    return failed({
      code: "keys-partial",
      message: "AWS accepts no pair with this id, so the key cannot switch itself off.",
      try: ["Do it in the IAM console: search for the id."],
    });
  return switchOff(ports, { ...examined, pair, holder }, { delete: false, signal });
}

/**
 * Practice begins with an empty home: its made-up key is put into its own file, so that there is
 * one to replace or to switch off.
 */
export async function putPracticeKey(
  jobs: Ports,
  profile: string | null,
  signal: AbortSignal,
): Promise<Result<null>> {
  if (jobs.practice === null) return ok(null);
  const found = await findKeys(jobs.host);
  if (!found.ok) return found;
  if (found.value.keys.some(({ places }) => places.some(({ name }) => name !== "csv")))
    return ok(null);
  const read = await readOneKey(jobs.practice.csvPath, { practice: true, user: null });
  if (!read.ok) return read;
  const plan = await planChange(jobs, {
    profile: profile ?? "default",
    key: read.value.key,
    keysIn: "credentials",
    region: { value: DEFAULT_REGION, when: "ifMissing" },
  });
  if (!plan.ok) return plan;
  const written = await writeReviewed(jobs, plan.value, signal);
  return written.ok ? ok(null) : written;
}
