/** Names what a person does while a key is replaced. */
import type { RotationAnswers, RotationCall } from "./state-rotate.js";

export type RotateEvent =
  /** From the first screen to a rotation that was begun earlier. */
  | { readonly type: "tookUp"; readonly profile: string }
  | { readonly type: "replaced"; readonly way: RotationAnswers["way"] }
  /** The change of the file is agreed to: the pasted key goes in. */
  | { readonly type: "gaveKey" }
  /** The answer to the question on the screen; the job is called again with it. */
  | { readonly type: "answeredQuestion"; readonly answer: Partial<RotationAnswers> }
  | { readonly type: "calledRotation"; readonly call: RotationCall }
  | { readonly type: "retiredInstead" };
