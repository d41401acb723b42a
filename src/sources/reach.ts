/**
 * Works out how boto3 gets to AWS by its settings: which region, which addresses, whose
 * certificates. Reads only; nobody is asked.
 *
 * Orders as in botocore (https://github.com/boto/botocore/blob/develop/botocore/configprovider.py,
 * `ConfiguredEndpointProvider` and
 * `BOTOCORE_DEFAUT_SESSION_VARIABLES`); held to real boto3 by test/conformance/reach.test.ts.
 */
import { unsetCure } from "../base/shell.js";
import { splitlines, strip } from "../aws-files/text/python.js";
import { textOf } from "../aws-files/text/profile-settings.js";
import { shownSafely, type Env } from "./place.js";
import type { Profiles, Sections, Spot } from "./profiles.js";
import type { ConfiguredEndpoint, NamedFile, Reach, RegionChoice } from "./types.js";

/** The services that a check asks. */
const SERVICES = ["sts", "mturk"] as const;

/**
 * AWS_DEFAULT_REGION, then the profile's region; AWS_REGION does not count, and an empty value is a
 * value.
 */
export function regionChoice(env: Env, profiles: Profiles, profile: string): RegionChoice {
  if (env.AWS_DEFAULT_REGION !== undefined)
    return {
      value: env.AWS_DEFAULT_REGION,
      variable: "AWS_DEFAULT_REGION",
      path: null,
      line: null,
    };
  const value = profiles.text(profile, "region");
  const spot = value === null ? null : profiles.spot(profile, "region");
  return { value, variable: null, path: spot?.path ?? null, line: spot?.line ?? null };
}

/**
 * Everything but the region. `services`: the sections `[services NAME]` of the config file, by
 * name.
 */
export function reachOf(env: Env, profiles: Profiles, services: Sections, profile: string): Reach {
  const ignoresEndpoints = ignoring(env, profiles, profile);
  const [sts, mturk] = SERVICES.map(
    (service) =>
      (ignoresEndpoints === true ? null : endpointOf(service, env, profiles, services, profile)) ??
      variantOf(service, env, profiles, profile),
  );
  return {
    ignoresEndpoints,
    endpoints: { sts: sts ?? null, mturk: mturk ?? null },
    caBundle: bundleOf(env, profiles, profile),
  };
}

/**
 * Only the word `true` switches them off, in any case of letters; a variable that is set beats the
 * profile whatever it says.
 */
function ignoring(env: Env, profiles: Profiles, profile: string): boolean | null {
  const said =
    env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS ??
    profiles.text(profile, "ignore_configured_endpoint_urls");
  return said === null ? null : said.toLowerCase() === "true";
}

/**
 * The first that is not empty: the service's variable, the general one, the service's section, the
 * profile's own.
 */
function endpointOf(
  service: "sts" | "mturk",
  env: Env,
  profiles: Profiles,
  services: Sections,
  profile: string,
): ConfiguredEndpoint | null {
  const ofVariable = (name: string): ConfiguredEndpoint | null => {
    const url = env[name] ?? "";
    return url === ""
      ? null
      : {
          url,
          setting: name,
          own: name === `AWS_ENDPOINT_URL_${service.toUpperCase()}`,
          remove: unsetCure([name])[0] ?? "",
        };
  };
  return (
    ofVariable(`AWS_ENDPOINT_URL_${service.toUpperCase()}`) ??
    ofVariable("AWS_ENDPOINT_URL") ??
    ofSection(service, profiles, services, profile) ??
    ofProfile(profiles, profile)
  );
}

const VARIANTS = [
  { name: "use_fips_endpoint", variable: "AWS_USE_FIPS_ENDPOINT" },
  { name: "use_dualstack_endpoint", variable: "AWS_USE_DUALSTACK_ENDPOINT" },
] as const;

const HOST_NAMES = { sts: "sts", mturk: "mturk-requester" } as const;

/**
 * The address that boto3 puts together where one of the two switches is on, for every service
 * alike, whether or not there is such an address
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html). A variable that is set
 * beats the profile.
 */
function variantOf(
  service: "sts" | "mturk",
  env: Env,
  profiles: Profiles,
  profile: string,
): ConfiguredEndpoint | null {
  const said = ({ name, variable }: (typeof VARIANTS)[number]): boolean =>
    (env[variable] ?? profiles.text(profile, name) ?? "").toLowerCase() === "true";
  const on = VARIANTS.filter(said);
  const [first] = on;
  if (first === undefined) return null;
  const fips = on.some(({ name }) => name === "use_fips_endpoint") ? "-fips" : "";
  const top = on.some(({ name }) => name === "use_dualstack_endpoint")
    ? "api.aws"
    : "amazonaws.com";
  const spot = env[first.variable] === undefined ? profiles.spot(profile, first.name) : null;
  const setting =
    spot === null
      ? first.variable
      : `${first.name} of the profile "${shownSafely(profile)}" (${placeOf(spot)})`;
  const remove =
    spot === null
      ? (unsetCure([first.variable])[0] ?? "")
      : `Delete ${placeOf(spot)} (${first.name}).`;
  return {
    url: `https://${HOST_NAMES[service]}${fips}.us-east-1.${top}`,
    setting,
    own: false,
    remove,
    variant: first.variable,
  };
}

function ofProfile(profiles: Profiles, profile: string): ConfiguredEndpoint | null {
  const url = profiles.text(profile, "endpoint_url") ?? "";
  const spot = profiles.spot(profile, "endpoint_url");
  if (url === "" || spot === null) return null;
  return {
    url,
    setting: `endpoint_url of the profile "${shownSafely(profile)}" (${placeOf(spot)})`,
    own: false,
    remove: `Delete ${placeOf(spot)} (endpoint_url).`,
  };
}

function ofSection(
  service: "sts" | "mturk",
  profiles: Profiles,
  services: Sections,
  profile: string,
): ConfiguredEndpoint | null {
  const name = profiles.text(profile, "services");
  const section = name === null ? undefined : services.get(name);
  const nested = section === undefined ? null : textOf(section, service);
  const option = section?.options.get(service);
  if (name === null || nested === null || option === undefined) return null;
  const lines = splitlines(nested);
  const at = lines.findIndex(
    (line) => strip(line.split("=", 1)[0] ?? "") === "endpoint_url" && line.includes("="),
  );
  const line = lines[at];
  const url = line === undefined ? "" : strip(line.slice(line.indexOf("=") + 1));
  if (url === "") return null;
  const where =
    `${service} in [services ${shownSafely(name)}] (line ${option.line} of ` +
    `${shownSafely(profiles.config.path)})`;
  return {
    url,
    setting: `endpoint_url of ${where}`,
    own: false,
    remove: `Delete endpoint_url of ${where}.`,
  };
}

function bundleOf(env: Env, profiles: Profiles, profile: string): NamedFile | null {
  const path = profiles.text(profile, "ca_bundle");
  const spot = profiles.spot(profile, "ca_bundle");
  const variable = (name: string): NamedFile | null => {
    const value = env[name];
    return value === undefined ? null : { path: value, setting: name, remove: `unset ${name}` };
  };
  const own =
    path === null || spot === null
      ? null
      : {
          path,
          setting: `ca_bundle of the profile "${shownSafely(profile)}" (${placeOf(spot)})`,
          remove: `delete ${placeOf(spot)}`,
        };
  return variable("AWS_CA_BUNDLE") ?? own ?? variable("REQUESTS_CA_BUNDLE");
}

function placeOf({ path, line }: Spot): string {
  return `line ${line} of ${shownSafely(path)}`;
}
