/** Certificates of the authorities that a connection may trust: Node's own, and those of AWS_CA_BUNDLE. */
import { X509Certificate } from "node:crypto";
import { rootCertificates } from "node:tls";
import { stripControls } from "../base/clean.js";
import { type Result, failed, ok } from "../base/problem.js";

type Env = Readonly<Record<string, string | undefined>>;

/** Reads a file of certificates whole; a problem if it cannot, or if it is far too big to be one. */
export type ReadBundle = (path: string) => Promise<Result<Uint8Array>>;

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * The authorities to trust as PEM texts; null: leave it to Node. The JavaScript SDK ignores `AWS_CA_BUNDLE`
 * (https://github.com/aws/aws-sdk-js/issues/2970), while boto3 and the AWS CLI honour it, and networks that
 * inspect traffic are the ones where it is set. Node's own authorities stay trusted beside it, and so do
 * those of `NODE_EXTRA_CA_CERTS`, which Node drops once a list is passed.
 *
 * Problems, both of which stop boto3 too: `file-unreadable`, or `file-broken` for a file without a certificate in it.
 */
export async function resolveTrust(env: Env, readBundle: ReadBundle): Promise<Result<readonly string[] | null>> {
  const path = env.AWS_CA_BUNDLE?.trim() ?? "";
  if (path === "") return ok(null);
  const bundle = await readBundle(path);
  const shown = stripControls(path).replaceAll(/\s+/g, " ");
  const cures = [
    "If this network does not need it: unset AWS_CA_BUNDLE",
    "If it does: ask your network's administrators for the file with their certificate authority (PEM), and set AWS_CA_BUNDLE to its full path.",
  ];
  if (!bundle.ok) {
    return failed({
      code: "file-unreadable",
      message: `AWS_CA_BUNDLE names the file ${shown}, which cannot be read. boto3 and psiTurk stop on it too, so AWS was not asked.`,
      try: cures,
      detail: bundle.problem.message,
    });
  }
  const own = certificatesIn(bundle.value);
  if (own.length === 0) {
    return failed({
      code: "file-broken",
      message: `AWS_CA_BUNDLE names the file ${shown}, but there is no certificate in it. boto3 and psiTurk stop on it too, so AWS was not asked.`,
      try: cures,
    });
  }
  const extraPath = env.NODE_EXTRA_CA_CERTS?.trim() ?? "";
  const extra = extraPath === "" ? null : await readBundle(extraPath);
  // Node itself goes on without NODE_EXTRA_CA_CERTS if that file is missing or empty.
  return ok([...new Set([...rootCertificates, ...own, ...(extra?.ok === true ? certificatesIn(extra.value) : [])])]);
}

/** Every certificate in a PEM file that can be parsed; notes and comments between them do not count. */
function certificatesIn(bytes: Uint8Array): readonly string[] {
  const found = Buffer.from(bytes).toString("latin1").match(CERTIFICATE) ?? [];
  return found.filter((pem) => {
    try {
      return new X509Certificate(pem).raw.length > 0;
    } catch {
      return false;
    }
  });
}
