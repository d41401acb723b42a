/** Words what is wrong with keys that AWS does not take. */
import { maskId } from "../../keys/types.js";
import { AWS_PROBLEMS } from "./problem-table.js";
import type { Case, Words } from "./case.js";
import { shownCode } from "../types.js";

const NEW_KEY = "If it was deleted: make a new one (step 4).";

/**
 * AWS cannot tell deleted, inactive, mistyped and brand-new keys apart
 * (https://repost.aws/knowledge-center/iam-credentials-token), so all four are named, the likeliest
 * first.
 */
export function keyUnknownWords(about: Case): Words {
  const { key, sts, context, failure } = about;
  const shown = accessKeyLabel(key.accessKeyId);
  if (sts === "accepted") return notYetAtMturk(about);
  const temporary = key.accessKeyId.startsWith("ASIA");
  if (temporary && !key.hasToken) {
    return {
      message:
        `${shown} is one half of temporary keys: they work only together with a session ` +
        "token, and there is none here.",
      try: [
        "Give the session token as well (aws_session_token).",
        AWS_PROBLEMS["temporary-keys"].do,
      ],
      step: 4,
    };
  }
  if (temporary) {
    return {
      message:
        "AWS does not take these temporary keys: they are too old, or the session token " +
        "belongs to others.",
      try: [
        "Fetch all three parts anew from where you have them.",
        AWS_PROBLEMS["temporary-keys"].do,
      ],
      step: 4,
    };
  }
  if (key.hasToken) {
    return {
      message:
        `${shown} was sent together with a session token, which a lasting key must not have. ` +
        "AWS refuses the pair, even if the key is right.",
      try: [
        "Take the session token away (aws_session_token in the file, AWS_SESSION_TOKEN in " +
          "the environment) and ask again.",
        AWS_PROBLEMS["key-unknown"].do,
        NEW_KEY,
      ],
      step: 4,
    };
  }
  const wait =
    "If it is less than a minute old: wait half a minute and ask again. AWS needs that " +
    "long to know it everywhere.";
  const active = "If it is in the IAM console as Inactive: activate it there.";
  const rest = [AWS_PROBLEMS["key-unknown"].do, active, NEW_KEY];
  return {
    message:
      `${shown} is not an active key at AWS (${shownCode(failure)}). AWS does not say which ` +
      "it is: " +
      (context.freshKey
        ? "too new, mistyped, deactivated or deleted."
        : "mistyped, deactivated, deleted or too new."),
    try: context.freshKey
      ? [wait, ...rest]
      : [AWS_PROBLEMS["key-unknown"].do, active, NEW_KEY, wait],
    step: 4,
  };
}

/**
 * The key in a sentence: its id shortened, and nothing of an entry that has not the shape of one.
 */
export function accessKeyLabel(accessKeyId: string): string {
  const shown = maskId(accessKeyId);
  return shown.startsWith("(") ? "This key" : shown;
}

/** STS has accepted the key, so it is right; MTurk's part of AWS may only not have heard of it. */
function notYetAtMturk({ context }: Case): Words {
  return {
    message:
      "AWS accepts this key. MTurk's sandbox does not know it yet: a new key needs up to " +
      "half a minute to be known everywhere.",
    try: [
      "Wait half a minute, then ask again.",
      context.closed === null
        ? "If it stays: link the sandbox to the AWS account of this key (step 5)."
        : `If it stays, no other key will help. ${context.closed.said}`,
    ],
  };
}

export function keyGarbledWords({ code, failure }: Case): Words {
  if (failure.code !== "ERR_INVALID_CHAR")
    return {
      message: AWS_PROBLEMS[code].means,
      try: [AWS_PROBLEMS[code].do, "If you no longer have them: make a new key (step 4)."],
      step: 4,
    };
  const part = failure.message.includes("security-token") ? "session token" : "key id";
  return {
    message:
      `There is a character in the ${part} that cannot be sent, perhaps an invisible one ` +
      "that was copied along. AWS was not asked.",
    try: [
      `Enter the ${part} again; typing it helps where pasting does not.`,
      AWS_PROBLEMS[code].do,
    ],
    step: 4,
  };
}

export function sessionExpiredWords({ code }: Case): Words {
  return {
    message: AWS_PROBLEMS[code].means,
    try: [
      AWS_PROBLEMS[code].do,
      "Or fetch all three parts of the temporary keys anew from where you have them.",
    ],
    step: 4,
  };
}
