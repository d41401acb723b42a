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
const BACKGROUND = "#1b1f27";
const FOREGROUND = "#d7dce5";
/** The sixteen colours of a terminal, in its order. */
const COLOURS = ["#3b4252", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#d7dce5", "#5c6370", "#e06c75", "#98c379", "#e5c07b", "#61afef", "#c678dd", "#56b6c2", "#ffffff"];

/**
 * The SVG of the shots on a terminal of `columns` x `rows`; a file that GitHub animates without a
 * script.
 */
export async function filmOf(shots: readonly Shot[], columns: number, rows: number): Promise<string> {
  const total = shots.reduce((sum, { seconds }) => sum + seconds, 0);
  let start = 0;
  const groups: string[] = [];
  const rules: string[] = [];
  for (const [index, shot] of shots.entries()) {
    const lines = await linesOf(shot.bytes, columns, rows);
    const from = ((start / total) * 100).toFixed(3);
    start += shot.seconds;
    const to = ((start / total) * 100).toFixed(3);
    groups.push(`<g class="f${index}">${lines.join("")}</g>`);
    rules.push(`@keyframes k${index}{0%{opacity:0}${from}%{opacity:1}${to}%{opacity:0}100%{opacity:0}}.f${index}{opacity:${index === 0 ? 1 : 0};animation:k${index} ${total}s step-end infinite}`);
  }
  const width = Math.ceil(columns * CELL.width + 2 * MARGIN);
  const height = Math.ceil(rows * CELL.height + 2 * MARGIN);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="mturk-setup in a terminal">`,
    `<style>text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre;fill:${FOREGROUND}}${rules.join("")}</style>`,
    `<rect width="100%" height="100%" rx="8" fill="${BACKGROUND}"/>`,
    ...groups,
    "</svg>\n",
  ].join("\n");
}

async function linesOf(bytes: string, columns: number, rows: number): Promise<readonly string[]> {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  await new Promise<void>((resolve) => terminal.write(bytes, resolve));
  const { baseY } = terminal.buffer.active;
  const out: string[] = [];
  for (let row = 0; row < rows; row++) {
    const spans = spansOf(terminal, baseY + row, columns);
    const y = (MARGIN + (row + 0.78) * CELL.height).toFixed(1);
    out.push(...spans.map(({ at, text, style }) => `<text x="${(MARGIN + at * CELL.width).toFixed(1)}" y="${y}"${style} textLength="${(text.length * CELL.width).toFixed(1)}">${escaped(text)}</text>`));
  }
  terminal.dispose();
  return out;
}

interface Drawn {
  readonly at: number;
  readonly text: string;
  readonly style: string;
}

/** Neighbouring cells of one look as one piece; blank ends are left out. */
function spansOf(terminal: xterm.Terminal, line: number, columns: number): readonly Drawn[] {
  const row = terminal.buffer.active.getLine(line);
  const spans: { at: number; text: string; style: string }[] = [];
  for (let at = 0; at < columns; at++) {
    const cell = row?.getCell(at);
    if (cell === undefined) break;
    const text = cell.getChars() === "" ? " " : cell.getChars();
    const style = styleOf(cell);
    const last = spans.at(-1);
    if (last?.style === style && last.at + last.text.length === at) last.text += text;
    else spans.push({ at, text, style });
  }
  return spans.map(withoutBlanks).filter(({ text }) => text !== "");
}

/** Viewers differ in what they do to blanks at an end, so none is left there. */
function withoutBlanks({ at, text, style }: Drawn): Drawn {
  return { at: at + text.length - text.trimStart().length, text: text.trim(), style };
}

function styleOf(cell: xterm.IBufferCell): string {
  const colour = cell.isFgPalette() ? (COLOURS[cell.getFgColor()] ?? FOREGROUND) : FOREGROUND;
  const parts = [
    colour === FOREGROUND ? "" : ` style="fill:${colour}"`,
    cell.isBold() === 0 ? "" : ' font-weight="bold"',
    cell.isDim() === 0 ? "" : ' opacity="0.6"',
  ];
  return parts.join("");
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
