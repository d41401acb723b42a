/**
 * Says what is to be written: the answers of a set-up, or the new key of a rotation that a person
 * has made.
 */
import type { SaveIntent } from "../aws-files/types.js";
import { DEFAULT_REGION } from "../jobs/save.js";
import type { State } from "./state.js";

const IF_MISSING = { value: DEFAULT_REGION, when: "ifMissing" } as const;

/** Null as long as there is no key. */
export function planIntent({ answers, rotation }: State): SaveIntent | null {
  const { key, profile, region, keysIn, task } = answers;
  if (key === null) return null;
  if (task !== "rotate")
    return {
      profile,
      key,
      keysIn,
      region: region === null ? IF_MISSING : { value: region, when: "always" },
    };
  const { newKey } = rotation;
  return newKey === null
    ? null
    : { profile: newKey.profile, key, keysIn: newKey.keysIn, region: IF_MISSING };
}
