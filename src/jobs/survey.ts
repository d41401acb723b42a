/**
 * Gathers what the first screen tells: the keys found on this computer, who uses them, and what is
 * broken. Reads only.
 */
import { type Problem, type Result, ok } from "../base/problem.js";
import { checkPlaces, locateAwsFiles } from "../aws-files/store/where.js";
import { maskId } from "../keys/types.js";
import { idOf } from "../aws-files/text/profile-values.js";
import type { Sources } from "../sources/types.js";
import { findCsvFiles } from "./downloads.js";
import type { Ports } from "./ports.js";
import { sourcesOf } from "./sources.js";

/** One profile that holds an access key. */
export interface FoundProfile {
  readonly name: string;
  /** Shortened. */
  readonly accessKeyId: string;
  readonly path: string;
}

export interface Survey {
  readonly sources: Sources;
  readonly profiles: readonly FoundProfile[];
  /** The first file that boto3 stops on. */
  readonly broken: Problem | null;
  /** Why nothing could be saved here; told at once, not after the last question. */
  readonly notWritable: Problem | null;
  /** Absolute paths of CSV files that look like AWS's, newest name first. */
  readonly csvFiles: readonly string[];
}

/**
 * Examines the computer for the first screen. Fails only where there is no home directory to look
 * in.
 */
export async function survey(
  ports: Ports,
  options: { profile?: string } = {},
): Promise<Result<Survey>> {
  const paths = locateAwsFiles(ports.host);
  if (!paths.ok) return paths;
  const [sources, places, csvFiles] = await Promise.all([
    sourcesOf(ports, options.profile, { besideProfiles: true }),
    // The region alone never needs the config file; where a key stands there, its rotation looks at
    // it.
    checkPlaces(paths.value, ports.host, [
      paths.value.credentials === "" ? "config" : "credentials",
    ]),
    findCsvFiles(ports),
  ]);
  if (!sources.ok) return sources;
  return ok({
    sources: sources.value,
    profiles: foundProfiles(sources.value),
    broken: brokenFile(sources.value),
    notWritable: places.ok ? null : places.problem,
    csvFiles,
  });
}

function foundProfiles(sources: Sources): readonly FoundProfile[] {
  const found = new Map<string, FoundProfile>();
  for (const file of [sources.files.config, sources.files.credentials]) {
    if (!file.ok) continue;
    for (const [name, view] of file.profiles) {
      const id = idOf(view);
      if (id !== null && id !== "")
        found.set(name, { name, accessKeyId: maskId(id), path: file.path });
    }
  }
  return [...found.values()].sort(
    (a, b) =>
      Number(b.name === "default") - Number(a.name === "default") || a.name.localeCompare(b.name),
  );
}

function brokenFile(sources: Sources): Problem | null {
  const { credentials, config } = sources.files;
  if (!credentials.ok) return credentials.problem;
  return config.ok ? null : config.problem;
}
