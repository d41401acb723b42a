/**
 * Files that tell whether they are whole: numbered, of varying length, with a checksum in the last
 * line. boto3 can read them.
 */
import { createHash } from "node:crypto";
import { Secret } from "../../src/base/secret.js";
import type { FileChange, FileKind, FileState, Plan } from "../../src/aws-files/types.js";

/**
 * The text of generation `n`: between four lines and about 20 KB, so that it goes out in one
 * `write` or in many.
 */
export function generationText(kind: FileKind, n: number): string {
  const filler = Array.from(
    { length: (n * 37) % 300 },
    (_, line) => `# ${kind} generation ${n}, line ${line}: keys of others would stand here\n`,
  ).join("");
  const body = `[default]\n# generation ${n}\n${filler}aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n`;
  return `${body}# sum ${createHash("sha256").update(body).digest("hex")}\n`;
}

/** The number of a whole generation; throws for anything else, an empty file included. */
export function generationOf(text: string): number {
  const match = /^([\s\S]*)# sum ([0-9a-f]{64})\n$/.exec(text);
  const body = match?.[1] ?? "";
  if (createHash("sha256").update(body).digest("hex") !== match?.[2]) {
    throw new Error(
      `not a whole generation: ${text.length} characters, beginning ${JSON.stringify(text.slice(0, 60))}`,
    );
  }
  return Number(/^# generation (\d+)$/m.exec(body)?.[1]);
}

export function changeTo(before: FileState, text: string): FileChange {
  return { kind: before.kind, before, after: new Secret(text), changes: [], diff: [], notes: [] };
}

export function planOf(...files: readonly FileChange[]): Plan {
  return { profile: "default", files, region: null, replaces: null };
}
