/** Decides the small things that every part of a rotation's next step needs. Pure. */
import type { Identity } from "../../aws/types.js";
import type { Problem } from "../../base/problem.js";
import type { Action, KeyAtAws, KnownKey, Observed, Stand } from "./types.js";
import { withWayBack } from "./endings.js";

export const stop = (problem: Problem): Action => ({ do: "stop", problem });

/**
 * AWS refuses this key, which stands in the file; null: it was not seen to. Where the key that it
 * replaced is at hand, that is told.
 */
export function refusal({ learned, journal, standing }: Observed, id: string): Action | null {
  if (learned.fileKeyRefused?.of !== id) return null;
  const { problem } = learned.fileKeyRefused;
  return stop(
    journal?.to === id && isAtHand({ standing }, journal.from)
      ? withWayBack(problem, journal.from, journal.profile)
      : problem,
  );
}

/** A complete pair stands somewhere here. */
export function isAtHand(o: Pick<Observed, "standing">, id: string): boolean {
  return standsOf(o, id).some(({ whole }) => whole);
}

/** Where a key stands, beside the profile that is rotated. */
export function standsOf({ standing }: Pick<Observed, "standing">, id: string): readonly Stand[] {
  return standing.get(id) ?? [];
}

/** Some program reads it, and would stop when it goes off. */
export function isLive(stands: readonly Stand[]): boolean {
  return stands.some(({ is }) => is === "live");
}

/**
 * Whether a key may be deleted for nothing but its name: nobody here reads it, and while it is on
 * its secret stands nowhere here, so that nothing is lost that somebody may count on.
 */
export function isFree({ status, stands }: KnownKey): boolean {
  return !isLive(stands) && (status === "Inactive" || stands.length === 0);
}

export function known(o: Pick<Observed, "standing">, key: KeyAtAws): KnownKey {
  return { ...key, stands: standsOf(o, key.id) };
}

/**
 * An IAM user, who may have keys of their own; not root, not a role
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html).
 */
export function isUser({ arn }: Identity): boolean {
  return /^arn:[a-z-]+:iam::\d{12}:user\//.test(arn);
}

/**
 * Keys at AWS that were not there when the rotation began, and whose secret stands nowhere on this
 * computer: ours, if the answer with the secret was lost, or somebody else's.
 */
export function strangers(o: Observed): readonly KnownKey[] {
  const { learned, journal, inFile } = o;
  if (journal?.step !== "making" || learned.keys === null) return [];
  const new_ = learned.keys.filter(
    ({ id }) => !journal.before.includes(id) && id !== learned.inHand && id !== inFile,
  );
  return new_.map((key) => known(o, key)).filter(({ stands }) => stands.length === 0);
}

/**
 * Trouble: what was reserved for nothing is given back first, unless a key may have been made
 * unseen.
 */
export function ending(o: Observed, problem: Problem): Action {
  const { learned, journal, pending } = o;
  const nothingMade =
    learned.inHand === null &&
    !learned.createUnclear &&
    pending.state !== "pair" &&
    journal?.step === "making" &&
    strangers(o).length === 0 &&
    learned.keys !== null;
  return learned.ready && nothingMade && !learned.cleared ? { do: "clear" } : stop(problem);
}
