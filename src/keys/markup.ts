/**
 * Takes the markup off a rich text document or a web page, so that the words in it can be read as
 * they were seen.
 */

/** Tags behind which something else begins, for the eye. */
const BREAKS =
  /<\/?(?:br|p|div|tr|td|th|li|ul|ol|pre|h[1-6]|table|body|html|head|title|dt|dd|hr)\b[^>]*>/gi;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};

/** The text as it would be seen; any other text as it is. */
export function withoutMarkup(text: string): string {
  const start = text.trimStart();
  if (start.startsWith("{\\rtf")) return withoutRtf(start);
  return /^<(?:!doctype|html|head|body|\?xml|table|tr|pre|div|span|p|ul|!--)[\s>]/i.test(start)
    ? withoutTags(start)
    : text;
}

/**
 * Groups of fonts and colours go, line ends stay (https://en.wikipedia.org/wiki/Rich_Text_Format).
 */
function withoutRtf(text: string): string {
  return text
    .replaceAll(/\{\\(?:\*|fonttbl|colortbl|stylesheet|info)[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, "")
    .replaceAll(/\\(?:par|line|\n)\b ?|\\\n/g, "\n")
    .replaceAll(/\\'[0-9a-f]{2}/gi, "")
    .replaceAll(/\\[a-z]+-?\d* ?/gi, "")
    .replaceAll(/[{}\\]/g, "");
}

function withoutTags(text: string): string {
  const seen = text
    .replaceAll(/<(script|style)\b[^>]*>[^<]*<\/\1>/gi, "")
    .replaceAll(BREAKS, "\n")
    .replaceAll(/<[^<>]*>/g, "");
  return seen.replaceAll(
    /&(#x?[0-9a-f]+|[a-z]+);/gi,
    (whole, name: string) => ENTITIES[name.toLowerCase()] ?? character(name) ?? whole,
  );
}

function character(name: string): string | null {
  const code = /^#x/i.test(name)
    ? Number.parseInt(name.slice(2), 16)
    : name.startsWith("#")
      ? Number(name.slice(1))
      : Number.NaN;
  return Number.isInteger(code) && code > 31 && code < 0x10000 ? String.fromCharCode(code) : null;
}
