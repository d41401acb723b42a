/** Names what a person does while keys are switched off and put away. */

export type RetireEvent =
  | { readonly type: "pickedKey"; readonly accessKeyId: string }
  /** All of them, in this order, each with its questions. */
  | { readonly type: "pickedAll"; readonly ids: readonly string[] }
  | { readonly type: "nextInTurn" }
  | { readonly type: "lookedInFolder"; readonly path: string }
  | { readonly type: "switchedOffHere" }
  | { readonly type: "watched" }
  /** `forget`: although AWS was not seen to refuse the key, which was asked. */
  | { readonly type: "tookOut"; readonly forget?: boolean }
  | { readonly type: "leftInFiles" }
  | { readonly type: "anotherKey" };
