/**
 * Decides from evidence which problem's code a failure stands for: the first row whose rule holds.
 */
import type { Failure } from "../types.js";
import { AWS_PROBLEMS, type AwsProblemCode, awsProblem } from "./problem-table.js";

const PRECEDENCE = Object.keys(AWS_PROBLEMS) as readonly AwsProblemCode[];

/** The code that one failure stands for, taken by itself. */
export function classify(failure: Failure): AwsProblemCode {
  return PRECEDENCE.find((code) => awsProblem(code).when?.(failure) === true) ?? "unknown";
}

/** How far STS got: the yardstick for what MTurk's failure means. */
export type StsResult = "accepted" | "refused" | "unreached" | "not-asked";

/**
 * The code of the sandbox's failure in the light of STS's answer. Once STS has answered, the
 * network is known to work and the key is known to be right or wrong: then MTurk's modelled answers
 * keep their code, and whatever else comes from its address (no such name, silence, a reset, a
 * page, an unknown code) means that MTurk is not there any more.
 */
export function classifySandbox(failure: Failure, sts: StsResult): AwsProblemCode {
  const plain = classify(failure);
  if (sts === "unreached" || sts === "not-asked" || awsProblem(plain).mturks !== null) return plain;
  if (failure.code === "ServiceFault" || failure.code === "InternalFailure") return "aws-fault";
  // MTurk has spoken in its own error, with a code that is not known here: it is there.
  if (failure.code === "RequestError") return plain;
  // A proxy that opens the way to STS but refuses MTurk's name has a rule against it; its 5xx means
  // that it found nobody there.
  if (failure.code === "ERR_PROXY_TUNNEL" && (failure.httpStatus ?? 500) < 500) return "proxy";
  // Blaming the key is right only if STS refuses it as well.
  if (sts === "refused" && (plain === "secret-wrong" || plain === "key-garbled")) return plain;
  return "mturk-closed";
}
