/**
 * What a rotation does next, from nothing but what is seen: a crash is just another start. Pure; test/jobs/rotate explores it
 * against a model of AWS and the disk.
 *
 * The order behind it: the new pair is durable before anything relies on it; the file is switched only to a key that AWS has
 * accepted; the old key goes off only when the file holds the new one, signed by the new one. So at every moment the file
 * holds a working key. A key that stands in other places too goes off only once they hold another, or where that is wished by name.
 */
import type { Identity } from "../../aws/types.js";
import type { Problem } from "../../base/problem.js";
import { goesEverywhere } from "../shared/users.js";
import { isUsed, isWritten, othersWish, whileUsed } from "./others.js";
import type { Action, KeyAtAws, Observed, Way } from "./types.js";
import { anotherUsers, badChoice, foreignFile, noKey, notListed, notAUser, nothingNew, sameKey, tooOften, vanished } from "./words.js";

/** The way from one key to another, as far as it is durable. */
interface Transition {
  readonly way: Way;
  readonly from: string;
  readonly to: string | null;
}

const stop = (problem: Problem): Action => ({ do: "stop", problem });

/** The next step, or where the run ends. */
export function next(o: Observed): Action {
  const { inFile, learned } = o;
  if (learned.finished !== null) return { do: "done", ...learned.finished, rolledBack: false };
  if (learned.trouble !== null) return ending(o, learned.trouble);
  if (learned.rolledBack) return takenBack(o);
  const t = transition(o);
  if (inFile === null) return stop(noKey(o.pending));
  if (t?.to === null || t === null) return beforeKey(o, inFile);
  if (inFile === t.from) return coming(o, t.from, t.to, t.way);
  if (inFile === t.to) return leaving(o, t.from, t.to, t.way);
  return stop(foreignFile(inFile, t.to, o.pending));
}

/** The new key is gone from AWS: its traces go too, and the reason is told. */
function takenBack({ inFile, pending, journal, learned }: Observed): Action {
  if (pending.state !== "none" || journal !== null) return { do: "clear" };
  const why = learned.unsaved ?? learned.doubt?.problem ?? null;
  return why === null ? { do: "done", from: inFile, to: null, old: null, rolledBack: true } : stop(why);
}

/** A pair that lies there decides; a rotation that only waits for its end does not stand in the way of a new one. */
function transition({ pending, journal, wishes, inFile }: Observed): Transition | null {
  if (pending.state === "pair") return { way: journal?.to === pending.id ? journal.way : "automatic", from: pending.replaces, to: pending.id };
  if (journal === null) return null;
  if (wishes.undo && wishes.given === journal.from && inFile === journal.to) return null;
  const ended = journal.step === "waiting" && (journal.to !== inFile || wishes.start || wishes.given !== null);
  return ended ? null : journal;
}

/** Trouble: what was reserved for nothing is given back first, unless a key may have been made unseen. */
function ending(o: Observed, problem: Problem): Action {
  const { learned, journal, pending } = o;
  const nothingMade = learned.inHand === null && !learned.createUnclear && pending.state !== "pair" && journal?.step === "making" && strangers(o).length === 0 && learned.keys !== null;
  return learned.ready && nothingMade && !learned.cleared ? { do: "clear" } : stop(problem);
}

/** Keys at AWS that were not there when the rotation began. */
function strangers({ learned, journal }: Observed): readonly KeyAtAws[] {
  if (journal?.step !== "making" || learned.keys === null) return [];
  return learned.keys.filter(({ id }) => !journal.before.includes(id) && id !== learned.inHand);
}

/** The file holds the only key that is known. */
function beforeKey(o: Observed, inFile: string): Action {
  const { learned, wishes, journal } = o;
  if (learned.inHand !== null) return learned.unsaved === null ? { do: "persist-pending", id: learned.inHand } : { do: "roll-back", id: learned.inHand };
  if (!wishes.start && journal === null && o.pending.state === "none") return { do: "done", from: inFile, to: null, old: null, rolledBack: false };
  const begins = wishes.start || wishes.given !== null;
  if (begins && wishes.old !== "keep" && isUsed(o, inFile) && othersWish(o) === null) return { do: "ask", question: { ask: "shared", id: inFile, switched: false } };
  if (learned.holder?.of !== inFile) return refusal(o, inFile) ?? { do: "identify", id: inFile };
  if (wishes.given !== null) return bringing(o, inFile, wishes.given);
  return ownNewKey(o, inFile, learned.holder.identity);
}

/** The new key is to be made: by IAM if it may be, else by a person. */
function ownNewKey(o: Observed, inFile: string, holder: Identity): Action {
  const { learned, wishes, journal } = o;
  if (!isUser(holder)) return { do: "ask", question: { ask: "new-key", because: notAUser(holder), holder } };
  if (wishes.way === "guided" && journal?.step !== "making") return { do: "ask", question: { ask: "new-key", because: null, holder } };
  if (learned.denied.has("list") || learned.denied.has("create")) return toGuided(o, holder);
  return learned.keys === null ? { do: "list" } : making(o, inFile, learned.keys);
}

/** An IAM user, who may have keys of their own; not root, not a role (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html). */
function isUser({ arn }: Identity): boolean {
  return /^arn:[a-z-]+:iam::\d{12}:user\//.test(arn);
}

/** IAM is asked for a key, once there is room for one and a place to put it. */
function making(o: Observed, inFile: string, keys: readonly KeyAtAws[]): Action {
  const { learned, wishes } = o;
  if (!keys.some(({ id }) => id === inFile)) return stop(notListed(inFile));
  if (wishes.letGo === inFile) return stop(badChoice(inFile));
  const [lost] = strangers(o);
  if (lost !== undefined) return lost.id === wishes.letGo ? letGo(o, lost.id) : { do: "ask", question: { ask: "lost-key", key: lost } };
  // Carrying on is all that was wished, and there is nothing to carry on with.
  if (!wishes.start) return learned.cleared ? { do: "done", from: inFile, to: null, old: null, rolledBack: false } : { do: "clear" };
  // A user may have two keys, whatever their state.
  const others = keys.filter(({ id }) => id !== inFile);
  if (others.length > 0) {
    const chosen = others.find(({ id }) => id === wishes.letGo);
    return chosen === undefined ? { do: "ask", question: { ask: "which-goes", inUse: inFile, others } } : letGo(o, chosen.id);
  }
  if (!learned.ready) return { do: "check-store", others: othersWish(o) };
  return learned.fruitless >= 2 ? ending(o, tooOften()) : { do: "create" };
}

/** A key that was let go is deleted, unless something here still uses it and nobody said that it may stop. */
function letGo(o: Observed, id: string): Action {
  return whileUsed(o, id, { switched: false }) ?? { do: "delete-other", id };
}

function toGuided(o: Observed, holder: Identity): Action {
  const { learned, journal } = o;
  // What was reserved for an automatic rotation is of no use to a guided one. Without a list, a lost key cannot be told from none.
  const mayClear = learned.denied.has("create") && learned.keys !== null && strangers(o).length === 0 && !learned.createUnclear;
  if (mayClear && !learned.cleared && (journal !== null || o.pending.state === "reserved")) return { do: "clear" };
  return { do: "ask", question: { ask: "new-key", because: learned.deniedProblem, holder } };
}

/** The caller brings the new pair, so nothing can be lost: it is verified first, then the file is switched. */
function bringing(o: Observed, from: string, to: string): Action {
  const { learned, wishes } = o;
  const way: Way = wishes.undo ? "undo" : "guided";
  if (to === from) return stop(sameKey(to));
  const before = wishes.undo ? waking(o, to) : null;
  if (before !== null) return before;
  const { doubt, holder } = learned;
  if (doubt?.why === "other-holder" && doubt.holder !== null && holder !== null) {
    return { do: "ask", question: { ask: "other-holder", was: holder.identity, is: doubt.holder } };
  }
  if (doubt !== null) return stop(doubt.problem);
  return learned.verified.has(to) ? { do: "note", way, from, to, others: othersWish(o) } : { do: "verify", id: to };
}

/** A key that is to come back was switched off; null if nothing is to be done about that, or nothing can be. */
function waking({ learned }: Observed, to: string): Action | null {
  if (learned.keys === null) return learned.denied.has("list") ? null : { do: "list" };
  const key = learned.keys.find(({ id }) => id === to);
  if (key === undefined) return stop(vanished(to));
  return key.status === "Inactive" && !learned.denied.has("activate") ? { do: "activate-new", id: to } : null;
}

/** The new pair is known; the file still holds the old key. */
function coming(o: Observed, from: string, to: string, way: Way): Action {
  const { learned, wishes, pending } = o;
  if (pending.state !== "pair" && wishes.given !== to) return withoutPair(o, to, way);
  if (wishes.rollBack && pending.state === "pair") return learned.holder?.of === from ? goingBack(o, from, to) : (refusal(o, from) ?? { do: "identify", id: from });
  return goingOver(o, from, to, way);
}

/** The new key is deleted again; the places that were switched before the profile's own file get the old one back first. */
function goingBack(o: Observed, from: string, to: string): Action {
  if (goesEverywhere(othersWish(o)) && isWritten(o, to) && !o.learned.spread) return { do: "switch-others", from: to, to: from };
  return whileUsed(o, to, { switched: false }) ?? { do: "roll-back", id: to };
}

/** The new pair is at hand and durable, or the caller has it. */
function goingOver(o: Observed, from: string, to: string, way: Way): Action {
  const { learned, pending, journal } = o;
  // A key in the file that AWS refuses by now is one reason more to go on: the new one may be the only one that works.
  if (learned.holder?.of !== from && learned.fileKeyRefused?.of !== from) return { do: "identify", id: from };
  const noted = journal?.to === to;
  const wish = othersWish(o);
  if (!noted && learned.holder === null) return refusal(o, from) ?? stop(noKey(pending));
  if (!noted || journal.step !== "moving" || (journal.others?.wish ?? null) !== wish) return { do: "note", way, from, to, others: wish };
  if (learned.doubt !== null) return doubted(o, from, to);
  return learned.verified.has(to) ? { do: "switch-file", from, to, everywhere: goesEverywhere(wish) } : { do: "verify", id: to };
}

/** A journal without its pair: a roll-back was cut short, a guided rotation was not finished, or somebody removed the file. */
function withoutPair(o: Observed, to: string, way: Way): Action {
  const { learned, wishes, inFile } = o;
  if (way !== "automatic") return learned.cleared ? stop(nothingNew()) : { do: "clear" };
  if (learned.fileKeyRefused !== null) return stop(learned.fileKeyRefused.problem);
  if (learned.holder?.of !== inFile && inFile !== null) return { do: "identify", id: inFile };
  if (learned.keys === null) return learned.denied.has("list") ? stop(learned.deniedProblem ?? nothingNew()) : { do: "list" };
  const lost = learned.keys.find(({ id }) => id === to);
  if (lost === undefined) return { do: "clear" };
  return wishes.letGo === to ? letGo(o, to) : { do: "ask", question: { ask: "lost-key", key: lost } };
}

/** The new key is not as the old one was. It stays where it is, unless it cannot be ours or does not exist. */
function doubted(o: Observed, from: string, to: string): Action {
  const { learned } = o;
  const { doubt } = learned;
  if (doubt === null) return { do: "verify", id: to };
  if (doubt.why === "other-holder") return goingBack(o, from, to);
  if (doubt.why !== "refused" || learned.denied.has("list") || learned.fileKeyRefused !== null) return stop(doubt.problem);
  if (learned.keys === null) return { do: "list" };
  return learned.keys.some(({ id }) => id === to) ? stop(doubt.problem) : { do: "clear" };
}

/** The file holds the new key; the old one is to go. */
function leaving(o: Observed, from: string, to: string, way: Way): Action {
  const { learned, wishes, pending, journal } = o;
  if (journal?.to !== to) return learned.holder?.of === to ? { do: "note", way, from, to, others: othersWish(o) } : (refusal(o, to) ?? { do: "identify", id: to });
  if (pending.state === "pair") return { do: "settle", id: to };
  if (learned.doubt !== null) return stop(learned.doubt.problem);
  if (!learned.verified.has(to)) return { do: "verify", id: to };
  const wish = othersWish(o);
  if (goesEverywhere(wish) && isWritten(o, from) && !learned.spread) return { do: "switch-others", from, to };
  if (learned.seenRefused.has(from)) return { do: "finish", from, to, old: "inactive" };
  if (wishes.old === "keep" || wish === "keep") return { do: "finish", from, to, old: "active" };
  return goingOff(o, from, to);
}

function refusal({ learned }: Observed, id: string): Action | null {
  return learned.fileKeyRefused?.of === id ? stop(learned.fileKeyRefused.problem) : null;
}

/** IAM is asked first, whoever made the new key: only what it denies is left to a person in the console. */
function goingOff(o: Observed, from: string, to: string): Action {
  const { learned, wishes } = o;
  if (learned.denied.has("list") || learned.denied.has("off")) return stillUsed(o, from, to) ?? inConsole(o, from, learned.deniedProblem);
  if (learned.keys === null) return { do: "list" };
  const old = learned.keys.find(({ id }) => id === from);
  if (old === undefined) return notThere(o, from, to);
  if (old.status === "Active") {
    const used = stillUsed(o, from, to);
    if (used !== null) return used;
    return wishes.old === "ask" ? { do: "ask", question: { ask: "old-key", id: from, lastUse: old.lastUse } } : { do: "deactivate-old", id: from };
  }
  if (learned.again === "not-yet") return { do: "verify-again", id: to };
  if (learned.again !== "well") return { do: "ask", question: { ask: "undo", because: learned.again } };
  if (wishes.old !== "delete" || learned.denied.has("delete")) return { do: "finish", from, to, old: "inactive" };
  return stillUsed(o, from, to) ?? { do: "delete-old", id: from };
}

/** Something here still uses the old key: it stays on, which was part of the wish, or that has to be asked about. Null: it may go. */
function stillUsed(o: Observed, from: string, to: string): Action | null {
  const asked = whileUsed(o, from, { switched: true });
  const wasSaid = othersWish(o) === "everywhere" && o.wishes.old === "off";
  return asked !== null && wasSaid ? { do: "finish", from, to, old: "active" } : asked;
}

function inConsole({ journal, learned }: Observed, from: string, because: Problem | null): Action {
  const holder = journal?.was ?? journal?.holder ?? learned.holder?.identity;
  return holder === undefined ? stop(because ?? notListed(from)) : { do: "ask", question: { ask: "switch-off-in-console", id: from, holder, because } };
}

/** The old key is none of the new one's user: deleted, or another user's, whose keys are not in this list. */
function notThere(o: Observed, from: string, to: string): Action {
  const was = o.journal?.was ?? null;
  if (was === null) return { do: "finish", from, to, old: "gone" };
  return stillUsed(o, from, to) ?? inConsole(o, from, anotherUsers(from, was));
}
