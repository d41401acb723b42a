/**
 * Answers as STS does as far as keys are tried: GetCallerIdentity and GetSessionToken
 * (https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html).
 */
import { UNSIGNED } from "./signature.js";
import { formFields, isQuery, unknownAction, type AcceptedCall, type Service } from "./service.js";
import { escapeXml, queryRefusal, queryReply, type Refusal, type Reply } from "./wire.js";

const VERSION = "2011-06-15";
const NAMESPACE = `https://sts.amazonaws.com/doc/${VERSION}/`;

const ACTIONS: ReadonlySet<string> = new Set(["GetCallerIdentity", "GetSessionToken"]);

/** In seconds: the default, and what AWS takes. Root's sessions last an hour at most. */
const DURATION = { standard: 43_200, least: 900, most: 129_600, mostForRoot: 3_600 } as const;

export const sts: Service = {
  name: "sts",
  signingName: "sts",
  clockToleranceMin: 15,
  takesTemporaryKeys: true,

  recognises: (call) => isQuery(call, VERSION),

  understand(call) {
    const form = formFields(call);
    if (!ACTIONS.has(form.Action ?? "") || form.Action === undefined || form.Version !== VERSION)
      return { ok: false, refusal: unknownAction(form) };
    const wrong = form.Action === "GetSessionToken" ? wrongDuration(form.DurationSeconds) : null;
    if (wrong !== null)
      return {
        ok: false,
        refusal: { cause: "value-wrong", message: `1 validation error detected: ${wrong}` },
      };
    return { ok: true, value: { operation: form.Action, parameters: form } };
  },

  // AWS: "No permissions are required to perform this operation", for both; not even where a policy
  // denies it.
  permission: () => null,

  perform(call) {
    const { operation, caller, accounts, requestId } = call;
    if (operation === "GetSessionToken") return sessionToken(call);
    const { arn, userId } = caller.owner;
    const result =
      `<Arn>${escapeXml(arn)}</Arn><UserId>${escapeXml(userId)}</UserId>` +
      `<Account>${arn.split(":")[4] ?? accounts.accountId}</Account>`;
    return queryReply(operation, result, requestId, NAMESPACE);
  },

  refuse: (refusal, requestId) => queryRefusal(refusal, requestId, NAMESPACE),

  // The real address sends a look-up on to its product page; the practice AWS sends nobody outside.
  lookUp: (requestId) => queryRefusal(UNSIGNED, requestId, NAMESPACE),
};

function wrongDuration(given: string | undefined): string | null {
  if (given === undefined) return null;
  const seconds = Number(given);
  const must =
    !/^\d+$/.test(given) || seconds < DURATION.least
      ? `greater than or equal to ${DURATION.least}`
      : seconds > DURATION.most
        ? `less than or equal to ${DURATION.most}`
        : null;
  return must === null
    ? null
    : `Value '${given}' at 'durationSeconds' failed to satisfy constraint: Member must have ` +
        `value ${must}`;
}

/** Temporary keys of whoever asks; with temporary keys none can be had. */
function sessionToken({
  operation,
  parameters,
  caller,
  accounts,
  now,
  requestId,
}: AcceptedCall): Reply | Refusal {
  if (caller.session !== null)
    return { cause: "denied", message: "Cannot call GetSessionToken with session credentials" };
  const wished =
    typeof parameters.DurationSeconds === "string"
      ? Number(parameters.DurationSeconds)
      : DURATION.standard;
  const seconds = caller.owner.kind === "root" ? Math.min(wished, DURATION.mostForRoot) : wished;
  const made = accounts.issueSession(caller.owner, now, seconds);
  const ends = new Date(made.session.expiresAt).toISOString().replace(/\.\d+Z$/, "Z");
  const fields = {
    AccessKeyId: made.accessKeyId,
    SecretAccessKey: made.secretAccessKey.reveal(),
    SessionToken: made.session.token.reveal(),
    Expiration: ends,
  };
  const result = Object.entries(fields)
    .map(([name, text]) => `<${name}>${escapeXml(text)}</${name}>`)
    .join("");
  return queryReply(operation, `<Credentials>${result}</Credentials>`, requestId, NAMESPACE);
}
