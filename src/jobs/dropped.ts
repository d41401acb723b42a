/** Finds the file that a typed, quoted or dropped path means on this computer. */
import type { Host } from "../base/host.js";
import { type Result, failed, ok } from "../base/problem.js";
import { isThere } from "../files/read.js";
import { droppedPath } from "../keys/dropped-path.js";

/** The absolute path. Problem: `input-malformed` where several files were dropped at once. */
export function pathMeant(text: string, host: Pick<Host, "home" | "cwd" | "env">): Result<string> {
  const meant = droppedPath(text, { home: host.home, cwd: host.cwd, isWsl: (host.env.WSL_DISTRO_NAME ?? "") !== "", exists: isThere });
  if (meant.is === "path") return ok(meant.path);
  return failed({ code: "input-malformed", message: `Those are ${meant.count} files, and one is wanted.`, try: ["Drop or name one file alone."] });
}
