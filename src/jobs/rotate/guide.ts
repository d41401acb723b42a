/**
 * Tells those who do it in the console, and for the administrator who has to; without secrets.
 */
import { OWN_KEYS_POLICY } from "../../aws/iam/problems.js";
import type { Identity } from "../../aws/types.js";
import { maskId } from "../../keys/types.js";
import { openConsole, userName, userTab } from "../shared/switch-off-steps.js";
import { spacedAccount } from "../names.js";

/**
 * What to click to make a key for this user
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/access-keys-admin-managed.html).
 */
export function makeKeySteps(holder: Identity, oldId: string): readonly string[] {
  return [
    openConsole(holder),
    `${userTab(holder)} > Access keys > Create access key.`,
    'Choose "Other". Next. Create access key.',
    "Copy both, or download the .csv file: AWS shows the secret only now.",
    `"Create access key" is grey? Two keys exist: find out who uses the one that does not ` +
      `end in ${oldId.slice(-4)} before it is deleted.`,
  ];
}

/** A letter to the administrator: what is asked for, or what they may allow instead. */
export function letterToAdministrator(holder: Identity, oldId: string): string {
  return [
    `Please make a new access key for the IAM user ${userName(holder)} in AWS account ` +
      `${spacedAccount(holder.account)},`,
    `and send it to me in a safe way. It replaces ${maskId(oldId)}; I will tell you when ` +
      "that one can be deactivated.",
    "",
    "Or allow me to do it myself, with this policy on my user:",
    "",
    OWN_KEYS_POLICY,
    "",
  ].join("\n");
}

/**
 * psiTurk reads its keys once
 * (https://github.com/NYUCCL/psiTurk/blob/master/psiturk/amt_services.py).
 */
export const RESTART_PSITURK = "psiTurk that is running remembers the old key: restart it.";

/** Both requester sites are linked to an account, not to a key. */
export const LINK_AGAIN =
  "The new key is another AWS account's: MTurk and its sandbox must both be linked to that " +
  "account.";
