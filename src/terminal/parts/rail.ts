/** Draws how far one has come: the steps in their order, each with its mark. */
import type { TextStyle } from "../glyphs.js";
import type { Line, Span, Tone } from "./line.js";
import { displayWidth } from "./width.js";

export interface RailStep {
  readonly name: string;
  /** In a word or two; left out where room is short, and where the step is closed. */
  readonly words: string;
  readonly mark: "done" | "here" | "ahead" | "closed";
}

export interface Rail {
  readonly rail: readonly RailStep[];
  /** What closed means here: "closed with MTurk". */
  readonly closed?: string;
}

export function isRail(block: object | string): block is Rail {
  return typeof block !== "string" && "rail" in block;
}

const MARK: Readonly<Record<RailStep["mark"], readonly [mark: string, ascii: string, tone: Tone]>> =
  {
    done: ["✓ ", "ok ", "ok"],
    here: ["● ", "* ", "accent"],
    ahead: ["", "", "plain"],
    closed: ["– ", "- ", "dim"],
  };

/** The fullest form that fits: all words, those of the step at hand, none but what is needed. */
export function railLine(rail: Rail, columns: number, look: Pick<TextStyle, "ascii">): Line {
  const forms: readonly (readonly Span[])[] = [
    drawn(rail, look, ["done", "here", "ahead"], true),
    drawn(rail, look, ["done", "here"], true),
    drawn(rail, look, ["here"], true),
    drawn(rail, look, ["here"], false),
    drawn(rail, look, [], false),
  ];
  const spans = forms.find((form) => widthOf(form) <= columns) ?? forms.at(-1) ?? [];
  return { spans, said: aloud(rail), spare: true };
}

/** Where lines are read aloud: the same names and words, and a word for each mark. */
const ALOUD: Readonly<Record<RailStep["mark"], string>> = {
  done: "done",
  here: "here",
  ahead: "still to come",
  closed: "closed",
};

function aloud({ rail, closed = ALOUD.closed }: Rail): string {
  return (["done", "here", "ahead", "closed"] as const)
    .map((mark) => ({ mark, steps: rail.filter((step) => step.mark === mark) }))
    .filter(({ steps }) => steps.length > 0)
    .map(({ mark, steps }) =>
      mark === "closed"
        ? `${steps.map(({ name }) => name).join(", ")} ${closed}`
        : `${steps.map(({ name, words }) => `${name} ${words}`).join(", ")} ${ALOUD[mark]}`,
    )
    .join("; ");
}

function widthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { text }) => sum + displayWidth(text), 0);
}

function drawn(
  { rail, closed }: Rail,
  look: Pick<TextStyle, "ascii">,
  worded: readonly RailStep["mark"][],
  explained: boolean,
): readonly Span[] {
  const steps = rail.flatMap(({ name, words, mark }): readonly Span[] => {
    const [sign, ascii, tone] = MARK[mark];
    const text = worded.includes(mark) ? [name, words].filter((each) => each !== "") : [name];
    return [
      { text: `  ${look.ascii ? ascii : sign}`, tone },
      {
        text: text.join(" "),
        tone: mark === "here" ? "strong" : mark === "closed" ? "dim" : "plain",
      },
    ];
  });
  const meaning = rail.some(({ mark }) => mark === "closed") && explained ? closed : undefined;
  return meaning === undefined
    ? steps
    : [
        ...steps,
        { text: `   (${look.ascii ? MARK.closed[1] : MARK.closed[0]}${meaning})`, tone: "dim" },
      ];
}
