/** Says in one line where a key stands, and what is to be known of that place. */
import type { Host } from "../../../base/host.js";
import type { KeyPlace } from "../../../jobs/retire/index.js";
import { placeText } from "../../../jobs/shared/place-text.js";
import { KIND_OF_PLACE } from "../../../words/places.js";

/** A path with `~` and its profile or line, or the variables. */
export function placeWords(place: KeyPlace, host: Host): string {
  const copy =
    place.name === "backup"
      ? `  ${KIND_OF_PLACE.backup}`
      : place.name === "pending"
        ? `  ${KIND_OF_PLACE.pending}`
        : "";
  const byHand = place.removal === "plan" ? "" : "  (to be removed by hand)";
  return `${placeText(place, host)}${copy}${byHand}`;
}
