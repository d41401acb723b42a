/**
 * Decides what becomes of a rotation whose target has changed: the file, the pair that waits or the
 * keys at AWS are not as it left them, because somebody has mended things by hand. Each way leads
 * out, and none destroys the last copy of a pair that AWS may still accept. Pure.
 */
import { isAtHand, refusal, standsOf, stop } from "./decide.js";
import { goingOver } from "./next-over.js";
import { whileUsed } from "./others.js";
import type { Action, Observed, RotationMode } from "./types.js";
import {
  backButRefused,
  bothRefused,
  endedDead,
  endedReverted,
  endedStands,
  endedUnfinished,
  fileUnchanged,
  noPairForOld,
} from "./endings.js";

/**
 * A new pair waits beside a file that holds neither it nor the key that it was to replace. Is it
 * dead, or does it stand elsewhere too: the rotation ends. Else a person decides: into the file
 * with it, or away with it at AWS.
 */
export function pairAside(o: Observed, id: string): Action {
  const { pending, learned, wishes, inFile } = o;
  if (pending.state === "pair" && pending.elsewhere && !wishes.take)
    return { do: "end-journal", pair: id, say: endedStands(o, id) };
  const { doubt } = learned;
  if (!learned.verified.has(id) && doubt === null) return { do: "verify", id };
  if (doubt?.why === "unclear") return stop(doubt.problem);
  if (doubt?.why === "refused") return refusedAside(o, id, doubt.problem);
  if (wishes.take) return { do: "switch-file", from: inFile, to: id, everywhere: false };
  if (wishes.letGo === id || wishes.rollBack)
    return whileUsed(o, id, { switched: false }) ?? { do: "roll-back", id, by: "itself" };
  return { do: "ask", question: { ask: "waiting-pair", id, inFile } };
}

/**
 * AWS refuses the pair that waits. With a key in the file that works, or none at all, nobody needs
 * it.
 */
function refusedAside(
  o: Observed,
  id: string,
  problem: Observed["learned"]["trouble"] & object,
): Action {
  const { learned, inFile, journal } = o;
  // A secret that is wrong says nothing of the key, which is on.
  if (problem.code !== "key-unknown")
    return { do: "ask", question: { ask: "waiting-pair", id, inFile } };
  if (inFile === null) return { do: "end-journal", pair: id, say: endedDead(o, id, "refused") };
  if (learned.fileKeyRefused?.of === inFile) return stop(bothRefused(inFile, id));
  if (learned.holder?.of !== inFile) return { do: "identify", id: inFile };
  // Of its own user's keys IAM knows better than STS whether one is off. Another user's list would
  // tell nothing.
  const sameUser = journal === null || journal.holder.arn === learned.holder.identity.arn;
  if (sameUser && learned.keys === null && !learned.denied.has("list")) return { do: "list" };
  const listed = sameUser ? learned.keys?.find((key) => key.id === id) : undefined;
  return listed?.status === "Active"
    ? stop(fileUnchanged(problem))
    : {
        do: "end-journal",
        pair: id,
        say: endedDead(o, id, listed === undefined ? "refused" : "off"),
      };
}

/**
 * A journal without its pair: a roll-back was cut short, a guided rotation was not finished, or
 * somebody removed the file.
 */
export function withoutPair(o: Observed, from: string, to: string, way: RotationMode): Action {
  const { learned, wishes, unseen } = o;
  const ended = (say: string): Action => ({ do: "end-journal", pair: null, say });
  if (wishes.undo && wishes.given === null) return ended(endedUnfinished(o));
  if (learned.holder?.of !== from) {
    if (learned.fileKeyRefused?.of !== from) return { do: "identify", id: from };
    return isAtHand(o, to)
      ? goingOver(o, from, to, way)
      : (refusal(o, from) ?? ended(endedUnfinished(o)));
  }
  if (way !== "automatic" || learned.denied.has("list")) return ended(endedUnfinished(o));
  if (learned.keys === null) return { do: "list" };
  const lost = learned.keys.find(({ id }) => id === to);
  if (lost === undefined) return ended(endedDead(o, to, "gone"));
  if (standsOf(o, to).length > 0) return ended(endedStands(o, to));
  return wishes.letGo === to
    ? { do: "delete-other", id: to }
    : {
        do: "ask",
        question: {
          ask: "lost-key",
          key: { ...lost, stands: [] },
          ours: true,
          inUse: from,
          unseen,
        },
      };
}

/**
 * After a rotation that only waited for its end, the file holds the old key again. Does AWS accept
 * it, it was meant so; else the new one goes back into the file, if its pair still stands on this
 * computer.
 */
export function reverted(o: Observed, from: string, to: string): Action {
  const { learned, journal, wishes } = o;
  if (learned.holder?.of === from)
    return { do: "end-journal", pair: null, say: endedReverted(o, from, to) };
  if (learned.fileKeyRefused?.of !== from) return { do: "identify", id: from };
  if (wishes.undo)
    return stop(backButRefused(from, to, journal?.profile ?? "default", isAtHand(o, to)));
  return isAtHand(o, to)
    ? goingOver(o, from, to, journal?.way ?? "automatic")
    : stop(noPairForOld(from, to));
}
