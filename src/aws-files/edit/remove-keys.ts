/**
 * Plans how a key is taken out of files: its id, its secret and its token, wherever they stand,
 * with a masked diff. Writes nothing.
 */
import { failed, ok, type Problem, type Result } from "../../base/problem.js";
import { Secret } from "../../base/secret.js";
import { DOCTOR_SHOWS, editProfiles, type OptionChange } from "./edit.js";
import { maskedDiff } from "../text/mask-diff.js";
import { changeValue } from "../text/mask.js";
import { shownPath } from "../text/profile.js";
import { plainText } from "../text/reveal.js";
import { profileOf, scanState, type FileScan, type ScannedOption } from "../text/scan.js";
import { shownName } from "../text/scan-problem.js";
import type { FileChange, FileState, Plan } from "../types.js";

const ID = "aws_access_key_id";

/**
 * Everything of a key that a section can hold: both names of the token, and the misspelt secret of
 * psiTurk's documentation.
 */
const OF_A_KEY: ReadonlySet<string> = new Set([
  ID,
  "aws_secret_access_key",
  "aws_secret_accesss_key",
  "aws_session_token",
  "aws_security_token",
]);

/**
 * The section in which psiTurk's files hold a key
 * (https://github.com/NYUCCL/psiTurk/blob/master/psiturk/psiturk_config.py).
 */
const PSITURK_SECTION = "AWS Access";

/**
 * Plans to take the key with this id out of files: out of every profile that holds it, with its
 * secret and token. A section that becomes empty stays, for other settings may name its profile.
 * Files that do not hold the id are not in the plan.
 *
 * `states`: the two AWS files, and psiTurk's two as `legacy`, whose kind does not matter.
 * Problems: `file-broken`, `edit-refused` (cannot be changed safely; says why and in which file).
 */
export function planRemoval(
  states: { readonly aws: readonly FileState[]; readonly legacy: readonly FileState[] },
  accessKeyId: string,
): Result<Plan> {
  const files: FileChange[] = [];
  for (const [state, legacy] of [
    ...withoutDuplicates(states.aws).map((each) => [each, false] as const),
    ...states.legacy.map((each) => [each, true] as const),
  ]) {
    const change = removalFrom(state, accessKeyId, legacy);
    if (!change.ok)
      return failed({
        ...change.problem,
        message: `${shownPath(state.path)} was not changed. ${change.problem.message}`,
      });
    if (change.value !== null) files.push(change.value);
  }
  return ok({ profile: "", files, region: null, replaces: null });
}

/** Of two names for one file the credentials file's: as that, every section can be edited. */
function withoutDuplicates(states: readonly FileState[]): readonly FileState[] {
  return states.filter(
    (state) =>
      state.kind === "credentials" ||
      !states.some(
        (other) =>
          other.kind === "credentials" && other.exists && other.realPath === state.realPath,
      ),
  );
}

/**
 * Whether a text (of a file, of a backup) holds anything of the key: its id or its secret, in any
 * form of file.
 */
export function holdsKey(text: Secret, accessKeyId: string, secrets: readonly Secret[]): boolean {
  return text.satisfies(
    (plain) =>
      plain.includes(accessKeyId) ||
      secrets.some(
        (secret) => secret.length >= 16 && secret.satisfies((value) => plain.includes(value)),
      ),
  );
}

function removalFrom(
  state: FileState,
  accessKeyId: string,
  legacy: boolean,
): Result<FileChange | null> {
  if (!state.exists || !state.text.satisfies((text) => text.includes(accessKeyId))) return ok(null);
  const scan = scanState(state, legacy ? "3.9" : "3.10");
  if (!scan.ok) return failed(scan.problem);
  const sections = sectionsWith(scan, accessKeyId, legacy);
  if (sections.length === 0) return ok(null);
  const removed = withoutKeys(state, scan, sections, legacy);
  if (!removed.ok) return removed;
  const { text, changes } = removed.value;
  return ok({
    kind: state.kind,
    before: state,
    after: new Secret(text),
    changes: changes.map(({ name, line, from }) => ({
      line,
      key: name,
      from: from === null ? null : changeValue(name, from),
      to: null,
    })),
    diff: maskedDiff(plainText(state.text), text),
    notes: [],
  });
}

/** The names under which the sections stand that hold the id, as the editor takes them. */
function sectionsWith(scan: FileScan, accessKeyId: string, legacy: boolean): readonly string[] {
  const holding = [...scan.sections.values()]
    .filter((section) => section.options.get(ID)?.value === accessKeyId)
    .map((section) => section.name);
  return legacy ? holding.filter((name) => name === PSITURK_SECTION) : holding;
}

/**
 * One edit per section, checked by the editor to change nothing else; lines are told as they stand
 * in the old file.
 */
function withoutKeys(
  state: FileState,
  scan: FileScan,
  sections: readonly string[],
  legacy: boolean,
): Result<{ readonly text: string; readonly changes: readonly OptionChange[] }> {
  const kind = legacy ? "credentials" : state.kind;
  // A section that botocore takes for no profile is none that the editor could find.
  const unfound = sections.find((name) => profileOf(name, kind) === null);
  if (unfound !== undefined) return failed(notFound(unfound));
  const edits = sections.map((name) => ({
    profile: profileOf(name, kind) ?? "",
    set: new Map<string, string>(),
    remove: OF_A_KEY,
  }));
  const edited = editProfiles(plainText(state.text), kind, edits);
  return edited.ok
    ? ok({ text: edited.value.text, changes: sections.flatMap((name) => changesIn(scan, name)) })
    : edited;
}

/** What goes out of one section. */
function changesIn(scan: FileScan, section: string): readonly OptionChange[] {
  const options = scan.sections.get(section)?.options ?? new Map<string, ScannedOption>();
  return [...options].flatMap(([name, { index, value }]) =>
    OF_A_KEY.has(name) ? [{ name, line: index + 1, from: value, to: null }] : [],
  );
}

function notFound(section: string): Problem {
  return {
    code: "edit-refused",
    message:
      `The key stands in the section [${shownName(section)}], which is written so that it ` +
      "cannot be changed safely.",
    try: ["Take its lines out in a text editor.", DOCTOR_SHOWS],
  };
}
