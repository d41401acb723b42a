/**
 * Writes a view as plain lines: for whoever reads a terminal by ear or braille, for terminals that
 * only print, and for logs. Nothing that was printed is ever changed; a choice has numbers.
 */
import { type Line, wrapLines } from "../terminal/parts/line.js";
import { shownKey } from "../terminal/table.js";
import { NOTHING_YET } from "../terminal/parts/status.js";
import {
  type View,
  type ViewChoice,
  type ViewField,
  type ViewKey,
  type ViewRow,
  isTimed,
} from "./view.js";

/** Wide enough that no line is broken here: whoever shows them breaks them. */
const UNBROKEN = 10_000;

/** The lines of a view, from its title to its keys. */
export function viewLines({
  title,
  body,
  choice = null,
  field = null,
  keys,
}: View): readonly string[] {
  return [
    title,
    ...plain(body.flatMap((block) => (isTimed(block) ? block.lines(NOTHING_YET) : [block]))),
    ...(choice === null ? [] : choiceLines(choice)),
    ...(field === null ? [] : fieldLines(field)),
    ...keys.filter(({ hidden }) => hidden !== true).map(keyLine),
  ];
}

function choiceLines({ rows, enterLabel = "choose" }: ViewChoice): readonly string[] {
  return [...rows.map((row, index) => rowLine(row, index + 1)), `Enter: ${enterLabel}`];
}

function fieldLines({
  above = [],
  label,
  problem = null,
  below = [],
  ...field
}: ViewField): readonly string[] {
  const offered = field.takesKey?.offer ?? [];
  return [
    ...plain([...above, label, ...(problem === null ? [] : [problem]), ...below, ...offered]),
    `Enter: ${field.enterLabel}`,
  ];
}

/** Text without tones, as the guard before every terminal leaves it. */
function plain(lines: readonly Line[]): readonly string[] {
  return wrapLines(lines, UNBROKEN, { ascii: false }).map((row) =>
    row
      .map(({ text }) => text)
      .join("")
      .trim(),
  );
}

function rowLine({ label, hint, disabled }: ViewRow, number: number): string {
  const more = disabled === undefined ? hint : `not now: ${disabled}`;
  return plain([`${number}  ${label}${more === undefined ? "" : `: ${more}`}`]).join(" ");
}

function keyLine(key: ViewKey): string {
  return `${shownKey({ ...key, run: () => undefined })}: ${key.label}`;
}
