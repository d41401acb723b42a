/**
 * Changes options of one profile in the text of an AWS file: exactly what was intended, or nothing
 * and a reason.
 *
 * Lines are edited, never re-serialised; after the edit the text is scanned again and must say "old
 * + intended".
 */
import { listedSome } from "../../base/list.js";
import { failed, ok, type Problem, type Result } from "../../base/problem.js";
import {
  applySplices,
  appendSection,
  patchSection,
  type Splice,
  type Wanted,
} from "../text/edit-lines.js";
import {
  ambiguousHeaders,
  scanText,
  sectionsOf,
  type FileScan,
  type ScannedOption,
  type ScannedSection,
  type ScanProblem,
} from "../text/scan.js";
import { nameOfOldPython, readApart, shownName } from "../text/scan-problem.js";
import type { FileKind } from "../types.js";

/** What is to be true of one profile in one file afterwards. */
export interface ProfileEdit {
  readonly profile: string;
  /** Lower-case name → value. */
  readonly set: ReadonlyMap<string, string>;
  /** Lower-case names that must not be there. */
  readonly remove: ReadonlySet<string>;
  /** The other file has this profile, so that its name is no matter of choice. */
  readonly known?: boolean;
  /** As in `Wanted`: for files that only Python reads. */
  readonly keepNames?: boolean;
}

/** An option that the edit adds, changes or removes. Values are as in the file: not for showing. */
export interface OptionChange {
  readonly name: string;
  /** In the new file, counted from 1; for a removed option, in the old one. */
  readonly line: number;
  readonly from: string | null;
  readonly to: string | null;
}

export interface EditedText {
  readonly text: string;
  /** Empty if everything was so already. */
  readonly splices: readonly Splice[];
  readonly changes: readonly OptionChange[];
  readonly before: FileScan;
}

/**
 * Names that every AWS tool reads alike
 * (https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html); spaces and other
 * signs are lost on the JavaScript SDK.
 */
const NEW_NAME = /^[A-Za-z0-9_.@%+:/-]+$/;
const RESERVED = new Set(["DEFAULT", "__proto__"]);

/**
 * Plans the edit of a text.
 * Problems: `file-broken` (boto3 cannot read the text), `edit-refused` (it can, but this change
 * cannot be made safely).
 */
export function editProfile(text: string, kind: FileKind, edit: ProfileEdit): Result<EditedText> {
  return editAtOnce(text, kind, [edit]);
}

/**
 * As {@link editProfile}, for many profiles: in one pass, so that its cost grows with the file.
 * Where that cannot be made, by halves, down to the first profile whose edit is refused. The
 * changes are in the order of the edits.
 */
export function editProfiles(
  text: string,
  kind: FileKind,
  edits: readonly ProfileEdit[],
): Result<Pick<EditedText, "text" | "changes">> {
  if (edits.length === 0) return ok({ text, changes: [] });
  const once = editAtOnce(text, kind, edits);
  if (once.ok || edits.length === 1) return once;
  const middle = edits.length >> 1;
  const first = editProfiles(text, kind, edits.slice(0, middle));
  if (!first.ok) return first;
  const second = editProfiles(first.value.text, kind, edits.slice(middle));
  if (second.ok)
    return ok({
      text: second.value.text,
      changes: [...first.value.changes, ...second.value.changes],
    });
  // What is refused alone as well is told with its line in the file as it stands.
  const alone = editProfiles(text, kind, edits.slice(middle));
  return alone.ok ? second : alone;
}

function editAtOnce(
  text: string,
  kind: FileKind,
  edits: readonly ProfileEdit[],
): Result<EditedText> {
  const before = scanText(text, kind);
  if (!before.ok) return failed(before.problem);
  const unfit = edits
    .flatMap(({ set }) => [...set].map(([name, value]) => unfitValue(name, value)))
    .find((problem) => problem !== null);
  if (unfit !== undefined) return failed(unfit);
  const scanned = ambiguousHeaders(before).length === 0 ? null : scanText(text, kind, "3.9");
  const old = scanned?.ok === true ? scanned : null;
  const open = edits.filter((edit) => !isDone(before, edit));
  if (old !== null && edits.some((edit) => isDone(before, edit) && !isDone(old, edit)))
    return failed(differsByPython(old, before));
  if (open.length === 0) return ok({ text, splices: [], changes: [], before });
  if (text.includes("\0")) return failed(nulByte(before));
  const targets: Target[] = [];
  for (const edit of open) {
    const section = target(before, edit);
    if (!section.ok) return section;
    targets.push(targetOf(before, section.value, edit));
  }
  const edited = editSections(text, before, targets);
  if (edited.ok && old !== null && !isSafeForOldPython(old, edited.value.text, targets))
    return failed(differsByPython(old, before));
  return edited;
}

/** What an edit comes to in one section of a file. */
interface Target {
  readonly edit: ProfileEdit;
  /** Null: it is to be made, at the end of the file. */
  readonly section: ScannedSection | null;
  readonly header: string;
  readonly wanted: Wanted;
}

function targetOf(before: FileScan, section: ScannedSection | null, edit: ProfileEdit): Target {
  return {
    edit,
    section,
    header: section?.name ?? headerOf(edit.profile, before.kind),
    wanted: stillWanted(before, edit),
  };
}

/**
 * Edits sections, or makes one, and checks that the new text says the old model with the changes,
 * and nothing else.
 */
function editSections(
  old: string,
  before: FileScan,
  targets: readonly Target[],
): Result<EditedText> {
  const [first] = targets;
  // A section that is made stands alone: which line end it takes depends on what is the last line
  // by then.
  const isAlone = targets.every(({ section }) => section !== null) || targets.length === 1;
  if (first === undefined || !isAlone) return failed(notExact(first?.edit.profile ?? ""));
  const inOrder = [...targets].sort((a, b) => (a.section?.index ?? 0) - (b.section?.index ?? 0));
  const splices = inOrder.flatMap(({ section, header, wanted }) =>
    section === null
      ? appendSection(before, header, wanted.set)
      : patchSection(before, section, wanted),
  );
  const text = applySplices(old, before.raw, splices);
  const after = scanText(text, before.kind);
  if (
    !after.ok ||
    !isExactly(before, after, targets) ||
    !targets.every(({ edit }) => isDone(after, edit))
  )
    return failed(notExact(first.edit.profile));
  return ok({
    text,
    splices,
    changes: targets.flatMap(({ header, wanted }) => changesOf(before, after, header, wanted)),
    before,
  });
}

/**
 * The header line's inside for a profile: `default`, `name` or `profile name`, in the config file
 * quoted as botocore's shlex reads it.
 */
function headerOf(profile: string, kind: FileKind): string {
  if (kind === "credentials" || profile === "default") return profile;
  if (NEW_NAME.test(profile)) return `profile ${profile}`;
  return `profile "${profile.replaceAll(/["\\]/g, "\\$&")}"`;
}

/**
 * One word of visible ASCII that no reader of these files could take for a quotation or a comment.
 */
function isPlainValue(value: string): boolean {
  return /^[\x21-\x7E]+$/.test(value) && !/^[#;]|["']/.test(value);
}

/** What is not so already, counting what `[DEFAULT]` hands down. */
function stillWanted(scan: FileScan, edit: ProfileEdit): Wanted {
  const section = sectionsOf(scan, edit.profile).at(-1);
  const valueOf = (name: string): string | undefined =>
    section?.options.get(name)?.value ??
    (section === undefined ? undefined : scan.defaults?.get(name)?.value);
  return {
    set: new Map([...edit.set].filter(([name, value]) => valueOf(name) !== value)),
    remove: new Set([...edit.remove].filter((name) => valueOf(name) !== undefined)),
    keepNames: edit.keepNames === true,
  };
}

function isDone(scan: FileScan, edit: ProfileEdit): boolean {
  const left = stillWanted(scan, edit);
  return left.set.size === 0 && left.remove.size === 0;
}

/** The section to edit; null where a new one is to be made. */
function target(
  scan: FileScan,
  { profile, known = false }: ProfileEdit,
): Result<ScannedSection | null> {
  if (scan.defaults !== null) return failed(magicDefault(scan));
  const sections = sectionsOf(scan, profile);
  const [section, twin] = sections;
  if (section === undefined)
    return isNewName(profile) || (known && !profile.includes("]"))
      ? ok(null)
      : failed(unfitName(profile));
  if (twin !== undefined) return failed(duplicateSections(profile, sections));
  if (section.header.brackets > 1) return failed(twoBrackets(section));
  return ok(section);
}

/** Whether a section of that name may be made, and reads alike with every AWS tool. */
export function isNewName(profile: string): boolean {
  return NEW_NAME.test(profile) && !RESERVED.has(profile);
}

/**
 * Whether the new text says the old model with the wanted changes in these sections, and nothing
 * else: the same sections in the same order, each with the same options and values.
 */
function isExactly(
  before: FileScan,
  after: FileScan | ScanProblem,
  targets: readonly Pick<Target, "header" | "wanted">[],
): boolean {
  if (!after.ok || (after.defaults !== null) !== (before.defaults !== null)) return false;
  const wanted = wantedModel(before, targets);
  const names = [...before.sections.keys()];
  for (const name of wanted.keys()) if (!before.sections.has(name)) names.push(name);
  if (names.length !== after.sections.size) return false;
  let at = 0;
  for (const [name, { options }] of after.sections) {
    if (name !== names[at]) return false;
    at += 1;
    const changed = wanted.get(name);
    const old = before.sections.get(name)?.options;
    if (
      changed === undefined
        ? old === undefined || !sameOptions(old, options)
        : !sameValues(changed, options)
    )
      return false;
  }
  return true;
}

/** What the sections that change are to say. */
function wantedModel(
  before: FileScan,
  targets: readonly Pick<Target, "header" | "wanted">[],
): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const model = new Map<string, Map<string, string>>();
  for (const { header, wanted } of targets) {
    const old = before.sections.get(header)?.options ?? new Map<string, ScannedOption>();
    const options =
      model.get(header) ?? new Map([...old].map(([name, { value }]) => [name, value]));
    for (const name of wanted.remove) options.delete(name);
    for (const [name, value] of wanted.set) options.set(name, value);
    model.set(header, options);
  }
  return model;
}

function sameOptions(
  a: ReadonlyMap<string, ScannedOption>,
  b: ReadonlyMap<string, ScannedOption>,
): boolean {
  if (a.size !== b.size) return false;
  for (const [name, { value }] of a) if (b.get(name)?.value !== value) return false;
  return true;
}

function sameValues(
  wanted: ReadonlyMap<string, string>,
  found: ReadonlyMap<string, ScannedOption>,
): boolean {
  if (wanted.size !== found.size) return false;
  for (const [name, value] of wanted) if (found.get(name)?.value !== value) return false;
  return true;
}

/** Python 3.9 reads headers with a second `]` otherwise; the edit must be exact for it too. */
function isSafeForOldPython(before: FileScan, text: string, targets: readonly Target[]): boolean {
  if (before.defaults !== null) return false;
  const alike = targets.every(({ edit, section }) => {
    const sections = sectionsOf(before, edit.profile);
    return sections.length === (section === null ? 0 : 1) && sections[0]?.index === section?.index;
  });
  return (
    alike &&
    isExactly(
      before,
      scanText(text, before.kind, "3.9"),
      targets.map(({ edit, section }) => targetOf(before, section, edit)),
    )
  );
}

function changesOf(
  before: FileScan,
  after: FileScan,
  header: string,
  wanted: Wanted,
): readonly OptionChange[] {
  const old = before.sections.get(header)?.options;
  const now = after.sections.get(header)?.options;
  const set = [...wanted.set].map(([name, to]) => ({
    name,
    line: (now?.get(name)?.index ?? 0) + 1,
    from: old?.get(name)?.value ?? null,
    to,
  }));
  const removed = [...wanted.remove].map((name) => ({
    name,
    line: (old?.get(name)?.index ?? 0) + 1,
    from: old?.get(name)?.value ?? null,
    to: null,
  }));
  return [...set.sort((a, b) => a.line - b.line), ...removed.sort((a, b) => a.line - b.line)];
}

/** Where an edit is refused for something in the file that nobody sees. */
export const DOCTOR_SHOWS = "Run: mturk-setup doctor   (it shows what is unusual in the file)";
const COMMENT_BEHIND =
  "Put a comment that stands behind the ] on a line of its own, in a text editor.";

function refused(message: string, ...tries: readonly string[]): Problem {
  return { code: "edit-refused", message, try: tries };
}

/**
 * Why a value cannot be written so that every AWS tool reads it back (`edit-refused`); null if it
 * can.
 */
export function unfitValue(name: string, value: string): Problem | null {
  if (isPlainValue(value)) return null;
  return refused(
    `The new value of ${name} is empty, or holds a space, a quotation mark or another sign ` +
      "that the AWS tools would misread.",
    "Copy the value again, without quotes and without anything around it.",
  );
}

function unfitName(profile: string): Problem {
  return refused(
    `A new profile cannot be called "${shownName(profile)}": not every AWS tool reads that name.`,
    "Choose a name of letters, digits and . _ - without spaces, such as mturk.",
  );
}

function magicDefault(scan: FileScan): Problem {
  const line =
    scan.lines.findIndex((entry) => entry.kind === "header" && entry.name === "DEFAULT") + 1;
  return refused(
    `Line ${line} is [DEFAULT] in capitals. Python copies what stands below it into every ` +
      "profile, so no profile can be changed alone.",
    "Run: mturk-setup doctor   (it shows what stands there and what can be done)",
    "Or rename it in a text editor, to [default] if you meant the default profile.",
  );
}

function nulByte(scan: FileScan): Problem {
  const line = scan.raw.findIndex((entry) => entry.text.includes("\0")) + 1;
  return refused(
    `Line ${line} holds a NUL byte, which belongs in no text file and which some AWS tools ` +
      "cannot read past.",
    DOCTOR_SHOWS,
    "Or take it out in a text editor that shows invisible characters.",
  );
}

function duplicateSections(profile: string, sections: readonly ScannedSection[]): Problem {
  const lines = listedSome(sections.map((section) => `line ${section.index + 1}`));
  return refused(
    `The profile ${shownName(profile)} stands there ${sections.length} times (${lines}), ` +
      "written differently. boto3 uses only the last, other AWS tools do not.",
    "Run: mturk-setup doctor   (it shows both and asks which one to keep)",
    "Or leave only one of them, in a text editor.",
  );
}

function otherName(index: number): string {
  return (
    `If the ] belongs to the name: write another name without it in line ${index + 1}, in a ` +
    "text editor, and use that one (AWS_PROFILE, --profile)."
  );
}

function twoBrackets({ index, name }: ScannedSection): Problem {
  return refused(
    `${readApart(index + 1, nameOfOldPython(name), name)} So no program could be ` +
      "sure of a key that is written there.",
    otherName(index),
    `If a comment stands there: ${COMMENT_BEHIND.replace("Put a", "put the")}`,
  );
}

function differsByPython(old: FileScan, now: FileScan): Problem {
  const index = now.lines.findIndex(
    (line, at) => line.kind === "header" && headerAt(old, at) !== line.name,
  );
  return refused(
    `${readApart(index + 1, headerAt(old, index) ?? "", headerAt(now, index) ?? "")} This ` +
      "change would go wrong for one of them.",
    COMMENT_BEHIND,
    otherName(index),
  );
}

function headerAt(scan: FileScan, index: number): string | null {
  const line = scan.lines[index];
  return line?.kind === "header" ? line.name : null;
}

function notExact(profile: string): Problem {
  return refused(
    `The lines of profile ${shownName(profile)} stand so that a change to them would ` +
      "change something else too.",
    DOCTOR_SHOWS,
    "Or give every setting a line of its own without leading spaces, in a text editor.",
  );
}
