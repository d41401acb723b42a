/** Decides which of the values found in a paste is the id, which the secret, which the token. */
import type { Problem } from "../base/problem.js";
import { Secret } from "../base/secret.js";
import { undisguised } from "./disguised.js";
import { formOf, mayBeId, type Form } from "./recognise.js";
import { notAKey, whatItIs } from "./refusal.js";
import type { FoundValue, TextScan } from "./scan.js";

export interface Sorted {
  readonly id: string | null;
  readonly secret: Secret | null;
  readonly token: Secret | null;
  readonly notes: readonly string[];
  readonly rootForm: boolean;
}

interface Candidate extends FoundValue {
  readonly form: Form;
  /** In which coding it stood; null: as it is. */
  readonly note: string | null;
}

/**
 * Form decides where it is plain, the name that stands with a value elsewhere. Refuses when several
 * different keys were found, or an id and a secret under different profiles: half of one key with
 * half of another is the commonest mixture. With `anyWord` a single word without a plain form
 * counts as a secret.
 */
export function sort(scan: TextScan, anyWord: boolean): Sorted | { readonly problem: Problem } {
  const all = scan.found.map((found): Candidate => {
    const plainly = undisguised(found.value);
    const value = plainly?.value ?? found.value;
    return { ...found, value, form: formOf(value), note: plainly?.note ?? null };
  });
  const ids = distinct(idsOf(all));
  if (ids.length > 1) return { problem: notAKey("several-keys") };
  const id = ids[0] ?? null;
  const secrets = distinct(secretsOf(all, id, anyWord));
  if (secrets.length > 1) return { problem: notAKey("several-secrets") };
  const secret = secrets[0] ?? null;
  const tokens = distinct(all.filter((each) => isToken(each)));
  if (tokens.length > 1) return { problem: notAKey("several-keys") };
  const token = tokens[0] ?? null;
  if (id === null && all.some((each) => each.role === "id" && each.form === "unclear"))
    return { problem: notAKey("bad-id") };
  if (underDifferentProfiles(id, secret)) return { problem: notAKey("two-profiles") };
  return {
    id: id?.value ?? null,
    secret: secret === null ? null : new Secret(secret.value),
    token: token === null ? null : new Secret(token.value),
    notes: notesOf(scan, all, { id, secret, token }),
    rootForm: scan.rootForm,
  };
}

function underDifferentProfiles(id: Candidate | null, secret: Candidate | null): boolean {
  const [first, second] = [id?.section ?? null, secret?.section ?? null];
  return first !== null && second !== null && first !== second;
}

function idsOf(all: readonly Candidate[]): readonly Candidate[] {
  const plainly = all.filter((each) => each.form === "id");
  if (plainly.length > 0) return plainly;
  const named = all.filter(
    (each) => each.role === "id" && each.form !== "secret" && mayBeId(each.value),
  );
  if (named.length > 0) return named;
  return all.filter(
    (each) => (each.form === "like-id" || each.form === "other-id") && each.role === null,
  );
}

function secretsOf(
  all: readonly Candidate[],
  id: Candidate | null,
  anyWord: boolean,
): readonly Candidate[] {
  const called = all.filter(
    (each) => each.role === "secret" && each.form !== "id" && each.form !== "hidden",
  );
  // `SECRET_KEY` alone is also what web frameworks call a secret of theirs; beside AWS's own name,
  // only the form of AWS's counts.
  const named = called.some((each) => !each.vague)
    ? called.filter((each) => !each.vague || each.form === "secret")
    : called;
  if (named.length > 0) return named;
  const plainly = all.filter((each) => each.form === "secret" && each.role !== "token");
  if (plainly.length > 0) return plainly;
  const bare = all.filter(
    (each) => each.role === null && (each.form === "unclear" || (anyWord && each.form === "token")),
  );
  // Two words, of which one is the id: the other is meant to be the secret. Among more words it has
  // to look like one.
  if (id !== null)
    return only(
      bare.filter(
        (each) => couldBeSecret(each.value, 16) && (all.length === 2 || looksRandom(each.value)),
      ),
    );
  return bare.length === 1 && all.length === 1
    ? bare.filter((each) => couldBeSecret(each.value, anyWord ? 1 : 30))
    : [];
}

/** A damaged secret: one word of some length that is nothing else we know. */
function couldBeSecret(value: string, atLeast: number): boolean {
  const kind = whatItIs(value);
  return value.length >= atLeast && value.length <= 256 && (kind === "unknown" || kind === "short");
}

function looksRandom(value: string): boolean {
  return (
    /^[A-Za-z0-9/+]+$/.test(value) &&
    /[a-z]/.test(value) &&
    /[A-Z]/.test(value) &&
    /[0-9/+]/.test(value)
  );
}

function isToken(candidate: Candidate): boolean {
  return candidate.role === "token" || (candidate.role === null && candidate.form === "token");
}

function notesOf(
  scan: TextScan,
  all: readonly Candidate[],
  chosen: Readonly<Record<"id" | "secret" | "token", Candidate | null>>,
): readonly string[] {
  const { id, secret, token } = chosen;
  const notes: string[] = [];
  if ([id, secret, token].some((each) => each?.quoted === true)) notes.push("took off quotes");
  if (id?.role === "secret" || secret?.role === "id")
    notes.push("id and secret stood in each other's place; put right");
  notes.push(...new Set([id, secret, token].flatMap((each) => each?.note ?? [])));
  if (scan.commented) notes.push("every line was commented out; read them all the same");
  if (scan.misspelt)
    notes.push("AWS_SECRET_ACCESSS_KEY has an S too many; took it for AWS_SECRET_ACCESS_KEY");
  if (id !== null && secret === null && all.some((each) => each.form === "hidden")) {
    notes.push("the secret was still hidden: click Show in the console, then copy it");
  }
  if (
    id !== null &&
    secret === null &&
    all.some((each) => each.role === null && each.form === "unclear" && each.value.length >= 16)
  ) {
    notes.push("left out what was not clearly a secret");
  }
  return notes;
}

function distinct(candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.filter(
    (each, index) => candidates.findIndex((other) => other.value === each.value) === index,
  );
}

function only<T>(items: readonly T[]): readonly T[] {
  return items.length === 1 ? items : [];
}
