/**
 * Builds the program: dist/bin.js, which every Node since 0.10 can read and which says what an old
 * one lacks, behind it dist/load.js, and the program proper with everything that it needs.
 * THIRD-PARTY-NOTICES says whose work that is, and build/meta.json what was made of what.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { layers } from "./tools/layers.mjs";
import { leanFrames } from "./tools/lean-frames.mjs";
import { noticesText, packagesOf } from "./tools/notices.mjs";
import { packed } from "./tools/pack.mjs";
import { leadingTo, whenUsed } from "./tools/when-used.mjs";
import { withoutWaiting } from "./tools/without-waiting.mjs";

const { version, description } = JSON.parse(readFileSync("package.json", "utf8"));

rmSync("dist", { recursive: true, force: true });
const program = {
  entryPoints: ["src/bin.ts"],
  outdir: "dist",
  chunkNames: "chunk-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  mainFields: ["module", "main"],
  target: "node20",
  minifySyntax: true,
  minifyWhitespace: true,
  minifyIdentifiers: true,
  legalComments: "external",
  metafile: true,
  plugins: [withoutWaiting, leanFrames],
  logLevel: "warning",
  write: false,
  define: { "process.env.NODE_ENV": '"production"', MTURK_SETUP_VERSION: JSON.stringify(version) },
};
const { metafile: whole } = await build(program);
const used = whenUsed(whole);
const parts = {
  ...program,
  entryPoints: { bin: "src/bin.ts", ...used },
  plugins: [...program.plugins, leadingTo(used)],
};
const { metafile: plain } = await build(parts);
const built = await build({ ...parts, plugins: [...parts.plugins, layers(plain, used)] });
const { metafile } = built;
const { texts, places } = await packed(built, Object.values(used));
mkdirSync("dist");
for (const [file, text] of texts) writeFileSync(join("dist", `${file}.js`), text);
await build({
  entryPoints: ["src/first.ts"],
  outfile: "dist/bin.js",
  format: "cjs",
  platform: "node",
  target: "es5",
  logLevel: "warning",
});
await build({
  entryPoints: ["src/load.ts"],
  outdir: "dist",
  bundle: true,
  format: "cjs",
  platform: "node",
  target: "node20",
  minify: true,
  logLevel: "warning",
  define: { MTURK_SETUP_CHUNKS: JSON.stringify(places) },
});
writeFileSync("dist/package.json", '{ "type": "commonjs" }\n');

const legal = built.outputFiles.filter(({ path }) => path.endsWith(".LEGAL.txt"));
writeFileSync(
  "THIRD-PARTY-NOTICES",
  `${noticesText(
    packagesOf(metafile.inputs),
    legal.map(({ text }) => text.trim()).join("\n\n"),
  )}\n`,
);
mkdirSync("build", { recursive: true });
writeFileSync("build/meta.json", JSON.stringify(metafile));

// The manual page, the schemas and the completions are made by the program's own data.
await build({
  entryPoints: ["src/reference.ts"],
  outdir: "build/reference",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  splitting: true,
  packages: "external",
  format: "esm",
  platform: "node",
  target: "node20",
  logLevel: "warning",
  define: { MTURK_SETUP_VERSION: JSON.stringify(version) },
});
const { referenceFiles } = await import(pathToFileURL("build/reference/reference.mjs").href);
for (const folder of ["man", "schemas", "completions"])
  rmSync(folder, { recursive: true, force: true });
for (const [path, text] of referenceFiles(version, description)) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
