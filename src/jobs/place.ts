/** Keeps where an unfinished walk stopped, for the next start: no keys, no ids. */
import { join } from "node:path";
import type * as z from "zod";
import type { Host } from "../base/host.js";
import { readOwnFile } from "../aws-files/store/read.js";
import { stateDirectory } from "../aws-files/store/state-directory.js";
import { makePrivateDir, removeFile, replaceSmallFile } from "../aws-files/store/store.js";

export { stateDirectory } from "../aws-files/store/state-directory.js";

/** Bytes. */
const LIMIT = 4096;

const placePath = (host: Host): string => join(stateDirectory(host), "place.json");

/**
 * The kept place, checked by `schema`, which is asked for only if there is one; null if there is
 * none that can be used.
 */
export async function readPlace<T>(host: Host, schema: () => z.ZodType<T>): Promise<T | null> {
  const bytes = await readOwnFile(placePath(host), LIMIT);
  if (!bytes.ok) return null;
  const parsed = schema().safeParse(parsedJson(new TextDecoder().decode(bytes.value)));
  return parsed.success ? parsed.data : null;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Keeps the place; that it could not be kept is no reason to stop anyone from leaving, so false
 * only tells.
 */
export async function keepPlace(host: Host, place: object): Promise<boolean> {
  const made = await makePrivateDir(stateDirectory(host));
  if (!made.ok) return false;
  const done = await replaceSmallFile(placePath(host), `${JSON.stringify(place)}\n`);
  return done.ok;
}

export async function forgetPlace(host: Host): Promise<void> {
  await removeFile(placePath(host));
}
