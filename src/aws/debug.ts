/**
 * Stops where Node itself would print what is sent: nothing that the program does could hide a
 * token from that.
 */
import type { Problem } from "../base/problem.js";

/**
 * Parts of Node that print what goes over the wire when NODE_DEBUG names them; `*` and the like
 * name several.
 */
const WIRE_DEBUG = /\b(?:https?2?|net|tls|stream)\b|\*/i;

/**
 * Problem `usage-wrong` where NODE_DEBUG makes Node itself print requests to the terminal, session
 * tokens included (https://nodejs.org/api/cli.html#node_debugmodule); Node has read it before any
 * program can take it away.
 */
export function wireDebug(env: Readonly<Record<string, string | undefined>>): Problem | null {
  if (!WIRE_DEBUG.test((env.NODE_DEBUG ?? "").slice(0, 1000))) return null;
  return {
    code: "usage-wrong",
    message:
      "NODE_DEBUG is set, so Node would print everything that goes over the network, " +
      "session tokens included. AWS was not asked.",
    try: ["unset NODE_DEBUG"],
  };
}
