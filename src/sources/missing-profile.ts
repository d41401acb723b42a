/**
 * Says why boto3 stops on a profile that was named and is in neither file, and which one was meant.
 */
import { listedSome } from "../base/list.js";
import { asItLooks, lookAlikeIn } from "../base/look-alike.js";
import { invisibleIn, visibleText, withSignsShown } from "../base/invisible.js";
import type { Problem } from "../base/problem.js";
import { quoted, unsetCure } from "../base/shell.js";
import { DOCTOR_MENDS } from "../aws-files/text/scan-problem.js";
import { invisibleCures, problem, shownSafely } from "./place.js";
import type { Profiles } from "./profiles.js";
import type { ProfileChoice } from "./types.js";

export const TYPE_AGAIN = "Or type that line again, in a text editor.";

/**
 * A profile that was named but is in neither file stops boto3 even if there are keys in the
 * environment.
 */
export function missingProfile(profile: ProfileChoice, profiles: Profiles): Problem | null {
  if (profile.from === "default" || profiles.has(profile.name)) return null;
  const known = profiles.names().map((name) => `"${shownSafely(name)}"`);
  const files = `${shownSafely(profiles.credentials.path)} or ${shownSafely(profiles.config.path)}`;
  const there =
    known.length === 0
      ? "There is no profile at all yet."
      : `There ${known.length === 1 ? "is the profile" : "are the profiles"} ${listedSome(known)}.`;
  const stops =
    profile.from === "option"
      ? "boto3 stops there."
      : "boto3 stops there, and psiTurk with it, even if there are other keys.";
  const alike = profiles
    .names()
    .find((name) => plainName(name) === plainName(profile.name) && name !== profile.name);
  const signs = alike === undefined ? null : invisibleIn(alike);
  if (alike !== undefined && signs !== null)
    return problem(
      "profile-missing",
      `The profile "${shownSafely(profile.name)}" is not in ${files} under this name: in ` +
        `the line [${withSignsShown(alike)}] there is ${signs}. ${stops}`,
      [DOCTOR_MENDS, TYPE_AGAIN],
    );
  const letter = alike === undefined ? null : (lookAlikeIn(alike) ?? lookAlikeIn(profile.name));
  if (alike !== undefined && letter !== null)
    return problem(
      "profile-missing",
      `The profile "${shownSafely(profile.name)}" is not in ${files}. There is ` +
        `"${shownSafely(alike)}", which is another name: ${letter} is a letter that only looks ` +
        `like the Latin one. ${stops}`,
      [DOCTOR_MENDS, "Or type that name again where it is wrong."],
    );
  if (profile.from === "option") {
    return problem(
      "profile-missing",
      `There is no profile "${shownSafely(profile.name)}" in ${files}. ${there} ${stops}`,
      [
        ...meantInstead(alike, "--profile "),
        "Check the name after --profile.",
        "To make this profile: mturk-setup --profile NAME",
      ],
    );
  }
  const hidden = invisibleIn(profile.name);
  if (hidden !== null)
    return problem(
      "profile-missing",
      `${profile.from} names a profile that is not in ${files}: there is ${hidden} of the ` +
        `name "${shownSafely(profile.name)}". ${there} ${stops}`,
      invisibleCures(profile.from, profile.name),
    );
  const what = namesNone(profile, files, there);
  return problem("profile-missing", `${what} ${stops}`, [
    ...meantInstead(alike, `export ${profile.from}=`),
    ...unsetCure([profile.from]),
    "Or set it to a profile that exists.",
  ]);
}

function namesNone({ name, from }: ProfileChoice, files: string, there: string): string {
  if (name === "") return `${from} is set, but empty, which names no profile.`;
  if (name.trim() === "") return `${from} holds only blanks, which name no profile.`;
  return (
    `${from} names the profile "${shownSafely(name)}"${blankAt(name)}, which is not in ` +
    `${files}. ${there}`
  );
}

/** The name that differs in capital letters or blanks alone; `before`: what is written before it. */
function meantInstead(alike: string | undefined, before: string): readonly string[] {
  return alike === undefined
    ? []
    : [`If that one is meant, capital letters and blanks count: ${before}${quoted(alike)}`];
}

/** A blank at an end is seen by nobody, and counts. */
function blankAt(name: string): string {
  const ends = [
    ...(name.trimStart() === name ? [] : ["beginning"]),
    ...(name.trimEnd() === name ? [] : ["end"]),
  ];
  return ends.length === 0 ? "" : `, with a blank at its ${ends.join(" and its ")}`;
}

/**
 * `[Default]`, `[ default ]` and, in the credentials file, `[profile default]` all look like
 * default, and are not.
 */
export function plainName(profile: string): string {
  return asItLooks(visibleText(profile))
    .trim()
    .toLowerCase()
    .replace(/^profile\s+/, "");
}
