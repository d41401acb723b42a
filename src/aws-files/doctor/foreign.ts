/**
 * Tells of a file of another kind what can be done about it; of a merge that was not finished,
 * which of its versions to keep.
 */
import { type Damage, FIX, type Keep, type Mend } from "./damage.js";
import { conflictsIn, type Conflict, type ForeignText } from "../text/foreign.js";
import { FINISH_MERGE, foreignProblem } from "../text/foreign-problem.js";
import { KEEP_OPTION } from "./duplicates.js";
import { maskedDiff } from "../text/mask-diff.js";
import { maskedLine } from "../text/mask.js";
import { type Doc, newDoc } from "./mend-lines.js";
import { Secret } from "../../base/secret.js";
import { lexFile } from "../text/scan-lines.js";
import { scanText } from "../text/scan.js";
import { plainText } from "../text/reveal.js";

/**
 * Its id; nothing else is told of the file before it is decided, for every other mend would ruin
 * it.
 */
export const FOREIGN = "foreign";

/** The one damage of such a file. `doc` holds its text; empty where it is none. */
export function foreignDamage(foreign: ForeignText, doc: Doc, path: string): Damage {
  const { code, message, try: cures } = foreignProblem(foreign, path);
  if (foreign.kind !== "conflict")
    return { id: FOREIGN, code, line: null, message, try: cures, mends: [] };
  const text = plainText(doc.text);
  const conflicts = conflictsIn(text);
  const sides = (["first", "last"] as const).map((keep) => ({
    keep,
    side: sideOf(doc, text, conflicts, keep),
  }));
  const good = sides.filter(({ side }) => scanText(plainText(side.doc.text), doc.kind).ok);
  const only =
    good.length === 1
      ? ` Only with the ${good[0]?.keep === "first" ? "first" : "last"} version can boto3 ` +
        "read the file."
      : "";
  // What can be read afterwards comes first.
  const mends = [...good, ...sides.filter((each) => !good.includes(each))].map(({ keep, side }) =>
    mendOf(text, keep, side),
  );
  const line = (conflicts[0]?.open ?? 0) + 1;
  const more = conflicts.length > 1 ? ` and ${conflicts.length - 1} more` : "";
  const where = `Lines ${line} to ${(conflicts[0]?.close ?? 0) + 1}${more}`;
  return {
    id: FOREIGN,
    code,
    line,
    message: `${where}: ${message}${only}`,
    try: [FIX, KEEP_OPTION, `Or ${FINISH_MERGE}`],
    mends,
  };
}

interface Side {
  readonly doc: Doc;
  /** Lines of the new text that stood between the marks. */
  readonly kept: readonly number[];
  /** What the marks call it, e.g. HEAD. */
  readonly name: string;
}

/** The text with the marks and the other versions taken out. */
function sideOf(
  doc: Doc,
  text: string,
  conflicts: readonly Conflict[],
  keep: "first" | "last",
): Side {
  const { raw } = lexFile(text);
  const gone = new Set<number>();
  const inside = new Set<number>();
  for (const { open, base, middle, close } of conflicts) {
    const [from, to] =
      keep === "first" ? [open + 1, (base ?? middle) - 1] : [middle + 1, close - 1];
    for (let at = open; at <= close; at += 1) (at >= from && at <= to ? inside : gone).add(at);
  }
  const indexes = raw.flatMap((_, index) => (gone.has(index) ? [] : [index]));
  const joined = indexes
    .map((index) => `${raw[index]?.text ?? ""}${raw[index]?.eol ?? ""}`)
    .join("");
  const kept = indexes.flatMap((index, at) => (inside.has(index) ? [at] : []));
  const mark = raw[(keep === "first" ? conflicts[0]?.open : conflicts[0]?.close) ?? 0]?.text ?? "";
  const name = /^[<>]{7} ([A-Za-z0-9_./-]{1,32})(?: |$)/.exec(mark)?.[1] ?? "";
  const after: Doc = {
    ...newDoc(doc.kind, joined, doc.both),
    text: new Secret(joined),
    origins: indexes.map((index) => doc.origins[index] ?? index + 1),
  };
  return { doc: after, kept, name };
}

function mendOf(text: string, keep: Keep, { doc, kept, name }: Side): Mend {
  const after = plainText(doc.text);
  const file = lexFile(after);
  const label = `keep the ${keep} version${name === "" ? "" : ` (${name})`}`;
  return {
    keep,
    label,
    after: doc,
    diff: [
      ...maskedDiff(text, after),
      ...kept.map((index) => ({ sign: " ", text: maskedLine(file, index) }) as const),
    ],
  };
}
