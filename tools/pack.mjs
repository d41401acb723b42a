/**
 * Packs the program into few files of CommonJS: what every start runs into one, what the wizard draws
 * with into a second, and a file for each part that is loaded later. Node takes its loader of ES
 * modules (a dozen files of its own) only for a program that has one, and V8 keeps what it made of a
 * file only for scripts (src/code-cache.ts).
 */
import { createHash } from "node:crypto";
import { basename } from "node:path";
import { transform } from "esbuild";

/** The files that hold several chunks, with the sources that lead to those. */
const SHARED = {
  core: ["src/bin.ts", "src/base/host.ts", "src/commands/index.ts"],
  wizard: ["src/commands/wizard/run.ts", "src/wizard/run.tsx"],
};

const nameOf = (path) => basename(path, ".js");

/**
 * Which file each chunk of a build of ES modules goes into: the first that reaches it, else its own.
 */
function filesOf(outputs, used) {
  const chunks = new Map(Object.entries(outputs).map(([path, chunk]) => [nameOf(path), chunk]));
  const files = new Map();
  for (const [file, sources] of Object.entries({ ...SHARED, used })) {
    const reach = (name) => {
      if (files.has(name)) return;
      files.set(name, file);
      for (const { path, kind, external } of chunks.get(name).imports)
        if (kind !== "dynamic-import" && !external) reach(nameOf(path));
    };
    for (const source of sources)
      for (const [name, { entryPoint }] of chunks) if (entryPoint === source) reach(name);
  }
  return new Map([...chunks.keys()].map((name) => [name, files.get(name) ?? name]));
}

/**
 * esbuild leaves what is not ASCII only in regular expressions, where an escape means the same. A
 * script of ASCII takes one byte for each character, in V8 too.
 */
function inAscii(text) {
  return text.replaceAll(
    /[^\0-\u007F]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * What esbuild made (`outputFiles` and `metafile` of a build of ES modules that was not written), as
 * texts by file name, and for each chunk the file that holds it with a mark of that file's text.
 */
export async function packed({ outputFiles, metafile }, used) {
  const scripts = outputFiles.filter(({ path }) => path.endsWith(".js"));
  const chunks = Object.fromEntries(
    Object.entries(metafile.outputs).filter(([path]) => path.endsWith(".js")),
  );
  const fileOf = filesOf(chunks, used);
  const parts = new Map();
  for (const { path, text } of scripts) {
    const { code } = await transform(text, {
      format: "cjs",
      platform: "node",
      target: "node20",
      minify: true,
      // It becomes `require`, which is the loader's.
      supported: { "dynamic-import": false },
    });
    const name = nameOf(path);
    // In brackets, so that V8 compiles at once what is called at once.
    const part = `chunks[${JSON.stringify(name)}]=(function(exports,require,module){${inAscii(code)}});\n`;
    const file = fileOf.get(name);
    parts.set(file, (parts.get(file) ?? "") + part);
  }
  const texts = new Map([...parts].map(([file, text]) => [file, `(function(chunks){\n${text}})`]));
  const marks = new Map(
    [...texts].map(([file, text]) => [
      file,
      createHash("sha256").update(text).digest("hex").slice(0, 16),
    ]),
  );
  const places = Object.fromEntries(
    [...fileOf].map(([chunk, file]) => [
      chunk,
      { file, mark: file === chunk ? null : marks.get(file) },
    ]),
  );
  return { texts, places };
}
