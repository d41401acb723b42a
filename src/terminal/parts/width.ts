/**
 * Columns that text takes in a terminal, counted as Unicode's East Asian Width and common terminals
 * do.
 */

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** What a person takes for one character: a letter with its marks, a whole emoji. */
export function graphemes(text: string): string[] {
  // The common case costs nothing: in printable ASCII every unit is a grapheme.
  if (/^[\u0020-\u007E]*$/.test(text)) return text.split("");
  return [...segmenter.segment(text)].map((part) => part.segment);
}

/**
 * Scripts and blocks that are two columns wide; https://www.unicode.org/reports/tr11/ (W and F).
 */
const WIDE =
  /[\u1100-\u115F\u2E80-\u303E\u3041-\u33FF\u3400-\u4DBF\u4E00-\u9FFF\uA000-\uA4CF\uA960-\uA97F\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{1F300}-\u{1F64F}\u{1F680}-\u{1F6FF}\u{1F900}-\u{1F9FF}\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}|\p{Regional_Indicator}|\uFE0F/u;

const NOTHING = /^[\p{Mn}\p{Me}\p{Cf}\p{Cc}]+$/u;

/** The number of columns of a text. */
export function displayWidth(text: string): number {
  if (/^[\u0020-\u007E]*$/.test(text)) return text.length;
  return graphemes(text).reduce(
    (sum, part) => sum + (NOTHING.test(part) ? 0 : WIDE.test(part) ? 2 : 1),
    0,
  );
}
