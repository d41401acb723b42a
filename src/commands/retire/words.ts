/** Words what `retire` says to people. */
import { lastUseParts } from "../../words/last-use.js";
import { KIND_OF_PLACE } from "../../words/places.js";
import { LEFT_IN_FILES, fateLine, fateOf, noCopyLeft } from "../../words/retirement.js";
import { firstLines, firstTen } from "../../base/list.js";
import type { Host } from "../../base/host.js";
import { availabilityAt } from "../../guide/availability.js";
import {
  type Examined,
  type FoundKey,
  type KeyPlace,
  type PutAwayPlan,
  type Retired,
  isSeenOff,
  stillActive,
  whyRefused,
} from "../../jobs/retire/index.js";
import { placeText } from "../../jobs/shared/place-text.js";
import { holderName, shortPath, spacedAccount } from "../../jobs/names.js";
import { maskId } from "../../keys/types.js";

/** What a former requester should have saved by now; empty while there is nothing to hurry for. */
export function saveFirstLines(date: Date): readonly string[] {
  const { historyUntil } = availabilityAt(date);
  if (historyUntil === null) return [];
  return [
    "First save what you need.",
    `  Reported: until ${historyUntil.words} requester.mturk.com still shows your ` +
      "transaction history (your web sign-in, no keys).",
    "  Grants and ethics boards may ask for it. Money left: mturk.com/help.",
  ];
}

/** One key that was found: where it stands, and what AWS says of it. */
export function keyLines(
  found: FoundKey,
  examined: Examined | null,
  host: Host,
): readonly string[] {
  const [state, ...more] = examined === null ? [""] : stateLines(found, examined);
  return [
    `${maskId(found.accessKeyId)}${state === "" || state === undefined ? "" : `: ${state}`}`,
    ...more.map((line) => `  ${line}`),
    ...firstTen(found.places).shown.map(
      (place) => `  ${placeText(place, host)}${placeNote(place)}`,
    ),
    ...moreLine(firstTen(found.places).more),
  ];
}

function moreLine(more: string | null): readonly string[] {
  return more === null ? [] : [`  ${more}`];
}

/** What a place is, where its path does not tell; and a word of warning. */
function placeNote({ name, inUse }: KeyPlace): string {
  switch (name) {
    case "config.txt":
      return ": belongs to the experiment; if that is in git, count the key as published";
    case "csv":
      return `   ${KIND_OF_PLACE.csv}`;
    case "backup":
      return `   ${KIND_OF_PLACE.backup}`;
    case "pending":
      return `   ${KIND_OF_PLACE.pending}`;
    default:
      return inUse ? "" : "   (in lines that no program reads)";
  }
}

function stateLines(
  { accessKeyId, rootByName }: FoundKey,
  { state, holder, isRoot, lastUse, problem }: Examined,
): readonly string[] {
  const root =
    isRoot || rootByName ? ["ROOT key: whoever has it can do everything. Do this one first."] : [];
  switch (state) {
    case "active": {
      const used = lastUseParts(
        lastUse,
        (at) => new Date(at).toISOString().slice(0, 10),
        ", as far as IAM knows",
      );
      return [
        holder === null
          ? "active at AWS"
          : `active at AWS, ${holderName(holder.arn)}, account ${spacedAccount(holder.account)}`,
        ...root,
        ...used,
      ];
    }
    case "refused":
      return ["refused by AWS", whyRefused(accessKeyId), ...root];
    case "active-secret-wrong":
      return ["STILL ACTIVE at AWS", stillActive(accessKeyId), ...root];
    case "unclear":
    case "not-asked":
      return [
        "not known whether it is active",
        ...(problem === null ? [] : [problem.message]),
        ...root,
      ];
  }
}

/** Of the difference in one file. */
const MOST_LINES = 15;

/**
 * What would be taken out of the files, as differences without secrets; our backups; and what is
 * left to the person.
 */
export function planLines(plan: PutAwayPlan, host: Host): readonly string[] {
  const files = plan.plan.files.flatMap((file) => [
    shortPath(file.before.path, host),
    ...firstLines(
      file.diff.map(({ sign, text }) => `  ${sign} ${text}`),
      MOST_LINES,
      " (all of them: mturk-setup retire --dry-run --json)",
    ),
  ]);
  const gone = [...plan.backups, ...(plan.pending ? ["the new key that is still on its way"] : [])];
  return [
    ...(files.length === 0
      ? ["It stands in no file that is changed here."]
      : ["To be taken out:", ...files]),
    ...(gone.length === 0
      ? []
      : [
          "To be deleted, because they hold it:",
          ...firstTen(gone).shown.map((path) => `  ${shortPath(path, host)}`),
          ...moreLine(firstTen(gone).more),
        ]),
    ...byHandLines(plan, host),
  ];
}

/** Places that are told, not edited. */
export function byHandLines({ byHand }: PutAwayPlan, host: Host): readonly string[] {
  if (byHand.length === 0) return [];
  const { shown, more } = firstTen(byHand);
  return [
    "Not touched, for you to remove:",
    ...shown.flatMap(({ location, cure }) => [
      `  ${shortPath(location, host)}`,
      ...cure.map((line) => `    - ${line.replaceAll(`${host.home}/`, "~/")}`),
    ]),
    ...moreLine(more),
  ];
}

/** The end in a few lines. `name`: the id as a command takes it. */
export function retiredLines(
  retired: Retired,
  record: string | null,
  host: Host,
  name: string,
): readonly string[] {
  const { found, putAway, forgotten } = retired;
  const files = putAway?.written.length ?? 0;
  const backups = putAway?.removedBackups.length ?? 0;
  const removed =
    putAway === null
      ? LEFT_IN_FILES
      : `Removed from ${count(files, "file")}, ${count(backups, "backup")}.`;
  return [
    `${fateLine(retired)} ${removed}`,
    ...(forgotten === null
      ? nextLines(retired, name)
      : forgottenLines(found.accessKeyId, forgotten.steps)),
    ...(record === null ? [] : [`Record without secrets: ${shortPath(record, host)}`]),
  ];
}

function nextLines(retired: Retired, name: string): readonly string[] {
  if (!isSeenOff(retired))
    return [`To go on, when AWS refuses it: mturk-setup retire --key ${name}`];
  const fate = fateOf(retired);
  if (fate === "deleted" || fate === "example") return [];
  return [
    "Mistake? The IAM console can switch it on again until it is deleted. In a week, if " +
      "nothing broke: delete key and user there.",
  ];
}

function forgottenLines(accessKeyId: string, steps: readonly string[]): readonly string[] {
  return [
    `${noCopyLeft(accessKeyId)} To switch it off:`,
    ...steps.map((step, index) => `  ${index + 1}  ${step}`),
  ];
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? "" : "s"}`;
}
