/**
 * Runs `mturk-setup rotate`: replaces a profile's key; carries on, takes back, or tells who else
 * has to do it.
 */
import { type Problem, type Result, failed, ok } from "../../base/problem.js";
import { keptBeside } from "../../aws-files/store/where.js";
import { availabilityAt } from "../../guide/availability.js";
import {
  type RotateOptions,
  type RotatePorts,
  type Rotated,
  finishRotation,
  goesEverywhere,
  interruptedRotation,
  isUnderWay,
  letterToAdministrator,
  rotate,
  rotateDocument,
  rotatePorts,
  rotateSchema,
  undoRotation,
} from "../../jobs/rotate/index.js";
import { rotationTarget } from "../../jobs/rotate/preflight.js";
import type { AccessKey } from "../../keys/types.js";
import { ask, isYes, mayReplaceFile } from "../terminal/ask.js";
import { tellWhereAsked } from "../check/run.js";
import { EXIT, printJson, problemText, reportProblem, linesText } from "../io.js";
import { createPorts } from "../ports.js";
import type { Identity } from "../../aws/types.js";
import { type ReportScene, rotatedPart } from "../../jobs/report/parts.js";
import type { ReportPart } from "../../jobs/report/text.js";
import { reported } from "../reported.js";
import type { RotateRequest } from "./options.js";
import { answerTo, canAsk } from "./ask.js";
import type { RotateAnswers, Asking } from "./asking.js";
import { dryRun } from "./dry.js";
import { badLetGo, unusedRotateOptions } from "./idle.js";
import { newKeyGiven } from "./key.js";
import {
  type InFile,
  fallsShort,
  findKeyInFile,
  keyInFile,
  lookAt,
  holderNotSaid,
} from "./look.js";
import { lookLines, rotationProgressLine, rotatedLines, inFileAndWorks } from "./words.js";
import type { WizardIo } from "../wizard/run.js";
import { withBackup } from "../../words/places.js";

/**
 * Answers 0 once AWS accepts the new key and the file holds it, 3 where an answer is missing, 4
 * where it failed.
 */
export async function runRotate(io: WizardIo, request: RotateRequest): Promise<number> {
  const ports = rotatePorts(createPorts(io.host, io.clock, null, request.profile));
  const foreign = await tellHosts(io, ports);
  if (foreign !== null) return reportProblem(io, foreign, request.json);
  if (request.dryRun) return dryRun(io, ports, request);
  if (request.task === "letter") return letter(io, ports, request);
  const idle = await nothingToFinish(io, ports, request);
  if (idle !== null) return idle;
  const begun = await begin(io, ports, request);
  if (typeof begun === "number") return begun;
  return carryOn(begun);
}

/**
 * `--finish` with nothing under way: nothing has to be agreed to, looked at or asked, whatever the
 * files hold. Null: there is something.
 */
async function nothingToFinish(
  io: WizardIo,
  ports: RotatePorts,
  request: RotateRequest,
): Promise<number | null> {
  if (request.task !== "finish") return null;
  const target = rotationTarget(ports, request.profile ?? undefined);
  if (!target.ok) return reportProblem(io, target.problem, request.json);
  const { profile, paths } = target.value;
  if (await isUnderWay({ host: io.host, credentials: keptBeside(paths), profile })) return null;
  const ended = await finishRotation(ports, { profile, signal: io.signal });
  if (!ended.ok) return reportProblem(io, ended.problem, request.json);
  const part = rotatedPart(ended.value, ended.value.written, null, sceneOf(io));
  return reported(io, request, partsOf(part), said(io, request, ended.value, []));
}

/** Keys may be about to go to hosts that are not Amazon's. */
export async function tellHosts(io: WizardIo, ports: RotatePorts): Promise<Problem | null> {
  const stop = await tellWhereAsked(io, ports, "all");
  if (stop !== null) return stop;
  const iam = await ports.iam();
  return iam.ok ? null : iam.problem;
}

/** Everything that has to be known or agreed before the first step; a number is the exit code. */
async function begin(
  io: WizardIo,
  ports: RotatePorts,
  request: RotateRequest,
): Promise<Asking | number> {
  const stopped = (problem: Problem): number => reportProblem(io, problem, request.json);
  const target = rotationTarget(ports, request.profile ?? undefined);
  if (!target.ok) return stopped(target.problem);
  const interrupted = (await interruptedRotation(io.host, target.value.profile)) !== null;
  const found = await keyBefore(ports, request);
  if (!found.ok) return stopped(found.problem);
  const bad = badLetGo(request, found.value?.key.accessKeyId ?? null);
  if (bad !== null) return stopped(bad);
  if (request.need === "mturk" && found.value !== null) {
    const look = await lookAt(ports, found.value, io.signal);
    if (!look.ok) return stopped(look.problem);
    const short = fallsShort(look.value);
    if (short !== null) return stopped(short);
  }
  const entered = await newKeyGiven(io, request.source);
  if (!entered.ok) return stopped(entered.problem);
  const agreed = await agree(io, ports, request, { found: found.value, interrupted });
  if (agreed !== null) return agreed;
  const answers: RotateAnswers = {
    given: entered.value,
    letGo: null,
    otherHolder: request.otherUser,
    letGoUsed: false,
    take: false,
    otherAccount: false,
    old: oldKeyWish(io, request),
    others: request.others,
    seenRefused: [],
  };
  return { io, ports, request, target: target.value, before: found.value?.key ?? null, answers };
}

function oldKeyWish(io: WizardIo, request: RotateRequest): RotateAnswers["old"] {
  if (request.task === "finish") return "delete";
  if (request.old !== null) return request.old;
  return request.yes || !canAsk(io, request) ? "off" : "ask";
}

/** A new rotation needs a key that can be replaced; what was begun needs none. */
async function keyBefore(
  ports: RotatePorts,
  request: RotateRequest,
): Promise<Result<InFile | null>> {
  if (request.task === "replace")
    return findKeyInFile(ports, request.profile, {
      throughIam: !request.guided,
      everywhere: goesEverywhere(request.others),
    });
  const target = rotationTarget(ports, request.profile ?? undefined);
  return target.ok ? keyInFile(target.value) : target;
}

/** Asks whether to begin, or says which option agrees to it. Null: go on. */
async function agree(
  io: WizardIo,
  ports: RotatePorts,
  request: RotateRequest,
  state: { readonly found: InFile | null; readonly interrupted: boolean },
): Promise<number | null> {
  if (request.yes) return null;
  const { task } = request;
  if (!canAsk(io, request)) {
    const named =
      task === "replace" && (request.old !== null || request.others !== null || request.guided);
    return named ? null : reportProblem(io, nobodyAgreed(task), request.json);
  }
  if (task === "replace" && state.found !== null && !state.interrupted) {
    const look = await lookAt(ports, state.found, io.signal);
    if (!look.ok) return reportProblem(io, look.problem, false);
    const closed = availabilityAt(new Date(io.clock.now())).sentence !== null;
    const instead = closed
      ? [
          "Used only for MTurk? Then switching it off is safer than replacing it: " +
            "mturk-setup retire",
        ]
      : [];
    io.err(`${[...lookLines(look.value, io.host, io.clock.now()), ...instead].join("\n")}\n`);
  }
  const question = questionOf(request, state.interrupted);
  const typed = await ask(io.terminal, QUESTION[question]);
  if (typed === null) return EXIT.interrupted;
  return agrees(question, typed) ? null : reportProblem(io, nobodyAgreed(task), false);
}

function questionOf({ task, old }: RotateRequest, interrupted: boolean): keyof typeof QUESTION {
  if (task !== "replace") return task;
  return old === "delete" ? "delete-old" : interrupted ? "carry-on" : task;
}

/** What cannot be undone is not done by a letter and Enter. */
function agrees(question: keyof typeof QUESTION, typed: string): boolean {
  return question === "finish" || question === "delete-old"
    ? typed.trim().toLowerCase() === "delete"
    : isYes(typed);
}

const QUESTION = {
  replace: "Replace it? (y/N) ",
  "delete-old":
    "Replace it, and delete the old key at AWS? It cannot come back then. Type  delete  to " +
    "do so (Enter stops): ",
  "carry-on": "Carry on with the rotation that was interrupted? (y/N) ",
  finish:
    "Carry on, and delete the old key at AWS? It cannot come back then. Type  delete  to " +
    "do so (Enter stops): ",
  undo: "Put the old key back, and switch the new one off? (y/N) ",
  letter: "",
} as const;

function nobodyAgreed(task: RotateRequest["task"]): Problem {
  const agreeing = {
    replace: "What is to become of the old key was not said.",
    finish: "Deleting the old key cannot be undone.",
    undo: "Putting the old key back has to be agreed to.",
    letter: "",
  }[task];
  const cures =
    task === "replace"
      ? [
          "--yes replaces the key and switches the old one off (it can come back)",
          "--delete-old deletes the old one, --keep-old leaves it on",
          "See first what would happen: mturk-setup rotate --dry-run",
        ]
      : [`mturk-setup rotate --${task} --yes`];
  return { code: "answer-missing", message: `${agreeing} Nothing was changed.`, try: cures };
}

/** Calls the job, answers its question, and calls it again, until it is done. */
async function carryOn(first: Asking): Promise<number> {
  const { io, request } = first;
  let asking = first;
  let written: Rotated["written"] = [];
  let removedBackups: Rotated["removedBackups"] = [];
  for (;;) {
    const called = await call(asking);
    if (!called.ok && canBeTypedAgain(asking, called.problem)) {
      io.err(problemText(called.problem));
      asking = { ...asking, answers: { ...asking.answers, given: null } };
      continue;
    }
    if (!called.ok) return reportProblem(io, called.problem, request.json);
    written = [...written, ...called.value.written];
    removedBackups = [...removedBackups, ...called.value.removedBackups];
    const rotated = {
      ...called.value,
      written: written.map((file) => withoutLost(file, removedBackups)),
      removedBackups,
    };
    if (rotated.question === null) return report(asking, rotated, leftUndone(asking, rotated));
    const answer = await answerTo(asking, rotated.question, rotated);
    if (answer.is === "ended") return answer.code;
    if (answer.is === "problem") return reportProblem(io, answer.problem, request.json);
    if (answer.is === "open")
      return report(asking, rotated, wantedGone(asking) ? answer.problem : null, answer.isOn);
    asking = { ...asking, answers: { ...asking.answers, ...answer.change } };
  }
}

/** What is told of a key that was copied in part or wrongly, or is another one than was meant. */
const MISCOPIED: ReadonlySet<Problem["code"]> = new Set([
  "secret-wrong",
  "key-unknown",
  "key-garbled",
  "input-malformed",
  "example-keys",
]);

/**
 * Whether the person who pasted the key that AWS refuses is still there: "copy it again" is then
 * answered at once.
 */
function canBeTypedAgain({ io, request, answers }: Asking, { code }: Problem): boolean {
  return (
    answers.given !== null && request.source === null && canAsk(io, request) && MISCOPIED.has(code)
  );
}

/** A copy that went because it held a deleted key is not named as one. */
function withoutLost<T extends { readonly backup: string | null }>(
  file: T,
  removed: readonly string[],
): T {
  return file.backup !== null && removed.includes(file.backup) ? { ...file, backup: null } : file;
}

function call({ io, ports, request, answers }: Asking): Promise<Result<Rotated>> {
  const base = {
    ...(request.profile === null ? {} : { profile: request.profile }),
    signal: io.signal,
    progress: (progress: Parameters<typeof rotationProgressLine>[0]) => {
      const line = rotationProgressLine(progress, io.clock, request.task === "undo");
      if (line !== null) io.err(`mturk-setup: ${line}\n`);
    },
  };
  // What only the console could switch off is off by now, whichever way led there.
  const seen = answers.seenRefused.length > 0;
  const others = answers.others === null ? {} : { others: answers.others };
  if (request.task === "undo" && !seen)
    return undoRotation(ports, {
      ...base,
      ...others,
      old: answers.old === "keep" ? "keep" : "off",
    });
  const options: RotateOptions = {
    ...base,
    ...given(answers.given),
    ...(answers.letGo === null ? {} : { letGo: answers.letGo }),
    old: answers.old,
    ...others,
    otherHolder: answers.otherHolder,
    letGoUsed: answers.letGoUsed,
    take: answers.take,
    seenRefused: answers.seenRefused,
  };
  if (request.task === "finish") return finishRotation(ports, options);
  return rotate(ports, {
    ...options,
    ...(request.guided ? { way: "guided" as const } : {}),
    start: !seen,
  });
}

function given(key: AccessKey | null): Pick<RotateOptions, "given"> {
  return key === null ? {} : { given: key };
}

/** Deleting was wished by name: what is not deleted then is no success. */
function wantedGone({ request, answers }: Asking): boolean {
  return request.task === "finish" || answers.old === "delete";
}

/**
 * The deletion that was wished and that IAM did not let the key do; null: everything is as it was
 * wished.
 */
function leftUndone(asking: Asking, { from, to, old, denied }: Rotated): Problem | null {
  if (!wantedGone(asking) || from === null || to === null || old === "gone") return null;
  const state = {
    inactive: "is switched off, but not deleted",
    refused:
      "is refused by AWS, so it is switched off or deleted; it could not be deleted from here",
    active: "is still on",
  }[old ?? "active"];
  return {
    code: denied?.code ?? "unknown",
    message: inFileAndWorks(from, state, denied),
    try: [
      "Delete it in the IAM console: Users, Security credentials, Access keys, the one " +
        `that ends in ${from.slice(-4)}.`,
      ...(denied?.try ?? []),
    ],
  };
}

/**
 * `undone`: what was wished by name and was not done; the command has failed then, whatever else it
 * did.
 */
async function report(
  asking: Asking,
  rotated: Rotated,
  undone: Problem | null,
  seenOn = false,
): Promise<number> {
  const { io, request, answers } = asking;
  for (const note of unusedRotateOptions(request, rotated, answers.letGo))
    io.err(`mturk-setup: ${note}\n`);
  const wrote = rotated.written.map((file) => `Wrote ${withBackup(file, io.host)}`);
  const lines = [
    ...rotatedLines(rotated, io.host, {
      undone: request.task === "undo",
      otherAccount: answers.otherAccount,
      seenOn,
    }),
    ...wrote,
  ];
  const code = undone !== null && request.json ? EXIT.done : said(io, request, rotated, lines);
  const ended = undone === null ? code : reportProblem(io, undone, request.json);
  if (request.report === null) return ended;
  const part = rotatedPart(rotated, rotated.written, await holderNow(asking), sceneOf(io));
  return reported(io, request, partsOf(part), ended, mayReplaceFile(io.terminal));
}

const sceneOf = (io: WizardIo): ReportScene => ({ at: io.clock.now(), host: io.host });
const partsOf = (part: ReportPart | null): readonly ReportPart[] => (part === null ? [] : [part]);

/** Whose the key is that the file holds now; for the report alone, so that AWS is asked once more. */
async function holderNow({ io, ports, target }: Asking): Promise<Identity | null> {
  const found = await keyInFile(target);
  if (!found.ok || found.value === null) return null;
  const look = await lookAt(ports, found.value, io.signal);
  return look.ok ? look.value.holder : null;
}

const PLAINLY = { undone: false, otherAccount: false, seenOn: false };

function said(
  io: WizardIo,
  request: RotateRequest,
  rotated: Rotated,
  lines: readonly string[],
): number {
  if (request.json) printJson(io, rotateSchema.parse(rotateDocument(rotated)));
  else io.out(linesText(lines.length === 0 ? rotatedLines(rotated, io.host, PLAINLY) : lines));
  return EXIT.done;
}

/** The text for the administrator, on stdout, so that it can be piped into a mail. */
async function letter(io: WizardIo, ports: RotatePorts, request: RotateRequest): Promise<number> {
  const text = await letterText(io, ports, request);
  if (!text.ok) return reportProblem(io, text.problem, false);
  io.out(text.value);
  return EXIT.done;
}

async function letterText(
  io: WizardIo,
  ports: RotatePorts,
  request: RotateRequest,
): Promise<Result<string>> {
  const found = await findKeyInFile(ports, request.profile, {
    throughIam: false,
    everywhere: false,
  });
  if (!found.ok) return found;
  const look = await lookAt(ports, found.value, io.signal);
  if (!look.ok) return look;
  const { holder, checked, key } = look.value;
  if (holder !== null) return ok(letterToAdministrator(holder, key.accessKeyId));
  const [problem] = checked.diagnosis.problems;
  return failed(problem ?? holderNotSaid());
}
