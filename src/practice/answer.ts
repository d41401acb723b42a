/**
 * Leads from a request to its answer: which service it is for, whether it may pass, what the
 * service says.
 */
import type { Accounts, PracticeService } from "./accounts.js";
import type { FaultEffect } from "./effect.js";
import type { Gate } from "./gate.js";
import { iam } from "./iam.js";
import { mturk } from "./mturk.js";
import { PAGES } from "./pages.js";
import type { AcceptedCall, Service } from "./service.js";
import { credentialOf, type IncomingCall } from "./signature.js";
import { sts } from "./sts.js";
import type { Refusal, Reply } from "./wire.js";

/** A new service: one file beside `sts.ts`, one entry here. */
const SERVICES: readonly Service[] = [sts, mturk, iam];

/**
 * One request as the practice AWS saw it; without secrets, and without ids that might be misplaced
 * secrets.
 */
export interface SeenCall {
  /** Null: the request does not say which service it is for. */
  readonly service: PracticeService | null;
  /** E.g. "GetCallerIdentity"; null for a look-up and for what was not understood. */
  readonly operation: string | null;
  /** Null: unsigned. "(not a key id)": something else stood in its place. */
  readonly keyId: string | null;
  /** Null: nothing was sent back. */
  readonly status: number | null;
  /** AWS's error code; null for a success and for an answer that is not AWS's. */
  readonly code: string | null;
}

/**
 * What an answer depends on beside the request. Times in ms since 1970, without the fault
 * `clock-skew`.
 */
export interface Surroundings {
  readonly gate: Gate;
  readonly accounts: Accounts;
  readonly effect: FaultEffect;
  readonly now: number;
  readonly faultsSince: number;
  readonly requestId: string;
}

export interface AnsweredCall {
  readonly reply: Reply;
  readonly seen: SeenCall;
  /** Whether the service did what was asked. */
  readonly performed: boolean;
}

/**
 * The service that a request is for: by the first part of its path, else by its form; null if
 * neither tells.
 */
export function serviceFor(call: IncomingCall): Service | null {
  const prefix = call.path.split("/")[1] ?? "";
  return (
    SERVICES.find((service) => service.name === prefix) ??
    SERVICES.find((service) => service.recognises(call)) ??
    null
  );
}

/**
 * What stands between the client and the service it asks; a request for no service meets what
 * stands before all.
 */
export function lineTo(
  service: Service | null,
  { line }: FaultEffect,
): FaultEffect["line"][PracticeService] {
  if (service !== null) return line[service.name];
  return line.sts === line.mturk && line.sts === line.iam ? line.sts : undefined;
}

/** The request as it goes into the log, before anything is known of its answer. */
export function seenBefore(call: IncomingCall): Omit<SeenCall, "status" | "code"> {
  const service = serviceFor(call);
  const asked = service !== null && call.method === "POST" ? service.understand(call) : null;
  return {
    service: service?.name ?? null,
    operation: asked?.ok === true ? asked.value.operation : null,
    keyId: keyIdOf(call),
  };
}

/** Answers one request that the line lets through. */
export async function answerCall(call: IncomingCall, around: Surroundings): Promise<AnsweredCall> {
  const service = serviceFor(call);
  const seen = seenBefore(call);
  const page = lineTo(service, around.effect);
  if (page !== undefined && page !== "drop" && page !== "mute") return answered(PAGES[page], seen);
  if (service === null) return answered(NOBODY, seen);
  if (call.method !== "POST") return answered(service.lookUp(around.requestId), seen);
  const passage = await around.gate.authenticate({ call, service, ...around });
  if (!passage.ok) return answered(service.refuse(passage.refusal, around.requestId), seen);
  const asked = service.understand(call);
  if (!asked.ok) return answered(service.refuse(asked.refusal, around.requestId), seen);
  const { accounts, effect, now, requestId } = around;
  const accepted: AcceptedCall = {
    ...asked.value,
    caller: passage.key,
    accounts,
    effect,
    now,
    requestId,
  };
  accounts.noteUse(passage.key.accessKeyId, {
    at: now,
    service: service.name,
    region: effect.region,
  });
  const result =
    effect.refusal[service.name] ??
    around.gate.authorise(passage.key, service.permission(accepted), effect) ??
    service.perform(accepted);
  const reply = isRefusal(result) ? service.refuse(result, requestId) : result;
  return { ...answered(reply, seen), performed: !isRefusal(result) };
}

const NOBODY: Reply = {
  status: 404,
  headers: { "content-type": "text/plain; charset=utf-8" },
  body: "This is the practice AWS of mturk-setup. It answers requests to STS, MTurk and IAM.\n",
  code: null,
};

function answered(reply: Reply, seen: Omit<SeenCall, "status" | "code">): AnsweredCall {
  return { reply, seen: { ...seen, status: reply.status, code: reply.code }, performed: false };
}

function isRefusal(result: Reply | Refusal): result is Refusal {
  return "cause" in result;
}

/**
 * The id of a signed request, if what stands there has the shape of one; a secret may have been put
 * in its place.
 */
function keyIdOf(call: IncomingCall): string | null {
  const header = call.headers.get("authorization");
  if (header === undefined) return null;
  const id = credentialOf(header).split("/")[0] ?? "";
  return /^A[KS]IA[A-Z2-7]{16}$/.test(id) ? id : "(not a key id)";
}
