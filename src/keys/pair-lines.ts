/**
 * Finds key pairs by the form of their halves alone, near each other, in text whose syntax is not
 * known: XML, arguments of a call, `.netrc`, a container's list of names and values.
 */
import { Secret } from "../base/secret.js";
import { outOfBase64, withoutPercents } from "./codings.js";
import { formOf } from "./recognise.js";
import type { KeyLine } from "./types.js";

const ID = /(?<![A-Za-z0-9+])A[KS]IA[A-Z0-9]{16}(?![A-Za-z0-9/+_])/g;
const SECRET = /(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g;
/** A value behind a sign of assignment may follow it at once. */
const ASSIGNED_SECRET = /(?<=[A-Za-z_"'\s]=)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g;
/** Kubernetes keeps secrets so (https://kubernetes.io/docs/concepts/configuration/secret/). */
const BASE64 = /(?<![\w+/=])[A-Za-z0-9+/]{27,56}={0,2}(?![\w+/=])/g;
/** As far as the halves of one pair stand apart, in lines. */
const NEAR = 3;
const LONGEST_LINE = 20_000;

interface Half {
  readonly value: string;
  readonly line: number;
  readonly commented: boolean;
}

/**
 * Every pair, in the order of the ids; an id without a secret near it is a mere mention and no
 * place. `isCommented`: whether what follows the given beginning of a line is a remark.
 */
export function readPairs(
  lines: readonly string[],
  isCommented: (before: string) => boolean,
): readonly KeyLine[] {
  const ids: Half[] = [];
  const secrets: Half[] = [];
  let section: string | null = null;
  const sections = new Map<number, string | null>();
  for (const [index, raw] of lines.entries()) {
    section = /^\s*\[([^\]]*)\]/.exec(raw.slice(0, 300))?.[1] ?? section;
    if (raw.length > LONGEST_LINE) continue;
    const line = withoutPercents(raw).replace(BASE64, decoded);
    const halves = (form: RegExp): readonly Half[] =>
      [...line.matchAll(form)].map((match) => ({
        value: match[0],
        line: index + 1,
        commented: isCommented(line.slice(0, match.index)),
      }));
    const here = halves(ID);
    if (here.length > 0) sections.set(index + 1, section);
    ids.push(...here);
    secrets.push(...[...halves(SECRET), ...halves(ASSIGNED_SECRET)].filter(isSecret));
  }
  const free = new Set(secrets);
  return ids.flatMap((id): readonly KeyLine[] => {
    const secret = nearest(id, free);
    if (secret === null) return [];
    free.delete(secret);
    return [
      {
        accessKeyId: id.value,
        line: id.line,
        lines: [...new Set([id.line, secret.line])].sort((a, b) => a - b),
        key: { accessKeyId: id.value, secretAccessKey: new Secret(secret.value) },
        section: sections.get(id.line) ?? null,
        commented: id.commented,
      },
    ];
  });
}

/** A sum of forty hexadecimal digits, or forty letters of one case, is no secret of AWS's. */
function isSecret({ value }: Half): boolean {
  return /[a-z]/.test(value) && /[A-Z]/.test(value) && /[^a-zA-Z]/.test(value);
}

/**
 * The one below or in the same line first; else the one above. Those that are too far above are
 * taken out of `free`: the next id stands no higher.
 */
function nearest(id: Half, free: Set<Half>): Half | null {
  let best: Half | null = null;
  let distance = Number.POSITIVE_INFINITY;
  for (const secret of free) {
    if (secret.line > id.line + NEAR) break;
    if (secret.line < id.line - NEAR) {
      free.delete(secret);
      continue;
    }
    const away = secret.line >= id.line ? secret.line - id.line : id.line - secret.line + NEAR;
    if (away < distance) [best, distance] = [secret, away];
  }
  return best;
}

function decoded(token: string): string {
  const text = outOfBase64(token).trim();
  return ["id", "secret"].includes(formOf(text)) ? text : token;
}
