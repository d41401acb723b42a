/**
 * Words an IAM call that failed: what it says about whether the change was made, and the problem.
 */
import type { Problem, ProblemCode } from "../../base/problem.js";
import { classify } from "../diagnosis/classify.js";
import { AWS_PROBLEMS } from "../diagnosis/problem-table.js";
import { howUnreached } from "../diagnosis/words-network.js";
import type { IamFailure } from "./types.js";

/**
 * denied: this key may not do that (the usual case) · limit: the user has two keys already · gone:
 * there is no such key · not-accepted: IAM refuses the signing key (or does not know it yet) ·
 * busy: asked too often, or AWS's fault · unclear: no answer of IAM's came back, so whether the
 * change was made is not known · refused: anything else that IAM said.
 */
export type IamMeaning =
  "denied" | "limit" | "gone" | "not-accepted" | "busy" | "unclear" | "refused";

/**
 * Codes: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html and the errors of
 * each operation.
 */
export function meaningOf(failure: IamFailure): IamMeaning {
  if (failure.kind !== "service") return "unclear";
  if ((failure.httpStatus ?? 0) >= 500) return "unclear";
  switch (failure.code) {
    case "AccessDenied":
      return "denied";
    case "LimitExceeded":
      return "limit";
    case "NoSuchEntity":
      return "gone";
    case "InvalidClientTokenId":
      return "not-accepted";
    case "Throttling":
    case "EntityTemporarilyUnmodifiable":
      return "busy";
    default:
      return failure.httpStatus === 429 ? "busy" : "refused";
  }
}

/**
 * The policy that lets a user look after their own keys
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access-keys_required-permissions.html).
 */
export const OWN_KEYS_POLICY = JSON.stringify(
  {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "ManageOwnAccessKeys",
        Effect: "Allow",
        Action: [
          "iam:CreateAccessKey",
          "iam:ListAccessKeys",
          "iam:UpdateAccessKey",
          "iam:DeleteAccessKey",
          "iam:GetAccessKeyLastUsed",
        ],
        // The second form is for users that stand below a path: the variable is the bare name.
        Resource: ["arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::*:user/*/${aws:username}"],
      },
    ],
  },
  null,
  2,
);

interface Said {
  readonly code: ProblemCode;
  readonly message: string;
  readonly try: readonly string[];
}

/** What is asked of IAM, as `iamProblem` names it. */
export const LIST_KEYS = "list the keys of this user";

/**
 * The problem in words; `doing` completes "IAM was asked to …", as `LIST_KEYS` does.
 */
export function iamProblem(failure: IamFailure, doing: string): Problem {
  const said = saidOf(failure, doing);
  const status = failure.httpStatus === null ? [] : [`HTTP ${failure.httpStatus}`];
  const where = [
    ...status,
    failure.host,
    ...(failure.requestId === null ? [] : [`request ${failure.requestId}`]),
  ];
  return {
    ...said,
    detail:
      `${failure.code} ` +
      `(${where.join(", ")})${failure.message === "" ? "" : `: ${failure.message}`}`,
  };
}

function saidOf(failure: IamFailure, doing: string): Said {
  const asked = `IAM was asked to ${doing}.`;
  switch (meaningOf(failure)) {
    case "denied":
      return deniedWords(failure, asked);
    case "limit":
      return {
        code: "answer-missing",
        message:
          `${asked} This user has two access keys already, and AWS allows no third. Keys ` +
          "that are switched off count.",
        try: ["Find out who uses the one that is not in this file, and let it go; then try again."],
      };
    case "gone":
      return {
        code: "key-unknown",
        message: `${asked} This user has no such key any more.`,
        try: ["Look at the list of keys: mturk-setup rotate --dry-run"],
      };
    case "busy":
      return {
        code: "throttled",
        message: `${asked} It wants to be asked more slowly.`,
        try: [AWS_PROBLEMS.throttled.do],
      };
    case "not-accepted":
      return {
        code: "key-unknown",
        message:
          `${asked} It does not know the key that signed this, or not yet: a new key needs ` +
          "up to half a minute.",
        try: ["Wait half a minute, then try again."],
      };
    case "unclear":
    case "refused":
      return plainWords(failure, asked);
  }
}

const BY_CONSOLE = "Do it in the console instead: mturk-setup rotate --guided";

/**
 * An explicit deny on keys is nearly always a rule that wants a second factor, or AWS's quarantine
 * after a leak.
 */
function deniedWords({ message }: IamFailure, asked: string): Said {
  if (/explicit deny/i.test(message)) {
    return {
      code: "policy-denied",
      message:
        `${asked} A rule forbids it to this key: most often one that demands a second factor ` +
        "(MFA), or AWS's quarantine of a key that was found in public.",
      try: [
        "Look for a mail from AWS about this key, and in the console under AWS Health.",
        BY_CONSOLE,
      ],
    };
  }
  return {
    code: "policy-missing",
    message:
      `${asked} This key may not do that, which is usual: the MTurk policy does not ` +
      "include it.",
    try: [BY_CONSOLE, "Or ask your administrator for the five IAM actions on your own keys."],
  };
}

function plainWords(failure: IamFailure, asked: string): Said {
  const code = classify({ ...failure, service: "sts" });
  const open =
    failure.kind === "service" && meaningOf(failure) !== "unclear"
      ? ""
      : " No usable answer came back.";
  // STS has accepted the key by then.
  const why =
    code === "offline"
      ? howUnreached(failure.code, failure.host)
      : AWS_PROBLEMS[code].means.replace(", so whether the key is right is still open", "");
  return { code, message: `${asked}${open} ${why}`, try: [AWS_PROBLEMS[code].do] };
}
