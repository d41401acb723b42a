/** What a piece of text is by its form alone: an id, a secret, a token, a stand-in, or something else. */
import { withoutWideForms } from "./normalise.js";

/**
 * Access key ids as public scanners know them: prefix and sixteen characters, capitals and digits.
 * AKIA: long-term key of an IAM user or of root; ASIA: temporary key.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes
 */
const KEY_ID = /^A[KS]IA[A-Z0-9]{16}$/;
/** Unique ids that are not access keys: groups, users, roles, policies, profiles, certificates, public keys … (same page). */
const OTHER_ID = /^(?:ABIA|ACCA|AGPA|AIDA|AIPA|ANPA|ANVA|APKA|AROA|ASCA)[A-Z0-9]{12,}$/;
/** Observed, not documented: forty characters of base64's alphabet. https://github.com/awslabs/git-secrets */
const SECRET = /^[A-Za-z0-9/+]{40}$/;
/** Opaque by documentation; observed: long base64. The upper bound is that of what HTTP servers take as a header. */
const TOKEN = /^[A-Za-z0-9/+]{100,16384}={0,3}$/;
/** Four characters AKIA or ASIA in any case with something behind them: an id, perhaps cut or mistyped. */
const LIKE_KEY_ID = /^A[KS]IA[A-Z0-9]{4,28}$/i;

const WHAT_OTHER_IDS_NAME: Readonly<Record<string, string>> = {
  ABIA: "a bearer token of AWS STS",
  ACCA: "a context credential",
  AGPA: "a group of users",
  AIDA: "an IAM user",
  AIPA: "an EC2 instance profile",
  ANPA: "a managed policy",
  ANVA: "a version of a managed policy",
  APKA: "a public key",
  AROA: "a role",
  ASCA: "a certificate",
};

export type Form = "id" | "other-id" | "like-id" | "secret" | "token" | "hidden" | "placeholder" | "unclear";

/** The form of one word (no blanks). `hidden` is a row of stars or dots, as the console shows a secret before "Show". */
export function formOf(word: string): Form {
  if (KEY_ID.test(word)) return "id";
  if (isPlaceholder(word)) return "placeholder";
  if (OTHER_ID.test(word)) return "other-id";
  if (/^[*•·●∙]{3,}$/.test(word)) return "hidden";
  if (TOKEN.test(word)) return "token";
  if (SECRET.test(word)) return "secret";
  return LIKE_KEY_ID.test(word) ? "like-id" : "unclear";
}

/** What an id such as `AIDA…` names, in plain words; null for ids of access keys and for anything else. */
export function whatOtherIdNames(id: string): string | null {
  return OTHER_ID.test(id) ? (WHAT_OTHER_IDS_NAME[id.slice(0, 4)] ?? null) : null;
}

/**
 * Whether a text that is typed where no secret belongs (a name, a path) holds one all the same, and must not be shown: a
 * word of forty characters of base64's alphabet in mixed case with a digit, that does not begin as a path does.
 */
export function mayHoldSecret(text: string): boolean {
  return withoutWideForms(text).split(/[\s,;="']+/).some((word) => SECRET.test(word) && isMixed(word) && !looksLikePath(word));
}

/**
 * Whether a name (of a profile, a region, an option) holds a secret. Names are no paths: one that begins with a slash is held to
 * the same rule.
 */
export function looksLikeSecret(name: string): boolean {
  return name.split(/[\s,;="']+/).some((word) => (SECRET.test(word) && isMixed(word)) || TOKEN.test(word));
}

/** `/home/ann/Studies2026/…`: begins with a slash, has another, and stays with one sort of letter for longer than a random word does. */
function looksLikePath(word: string): boolean {
  if (!/^\/[^/]+\/./.test(word)) return false;
  const turns = Array.from(word).filter((char, index) => index > 0 && sortOf(char) !== sortOf(word.charAt(index - 1))).length;
  return turns <= word.length / 3;
}

function sortOf(char: string): "small" | "capital" | "digit" | "sign" {
  return /[a-z]/.test(char) ? "small" : /[A-Z]/.test(char) ? "capital" : /[0-9]/.test(char) ? "digit" : "sign";
}

/** Small letters, capitals and digits: what a random word of some length always has, and a written one seldom. */
function isMixed(word: string): boolean {
  return /[a-z]/.test(word) && /[A-Z]/.test(word) && /[0-9]/.test(word);
}

/** A run of exactly forty characters of base64's alphabet, or a hundred and more, standing alone. */
const SECRET_RUN = /(?<![A-Za-z0-9/+])(?:[A-Za-z0-9/+]{40}|[A-Za-z0-9/+]{100,}={0,3})(?![A-Za-z0-9/+])/g;

/**
 * The last guard before anything is printed: whatever has the form of a secret or a session token is hidden, wherever it came
 * from. A path with several slashes stays.
 */
export function hideSecrets(text: string): string {
  return text.replaceAll(SECRET_RUN, (run) => (isMixed(run) && !looksLikePath(run) ? "(hidden)" : run));
}

/**
 * Whether a value may be kept and handled as an id, that is, in the open. A secret that stands in the id's place
 * may not; when in doubt the answer is no, for an id is worth nothing and a secret everything.
 */
export function mayBeId(value: string): boolean {
  const form = formOf(value);
  if (form === "id" || form === "like-id" || form === "other-id" || form === "placeholder") return true;
  if (form !== "unclear") return false;
  // Emulators take ids such as "test" or "testing"; mixed case at length is how a cut secret looks.
  return /^\w{1,128}$/.test(value) && (value.length < 16 || !/[a-z]/.test(value));
}

/** Stand-ins that people leave where a value belongs: `YourAccessKeyId`, `<your key>`, `xxxx`, `AKIAXXXXXXXXXXXXXXXX`. */
export function isPlaceholder(value: string): boolean {
  return PLACEHOLDERS.some((form) => form.test(value));
}

const PLACEHOLDERS: readonly RegExp[] = [
  // What psiTurk 2 writes: https://github.com/NYUCCL/psiTurk, default .psiturkconfig
  /^your[-_ ]?(?:own[-_ ]?)?(?:aws[-_ ]?)?(?:access|secret|session|key|id|token)(?:[-_ ]?(?:access|secret|security|session|key|id|token|here|goes))*$/i,
  /^(?:my|the|insert|enter|put|add|paste|replace)[-_ ](?:your[-_ ])?(?:aws[-_ ])?(?:access|secret|key)[-_ a-z]*$/i,
  /^<[^>]*>$/,
  /^\{\{?[^}]*\}\}?$/,
  /^\$\{?[A-Za-z_]\w*(?:[:.-][^}]*)?\}?$/,
  /^%\{?[A-Za-z_]\w*\}?%?$/,
  /^(?:__|@@?|#\{|<%=?)\s*[A-Za-z_.][\w.\s-]*(?:__|@@?|\}|%>)$/,
  /^\[[^\]]*\]$/,
  /^(?:A[KS]IA)?[xX]{4,}$/,
  /^(?:A[KS]IA)?[.…]{2,}$/,
  /^(?:A[KS]IA)[*•]{2,}$/,
  /^(?:change[-_ ]?me|todo|none|null|undefined|placeholder|example|dummy)$/i,
  /^(?:aws[-_ ]?)?(?:access[-_ ]?key(?:[-_ ]?id)?|secret[-_ ]?(?:access[-_ ]?)?key|access[-_ ]?key[-_ ]?secret)$/i,
];

/**
 * The pairs that AWS's own documentation prints. They open nothing.
 * https://docs.aws.amazon.com/AWSMechTurk/latest/AWSMechanicalTurkGettingStartedGuide/SetUp.html and
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html (the second pair)
 */
const EXAMPLES: ReadonlySet<string> = new Set([
  "AKIAIOSFODNN7EXAMPLE",
  "ASIAIOSFODNN7EXAMPLE",
  "AKIAI44QH8DHBEXAMPLE",
  "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY",
]);

/** Whether a value is half of one of the example pairs that AWS's documentation prints. */
export function isDocumentedExample(value: string): boolean {
  return EXAMPLES.has(value);
}
