/**
 * Finds what an earlier start left unfinished, for the first line of the next start of any command.
 */
import type { Host } from "../../base/host.js";
import { readPending, type PendingKey } from "../../aws-files/store/pending-key.js";
import type { AwsFilePaths } from "../../aws-files/types.js";
import { keptBeside, locateAwsFiles } from "../../aws-files/store/where.js";
import { profileOption } from "../../keys/profile-name.js";
import { maskId } from "../../keys/types.js";
import { readFileKey } from "./disk.js";
import { listJournals } from "./journal.js";
import type { Journal } from "./types.js";

/** The beginning of a sentence on the key that was replaced. */
export function oldKeyOf(profile: string): string {
  return `The old key of profile ${profile}`;
}

/**
 * A rotation that was begun. `interrupted`: it has to be carried on. `waiting`: only the old key is
 * left to be deleted.
 */
export interface Unfinished {
  readonly profile: string;
  readonly state: "interrupted" | "waiting";
  /** Shortened. */
  readonly from: string;
  readonly to: string | null;
  /** Milliseconds since 1970; null where only the pending file tells of it. */
  readonly startedAt: number | null;
  /** One sentence: where it stopped, and the command that carries on. */
  readonly message: string;
  readonly try: readonly string[];
}

/**
 * Everything unfinished for the credentials file of this host, interrupted ones first. A journal
 * whose target has gone (the file holds neither of its keys) is not unfinished: the next rotation
 * of that profile ends it. Reads only; never fails.
 */
export async function unfinishedRotations(host: Host): Promise<readonly Unfinished[]> {
  const paths = locateAwsFiles(host);
  if (!paths.ok) return [];
  const journals = await listJournals(host, keptBeside(paths.value));
  const pending = await readPending(keptBeside(paths.value), host);
  // What another process is doing at this moment is not interrupted.
  const underWay = pending.ok && pending.value.state === "busy" ? pending.value.for.profile : null;
  const pair = pending.ok && pending.value.state === "pair" ? pending.value : null;
  const found: Unfinished[] = [];
  for (const journal of journals) {
    if (
      journal.profile === underWay ||
      (journal.profile === pair?.for.profile && journal.step !== "waiting")
    )
      continue;
    const inFile = await keyInFile(paths.value, journal.profile);
    if (inFile === UNKNOWN || inFile === journal.from || (inFile !== null && inFile === journal.to))
      found.push(told(journal, inFile));
  }
  if (pair !== null) found.push(await waiting(paths.value, pair, journals));
  return found.sort(
    (a, b) =>
      Number(a.state === "waiting") - Number(b.state === "waiting") ||
      a.profile.localeCompare(b.profile),
  );
}

/**
 * The rotation (of this profile, if one is named) that was interrupted; null if none was. Nothing
 * is asked or changed.
 */
export async function interruptedRotation(
  host: Host,
  profile?: string,
): Promise<Unfinished | null> {
  const all = await unfinishedRotations(host);
  return (
    all.find(
      (one) => one.state === "interrupted" && (profile === undefined || one.profile === profile),
    ) ?? null
  );
}

/** The files cannot be read, so what is in them is not known. */
const UNKNOWN = Symbol("unknown");
type InFile = string | null | typeof UNKNOWN;

async function keyInFile(paths: AwsFilePaths, profile: string): Promise<InFile> {
  const file = await readFileKey(paths, profile);
  return file.ok ? (file.value?.key.accessKeyId ?? null) : UNKNOWN;
}

/** A new key that lies beside the file, whatever the journal knows of it. */
async function waiting(
  paths: AwsFilePaths,
  pair: Extract<PendingKey, { state: "pair" }>,
  journals: readonly Journal[],
): Promise<Unfinished> {
  const { profile, replaces } = pair.for;
  const id = pair.key.accessKeyId;
  const inFile = await keyInFile(paths, profile);
  const startedAt =
    journals.find((journal) => journal.profile === profile && journal.to === id)?.startedAt ?? null;
  if (inFile === UNKNOWN || inFile === replaces || inFile === id)
    return told({ profile, from: replaces, to: id, startedAt, step: "moving" }, inFile);
  return {
    ...{ profile, from: maskId(replaces), to: maskId(id), startedAt, state: "interrupted" },
    message:
      `A rotation of profile ${profile} to ${maskId(id)} was interrupted, and ` +
      `${holdsNow(inFile)}. The new key waits beside the credentials file.`,
    try: [`To decide what becomes of it: mturk-setup rotate --finish${profileOption(profile)}`],
  };
}

type Begun = Pick<Journal, "profile" | "from" | "to" | "step"> & {
  readonly startedAt: number | null;
};

function told({ profile, from, to, startedAt, step }: Begun, inFile: InFile): Unfinished {
  const option = profileOption(profile);
  const base = { profile, from: maskId(from), to: to === null ? null : maskId(to), startedAt };
  switch (step) {
    case "waiting":
      if (inFile === from) {
        return {
          ...base,
          state: "interrupted",
          message:
            `${maskId(from)}, which a rotation of profile ${profile} had ` +
            `replaced${to === null ? "" : ` by ${maskId(to)}`}, is in the file again.`,
          try: [
            `If AWS refuses it, this puts the new one back: mturk-setup rotate --finish${option}`,
          ],
        };
      }
      return {
        ...base,
        state: "waiting",
        message:
          `${oldKeyOf(profile)}, ${maskId(from)}, was replaced; what becomes of it at AWS is ` +
          "still open.",
        try: [`If nothing broke without it: mturk-setup rotate --finish${option}`],
      };
    case "making":
      return {
        ...base,
        state: "interrupted",
        message:
          `A rotation of profile ${profile} was interrupted while a new key was asked ` +
          `for.${inFile === from ? ` The old key, ${maskId(from)}, is in the file.` : ""}`,
        try: [`To carry on or tidy up: mturk-setup rotate${option}`],
      };
    case "moving":
      return {
        ...base,
        state: "interrupted",
        message:
          `A rotation of profile ${profile} was interrupted on the way from ${maskId(from)} ` +
          `to ${to === null ? "a new key" : maskId(to)}.`,
        try: [`To carry on: mturk-setup rotate${option}`],
      };
  }
}

/** What the profile has by now, as a clause. `inFile`: the id there; null where there is none. */
export function holdsNow(inFile: string | null): string {
  return inFile === null
    ? "the profile has no key in the AWS files now"
    : `${maskId(inFile)} is in the file now`;
}
