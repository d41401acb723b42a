/**
 * Decides how calls travel: which agents carry them, through which proxy, trusting whom. One pair
 * of agents per call.
 */
import * as http from "node:http";
import * as https from "node:https";
import type { Secret } from "../../base/secret.js";
import { openProxyAgent } from "../clients.js";
import type { Proxy } from "./proxy.js";

/** What holds for every call of a session. */
export interface Route {
  readonly proxy: Proxy | null;
  /** Authorities to trust (PEM); null: Node's own. */
  readonly trust: readonly string[] | null;
}

/**
 * The agents of one call. They keep no connection open, so nothing holds the process once it is
 * answered.
 */
export interface Carriage {
  readonly httpAgent: http.Agent;
  readonly httpsAgent: http.Agent;
  /** `host:port` of the proxy that the call goes through; null: straight. */
  readonly proxyHost: string | null;
  /** What may stand in an error's text and must not be shown. */
  readonly secrets: readonly Secret[];
  /**
   * The status with which the proxy refused to open the way (NaN if that was not HTTP); null if it
   * did not refuse.
   */
  readonly refusal: () => number | null;
  readonly destroy: () => void;
}

/**
 * Certificates are always looked at: `NODE_TLS_REJECT_UNAUTHORIZED=0` would let anyone in between
 * read the token.
 */
const CHECKED = { rejectUnauthorized: true } as const;

/** Agents for one call to `url`; `signal` also ends a proxy's answer that is still awaited. */
export async function carriageTo(
  url: string,
  route: Route,
  signal: AbortSignal,
): Promise<Carriage> {
  const { hostname, port, protocol } = new URL(url);
  const proxy =
    protocol === "https:" && route.proxy?.skips(hostname, port === "" ? "443" : port) === false
      ? route.proxy
      : null;
  const trust = route.trust === null ? {} : { ca: [...route.trust] };
  const httpAgent = new http.Agent({ keepAlive: false });
  const seen: { refusal: number | null } = { refusal: null };
  const proxied =
    proxy === null
      ? null
      : await openProxyAgent(proxy.url, { ...trust, ...CHECKED, signal }, (status) => {
          seen.refusal = status === 200 ? null : status;
        });
  const httpsAgent = proxied ?? new https.Agent({ keepAlive: false, ...trust, ...CHECKED });
  return {
    httpAgent,
    httpsAgent,
    proxyHost: proxy?.host ?? null,
    secrets: proxy?.login ?? [],
    refusal: () => seen.refusal,
    destroy: () => {
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}
