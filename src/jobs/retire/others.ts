/**
 * Tells who else would stop if a key were retired: other profiles, psiTurk's files, and places that
 * are not edited here.
 */
import type { FoundKey, KeyPlace } from "../shared/inventory.js";
import { sortedUsers, type KeyUsers } from "../shared/users.js";

/**
 * Everybody but the one who is asked for. `profile`: the one that was named; null: where the key
 * stands in one profile only, that one; where it stands in none, and in one place that we write,
 * that place. What is not edited here always counts: it would go on holding a key that is off.
 */
export function othersWith({ places }: FoundKey, profile: string | null): KeyUsers {
  const users = sortedUsers(places.map(takenOut), null);
  const profiles = [...new Set(users.written.filter(inAwsFile).map((place) => place.profile))];
  const own = profile ?? (profiles.length === 1 ? profiles[0] : null);
  const alone = profiles.length === 0 && users.written.length === 1;
  return {
    ...users,
    written: alone
      ? []
      : users.written.filter((place) => !inAwsFile(place) || place.profile !== own),
  };
}

/** No new half has to fit to another here: half a pair is taken out like a whole one. */
function takenOut({ otherHalf, ...place }: KeyPlace): KeyPlace {
  return otherHalf === undefined ? place : { ...place, editable: true };
}

function inAwsFile({ name }: KeyPlace): boolean {
  return name === "credentials-file" || name === "config-file";
}
