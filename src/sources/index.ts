/**
 * Finds whose keys win on this computer, in this directory, with this environment: for boto3 and
 * for psiTurk.
 */
import { idOf } from "../aws-files/text/profile-values.js";
import type { ScannedFile } from "../aws-files/types.js";
import { systemClock, type Host } from "../base/host.js";
import { ok, type Result } from "../base/problem.js";
import { meetIds } from "../keys/mask-id.js";
import { chooseProfile, resolveBoto3, type Boto3Resolution } from "./boto3.js";
import { findProblems, withPsiturksKey } from "./findings.js";
import { hints } from "./hints.js";
import { gather, type Gathered, type GatherOptions } from "./gather.js";
import { Profiles } from "./profiles.js";
import { mergedEnv, PSITURK_REGION, resolvePsiturk, type PsiturkResolution } from "./psiturk.js";
import { boto3Winner, psiturkWinner, reportSources } from "./report.js";
import { settingProblems, type SettingsInput } from "./settings.js";
import type { Sources } from "./types.js";

export { chooseProfile } from "./boto3.js";

/**
 * Reads every place from which boto3 or psiTurk 3.3.1 would take a key, and says which they take,
 * and why not the others. Files are read only; roles, single sign-on and commands are never run.
 * psiTurk has no profile option, so `profile` counts for boto3 alone.
 *
 * Problem: `home-missing`. Everything else that is wrong is part of the result.
 */
export async function examineSources(
  host: Host,
  options: GatherOptions = {},
): Promise<Result<Sources>> {
  const gathered = await gather(host, options);
  if (!gathered.ok) return gathered;
  const psiturk = resolvePsiturk(gathered.value.psiturk);
  const boto3 = withPsiturksKey(resolveBoto3(gathered.value.boto3), psiturk);
  const { credentials, config } = gathered.value.boto3;
  if (options.besideProfiles === true) meetProfiles([credentials, config]);
  meetIds(
    "sources",
    [...boto3.judged, ...psiturk.judged].map(({ place }) => place.id),
  );
  const { configTxt, psiturkconfig } = gathered.value.psiturk;
  const settings = settingProblems(
    settingsInput(gathered.value, boto3, psiturk, options.now ?? systemClock.now()),
  );
  return ok({
    profile: boto3.profile,
    list: reportSources(boto3, psiturk),
    boto3: boto3Winner(boto3),
    psiturk: psiturkWinner(psiturk, PSITURK_REGION),
    region: boto3.region,
    reach: { boto3: boto3.reach, psiturk: psiturk.reach },
    files: { credentials, config },
    problems: [
      ...findProblems({
        boto3,
        psiturk,
        settings,
        legacy: [configTxt, psiturkconfig],
        modes: gathered.value.modes,
        glued: gathered.value.glued,
        platform: host.platform,
        env: host.env,
      }),
      ...hints({
        boto3,
        host,
        env: host.env,
        dotenv: gathered.value.psiturk.dotenv,
        legacy: [configTxt, psiturkconfig],
        misnamed: gathered.value.misnamed,
      }),
    ],
  });
}

/** Meets the ids of all profiles of the files, so that those that look alike are told apart. */
function meetProfiles(files: readonly ScannedFile[]): void {
  meetIds(
    "profiles",
    files.flatMap((file) => (file.ok ? [...file.profiles.values()].map(idOf) : [])),
  );
}

const OWN_KEYS: readonly (string | null)[] = [
  "psiturk-environment",
  "environment",
  "dotenv",
  "config.txt",
  "psiturkconfig",
  "mixed",
];

/**
 * What the two programs see of the settings; neither gets that far where the files or the profile
 * stop it.
 */
function settingsInput(
  { boto3: read, psiturk: psi, services }: Gathered,
  boto3: Boto3Resolution,
  psiturk: PsiturkResolution,
  now: number,
): SettingsInput {
  const env = mergedEnv(psi.env, psi.dotenv);
  const stopped = psiturk.problem !== null && psiturk.key === null;
  return {
    boto3:
      boto3.early === null
        ? { env: read.env, profile: namedProfile(boto3.profile.name), profiles: boto3.profiles }
        : null,
    services,
    keysFromEnvironment: boto3.winner?.name === "environment",
    psiturk: stopped
      ? null
      : {
          env,
          profile: namedProfile(chooseProfile(env).name),
          profiles: new Profiles(psi.boto3.credentials, psi.boto3.config, psi.boto3.ssoSessions),
          ownKeys: psiturk.key !== null && OWN_KEYS.includes(psiturk.source),
        },
    dotenv: psi.dotenv,
    now,
  };
}

/** For settings an empty name stands for "default", as for keys. */
function namedProfile(name: string): string {
  return name === "" ? "default" : name;
}
