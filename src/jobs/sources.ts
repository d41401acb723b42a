/** Asks whose keys win, in the world that the ports give. */
import { join } from "node:path";
import type { Result } from "../base/problem.js";
import type { GatherOptions } from "../sources/gather.js";
import { examineSources } from "../sources/index.js";
import type { Sources } from "../sources/types.js";
import type { ProfileReach } from "../aws/calls.js";
import type { Ports } from "./ports.js";

/**
 * Examines every source. Inside practice the computer's own `/etc/boto.cfg` does not exist: its
 * path is fixed, so no home hides it. `besideProfiles`: the ids of all profiles are shown beside
 * those that win.
 */
export function sourcesOf(
  ports: Pick<Ports, "host" | "practice">,
  profile: string | undefined,
  { besideProfiles = false }: Pick<GatherOptions, "besideProfiles"> = {},
): Promise<Result<Sources>> {
  return examineSources(ports.host, {
    besideProfiles,
    ...(profile === undefined ? {} : { profile }),
    ...(ports.practice === null ? {} : { systemBotoFile: join(ports.host.home, "no-boto.cfg") }),
  });
}

/**
 * How boto3 reaches AWS with the profile of this start; nothing but the environment where the files
 * cannot be found.
 */
export async function reachOfProfile(ports: Omit<Ports, "aws">): Promise<ProfileReach> {
  const sources = await sourcesOf(ports, ports.profile);
  if (!sources.ok) return { caBundle: null, ignoresEndpoints: null };
  const { caBundle, ignoresEndpoints } = sources.value.reach.boto3;
  return { caBundle, ignoresEndpoints };
}
