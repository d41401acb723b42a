/** `mturk-setup retire`: switches a key off at AWS and takes it out of the files; between each two steps a person (or an option) agrees. */
import { isAbsolute, join } from "node:path";
import { type Problem, type Result, failed, ok } from "../base/problem.js";
import { createPrivateFile } from "../files/store.js";
import { problemDocument } from "../jobs/documents.js";
import { type Examined, type FoundKey, type FoundKeys, NO_WAY_BACK_HERE, type PutAwayPlan, type Retired, examineKey, findKey, findKeys, planPutAway, putAway, retireDocument, retireRecord, retireSchema, standsOnlyWithUs, switchOff, watchRefused, writeRecord } from "../jobs/retire/index.js";
import { type RotatePorts, rotatePorts } from "../jobs/rotate/index.js";
import { type AccessKey, maskId } from "../keys/types.js";
import { ask, isYes } from "./ask.js";
import { EXIT, exitOf, printJson, problemText, reportProblem } from "./io.js";
import { createPorts } from "./ports.js";
import type { Request } from "./request.js";
import { isOff, keyLines, planLines, retiredLines, saveFirstLines } from "./retire-words.js";
import { tellHosts } from "./rotate.js";
import type { WizardIo } from "./wizard.js";

type RetireRequest = Extract<Request, { command: "retire" }>;

/** A key with all that is known of it before anything is done. */
interface Known {
  readonly found: FoundKey;
  readonly examined: Examined;
  readonly plan: PutAwayPlan;
}

/** What ended it before its end: with this exit code, everything is told. */
interface Ended {
  readonly code: number;
}

interface Work {
  readonly io: WizardIo;
  readonly ports: RotatePorts;
  readonly request: RetireRequest;
  readonly unreadable: readonly Problem[];
}

/** Answers 0 where AWS takes the key no more and it is out of the files, 3 where nobody agreed, 4 where something is left to do. */
export async function runRetire(io: WizardIo, request: RetireRequest): Promise<number> {
  const ports = rotatePorts(createPorts(io.host, io.clock));
  const folders = request.folders.map((folder) => inFolder(io, folder));
  const all = await findKeys(io.host, folders);
  if (!all.ok) return reportProblem(io, all.problem, request.json);
  const work: Work = { io, ports, request, unreadable: all.value.unreadable };
  for (const problem of work.unreadable) io.err(problemText(problem));
  const chosen = await choose(work, all.value, folders);
  if (!chosen.ok) return reportProblem(io, chosen.problem, request.json);
  if (chosen.value === null) return EXIT.interrupted;
  if (chosen.value.length === 0) return nothingFound(work);
  const stop = await tellHosts(io, ports);
  if (stop !== null) return reportProblem(io, stop, request.json);
  const known: Known[] = [];
  for (const found of chosen.value) {
    const one = await learn(work, found);
    if (!one.ok) return reportProblem(io, one.problem, request.json);
    known.push(one.value);
  }
  const [first] = known;
  return request.dryRun || first === undefined ? dryRun(work, known) : retire(work, first);
}

function inFolder(io: WizardIo, path: string): string {
  return isAbsolute(path) ? path : join(io.host.cwd, path);
}

function nothingFound({ io, request, unreadable }: Work): number {
  const [unread] = unreadable;
  if (unread !== undefined) return request.json ? reportProblem(io, unread, true) : exitOf(unread);
  if (request.json) printJson(io, retireSchema.parse(retireDocument([], { unreadable: [], record: null })));
  else io.err("mturk-setup: no access key was found on this computer. Another folder: --folder PATH\n");
  return EXIT.done;
}

/** The key that is meant; on a dry run all of them. Null: Ctrl+C. */
async function choose({ io, request }: Work, all: FoundKeys, folders: readonly string[]): Promise<Result<readonly FoundKey[] | null>> {
  if (request.key !== null) {
    const one = await findKey(io.host, request.key, folders);
    return one.ok ? ok([one.value]) : one;
  }
  const { profile } = request;
  const fitting = profile === null ? all.keys : all.keys.filter(({ places }) => places.some((place) => place.profile === profile));
  // A key that only our backups remember is meant where it is named, or where there is no other.
  const standing = fitting.filter((key) => !standsOnlyWithUs(key));
  const keys = standing.length === 0 || request.dryRun ? fitting : standing;
  if (keys.length <= 1 || request.dryRun) return ok(keys);
  if (!io.interactive || request.json) {
    return failed({ code: "answer-missing", message: `${keys.length} keys were found on this computer; which one is meant cannot be told. Nothing was changed.`, try: [...keys.map(({ accessKeyId }) => `mturk-setup retire --key ${maskId(accessKeyId)}`), "See where they are: mturk-setup retire --dry-run"] });
  }
  io.err(`${keys.flatMap((key, index) => keyLines(key, null, io.host).map((line, at) => (at === 0 ? `${index + 1}  ${line}` : `   ${line}`))).join("\n")}\n`);
  const typed = await ask(io.terminal, `Which one? (1-${keys.length}) `);
  if (typed === null) return ok(null);
  const key = /^\d+$/.test(typed) ? keys[Number(typed) - 1] : undefined;
  return key === undefined ? failed({ code: "answer-missing", message: "No key was chosen. Nothing was changed.", try: ["mturk-setup retire --key AKIA…WXYZ"] }) : ok([key]);
}

/** Asks AWS about a key and plans what would be taken out, so that what cannot be done is known before anything is. */
async function learn({ io, ports }: Work, found: FoundKey): Promise<Result<Known>> {
  const plan = await planPutAway(ports, found);
  if (!plan.ok) return plan;
  const examined = await examineKey(ports, found, io.signal);
  return examined.ok ? ok({ found, examined: examined.value, plan: plan.value }) : examined;
}

function dryRun({ io, request, unreadable }: Work, known: readonly Known[]): number {
  const retired = known.map(({ found, examined }): Retired => ({ found, examined, switched: null, seenRefused: false, putAway: null }));
  const plans = new Map(known.map(({ found, plan }) => [found.accessKeyId, plan]));
  if (request.json) printJson(io, retireSchema.parse(retireDocument(retired, { unreadable: unreadable.map(problemDocument), record: null, plans })));
  else io.err(`${[...known.flatMap(({ found, examined, plan }) => [...keyLines(found, examined, io.host), ...planLines(plan, io.host).map((line) => `  ${line}`), ""]), "Nothing was changed."].join("\n")}\n`);
  return EXIT.done;
}

/** One key, from the first word to the last. */
async function retire(work: Work, known: Known): Promise<number> {
  const { io, request } = work;
  const { found, examined, plan } = known;
  if (examined.state === "unclear") return reportProblem(io, { ...(examined.problem ?? UNCLEAR), message: `${(examined.problem ?? UNCLEAR).message} Nothing was changed.` }, request.json);
  const date = new Date(io.clock.now());
  if (!request.json) io.err(`${[...saveFirstLines(date), ...keyLines(found, examined, io.host), "Used elsewhere? Those programs stop.", ...planLines(plan, io.host)].join("\n")}\n`);
  const switched = await switchingOff(work, known);
  if ("code" in switched) return switched.code;
  const retired: Retired = { found, examined, ...switched, putAway: null };
  // A pair that AWS still accepts stays: it is what tells later that the key is off.
  if (examined.state === "active" && !isOff(retired)) return report(work, retired, null);
  const away = await puttingAway(work, known);
  if ("code" in away) return away.code;
  const done = { ...retired, putAway: away.putAway };
  const record = await recording(work, done);
  if (!record.ok) io.err(problemText(record.problem));
  const code = report(work, done, record.ok ? record.value : null);
  if (!record.ok) return EXIT.failed;
  return code === EXIT.done && away.putAway === null ? EXIT.answerMissing : code;
}

const UNCLEAR: Problem = { code: "unknown", message: "AWS gave no clear answer about this key.", try: ["Try again in a minute."] };

type Switched = Pick<Retired, "switched" | "seenRefused">;

/** Off at AWS, by the key itself or by somebody at the console; not needed where AWS refuses it or cannot be asked with it. */
async function switchingOff(work: Work, { examined }: Known): Promise<Switched | Ended> {
  const { io, ports, request } = work;
  const { pair, holder } = examined;
  if (pair === null || holder === null) return { switched: null, seenRefused: false };
  const id = maskId(examined.accessKeyId);
  if (!examined.isRoot) {
    if (!request.json) io.err(`${request.delete ? `Deleting ${id} at AWS cannot be undone, not even in the console.` : NO_WAY_BACK_HERE}\n`);
    const agreed = await agree(work, `${request.delete ? "Delete" : "Switch off"} ${id} at AWS? (y/N) `, "Nothing was switched off.");
    if (agreed !== null) return agreed;
  }
  const done = await switchOff(ports, { ...examined, pair, holder }, { delete: request.delete, signal: io.signal });
  if (!done.ok) return { code: reportProblem(io, done.problem, request.json) };
  if (done.value.how !== "console") return { switched: done.value, seenRefused: false };
  const { because, steps } = done.value;
  io.err(`${[because.message, "In the console:", ...steps.map((step, index) => `  ${index + 1}  ${step}`)].join("\n")}\n`);
  const watched = await untilRefused(work, pair);
  return watched.ok ? { switched: done.value, seenRefused: watched.value } : { code: reportProblem(io, watched.problem, request.json) };
}

/** Looks every ten seconds; without a person nobody waits. */
async function untilRefused({ io, ports, request }: Work, pair: AccessKey): Promise<Result<boolean>> {
  const id = maskId(pair.accessKeyId);
  if (!io.interactive || request.json) {
    io.err(`mturk-setup: ${id} is still on, and nobody waits here until it is off. Run this again then.\n`);
    return ok(false);
  }
  io.err("Asking AWS every 10 s whether it refuses the key. Ctrl+C stops asking.\n");
  const forget = io.onEnd(() => io.err(`\nStopped asking. ${id} is still on, and still in the files. When it is off: mturk-setup retire --key ${id}\n`));
  const watched = await watchRefused(ports, pair, {
    signal: io.signal,
    forMs: Number.MAX_SAFE_INTEGER,
    progress: ({ state, sinceMs }) => io.err(state === "refused" ? "ok  AWS now refuses it.\n" : `..  ${state === "accepted" ? "still accepted" : "no clear answer"} (${Math.round(sinceMs / 1000)} s; can take minutes)\n`),
  });
  forget();
  return watched.ok ? ok(watched.value === "refused") : watched;
}

/** Out of the files and our backups; null: nobody agreed. */
async function puttingAway(work: Work, { found, plan }: Known): Promise<{ readonly putAway: Retired["putAway"] } | Ended> {
  const { io, ports, request } = work;
  const nothing = plan.plan.files.length === 0 && plan.backups.length === 0 && !plan.pending;
  if (!nothing) {
    const agreed = await agree(work, "Take it out of the files, as shown above? (y/N) ", "It was left in the files.");
    if (agreed?.code === EXIT.answerMissing && io.interactive && !request.json) return { putAway: null };
    if (agreed !== null) return agreed;
  }
  const done = await putAway(ports, plan, found, io.signal);
  return done.ok ? { putAway: done.value } : { code: reportProblem(io, done.problem, request.json) };
}

/** Null: agreed. */
async function agree({ io, request }: Work, question: string, nothing: string): Promise<Ended | null> {
  if (request.yes) return null;
  const refused: Problem = { code: "answer-missing", message: `${nothing} Nobody agreed to it.`, try: ["mturk-setup retire --yes, with the same options", "See first what would happen: mturk-setup retire --dry-run"] };
  if (!io.interactive || request.json) return { code: reportProblem(io, refused, request.json) };
  const typed = await ask(io.terminal, question);
  if (typed === null) return { code: EXIT.interrupted };
  return isYes(typed) ? null : { code: reportProblem(io, refused, false) };
}

/** The path of the record; null where none was wished for. */
async function recording({ io, ports, request }: Work, retired: Retired): Promise<Result<string | null>> {
  const wished = request.record ?? (await offered(io, request));
  if (wished === null) return ok(null);
  const text = retireRecord(ports, [retired]);
  if (wished.path === null) return writeRecord(ports, text);
  const path = inFolder(io, wished.path);
  const written = await createPrivateFile(path, text);
  return written.ok ? ok(path) : written;
}

async function offered(io: WizardIo, request: RetireRequest): Promise<RetireRequest["record"]> {
  if (!io.interactive || request.json || request.yes) return null;
  return isYes((await ask(io.terminal, "Write a record of this, without secrets, into this folder? (y/N) ")) ?? "") ? { path: null } : null;
}

function report({ io, request, unreadable }: Work, retired: Retired, record: string | null): number {
  if (request.json) printJson(io, retireSchema.parse(retireDocument([retired], { unreadable: unreadable.map(problemDocument), record })));
  else io.err(`${retiredLines(retired, record, io.host).join("\n")}\n`);
  return isOff(retired) ? EXIT.done : EXIT.failed;
}
