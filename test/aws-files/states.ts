/** File states for tests that need no disk. */
import { Secret } from "../../src/base/secret.js";
import type { FileKind, FileState } from "../../src/aws-files/types.js";

/** A file of that text at /home/user/.aws; null: it does not exist. */
export function fileState(kind: FileKind, text: string | null): FileState {
  const path = `/home/user/.aws/${kind}`;
  const there = text !== null;
  return {
    kind,
    path,
    realPath: path,
    exists: there,
    text: new Secret(text ?? ""),
    stamp: there ? "1" : null,
    mode: there ? 0o600 : null,
  };
}
