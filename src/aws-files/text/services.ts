/**
 * Tells which sections of the config file hold the endpoints of services
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html).
 */
import { shlexSplit } from "./python.js";

/**
 * The name in `[services NAME]`, cut as a shell would; null for any other section (botocore's
 * `build_profile_map`).
 */
export function servicesName(section: string): string | null {
  const words = section.startsWith("services") ? shlexSplit(section) : null;
  return words?.length === 2 ? (words[1] ?? null) : null;
}
