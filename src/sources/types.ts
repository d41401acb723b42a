/**
 * Names every place on this computer that boto3 or psiTurk 3 would take an access key from, and
 * what is told of each.
 */
import type { Problem } from "../base/problem.js";
import type { AccessKey } from "../keys/types.js";
import type { ScannedFile } from "../aws-files/types.js";

const byPlace = (where: string): string => where;

/** Every source, and how a sentence names it; `where`: its place, as it may be shown. */
export const SOURCES = {
  environment: () => "the environment variables",
  "psiturk-environment": () => "the PSITURK_AWS_… variables",
  dotenv: byPlace,
  "config.txt": byPlace,
  psiturkconfig: byPlace,
  "credentials-file": byPlace,
  "config-file": byPlace,
  "boto-file": byPlace,
  "assume-role": (where) => `the role of ${where}`,
  "web-identity": (where) => `the web identity of ${where}`,
  sso: (where) => `the single sign-on of ${where}`,
  login: (where) => `the login_session of ${where}`,
  process: (where) => `the credential_process of ${where}`,
  other: byPlace,
} as const satisfies Record<string, (where: string) => string>;

export type SourceName = keyof typeof SOURCES;

export const SOURCE_NAMES = Object.keys(SOURCES) as [SourceName, ...SourceName[]];

/**
 * used: this one wins · hidden: complete, but another beats it · partial: half a pair · broken: the
 * program stops on it · ignored: the program does not look there.
 */
export type SourceState = "used" | "hidden" | "partial" | "broken" | "ignored";

/** One place, and what each program makes of it. Only places that hold something are listed. */
export interface SourceReport {
  readonly name: SourceName;
  /** A path, or the names of the environment variables. */
  readonly location: string;
  /** The profile in that file, where there are profiles. */
  readonly profile?: string;
  /** Shortened (`AKIA…WXYZ`), null where there is none or it cannot be known offline. */
  readonly accessKeyId: string | null;
  readonly boto3: SourceState;
  readonly psiturk: SourceState;
  /** One sentence in the user's words. */
  readonly why: string;
  /**
   * How to take it out of the way, e.g. the exact `unset` line; empty where nothing needs to be
   * done.
   */
  readonly cure: readonly string[];
}

/** What one program ends up with. */
export interface Winner {
  /** "mixed": id and secret come from two places (psiTurk only). null: nothing complete. */
  readonly source: SourceName | "mixed" | null;
  /**
   * The pair itself where we can read it; null where it is made by a role, SSO or process that we
   * do not run.
   */
  readonly key: AccessKey | null;
  /** Shortened, for reports. */
  readonly accessKeyId: string | null;
  readonly region: string | null;
  /** Why the program would stop, or has no keys. */
  readonly problem: Problem | null;
}

/** Programs whose keys are looked for. */
export type Program = "boto3" | "psiturk";

/** A problem, and whom it concerns; without `about`: both. */
export interface SourceProblem extends Problem {
  readonly about?: readonly Program[];
}

/** The region that boto3 takes, and where from. */
export interface RegionChoice {
  /** As it stands, maybe empty; null: there is none. */
  readonly value: string | null;
  /** The environment variable; null: it stands in a file, or there is none. */
  readonly variable: string | null;
  readonly path: string | null;
  /** Counted from 1. */
  readonly line: number | null;
}

/** An address that a setting names for a service. */
export interface ConfiguredEndpoint {
  /** As it stands: it may hold a password, and is shown by its host only. */
  readonly url: string;
  /** The setting as the subject of a sentence. */
  readonly setting: string;
  /** It is the service's own variable, which this program follows too. */
  readonly own: boolean;
  readonly remove: string;
  /**
   * The variable that switches it off, where it comes from a switch for addresses of another kind
   * (FIPS, dual stack).
   */
  readonly variant?: string;
}

/** A file that a setting names, as it stands there. */
export interface NamedFile {
  readonly path: string;
  readonly setting: string;
  readonly remove: string;
}

/** How a program gets to AWS by its settings. */
export interface Reach {
  /** Whether configured addresses are to be ignored; null: no setting says anything. */
  readonly ignoresEndpoints: boolean | null;
  /** Null: the service's usual address. */
  readonly endpoints: Readonly<Record<"sts" | "mturk", ConfiguredEndpoint | null>>;
  /** The certificates to trust; null: the usual ones. */
  readonly caBundle: NamedFile | null;
}

/** Which profile, and who chose it. */
export interface ProfileChoice {
  readonly name: string;
  readonly from: "option" | "AWS_DEFAULT_PROFILE" | "AWS_PROFILE" | "default";
}

/** The whole picture for one profile. */
export interface Sources {
  readonly profile: ProfileChoice;
  /** Strongest first. */
  readonly list: readonly SourceReport[];
  readonly boto3: Winner;
  readonly psiturk: Winner;
  readonly files: { readonly credentials: ScannedFile; readonly config: ScannedFile };
  /**
   * Broken files, partial pairs, hidden keys, stale tokens, placeholders; the deciding one first.
   * What only psiTurk stops on is in it too, so whether boto3 has a key is asked of
   * `boto3.problem`, not of the codes here.
   */
  readonly problems: readonly SourceProblem[];
  /** boto3's; psiTurk always asks us-east-1. */
  readonly region: RegionChoice;
  readonly reach: Readonly<Record<Program, Reach>>;
}
