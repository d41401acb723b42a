/** Keeps what a call has seen so far, and makes evidence of it where the call fails. */
import { Secret } from "../base/secret.js";
import type { AccessKey } from "../keys/types.js";
import type { WireAnswer } from "./clients.js";
import type { Evidence } from "./diagnosis/failure.js";
import type { Carriage } from "./network/route.js";
import type { ServiceName } from "./types.js";

/**
 * AWS's clock may differ from ours by this much, in milliseconds, before a refusal is put down to
 * it; the SDK's own threshold (@aws-sdk/core, isClockSkewed), one minute below what MTurk
 * tolerates.
 */
export const SKEW_MS = 240_000;

/** Read when a call ends before its time, too. */
export interface Trail {
  wire: WireAnswer | null;
  serverAheadMs: number | null;
  carriage: Carriage | null;
}

export function newTrail(): Trail {
  return { wire: null, serverAheadMs: null, carriage: null };
}

/** Notes an answer as it came over the wire. `now`: milliseconds since 1970. */
export function noteAnswer(trail: Trail, wire: WireAnswer, now: number): void {
  trail.wire = wire;
  trail.serverAheadMs = serverAheadMs(wire, now);
}

/** What is known at the moment when it is asked for. */
export function evidenceOf(
  service: ServiceName,
  host: string,
  key: AccessKey,
  trail: Trail,
): () => Evidence {
  const secrets = [
    key.secretAccessKey,
    ...(key.sessionToken === undefined ? [] : [key.sessionToken]),
  ];
  return () => ({
    service,
    host,
    entered: [new Secret(key.accessKeyId), ...secrets, ...(trail.carriage?.secrets ?? [])],
    secrets,
    wire: trail.wire,
    serverAheadMs: trail.serverAheadMs,
    proxyHost: trail.carriage?.proxyHost ?? null,
    proxyRefusal: trail.carriage?.refusal() ?? null,
  });
}

/**
 * How far the server's clock is ahead of ours; null if the answer does not say, or if it came out
 * of a cache.
 */
function serverAheadMs({ headers }: WireAnswer, now: number): number | null {
  const at = Date.parse(headers.date ?? "");
  return Number.isNaN(at) || headers.age !== undefined ? null : at - now;
}
