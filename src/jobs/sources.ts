/** Whose keys win, in the world that the ports give. */
import { join } from "node:path";
import type { Result } from "../base/problem.js";
import { examineSources } from "../sources/index.js";
import type { Sources } from "../sources/types.js";
import type { Ports } from "./ports.js";

/** Examines every source. Inside practice the computer's own `/etc/boto.cfg` does not exist: its path is fixed, so no home hides it. */
export function sourcesOf(ports: Ports, profile: string | undefined): Promise<Result<Sources>> {
  return examineSources(ports.host, {
    ...(profile === undefined ? {} : { profile }),
    ...(ports.practice === null ? {} : { systemBotoFile: join(ports.host.home, "no-boto.cfg") }),
  });
}
