/**
 * Builds the program: dist/bin.js, which every Node since 0.10 can read and which says what an old one lacks, and behind it
 * the program proper as modules (dist/bin.mjs and its chunks), with everything that it needs.
 * THIRD-PARTY-NOTICES says whose work that is, and build/meta.json what was made of what.
 */
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { layers } from "./tools/layers.mjs";
import { noticesText, packagesOf } from "./tools/notices.mjs";

const { version, description } = JSON.parse(readFileSync("package.json", "utf8"));

rmSync("dist", { recursive: true, force: true });
/**
 * The layout engine fetches its program from its own text, where there is a `fetch`, and decodes it
 * where there is none. For a fetch, Node loads undici, HTTP/2 and zlib, all before the first frame.
 */
const withoutFetch = {
  name: "layout-without-fetch",
  setup: ({ onLoad }) =>
    onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, ({ path }) => {
      const asked = '"function"!=typeof fetch';
      const text = readFileSync(path, "utf8");
      if (!text.includes(asked)) throw new Error("the layout engine asks for fetch in other words");
      return { contents: text.replaceAll(asked, "true"), loader: "js" };
    }),
};

const program = {
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
  minifyIdentifiers: true,
  legalComments: "external",
  metafile: true,
  plugins: [withoutFetch],
  logLevel: "warning",
  external: ["react-devtools-core"],
  define: { "process.env.NODE_ENV": '"production"', MTURK_SETUP_VERSION: JSON.stringify(version) },
};
const { metafile: plain } = await build({ ...program, write: false });
const { metafile } = await build({ ...program, plugins: [...program.plugins, layers(plain)] });
// Node's own modules are required by packages written before ES modules, all through one helper.
for (const path of Object.keys(metafile.outputs)) {
  const text = readFileSync(path, "utf8");
  if (/typeof require\b/.test(text))
    writeFileSync(
      path,
      `import{createRequire}from"module";const require=createRequire(import.meta.url);${text}`,
    );
}
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

const legal = readdirSync("dist").filter((name) => name.endsWith(".LEGAL.txt"));
writeFileSync(
  "THIRD-PARTY-NOTICES",
  `${noticesText(
    packagesOf(metafile.inputs),
    legal.map((name) => readFileSync(join("dist", name), "utf8").trim()).join("\n\n"),
  )}\n`,
);
for (const name of legal) rmSync(join("dist", name));
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
