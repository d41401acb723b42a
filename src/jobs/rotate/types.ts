/** A rotation as values: what is seen, what is to be done next, what is asked, and what came of it. */
import type { IamKey, LastUse } from "../../aws/iam-types.js";
import type { Identity } from "../../aws/types.js";
import type { Problem, ProblemCode } from "../../base/problem.js";
import type { OthersWish } from "../shared/users.js";

/** automatic: IAM makes the new key. guided: a person makes it in the console. undo: the old key comes back. */
export type Way = "automatic" | "guided" | "undo";

/** How MTurk's sandbox answered a key: with a balance, or with which problem. */
export type MturkState = "well" | ProblemCode;

/**
 * What is kept between two starts, without secrets. making: a new key may have been made, its id is not known yet. moving: the
 * new key is known and durable. waiting: the new key is in the file; the old one still has to be deleted some day.
 */
export interface Journal {
  readonly version: 1;
  readonly profile: string;
  /** Absolute path of the credentials file that belongs to it. */
  readonly credentials: string;
  readonly way: Way;
  readonly step: "making" | "moving" | "waiting";
  readonly from: string;
  /** Null while `making`. */
  readonly to: string | null;
  /** Ids that the user had at AWS before: a key that is not among them was made by us, or by somebody else meanwhile. */
  readonly before: readonly string[];
  /** Whose key it was: the new one must be the same user's. */
  readonly holder: Identity;
  /** How MTurk did for the old key: the new one need not do better. */
  readonly mturk: MturkState;
  /** Whose the old key was, where `holder` is another: the new one was meant to be that other user's. */
  readonly was: Identity | null;
  /**
   * What was wished for the other places that held `from`, so that the next start carries on with the same wish; null: nothing was.
   * `files`: absolute paths of the files beside the AWS files that are to get the new pair, also where the next start would not
   * find them (`config.txt` belongs to the folder in which the rotation was begun).
   */
  readonly others: { readonly wish: OthersWish; readonly files: readonly string[] } | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** A key at AWS with when it was last used; null where IAM did not say. */
export interface KeyAtAws extends IamKey {
  readonly lastUse: LastUse | null;
}

/** What the caller wants; answers to questions come back here. */
export interface Wishes {
  /** False: only carry on with what was begun, or tidy up (`--finish`, undo). */
  readonly start: boolean;
  readonly way: "automatic" | "guided";
  /** Id of a new key that the caller brings: pasted (guided), or the old one's (undo). */
  readonly given: string | null;
  readonly undo: boolean;
  /** A key that the caller lets go: the second one of the user, or one whose secret was lost. Never the one in use. */
  readonly letGo: string | null;
  /** What is to become of the old key; ask: come back with the question. */
  readonly old: "keep" | "off" | "delete" | "ask";
  /** What is wished by name for the other places that hold the key that goes; null: nothing, then they are asked about. */
  readonly others: OthersWish | null;
  /** Take the new key back, while the file still holds the old one. */
  readonly rollBack: boolean;
  /** A pasted key of another user (or account) is meant. */
  readonly otherHolder: boolean;
}

/**
 * A place on this computer, other than the one whose key is replaced, that holds a key. written: we write there, where that is
 * wished. by-hand: a program reads it, we do not edit it. unread: a copy that no program reads.
 */
export interface Elsewhere {
  readonly id: string;
  readonly kind: "written" | "by-hand" | "unread";
}

/** What lies beside the credentials file, for this profile. */
export type PendingSeen = { readonly state: "none" } | { readonly state: "reserved" } | { readonly state: "pair"; readonly id: string; readonly replaces: string };

/** What this run has learned; lost in a crash, and then learned again. */
export interface Learned {
  /** Who holds the key in the file, by its id, and how MTurk does for it. */
  readonly holder: { readonly of: string; readonly identity: Identity; readonly mturk: MturkState } | null;
  /** AWS refuses the key in the file. */
  readonly fileKeyRefused: { readonly of: string; readonly problem: Problem } | null;
  /** The user's keys as last listed, corrected by what was done since; null: not known. */
  readonly keys: readonly KeyAtAws[] | null;
  readonly denied: ReadonlySet<"list" | "create" | "off" | "delete" | "activate">;
  /** IAM's words when it said no; for the guided way. */
  readonly deniedProblem: Problem | null;
  /** Id of a new pair that is in memory only. */
  readonly inHand: string | null;
  /** The new pair could not be stored. */
  readonly unsaved: Problem | null;
  /** Place reserved and journal begun in this run. */
  readonly ready: boolean;
  /** How often a key was asked for without getting one. */
  readonly fruitless: number;
  /** A request for a key may have been carried out unseen. */
  readonly createUnclear: boolean;
  readonly verified: ReadonlySet<string>;
  /** Why the new key was found wanting. */
  readonly doubt: { readonly why: "refused" | "unclear" | "not-as-well" | "other-holder"; readonly problem: Problem; readonly holder: Identity | null } | null;
  /** After the old key went off: the new one was asked again. */
  readonly again: "not-yet" | "well" | Problem;
  /** AWS was seen to refuse these keys. */
  readonly seenRefused: ReadonlySet<string>;
  /** Reservation and journal were taken away, or it was tried. */
  readonly cleared: boolean;
  readonly rolledBack: boolean;
  /** The other places were written; what still holds the key is for a person. */
  readonly spread: boolean;
  readonly finished: { readonly from: string; readonly to: string; readonly old: OldKey } | null;
  /** What ends this run. */
  readonly trouble: Problem | null;
}

/** Everything that the next step depends on. */
export interface Observed {
  /** Id of the profile's key in the files; null if there is none. */
  readonly inFile: string | null;
  readonly pending: PendingSeen;
  readonly journal: Journal | null;
  /** Every other place with a key, looked up anew before each step. */
  readonly elsewhere: readonly Elsewhere[];
  readonly learned: Learned;
  readonly wishes: Wishes;
}

/** One step with an effect: asking AWS, or writing. */
export type Step =
  | { readonly do: "identify"; readonly id: string }
  | { readonly do: "list" }
  /** Deletes a key that the caller let go. */
  | { readonly do: "delete-other"; readonly id: string }
  /** Can the files be written? Reserves the place for the pair and begins the journal. */
  | { readonly do: "check-store"; readonly others: OthersWish | null }
  | { readonly do: "create" }
  | { readonly do: "persist-pending"; readonly id: string }
  /** Writes both ids into the journal, and what is wished for the other places. */
  | { readonly do: "note"; readonly way: Way; readonly from: string; readonly to: string; readonly others: OthersWish | null }
  | { readonly do: "activate-new"; readonly id: string }
  | { readonly do: "verify"; readonly id: string }
  /** Puts `to` in the place of `from` in the profile's file; `everywhere`: and in every other place that we write, as one plan. */
  | { readonly do: "switch-file"; readonly from: string; readonly to: string; readonly everywhere: boolean }
  /** The same in the other places alone: the profile's file holds `to` already. */
  | { readonly do: "switch-others"; readonly from: string; readonly to: string }
  /** Removes the pending pair, which the file now holds. */
  | { readonly do: "settle"; readonly id: string }
  | { readonly do: "deactivate-old"; readonly id: string }
  | { readonly do: "verify-again"; readonly id: string }
  | { readonly do: "delete-old"; readonly id: string }
  /** Deletes the new key at AWS; the file still holds the old one. */
  | { readonly do: "roll-back"; readonly id: string }
  /** Removes pending file and journal. */
  | { readonly do: "clear" }
  /** Removes the journal, or keeps it for the old key that waits. */
  | { readonly do: "finish"; readonly from: string; readonly to: string; readonly old: OldKey };

/** gone: deleted. inactive: off, can be activated again. active: it was wished so. */
export type OldKey = "gone" | "inactive" | "active";

/** What only a person can answer. */
export type Question =
  /** Other places hold the key with this id, and what is to become of them was not said. `switched`: the file holds the new key already. */
  | { readonly ask: "shared"; readonly id: string; readonly switched: boolean }
  /** Two keys already: one of the others has to go first. */
  | { readonly ask: "which-goes"; readonly inUse: string; readonly others: readonly KeyAtAws[] }
  /** A key that was probably made by us; its secret was lost with the answer. */
  | { readonly ask: "lost-key"; readonly key: KeyAtAws }
  /** A person has to make the key. `because`: why not automatically; null where it was wished so. */
  | { readonly ask: "new-key"; readonly because: Problem | null; readonly holder: Identity }
  /** The pasted key works, but is another user's. */
  | { readonly ask: "other-holder"; readonly was: Identity; readonly is: Identity }
  /** The new key is in the file and works; what is to become of the old one? */
  | { readonly ask: "old-key"; readonly id: string; readonly lastUse: LastUse | null }
  /** Only the console can switch the old key off. */
  | { readonly ask: "switch-off-in-console"; readonly id: string; readonly holder: Identity; readonly because: Problem | null }
  /** The old key is off and the new one does not do as well as it did: put the old one back? */
  | { readonly ask: "undo"; readonly because: Problem };

/** Where a run ends. */
export type End =
  | { readonly do: "ask"; readonly question: Question }
  | { readonly do: "stop"; readonly problem: Problem }
  /** `old` null: nothing was to be done, or everything was taken back (`rolledBack`). */
  | { readonly do: "done"; readonly from: string | null; readonly to: string | null; readonly old: OldKey | null; readonly rolledBack: boolean };

export type Action = Step | End;

/** What came of a step. */
export type Outcome =
  | { readonly ok: true; readonly holder?: NonNullable<Learned["holder"]>; readonly keys?: readonly KeyAtAws[]; readonly id?: string }
  | { readonly ok: false; readonly why: Why; readonly problem: Problem; readonly holder?: Identity };

/**
 * denied, limit, gone: as IAM says. refused: AWS or the disk said no, and nothing was done. unclear: no answer, so it may have
 * been done. other-holder, not-as-well: the new key works, but not as the old one did.
 */
export type Why = "denied" | "limit" | "gone" | "refused" | "unclear" | "other-holder" | "not-as-well";
