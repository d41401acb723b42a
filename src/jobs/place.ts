/** Keeps where unfinished walks stopped, for the next start: no keys, no whole ids. */
import { join } from "node:path";
import type * as z from "zod";
import type { Host } from "../base/host.js";
import { readOwnFile } from "../aws-files/store/read.js";
import { stateDirectory } from "../aws-files/store/state-directory.js";
import {
  makePrivateDirNow,
  removeEmptyFolders,
  removeFile,
  replaceSmallFileNow,
} from "../aws-files/store/store.js";

export { stateDirectory } from "../aws-files/store/state-directory.js";

/** Bytes. */
const LIMIT = 16_384;

const placePath = (host: Host): string => join(stateDirectory(host), "place.json");

/**
 * What is kept, checked by `schema`, which is asked for only if there is something; null if there
 * is nothing that can be used.
 */
export async function readPlaces<T>(host: Host, schema: () => z.ZodType<T>): Promise<T | null> {
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

/** What keeping the places came to. */
export interface KeptPlaces {
  /** That they could not be kept is no reason to stop anyone, so false only tells. */
  readonly kept: boolean;
  /** Folders that had to be made for it, outermost first. */
  readonly made: readonly string[];
}

/** Keeps the places; at once, so that they lie there whatever happens next. */
export function keepPlaces(host: Host, places: object): KeptPlaces {
  const made = makePrivateDirNow(stateDirectory(host));
  if (!made.ok) return { kept: false, made: [] };
  const { ok: kept } = replaceSmallFileNow(placePath(host), `${JSON.stringify(places)}\n`);
  return { kept, made: made.value };
}

/** Nothing is kept any more, and no folder that was `made` for it stays where it is empty. */
export async function forgetPlaces(host: Host, made: readonly string[]): Promise<void> {
  await removeFile(placePath(host));
  removeEmptyFolders(made);
}
