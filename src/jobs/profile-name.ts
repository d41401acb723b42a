/**
 * Tells whether a profile may be worked on: every one that is there, and a new one if its name
 * suits every AWS tool.
 */
import { stripControls } from "../base/clean.js";
import type { Host } from "../base/host.js";
import { type Problem, type Result, failed, ok } from "../base/problem.js";
import { scanFile } from "../aws-files/text/profile.js";
import { readAwsFiles } from "../aws-files/store/read.js";
import { locateAwsFiles } from "../aws-files/store/where.js";
import { profileNameSchema } from "../keys/shape.js";
import { shownProfile } from "../keys/profile-name.js";
import type { ProfileChoice } from "../sources/types.js";

/**
 * The name, if such a profile is there or may be made. Problem: `usage-wrong` (the option named it)
 * or `input-malformed` (a variable did). Files that cannot be read are told by whoever works on
 * them.
 */
export async function admitProfile(
  host: Host,
  { name, from }: ProfileChoice,
): Promise<Result<string>> {
  const parsed = profileNameSchema.safeParse(name);
  if (parsed.success || (await isThere(host, name))) return ok(name);
  return failed(unfit(name, from, parsed.error.issues[0]?.message ?? "That is no profile name."));
}

async function isThere(host: Host, name: string): Promise<boolean> {
  const paths = locateAwsFiles(host);
  const files = paths.ok ? await readAwsFiles(paths.value) : paths;
  if (!files.ok) return false;
  return [files.value.credentials, files.value.config]
    .map(scanFile)
    .some((file) => file.ok && file.profiles.has(name));
}

function unfit(name: string, from: ProfileChoice["from"], why: string): Problem {
  const shown = shownProfile(stripControls(name));
  if (from === "option")
    return {
      code: "usage-wrong",
      message:
        `There is no profile "${shown}" yet, and none can be made with that name. ${why} ` +
        "Nothing was saved.",
      try: [
        "Check the name after --profile: an existing one counts as it stands in the file",
        "Or choose a plain name, such as mturk",
      ],
    };
  return {
    code: "input-malformed",
    message: `The environment asks for the profile "${shown}". ${why} Nothing was saved.`,
    try: [
      "Name it here: --profile NAME",
      "Or take the variable away: unset AWS_PROFILE AWS_DEFAULT_PROFILE",
    ],
  };
}
