/** Runs for the wizard what finds keys and switches them off. */
import { failed, ok, type Result } from "../base/problem.js";
import {
  examineKey,
  findKeys,
  switchOff,
  type Examined,
  type FoundKey,
} from "../jobs/retire/index.js";
import type { RotatePorts } from "../jobs/rotate/index.js";
import { putPracticeKey } from "./run-practice-key.js";
import type { Running } from "./running.js";
import type { KeysHere } from "./state-retire.js";

/** Looks for keys everywhere on this computer, and asks AWS about each. */
export async function keysHere(
  ports: RotatePorts,
  folders: readonly string[],
  { signal, tell }: Running<{ readonly asked: number; readonly of: number }>,
): Promise<Result<KeysHere>> {
  const prepared = await putPracticeKey(ports, null, signal);
  if (!prepared.ok) return prepared;
  const found = await findKeys(ports.host, folders);
  if (!found.ok) return found;
  const keys = withoutOwnCsv(found.value.keys, ports);
  const examined: Examined[] = [];
  for (const key of keys) {
    tell({ asked: examined.length, of: keys.length });
    const answer = await examineKey(ports, key, signal);
    if (!answer.ok) return answer;
    examined.push(answer.value);
  }
  return ok({ ...found.value, keys, examined });
}

/** Practice's CSV file is a part of the practice: nobody is to be asked to delete it by hand. */
function withoutOwnCsv(keys: readonly FoundKey[], { practice }: RotatePorts): readonly FoundKey[] {
  return practice === null
    ? keys
    : keys.flatMap((key): readonly FoundKey[] => {
        const places = key.places.filter(({ location }) => location !== practice.csvPath);
        return places.length === 0 ? [] : [{ ...key, places }];
      });
}

/** Switches a key off by itself. Problem `keys-partial`: AWS accepts no pair with this id. */
export async function switchItselfOff(
  ports: RotatePorts,
  examined: Examined,
  signal: AbortSignal,
): ReturnType<typeof switchOff> {
  const { pair, holder } = examined;
  if (pair === null || holder === null)
    return failed({
      code: "keys-partial",
      message: "AWS accepts no pair with this id, so the key cannot switch itself off.",
      try: ["Do it in the IAM console: search for the id."],
    });
  return switchOff(ports, { ...examined, pair, holder }, { delete: false, signal });
}
