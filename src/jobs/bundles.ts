/**
 * Looks at the files of certificates that settings name, as boto3 would take them, without asking
 * AWS anything.
 */
import { bundleFault, namedBundleFault, readBundleFromDisk } from "../aws/network/trust.js";
import type { Host } from "../base/host.js";
import type { Problem } from "../base/problem.js";
import type { BundleFault } from "../aws-files/doctor/mend-lines.js";
import { textOf } from "../aws-files/text/profile-settings.js";
import type { Sources } from "../sources/types.js";

/**
 * What every profile of the AWS files names as `ca_bundle` and boto3 stops on, by the value as it
 * stands.
 */
export async function faultyBundles(
  { credentials, config }: Sources["files"],
  { home }: Pick<Host, "home">,
): Promise<ReadonlyMap<string, BundleFault>> {
  const views = [credentials, config].flatMap((file) =>
    file.ok ? [...file.profiles.values()] : [],
  );
  const named = new Set(views.flatMap((view) => textOf(view, "ca_bundle") ?? []));
  const faults = new Map<string, BundleFault>();
  for (const value of named) {
    // Empty: boto3 looks at no certificate, and does not stop.
    const why = value === "" ? null : await bundleFault(value, home, readBundleFromDisk);
    if (why !== null) faults.set(value, { why, meant: await meantPath(value, home) });
  }
  return faults;
}

/**
 * Without quotation marks or `file://`, with the home directory in the place of its variable, where
 * there is such a file.
 */
async function meantPath(value: string, home: string): Promise<string | null> {
  const bare = value.replace(/^(["'])(.*)\1$/, "$2").replace(/^file:\/\/(?=\/)/, "");
  const path = bare.replace(/^(?:\$HOME|\$\{HOME\})(?=\/)/, () => home);
  return path !== value && (await bundleFault(path, home, readBundleFromDisk)) === null
    ? path
    : null;
}

/**
 * The file that a variable names for boto3, where boto3 stops on it; null: none does. What stands
 * in a profile is told by its line.
 */
export async function bundleOfVariable(
  { reach }: Sources,
  { home }: Pick<Host, "home">,
): Promise<Problem | null> {
  const named = reach.boto3.caBundle;
  return named === null || !/^[A-Z_]+$/.test(named.setting)
    ? null
    : namedBundleFault(named, home, readBundleFromDisk);
}
