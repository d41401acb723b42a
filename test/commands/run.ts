/** What the commands print, judged by the schemas that scripts may rely on. */
import { expect } from "vitest";
import type { z } from "zod";
import {
  type CheckDocument,
  type SaveDocument,
  checkSchema,
  errorSchema,
  saveSchema,
} from "../../src/jobs/documents.js";
import { Secret } from "../../src/base/secret.js";
import type { PracticeAws } from "../../src/practice/server.js";
import { type Ended, type Place } from "../e2e/program.js";

/**
 * The one document on stdout; anything beside it, or anything that the schema does not know, fails.
 */
export function documentOf<T>(done: Ended, schema: z.ZodType<T>): T {
  expect(done.out, `nothing on stdout; stderr: ${done.err}`).not.toBe("");
  const parsed: unknown = JSON.parse(done.out);
  const document = schema.parse(parsed);
  expect(document, "the schema names every field").toEqual(parsed);
  expect(done.out.match(/\n/g), "one line, and it is ended").toHaveLength(1);
  expect(done.out.endsWith("\n")).toBe(true);
  return document;
}

export const checkOf = (done: Ended): CheckDocument => documentOf(done, checkSchema);
export const saveOf = (done: Ended): SaveDocument => documentOf(done, saveSchema);
export const errorOf = (done: Ended): z.infer<typeof errorSchema>["error"] =>
  documentOf(done, errorSchema).error;

/** Puts the practice AWS's key into ~/.aws as another tool would have. */
export function putKey(
  place: Place,
  aws: Pick<PracticeAws, "accessKeyId" | "secretAccessKey">,
  profile = "default",
  more = "",
): void {
  place.put(
    ".aws/credentials",
    `${more}[${profile}]\naws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\n`,
  );
}

/** The two lines that people paste. */
export function twoLines(aws: Pick<PracticeAws, "accessKeyId" | "secretAccessKey">): string {
  return `${aws.accessKeyId}\n${aws.secretAccessKey.reveal()}\n`;
}

/**
 * A second key of the same made-up account, whose shortened form differs from all that end in
 * EXAMPLE.
 */
export const OTHER = {
  accessKeyId: "AKIAEXAMPLEEXAMPLE22",
  secretAccessKey: new Secret("oldSecret/oldSecret+oldSecret/oldSecret+"),
};

/** The pair of this practice AWS stands in the credentials file, under its profile's header. */
export function expectSaved(
  place: Place,
  aws: Pick<PracticeAws, "accessKeyId" | "secretAccessKey">,
  profile = "default",
): void {
  expect(place.read(".aws/credentials")).toContain(
    `[${profile}]\naws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\n`,
  );
}
