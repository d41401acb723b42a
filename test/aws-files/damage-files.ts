/** Files under treatment, for tests that need no disk. */
import type { Keep } from "../../src/aws-files/doctor/damage.js";
import { admit, settle, type Treatment } from "../../src/aws-files/doctor/mend.js";
import type { FileBytes } from "../../src/aws-files/store/read.js";
import type { FileKind } from "../../src/aws-files/types.js";

/** A file of these bytes at /home/user/.aws. */
export function fileBytes(kind: FileKind, content: string | Uint8Array): FileBytes {
  const path = `/home/user/.aws/${kind}`;
  return {
    kind,
    path,
    realPath: path,
    exists: true,
    bytes: typeof content === "string" ? Buffer.from(content) : content,
    stamp: "1",
    mode: 0o600,
  };
}

/** Agrees to everything; where a choice is needed, to `keep`, and without it to nothing. */
export function mendAll(
  kind: FileKind,
  content: string | Uint8Array,
  keep: Keep | null = null,
): Treatment {
  let treatment = admit(fileBytes(kind, content));
  while (treatment.open !== null) {
    const at = treatment.open.mends.findIndex((mend) => mend.keep === null || mend.keep === keep);
    treatment = settle(treatment, at < 0 ? null : at);
  }
  return treatment;
}
