/** Saving a key, planned: both files as one change, with everything a person needs to see before it is made. */
import { failed, ok, type Problem, type Result } from "../base/problem.js";
import { Secret } from "../base/secret.js";
import { maskId } from "../keys/types.js";
import { editProfile, unfitValue, type EditedText, type OptionChange, type ProfileEdit } from "./edit.js";
import { spliceDiff } from "./mask-diff.js";
import { changeValue, shownRegion } from "./mask.js";
import { scanFile, shownPath } from "./profile.js";
import { idOf, regionOf } from "./profile-values.js";
import { plainText } from "./reveal.js";
import { ambiguousHeaders } from "./scan.js";
import { shownName } from "./scan-problem.js";
import type { FileChange, FileKind, FileState, LineChange, Plan, ProfileView, SaveIntent } from "./types.js";

const ID = "aws_access_key_id";
const SECRET = "aws_secret_access_key";
const SESSION_TOKEN = "aws_session_token";
/** The older name; where both stand, boto3 sends this one (https://github.com/boto/botocore/blob/develop/botocore/credentials.py). */
const SECURITY_TOKEN = "aws_security_token";

/**
 * Plans to save a key and a region for one profile. Writes nothing.
 *
 * Files come in the order in which they are to be written: config first, credentials last.
 * Problems: `file-broken` (boto3 cannot read one of the files; names it and the line), `keys-hidden` (`keysIn: "config"`
 * while the credentials file holds keys for the profile), `edit-refused` (cannot be changed safely; says why).
 */
export function planSave(credentials: FileState, config: FileState, intent: SaveIntent): Result<Plan> {
  const current = currentState(credentials, config, intent);
  if (!current.ok) return current;
  const edits = editsFor(intent, current.value);
  const unfit = [...edits.credentials.set, ...edits.config.set].find(([name, value]) => unfitValue(name, value) !== null);
  const problem = unfit === undefined ? null : unfitValue(unfit[0], unfit[1]);
  if (problem !== null) return failed(problem);
  const files: FileChange[] = [];
  for (const [state, edit] of [[config, edits.config], [credentials, edits.credentials]] as const) {
    const edited = editProfile(plainText(state.text), state.kind, edit);
    if (!edited.ok) return failed(inFile(state, edited.problem));
    if (edited.value.splices.length > 0) files.push(fileChange(state, edited.value, notesFor(state, edited.value, intent, current.value)));
  }
  return ok({ profile: intent.profile, files, region: edits.region, replaces: replacedId(current.value, intent) });
}

/** What the two files say about the profile now. */
interface Current {
  readonly credentials: ProfileView | null;
  readonly config: ProfileView | null;
  readonly configPath: string;
}

function currentState(credentials: FileState, config: FileState, intent: SaveIntent): Result<Current> {
  const views: Record<FileKind, ProfileView | null> = { credentials: null, config: null };
  for (const state of [credentials, config]) {
    const scanned = scanFile(state);
    if (!scanned.ok) return failed(scanned.problem);
    views[state.kind] = scanned.profiles.get(intent.profile) ?? null;
  }
  const hiding = views.credentials?.options.get(ID);
  if (intent.keysIn === "config" && hiding !== undefined) return failed(keysHidden(credentials, config, intent.profile, hiding.line));
  return ok({ ...views, configPath: config.path });
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
  const stale = new Set(key.sessionToken === undefined ? [SESSION_TOKEN, SECURITY_TOKEN] : [SECURITY_TOKEN]);
  const remove = (kind: FileKind): ReadonlySet<string> => (kind === keysIn ? stale : new Set());
  const region = regionAfter(intent, current);
  if (region.change !== null) set[region.change].set("region", intent.region.value);
  return {
    credentials: { profile, set: set.credentials, remove: remove("credentials") },
    config: { profile, set: set.config, remove: remove("config") },
    region: region.value,
  };
}

/** The region of the credentials file beats the one of the config file, even where it is empty. */
function regionAfter(intent: SaveIntent, current: Current): { readonly value: string; readonly change: FileKind | null } {
  const inCredentials = current.credentials === null ? null : regionOf(current.credentials);
  const inConfig = current.config === null ? null : regionOf(current.config);
  const now = inCredentials ?? inConfig ?? "";
  if (intent.region.when === "ifMissing" && now !== "") return { value: shownRegion(now), change: null };
  return { value: intent.region.value, change: inCredentials === null ? "config" : "credentials" };
}

/** The key that boto3 takes from the files now, if it is another one. */
function replacedId(current: Current, intent: SaveIntent): string | null {
  const id = (current.credentials === null ? null : idOf(current.credentials)) ?? (current.config === null ? null : idOf(current.config));
  return id === null || id === "" || id === intent.key.accessKeyId ? null : maskId(id);
}

function fileChange(before: FileState, edited: EditedText, notes: readonly string[]): FileChange {
  return {
    kind: before.kind,
    before,
    after: new Secret(edited.text),
    changes: edited.changes.map(lineChange),
    diff: spliceDiff(plainText(before.text), edited.text, edited.splices),
    notes,
  };
}

function lineChange(change: OptionChange): LineChange {
  const shown = (value: string | null): string | null => (value === null ? null : changeValue(change.name, value));
  return { line: change.line, key: change.name, from: shown(change.from), to: shown(change.to) };
}

function notesFor(state: FileState, edited: EditedText, intent: SaveIntent, current: Current): readonly string[] {
  const notes: string[] = [];
  const tokens = edited.changes.filter((change) => change.to === null);
  if (tokens.length > 0) notes.push("The session token of the old key is removed: boto3 would send it with the new key, and AWS would refuse both.");
  if (state.kind === "credentials" && edited.changes.some((change) => change.name === "region")) {
    notes.push("The region is changed in this file, because here it beats the one in the config file.");
  }
  const other = current.config === null ? null : idOf(current.config);
  if (state.kind === "credentials" && other !== null && other !== intent.key.accessKeyId) {
    notes.push(`${shownPath(current.configPath)} also holds a key for this profile, ${maskId(other)}. The key in the credentials file beats it.`);
  }
  const odd = ambiguousHeaders(edited.before);
  if (odd.length > 0) notes.push(`Line ${odd.join(", ")}: a section line with more than one ]. Python 3.9 and older read another name there.`);
  return notes;
}

function inFile(state: FileState, problem: Problem): Problem {
  return { ...problem, message: `${shownPath(state.path)} was not changed. ${problem.message}` };
}

function keysHidden(credentials: FileState, config: FileState, profile: string, line: number): Problem {
  return {
    code: "keys-hidden",
    message:
      `${shownPath(credentials.path)} holds a key for the profile ${shownName(profile)} already (line ${line}). ` +
      `It would hide a new one in ${shownPath(config.path)}: boto3 and psiTurk look there only if the first file has none.`,
    try: ["Leave out --keys-in config: the key is then replaced where it stands.", "Or save the new key under another name with --profile NAME."],
  };
}
