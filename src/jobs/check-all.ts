/** Checks every profile that holds keys, a few at a time, each as boto3 would take it. */
import { type Result, ok } from "../base/problem.js";
import type { Ports } from "./ports.js";
import { sourcesOf } from "./sources.js";

const AT_ONCE = 4;

/**
 * The names of the profiles that hold an access key or half of one, in the order of the files. None
 * where no profile does, or where a file cannot be read.
 */
export async function profilesWithKeys(ports: Ports): Promise<Result<readonly string[]>> {
  // So that ids that look alike are told apart in each of the answers.
  const sources = await sourcesOf(ports, ports.profile, { besideProfiles: true });
  if (!sources.ok) return sources;
  const { credentials, config } = sources.value.files;
  const views = [credentials, config].flatMap((file) => (file.ok ? [...file.profiles] : []));
  const holding = views.filter(
    ([, { options }]) => options.has("aws_access_key_id") || options.has("aws_secret_access_key"),
  );
  return ok([...new Set(holding.map(([name]) => name))]);
}

/** Does `work` for each, four at a time; the answers stand in the order of `items`. */
export async function fourAtATime<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const answers = new Map<number, R>();
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    for (const [at, item] of waiting) answers.set(at, await work(item));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return [...answers].sort(([a], [b]) => a - b).map(([, answer]) => answer);
}
