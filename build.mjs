/**
 * Builds the program: dist/bin.js, which every Node since 0.10 can read and which says what an old
 * one lacks, behind it dist/load.js, and the program proper with everything that it needs.
 * THIRD-PARTY-NOTICES says whose work that is, and build/meta.json what was made of what.
 */
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { layers } from "./tools/layers.mjs";
import { leanFrames } from "./tools/lean-frames.mjs";
import { noticesText, packagesOf } from "./tools/notices.mjs";
import { packed } from "./tools/pack.mjs";
import { put, putAll } from "./tools/put-files.mjs";
import { leadingTo, whenUsed } from "./tools/when-used.mjs";
import { withoutWaiting } from "./tools/without-waiting.mjs";

const { version, description } = JSON.parse(readFileSync("package.json", "utf8"));

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
const first = await build({
  entryPoints: ["src/first.ts"],
  outfile: "dist/bin.js",
  format: "cjs",
  platform: "node",
  target: "es5",
  logLevel: "warning",
  write: false,
});
const loader = await build({
  entryPoints: ["src/load.ts"],
  outdir: "dist",
  bundle: true,
  format: "cjs",
  platform: "node",
  target: "node20",
  minify: true,
  logLevel: "warning",
  write: false,
  define: { MTURK_SETUP_CHUNKS: JSON.stringify(places) },
});
const asMade = ({ path, text }) => [relative(".", path), text];
// What others lead to comes first.
putAll("dist", [
  ...[...texts].map(([file, text]) => [join("dist", `${file}.js`), text]),
  ["dist/package.json", '{ "type": "commonjs" }\n'],
  ...[...loader.outputFiles, ...first.outputFiles].map(asMade),
]);

const legal = built.outputFiles.filter(({ path }) => path.endsWith(".LEGAL.txt"));
put(
  "THIRD-PARTY-NOTICES",
  `${noticesText(
    packagesOf(metafile.inputs),
    legal.map(({ text }) => text.trim()).join("\n\n"),
  )}\n`,
);
put("build/meta.json", JSON.stringify(metafile));

// The manual page, the schemas and the completions are made by the program's own data.
const reference = await build({
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
  write: false,
  define: { MTURK_SETUP_VERSION: JSON.stringify(version) },
});
putAll("build/reference", reference.outputFiles.map(asMade));
const { referenceFiles } = await import(pathToFileURL("build/reference/reference.mjs").href);
const references = [...referenceFiles(version, description)];
for (const folder of ["man", "schemas", "completions"])
  putAll(
    folder,
    references.filter(([path]) => path.startsWith(`${folder}/`)),
  );
