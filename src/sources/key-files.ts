/**
 * Keys that stand in files as they are: a profile of the AWS files, boto 2's files, the key file of
 * the first EC2 tools.
 */
import { cutAtOddEnds, splitlines, strip } from "../aws-files/text/python.js";
import { isBlank } from "../aws-files/text/scan.js";
import { keyOf } from "../aws-files/text/profile-settings.js";
import type { FileKind, OptionView } from "../aws-files/types.js";
import type { Problem } from "../base/problem.js";
import { Secret } from "../base/secret.js";
import type { AccessKey } from "../keys/types.js";
import { legacyCure, type LegacyKey, type LegacyValue } from "./legacy.js";
import {
  deleteCure,
  DOCTOR_MENDS_IT,
  keySource,
  problem,
  shownSafely,
  type KeySource,
  lacksText,
} from "./place.js";
import type { Profiles } from "./profiles.js";

const TYPO = "aws_secret_accesss_key";
const KEY_NAMES = ["aws_access_key_id", "aws_secret_access_key", TYPO] as const;

/** A key from its parts; null if one of them is blank, for AWS accepts no such key. */
export function accessKey(id: string, secret: Secret, token: Secret | null): AccessKey | null {
  if (id.trim() === "" || isBlank(secret)) return null;
  return {
    accessKeyId: id,
    secretAccessKey: secret,
    ...(token === null || isBlank(token) ? {} : { sessionToken: token }),
  };
}

/**
 * The key of a profile in one of the AWS files. An id without a secret stops boto3
 * (PartialCredentialsError), a secret without an id is passed over, and blank values count as a key
 * (https://github.com/boto/botocore/blob/develop/botocore/credentials.py,
 * `SharedCredentialProvider`, `ConfigProvider`).
 */
export function profileKeyPlace(
  kind: FileKind,
  profile: string,
  profiles: Profiles,
): KeySource | null {
  const view = profiles.view(kind, profile);
  if (view === null) return null;
  const path = (kind === "credentials" ? profiles.credentials : profiles.config).path;
  const options = KEY_NAMES.flatMap((name) => view.options.get(name) ?? []);
  if (options.length === 0) return null;
  const { id, secret, token } = keyOf(view);
  const base = {
    name: kind === "credentials" ? "credentials-file" : "config-file",
    location: path,
    profile,
    cure: [deleteCure(path, options.map(lineOf))],
  } as const;
  if (id === null)
    return keySource({
      ...base,
      holds: "half",
      detail: halfDetail(view.options.get(TYPO) ?? null, "id"),
    });
  const idLine = view.options.get("aws_access_key_id")?.line ?? view.line;
  if (secret === null) {
    const typo = view.options.get(TYPO) ?? null;
    return keySource({
      ...base,
      id,
      holds: "half",
      stops: true,
      detail: halfDetail(typo, "secret"),
      problem: isGluedTo(id)
        ? secretBehind(profile, path, idLine)
        : secretMissing(kind, profile, profiles, path, idLine, typo),
    });
  }
  const tokenOption =
    view.options.get("aws_security_token") ?? view.options.get("aws_session_token");
  const key = accessKey(id, secret, token);
  return keySource({
    ...base,
    holds: "pair",
    id,
    key,
    tokenCure: tokenOption === undefined ? null : deleteCure(path, [lineOf(tokenOption)]),
    ...(key === null ? blank(`line ${idLine} of ${shownSafely(path)}`) : {}),
  });
}

function secretMissing(
  kind: FileKind,
  profile: string,
  profiles: Profiles,
  path: string,
  idLine: number,
  typo: OptionView | null,
): Problem {
  const reason = typo === null ? "" : `: line ${typo.line} is misspelt, with three S in ACCESSS`;
  const message =
    `The profile "${shownSafely(profile)}" in ${shownSafely(path)} ` +
    `${halfText(idLine)}${reason}. boto3 and psiTurk stop there.`;
  const elsewhere =
    kind === "credentials" &&
    profiles.view("config", profile)?.options.has("aws_secret_access_key") === true;
  const move =
    `The secret stands in ${shownSafely(profiles.config.path)}: move it here, for boto3 ` +
    "wants both in one file.";
  const mend =
    typo === null
      ? `Add the line aws_secret_access_key = … below line ${idLine} of ` +
        `${shownSafely(path)}, or run: mturk-setup`
      : `Spell the name in line ${typo.line} of ${shownSafely(path)} aws_secret_access_key ` +
        "(two S).";
  return problem("keys-partial", message, [...(elsewhere ? [move] : []), mend]);
}

/** Whether the secret stands in the id's line, behind what an editor shows as the end of a line. */
function isGluedTo(id: string): boolean {
  const [, ...rest] = cutAtOddEnds(id);
  return rest.some((piece) => /^\s*aws_secret_access_key\b/i.test(piece));
}

function secretBehind(profile: string, path: string, line: number): Problem {
  const message =
    `The profile "${shownSafely(profile)}" in ${shownSafely(path)} ${halfText(line)} of its own: ` +
    "that stands in the same line, behind a sign that an editor may show as the end of the " +
    "line and boto3 does not. boto3 and psiTurk stop there.";
  return problem("keys-partial", message, [DOCTOR_MENDS_IT]);
}

function lineOf(option: OptionView): { readonly line: number; readonly name: string } {
  return { line: option.line, name: option.writtenName };
}

function halfText(line: number): string {
  return `has an access key id (line ${line}) but no secret access key`;
}

function halfDetail(typo: object | null, missing: "id" | "secret"): string {
  if (typo !== null) return "the name of the secret is misspelt (three S in ACCESSS)";
  return lacksText(missing);
}

function blank(where: string): Pick<KeySource, "problem" | "detail"> {
  return {
    detail: "the id or the secret is blank, and counts all the same",
    problem: problem(
      "keys-partial",
      `The access key at ${where} is blank. boto3 takes it all the same and looks no ` +
        "further, so AWS refuses every call.",
      [`Fill in the id and the secret at ${where}, or delete both lines.`],
    ),
  };
}

/** The key in boto 2's files (section `[Credentials]`); the rules are those of the AWS files. */
export function botoFilePlace(key: LegacyKey): KeySource | null {
  const base = { name: "boto-file", location: key.path, cure: legacyCure(key) } as const;
  if (key.broken !== null) return brokenLegacy(base, key.broken);
  if (key.id === null)
    return keySource({ ...base, holds: "half", detail: halfDetail(key.typo, "id") });
  if (key.secret !== null) return legacyPair(base, key, key.id, key.secret.value);
  const message = `${shownSafely(key.path)} ${halfText(key.id.line)}. boto3 stops there.`;
  const cure = problem("keys-partial", message, [...base.cure, "Or run: mturk-setup"]);
  return keySource({
    ...base,
    holds: "half",
    stops: true,
    id: key.id.value,
    detail: halfDetail(key.typo, "secret"),
    problem: cure,
  });
}

/**
 * The key in one of psiTurk's files (section `[AWS Access]`). psiTurk looks up each half on its
 * own, and a blank one is none.
 */
export function psiturkFilePlace(
  name: "config.txt" | "psiturkconfig",
  key: LegacyKey,
): KeySource | null {
  const base = { name, location: key.path, cure: legacyCure(key) };
  if (key.broken !== null) return brokenLegacy(base, key.broken);
  const id = key.id?.value === "" ? null : key.id;
  const secret = key.secret?.value.length === 0 ? null : key.secret;
  if (id !== null && secret !== null) return legacyPair(base, key, id, secret.value);
  if (id === null && secret === null && key.typo === null) return null;
  return keySource({
    ...base,
    holds: "half",
    id: id?.value ?? null,
    detail: halfDetail(key.typo, id === null ? "id" : "secret"),
  });
}

type LegacyBase = Pick<KeySource, "name" | "location" | "cure">;

function brokenLegacy(base: LegacyBase, broken: Problem): KeySource {
  return keySource({
    ...base,
    holds: "broken",
    stops: true,
    problem: broken,
    detail: "it cannot be read",
  });
}

function legacyPair(
  base: LegacyBase,
  key: LegacyKey,
  id: LegacyValue<string>,
  secret: Secret,
): KeySource {
  const pair = accessKey(id.value, secret, null);
  return keySource({
    ...base,
    holds: "pair",
    id: id.value,
    key: pair,
    ...(pair === null
      ? blank(`line ${id.line} of ${shownSafely(key.path)}`)
      : { detail: key.note }),
  });
}

/**
 * `AWS_CREDENTIAL_FILE`: lines `AWSAccessKeyId=…` and `AWSSecretKey=…`; `text` null: not there, on
 * which boto3 stops.
 */
export function credentialFilePlace(path: string, text: string | null): KeySource | null {
  const base = { name: "other", location: path, cure: ["unset AWS_CREDENTIAL_FILE"] } as const;
  if (text === null) {
    const message =
      `AWS_CREDENTIAL_FILE names ${shownSafely(path)}, which cannot be read. boto3 stops ` +
      "there.";
    return keySource({
      ...base,
      holds: "broken",
      stops: true,
      detail: "AWS_CREDENTIAL_FILE names a file that cannot be read",
      problem: problem("file-unreadable", message, base.cure),
    });
  }
  const values = new Map<string, string>();
  for (const line of splitlines(text)) {
    const at = line.indexOf("=");
    if (at >= 0) values.set(strip(line.slice(0, at)), strip(line.slice(at + 1)));
  }
  const id = values.get("AWSAccessKeyId");
  const secret = values.get("AWSSecretKey");
  if (id === undefined) return null;
  if (secret === undefined) {
    const message =
      `${shownSafely(path)}, which AWS_CREDENTIAL_FILE names, has an AWSAccessKeyId but no ` +
      "AWSSecretKey. boto3 stops there.";
    return keySource({
      ...base,
      holds: "half",
      stops: true,
      id,
      detail: halfDetail(null, "secret"),
      problem: problem("keys-partial", message, base.cure),
    });
  }
  const key = accessKey(id, new Secret(secret), null);
  return keySource({
    ...base,
    holds: "pair",
    id,
    key,
    ...(key === null
      ? blank(shownSafely(path))
      : { detail: "AWS_CREDENTIAL_FILE names this file" }),
  });
}
