/** Names what a rotation tells while it runs. */
import type { IamProgress } from "../shared/iam-ports.js";
import type { RotationStep } from "./types.js";

export type RotateProgress =
  { readonly type: "step"; readonly step: RotationStep["do"] } | IamProgress;

export type TellRotation = (progress: RotateProgress) => void;
