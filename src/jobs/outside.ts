/**
 * Looks at what settings name outside the AWS files (certificates, programs, tokens) as boto3 would
 * take it, without asking AWS anything and without running anything.
 */
import { bundleFault, namedBundleFault, readBundleFromDisk } from "../aws/network/trust.js";
import type { Host } from "../base/host.js";
import type { Problem } from "../base/problem.js";
import { quoted } from "../base/shell.js";
import type { Outside, OutsideFault, OutsideSetting } from "../aws-files/doctor/mend-lines.js";
import { programFault, tokenFileFault } from "../aws-files/store/outside.js";
import { shownPath } from "../aws-files/text/profile.js";
import { textOf } from "../aws-files/text/profile-settings.js";
import type { Sources } from "../sources/types.js";

type Judge = (value: string) => OutsideFault | null | Promise<OutsideFault | null>;

/** What every profile of the AWS files names and boto3 stops on. */
export async function faultsOutside(
  { credentials, config }: Sources["files"],
  host: Pick<Host, "home" | "env" | "cwd">,
): Promise<Outside> {
  const views = [credentials, config].flatMap((file) =>
    file.ok ? [...file.profiles.values()] : [],
  );
  const first = credentials.ok ? credentials.profiles : new Map<string, never>();
  // A key of the credentials file comes before a command, which nobody then runs.
  const isReached: Readonly<Record<OutsideSetting, (profile: string) => boolean>> = {
    ca_bundle: () => true,
    credential_process: (profile) => first.get(profile)?.options.has("aws_access_key_id") !== true,
    web_identity_token_file: () => true,
  };
  const judges: Readonly<Record<OutsideSetting, Judge>> = {
    ca_bundle: (value) => judgeBundle(value, host),
    credential_process: (value) => judgeProgram(value, host),
    web_identity_token_file: (value) => judgeToken(value, host),
  };
  const faults = new Map<OutsideSetting, ReadonlyMap<string, OutsideFault>>();
  for (const setting of Object.keys(judges) as OutsideSetting[]) {
    const named = new Set(
      views
        .filter(({ profile }) => isReached[setting](profile))
        .flatMap((view) => textOf(view, setting) ?? []),
    );
    const found = new Map<string, OutsideFault>();
    for (const value of named) {
      const fault = await judges[setting](value);
      if (fault !== null) found.set(value, fault);
    }
    faults.set(setting, found);
  }
  return faults;
}

async function judgeBundle(
  value: string,
  { home }: Pick<Host, "home">,
): Promise<OutsideFault | null> {
  const faultOf = (path: string): Promise<string | null> =>
    bundleFault(path, home, readBundleFromDisk);
  // Empty: boto3 looks at no certificate, and does not stop.
  const why = value === "" ? null : await faultOf(value);
  if (why === null) return null;
  const path = pathMeant(value, home);
  return {
    why: `names the file ${shownPath(value)}, ${why}`,
    meant: path !== value && (await faultOf(path)) === null ? itself(path) : null,
  };
}

function judgeToken(value: string, host: Pick<Host, "home" | "cwd">): OutsideFault | null {
  const why = value === "" ? null : tokenFileFault(value, host);
  if (why === null) return null;
  const path = withHome(pathMeant(value, host.home), host.home);
  return {
    why: `names the file ${shownPath(value)}, ${why}`,
    meant: path !== value && tokenFileFault(path, host) === null ? itself(path) : null,
  };
}

/** Of a command its program alone is shown: what stands behind it may be a password. */
function judgeProgram(
  value: string,
  host: Pick<Host, "home" | "env" | "cwd">,
): OutsideFault | null {
  const fault = programFault(value, host);
  if (fault === null) return null;
  const command = withHome(value, host.home);
  const program =
    fault.program === null ? "" : `names the program ${shownPath(fault.program)}, which `;
  return {
    why: `${program}${fault.why}`,
    meant:
      command !== value && programFault(command, host) === null
        ? { value: command, shown: withHome(fault.program ?? "", host.home) }
        : null,
    ...(fault.locked === null ? {} : { cure: `chmod u+x ${quoted(fault.locked)}` }),
  };
}

function itself(path: string): OutsideFault["meant"] {
  return { value: path, shown: path };
}

/** Without quotation marks or `file://`, with the home directory in the place of its variable. */
function pathMeant(value: string, home: string): string {
  const bare = value.replace(/^(["'])(.*)\1$/, "$2").replace(/^file:\/\/(?=\/)/, "");
  return bare.replace(/^(?:\$HOME|\$\{HOME\})(?=\/)/, () => home);
}

/** Where nothing fills in `~`, which boto3 does for certificates only. */
function withHome(value: string, home: string): string {
  return value.replace(/^(["']?)(?:~|\$HOME|\$\{HOME\})(?=\/)/, (_, mark: string) => mark + home);
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
