/**
 * `npm run bench`: all that somebody waits for, side by side in one run; prints tables, and writes
 * build/bench.json. `--short`: fewer turns, no installation, smaller files. `--readme`: into the
 * README as well. `--turns=N`: how often. `--large`: 100,000 profiles too,
 * which takes minutes. Never fails because a machine is slow; test/bench/counts.test.ts fails on counts.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { count } from "./counts.js";
import { commandsBySize, edits } from "./files.js";
import { type Report, type Row, intoReadme, machineClass, textOf } from "./report.js";
import { type Bench, checks, firstFrame, hasAws, installs, keys, memory, saves } from "./waits.js";

const SHOWN_PARTS = 20;
const SIZES = [10, 1_000, 10_000, 100_000];
const short = process.argv.includes("--short");
const large = process.argv.includes("--large");
const wished = process.argv.find((arg) => arg.startsWith("--turns="))?.slice("--turns=".length);
const turns = Number(wished ?? (short ? 3 : 11));
const root = process.cwd();

/** Bytes in the bundle, by package or file of ours. */
function bundle(): Report["bundle"] {
  const { outputs } = JSON.parse(readFileSync(join(root, "build", "meta.json"), "utf8")) as {
    outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }>;
  };
  const bytes = new Map<string, number>();
  for (const { inputs } of Object.values(outputs))
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const part = /node_modules\/((?:@[^/]+\/)?[^/]+)(?!.*node_modules)/.exec(path)?.[1] ?? path;
      bytes.set(part, (bytes.get(part) ?? 0) + bytesInOutput);
    }
  return [...bytes].sort(([, a], [, b]) => b - a).slice(0, SHOWN_PARTS);
}

async function counts(bin: string): Promise<object> {
  const { beforeFirstFrame, ...others } = await count(bin);
  const { files, bytes, node } = beforeFirstFrame;
  return { beforeFirstFrame: { files, bytes, ofNode: node.length }, ...others };
}

const skipped: string[] = [];
const folder = mkdtempSync(join(tmpdir(), "mturk-setup-bench-"));
try {
  const bench: Bench = {
    bin: join(root, "dist", "bin.js"),
    root,
    folder,
    rounds: turns,
    skip: (why) => skipped.push(why),
  };
  const aws = hasAws(bench);
  if (short) bench.skip("the short form installs nothing");
  const rows: readonly Row[] = [
    ...(await firstFrame(bench, aws)),
    ...(await checks(bench, aws)),
    ...(aws ? await saves(bench) : []),
    ...(short ? [] : await installs(bench)),
    ...(await keys(bench, short ? 40 : 200)),
    ...(await memory(bench)),
    ...(await edits(bench)),
  ];
  const report: Report = {
    date: new Date().toISOString().slice(0, "2026-11-28".length),
    machine: machineClass(),
    rounds: bench.rounds,
    rows,
    skipped,
    counts: await counts(bench.bin),
    files: await commandsBySize(bench, SIZES.slice(0, short ? 2 : large ? 4 : 3)),
    bundle: bundle(),
  };
  writeFileSync(join(root, "build", "bench.json"), `${JSON.stringify(report, null, 2)}\n`);
  process.stdout.write(textOf(report));
  if (process.argv.includes("--readme")) intoReadme(join(root, "README.md"), report);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
