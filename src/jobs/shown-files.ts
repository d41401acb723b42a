/** Reads both AWS files as they are on the disk now, to be looked at: secrets are hidden. */
import { maskedText } from "../aws-files/text/masked-text.js";
import { readAwsFiles } from "../aws-files/store/read.js";
import { locateAwsFiles } from "../aws-files/store/where.js";
import type { Host } from "../base/host.js";
import { type Result, ok } from "../base/problem.js";

export interface ShownFile {
  /** Absolute. */
  readonly path: string;
  /** Null: there is no such file. */
  readonly lines: readonly string[] | null;
}

/** The credentials file first. Problems: as of files that cannot be read. */
export async function readShownFiles(host: Host): Promise<Result<readonly ShownFile[]>> {
  const paths = locateAwsFiles(host);
  if (!paths.ok) return paths;
  const files = await readAwsFiles(paths.value);
  if (!files.ok) return files;
  const { credentials, config } = files.value;
  return ok(
    [credentials, config].map(({ path, exists, text }) => ({
      path,
      lines: exists ? maskedText(text) : null,
    })),
  );
}
