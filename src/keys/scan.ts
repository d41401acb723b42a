/**
 * Finds the values in pasted text: named ones (`aws_access_key_id = …`) and bare words. Knows no
 * file format: names and forms do.
 */
import { withoutPercents } from "./codings.js";
import { formOf, isPlaceholder, type Form } from "./recognise.js";
import { withoutEnd, withoutEnds } from "../base/trim.js";

export type Role = "id" | "secret" | "token";

/** One value found in the text. */
export interface FoundValue {
  readonly value: string;
  /** What the text calls it; null if nothing does. */
  readonly role: Role | null;
  /**
   * Called `secret_key` and no more: web frameworks keep another secret of theirs under that name.
   */
  readonly vague: boolean;
  /** The INI section above it; null if there is none. */
  readonly section: string | null;
  readonly quoted: boolean;
}

export interface TextScan {
  readonly found: readonly FoundValue[];
  /** Names without a value: labels of the console, or of a CSV header. */
  readonly labels: readonly Role[];
  readonly sections: readonly string[];
  /** Names as they stand in old `rootkey.csv` files were seen. */
  readonly rootForm: boolean;
  /** The name that psiTurk's documentation misspells, `AWS_SECRET_ACCESSS_KEY`, was seen. */
  readonly misspelt: boolean;
  /** There was nothing but lines that are commented out, and these were read. */
  readonly commented: boolean;
}

// Names in every spelling: aws_access_key_id, AWSAccessKeyId, accessKeyId, "Access key ID",
// fs.s3a.access.key … psiturk_access_key_id belongs to a service that is gone
// (https://github.com/NYUCCL/psiTurk/issues/564): not an AWS key.
const SECRET_NAME = "secret[ _.-]?acces+[ _.-]?key|secret[ _.-]?key";
const ID_NAME = "acces+[ _.-]?key[ _.-]?id|acces+[ _.-]?key";
const TOKEN_NAME = "(?:session|security)[ _.-]?token";
const NAME = new RegExp(
  "(?<![A-Za-z0-9])(?<!psiturk[ _])(?<aws>aws[ _.-]?)?" +
    `(?:(?<secret>${SECRET_NAME})|(?<id>${ID_NAME})|(?<token>${TOKEN_NAME}))(?![A-Za-z0-9_])`,
  "gi",
);
// What stands between a name and its value: closing quotes and brackets, "[None]" or "[****]" of
// `aws configure`, then = : => <-, a comma if the name was quoted (`setenv("NAME", "value")`), or
// blanks.
const BETWEEN =
  /^(?:["'`\])]+[ \t]*,|["'`\])>]*[ \t]*(?:\[[^\]\n]*\])?[ \t]*(?:=>|<-|:=|[=:\uFF1A])?)[ \t]*/;
const QUOTED = /^[bru]?(?:"([^"\n]*)"|'([^'\n]*)'|`([^`\n]*)`)/;
const BARE = /^[^\s"'`,;)}\]<{&]+/;
const ADDRESS = /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s,;"'`]+/gi;
/**
 * `s3://ID:SECRET@bucket`, and `aws://ID:SECRET@/?region_name=…` as Airflow keeps a connection
 * (https://airflow.apache.org/docs/apache-airflow-providers-amazon/stable/connections/aws.html):
 * the
 * key is the address's user and password.
 */
const SIGNED_IN = /\/\/(A[KS]IA[A-Z0-9]{16}):([A-Za-z0-9/+%]{20,120})@/;
/** Any other address of these may be signed, with an id of its own. */
const MAY_BE_SIGNED = /^(?:https?|s?ftp|s3[an]?|sqs|git|ssh):/i;
const SECTION = /^\[([^\]\n]*)\]\s*(?:[#;].*)?$/;
const COMMENT = /^(?:[#;]|\/\/\s|REM\s)/i;

/**
 * A key's half that stands within other signs: `c("AKIA…"`, `>'AKIA…'`, `(b'…'`. Dots, hyphens and
 * the like bind it to something longer (a name of a host, a web token), and then it is no half.
 */
const RUN =
  /(?<![A-Za-z0-9/+._~%-])(?:A[KS]IA[A-Z0-9]{16}|[A-Za-z0-9/+]{100,16384}={0,3}|[A-Za-z0-9/+]{40})(?=[.!?:]?$|[^A-Za-z0-9/+=._~%-])/g;

/**
 * Reads text that `plain` has cleaned. Lines that are commented out count only where there is
 * nothing else.
 */
export function scan(text: string): TextScan {
  const first = scanLines(text, false);
  if (first.found.length > 0 || first.labels.length > 0 || first.sections.length > 0) return first;
  const second = scanLines(text, true);
  return second.found.some(({ value }) => isPlain(value)) ? second : first;
}

function scanLines(text: string, commented: boolean): TextScan {
  const found: FoundValue[] = [];
  const labels: Role[] = [];
  const sections: string[] = [];
  let misspelt = false;
  for (const raw of text.split("\n")) {
    const line = lineOf(raw, commented);
    const header = sectionOf(line);
    if (header !== null) sections.push(header);
    if (header !== null || line === "") continue;
    misspelt ||= /accesss+[ _-]?key/i.test(line);
    const section = sections.at(-1) ?? null;
    const named = namedValues(line);
    for (const { value, ...rest } of named) {
      if (value === "") labels.push(rest.role);
      else found.push({ ...rest, value, section });
    }
    // Beside names, as in `ACCESSKEY  AKIA…  2026-01-01  (secret)  Active  ann`, a word counts if
    // its form says what it is.
    const others = words(line).filter(
      ({ value }) =>
        named.length === 0 || (isPlain(value) && named.every((each) => each.value !== value)),
    );
    found.push(...others.map((word) => ({ ...word, role: null, vague: false, section })));
  }
  return {
    found,
    labels,
    sections,
    rootForm: /AWSAccessKeyId\s*=/i.test(text) && /AWSSecretKey\s*=/i.test(text),
    misspelt,
    commented,
  };
}

/** What of a line is to be read: "" for a comment, unless comments are what is read. */
function lineOf(raw: string, commented: boolean): string {
  const line = raw.replaceAll(ADDRESS, (address) => {
    const [, id, secret] = SIGNED_IN.exec(address) ?? [];
    if (id !== undefined && secret !== undefined) return ` ${id} ${withoutPercents(secret)} `;
    // Airflow's other form keeps both halves behind the question mark.
    return MAY_BE_SIGNED.test(address) ? " " : address.replaceAll(/[?&]/g, " ");
  });
  const trimmed = line.trim();
  if (COMMENT.test(trimmed)) return commented ? trimmed.replace(/^(?:[#;/%\s]+|REM\s+)/i, "") : "";
  return withoutRemark(trimmed);
}

/**
 * Cuts what stands behind ` #`; unless that is the sign of a root's prompt, or the secret behind an
 * id.
 */
function withoutRemark(line: string): string {
  const at = line.search(/\s#/);
  if (at < 0) return line;
  const before = line.slice(0, at).trim();
  const behind = line
    .slice(at)
    .replace(/^[\s#]+/, "")
    .trim();
  if (!/=|:\s+\S|A[KS]IA|[A-Za-z0-9/+]{40}/.test(before)) return behind;
  return /^A[KS]IA[A-Z0-9]{12,}$/.test(before) && /^[A-Za-z0-9/+]{40}$/.test(behind)
    ? `${before} ${behind}`
    : before;
}

/**
 * The name of the section that a line begins; null where it begins none, as a list of values in
 * brackets does not.
 */
function sectionOf(line: string): string | null {
  const inner = SECTION.exec(line)?.[1]?.trim();
  const name = inner?.replace(/^profile\s+/, "");
  if (name === undefined || words(name).some(({ value }) => isPlain(value))) return null;
  return /["'`]/.test(name) && !/^\[\s*profile\s/.test(line) ? null : name;
}

interface Named {
  readonly role: Role;
  readonly vague: boolean;
  readonly value: string;
  readonly quoted: boolean;
}

/** The names on a line with their values ("" for a bare label). */
function namedValues(line: string): readonly Named[] {
  const names = [...line.matchAll(NAME)];
  return names.map((name, index) => {
    const { aws, secret, id } = name.groups ?? {};
    const role: Role = secret !== undefined ? "secret" : id !== undefined ? "id" : "token";
    // A value ends where the next name begins: "Access key ID,Secret access key" are two labels.
    const rest = line.slice(name.index + name[0].length, names[index + 1]?.index);
    return {
      role,
      vague: aws === undefined && secret !== undefined && !/acces/i.test(secret),
      ...valueBehind(rest, role),
    };
  });
}

/**
 * The value behind a name: what follows it, or the first word that has the form, as in "Your access
 * key is AKIA…".
 */
function valueBehind(rest: string, role: Role): { value: string; quoted: boolean } {
  const between = BETWEEN.exec(rest)?.[0] ?? "";
  const next = valueAt(rest.slice(between.length));
  if (isPlain(next.value) || (next.value.length >= 12 && !next.value.startsWith("-"))) return next;
  const separated = between.trim() !== "" || next.quoted;
  const near = words(rest).find(({ value }) =>
    separated ? formOf(value) === role : isPlain(value),
  );
  return near ?? (separated ? next : { value: "", quoted: false });
}

function isPlain(word: string): boolean {
  const plainly: readonly Form[] = ["id", "secret", "token"];
  return plainly.includes(formOf(word));
}

function valueAt(rest: string): { value: string; quoted: boolean } {
  const quoted = QUOTED.exec(rest);
  // JSON may write a slash as \/.
  if (quoted !== null)
    return {
      value: (quoted[1]?.replaceAll("\\/", "/") ?? quoted[2] ?? quoted[3] ?? "").trim(),
      quoted: true,
    };
  // <your key> and ${NAME} hold characters that would end a bare value.
  const standIn = /^(?:<[^>\n]*>|\$?\{[^}\n]*\}+)/.exec(rest)?.[0];
  return { value: standIn ?? BARE.exec(rest)?.[0] ?? "", quoted: false };
}

interface Word {
  readonly value: string;
  readonly quoted: boolean;
}

/** The words of a line, what stands around them taken off. */
function words(line: string): readonly Word[] {
  const standIn = /^["']?(<[^>]*>)["']?$/.exec(line)?.[1];
  if (standIn !== undefined) return [{ value: standIn, quoted: false }];
  return line
    .split(/[\s,;|\u2502\u2503\u3001\uFF0C\uFF1B]+/)
    .flatMap((word) => (isPlain(word) ? [word] : splitPair(word)))
    .flatMap((part) => runsIn(part) ?? [bare(part)])
    .filter(({ value }) => value !== "");
}

/**
 * The halves of a key that stand within a word, among signs of a programming language; null where
 * there is none.
 */
function runsIn(word: string): readonly Word[] | null {
  if (isPlain(word)) return [{ value: word, quoted: false }];
  const runs = (word.match(RUN) ?? []).filter(isPlain);
  return runs.length === 0 ? null : runs.map((value) => ({ value, quoted: /["'`]/.test(word) }));
}

/** A word without quotes and brackets; one that is a stand-in keeps those that say so. */
function bare(word: string): Word {
  const value = withoutEnd(word.replace(/^["'`(]+/, ""), "\"'`)");
  if (formOf(value) !== "unclear" || isPlaceholder(value)) return { value, quoted: value !== word };
  const inside = withoutEnd(value.replace(/^[\w.:$]*[([{]+/, "").replace(/^["'`]+/, ""), "\"'`)]}");
  return { value: inside, quoted: /["'`]/.test(word) };
}

/** `id:secret` and `key=secret` as two words, if one of the parts is plainly a key's. */
function splitPair(word: string): readonly string[] {
  const parts = word.split(/[:=\uFF1A](?=["'`]*[A-Za-z0-9/+<$])/);
  return parts.length > 1 && parts.some((part) => isPlain(withoutEnds(part, "\"'`")))
    ? parts
    : [word];
}
