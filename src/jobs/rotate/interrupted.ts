/** What an earlier start left unfinished; for the first line of the next start of any command. */
import type { Host } from "../../base/host.js";
import { readPending } from "../../files/pending.js";
import { keptBeside, locateAwsFiles } from "../../files/where.js";
import { maskId } from "../../keys/types.js";
import { listJournals } from "./journal.js";
import type { Journal } from "./types.js";
import { profileOption } from "../../keys/profile-name.js";

/** A rotation that was begun. `interrupted`: it has to be carried on. `waiting`: only the old key is left to be deleted. */
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

/** Everything unfinished for the credentials file of this host, interrupted ones first. Reads only; never fails. */
export async function unfinishedRotations(host: Host): Promise<readonly Unfinished[]> {
  const paths = locateAwsFiles(host);
  if (!paths.ok) return [];
  const journals = await listJournals(host, keptBeside(paths.value));
  const pending = await readPending(keptBeside(paths.value), host);
  // What another process is doing at this moment is not interrupted.
  const underWay = pending.ok && pending.value.state === "busy" ? pending.value.for.profile : null;
  const found = journals.filter(({ profile }) => profile !== underWay).map(told);
  if (pending.ok && pending.value.state === "pair") {
    const { profile, replaces } = pending.value.for;
    const known = journals.some((journal) => journal.profile === profile && journal.step !== "waiting");
    if (!known) found.push(told({ profile, from: replaces, to: pending.value.key.accessKeyId, startedAt: null, step: "moving" }));
  }
  return found.sort((a, b) => Number(a.state === "waiting") - Number(b.state === "waiting") || a.profile.localeCompare(b.profile));
}

/** The rotation (of this profile, if one is named) that was interrupted; null if none was. Nothing is asked or changed. */
export async function interruptedRotation(host: Host, profile?: string): Promise<Unfinished | null> {
  const all = await unfinishedRotations(host);
  return all.find((one) => one.state === "interrupted" && (profile === undefined || one.profile === profile)) ?? null;
}


function told({ profile, from, to, startedAt, step }: Pick<Journal, "profile" | "from" | "to" | "step"> & { readonly startedAt: number | null }): Unfinished {
  const option = profileOption(profile);
  const base = { profile, from: maskId(from), to: to === null ? null : maskId(to), startedAt };
  switch (step) {
    case "waiting":
      return {
        ...base,
        state: "waiting",
        message: `The old key of profile ${profile}, ${maskId(from)}, was replaced and waits to be deleted.`,
        try: [`If nothing broke without it: mturk-setup rotate --finish${option}`],
      };
    case "making":
      return {
        ...base,
        state: "interrupted",
        message: `A rotation of profile ${profile} was interrupted while a new key was asked for. The old key, ${maskId(from)}, is in the file.`,
        try: [`To carry on or tidy up: mturk-setup rotate${option}`],
      };
    case "moving":
      return {
        ...base,
        state: "interrupted",
        message: `A rotation of profile ${profile} was interrupted on the way from ${maskId(from)} to ${to === null ? "a new key" : maskId(to)}.`,
        try: [`To carry on: mturk-setup rotate${option}`],
      };
  }
}
