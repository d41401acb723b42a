/** The real collaborators of the jobs. */
import { createAws } from "../aws/calls.js";
import type { Aws } from "../aws/types.js";
import type { Clock, Host } from "../base/host.js";
import type { Result } from "../base/problem.js";
import type { Ports, PracticeControl } from "../jobs/ports.js";

/** AWS is made once, when the first question is asked: until then its library need not be loaded. */
export function createPorts(host: Host, clock: Clock, practice: PracticeControl | null = null): Ports {
  let aws: Promise<Result<Aws>> | null = null;
  return { host, clock, practice, aws: () => (aws ??= Promise.resolve(createAws({ env: host.env, clock }))) };
}
