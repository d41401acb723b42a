/**
 * Runs `mturk-setup rotate --dry-run`: tells what would happen; asks AWS, changes and creates
 * nothing.
 */
import * as z from "zod";
import { type Problem, type Result, failed, ok } from "../../base/problem.js";
import {
  type KnownKey,
  type RotatePorts,
  type Rotated,
  type Unfinished,
  goesEverywhere,
  isOffAnyway,
  nothingDone,
  placesText,
  usersOf,
  rotateDocument,
  rotateSchema,
  unfinishedRotations,
} from "../../jobs/rotate/index.js";
import { readJournal } from "../../jobs/rotate/journal.js";
import { type RotationTarget, rotationTarget } from "../../jobs/rotate/preflight.js";
import { shortPath } from "../../jobs/names.js";
import { maskId } from "../../keys/types.js";
import type { AccessKey } from "../../keys/types.js";
import { EXIT, printJson, reportProblem, linesText } from "../io.js";
import type { RotateRequest } from "./options.js";
import { letGo } from "./ask.js";
import { lookAtGiven } from "./dry-given.js";
import { badLetGo } from "./idle.js";
import { newKeyGiven } from "./key.js";
import { type KeyReport, fallsShort, findKeyInFile, lookAt, holderNotSaid } from "./look.js";
import { othersLeftProblem } from "./shared.js";
import { keyLine, lookLines } from "./words.js";
import type { WizardIo } from "../wizard/run.js";
import { WOULD_DO } from "../../words/marks.js";

/**
 * The document of `rotate`, with what would be done as sentences, in their order; `oldAccessKeyId`
 * is the key in the file.
 */
export const rotateDrySchema = rotateSchema.extend({
  outcome: z.literal("dry-run"),
  would: z.array(z.string().min(1)).min(1),
});

interface Forecast {
  readonly rotated: Rotated;
  readonly would: readonly string[];
  readonly before: readonly string[];
}

export async function dryRun(
  io: WizardIo,
  ports: RotatePorts,
  request: RotateRequest,
): Promise<number> {
  const forecast = await forecastOf(io, ports, request);
  if (!forecast.ok) return reportProblem(io, forecast.problem, request.json);
  const { rotated, would, before } = forecast.value;
  if (request.json)
    printJson(io, rotateDrySchema.parse({ ...rotateDocument(rotated), outcome: "dry-run", would }));
  else io.out(linesText([...before, WOULD_DO, ...would.map((line, at) => `  ${at + 1}  ${line}`)]));
  return EXIT.done;
}

async function forecastOf(
  io: WizardIo,
  ports: RotatePorts,
  request: RotateRequest,
): Promise<Result<Forecast>> {
  const target = rotationTarget(ports, request.profile ?? undefined);
  if (!target.ok) return target;
  const open =
    (await unfinishedRotations(io.host)).find(({ profile }) => profile === target.value.profile) ??
    null;
  if (request.task === "finish") return forecastOfFinish(io, target.value, request, open);
  const seen = await lookAtBoth(io, ports, request);
  if (!seen.ok) return seen;
  const { look, given } = seen.value;
  const interrupted = open?.state === "interrupted" ? open : null;
  const { holder, checked, profile, key, copies, unread } = look;
  if (holder === null && interrupted === null)
    return failed(checked.diagnosis.problems[0] ?? holderNotSaid());
  const short = request.need === "mturk" ? fallsShort(look) : null;
  if (short !== null) return failed(short);
  const rotated: Rotated = { ...nothingDone(profile, key.accessKeyId), copies, unread };
  const before = lookLines(look, io.host, io.clock.now());
  if (interrupted !== null) return ok({ rotated, would: carrying(interrupted, request), before });
  const stops =
    sharedWithOthers(look, request, io) ??
    (await lookAtGiven(io, ports, { look, given, otherIsMeant: request.otherUser }));
  return stops === null
    ? forecastOfNew(seen.value, request, io, { rotated, before })
    : failed(stops);
}

/** Nothing stands in the way of a new rotation, unless it is the key that was to make room. */
function forecastOfNew(
  known: Pick<Known, "look" | "given">,
  request: RotateRequest,
  io: WizardIo,
  { rotated, before }: Omit<Forecast, "would">,
): Result<Forecast> {
  const goes = whoGoes(known.look, request, io);
  if (!goes.ok) return goes;
  const question = goes.value === null ? questionOf(known.look, request) : null;
  return ok({
    rotated: { ...rotated, question },
    would: replacing({ ...known, goes: goes.value }, request, io),
    before,
  });
}

/** The key in the file as AWS sees it, and the new one that the options bring. */
async function lookAtBoth(
  io: WizardIo,
  ports: RotatePorts,
  request: RotateRequest,
): Promise<Result<Pick<Known, "look" | "given">>> {
  const found = await findKeyInFile(ports, request.profile, {
    throughIam: !request.guided,
    everywhere: goesEverywhere(request.others),
  });
  if (!found.ok) return found;
  const bad = badLetGo(request, found.value.key.accessKeyId);
  if (bad !== null) return failed(bad);
  const given = await newKeyGiven(io, request.source);
  if (!given.ok) return given;
  const look = await lookAt(ports, found.value, io.signal);
  return look.ok ? ok({ look: look.value, given: given.value }) : look;
}

/** As the real run would stop: nothing was wished by name for the other places. */
function sharedWithOthers(
  { key, copies }: KeyReport,
  { others }: RotateRequest,
  { host }: WizardIo,
): Problem | null {
  if (copies.length === 0 || others !== null) return null;
  return othersLeftProblem(
    { ask: "shared", id: key.accessKeyId, switched: false },
    { copies },
    { task: "replace", host, toMakeRoom: false },
  );
}

/** The places are looked up for the old key, as they will be again before it goes. */
async function forecastOfFinish(
  io: WizardIo,
  { paths, profile }: RotationTarget,
  request: RotateRequest,
  open: Unfinished | null,
): Promise<Result<Forecast>> {
  const rotated = nothingDone(profile);
  const journal =
    open === null
      ? null
      : await readJournal({ host: io.host, credentials: paths.credentials, profile });
  const to = journal?.to ?? null;
  if (journal === null || to === null)
    return ok({ rotated, would: finishing(open, request), before: [] });
  const users = await usersOf(io.host, journal.from, null);
  if (!users.ok) return users;
  const noted = journal.others?.wish ?? null;
  const wish = request.others ?? (noted === "keep" ? null : noted);
  const copies = goesEverywhere(wish)
    ? users.value.byHand
    : [...users.value.written, ...users.value.byHand];
  const shared = open?.state === "waiting" && copies.length > 0 && !isOffAnyway(wish);
  if (shared)
    return failed(
      othersLeftProblem(
        { ask: "shared", id: journal.from, switched: true },
        { copies },
        { task: "finish", host: io.host, toMakeRoom: false },
      ),
    );
  return ok({ rotated: { ...rotated, copies }, would: finishing(open, request), before: [] });
}

/** Which other key makes room, as `--let-go` names it; null: none has to, or none was named. */
function whoGoes(look: KeyReport, request: RotateRequest, io: WizardIo): Result<KnownKey | null> {
  const question = questionOf(look, request);
  if (question?.ask !== "which-goes") return ok(null);
  const named = letGo(request, question.others, look.profile, io.clock.now());
  if (named === null) return ok(null);
  if (named.is === "problem") return failed(named.problem);
  const key = question.others.find(({ id }) => id === named.change.letGo) ?? null;
  const users = look.of(key?.id ?? "");
  const copies = [...users.written, ...users.byHand];
  if (key === null || copies.length === 0 || isOffAnyway(request.others)) return ok(key);
  return failed(
    othersLeftProblem(
      { ask: "shared", id: key.id, switched: false },
      { copies },
      { task: "replace", host: io.host, toMakeRoom: true },
    ),
  );
}

function finishing(open: Unfinished | null, request: RotateRequest): readonly string[] {
  if (open === null) return ["Nothing: no rotation of this profile is under way."];
  const first = open.state === "interrupted" ? [open.message, "Carry on with it."] : [];
  return [
    ...first,
    ...allowed(open.from, request),
    `Delete the old key, ${open.from}, at AWS, and our backups that hold it.`,
  ];
}

function carrying(open: Unfinished, request: RotateRequest): readonly string[] {
  return [
    open.message,
    "Carry on with it from there.",
    ...allowed(open.from, request),
    fate(open.from, request),
  ];
}

/** What the options allow on the way, where it shows only then whether that is needed. */
function allowed(
  from: string,
  { others, letGo: room, otherUser, source }: RotateRequest,
): readonly string[] {
  return [
    ...(source === null
      ? []
      : ["Take the new key that is given, if it is the one that was begun with."]),
    ...(room === null
      ? []
      : [`Delete ${room.length > 9 ? maskId(room) : room}, if a key has to go first.`]),
    ...(otherUser ? ["Take a new key of another user or account, too."] : []),
    ...(goesEverywhere(others)
      ? [`Put the new key into every other place that is written here and still holds ${from}.`]
      : []),
    ...(isOffAnyway(others)
      ? [`Go on although other places may hold ${from}: what reads them stops.`]
      : []),
  ];
}

/** What a person would have to answer, as far as it can be told now. */
function questionOf(look: KeyReport, request: RotateRequest): Rotated["question"] {
  const { holder, keys, key } = look;
  if (holder === null || request.source !== null) return null;
  if (request.guided || keys === null) return { ask: "new-key", because: look.because, holder };
  const others = keys
    .filter(({ id }) => id !== key.accessKeyId)
    .map((other) => ({ ...other, stands: look.standing.get(other.id) ?? [] }));
  return others.length === 0
    ? null
    : { ask: "which-goes", inUse: key.accessKeyId, others, unseen: look.unseen };
}

interface Known {
  readonly look: KeyReport;
  /** The new pair that the options bring. */
  readonly given: AccessKey | null;
  /** The key that makes room. */
  readonly goes: KnownKey | null;
}

function replacing(known: Known, request: RotateRequest, io: WizardIo): readonly string[] {
  const { look } = known;
  const old = maskId(look.key.accessKeyId);
  const question = questionOf(look, request);
  const also = goesEverywhere(request.others) ? look.copies.filter(({ editable }) => editable) : [];
  const withIt =
    also.length === 0 ? "" : `, and with it in ${placesText(also, io.host)}, all or none`;
  const into =
    `Put it in the place of ${old} in ${shortPath(look.path, io.host)}${withIt}; ` +
    `a copy of ${also.length === 0 ? "the file" : "each file"} is kept.`;
  return [
    ...making(known, request, io),
    "Ask AWS and MTurk whether the new key does as well as the old one.",
    into,
    question?.ask === "new-key" || request.source !== null
      ? `${fate(old, request)} If IAM does not let the new key do that: wait until somebody ` +
        "has done it in the console."
      : fate(old, request),
    ...staysOn(old, look, request, io),
  ];
}

/** Where the new key comes from, and what makes room for it. */
function making(
  { look, given, goes }: Known,
  request: RotateRequest,
  io: WizardIo,
): readonly string[] {
  const now = io.clock.now();
  if (given !== null)
    return [
      "Take the new key that is given, " +
        `${maskId(given.accessKeyId)}${request.otherUser ? ", even if it is another user's" : ""}.`,
    ];
  const question = questionOf(look, request);
  const idle =
    request.letGo === null || goes !== null
      ? []
      : [
          question === null
            ? "Nothing for --let-go: AWS allows this user one more key."
            : "Nothing for --let-go: whether a key has to go is not known.",
        ];
  if (question?.ask === "new-key")
    return [
      ...idle,
      `${look.because === null ? "" : `${look.because.message} `}Ask for a new key that a ` +
        `person makes in AWS's console${request.otherUser ? ", of any user or account" : ""}.`,
    ];
  const others = question?.ask === "which-goes" ? question.others : [];
  const room =
    goes === null
      ? others.map((key) => `Delete the other key first, if it is let go: ${keyLine(key, now)}`)
      : [`Delete the other key first, which cannot be undone: ${keyLine(goes, now)}`];
  return [
    ...idle,
    ...room,
    "Ask IAM for a new key, and keep it in a private file beside the credentials file " +
      "until it is in place.",
  ];
}

/**
 * Places that are not edited here keep the old key on, unless it was said that it goes all the
 * same.
 */
function staysOn(
  old: string,
  { copies }: KeyReport,
  { others, old: wish }: RotateRequest,
  io: WizardIo,
): readonly string[] {
  const left = goesEverywhere(others) ? copies.filter(({ editable }) => !editable) : copies;
  if (left.length === 0 || wish === "keep") return [];
  const where = placesText(left, io.host);
  return isOffAnyway(others)
    ? [`${where}: still ${left.length === 1 ? "holds" : "hold"} ${old}, and stop working.`]
    : [`But ${old} stays on as long as it stands in ${where}, which is changed by hand.`];
}

function fate(old: string, { old: wish, yes }: RotateRequest): string {
  if (wish === "delete")
    return `Switch ${old} off at AWS, ask again with the new key, then delete ${old}.`;
  if (wish === "keep") return `Leave ${old} switched on.`;
  return (
    `${yes ? "" : "If that is agreed to: "}switch ${old} off at AWS, and ask again with the ` +
    "new key."
  ).replace(/^s/, "S");
}
