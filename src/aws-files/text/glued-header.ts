/** Reads settings that stand behind the ] of a section line, where no program looks for them. */
import { cutAtOddEnds, strip } from "./python.js";
import { profileOf, scanState } from "./scan.js";
import type { FileState } from "../types.js";
import { KNOWN_NAME, meantName } from "./unread-names.js";

/** One setting, under the name that programs read. */
export interface Pair {
  readonly name: string;
  readonly value: string;
}

/** Two keys, a token and a region have far less; a line that is longer was not glued by hand. */
const LONGEST_GLUED = 20_000;
/** A profile has fewer settings than this. */
const MOST_GLUED = 20;
/** A name begins where no name goes on, so that a long word is looked at once. */
const SETTING = /(?<![\w-])([A-Za-z][\w-]*)[ \t]*[=:][ \t]*([^\s=:]\S*)(?=\s|$)/g;

/** `name = value name = value`, to the end of the text; null if anything else stands in it. */
export function pairsIn(written: string): readonly Pair[] | null {
  const text = cutAtOddEnds(written).join(" ");
  if (text.length > LONGEST_GLUED || !/[=:]/.test(text)) return null;
  const found = [...text.matchAll(SETTING)];
  if (found.length === 0 || found.length > MOST_GLUED || strip(text.replaceAll(SETTING, "")) !== "")
    return null;
  const pairs = found.map(([, name = "", value = ""]) => ({
    name: meantName(name) ?? name.toLowerCase(),
    value,
  }));
  return pairs.every(({ name }) => KNOWN_NAME.test(name)) &&
    new Set(pairs.map(({ name }) => name)).size === pairs.length
    ? pairs
    : null;
}

/** A section line with settings on it. */
export interface GluedHeader {
  readonly path: string;
  readonly profile: string;
  /** Counted from 1. */
  readonly line: number;
  /** Whether a half of a key is among them. */
  readonly holdsKey: boolean;
}

/** The section lines of profiles on which settings stand, in a file that boto3 can read. */
export function gluedHeadersOf(state: FileState): readonly GluedHeader[] {
  const scan = scanState(state);
  if (!scan.ok) return [];
  return scan.lines.flatMap((line, index) => {
    if (line.kind !== "header" || line.brackets !== 1) return [];
    const text = scan.raw[index]?.text ?? "";
    const pairs = pairsIn(text.slice(text.indexOf("]") + 1));
    const profile = profileOf(line.name, scan.kind);
    if (pairs === null || profile === null) return [];
    return [
      {
        path: state.path,
        profile,
        line: index + 1,
        holdsKey: pairs.some(({ name }) => /^aws_(?:access_key_id|secret_access_key)$/i.test(name)),
      },
    ];
  });
}
