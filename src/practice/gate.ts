/**
 * Judges who may pass: signature, key, time, region and permissions of one request, in AWS's order
 * and words.
 */
import { denial, isGood, type Accounts, type PracticeKey } from "./accounts.js";
import type { FaultEffect } from "./effect.js";
import type { Permission, Service } from "./service.js";
import {
  clockRefusal,
  credentialOf,
  expectedSignature,
  garbledCredential,
  parseAuthorization,
  scopeRefusal,
  type Authorization,
  type IncomingCall,
} from "./signature.js";
import { TEXT, type Refusal } from "./wire.js";

type Passage =
  | { readonly ok: true; readonly key: PracticeKey }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * AWS's reported reluctance lasts about this long (trufflesecurity/trufflehog,
 * pkg/detectors/aws/access_keys/accesskey.go).
 */
const SECOND_SECRET_MS = 5000;

const no = (cause: Refusal["cause"], message: string): Passage => ({
  ok: false,
  refusal: { cause, message },
});

/**
 * One round of judging. Times in ms since 1970; the fault `clock-skew` is not in them, it concerns
 * signatures only.
 */
interface Circumstances {
  readonly call: IncomingCall;
  readonly service: Service;
  readonly effect: FaultEffect;
  readonly now: number;
  /** When the present faults were set; a new key's delay counts from there at the earliest. */
  readonly faultsSince: number;
}

/** Judges requests one after another; remembers what AWS would remember between them. */
export class Gate {
  readonly #accounts: Accounts;
  /** By service and key id: when a wrong secret was last used. */
  readonly #wrongSecretAt = new Map<string, number>();
  /** By service, key id and its latest change: requests made while the services did not agree. */
  readonly #whileUnsettled = new Map<string, number>();

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  /** Forgets wrong secrets and how often changed keys were used; for when the faults change. */
  forget(): void {
    this.#wrongSecretAt.clear();
    this.#whileUnsettled.clear();
  }

  /**
   * Whether the request is signed by an active key with the right secret, for this service, here
   * and now.
   */
  async authenticate(given: Circumstances): Promise<Passage> {
    const { call, service, effect, now } = given;
    if (effect.key === "garbled") return this.#garbled(call);
    const parsed = parseAuthorization(call.headers);
    if (!parsed.ok) return parsed;
    const authorization = parsed.value;
    const misfit =
      scopeRefusal(authorization, { region: effect.region, service: service.signingName }) ??
      clockRefusal(authorization, now + effect.clockAheadMs, service.clockToleranceMin);
    if (misfit !== null) return { ok: false, refusal: misfit };
    const passage = this.#activeKey(authorization, given);
    return passage.ok ? this.#checkSecret(passage.key, authorization, given) : passage;
  }

  /** Whether the key's owner may do what is asked; null if so. */
  authorise(key: PracticeKey, permission: Permission | null, effect: FaultEffect): Refusal | null {
    if (permission === null) return null;
    const own = key.owner.statements.filter((one) => !effect.withheld.includes(one));
    const message = denial(
      key.owner,
      [...own, ...effect.extraStatements],
      permission.action,
      permission.resource,
    );
    return message === null ? null : { cause: "denied", message };
  }

  #garbled(call: IncomingCall): Passage {
    return {
      ok: false,
      refusal: garbledCredential(credentialOf(call.headers.get("authorization") ?? "")),
    };
  }

  #activeKey(authorization: Authorization, given: Circumstances): Passage {
    const { call, service, effect, now } = given;
    const key = this.#accounts.recall(authorization.accessKeyId);
    const known =
      key !== null &&
      effect.key !== "unknown" &&
      effect.key !== "inactive" &&
      this.#seemsGood(key, given);
    if (!known || !tokenFits(key, call.headers.get("x-amz-security-token")))
      return no("key-invalid", TEXT.keyInvalid);
    if (key.session !== null && !service.takesTemporaryKeys)
      return no("key-invalid", TEXT.keyInvalid);
    if (effect.key === "expired" || (key.session !== null && now >= key.session.expiresAt))
      return no("key-expired", TEXT.keyExpired);
    return { ok: true, key };
  }

  /**
   * Whether this service takes the key for good. A change becomes known to each service on its own
   * and not once for all: STS sees every second request as things are, the others every third, so
   * that a key that was just accepted is refused again, and one that was switched off still opens
   * something.
   */
  #seemsGood(key: PracticeKey, { service, effect, now, faultsSince }: Circumstances): boolean {
    const good = isGood(key);
    const before = key.change?.goodBefore ?? false;
    if (good === before) return good;
    // A fault that is switched on later is to be seen with the keys there are; but no old deletion
    // comes back to life.
    const since =
      good && effect.propagationMs > 0
        ? Math.max(key.change?.at ?? key.createdAt, faultsSince)
        : (key.change?.at ?? 0);
    const delay = Math.max(effect.propagationMs, key.change === null ? 0 : effect.iamDelayMs);
    if (now >= since + delay) return good;
    const slot = `${service.name} ${key.accessKeyId} ${since} ${good ? "on" : "off"}`;
    const count = (this.#whileUnsettled.get(slot) ?? 0) + 1;
    this.#whileUnsettled.set(slot, count);
    return count % (service.name === "sts" ? 2 : 3) === 0 ? good : before;
  }

  async #checkSecret(
    key: PracticeKey,
    authorization: Authorization,
    { call, service, effect, now }: Circumstances,
  ): Promise<Passage> {
    const expected = await expectedSignature(call, authorization, key.secretAccessKey);
    const slot = `${service.name} ${key.accessKeyId}`;
    const right = expected.signature === authorization.signature && !effect.secretWrong;
    const wrongAt = this.#wrongSecretAt.get(slot);
    if (
      right &&
      !(effect.secondSecret && wrongAt !== undefined && now - wrongAt < SECOND_SECRET_MS)
    )
      return { ok: true, key };
    if (right) this.#wrongSecretAt.delete(slot);
    else this.#wrongSecretAt.set(slot, now);
    // MTurk sends both texts along (https://github.com/aws/aws-sdk-go/issues/1322); STS is reported
    // without them.
    const texts =
      "\n\nThe Canonical String for this request should have " +
      `been\n'${expected.canonicalRequest}'\n\nThe String-to-Sign should have ` +
      `been\n'${expected.stringToSign}'\n`;
    return no(
      "signature-wrong",
      service.name === "mturk" ? TEXT.signatureWrong + texts : TEXT.signatureWrong,
    );
  }
}

/** Long-term keys must come without a token, temporary keys with their own. */
function tokenFits(key: PracticeKey, token: string | undefined): boolean {
  if (key.session === null) return token === undefined;
  return token !== undefined && key.session.token.satisfies((right) => right === token);
}
