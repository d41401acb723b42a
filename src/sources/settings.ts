/**
 * Names the settings on which boto3 or psiTurk stop although their keys are right: in the profile,
 * in variables, in `.env`.
 */
import { NO_ADDRESS, isAddress } from "../base/address.js";
import { unsetCure } from "../base/shell.js";
import {
  calledName,
  CLIENT_SETTINGS,
  type ClientSetting,
  type StopsAt,
} from "../aws-files/text/client-settings.js";
import {
  fromVariable,
  givenIn,
  isAccepted,
  isOn,
  meantValue,
  optionsOf,
  stopsWhom,
  wrongText,
} from "../aws-files/text/client-settings-judge.js";
import { nestedSettings } from "../aws-files/text/scan.js";
import type { FileKind, ProfileView } from "../aws-files/types.js";
import { readExpiry } from "./expiry.js";
import { awayCure } from "./other-kind.js";
import { DOCTOR_MENDS_IT, deleteCure, problem, shownSafely, type Env } from "./place.js";
import type { Profiles } from "./profiles.js";
import type { DotenvFile } from "./psiturk-places.js";
import type { SourceProblem } from "./types.js";

/** What one program sees. */
export interface SettingsView {
  readonly env: Env;
  readonly profile: string;
  readonly profiles: Profiles;
}

export interface SettingsInput {
  /** Null: boto3 stops before it looks at any setting. */
  readonly boto3: SettingsView | null;
  /** The sections `[services NAME]` of the config file. */
  readonly services: ReadonlyMap<string, ProfileView>;
  /** boto3 takes its keys from the environment, so that their end counts. */
  readonly keysFromEnvironment: boolean;
  /**
   * As for `boto3`. `ownKeys`: psiTurk hands over a pair of its own, and boto3 does not look for
   * keys.
   */
  readonly psiturk: (SettingsView & { readonly ownKeys: boolean }) | null;
  readonly dotenv: DotenvFile | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** One setting that stops a program. */
interface Fault {
  /** "Line 3 of PATH" or the variable: the same place is told once. */
  readonly where: string;
  /** What is wrong there, without a full stop. */
  readonly what: string;
  readonly stopsAt: StopsAt;
  readonly old: boolean;
  readonly cures: readonly string[];
}

/** One problem for each, those that stop both programs told once. Code `setting-broken`. */
export function settingProblems(input: SettingsInput): readonly SourceProblem[] {
  const { boto3, psiturk } = input;
  const ofBoto3 =
    boto3 === null
      ? []
      : [
          ...tableFaults(boto3, null),
          ...endpointFaults(boto3, input.services),
          ...(input.keysFromEnvironment ? expiryFault(boto3.env, input.now) : []),
        ];
  const ofPsiturk =
    psiturk === null
      ? []
      : tableFaults(psiturk, input.dotenv).filter(
          ({ stopsAt }) => stopsAt === "client" || (stopsAt === "keys" && !psiturk.ownKeys),
        );
  const at = (faults: readonly Fault[], where: string): boolean =>
    faults.some((other) => other.where === where);
  const alone = ofPsiturk.filter(({ where }) => !at(ofBoto3, where));
  return [...ofBoto3, ...alone].map((fault) =>
    told(fault, { boto3: at(ofBoto3, fault.where), psiturk: at(ofPsiturk, fault.where) }),
  );
}

interface Stopped {
  readonly boto3: boolean;
  readonly psiturk: boolean;
}

function told({ where, what, stopsAt, old, cures }: Fault, stopped: Stopped): SourceProblem {
  const about = (["boto3", "psiturk"] as const).filter((program) => stopped[program]);
  return {
    ...problem(
      "setting-broken",
      `${where}${what.startsWith("is ") ? "" : ":"} ${what}. ${whoStops(stopsAt, old, stopped)}`,
      cures,
    ),
    about,
  };
}

function whoStops(stopsAt: StopsAt, old: boolean, { boto3, psiturk }: Stopped): string {
  if (!boto3)
    return old ? "psiTurk stops on it." : "psiTurk stops on it, unless its boto3 is an old one.";
  if (psiturk && stopsAt === "keys")
    return (
      "boto3 and psiTurk stop on it while they look for keys, even if they need " + "nothing of it."
    );
  if (psiturk || stopsAt !== "client") return stopsWhom({ stopsAt, old });
  return "boto3 stops on it, whatever it is asked for.";
}

/** The rows of the table that this program reads and does not take. */
function tableFaults(view: SettingsView, dotenv: DotenvFile | null): readonly Fault[] {
  const faults = CLIENT_SETTINGS.flatMap((setting): readonly Fault[] => {
    const { onlyWith } = setting;
    if (onlyWith !== undefined && !isOn(view.env[onlyWith.variable] ?? textIn(view, onlyWith.name)))
      return [];
    const variable = setting.variable === null ? undefined : view.env[setting.variable];
    if (variable !== undefined && setting.variable !== null)
      return ofVariable(setting, setting.variable, variable, dotenv);
    // The flat name beats the one in the block.
    if (
      setting.name === "us_east_1_regional_endpoint" &&
      textIn(view, `s3_${setting.name}`) !== null
    )
      return [];
    return ofProfile(view, setting);
  });
  return [...new Map(faults.map((fault) => [fault.where, fault])).values()];
}

function ofVariable(
  setting: ClientSetting,
  variable: string,
  text: string,
  dotenv: DotenvFile | null,
): readonly Fault[] {
  const given = fromVariable(text);
  if (isAccepted(setting.accepts, given)) return [];
  const meant = meantValue(setting.accepts, given);
  const line = dotenv?.variables.get(variable);
  const own = line !== undefined && dotenv !== null && line.value === text;
  const where = own ? `Line ${line.line} of ${shownSafely(dotenv.path)}` : variable;
  const cures = own
    ? dotenv.other === undefined
      ? [deleteCure(dotenv.path, [{ name: variable, line: line.line }])]
      : awayCure(dotenv.other)
    : unsetCure([variable]);
  const right = meant === null || own ? [] : [`Or set it right: export ${variable}=${meant}`];
  return [
    {
      where,
      what: `${own ? `${variable} ` : ""}${wrongText(setting, given)}`,
      stopsAt: setting.stopsAt,
      old: setting.old,
      cures: [...cures, ...right],
    },
  ];
}

function ofProfile(view: SettingsView, setting: ClientSetting): readonly Fault[] {
  const name = setting.block ?? setting.name;
  const holder = holderOf(view, name);
  if (holder === null) return [];
  const given = givenIn(setting, optionsOf(holder));
  if (given === null || isAccepted(setting.accepts, given)) return [];
  const called =
    setting.accepts.form === "block"
      ? blockWanted(setting.name)
      : `${calledName(setting)} ${wrongText(setting, given)}`;
  return [inFile(view, holder, name, called, setting)];
}

function blockWanted(name: string): string {
  return `${name} has to have its settings below it, indented`;
}

function inFile(
  { profiles }: SettingsView,
  holder: ProfileView,
  name: string,
  what: string,
  stops: Pick<Fault, "stopsAt" | "old">,
): Fault {
  const { path } = holder.kind === "credentials" ? profiles.credentials : profiles.config;
  const line = holder.options.get(name)?.line ?? holder.line;
  return {
    where: `Line ${line} of ${shownSafely(path)}`,
    what,
    stopsAt: stops.stopsAt,
    old: stops.old,
    cures: [DOCTOR_MENDS_IT, `Or by hand: ${deleteCure(path, [{ name, line }])}`],
  };
}

/** The credentials file beats the config file, option by option. */
function holderOf({ profiles, profile }: SettingsView, name: string): ProfileView | null {
  const kinds: readonly FileKind[] = ["credentials", "config"];
  return (
    kinds
      .map((kind) => profiles.view(kind, profile))
      .find((view) => view?.options.has(name) === true) ?? null
  );
}

function textIn(view: SettingsView, name: string): string | null {
  return optionsOf(holderOf(view, name))(name);
}

const AT_ADDRESS = { stopsAt: "address", old: false } as const;

/**
 * boto3's way to an endpoint, for each of the two services: botocore's
 * `ConfiguredEndpointProvider`.
 */
function endpointFaults(
  view: SettingsView,
  services: ReadonlyMap<string, ProfileView>,
): readonly Fault[] {
  if (
    isOn(
      view.env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS ??
        textIn(view, "ignore_configured_endpoint_urls"),
    )
  )
    return [];
  const faults = ["mturk", "sts"].flatMap((client): readonly Fault[] => {
    const variable = [`AWS_ENDPOINT_URL_${client.toUpperCase()}`, "AWS_ENDPOINT_URL"].find(
      (name) => (view.env[name] ?? "") !== "",
    );
    if (variable !== undefined) {
      return isAddress(view.env[variable] ?? "")
        ? []
        : [
            {
              where: variable,
              what: `its value ${NO_ADDRESS}`,
              ...AT_ADDRESS,
              cures: unsetCure([variable]),
            },
          ];
    }
    const inSection = serviceFault(view, client, services);
    return inSection === "none" ? profileAddressFault(view) : inSection;
  });
  return [...new Map(faults.map((fault) => [fault.where, fault])).values()];
}

function serviceFault(
  view: SettingsView,
  client: string,
  services: ReadonlyMap<string, ProfileView>,
): readonly Fault[] | "none" {
  const holder = holderOf(view, "services");
  if (holder === null) return "none";
  const section = services.get(textIn(view, "services") ?? "");
  if (section === undefined || section.options.size === 0) {
    return [
      inFile(
        view,
        holder,
        "services",
        "services names a section [services ...] that " +
          (section === undefined ? "is not there" : "is empty"),
        AT_ADDRESS,
      ),
    ];
  }
  const text = optionsOf(section)(client);
  if (text === null) return "none";
  const nested = nestedSettings(text);
  if (nested === null) return [inFile(view, section, client, blockWanted(client), AT_ADDRESS)];
  const url = nested.get("endpoint_url") ?? "";
  if (url === "") return "none";
  return isAddress(url)
    ? []
    : [inFile(view, section, client, `the endpoint_url of ${client} ${NO_ADDRESS}`, AT_ADDRESS)];
}

function profileAddressFault(view: SettingsView): readonly Fault[] {
  const holder = holderOf(view, "endpoint_url");
  const url = textIn(view, "endpoint_url") ?? "";
  if (holder === null || url === "" || (!url.startsWith("\n") && isAddress(url))) return [];
  return [inFile(view, holder, "endpoint_url", `endpoint_url ${NO_ADDRESS}`, AT_ADDRESS)];
}

/**
 * AWS_CREDENTIAL_EXPIRATION beside keys of the environment (botocore's `EnvProvider`); psiTurk
 * hands such keys on without it.
 */
function expiryFault(env: Env, now: number): readonly Fault[] {
  const name = "AWS_CREDENTIAL_EXPIRATION";
  const text = env[name] ?? "";
  if (text === "") return [];
  const expiry = readExpiry(text);
  const cures = unsetCure([name]);
  const fault = { where: name, stopsAt: "keys", old: true } as const;
  switch (expiry.is) {
    case "unreadable":
      return [
        {
          ...fault,
          what: "that is not a time as AWS writes it, such as 2026-11-28T14:00:00Z",
          cures,
        },
      ];
    case "no-zone":
      return [
        {
          ...fault,
          what:
            "the time has no zone (such as the Z in 2026-11-28T14:00:00Z), and cannot be " +
            "compared",
          cures,
        },
      ];
    case "moment":
      if (expiry.at > now) return [];
      return [
        {
          ...fault,
          what:
            "the keys in the environment ended at " +
            `${new Date(expiry.at).toISOString().slice(0, 16).replace("T", " ")} UTC, or the ` +
            "variable was left over from others",
          cures: ["Get new temporary keys the way you got these.", ...cures],
        },
      ];
  }
}
