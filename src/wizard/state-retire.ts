/** Holds what the wizard knows while keys are switched off and put away. */
import type {
  Examined,
  FoundKey,
  FoundKeys,
  PutAway,
  PutAwayPlan,
  Retired,
  SwitchedOff,
} from "../jobs/retire/index.js";
import { type Slot, IDLE } from "./slot.js";

/** The keys of this computer, and what AWS says of each. */
export interface KeysHere extends FoundKeys {
  readonly examined: readonly Examined[];
}

/** What is known of the key that is being retired. */
export interface RetiringKey {
  readonly found: FoundKey;
  readonly examined: Examined | null;
}

export interface RetirementState {
  /** Folders to look into beside the usual ones, absolute. */
  readonly keyFolders: readonly string[];
  /** Progress: how many keys AWS was asked about, of how many. */
  readonly keysHere: Slot<KeysHere, { readonly asked: number; readonly of: number }>;
  readonly retiring: RetiringKey | null;
  /** Full ids of the keys that are gone through one after the other; empty: each is picked. */
  readonly inTurn: readonly string[];
  readonly switchOff: Slot<SwitchedOff, { readonly stopping: boolean }>;
  readonly putAwayPlan: Slot<PutAwayPlan>;
  readonly putAway: Slot<PutAway>;
  /** The keys that were gone through, the latest last. */
  readonly retired: readonly Retired[];
  /** CSV files of AWS's, absolute, in which nothing stands any more but keys that are off. */
  readonly csvsOver: readonly string[];
  /** Those that were deleted here. */
  readonly csvsDeleted: readonly string[];
}

export const NO_RETIREMENT: RetirementState = {
  keyFolders: [],
  keysHere: IDLE,
  retiring: null,
  inTurn: [],
  switchOff: IDLE,
  putAwayPlan: IDLE,
  putAway: IDLE,
  retired: [],
  csvsOver: [],
  csvsDeleted: [],
};
