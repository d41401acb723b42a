/** What a check means, in words: one place for the wizard's screens and the commands' text. */
import type { Host } from "../base/host.js";
import { type Verdict, never } from "../base/problem.js";
import { maskId } from "../keys/types.js";
import type { Sources } from "../sources/types.js";
import type { CheckReport } from "./check.js";
import type { Checked } from "./verify.js";

/** ok · failed · silent (nobody is to blame) · unclear (could not be asked). */
export type LineState = "ok" | "failed" | "silent" | "unclear" | "warning";

export interface ToldLine {
  readonly state: LineState;
  readonly text: string;
}

/** The sandbox's usual balance in US dollars (https://docs.aws.amazon.com/AWSMechTurk/latest/AWSMechanicalTurkRequester/mturk-use-sandbox.html). */
export const SANDBOX_BALANCE = "10000.00";

/** The first line of a result: what it comes to. */
export function verdictTitle(verdict: Verdict): string {
  switch (verdict) {
    case "ready":
      return "Ready. psiTurk can reach MTurk's sandbox.";
    case "keys-accepted":
      return "Your key works, but MTurk's sandbox does not take it.";
    case "keys-refused":
      return "AWS refused this key.";
    case "keys-missing":
      return "There is no complete key here.";
    case "files-broken":
      return "A file that AWS's tools need cannot be read.";
    case "unreachable":
      return "Could not ask AWS. Whether the key is right is still open.";
    default:
      return never(verdict);
  }
}

/** The title of a check, more exact where MTurk is silent: then it is not the sandbox's complaint but its absence. */
export function checkedTitle(verdict: Verdict, checked: Checked | null): string {
  return verdict === "keys-accepted" && isSilent(checked) ? "Your key works. MTurk does not answer." : verdictTitle(verdict);
}

/** The title of a report: "ready" is said only where psiTurk uses the key that was asked about. */
export function reportTitle({ verdict, checked, sources }: CheckReport): string {
  if (checked?.verdict === "ready" && verdict !== "ready") return "Your key works, but a setting stops the programs that use it.";
  const { boto3, psiturk } = sources;
  const same = psiturk.key !== null && boto3.key?.accessKeyId === psiturk.key.accessKeyId && boto3.key.secretAccessKey.equals(psiturk.key.secretAccessKey);
  if (verdict === "ready" && !same) return "boto3's key works. psiTurk does not use it.";
  return checkedTitle(verdict, checked);
}

export function isSilent(checked: Checked | null): boolean {
  const sandbox = checked?.diagnosis.sandbox ?? null;
  return sandbox?.ok === false && sandbox.problem.code === "mturk-closed";
}

/** What STS said of the key; null if it was left out. */
function identityLine(checked: Checked, accessKeyId: string, who: string): ToldLine | null {
  const { identity } = checked.diagnosis;
  if (identity === null) return null;
  const id = maskId(accessKeyId);
  if (!identity.ok) return { state: checked.verdict === "unreachable" ? "unclear" : "failed", text: identity.problem.message };
  return { state: "ok", text: `${who} accepts ${id}: ${holderName(identity.value.arn)}, account ${spacedAccount(identity.value.account)}` };
}

/** Said by the line above, where there is one. */
const ACCEPTED = /^AWS accepts this key\. /;

/** What MTurk's sandbox said; null if that is what AWS said already. */
function sandboxLine(checked: Checked): ToldLine | null {
  const { identity, sandbox } = checked.diagnosis;
  if (sandbox === null) return null;
  if (!sandbox.ok) {
    const { code, message } = sandbox.problem;
    const unreachable = checked.verdict === "unreachable";
    if (identity?.ok === false && identity.problem.code === code) return unreachable ? { state: "unclear", text: "MTurk's sandbox could not be asked either." } : null;
    return { state: isSilent(checked) ? "silent" : unreachable ? "unclear" : "failed", text: identity?.ok === true ? message.replace(ACCEPTED, "") : message };
  }
  const usual = sandbox.value.balance === SANDBOX_BALANCE;
  return { state: "ok", text: `The sandbox answers: ${dollars(sandbox.value.balance)}.${usual ? " Play money; it always says this." : ""}` };
}

/** Which program uses this key, and from where. */
export function usedLines(sources: Sources, host: Host): readonly ToldLine[] {
  const { boto3, psiturk } = sources;
  const place = (winner: Sources["boto3"], program: "boto3" | "psiturk"): string | null => {
    const report = sources.list.find((source) => source[program] === "used" && (winner.source === source.name || winner.source === "mixed"));
    return report === undefined ? null : shortPath(report.location, host);
  };
  if (boto3.problem !== null && boto3.problem.message === psiturk.problem?.message) return [{ state: "failed", text: boto3.problem.message }];
  const boto3Place = place(boto3, "boto3");
  const psiturkPlace = place(psiturk, "psiturk");
  if (boto3.accessKeyId !== null && boto3.accessKeyId === psiturk.accessKeyId && boto3.source === psiturk.source && boto3Place !== null) {
    const profile = boto3.source === "environment" ? "" : `, profile ${sources.profile.name}`;
    return [{ state: "ok", text: `boto3 and psiTurk 3 use it, from ${boto3Place}${profile}` }];
  }
  if (boto3.source === null && psiturk.source === null) return [{ state: "failed", text: "boto3 and psiTurk 3 find no key that they could use" }];
  return [winnerLine("boto3", boto3, boto3Place), winnerLine("psiTurk 3", psiturk, psiturkPlace)];
}

function winnerLine(program: string, winner: Sources["boto3"], place: string | null): ToldLine {
  if (winner.problem !== null || winner.source === null) return { state: "failed", text: `${program} finds no key that it could use` };
  const id = winner.accessKeyId ?? "a key it fetches itself";
  // A placeholder: what stands there is used, and no key.
  const unfit = winner.source === "mixed" || id.startsWith("(");
  const mixed = winner.source === "mixed" ? ", id and secret from two different places" : "";
  return { state: unfit ? "failed" : "ok", text: `${program} uses ${id}${place === null ? "" : `, from ${place}`}${mixed}` };
}

/** What the two answers say. `who`: in practice it is not Amazon's AWS that accepts a key. */
export function askedLines(checked: Checked, accessKeyId: string, who = "AWS"): readonly ToldLine[] {
  return [identityLine(checked, accessKeyId, who), sandboxLine(checked)].filter((line) => line !== null);
}

/** All lines of a report, in the order in which they are read. */
export function reportLines(report: CheckReport, host: Host, who = "AWS"): readonly ToldLine[] {
  const { checked, sources } = report;
  const asked = checked === null ? [] : askedLines(checked, sources.boto3.key?.accessKeyId ?? "", who);
  return [...asked, ...usedLines(sources, host)];
}

/** "user psiturk", "the root user", "a role": the end of the ARN (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html). */
export function holderName(arn: string): string {
  const resource = arn.split(":").slice(5).join(":");
  if (resource === "root") return "the root user";
  const name = resource.split("/").at(-1) ?? resource;
  return resource.startsWith("user/") ? `user ${name}` : resource.startsWith("assumed-role/") ? `role ${resource.split("/")[1] ?? name}` : name;
}

/** Twelve digits in threes of four, as the console shows them. */
export function spacedAccount(account: string): string {
  return account.replace(/^(\d{4})(\d{4})(\d{4})$/, "$1 $2 $3");
}

/** "10000.00" as "10,000.00". */
export function dollars(amount: string): string {
  return amount.replace(/^\d+/, (whole) => whole.replaceAll(/\B(?=(\d{3})+$)/g, ","));
}

/** A path under the home directory, written with `~`. */
export function shortPath(path: string, host: Pick<Host, "home">): string {
  const { home } = host;
  return home !== "" && home !== "/" && path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
