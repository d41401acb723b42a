/** Decides how a new key comes about: IAM is asked for one, or a person brings it. Pure. */
import type { Identity } from "../../aws/types.js";
import { isOffAnyway } from "../shared/users.js";
import { ending, isFree, isUser, known, refusal, stop, strangers } from "./decide.js";
import { isUsed, othersWish, whileUsed } from "./others.js";
import type { Action, KeyAtAws, KnownKey, Observed, RotationMode } from "./types.js";
import { badChoice, notAUser, notListed, sameKey, tooOften, vanished } from "./problems.js";
import { endedUnfinished, fileUnchanged } from "./endings.js";

/** The file holds the only key that is known. */
export function beforeKey(o: Observed, inFile: string): Action {
  const { learned, wishes, journal, pending } = o;
  if (learned.inHand !== null)
    return learned.unsaved === null
      ? { do: "persist-pending", id: learned.inHand }
      : { do: "roll-back", id: learned.inHand, by: "file" };
  if (!wishes.start && journal === null && pending.state === "none")
    return { do: "done", from: inFile, to: null, old: null, rolledBack: false };
  // What was begun is taken back, and nothing was made that is known of: the place is given back,
  // and no key is touched.
  if (wishes.undo && wishes.given === null)
    return { do: "end-journal", pair: null, say: endedUnfinished(o) };
  if (isShared(o, inFile))
    return { do: "ask", question: { ask: "shared", id: inFile, switched: false } };
  return wishes.given === null ? made(o, inFile) : brought(o, inFile, wishes.given);
}

/** Whose key the new one has to be is known first. */
function made(o: Observed, inFile: string): Action {
  const { holder } = o.learned;
  return holder?.of === inFile
    ? ownNewKey(o, inFile, holder.identity)
    : (refusal(o, inFile) ?? { do: "identify", id: inFile });
}

/** The key that comes back signs for itself, where the one in the file works no more. */
function brought(o: Observed, inFile: string, given: string): Action {
  const { learned, wishes } = o;
  const speaksForItself = learned.fileKeyRefused?.of === inFile && wishes.undo;
  return speaksForItself || learned.holder?.of === inFile
    ? bringing(o, inFile, given)
    : (refusal(o, inFile) ?? { do: "identify", id: inFile });
}

/** Others use the key that would be replaced, and what is to become of them was not said. */
function isShared(o: Observed, inFile: string): boolean {
  const { wishes } = o;
  const begins = wishes.start || wishes.given !== null;
  return begins && wishes.old !== "keep" && isUsed(o, inFile) && othersWish(o) === null;
}

/** The new key is to be made: by IAM if it may be, else by a person. */
function ownNewKey(o: Observed, inFile: string, holder: Identity): Action {
  const { learned, wishes, journal } = o;
  if (!isUser(holder)) return toGuided(o, holder, notAUser(holder));
  if (wishes.way === "guided" && journal?.step !== "making") return toGuided(o, holder, null);
  if (learned.denied.has("list") || learned.denied.has("create"))
    return toGuided(o, holder, learned.deniedProblem);
  return learned.keys === null ? { do: "list" } : making(o, inFile, learned.keys);
}

/** IAM is asked for a key, once there is room for one and a place to put it. */
function making(o: Observed, inFile: string, keys: readonly KeyAtAws[]): Action {
  const { learned, wishes, unseen } = o;
  if (!keys.some(({ id }) => id === inFile)) return stop(notListed(inFile));
  if (wishes.letGo === inFile) return stop(badChoice(inFile));
  const [lost] = strangers(o);
  if (lost !== undefined) {
    return lost.id === wishes.letGo
      ? letGo(o, lost, [])
      : { do: "ask", question: { ask: "lost-key", key: lost, ours: false, inUse: inFile, unseen } };
  }
  // Carrying on is all that was wished, and there is nothing to carry on with.
  if (!wishes.start)
    return learned.cleared
      ? { do: "done", from: inFile, to: null, old: null, rolledBack: false }
      : { do: "clear" };
  // A user may have two keys, whatever their state.
  const others = keys.filter(({ id }) => id !== inFile).map((key) => known(o, key));
  if (others.length > 0) {
    const chosen = others.find((key) => key.id === wishes.letGo);
    return chosen === undefined
      ? { do: "ask", question: { ask: "which-goes", inUse: inFile, others, unseen } }
      : letGo(o, chosen, others);
  }
  if (!learned.ready) return { do: "check-store", others: othersWish(o) };
  return learned.fruitless >= 2 ? ending(o, tooOften()) : { do: "create" };
}

/**
 * A key that was let go is deleted, unless it stands somewhere here and nobody said that it may go
 * all the same.
 */
function letGo(o: Observed, key: KnownKey, others: readonly KnownKey[]): Action {
  const { wishes, inFile, unseen } = o;
  if (wishes.letGoUsed || isOffAnyway(othersWish(o))) return { do: "delete-other", id: key.id };
  const kept: Action = {
    do: "ask",
    question: { ask: "which-goes", inUse: inFile ?? "", others, unseen },
  };
  return (
    whileUsed(o, key.id, { switched: false }) ??
    (isFree(key) ? { do: "delete-other", id: key.id } : kept)
  );
}

/**
 * A person makes the key. What an automatic rotation reserved is of no use to them; without a list,
 * a lost key cannot be told from none.
 */
function toGuided(
  o: Observed,
  holder: Identity,
  because: Observed["learned"]["deniedProblem"],
): Action {
  const { learned, journal, pending, wishes } = o;
  const begun = journal !== null || pending.state === "reserved";
  const mayClear =
    learned.denied.has("create") &&
    learned.keys !== null &&
    strangers(o).length === 0 &&
    !learned.createUnclear;
  if (mayClear && !learned.cleared && begun) return { do: "clear" };
  // Nothing was wished but to tidy up, and whether a key was made unseen cannot be found out with
  // this key.
  if (!wishes.start)
    return begun
      ? { do: "end-journal", pair: null, say: endedUnfinished(o) }
      : { do: "done", from: o.inFile, to: null, old: null, rolledBack: false };
  return { do: "ask", question: { ask: "new-key", because, holder } };
}

/**
 * The caller brings the new pair, so nothing can be lost: it is verified first, then the file is
 * switched.
 */
function bringing(o: Observed, from: string, to: string): Action {
  const { learned, wishes } = o;
  const { doubt, holder } = learned;
  const way: RotationMode = wishes.undo ? "undo" : "guided";
  if (to === from) return stop(sameKey(to));
  const before = wishes.undo && holder !== null ? waking(o, to) : null;
  if (before !== null) return before;
  if (doubt?.why === "other-holder" && doubt.holder !== null && holder !== null) {
    return { do: "ask", question: { ask: "other-holder", was: holder.identity, is: doubt.holder } };
  }
  if (doubt !== null) return stop(fileUnchanged(doubt.problem));
  return learned.verified.has(to)
    ? { do: "note", way, from, to, others: othersWish(o) }
    : { do: "verify", id: to };
}

/**
 * A key that is to come back was switched off; null if nothing is to be done about that, or nothing
 * can be.
 */
function waking({ learned }: Observed, to: string): Action | null {
  if (learned.keys === null) return learned.denied.has("list") ? null : { do: "list" };
  const key = learned.keys.find(({ id }) => id === to);
  if (key === undefined) return stop(vanished(to));
  return key.status === "Inactive" && !learned.denied.has("activate")
    ? { do: "activate-new", id: to }
    : null;
}
