/**
 * Finds a secret in a text in whatever form it comes back: escaped, encoded, broken over lines,
 * with signs in between.
 */

/**
 * Shorter than this without its signs, a form could be found in innocent text once signs are passed
 * over.
 */
const LEAST = 16;

/**
 * `text` with every form of `value` that stands in it replaced by `mask`; one pass for each form.
 */
export function withoutTraces(text: string, value: string, mask: string): string {
  let out = text;
  for (const form of writtenForms(value)) out = out.split(form).join(mask);
  const cores = new Set(
    [...writtenForms(value), ...encodedForms(value)]
      .map(coreOf)
      .filter((core) => core.length >= LEAST),
  );
  for (const core of cores) out = withoutCore(out, core, mask);
  return out;
}

/**
 * Letters and digits: what is left of every form when lines are broken and signs are put in
 * between.
 */
const SIGNS = /[^A-Za-z0-9]/g;

function coreOf(form: string): string {
  return form.replaceAll(SIGNS, "");
}

function withoutCore(text: string, core: string, mask: string): string {
  if (!coreOf(text).includes(core)) return text;
  const places: number[] = [];
  for (let at = 0; at < text.length; at += 1)
    if (/[A-Za-z0-9]/.test(text.charAt(at))) places.push(at);
  const bare = coreOf(text);
  const parts: string[] = [];
  let from = 0;
  for (
    let found = bare.indexOf(core);
    found >= 0;
    found = bare.indexOf(core, found + core.length)
  ) {
    parts.push(text.slice(from, places[found]), mask);
    from = (places[found + core.length - 1] ?? text.length) + 1;
  }
  return parts.join("") + text.slice(from);
}

/**
 * The forms in which a value comes back from a service: as it was, percent-encoded, JSON-escaped,
 * HTML-escaped.
 */
function writtenForms(value: string): readonly string[] {
  const json = JSON.stringify(value).slice(1, -1);
  const html = value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const forms = [
    value,
    percentEncoded(value),
    percentEncoded(value).replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    json,
    json.replaceAll("/", "\\/"),
    html,
    html.replaceAll("+", "&#43;").replaceAll("/", "&#x2F;"),
    value.replaceAll("/", "&#47;"),
  ];
  return [...new Set(forms)].sort((a, b) => b.length - a.length);
}

/**
 * In hexadecimal, and in base64 at each of the three places of a group of bytes that it can begin
 * at, without what its neighbours decide.
 */
function encodedForms(value: string): readonly string[] {
  const bytes = Buffer.from(value, "utf8");
  const hex = bytes.toString("hex");
  const base64 = [0, 1, 2].map((offset) => {
    const whole = Buffer.concat([Buffer.alloc(offset), bytes]);
    const known = whole.subarray(0, whole.length - (whole.length % 3)).toString("base64");
    return known.slice(offset === 0 ? 0 : 4);
  });
  return [
    hex,
    hex.toUpperCase(),
    ...base64,
    ...base64.map((form) => form.replaceAll("+", "-").replaceAll("/", "_")),
  ];
}

/**
 * Percent-encoding that cannot throw: a lone surrogate, which `encodeURIComponent` refuses, is left
 * as it stands.
 */
function percentEncoded(value: string): string {
  return value.replaceAll(/[^A-Za-z0-9\-_.~]/gu, (char) =>
    /^[\uD800-\uDFFF]$/.test(char) ? char : encodeURIComponent(char),
  );
}
