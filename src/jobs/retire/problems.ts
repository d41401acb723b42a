/**
 * Says what stands in the way of retiring a key, and what switching it off means, as whole
 * sentences.
 */
import { LINKS } from "../../guide/links.js";
import { firstTen } from "../../base/list.js";
import type { Problem } from "../../base/problem.js";
import { isDocumentedExample } from "../../keys/recognise.js";
import { maskId } from "../../keys/types.js";

/** Said before a key is switched off by itself: the same key cannot switch itself on again. */
export const NO_WAY_BACK_HERE =
  "The key switches itself off, and a key that is off can ask for nothing: this cannot be " +
  "undone here. In the IAM console it can be activated again until it is deleted.";

/** Said where a secret was refused as wrong. */
export function stillActive(accessKeyId: string): string {
  return (
    `${maskId(accessKeyId)} is STILL ACTIVE at AWS: only the secret that stands here is ` +
    "wrong. Whoever has the right one can use it."
  );
}

/** Said where AWS refused the key before anything was switched off, below a line that says so. */
export function whyRefused(accessKeyId: string): string {
  return isDocumentedExample(accessKeyId)
    ? "It is the example from AWS's documentation: it opens no account, and nothing is to be " +
        "switched off."
    : "It is off, deleted, or mistyped here. Look in the console that this id is gone.";
}

/**
 * What to click where only the id is known
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access-key-self-managed.html).
 */
export function findAndSwitchOffSteps(accessKeyId: string): readonly string[] {
  return [
    `Open ${LINKS.iamConsole.url} and sign in as root or administrator of the account that ` +
      "the key belongs to.",
    `Users > type ${accessKeyId} into the search field > the user > Security credentials > ` +
      "Access keys > Actions > Deactivate.",
    "No user has it? Root's own keys: account name (top right) > Security credentials > " +
      "Access keys.",
  ];
}

export const LOOK_IT_UP = "Look it up in the IAM console: search for the id.";

export function noSecret(accessKeyId: string): Problem {
  return {
    code: "keys-partial",
    message:
      `There is no secret for ${maskId(accessKeyId)} here, so AWS cannot be asked whether it ` +
      "is still active.",
    try: [LOOK_IT_UP, "When it is off there: mturk-setup retire --forget, with the same options"],
  };
}

export function severalFit(
  typed: string,
  fits: readonly { readonly accessKeyId: string }[],
): Problem {
  return {
    code: "keys-missing",
    message: `${typed} can be each of ${fits.length} keys on this computer. Nothing was changed.`,
    try: firstTen(fits).shown.map(({ accessKeyId }) => `One of them: --key ${maskId(accessKeyId)}`),
  };
}

/** The id is named by its own shortened form, however it was typed. */
export function notFound(accessKeyId: string): Problem {
  return {
    code: "keys-missing",
    message:
      `${/…|\.\.\./.test(accessKeyId) ? accessKeyId : maskId(accessKeyId)} was not found in ` +
      "any of the places where keys stand on this computer.",
    try: [
      "See which keys are here: mturk-setup retire --dry-run",
      "To switch it off all the same: IAM console, search for the id, Actions > Deactivate.",
    ],
  };
}
