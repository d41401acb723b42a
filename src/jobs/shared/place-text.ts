/** Names the places of a key in a few words. */
import type { Host } from "../../base/host.js";
import { firstTen } from "../../base/list.js";
import { shownSafely } from "../../sources/place.js";
import { shortPath } from "../names.js";
import type { KeyPlace } from "./inventory.js";

/**
 * One place in a few words: the path with its line where we do not edit it, or its profile where we
 * do.
 */
export function placeText(
  { name, location, profile, line, editable, otherHalf }: KeyPlace,
  host: Host,
): string {
  const path = shortPath(location, host);
  if (name === "assume-role") {
    const role = `the role of ${shownSafely(profile ?? "")} is asked for with it`;
    return `${path} line ${String(line)} (${role})`;
  }
  if (profile !== null && editable) return `${path} [${profile}]`;
  const place = !editable && line !== null ? `${path} line ${line}` : path;
  return otherHalf === undefined
    ? place
    : `${place} (psiTurk takes the other half from ${shortPath(otherHalf, host)})`;
}

/** The places as one list for a sentence, cut after ten. */
export function placesText(places: readonly KeyPlace[], host: Host): string {
  const { shown, more } = firstTen(places);
  return [
    shown.map((place) => placeText(place, host)).join(", "),
    ...(more === null ? [] : [more]),
  ].join(" ");
}
