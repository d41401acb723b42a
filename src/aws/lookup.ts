/** Does an address answer at all? Asked without keys, before anyone is sent to a sign-up page. */
import * as http from "node:http";
import * as https from "node:https";
import { bounded } from "./network/bounded.js";
import { type Carriage, type Route, carriageTo } from "./network/route.js";
import type { Reachability } from "./types.js";

/** The code of an answer that came from something in between: a login page, a filter. */
const STRANGER = "not-aws";

/**
 * One GET without keys, through the same proxy and with the same trust as the calls. Whatever AWS
 * answers counts, refusals included. Codes of what does not: Node's (`ENOTFOUND`, `ETIMEDOUT` …),
 * `ERR_PROXY_TUNNEL`, `not-aws`, `cancelled`.
 */
export async function probe(
  url: string,
  route: Route,
  ms: number,
  signal: AbortSignal,
): Promise<Reachability> {
  let carriage: Carriage | null = null;
  const outcome = await bounded(ms, signal, async (inner) => {
    carriage = await carriageTo(url, route, inner);
    return await get(url, carriage, inner);
  });
  const opened = carriage as Carriage | null;
  const refused = opened?.refusal() ?? null;
  opened?.destroy();
  if (outcome.how === "cancelled") return { answers: false, code: "cancelled" };
  if (refused !== null) return { answers: false, code: "ERR_PROXY_TUNNEL" };
  if (outcome.how === "deadline") return { answers: false, code: "ETIMEDOUT" };
  if (outcome.how === "threw") return { answers: false, code: codeOf(outcome.error) };
  return outcome.value;
}

function get(url: string, carriage: Carriage, signal: AbortSignal): Promise<Reachability> {
  return new Promise((resolve, reject) => {
    const secure = new URL(url).protocol === "https:";
    const request = (secure ? https : http).get(
      url,
      { agent: secure ? carriage.httpsAgent : carriage.httpAgent, signal },
      (response) => {
        const { statusCode = 0, headers } = response;
        response.destroy();
        resolve(
          isStranger(statusCode, headers)
            ? { answers: false, code: STRANGER }
            : { answers: true, httpStatus: statusCode },
        );
      },
    );
    request.on("error", reject);
  });
}

/**
 * A login page, or the way to one. AWS numbers its answers (`x-amzn-requestid`,
 * https://docs.aws.amazon.com/AWSMechTurk/latest/AWSMturkAPI/ApiReference_GetAccountBalanceOperation.html);
 * a page or a redirection without a number is somebody else's. Other answers without one may be
 * AWS's front door, and count.
 */
function isStranger(status: number, headers: http.IncomingHttpHeaders): boolean {
  if (headers["x-amzn-requestid"] !== undefined) return false;
  const page = /^\s*text\/html\b/i.test(headers["content-type"] ?? "");
  return page || (status >= 300 && status < 400) || status === 511;
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^[A-Z][A-Z0-9_]{2,60}$/.test(code) ? code : "unknown";
}
