/**
 * Builds the program: dist/bin.js, which every Node since 0.10 can read and which says what an old one lacks, and behind it
 * the program proper as modules (dist/bin.mjs and its chunks), with everything that it needs.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));

rmSync("dist", { recursive: true, force: true });
await build({
  entryPoints: ["src/bin.ts"],
  outdir: "dist",
  outExtension: { ".js": ".mjs" },
  chunkNames: "chunk-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  mainFields: ["module", "main"],
  target: "node20",
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: "linked",
  logLevel: "warning",
  external: ["react-devtools-core"],
  define: { "process.env.NODE_ENV": '"production"', MTURK_SETUP_VERSION: JSON.stringify(version) },
  banner: { js: 'import{createRequire}from"module";const require=createRequire(import.meta.url);' },
});
await build({
  entryPoints: ["src/first.ts"],
  outfile: "dist/bin.js",
  format: "cjs",
  platform: "node",
  target: "es5",
  logLevel: "warning",
});
// In a file of its own: to a Node that is too old, `import()` is a mistake in the text.
writeFileSync("dist/load.js", 'import("./bin.mjs");\n');
writeFileSync("dist/package.json", '{ "type": "commonjs" }\n');
