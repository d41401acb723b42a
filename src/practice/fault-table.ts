/** The table behind `faults.ts`: every fault with its name, its texts, the syntax of its value and what it does. */
import type { PracticeService, Statement } from "./accounts.js";
import { SCP_DENIES_MTURK, TEXT, type Refusal } from "./wire.js";

/** Pages that somebody who is not AWS answers with. */
export type Page = "captive-portal" | "html-403" | "closed-410" | "closed-403" | "closed-html";

/** What all active faults together do to a request. */
export interface Effect {
  /** Added to the server's clock and so to its Date header, in ms. */
  readonly clockAheadMs: number;
  /** Every answer comes so many ms later. */
  readonly delayMs: number;
  /** A new key is refused now and then for so many ms. */
  readonly propagationMs: number;
  /** Per service: the request is dropped (connection reset), never answered, or answered with somebody else's page. */
  readonly line: Readonly<Partial<Record<PracticeService, "drop" | "mute" | Page>>>;
  /** The region that signatures must be made for. */
  readonly region: string;
  /** Whatever key is used, it is taken to be like this. */
  readonly key: "as-it-is" | "inactive" | "unknown" | "expired" | "garbled";
  /** Every secret is taken to be wrong. */
  readonly secretWrong: boolean;
  /** A right secret is refused once if a wrong one came just before. */
  readonly secondSecret: boolean;
  /** Takes AmazonMechanicalTurkFullAccess away. */
  readonly noPolicy: boolean;
  readonly extraStatements: readonly Statement[];
  /** The service refuses after everything else was well. */
  readonly refusal: Readonly<Partial<Record<PracticeService, Refusal>>>;
  readonly linked: boolean;
  /** US dollars as MTurk writes them. */
  readonly balance: string;
}

export const NO_EFFECT: Effect = {
  clockAheadMs: 0,
  delayMs: 0,
  propagationMs: 0,
  line: {},
  region: "us-east-1",
  key: "as-it-is",
  secretWrong: false,
  secondSecret: false,
  noPolicy: false,
  extraStatements: [],
  refusal: {},
  linked: true,
  balance: "10000.00",
};

/** One fault, told to people and done to requests. */
export interface FaultRow {
  /** A few words for a menu, e.g. "the secret is wrong". */
  readonly title: string;
  /** One sentence for `--help`. */
  readonly help: string;
  /** What may follow the `=`, e.g. "SECONDS" or "410|403|reset|html"; null: nothing may. In brackets: may be left out. */
  readonly valueSyntax: string | null;
  /** Whether the wizard's menu offers it (as `example`). */
  readonly inMenu: boolean;
  /** A complete fault as `parseFault` reads it, e.g. "clock-skew=600". */
  readonly example: string;
  /** The part of the effect that this fault changes. */
  readonly effect: (value: string | null) => Partial<Effect>;
}

const SERVICES: readonly PracticeService[] = ["sts", "mturk", "iam"];
const ms = (seconds: string | null): number => Math.round(Number(seconds ?? "0") * 1000);
const forServices = <T>(only: string | null, value: (service: PracticeService) => T): Partial<Record<PracticeService, T>> =>
  Object.fromEntries(SERVICES.filter((service) => only === null || service === only).map((service) => [service, value(service)]));
const ONLY = "[sts|mturk]";

function serverFault(service: PracticeService): Refusal {
  if (service !== "mturk") return { cause: "fault", message: TEXT.queryFault };
  return { cause: "fault", message: TEXT.fault, turkErrorCode: "AWS.ServiceUnavailable" };
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
    effect: () => ({ noPolicy: true }),
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
    effect: (value: string | null) => ({ refusal: forServices(value, () => ({ cause: "throttled" as const, message: TEXT.throttled })) }),
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
    effect: () => ({ refusal: { mturk: { cause: "not-subscribed" as const, message: TEXT.notSubscribed } } }),
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
    title: "a key too new for AWS",
    help: "for so many seconds some requests are refused as with an unknown key, each service on its own",
    valueSyntax: "SECONDS",
    inMenu: false,
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
    help: "refuses every key id as garbled and repeats it, as AWS does with a secret pasted in its place",
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
} satisfies Record<string, FaultRow>;

export type FaultName = keyof typeof TABLE;
