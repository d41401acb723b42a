/**
 * Reads the moment at which temporary keys end, as botocore takes it from
 * AWS_CREDENTIAL_EXPIRATION.
 */

/** `no-zone`: a time of which nobody knows where on earth; botocore cannot compare it. */
export type Expiry =
  | { readonly is: "moment"; readonly at: number }
  | { readonly is: "no-zone" }
  | { readonly is: "unreadable" };

const ZONE = String.raw`(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)`;
const ISO = new RegExp(
  String.raw`^(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2})(?::?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?)?)?\s*${ZONE}?$`,
  "i",
);
const ZONE_SOMEWHERE = new RegExp(String.raw`(?:^|[\s\d])${ZONE}(?=\s|$)`, "i");

/**
 * The moment in milliseconds since 1970. botocore leaves the reading to dateutil, which knows many
 * forms (https://dateutil.readthedocs.io/en/stable/parser.html); here: ISO 8601, and those of mail,
 * of `date` and with the day first.
 */
export function readExpiry(text: string): Expiry {
  const iso = ISO.exec(text.trim());
  if (iso !== null) return fromParts(iso);
  // Without a word or a separator it is a plain number, such as seconds since 1970, and no date to
  // dateutil either.
  if (!/\d{4}/.test(text) || !/[\s/:,-]/.test(text.trim()) || /["']/.test(text))
    return { is: "unreadable" };
  const dayFirst = text
    .trim()
    .replace(/^(\d{1,2})[/.](\d{1,2})[/.](\d{4})/, (_, a: string, b: string, year: string) =>
      Number(a) > 12 ? `${b}/${a}/${year}` : `${a}/${b}/${year}`,
    );
  const at = Date.parse(dayFirst);
  if (Number.isNaN(at)) return { is: "unreadable" };
  return ZONE_SOMEWHERE.test(dayFirst) ? { is: "moment", at } : { is: "no-zone" };
}

function fromParts(parts: readonly (string | undefined)[]): Expiry {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1, 7)
    .map((part) => Number(part ?? "0"));
  const at = Date.UTC(year, month - 1, day, hour, minute, second);
  const back = new Date(at);
  const isReal =
    back.getUTCMonth() === month - 1 &&
    back.getUTCDate() === day &&
    back.getUTCHours() === hour &&
    back.getUTCMinutes() === minute &&
    second < 60;
  if (!isReal) return { is: "unreadable" };
  const zone = parts[7];
  if (zone === undefined) return { is: "no-zone" };
  return { is: "moment", at: at - offsetOf(zone) };
}

/** Milliseconds east of Greenwich. */
function offsetOf(zone: string): number {
  const parts = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (parts === null) return 0;
  const minutes = Number(parts[2]) * 60 + Number(parts[3] ?? "0");
  return (parts[1] === "-" ? -1 : 1) * minutes * 60_000;
}
