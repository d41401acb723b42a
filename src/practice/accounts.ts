/**
 * Keeps the practice AWS's own books: one account, its users, their access keys and what they may
 * do. Nothing here is real.
 */
import { Secret } from "../base/secret.js";

/**
 * The services that the practice AWS can answer for; `iam` has its place in the books and in the
 * log.
 */
export type PracticeService = "sts" | "mturk" | "iam";

/** Gives `count` random bytes; a parameter, so that tests can have the same keys every time. */
export type RandomBytes = (count: number) => Uint8Array;

/**
 * One statement of an identity policy or of a service control policy (SCP); actions may end in `*`.
 */
export interface Statement {
  readonly effect: "Allow" | "Deny";
  readonly actions: readonly string[];
  readonly from: "identity" | "scp";
  /** Applies to the user itself only (resource `user/${aws:username}`); left out: to everything. */
  readonly oneselfOnly?: true;
}

/** What an action is done to. */
export interface Resource {
  readonly arn: string;
  /** As AWS names it in refusals, e.g. "user practice". */
  readonly told: string;
}

/** A user or the root of the account. */
export interface Principal {
  readonly kind: "user" | "root";
  readonly userName: string;
  readonly userId: string;
  readonly arn: string;
  /** Attached by `attach`; root needs none. */
  readonly statements: readonly Statement[];
}

/**
 * One access key as IAM keeps it
 * (https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html). Times in ms since 1970.
 */
export interface PracticeKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  readonly owner: Principal;
  readonly status: "Active" | "Inactive";
  readonly createdAt: number;
  readonly lastUsed: {
    readonly at: number;
    readonly service: PracticeService;
    readonly region: string;
  } | null;
  /** Only with temporary (`ASIA…`) keys. */
  readonly session: { readonly token: Secret; readonly expiresAt: number } | null;
  /** Deleted: kept for services that do not know it yet. */
  readonly removed: boolean;
  /**
   * The latest thing that IAM did to the key, and whether the key was good before; null: IAM did
   * nothing.
   */
  readonly change: { readonly at: number; readonly goodBefore: boolean } | null;
}

/** How a new key is to be; what is left out is made up. */
export interface NewKey {
  readonly accessKeyId?: string;
  readonly secretAccessKey?: Secret;
  readonly status?: "Active" | "Inactive";
  readonly session?: { readonly token: Secret; readonly expiresAt: number };
  /** Made by a call of IAM's, not by hand in the console. */
  readonly throughIam?: true;
}

/** AWS's managed policy AmazonMechanicalTurkFullAccess, as far as this account needs it. */
export const MTURK_FULL_ACCESS: Statement = {
  effect: "Allow",
  actions: ["mechanicalturk:*"],
  from: "identity",
};

/**
 * AWS's policy for users who look after their own keys
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access-keys_required-permissions.html).
 */
export const OWN_KEYS: Statement = {
  effect: "Allow",
  actions: [
    "iam:CreateAccessKey",
    "iam:ListAccessKeys",
    "iam:UpdateAccessKey",
    "iam:DeleteAccessKey",
    "iam:GetAccessKeyLastUsed",
    "iam:GetUser",
  ],
  from: "identity",
  oneselfOnly: true,
};

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/+";

/** Characters of `alphabet`, whose length must divide 256 so that each is equally likely. */
function randomText(alphabet: string, length: number, random: RandomBytes): string {
  return Array.from(random(length), (byte) => alphabet[byte % alphabet.length] ?? "").join("");
}

/**
 * A made-up access key id, 20 characters. It holds EXAMPLE so that nobody takes it for a real one,
 * and its fifth character is I because ids of that kind carry no account number inside. `tail`: the
 * letters that tell it from others are the last ones.
 */
export function makeKeyId(
  random: RandomBytes,
  prefix: "AKIA" | "ASIA" = "AKIA",
  { tail = false } = {},
): string {
  const own = randomText(BASE32, 8, random);
  return tail ? `${prefix}IEXAMPLE${own}` : `${prefix}I${own}EXAMPLE`;
}

/** A made-up session token: long base64, as AWS's are. */
export function makeSessionToken(random: RandomBytes): Secret {
  return new Secret(`IQoJEXAMPLE${randomText(BASE64, 256, random)}=`);
}

/**
 * A made-up secret: 40 characters, always with `/` and `+`, which are what careless copying and
 * parsing break.
 */
export function makeSecret(random: RandomBytes): Secret {
  const text = randomText(BASE64, 38, random);
  const [first = 0, second = 0] = random(2);
  const slash = 4 + (first % 12);
  const plus = 20 + (second % 12);
  return new Secret(`${text.slice(0, slash)}/${text.slice(slash, plus)}+${text.slice(plus)}`);
}

/** The books of one AWS account. Changes show at once; what AWS delays is the server's business. */
export class Accounts {
  readonly accountId: string;
  /** Whether the requester account of the sandbox is linked to this AWS account. */
  linked: boolean;
  readonly #random: RandomBytes;
  readonly #keys = new Map<string, PracticeKey>();
  readonly #principals = new Map<string, Principal>();

  constructor(options: {
    readonly random: RandomBytes;
    readonly accountId?: string;
    readonly linked?: boolean;
  }) {
    this.accountId = options.accountId ?? "123456789012";
    this.linked = options.linked ?? true;
    this.#random = options.random;
  }

  /** A new IAM user; without statements it may do nothing but ask who it is. */
  addUser(userName: string, statements: readonly Statement[] = []): Principal {
    return this.#add({
      kind: "user",
      userName,
      userId: `AIDA${randomText(BASE32, 10, this.#random)}EXAMPLE`,
      arn: `arn:aws:iam::${this.accountId}:user/${userName}`,
      statements,
    });
  }

  /** The root of the account: its user id is the account number, its ARN ends in `:root`. */
  addRoot(): Principal {
    const arn = `arn:aws:iam::${this.accountId}:root`;
    return this.#add({
      kind: "root",
      userName: "root",
      userId: this.accountId,
      arn,
      statements: [],
    });
  }

  /** Adds a statement to what a principal already has. */
  attach(principal: Principal, statement: Statement): void {
    const known = this.#principals.get(principal.arn) ?? principal;
    this.#add({ ...known, statements: [...known.statements, statement] });
  }

  /** Makes a key for a principal of this account; `now` is its create date, in ms since 1970. */
  issueKey(owner: Principal, now: number, wanted: NewKey = {}): PracticeKey {
    const key: PracticeKey = {
      accessKeyId:
        wanted.accessKeyId ?? this.#newId(wanted.session === undefined ? "AKIA" : "ASIA"),
      secretAccessKey: wanted.secretAccessKey ?? makeSecret(this.#random),
      owner,
      status: wanted.status ?? "Active",
      createdAt: now,
      lastUsed: null,
      session: wanted.session ?? null,
      removed: false,
      change: wanted.throughIam === true ? { at: now, goodBefore: false } : null,
    };
    this.#keys.set(key.accessKeyId, key);
    return key;
  }

  /**
   * Shown by first and last four: no two ids of this account look alike then. The first one ends in
   * EXAMPLE.
   */
  #newId(prefix: "AKIA" | "ASIA"): string {
    const tails = new Set([...this.#keys.keys()].map((id) => id.slice(-4)));
    for (;;) {
      const id = makeKeyId(this.#random, prefix, { tail: tails.size > 0 });
      if (!tails.has(id.slice(-4))) return id;
    }
  }

  /** Temporary keys of a user or of root (GetSessionToken), good from `now` for so many seconds. */
  issueSession(
    owner: Principal,
    now: number,
    seconds: number,
  ): PracticeKey & { readonly session: NonNullable<PracticeKey["session"]> } {
    const session = { token: makeSessionToken(this.#random), expiresAt: now + seconds * 1000 };
    return { ...this.issueKey(owner, now, { session }), session };
  }

  /** The user of that name; null if there is none. Root is no user. */
  findUser(userName: string): Principal | null {
    return (
      [...this.#principals.values()].find(
        (one) => one.kind === "user" && one.userName === userName,
      ) ?? null
    );
  }

  /** The key with that id, with its owner as it is now; null if there is none. */
  find(accessKeyId: string): PracticeKey | null {
    const key = this.recall(accessKeyId);
    return key === null || key.removed ? null : key;
  }

  /** As `find`, deleted keys included. */
  recall(accessKeyId: string): PracticeKey | null {
    const key = this.#keys.get(accessKeyId);
    if (key === undefined) return null;
    return { ...key, owner: this.#principals.get(key.owner.arn) ?? key.owner };
  }

  /** The long-term keys of a principal, oldest first. */
  keysOf(principal: Principal): readonly PracticeKey[] {
    const keys = [...this.#keys.values()].filter(
      (key) => key.owner.arn === principal.arn && key.session === null && !key.removed,
    );
    return keys.sort((one, other) => one.createdAt - other.createdAt);
  }

  /**
   * False if there is no such key. `at`: when IAM did it, in ms since 1970; left out: nobody needs
   * to be told.
   */
  setStatus(accessKeyId: string, status: "Active" | "Inactive", at?: number): boolean {
    return this.#change(accessKeyId, { status }, at);
  }

  /** Notes that a key was accepted; what GetAccessKeyLastUsed tells. */
  noteUse(accessKeyId: string, use: NonNullable<PracticeKey["lastUsed"]>): void {
    const key = this.#keys.get(accessKeyId);
    if (key !== undefined) this.#keys.set(accessKeyId, { ...key, lastUsed: use });
  }

  /** False if there is no such key. `at` as in `setStatus`. */
  removeKey(accessKeyId: string, at?: number): boolean {
    return this.#change(accessKeyId, { removed: true }, at);
  }

  #add(principal: Principal): Principal {
    this.#principals.set(principal.arn, principal);
    return principal;
  }

  #change(accessKeyId: string, change: Partial<PracticeKey>, at: number | undefined): boolean {
    const key = this.find(accessKeyId);
    if (key === null) return false;
    const changed = { ...key, ...change };
    const same = isGood(changed) === isGood(key);
    this.#keys.set(
      accessKeyId,
      same
        ? changed
        : { ...changed, change: at === undefined ? null : { at, goodBefore: isGood(key) } },
    );
    return true;
  }
}

/** Whether a key opens anything, once every service knows all about it. */
export function isGood(key: PracticeKey): boolean {
  return key.status === "Active" && !key.removed;
}

/**
 * Why a principal may not do an action, in the words AWS uses; null if it may.
 * The wording is that of
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html.
 */
export function denial(
  principal: Principal,
  statements: readonly Statement[],
  action: string,
  resource: Resource | null = null,
): string | null {
  const told =
    `User: ${principal.arn} is not authorized to perform: ` +
    `${action}${resource === null ? "" : ` on resource: ${resource.told}`}`;
  const applying = statements.filter(
    ({ actions, oneselfOnly }) =>
      actions.some((pattern) => matches(pattern, action)) &&
      (oneselfOnly !== true || resource?.arn === principal.arn),
  );
  const denied = (from: Statement["from"]): boolean =>
    applying.some((one) => one.effect === "Deny" && one.from === from);
  if (denied("scp")) return `${told} with an explicit deny in a service control policy`;
  if (principal.kind === "root") return null;
  if (denied("identity")) return `${told} with an explicit deny in an identity-based policy`;
  if (applying.some((one) => one.effect === "Allow" && one.from === "identity")) return null;
  return `${told} because no identity-based policy allows the ${action} action`;
}

function matches(pattern: string, action: string): boolean {
  return pattern.endsWith("*") ? action.startsWith(pattern.slice(0, -1)) : pattern === action;
}
