/**
 * Tells how a rotation ended by itself, or what it found, where the file or the keys at AWS were
 * changed by somebody else. Such an end is told when the run is over, which may have changed the
 * file again by then: so it says what was so.
 */
import type { Problem } from "../../base/problem.js";
import { profileOption } from "../../keys/profile-name.js";
import { maskId } from "../../keys/types.js";
import { IN_CONSOLE, NOT_CHANGED } from "./problems.js";
import type { Journal, Learned, Observed, Stand } from "./types.js";

const LIST =
  "Which keys this user has, and when each was last used, shows: mturk-setup rotate --dry-run";

function holds(inFile: string | null): string {
  return inFile === null
    ? "its profile had no key in the AWS files"
    : `${maskId(inFile)} was in the file`;
}

function begun({ from, to }: Pick<Journal, "from" | "to">): string {
  return to === null
    ? `The rotation that was to replace ${maskId(from)}`
    : `The rotation from ${maskId(from)} to ${maskId(to)}`;
}

/** The places of a key, shortest first, for a sentence. */
export function standsText(
  stands: readonly Stand[],
  shorten: (path: string) => string = (path) => path,
): string {
  const shown = stands.slice(0, MOST).map(({ name, location, profile, line }) => {
    const where = profile === null ? shorten(location) : `${shorten(location)} [${profile}]`;
    const what =
      name === "backup"
        ? "our backup "
        : name === "pending"
          ? "our file for a key on its way, "
          : "";
    return `${what}${where}${line === null || profile !== null ? "" : `, line ${line}`}`;
  });
  return [...shown, ...(stands.length > MOST ? [`${stands.length - MOST} more`] : [])].join("; ");
}

const MOST = 6;

/** Where a key stood; without a secret, or whether anybody uses it elsewhere. */
function stoodText(id: string, stands: readonly Stand[]): string {
  return stands.length === 0
    ? `${maskId(id)} stood nowhere else on this computer.`
    : `${maskId(id)} stood in ${standsText(stands)}.`;
}

/** The file holds neither key of the journal. */
export function endedLeft({ inFile, standing }: Observed, journal: Journal): string {
  const { to, step } = journal;
  const unseen =
    step === "making"
      ? " A key that was asked for then may have been made without its answer coming back."
      : "";
  const where = to === null ? "" : ` ${stoodText(to, standing.get(to) ?? [])}`;
  return (
    `${begun(journal)} has ended: ${holds(inFile)}, so somebody had changed that since. No ` +
    `key was touched for that.${unseen}${where} ${LIST}`
  );
}

function endedWith(newId: string): string {
  return `The rotation has ended: the new key, ${maskId(newId)}`;
}

/** AWS deleted it, has it switched off, or refuses it (one of the two). */
export function endedDead(
  { inFile, pending, learned }: Observed,
  id: string,
  how: "gone" | "off" | "refused",
): string {
  const what = {
    gone: "did not exist at AWS any more",
    off: "was switched off at AWS",
    refused: "was refused by AWS: deleted, or switched off",
  }[how];
  const pair =
    pending.state === "pair" && pending.id === id
      ? " Its pair, which waited beside the credentials file, was removed."
      : "";
  const works =
    inFile !== null && learned.holder?.of === inFile ? ", and AWS accepted that one" : "";
  return `${endedWith(id)}, ${what}. ${holds(inFile).replace(/^its/, "Its")}${works}.${pair}`;
}

/** The new key stands in another place too, so it is somebody's now. */
export function endedStands({ inFile, standing }: Observed, id: string): string {
  const stands = (standing.get(id) ?? []).filter(({ name }) => name !== "pending");
  return (
    `${endedWith(id)}, was in use elsewhere by then, so it was left as it is at AWS. ` +
    `${stoodText(id, stands)} ${holds(inFile).replace(/^its/, "Its")}.`
  );
}

/** Carried no further: taken back before a key was known, or nobody can tell what came of it. */
export function endedUnfinished({ inFile, journal, standing }: Observed): string {
  const to = journal?.to ?? null;
  const first = journal === null ? "The rotation that had reserved its place" : begun(journal);
  const made =
    to === null
      ? " If a key was asked for, it may have been made without its answer coming back."
      : ` ${stoodText(to, standing.get(to) ?? [])}`;
  return `${first} has ended: ${holds(inFile)}. No key was touched for that.${made} ${LIST}`;
}

/** Somebody put the old key back, and AWS accepts it. */
export function endedReverted({ standing }: Observed, from: string, to: string): string {
  return (
    `The rotation from ${maskId(from)} to ${maskId(to)} has ended: ${maskId(from)} was in ` +
    `the file again, and AWS accepted it. ${stoodText(to, standing.get(to) ?? [])} ${LIST}`
  );
}

/** It is wished that the old key comes back; it stands in the file, and AWS refuses it. */
export function backButRefused(
  from: string,
  to: string,
  profile: string,
  atHand: boolean,
): Problem {
  const forward = atHand
    ? [
        `Or put ${maskId(to)}, which replaced it, into the file: mturk-setup rotate ` +
          `--finish${profileOption(profile)}`,
      ]
    : [];
  return {
    code: "key-unknown",
    message: `${maskId(from)} is in the file already, and AWS refuses it. Nothing was changed.`,
    try: [`Switch ${maskId(from)} on in the IAM console`, ...forward],
  };
}

/** The old key is in the file again, AWS refuses it, and the new one is not at hand. */
export function noPairForOld(from: string, to: string): Problem {
  return {
    code: "key-unknown",
    message:
      `${maskId(from)}, which a rotation had replaced by ${maskId(to)}, is in the file ` +
      `again, and AWS refuses it. The secret of ${maskId(to)} does not stand on this ` +
      "computer. Nothing was changed.",
    try: [
      `Switch ${maskId(from)} on in the IAM console, then run it again`,
      "Or save a key that works: mturk-setup save --stdin",
    ],
  };
}

export function bothRefused(inFile: string, waiting: string): Problem {
  return {
    code: "key-unknown",
    message:
      `AWS refuses both: ${maskId(inFile)}, which is in the file, and ${maskId(waiting)}, ` +
      "which was to replace it. Each was deleted or switched off. Nothing was removed here.",
    try: [
      "Switch one of them on in the IAM console, then run it again",
      "Or make a new key there and save it: mturk-setup save --stdin",
    ],
  };
}

/** The key in the file is refused; the one that it replaced is still at hand. */
export function withWayBack(problem: Problem, from: string, profile: string): Problem {
  return {
    ...problem,
    try: [
      `If ${maskId(from)}, which it replaced, still works: mturk-setup rotate ` +
        `--undo${profileOption(profile)}`,
      ...problem.try,
    ],
  };
}

export function fileUnchanged(problem: Problem): Problem {
  return { ...problem, message: `${problem.message} ${NOT_CHANGED}` };
}

/** The new key is in the file, and was found wanting when it was asked again. */
export function inFileDoubted(
  { standing, journal }: Observed,
  from: string,
  to: string,
  doubt: NonNullable<Learned["doubt"]>,
): Problem {
  const { problem } = doubt;
  if (doubt.why === "unclear") return problem;
  const back =
    standing.get(from)?.some(({ whole }) => whole) === true
      ? [
          "Put the old key back, if it still works: mturk-setup rotate " +
            `--undo${profileOption(journal?.profile ?? "default")}`,
        ]
      : [];
  const cures = doubt.why === "not-as-well" ? ["Wait a minute, then run it again"] : problem.try;
  return {
    ...problem,
    message:
      `The new key, ${maskId(to)}, is in the file already. ${problem.message} Nothing was ` +
      `done to ${maskId(from)}.`,
    try: [...back, ...cures],
  };
}

/** What was begun comes first. */
export function finishFirst(id: string): Problem {
  return {
    code: "answer-missing",
    message:
      `A rotation to ${maskId(id)} is under way, so no other key can take its place yet. ` +
      "Nothing was changed.",
    try: [
      "To carry on with it: mturk-setup rotate --finish",
      "To take it back: mturk-setup rotate --undo",
    ],
  };
}

/** IAM answered with a key that existed already. */
export function notNew(id: string): Problem {
  return {
    code: "not-aws",
    message:
      "IAM was asked for a new key and answered with one that existed already, " +
      `${maskId(id)}. AWS does not do that: something on the way repeats old answers. The ` +
      "answer was not used, and the file was not changed.",
    try: ["Without a proxy or another network, try again.", IN_CONSOLE],
  };
}
