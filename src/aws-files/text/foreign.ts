/**
 * Recognises a file of another kind in the place of an AWS file as one thing: encrypted, a merge
 * that was not finished, a table, a page.
 */
import { unpacked } from "../../keys/disguised.js";
import { scanText } from "./scan.js";

/** What the file is, for a sentence that begins "The file is …", and what to do about it. */
export interface ForeignText {
  /**
   * `conflict` can be mended by a choice; from `readable` keys can be read out; the rest is for its
   * own program.
   */
  readonly kind: "encrypted" | "binary" | "readable" | "csv" | "conflict";
  readonly what: string;
  /** The way back by its own program; null: there is none. */
  readonly own: string | null;
}

const AGE_DECRYPTS = "Decrypt it: age --decrypt FILE";

/** How binary files begin (https://www.garykessler.net/library/file_sigs.html), as ISO 8859-1. */
const BEGINNINGS: readonly (readonly [string, ForeignText["kind"], string, string | null])[] = [
  [
    "\0GITCRYPT\0",
    "encrypted",
    "encrypted with git-crypt",
    "Decrypt it with git-crypt, in its repository: git-crypt unlock",
  ],
  ["age-encryption.org/", "encrypted", "encrypted with age", AGE_DECRYPTS],
  ["-----BEGIN AGE ENCRYPTED FILE-----", "encrypted", "encrypted with age", AGE_DECRYPTS],
  [
    "-----BEGIN PGP MESSAGE-----",
    "encrypted",
    "encrypted with PGP",
    "Decrypt it: gpg --decrypt FILE",
  ],
  [
    "$ANSIBLE_VAULT;",
    "encrypted",
    "encrypted with Ansible Vault",
    "Decrypt it: ansible-vault decrypt FILE",
  ],
  [
    "Salted__",
    "encrypted",
    "encrypted with OpenSSL",
    "Decrypt it with openssl enc -d, as it was encrypted.",
  ],
  ["-----BEGIN ", "binary", "a certificate, a key of another kind or a signed message", null],
  [
    "version https://git-lfs.github.com/spec/",
    "binary",
    "a pointer of Git LFS in the place of the file itself",
    "Fetch the file, in its repository: git lfs pull",
  ],
  ["PK\u0003\u0004", "binary", "a ZIP archive, a Word document or an Excel workbook", null],
  ["\u00D0\u00CF\u0011\u00E0", "binary", "an old Word document or Excel workbook", null],
  ["%PDF-", "binary", "a PDF", null],
  ["\u001F\u008B", "binary", "a gzip archive", "Unpack it: gunzip -c FILE"],
  ["BZh", "binary", "a bzip2 archive", null],
  ["\u00FD7zXZ", "binary", "an xz archive", null],
  ["7z\u00BC\u00AF", "binary", "a 7-Zip archive", null],
  ["bplist00", "binary", "a property list of macOS", null],
  ["SQLite format 3", "binary", "a database", null],
  ["\u0089PNG", "binary", "a picture", null],
  ["\u00FF\u00D8\u00FF", "binary", "a picture", null],
  ["{\\rtf", "readable", "a rich text document (RTF), as TextEdit and WordPad write it", null],
];

/** Bytes that are looked at for the forms that do not show at the beginning. */
const MOST = 4 * 1024 * 1024;

/**
 * What a file is instead of an AWS file; null: nothing else than one, perhaps a damaged one.
 * `text`: what the bytes say as UTF-8, where the caller knows.
 */
export function foreignKind(bytes: Uint8Array, text: string | null = null): ForeignText | null {
  const start = Buffer.from(bytes.subarray(0, 64))
    .toString("latin1")
    .replace(/^\u00EF\u00BB\u00BF/, "");
  const begins = BEGINNINGS.find(
    ([beginning]) => start.startsWith(beginning) || start.trimStart().startsWith(beginning),
  );
  if (begins !== undefined) return { kind: begins[1], what: begins[2], own: begins[3] };
  if (bytes.length > MOST) return null;
  const said = text ?? Buffer.from(bytes).toString("utf8");
  return foreignText(said.replace(/^\uFEFF/, ""));
}

/**
 * As {@link foreignKind}, for what shows in the text only. Whatever boto3 can read is an AWS file,
 * encrypted values apart.
 */
export function foreignText(text: string): ForeignText | null {
  if (text.includes("ENC[AES256_GCM,") && /(?:^|["\s[])sops(?:_|["\]:]|$)/m.test(text))
    return {
      kind: "encrypted",
      what: "encrypted with SOPS",
      own: "Decrypt it: sops --decrypt --in-place FILE",
    };
  const form = formOf(text);
  return form === null || scanText(text, "credentials").ok ? null : form;
}

function formOf(text: string): ForeignText | null {
  const readable = (what: string): ForeignText => ({ kind: "readable", what, own: null });
  const body = text.trimStart();
  if (conflictsIn(text).length > 0)
    return {
      kind: "conflict",
      what:
        "a merge that was not finished: both versions stand in it, between the marks <<<<<<< " +
        "and >>>>>>>",
      own: null,
    };
  if (
    /^<(?:!doctype|html|head|body|\?xml|table|tr|pre|div|span|p|ul|!--)\b/i.test(body) ||
    /^<!doctype/i.test(body)
  )
    return readable("a web page (HTML)");
  // `{default}` above a setting is a section line with other brackets.
  if (/^(?:\{(?![ \t]*[\w.@+-]+[ \t]*[}\])][ \t]*(?:[\r\n]|$))|\[\s*[{"])/.test(body))
    return readable("JSON");
  if (isTable(body))
    return { kind: "csv", what: "a CSV file, as AWS gives it when a key is made", own: null };
  if (/^[ \t]*(?:```|~~~)/m.test(text)) return readable("a note with fenced lines (Markdown)");
  if (isYaml(text)) return readable("YAML");
  if (/^(?:diff --git |Index: \S|--- \S.*\r?\n\+\+\+ \S)/.test(body))
    return readable("a patch: the difference between two versions of a file");
  if (/^>.*(?:[\r\n]+>.*)*$/.test(body.trimEnd()))
    return readable("text as a mail quotes it, with > before each line");
  if (/^(?:#!\s*\/|(?:\$ )?(?:sudo )?(?:cat|tee|echo|printf)\b.*(?:<<|>))/.test(body))
    return readable("a script, which is run and not read");
  if (/^[\w+/=\s-]+$/.test(body) && unpacked(body) !== null)
    return readable("a file of keys in Base64");
  return null;
}

function isTable(body: string): boolean {
  const [first = ""] = body.split(/[\r\n]/, 1);
  return (
    /access key id"?\s*[,;\t]/i.test(first) ||
    /^(?:[^,;\t]*[,;\t]\s*)?"?A[KS]IA[A-Z0-9]{16}"?\s*[,;\t]/.test(first)
  );
}

/** A name alone with a colon, and something indented below it, before any section line. */
function isYaml(text: string): boolean {
  const section = /^[^\S\r\n\u2028\u2029]*\[/m.exec(text);
  const lines = text
    .slice(0, section === null ? text.length : section.index + section[0].length)
    .split(/\r\n|[\r\n]/)
    .filter((line) => line.trim() !== "" && !line.trimStart().startsWith("#"));
  if (lines[0]?.trim() === "---") return true;
  return lines.some(
    (line, at) =>
      /^["']?[\w. -]+["']?:\s*$/.test(line) && /^(?:\s+|- )\S/.test(lines[at + 1] ?? ""),
  );
}

/**
 * The marks of one conflict, as indexes of lines from 0; `base`: where a third version begins
 * (diff3).
 */
export interface Conflict {
  readonly open: number;
  readonly base: number | null;
  readonly middle: number;
  readonly close: number;
}

/**
 * The conflicts that git or Mercurial left in a text
 * (https://git-scm.com/docs/git-merge#_how_conflicts_are_presented).
 */
export function conflictsIn(text: string): readonly Conflict[] {
  if (!text.includes("<<<<<<<")) return [];
  const found: Conflict[] = [];
  let open: number | null = null;
  let base: number | null = null;
  let middle: number | null = null;
  for (const [index, line] of text.split(/\r\n|[\r\n]/).entries()) {
    if (/^<{7}(?: |$)/.test(line)) [open, base, middle] = [index, null, null];
    else if (open !== null && middle === null && /^\|{7}(?: |$)/.test(line)) base = index;
    else if (open !== null && middle === null && /^={7}(?: |$)/.test(line)) middle = index;
    else if (open !== null && middle !== null && /^>{7}(?: |$)/.test(line)) {
      found.push({ open, base, middle, close: index });
      open = null;
    }
  }
  return found;
}
