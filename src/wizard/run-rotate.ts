/** Runs for the wizard what replaces a key. */
import type { Result } from "../base/problem.js";
import {
  finishRotation,
  rotate,
  undoRotation,
  type Rotated,
  type RotatePorts,
  type RotateProgress,
} from "../jobs/rotate/index.js";
import type { RotationNews } from "./progress-rotate.js";
import type { Running } from "./running.js";
import type { RotationAnswers, RotationCall } from "./state-rotate.js";

export interface RotateArgs {
  readonly call: RotationCall;
  /** Null: as boto3 would choose. */
  readonly profile: string | null;
  readonly answers: RotationAnswers;
}

/** Calls the job of a rotation with what the person has answered so far. */
export function callRotation(
  ports: RotatePorts,
  { call, profile, answers }: RotateArgs,
  { signal, tell }: Running<RotationNews>,
): Promise<Result<Rotated>> {
  const { way, given, letGo, old, others, otherHolder, letGoUsed, take, seenRefused } = answers;
  const progress = (news: RotateProgress): void =>
    tell({
      news,
      leftMs:
        news.type === "patience" || news.type === "propagation"
          ? Math.max(0, news.until - ports.clock.now())
          : null,
    });
  const named = {
    ...(profile === null ? {} : { profile }),
    ...(others === null ? {} : { others }),
  };
  switch (call) {
    case "replace":
      return rotate(ports, {
        ...named,
        way,
        ...(given === null ? {} : { given }),
        ...(letGo === null ? {} : { letGo }),
        old,
        otherHolder,
        letGoUsed,
        take,
        seenRefused,
        signal,
        progress,
      });
    case "finish":
      return finishRotation(ports, {
        ...named,
        ...(letGo === null ? {} : { letGo }),
        old,
        letGoUsed,
        take,
        seenRefused,
        signal,
        progress,
      });
    case "undo":
      return undoRotation(ports, {
        ...named,
        old: old === "keep" ? "keep" : "off",
        signal,
        progress,
      });
  }
}
