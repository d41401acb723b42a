/** Lays out the title of a screen with its tag, and says what of the title found no room there. */
import type { TextStyle, TitleTone } from "../glyphs.js";
import { type Line, type Row, rowWidth, wrapLines } from "./line.js";
import { displayWidth } from "./width.js";

export interface Titled {
  /**
   * The verdict: what this screen says, in one line. It is the last thing to go when room is short.
   */
  readonly title: string;
  /** How it stands; painted as the title's mark and ground. */
  readonly tone?: TitleTone | null | undefined;
  /** Stands beside or under the title all the time: "PRACTICE - nothing here is real". */
  readonly tag?: string | undefined;
  /** Instead of the tag where the title leaves too little room for the whole of it. */
  readonly shortTag?: string | undefined;
}

export interface Head {
  readonly rows: readonly Row[];
  /** What was cut off the title: the text begins with it. */
  readonly rest: readonly Line[];
}

/** Where the title stands: over so many columns, in so many rows at most, the tag up to an edge. */
export interface HeadRoom {
  readonly columns: number;
  readonly edge: number;
  readonly most: number;
  /** The title is cut rather than that its tag gets a row of its own. */
  readonly tight?: boolean;
}

/** Title in so many rows; the tag beside it, or on a row of its own. */
export function headOf(given: Titled, room: HeadRoom, look: TextStyle): Head {
  const { title, tone = null, tag, shortTag = tag } = given;
  const { columns, edge, most, tight = false } = room;
  const narrower =
    tight && shortTag !== undefined ? edge - displayWidth(shortTag) - TAG_GAP : columns;
  const { rows, rest } = titleRows(
    title,
    tone,
    { columns: Math.min(columns, narrower), most },
    look,
  );
  if (tag === undefined) return { rows, rest };
  const last = rows.at(-1) ?? [];
  const free = edge - rowWidth(last) - TAG_GAP;
  const beside = [tag, shortTag].find((text) => text !== undefined && displayWidth(text) <= free);
  if (beside === undefined) {
    const below = displayWidth(tag) <= columns ? tag : (shortTag ?? tag);
    const spans = [{ text: below, tone: "tag" as const }];
    return { rows: [...rows, ...wrapLines([{ spans, cut: true }], columns, look)], rest };
  }
  const gap = " ".repeat(free + TAG_GAP - displayWidth(beside));
  const tagged: Row = [...last, { text: gap }, { text: beside, tone: "tag" }];
  return { rows: [...rows.slice(0, -1), tagged], rest };
}

/** Columns between a title and the tag beside it, at least. */
const TAG_GAP = 3;

function titleRows(
  title: string,
  tone: TitleTone | null,
  { columns, most }: { readonly columns: number; readonly most: number },
  look: TextStyle,
): Head {
  const drawn = (text: string): readonly Row[] =>
    wrapLines([titleLine(text, tone, look)], columns, look);
  const whole = drawn(title);
  if (whole.length <= most) return { rows: whole, rest: [] };
  const cut = cutTitle(title, (text) => drawn(text).length <= most);
  if (cut === null) return { rows: whole.slice(0, most), rest: [] };
  const rest: Line = { spans: [{ text: `  … ${cut.rest}`, tone: "strong" }], hang: 4 };
  return { rows: drawn(cut.shown), rest: [rest] };
}

function titleLine(title: string, tone: TitleTone | null, look: TextStyle): Line {
  if (tone === null) return { spans: [{ text: title, tone: "strong" }], titled: true };
  const mark = `${look.glyphs.title[tone]} `;
  return { spans: [{ text: `${mark}${title}`, tone }], hang: displayWidth(mark), titled: true };
}

/**
 * Cut between two words, and rather between two sentences where that leaves half of what there is
 * room for; null where not even one word fits.
 */
function cutTitle(
  title: string,
  fits: (text: string) => boolean,
): { readonly shown: string; readonly rest: string } | null {
  const words = title.split(/\s+/);
  const cuts = words
    .slice(1)
    .map((_word, index) => {
      const kept = words.slice(0, index + 1).join(" ");
      const ends = /[.?!:]$/.test(kept);
      const rest = words.slice(index + 1).join(" ");
      return { kept, ends, rest, shown: ends ? `${kept} …` : `${kept.replace(/,$/, "")}…` };
    })
    .filter(({ shown }) => fits(shown));
  const longest = cuts.at(-1);
  if (longest === undefined) return null;
  const sentence = cuts.findLast(({ ends }) => ends);
  return sentence !== undefined && sentence.kept.length * 2 >= longest.kept.length
    ? sentence
    : longest;
}
