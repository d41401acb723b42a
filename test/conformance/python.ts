/**
 * Finds a Python that has boto3, the judge of the conformance tests, and gives children an
 * environment without surprises.
 */
import { execFileSync } from "node:child_process";

interface Python {
  /** Absolute path of the interpreter itself, not of a shim that depends on HOME. */
  readonly path: string;
  /** E.g. [1, 43]. */
  readonly boto3: readonly [number, number];
}

let found: Python | null | undefined;

function search(): Python | null {
  const candidates = [process.env.MTURK_SETUP_PYTHON, "python3", "/usr/bin/python3"].filter(
    (name) => name !== undefined && name !== "",
  );
  for (const candidate of candidates) {
    try {
      const script = "import boto3, sys; print(sys.executable); print(boto3.__version__)";
      const out = execFileSync(candidate!, ["-c", script], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      });
      const [path = "", version = ""] = out.trim().split("\n");
      const [major = 0, minor = 0] = version.split(".").map(Number);
      return { path, boto3: [major, minor] };
    } catch {
      // Not there, or without boto3: the next one.
    }
  }
  if (process.env.MTURK_SETUP_WITHOUT_BOTO3 === "1") return null;
  throw new Error(
    `None of ${candidates.join(", ")} can import boto3. Install it (apt-get install python3-boto3, or pip install boto3), ` +
      "name another Python in MTURK_SETUP_PYTHON, or set MTURK_SETUP_WITHOUT_BOTO3=1 to leave these tests out.",
  );
}

function python(): Python | null {
  if (found === undefined) found = search();
  return found;
}

/**
 * The interpreter: MTURK_SETUP_PYTHON, else the first of python3 and /usr/bin/python3 that imports
 * boto3. Null only with MTURK_SETUP_WITHOUT_BOTO3=1; else its absence throws.
 */
export function pythonWithBoto3(): string | null {
  return python()?.path ?? null;
}

/** Whether its boto3 is at least that version; e.g. AWS_ENDPOINT_URL* needs 1.28. */
export function boto3AtLeast(major: number, minor: number): boolean {
  const version = python()?.boto3;
  return (
    version !== undefined && (version[0] > major || (version[0] === major && version[1] >= minor))
  );
}

/**
 * This process's environment without proxies, without Python's compiled copies beside the scripts,
 * and without anything that boto3, the AWS CLI or psiTurk read.
 */
export function childEnv(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const foreign = /^(AWS_|BOTO|PSITURK_|(REQUESTS|CURL)_CA_BUNDLE$|(https?|all|no|ftp)_proxy$)/i;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(kept),
    AWS_EC2_METADATA_DISABLED: "true",
    PYTHONDONTWRITEBYTECODE: "1",
    ...extra,
  };
}
