/**
 * MTurk's sandbox as far as the tool asks it: GetAccountBalance
 * (https://docs.aws.amazon.com/AWSMechTurk/latest/AWSMturkAPI/ApiReference_GetAccountBalanceOperation.html).
 */
import type { Service } from "./service.js";
import { jsonRefusal, jsonReply, type Refusal } from "./wire.js";

const TARGET = "MTurkRequesterServiceV20170117.";

/** The sandbox's answer to keys whose account is not linked (https://github.com/nodeGame/nodegame/issues/132), with MTurk's stamp. */
function notLinked(now: number): Refusal {
  const message =
    "To use the MTurk API, you will need an Amazon Web Services (AWS) Account. Your AWS account must be linked to your Amazon Mechanical Turk Account. " +
    `Visit https://requestersandbox.mturk.com/developer to get started. (${Math.trunc(now)} s)`;
  return { cause: "not-linked", message, turkErrorCode: "AWS.AccountNotLinked" };
}

export const mturk: Service = {
  name: "mturk",
  signingName: "mturk-requester",
  clockToleranceMin: 5,
  takesTemporaryKeys: true,

  recognises(call) {
    return (call.headers.get("x-amz-target") ?? "").startsWith(TARGET) || (call.headers.get("content-type") ?? "").startsWith("application/x-amz-json-1.1");
  },

  understand(call) {
    const target = call.headers.get("x-amz-target") ?? "";
    if (target !== `${TARGET}GetAccountBalance`) {
      return { ok: false, refusal: { cause: "unknown-operation", message: "The practice AWS answers GetAccountBalance only." } };
    }
    try {
      const document: unknown = JSON.parse(Buffer.from(call.body).toString("utf8"));
      if (typeof document === "object" && document !== null && !Array.isArray(document)) {
        return { ok: true, value: { operation: "GetAccountBalance", parameters: { ...document } } };
      }
    } catch {
      // Not JSON: refused below like JSON of another shape.
    }
    return { ok: false, refusal: { cause: "malformed", message: "The request body is not a JSON object." } };
  },

  permission: ({ operation }) => ({ action: `mechanicalturk:${operation}`, resource: null }),

  perform({ accounts, effect, now, requestId }) {
    if (!accounts.linked || !effect.linked) return notLinked(now);
    return jsonReply(200, { AvailableBalance: effect.balance }, requestId);
  },

  refuse: jsonRefusal,

  lookUp: (requestId) => ({
    status: 404,
    headers: { "x-amzn-requestid": requestId, "content-type": "text/xml" },
    body: "<UnknownOperationException/>\n",
    code: "UnknownOperationException",
  }),
};
