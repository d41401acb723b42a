/** Finds the values in pasted text: named ones (`aws_access_key_id = …`) and bare words. Knows no file format: names and forms do. */
import { formOf, type Form } from "./recognise.js";

export type Role = "id" | "secret" | "token";

/** One value found in the text. */
export interface Found {
  readonly value: string;
  /** What the text calls it; null if nothing does. */
  readonly role: Role | null;
  /** The INI section above it; null if there is none. */
  readonly section: string | null;
  readonly quoted: boolean;
}

export interface Scan {
  readonly found: readonly Found[];
  /** Names without a value: labels of the console, or of a CSV header. */
  readonly labels: readonly Role[];
  readonly sections: readonly string[];
  /** Names as they stand in old `rootkey.csv` files were seen. */
  readonly rootForm: boolean;
  /** The name that psiTurk's documentation misspells, `AWS_SECRET_ACCESSS_KEY`, was seen. */
  readonly misspelt: boolean;
}

// Names in every spelling: aws_access_key_id, AWSAccessKeyId, accessKeyId, "Access key ID", PSITURK_AWS_ACCESS_KEY_ID …
// psiturk_access_key_id belongs to a service that is gone (https://github.com/NYUCCL/psiTurk/issues/564): not an AWS key.
const SECRET_NAME = "secret[ _-]?acces+[ _-]?key|secret[ _-]?key";
const ID_NAME = "acces+[ _-]?key[ _-]?id|acces+[ _-]?key";
const TOKEN_NAME = "(?:session|security)[ _-]?token";
const NAME = new RegExp(
  `(?<![A-Za-z0-9])(?<!psiturk[ _])(?:aws[ _.-]?)?(?:(?<secret>${SECRET_NAME})|(?<id>${ID_NAME})|(?<token>${TOKEN_NAME}))(?![A-Za-z0-9_])`,
  "gi",
);
// What stands between a name and its value: closing quotes and brackets, "[None]" or "[****]" of `aws configure`, then = : => <-,
// a comma if the name was quoted (`setenv("NAME", "value")`), or blanks.
const BETWEEN = /^(?:["'`\])]+[ \t]*,|["'`\])>]*[ \t]*(?:\[[^\]\n]*\])?[ \t]*(?:=>|<-|:=|[=:])?)[ \t]*/;
const QUOTED = /^[bru]?(?:"([^"\n]*)"|'([^'\n]*)'|`([^`\n]*)`)/;
const BARE = /^[^\s"'`,;)}\]<{&]+/;
const ADDRESS = /\b(?:https?|s?ftp|s3|git|ssh):\/\/[^\s,;"']+/gi;
const SECTION = /^\[\s*(?:profile\s+)?([^\]\n]*?)\s*\]\s*(?:[#;].*)?$/;

/** Reads text that `plain` has cleaned. */
export function scan(text: string): Scan {
  const found: Found[] = [];
  const labels: Role[] = [];
  const sections: string[] = [];
  let misspelt = false;
  for (const raw of text.split("\n")) {
    // Signed addresses carry ids of their own.
    const line = raw.replaceAll(ADDRESS, " ").trim();
    const header = SECTION.exec(line);
    if (header !== null) {
      sections.push(header[1] ?? "");
      continue;
    }
    if (/^[#;]/.test(line)) continue;
    misspelt ||= /accesss+[ _-]?key/i.test(line);
    const section = sections.at(-1) ?? null;
    const named = namedValues(line);
    if (named === null) found.push(...words(line).map((word) => ({ ...word, role: null, section })));
    for (const { role, value, quoted } of named ?? []) {
      if (value === "") labels.push(role);
      else found.push({ role, value, quoted, section });
    }
  }
  return { found, labels, sections, rootForm: /AWSAccessKeyId\s*=/i.test(text) && /AWSSecretKey\s*=/i.test(text), misspelt };
}

interface Named {
  readonly role: Role;
  readonly value: string;
  readonly quoted: boolean;
}

/** The names on a line with their values ("" for a bare label); null if the line has no name. */
function namedValues(line: string): readonly Named[] | null {
  const names = [...line.matchAll(NAME)];
  if (names.length === 0) return null;
  return names.map((name, index) => {
    const role: Role = name.groups?.secret !== undefined ? "secret" : name.groups?.id !== undefined ? "id" : "token";
    // A value ends where the next name begins: "Access key ID,Secret access key" are two labels.
    const rest = line.slice(name.index + name[0].length, names[index + 1]?.index);
    const between = BETWEEN.exec(rest)?.[0] ?? "";
    const { value, quoted } = valueAt(rest.slice(between.length));
    const separated = between.trim() !== "" || quoted;
    return separated || isPlain(value) || value.length >= 12 ? { role, value, quoted } : { role, ...inProse(rest) };
  });
}

/** "Your access key is AKIA…": the first word behind the name that is a key's by its form; "" if there is none. */
function inProse(rest: string): { value: string; quoted: boolean } {
  return words(rest).find(({ value }) => isPlain(value)) ?? { value: "", quoted: false };
}

function isPlain(word: string): boolean {
  const plainly: readonly Form[] = ["id", "secret", "token"];
  return plainly.includes(formOf(word));
}

function valueAt(rest: string): { value: string; quoted: boolean } {
  const quoted = QUOTED.exec(rest);
  if (quoted !== null) return { value: (quoted[1] ?? quoted[2] ?? quoted[3] ?? "").trim(), quoted: true };
  // <your key> and ${NAME} hold characters that would end a bare value.
  const standIn = /^(?:<[^>\n]*>|\$?\{[^}\n]*\}+)/.exec(rest)?.[0];
  return { value: standIn ?? BARE.exec(rest)?.[0] ?? "", quoted: false };
}

/** The words of a line without a name, quotes taken off. */
function words(line: string): readonly { value: string; quoted: boolean }[] {
  const standIn = /^["']?(<[^>]*>)["']?$/.exec(line)?.[1];
  if (standIn !== undefined) return [{ value: standIn, quoted: false }];
  return line
    .split(/[\s,;|]+/)
    .flatMap(splitPair)
    .map((word) => {
      const value = word.replaceAll(/^["'`(]+|["'`)]+$/g, "");
      return { value, quoted: value !== word };
    })
    .filter((word) => word.value !== "");
}

/** `id:secret` and `key=secret` as two words, if one of the parts is plainly a key's. */
function splitPair(word: string): readonly string[] {
  const parts = word.split(/[:=](?=[^:=])/);
  return parts.length > 1 && parts.some((part) => isPlain(part.replaceAll(/^["'`]+|["'`]+$/g, ""))) ? parts : [word];
}
