/**
 * Plans how a key is saved: both files as one change, with everything a person needs to see before
 * it is made.
 */
import { failed, ok, type Problem, type Result } from "../../base/problem.js";
import { Secret } from "../../base/secret.js";
import { meetIds } from "../../keys/mask-id.js";
import { maskId } from "../../keys/types.js";
import {
  editProfile,
  isNewName,
  unfitValue,
  type EditedText,
  type OptionChange,
  type ProfileEdit,
} from "./edit.js";
import { maskedDiff, spliceDiff } from "../text/mask-diff.js";
import { changeValue, shownRegion } from "../text/mask.js";
import { scanFile, shownPath } from "../text/profile.js";
import { idOf, regionOf } from "../text/profile-values.js";
import { plainText } from "../text/reveal.js";
import { ambiguousHeaders, scanText, sectionsOf } from "../text/scan.js";
import { shownName } from "../text/scan-problem.js";
import type {
  FileChange,
  FileKind,
  FileState,
  LineChange,
  Plan,
  ProfileView,
  SaveIntent,
} from "../types.js";

const ID = "aws_access_key_id";
const SECRET = "aws_secret_access_key";
const SESSION_TOKEN = "aws_session_token";
/**
 * The older name; where both stand, boto3 sends this one
 * (https://github.com/boto/botocore/blob/develop/botocore/credentials.py).
 */
const SECURITY_TOKEN = "aws_security_token";

/**
 * Plans to save a key and a region for one profile. Writes nothing.
 *
 * Files come in the order in which they are to be written: config first, credentials last. Where
 * both names lead to one file, it is changed once. A file that cannot be written stands in the way
 * only if it has to change: a missing region goes into the credentials file then, where boto3 reads
 * it too. Problems: `file-broken` (boto3 cannot read one of the files; names it and the line),
 * `keys-hidden` (`keysIn: "config"` while the credentials file holds keys for the profile),
 * `edit-refused` (cannot be changed safely; says why), and what the
 * `obstacle` of a file says that would have to change.
 */
export function planSave(
  credentials: FileState,
  config: FileState,
  intent: SaveIntent,
): Result<Plan> {
  const current = currentState(credentials, config, intent);
  if (!current.ok) return current;
  meetIds("entered", [
    intent.key.accessKeyId,
    ...[current.value.credentials, current.value.config].map((view) =>
      view === null ? null : idOf(view),
    ),
  ]);
  const edits = editsFor(intent, current.value);
  const unfit = [...edits.credentials.set, ...edits.config.set].find(
    ([name, value]) => unfitValue(name, value) !== null,
  );
  const problem = unfit === undefined ? null : unfitValue(unfit[0], unfit[1]);
  if (problem !== null) return failed(problem);
  const changed = current.value.oneFile
    ? changeOfOne(credentials, config, intent, edits)
    : changesOfTwo(credentials, config, edits);
  if (!changed.ok) return changed;
  const blocked = changed.value.find(({ state }) => state.obstacle !== undefined)?.state.obstacle;
  if (blocked !== undefined) return failed(blocked);
  const files = changed.value.map(({ state, edited, diff }) =>
    fileChange(state, edited, diff, notesFor(state, edited, intent, current.value)),
  );
  return ok({
    profile: intent.profile,
    files,
    region: edits.region,
    replaces: replacedId(current.value, intent),
  });
}

/** A file with its new text, and the change for showing. */
interface Changed {
  readonly state: FileState;
  readonly edited: Pick<EditedText, "text" | "changes" | "before">;
  readonly diff: FileChange["diff"];
}

function changesOfTwo(
  credentials: FileState,
  config: FileState,
  edits: Edits,
): Result<readonly Changed[]> {
  const files: Changed[] = [];
  for (const [state, edit] of [
    [config, edits.config],
    [credentials, edits.credentials],
  ] as const) {
    const edited = editProfile(plainText(state.text), state.kind, edit);
    if (!edited.ok) return failed(inFile(state, edited.problem));
    if (edited.value.splices.length > 0)
      files.push({
        state,
        edited: edited.value,
        diff: spliceDiff(plainText(state.text), edited.value.text, edited.value.splices),
      });
  }
  return ok(files);
}

/**
 * The same bytes read as both kinds of file: what is changed as one kind is read again as the
 * other.
 */
function changeOfOne(
  credentials: FileState,
  config: FileState,
  intent: SaveIntent,
  edits: Edits,
): Result<readonly Changed[]> {
  const state = intent.keysIn === "config" ? config : credentials;
  const old = plainText(state.text);
  const first = editProfile(old, "config", edits.config);
  if (!first.ok) return failed(inFile(state, first.problem));
  const second = editProfile(first.value.text, "credentials", edits.credentials);
  if (!second.ok) return failed(inFile(state, second.problem));
  const { text } = second.value;
  if (text === old) return ok([]);
  const changes = [
    ...first.value.changes.map((change) => ({
      ...change,
      line: lineNow(text, edits.config, change),
    })),
    ...second.value.changes,
  ];
  return ok([
    { state, edited: { text, changes, before: first.value.before }, diff: maskedDiff(old, text) },
  ]);
}

/**
 * Where an option that was set as a part of the config file stands, once the other part of the
 * change was made too.
 */
function lineNow(text: string, { profile }: ProfileEdit, change: OptionChange): number {
  const scan = scanText(text, "config");
  const option =
    scan.ok && change.to !== null
      ? sectionsOf(scan, profile).at(-1)?.options.get(change.name)
      : undefined;
  return option === undefined ? change.line : option.index + 1;
}

/** What the two files say about the profile now. */
interface Current {
  readonly credentials: ProfileView | null;
  readonly config: ProfileView | null;
  readonly configPath: string;
  /** Both names lead to the same bytes. */
  readonly oneFile: boolean;
  /** Why the config file cannot be changed; null if nothing stands in the way. */
  readonly configObstacle: Problem | null;
}

function currentState(
  credentials: FileState,
  config: FileState,
  intent: SaveIntent,
): Result<Current> {
  const views: Record<FileKind, ProfileView | null> = { credentials: null, config: null };
  for (const state of [credentials, config]) {
    const scanned = scanFile(state);
    if (!scanned.ok) return failed(scanned.problem);
    views[state.kind] = scanned.profiles.get(intent.profile) ?? null;
  }
  const oneFile = isOneFile(credentials, config);
  const hiding = views.credentials?.options.get(ID);
  const current = {
    ...views,
    configPath: config.path,
    oneFile,
    configObstacle: config.obstacle ?? null,
  };
  if (intent.keysIn === "config" && hiding !== undefined && !isSameSection(current))
    return failed(keysHidden(credentials, config, intent.profile, hiding.line));
  return ok(current);
}

/** In one file for both, the section of the default profile is called the same in either kind. */
function isSameSection({ credentials, config, oneFile }: Current): boolean {
  return oneFile && credentials?.line === config?.line;
}

/** Whether both names lead to one file: by the variables, or by a symbolic link either way. */
export function isOneFile(credentials: FileState, config: FileState): boolean {
  return credentials.realPath !== "" && credentials.realPath === config.realPath;
}

interface Edits {
  readonly credentials: ProfileEdit;
  readonly config: ProfileEdit;
  /** The region that wins afterwards. */
  readonly region: string;
}

function editsFor(intent: SaveIntent, current: Current): Edits {
  const { profile, key, keysIn } = intent;
  const set: Record<FileKind, Map<string, string>> = { credentials: new Map(), config: new Map() };
  set[keysIn].set(ID, key.accessKeyId).set(SECRET, plainText(key.secretAccessKey));
  if (key.sessionToken !== undefined) set[keysIn].set(SESSION_TOKEN, plainText(key.sessionToken));
  // boto3 takes the token from the file that holds the id, and from no other.
  const stale = new Set(
    key.sessionToken === undefined ? [SESSION_TOKEN, SECURITY_TOKEN] : [SECURITY_TOKEN],
  );
  const remove = (kind: FileKind): ReadonlySet<string> => (kind === keysIn ? stale : new Set());
  const region = regionAfter(intent, current);
  const known = current.credentials !== null || current.config !== null;
  if (region.change !== null) set[region.change].set("region", intent.region.value);
  return {
    credentials: { profile, set: set.credentials, remove: remove("credentials"), known },
    config: { profile, set: set.config, remove: remove("config"), known },
    region: region.value,
  };
}

/** The region of the credentials file beats the one of the config file, even where it is empty. */
function regionAfter(
  intent: SaveIntent,
  current: Current,
): { readonly value: string; readonly change: FileKind | null } {
  const inCredentials = current.credentials === null ? null : regionOf(current.credentials);
  const inConfig = current.config === null ? null : regionOf(current.config);
  const now = inCredentials ?? inConfig ?? "";
  if (intent.region.when === "ifMissing" && now !== "")
    return { value: shownRegion(now), change: null };
  if (intent.region.when === "always" && now === intent.region.value)
    return { value: now, change: null };
  return {
    value: intent.region.value,
    change: inCredentials === null ? placeOfRegion(intent, current) : "credentials",
  };
}

/**
 * The config file is where a region belongs; it goes with the key where that file cannot be
 * written, or is the same file.
 */
function placeOfRegion(
  { keysIn, profile }: SaveIntent,
  { oneFile, configObstacle, credentials, config }: Current,
): FileKind {
  if (oneFile || configObstacle !== null) return keysIn;
  // A name that not every tool reads gets no second section: its region goes where the profile is.
  return credentials !== null && config === null && !isNewName(profile) ? "credentials" : "config";
}

/** The key that boto3 takes from the files now, if it is another one. */
function replacedId(current: Current, intent: SaveIntent): string | null {
  const id =
    (current.credentials === null ? null : idOf(current.credentials)) ??
    (current.config === null ? null : idOf(current.config));
  return id === null || id === "" || id === intent.key.accessKeyId ? null : maskId(id);
}

function fileChange(
  before: FileState,
  edited: Changed["edited"],
  diff: FileChange["diff"],
  notes: readonly string[],
): FileChange {
  return {
    kind: before.kind,
    before,
    after: new Secret(edited.text),
    changes: edited.changes.map(lineChange),
    diff,
    notes,
  };
}

function lineChange(change: OptionChange): LineChange {
  const shown = (value: string | null): string | null =>
    value === null ? null : changeValue(change.name, value);
  return { line: change.line, key: change.name, from: shown(change.from), to: shown(change.to) };
}

function notesFor(
  state: FileState,
  edited: Changed["edited"],
  intent: SaveIntent,
  current: Current,
): readonly string[] {
  const notes: string[] = [];
  const tokens = edited.changes.filter((change) => change.to === null);
  if (tokens.length > 0)
    notes.push(
      "The session token of the old key is removed: boto3 would send it with the new key, " +
        "and AWS would refuse both.",
    );
  if (current.oneFile)
    notes.push(
      "The credentials file and the config file are one and the same file: it is changed once.",
    );
  if (
    state.kind === "credentials" &&
    !current.oneFile &&
    edited.changes.some((change) => change.name === "region")
  )
    notes.push(whyHere(current));
  const other = current.config === null || isSameSection(current) ? null : idOf(current.config);
  if (state.kind === "credentials" && other !== null && other !== intent.key.accessKeyId) {
    notes.push(
      `${shownPath(current.configPath)} also holds a key for this profile, ` +
        `${maskId(other)}. The key in the credentials file beats it.`,
    );
  }
  const odd = ambiguousHeaders(edited.before);
  if (odd.length > 0)
    notes.push(
      `Line ${odd.join(", ")}: a section line with more than one ]. Python 3.9 and older ` +
        "read another name there.",
    );
  return notes;
}

/** Why the region is written to the credentials file. */
function whyHere({ credentials, configObstacle }: Current): string {
  if (configObstacle === null && credentials !== null && regionOf(credentials) === null)
    return (
      "The region is written here: not every AWS tool would read this profile's name in the " +
      "config file."
    );
  if (configObstacle === null || (credentials !== null && regionOf(credentials) !== null))
    return "The region is changed in this file, because here it beats the one in the config file.";
  return (
    "The region is written here, where boto3 reads it too, and not to the config file. " +
    configObstacle.message
  );
}

function inFile(state: FileState, problem: Problem): Problem {
  return { ...problem, message: `${shownPath(state.path)} was not changed. ${problem.message}` };
}

function keysHidden(
  credentials: FileState,
  config: FileState,
  profile: string,
  line: number,
): Problem {
  return {
    code: "keys-hidden",
    message:
      `${shownPath(credentials.path)} holds a key for the profile ${shownName(profile)} ` +
      `already (line ${line}). ` +
      `It would hide a new one in ${shownPath(config.path)}: boto3 and psiTurk look there ` +
      "only if the first file has none.",
    try: [
      "Leave out --keys-in config: the key is then replaced where it stands.",
      "Or save the new key under another name with --profile NAME.",
    ],
  };
}
