/**
 * Builds the yardstick of a first frame: one line and one key handler, with the same Ink and React,
 * bundled and minified into one file as one would without further thought.
 */
import { join } from "node:path";
import { build } from "esbuild";

/** What it draws. */
export const BARE_FRAME = "Bare Ink";

const PROGRAM = `
import { createElement } from "react";
import { Text, render, useInput } from "ink";
function App() {
  useInput(() => undefined);
  return createElement(Text, null, ${JSON.stringify(BARE_FRAME)});
}
render(createElement(App));
`;

/** Answers its path in `folder`. */
export async function buildBareInk(folder: string, root: string): Promise<string> {
  const outfile = join(folder, "bare-ink.mjs");
  await build({
    stdin: { contents: PROGRAM, resolveDir: root },
    outfile,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    mainFields: ["module", "main"],
    target: "node20",
    legalComments: "none",
    logLevel: "warning",
    // Ink's debugger, which is not installed.
    alias: { "react-devtools-core": "node:process" },
    define: { "process.env.NODE_ENV": '"production"' },
    banner: {
      js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);',
    },
  });
  return outfile;
}
