/**
 * Treats a file: mends or leaves one damage after the other, on the evolving text, as one change of
 * the file.
 */
import type { DiffLine } from "../../base/diff-line.js";
import { BOM_SAYS, utf16TailSays } from "../text/scan-bytes.js";
import { ALL_STOP } from "../text/scan-problem.js";
import { failed, ok, type Problem, type Result } from "../../base/problem.js";
import { Secret } from "../../base/secret.js";
import { type Damage, FIX, type Finder, look, type Mend } from "./damage.js";
import { decodeBytes, type DecodedFile } from "./bytes.js";
import { type ForeignText, foreignKind } from "../text/foreign.js";
import { FOREIGN, foreignDamage } from "./foreign.js";
import { oddLineEnds } from "./line-ends.js";
import { loneRegions } from "./lone-regions.js";
import { headerless, missingEquals, otherFaults, swallowedHeaders, tornHeaders } from "./faults.js";
import { hiddenHeaders, invisibleNames, strayForms, swappedHalves } from "./form.js";
import { halfKeys, nulBytes, placeholders, staleTokens } from "./keys.js";
import { capitalNames, misspeltNames } from "./option-names.js";
import {
  headerComments,
  indentedHeaders,
  magicDefault,
  misnamedSections,
  swallowedSettings,
} from "./section-names.js";
import { brokenOutside } from "./outside.js";
import { brokenServices, brokenSettings } from "./settings.js";
import { gluedHeaders, powershellLines, unreadNames } from "./unread.js";
import { duplicateOptions, duplicateProfiles, duplicateSections } from "./duplicates.js";
import {
  endpoints,
  garbledKeys,
  inlineComments,
  invisibleSigns,
  quotes,
  regions,
} from "./values.js";
import { maskedDiff } from "../text/mask-diff.js";
import { kindOf, mendedTogether } from "./mend-kind.js";
import { type Doc, newDoc, openDoc } from "./mend-lines.js";
import { shownPath } from "../text/profile.js";
import type { FileBytes } from "../store/read.js";
import { plainText } from "../text/reveal.js";
import { scanText } from "../text/scan.js";
import type { FileChange, FileState } from "../types.js";

/**
 * What stops boto3 first; then what is misread, from the frame of the file to its values and what
 * they mean together.
 */
const FINDERS: readonly Finder[] = [
  oddLineEnds,
  hiddenHeaders,
  tornHeaders,
  swallowedHeaders,
  headerless,
  missingEquals,
  loneRegions,
  powershellLines,
  duplicateSections,
  duplicateOptions,
  otherFaults,
  nulBytes,
  invisibleNames,
  invisibleSigns,
  headerComments,
  indentedHeaders,
  swallowedSettings,
  magicDefault,
  misnamedSections,
  duplicateProfiles,
  gluedHeaders,
  misspeltNames,
  unreadNames,
  capitalNames,
  inlineComments,
  quotes,
  strayForms,
  swappedHalves,
  garbledKeys,
  regions,
  endpoints,
  brokenSettings,
  brokenServices,
  brokenOutside,
  staleTokens,
  placeholders,
  halfKeys,
];

/** A damage that can be mended, and what was decided about it; `mend` null: it is left as it is. */
export interface Decided {
  readonly damage: Damage;
  readonly mend: Mend | null;
}

/** Plain data, secrets held as such. */
export interface Treatment {
  /** The file as it is on disk. Its `text` is what was meant, where the bytes are not UTF-8. */
  readonly before: FileState;
  readonly doc: Doc;
  /** The damage to be decided next: it can be mended in one way at least. Null: none is left. */
  readonly open: Damage | null;
  readonly decided: readonly Decided[];
  /** What can only be explained; complete once nothing is open. */
  readonly explained: readonly Damage[];
  /** `other`: the bytes are not plain UTF-8; nothing else can be told before that is mended. */
  readonly encoding: "utf-8" | "other" | "mended";
}

/** Takes a file in: finds its first damage. */
export function admit(
  { bytes, both = false, ...rest }: FileBytes,
  outside: Doc["outside"] = new Map(),
): Treatment {
  const foreign = foreignKind(bytes);
  if (foreign !== null) return admitForeign({ bytes, both, ...rest }, foreign);
  const decoded = decodeBytes(bytes);
  const text = decoded.how === "unclear" ? "" : decoded.text;
  const before: FileState = { ...rest, text: new Secret(text) };
  const doc: Doc = { ...newDoc(rest.kind, text, both), outside };
  const fresh = { before, doc, open: null, decided: [], explained: [] };
  if (decoded.how === "utf-8") return looked({ ...fresh, encoding: "utf-8" });
  const damage = encodingDamage(decoded, doc);
  return damage.mends.length === 0
    ? { ...fresh, explained: [damage], encoding: "other" }
    : { ...fresh, open: damage, encoding: "other" };
}

/**
 * A file of another kind: one damage, and every other mend is refused, for it would ruin the file.
 */
function admitForeign(
  { bytes, both = false, ...rest }: FileBytes,
  foreign: ForeignText,
): Treatment {
  const text = foreign.kind === "conflict" ? Buffer.from(bytes).toString("utf8") : "";
  const doc = newDoc(rest.kind, text, both);
  const damage = foreignDamage(foreign, doc, rest.path);
  const fresh = {
    before: { ...rest, text: new Secret(text) },
    doc,
    decided: [],
    encoding: foreign.kind === "conflict" ? "utf-8" : "other",
  } as const;
  return damage.mends.length === 0
    ? { ...fresh, open: null, explained: [damage] }
    : { ...fresh, open: damage, explained: [] };
}

/**
 * Decides the open damage: mends it in the given way (an index of its `mends`), or leaves it
 * (null).
 */
export function settle(treatment: Treatment, choice: number | null): Treatment {
  const { open } = treatment;
  if (open === null) return treatment;
  const mend = choice === null ? null : (open.mends[choice] ?? null);
  const decided = [...treatment.decided, { damage: open, mend }];
  if (open.id === FOREIGN && mend === null) return { ...treatment, decided, open: null };
  if (open.id !== ENCODING)
    return looked({ ...treatment, decided, doc: mend?.after ?? treatment.doc });
  return mend === null
    ? { ...treatment, decided, open: null }
    : looked({ ...treatment, decided, encoding: "mended" });
}

/**
 * Decides all that is open, by a rule that needs nobody to be asked: an index of the damage's
 * mends, or null to leave it. What one finder finds is mended in one pass, so that the work grows
 * with the file and not with the findings times the file.
 */
export function settleAll(from: Treatment, choose: (damage: Damage) => number | null): Treatment {
  let treatment = from;
  while (treatment.open !== null)
    treatment =
      settleKind(treatment, treatment.open, choose) ?? settle(treatment, choose(treatment.open));
  return treatment;
}

/**
 * Everything of the open damage's kind; null where that is one alone, or where they do not go
 * together.
 */
function settleKind(
  treatment: Treatment,
  open: Damage,
  choose: (damage: Damage) => number | null,
): Treatment | null {
  if (open.id === ENCODING || open.id === FOREIGN) return null;
  const chart = openDoc(treatment.doc);
  const kind = kindOf(
    chart,
    FINDERS,
    open.id,
    new Set(treatment.decided.map(({ damage }) => damage.id)),
  );
  if (kind.length < 2) return null;
  const choices = kind.map((each) => ({ ...each, choice: choose(each.damage) }));
  const doc = mendedTogether(
    chart,
    choices.flatMap(({ proposals, damage, choice }) =>
      proposals
        .slice(choice ?? proposals.length, (choice ?? proposals.length) + 1)
        .map((proposal) => ({ proposal, code: damage.code })),
    ),
  );
  if (doc === null) return null;
  const decided = choices.map(({ damage, choice }): Decided => ({
    damage,
    mend: choice === null ? null : (damage.mends[choice] ?? null),
  }));
  return looked({ ...treatment, decided: [...treatment.decided, ...decided], doc });
}

function looked(treatment: Treatment): Treatment {
  const decided = new Set(treatment.decided.map(({ damage }) => damage.id));
  return { ...treatment, ...look(openDoc(treatment.doc), FINDERS, decided) };
}

/**
 * What the decisions come to as a change of the file; null if nothing was mended. Problem:
 * `edit-refused`, where boto3 could not read the result: then the file stays byte for byte as it
 * is.
 */
export function changeOf(treatment: Treatment): Result<FileChange | null> {
  const { before, doc, encoding } = treatment;
  const [was, now] = [plainText(before.text), plainText(doc.text)];
  if (was === now && encoding !== "mended") return ok(null);
  const scan = scanText(now, before.kind);
  if (!scan.ok || encoding === "other") return failed(stillBroken(treatment));
  const reencoded: readonly DiffLine[] = encoding === "mended" ? [SAVED_AS_UTF8] : [];
  const diff = was === now ? reencoded : [...reencoded, ...maskedDiff(was, now)];
  return ok({ kind: before.kind, before, after: doc.text, changes: [], diff, notes: [] });
}

function stillBroken({ before, decided, explained }: Treatment): Problem {
  const left = [
    ...decided.flatMap(({ damage, mend }) => (mend === null ? [damage] : [])),
    ...explained,
  ].find(({ code }) => code === "file-broken");
  const why =
    left === undefined ? "AWS's tools could still not read it" : `this stays: ${left.message}`;
  return {
    code: "edit-refused",
    message: `${shownPath(before.path)} was not changed, for ${why}`,
    try: left?.try ?? ["Mend the file in a text editor, then run: mturk-setup doctor"],
  };
}

const ENCODING = "encoding";
const SAVED_AS_UTF8: DiffLine = { sign: " ", text: "(the same text, saved as UTF-8)" };

function encodingDamage(decoded: Exclude<DecodedFile, { how: "utf-8" }>, doc: Doc): Damage {
  const [line = null] = decoded.lines;
  const found = { id: ENCODING, code: "file-broken", line } as const;
  const mends: readonly Mend[] = [
    { keep: null, label: "save it as plain UTF-8", after: doc, diff: [SAVED_AS_UTF8] },
  ];
  const byHand =
    "Or save the file again as plain UTF-8, without a byte order mark (BOM), in a text editor.";
  const where =
    decoded.lines.length > 1
      ? `Line ${line ?? 1} and ${decoded.lines.length - 1} more`
      : `Line ${line ?? 1}`;
  switch (decoded.how) {
    case "bom":
      return {
        ...found,
        message: `${BOM_SAYS} ${ALL_STOP}`,
        try: [FIX, byHand],
        mends,
      };
    case "utf-16":
      return {
        ...found,
        message:
          "The file is UTF-16 text, as PowerShell's > writes it; the AWS tools read UTF-8 " +
          `only. ${ALL_STOP}`,
        try: [FIX, byHand],
        mends,
      };
    case "utf-16-tail":
      return {
        ...found,
        message: utf16TailSays(line ?? 1),
        try: [FIX, byHand],
        mends,
      };
    case "ctrl-z":
      return {
        ...found,
        message:
          `Line ${line ?? 1}: the file ends with Ctrl-Z, an invisible end mark of old ` +
          "systems. AWS's tools take it for part of the text.",
        try: [FIX, "Or take it out in a text editor that shows invisible signs."],
        mends: [
          {
            keep: null,
            label: "take it out",
            after: doc,
            diff: [{ sign: " ", text: "(the same text without the Ctrl-Z at its end)" }],
          },
        ],
      };
    case "latin-1":
      return {
        ...found,
        message:
          `${where}: a comment with accented letters of an old editor (ISO 8859-1, not ` +
          `UTF-8). ${ALL_STOP}`,
        try: [FIX, byHand],
        mends,
      };
    case "unclear":
      return {
        ...found,
        message:
          decoded.lines.length === 0
            ? `The file is no text that could be read. ${ALL_STOP}`
            : `${where}: bytes that are not UTF-8 text, and it is not clear which letters ` +
              `were meant. ${ALL_STOP}`,
        try: [
          "Write the line again in a text editor, and save the file as plain UTF-8, " +
            "without a byte order mark (BOM).",
          "If keys stood there, copy them again from the CSV file, or run: mturk-setup",
        ],
        mends: [],
      };
  }
}
