/** Names the directory for what this program keeps between two starts. */
import { isAbsolute, join } from "node:path";
import type { Host } from "../../base/host.js";

/**
 * The directory for the program's own state, by the XDG rules or macOS's. Not from the package
 * env-paths: that one reads the process's own environment, and a practice session has another.
 * https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function stateDirectory(host: Host): string {
  if (host.platform === "darwin")
    return join(host.home, "Library", "Application Support", "mturk-setup");
  const xdg = host.env.XDG_STATE_HOME;
  const base = xdg !== undefined && isAbsolute(xdg) ? xdg : join(host.home, ".local", "state");
  return join(base, "mturk-setup");
}
