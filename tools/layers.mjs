/**
 * Steers how esbuild cuts the program into files. It gives modules one file if the same entries reach
 * them; so every part that is loaded later is made to reach all that was loaded before it, which then
 * is one file instead of a dozen. Nothing is run twice or sooner: it is there already by then.
 * https://esbuild.github.io/api/#splitting
 */
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** What each start has loaded before anything else of the program is. */
const FIRST = ["src/bin.ts", "src/commands/index.ts"];

/** `inputs`: those of the same build without the plugin; `used`: its entries beside the program's. */
export function layers({ inputs }, used) {
  const root = process.cwd();
  const first = new Set();
  const reach = (path) => {
    if (first.has(path)) return;
    first.add(path);
    for (const { path: next, kind, external } of inputs[path].imports)
      if (kind !== "dynamic-import" && !external) reach(next);
  };
  FIRST.forEach(reach);
  const imported = Object.values(inputs)
    .flatMap(({ imports }) => imports)
    .filter(({ kind, path }) => kind === "dynamic-import" && path.startsWith("src/"))
    .map(({ path }) => path);
  const later = new Set([...imported, ...Object.values(used)].filter((path) => !first.has(path)));
  return {
    name: "layers",
    setup: ({ onLoad }) =>
      onLoad({ filter: /\/src\/.*\.tsx?$/ }, ({ path }) =>
        later.has(relative(root, path))
          ? {
              contents: `${FIRST.slice(1)
                .map((file) => `import ${JSON.stringify(join(root, file))};`)
                .join("")}${readFileSync(path, "utf8")}`,
              loader: path.endsWith("x") ? "tsx" : "ts",
            }
          : undefined,
      ),
  };
}
