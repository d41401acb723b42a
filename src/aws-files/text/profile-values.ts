/** Gives rooms that may not reveal secrets what a profile says: the values that are none. */
import { plainText } from "./reveal.js";
import type { ProfileView } from "../types.js";

/**
 * The access key id as it stands in the file, maybe empty or no id at all; null if the profile has
 * none. Show it through `maskId` only.
 */
export function idOf(view: ProfileView): string | null {
  return textOf(view, "aws_access_key_id");
}

/** The region as it stands in the file, maybe empty; null if the profile has none. */
export function regionOf(view: ProfileView): string | null {
  return textOf(view, "region");
}

function textOf(view: ProfileView, name: string): string | null {
  const option = view.options.get(name);
  return option === undefined ? null : plainText(option.value);
}
