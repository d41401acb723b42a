/**
 * Tells where boto3's settings lead it: a region that is none, another server than the one that is
 * asked, no certificates at all.
 */
import { isServedBy } from "../base/amazon.js";
import { MTURK_REGION, isMturkRegion, judgeRegion } from "../keys/region.js";
import { mayHoldSecret } from "../keys/recognise.js";
import { shownSafely, type Env, WINDOWS_LINE } from "./place.js";
import type {
  ConfiguredEndpoint,
  ProfileChoice,
  Reach,
  RegionChoice,
  SourceProblem,
} from "./types.js";

const SANDBOX_HOST = "mturk-requester-sandbox.us-east-1.amazonaws.com";

/** What is to be said of the region that boto3 takes; empty where it is MTurk's. */
export function regionFindings(
  region: RegionChoice,
  profile: ProfileChoice,
): readonly SourceProblem[] {
  const { value } = region;
  const about = ["boto3"] as const;
  const fixed = `psiTurk asks ${MTURK_REGION} in any case.`;
  if (value === null) {
    const message =
      `No region is set for the profile "${shownSafely(profile.name)}": programs that name ` +
      `none themselves stop there. ${fixed}`;
    return [
      {
        code: "region-wrong",
        level: "warning",
        message,
        try: [
          "Write it into the profile: aws configure set region " +
            `${MTURK_REGION}${ofProfile(profile)}`,
          `Or for this terminal: export AWS_DEFAULT_REGION=${MTURK_REGION}`,
        ],
        about,
      },
    ];
  }
  const judged = judgeRegion(value);
  if (!judged.ok) {
    const meant = judged.meant ?? MTURK_REGION;
    const message =
      `${subject(region)} is ${shownValue(value)}, which is no region: ${judged.why}. boto3 ` +
      `stops on it or finds no address. ${fixed}`;
    const cure =
      region.variable === null
        ? `Write ${meant} there: mturk-setup doctor --fix does it, where it is clear what ` +
          "was meant."
        : `export ${region.variable}=${meant}`;
    const other =
      region.variable === null
        ? []
        : [...windowsCure(value), `Or take it away: unset ${region.variable}`];
    return [{ code: "region-wrong", message, try: [cure, ...other], about }];
  }
  if (isMturkRegion(judged.region)) return [];
  const message =
    `${subject(region)} is ${judged.region}. MTurk was never there, only in ${MTURK_REGION}: ` +
    `${fixed.slice(0, -1)}, other programs fail unless they name it themselves.`;
  const cure =
    region.variable === null
      ? `If nothing else needs it: aws configure set region ${MTURK_REGION}${ofProfile(profile)}`
      : `If nothing else needs it: export ${region.variable}=${MTURK_REGION}`;
  return [{ code: "region-wrong", level: "warning", message, try: [cure], about }];
}

/**
 * AWS_REGION, which neither boto3 nor psiTurk reads, and other tools of AWS do: where it is no
 * region, that is good to know.
 */
export function otherRegionFinding(env: Env): readonly SourceProblem[] {
  const value = env.AWS_REGION ?? "";
  const judged = judgeRegion(value);
  if (value === "" || judged.ok) return [];
  const message =
    `AWS_REGION is ${shownValue(value)}, which is no region: ${judged.why}. boto3 and ` +
    "psiTurk take no notice of it, but the AWS CLI and other tools do.";
  return [
    {
      code: "region-wrong",
      level: "note",
      message,
      try: [
        `export AWS_REGION=${judged.meant ?? MTURK_REGION}`,
        ...windowsCure(value),
        "Or take it away: unset AWS_REGION",
      ],
    },
  ];
}

function windowsCure(value: string): readonly string[] {
  return value.includes("\r") ? [WINDOWS_LINE] : [];
}

function ofProfile({ name }: ProfileChoice): string {
  return name === "default" ? "" : ` --profile ${/^[\w.-]+$/.test(name) ? name : "NAME"}`;
}

/**
 * "AWS_DEFAULT_REGION", "The region in line 2 of PATH": the setting as the subject of a sentence.
 */
function subject({ variable, path, line }: RegionChoice): string {
  return variable ?? `The region in line ${line ?? 0} of ${shownSafely(path ?? "")}`;
}

/** A region is no secret, but anything may stand in its place. */
function shownValue(value: string): string {
  // What is cleaned away stays unseen; a blank at an end is the cause, and is shown.
  const before = value.startsWith(" ") ? " " : "";
  const after = value.endsWith(" ") ? " " : "";
  const text = shownSafely(value);
  return text === ""
    ? "empty"
    : text.length > 24 || mayHoldSecret(text) || !/^[\w."' #;()-]+$/.test(text)
      ? "something else"
      : `"${before}${text}${after}"`;
}

/**
 * Where boto3 would go and this program does not follow (the general setting is made for other
 * services, and would lead keys there unnoticed), and the reverse: psiTurk names MTurk's address
 * itself, whatever the variable says
 * (https://github.com/NYUCCL/psiTurk/blob/master/psiturk/amt_services.py).
 */
export function endpointFindings(reach: Reach): readonly SourceProblem[] {
  const { mturk, sts } = reach.endpoints;
  return [
    ...(mturk === null || mturk.own
      ? []
      : elsewhere(mturk, "mturk", sts !== null && isOne(sts, mturk))),
    ...(sts === null || sts.own || (mturk !== null && !mturk.own && isOne(sts, mturk))
      ? []
      : elsewhere(sts, "sts", false)),
    ...(mturk?.own === true && hostOf(mturk.url) !== SANDBOX_HOST ? [ignoredByPsiturk(mturk)] : []),
  ];
}

/** Whether one setting leads to both: what is told of it then is told once. */
function isOne(a: ConfiguredEndpoint, b: ConfiguredEndpoint): boolean {
  return a.setting === b.setting;
}

function elsewhere(
  endpoint: ConfiguredEndpoint,
  service: "sts" | "mturk",
  both: boolean,
): readonly SourceProblem[] {
  const host = hostOf(endpoint.url);
  if (host !== null && isServedBy(service, host)) return [];
  if (endpoint.variant !== undefined)
    return host === null ? [] : [withoutAddress(endpoint, endpoint.variant, host)];
  const what = service === "sts" ? "STS" : both ? "MTurk and STS" : "MTurk";
  // What is no address at all is told as a setting on which boto3 stops.
  if (host === null) return [];
  const here = "mturk-setup asks Amazon's own addresses, so that no key goes elsewhere unnoticed";
  const message =
    `${endpoint.setting} leads boto3 to ${host} for ${what}. ` +
    here +
    (service === "mturk"
      ? "; psiTurk asks Amazon as well, for it names MTurk's address itself."
      : ".");
  const ignore = "Or let boto3 leave it alone: export AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true";
  const meant = [
    `If that server is meant: export AWS_ENDPOINT_URL_${service.toUpperCase()}=… with its ` +
      "address; mturk-setup then asks there too.",
  ];
  return [
    {
      code: "endpoint-elsewhere",
      ...(service === "sts" ? { level: "warning" as const } : {}),
      message,
      try: [endpoint.remove, ignore, ...meant],
      about: ["boto3"],
    },
  ];
}

/** A switch for addresses of another kind, which MTurk never had. */
function withoutAddress(
  { setting, remove }: ConfiguredEndpoint,
  variable: string,
  host: string,
): SourceProblem {
  const message =
    `${setting} leads boto3 to ${host} for MTurk, and MTurk never had such an address. ` +
    "psiTurk is not touched by it, for it names MTurk's address itself, and mturk-setup asks " +
    "MTurk's own.";
  return {
    code: "endpoint-elsewhere",
    message,
    try: [remove, `Or switch it off for this terminal: export ${variable}=false`],
    about: ["boto3"],
  };
}

function ignoredByPsiturk(endpoint: ConfiguredEndpoint): SourceProblem {
  const host = hostOf(endpoint.url) ?? "another server";
  return {
    code: "endpoint-elsewhere",
    level: "note",
    message:
      `${endpoint.setting} leads mturk-setup and boto3 to ${host}. psiTurk takes no notice ` +
      `of it: it asks ${SANDBOX_HOST}, which was not asked here.`,
    try: [`To ask what psiTurk asks: ${endpoint.remove}`],
    about: ["boto3", "psiturk"],
  };
}

/**
 * `name[:port]`, without what may be a password; null where boto3 takes it for no address ("Invalid
 * endpoint").
 */
function hostOf(url: string): string | null {
  return /^https?:\/\//i.test(url) && URL.canParse(url) ? shownSafely(new URL(url).host) : null;
}

/**
 * A setting for certificates that is there but empty: boto3 then looks at none, and anybody can
 * answer in AWS's place.
 */
export function certificateFindings(reach: Reach): readonly SourceProblem[] {
  const named = reach.caBundle;
  if (named?.path !== "") return [];
  return [
    {
      code: "setting-broken",
      level: "warning",
      message:
        `${named.setting} is empty. boto3 then checks no certificate at all, so that anybody ` +
        "on the way can answer in AWS's place; this check does look at them.",
      try: [
        named.remove.startsWith("delete") ? `D${named.remove.slice(1)} (ca_bundle).` : named.remove,
      ],
    },
  ];
}
