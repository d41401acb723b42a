/** Makes the real collaborators of the jobs. */
import type { ProfileReach } from "../aws/calls.js";
import type { Aws } from "../aws/types.js";
import type { Clock, Host } from "../base/host.js";
import type { Result } from "../base/problem.js";
import type { Ports, PracticeControl } from "../jobs/ports.js";
import { reachOfProfile } from "../jobs/sources.js";

/**
 * AWS is made once for each way to it, when the first question is asked: until then its library
 * need not be loaded. `profile`: `--profile`.
 */
export function createPorts(
  host: Host,
  clock: Clock,
  practice: PracticeControl | null = null,
  profile: string | null = null,
): Ports {
  const made = new Map<string, Promise<Result<Aws>>>();
  const usual = { host, clock, practice, ...(profile === null ? {} : { profile }) };
  const make = async (reach: ProfileReach | undefined): Promise<Result<Aws>> => {
    const { createAws } = await import("../aws/calls.js");
    return createAws({ env: host.env, clock, profile: reach ?? (await reachOfProfile(usual)) });
  };
  const aws = (reach?: ProfileReach): Promise<Result<Aws>> => {
    const key =
      reach === undefined ? "" : JSON.stringify([reach.caBundle?.path, reach.ignoresEndpoints]);
    const known = made.get(key) ?? make(reach);
    made.set(key, known);
    return known;
  };
  return { ...usual, aws };
}
