/**
 * Holds the documents for contributors to the tree: each path, script and exported name that they
 * name exists.
 */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const DOCUMENTS = ["docs/ARCHITECTURE.md", "docs/CONTRIBUTING.md"] as const;
const PATH = /(?<![\w/.-])(?:src|test|tools|docs|\.ci)\/[\w./-]*[\w/]|\.eslintrc\.json/g;
/** Names of other people's code, which stand in backticks too. */
const FOREIGN: ReadonlySet<string> = new Set(["useInput", "strip", "shlex"]);

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");

/** Every name that a file of the program exports. */
function exportedNames(): ReadonlySet<string> {
  const files = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" });
  const found = files
    .filter((path) => /\.tsx?$/.test(path))
    .flatMap((path) => [
      ...read(join("src", path)).matchAll(
        /^export (?:async )?(?:const|function|class|interface|type) (\w+)/gm,
      ),
    ]);
  return new Set(found.map(([, name]) => name ?? ""));
}

describe.each(DOCUMENTS)("%s", (document) => {
  const text = read(document);

  test("every path in it exists", () => {
    const paths = [...new Set(text.match(PATH))].filter((path) => !path.includes("NAME"));
    expect(paths.length).toBeGreaterThan(15);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  test("every link in it leads to a file", () => {
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, to]) => to ?? "");
    expect(links).not.toEqual([]);
    expect(links.filter((to) => !existsSync(join(ROOT, "docs", to)))).toEqual([]);
  });

  test("every npm script in it exists", () => {
    const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
    const named = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name ?? "");
    expect(named).not.toEqual([]);
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
  });

  test("every name in backticks that looks like one of the code's is exported there", () => {
    const known = exportedNames();
    const named = [...text.matchAll(/`([A-Z]\w+|[A-Z][A-Z_]{2,}|[a-z]+[A-Z]\w*)`/g)]
      .map(([, name]) => name ?? "")
      .filter((name) => !FOREIGN.has(name) && name !== "NAME");
    expect(named).not.toEqual([]);
    expect(named.filter((name) => !known.has(name) && !isProperty(name))).toEqual([]);
  });
});

/** A field of a row, such as `isDone`. */
function isProperty(name: string): boolean {
  return new RegExp(`readonly ${name}\\b`).test(
    ["src/wizard/step.ts", "src/wizard/work.ts"].map(read).join("\n"),
  );
}

test("the README leads to both", () => {
  const readme = read("README.md");
  for (const document of DOCUMENTS) expect(readme).toContain(`](${document})`);
});
