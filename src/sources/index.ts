/** Whose keys win on this computer, in this directory, with this environment: for boto3 and for psiTurk. */
import type { Host } from "../base/host.js";
import { ok, type Result } from "../base/problem.js";
import { resolveBoto3 } from "./boto3.js";
import { findProblems, withPsiturksKey } from "./findings.js";
import { gather, type GatherOptions } from "./gather.js";
import { PSITURK_REGION, resolvePsiturk } from "./psiturk.js";
import { boto3Winner, psiturkWinner, reportSources } from "./report.js";
import type { Sources } from "./types.js";

export { chooseProfile } from "./boto3.js";

/**
 * Reads every place from which boto3 or psiTurk 3.3.1 would take a key, and says which they take, and why not the others.
 * Files are read only; roles, single sign-on and commands are never run. psiTurk has no profile option, so `profile` counts
 * for boto3 alone.
 *
 * Problem: `home-missing`. Everything else that is wrong is part of the result.
 */
export async function examineSources(host: Host, options: GatherOptions = {}): Promise<Result<Sources>> {
  const gathered = await gather(host, options);
  if (!gathered.ok) return gathered;
  const psiturk = resolvePsiturk(gathered.value.psiturk);
  const boto3 = withPsiturksKey(resolveBoto3(gathered.value.boto3), psiturk);
  const { configTxt, psiturkconfig } = gathered.value.psiturk;
  return ok({
    profile: boto3.profile,
    list: reportSources(boto3, psiturk),
    boto3: boto3Winner(boto3),
    psiturk: psiturkWinner(psiturk, PSITURK_REGION),
    files: { credentials: gathered.value.boto3.credentials, config: gathered.value.boto3.config },
    problems: findProblems({ boto3, psiturk, legacy: [configTxt, psiturkconfig], modes: gathered.value.modes, platform: host.platform }),
  });
}
