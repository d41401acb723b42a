/**
 * Judges whether a text is an address that boto3 takes, and says of a variable that it holds none.
 */
import type { Problem } from "./problem.js";
import { unsetCure } from "./shell.js";

const LABEL = String.raw`(?!-)[A-Z\d-]{1,63}(?<!-)`;
const HOST_NAME = new RegExp(`^(?:${LABEL}\\.)*${LABEL}$`, "iu");

/**
 * botocore's `is_valid_uri` (https://github.com/boto/botocore/blob/develop/botocore/utils.py): an
 * address with a host that is one; the scheme may be anything.
 */
export function isAddress(text: string): boolean {
  if (/[\t\r\n]/.test(text)) return false;
  const place = /^(?:[A-Za-z][A-Za-z0-9+.-]*:)?\/\/([^/?#]*)/.exec(
    // eslint-disable-next-line no-control-regex -- Python takes these off the beginning
    text.replace(/^[\u0000-\u0020]+/, ""),
  )?.[1];
  if (place === undefined) return false;
  const host = place.slice(place.lastIndexOf("@") + 1);
  if (/[[\]]/.test(place))
    return /^\[(?=[0-9A-Fa-f.]*:)[0-9A-Fa-f:.]*(?:%(?:25)?[\w.~-]+)?\](?::.*)?$/.test(host);
  // Python takes nothing but digits for a port; a blank at the end of the address stops it there.
  const [name = "", port = ""] = host.split(":");
  if (!/^\d*$/.test(port)) return false;
  return name.length <= 255 && HOST_NAME.test(name.replace(/\.$/, ""));
}

/** Completes "its value …", "the endpoint_url of mturk …". */
export const NO_ADDRESS = "is not an address that begins with http:// or https://";

/** What follows from it. */
export const STOPS_AT_ADDRESS =
  "boto3 stops on it; psiTurk, which names MTurk's address itself, does not.";

/**
 * Of a variable whose value is no address, which is not repeated: a password may stand in it. Code
 * `setting-broken`.
 */
export function noAddress(variable: string, whoStops = STOPS_AT_ADDRESS): Problem {
  return {
    code: "setting-broken",
    message: `${variable}: its value ${NO_ADDRESS}. ${whoStops}`,
    try: unsetCure([variable]),
  };
}
