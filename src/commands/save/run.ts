/** Runs `mturk-setup save`: checks and writes a key without questions. */
import { listedSome } from "../../base/list.js";
import { type Problem, type Result, failed, ok } from "../../base/problem.js";
import { Secret } from "../../base/secret.js";
import { locateAwsFiles } from "../../aws-files/store/where.js";
import { CLOSURE, availabilityAt, hasClosed } from "../../guide/availability.js";
import { saveSchema } from "../../jobs/documents.js";
import { admitProfile } from "../../jobs/profile-name.js";
import type { EnteredKey } from "../../jobs/read-csv.js";
import { type CheckReport, sameCredentials } from "../../jobs/check.js";
import {
  type SaveOptions,
  type Saved,
  isAsNeeded,
  saveDocument,
  save as saveJob,
} from "../../jobs/save.js";
import { shortPath } from "../../jobs/names.js";
import { besideAccepted, isSilent, regionLines } from "../../words/checks.js";
import { exportProfile } from "../../keys/profile-name.js";
import { reportTitle } from "../../words/titles.js";
import type { VerifyProgress } from "../../jobs/verify.js";
import { SIZE_LIMIT } from "../../keys/csv.js";
import { joinHalves, readPasted } from "../../keys/paste.js";
import { judgeKey, saidOf } from "../../keys/shape.js";
import { maskId } from "../../keys/types.js";
import { misnamedVariables, meantCure } from "../../keys/variables.js";
import { chooseProfile } from "../../sources/index.js";
import { tellWhereAsked } from "../check/run.js";
import { EXIT, type Io, printJson, reportProblem, linesText } from "../io.js";
import { csvMeant, pasteKey, pastedKey, halfProblem } from "../terminal/entered-key.js";
import { createPorts } from "../ports.js";
import type { ReportPart } from "../../jobs/report/text.js";
import { savedPart } from "../../jobs/report/parts.js";
import type { Identity } from "../../aws/types.js";
import { reported } from "../reported.js";
import { mayReplaceFile } from "../terminal/ask.js";
import type { SaveRequest } from "./options.js";
import type { WizardIo } from "../wizard/run.js";

/** Runs the job and answers the exit code: 0 once AWS accepts the key and the file is written. */
export async function runSave(io: WizardIo, request: SaveRequest): Promise<number> {
  const entered = await enteredKey(io, request);
  if (!entered.ok) return reportProblem(io, entered.problem, request.json);
  for (const note of entered.value.notes) io.err(`mturk-setup: ${note}\n`);
  for (const said of saidOf(entered.value.findings)) io.err(`mturk-setup: ${said}\n`);
  const ports = createPorts(io.host, io.clock, null, request.profile);
  const stop = request.verify ? await tellWhereAsked(io, ports) : null;
  if (stop !== null) return reportProblem(io, stop, request.json);
  const paths = locateAwsFiles(io.host);
  if (!paths.ok) return reportProblem(io, paths.problem, request.json);
  const admitted = await admitProfile(
    io.host,
    request.profile === null
      ? chooseProfile(io.host.env)
      : { name: request.profile, from: "option" },
  );
  if (!admitted.ok) return reportProblem(io, admitted.problem, request.json);
  const options: SaveOptions = {
    profile: admitted.value,
    profileNamed: request.profile !== null,
    key: entered.value.key,
    region: request.region,
    // An empty variable says that there is no credentials file; then the key goes where boto3 looks
    // next.
    keysIn: request.keysIn ?? (paths.value.credentials === "" ? "config" : "credentials"),
    verify: request.verify,
    wait: request.wait,
    dryRun: request.dryRun,
    yes: request.yes,
    need: request.need,
    signal: io.signal,
    progress: tellOnce(io),
  };
  const saved = await saveJob(ports, options);
  if (!saved.ok) return reportProblem(io, saved.problem, request.json);
  for (const note of saved.value.plan.files.flatMap(({ notes }) => notes))
    io.err(`mturk-setup: ${note}\n`);
  if (request.json) printJson(io, saveSchema.parse(saveDocument(options, saved.value)));
  else {
    io.out(savedText(io, options, saved.value));
    for (const line of warningLines(io, options, saved.value)) io.err(`mturk-setup: ${line}\n`);
  }
  const code = isAsNeeded(options, saved.value) ? EXIT.done : EXIT.failed;
  return reported(
    io,
    request,
    [partOf(io, options, saved.value)],
    code,
    mayReplaceFile(io.terminal),
  );
}

function partOf(io: Io, { key, profile }: SaveOptions, saved: Saved): ReportPart {
  const { accessKeyId } = key;
  return savedPart(
    { accessKeyId, profile, holder: holderOf(saved), written: saved.written ?? [] },
    { at: io.clock.now(), host: io.host },
  );
}

/** Whose the key is, as AWS said after the write, or else before it. */
function holderOf({ report, asked }: Saved): Identity | null {
  const identity = (report?.checked ?? asked)?.diagnosis.identity ?? null;
  return identity?.ok === true ? identity.value : null;
}

/**
 * That a key is waited for is said once, with the way out: in a loop over dead keys each one costs
 * half a minute.
 */
function tellOnce(io: Io): (progress: VerifyProgress) => void {
  let told = false;
  return (progress) => {
    if (progress.type !== "propagation" || told) return;
    told = true;
    io.err(
      "mturk-setup: AWS does not know this key, or not yet: a new key can take 30 seconds, " +
        "so it is asked again for that long (--no-wait: not at all).\n",
    );
  };
}

/**
 * The key from where the request says, with everything that is an error about its shape as the
 * problem.
 */
async function enteredKey(io: WizardIo, request: SaveRequest): Promise<Result<EnteredKey>> {
  const accept = (read: Result<EnteredKey>): Result<EnteredKey> => accepted(read, request);
  if (request.source.from === "stdin" && io.terminal.stdin.isTTY)
    return pastedKey(await pasteKey(io, "Key", accept), nothingCame());
  return accept(await readKey(io, request.source));
}

function accepted(read: Result<EnteredKey>, request: SaveRequest): Result<EnteredKey> {
  if (!read.ok) return read;
  const error = read.value.findings.find((finding) => finding.level === "error");
  if (error !== undefined) {
    return failed({
      code: error.code === "example" ? "example-keys" : "input-malformed",
      message: `${error.message} Nothing was saved.`,
      try: [error.try],
    });
  }
  const temporary = read.value.findings.find((finding) => finding.code === "temporary");
  if (temporary !== undefined && !request.yes) {
    return failed({
      code: "answer-missing",
      message: `${temporary.message} Nothing was saved.`,
      try: [temporary.try, "To save it all the same: add --yes"],
    });
  }
  return read;
}

async function readKey(io: Io, source: SaveRequest["source"]): Promise<Result<EnteredKey>> {
  switch (source.from) {
    case "csv":
      return csvMeant(io, source.path, source.user);
    case "env":
      return keyFromEnvironment(io.host.env);
    case "stdin":
      return keyFromText(await io.readStdin(SIZE_LIMIT));
  }
}

function nothingCame(): Problem {
  return {
    code: "answer-missing",
    message: "Nothing came in on standard input.",
    try: ["mturk-setup save --stdin < FILE", "Or: mturk-setup save --csv FILE"],
  };
}

const TOKEN_VARIABLES: readonly string[] = ["AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"];

function keyFromEnvironment(env: Io["host"]["env"]): Result<EnteredKey> {
  const id = env.AWS_ACCESS_KEY_ID ?? "";
  const secret = env.AWS_SECRET_ACCESS_KEY ?? "";
  if (id === "" || secret === "") {
    const missing = [
      id === "" ? "AWS_ACCESS_KEY_ID" : null,
      secret === "" ? "AWS_SECRET_ACCESS_KEY" : null,
    ].filter((name) => name !== null);
    const near = [
      ...misnamedVariables(env),
      ...missing
        .map((meant) => ({ name: `PSITURK_${meant}`, meant }))
        .filter(({ name }) => (env[name] ?? "") !== ""),
    ].filter(({ meant }) => missing.includes(meant));
    const seen = near.length === 0 ? "" : ` ${listedSome(near.map(notReadInItsPlace))}.`;
    const cures = near.map(meantCure);
    return failed({
      code: "answer-missing",
      message: `${missing.join(" and ")} ${missing.length > 1 ? "are" : "is"} not set.${seen}`,
      try: [...cures, "Set both, or use --csv FILE or --stdin"],
    });
  }
  const token = env.AWS_SECURITY_TOKEN ?? env.AWS_SESSION_TOKEN ?? "";
  const near = misnamedVariables(env).find(({ meant }) => TOKEN_VARIABLES.includes(meant));
  if (id.startsWith("ASIA") && token === "" && near !== undefined)
    return failed({
      code: "answer-missing",
      message:
        `${maskId(id)} is a temporary key, and its session token is missing: ` +
        `AWS_SESSION_TOKEN is not set. ${near.name} is, which is not read in its place. ` +
        "Nothing was saved.",
      try: [meantCure(near), "Then run it again, or use a key of an IAM user, AKIA... (step 4)."],
    });
  const key = joinHalves(id, new Secret(secret), token === "" ? undefined : new Secret(token));
  return ok({ key, findings: judgeKey(key, { practice: false }), notes: [] });
}

function keyFromText(text: string): Result<EnteredKey> {
  if (text.trim() === "") return failed(nothingCame());
  const pasted = readPasted(text, { practice: false });
  switch (pasted.kind) {
    case "pair":
      return ok({ key: pasted.key, findings: pasted.findings, notes: pasted.notes });
    case "nothing":
      return failed(pasted.problem);
    case "incomplete":
      return failed(halfProblem(`${pasted.why} Nothing was saved.`));
    case "id":
      return failed(
        halfProblem("That is only the access key id; the secret is missing. Nothing was saved."),
      );
    case "secret":
      return failed(
        halfProblem("That is only the secret access key; the id is missing. Nothing was saved."),
      );
    case "token":
      return failed(
        halfProblem("That is only a session token; id and secret are missing. Nothing was saved."),
      );
  }
}

/** The likely reason, once the calendar has one. */
function closedBy({ clock }: Io): string {
  return hasClosed(availabilityAt(new Date(clock.now())).phase)
    ? ` (closed ${CLOSURE.closed.day})`
    : "";
}

/** One line, then region and how psiTurk is led to the key; a dry run shows the difference. */
function savedText(io: Io, options: SaveOptions, saved: Saved): string {
  const { plan, written } = saved;
  const id = maskId(options.key.accessKeyId);
  const paths = (written ?? plan.files.map(({ before }) => before))
    .map((file) => shortPath(file.path, io.host))
    .join(" and ");
  if (written === null) {
    const diff = plan.files.flatMap((file) => [
      shortPath(file.before.path, io.host),
      ...file.diff.map((line) => `  ${line.sign} ${line.text}`),
    ]);
    if (plan.replaces !== null && !options.yes)
      diff.push(`It replaces another key, ${plan.replaces}: the real run needs --yes.`);
    const idle = paths === "" ? ": nothing to change" : "";
    const would = `${options.profile}: would save ${id}${idle}`;
    return linesText([would, ...diff]);
  }
  const how = saved.asked === null ? "saved, not checked:" : "saved";
  const did =
    written.length === 0
      ? `${options.profile}: ${id} is there already, nothing was written.`
      : `${options.profile}: ${how} ${id} in ${paths}.`;
  return linesText([[did, ...askedText(saved, io)].join(" "), ...afterLines(io, options, saved)]);
}

const IN_THE_WAY: ReadonlySet<Problem["code"]> = new Set([
  "keys-hidden",
  "placeholder-keys",
  "session-token-stale",
  "profile-missing",
  "file-permissive",
  "setting-broken",
]);

/** The region, and what psiTurk needs to take the key that was saved. */
function afterLines(io: Io, options: SaveOptions, { report, plan }: Saved): readonly string[] {
  const region =
    report === null
      ? [`Region ${plan.region ?? "none"}.`]
      : regionLines(report, io.host).map(({ text }) => text);
  return [...region, ...shellLines(io, options)];
}

/** What keeps boto3 or psiTurk from the key that was saved, or falls short of what was wished. */
function warningLines(io: Io, options: SaveOptions, { report, written }: Saved): readonly string[] {
  if (report === null || written === null) return [];
  // What leads boto3 elsewhere was said before the key was sent.
  const found = report.problems.filter(
    ({ code, level }) =>
      IN_THE_WAY.has(code) || (code === "endpoint-elsewhere" && level === "note"),
  );
  return [
    ...found.map(({ message, try: cures }) => `${message} ${cures[0] ?? ""}`),
    ...beatenLines(report, options, io.host),
    ...(isAsNeeded(options, { report })
      ? []
      : [`${reportTitle(report)} --need mturk asked for more.`]),
  ];
}

/**
 * psiTurk has no profile option: a key in another profile than the shell's is taken only once a
 * variable names it.
 */
function shellLines({ host }: Io, { profile }: SaveOptions): readonly string[] {
  if (chooseProfile(host.env).name === profile) return [];
  return [`psiTurk takes profile ${profile} only after: ${exportProfile(profile, host.env)}`];
}

/**
 * A place of psiTurk's own that beats every profile; where the profile was not named, the problems
 * say so already.
 */
function beatenLines(
  { sources, problems }: CheckReport,
  { key, profileNamed }: SaveOptions,
  host: Io["host"],
): readonly string[] {
  if (!profileNamed || sources.psiturk.key === null || sameCredentials(sources.psiturk.key, key))
    return [];
  const place = sources.list.find(
    ({ name, psiturk }) =>
      psiturk === "used" && name !== "credentials-file" && name !== "config-file",
  );
  if (
    place === undefined ||
    problems.some(({ code, message }) => code === "keys-hidden" && message.includes("psiTurk"))
  )
    return [];
  const where =
    place.name === "environment" || place.name === "psiturk-environment"
      ? place.location
      : shortPath(place.location, host);
  return [
    `psiTurk uses ${place.accessKeyId ?? "another key"} from ${where} in any case, which ` +
      `beats every profile. ${place.cure[0] ?? ""}`,
  ];
}

/** What AWS said of this very key. */
function askedText({ asked, report }: Saved, io: Io): readonly string[] {
  if (asked === null) return ["AWS was not asked. Later: mturk-setup check"];
  const again = report === null ? ["It could not be asked again afterwards."] : [];
  switch (asked.verdict) {
    case "ready":
      return ["AWS accepts it, MTurk's sandbox answers.", ...again];
    case "keys-accepted":
      return [
        "AWS accepts it.",
        isSilent(asked)
          ? `MTurk does not answer${closedBy(io)}.`
          : besideAccepted(asked.diagnosis.problems[0]?.message ?? ""),
        ...again,
      ];
    default:
      return [asked.diagnosis.problems[0]?.message ?? "", ...again];
  }
}

function notReadInItsPlace({ name, meant }: { name: string; meant: string }): string {
  return `${name} is, which is not read in place of ${meant}`;
}
