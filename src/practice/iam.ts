/**
 * Answers as IAM does as far as keys are replaced: the five calls about access keys, and GetUser
 * (https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html and its
 * neighbours).
 *
 * What it says to wrong requests is what AWS itself was recorded to say
 * (https://github.com/localstack/localstack, tests/aws/services/iam/test_iam_users.snapshot.json).
 */
import { UNSIGNED } from "./signature.js";
import type { PracticeKey, PracticeService, Principal, Resource } from "./accounts.js";
import { formFields, isQuery, unknownAction, type AcceptedCall, type Service } from "./service.js";
import { escapeXml, queryRefusal, queryReply, type Refusal, type Reply } from "./wire.js";

const VERSION = "2010-05-08";
const NAMESPACE = `https://iam.amazonaws.com/doc/${VERSION}/`;

/**
 * Switched-off keys count
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html).
 */
const KEYS_PER_USER = 2;

type Form = Readonly<Record<string, string>>;

interface Action {
  /** What the form must hold, beside what it may. */
  readonly needs: readonly ("AccessKeyId" | "Status")[];
  /** Does it to the keys of `target`, who exists. */
  readonly perform: (call: AcceptedCall, target: Principal) => Reply | Refusal;
}

const ACTIONS: ReadonlyMap<string, Action> = new Map<string, Action>([
  ["CreateAccessKey", { needs: [], perform: create }],
  ["ListAccessKeys", { needs: [], perform: list }],
  ["UpdateAccessKey", { needs: ["AccessKeyId", "Status"], perform: update }],
  ["DeleteAccessKey", { needs: ["AccessKeyId"], perform: remove }],
  ["GetUser", { needs: [], perform: user }],
  ["GetAccessKeyLastUsed", { needs: ["AccessKeyId"], perform: lastUsed }],
]);

export const iam: Service = {
  name: "iam",
  signingName: "iam",
  clockToleranceMin: 15,
  // Temporary keys without a second factor are to IAM as if they did not exist
  // (https://github.com/aws/aws-sdk-js/issues/460).
  takesTemporaryKeys: false,

  recognises: (call) => isQuery(call, VERSION),

  understand(call) {
    const form = formFields(call);
    const operation = form.Action ?? "";
    const action = ACTIONS.get(operation);
    if (action === undefined || form.Version !== VERSION)
      return { ok: false, refusal: unknownAction(form) };
    const wrong = wrongValue(form, action);
    if (wrong !== null)
      return {
        ok: false,
        refusal: { cause: "value-wrong", message: `1 validation error detected: ${wrong}` },
      };
    return { ok: true, value: { operation, parameters: form } };
  },

  permission(call) {
    const resource = resourceOf(call);
    return resource === null ? null : { action: `iam:${call.operation}`, resource };
  },

  perform(call) {
    const action = ACTIONS.get(call.operation);
    if (action === undefined) return unknownAction({ Action: call.operation, Version: VERSION });
    const target = targetOf(call);
    if (target !== null) return action.perform(call, target);
    if (call.operation === "GetAccessKeyLastUsed") return unknownToAll(call);
    return {
      cause: "not-found",
      message: `The user with name ${textOf(call, "UserName")} cannot be found.`,
    };
  },

  refuse: (refusal, requestId) => queryRefusal(refusal, requestId, NAMESPACE),

  // The real address sends a look-up on to its product page; the practice AWS sends nobody outside.
  lookUp: (requestId) => queryRefusal(UNSIGNED, requestId, NAMESPACE),
};

/** What is wrong with the values of a form, as AWS says it; null: nothing. */
function wrongValue(form: Form, { needs }: Action): string | null {
  const constraint = (at: string, value: string | null, must: string): string =>
    `Value ${value === null ? "" : `'${value}' `}at '${at}' failed to satisfy constraint: ` +
    `Member must ${must}`;
  const id = form.AccessKeyId;
  if (form.UserName === "")
    return constraint("userName", "", "have length greater than or equal to 1");
  if (needs.includes("AccessKeyId")) {
    if (id === undefined) return constraint("accessKeyId", null, "not be null");
    if (id.length < 16)
      return constraint("accessKeyId", id, "have length greater than or equal to 16");
    if (id.length > 128)
      return constraint("accessKeyId", id, "have length less than or equal to 128");
    if (!/^\w+$/.test(id))
      return constraint("accessKeyId", id, "satisfy regular expression pattern: [\\w]+");
  }
  if (needs.includes("Status")) {
    if (form.Status === undefined) return constraint("status", null, "not be null");
    if (!isStatus(form.Status))
      return constraint("status", form.Status, "satisfy enum value set: [Active, Inactive]");
  }
  return null;
}

const isStatus = (text: string): text is PracticeKey["status"] =>
  text === "Active" || text === "Inactive";

function textOf({ parameters }: AcceptedCall, name: "UserName" | "AccessKeyId" | "Status"): string {
  const value = parameters[name];
  return typeof value === "string" ? value : "";
}

/**
 * Whose keys a call is about: of the user it names, else of whoever signed; null: there is nobody
 * of that name.
 */
function targetOf(call: AcceptedCall): Principal | null {
  if (call.operation === "GetAccessKeyLastUsed")
    return call.accounts.find(textOf(call, "AccessKeyId"))?.owner ?? null;
  const name = textOf(call, "UserName");
  return name === "" ? call.caller.owner : call.accounts.findUser(name);
}

/**
 * What the policies are asked about; whether that user exists is told only to those who may know.
 * Null: see `unknownToAll`.
 */
function resourceOf(call: AcceptedCall): Resource | null {
  const target = targetOf(call);
  if (target !== null) return { arn: target.arn, told: `user ${target.userName}` };
  if (call.operation === "GetAccessKeyLastUsed") return null;
  const name = textOf(call, "UserName");
  return { arn: `arn:aws:iam::${call.accounts.accountId}:user/${name}`, told: `user ${name}` };
}

/**
 * A key that does not exist might be another account's, so AWS refuses to speak of it even to
 * administrators.
 */
function unknownToAll(call: AcceptedCall): Refusal {
  const told =
    `User: ${call.caller.owner.arn} is not authorized to perform iam:GetAccessKeyLastUsed on ` +
    `resource: access key ${textOf(call, "AccessKeyId")}`;
  return { cause: "denied", message: told };
}

function create(call: AcceptedCall, target: Principal): Reply | Refusal {
  const { accounts, now } = call;
  if (accounts.keysOf(target).length >= KEYS_PER_USER) {
    return {
      cause: "quota-full",
      message: `Cannot exceed quota for AccessKeysPerUser: ${KEYS_PER_USER}`,
    };
  }
  const key = call.effect.repeatsKey
    ? call.caller
    : accounts.issueKey(target, now, { throughIam: true });
  const secret = `<SecretAccessKey>${escapeXml(key.secretAccessKey.reveal())}</SecretAccessKey>`;
  return reply(call, `<AccessKey>${metadataOf(key)}${secret}</AccessKey>`);
}

/**
 * Root has no name and no path
 * (https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html).
 */
function user(call: AcceptedCall, target: Principal): Reply {
  const { kind, userName, userId, arn } = target;
  const [oldest] = call.accounts.keysOf(target);
  const named = kind === "root" ? "" : `<Path>/</Path><UserName>${escapeXml(userName)}</UserName>`;
  return reply(
    call,
    `<User>${named}<UserId>${escapeXml(userId)}</UserId><Arn>${escapeXml(arn)}</Arn>` +
      `<CreateDate>${dateOf(oldest?.createdAt ?? call.now)}</CreateDate></User>`,
  );
}

function list(call: AcceptedCall, target: Principal): Reply {
  const members = call.accounts.keysOf(target).map((key) => `<member>${metadataOf(key)}</member>`);
  return reply(
    call,
    `<AccessKeyMetadata>${members.join("")}</AccessKeyMetadata><IsTruncated>false</IsTruncated>`,
  );
}

function update(call: AcceptedCall, target: Principal): Reply | Refusal {
  const key = keyOf(call, target);
  const status = textOf(call, "Status");
  if (key === null || !isStatus(status)) return noSuchKey(call);
  call.accounts.setStatus(key.accessKeyId, status, call.now);
  return reply(call, null);
}

function remove(call: AcceptedCall, target: Principal): Reply | Refusal {
  const key = keyOf(call, target);
  if (key === null) return noSuchKey(call);
  call.accounts.removeKey(key.accessKeyId, call.now);
  return reply(call, null);
}

function lastUsed(call: AcceptedCall, target: Principal): Reply | Refusal {
  const key = keyOf(call, target);
  if (key === null) return unknownToAll(call);
  const use = key.lastUsed;
  const told =
    use === null
      ? "<ServiceName>N/A</ServiceName><Region>N/A</Region>"
      : `<LastUsedDate>${dateOf(use.at)}</LastUsedDate>` +
        `<ServiceName>${SIGNING_NAMES[use.service]}</ServiceName><Region>${use.region}</Region>`;
  return reply(
    call,
    `<UserName>${escapeXml(target.userName)}</UserName>` +
      `<AccessKeyLastUsed>${told}</AccessKeyLastUsed>`,
  );
}

/** IAM names a service as signatures do. */
const SIGNING_NAMES: Readonly<Record<PracticeService, string>> = {
  sts: "sts",
  mturk: "mturk-requester",
  iam: "iam",
};

/** A key of another user counts as none. */
function keyOf(call: AcceptedCall, target: Principal): PracticeKey | null {
  const key = call.accounts.find(textOf(call, "AccessKeyId"));
  return key !== null && key.owner.arn === target.arn && key.session === null ? key : null;
}

function noSuchKey(call: AcceptedCall): Refusal {
  return {
    cause: "not-found",
    message: `The Access Key with id ${textOf(call, "AccessKeyId")} cannot be found.`,
  };
}

function metadataOf({ owner, accessKeyId, status, createdAt }: PracticeKey): string {
  const name = `<UserName>${escapeXml(owner.userName)}</UserName>`;
  return (
    `${name}<AccessKeyId>${accessKeyId}</AccessKeyId><Status>${status}</Status>` +
    `<CreateDate>${dateOf(createdAt)}</CreateDate>`
  );
}

/** Ms since 1970 as YYYY-MM-DDTHH:MM:SSZ. */
function dateOf(instant: number): string {
  return new Date(instant).toISOString().replace(/\.\d{3}Z$/, "Z");
}

function reply(call: AcceptedCall, result: string | null): Reply {
  return queryReply(call.operation, result, call.requestId, NAMESPACE);
}
