/** Writes what was measured: as a table for the terminal, as JSON, and into the README. */
import { readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";

/** One comparison, or one figure that is compared to nothing. */
export interface Row {
  readonly what: string;
  readonly ours: number;
  readonly unit: "ms" | "MiB" | "bytes";
  /** What it is compared to, and that one's figure. */
  readonly beside: string | null;
  readonly theirs: number | null;
  readonly ratio: number | null;
  /** At most: of the ratio, or of our figure where it is compared to nothing. */
  readonly target: number | null;
}

export interface Report {
  readonly date: string;
  readonly machine: string;
  readonly rounds: number;
  readonly rows: readonly Row[];
  /** What could not be measured here, and why. */
  readonly skipped: readonly string[];
  readonly counts: object;
  readonly files: readonly FilesRow[];
  /** Bytes in the bundle, by package or file of ours; the largest first. */
  readonly bundle: readonly (readonly [name: string, bytes: number])[];
}

/** What a command costs, in milliseconds of the whole process, by the number of profiles. */
export interface FilesRow {
  readonly command: string;
  readonly times: Readonly<Record<number, number>>;
}

export function machineClass(): string {
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} cores, ${memory} GiB, ${process.platform} ${process.arch}, Node ${process.versions.node}`;
}

function figure(value: number, unit: Row["unit"]): string {
  const digits = unit === "ms" && value < 100 ? 1 : 0;
  return `${value.toFixed(digits)} ${unit}`;
}

function verdictOf({ ours, ratio, target }: Row): string {
  if (target === null) return "";
  const value = ratio ?? ours;
  const most = `≤ ${target}`;
  return value <= target
    ? most
    : `${most}, missed by ${(((value - target) / target) * 100).toFixed(0)} %`;
}

function cells(row: Row): readonly string[] {
  const { what, ours, unit, beside, theirs, ratio } = row;
  return [
    what,
    figure(ours, unit),
    beside === null || theirs === null ? "" : `${beside}: ${figure(theirs, unit)}`,
    ratio === null ? "" : ratio.toFixed(2),
    verdictOf(row),
  ];
}

const HEAD = ["what", "mturk-setup", "beside it", "ratio", "target"] as const;

/** In columns, for a terminal. */
export function textOf(report: Report): string {
  const table = [HEAD, ...report.rows.map(cells)];
  const widths = HEAD.map((_head, at) => Math.max(...table.map((row) => row[at]?.length ?? 0)));
  const lines = table.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return [
    `${report.date}, ${report.machine}, medians of ${report.rounds} turns`,
    "",
    ...lines,
    "",
    ...report.skipped.map((why) => `SKIPPED: ${why}`),
    ...filesLines(report.files),
    "",
    "largest parts of the bundle, in bytes:",
    ...report.bundle.map(([name, bytes]) => `${String(bytes).padStart(9)}  ${name}`),
    "",
    `counts: ${JSON.stringify(report.counts)}`,
    "",
  ].join("\n");
}

function filesLines(files: readonly FilesRow[]): readonly string[] {
  const sizes = Object.keys(files[0]?.times ?? {});
  return [
    `whole process, ms, for ${sizes.join(", ")} profiles:`,
    ...files.map(
      ({ command, times }) =>
        `${command.padEnd(20)}${sizes.map((size) => (times[Number(size)] ?? 0).toFixed(0).padStart(9)).join("")}`,
    ),
  ];
}

const [BEGIN, END] = ["<!-- from: npm run bench -- --readme -->", "<!-- end of the bench -->"];

/** Puts the tables between their two marks in the README. */
export function intoReadme(path: string, report: Report): void {
  const readme = readFileSync(path, "utf8");
  const [from, to] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`${path} has no place for the table`);
  const sizes = Object.keys(report.files[0]?.times ?? {});
  const lines = [
    BEGIN,
    `${report.date}, ${report.machine}; medians of ${report.rounds} turns.`,
    "",
    `| ${HEAD.join(" | ")} |`,
    "|---|---|---|---|---|",
    ...report.rows.map((row) => `| ${cells(row).join(" | ")} |`),
    "",
    `| whole process, ms | ${sizes.map((size) => `${Number(size).toLocaleString("en-US")} profiles`).join(" | ")} |`,
    `|---|${sizes.map(() => "---").join("|")}|`,
    ...report.files.map(
      ({ command, times }) =>
        `| \`${command}\` | ${sizes.map((size) => (times[Number(size)] ?? 0).toFixed(0)).join(" | ")} |`,
    ),
    "",
  ];
  writeFileSync(path, `${readme.slice(0, from)}${lines.join("\n")}${readme.slice(to)}`);
}
