/**
 * Draws frames of a terminal as one SVG that shows them in turn; for the pictures of the README.
 */
import xterm from "@xterm/headless";

/** One frame: everything the program had sent by then, and how long it is shown, in seconds. */
export interface Shot {
  readonly bytes: string;
  readonly seconds: number;
}

const CELL = { width: 8.4, height: 18 } as const;
const MARGIN = 14;
/** A ground, its text, and the sixteen colours of a terminal, in their order. */
export interface Scheme {
  readonly ground: string;
  readonly text: string;
  readonly colours: readonly string[];
}

export const DARK: Scheme = {
  ground: "#1b1f27",
  text: "#d7dce5",
  colours:
    "#3b4252 #e06c75 #98c379 #e5c07b #61afef #c678dd #56b6c2 #d7dce5 #5c6370 #e06c75 #98c379 #e5c07b #61afef #c678dd #56b6c2 #ffffff".split(
      " ",
    ),
};

export const LIGHT: Scheme = {
  ground: "#ffffff",
  text: "#24292f",
  colours:
    "#24292f #cf222e #116329 #7d4e00 #0969da #8250df #1b7c83 #6e7781 #57606a #a40e26 #1a7f37 #633c01 #218bff #a475f9 #3192aa #8c959f".split(
      " ",
    ),
};

/**
 * The SVG of the shots on a terminal of `columns` x `rows`; a file that GitHub animates without a
 * script.
 */
export async function filmOf(
  shots: readonly Shot[],
  columns: number,
  rows: number,
  scheme: Scheme = DARK,
): Promise<string> {
  const total = shots.reduce((sum, { seconds }) => sum + seconds, 0);
  let start = 0;
  const groups: string[] = [];
  const rules: string[] = [];
  for (const [index, shot] of shots.entries()) {
    const lines = await linesOf(shot.bytes, columns, rows, scheme);
    const from = ((start / total) * 100).toFixed(3);
    start += shot.seconds;
    const to = ((start / total) * 100).toFixed(3);
    groups.push(`<g class="f${index}">${lines.join("")}</g>`);
    rules.push(
      `@keyframes k${index}{0%{opacity:0}${from}%{opacity:1}${to}%{opacity:0}100%{opacity:0}}.f${index}{opacity:${index === 0 ? 1 : 0};animation:k${index} ${total}s step-end infinite}`,
    );
  }
  return framed(groups, rules.join(""), { columns, rows, scheme });
}

interface Frame {
  readonly columns: number;
  readonly rows: number;
  readonly scheme: Scheme;
}

/** What is on a terminal now, as a picture that does not move. */
export function stillOf(terminal: xterm.Terminal, scheme: Scheme): string {
  const { cols: columns, rows } = terminal;
  return framed(drawnLines(terminal, scheme), "", { columns, rows, scheme });
}

function framed(inner: readonly string[], rules: string, { columns, rows, scheme }: Frame): string {
  const width = Math.ceil(columns * CELL.width + 2 * MARGIN);
  const height = Math.ceil(rows * CELL.height + 2 * MARGIN);
  const font = `14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" xml:space="preserve" aria-label="mturk-setup in a terminal">`,
    `<style>text{font:${font};white-space:pre;fill:${scheme.text}}.b{font-weight:bold}${rules}</style>`,
    `<rect width="100%" height="100%" rx="8" fill="${scheme.ground}"/>`,
    ...inner,
    "</svg>\n",
  ].join("\n");
}

async function linesOf(
  bytes: string,
  columns: number,
  rows: number,
  scheme: Scheme,
): Promise<readonly string[]> {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(bytes, resolve));
  const out = drawnLines(terminal, scheme);
  terminal.dispose();
  return out;
}

function drawnLines(terminal: xterm.Terminal, scheme: Scheme): readonly string[] {
  const { baseY } = terminal.buffer.active;
  const out: string[] = [];
  for (let row = 0; row < terminal.rows; row++) {
    const y = (MARGIN + (row + 0.78) * CELL.height).toFixed(1);
    for (const { at, text, look } of spansOf(terminal, baseY + row, scheme)) {
      const x = (MARGIN + at * CELL.width).toFixed(1);
      const width = (text.length * CELL.width).toFixed(1);
      if (look.ground !== null)
        out.push(
          `<rect x="${x}" y="${(MARGIN + row * CELL.height).toFixed(1)}" width="${width}" height="${CELL.height}" fill="${look.ground}"/>`,
        );
      out.push(
        `<text x="${x}" y="${y}"${styleOf(look, scheme)} textLength="${width}">${escaped(text)}</text>`,
      );
    }
  }
  return out;
}

interface Look {
  readonly text: string;
  readonly ground: string | null;
  readonly bold: boolean;
  readonly dim: boolean;
  readonly underline: boolean;
}

interface Drawn {
  readonly at: number;
  readonly text: string;
  readonly look: Look;
}

/** Neighbouring cells of one look as one piece; blank ends are left out. */
function spansOf(terminal: xterm.Terminal, line: number, scheme: Scheme): readonly Drawn[] {
  const row = terminal.buffer.active.getLine(line);
  const spans: { at: number; text: string; look: Look }[] = [];
  for (let at = 0; at < terminal.cols; at++) {
    const cell = row?.getCell(at);
    if (cell === undefined) break;
    const text = cell.getChars() === "" ? " " : cell.getChars();
    const look = lookOf(cell, scheme);
    const last = spans.at(-1);
    if (
      last !== undefined &&
      JSON.stringify(last.look) === JSON.stringify(look) &&
      last.at + last.text.length === at
    )
      last.text += text;
    else spans.push({ at, text, look });
  }
  return spans.map(withoutBlanks).filter(({ text }) => text !== "");
}

/** Viewers differ in what they do to blanks at an end, so none is left there, but on a ground. */
function withoutBlanks({ at, text, look }: Drawn): Drawn {
  if (look.ground !== null) return { at, text, look };
  return { at: at + text.length - text.trimStart().length, text: text.trim(), look };
}

function lookOf(cell: xterm.IBufferCell, scheme: Scheme): Look {
  const text = cell.isFgPalette() ? colourOf(cell.getFgColor(), scheme) : scheme.text;
  const ground = cell.isBgPalette() ? colourOf(cell.getBgColor(), scheme) : null;
  const inverse = cell.isInverse() !== 0;
  return {
    text: inverse ? (ground ?? scheme.ground) : text,
    ground: inverse ? text : ground,
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    underline: cell.isUnderline() !== 0,
  };
}

/** The first sixteen are the scheme's; the others are a cube of six levels, and greys. */
export function colourOf(
  index: number,
  { colours, text }: Pick<Scheme, "colours" | "text">,
): string {
  if (index < 16) return colours[index] ?? text;
  const grey = 8 + (index - 232) * 10;
  const levels = [0, 95, 135, 175, 215, 255];
  const parts =
    index >= 232
      ? [grey, grey, grey]
      : [36, 6, 1].map((step) => levels[Math.floor((index - 16) / step) % 6] ?? 0);
  return `#${parts.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}

function styleOf(look: Look, scheme: Scheme): string {
  return [
    look.text === scheme.text ? "" : ` style="fill:${look.text}"`,
    look.bold ? ' class="b"' : "",
    look.dim ? ' opacity="0.6"' : "",
    look.underline ? ' text-decoration="underline"' : "",
  ].join("");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
