/**
 * Chooses the proxy that a call has to take, by the variables that curl, Python and the AWS tools
 * read.
 */
import { type Result, failed, ok } from "../../base/problem.js";
import { Secret } from "../../base/secret.js";

type Env = Readonly<Record<string, string | undefined>>;

/** A proxy for https calls. */
export interface Proxy {
  /** The variable it comes from, as it is spelled in this environment. */
  readonly variable: string;
  /** `host:port` as it may be shown. */
  readonly host: string;
  /** `http`, `https`, `socks5` … */
  readonly scheme: string;
  /** The whole address; a secret, for there may be a password in it. */
  readonly url: Secret;
  /**
   * What one logs in with, in each way in which it would appear in a text; empty if with nothing.
   */
  readonly login: readonly Secret[];
  readonly skips: (hostname: string, port: string) => boolean;
}

const SCHEMES = new Set(["http", "https", "socks", "socks4", "socks4a", "socks5", "socks5h"]);

/**
 * The proxy of `https_proxy` or `HTTPS_PROXY` (the lower-case one wins, as in Python's urllib and
 * curl), without which a computer in many universities reaches nothing; null if none is set. An
 * address without a scheme means http://, as for curl
 * (https://everything.curl.dev/usingcurl/proxies/env.html).
 *
 * Problem `proxy`: the variable holds something that is not a proxy's address.
 */
export function resolveProxy(env: Env): Result<Proxy | null> {
  const variable = ["https_proxy", "HTTPS_PROXY"].find((name) => (env[name]?.trim() ?? "") !== "");
  if (variable === undefined) return ok(null);
  const value = env[variable]?.trim() ?? "";
  const address = value.includes("://") ? value : `http://${value}`;
  const url = URL.canParse(address) ? new URL(address) : null;
  const scheme = url?.protocol.slice(0, -1) ?? "";
  if (url === null || url.hostname === "" || !SCHEMES.has(scheme) || !decodes(url)) {
    return failed({
      code: "proxy",
      message:
        `${variable} is set, but it does not hold a proxy's address, so nothing outside this ` +
        "computer can be asked.",
      try: [
        "Write it as http://host:port, or http://user:password@host:port (with %40 for an " +
          "@ and %25 for a % in the password).",
        `If this network needs no proxy: unset ${variable}`,
      ],
    });
  }
  return ok({
    variable,
    host: url.host,
    scheme,
    url: new Secret(address),
    login: loginOf(decodeURIComponent(url.username), decodeURIComponent(url.password)),
    skips: exceptions(env),
  });
}

/**
 * User and password together, as the header has them, and the password alone; a name without one is
 * a token.
 */
function loginOf(user: string, password: string): readonly Secret[] {
  if (user === "" && password === "") return [];
  const both = `${user}:${password}`;
  return [both, Buffer.from(both).toString("base64"), password === "" ? user : password].map(
    (text) => new Secret(text),
  );
}

/** Whether user name and password can be decoded; a bare `%` in them is the usual mistake. */
function decodes(url: URL): boolean {
  try {
    decodeURIComponent(url.username);
    decodeURIComponent(url.password);
    return true;
  } catch {
    return false;
  }
}

/**
 * `NO_PROXY`: names separated by commas or blanks, each with its subdomains, perhaps with a port;
 * `*` means every host.
 */
function exceptions(env: Env): Proxy["skips"] {
  const list = (env.no_proxy ?? env.NO_PROXY ?? "")
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== "");
  return (hostname, port) => {
    const name = hostname.toLowerCase().replace(/\.$/, "");
    if (isLoopback(name)) return true;
    return list.some((entry) => {
      if (entry === "*") return true;
      const [, host = entry, only] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
      const bare = host.replace(/^\*?\./, "");
      return (
        (only === undefined || only === port) &&
        bare !== "" &&
        (name === bare || name.endsWith(`.${bare}`))
      );
    });
  };
}

/**
 * True for this computer itself: `localhost`, 127.0.0.0/8 and ::1
 * (https://www.rfc-editor.org/rfc/rfc6761#section-6.3).
 */
export function isLoopback(hostname: string): boolean {
  const name = hostname.toLowerCase().replaceAll(/^\[|\]$|\.$/g, "");
  return (
    name === "localhost" ||
    name.endsWith(".localhost") ||
    name === "::1" ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name)
  );
}
