/** Bundles the commands once before all tests, with what they load, for those that run them here. */
import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { join } from "node:path";
import { type Plugin, build } from "esbuild";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The bundle's first file. */
export const COMMANDS_HERE = join(ROOT, "build/commands-here/commands-entry.mjs");

export default async function buildCommands(): Promise<void> {
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    readonly version: string;
  };
  const { withoutWaiting } = (await import(
    pathToFileURL(join(ROOT, "tools/without-waiting.mjs")).href
  )) as { readonly withoutWaiting: Plugin };
  await build({
    entryPoints: [join(ROOT, "test/harness/commands-entry.ts")],
    outdir: join(ROOT, "build/commands-here"),
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    mainFields: ["module", "main"],
    target: "node20",
    plugins: [withoutWaiting],
    logLevel: "error",
    define: {
      "process.env.NODE_ENV": '"production"',
      MTURK_SETUP_VERSION: JSON.stringify(version),
    },
    banner: {
      js: "import{createRequire}from'node:module';const require=createRequire(import.meta.url);",
    },
  });
}
