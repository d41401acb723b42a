/** Finds the file that a typed, quoted or dropped path means on this computer. */
import { dirname } from "node:path";
import type { Host } from "../base/host.js";
import { type Result, failed, ok } from "../base/problem.js";
import { isThere } from "../aws-files/store/read.js";
import { homeOfUser } from "../aws-files/store/where.js";
import { droppedPath } from "../keys/dropped-path.js";

/**
 * The absolute path. Problem: `input-malformed` where several files were dropped at once, or no
 * file here can be meant, with the reason.
 */
export function pathMeant(text: string, host: Host): Result<string> {
  const { home, cwd, env, platform } = host;
  const isWsl = (env.WSL_DISTRO_NAME ?? "") !== "";
  const meant = droppedPath(text, {
    home,
    cwd,
    env,
    isWsl,
    exists: isThere,
    homeOf: (user) => homeOfUser(user, platform) ?? besideOwn(user, home),
  });
  if (meant.is === "path") return ok(meant.path);
  if (meant.is === "unclear")
    return failed({ code: "input-malformed", message: meant.message, try: meant.try });
  return failed({
    code: "input-malformed",
    message: `Those are ${meant.count} files, and one is wanted.`,
    try: ["Drop or name one file alone."],
  });
}

/** A directory that answers slowly, or not at all, may still have given its users a home. */
function besideOwn(user: string, home: string): string | null {
  const path = `${dirname(home)}/${user}`.replace(/^\/\//, "/");
  return isThere(path) ? path : null;
}

/**
 * Whether a text that was pasted where a key belongs is the path of one CSV file, or of several,
 * instead.
 */
export function looksLikeCsvPath(text: string): boolean {
  const lines = text.trim().split(/[\r\n]+/);
  return lines.every(
    (line) =>
      /\.csv[\s"'`”’»›>)\]/.,;]*$/i.test(line) &&
      (!line.includes(",") || /^["'`“‘«‹<([]*(?:[/~.$%]|file:|[a-z]:)/i.test(line)),
  );
}
