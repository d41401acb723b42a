/**
 * Keeps the new key of a rotation from the moment when AWS shows its secret (once) to the moment
 * when the credentials file holds it: in one file beside the credentials file, 0600, in the format
 * of the AWS files, so that every AWS tool can use it if all else fails. In a work tree of git it
 * lies in the state directory instead. The place is reserved before a key is made; a reservation
 * that was made is also the proof that one can be written.
 */
import { basename, dirname, join } from "node:path";
import * as z from "zod";
import { systemClock, type Host } from "../../base/host.js";
import { failed, ok, type Problem, type Result } from "../../base/problem.js";
import { profileOption, shownProfile } from "../../keys/profile-name.js";
import { accessKeyIdSchema, secretAccessKeySchema } from "../../keys/shape.js";
import type { AccessKey } from "../../keys/types.js";
import { keyOf } from "../text/profile-settings.js";
import { scanFile, shownPath } from "../text/profile.js";
import { readOwnState } from "./read.js";
import { plainText } from "../text/reveal.js";
import { keepingFolders, keptFolders } from "./keep.js";
import { lifeOf, parseOwner, thisProcess } from "./owner.js";
import { nameTaken } from "./left-behind.js";
import { holdLock, underLocks } from "./lock.js";
import { replaceSmallFileNow } from "./own-files.js";
import type { FileState } from "../types.js";
import { createPrivateFile, makeKeepingPlace, removeFile, replaceSmallFile } from "./store.js";

const SUFFIX = ".mturk-setup-pending";
const ROTATION = ".mturk-setup-rotation";
const AT_THIS_MOMENT =
  "Another mturk-setup is replacing a key of this credentials file at this moment.";
const WAIT = "Wait until it is done, then try again.";
const NOTE = "# mturk-setup: ";

/** What the pending file is about. */
export interface PendingFor {
  readonly profile: string;
  /** Id of the key that the new one is to replace. */
  readonly replaces: string;
}

export type PendingKey =
  | { readonly state: "none" }
  /** Another process that still lives works on it. */
  | { readonly state: "busy"; readonly for: PendingFor }
  /** The place is taken, but no key is in it. */
  | { readonly state: "reserved"; readonly for: PendingFor }
  | { readonly state: "pair"; readonly for: PendingFor; readonly key: AccessKey };

const noteSchema = z.object({
  profile: z.string().max(1000),
  replaces: accessKeyIdSchema,
  owner: z.unknown(),
});

/**
 * Where the pending pair of a credentials file lies, or would be put: beside it, or where
 * `store-keep` says. Absolute, like `credentials`.
 */
export function pendingPath(credentials: string, host: Host): string {
  const places = placesFor(credentials, host);
  return places.find(isThere) ?? places[0] ?? `${credentials}${SUFFIX}`;
}

/** In a folder that does not let us look there is nothing that we could use. */
function isThere(path: string): boolean {
  try {
    return nameTaken(path);
  } catch {
    return false;
  }
}

/** The best place first; earlier versions knew only the one beside the file. */
function placesFor(credentials: string, host: Host): readonly string[] {
  return [
    ...new Set([...keepingFolders(credentials, host), ...keptFolders(credentials, host)]),
  ].map((folder) => join(folder, `${basename(credentials)}${SUFFIX}`));
}

/**
 * What lies there. Problems: `file-unreadable`; `file-broken` where the file is none of ours, which
 * may hold a key and is left alone.
 */
export function readPending(credentials: string, host: Host): Promise<Result<PendingKey>> {
  // No AWS file at all (empty variables): nothing lies beside it.
  if (credentials === "") return Promise.resolve(ok({ state: "none" }));
  const state = readOwnState(pendingPath(credentials, host));
  return Promise.resolve(state.ok ? pendingIn(state.value) : state);
}

function pendingIn(file: FileState): Result<PendingKey> {
  const { path } = file;
  if (!file.exists) return ok({ state: "none" });
  const noted = noteOf(plainText(file.text));
  const scanned = scanFile(file);
  if (noted === null || !scanned.ok) return failed(notOurs(path));
  const about: PendingFor = { profile: noted.profile, replaces: noted.replaces };
  const owner = parseOwner(JSON.stringify(noted.owner));
  const me = thisProcess();
  if (
    owner !== null &&
    (owner.pid !== me.pid || owner.started !== me.started) &&
    lifeOf(owner, me) === "alive"
  )
    return ok({ state: "busy", for: about });
  const view = scanned.profiles.get("default");
  if (view === undefined) return ok({ state: "reserved", for: about });
  const { id, secret } = keyOf(view);
  if (id === null || secret === null || !accessKeyIdSchema.safeParse(id).success)
    return failed(notOurs(path));
  return ok({ state: "pair", for: about, key: { accessKeyId: id, secretAccessKey: secret } });
}

/**
 * Takes the place, exclusively, before a key is made; as large as the file will be, so that a full
 * disk shows now. A reservation of a process that died is taken over, by one of those that find it
 * so: it is looked at again under a lock. Problems: `file-locked` (another rotation is under way,
 * or another profile's pair waits there), and those of writing.
 */
export async function reservePending(
  credentials: string,
  host: Host,
  about: PendingFor,
): Promise<Result<void>> {
  const path = pendingPath(credentials, host);
  const first = await readPending(credentials, host);
  if (!first.ok) return first;
  const text = textOf(about, null);
  if (first.value.state === "none")
    return makeFirst(
      placesFor(credentials, host).slice(0, keepingFolders(credentials, host).length),
      credentials,
      text,
    );
  if (first.value.state !== "reserved") return failed(taken(path, first.value));
  return underLocks([path], { clock: systemClock }, () => {
    const file = readOwnState(path);
    const now = file.ok ? pendingIn(file.value) : file;
    if (!now.ok) return now;
    return now.value.state === "none" || now.value.state === "reserved"
      ? replaceSmallFileNow(path, text)
      : failed(taken(path, now.value));
  });
}

/**
 * Keeps every other rotation of this credentials file away until what it answers with is called:
 * two that carry on with the same one at once could undo each other's steps. Null: no lock can be
 * made there, so nothing can be written there either. Problem: `file-locked`.
 */
export function holdRotation(credentials: string): Result<(() => void) | null> {
  const held = holdLock(`${credentials}${ROTATION}`);
  if (held.ok || held.problem.code !== "file-locked") return held.ok ? held : ok(null);
  return failed({
    ...held.problem,
    message: `${AT_THIS_MOMENT} Nothing was changed.`,
    try: [WAIT, ...held.problem.try.slice(1)],
  });
}

/** Another process that lives is replacing this profile's key. */
export function underWay(profile: string): Problem {
  return {
    code: "file-locked",
    message:
      `Another mturk-setup is replacing the key of profile ${shownProfile(profile)} at this ` +
      "moment.",
    try: [WAIT],
  };
}

function taken(path: string, now: Extract<PendingKey, { state: "busy" | "pair" }>): Problem {
  if (now.state === "busy") return underWay(now.for.profile);
  return {
    code: "file-locked",
    message:
      `A new key for profile ${shownProfile(now.for.profile)} still waits in ` +
      `${shownPath(path)}: its rotation was interrupted.`,
    try: [`Finish that one first: mturk-setup rotate --finish${profileOption(now.for.profile)}`],
  };
}

/** In the first place that can be written. */
async function makeFirst(
  places: readonly string[],
  credentials: string,
  text: string,
): Promise<Result<void>> {
  let made: Result<void> = failed({
    code: "bug",
    message: "There is no place for the new key.",
    try: ["Please report this."],
  });
  for (const path of places) {
    const folder = await makeKeepingPlace(dirname(path), credentials);
    made = folder.ok ? await createPrivateFile(path, text) : folder;
    if (made.ok) return made;
  }
  return made;
}

/**
 * Puts the pair into its reserved place; on the disk when this returns. Problem:
 * `file-not-writable`; the place is as it was then.
 */
export function writePending(
  credentials: string,
  host: Host,
  about: PendingFor,
  key: AccessKey,
): Promise<Result<void>> {
  const secret = key.secretAccessKey.satisfies(
    (value) => secretAccessKeySchema.safeParse(value).success,
  );
  if (!secret)
    return Promise.resolve(
      failed({
        code: "bug",
        message: "The new secret has characters that cannot be written.",
        try: ["Please report this."],
      }),
    );
  return replaceSmallFile(pendingPath(credentials, host), textOf(about, key));
}

/** Removes it for good; that it is not there is fine. */
export function removePending(credentials: string, host: Host): Promise<Result<void>> {
  return removeFile(pendingPath(credentials, host));
}

/** Whether the two pairs are the same to the last letter. */
export function sameIdAndSecret(a: AccessKey, b: AccessKey): boolean {
  return a.accessKeyId === b.accessKeyId && a.secretAccessKey.equals(b.secretAccessKey);
}

function textOf(about: PendingFor, key: AccessKey | null): string {
  const note = `${NOTE}${JSON.stringify({ ...about, owner: thisProcess() })}`;
  const what = [
    "# A new access key on its way into the credentials file. It is removed as soon as the " +
      "key stands there.",
    "# If it is still here: run  mturk-setup rotate  again, with the same profile. It " +
      "carries on where it stopped.",
    note,
  ];
  // Without a key the same number of lines, of the same length.
  const lines =
    key === null
      ? [`# ${"-".repeat(8)}`, `# ${"-".repeat(41)}`, `# ${"-".repeat(62)}`]
      : [
          "[default]",
          `aws_access_key_id = ${key.accessKeyId}`,
          `aws_secret_access_key = ${plainText(key.secretAccessKey)}`,
        ];
  return `${[...what, ...lines].join("\n")}\n`;
}

function noteOf(text: string): z.infer<typeof noteSchema> | null {
  const line = text.split("\n").find((each) => each.startsWith(NOTE));
  if (line === undefined) return null;
  try {
    const parsed = noteSchema.safeParse(JSON.parse(line.slice(NOTE.length)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

function notOurs(path: string): {
  readonly code: "file-broken";
  readonly message: string;
  readonly try: readonly string[];
} {
  return {
    code: "file-broken",
    message:
      `${shownPath(path)} has the name of our file for a key that is on its way, but does ` +
      "not read like it. It may hold a key, so it was left as it is.",
    try: [
      "Look into it; if it holds a key that you need, save it: mturk-setup save --stdin",
      "Then move it away and try again.",
    ],
  };
}
