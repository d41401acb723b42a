/** Says by what name a person knows a user, an account, an amount, a path. */
import type { Host } from "../base/host.js";
import { inThrees } from "../base/trim.js";

/** Where IAM keeps no use of a key. */
export const NEVER_USED = "never used, as far as IAM knows";

/**
 * "user psiturk", "the root user", "a role": the end of the ARN
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html).
 */
export function holderName(arn: string): string {
  const resource = arn.split(":").slice(5).join(":");
  if (resource === "root") return "the root user";
  const name = resource.split("/").at(-1) ?? resource;
  return resource.startsWith("user/")
    ? `user ${name}`
    : resource.startsWith("assumed-role/")
      ? `role ${resource.split("/")[1] ?? name}`
      : name;
}

/** Twelve digits in threes of four, as the console shows them. */
export function spacedAccount(account: string): string {
  return account.replace(/^(\d{4})(\d{4})(\d{4})$/, "$1 $2 $3");
}

/** "10000.00" as "10,000.00". */
export function dollars(amount: string): string {
  return amount.replace(/^\d+/, inThrees);
}

/**
 * The paths in a sentence, with `~`. Not for what is to be typed: in quotes a shell leaves a `~` as
 * it is.
 */
export function withHome(text: string, { home }: Pick<Host, "home">): string {
  return home === "" || home === "/"
    ? text
    : text.replaceAll(`${home}/`, (path, at: number) =>
        /[\w./~-]/.test(text.charAt(at - 1)) ? path : "~/",
      );
}

/** A path under the home directory, written with `~`. */
export function shortPath(path: string, host: Pick<Host, "home">): string {
  const { home } = host;
  return home !== "" && home !== "/" && path.startsWith(`${home}/`)
    ? `~${path.slice(home.length)}`
    : path;
}
