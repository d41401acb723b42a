/**
 * Reads what a profile tells botocore beside a plain key: a role, a web identity, single sign-on,
 * `aws login`, a command.
 *
 * None of them is run or asked: which keys would come out is not known here, only that they would
 * come from there, or that the settings contradict themselves so that boto3 stops. Rules:
 * https://github.com/boto/botocore/blob/develop/botocore/credentials.py.
 */
import { programFault, tokenFileFault } from "../aws-files/store/outside.js";
import { quoted, unsetCure } from "../base/shell.js";
import type { PlainSetting } from "../aws-files/text/profile-settings.js";
import type { Problem } from "../base/problem.js";
import { profileKeyPlace } from "./key-files.js";
import {
  deleteCure,
  listed,
  keySource,
  problem,
  shownSafely,
  search,
  type Env,
  type KeySource,
} from "./place.js";
import type { Profiles, ProfileSetting } from "./profiles.js";

const STOP_THERE = "boto3 and psiTurk stop there.";

/** What botocore knows of when it goes through a profile. */
export interface Lookup {
  readonly env: Env;
  /** The folder from which programs and files are looked for that are named without one. */
  readonly cwd: string;
  readonly profiles: Profiles;
  /**
   * False for botocore 1.12, on which psiTurk 3.3.1 is pinned: it knows neither single sign-on nor
   * `aws login`.
   */
  readonly modern: boolean;
}

/** The providers of one profile, in botocore's order (`ProfileProviderBuilder.providers`). */
export function profilePlaces(
  lookup: Lookup,
  profile: string,
  envCounts: boolean,
): readonly KeySource[] {
  const { profiles } = lookup;
  const places = [
    webIdentityPlace(lookup, profile, envCounts),
    lookup.modern ? ssoPlace(profiles, profile) : null,
    profileKeyPlace("credentials", profile, profiles),
    lookup.modern ? loginPlace(profiles, profile) : null,
    processPlace(lookup, profile),
    profileKeyPlace("config", profile, profiles),
  ];
  return places.filter((each) => each !== null);
}

/** `role_arn` without `web_identity_token_file`; null if the profile has no such role. */
export function assumeRolePlace(lookup: Lookup, profile: string): KeySource | null {
  if (!hasRole(lookup.profiles, profile)) return null;
  const base = settingBase(lookup.profiles, profile, "assume-role", [
    "role_arn",
    "source_profile",
    "credential_source",
  ]);
  const fault = roleFault(lookup, profile);
  if (fault !== null && !("later" in fault))
    return keySource({
      ...base,
      holds: fault.code === "keys-partial" ? "half" : "broken",
      stops: true,
      problem: fault,
      detail: "the role's settings cannot work",
    });
  return keySource({
    ...base,
    holds: "unknown",
    problem: fault?.later ?? null,
    detail: "the keys would come from AWS for a role (role_arn)",
  });
}

function hasRole(profiles: Profiles, profile: string): boolean {
  return (
    profiles.text(profile, "role_arn") !== null &&
    profiles.text(profile, "web_identity_token_file") === null
  );
}

/** The file can be read, and what a profile asks for in it cannot be done. */
function profileStops(message: string, cures: readonly string[]): Problem {
  return { ...problem("file-broken", message, cures), of: "profile" };
}

/** boto3 takes the role, and stops when it asks for its keys. */
interface LaterFault {
  readonly later: Problem;
}

/** Why boto3 would stop on the role of this profile; `visited`: the profiles that led here. */
function roleFault(lookup: Lookup, first: string): Problem | LaterFault | null {
  const visited = new Set([first]);
  for (let profile = first; ;) {
    const found = roleStep(lookup, profile, visited);
    if (typeof found !== "string") return found;
    visited.add(found);
    profile = found;
  }
}

/**
 * What is wrong with the role of one profile; null: nothing, its source has keys. The name of that
 * source where it has a role itself.
 */
function roleStep(
  lookup: Lookup,
  profile: string,
  visited: ReadonlySet<string>,
): Problem | LaterFault | string | null {
  const { profiles } = lookup;
  const source = profiles.text(profile, "source_profile");
  const from = profiles.text(profile, "credential_source");
  const fix = roleFix(profiles, profile);
  const role = `The profile "${shownSafely(profile)}" has a role_arn`;
  if (source !== null && from !== null)
    return profileStops(
      `${role} with both source_profile and credential_source. boto3 and psiTurk stop there.`,
      fix,
    );
  if (from !== null) return sourceFault(lookup.env, from, role, fix);
  if (source === null)
    return problem(
      "keys-partial",
      `${role}, but no source_profile that says whose keys ask for the role. boto3 and ` +
        "psiTurk stop there.",
      fix,
    );
  if (!profiles.has(source))
    return profileStops(
      `${role} with source_profile "${shownSafely(source)}", a profile that does not ` +
        "exist. boto3 and psiTurk stop there.",
      fix,
    );
  if (visited.has(source) && (source !== profile || !profiles.hasKey(source))) {
    return profileStops(
      `${role}, and its source_profile leads in a circle back to "${shownSafely(source)}". ` +
        STOP_THERE,
      fix,
    );
  }
  if (!profiles.hasKey(source) && hasRole(profiles, source)) return source;
  const keys = search(profilePlaces(lookup, source, false), null);
  if (keys.stop !== null) return keys.stop;
  if (keys.winner?.name === "web-identity" && keys.winner.problem !== null)
    return { later: keys.winner.problem };
  if (keys.winner !== null) return null;
  return profileStops(
    `${role} with source_profile "${shownSafely(source)}", but that profile has no keys. ` +
      STOP_THERE,
    fix,
  );
}

function sourceFault(env: Env, from: string, role: string, fix: readonly string[]): Problem | null {
  const stops = STOP_THERE;
  switch (from) {
    case "Ec2InstanceMetadata":
      return null;
    case "EcsContainer":
      return containerVariables(env).length > 0
        ? null
        : problem(
            "keys-missing",
            `${role} with credential_source "EcsContainer", but this is no such container. ` +
              stops,
            fix,
          );
    case "Environment":
      if (isSet(env.AWS_ACCESS_KEY_ID) && isSet(env.AWS_SECRET_ACCESS_KEY)) return null;
      return problem(
        "keys-partial",
        `${role} with credential_source "Environment", but the environment holds no ` +
          `complete key. ${stops}`,
        fix,
      );
    default:
      return profileStops(
        `${role} with credential_source "${shownSafely(from)}", which boto3 does not know. ` +
          stops,
        fix,
      );
  }
}

function roleFix(profiles: Profiles, profile: string): readonly string[] {
  return [
    ...settingBase(profiles, profile, "assume-role", [
      "role_arn",
      "source_profile",
      "credential_source",
    ]).cure,
    "MTurk needs no role: the plain key of an IAM user is enough.",
  ];
}

/**
 * `AWS_WEB_IDENTITY_TOKEN_FILE` with `AWS_ROLE_ARN`, or the same two in the profile; the variables
 * count first.
 */
function webIdentityPlace(lookup: Lookup, profile: string, envCounts: boolean): KeySource | null {
  const { env, profiles } = lookup;
  const setting = (
    variable: "AWS_WEB_IDENTITY_TOKEN_FILE" | "AWS_ROLE_ARN",
    name: PlainSetting,
  ): string => (envCounts ? env[variable] : undefined) ?? profiles.text(profile, name) ?? "";
  if (setting("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file") === "") return null;
  const variables = (["AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN"] as const).filter(
    (name) => envCounts && isSet(env[name]),
  );
  const base = variables.includes("AWS_WEB_IDENTITY_TOKEN_FILE")
    ? ({
        name: "web-identity",
        location: variables.join(", "),
        profile: null,
        cure: unsetCure(variables),
      } as const)
    : settingBase(profiles, profile, "web-identity", ["web_identity_token_file", "role_arn"]);
  if (setting("AWS_ROLE_ARN", "role_arn") !== "")
    return keySource({
      ...base,
      holds: "unknown",
      detail: "the keys would come from AWS for a role (web identity)",
      problem: tokenFault(
        lookup,
        base,
        setting("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file"),
      ),
    });
  const message =
    "A web identity token file is set (for roles in a cluster), but no role to ask for. " +
    STOP_THERE;
  return keySource({
    ...base,
    holds: "broken",
    stops: true,
    detail: "there is a token file but no role",
    problem: profileStops(message, base.cure),
  });
}

/**
 * boto3 opens the file only when it asks for keys, and then ends; no other place is looked into.
 */
function tokenFault(
  { profiles, cwd }: Lookup,
  { profile, cure }: SettingBase,
  path: string,
): Problem | null {
  const why = tokenFileFault(path, { cwd });
  if (why === null) return null;
  const subject =
    profile === null
      ? "AWS_WEB_IDENTITY_TOKEN_FILE"
      : `${atSetting(profiles, profile, "web_identity_token_file")}: the ` +
        `web_identity_token_file of the profile "${shownSafely(profile)}"`;
  const home = /^(?:~|\$)/.test(path) ? [NOT_FILLED_IN] : [];
  return profileStops(`${subject} names the file ${shownSafely(path)}, ${why}. ${STOP_THERE}`, [
    ...home,
    "If the file should be there: ask whoever runs this cluster.",
    ...cure,
  ]);
}

const SSO_NEEDS = ["sso_role_name", "sso_account_id", "sso_start_url", "sso_region"] as const;

/** Single sign-on: on as soon as the profile has `sso_account_id` or `sso_role_name`. */
function ssoPlace(profiles: Profiles, profile: string): KeySource | null {
  if (
    profiles.text(profile, "sso_account_id") === null &&
    profiles.text(profile, "sso_role_name") === null
  )
    return null;
  const base = settingBase(profiles, profile, "sso", [
    "sso_account_id",
    "sso_role_name",
    "sso_start_url",
    "sso_region",
    "sso_session",
  ]);
  const reason = ssoFault(profiles, profile);
  if (reason === null)
    return keySource({
      ...base,
      holds: "unknown",
      detail: "the keys would come from single sign-on (`aws sso login`)",
    });
  const message =
    `The profile "${shownSafely(profile)}" is set up for single sign-on, but ${reason}. ` +
    "boto3 stops there.";
  return keySource({
    ...base,
    holds: "broken",
    stops: true,
    detail: reason,
    problem: profileStops(message, base.cure),
  });
}

function ssoFault(profiles: Profiles, profile: string): string | null {
  const name = profiles.text(profile, "sso_session");
  const session = name === null ? undefined : profiles.ssoSessions.get(name);
  if (name !== null && session === undefined)
    return `its sso_session "${shownSafely(name)}" does not exist`;
  for (const [option, view] of session?.options ?? []) {
    const own =
      profiles.view("credentials", profile)?.options.get(option) ??
      profiles.view("config", profile)?.options.get(option);
    if (own !== undefined && !own.value.equals(view.value))
      return `${shownSafely(option)} differs between the profile and its sso_session`;
  }
  const missing = SSO_NEEDS.filter(
    (need) => profiles.text(profile, need) === null && session?.options.has(need) !== true,
  );
  return missing.length === 0
    ? null
    : `${listed(missing)} ${missing.length === 1 ? "is" : "are"} missing`;
}

/**
 * A `sso_session` that leads nowhere: every client that boto3 makes fails on it, whatever keys
 * there are (https://github.com/boto/botocore/blob/develop/botocore/tokens.py, `SSOTokenProvider`).
 */
export function danglingSsoSession(lookup: Lookup, profile: string): KeySource | null {
  const name = lookup.modern ? lookup.profiles.text(profile, "sso_session") : null;
  if (name === null) return null;
  const session = lookup.profiles.ssoSessions.get(name);
  if (session?.options.has("sso_region") === true && session.options.has("sso_start_url"))
    return null;
  const base = settingBase(lookup.profiles, profile, "sso", ["sso_session"]);
  const what =
    session === undefined
      ? `but there is no section [sso-session ${shownSafely(name)}] in the config file`
      : "but that section lacks sso_region or sso_start_url";
  const message =
    `The profile "${shownSafely(profile)}" names the sso_session "${shownSafely(name)}", ` +
    `${what}. boto3 stops there, even if it has other keys.`;
  return keySource({
    ...base,
    holds: "broken",
    stops: true,
    detail: "the sso_session leads nowhere",
    problem: profileStops(message, base.cure),
  });
}

function loginPlace(profiles: Profiles, profile: string): KeySource | null {
  if (profiles.text(profile, "login_session") === null) return null;
  return keySource({
    ...settingBase(profiles, profile, "login", ["login_session"]),
    holds: "unknown",
    detail: "the keys would come from `aws login`",
  });
}

/**
 * A command that boto3 would run. It is not run here; whether its program can be started is looked
 * at.
 */
function processPlace({ env, cwd, profiles }: Lookup, profile: string): KeySource | null {
  const command = profiles.text(profile, "credential_process");
  if (command === null) return null;
  const base = settingBase(profiles, profile, "process", ["credential_process"]);
  const fault = programFault(command, { env, cwd });
  if (fault === null)
    return keySource({
      ...base,
      holds: "unknown",
      detail: "the keys would come from a command, which is not run here",
    });
  const subject = fault.program === null ? "it" : `its program ${shownSafely(fault.program)}`;
  const home = fault.program !== null && /^(?:~|\$)/.test(fault.program) ? [NOT_FILLED_IN] : [];
  const locked = fault.locked === null ? [] : [`chmod u+x ${quoted(fault.locked)}`];
  return keySource({
    ...base,
    holds: "broken",
    stops: true,
    detail: "the command of credential_process cannot be started",
    problem: profileStops(
      `${atSetting(profiles, profile, "credential_process")}: boto3 cannot run the ` +
        `credential_process of the profile "${shownSafely(profile)}": ${subject} ${fault.why}. ` +
        STOP_THERE,
      [...home, ...locked, "Name a program that is there, by its full path.", ...base.cure],
    ),
  });
}

const NOT_FILLED_IN = "Write the path out: boto3 fills in no ~ and no $HOME here.";

/** "Line 3 of PATH". */
function atSetting(profiles: Profiles, profile: string, setting: ProfileSetting): string {
  const spot = profiles.spot(profile, setting);
  return spot === null ? setting : `Line ${spot.line} of ${shownSafely(spot.path)}`;
}

type SettingBase = Pick<KeySource, "name" | "location" | "profile" | "cure">;

/** Name, path and the lines to delete for settings that are there. */
function settingBase(
  profiles: Profiles,
  profile: string,
  name: KeySource["name"],
  settings: readonly ProfileSetting[],
): SettingBase {
  const spots = settings.flatMap((setting) => profiles.spot(profile, setting) ?? []);
  const paths = [...new Set(spots.map((spot) => spot.path))];
  return {
    name,
    location: paths[0] ?? profiles.config.path,
    profile,
    cure: paths.map((path) =>
      deleteCure(
        path,
        spots.filter((spot) => spot.path === path),
      ),
    ),
  };
}

/** The variables that point into a container's own key service, as far as they are set. */
export function containerVariables(env: Env): readonly string[] {
  return ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"].filter(
    (name) => env[name] !== undefined,
  );
}

/**
 * Set and not empty: botocore takes an empty variable for a missing one where keys are concerned.
 */
export function isSet(value: string | undefined): value is string {
  return value !== undefined && value !== "";
}
