/**
 * Decides the way of a new pair into the file: noted, accepted by AWS, switched; or found wanting,
 * and taken back. Pure.
 */
import { goesEverywhere } from "../shared/users.js";
import { refusal, stop } from "./decide.js";
import { isWritten, othersWish, whileUsed } from "./others.js";
import type { Action, Observed, RotationMode } from "./types.js";
import { bothRefused, endedDead, endedStands, fileUnchanged } from "./endings.js";
import { noKey } from "./problems.js";

/** The new pair is at hand and durable, or the caller has it. */
export function goingOver(o: Observed, from: string, to: string, way: RotationMode): Action {
  const { learned, journal } = o;
  // A key in the file that AWS refuses by now is one reason more to go on: the new one may be the
  // only one that works.
  if (learned.holder?.of !== from && learned.fileKeyRefused?.of !== from)
    return { do: "identify", id: from };
  const isNoted = journal?.to === to;
  const wish = othersWish(o);
  if (!isNoted && learned.holder === null) return refusal(o, from) ?? stop(noKey());
  if (!isNoted || journal.step !== "moving" || (journal.others?.wish ?? null) !== wish)
    return { do: "note", way, from, to, others: wish };
  if (learned.doubt !== null) return doubted(o, from, to);
  return learned.verified.has(to)
    ? { do: "switch-file", from, to, everywhere: goesEverywhere(wish) }
    : { do: "verify", id: to };
}

/**
 * The new key is deleted again; the places that were switched before the profile's own file get the
 * old one back first. If something else here uses it by now it stays, and the pair that waits is
 * not its last copy.
 */
export function goingBack(o: Observed, from: string, to: string): Action {
  const { pending, learned } = o;
  if (goesEverywhere(othersWish(o)) && isWritten(o, to) && !learned.spread)
    return { do: "switch-others", from: to, to: from };
  if (pending.state === "pair" && pending.elsewhere)
    return { do: "end-journal", pair: to, say: endedStands(o, to) };
  // AWS accepts a key that turned out to be another user's: of that user's keys it knows only by
  // itself.
  return (
    whileUsed(o, to, { switched: false }) ?? {
      do: "roll-back",
      id: to,
      by: learned.doubt?.why === "other-holder" ? "itself" : "file",
    }
  );
}

/**
 * The new key is not as the old one was. It stays where it is, unless it cannot be ours, or AWS
 * knows it as off or gone.
 */
function doubted(o: Observed, from: string, to: string): Action {
  const { learned, pending, journal } = o;
  const { doubt } = learned;
  if (doubt === null) return { do: "verify", id: to };
  if (doubt.why === "other-holder") return anothers(o, from, to);
  if (doubt.why !== "refused") return stop(fileUnchanged(doubt.problem));
  if (learned.fileKeyRefused?.of === from)
    return stop(doubt.problem.code === "key-unknown" ? bothRefused(from, to) : doubt.problem);
  if (learned.denied.has("list")) return stop(fileUnchanged(doubt.problem));
  if (learned.keys === null) return { do: "list" };
  const key = learned.keys.find(({ id }) => id === to);
  const ended = key?.status !== "Active" && journal !== null;
  return ended
    ? {
        do: "end-journal",
        pair: pending.state === "pair" ? to : null,
        say: endedDead(o, to, key === undefined ? "gone" : "off"),
      }
    : stop(fileUnchanged(doubt.problem));
}

/**
 * The new key turned out to be another user's: one that we made goes, one that a person brought is
 * asked about.
 */
function anothers(o: Observed, from: string, to: string): Action {
  const { learned, pending, journal } = o;
  if (pending.state === "pair") return goingBack(o, from, to);
  const [was, is] = [journal?.holder ?? null, learned.doubt?.holder ?? null];
  if (was !== null && is !== null) return { do: "ask", question: { ask: "other-holder", was, is } };
  return learned.doubt === null
    ? { do: "verify", id: to }
    : stop(fileUnchanged(learned.doubt.problem));
}
