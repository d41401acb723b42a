/**
 * Runs `mturk-setup doctor [--fix]`: finds what is damaged, misread or hidden; mends what is agreed
 * to, each mend shown first.
 */
import { MARK } from "../../words/marks.js";
import { counted, firstLines, firstTen } from "../../base/list.js";
import type { Problem } from "../../base/problem.js";
import {
  type Examination,
  type DoctorFinding,
  agreeToAll,
  carryOut,
  decideAll,
  decideEach,
  examine,
  examineAgain,
  findingsOf,
  wayOf,
} from "../../jobs/doctor.js";
import { MOST_IN_DOCUMENT, doctorDocument, inOrder } from "../../jobs/doctor-document.js";
import { doctorSchema } from "../../jobs/documents.js";
import { shortPath } from "../../jobs/names.js";
import type { WrittenFile } from "../../aws-files/types.js";
import { chooseProfile } from "../../sources/index.js";
import { ask, isYes } from "../terminal/ask.js";
import { EXIT, type Io, printJson, problemText, reportProblem, linesText } from "../io.js";
import { createPorts } from "../ports.js";
import type { DoctorRequest } from "./options.js";
import type { WizardIo } from "../wizard/run.js";

/**
 * Reports, or mends and reports. Answers 0 if nothing is left to mend, 4 if something is, 3 if
 * nobody could be asked.
 */
export async function runDoctor(io: WizardIo, request: DoctorRequest): Promise<number> {
  const ports = createPorts(io.host, io.clock);
  const examined = await examine(ports, optionsOf(request));
  if (!examined.ok) return reportProblem(io, examined.problem, request.json);
  const { keep } = request;
  const all = findingsOf(
    keep === null
      ? agreeToAll(examined.value)
      : decideAll(examined.value, (finding) => wayOf(finding, keep) ?? 0),
    "offered",
  );
  const found = all.map((finding) => asKept(finding, keep));
  if (keep !== null && all.every(({ ways }) => ways.length < 2))
    io.err("mturk-setup: --keep had nothing to choose: nothing stands there twice.\n");
  const mendable = found.some(({ mend }) => mend === "offered");
  if (!request.fix || request.dryRun || !mendable) return report(io, request, found, []);
  if (request.yes)
    return mend(
      io,
      request,
      decideAll(examined.value, (finding) => wayOf(finding, request.keep)),
      "offered",
    );
  if (!io.interactive || request.json) return reportProblem(io, nobodyAsked(found), request.json);
  const asked = await askEach(io, request, examined.value);
  return asked === null ? interrupted(io) : mend(io, request, asked, "declined");
}

/** Of two things, the one that `--keep` names is no choice any more. */
function asKept(finding: DoctorFinding, keep: DoctorRequest["keep"]): DoctorFinding {
  const at = keep === null || finding.ways.length < 2 ? null : wayOf(finding, keep);
  return at === null ? finding : { ...finding, ways: finding.ways.slice(at, at + 1) };
}

function optionsOf({ profile }: DoctorRequest): { readonly profile?: string } {
  return profile === null ? {} : { profile };
}

/**
 * Carries out what was agreed to, then looks again: what is told as left is what is left on the
 * disk.
 */
async function mend(
  io: WizardIo,
  request: DoctorRequest,
  decided: Examination,
  left: "offered" | "declined",
): Promise<number> {
  const ports = createPorts(io.host, io.clock);
  const carried = await carryOut(ports, decided, io.signal);
  if (!carried.ok) return reportProblem(io, carried.problem, request.json);
  const { done, written, refused } = carried.value;
  const rest = await examineAgain(ports, optionsOf(request), left);
  const again = rest.ok ? rest.value.map(({ code }) => code) : [];
  const told = firstTen(rest.ok ? refused.filter(({ code }) => again.includes(code)) : refused);
  for (const problem of told.shown) io.err(problemText(problem));
  if (told.more !== null) io.err(`${told.more}\n`);
  if (!rest.ok) return reportProblem(io, rest.problem, request.json);
  // What a second look does not find any more, and was not mended either, is told all the same.
  const byHand = refused.filter(({ code }) => !again.includes(code)).map(leftOver);
  const code = report(io, request, [...done, ...rest.value, ...byHand], written);
  return refused.length > 0 ? EXIT.failed : code;
}

function leftOver(problem: Problem): DoctorFinding {
  const { code, message, try: cures } = problem;
  return { code, path: null, line: null, message, try: cures, ways: [], mend: "none" };
}

function report(
  io: Io,
  request: DoctorRequest,
  findings: readonly DoctorFinding[],
  written: readonly WrittenFile[],
): number {
  if (request.json)
    printJson(
      io,
      doctorSchema.parse(
        doctorDocument(findings, written, request.profile ?? chooseProfile(io.host.env).name),
      ),
    );
  else io.out(doctorText(findings, wayBack(written, io), io, request));
  return findings.every(({ mend: state }) => state === "done") ? EXIT.done : EXIT.failed;
}

function nobodyAsked(found: readonly DoctorFinding[]): Problem {
  const count = found.filter(({ mend: state }) => state === "offered").length;
  const choice = found.some(({ ways }) => ways.length > 1);
  return {
    code: "answer-missing",
    message:
      `${count === 1 ? "One thing" : `${counted(count)} things`} could be mended, but there ` +
      "is nobody to ask. Nothing was changed.",
    try: [
      "See what would change: mturk-setup doctor",
      "Agree to all of it: mturk-setup doctor --fix --yes",
      ...(choice ? ["Where one of two has to be chosen, add --keep first (or: last)"] : []),
    ],
  };
}

/** Shows each mend and asks about it; null if Ctrl+C ended the questions. */
async function askEach(
  io: WizardIo,
  request: DoctorRequest,
  examination: Examination,
): Promise<Examination | null> {
  const stop = new AbortController();
  const decided = await decideEach(examination, async (finding) => {
    if (stop.signal.aborted) return null;
    const preset = wayOf(finding, request.keep);
    const ways =
      request.keep !== null && preset !== null
        ? finding.ways.slice(preset, preset + 1)
        : finding.ways;
    io.err(findingLines({ ...finding, ways }, io).join("\n") + "\n");
    const answer = await ask(
      io.terminal,
      ways.length === 1
        ? "Mend this? (y/N) "
        : `Which? (1-${ways.length}, Enter leaves all as it is) `,
    );
    if (answer === null) {
      stop.abort();
      return null;
    }
    if (ways.length === 1) return isYes(answer) ? (preset ?? 0) : null;
    return /^[1-9]$/.test(answer) && Number(answer) <= ways.length ? Number(answer) - 1 : null;
  });
  return stop.signal.aborted ? null : decided;
}

function interrupted(io: Io): number {
  io.err("\nmturk-setup: stopped. Nothing was changed.\n");
  return EXIT.interrupted;
}

const MARK_OF: Readonly<Record<DoctorFinding["mend"], string>> = {
  done: MARK.ok,
  offered: MARK.warning,
  declined: MARK.silent,
  none: MARK.failed,
};

/** The report for people: each finding with its cure and its diff, then what comes next. */
function doctorText(
  findings: readonly DoctorFinding[],
  did: readonly string[],
  io: Io,
  request: DoctorRequest,
): string {
  if (findings.length === 0)
    return (
      "Nothing is damaged: boto3, psiTurk and the AWS CLI read what stands in the AWS " + "files.\n"
    );
  const { shown, more } = firstTen(inOrder(findings));
  const lines = shown.flatMap((finding) => [...findingLines(finding, io), ""]);
  const some = findings.length > MOST_IN_DOCUMENT ? `the first ${MOST_IN_DOCUMENT}` : "all of them";
  const rest = more === null ? [] : [`${more} (${some}: mturk-setup doctor --json)`, ""];
  return linesText([...lines, ...rest, ...did, ...nextStep(findings, request)]);
}

/** What was mended, where the copies are, and how to take it back. */
function wayBack(written: readonly WrittenFile[], io: Io): readonly string[] {
  if (written.length === 0) return [];
  const copies = written.flatMap(({ path, backup }) =>
    backup === null
      ? []
      : [`Mended ${shortPath(path, io.host)}; the file as it was: ${shortPath(backup, io.host)}`],
  );
  return [...copies, "To take it back: mturk-setup undo"];
}

function nextStep(findings: readonly DoctorFinding[], request: DoctorRequest): readonly string[] {
  const open = findings.filter(({ mend: state }) => state === "offered");
  const choices = open.filter(({ ways }) => ways.length > 1).length;
  if (open.length === 0)
    return findings.some(({ mend: state }) => state !== "done")
      ? ["What is left has to be done by hand; each says how."]
      : ["Nothing is damaged any more."];
  if (request.fix && !request.dryRun)
    return choices === 0
      ? []
      : [
          "Where one of two has to be chosen: mturk-setup doctor --fix, or add --keep " +
            "first (or: last)",
        ];
  return [
    `To mend ${open.length === 1 ? "it" : `these ${counted(open.length)}`}: mturk-setup ` +
      "doctor --fix   (asks about each, keeps a copy)",
  ];
}

/** Of the difference that one mend makes. */
const MOST_LINES = 12;

function findingLines(finding: DoctorFinding, io: Io): readonly string[] {
  const place = finding.path === null ? "" : `${shortPath(finding.path, io.host)}: `;
  const text =
    finding.path === null
      ? finding.message
      : finding.message.replaceAll(finding.path, shortPath(finding.path, io.host));
  const told = place !== "" && text.startsWith(place.slice(0, -2)) ? text : `${place}${text}`;
  const many = finding.ways.length > 1;
  const ways = finding.ways.flatMap(({ label, diff }, index) => [
    ...(many ? [`    ${index + 1}  ${label}`] : []),
    ...firstLines(
      diff.map((line) => `      ${line.sign} ${line.text}`),
      MOST_LINES,
    ),
  ]);
  const cures = finding.mend === "none" || many ? finding.try.map((cure) => `    - ${cure}`) : [];
  return [`${MARK_OF[finding.mend]}  ${told}`, ...ways, ...(finding.mend === "done" ? [] : cures)];
}
