/**
 * Writes a view as plain lines: for whoever reads a terminal by ear or braille, for terminals that
 * only print, and for logs. Nothing that was printed is ever changed; a choice has numbers.
 */
import { TONE_WORDS, type TextStyle, lookFrom } from "../../terminal/glyphs.js";
import { type Line, wrapLines } from "../../terminal/parts/line.js";
import { type Elapsed, NOTHING_YET } from "../../terminal/parts/status.js";
import { blockLines } from "../block-lines.js";
import type { Block, View, ViewRow } from "../view.js";
import type { LineKey } from "./line-keys.js";

/** Wide enough that no line is broken here: whoever shows them breaks them. */
const UNBROKEN = 10_000;

/** Nothing is drawn, and only letters are read aloud. */
const PLAIN: TextStyle = {
  ...lookFrom({ env: {}, platform: "linux" }),
  ascii: true,
  colour: false,
  manyColours: false,
  accessible: true,
};

/** The title, and how it stands in a word. */
export function titleText({ title, tone = null }: View): string {
  return `${tone === null ? "" : TONE_WORDS[tone]}${title}`;
}

/** The text of a view, without its title, as it stands after so long, for each clock. */
export function bodyLines(
  body: readonly Block[],
  elapsed: (clock: string) => Elapsed = () => NOTHING_YET,
): readonly string[] {
  const lines = blockLines(body, elapsed, UNBROKEN, PLAIN);
  return plainLines(lines).filter((line) => line !== "");
}

/** What is asked: the numbered rows, or what is to be typed. */
export function controlLines({ choice = null, field = null }: View): readonly string[] {
  if (choice !== null && choice.asleep !== true)
    return [
      ...(choice.asks === undefined ? [] : plainLines([choice.asks])),
      ...choice.rows.map((row, index) => rowLine(row, index + 1)),
    ];
  if (field === null) return [];
  const { above = [], label, problem = null, below = [] } = field;
  const offer = field.takesKey?.offer ?? [];
  return plainLines([...above, ...(problem === null ? [] : [problem]), ...below, ...offer, label]);
}

/** The keys beside that, in one line. */
export function keysLine(keys: readonly LineKey[]): string {
  const told = keys.filter(({ hidden, word }) => !hidden && word !== "");
  return told.length === 0
    ? ""
    : plainLines([`Also: ${told.map(({ shown, label }) => `${shown} ${label}`).join("; ")}`]).join(
        " ",
      );
}

/** Text without tones, as the guard before every terminal leaves it. */
export function plainLines(lines: readonly Line[]): readonly string[] {
  const said = lines.flatMap((line): readonly Line[] => {
    if (typeof line === "string" || line.said === undefined) return [line];
    return line.said === null ? [] : [line.said];
  });
  return wrapLines(said, UNBROKEN, { ascii: true }).map((row) =>
    row
      .map(({ text }) => text)
      .join("")
      .trim(),
  );
}

/** A row that begins with its own letter is told without it: here it has a number. */
function rowLine({ id, label, hint, disabled }: ViewRow, number: number): string {
  const more = disabled === undefined ? hint : `not now: ${disabled}`;
  const text = label.startsWith(`${id}  `) ? label.slice(id.length + 2) : label;
  return plainLines([`${number}  ${text}${more === undefined ? "" : `: ${more}`}`]).join(" ");
}
