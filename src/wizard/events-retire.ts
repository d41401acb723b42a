/** Names what a person does while keys are switched off and put away. */

export type RetireEvent =
  | { readonly type: "pickedKey"; readonly accessKeyId: string }
  | { readonly type: "lookedInFolder"; readonly path: string }
  | { readonly type: "switchedOffHere" }
  | { readonly type: "watched" }
  /** `forget`: although AWS was not seen to refuse the key, which was asked. */
  | { readonly type: "tookOut"; readonly forget?: boolean }
  | { readonly type: "leftInFiles" }
  | { readonly type: "anotherKey" }
  | { readonly type: "wroteRecord" };
