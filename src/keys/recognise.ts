/**
 * Tells what a piece of text is by its form alone: an id, a secret, a token, a stand-in, or
 * something else.
 */
import { stripControls } from "../base/clean.js";
import { withoutWideForms } from "./normalise.js";

/**
 * Access key ids as public scanners know them: prefix and sixteen characters, capitals and digits.
 * AKIA: long-term key of an IAM user or of root; ASIA: temporary key.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes
 */
const KEY_ID = /^A[KS]IA[A-Z0-9]{16}$/;
/**
 * Unique ids that are not access keys: groups, users, roles, policies, profiles, certificates,
 * public keys … (same page).
 */
const OTHER_ID = /^(?:ABIA|ACCA|AGPA|AIDA|AIPA|ANPA|ANVA|APKA|AROA|ASCA)[A-Z0-9]{12,}$/;
/**
 * Observed, not documented: forty characters of base64's alphabet.
 * https://github.com/awslabs/git-secrets
 */
const SECRET = /^[A-Za-z0-9/+]{40}$/;
/**
 * Opaque by documentation; observed: long base64. The upper bound is that of what HTTP servers take
 * as a header.
 */
const TOKEN = /^[A-Za-z0-9/+]{100,16384}={0,3}$/;
/**
 * Four characters AKIA or ASIA in any case with something behind them: an id, perhaps cut or
 * mistyped.
 */
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

export type Form =
  "id" | "other-id" | "like-id" | "secret" | "token" | "hidden" | "placeholder" | "unclear";

/**
 * The form of one word (no blanks). `hidden` is a row of stars or dots, as the console shows a
 * secret before "Show".
 */
export function formOf(word: string): Form {
  if (KEY_ID.test(word)) return "id";
  if (isPlaceholder(word)) return "placeholder";
  if (OTHER_ID.test(word)) return "other-id";
  if (/^[*•·●∙]{3,}$/.test(word)) return "hidden";
  if (TOKEN.test(word)) return "token";
  if (SECRET.test(word)) return "secret";
  return LIKE_KEY_ID.test(word) ? "like-id" : "unclear";
}

/**
 * What an id such as `AIDA…` names, in plain words; null for ids of access keys and for anything
 * else.
 */
export function whatOtherIdNames(id: string): string | null {
  return OTHER_ID.test(id) ? (WHAT_OTHER_IDS_NAME[id.slice(0, 4)] ?? null) : null;
}

/**
 * Whether a text that is typed where no secret belongs (a name, a path) holds one all the same, and
 * must not be shown: alone, behind a folder, after `=`, or in an address.
 */
export function mayHoldSecret(text: string): boolean {
  const narrow = withoutWideForms(text);
  return hideSecrets(narrow) !== narrow;
}

/**
 * Whether a name (of a profile, a region, an option) holds a secret, or most of one: names are no
 * paths, and what is mistyped or cut by some signs is a secret still.
 */
export function looksLikeSecret(name: string): boolean {
  return (
    mayHoldSecret(name) ||
    name.split(NO_SIGN_OF_KEYS).some((word) => word.length >= 30 && isRandom(word)) ||
    isMixedRun(name)
  );
}

const NO_SIGN_OF_KEYS = /[^A-Za-z0-9/+]+/;

/**
 * A word in which small letters, capitals and digits take turns as no person writes them: a key, or
 * most of one.
 */
export function isRandom(word: string): boolean {
  return isMixed(word) && turnsOf(word) > word.length / 2;
}

/**
 * Whether a text that is being typed may become a secret: half of one looks as restless already. A
 * password manager types letter by letter, and each of them is drawn.
 */
export function mayBecomeSecret(text: string): boolean {
  const narrow = withoutWideForms(text);
  return (
    BEGUN_PAIR.test(narrow) ||
    narrow
      .split(NO_SIGN_OF_KEYS)
      .some(
        (run) => isHalfSecret(run, 0.5) || run.split("/").some((part) => isHalfSecret(part, 0.4)),
      )
  );
}

/** What goes on right behind an id is its secret. */
const BEGUN_PAIR = /A[KS]IA[A-Z0-9]{16}[A-Za-z0-9/+]{8}/;

/** Folders change more often than words: of a whole path more is asked. */
function isHalfSecret(run: string, share: number): boolean {
  return run.length >= HALF_A_SECRET && isMixed(run) && turnsOf(run) > run.length * share;
}

const HALF_A_SECRET = 20;

/** Of a name no beginning is that of a path. */
function isMixedRun(name: string): boolean {
  return name.split(/[\s,;="']+/).some((word) => SECRET.test(word) && isMixed(word));
}

/**
 * How folders at the root of a file system are called; a random word begins with one, and a slash
 * behind it, once in a million times a million.
 */
const ROOT_FOLDER =
  /^\/(?:Users|Volumes|Applications|Library|System|home|root|tmp|var|opt|srv|mnt|media|data|etc|usr|run|work|private|scratch|nfs|export|cygdrive|projects?|gpfs|storage|lustre|cluster|beegfs|groups?|users|homes|shared?|net|afs)\//;

/**
 * How often one sort of letter follows another; in forty random signs about 25 times, and fewer
 * than 12 times hardly ever.
 */
function turnsOf(word: string): number {
  let turns = 0;
  for (let at = 1; at < word.length; at += 1)
    if (sortOf(word.charAt(at)) !== sortOf(word.charAt(at - 1))) turns += 1;
  return turns;
}

function sortOf(char: string): "small" | "capital" | "digit" | "sign" {
  return /[a-z]/.test(char)
    ? "small"
    : /[A-Z]/.test(char)
      ? "capital"
      : /[0-9]/.test(char)
        ? "digit"
        : "sign";
}

/**
 * Small letters, capitals and digits: what a random word of some length nearly always has, and a
 * written one seldom.
 */
function isMixed(word: string): boolean {
  return /[a-z]/.test(word) && /[A-Z]/.test(word) && /[0-9]/.test(word);
}

/**
 * Forty signs as a secret has them. One in a thousand has no digit: then the letters have to change
 * as random ones do.
 */
function isSecretRun(word: string): boolean {
  if (!SECRET.test(word) || ROOT_FOLDER.test(word)) return false;
  return isMixed(word) || (/[a-z]/.test(word) && /[A-Z]/.test(word) && turnsOf(word) > 10);
}

/**
 * A run of signs of base64's alphabet, as long as a secret and more. In an address the two that are
 * no letters may be encoded.
 */
const LONG_RUN = /(?<![A-Za-z0-9/+])[A-Za-z0-9/+]{40,}={0,3}/g;
const HIDDEN = "(hidden)";

/**
 * The last guard before anything is printed: whatever has the form of a secret or a session token
 * is hidden, wherever it came from and whatever stands before it. Of a path the folders stay, and a
 * part that could be a secret is hidden.
 */
export function hideSecrets(text: string): string {
  const plain = /%2[BbFf]/.test(text)
    ? text.replaceAll(ENCODED_RUN, (run: string, at: number, whole: string) =>
        hiddenBehind(whole.charAt(at - 1), run, hiddenEncoded),
      )
    : text;
  return plain.replaceAll(LONG_RUN, (run: string, at: number, whole: string) =>
    hiddenBehind(whole.charAt(at - 1), run, hiddenIn),
  );
}

/**
 * What stands behind a percent code (`%3D`) begins after it, though its two signs look like a part
 * of the run.
 */
function hiddenBehind(before: string, run: string, hide: (run: string) => string): string {
  const hidden = hide(run);
  if (hidden !== run || before !== "%" || !/^[0-9A-Fa-f]{2}/.test(run)) return hidden;
  return run.slice(0, 2) + hide(run.slice(2));
}

function hiddenEncoded(run: string): string {
  return hiddenIn(decodedSigns(run)) === decodedSigns(run) ? run : HIDDEN;
}

const ENCODED_RUN = /(?<![A-Za-z0-9/+])(?:[A-Za-z0-9/+]|%2[BbFf]){40,}/g;

function decodedSigns(run: string): string {
  return run.replaceAll(/%2[Bb]/g, "+").replaceAll(/%2[Ff]/g, "/");
}

/**
 * A secret with a sign or a few typed before or after it: as restless as one, which words and
 * folders are not.
 */
function isGluedSecret(run: string): boolean {
  return run.length > 40 && run.length <= 44 && !run.startsWith("/") && isRestless(run);
}

function isRestless(run: string): boolean {
  return isMixed(run) && turnsOf(run) > 13;
}

/** An id with its secret behind it, or before it, and nothing in between: a Tab or Enter was lost. */
const ID_THEN_SECRET = /(A[KS]IA[A-Z0-9]{16})([A-Za-z0-9/+]{36,40})/g;
const SECRET_THEN_ID = /([A-Za-z0-9/+]{40})(A[KS]IA[A-Z0-9]{16})/g;

function hiddenIn(run: string): string {
  if (isSecretRun(run) || isGluedSecret(run)) return HIDDEN;
  const apart = withoutGluedSecret(run);
  if (apart !== run) return apart.replaceAll(LONG_RUN, hiddenIn);
  const root = ROOT_FOLDER.exec(run)?.[0] ?? "";
  if (run.length >= 100 && isMixed(run) && turnsOf(run) > run.length * 0.4) return HIDDEN;
  // Several secrets in a row.
  if (root === "" && run.length > 44 && isRandom(run)) return HIDDEN;
  return root + withoutSecretParts(run.slice(root.length));
}

function withoutGluedSecret(run: string): string {
  if (!/A[KS]IA/.test(run)) return run;
  const isOne = (text: string): boolean => isSecretRun(text) || isRestless(text);
  return run
    .replaceAll(ID_THEN_SECRET, (all: string, id: string, next: string) =>
      isOne(next) ? id + HIDDEN : all,
    )
    .replaceAll(SECRET_THEN_ID, (all: string, before: string, id: string) =>
      isOne(before) ? HIDDEN + id : all,
    );
}

/**
 * A path whose parts are looked at: forty signs between slashes (which may hold slashes themselves)
 * could be a secret.
 */
function withoutSecretParts(path: string): string {
  const kept: string[] = [];
  let from = 0;
  for (let slash = -1; slash < path.length;) {
    const start = [slash + 1, slash].find((at) => at >= from && isSecretPart(path, at));
    if (start !== undefined) {
      kept.push(path.slice(from, start), HIDDEN);
      from = start + 40;
    }
    const next = path.indexOf("/", Math.max(slash + 1, from));
    if (next < 0) break;
    slash = next;
  }
  return kept.join("") + path.slice(from);
}

function isSecretPart(path: string, start: number): boolean {
  const part = path.slice(start, start + 40);
  const after = path.charAt(start + 40);
  return (
    (after === "" || after === "/" || after === "=") && isSecretRun(part) && turnsOf(part) > 10
  );
}

/**
 * Foreign text (a name, a path, a value) on one line of at most `limit` characters: without
 * controls, masked first, cut afterwards.
 */
export function shownText(text: string, limit: number): string {
  const clean = hideSecrets(stripControls(text.slice(0, MOST_LOOKED_AT)).replaceAll(/\s+/g, " "));
  return clean.length > limit ? `${clean.slice(0, limit - 1)}…` : clean;
}

/** Of names and paths; the longest path of a system has 4,096 bytes. */
const MOST_LOOKED_AT = 16_384;

/**
 * Whether a value may be kept and handled as an id, that is, in the open. A secret that stands in
 * the id's place may not; when in doubt the answer is no, for an id is worth nothing and a secret
 * everything.
 */
export function mayBeId(value: string): boolean {
  const form = formOf(value);
  if (form === "id" || form === "like-id" || form === "other-id" || form === "placeholder")
    return true;
  if (form !== "unclear") return false;
  // Emulators take ids such as "test" or "testing"; mixed case at length is how a cut secret looks.
  return /^\w{1,128}$/.test(value) && (value.length < 16 || !/[a-z]/.test(value));
}

/**
 * Stand-ins that people leave where a value belongs: `YourAccessKeyId`, `<your key>`, `xxxx`, also
 * behind AKIA.
 */
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
 * https://docs.aws.amazon.com/AWSMechTurk/latest/AWSMechanicalTurkGettingStartedGuide/SetUp.html
 * and https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html (the second pair)
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
