/**
 * Retires keys: finds them, asks AWS about them, switches them off, puts them away, writes it down.
 * Single steps, because between each two of them a person decides; none of them asks, draws or
 * exits.
 */
import { failed, ok, type Result } from "../../base/problem.js";
import type { Host } from "../../base/host.js";
import { fitsId } from "../../keys/mask-id.js";
import { findKeys, type FoundKey } from "../shared/inventory.js";
import { notFound, severalFit } from "./problems.js";

export { retireDocument, retireSchema, type RetireDocument } from "./document.js";
export { examineKey, unaskedKey, type Examined, type KeyState } from "./examine.js";
export {
  findKeys,
  isOnlyRemembered,
  type FoundKey,
  type FoundKeys,
  type KeyPlace,
} from "../shared/inventory.js";
export { othersWith } from "./others.js";
export { planPutAway, putAway, type PutAway, type PutAwayPlan } from "./put-away.js";
export { isExample, isSeenOff, retireRecord, writeRecord, type Retired } from "./record.js";
export { switchOffSteps } from "../shared/switch-off-steps.js";
export { watchRefused, type Watched, type WatchOptions } from "../shared/watch-key.js";
export { switchOff, type SwitchOffOptions, type SwitchedOff } from "./switch-off.js";
export { NO_WAY_BACK_HERE, findAndSwitchOffSteps, stillActive, whyRefused } from "./problems.js";

/**
 * The one key with this id, whole or shortened as it is shown. Problem `keys-missing`: it stands
 * nowhere here, or several fit.
 */
export async function findKey(
  host: Host,
  id: string,
  folders: readonly string[] = [],
): Promise<Result<FoundKey>> {
  const found = await findKeys(host, folders);
  if (!found.ok) return found;
  const fits = found.value.keys.filter(({ accessKeyId }) => fitsId(id, accessKeyId));
  const [one, another] = fits;
  if (another !== undefined) return failed(severalFit(id, fits));
  return one === undefined ? failed(notFound(id)) : ok(one);
}
