/**
 * Asks IAM about a user's own keys, and has it change them: five calls, each bounded, none of them
 * throwing.
 */
import * as z from "zod";
import { type Result, ok } from "../../base/problem.js";
import { Secret } from "../../base/secret.js";
import { shownText } from "../../keys/recognise.js";
import { meetIds } from "../../keys/mask-id.js";
import { accessKeyIdSchema, secretAccessKeySchema } from "../../keys/shape.js";
import type { AccessKey } from "../../keys/types.js";
import { bounded } from "../network/bounded.js";
import { type AwsOptions, type Session, openSession } from "../calls.js";
import {
  endedFailure,
  failureOf,
  strangerFailure,
  tellsSecrets,
  type Evidence,
} from "../diagnosis/failure.js";
import { iamCaller, type IamCall } from "./client.js";
import { resolveIamEndpoint } from "./endpoint.js";
import type { Iam, IamAnswer, IamEndpoint, IamFailure, IamKey, LastUse } from "./types.js";
import { carriageTo } from "../network/route.js";
import type { Failure } from "../types.js";
import { SKEW_MS, evidenceOf, newTrail, noteAnswer } from "../trail.js";

/**
 * Of a list that AWS gives out in pages, at most so many, with so many keys; a user has two, and
 * AWS raises that for nobody.
 */
const MOST_PAGES = 20;
const MOST_KEYS = 20;
const ownId = accessKeyIdSchema.min(16);
/**
 * `Expired` is a status too
 * (https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKeyMetadata.html): such a key
 * signs nothing.
 */
const statusSchema = z
  .enum(["Active", "Inactive", "Expired"])
  .transform((status) => (status === "Active" ? ("Active" as const) : ("Inactive" as const)));
const dateSchema = z
  .date()
  .optional()
  .transform((date) =>
    date === undefined || Number.isNaN(date.getTime()) ? null : date.getTime(),
  );

const pageSchema = z.object({
  AccessKeyMetadata: z
    .array(
      z
        .object({ AccessKeyId: ownId, Status: statusSchema, CreateDate: dateSchema })
        .transform(({ AccessKeyId, Status, CreateDate }): IamKey => ({
          id: AccessKeyId,
          status: Status,
          createdAt: CreateDate,
        })),
    )
    .optional(),
  IsTruncated: z.boolean().optional(),
  Marker: z.string().optional(),
});

const createdSchema = z
  .object({ AccessKey: z.object({ AccessKeyId: ownId, SecretAccessKey: secretAccessKeySchema }) })
  .transform(({ AccessKey }): AccessKey => {
    meetIds("created", [AccessKey.AccessKeyId]);
    return {
      accessKeyId: AccessKey.AccessKeyId,
      secretAccessKey: new Secret(AccessKey.SecretAccessKey),
    };
  });

/** A key that was never used has the service "N/A" and no date. */
const lastUseSchema = z
  .object({
    AccessKeyLastUsed: z.object({ LastUsedDate: dateSchema, ServiceName: z.string().max(100) }),
  })
  .transform(({ AccessKeyLastUsed: { LastUsedDate, ServiceName } }): LastUse => ({
    at: LastUsedDate,
    service: LastUsedDate === null ? null : shownText(ServiceName, 60),
  }));

/**
 * IAM, as the environment says that it is reached. Nothing is sent and nothing of the SDK is loaded
 * before the first call. Problems: `setting-broken`, `usage-wrong` (AWS_ENDPOINT_URL_IAM), and
 * those of the proxy and AWS_CA_BUNDLE as for the other services.
 */
export async function createIam(options: AwsOptions): Promise<Result<Iam>> {
  const endpoint = resolveIamEndpoint(options.env, options.profile?.ignoresEndpoints);
  if (!endpoint.ok) return endpoint;
  const session = await openSession(options, [endpoint.value.url]);
  if (!session.ok) return session;
  const line: Line = { endpoint: endpoint.value, ...session.value };
  return ok({
    endpoint: endpoint.value,
    list: (key, signal) => within(line, key, signal, (send, stranger) => listAll(send, stranger)),
    create: (key, signal) =>
      within(line, key, signal, (send) => send({ operation: "CreateAccessKey" }, createdSchema)),
    setStatus: (key, id, status, signal) =>
      within(line, key, signal, (send) =>
        send({ operation: "UpdateAccessKey", id, status }, EMPTY),
      ),
    remove: (key, id, signal) =>
      within(line, key, signal, (send) => send({ operation: "DeleteAccessKey", id }, EMPTY)),
    lastUse: (key, id, signal) =>
      within(line, key, signal, (send) =>
        send({ operation: "GetAccessKeyLastUsed", id }, lastUseSchema),
      ),
  });
}

/**
 * Update and Delete answer with nothing; that it was IAM who answered is looked up in the headers.
 */
const EMPTY = z.unknown().transform(() => null);

interface Line extends Session {
  readonly endpoint: IamEndpoint;
}

/** Says that what came back cannot be IAM's. */
type Stranger = () => ReturnType<typeof refusal>;

type Send = <T>(call: IamCall, schema: z.ZodType<T>) => Promise<IamAnswer<T>>;

/**
 * Opens the way, lets `talk` make its calls on one client within the bound, and closes everything.
 */
async function within<T>(
  line: Line,
  key: AccessKey,
  signal: AbortSignal,
  talk: (send: Send, stranger: Stranger) => Promise<IamAnswer<T>>,
): Promise<IamAnswer<T>> {
  const trail = newTrail();
  // The service is only copied into the failure, where `refusal` replaces it: the type of the other
  // calls knows two.
  const evidence = evidenceOf("sts", line.endpoint.host, key, trail);
  const outcome = await bounded(line.bounds.callMs, signal, async (inner) => {
    const carriage = await carriageTo(line.endpoint.url, line.route, inner);
    trail.carriage = carriage;
    const caller = await iamCaller(key, {
      endpoint: line.endpoint.url,
      httpAgent: carriage.httpAgent,
      httpsAgent: carriage.httpsAgent,
      connectMs: line.bounds.connectMs,
      answerMs: line.bounds.answerMs,
      onAnswer: (wire) => noteAnswer(trail, wire, line.clock.now()),
    });
    const once = async <V>(call: IamCall, schema: z.ZodType<V>): Promise<IamAnswer<V>> => {
      trail.wire = null;
      try {
        return read(await caller.send(call, inner), schema, evidence());
      } catch (error) {
        return refusal(failureOf(error, evidence()));
      }
    };
    try {
      return await talk(
        (call, schema) => persevere(() => once(call, schema), line, inner),
        () => refusal(strangerFailure(evidence())),
      );
    } finally {
      caller.destroy();
      carriage.destroy();
    }
  });
  if (outcome.how === "done") return outcome.value;
  if (outcome.how === "threw") return refusal(failureOf(outcome.error, evidence()));
  return refusal(endedFailure(outcome.how, line.bounds.callMs, evidence()));
}

function refusal(failure: Failure): { readonly ok: false; readonly failure: IamFailure } {
  return { ok: false, failure: { ...failure, service: "iam" } };
}

/**
 * No error is not success: a login page that answers 200 to everything bears neither AWS's request
 * number nor XML.
 */
function read<T>(answer: unknown, schema: z.ZodType<T>, evidence: Evidence): IamAnswer<T> {
  const headers = evidence.wire?.headers ?? {};
  const fromAws =
    headers["x-amzn-requestid"] !== undefined || /\bxml\b/i.test(headers["content-type"] ?? "");
  const parsed = schema.safeParse(answer);
  return parsed.success && fromAws && !tellsSecrets(answer, evidence.secrets)
    ? { ok: true, value: parsed.data }
    : refusal(strangerFailure(evidence));
}

/**
 * Sends again, once each, where IAM has refused the signature and so has done nothing: our clock is
 * off (the client now signs with IAM's time), or a right secret came just after a wrong one.
 * Anything else is the jobs' to decide.
 */
async function persevere<T>(
  send: () => Promise<IamAnswer<T>>,
  line: Line,
  signal: AbortSignal,
): Promise<IamAnswer<T>> {
  let clockTried = false;
  let secretTried = false;
  for (;;) {
    const answer = await send();
    if (
      answer.ok ||
      answer.failure.kind !== "service" ||
      (answer.failure.httpStatus ?? 500) >= 500 ||
      signal.aborted
    )
      return answer;
    const { code, message, serverAheadMs } = answer.failure;
    const signature = code === "SignatureDoesNotMatch";
    if (!clockTried && signature && Math.abs(serverAheadMs ?? 0) >= SKEW_MS) {
      clockTried = true;
    } else if (!secretTried && signature && /signature we calculated/i.test(message)) {
      secretTried = true;
      await line.clock.sleep(line.bounds.pauseMs, signal);
    } else {
      return answer;
    }
  }
}

/**
 * A list that does not end, or holds more keys than a user can have, is not IAM's; half of it would
 * be taken for the whole.
 */
async function listAll(send: Send, stranger: Stranger): Promise<IamAnswer<readonly IamKey[]>> {
  const keys: IamKey[] = [];
  let marker: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer: IamAnswer<z.infer<typeof pageSchema>> = await send(
      { operation: "ListAccessKeys", marker },
      pageSchema,
    );
    if (!answer.ok) return answer;
    const more = answer.value.AccessKeyMetadata ?? [];
    if (keys.length + more.length > MOST_KEYS) return stranger();
    keys.push(...more);
    if (answer.value.IsTruncated !== true) {
      meetIds(
        "aws",
        keys.map(({ id }) => id),
      );
      return { ok: true, value: keys };
    }
    if (answer.value.Marker === undefined) return stranger();
    marker = answer.value.Marker;
  }
  return stranger();
}
