/** Makes the parts of a report of what jobs have come to: a key saved, replaced, switched off. */
import type { Identity } from "../../aws/types.js";
import type { WrittenFile } from "../../aws-files/types.js";
import type { Host } from "../../base/host.js";
import { profileOption } from "../../keys/profile-name.js";
import { maskId } from "../../keys/types.js";
import { shortPath } from "../names.js";
import type { Retired } from "../retire/index.js";
import { atAws, isExample, isSeenOff, lastUsed } from "../retire/record.js";
import type { Rotated } from "../rotate/index.js";
import type { KeyPlace } from "../shared/key-place.js";
import { type ReportPart, fileFacts, holderFacts, replaceBy } from "./text.js";

export interface SavedKey {
  readonly accessKeyId: string;
  readonly profile: string;
  /** Null: AWS was not asked, or did not say. */
  readonly holder: Identity | null;
  readonly written: readonly WrittenFile[];
}

/** When and where: milliseconds since 1970, and for paths. */
export interface ReportScene {
  readonly at: number;
  readonly host: Pick<Host, "home">;
}

/** A key that stands in the files now. */
export function savedPart(
  { accessKeyId, profile, holder, written }: SavedKey,
  { at, host }: ReportScene,
): ReportPart {
  const option = profileOption(profile);
  return {
    title: written.length === 0 ? "Key saved: it stood there already" : "Key saved",
    facts: [
      ["Key", maskId(accessKeyId)],
      ...holderFacts(holder),
      ["Profile", profile],
      ...fileFacts(written, host),
    ],
    undo: written.length === 0 ? [] : ["mturk-setup undo"],
    next: [replaceBy(at, option), `See whether it works: mturk-setup check${option}`],
  };
}

const OLD = {
  inactive: "switched off at AWS",
  refused: "refused by AWS",
  active: "left on",
  gone: "deleted at AWS",
} as const;

/** A key that took the place of another; null where nothing was replaced. */
export function rotatedPart(
  rotated: Rotated,
  written: readonly WrittenFile[],
  holder: Identity | null,
  { at, host }: ReportScene,
): ReportPart | null {
  const { from, to, old, profile, rolledBack } = rotated;
  if (to === null || rolledBack) return null;
  const option = profileOption(profile);
  const back = old !== "gone" && from !== null;
  return {
    title: "Key replaced",
    facts: [
      ["New key", maskId(to)],
      ...(from === null ? [] : [["Old key", `${maskId(from)}, ${OLD[old ?? "active"]}`] as const]),
      ...holderFacts(holder),
      ["Profile", profile],
      ...fileFacts(written, host),
    ],
    undo: back
      ? [`mturk-setup rotate --undo${option}`]
      : ["The old key is deleted at AWS: it cannot come back."],
    next: [
      replaceBy(at, option),
      ...(back
        ? [`In a week, if nothing broke, delete the old key: mturk-setup rotate --finish${option}`]
        : []),
    ],
  };
}

/** A key that was switched off, or taken out of the files. */
export function retiredPart(retired: Retired, { host }: ReportScene): ReportPart {
  const { found, examined, switched, seenRefused, forgotten, putAway } = retired;
  const used = lastUsed(examined);
  const byUs = switched?.how === "off" || switched?.how === "deleted" || seenRefused;
  const left = found.places.filter(({ removal }) => removal === "by-hand");
  return {
    title: byUs ? "Key switched off" : "Key looked into",
    facts: [
      ["Key", maskId(found.accessKeyId)],
      ...holderFacts(examined?.holder ?? null),
      ["At AWS", atAws(examined, switched, seenRefused)],
      ...(used === null ? [] : [["Use", used] as const]),
      // It stands nowhere here any more.
      ...(forgotten === null ? [] : [["To be switched off", found.accessKeyId] as const]),
      ...found.places.map((place) => ["Stood in", stoodIn(place, host)] as const),
      ...(putAway === null
        ? [["Files", "left as they were"] as const]
        : putAway.written.map(({ path }) => ["Removed from", shortPath(path, host)] as const)),
      ...left.map(
        ({ location }) =>
          ["Still holds it", `${shortPath(location, host)}, to be removed by hand`] as const,
      ),
    ],
    undo: [
      ...wayBackAtAws(retired),
      ...(putAway === null ? [] : ["The copies that were taken out of the files are gone."]),
    ],
    next: nextOf(retired),
  };
}

function stoodIn({ location, profile }: KeyPlace, host: Pick<Host, "home">): string {
  return shortPath(location, host) + (profile === null ? "" : `, profile ${profile}`);
}

function wayBackAtAws(retired: Retired): readonly string[] {
  if (retired.switched?.how === "deleted") return ["It is deleted at AWS: it cannot come back."];
  return isOff(retired) && !isExample(retired)
    ? [
        "IAM console, the user, Security credentials, Access keys, Actions, Activate: until it " +
          "is deleted there.",
      ]
    : [];
}

function nextOf(retired: Retired): readonly string[] {
  if (retired.forgotten !== null) return retired.forgotten.steps;
  if (retired.switched?.how === "deleted" || isExample(retired)) return [];
  return isOff(retired)
    ? ["In a week, if nothing broke: delete the key and its user there."]
    : ["It was not seen to be off. Go on with it: mturk-setup retire"];
}

function isOff(retired: Retired): boolean {
  return isSeenOff(retired) || retired.switched?.how === "off";
}
