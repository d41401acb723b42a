/** What boto3 makes of a home: the judge of everything that was written there. */
import { execFile, execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { PracticeAws } from "../../src/practice/server.js";
import { childEnv, pythonWithBoto3 } from "../conformance/python.js";
import type { Place } from "./program.js";

export interface Boto3Found {
  readonly accessKeyId: string;
  readonly token: string | null;
  readonly region: string | null;
  readonly account: string;
  readonly balance: string;
}

const SCRIPT = fileURLToPath(new URL("boto3-balance.py", import.meta.url));

/**
 * boto3 with this home, asking this practice AWS; null only where tests with boto3 were switched
 * off on purpose.
 */
export function boto3Finds(
  place: Place,
  aws: { readonly endpoints: Pick<PracticeAws["endpoints"], "sts" | "mturk"> },
  profile = "",
): Promise<Boto3Found | null> {
  const python = pythonWithBoto3();
  if (python === null) return Promise.resolve(null);
  return new Promise((resolve, reject) => {
    execFile(
      python,
      [SCRIPT, profile, aws.endpoints.sts, aws.endpoints.mturk],
      { cwd: place.home, env: childEnv({ HOME: place.home }) },
      (error, out, err) => {
        if (error === null) resolve(JSON.parse(out) as Boto3Found);
        else reject(new Error(`boto3 stopped: ${err}`));
      },
    );
  });
}

/**
 * What boto3 reads of a home, nobody asked: its key's id and its region; null as in `boto3Finds`.
 */
export function boto3Reads(
  place: Place,
  env: Readonly<Record<string, string>> = {},
  profile = "",
): { readonly accessKeyId: string | null; readonly region: string | null } | null {
  const python = pythonWithBoto3();
  if (python === null) return null;
  const script =
    "import sys, json, boto3; s = boto3.Session(profile_name=sys.argv[1] or None); c = s.get_credentials(); print(json.dumps({'accessKeyId': c and c.access_key, 'region': s.region_name}))";
  return JSON.parse(
    execFileSync(python, ["-c", script, profile], {
      cwd: place.home,
      env: childEnv({ HOME: place.home, ...env }),
      encoding: "utf8",
    }),
  ) as ReturnType<typeof boto3Reads>;
}
