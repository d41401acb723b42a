/**
 * Finds the modules that no first frame needs, and has them loaded when something of them is first
 * used: they become entries of the build, and whoever imports them gets what src/load.ts makes of
 * their names. What such a module says while it is loaded must not matter to anybody.
 */
import { isAbsolute, join, relative } from "node:path";

/** The rooms of what is found, asked and decided; a first frame only says that it is looked for. */
const ROOMS = /^src\/(?:aws|aws-files|jobs|keys|sources)\//;
/** Libraries that take long to begin; of any room, what uses one at its beginning waits too. */
const SLOW = /^node_modules\/(?:zod|csv-parse|ini)\//;
/** What is begun on the way to a first frame all the same. A count of the files that a start reads
 * (test/bench/counts.ts) tells when something is missing here. */
const AT_ONCE = new Set(
  [
    "aws-files/store/disk",
    "aws-files/store/left-behind",
    "aws-files/store/read",
    "aws-files/store/state-directory",
    "aws-files/store/trouble",
    "aws-files/store/unread",
    "jobs/place",
    "jobs/retire/problems",
    "jobs/save",
    "jobs/shared/watch-key",
    "keys/normalise",
    "keys/recognise",
    "keys/region",
    "sources/boto3",
    "sources/index",
  ].map((module) => `src/${module}.ts`),
);

const nameOf = (path) => `used-${path.slice("src/".length).replaceAll(/\.tsx?$|\W/g, "-")}`;

/** `inputs`: those of a build without the plugin. Answers the entries, by name. */
export function whenUsed({ inputs }) {
  const imported = Object.values(inputs).flatMap(({ imports }) => imports);
  const dynamic = new Set(
    imported.filter(({ kind }) => kind === "dynamic-import").map(({ path }) => path),
  );
  const isSlow = (path) => inputs[path].imports.some((other) => SLOW.test(other.path));
  const later = Object.keys(inputs).filter(
    (path) =>
      (ROOMS.test(path) || (path.startsWith("src/") && isSlow(path))) &&
      !AT_ONCE.has(path) &&
      !dynamic.has(path),
  );
  return Object.fromEntries(later.map((path) => [nameOf(path), path]));
}

/** The plugin that leads imports of these entries past the bundle. */
export function leadingTo(entries) {
  const names = new Map(Object.entries(entries).map(([name, path]) => [path, name]));
  return {
    name: "when-used",
    setup: ({ onResolve }) =>
      onResolve({ filter: /^\.\.?\// }, ({ path, resolveDir, kind }) => {
        if (kind !== "import-statement" || !isAbsolute(resolveDir)) return undefined;
        const source = relative(process.cwd(), join(resolveDir, path)).replace(/\.js$/, ".ts");
        const name = names.get(source);
        return name === undefined ? undefined : { path: `./${name}.js`, external: true };
      }),
  };
}
