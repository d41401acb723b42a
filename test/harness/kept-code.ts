/**
 * Starts the built program once before all tests, so that V8's work on it is kept for the thousands
 * of starts that follow: what a person's second start finds.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { spawn } from "@lydell/node-pty";
import { PATIENCE_MS } from "./patience.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const LOADER = join(ROOT, "dist/load.js");

/** Where it is kept: XDG_CACHE_HOME of each start that says nothing else. */
export const KEPT_CODE = join(ROOT, "build/kept-code");

/** Whether this Node has kept what it made of this very build: the loader knows the marks. */
function isKept(): boolean {
  const folder = join(KEPT_CODE, "mturk-setup");
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const ours = names.filter((name) => name.endsWith(`-${process.version}-${process.arch}`));
  const loader = readFileSync(LOADER, "utf8");
  return ours.length === 3 && ours.every((name) => loader.includes(name.split("-")[1] ?? ""));
}

/** A check of a key that nobody answers, by the wizard: it loads what most commands need. */
async function walk(home: string): Promise<void> {
  const wizard = spawn(process.execPath, [join(ROOT, "dist/bin.js")], {
    name: "xterm-256color",
    cols: 80,
    rows: 24,
    cwd: home,
    env: {
      PATH: process.env.PATH ?? "",
      HOME: home,
      TMPDIR: home,
      LANG: "C.UTF-8",
      XDG_CACHE_HOME: KEPT_CODE,
      AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
      AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      AWS_ENDPOINT_URL_STS: "http://127.0.0.1:1/sts",
      AWS_ENDPOINT_URL_MTURK: "http://127.0.0.1:1/mturk",
    },
  });
  const moves: readonly (readonly [until: RegExp, keys: string])[] = [
    [/(\d) {2}Check my keys/, "$1"],
    [/Enter finish[^]*q {1,2}quit/, "q"],
  ];
  let [shown, at] = ["", 0];
  wizard.onData((data) => {
    shown += stripVTControlCharacters(data);
    const [until, keys] = moves[at] ?? [];
    const found = until?.exec(shown);
    if (found === null || found === undefined || keys === undefined) return;
    at += 1;
    shown = "";
    wizard.write(keys.replace("$1", found[1] ?? ""));
  });
  const limit = setTimeout(() => wizard.kill("SIGKILL"), PATIENCE_MS);
  const { exitCode } = await new Promise<{ exitCode: number; signal?: number }>((resolve) =>
    wizard.onExit(resolve),
  );
  clearTimeout(limit);
  if (at < moves.length) throw new Error(`the wizard ended with ${exitCode} after:\n${shown}`);
}

export default async function keepCode(): Promise<void> {
  if (!existsSync(LOADER) || isKept()) return;
  mkdirSync(KEPT_CODE, { recursive: true });
  const home = mkdtempSync(join(tmpdir(), "mturk-setup-kept-"));
  try {
    await walk(home);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
