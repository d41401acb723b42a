/**
 * Shows the name of a profile, in a sentence and in a command; existing names may hold anything,
 * even a secret.
 */
import { quoted } from "../base/shell.js";
import { looksLikeSecret, shownText } from "./recognise.js";

/** How a name that must not be shown is called. */
const HIDDEN = "(hidden)";

/**
 * The name on one line, without controls, of at most 60 characters; a secret that stands there is
 * not shown.
 */
export function shownProfile(name: string): string {
  if (looksLikeSecret(name)) return HIDDEN;
  return shownText(name, 60);
}

/**
 * ` --profile NAME` for a shell, with the blank before it; "" for `default`, which needs no naming.
 */
export function profileOption(name: string): string {
  return name === "default" ? "" : ` --profile ${profileWord(name)}`;
}

/**
 * What tells psiTurk and boto3 the profile: `export AWS_PROFILE=NAME`; where AWS_DEFAULT_PROFILE is
 * set, that one beats it.
 */
export function exportProfile(
  name: string,
  env: Readonly<Record<string, string | undefined>> = {},
): string {
  const variable = env.AWS_DEFAULT_PROFILE === undefined ? "AWS_PROFILE" : "AWS_DEFAULT_PROFILE";
  return `export ${variable}=${profileWord(name)}`;
}

function profileWord(name: string): string {
  return looksLikeSecret(name) ? "NAME" : quoted(name);
}

/** Why a text is no name of a profile. */
export const NAMELESS = "A profile needs a name; the usual one is default.";
export const ID_AS_NAME =
  "That is an access key id, not the name of a profile. Choose a plain name, such as mturk.";
export const SECRET_AS_NAME =
  "That looks like a secret access key, not like the name of a profile.";
