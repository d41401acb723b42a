/** Tells what to click in AWS's console to switch a key off. */
import type { Identity } from "../../aws/types.js";
import { LINKS } from "../../guide/links.js";
import { holderName, spacedAccount } from "../names.js";

/** What to click to switch a key off; root's own keys stand elsewhere. */
export function switchOffSteps(holder: Identity, id: string): readonly string[] {
  if (holder.arn.endsWith(":root")) {
    return [
      "Sign in as root at https://console.aws.amazon.com/.",
      "Account name (top right) > Security credentials > Access keys > the one that ends " +
        `in ${id.slice(-4)} > Actions > Deactivate.`,
    ];
  }
  return [
    openConsole(holder),
    `Users > ${userName(holder)} > Security credentials > Access keys > the one that ends ` +
      `in ${id.slice(-4)} > Actions > Deactivate.`,
    "Mistake? Activate it again in the same place; it stays until you delete it.",
  ];
}

/** The first step of all that is done for a user in the console. */
export function openConsole({ account }: Identity): string {
  return (
    `Open ${LINKS.iamConsole.url} and sign in as root or administrator of account ` +
    `${spacedAccount(account)}.`
  );
}

/** The name of an IAM user, without the word that says it is one. */
export function userName({ arn }: Identity): string {
  return holderName(arn).replace(/^user /, "");
}
