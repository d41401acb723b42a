/** Waits for the wizard until AWS refuses a key that somebody switches off in the console. */
import { failed, ok, type Problem, type Result } from "../base/problem.js";
import { locateAwsFiles } from "../aws-files/store/where.js";
import { pairFromBackups } from "../jobs/rotate/disk.js";
import { watchRefused, type RotatePorts } from "../jobs/rotate/index.js";
import { type AccessKey, maskId } from "../keys/types.js";
import type { Running } from "./running.js";
import type { RefusalCheck } from "./state-rotate.js";

/** How long somebody may take in the console, in ms; asking anew is one key. */
const WATCH_MS = 30 * 60_000;

/**
 * A key that AWS is asked about: in hand, or the old one of a profile, as a backup still has it.
 */
export type WatchedKey =
  { readonly pair: AccessKey } | { readonly profile: string; readonly accessKeyId: string };

/** Looks every 10 s whether AWS refuses a key by now. */
export async function watchKey(
  ports: RotatePorts,
  key: WatchedKey,
  { signal, tell }: Running<RefusalCheck>,
): ReturnType<typeof watchRefused> {
  const pair = await pairOf(ports, key);
  if (!pair.ok) return pair;
  return watchRefused(ports, pair.value, { signal, forMs: WATCH_MS, progress: tell });
}

async function pairOf(ports: RotatePorts, key: WatchedKey): Promise<Result<AccessKey>> {
  if ("pair" in key) return ok(key.pair);
  const paths = locateAwsFiles(ports.host);
  if (!paths.ok) return paths;
  const pair = await pairFromBackups(ports.host, paths.value, key.profile, key.accessKeyId);
  return pair === null ? failed(noCopy(key.accessKeyId)) : ok(pair);
}

function noCopy(accessKeyId: string): Problem {
  return {
    code: "keys-missing",
    message:
      `No copy of ${maskId(accessKeyId)} is left here, so AWS cannot be asked whether it is ` +
      "off.",
    try: ['Look in the console that it says "Inactive" beside this id.'],
  };
}
