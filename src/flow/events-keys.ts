/** Events and effects of replacing a key and of switching keys off. */
import type { Result } from "../base/problem.js";
import type { Examined, FoundKey, PutAway, PutAwayPlan, Retired, SwitchedOff } from "../jobs/retire/index.js";
import type { Rotated, RotateProgress, Unfinished, Watched } from "../jobs/rotate/index.js";
import type { AccessKey } from "../keys/types.js";
import type { KeysHere } from "./state-retire.js";
import type { Look, RotationAnswers, RotationCall } from "./state-rotate.js";

/** What the person did. */
export type KeysUserEvent =
  /** From the first screen to a rotation that was begun earlier. */
  | { readonly type: "tookUp"; readonly profile: string }
  | { readonly type: "replaced"; readonly way: RotationAnswers["way"] }
  /** The change of the file is agreed to: the pasted key goes in. */
  | { readonly type: "gaveKey" }
  /** The answer to the question on the screen; the job is called again with it. */
  | { readonly type: "answeredQuestion"; readonly answer: Partial<RotationAnswers> }
  | { readonly type: "calledRotation"; readonly call: RotationCall }
  | { readonly type: "retiredInstead" }
  | { readonly type: "pickedKey"; readonly accessKeyId: string }
  | { readonly type: "lookedInFolder"; readonly path: string }
  | { readonly type: "switchedOffHere" }
  | { readonly type: "watched" }
  /** `forget`: although AWS was not seen to refuse the key, which was asked. */
  | { readonly type: "tookOut"; readonly forget?: boolean }
  | { readonly type: "leftInFiles" }
  | { readonly type: "anotherKey" }
  | { readonly type: "wroteRecord" };

/** What came back from the world. */
export type KeysResultEvent =
  /** Comes with the look at this computer. */
  | { readonly type: "unfinishedFound"; readonly found: readonly Unfinished[] }
  /** `leftMs`: how long it is going to be asked again, where the progress tells of that. */
  | { readonly type: "rotating"; readonly ticket: number; readonly progress: RotateProgress; readonly leftMs: number | null }
  | { readonly type: "rotated"; readonly ticket: number; readonly result: Result<Rotated> }
  | { readonly type: "looked"; readonly ticket: number; readonly look: Look }
  | { readonly type: "watchEnded"; readonly ticket: number; readonly result: Result<Watched> }
  | { readonly type: "askingAboutKeys"; readonly ticket: number; readonly asked: number; readonly of: number }
  | { readonly type: "keysFound"; readonly ticket: number; readonly result: Result<KeysHere> }
  | { readonly type: "switchedOff"; readonly ticket: number; readonly result: Result<SwitchedOff> }
  | { readonly type: "putAwayPlanned"; readonly ticket: number; readonly result: Result<PutAwayPlan> }
  | { readonly type: "keyPutAway"; readonly ticket: number; readonly result: Result<PutAway> }
  | { readonly type: "recordWritten"; readonly ticket: number; readonly result: Result<string> };

/** A key that AWS is asked about: in hand, or the old one of a profile, as a backup still has it. */
export type WatchedKey = { readonly pair: AccessKey } | { readonly profile: string; readonly accessKeyId: string };

export type KeysEffect =
  | { readonly type: "rotate"; readonly ticket: number; readonly call: RotationCall; readonly profile: string | null; readonly answers: RotationAnswers }
  | { readonly type: "watch"; readonly ticket: number; readonly key: WatchedKey }
  | { readonly type: "findKeys"; readonly ticket: number; readonly folders: readonly string[] }
  | { readonly type: "switchOff"; readonly ticket: number; readonly examined: Examined }
  | { readonly type: "planPutAway"; readonly ticket: number; readonly found: FoundKey }
  | { readonly type: "putAway"; readonly ticket: number; readonly plan: PutAwayPlan; readonly found: FoundKey }
  | { readonly type: "writeRecord"; readonly ticket: number; readonly keys: readonly Retired[] };

const USER = {
  tookUp: true,
  replaced: true,
  gaveKey: true,
  answeredQuestion: true,
  calledRotation: true,
  retiredInstead: true,
  pickedKey: true,
  lookedInFolder: true,
  switchedOffHere: true,
  watched: true,
  tookOut: true,
  leftInFiles: true,
  anotherKey: true,
  wroteRecord: true,
} satisfies Record<KeysUserEvent["type"], true>;

const RESULTS = {
  unfinishedFound: true,
  rotating: true,
  rotated: true,
  looked: true,
  watchEnded: true,
  askingAboutKeys: true,
  keysFound: true,
  switchedOff: true,
  putAwayPlanned: true,
  keyPutAway: true,
  recordWritten: true,
} satisfies Record<KeysResultEvent["type"], true>;

export function isKeysUserEvent(event: { readonly type: string }): event is KeysUserEvent {
  return Object.hasOwn(USER, event.type);
}

export function isKeysResult(event: { readonly type: string }): event is KeysResultEvent {
  return Object.hasOwn(RESULTS, event.type);
}
