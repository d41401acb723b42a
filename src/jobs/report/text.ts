/**
 * Lays out as Markdown what was done, for the files of a lab: when, where, whose key, how it is
 * taken back, when it is to be replaced. No secrets; ids are shortened.
 */
import type { Identity } from "../../aws/types.js";
import type { WrittenFile } from "../../aws-files/types.js";
import type { Host } from "../../base/host.js";
import { hideSecrets } from "../../keys/recognise.js";
import { shortPath, spacedAccount } from "../names.js";

/** One thing that was done. */
export interface ReportPart {
  readonly title: string;
  /** What it is called, and what it is. */
  readonly facts: readonly (readonly [string, string])[];
  /** How it is taken back; whether it can be. */
  readonly undo: readonly string[];
  /** Commands and dates that follow from it. */
  readonly next: readonly string[];
}

/** Nothing was done, or one thing after the other. `at`: milliseconds since 1970. */
export function reportText(parts: readonly ReportPart[], at: number): string {
  const when = new Date(at).toISOString().slice(0, 16).replace("T", " ");
  const told = parts.length === 0 ? ["Nothing was changed.", ""] : parts.flatMap(partLines);
  const text = [
    "# AWS access keys: what was done",
    "",
    `${when} UTC, with mturk-setup. No secrets stand here; ids are shortened, but for one that ` +
      "has still to be found in the console.",
    "",
    ...told,
  ].join("\n");
  return `${hideSecrets(text).trimEnd()}\n`;
}

function partLines({ title, facts, undo, next }: ReportPart): readonly string[] {
  return [
    `## ${plain(title)}`,
    "",
    ...facts.map(([name, fact]) => `- ${name}: ${plain(fact)}`),
    "",
    ...listed("Take it back", undo),
    ...listed("Next", next),
  ];
}

function listed(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return [`### ${title}`, "", ...lines.map((line) => `- ${plain(line)}`), ""];
}

/** What Markdown would take as markup stands as it is; a name of a file may be anything. */
function plain(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(/[\\`*<>[\]|]/g, "\\$&");
}

/** Whose key it is. */
export function holderFacts(holder: Identity | null): ReportPart["facts"] {
  if (holder === null) return [["Account and user", "not known"]];
  return [
    ["Account", spacedAccount(holder.account)],
    ["User", holder.arn.split(":").slice(5).join(":")],
  ];
}

/** What was written where, with the copy of what stood there before. */
export function fileFacts(
  files: readonly WrittenFile[],
  host: Pick<Host, "home">,
): ReportPart["facts"] {
  return files.map(({ path, backup }) => [
    "File",
    shortPath(path, host) +
      (backup === null ? "" : `; what stood there before: ${shortPath(backup, host)}`),
  ]);
}

/** After so many days, auditors of AWS accounts call a key old. */
const DAYS =
  // https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-3
  90;

/** When the key that is used from now on is to be replaced. */
export function replaceBy(at: number, option: string): string {
  const day = new Date(at + DAYS * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  return `Replace the key by ${day} (${DAYS} days): mturk-setup rotate${option}`;
}
