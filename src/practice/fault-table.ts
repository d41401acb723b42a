/** Lists every fault with its name, its texts, the syntax of its value and what it does. */
import { MTURK_FULL_ACCESS, OWN_KEYS, type PracticeService } from "./accounts.js";
import type { Change, FaultEffect, FaultRow, Page } from "./effect.js";
import { IDENTITY_DENIES_IAM, SCP_DENIES_MTURK, TEXT, type Refusal } from "./wire.js";

const SERVICES: readonly PracticeService[] = ["sts", "mturk", "iam"];
const ms = (seconds: string | null): number => Math.round(Number(seconds ?? "0") * 1000);
const forServices = <T>(
  only: string | null,
  value: (service: PracticeService) => T,
): Partial<Record<PracticeService, T>> =>
  Object.fromEntries(
    SERVICES.filter((service) => only === null || service === only).map((service) => [
      service,
      value(service),
    ]),
  );
const ONLY = "[sts|mturk|iam]";

function serverFault(service: PracticeService): Refusal {
  if (service !== "mturk") return { cause: "fault", message: TEXT.queryFault };
  return { cause: "fault", message: TEXT.fault, turkErrorCode: "AWS.ServiceUnavailable" };
}

/** The operation whose answer is lost, by the word in the fault's value. */
const CHANGES: Readonly<Record<string, Change>> = {
  create: "CreateAccessKey",
  update: "UpdateAccessKey",
  delete: "DeleteAccessKey",
};

function losing(value: string | null, times: "first" | "every"): Partial<FaultEffect> {
  const change = CHANGES[value ?? ""];
  return change === undefined ? {} : { lostAnswers: { [change]: times } };
}

function closedAs(how: string | null): "drop" | Page {
  if (how === "reset") return "drop";
  if (how === "403") return "closed-403";
  return how === "html" ? "closed-html" : "closed-410";
}

export const TABLE = {
  "wrong-secret": {
    title: "the secret is wrong",
    help: "answers as if every secret were wrong",
    valueSyntax: null,
    inMenu: true,
    example: "wrong-secret",
    effect: () => ({ secretWrong: true }),
  },
  "unknown-key": {
    title: "the key does not exist at AWS",
    help: "answers as if the key id were deleted or mistyped",
    valueSyntax: null,
    inMenu: false,
    example: "unknown-key",
    effect: () => ({ key: "unknown" as const }),
  },
  "key-inactive": {
    title: "the key is switched off at AWS",
    help: "all keys are inactive (AWS answers as for an unknown one)",
    valueSyntax: null,
    inMenu: true,
    example: "key-inactive",
    effect: () => ({ key: "inactive" as const }),
  },
  "not-linked": {
    title: "the sandbox is not linked",
    help: "the sandbox's requester account is not linked to the AWS account",
    valueSyntax: null,
    inMenu: true,
    example: "not-linked",
    effect: () => ({ linked: false }),
  },
  "no-policy": {
    title: "the IAM user may not use MTurk",
    help: "the IAM user lacks AmazonMechanicalTurkFullAccess",
    valueSyntax: null,
    inMenu: true,
    example: "no-policy",
    effect: () => ({ withheld: [MTURK_FULL_ACCESS] }),
  },
  "scp-deny": {
    title: "the institution forbids MTurk",
    help: "a service control policy of the organisation denies MTurk",
    valueSyntax: null,
    inMenu: false,
    example: "scp-deny",
    effect: () => ({ extraStatements: [SCP_DENIES_MTURK] }),
  },
  "clock-skew": {
    title: "this computer's clock is ten minutes off",
    help: "the server's clock is ahead by so many seconds (negative: behind)",
    valueSyntax: "SECONDS",
    inMenu: true,
    example: "clock-skew=600",
    effect: (value: string | null) => ({ clockAheadMs: ms(value) }),
  },
  offline: {
    title: "offline",
    help: "drops every connection",
    valueSyntax: null,
    inMenu: true,
    example: "offline",
    effect: () => ({ line: forServices(null, () => "drop" as const) }),
  },
  closed: {
    title: "MTurk is closed, AWS is not",
    help: "MTurk alone answers like a closed service; STS stays well",
    valueSyntax: "410|403|reset|html",
    inMenu: true,
    example: "closed=410",
    effect: (value: string | null) => ({ line: { mturk: closedAs(value) } }),
  },
  "captive-portal": {
    title: "a log-in page of the network answers",
    help: "answers everything with 200 and a web page, as hotel networks do",
    valueSyntax: null,
    inMenu: false,
    example: "captive-portal",
    effect: () => ({ line: forServices(null, () => "captive-portal" as const) }),
  },
  "html-403": {
    title: "a filter of the network blocks AWS",
    help: "answers everything with 403 and a web page, as filters do",
    valueSyntax: null,
    inMenu: false,
    example: "html-403",
    effect: () => ({ line: forServices(null, () => "html-403" as const) }),
  },
  throttle: {
    title: "too many requests",
    help: "refuses with Throttling",
    valueSyntax: ONLY,
    inMenu: false,
    example: "throttle=mturk",
    effect: (value: string | null) => ({
      refusal: forServices(value, () => ({ cause: "throttled" as const, message: TEXT.throttled })),
    }),
  },
  "aws-fault": {
    title: "a fault on AWS's side",
    help: "answers with a server error (500)",
    valueSyntax: ONLY,
    inMenu: false,
    example: "aws-fault=mturk",
    effect: (value: string | null) => ({ refusal: forServices(value, serverFault) }),
  },
  "account-inactive": {
    title: "the AWS account is not activated",
    help: "MTurk says that the account needs a subscription (unverified, unpaid or suspended)",
    valueSyntax: null,
    inMenu: false,
    example: "account-inactive",
    effect: () => ({
      refusal: { mturk: { cause: "not-subscribed" as const, message: TEXT.notSubscribed } },
    }),
  },
  "session-expired": {
    title: "temporary keys that ran out",
    help: "answers as if the session token had expired",
    valueSyntax: null,
    inMenu: false,
    example: "session-expired",
    effect: () => ({ key: "expired" as const }),
  },
  propagation: {
    title: "a new key takes 20 seconds",
    help:
      "for so many seconds each service on its own now and then takes keys for unknown, and " +
      "switched-off ones for active",
    valueSyntax: "SECONDS",
    inMenu: true,
    example: "propagation=20",
    effect: (value: string | null) => ({ propagationMs: ms(value) }),
  },
  "wrong-region": {
    title: "the wrong region",
    help: "only signatures for us-west-2 are accepted",
    valueSyntax: null,
    inMenu: false,
    example: "wrong-region",
    effect: () => ({ region: "us-west-2" }),
  },
  slow: {
    title: "a slow network",
    help: "every answer takes so many seconds",
    valueSyntax: "SECONDS",
    inMenu: false,
    example: "slow=5",
    effect: (value: string | null) => ({ delayMs: ms(value) }),
  },
  silent: {
    title: "nobody answers",
    help: "accepts connections and never answers",
    valueSyntax: ONLY,
    inMenu: false,
    example: "silent=mturk",
    effect: (value: string | null) => ({ line: forServices(value, () => "mute" as const) }),
  },
  "not-10000": {
    title: "another balance than the sandbox's",
    help: "the balance is 25.50, as in production",
    valueSyntax: null,
    inMenu: false,
    example: "not-10000",
    effect: () => ({ balance: "25.50" }),
  },
  "echo-secret": {
    title: "AWS repeats what was pasted as the id",
    help:
      "refuses every key id as garbled and repeats it, as AWS does with a secret pasted in " +
      "its place",
    valueSyntax: null,
    inMenu: false,
    example: "echo-secret",
    effect: () => ({ key: "garbled" as const }),
  },
  "second-secret": {
    title: "the right secret just after a wrong one",
    help: "refuses the right secret once if it follows a wrong one within 5 seconds",
    valueSyntax: null,
    inMenu: false,
    example: "second-secret",
    effect: () => ({ secondSecret: true }),
  },
  "no-iam": {
    title: "this key may not manage keys",
    help: "the IAM user lacks the policy for its own access keys, as most users do",
    valueSyntax: null,
    inMenu: true,
    example: "no-iam",
    effect: () => ({ withheld: [OWN_KEYS] }),
  },
  "iam-deny": {
    title: "a policy forbids IAM",
    help:
      "an identity policy denies IAM, as rules about a second factor and AWS's quarantine of " +
      "leaked keys do",
    valueSyntax: null,
    inMenu: false,
    example: "iam-deny",
    effect: () => ({ extraStatements: [IDENTITY_DENIES_IAM] }),
  },
  quota: {
    title: "two keys already",
    help: "the IAM user has an older key beside the first, and so both that IAM allows",
    valueSyntax: "[active|inactive]",
    inMenu: true,
    example: "quota=inactive",
    effect: (value: string | null) => ({
      olderKey: value === "inactive" ? ("Inactive" as const) : ("Active" as const),
    }),
  },
  "iam-delay": {
    title: "IAM's changes take a while",
    help:
      "what is done through IAM becomes known to each service on its own within so many " +
      "seconds",
    valueSyntax: "SECONDS",
    inMenu: false,
    example: "iam-delay=20",
    effect: (value: string | null) => ({ iamDelayMs: ms(value) }),
  },
  "lost-answer": {
    title: "an answer of IAM is lost",
    help: "IAM does what was asked, but the first answer is lost and the connection reset",
    valueSyntax: "create|update|delete",
    inMenu: false,
    example: "lost-answer=create",
    effect: (value: string | null) => losing(value, "first"),
  },
  "lost-answers": {
    title: "every such answer of IAM is lost",
    help: "as lost-answer, every time",
    valueSyntax: "create|update|delete",
    inMenu: false,
    example: "lost-answers=create",
    effect: (value: string | null) => losing(value, "every"),
  },
  "repeated-key": {
    title: "a request for a new key is answered with the old one",
    help: "IAM makes no new key, and answers with the one that signed the request",
    valueSyntax: null,
    inMenu: false,
    example: "repeated-key",
    effect: () => ({ repeatsKey: true }),
  },
} satisfies Record<string, FaultRow>;

export type FaultName = keyof typeof TABLE;
