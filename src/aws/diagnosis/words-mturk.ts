/** Words what only MTurk can say: not linked, not allowed, not there any more. */
import { MTURK_POLICY } from "../../base/amazon.js";
import { AWS_PROBLEMS } from "./problem-table.js";
import { howUnreached, proxyWords } from "./words-network.js";
import { type Case, type Words, isCustom } from "./case.js";
import { shownCode } from "../types.js";

/**
 * https://docs.aws.amazon.com/AWSMechTurk/latest/AWSMechanicalTurkGettingStartedGuide/SetUp.html
 */
export function notLinkedWords({ code, identity, context }: Case): Words {
  // In groups of four, as it is told beside it: it is to be compared with another page.
  const account =
    identity === null
      ? ""
      : ` The key belongs to AWS account ${identity.account.replaceAll(/\d{4}(?=\d)/g, "$& ")}.`;
  const again =
    "If it is linked: perhaps to another AWS account. Compare its number with the one " +
    "above, and sign in as the account's owner (root) for the link.";
  const over =
    context.closed === null
      ? []
      : [`If that page no longer opens, no key can change that. ${context.closed.said}`];
  return {
    message: `${AWS_PROBLEMS[code].means}${account}`,
    try: [AWS_PROBLEMS[code].do, again, ...over],
    step: 5,
  };
}

export function policyMissingWords({ code, identity }: Case): Words {
  const user = userOf(identity?.arn);
  return {
    message:
      user === null
        ? AWS_PROBLEMS[code].means
        : `The key is right, but its IAM user, ${user}, may not use MTurk yet.`,
    try: [
      AWS_PROBLEMS[code].do,
      "If you may not do that yourself: ask whoever administers the account to attach " +
        `${MTURK_POLICY}.`,
    ],
    step: 4,
  };
}

/**
 * Forms of the refusal:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function policyDeniedWords({ code, failure, context }: Case): Words {
  const { message } = failure;
  const write = AWS_PROBLEMS[code].do;
  if (/not authorized to perform the requested operation/i.test(message)) {
    return {
      message:
        "The key is right, but MTurk refuses this requester. That happens when Amazon has " +
        "suspended a requester account.",
      try: [
        "Ask Amazon: https://support.aws.amazon.com, with what MTurk said.",
        ...(context.closed === null
          ? []
          : [`It may also have to do with MTurk's end. ${context.closed.said}`]),
      ],
    };
  }
  if (/identity-based policy/i.test(message)) {
    return {
      message:
        "The key is right, but a policy of its own IAM user forbids this outright, which " +
        "no other policy can lift.",
      try: [
        "In the IAM console, look at the user's policies for a Deny: a rule that asks for " +
          "MFA is the usual one. After a leak, AWS itself attaches one whose name begins " +
          "with AWSCompromisedKeyQuarantine.",
        write,
      ],
    };
  }
  const rule = ruleNamed(message);
  const said =
    rule === null ? "a rule that stands above the user" : `${rule} of its organization or account`;
  return {
    message: `The key is right, but ${said} forbids this. No other key of this account will help.`,
    try: [write],
  };
}

function ruleNamed(message: string): string | null {
  const rules = {
    "service control policy": "a service control policy",
    "resource control policy": "a resource control policy",
    "permissions boundary": "a permissions boundary",
    "session policy": "a session policy",
    "VPC endpoint policy": "a network policy (VPC endpoint)",
  };
  return (
    Object.entries(rules).find(([named]) =>
      message.toLowerCase().includes(named.toLowerCase()),
    )?.[1] ?? null
  );
}

/** MTurk does not answer as MTurk, although STS does: said without a word against the key. */
export function closedWords(about: Case): Words {
  const { code, context, sts } = about;
  const key = sts === "accepted" ? "AWS accepts this key. " : "";
  const what = whatCame(about);
  const because = context.closed === null ? "" : ` ${context.closed.said}`;
  const first = `${key}${AWS_PROBLEMS[code].means} ${what}${because}`;
  const cure =
    context.closed === null
      ? "Ask again in some minutes. Known outages: https://health.aws.amazon.com/health/status"
      : AWS_PROBLEMS[code].do;
  const psiturk = "psiTurk runs without MTurk: psiturk server on, then psiturk debug -p";
  const custom = isCustom(about)
    ? ["Another address than MTurk's own was asked: AWS_ENDPOINT_URL_MTURK names it."]
    : [];
  return { message: first, try: [cure, psiturk, ...custom] };
}

function whatCame(about: Case): string {
  const { failure } = about;
  if (failure.code === "ERR_PROXY_TUNNEL") return proxyWords(about).message;
  return failure.kind === "network" || failure.kind === "deadline"
    ? howUnreached(failure.code, failure.host)
    : `${failure.host} gave an unexpected answer (${shownCode(failure)}).`;
}

/** Too many requests, or a fault of Amazon's: whose it is, where STS has answered. */
export function busyWords({ code, failure, sts }: Case): Words {
  const atMturk = failure.service === "mturk" && (sts === "accepted" || sts === "refused");
  const [first = "", ...rest] = AWS_PROBLEMS[code].means.split(". ");
  const whose =
    code === "throttled"
      ? "MTurk's sandbox counts too many requests from this account within a short time"
      : "Something is broken at MTurk's sandbox, on Amazon's side";
  return { message: [atMturk ? whose : first, ...rest].join(". "), try: [AWS_PROBLEMS[code].do] };
}

/** `psiturk` out of `arn:aws:iam::123456789012:user/team/psiturk`; null for anything but a user. */
function userOf(arn: string | undefined): string | null {
  return /^arn:[\w-]+:iam::\d{12}:user\/(?:.*\/)?([\w+=,.@-]{1,64})$/.exec(arn ?? "")?.[1] ?? null;
}
