/**
 * Follows recipes of docs/CONTRIBUTING.md in a copy of the tree, and uses what was added: screens in
 * a real terminal, a fault and a problem code over HTTP, a source and an option on a command line.
 */
import { execFileSync, spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { TEST_LIMIT_MS } from "../harness/patience.js";
import { newPlace, mturkSetup, startWizard } from "../e2e/program.js";
import { type Edit, GOALS, RECIPES, costOf } from "./recipes.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const NEEDED = ["src", "tools", "build.mjs", "package.json", "tsconfig.json"];
const CONTRIBUTING = readFileSync(join(ROOT, "docs/CONTRIBUTING.md"), "utf8");

let tree = "";
let bin = "";

function follow({ file, add, after, before }: Edit): void {
  const path = join(tree, file);
  const at = after ?? before;
  if (at === undefined) {
    writeFileSync(path, add, { flag: "wx" });
    return;
  }
  const text = readFileSync(path, "utf8");
  expect(text.split(at), `${file} has once: ${at}`).toHaveLength(2);
  writeFileSync(
    path,
    text.replace(at, () => (after === undefined ? `${add}${at}` : `${at}${add}`)),
  );
}

beforeAll(() => {
  // Not below node_modules: esbuild heeds no tsconfig there.
  tree = mkdtempSync(join(tmpdir(), "mturk-setup-recipes-"));
  for (const name of NEEDED) cpSync(join(ROOT, name), join(tree, name), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(tree, "node_modules"));
  for (const edits of Object.values(RECIPES)) for (const edit of edits) follow(edit);
  const run = (...argv: readonly string[]): string =>
    execFileSync(process.execPath, argv, { cwd: tree, encoding: "utf8" });
  // Throws, with what the compiler says, where a recipe forgets a place.
  run("node_modules/typescript/bin/tsc", "--noEmit");
  run("build.mjs");
  bin = join(tree, "dist/bin.js");
}, TEST_LIMIT_MS);

afterAll(() => rmSync(tree, { recursive: true, force: true }));

test.each(Object.entries(RECIPES))("%s: the recipe names each file", (title, edits) => {
  const [, section = ""] = CONTRIBUTING.split(`## ${title}\n`);
  const own = section.split("\n## ")[0] ?? "";
  const steps = CONTRIBUTING.split("## A screen that only tells something\n")[1] ?? "";
  const text = own.includes("The same, and") ? steps.split("\n## A problem code")[0] : own;
  for (const { file } of edits)
    expect(text).toContain(file.replace(/(?<=wizard\/steps\/)check\/\w+\.ts$/, ""));
  const cost = costOf(edits);
  for (const what of ["files", "added", "lines", "linesElsewhere"] as const)
    expect(cost[what], `${what} of: ${title}`).toBeLessThanOrEqual(
      GOALS[title]?.[what] ?? Infinity,
    );
});

test("the screens that were added are reached and drawn, and the second has its answer", async () => {
  const wizard = startWizard(newPlace(), { command: [process.execPath, bin] });
  await wizard.choose("Run a study without MTurk");
  await wizard.waitFor(/^A word before\n(.*\n)* {2}It tells something\./m);
  await wizard.enterTo(/^An answer came\n(.*\n)* {2}Counted: 21/m);
  await wizard.enterTo(/without MTurk/);
  wizard.press("ctrl-c", "ctrl-c");
  await wizard.exit;
});

test("the fault answers, and the code is told with its verdict and its words", async () => {
  const server = spawn(process.execPath, [bin, "practice-aws", "--fault", "tea", "--json"]);
  onTestFinished(() => void server.kill());
  const [line] = (await once(createInterface(server.stdout), "line")) as [string];
  const { url, accessKeyId, secretAccessKey } = JSON.parse(line) as Record<string, string>;
  const { code, out } = await mturkSetup(newPlace(), ["check", "--json"], {
    bin,
    env: {
      AWS_ENDPOINT_URL_STS: `${url}/sts`,
      AWS_ENDPOINT_URL_MTURK: `${url}/mturk`,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    },
  });
  expect(code).toBe(4);
  expect(JSON.parse(out)).toMatchObject({ verdict: "unreachable" });
  expect(out).toContain('"tea-time"');
  expect(out).toContain("AWS is having tea.");
  expect(out).toContain("Ask again after tea.");
});

test("the option is in the help, and obeyed", async () => {
  const help = await mturkSetup(newPlace(), ["save", "--help"], { bin });
  expect(help.out).toContain("--greet <name>");
  const saved = await mturkSetup(newPlace(), ["save", "--greet", "Ann", "--csv", "none.csv"], {
    bin,
  });
  expect(saved.err).toContain("Good day, Ann.");
});

test("the source is found, and is where boto3 would have its key from", async () => {
  const place = newPlace();
  writeFileSync(
    join(place.home, ".tea"),
    "[Credentials]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n",
  );
  const { out } = await mturkSetup(place, ["check", "--json"], { bin });
  const { sources } = JSON.parse(out) as { sources: readonly Record<string, unknown>[] };
  expect(sources).toContainEqual(
    expect.objectContaining({ name: "tea-file", boto3: "used", accessKeyId: "AKIA…MPLE" }),
  );
});
