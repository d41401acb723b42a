/**
 * Follows boto3's way to its keys, profile and region, over files that are already read.
 *
 * Order and errors as in botocore's `create_credential_resolver`
 * (https://github.com/boto/botocore/blob/develop/botocore/credentials.py); the documented short
 * form is https://docs.aws.amazon.com/boto3/latest/guide/credentials.html. Held to real boto3 by
 * test/conformance/sources.test.ts.
 */
import { DOCTOR_MENDS } from "../aws-files/text/scan-problem.js";
import { unsetCure } from "../base/shell.js";
import type { Problem } from "../base/problem.js";
import { lookAlikeIn } from "../base/look-alike.js";
import { invisibleIn, withSignsShown } from "../base/invisible.js";
import { Secret } from "../base/secret.js";
import { listedSome } from "../base/list.js";
import { exportProfile } from "../keys/profile-name.js";
import type { ScannedFile } from "../aws-files/types.js";
import { accessKey, botoFilePlace, credentialFilePlace } from "./key-files.js";
import { hopelessForm } from "./form.js";
import { readLegacy, type LegacyText } from "./legacy.js";
import {
  label,
  keySource,
  problem,
  shownSafely,
  search,
  type Env,
  type JudgedSource,
  type KeySource,
  type Search,
} from "./place.js";
import { missingProfile, plainName, TYPE_AGAIN } from "./missing-profile.js";
import { Profiles, type Sections } from "./profiles.js";
import {
  assumeRolePlace,
  containerVariables,
  danglingSsoSession,
  isSet,
  profilePlaces,
  type Lookup,
} from "./providers.js";
import { reachOf, regionChoice } from "./reach.js";
import type { ProfileChoice, Reach, RegionChoice } from "./types.js";

/** Everything boto3 looks at, already read. */
export interface Boto3Input {
  readonly env: Env;
  /** Absolute path of the working directory. */
  readonly cwd: string;
  /** `Session(profile_name=…)`: makes keys in the environment not count. */
  readonly profile?: string;
  readonly credentials: ScannedFile;
  readonly config: ScannedFile;
  readonly ssoSessions: Sections;
  readonly services: Sections;
  /** boto 2's files in the order in which boto3 opens them. */
  readonly botoFiles: readonly LegacyText[];
  /**
   * The file that AWS_CREDENTIAL_FILE names, without text if it cannot be read; null if the
   * variable is not set.
   */
  readonly credentialFile: { readonly path: string; readonly text: string | null } | null;
  /** False for psiTurk's botocore 1.12. */
  readonly modern: boolean;
}

/** What boto3 makes of it. */
export interface Boto3Resolution {
  readonly profile: ProfileChoice;
  readonly profiles: Profiles;
  /** Strongest first; places that boto3 passes by for good have the state "ignored". */
  readonly judged: readonly JudgedSource[];
  readonly winner: KeySource | null;
  /**
   * What stops boto3 while its Session is made, before it looks for keys: a broken file, a missing
   * profile.
   */
  readonly early: Problem | null;
  /** Why boto3 stops or finds nothing; also set beside a winner whose key is blank. */
  readonly problem: Problem | null;
  readonly region: RegionChoice;
  readonly reach: Reach;
}

/**
 * Which profile boto3 takes: the option, AWS_DEFAULT_PROFILE, AWS_PROFILE, or "default"; a variable
 * counts even if it is empty.
 */
export function chooseProfile(env: Env, option?: string): ProfileChoice {
  if (option !== undefined) return { name: option, from: "option" };
  if (env.AWS_DEFAULT_PROFILE !== undefined)
    return { name: env.AWS_DEFAULT_PROFILE, from: "AWS_DEFAULT_PROFILE" };
  if (env.AWS_PROFILE !== undefined) return { name: env.AWS_PROFILE, from: "AWS_PROFILE" };
  return { name: "default", from: "default" };
}

/** Goes boto3's way through `input`. Asks no one and runs nothing. */
export function resolveBoto3(input: Boto3Input): Boto3Resolution {
  const profile = chooseProfile(input.env, input.profile);
  const profiles = new Profiles(input.credentials, input.config, input.ssoSessions);
  const lookup: Lookup = {
    env: input.env,
    cwd: input.cwd,
    profiles,
    modern: input.modern,
  };
  const envCounts = profile.from !== "option";
  // For keys botocore takes an empty name for "default"; that such a profile is missing has stopped
  // it before.
  const name = profile.name === "" ? "default" : profile.name;
  const early = brokenFile(input) ?? missingProfile(profile, profiles);
  const environment = environmentPlace(input.env);
  const places = [
    envCounts ? environment : null,
    assumeRolePlace(lookup, name),
    ...profilePlaces(lookup, name, envCounts),
    ...[input.credentials, input.config].map(brokenFilePlace),
    ...lastPlaces(input),
  ].filter((each) => each !== null);
  const walked = withSsoSession(search(places, early), places, lookup, name);
  const judged =
    !envCounts && environment !== null
      ? [{ place: environment, state: "ignored" } as const, ...walked.judged]
      : walked.judged;
  return {
    profile,
    profiles,
    judged,
    early,
    ...outcome(walked, profiles, profile),
    region: early === null ? regionChoice(input.env, profiles, name) : NO_REGION,
    reach: reachOf(input.env, profiles, input.services, name),
  };
}

/**
 * After all profiles: the key file of the first EC2 tools, boto 2's files, a container's own
 * service.
 */
function lastPlaces(input: Boto3Input): readonly (KeySource | null)[] {
  const container = containerVariables(input.env);
  const botoKeys = input.botoFiles.flatMap((file) => readLegacy(file, "boto") ?? []);
  return [
    input.credentialFile === null
      ? null
      : credentialFilePlace(input.credentialFile.path, input.credentialFile.text),
    ...botoKeys.map(botoFilePlace),
    container.length === 0
      ? null
      : keySource({
          name: "other",
          location: container.join(", "),
          holds: "unknown",
          detail: "the keys would come from the container's own service",
          cure: unsetCure(container),
        }),
  ];
}

/**
 * A `sso_session` that leads nowhere stops boto3 only after the search for keys, when it makes a
 * client.
 */
function withSsoSession(
  walked: Search,
  places: readonly KeySource[],
  lookup: Lookup,
  profile: string,
): Search {
  const dangling = walked.stop === null ? danglingSsoSession(lookup, profile) : null;
  if (dangling === null) return walked;
  return search([...places.filter((each) => each.name !== "sso"), dangling], dangling.problem);
}

function outcome(
  walked: Search,
  profiles: Profiles,
  profile: ProfileChoice,
): Pick<Boto3Resolution, "winner" | "problem"> {
  if (walked.stop !== null) return { winner: null, problem: walked.stop };
  if (walked.winner !== null)
    return { winner: walked.winner, problem: walked.winner.problem ?? hopelessForm(walked.winner) };
  const unreadable = [profiles.credentials, profiles.config].find((file) => !file.ok);
  return {
    winner: null,
    problem:
      unreadable?.ok === false ? unreadable.problem : noKeys(profile, profiles, walked.judged),
  };
}

/**
 * AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; an id alone stops boto3, a secret alone is passed
 * over, empty is not set.
 */
export function environmentPlace(env: Env): KeySource | null {
  const id = env.AWS_ACCESS_KEY_ID;
  const secret = env.AWS_SECRET_ACCESS_KEY;
  const names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SECRET_ACCESSS_KEY"].filter(
    (name) => isSet(env[name]),
  );
  if (names.length === 0) return null;
  const tokenNames = ["AWS_SECURITY_TOKEN", "AWS_SESSION_TOKEN"].filter((name) => isSet(env[name]));
  const token = env[tokenNames[0] ?? ""];
  const base = {
    name: "environment",
    location: names.join(", "),
    cure: unsetCure([...names, ...tokenNames]),
  } as const;
  if (isSet(id) && isSet(secret)) {
    const key = accessKey(id, new Secret(secret), token === undefined ? null : new Secret(token));
    const blank =
      key === null
        ? {
            problem: problem(
              "keys-partial",
              "AWS_ACCESS_KEY_ID or AWS_SECRET_ACCESS_KEY holds only blanks; boto3 uses " +
                "them all the same.",
              base.cure,
            ),
          }
        : {};
    return keySource({
      ...base,
      holds: "pair",
      id,
      key,
      ...blank,
      tokenCure: tokenNames.length === 0 ? null : `unset ${tokenNames.join(" ")}`,
    });
  }
  const typo = isSet(env.AWS_SECRET_ACCESSS_KEY);
  if (!isSet(id)) {
    return keySource({
      ...base,
      holds: "half",
      detail:
        typo && !isSet(secret)
          ? "AWS_SECRET_ACCESSS_KEY is misspelt (three S) and no program reads it"
          : "AWS_SECRET_ACCESS_KEY is set without AWS_ACCESS_KEY_ID",
    });
  }
  const reason = typo
    ? "the secret's name is misspelt as AWS_SECRET_ACCESSS_KEY (three S)"
    : "AWS_SECRET_ACCESS_KEY is not";
  const message =
    `AWS_ACCESS_KEY_ID is set in the environment, but ${reason}. boto3 stops there and does ` +
    "not look into any file.";
  return keySource({
    ...base,
    holds: "half",
    stops: true,
    id,
    detail: "AWS_ACCESS_KEY_ID is set without AWS_SECRET_ACCESS_KEY",
    problem: problem("keys-partial", message, [
      ...base.cure,
      "Or set AWS_SECRET_ACCESS_KEY as well.",
    ]),
  });
}

/**
 * The file on which boto3 stops before anything else: the config file is read first. An unreadable
 * one counts as empty.
 */
function brokenFile(input: Boto3Input): Problem | null {
  const broken = [input.config, input.credentials].find(isBroken);
  return broken?.ok === false ? broken.problem : null;
}

function isBroken(file: ScannedFile): boolean {
  return !file.ok && file.problem.code === "file-broken";
}

function brokenFilePlace(file: ScannedFile): KeySource | null {
  if (file.ok || !file.exists) return null;
  const stops = isBroken(file);
  const detail = !stops
    ? "it cannot be opened, and counts as empty"
    : file.line === null
      ? "it cannot be read"
      : `line ${file.line} cannot be read`;
  return keySource({
    name: file.kind === "credentials" ? "credentials-file" : "config-file",
    location: file.path,
    holds: "broken",
    stops,
    problem: file.problem,
    detail,
    cure: file.problem.try,
  });
}

function noKeys(
  profile: ProfileChoice,
  profiles: Profiles,
  judged: readonly JudgedSource[],
): Problem {
  const half = judged.find((each) => each.state === "partial");
  if (half !== undefined) return incompleteKey("boto3", half.place);
  const name = shownSafely(profile.name);
  const none =
    `boto3 finds no access key for the profile "${name}", neither in the environment nor in ` +
    "a file.";
  const role = "(Whether Amazon gives this computer a role cannot be known without asking.)";
  const others = profiles
    .names()
    .filter((other) => other !== profile.name && profiles.hasKey(other));
  const twin = others.find((other) => plainName(other) === plainName(profile.name));
  if (twin !== undefined) {
    const spot = profiles.spot(twin, "aws_access_key_id");
    const view = spot === null ? null : profiles.view(spot.kind, twin);
    const line =
      view === null || spot === null
        ? "its header"
        : `line ${view.line} of ${shownSafely(spot.path)}`;
    const header =
      spot?.kind === "config" && profile.name !== "default" ? `[profile ${name}]` : `[${name}]`;
    const signs = invisibleIn(twin);
    const letter = lookAlikeIn(twin) ?? lookAlikeIn(profile.name);
    const other =
      letter === null ? "" : `: ${letter} is a letter that only looks like the Latin one`;
    const why =
      signs === null
        ? `There is one under "${shownSafely(twin)}", but that is another name for boto3${other}.`
        : `There is one under [${withSignsShown(twin)}], but there is ${signs} of that name.`;
    if (signs !== null)
      return problem("keys-missing", `${none} ${why}`, [DOCTOR_MENDS, TYPE_AGAIN]);
    return problem("keys-missing", `${none} ${why}`, [
      `Change ${line} to ${header}.`,
      "Or run: mturk-setup",
    ]);
  }
  const elsewhere =
    others.length === 0
      ? ""
      : ` The ${others.length === 1 ? "profile" : "profiles"} ` +
        `${listedSome(others.map((other) => `"${shownSafely(other)}"`))} ` +
        `${others.length === 1 ? "has" : "have"} one.`;
  const use = others.slice(0, 1).map((other) => `Or use that profile: ${exportProfile(other)}`);
  return problem("keys-missing", `${none}${elsewhere} ${role}`, ["Run: mturk-setup", ...use]);
}

/** What remains to be said where all that was found is half a key. */
export function incompleteKey(program: "boto3" | "psiTurk", half: KeySource): Problem {
  return problem(
    "keys-partial",
    `${program} finds no complete access key. In ${label(half)}, ${half.detail}.`,
    ["Run: mturk-setup   (it takes both halves and writes them where they belong)", ...half.cure],
  );
}

const NO_REGION: RegionChoice = { value: null, variable: null, path: null, line: null };
