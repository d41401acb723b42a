/** Carries out the effects of replacing a key and of switching keys off. */
import { failed, never, ok, type Problem, type Result } from "../base/problem.js";
import { locateAwsFiles } from "../files/where.js";
import { planChange, writeReviewed } from "../jobs/change.js";
import type { Ports } from "../jobs/ports.js";
import { readOneKey } from "../jobs/read-csv.js";
import { examineKey, findKeys, planPutAway, putAway, retireRecord, switchOff, writeRecord, type Examined } from "../jobs/retire/index.js";
import { pairFromBackups } from "../jobs/rotate/disk.js";
import { finishRotation, rotate, rotatePorts, undoRotation, watchRefused, type Rotated, type RotatePorts, type RotateProgress } from "../jobs/rotate/index.js";
import { DEFAULT_REGION } from "../jobs/save.js";
import { type AccessKey, maskId } from "../keys/types.js";
import type { KeysEffect, KeysResultEvent, WatchedKey } from "./events-keys.js";
import type { KeysHere } from "./state-retire.js";

type Send = (event: KeysResultEvent) => void;
type EffectOf<T extends KeysEffect["type"]> = Extract<KeysEffect, { type: T }>;

/** How long somebody may take in the console, in ms; asking anew is one key. */
const WATCH_MS = 30 * 60_000;

export async function performKeys(jobs: Ports, effect: KeysEffect, signal: AbortSignal, send: Send): Promise<void> {
  const ports = rotatePorts(jobs);
  const { ticket } = effect;
  switch (effect.type) {
    case "rotate":
      send({ type: "rotated", ticket, result: await callRotation(ports, effect, signal, send) });
      return;
    case "watch":
      send({ type: "watchEnded", ticket, result: await watchKey(ports, effect, signal, send) });
      return;
    case "findKeys":
      send({ type: "keysFound", ticket, result: await keysHere(ports, effect, signal, send) });
      return;
    case "switchOff":
      send({ type: "switchedOff", ticket, result: await switchItselfOff(ports, effect.examined, signal) });
      return;
    case "planPutAway":
      send({ type: "putAwayPlanned", ticket, result: await planPutAway(ports, effect.found) });
      return;
    case "putAway":
      send({ type: "keyPutAway", ticket, result: await putAway(ports, effect.plan, effect.found, signal) });
      return;
    case "writeRecord":
      send({ type: "recordWritten", ticket, result: await writeRecord(ports, retireRecord(ports, effect.keys)) });
      return;
    default:
      never(effect);
  }
}

function callRotation(ports: RotatePorts, { call, profile, answers, ticket }: EffectOf<"rotate">, signal: AbortSignal, send: Send): Promise<Result<Rotated>> {
  const { way, given, letGo, old, others, otherHolder, letGoUsed, take, seenRefused } = answers;
  const progress = (news: RotateProgress): void =>
    send({ type: "rotating", ticket, progress: news, leftMs: news.type === "patience" || news.type === "propagation" ? Math.max(0, news.until - ports.clock.now()) : null });
  const named = { ...(profile === null ? {} : { profile }), ...(others === null ? {} : { others }) };
  switch (call) {
    case "replace":
      return rotate(ports, { ...named, way, ...(given === null ? {} : { given }), ...(letGo === null ? {} : { letGo }), old, otherHolder, letGoUsed, take, seenRefused, signal, progress });
    case "finish":
      return finishRotation(ports, { ...named, ...(letGo === null ? {} : { letGo }), old, letGoUsed, take, seenRefused, signal, progress });
    case "undo":
      return undoRotation(ports, { ...named, old: old === "keep" ? "keep" : "off", signal, progress });
  }
}

async function watchKey(ports: RotatePorts, { key, ticket }: EffectOf<"watch">, signal: AbortSignal, send: Send): ReturnType<typeof watchRefused> {
  const pair = await pairOf(ports, key);
  if (!pair.ok) return pair;
  return watchRefused(ports, pair.value, { signal, forMs: WATCH_MS, progress: (look) => send({ type: "looked", ticket, look }) });
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
    try: ["Look in the console that it says \"Inactive\" beside this id."],
  };
}

async function keysHere(ports: RotatePorts, { folders, ticket }: EffectOf<"findKeys">, signal: AbortSignal, send: Send): Promise<Result<KeysHere>> {
  const prepared = await putPracticeKey(ports, null, signal);
  if (!prepared.ok) return prepared;
  const found = await findKeys(ports.host, folders);
  if (!found.ok) return found;
  const { keys } = found.value;
  const examined: Examined[] = [];
  for (const key of keys) {
    send({ type: "askingAboutKeys", ticket, asked: examined.length, of: keys.length });
    const answer = await examineKey(ports, key, signal);
    if (!answer.ok) return answer;
    examined.push(answer.value);
  }
  return ok({ ...found.value, examined });
}

async function switchItselfOff(ports: RotatePorts, examined: Examined, signal: AbortSignal): ReturnType<typeof switchOff> {
  const { pair, holder } = examined;
  if (pair === null || holder === null) return failed({ code: "keys-partial", message: "AWS accepts no pair with this id, so the key cannot switch itself off.", try: ["Do it in the IAM console: search for the id."] });
  return switchOff(ports, { ...examined, pair, holder }, { delete: false, signal });
}

/** Practice begins with an empty home: its made-up key is put into its own file, so that there is one to replace or to switch off. */
export async function putPracticeKey(jobs: Ports, profile: string | null, signal: AbortSignal): Promise<Result<null>> {
  if (jobs.practice === null) return ok(null);
  const found = await findKeys(jobs.host);
  if (!found.ok) return found;
  if (found.value.keys.some(({ places }) => places.some(({ name }) => name !== "csv"))) return ok(null);
  const read = await readOneKey(jobs.practice.csvPath, { practice: true, user: null });
  if (!read.ok) return read;
  const plan = await planChange(jobs, { profile: profile ?? "default", key: read.value.key, keysIn: "credentials", region: { value: DEFAULT_REGION, when: "ifMissing" } });
  if (!plan.ok) return plan;
  const written = await writeReviewed(jobs, plan.value, signal);
  return written.ok ? ok(null) : written;
}
