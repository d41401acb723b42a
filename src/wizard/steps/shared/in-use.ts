/**
 * Says whether boto3 and psiTurk use the key that was saved. What the files hold is one thing, what
 * wins in this shell another.
 */
import type { Host } from "../../../base/host.js";
import { shortPath } from "../../../jobs/names.js";
import type { AccessKey } from "../../../keys/types.js";
import type { Sources } from "../../../sources/types.js";
import type { Still } from "../../view.js";
import { warningLine } from "./lines.js";
import { hidingLines, hidingPlaces, shellProfile, usesKey } from "./places.js";
import { exportProfile } from "../../../keys/profile-name.js";

/**
 * used: by psiTurk and boto3 · other-profile: once AWS_PROFILE names it · hidden: another place
 * beats it.
 */
export type InUse = "used" | "other-profile" | "hidden";

/** `sources`: as they are after the key was saved in `profile`. */
export function inUse(sources: Sources, key: AccessKey, profile: string, host: Host): InUse {
  if (hidingPlaces(sources, key).length > 0) return "hidden";
  return shellProfile(sources, host) === profile ? "used" : "other-profile";
}

export function inUseLines(
  sources: Sources,
  key: AccessKey,
  profile: string,
  host: Host,
): readonly Still[] {
  const boto3 = usesKey(sources.boto3, key);
  const psiturk = usesKey(sources.psiturk, key);
  const place = sources.list.find((source) => source[boto3 ? "boto3" : "psiturk"] === "used");
  const hiding = hidingPlaces(sources, key);
  const other = shellProfile(sources, host) !== profile;
  const from =
    place === undefined ? null : `${shortPath(place.location, host)}, profile ${profile}`;
  return [
    ...usedRow({ boto3: boto3 && !other, psiturk: psiturk && !other }, from),
    ...hidingLines(hiding, "beats", host),
    ...(other
      ? [warningLine(`psiTurk and boto3 use it after:  ${exportProfile(profile, host.env)}`)]
      : []),
  ];
}

function usedRow(
  { boto3, psiturk }: { readonly boto3: boolean; readonly psiturk: boolean },
  from: string | null,
): readonly Still[] {
  const who = [...(boto3 ? ["boto3"] : []), ...(psiturk ? ["psiTurk 3"] : [])];
  if (who.length === 0) return [];
  const what = `${who.join(" and ")} ${who.length === 1 ? "uses" : "use"} it`;
  return [
    {
      table: [
        from === null
          ? { state: "ok", what }
          : { state: "ok", what, detail: from, said: `${what}, from ${from}` },
      ],
    },
  ];
}
