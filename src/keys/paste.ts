/** Reads everything that people paste when they are asked for an access key. */
import type { Problem } from "../base/problem.js";
import type { Secret } from "../base/secret.js";
import { isKeyHeader, otherHeaderProblem, readKeyTable } from "./csv-table.js";
import { OUT_OF_BASE64, withoutEntities, withoutMail } from "./codings.js";
import { undisguised, unpacked } from "./disguised.js";
import { joinHalves, looksLikeIdPrefix } from "./halves.js";
import { readJson } from "./json.js";
import { withoutMarkup } from "./markup.js";
import { normalise } from "./normalise.js";
import { formOf } from "./recognise.js";
import { rejoined } from "./rejoin.js";
import { notAKey, refused, whatItIs } from "./refusal.js";
import { scan } from "./scan.js";
import { judgeFileName, judgeId, judgeKey, judgeSecret } from "./shape.js";
import { sort, type Sorted } from "./sort.js";
import type { AccessKey, KeyFinding } from "./types.js";

export { joinHalves, looksLikeIdPrefix };

/**
 * What a paste turned out to be. `notes` say what was cleaned or left out, each a short phrase;
 * nothing here shows a secret.
 */
export type Pasted =
  | {
      readonly kind: "pair";
      readonly key: AccessKey;
      readonly notes: readonly string[];
      readonly findings: readonly KeyFinding[];
    }
  | {
      readonly kind: "id";
      readonly accessKeyId: string;
      readonly notes: readonly string[];
      readonly findings: readonly KeyFinding[];
    }
  | {
      readonly kind: "secret";
      readonly secretAccessKey: Secret;
      readonly notes: readonly string[];
      readonly findings: readonly KeyFinding[];
    }
  | {
      readonly kind: "token";
      readonly sessionToken: Secret;
      readonly notes: readonly string[];
      readonly findings: readonly KeyFinding[];
    }
  /** More is needed: call again with this text, a line break and the next line. */
  | { readonly kind: "incomplete"; readonly why: string }
  | { readonly kind: "nothing"; readonly problem: Problem };

export interface PasteOptions {
  /** In practice AWS's documented example pair is welcome. */
  readonly practice: boolean;
  /**
   * The field asks for the secret: a single word counts as one, however it looks (`findings` say
   * what is odd about it).
   */
  readonly expect?: "secret";
}

/** Characters; far beyond any form of a key, and little enough to be read at once. */
const PASTE_LIMIT = 64 * 1024;

/**
 * Reads an access key, or a half of one, from pasted text: bare words, CSV with and without header,
 * INI, `.env`, shell, PowerShell, JSON of the AWS CLI, Python, R and other source text, the
 * console's labels with values below. Never throws;
 * `problem.code` is always `input-malformed`. Half a key that stands with the other half of another
 * key is refused.
 */
export function readPasted(text: string, options: PasteOptions): Pasted {
  if (text.length > PASTE_LIMIT)
    return nothing(
      refused("That is far more text than a key has.", [
        "Paste only id and secret, or choose the CSV file.",
      ]),
    );
  const cleaned = normalise(text);
  const seen = withoutMarkup(withoutMail(withoutOwnNotes(cleaned.text)));
  const body = withoutEntities(seen).trim();
  if (body === "")
    return nothing(
      refused("Nothing was pasted.", [
        "Copy id and secret from AWS or from the CSV file, and paste them here.",
      ]),
    );
  const inside = unpacked(body);
  if (inside !== null) return fromBase64(inside, options);
  const json = readJson(body);
  if (json.is === "open")
    return { kind: "incomplete", why: "The JSON is not closed yet; the rest is still to come." };
  if (json.is === "none" && !isPasswordExport(body)) {
    const table = readTable(body, cleaned.notes, options);
    if (table !== null) return table;
  }
  const source = json.is === "closed" ? json.text : body;
  const first = scan(source);
  const joined = isWhole(first) ? null : rejoined(source);
  const scanned = joined === null ? first : scan(joined.text);
  const sorted = sort(scanned, options.expect === "secret");
  if ("problem" in sorted) return nothing(sorted.problem);
  const notes = [
    ...cleaned.notes,
    ...(json.is === "none" ? [] : ["read it from the JSON"]),
    ...(joined === null ? [] : [joined.note]),
    ...sorted.notes,
  ];
  return answer(sorted, notes, options) ?? unanswered(body, scanned);
}

function fromBase64(inside: string, options: PasteOptions): Pasted {
  const read = readPasted(inside, options);
  return "notes" in read ? { ...read, notes: [OUT_OF_BASE64, ...read.notes] } : read;
}

/** Both halves stand there in one piece each, whatever their coding. */
function isWhole({ found }: ReturnType<typeof scan>): boolean {
  const forms = found.map(({ value }) => formOf(undisguised(value)?.value ?? value));
  return forms.includes("id") && forms.includes("secret");
}

/**
 * What a password manager exports: a table of logins, of which one has an id as its user's name and
 * a secret as its password. A file of AWS's with a console password has the same columns, and no id
 * in them; that one for mail (SMTP) says so.
 */
function isPasswordExport(body: string): boolean {
  const [header = "", ...rows] = body.split("\n", 20);
  return (
    /\bpassword\b/i.test(header) &&
    /\b(?:user ?name|login_username)\b/i.test(header) &&
    !/smtp|access ?key/i.test(header) &&
    rows.some((row) => /\bA[KS]IA[A-Z0-9]{16}\b/.test(row))
  );
}

/**
 * The file in which this program keeps a key on its way begins with a note of its own, which names
 * the key that it replaces.
 */
function withoutOwnNotes(text: string): string {
  return text.includes("# mturk-setup:")
    ? text
        .split("\n")
        .filter((line) => !line.startsWith("# mturk-setup:"))
        .join("\n")
    : text;
}

function answer(sorted: Sorted, notes: readonly string[], options: PasteOptions): Pasted | null {
  const { id, secret, token } = sorted;
  const root = sorted.rootForm ? judgeFileName("rootkey.csv") : [];
  if (id !== null && secret !== null)
    return pair(joinHalves(id, secret, token ?? undefined), notes, root, options);
  const left =
    token === null
      ? notes
      : [...notes, "left out the session token: paste it together with id and secret"];
  if (id !== null) {
    return {
      kind: "id",
      accessKeyId: id,
      notes: left,
      findings: [...judgeId(id, options), ...root],
    };
  }
  if (secret !== null) {
    return {
      kind: "secret",
      secretAccessKey: secret,
      notes: left,
      findings: [...judgeSecret(secret, options), ...root],
    };
  }
  return token === null ? null : { kind: "token", sessionToken: token, notes, findings: [] };
}

function pair(
  key: AccessKey,
  notes: readonly string[],
  more: readonly KeyFinding[],
  options: PasteOptions,
): Pasted {
  return {
    kind: "pair",
    key,
    notes,
    findings: [...judgeKey(key, { practice: options.practice }), ...more],
  };
}

/**
 * A CSV with its header; null if the text has no such header. Lines above the header (a file name,
 * a prompt) do not matter.
 */
function readTable(body: string, cleaned: readonly string[], options: PasteOptions): Pasted | null {
  const lines = body.split("\n");
  const other = otherHeaderProblem(lines[0] ?? "");
  if (other !== null) return nothing(other);
  const header = lines.findIndex((line) => /[,;\t]/.test(line) && isKeyHeader(line));
  if (header < 0) return null;
  const below = lines.slice(header + 1).filter((line) => line.trim() !== "");
  if (below.length === 0)
    return {
      kind: "incomplete",
      why: "That is the header line of the CSV file; the line below it has the key.",
    };
  // The console's own table, copied before "Show" was clicked: the id can still be had.
  if (below.some((line) => line.split(/[\s,;]+/).some((word) => formOf(word) === "hidden")))
    return null;
  const table = readKeyTable([lines[header], ...below].join("\n"), "The CSV text");
  if (!table.ok) return nothing(table.problem);
  const [only, ...others] = table.value.keys;
  if (only === undefined || others.length > 0) return nothing(notAKey("several-keys"));
  return pair(
    only.key,
    [...cleaned, "read it from the CSV row", ...table.value.notes],
    [],
    options,
  );
}

/** Nothing that could be a value: labels whose values are to come, or something else altogether. */
function unanswered(body: string, scanned: ReturnType<typeof scan>): Pasted {
  if (scanned.found.length === 0 && scanned.labels.length > 0) {
    return { kind: "incomplete", why: "That is only the name; the value is still to come." };
  }
  if (scanned.found.length === 0 && scanned.sections.length > 0) {
    return {
      kind: "incomplete",
      why: "That is the header of a profile; its key is in the lines below.",
    };
  }
  return nothing(notAKey(whatItIs(body)));
}

function nothing(problem: Problem): Pasted {
  return { kind: "nothing", problem };
}
