/** Describes what the jobs need of the world; a test or the practice session gives its own. */
import type { ProfileReach } from "../aws/calls.js";
import type { Aws } from "../aws/types.js";
import type { Clock, Host } from "../base/host.js";
import type { Result } from "../base/problem.js";

/** The practice AWS, as far as the jobs and the wizard need to know of it. */
export interface PracticeControl {
  /** Absolute path of the CSV file with practice's own made-up pair. */
  readonly csvPath: string;
  /** What can be broken on purpose: the fault's name and what a person would call it. */
  readonly faults: readonly { readonly name: string; readonly title: string }[];
  /** From now on the practice AWS fails in this way; null: everything works again. */
  readonly breakWith: (fault: string | null) => void;
  /** What a person does in the console, done here; `makeKey` answers the CSV file's path. */
  readonly makeKey: () => Promise<Result<string>>;
  readonly switchOff: (accessKeyId: string) => boolean;
}

export interface Ports {
  readonly host: Host;
  readonly clock: Clock;
  /** `--profile`, where it was given: its settings say how AWS is reached. */
  readonly profile?: string;
  /**
   * AWS as a collaborator; made, and its library loaded, when first asked for. `reach`: what a
   * profile says of the way; default: boto3's.
   */
  readonly aws: (reach?: ProfileReach) => Promise<Result<Aws>>;
  /** Null outside practice. */
  readonly practice: PracticeControl | null;
}
