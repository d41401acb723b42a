/**
 * Loads the program, from what V8 made of it in an earlier start where that is kept. The first
 * thing that is done for somebody who waits for the wizard: nothing is typed in clear from here on.
 */
import { readFileSync } from "node:fs";
import { Script } from "node:vm";
import type * as Program from "./bin.js";
import { wizardRequest } from "./bin-request.js";
import { type KeptCode, codeCache } from "./code-cache.js";

/**
 * Written by the build (tools/pack.mjs): which file holds a chunk, and a mark of its text where it
 * holds several, which are worth keeping compiled.
 */
declare const MTURK_SETUP_CHUNKS: Readonly<
  Record<string, { readonly file: string; readonly mark: string | null }>
>;

type Load = (id: string) => unknown;
type Chunk = (exports: unknown, load: Load, module: { exports: unknown }) => void;

/**
 * What takes milliseconds to load and no first frame needs is loaded when something of it is used:
 * of Node's own, and what tools/when-used.mjs finds of ours.
 */
const WHEN_USED = /^(?:node:(?:crypto|child_process)|\.\/used-.*)$/;

const chunks: Record<string, Chunk | undefined> = {};
const loaded = new Map<string, { exports: unknown }>();
const code = codeCache();
const scripts: KeptCode[] = [];

function load(id: string): unknown {
  return WHEN_USED.test(id) ? whenUsed(id) : now(id);
}

function whenUsed(id: string): unknown {
  let module: Record<string | symbol, unknown> | undefined;
  const get = (_none: object, name: string | symbol): unknown => {
    module ??= now(id) as Record<string | symbol, unknown>;
    return module[name];
  };
  return new Proxy({}, { get });
}

function now(id: string): unknown {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- it is what this file does
  if (!id.startsWith("./")) return require(id) as unknown;
  const name = id.slice("./".length, -".js".length);
  const known = loaded.get(name);
  if (known !== undefined) return known.exports;
  const chunk = chunks[name] ?? fromFile(name);
  const module = { exports: {} };
  loaded.set(name, module);
  chunk(module.exports, load, module);
  return module.exports;
}

function fromFile(chunk: string): Chunk {
  const place = MTURK_SETUP_CHUNKS[chunk];
  if (place === undefined) throw new Error(`there is no part ${chunk}`);
  const filename = `${__dirname}/${place.file}.js`;
  // The build escapes what is not ASCII.
  const text = readFileSync(filename, "latin1");
  const name = place.mark === null ? null : `${place.file}-${place.mark}`;
  const cachedData = name === null ? null : code.read(name);
  const script = new Script(text, { filename, ...(cachedData === null ? {} : { cachedData }) });
  if (name !== null && (cachedData === null || script.cachedDataRejected === true))
    scripts.push({ name, make: () => script.createCachedData() });
  (script.runInThisContext() as (into: typeof chunks) => void)(chunks);
  const found = chunks[chunk];
  if (found === undefined) throw new Error(`${place.file} does not hold ${chunk}`);
  return found;
}

const { stdin, stdout } = process;
const waited = wizardRequest(process.argv.slice(2)) !== null && stdin.isTTY && stdout.isTTY;
if (waited) stdin.setRawMode(true);
const { start } = now("./bin.js") as typeof Program;
start({ keepCode: () => code.keep(scripts) });
