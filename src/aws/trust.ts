/** Certificates of the authorities that a connection may trust: the ones that boto3 would trust, and no others. */
import { X509Certificate } from "node:crypto";
import { rootCertificates } from "node:tls";
import { stripControls } from "../base/clean.js";
import { type Problem, type Result, failed, ok } from "../base/problem.js";

type Env = Readonly<Record<string, string | undefined>>;

/** Reads a file of certificates whole; a problem if it cannot, or if it is far too big to be one. */
export type ReadBundle = (path: string) => Promise<Result<Uint8Array>>;

/** A file of certificates that a setting names. */
export interface NamedBundle {
  /** As it stands in the setting: boto3 fills in neither `~` nor `$HOME`. */
  readonly path: string;
  /** The setting as the subject of a sentence: `AWS_CA_BUNDLE`, `ca_bundle of the profile "lab" (line 3 of ~/.aws/config)`. */
  readonly setting: string;
  /** How to take the setting away. */
  readonly remove: string;
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * The setting that boto3 follows: `AWS_CA_BUNDLE`, then the profile's `ca_bundle`, then `REQUESTS_CA_BUNDLE`
 * (https://github.com/boto/botocore/blob/develop/botocore/endpoint.py, `_get_verify_value`); null: none is set.
 * A setting that is empty counts as well: boto3 then looks at no certificate at all.
 */
export function namedBundle(env: Env, ofProfile: NamedBundle | null): NamedBundle | null {
  const variable = (name: string): NamedBundle | null => {
    const path = env[name];
    return path === undefined ? null : { path, setting: name, remove: `unset ${name}` };
  };
  return variable("AWS_CA_BUNDLE") ?? ofProfile ?? variable("REQUESTS_CA_BUNDLE");
}

/**
 * The authorities to trust as PEM texts; null: Node's own, which are Mozilla's, as are those of boto3. The JavaScript SDK knows
 * none of these settings (https://github.com/aws/aws-sdk-js/issues/2970); networks that inspect traffic are where they are set.
 * As with boto3, a bundle replaces the usual authorities, and `NODE_EXTRA_CA_CERTS`, which only Node reads, adds none:
 * otherwise a connection would be called good that boto3 refuses.
 *
 * Problems, which stop boto3 too: `file-unreadable`, or `file-broken` for a file without a certificate in it.
 */
export async function resolveTrust(env: Env, readBundle: ReadBundle, ofProfile: NamedBundle | null = null): Promise<Result<readonly string[] | null>> {
  const named = namedBundle(env, ofProfile);
  if (named === null || named.path === "") return ok((env.NODE_EXTRA_CA_CERTS ?? "") === "" ? null : rootCertificates);
  const bundle = await readBundle(named.path);
  if (!bundle.ok) return failed({ ...unusable(named, "file-unreadable", "which cannot be read"), detail: bundle.problem.message });
  const own = certificatesIn(bundle.value);
  return own.length === 0 ? failed(unusable(named, "file-broken", "but there is no certificate in it (PEM: it begins with -----BEGIN CERTIFICATE-----)")) : ok(own);
}

function unusable(named: NamedBundle, code: "file-unreadable" | "file-broken", why: string): Problem {
  const path = stripControls(named.path).replaceAll(/\s+/g, " ");
  const home = /^(?:~|\$)/.test(named.path) ? ["Write the path out: boto3 fills in neither ~ nor $HOME here."] : [];
  return {
    code,
    message: `${named.setting} names the file ${path}, ${why}. boto3 and psiTurk stop on it too, so AWS was not asked.`,
    try: [
      ...home,
      `If this network does not need it: ${named.remove}`,
      "If it does: ask your network's administrators for the file with their certificate authority (PEM), and give its full path there.",
    ],
  };
}

/** Every certificate in a PEM file that can be parsed; notes and comments between them do not count. */
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
