/**
 * Answers as MTurk's sandbox does to a requester who has published nothing yet: the balance, empty
 * lists, and no HIT of any id
 * (https://docs.aws.amazon.com/AWSMechTurk/latest/AWSMturkAPI/ApiReference_OperationsArticle.html).
 * It makes and changes nothing. The calls are those with which psiTurk's shell starts and looks
 * around (https://github.com/NYUCCL/psiTurk/blob/master/psiturk/amt_services.py).
 */
import type { AcceptedCall, Service } from "./service.js";
import { jsonRefusal, jsonReply, type Refusal } from "./wire.js";

const TARGET = "MTurkRequesterServiceV20170117.";

/**
 * The sandbox's answer to keys whose account is not linked
 * (https://github.com/nodeGame/nodegame/issues/132), with MTurk's stamp.
 */
function notLinked(now: number): Refusal {
  const message =
    "To use the MTurk API, you will need an Amazon Web Services (AWS) Account. Your AWS " +
    "account must be linked to your Amazon Mechanical Turk Account. " +
    `Visit https://requestersandbox.mturk.com/developer to get started. (${Math.trunc(now)} s)`;
  return { cause: "not-linked", message, turkErrorCode: "AWS.AccountNotLinked" };
}

type Parameters = Readonly<Record<string, unknown>>;

interface Operation {
  /** Members that the request must have, as in MTurk's service model. */
  readonly needs: readonly string[];
  readonly perform: (call: AcceptedCall) => Parameters | Refusal;
}

const emptyList = (name: string, needs: readonly string[] = []): Operation => ({
  needs,
  perform: () => ({ NumResults: 0, [name]: [] }),
});
const ofHit: Operation = { needs: ["HITId"], perform: (call) => noSuchHit(call) };

const OPERATIONS: ReadonlyMap<string, Operation> = new Map<string, Operation>([
  [
    "GetAccountBalance",
    { needs: [], perform: ({ effect }) => ({ AvailableBalance: effect.balance }) },
  ],
  ["ListHITs", emptyList("HITs")],
  ["ListReviewableHITs", emptyList("HITs")],
  ["ListQualificationTypes", emptyList("QualificationTypes", ["MustBeRequestable"])],
  ["ListQualificationRequests", emptyList("QualificationRequests")],
  ["ListWorkerBlocks", emptyList("WorkerBlocks")],
  // Without a HIT or an assignment it is refused, and there is none of either.
  ["ListBonusPayments", { needs: [], perform: (call) => noSuchHit(call) }],
  ["GetHIT", ofHit],
  ["ListAssignmentsForHIT", ofHit],
  ["ListReviewPolicyResultsForHIT", ofHit],
]);

function noSuchHit({ parameters, now }: AcceptedCall): Refusal {
  const id = typeof parameters.HITId === "string" ? parameters.HITId : "";
  return {
    cause: "turk-error",
    message: `Hit ${id} does not exist. (${Math.trunc(now)} s)`,
    turkErrorCode: "AWS.MechanicalTurk.HITDoesNotExist",
  };
}

/** What MTurk says of a member that is missing; null: nothing. */
function missing(operation: Operation, given: Parameters): Refusal | null {
  const [name] = operation.needs.filter((member) => given[member] === undefined);
  if (name === undefined) return null;
  const at = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  return {
    cause: "value-wrong",
    message:
      `1 validation error detected: Value null at '${at}' failed to satisfy constraint: ` +
      "Member must not be null",
  };
}

export const mturk: Service = {
  name: "mturk",
  signingName: "mturk-requester",
  clockToleranceMin: 5,
  takesTemporaryKeys: true,

  recognises(call) {
    return (
      (call.headers.get("x-amz-target") ?? "").startsWith(TARGET) ||
      (call.headers.get("content-type") ?? "").startsWith("application/x-amz-json-1.1")
    );
  },

  understand(call) {
    const target = call.headers.get("x-amz-target") ?? "";
    const name = target.slice(TARGET.length);
    const operation = target.startsWith(TARGET) ? OPERATIONS.get(name) : undefined;
    if (operation === undefined) {
      return {
        ok: false,
        refusal: {
          cause: "unknown-operation",
          message:
            `The practice AWS answers these only: ${[...OPERATIONS.keys()].join(", ")}. It ` +
            "makes no HITs.",
        },
      };
    }
    const parameters = parametersOf(call.body);
    if (parameters === null)
      return {
        ok: false,
        refusal: { cause: "malformed", message: "The request body is not a JSON object." },
      };
    const refusal = missing(operation, parameters);
    return refusal === null
      ? { ok: true, value: { operation: name, parameters } }
      : { ok: false, refusal };
  },

  permission: ({ operation }) => ({ action: `mechanicalturk:${operation}`, resource: null }),

  perform(call) {
    const { accounts, effect, now, requestId, operation } = call;
    if (!accounts.linked || !effect.linked) return notLinked(now);
    const done = OPERATIONS.get(operation)?.perform(call) ?? noSuchHit(call);
    return isRefusal(done) ? done : jsonReply(200, done, requestId);
  },

  refuse: jsonRefusal,

  lookUp: (requestId) => ({
    status: 404,
    headers: { "x-amzn-requestid": requestId, "content-type": "text/xml" },
    body: "<UnknownOperationException/>\n",
    code: "UnknownOperationException",
  }),
};

function isRefusal(done: Parameters | Refusal): done is Refusal {
  return "cause" in done;
}

function parametersOf(body: Uint8Array): Parameters | null {
  try {
    const document: unknown = JSON.parse(Buffer.from(body).toString("utf8"));
    return typeof document === "object" && document !== null && !Array.isArray(document)
      ? { ...document }
      : null;
  } catch {
    return null;
  }
}
