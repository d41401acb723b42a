/**
 * Reads the user's own table of cron, which lies where the user may not look: the system's program
 * is asked for it.
 */
import { execFileSync } from "node:child_process";
import { userInfo } from "node:os";
import type { Host } from "../../base/host.js";
import { isSameFile } from "./read.js";

const PROGRAM = "/usr/bin/crontab";
const LONGEST_WAIT_MS = 2_000;
const MOST_BYTES = 1024 * 1024;

/**
 * What `crontab -l` prints (https://man7.org/linux/man-pages/man1/crontab.1.html); null where there
 * is no such program or no table, or where `home` is not that of the account: the table is the
 * account's. `program`: another one, whatever the home.
 */
export function ownCrontab({ home }: Pick<Host, "home">, program?: string): string | null {
  if (program === undefined && !isOfAccount(home)) return null;
  try {
    return execFileSync(program ?? PROGRAM, ["-l"], {
      encoding: "utf8",
      env: { LC_ALL: "C" },
      stdio: ["ignore", "pipe", "ignore"],
      timeout: LONGEST_WAIT_MS,
      maxBuffer: MOST_BYTES,
    });
  } catch {
    // Most people have none, and many computers no such program.
    return null;
  }
}

function isOfAccount(home: string): boolean {
  try {
    return home !== "" && isSameFile(home, userInfo().homedir);
  } catch {
    // An account that the system does not know has no table.
    return false;
  }
}
