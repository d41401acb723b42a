/**
 * Makes a program of one of our source files, so that a test can run it in a process of its own.
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { build } from "esbuild";

const CACHE = fileURLToPath(new URL("../../node_modules/.cache/", import.meta.url));

export interface Bundle {
  /** What `node` runs. */
  readonly file: string;
  readonly remove: () => void;
}

/**
 * Bundles `entry` (an absolute path); packages are left to Node, which finds them from where the
 * file lies.
 */
export async function bundle(entry: string): Promise<Bundle> {
  mkdirSync(CACHE, { recursive: true });
  const directory = mkdtempSync(join(CACHE, "program-"));
  const file = join(directory, "program.mjs");
  await build({
    entryPoints: [entry],
    outfile: file,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    jsx: "automatic",
    logLevel: "error",
  });
  return { file, remove: () => rmSync(directory, { recursive: true, force: true }) };
}
