/** Judges what stands where a region belongs: one rule for options, files and the environment. */
import { withoutEnds } from "../base/trim.js";

/**
 * MTurk and its sandbox were in this region only
 * (https://docs.aws.amazon.com/general/latest/gr/mturk.html).
 */
export const MTURK_REGION = "us-east-1";

/** A region's code, or why a text is none. */
export type RegionJudgement =
  | { readonly ok: true; readonly region: string }
  | {
      readonly ok: false;
      /** Completes "… is no region: ". */
      readonly why: string;
      /** What was meant, where the text leaves no doubt; else null. */
      readonly meant: string | null;
    };

/**
 * The form of all codes: a place (with a partition, for some), a direction and a number
 * (https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html). Whether AWS
 * has opened such a region is not looked up.
 */
const PLACES = "us|us-gov|us-iso|us-isob|us-isof|eu|eu-isoe|eusc-de|ap|sa|ca|me|af|il|mx|cn";
const DIRECTIONS = "north|south|east|west|central|northeast|northwest|southeast|southwest";
const REGION = new RegExp(`^(?:${PLACES})-(?:${DIRECTIONS})-[0-9]{1,2}$`);
/** The same without its hyphens, and with the letter of an availability zone. */
const LOOSE = new RegExp(
  `^(${PLACES.replaceAll("-", "-?")})-?(${DIRECTIONS})-?([0-9]{1,2})-?([a-z]?)$`,
);
/**
 * A Local Zone or a Wavelength Zone, named after its region
 * (https://docs.aws.amazon.com/local-zones/latest/ug/available-local-zones.html).
 */
const LOCAL_ZONE = new RegExp(
  `^((?:${PLACES})-(?:${DIRECTIONS})-[0-9]{1,2})-` +
    "(?:[a-z]{3}-[0-9]{1,2}[a-z]?|wl[0-9]-[a-z]{3}-wlz-?[0-9]{1,2})$",
);
/**
 * The id of an availability zone, the same in every account
 * (https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html).
 */
const ZONE_ID = /^([a-z]{2}(?:g)?)(n|s|e|w|c|ne|nw|se|sw)([0-9])-az[0-9]$/;
const LONG: Readonly<Record<string, string>> = {
  n: "north",
  s: "south",
  e: "east",
  w: "west",
  c: "central",
  ne: "northeast",
  nw: "northwest",
  se: "southeast",
  sw: "southwest",
};
/**
 * AWS's own name of the region (https://docs.aws.amazon.com/general/latest/gr/rande.html), as the
 * console shows it.
 */
const VIRGINIA = /^(?:us-?east-?\(?)?n(?:orth|orthern)?\.?-?virginia\)?$/;

const UNSEEN =
  // eslint-disable-next-line no-control-regex -- what no terminal shows is what has to be found
  /[\u0000-\u001F\u007F-\u00A0\u00AD\u061C\u180E\u2000-\u200F\u2028-\u202F\u205F-\u206F\u3000\uFEFF]/g;

/**
 * Judges a text as it stands, invisible signs included. Nothing of it is repeated in `why`: a file
 * can hold anything there.
 */
export function judgeRegion(text: string): RegionJudgement {
  if (REGION.test(text)) return { ok: true, region: text };
  return { ok: false, why: whyNot(text), meant: meantBy(text) };
}

function whyNot(text: string): string {
  const bare = text.replaceAll(UNSEEN, "");
  const seen = bare.trim();
  if (seen === "") return "it is empty, and boto3 takes that for a name";
  if (bare !== text) return `it has an invisible sign in it (${signName(text)})`;
  if (seen !== text) return "there is a blank before or after it";
  if (/^["'].*["']$/.test(seen)) return "the quotation marks are part of it";
  if (/["']/.test(seen)) return "there is a quotation mark in it";
  if (/\s[#;]/.test(seen)) return "the comment behind it is part of it";
  if (/\s/.test(seen)) return "there are blanks in it";
  const loose = LOOSE.exec(seen.toLowerCase());
  if (loose !== null && loose[4] !== "")
    return "the letter at its end names an availability zone, a part of a region";
  if (loose === null)
    return regionOfZone(seen.toLowerCase()) === null
      ? "no region has such a name"
      : "it names a zone, a part of a region";
  return /[A-Z]/.test(seen)
    ? "it has capital letters, and there is no address with them"
    : "a hyphen is missing, or is another sign";
}

function signName(text: string): string {
  const code = text.match(UNSEEN)?.[0]?.codePointAt(0) ?? 0;
  return code === 13
    ? "a carriage return, as files from Windows have"
    : `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** The region that was meant, however it was written. */
function meantBy(text: string): string | null {
  const word = withoutEnds(
    text
      .replaceAll(UNSEEN, " ")
      .replace(/\s[#;].*$/, "")
      .toLowerCase()
      .replaceAll(/["'`,;]/g, " ")
      .trim()
      .replaceAll(/[\s_.\u2010-\u2015\u2212-]+/g, "-"),
    "-",
  );
  if (VIRGINIA.test(word)) return MTURK_REGION;
  const around = regionOfZone(word);
  if (around !== null) return around;
  const [, place = "", direction = "", number = ""] = LOOSE.exec(word) ?? [];
  if (direction === "") return null;
  const spelt = PLACES.split("|").find(
    (known) => known.replaceAll("-", "") === place.replaceAll("-", ""),
  );
  const region = `${spelt ?? place}-${direction}-${number}`;
  return REGION.test(region) ? region : null;
}

/** The region around a zone that is named otherwise than by a letter; null if it is none. */
function regionOfZone(word: string): string | null {
  const local = LOCAL_ZONE.exec(word)?.[1];
  if (local !== undefined) return local;
  const [, place = "", direction = "", number = ""] = ZONE_ID.exec(word) ?? [];
  const region = `${place === "usg" ? "us-gov" : place}-${LONG[direction] ?? ""}-${number}`;
  return REGION.test(region) ? region : null;
}

/** Whether MTurk was ever there. */
export function isMturkRegion(region: string): boolean {
  return region === MTURK_REGION;
}
