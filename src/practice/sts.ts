/** STS as far as the tool asks it: GetCallerIdentity (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html). */
import { formOf, isQuery, unknownAction, type Service } from "./service.js";
import { escapeXml, queryRefusal, queryReply } from "./wire.js";

const VERSION = "2011-06-15";
const NAMESPACE = `https://sts.amazonaws.com/doc/${VERSION}/`;

export const sts: Service = {
  name: "sts",
  signingName: "sts",
  clockToleranceMin: 15,
  takesTemporaryKeys: true,

  recognises: (call) => isQuery(call, VERSION),

  understand(call) {
    const form = formOf(call);
    if (form.Action !== "GetCallerIdentity" || form.Version !== VERSION) return { ok: false, refusal: unknownAction(form) };
    return { ok: true, value: { operation: form.Action, parameters: form } };
  },

  // AWS: "No permissions are required to perform this operation", not even where a policy denies it.
  permission: () => null,

  perform({ operation, caller, accounts, requestId }) {
    const { arn, userId } = caller.owner;
    const result = `<Arn>${escapeXml(arn)}</Arn><UserId>${escapeXml(userId)}</UserId><Account>${accounts.accountId}</Account>`;
    return queryReply(operation, result, requestId, NAMESPACE);
  },

  refuse: (refusal, requestId) => queryRefusal(refusal, requestId, NAMESPACE),

  // The real address sends a look-up on to its product page; the practice AWS sends nobody outside.
  lookUp: (requestId) => queryRefusal({ cause: "no-signature", message: "Request is missing Authentication Token" }, requestId, NAMESPACE),
};
