/**
 * Says whether boto3 and psiTurk use the key that was saved. What the files hold is one thing, what
 * wins in this shell another.
 */
import type { Host } from "../../../base/host.js";
import { shortPath } from "../../../jobs/names.js";
import type { AccessKey } from "../../../keys/types.js";
import type { Sources } from "../../../sources/types.js";
import type { Line } from "../../../terminal/parts/line.js";
import { statusLine } from "../../../terminal/parts/status.js";
import type { TextStyle } from "../../../terminal/glyphs.js";
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
  look: TextStyle,
): readonly Line[] {
  const boto3 = usesKey(sources.boto3, key);
  const psiturk = usesKey(sources.psiturk, key);
  const place = sources.list.find((source) => source[boto3 ? "boto3" : "psiturk"] === "used");
  const hiding = hidingPlaces(sources, key);
  const other = shellProfile(sources, host) !== profile;
  return [
    ...usedLine(
      {
        boto3: boto3 && !other,
        psiturk: psiturk && !other,
        from:
          place === undefined
            ? ""
            : `, from ${shortPath(place.location, host)}, profile ${profile}`,
      },
      look,
    ),
    ...hidingLines(hiding, "beats", host),
    ...(other
      ? [
          statusLine(look, {
            state: "warning",
            text: `psiTurk and boto3 use it after:  ${exportProfile(profile, host.env)}`,
          }),
        ]
      : []),
  ];
}

function usedLine(
  {
    boto3,
    psiturk,
    from,
  }: { readonly boto3: boolean; readonly psiturk: boolean; readonly from: string },
  look: TextStyle,
): readonly Line[] {
  const who = [...(boto3 ? ["boto3"] : []), ...(psiturk ? ["psiTurk 3"] : [])];
  if (who.length === 0) return [];
  return [
    statusLine(look, {
      state: "ok",
      text: `${who.join(" and ")} ${who.length === 1 ? "uses" : "use"} it${from}`,
    }),
  ];
}
