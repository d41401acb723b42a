/**
 * Describes a rotation as values: what is seen, what is to be done next, what is asked, and what
 * came of it.
 */
import type { IamKey, LastUse } from "../../aws/iam/types.js";
import type { Identity } from "../../aws/types.js";
import type { Problem, ProblemCode } from "../../base/problem.js";
import type { WrittenFile } from "../../aws-files/types.js";
import type { KeyPlace } from "../shared/inventory.js";
import type { OthersWish } from "../shared/users.js";
import type { PlaceName } from "../shared/key-place.js";

/**
 * automatic: IAM makes the new key. guided: a person makes it in the console. undo: the old key
 * comes back.
 */
export type RotationMode = "automatic" | "guided" | "undo";

/** How MTurk's sandbox answered a key: with a balance, or with which problem. */
export type MturkState = "well" | ProblemCode;

/**
 * What is kept between two starts, without secrets. making: a new key may have been made, its id is
 * not known yet. moving: the new key is known and durable. waiting: the new key is in the file; the
 * old one still has to be deleted some day.
 */
export interface Journal {
  readonly version: 1;
  readonly profile: string;
  /** Absolute path of the credentials file that belongs to it. */
  readonly credentials: string;
  readonly way: RotationMode;
  readonly step: "making" | "moving" | "waiting";
  readonly from: string;
  /** Null while `making`. */
  readonly to: string | null;
  /**
   * Ids that the user had at AWS before: a key that is not among them was made by us, or by
   * somebody else meanwhile.
   */
  readonly before: readonly string[];
  /** Whose key it was: the new one must be the same user's. */
  readonly holder: Identity;
  /** How MTurk did for the old key: the new one need not do better. */
  readonly mturk: MturkState;
  /**
   * Whose the old key was, where `holder` is another: the new one was meant to be that other
   * user's.
   */
  readonly was: Identity | null;
  /**
   * What was wished for the other places that held `from`, so that the next start carries on with
   * the same wish; null: nothing was.
   * `files`: absolute paths of the files beside the AWS files that are to get the new pair, also
   * where the next start would not find them (`config.txt` belongs to the folder in which the
   * rotation was begun).
   */
  readonly others: { readonly wish: OthersWish; readonly files: readonly string[] } | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

/** A key at AWS with when it was last used; null where IAM did not say. */
export interface KeyAtAws extends IamKey {
  readonly lastUse: LastUse | null;
}

/**
 * A place on this computer that holds a key. live: a program takes it from there, and stops when
 * the key goes off. copy: nobody reads it there (our backups, the pair on its way, a CSV file), but
 * the secret is not lost.
 */
export interface Stand {
  readonly is: "live" | "copy";
  readonly name: PlaceName;
  /** A path, or the names of environment variables. */
  readonly location: string;
  /** Counted from 1; null where there are no lines. */
  readonly line: number | null;
  /** In the AWS files. */
  readonly profile: string | null;
  /** The secret stands there too. */
  readonly whole: boolean;
}

/** By id: where keys stand, the profile that is rotated left out (`inFile` tells of that). */
export type Standing = ReadonlyMap<string, readonly Stand[]>;

/** A key at AWS with where it stands on this computer. */
export interface KnownKey extends KeyAtAws {
  readonly stands: readonly Stand[];
}

/** What the caller wants; answers to questions come back here. */
export interface Wishes {
  /** False: only carry on with what was begun, or tidy up (`--finish`, undo). */
  readonly start: boolean;
  readonly way: "automatic" | "guided";
  /** Id of a new key that the caller brings: pasted (guided), or the old one's (undo). */
  readonly given: string | null;
  readonly undo: boolean;
  /**
   * A key that the caller lets go: the second one of the user, or one whose secret was lost. Never
   * the one in use.
   */
  readonly letGo: string | null;
  /** What is to become of the old key; ask: come back with the question. */
  readonly old: "keep" | "off" | "delete" | "ask";
  /**
   * The key of `letGo` may go although it stands somewhere here. Says nothing of the key that is
   * replaced: `others` does.
   */
  readonly letGoUsed: boolean;
  /**
   * What is wished by name for the other places that hold the key that goes; null: nothing, then
   * they are asked about.
   */
  readonly others: OthersWish | null;
  /** Take the new key back, while the file does not hold it. */
  readonly rollBack: boolean;
  /** Put the new key that waits beside the file into the file, whatever that holds by now. */
  readonly take: boolean;
  /** A pasted key of another user (or account) is meant. */
  readonly otherHolder: boolean;
}

/**
 * A place on this computer, other than the one whose key is replaced, that holds a key. written: we
 * write there, where that is wished. by-hand: a program reads it, we do not edit it. unread: a copy
 * that no program reads.
 */
export interface Elsewhere {
  readonly id: string;
  readonly kind: "written" | "by-hand" | "unread";
}

/** What lies beside the credentials file, for this profile. */
export type PendingSeen =
  | { readonly state: "none" }
  | { readonly state: "reserved" }
  /**
   * `elsewhere`: the same pair, to the last letter, stands in another place that is not a backup of
   * ours.
   */
  | {
      readonly state: "pair";
      readonly id: string;
      readonly replaces: string;
      readonly elsewhere: boolean;
    };

/** What this run has learned; lost in a crash, and then learned again. */
export interface Learned {
  /** Who holds the key in the file, by its id, and how MTurk does for it. */
  readonly holder: {
    readonly of: string;
    readonly identity: Identity;
    readonly mturk: MturkState;
  } | null;
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
  readonly doubt: {
    readonly why: "refused" | "unclear" | "not-as-well" | "other-holder";
    readonly problem: Problem;
    readonly holder: Identity | null;
  } | null;
  /** After the old key went off: the new one was asked again. */
  readonly again: "not-yet" | "well" | Problem;
  /** AWS was seen to refuse these keys. */
  readonly seenRefused: ReadonlySet<string>;
  /** Reservation and journal were taken away, or it was tried. */
  readonly cleared: boolean;
  readonly rolledBack: boolean;
  /** The other places were written; what still holds the key is for a person. */
  readonly spread: boolean;
  /**
   * Sentences about rotations that ended by themselves, oldest first; told with whatever this run
   * comes to.
   */
  readonly notices: readonly string[];
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
  /** The same places by id, as they are told. */
  readonly standing: Standing;
  /** Places that could not be looked into, so that any key may stand there. */
  readonly unseen: readonly string[];
  readonly learned: Learned;
  readonly wishes: Wishes;
}

/** One step with an effect: asking AWS, or writing. */
export type RotationStep =
  | { readonly do: "identify"; readonly id: string }
  | { readonly do: "list" }
  /** Deletes a key that the caller let go. */
  | { readonly do: "delete-other"; readonly id: string }
  /** Can the files be written? Reserves the place for the pair and begins the journal. */
  | { readonly do: "check-store"; readonly others: OthersWish | null }
  | { readonly do: "create" }
  | { readonly do: "persist-pending"; readonly id: string }
  /** Writes both ids into the journal, and what is wished for the other places. */
  | {
      readonly do: "note";
      readonly way: RotationMode;
      readonly from: string;
      readonly to: string;
      readonly others: OthersWish | null;
    }
  | { readonly do: "activate-new"; readonly id: string }
  | { readonly do: "verify"; readonly id: string }
  | {
      readonly do: "switch-file";
      readonly from: string | null;
      readonly to: string;
      readonly everywhere: boolean;
    }
  /** The same in the other places alone: the profile's file holds `to` already. */
  | { readonly do: "switch-others"; readonly from: string; readonly to: string }
  /**
   * Removes the pending pair, which the file now holds, or a reservation that nobody needs any
   * more.
   */
  | { readonly do: "settle"; readonly id: string }
  | { readonly do: "deactivate-old"; readonly id: string }
  | { readonly do: "verify-again"; readonly id: string }
  | { readonly do: "delete-old"; readonly id: string }
  /**
   * Deletes the new key at AWS, which the file does not hold. `by`: signed by the key in the file,
   * or by the new key itself.
   */
  | { readonly do: "roll-back"; readonly id: string; readonly by: "file" | "itself" }
  /**
   * The rotation ends by itself: its journal goes, with a reservation, or with the pair that `pair`
   * names. `say`: why.
   */
  | { readonly do: "end-journal"; readonly pair: string | null; readonly say: string }
  /** Removes pending file and journal. */
  | { readonly do: "clear" }
  /** Removes the journal, or keeps it for the old key that `waits`. */
  | {
      readonly do: "finish";
      readonly from: string;
      readonly to: string;
      readonly old: OldKey;
      readonly waits: boolean;
    };

/**
 * gone: deleted. inactive: off, can be activated again. refused: AWS refuses it, so it is off or
 * deleted. active: it was wished so.
 */
export type OldKey = "gone" | "inactive" | "refused" | "active";

/** What only a person can answer. */
export type Question =
  /**
   * Other places hold the key with this id, and what is to become of them was not said. `switched`:
   * the file holds the new key already.
   */
  | { readonly ask: "shared"; readonly id: string; readonly switched: boolean }
  /** Two keys already: one of the others has to go first. */
  | {
      readonly ask: "which-goes";
      readonly inUse: string;
      readonly others: readonly KnownKey[];
      readonly unseen: readonly string[];
    }
  /**
   * A key that stands nowhere on this computer. `ours`: we had its pair, which was removed by hand;
   * else it appeared while we asked for one: ours without its answer, or somebody else's.
   */
  | {
      readonly ask: "lost-key";
      readonly key: KnownKey;
      readonly ours: boolean;
      readonly inUse: string;
      readonly unseen: readonly string[];
    }
  /**
   * A new key waits beside the file, which holds neither it nor the key that it was to replace;
   * null: no key at all.
   */
  | { readonly ask: "waiting-pair"; readonly id: string; readonly inFile: string | null }
  /**
   * A person has to make the key. `because`: why not automatically; null where it was wished so.
   */
  | { readonly ask: "new-key"; readonly because: Problem | null; readonly holder: Identity }
  /** The pasted key works, but is another user's. */
  | { readonly ask: "other-holder"; readonly was: Identity; readonly is: Identity }
  /** The new key is in the file and works; what is to become of the old one? */
  | {
      readonly ask: "old-key";
      readonly id: string;
      readonly lastUse: LastUse | null;
      /** IAM has listed it as active; else it did not say. */ readonly seen: boolean;
    }
  /** Only the console can switch the old key off. */
  | {
      readonly ask: "switch-off-in-console";
      readonly id: string;
      readonly holder: Identity;
      readonly because: Problem | null;
    }
  /** The old key is off and the new one does not do as well as it did: put the old one back? */
  | { readonly ask: "undo"; readonly because: Problem };

/** Where a run ends. */
export type End =
  | { readonly do: "ask"; readonly question: Question }
  | { readonly do: "stop"; readonly problem: Problem }
  /** `old` null: nothing was to be done, or everything was taken back (`rolledBack`). */
  | {
      readonly do: "done";
      readonly from: string | null;
      readonly to: string | null;
      readonly old: OldKey | null;
      readonly rolledBack: boolean;
    };

export type Action = RotationStep | End;

/** What came of a step. */
export type Outcome =
  | {
      readonly ok: true;
      readonly holder?: NonNullable<Learned["holder"]>;
      readonly keys?: readonly KeyAtAws[];
      readonly id?: string;
      /** What is to be told at the end although it went well. */ readonly notice?: string;
    }
  | {
      readonly ok: false;
      readonly why: Why;
      readonly problem: Problem;
      readonly holder?: Identity;
    };

/**
 * denied, limit, gone: as IAM says. refused: AWS or the disk said no, and nothing was done.
 * unclear: no answer, so it may have been done. other-holder, not-as-well: the new key works, but
 * not as the old one did. not-new: IAM named a key that existed.
 */
export type Why =
  "not-new" | "denied" | "limit" | "gone" | "refused" | "unclear" | "other-holder" | "not-as-well";

/** How far a rotation came. */
export interface Rotated {
  readonly profile: string;
  /** A question to answer before it goes on; null: it has ended. */
  readonly question: Question | null;
  /** Full ids (ids are no secrets; shown with `maskId`); null: nothing was replaced. */
  readonly from: string | null;
  readonly to: string | null;
  /** What became of the old key; null where it was not touched. */
  readonly old: OldKey | null;
  readonly rolledBack: boolean;
  /** What IAM did not let the key do; null: nothing. */
  readonly denied: Problem | null;
  readonly written: readonly WrittenFile[];
  readonly removedBackups: readonly string[];
  /** Earlier rotations that ended by themselves, in sentences. */
  readonly notices: readonly string[];
  /**
   * Other places on this computer that hold the key that goes (or the one asked about): whoever
   * reads those stops when it is off.
   */
  readonly copies: readonly KeyPlace[];
  /** Copies of it that no program reads: downloads, backups, comments. */
  readonly unread: readonly KeyPlace[];
  /** Other places that hold the new key. */
  readonly holding: readonly KeyPlace[];
}
