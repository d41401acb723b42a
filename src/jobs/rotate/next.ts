/**
 * Decides what a rotation does next, from nothing but what is seen: a crash is just another start.
 * Pure; test/jobs/rotate explores it against a model of AWS and the disk, with a person who mends
 * things by hand in between.
 *
 * The order behind it: the new pair is durable before anything relies on it; the file is switched
 * only to a key that AWS has accepted; the old key goes off only when the file holds the new one,
 * signed by the new one. So at every moment the file holds a working key. A key that stands in
 * other places too goes off only once they hold another, or where that is wished by name.
 */
import type { Problem } from "../../base/problem.js";
import { goesEverywhere } from "../shared/users.js";
import { ending, isUser, refusal, stop } from "./decide.js";
import { pairAside, reverted, withoutPair } from "./next-target.js";
import { beforeKey } from "./next-new.js";
import { goingBack, goingOver } from "./next-over.js";
import { isWritten, othersWish, whileUsed } from "./others.js";
import type { Action, Journal, KeyAtAws, Observed, RotationMode } from "./types.js";
import { finishFirst, inFileDoubted, endedLeft } from "./endings.js";
import { anotherUsers, noKey, notListed } from "./problems.js";

/** The next step, or where the run ends. */
export function next(o: Observed): Action {
  const { inFile, learned, pending, wishes } = o;
  if (learned.finished !== null) return { do: "done", ...learned.finished, rolledBack: false };
  if (learned.trouble !== null) return ending(o, learned.trouble);
  if (learned.rolledBack) return takenBack(o);
  if (pending.state === "pair") return withPair(o, pending.id, pending.replaces);
  const stale = staleJournal(o);
  if (stale !== null) return { do: "end-journal", pair: null, say: endedLeft(o, stale) };
  if (inFile === null)
    return !wishes.start && pending.state === "none"
      ? { do: "done", from: null, to: null, old: null, rolledBack: false }
      : nothingToReplace(o);
  return noted(o, inFile);
}

/**
 * The file holds neither of the keys that the journal is about: somebody has put another one there,
 * or has taken the profile away.
 */
function staleJournal({ inFile, journal }: Observed): Journal | null {
  const known = inFile !== null && (inFile === journal?.from || inFile === journal?.to);
  return known ? null : journal;
}

function nothingToReplace(o: Observed): Action {
  return o.pending.state === "reserved" ? { do: "clear" } : stop(noKey());
}

/** No pair waits; the journal knows the new key, or there is none yet. */
function noted(o: Observed, inFile: string): Action {
  const { journal, wishes } = o;
  const to = journal?.to ?? null;
  if (journal === null || to === null) return beforeKey(o, inFile);
  const { from } = journal;
  if (inFile === to) {
    const undone = wishes.undo && wishes.given === from;
    // A rotation that only waits for its end does not stand in the way of a new one.
    const over = journal.step === "waiting" && (wishes.start || wishes.given !== null);
    return undone || over ? beforeKey(o, inFile) : leaving(o, from, to, journal.way);
  }
  if (journal.step === "waiting" && wishes.given !== to) return reverted(o, from, to);
  return wishes.given === to
    ? goingOver(o, from, to, journal.way)
    : withoutPair(o, from, to, journal.way);
}

/** A pair that lies there decides. */
function withPair(o: Observed, id: string, replaces: string): Action {
  const { inFile, journal, wishes } = o;
  const way: RotationMode = journal?.to === id ? journal.way : "automatic";
  if (inFile === id) return leaving(o, replaces, id, way);
  if (inFile !== replaces) return pairAside(o, id);
  if (wishes.rollBack) return backOut(o, replaces, id);
  if (wishes.given !== null && wishes.given !== id) return stop(finishFirst(id));
  return goingOver(o, replaces, id, way);
}

/** The new key is gone from AWS: its traces go too, and the reason is told. */
function takenBack({ inFile, pending, journal, learned }: Observed): Action {
  if (pending.state !== "none" || journal !== null) return { do: "clear" };
  const why = learned.unsaved ?? learned.doubt?.problem ?? null;
  return why === null
    ? { do: "done", from: inFile, to: null, old: null, rolledBack: true }
    : stop(why);
}

/** It is wished that the new key goes, while the file holds the old one. */
function backOut(o: Observed, from: string, id: string): Action {
  const { learned, inFile } = o;
  if (inFile === null) return pairAside(o, id);
  return learned.holder?.of === inFile
    ? goingBack(o, from, id)
    : (refusal(o, inFile) ?? { do: "identify", id: inFile });
}

/** The file holds the new key; the old one is to go. */
function leaving(o: Observed, from: string, to: string, way: RotationMode): Action {
  const { learned, wishes, pending, journal } = o;
  if (journal?.to !== to)
    return learned.holder?.of === to
      ? { do: "note", way, from, to, others: othersWish(o) }
      : (refusal(o, to) ?? { do: "identify", id: to });
  if (pending.state !== "none") return { do: "settle", id: to };
  if (wishes.given !== null && wishes.given !== to) return stop(finishFirst(to));
  if (learned.doubt !== null) return stop(inFileDoubted(o, from, to, learned.doubt));
  if (!learned.verified.has(to)) return { do: "verify", id: to };
  return goesEverywhere(othersWish(o)) && isWritten(o, from) && !learned.spread
    ? { do: "switch-others", from, to }
    : parting(o, from, to);
}

/** The new key is in its places and works. */
function parting(o: Observed, from: string, to: string): Action {
  const { learned, wishes } = o;
  if (learned.seenRefused.has(from)) return seenOff(o, from, to);
  if (wishes.old === "keep" || othersWish(o) === "keep")
    return { do: "finish", from, to, old: "active", waits: true };
  return goingOff(o, from, to);
}

/**
 * A person has switched it off, and AWS was seen to refuse it; where it is to be deleted, IAM is
 * asked to do that.
 */
function seenOff(o: Observed, from: string, to: string): Action {
  const { learned, wishes, journal } = o;
  const gone =
    learned.keys?.every(({ id }) => id !== from) === true && (journal?.was ?? null) === null;
  if (gone) return { do: "finish", from, to, old: "gone", waits: false };
  // Where nothing more can be done from here, nothing is kept for later.
  if (wishes.old !== "delete" || learned.denied.has("delete"))
    return { do: "finish", from, to, old: "refused", waits: wishes.old !== "delete" };
  return whileUsed(o, from, { switched: true }) ?? { do: "delete-old", id: from };
}

/**
 * IAM is asked first, whoever made the new key: only what it denies is left to a person in the
 * console.
 */
function goingOff(o: Observed, from: string, to: string): Action {
  const { learned, journal } = o;
  const holder = journal?.holder ?? learned.holder?.identity ?? null;
  if (learned.denied.has("off") || (holder !== null && !isUser(holder)))
    return stillUsed(o, from, to) ?? inConsole(o, from, learned.deniedProblem);
  if (learned.keys === null && !learned.denied.has("list")) return { do: "list" };
  // That keys may not be listed says nothing of whether this one may be switched off.
  if (learned.keys === null) return switchOff(o, from, to, null);
  const old = learned.keys.find(({ id }) => id === from);
  if (old === undefined) return notThere(o, from, to);
  return old.status === "Active" ? switchOff(o, from, to, old) : isOff(o, from, to);
}

function isOff(o: Observed, from: string, to: string): Action {
  const { learned, wishes } = o;
  if (learned.again === "not-yet") return { do: "verify-again", id: to };
  if (learned.again !== "well")
    return { do: "ask", question: { ask: "undo", because: learned.again } };
  if (wishes.old !== "delete" || learned.denied.has("delete"))
    return { do: "finish", from, to, old: "inactive", waits: true };
  return stillUsed(o, from, to) ?? { do: "delete-old", id: from };
}

/** `old`: as IAM has listed it; null: it did not list keys. */
function switchOff(o: Observed, from: string, to: string, old: KeyAtAws | null): Action {
  const used = stillUsed(o, from, to);
  if (used !== null) return used;
  return o.wishes.old === "ask"
    ? {
        do: "ask",
        question: { ask: "old-key", id: from, lastUse: old?.lastUse ?? null, seen: old !== null },
      }
    : { do: "deactivate-old", id: from };
}

/**
 * Something here still uses the old key: it stays on, which was part of the wish, or that has to be
 * asked about. Null: it may go.
 */
function stillUsed(o: Observed, from: string, to: string): Action | null {
  const asked = whileUsed(o, from, { switched: true });
  const wasSaid = othersWish(o) === "everywhere" && o.wishes.old === "off";
  return asked !== null && wasSaid ? { do: "finish", from, to, old: "active", waits: true } : asked;
}

function inConsole({ journal, learned }: Observed, from: string, because: Problem | null): Action {
  const holder = journal?.was ?? journal?.holder ?? learned.holder?.identity;
  return holder === undefined
    ? stop(because ?? notListed(from))
    : { do: "ask", question: { ask: "switch-off-in-console", id: from, holder, because } };
}

/**
 * The old key is none of the new one's user: deleted, or another user's, whose keys are not in this
 * list.
 */
function notThere(o: Observed, from: string, to: string): Action {
  const was = o.journal?.was ?? null;
  if (was === null) return { do: "finish", from, to, old: "gone", waits: false };
  return stillUsed(o, from, to) ?? inConsole(o, from, anotherUsers(from, was));
}
