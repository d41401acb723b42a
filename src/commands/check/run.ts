/** Runs `mturk-setup check`: which keys win, does AWS accept them, does the sandbox answer? */
import { listedSome } from "../../base/list.js";
import { MARK } from "../../words/marks.js";
import type { Host } from "../../base/host.js";
import { type Problem, type Result, ok } from "../../base/problem.js";
import { checkDocument, check as checkJob, isSuccess, type CheckReport } from "../../jobs/check.js";
import { checkSchema } from "../../jobs/documents.js";
import type { Ports } from "../../jobs/ports.js";
import { sourcesOf } from "../../jobs/sources.js";
import { withHome } from "../../jobs/names.js";
import { placeAmong, reportLines } from "../../words/checks.js";
import { reportTitle } from "../../words/titles.js";
import { EXIT, type Io, printJson, reportProblem } from "../io.js";
import { createPorts } from "../ports.js";
import type { CheckRequest } from "./options.js";
import { foreignHosts, uncheckedTls } from "../../aws/hosts.js";

/** What came of one profile. */
export type CheckOutcome = Result<CheckReport>;

/**
 * Runs the check and answers the exit code: 0, 4, or 5 where AWS accepts the keys and MTurk does
 * not answer well.
 */
export async function runCheck(io: Io, request: CheckRequest): Promise<number> {
  const done = await checkOne(io, request);
  if (!done.ok) return reportProblem(io, done.problem, request.json);
  if (request.json) printJson(io, checkSchema.parse(checkDocument(done.value)));
  else io.out(checkText(done.value, io.host));
  return exitCode(done.value, request.need);
}

/** One profile's report; what has to be known before anything is sent is told on the way. */
export async function checkOne(io: Io, request: CheckRequest): Promise<CheckOutcome> {
  const ports = createPorts(io.host, io.clock, null, request.profile);
  const hosts = await foreignHostLines(io, ports.aws, "without-iam");
  if (!hosts.ok) return hosts;
  return checkJob(ports, {
    ...(request.profile === null ? {} : { profile: request.profile }),
    ...(request.for === null ? {} : { for: request.for }),
    signal: io.signal,
    announce: (problems, asks) => {
      if (asks) tell(io, hosts.value);
      announce(io, problems);
    },
  });
}

/**
 * Keys are about to go to hosts that are not Amazon's: said before they do. Answers why nothing can
 * be asked, if so.
 */
export async function tellForeignHosts(
  io: Io,
  aws: ReturnType<typeof createPorts>["aws"],
  services: "all" | "without-iam" = "without-iam",
): Promise<Problem | null> {
  const lines = await foreignHostLines(io, aws, services);
  if (!lines.ok) return lines.problem;
  tell(io, lines.value);
  return null;
}

/** The same as sentences, for whoever does not know yet whether anything will be asked. */
async function foreignHostLines(
  { host: { env } }: Io,
  aws: ReturnType<typeof createPorts>["aws"],
  services: "all" | "without-iam",
): Promise<Result<readonly string[]>> {
  const made = await aws();
  if (!made.ok) return made;
  const foreign = foreignHosts(env, made.value.endpoints.ignored ?? null);
  if (!foreign.ok) return services === "all" ? foreign : ok([]);
  const lines = foreign.value.flatMap(({ host, variables }) => {
    const asked =
      services === "all" ? variables : variables.filter((name) => name !== "AWS_ENDPOINT_URL_IAM");
    return asked.length === 0
      ? []
      : [
          `asking ${host}, which is not Amazon's, because ${listedSome(asked)} ` +
            `${asked.length === 1 ? "says" : "say"} so.`,
        ];
  });
  const unchecked = uncheckedTls(env);
  return ok([...lines, ...(unchecked === null ? [] : [unchecked])]);
}

function tell(io: Io, lines: readonly string[]): void {
  for (const line of lines) io.err(`mturk-setup: ${line}\n`);
}

/**
 * As `tellForeignHosts`, and beside it where boto3 would go with the profile of this start and this
 * program does not: a key that is accepted here need not be where boto3 asks.
 */
export async function tellWhereAsked(
  io: Io,
  ports: Ports,
  services: "all" | "without-iam" = "without-iam",
): Promise<Problem | null> {
  const stop = await tellForeignHosts(io, ports.aws, services);
  if (stop !== null) return stop;
  const sources = await sourcesOf(ports, ports.profile);
  const elsewhere = sources.ok
    ? sources.value.problems.filter(
        (problem) => problem.code === "endpoint-elsewhere" && problem.level !== "note",
      )
    : [];
  for (const { message, try: cures } of elsewhere)
    io.err(`mturk-setup: ${message} ${cures[0] ?? ""}\n`);
  return null;
}

/** Where boto3 or psiTurk would go and this check does not: said before anything is sent. */
export function announce(io: Io, problems: readonly Problem[]): void {
  tell(
    io,
    problems.map(({ message }) => message),
  );
}

/** Of one profile. */
export function exitCode(report: CheckReport, need: "keys" | "mturk"): number {
  if (isSuccess(report.verdict, need)) return EXIT.done;
  return report.verdict === "keys-accepted" ? EXIT.keysOnly : EXIT.failed;
}

/** The report for people: verdict first, then the lines, the places of keys, and what to do. */
export function checkText(report: CheckReport, host: Host): string {
  const { sources } = report;
  const told = reportLines(report, host);
  const lines = [`${reportTitle(report)} (profile ${sources.profile.name})`];
  for (const line of told) lines.push(`  ${MARK[line.state]}  ${line.text}`);
  if (sources.list.length > 0) lines.push("", "Keys on this computer, strongest first:");
  for (const source of sources.list) {
    lines.push(
      `  ${placeAmong(source, sources.list, host)}  ${source.accessKeyId ?? "(no id)"}`,
      `      boto3: ${source.boto3} · psiTurk 3: ${source.psiturk} · ${source.why}`,
    );
  }
  for (const problem of report.problems) {
    const message = withHome(problem.message, host);
    const said = told.some(({ text }) =>
      [problem.message, message].some((each) => text === each || text.endsWith(`: ${each}`)),
    );
    lines.push("", ...(said ? [] : [message]), ...problem.try.map((cure) => `  - ${cure}`));
    if (problem.detail !== undefined) lines.push(`  (${problem.detail})`);
  }
  return `${lines.join("\n")}\n`;
}
