/** Tells what to click in AWS's console to switch a key off. */
import type { Identity } from "../../aws/types.js";
import { LINKS, userPage } from "../../guide/links.js";
import { maskId } from "../../keys/types.js";
import { holderName, spacedAccount } from "../names.js";

/** What to click to switch a key off; root's own keys stand elsewhere. */
export function switchOffSteps(holder: Identity, id: string): readonly string[] {
  if (holder.arn.endsWith(":root")) {
    return [
      `Sign in as root at ${LINKS.rootKeys.url}`,
      "Account name (top right) > Security credentials > Access keys > the one that ends " +
        `in ${id.slice(-4)} > Actions > Deactivate.`,
    ];
  }
  return [
    openConsole(holder),
    `${userTab(holder)} > Access keys > the one that ends in ${id.slice(-4)} > Actions > ` +
      "Deactivate.",
    "Mistake? Activate it again in the same place; it stays until you delete it.",
  ];
}

/**
 * A letter to whoever may switch it off; without secrets. `steps`: what to click. `holder`: null
 * where only the id is known.
 */
export function letterToSwitchOff(
  holder: Identity | null,
  id: string,
  steps: readonly string[],
): string {
  const whose =
    holder === null
      ? ""
      : holder.arn.endsWith(":root")
        ? ` of the root user of AWS account ${spacedAccount(holder.account)}`
        : ` of the IAM user ${userName(holder)} in AWS account ${spacedAccount(holder.account)}`;
  return [
    `Please switch off the access key ${maskId(id)}${whose}.`,
    "I do not need it any more, and may not do that myself. Nothing else is to be changed.",
    "",
    ...steps.map((step, index) => `${index + 1}. ${step}`),
    "",
    "It can be deleted a week later, if nothing broke without it.",
    "",
  ].join("\n");
}

/** The first step of all that is done for a user in the console. */
export function openConsole(holder: Identity): string {
  const { account } = holder;
  return (
    `Sign in as root or administrator of account ${spacedAccount(account)} at ` +
    userPage(userName(holder), "security_credentials")
  );
}

/** Where the address leads, and how to get there without it. */
export function userTab(holder: Identity): string {
  return `Users > ${userName(holder)} > Security credentials`;
}

/** The name of an IAM user, without the word that says it is one. */
export function userName({ arn }: Identity): string {
  return holderName(arn).replace(/^user /, "");
}
