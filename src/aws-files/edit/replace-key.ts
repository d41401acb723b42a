/**
 * Puts a new key in the place of an old one, wherever that stands in these files, as a plan with
 * masked diffs. Writes nothing.
 */
import { failed, ok, type Problem, type Result } from "../../base/problem.js";
import { Secret } from "../../base/secret.js";
import type { AccessKey } from "../../keys/types.js";
import { editProfiles, type ProfileEdit } from "./edit.js";
import { maskedDiff } from "../text/mask-diff.js";
import { changeValue } from "../text/mask.js";
import { listProfiles, shownPath } from "../text/profile.js";
import { plainText } from "../text/reveal.js";
import { scanText, sectionsOf, type FileScan, type ScannedOption } from "../text/scan.js";
import type { FileChange, FileKind, FileState, LineChange, Plan } from "../types.js";

const ID = "aws_access_key_id";
const SECRET = "aws_secret_access_key";
/** boto3 would send a token of the old key with the new one, and AWS would refuse both. */
const TOKENS: ReadonlySet<string> = new Set(["aws_session_token", "aws_security_token"]);

/**
 * The section in which psiTurk's files hold a key
 * (https://github.com/NYUCCL/psiTurk/blob/master/psiturk/psiturk_config.py).
 */
const PSITURK_SECTION = "AWS Access";

/** The key that goes, and the one that comes. */
export interface Replacement {
  readonly from: string;
  /** The secret of `from`: psiTurk may take it from another file than the id. Null: not known. */
  readonly secret: Secret | null;
  readonly to: AccessKey;
}

/** The AWS files and psiTurk's, as read. */
export interface KeyFiles {
  readonly credentials: FileState;
  readonly config: FileState;
  readonly psiturks: readonly FileState[];
}

/**
 * The plan for one profile, widened: the new key in every other profile and in psiTurk's files too.
 * psiTurk's files come first, then config, credentials last, as they are to be written. Problems:
 * `file-broken`, `edit-refused` (cannot be changed safely; says why and in which file).
 */
export function planReplacement(
  { credentials, config, psiturks }: KeyFiles,
  own: Plan,
  replacement: Replacement,
): Result<Plan> {
  const files: FileChange[] = [];
  for (const state of [config, credentials]) {
    const planned = own.files.find(({ before }) => before === state);
    // One file under both names is changed once.
    if (
      planned === undefined &&
      state === config &&
      config.exists &&
      config.stamp === credentials.stamp
    )
      continue;
    const edited = replaceInProfiles(
      { before: state, after: plainText(planned?.after ?? state.text) },
      replacement,
    );
    if (!edited.ok) return edited;
    files.push(
      ...[fileChangeOf(edited.value, state.kind, planned?.notes)].filter((file) => file !== null),
    );
  }
  const edited = replaceInPsiturks(
    psiturks.map((before) => ({ before, after: plainText(before.text) })),
    replacement,
  );
  if (!edited.ok) return edited;
  const beside = edited.value
    .map((file) => fileChangeOf(file, "credentials"))
    .filter((file) => file !== null);
  return ok({ ...own, files: [...beside, ...files] });
}

/** A file on its way: as it is on the disk, and its text after the edits so far. */
interface Edited {
  readonly before: FileState;
  readonly after: string;
}

/** One of the AWS files with the new key in every profile that holds the old one. */
function replaceInProfiles(edited: Edited, { from, to }: Replacement): Result<Edited> {
  if (!edited.after.includes(from)) return ok(edited);
  const { kind } = edited.before;
  const scan = scanText(edited.after, kind);
  if (!scan.ok) return failed(inFile(edited.before, scan.problem));
  const holding = listProfiles(scan).filter(
    (profile) => sectionsOf(scan, profile).at(-1)?.options.get(ID)?.value === from,
  );
  return changed(
    edited,
    kind,
    holding.map((profile) => ({ profile, set: newKey(to), remove: TOKENS })),
  );
}

/**
 * psiTurk's own files with the new key in the section that psiTurk reads. It looks up id and secret
 * each on its own, in one file after the other, so each half is replaced where it stands.
 */
function replaceInPsiturks(
  files: readonly Edited[],
  replacement: Replacement,
): Result<readonly Edited[]> {
  const halves: Halves[] = [];
  for (const file of files) {
    const found = halvesIn(file, replacement);
    if (!found.ok) return found;
    halves.push(found.value);
  }
  const secretIsSomewhere = halves.some(({ secret }) => secret);
  // A secret whose id is in none of them belongs to an id that is not edited here.
  const idIsSomewhere = halves.some(({ id }) => id);
  const done: Edited[] = [];
  for (const [at, file] of files.entries()) {
    const { id = false, secret = false, anySecret = false } = halves[at] ?? {};
    const wanted = newKey(replacement.to);
    if (!id) wanted.delete(ID);
    if (!(secret && idIsSomewhere) && !(id && (anySecret || !secretIsSomewhere)))
      wanted.delete(SECRET);
    // psiTurk drops tokens, so one that stands there does no harm and is none of our business.
    const next =
      wanted.size === 0
        ? ok(file)
        : changed(file, "credentials", [
            { profile: PSITURK_SECTION, set: wanted, remove: new Set(), keepNames: true },
          ]);
    if (!next.ok) return next;
    done.push(next.value);
  }
  return ok(done);
}

interface Halves {
  readonly id: boolean;
  /** The secret of the old key, beside its id or alone. */
  readonly secret: boolean;
  /** Whatever secret there is. */
  readonly anySecret: boolean;
}

function halvesIn({ before, after }: Edited, { from, secret }: Replacement): Result<Halves> {
  const none: Halves = { id: false, secret: false, anySecret: false };
  const holdsSecret = secret?.satisfies((value) => value !== "" && after.includes(value)) === true;
  if (!before.exists || (!after.includes(from) && !holdsSecret)) return ok(none);
  // psiTurk's Python may be older than the one that reads two brackets otherwise.
  const scan = scanText(after, "credentials", "3.9");
  if (!scan.ok) return failed(inFile(before, scan.problem));
  const options = scan.sections.get(PSITURK_SECTION)?.options;
  const [id, has] = [options?.get(ID)?.value, options?.get(SECRET)?.value];
  const same = has !== undefined && secret?.satisfies((value) => value === has) === true;
  return ok({
    id: id === from,
    secret: same && (id === undefined || id === "" || id === from),
    anySecret: has !== undefined,
  });
}

function newKey({ accessKeyId, secretAccessKey }: AccessKey): Map<string, string> {
  return new Map([
    [ID, accessKeyId],
    [SECRET, plainText(secretAccessKey)],
  ]);
}

function changed(
  file: Edited,
  kind: FileState["kind"],
  edits: readonly ProfileEdit[],
): Result<Edited> {
  const edited = editProfiles(file.after, kind, edits);
  return edited.ok
    ? ok({ before: file.before, after: edited.value.text })
    : failed(inFile(file.before, edited.problem));
}

/**
 * The change of a file as a part of a plan; null if nothing changes. `kind`: how its sections are
 * read.
 */
function fileChangeOf(
  { before, after }: Edited,
  kind: FileKind,
  notes: readonly string[] = [],
): FileChange | null {
  const old = plainText(before.text);
  if (old === after) return null;
  const [was, is] = [scanText(old, kind), scanText(after, kind)];
  const changes = was.ok && is.ok ? changesBetween(was, is) : [];
  return {
    kind: before.kind,
    before,
    after: new Secret(after),
    changes,
    diff: maskedDiff(old, after),
    notes,
  };
}

/**
 * Every option that is another afterwards: by its line in the new file, and what is gone by its
 * line in the old one.
 */
function changesBetween(was: FileScan, is: FileScan): readonly LineChange[] {
  const changes: LineChange[] = [];
  for (const [name, section] of is.sections) {
    const old = was.sections.get(name)?.options ?? new Map<string, ScannedOption>();
    for (const [key, { value, index }] of section.options) {
      const from = old.get(key)?.value ?? null;
      if (from !== value)
        changes.push({
          line: index + 1,
          key,
          from: shownValue(key, from),
          to: shownValue(key, value),
        });
    }
    for (const [key, { value, index }] of old) {
      if (!section.options.has(key))
        changes.push({ line: index + 1, key, from: shownValue(key, value), to: null });
    }
  }
  return changes;
}

function shownValue(key: string, value: string | null): string | null {
  return value === null ? null : changeValue(key, value);
}

function inFile(state: FileState, problem: Problem): Problem {
  return { ...problem, message: `${shownPath(state.path)} was not changed. ${problem.message}` };
}
