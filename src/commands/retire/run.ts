/**
 * Runs `mturk-setup retire`: switches a key off at AWS and takes it out of the files; between each
 * two steps a person (or an option) agrees.
 */
import { counted, firstTen } from "../../base/list.js";
import { type Problem, type Result, failed, ok } from "../../base/problem.js";
import { pathMeant } from "../../jobs/dropped.js";
import { problemDocument } from "../../jobs/documents.js";
import {
  type Examined,
  type FoundKey,
  type FoundKeys,
  type Retired,
  examineKey,
  unaskedKey,
  findAndSwitchOffSteps,
  findKey,
  findKeys,
  isSeenOff,
  othersWith,
  isOnlyRemembered,
  planPutAway,
  retireDocument,
  retireSchema,
  stillActive,
} from "../../jobs/retire/index.js";
import { rotatePorts, switchOffSteps } from "../../jobs/rotate/index.js";
import type { KeyUsers } from "../../jobs/shared/users.js";
import { ask } from "../terminal/ask.js";
import { EXIT, exitOf, printJson, reportProblem, linesText } from "../io.js";
import { createPorts } from "../ports.js";
import { chosenFrom, nameOf, tellUnreadable } from "./choice.js";
import { unusedRetireOptions, othersLines, othersUndecidedProblem, unspoken } from "./shared.js";
import type { RetireRequest } from "./options.js";
import { dryLines, type Goal, wouldLines } from "./dry.js";
import { retiredPart } from "../../jobs/report/parts.js";
import { reported } from "../reported.js";
import { recordAndReport, report } from "./report.js";
import { type Ended, type Known, type Work, puttingAway, switchingOff } from "./stages.js";
import { keyLines, planLines, saveFirstLines } from "./words.js";
import { tellHosts } from "../rotate/run.js";
import type { WizardIo } from "../wizard/run.js";
import { TRY_IN_A_MINUTE } from "../../jobs/rotate/problems.js";

/**
 * Answers 0 where AWS takes the key no more and it is out of the files, 3 where nobody agreed, 4
 * where something is left to do.
 */
export async function runRetire(io: WizardIo, request: RetireRequest): Promise<number> {
  const ports = rotatePorts(createPorts(io.host, io.clock, null, request.profile));
  const meant = request.folders.map((folder) => pathMeant(folder, io.host));
  const unclear = meant.find((folder) => !folder.ok);
  if (unclear?.ok === false) return reportProblem(io, unclear.problem, request.json);
  const folders = meant.flatMap((folder) => (folder.ok ? [folder.value] : []));
  const all = await findKeys(io.host, folders);
  if (!all.ok) return reportProblem(io, all.problem, request.json);
  const work: Work = { io, ports, request, unreadable: all.value.unreadable, keys: all.value.keys };
  tellUnreadable(io, work.unreadable);
  const chosen = await choose(work, all.value, folders);
  if (!chosen.ok) return reportProblem(io, chosen.problem, request.json);
  if (chosen.value === null) return EXIT.interrupted;
  if (chosen.value.length === 0) return reported(io, request, [], nothingFound(work));
  const stop = await tellHosts(io, ports);
  if (stop !== null) return reportProblem(io, stop, request.json);
  // What would not be shown need not be asked about.
  const shown = request.json ? { shown: chosen.value, more: null } : firstTen(chosen.value);
  const learnt = await learnAll(work, shown.shown);
  if (!learnt.ok) return reportProblem(io, learnt.problem, request.json);
  const known = learnt.value;
  const [first] = known;
  return request.dryRun || first === undefined
    ? dryRun(work, known, shown.more)
    : retire(work, first);
}

/** What AWS says of each; where it has not answered often enough, the rest is not asked. */
async function learnAll(work: Work, keys: readonly FoundKey[]): Promise<Result<readonly Known[]>> {
  const known: Known[] = [];
  let unanswered = 0;
  for (const found of keys) {
    const silence = unanswered < MOST_UNANSWERED ? null : (known.at(-1)?.examined.problem ?? null);
    const one = await learn(work, found, silence);
    if (!one.ok) return one;
    known.push(one.value);
    unanswered = one.value.examined.state === "unclear" ? unanswered + 1 : 0;
  }
  return ok(known);
}

function nothingFound({ io, request, unreadable }: Work): number {
  const [unread] = unreadable;
  if (unread !== undefined) return request.json ? reportProblem(io, unread, true) : exitOf(unread);
  if (request.json)
    printJson(
      io,
      retireSchema.parse(
        retireDocument([], { profile: request.profile, unreadable: [], record: null }),
      ),
    );
  else io.out("No access key was found on this computer. Another folder: --folder PATH\n");
  return EXIT.done;
}

/** The key that is meant; on a dry run all of them. Null: Ctrl+C. */
async function choose(
  { io, request }: Work,
  all: FoundKeys,
  folders: readonly string[],
): Promise<Result<readonly FoundKey[] | null>> {
  if (request.key !== null) {
    const one = await findKey(io.host, request.key, folders);
    return one.ok ? ok([one.value]) : one;
  }
  const { profile } = request;
  const within = (places: FoundKey["places"]): boolean =>
    profile === null || places.some((place) => place.profile === profile);
  const fitting = all.keys.filter(({ places }) => within(places));
  // A key that is only remembered is meant where it is named, or where there is no other.
  const standing = fitting.filter(
    (key) =>
      !isOnlyRemembered(key) &&
      within(key.places.filter(({ name }) => name !== "backup" && name !== "pending")),
  );
  const keys = standing.length === 0 || request.dryRun ? fitting : standing;
  if (keys.length <= 1 || request.dryRun) return ok(keys);
  if (!io.interactive || request.json) {
    return failed({
      code: "answer-missing",
      message:
        `${counted(keys.length)} keys were found on this computer; which one is meant cannot ` +
        "be told. Nothing was changed.",
      try: [
        ...firstTen(keys).shown.map(
          ({ accessKeyId }) => `mturk-setup retire --key ${nameOf(accessKeyId, all.keys)}`,
        ),
        ...[firstTen(keys).more].flatMap((more) => (more === null ? [] : [more])),
        "See where they are: mturk-setup retire --dry-run",
      ],
    });
  }
  const typed = await chosenFrom(io, keys);
  if (typed === null) return ok(null);
  const key = /^\d+$/.test(typed) ? keys[Number(typed) - 1] : undefined;
  return key === undefined
    ? failed({
        code: "answer-missing",
        message: "No key was chosen. Nothing was changed.",
        try: ["mturk-setup retire --key AKIA…WXYZ"],
      })
    : ok([key]);
}

/** Where AWS did not answer about so many keys one after another, no more are asked about. */
const MOST_UNANSWERED = 3;

/**
 * Asks AWS about a key and plans what would be taken out, so that what cannot be done is known
 * before anything is. `silence`: why AWS is not asked any more, and so would not be about this one.
 */
async function learn(
  { io, ports }: Work,
  found: FoundKey,
  silence: Problem | null,
): Promise<Result<Known>> {
  const plan = await planPutAway(ports, found);
  if (!plan.ok) return plan;
  const examined =
    silence === null
      ? await examineKey(ports, found, io.signal)
      : ok(unaskedKey(found.accessKeyId, silence));
  return examined.ok ? ok({ found, examined: examined.value, plan: plan.value }) : examined;
}

function dryRun(
  { io, request, unreadable }: Work,
  known: readonly Known[],
  more: string | null,
): number {
  const retired = known.map(({ found, examined }): Retired => ({
    found,
    examined,
    switched: null,
    seenRefused: false,
    forgotten: null,
    putAway: null,
  }));
  const plans = new Map(known.map(({ found, plan }) => [found.accessKeyId, plan]));
  const would = new Map(
    known.map((one) => [one.found.accessKeyId, wouldLines(goalOf(one, request), io.host)]),
  );
  if (request.json)
    printJson(
      io,
      retireSchema.parse(
        retireDocument(retired, {
          profile: request.profile,
          unreadable: unreadable.map(problemDocument),
          record: null,
          plans,
          would,
        }),
      ),
    );
  else {
    const each = known.flatMap((one) => [
      ...dryLines(one, usersOf(one.found, one.examined, request), io.host),
      ...(would.get(one.found.accessKeyId) ?? []).map((line, at) => `    ${at + 1}  ${line}`),
      "",
    ]);
    const cut =
      more === null ? [] : [`${more} (one of them: --key or --profile; all of them: --json)`];
    io.out(`${[...each, ...cut, "Nothing was changed."].join("\n")}\n`);
  }
  return EXIT.done;
}

function goalOf({ found, examined, plan }: Known, request: RetireRequest): Goal {
  return {
    examined,
    plan,
    left: unspoken(usersOf(found, examined, request), request.others),
    delete: request.delete,
    forget: request.forget,
  };
}

/**
 * Who would stop; nobody where AWS refuses the key already. A key that is only forgotten stays on,
 * so only what is taken out counts.
 */
function usersOf(
  found: FoundKey,
  { state }: Examined,
  { profile, forget }: RetireRequest,
): KeyUsers {
  const users = othersWith(found, profile);
  if (state === "refused") return { ...users, written: [], byHand: [] };
  return forget && state !== "active" ? { ...users, byHand: [] } : users;
}

/** One key, from the first word to the last. */
async function retire(work: Work, known: Known): Promise<number> {
  const { io, request } = work;
  const { found, examined, plan } = known;
  const name = nameOf(found.accessKeyId, work.keys);
  const users = usersOf(found, examined, request);
  if (!request.json)
    io.err(
      linesText([
        ...saveFirstLines(new Date(io.clock.now())),
        ...keyLines(found, examined, io.host),
        ...othersLines(found.accessKeyId, users, io.host),
        ...elsewhere(examined),
        ...planLines(plan, io.host),
      ]),
    );
  if (!["active", "refused"].includes(examined.state) && !request.forget)
    return reportProblem(io, notSeenOff(found, examined, name), request.json);
  const others = await spokenFor(work, known, users, name);
  if (others !== null) return others.code;
  for (const note of unusedRetireOptions(request, othersWith(found, request.profile), examined))
    io.err(`mturk-setup: ${note}\n`);
  const switched = await switchingOff(work, known, name);
  if ("code" in switched) return switched.code;
  const retired: Retired = { found, examined, ...switched, forgotten: null, putAway: null };
  // Nothing leaves the files before AWS was seen to refuse the key: a pair that stands there still
  // tells when it is off.
  if (!isSeenOff(retired) && !request.forget) {
    const { io } = work;
    const part = retiredPart(retired, { at: io.clock.now(), host: io.host });
    return reported(io, request, [part], report(work, retired, null, name));
  }
  const away = await puttingAway(work, known);
  if ("code" in away) return away.code;
  const done: Retired = {
    ...retired,
    putAway: away.putAway,
    forgotten: away.putAway === null || isSeenOff(retired) ? null : { steps: clicks(examined) },
  };
  return recordAndReport(work, done, name);
}

function clicks({ accessKeyId, holder }: Examined): readonly string[] {
  return holder === null ? findAndSwitchOffSteps(accessKeyId) : switchOffSteps(holder, accessKeyId);
}

function elsewhere({ state }: Examined): readonly string[] {
  return state === "refused" ? [] : ["Used on other computers too? Those programs stop."];
}

/**
 * What stops it before anything is touched: AWS was not seen to refuse the key, and the key cannot
 * switch itself off.
 */
function notSeenOff(
  { accessKeyId }: FoundKey,
  { state, problem }: Examined,
  name: string,
): Problem {
  const why = problem ?? UNCLEAR;
  const forgetting =
    "To take it out of the files all the same (the id is shown once more then): mturk-setup " +
    `retire --key ${name} --forget`;
  if (state === "unclear")
    return {
      ...why,
      message: `${why.message} Nothing was changed.`,
      try: [...why.try, forgetting],
    };
  const message = state === "active-secret-wrong" ? stillActive(accessKeyId) : why.message;
  return {
    ...why,
    message:
      `${message} Nothing was changed: while it may be on, what stands here is the last ` +
      "trace of it.",
    try: [
      ...findAndSwitchOffSteps(accessKeyId),
      ...(state === "active-secret-wrong"
        ? [`When it is off: mturk-setup retire --key ${name}`]
        : []),
      forgetting,
    ],
  };
}

/** Null: everybody who would stop was spoken for. */
async function spokenFor(
  { io, request }: Work,
  { found }: Known,
  users: KeyUsers,
  name: string,
): Promise<Ended | null> {
  const left = unspoken(users, request.others);
  if (left.written.length + left.byHand.length === 0) return null;
  const command =
    "mturk-setup retire --key " +
    `${name}${request.delete ? " --delete" : ""}${request.forget ? " --forget" : ""}`;
  const problem = othersUndecidedProblem(found.accessKeyId, left, io.host, command);
  if (!io.interactive || request.json || request.yes)
    return { code: reportProblem(io, problem, request.json) };
  const typed = await ask(io.terminal, "End it in all of them? (a: yes, in all; Enter: stop) ");
  if (typed === null) return { code: EXIT.interrupted };
  return /^a(ll)?$/i.test(typed) ? null : { code: reportProblem(io, problem, false) };
}

const UNCLEAR: Problem = {
  code: "unknown",
  message: "AWS gave no clear answer about this key.",
  try: [TRY_IN_A_MINUTE],
};
