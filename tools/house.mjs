/**
 * Measures the house: what a stranger stumbles over, as figures. `npm run house` prints them; a figure that may only be 0 fails it.
 *
 * Names: an exported name that is declared in more than one file means more than one thing. Strings: a text of more than four
 * words that stands in two places will one day say two things.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const MOST_WORDS_TWICE = 4;

/** All TypeScript files of the program. */
function sources() {
  return readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => join(ROOT, "src", path))
    .sort();
}

function parsed(path) {
  return ts.createSourceFile(
    path,
    readFileSync(path, "utf8"),
    ts.ScriptTarget.ES2023,
    true,
    path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
}

/** Adds to the list that a map holds under a key. */
function add(map, key, value) {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** Names that a file declares and exports; what it hands on from another file is not its own. */
function declared(file) {
  const names = [];
  for (const statement of file.statements) {
    const isExported = statement.modifiers?.some(
      ({ kind }) => kind === ts.SyntaxKind.ExportKeyword,
    );
    if (isExported !== true) continue;
    if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations)
        if (ts.isIdentifier(name)) names.push(name.text);
    } else if (statement.name !== undefined) names.push(statement.name.text);
  }
  // A function's overloads, and a type beside its value, are one thing.
  return [...new Set(names)];
}

/** The texts of a file that have more than four words, pieces of templates included. */
function texts(file) {
  const found = [];
  const visit = (node) => {
    const isText =
      ts.isStringLiteralLike(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddle(node) ||
      ts.isTemplateTail(node) ||
      ts.isJsxText(node);
    if (isText) {
      const words = node.text
        .trim()
        .split(/\s+/)
        .filter((word) => /\p{L}/u.test(word));
      if (words.length > MOST_WORDS_TWICE) found.push(node.text.trim());
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function circles() {
  const run = spawnSync(
    process.execPath,
    [
      join(ROOT, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs"),
      "src",
      "--config",
      ".dependency-cruiser.json",
      "--output-type",
      "json",
    ],
    { cwd: ROOT, encoding: "utf8", maxBuffer: 256 * 1024 * 1024 },
  );
  return JSON.parse(run.stdout).summary.violations.map(({ from, to }) => `${from} and ${to}`);
}

/** The recipes of docs/CONTRIBUTING.md, with what each may cost: the same that a test follows. */
async function recipes() {
  const { outputText } = ts.transpileModule(
    readFileSync(join(ROOT, "test/docs/recipes.ts"), "utf8"),
    { compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 } },
  );
  return import(`data:text/javascript;base64,${Buffer.from(outputText).toString("base64")}`);
}

/** Whether a line cannot be broken: it holds an address or an expression. */
function isWhole(line) {
  const code = line.trimStart();
  return /https:\/\/\S{40}/.test(line) || code.startsWith("/") || code.includes("String.raw`");
}

const names = new Map();
const strings = new Map();
let lines = 0;
let over = 0;
const wide = [];
let longest = { length: 0, where: "" };
const headless = [];
const verbless = [];
const files = sources();
for (const path of files) {
  const short = relative(ROOT, path);
  const text = readFileSync(path, "utf8");
  for (const [index, line] of text.split("\n").entries()) {
    lines += 1;
    if (line.length > 100) {
      over += 1;
      if (!isWhole(line)) wide.push(`${short}:${index + 1}`);
    }
    if (line.length > longest.length)
      longest = { length: line.length, where: `${short}:${index + 1}` };
  }
  const header = text.replace(/^#!.*\n/, "");
  if (!header.startsWith("/**")) headless.push(short);
  // "Reads …", "Decides …": a header says what the file does.
  else if (!/^\/\*\*[\s*]*[A-Z][a-z]+s\b(?<!\bIs|\bThis|\bAs)/.test(header)) verbless.push(short);
  const file = parsed(path);
  for (const name of declared(file)) add(names, name, short);
  for (const found of texts(file)) add(strings, found, short);
}
const meanings = [...names].filter(([, where]) => where.length > 1);
const twice = [...strings].filter(([, where]) => where.length > 1);
const round = circles();

const wants = new Set(process.argv.slice(2));
/** `was`: before the tree was rebuilt, formatted alike, where that was measured. */
function print(what, figure, was = "", rows = [], about = "") {
  console.log(`${what.padEnd(30)} ${String(figure).padEnd(11)} ${was}`.trimEnd());
  if (wants.has("--all") || wants.has(`--${about}`))
    for (const row of rows) console.log(`    ${row}`);
}
print("", "now", "before");
print("files", files.length, "267");
print("lines", lines, "34473");
print("lines over 100 columns", over);
print("  that could be broken", wide.length, "", wide, "wide");
print("longest line", longest.length, "341", [longest.where], "lines");
print("files without a header", headless.length, "", headless, "headers");
print("headers without a verb", verbless.length, "123", verbless, "headers");
print("circles", round.length, "3", round, "circles");
print(
  "names with two meanings",
  meanings.length,
  "27",
  meanings.map(([name, where]) => `${name}: ${where.join(", ")}`),
  "names",
);
print(
  "texts that stand twice",
  twice.length,
  "55",
  twice.map(([text, where]) => `${JSON.stringify(text)}: ${where.join(", ")}`),
  "texts",
);

const { RECIPES, GOALS, costOf } = await recipes();
console.log("\nWhat an addition costs, and at most may:");
for (const [title, edits] of Object.entries(RECIPES)) {
  const cost = costOf(edits);
  const goal = GOALS[title];
  const most = Object.entries(goal)
    .filter(([what]) => what !== "before")
    .map(([what, most]) => `${what} ${cost[what]} of ${most}`);
  print(title, most.join(", "), goal.before === undefined ? "" : `(before: ${goal.before})`);
}
