import { randomBytes } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Secret } from "../../src/base/secret.js";
import {
  Accounts,
  denial,
  makeKeyId,
  makeSecret,
  MTURK_FULL_ACCESS,
  OWN_KEYS,
  type Principal,
  type RandomBytes,
  type Statement,
} from "../../src/practice/accounts.js";

const seeded =
  (byte: number): RandomBytes =>
  (count) =>
    new Uint8Array(count).fill(byte);
const books = (): Accounts => new Accounts({ random: randomBytes });

describe("made-up keys", () => {
  test("have AWS's shape, say EXAMPLE, and survive every roll of the dice", () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(255)), (bytes) => {
        const random: RandomBytes = (count) =>
          Uint8Array.from({ length: count }, () => bytes.next().value as number);
        expect(makeKeyId(random)).toMatch(/^AKIAI[A-Z2-7]{8}EXAMPLE$/);
        expect(makeKeyId(random, "AKIA", { tail: true })).toMatch(/^AKIAIEXAMPLE[A-Z2-7]{8}$/);
        const secret = makeSecret(random).reveal();
        expect(secret).toMatch(/^[A-Za-z0-9/+]{40}$/);
        expect(secret).toMatch(/.\/.*\+./);
      }),
    );
  });

  test("differ from each other", () => {
    expect(new Set(Array.from({ length: 200 }, () => makeKeyId(randomBytes))).size).toBe(200);
    expect(new Set(Array.from({ length: 200 }, () => makeSecret(randomBytes).reveal())).size).toBe(
      200,
    );
  });

  test("are the same for the same random bytes", () => {
    expect(makeKeyId(seeded(7))).toBe(makeKeyId(seeded(7)));
    expect(makeSecret(seeded(7)).reveal()).toBe(makeSecret(seeded(7)).reveal());
  });
});

describe("the books", () => {
  test("a key is found with its owner as it is now", () => {
    const accounts = books();
    const user = accounts.addUser("practice");
    const key = accounts.issueKey(user, 1000);
    expect(accounts.find(key.accessKeyId)).toMatchObject({
      status: "Active",
      createdAt: 1000,
      lastUsed: null,
      session: null,
      owner: { statements: [] },
    });
    accounts.attach(user, MTURK_FULL_ACCESS);
    expect(accounts.find(key.accessKeyId)?.owner.statements).toEqual([MTURK_FULL_ACCESS]);
  });

  test("status, last use and removal are kept per key", () => {
    const accounts = books();
    const user = accounts.addUser("practice");
    const [first, second] = [accounts.issueKey(user, 1), accounts.issueKey(user, 2)];
    accounts.issueKey(accounts.addRoot(), 3);
    expect(accounts.keysOf(user).map((key) => key.accessKeyId)).toEqual([
      first.accessKeyId,
      second.accessKeyId,
    ]);
    expect(accounts.setStatus(first.accessKeyId, "Inactive")).toBe(true);
    accounts.noteUse(second.accessKeyId, { at: 9, service: "sts", region: "us-east-1" });
    expect(accounts.find(first.accessKeyId)).toMatchObject({ status: "Inactive", lastUsed: null });
    expect(accounts.find(second.accessKeyId)).toMatchObject({
      status: "Active",
      lastUsed: { at: 9, service: "sts" },
    });
    expect(accounts.removeKey(first.accessKeyId)).toBe(true);
    expect(accounts.removeKey(first.accessKeyId)).toBe(false);
    expect(accounts.setStatus(first.accessKeyId, "Active")).toBe(false);
    expect(accounts.find(first.accessKeyId)).toBeNull();
  });

  test("a deleted key is found no more, but can be recalled with what it was before", () => {
    const accounts = books();
    const user = accounts.addUser("practice");
    const key = accounts.issueKey(user, 1, { throughIam: true });
    expect(key.change).toEqual({ at: 1, goodBefore: false });
    accounts.setStatus(key.accessKeyId, "Active", 2);
    expect(accounts.find(key.accessKeyId)?.change).toEqual({ at: 1, goodBefore: false });
    accounts.setStatus(key.accessKeyId, "Inactive", 3);
    expect(accounts.find(key.accessKeyId)?.change).toEqual({ at: 3, goodBefore: true });
    accounts.removeKey(key.accessKeyId, 4);
    expect([accounts.find(key.accessKeyId), accounts.keysOf(user)]).toEqual([null, []]);
    expect(accounts.recall(key.accessKeyId)).toMatchObject({
      removed: true,
      change: { at: 3, goodBefore: true },
    });
    const other = accounts.issueKey(user, 5);
    accounts.removeKey(other.accessKeyId);
    expect(accounts.recall(other.accessKeyId)).toMatchObject({ removed: true, change: null });
  });

  test("users are found by name; root is none, and temporary keys are nobody's long-term keys", () => {
    const accounts = books();
    const user = accounts.addUser("practice");
    accounts.addRoot();
    expect(accounts.findUser("practice")).toEqual(user);
    expect([accounts.findUser("root"), accounts.findUser("Practice")]).toEqual([null, null]);
    accounts.issueKey(user, 1, { session: { token: new Secret("made-up-token"), expiresAt: 2 } });
    expect(accounts.keysOf(user)).toEqual([]);
  });

  test("root is its account", () => {
    expect(books().addRoot()).toMatchObject({
      kind: "root",
      userId: "123456789012",
      arn: "arn:aws:iam::123456789012:root",
    });
  });
});

describe("permissions", () => {
  const asked = "mechanicalturk:GetAccountBalance";
  const user: Principal = {
    kind: "user",
    userName: "x",
    userId: "AIDAEXAMPLE",
    arn: "arn:aws:iam::123456789012:user/x",
    statements: [],
  };
  const root: Principal = { ...user, kind: "root", arn: "arn:aws:iam::123456789012:root" };
  const deny = (from: Statement["from"]): Statement => ({ effect: "Deny", actions: [asked], from });
  const rows: readonly (readonly [string, Principal, readonly Statement[], RegExp | null])[] = [
    [
      "nothing allows it",
      user,
      [],
      /because no identity-based policy allows the mechanicalturk:GetAccountBalance action$/,
    ],
    ["allowed by wildcard", user, [MTURK_FULL_ACCESS], null],
    ["allowed by name", user, [{ effect: "Allow", actions: [asked], from: "identity" }], null],
    [
      "another action is allowed",
      user,
      [{ effect: "Allow", actions: ["iam:*"], from: "identity" }],
      /because no identity-based policy allows/,
    ],
    [
      "an SCP alone allows nothing",
      user,
      [{ effect: "Allow", actions: ["*"], from: "scp" }],
      /because no identity-based policy allows/,
    ],
    [
      "denied beats allowed",
      user,
      [MTURK_FULL_ACCESS, deny("identity")],
      /with an explicit deny in an identity-based policy$/,
    ],
    [
      "an SCP beats all",
      user,
      [MTURK_FULL_ACCESS, deny("scp"), deny("identity")],
      /with an explicit deny in a service control policy$/,
    ],
    ["root needs no policy", root, [], null],
    [
      "an SCP binds root",
      root,
      [deny("scp")],
      /:root is not authorized .* service control policy$/,
    ],
  ];
  test.each(rows)("%s", (_, principal, statements, says) => {
    const told = denial(principal, statements, asked);
    if (says === null) expect(told).toBeNull();
    else expect(told).toMatch(says);
  });

  test.each([
    ["oneself", user.arn, null],
    [
      "a colleague",
      "arn:aws:iam::123456789012:user/y",
      /^User: arn:aws:iam::123456789012:user\/x is not authorized to perform: iam:CreateAccessKey on resource: user named because no/,
    ],
  ])("the policy for one's own keys, asked about %s", (_, arn, says) => {
    const told = denial(user, [OWN_KEYS], "iam:CreateAccessKey", { arn, told: "user named" });
    if (says === null) expect(told).toBeNull();
    else expect(told).toMatch(says);
    expect(denial(user, [OWN_KEYS], "iam:CreateAccessKey")).toMatch(
      /because no identity-based policy/,
    );
  });
});
