/** Says why a rotation stops, as problems with what mends them. */
import type { Identity } from "../../aws/types.js";
import type { Problem } from "../../base/problem.js";
import { maskId } from "../../keys/types.js";

export const CARRY_ON = "Run it again: it carries on where it stopped.";
export const TRY_IN_A_MINUTE = "Try again in a minute.";
export const IN_CONSOLE = "Or make the key in the console: mturk-setup rotate --guided";
export const NOT_CHANGED = "The file was not changed.";

export function noKey(): Problem {
  return {
    code: "keys-missing",
    message: "This profile has no access key in the AWS files, so there is nothing to replace.",
    try: ["Set one up: mturk-setup", "Or name another profile: --profile NAME"],
  };
}

export function notListed(inFile: string): Problem {
  return {
    code: "unknown",
    message:
      `AWS accepts ${maskId(inFile)}, but does not list it among its user's keys. Nothing ` +
      "was changed.",
    try: [TRY_IN_A_MINUTE, "Or do it in the console: mturk-setup rotate --guided"],
  };
}

export function badChoice(inFile: string): Problem {
  return {
    code: "usage-wrong",
    message:
      `${maskId(inFile)} is the key in use, so it cannot be the one that goes first. Nothing ` +
      "was changed.",
    try: ["Name the other one."],
  };
}

export function sameKey(id: string): Problem {
  return {
    code: "input-malformed",
    message: `${maskId(id)} is the key that stands in the file already. Nothing was changed.`,
    try: ["Paste the new one: AWS shows it right after it is made."],
  };
}

/** IAM lists only the keys of the user who asks. */
export function anotherUsers(id: string, was: Identity): Problem {
  return {
    code: "policy-missing",
    message:
      `${maskId(id)} belongs to ${was.arn}; IAM does not show it to the new key, which is ` +
      "another user's.",
    try: ["Switch it off in the IAM console, as that user or as administrator."],
  };
}

export function vanished(id: string): Problem {
  return {
    code: "key-unknown",
    message: `${maskId(id)} was deleted at AWS, so it cannot come back. Nothing was changed.`,
    try: ["Keep the new key.", "Or replace it by another new one: mturk-setup rotate"],
  };
}

export function tooOften(): Problem {
  return {
    code: "aws-fault",
    message: "AWS was asked twice for a new key, and none came. The old key is as it was.",
    try: ["Try again in some minutes.", IN_CONSOLE],
  };
}

/** Root and roles. */
export function notAUser({ arn }: Identity): Problem {
  if (arn.endsWith(":root")) {
    return {
      code: "root-keys",
      message:
        "This key belongs to the account's owner (root). A new root key would be as " +
        "dangerous as this one, so none is made here: make an IAM user, and paste that " +
        "user's key.",
      try: [
        "Make an IAM user with a key of its own (step 4), then paste that key here.",
        'Then delete the root key in the console, under "Security credentials".',
      ],
      step: 4,
    };
  }
  return {
    code: "temporary-keys",
    message:
      "This key does not belong to an IAM user but to a role or a session; such keys are " +
      "not replaced, they end by themselves.",
    try: ["Paste the key of an IAM user instead (step 4)."],
    step: 4,
  };
}

/** The new key could not be deleted again; its id is the last that is known of it. */
export function notTakenBack(id: string, because: Problem | null, problem: Problem): Problem {
  const first = because === null ? "" : `${because.message} `;
  return {
    ...problem,
    message:
      `${first}The new key ${maskId(id)} could not be deleted again: ${problem.message} ` +
      NOT_CHANGED,
    try: [
      CARRY_ON,
      `Or delete ${maskId(id)} in the IAM console, then run it again.`,
      ...(because?.try ?? []),
      ...problem.try,
    ],
  };
}

/** Whose the new key is, and whose the old one was. */
export function belongsTo(is: string, was: string): string {
  return `The new key belongs to ${is}, the old one to ${was}.`;
}

/** STS says that the new key is somebody else's. */
export function otherHolder(was: Identity, is: Identity): Problem {
  const account =
    was.account === is.account
      ? ""
      : " It is another AWS account: MTurk and its sandbox would both have to be linked again.";
  return {
    code: "different-key",
    message: `${belongsTo(is.arn, was.arn)}${account}`,
    try: ["Make the new key for the same user.", "If the other user is meant: confirm it."],
  };
}

/** STS accepts the new key; MTurk did better with the old one. */
export function notAsWell(id: string, problem: Problem): Problem {
  return {
    ...problem,
    message:
      `AWS accepts the new key ${maskId(id)}, but MTurk does not do as well with it as with ` +
      `the old one. ${problem.message}`,
    try: [
      "Wait a minute, then run it again: it carries on where it stopped.",
      "To stay with the old key: mturk-setup rotate --undo",
      ...problem.try,
    ],
  };
}
