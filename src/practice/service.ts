/**
 * Describes what the practice AWS needs to know of a service to answer for it; `sts.ts`, `mturk.ts`
 * and `iam.ts` are those there are.
 */
import type { Accounts, PracticeKey, PracticeService, Resource } from "./accounts.js";
import type { FaultEffect } from "./effect.js";
import type { IncomingCall } from "./signature.js";
import type { Refusal, Reply } from "./wire.js";

/** A request whose signature was accepted. */
export interface AcceptedCall {
  readonly operation: string;
  /** Of a query service: the form's fields. Of a JSON service: the fields of the document. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly caller: PracticeKey;
  readonly accounts: Accounts;
  readonly effect: FaultEffect;
  /** In ms since 1970, without the fault `clock-skew`. */
  readonly now: number;
  readonly requestId: string;
}

/** What a request asks of a service. */
export interface Asked {
  readonly operation: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * What the caller must be allowed: an action, e.g. `mechanicalturk:GetAccountBalance`, and what it
 * is done to, where policies can tell.
 */
export interface Permission {
  readonly action: string;
  readonly resource: Resource | null;
}

export interface Service {
  readonly name: PracticeService;
  /** The service's name in a signature's scope. */
  readonly signingName: string;
  /** How far X-Amz-Date may be from the server's clock. */
  readonly clockToleranceMin: number;
  /** Whether temporary keys of a user (GetSessionToken) are accepted. */
  readonly takesTemporaryKeys: boolean;
  /** Whether the request is meant for this service, when its path does not say so. */
  recognises(call: IncomingCall): boolean;
  /** What is asked, or why it cannot be understood. */
  understand(
    call: IncomingCall,
  ):
    | { readonly ok: true; readonly value: Asked }
    | { readonly ok: false; readonly refusal: Refusal };
  /** The permission that a call needs; null: none. */
  permission(call: AcceptedCall): Permission | null;
  /** Does what was asked; the caller may do it. */
  perform(call: AcceptedCall): Reply | Refusal;
  /** Puts a refusal into the service's dialect. */
  refuse(refusal: Refusal, requestId: string): Reply;
  /** The answer to a look-up: a request that is not a POST. */
  lookUp(requestId: string): Reply;
}

/** The form of an awsQuery request; the first value of each field. */
export function formFields(call: IncomingCall): Readonly<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(Buffer.from(call.body).toString("utf8")).entries());
}

/** Whether a request is one of the query service with that version of its interface. */
export function isQuery(call: IncomingCall, version: string): boolean {
  return (
    (call.headers.get("content-type") ?? "").startsWith("application/x-www-form-urlencoded") &&
    formFields(call).Version === version
  );
}

/** What a query service says to an action or a version that it does not have. */
export function unknownAction(form: Readonly<Record<string, string>>): Refusal {
  const message =
    `Could not find operation ${form.Action ?? ""} for version ` +
    (form.Version ?? "NO_VERSION_SPECIFIED");
  return { cause: "unknown-operation", message };
}
