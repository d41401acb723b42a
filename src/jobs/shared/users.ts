/**
 * Looks who else on this computer uses a key that is about to go: in every place that the inventory
 * knows, by its id.
 */
import type { Host } from "../../base/host.js";
import { ok, type Problem, type Result } from "../../base/problem.js";
import { maskId } from "../../keys/types.js";
import { findKeys, type KeyPlace } from "./inventory.js";
import { placesText } from "./place-text.js";

/**
 * What was wished, by name, for the other places that hold the key that goes. everywhere: the new
 * pair goes into all that we write, and the old key goes off once no place holds it.
 * everywhere-off-anyway: likewise, and it goes off although places that are not edited here hold
 * it. keep: only the one profile; the old key stays on. off-anyway: only the one profile; the old
 * key goes off although others hold it.
 */
export const OTHERS_WISHES = ["everywhere", "everywhere-off-anyway", "keep", "off-anyway"] as const;
export type OthersWish = (typeof OTHERS_WISHES)[number];

/** Whether the other places that we write are to get the new pair. */
export function goesEverywhere(wish: OthersWish | null): boolean {
  return wish === "everywhere" || wish === "everywhere-off-anyway";
}

/** Whether the old key may go off while something on this computer still holds it. */
export function isOffAnyway(wish: OthersWish | null): boolean {
  return wish === "off-anyway" || wish === "everywhere-off-anyway";
}

/** The other places of one key. */
export interface KeyUsers {
  /**
   * Places that are written here where that is wished: profiles of the AWS files, psiTurk's own
   * files.
   */
  readonly written: readonly KeyPlace[];
  /**
   * Places that programs read and that are named, not edited: environment, `.env`, and their like.
   */
  readonly byHand: readonly KeyPlace[];
  /**
   * Copies that no program reads (downloads, backups, comments): named; nothing stops when the key
   * goes.
   */
  readonly unread: readonly KeyPlace[];
}

/** The place that is dealt with itself: a profile of one of the AWS files. */
export type OwnPlace = Pick<KeyPlace, "location" | "profile">;

/** Everybody else who holds the key with this id. Reads only. Problems: those of `findKeys`. */
export async function usersOf(
  host: Host,
  accessKeyId: string,
  own: OwnPlace | null,
): Promise<Result<KeyUsers>> {
  const found = await findKeys(host);
  if (!found.ok) return found;
  const places = found.value.keys.find((key) => key.accessKeyId === accessKeyId)?.places ?? [];
  return ok(sortedUsers(places, own));
}

/** Sorts places of one key by what can be done about them, without the one that is dealt with. */
export function sortedUsers(places: readonly KeyPlace[], own: OwnPlace | null): KeyUsers {
  const others = places.filter(
    ({ location, profile }) => location !== own?.location || profile !== own.profile,
  );
  const read = others.filter(({ inUse }) => inUse);
  return {
    written: read.filter(({ editable }) => editable),
    byHand: read.filter(({ editable }) => !editable),
    unread: others.filter(({ inUse }) => !inUse),
  };
}

/**
 * `key-shared`: others use the key, and what is to become of them was not said. `cures`: the
 * options of the command.
 */
export function keyShared(
  accessKeyId: string,
  users: KeyUsers,
  host: Host,
  more: { readonly nothing: string; readonly cures: readonly string[] },
): Problem {
  return {
    code: "key-shared",
    message:
      `${maskId(accessKeyId)} stands in other places too, and whatever reads them would ` +
      `stop: ${placesText([...users.written, ...users.byHand], host)}. ${more.nothing}`,
    try: more.cures,
  };
}
