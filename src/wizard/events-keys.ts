/** Names what a person does while keys are replaced or switched off. */
import type { RotationAnswers, RotationCall } from "./state-rotate.js";

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

export function isKeysUserEvent(event: { readonly type: string }): event is KeysUserEvent {
  return Object.hasOwn(USER, event.type);
}
