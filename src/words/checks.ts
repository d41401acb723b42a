/**
 * Tells what a check means, line by line: one place for the wizard's screens and the commands'
 * text.
 */
import type { Host } from "../base/host.js";
import type { Problem } from "../base/problem.js";
import { maskId } from "../keys/types.js";
import { MTURK_REGION } from "../keys/region.js";
import type { Program, SourceProblem, SourceReport, Sources } from "../sources/types.js";
import { type CheckReport, type KeyVerdict, sameCredentials } from "../jobs/check.js";
import type { Checked } from "../jobs/verify.js";
import { dollars, holderName, shortPath, spacedAccount, withHome } from "../jobs/names.js";

/**
 * ok (was asked, and is well) · failed · silent (nobody is to blame) · unclear (could not be asked)
 * · warning · note (nobody was asked).
 */
export type LineState = "ok" | "failed" | "silent" | "unclear" | "warning" | "note";

export interface ToldLine {
  readonly state: LineState;
  readonly text: string;
  /** The same in the columns of a table: what it is about, and the rest. */
  readonly cells?: Cells;
}

export interface Cells {
  readonly what: string;
  readonly detail?: string;
  /** What it means, in sentences of its own. */
  readonly meaning?: string;
}

function inCells(state: LineState, what: string, detail: string, between = ": "): ToldLine {
  return { state, text: `${what}${between}${detail}`, cells: { what, detail } };
}

/** A sentence that says what happened, and those behind it that say what it means. */
function headed(state: LineState, text: string): ToldLine {
  const [, what, meaning] = /^(.{8,60}?)\. ([A-Z].*)$/s.exec(text) ?? [];
  return what === undefined || meaning === undefined
    ? { state, text }
    : { state, text, cells: { what: `${what}.`, meaning } };
}

/**
 * The sandbox's usual balance in US dollars
 * (https://docs.aws.amazon.com/AWSMechTurk/latest/AWSMechanicalTurkRequester/mturk-use-sandbox.html).
 */
export const SANDBOX_BALANCE = "10000.00";

export function isSilent(checked: Checked | null): boolean {
  const sandbox = checked?.diagnosis.sandbox ?? null;
  return sandbox?.ok === false && sandbox.problem.code === "mturk-closed";
}

/** What STS said of the key; null if it was left out. */
function identityLine(checked: Checked, accessKeyId: string, who: string): ToldLine | null {
  const { identity } = checked.diagnosis;
  if (identity === null) return null;
  const id = maskId(accessKeyId);
  if (!identity.ok)
    return headed(
      checked.verdict === "unreachable" ? "unclear" : "failed",
      identity.problem.message,
    );
  const { arn, account } = identity.value;
  const holder = `${holderName(arn)}, account ${spacedAccount(account)}`;
  const told = inCells("ok", `${who} accepts ${id}`, holder);
  return { ...told, cells: { what: acceptsInCell(who, id), detail: holder } };
}

/** Who accepts a key, in a column that has no room for an article. `id`: as it is shown. */
export function acceptsInCell(who: string, id: string): string {
  return `${who.replace("The practice", "Practice")} accepts ${id}`;
}

/**
 * A sentence about MTurk's answer without what another one says already: that AWS accepts the key.
 */
export function besideAccepted(message: string): string {
  return message.replace(/^AWS accepts this key\. /, "");
}

/**
 * Somebody was there and said so, or something else answered; the other codes mean that nobody
 * could be asked.
 */
const LIKEWISE: Readonly<Partial<Record<Problem["code"], string>>> = {
  throttled: "MTurk's sandbox says the same.",
  "aws-fault": "MTurk's sandbox has a fault too.",
  unknown: "MTurk's sandbox gave no clear answer either.",
  "not-aws": "In the place of MTurk's sandbox something else answered, too.",
};

const SANDBOX_ANSWERS = "The sandbox answers";

/** What MTurk's sandbox said; null if that is what AWS said already. */
function sandboxLine(checked: Checked): ToldLine | null {
  const { identity, sandbox } = checked.diagnosis;
  if (sandbox === null) return null;
  if (!sandbox.ok) {
    const { code, message } = sandbox.problem;
    const unreachable = checked.verdict === "unreachable";
    if (identity?.ok === false && identity.problem.code === code)
      return unreachable
        ? { state: "unclear", text: LIKEWISE[code] ?? "MTurk's sandbox could not be asked either." }
        : null;
    return headed(
      isSilent(checked) ? "silent" : unreachable ? "unclear" : "failed",
      identity?.ok === true ? besideAccepted(message) : message,
    );
  }
  const balance = dollars(sandbox.value.balance);
  if (sandbox.value.balance !== SANDBOX_BALANCE)
    return inCells("ok", SANDBOX_ANSWERS, `${balance}.`);
  const told = inCells("ok", SANDBOX_ANSWERS, `${balance}. Play money; it always says this.`);
  return { ...told, cells: { what: SANDBOX_ANSWERS, detail: `${balance}, play money, as always` } };
}

/** A place of the list, with the profile where several of one file are in it. */
export function placeAmong(
  { location, profile }: SourceReport,
  list: readonly SourceReport[],
  host: Host,
): string {
  const place = shortPath(location, host);
  const isOneOfSeveral = list.filter((other) => other.location === location).length > 1;
  return profile !== undefined && isOneOfSeveral ? `${place}, profile ${profile}` : place;
}

/**
 * Which program uses which key, and from where. `state`: how well that key did, where it was asked
 * about.
 */
export function usedLines(
  sources: Sources,
  host: Host,
  state: Readonly<Record<Program, LineState>> = NOBODY_ASKED,
): readonly ToldLine[] {
  const { boto3, psiturk } = sources;
  const place = (winner: Sources["boto3"], program: Program): SourceReport | undefined =>
    sources.list.find(
      (source) =>
        source[program] === "used" && (winner.source === source.name || winner.source === "mixed"),
    );
  if (boto3.problem !== null && boto3.problem.message === psiturk.problem?.message)
    return [{ state: "failed", text: boto3.problem.message }];
  const boto3Place = place(boto3, "boto3");
  const psiturkPlace = place(psiturk, "psiturk");
  if (
    boto3.accessKeyId !== null &&
    boto3.accessKeyId === psiturk.accessKeyId &&
    boto3.source === psiturk.source &&
    boto3Place !== undefined &&
    samePairs(sources)
  ) {
    const profile = boto3.source === "environment" ? "" : `, profile ${sources.profile.name}`;
    const what = "boto3 and psiTurk 3 use it";
    const where = `${shortPath(boto3Place.location, host)}${profile}`;
    const told = inCells(state.boto3, what, `from ${where}`, ", ");
    return [{ ...told, cells: { what, detail: where } }];
  }
  if (boto3.source === null && psiturk.source === null)
    return [{ state: "failed", text: "boto3 and psiTurk 3 find no key that they could use" }];
  const told = (from: SourceReport | undefined): string | null =>
    from === undefined ? null : placeAmong(from, sources.list, host);
  return [
    winnerLine("boto3", boto3, told(boto3Place), state.boto3),
    winnerLine("psiTurk 3", psiturk, told(psiturkPlace), state.psiturk),
  ];
}

const NOBODY_ASKED = { boto3: "note", psiturk: "note" } as const;

function samePairs({ boto3, psiturk }: Sources): boolean {
  return boto3.key === null || psiturk.key === null || sameCredentials(boto3.key, psiturk.key);
}

function winnerLine(
  program: string,
  winner: Sources["boto3"],
  place: string | null,
  state: LineState,
): ToldLine {
  if (winner.problem !== null || winner.source === null)
    return {
      state: winner.problem?.code === "keys-missing" ? "warning" : "failed",
      text: `${program} finds no key that it could use`,
    };
  const id = winner.accessKeyId ?? "a key it fetches itself";
  // A placeholder: what stands there is used, and no key.
  const unfit = winner.source === "mixed" || id.startsWith("(");
  const mixed = winner.source === "mixed" ? ", id and secret from two different places" : "";
  const kind = unfit ? "failed" : state;
  const what = `${program} uses ${id}`;
  if (place === null) return { state: kind, text: `${what}${mixed}` };
  const told = inCells(kind, what, `from ${place}${mixed}`, ", ");
  return { ...told, cells: { what, detail: `${place}${mixed}` } };
}

/** What the two answers say. `who`: in practice it is not Amazon's AWS that accepts a key. */
export function askedLines(
  checked: Checked,
  accessKeyId: string,
  who = "AWS",
): readonly ToldLine[] {
  return [identityLine(checked, accessKeyId, who), sandboxLine(checked)].filter(
    (line) => line !== null,
  );
}

/** All lines of a report, in the order in which they are read. */
export function reportLines(report: CheckReport, host: Host, who = "AWS"): readonly ToldLine[] {
  return [
    ...answerLines(report, who),
    ...usedLines(report.sources, host, {
      boto3: stateOf(report.boto3),
      psiturk: stateOf(report.psiturk),
    }),
    ...regionLines(report, host),
  ];
}

/** What was answered about the key, or about the two keys, each named by its owner. */
export function answerLines(
  { boto3, psiturk, sources, subject }: CheckReport,
  who = "AWS",
): readonly ToldLine[] {
  const lines = (judged: KeyVerdict | null, program: Program): readonly ToldLine[] =>
    judged?.checked === undefined || judged.checked === null
      ? []
      : askedLines(judged.checked, sources[program].key?.accessKeyId ?? "", who);
  if (boto3 === psiturk || subject !== "both")
    return lines(
      subject === "psiturk" ? psiturk : boto3,
      subject === "psiturk" ? "psiturk" : "boto3",
    );
  const owned =
    (owner: string) =>
    ({ cells, ...line }: ToldLine): ToldLine => ({
      ...line,
      text: `${owner}'s key: ${line.text}`,
      ...(cells === undefined ? {} : { cells: { ...cells, what: `${owner}'s: ${cells.what}` } }),
    });
  return [
    ...lines(boto3, "boto3").map(owned("boto3")),
    ...lines(psiturk, "psiturk").map(owned("psiTurk")),
  ];
}

/** "ok" is what was asked about and did well. */
function stateOf(judged: KeyVerdict | null): LineState {
  const verdict = judged?.checked?.verdict;
  return verdict === undefined
    ? "note"
    : verdict === "ready"
      ? "ok"
      : verdict === "keys-refused"
        ? "warning"
        : "note";
}

/**
 * The region that boto3 takes, where from, and what of MTurk is there; for psiTurk alone the one
 * that it always asks.
 */
export function regionLines(
  { sources: { region, problems }, subject }: Pick<CheckReport, "sources" | "subject">,
  host: Pick<Host, "home">,
): readonly ToldLine[] {
  if (subject === "psiturk")
    return [
      { state: "note", text: `Region ${MTURK_REGION}: psiTurk asks there, whatever is set.` },
    ];
  const trouble = problems.find((problem) => isAboutRegion(problem));
  if (trouble !== undefined)
    return [
      {
        state: trouble.level === "warning" ? "warning" : "failed",
        text: withHome(trouble.message, host),
      },
    ];
  if (region.value === null) return [];
  const from =
    region.variable ?? `line ${region.line ?? 0} of ${shortPath(region.path ?? "", host)}`;
  return [
    {
      state: "note",
      text: `Region ${region.value}, from ${from}: where MTurk is, and psiTurk asks there too.`,
      cells: { what: `Region ${region.value}`, detail: `from ${from}` },
    },
  ];
}

/** What the settings say of the region, as against an answer that was signed for another one. */
export function isAboutRegion({ code, level, about }: SourceProblem): boolean {
  return code === "region-wrong" && level !== "note" && about?.includes("boto3") === true;
}
