/**
 * Tells who else would stop if a key were retired, and takes the answer: from an option, or from
 * the person at the terminal.
 */
import type { Host } from "../../base/host.js";
import { firstTen } from "../../base/list.js";
import type { Problem } from "../../base/problem.js";
import type { Examined } from "../../jobs/retire/index.js";
import { placeText, placesText } from "../../jobs/shared/place-text.js";
import { keyShared, type KeyUsers } from "../../jobs/shared/users.js";
import { maskId } from "../../keys/types.js";
import { NOT_EDITED, nothingToDo } from "../../words/places.js";

export type RetireWish = "everywhere" | "off-anyway" | null;

/**
 * Those for whom nobody has spoken: `everywhere` speaks for the places that are written here,
 * `off-anyway` for all.
 */
export function unspoken({ written, byHand, unread }: KeyUsers, wish: RetireWish): KeyUsers {
  return {
    written: wish === null ? written : [],
    byHand: wish === "off-anyway" ? [] : byHand,
    unread,
  };
}

/** What a person reads before the question; empty where nobody else uses it. */
export function othersLines(
  accessKeyId: string,
  { written, byHand }: KeyUsers,
  host: Host,
): readonly string[] {
  const all = [...written, ...byHand];
  if (all.length === 0) return [];
  const { shown, more } = firstTen(all);
  return [
    `Programs take ${maskId(accessKeyId)} from here too; they stop when it is off:`,
    ...shown.map(
      (place) => `  ${placeText(place, host)}${place.editable ? "" : `   ${NOT_EDITED}`}`,
    ),
    ...(more === null ? [] : [`  ${more}`]),
  ];
}

/**
 * `key-shared`, with the options that say what is meant. `command`: `mturk-setup retire …` as it
 * would be typed for this key.
 */
export function othersUndecidedProblem(
  accessKeyId: string,
  users: KeyUsers,
  host: Host,
  command: string,
): Problem {
  const byHand = placesText(users.byHand, host);
  const everywhere =
    users.written.length === 0
      ? []
      : [
          `To end it in all places that are written here: ${command} ` +
            `--everywhere${byHand === "" ? "" : ` (first take it out by hand: ${byHand})`}`,
        ];
  const first = users.written.length === 0 ? [`Take it out there first, by hand: ${byHand}`] : [];
  return keyShared(accessKeyId, users, host, {
    nothing: "Nothing was switched off, and nothing was changed.",
    cures: [
      ...everywhere,
      ...first,
      `To switch it off although others hold it: ${command} --off-anyway`,
      "To put a new key in its place, or to leave it on: mturk-setup rotate",
    ],
  });
}

/** What was wished and found nothing to do, in sentences. */
export function unusedRetireOptions(
  wish: { readonly others: RetireWish; readonly forget: boolean },
  { written, byHand }: KeyUsers,
  { accessKeyId, state }: Pick<Examined, "accessKeyId" | "state">,
): readonly string[] {
  const alone = wish.others !== null && written.length + byHand.length === 0;
  return [
    ...(alone ? [nothingToDo(`--${wish.others}`, accessKeyId)] : []),
    ...(wish.forget && state === "refused"
      ? [`--forget was not needed: AWS refuses ${maskId(accessKeyId)}.`]
      : []),
  ];
}
