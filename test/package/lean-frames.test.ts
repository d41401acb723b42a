/** Holds the frames that the build makes cheaper to what Ink itself draws. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
// @ts-expect-error -- a tool of the build, which is no TypeScript
import { leanFrames } from "../../tools/lean-frames.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const [COLUMNS, ROWS] = [24, 6];

interface Drawing {
  write(x: number, y: number, text: string, options: { transformers: readonly never[] }): void;
  get(): { readonly output: string };
}
type Draw = new (size: { readonly width: number; readonly height: number }) => Drawing;

let folder: string;
let asInk: Draw;
let lean: Draw;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "mturk-setup-lean-"));
  const drawnBy = async (name: string, plugins: Plugin[]): Promise<Draw> => {
    const outfile = join(folder, `${name}.mjs`);
    await build({
      entryPoints: [join(ROOT, "node_modules/ink/build/output.js")],
      outfile,
      plugins,
      bundle: true,
      format: "esm",
      platform: "node",
    });
    return ((await import(pathToFileURL(outfile).href)) as { readonly default: Draw }).default;
  };
  asInk = await drawnBy("ink", []);
  lean = await drawnBy("lean", [leanFrames as Plugin]);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const STYLES = ["1", "2", "22", "7", "27", "31", "39", "1;31", "48;5;7", "38;2;1;2;3", "0"];
const piece = fc.oneof(
  fc.constantFrom(...STYLES.map((style) => `\u001B[${style}m`)),
  fc.constantFrom("a", "key", " ", "  ", "é", "e\u0301", "中", "👩‍🔬", "\u200B", "…"),
  fc.constantFrom("\u001B]8;;https://example.org\u0007", "\u001B]8;;\u0007"),
);
const write = fc.record({
  x: fc.nat(COLUMNS - 1),
  y: fc.nat(ROWS - 1),
  text: fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join("")),
});

test("what is drawn is what Ink draws, frame after frame", () => {
  const frame = (by: Draw, writes: readonly { x: number; y: number; text: string }[]): string => {
    const drawing = new by({ width: COLUMNS, height: ROWS });
    for (const { x, y, text } of writes) drawing.write(x, y, text, { transformers: [] });
    return drawing.get().output;
  };
  const drawn = new Set<string>();
  fc.assert(
    fc.property(fc.array(write, { maxLength: 6 }), (writes) => {
      const expected = frame(asInk, writes);
      drawn.add(expected);
      expect(frame(lean, writes)).toBe(expected);
    }),
    { numRuns: 1_500 },
  );
  expect(drawn.size).toBeGreaterThan(500);
});
