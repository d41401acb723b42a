/** Reads the key from a CSV file of AWS's console. */
import { basename } from "node:path";
import { type Result, failed, ok } from "../base/problem.js";
import { readSmallFile } from "../files/read.js";
import { SIZE_LIMIT, readKeyCsv } from "../keys/csv.js";
import { judgeKey } from "../keys/shape.js";
import type { AccessKey, Finding } from "../keys/types.js";

/** A key as it was entered, with what is odd about it and what was cleaned off. */
export interface EnteredKey {
  readonly key: AccessKey;
  readonly findings: readonly Finding[];
  readonly notes: readonly string[];
}

/** The one key of a CSV file at an absolute path; a file with several is refused, for which one is meant cannot be guessed. */
export async function readCsv(path: string, practice: boolean): Promise<Result<EnteredKey>> {
  const bytes = await readSmallFile(path, SIZE_LIMIT);
  if (!bytes.ok) return bytes;
  const read = readKeyCsv(bytes.value, basename(path));
  if (!read.ok) return read;
  const [first, ...others] = read.value.keys;
  if (first === undefined || others.length > 0) {
    return failed({
      code: "input-malformed",
      message: `${basename(path)} holds ${read.value.keys.length} keys; which one is meant cannot be told.`,
      try: ["Give a file with one key, or paste the two values"],
    });
  }
  return ok({ key: first.key, findings: [...judgeKey(first.key, { practice }), ...read.value.findings], notes: read.value.notes });
}

