/** Names what rotation and retirement need of the world beside what every job needs. */
import type { Iam } from "../../aws/iam/types.js";
import type { Result } from "../../base/problem.js";
import type { Ports } from "../ports.js";
import type { VerifyProgress } from "../verify.js";

export interface RotatePorts extends Ports {
  /** IAM as a collaborator; made, and its library loaded, when first asked for. */
  readonly iam: () => Promise<Result<Iam>>;
}

/** What is told while IAM and STS are asked. */
export type IamProgress =
  /**
   * IAM does not take a fresh key yet, or wants to be asked more slowly; asked again until `until`
   * (milliseconds since 1970).
   */
  | {
      readonly type: "patience";
      readonly until: number;
      readonly because: "too-new" | "busy" | "no-answer";
    }
  | VerifyProgress;

export type TellIam = (progress: IamProgress) => void;
