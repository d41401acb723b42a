/**
 * Certificates of the authorities that a connection may trust: the ones that boto3 would trust, and
 * no others.
 */
import { X509Certificate } from "node:crypto";
import { homedir } from "node:os";
import { rootCertificates } from "node:tls";
import { stripControls } from "../../base/clean.js";
import { type Problem, type Result, failed, ok } from "../../base/problem.js";
import { readSmallFile } from "../../aws-files/store/read.js";
import { expandUser } from "../../aws-files/store/where.js";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Reads a file of certificates whole; a problem if it cannot, or if it is far too big to be one.
 */
export type ReadBundle = (path: string) => Promise<Result<Uint8Array>>;

/** A file of certificates that a setting names. */
export interface NamedBundle {
  /** As it stands in the setting: boto3 fills in the home directory for `~`, and no variables. */
  readonly path: string;
  /**
   * The setting as the subject of a sentence: `AWS_CA_BUNDLE`, `ca_bundle of the profile "lab"
   * (line 3 of ~/.aws/config)`.
   */
  readonly setting: string;
  /** How to take the setting away. */
  readonly remove: string;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * The setting that boto3 follows: `AWS_CA_BUNDLE`, then the profile's `ca_bundle`, then
 * `REQUESTS_CA_BUNDLE` (https://github.com/boto/botocore/blob/develop/botocore/endpoint.py,
 * `_get_verify_value`); null: none is set. A setting that is empty counts as well: boto3 then looks
 * at no certificate at all.
 */
export function namedBundle(env: Env, ofProfile: NamedBundle | null): NamedBundle | null {
  const variable = (name: string): NamedBundle | null => {
    const path = env[name];
    return path === undefined ? null : { path, setting: name, remove: `unset ${name}` };
  };
  return variable("AWS_CA_BUNDLE") ?? ofProfile ?? variable("REQUESTS_CA_BUNDLE");
}

/**
 * The authorities to trust as PEM texts; null: Node's own, which are Mozilla's, as are those of
 * boto3. The JavaScript SDK knows none of these settings
 * (https://github.com/aws/aws-sdk-js/issues/2970); networks that inspect traffic are where they are
 * set. As with boto3, a bundle replaces the usual authorities, and `NODE_EXTRA_CA_CERTS`, which
 * only Node reads, adds none: otherwise a connection would be called good that boto3 refuses.
 *
 * Problems, which stop boto3 too: `file-unreadable`, or `file-broken` for a file without a
 * certificate in it.
 */
export async function resolveTrust(
  env: Env,
  readBundle: ReadBundle,
  ofProfile: NamedBundle | null = null,
): Promise<Result<readonly string[] | null>> {
  const named = namedBundle(env, ofProfile);
  if (named === null || named.path === "")
    return ok((env.NODE_EXTRA_CA_CERTS ?? "") === "" ? null : rootCertificates);
  const read = await certificatesAt(named.path, homeOf(env), readBundle);
  return "why" in read ? failed(unusable(named, read)) : ok(read.certificates);
}

/**
 * Why boto3 stops on a file of certificates, as a clause behind its name; null: it takes it.
 * `path`: as it stands in a setting.
 */
export async function bundleFault(
  path: string,
  home: string,
  readBundle: ReadBundle,
): Promise<string | null> {
  const read = await certificatesAt(path, home, readBundle);
  return "why" in read ? read.why : null;
}

/**
 * As {@link resolveTrust} tells it: the problem with the file that a setting names; null: boto3
 * takes it, or it is empty.
 */
export async function namedBundleFault(
  named: NamedBundle,
  home: string,
  readBundle: ReadBundle,
): Promise<Problem | null> {
  const read = named.path === "" ? null : await certificatesAt(named.path, home, readBundle);
  return read !== null && "why" in read ? unusable(named, read) : null;
}

/** Bundles with all public authorities have about 250 kB. */
const LARGEST_BUNDLE = 8 * 1024 * 1024;

export function readBundleFromDisk(path: string): Promise<Result<Uint8Array>> {
  return readSmallFile(path, LARGEST_BUNDLE);
}

interface Fault {
  readonly code: "file-unreadable" | "file-broken";
  readonly why: string;
  readonly detail?: string;
}

/**
 * Python asks HOME first, and leaves `~` as it stands where neither HOME nor the system names a
 * home
 * (https://docs.python.org/3/library/os.path.html#os.path.expanduser).
 */
function homeOf({ HOME }: Env): string {
  if (HOME !== undefined) return HOME;
  try {
    return homedir();
  } catch {
    return "~";
  }
}

async function certificatesAt(
  path: string,
  home: string,
  readBundle: ReadBundle,
): Promise<Fault | { readonly certificates: readonly string[] }> {
  // urllib3 does it (https://github.com/urllib3/urllib3/blob/main/src/urllib3/connection.py,
  // `set_cert`).
  const bundle = await readBundle(expandUser(path, { home, platform: process.platform }));
  if (!bundle.ok)
    return { code: "file-unreadable", why: "which cannot be read", detail: bundle.problem.message };
  const certificates = certificatesIn(bundle.value);
  return certificates.length > 0
    ? { certificates }
    : {
        code: "file-broken",
        why: "but there is no certificate in it (PEM: it begins with -----BEGIN CERTIFICATE-----)",
      };
}

function unusable(named: NamedBundle, { code, why, detail }: Fault): Problem {
  const path = stripControls(named.path).replaceAll(/\s+/g, " ");
  const home = named.path.startsWith("$")
    ? ["Write the path out: boto3 fills in no $HOME here."]
    : [];
  return {
    code,
    message:
      `${named.setting} names the file ${path}, ${why}. boto3 and psiTurk stop on it too, so ` +
      "AWS was not asked.",
    try: [
      ...home,
      `If this network does not need it: ${named.remove}`,
      "If it does: ask your network's administrators for the file with their certificate " +
        "authority (PEM), and give its full path there.",
    ],
    ...(detail === undefined ? {} : { detail }),
  };
}

/**
 * Every certificate in a PEM file that can be parsed; notes and comments between them do not count.
 */
function certificatesIn(bytes: Uint8Array): readonly string[] {
  const found = Buffer.from(bytes).toString("latin1").match(CERTIFICATE) ?? [];
  return [...new Set(found)].filter((pem) => {
    try {
      return new X509Certificate(pem).raw.length > 0;
    } catch {
      return false;
    }
  });
}
