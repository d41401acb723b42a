/** Names places of keys, and the servers that keys are sent to, as screens do. */
import { basename } from "node:path";
import { foreignHosts, uncheckedTls } from "../../../aws/hosts.js";
import { listedSome } from "../../../base/list.js";
import type { Host } from "../../../base/host.js";
import type { AccessKey } from "../../../keys/types.js";
import type { Program, SourceReport, Sources } from "../../../sources/types.js";
import { placeAmong } from "../../../words/checks.js";
import type { Line } from "../../../terminal/parts/line.js";
import { warningLine, withTilde } from "./lines.js";

/**
 * A path with `~`, and the profile where several of one file are in the list; or the first of the
 * variables, which stands for all of them.
 */
export function placeName(source: SourceReport, list: readonly SourceReport[], host: Host): string {
  const { name, location } = source;
  const variables = name === "environment" || name === "psiturk-environment";
  return variables
    ? `${location.split(",")[0] ?? location} (variable)`
    : placeAmong(source, list, host);
}

/**
 * Where AWS is asked at another address than Amazon's, or boto3 would ask elsewhere than this
 * program, this is said before any key is sent. `sources`: null as long as they are not known.
 */
export function foreignLines(host: Host, sources: Sources | null): readonly Line[] {
  const led = (sources?.problems ?? []).filter(
    ({ code, level }) => code === "endpoint-elsewhere" && level !== "note",
  );
  const elsewhere = led.map(({ message }) => warningLine(withTilde(message, host)));
  const unchecked = uncheckedTls(host.env);
  if (unchecked !== null) elsewhere.unshift(warningLine(unchecked));
  const foreign = foreignHosts(host.env, sources?.reach.boto3.ignoresEndpoints);
  if (!foreign.ok || foreign.value.length === 0) return elsewhere;
  const variables = [...new Set(foreign.value.flatMap((each) => each.variables))];
  const psiturk = variables.includes("AWS_ENDPOINT_URL_MTURK")
    ? " psiTurk itself takes no notice of it."
    : "";
  return [
    warningLine(
      `Keys go to ${listedSome(foreign.value.map((each) => each.host))}, not to Amazon: ` +
        `${listedSome(variables)} ${variables.length === 1 ? "says" : "say"} so.${psiturk}`,
    ),
    ...elsewhere,
  ];
}

/**
 * The profile that programs take in this shell when nobody names one; `--profile` names it to us
 * only.
 */
export function shellProfile({ profile }: Sources, { env }: Host): string {
  if (profile.from !== "option") return profile.name;
  return (
    [env.AWS_DEFAULT_PROFILE, env.AWS_PROFILE].find((name) => name !== undefined && name !== "") ??
    "default"
  );
}

/** True if a program ends up with exactly this key. */
export function usesKey(winner: Sources["boto3"], key: AccessKey): boolean {
  return (
    winner.key !== null &&
    winner.key.accessKeyId === key.accessKeyId &&
    winner.key.secretAccessKey.equals(key.secretAccessKey)
  );
}

/** Who would not use a key in the AWS files, because of this place. */
export interface Hiding {
  readonly source: SourceReport;
  readonly programs: readonly Program[];
}

/**
 * Places outside the two AWS files that beat them with another key than this one, strongest first.
 */
export function hidingPlaces(sources: Sources, key: AccessKey): readonly Hiding[] {
  return sources.list
    .filter(({ name }) => name !== "credentials-file" && name !== "config-file")
    .map((source): Hiding => ({
      source,
      programs: (["boto3", "psiturk"] as const).filter(
        (program) => source[program] === "used" && !usesKey(sources[program], key),
      ),
    }))
    .filter(({ programs }) => programs.length > 0);
}

/** "! .psiturkconfig beats this key for psiTurk.", and how to take it out of the way. */
export function hidingLines(
  hiding: readonly Hiding[],
  verb: "beats" | "would beat",
  host: Host,
): readonly Line[] {
  return hiding.flatMap(({ source, programs }) => {
    const who = programs
      .map((program) => (program === "boto3" ? "boto3" : "psiTurk"))
      .join(" and ");
    const where =
      source.name === "environment" || source.name === "psiturk-environment"
        ? placeName(source, [source], host)
        : basename(source.location);
    const what = source.accessKeyId === null ? "" : `, which holds ${source.accessKeyId},`;
    return [
      warningLine(`${where}${what} ${verb} this key for ${who}.`),
      ...curesOf(source).map((cure): Line => `    - ${withTilde(cure, host)}`),
    ];
  });
}

/**
 * A place that beats nothing yet comes without a cure; it will need one once the key is in the
 * files.
 */
function curesOf({ name, location, cure }: SourceReport): readonly string[] {
  if (cure.length > 0) return cure;
  return name === "environment" || name === "psiturk-environment"
    ? [`unset ${location.replaceAll(",", "")}`]
    : [`Take the key out of ${location}.`];
}
