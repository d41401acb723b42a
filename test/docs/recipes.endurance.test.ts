/**
 * Follows recipes of docs/CONTRIBUTING.md in a copy of the tree, and uses what was added: screens in
 * a real terminal, a fault and a problem code over HTTP, an option on a command line.
 */
import { execFileSync, spawn } from "node:child_process";
import {
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { TEST_LIMIT_MS } from "../harness/patience.js";
import { newPlace, mturkSetup, startWizard } from "../e2e/program.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const NEEDED = ["src", "build.mjs", "package.json", "tsconfig.json"];
const CONTRIBUTING = readFileSync(join(ROOT, "docs/CONTRIBUTING.md"), "utf8");

/** One change of a file: `add` goes before or after the text; without a text it is a new file. */
interface Edit {
  readonly file: string;
  readonly add: string;
  readonly after?: string;
  readonly before?: string;
}

/** The file of a step with a view that says one line. */
const stepFile = (id: string, title: string, text: string, more = "", work = ""): string => `/** Shows one line. */
import { isDoing, isPassed } from "../../conditions.js";
import type { Step } from "../../step.js";
${more === "" ? "" : 'import type { Slot } from "../../slot.js";\n'}
declare module "../../step-id.js" {
  interface StepIds {
    readonly ${id}: true;
  }
}
${more}
export const ${id}Step: Step<"${id}"> = {
  id: "${id}",
  applies: isDoing("alternatives"),
  isDone: isPassed("${id}"),${work}
  view: (${text.includes("state") ? "state" : ""}) => ({
    title: "${title}",
    body: [${text}],
    keys: [{ keys: ["enter"], label: "go on", priority: 9, does: { type: "next" } }],
  }),
};
`;
const listed = (id: string): readonly Edit[] => [
  {
    file: "src/wizard/steps/index.ts",
    before: 'import type { Step } from "../step.js";\n',
    add: `import { ${id}Step } from "./check/${id}.js";\n`,
  },
  { file: "src/wizard/steps/index.ts", before: "  alternativesStep,", add: `  ${id}Step,\n` },
];

const RECIPES: Readonly<Record<string, readonly Edit[]>> = {
  "A screen that only tells something": [
    {
      file: "src/wizard/steps/check/told.ts",
      add: stepFile("told", "A word before", '"  It tells something."'),
    },
    ...listed("told"),
  ],
  "A screen that waits for an answer": [
    {
      file: "src/wizard/steps/check/counted.ts",
      add: stepFile(
        "counted",
        "An answer came",
        'state.counted.status === "done" ? `  Counted: $' + '{state.counted.value.many}` : "  Waiting."',
        `
declare module "../../slots.js" {
  interface Slots {
    readonly counted: Slot<{ readonly many: number }>;
  }
}
`,
        '\n  work: [{ job: "count", on: "missing", again: true }],',
      ),
    },
    ...listed("counted"),
    {
      file: "src/wizard/work.ts",
      before: "  lookUp: job({",
      add: '  count: job({ slot: "counted", begin: null, given: nothing, run: () => Promise.resolve(ok({ many: 21 })) }),\n',
    },
  ],
  "A problem code": [
    {
      file: "src/base/problem.ts",
      before: "  throttled: {",
      add: '  "tea-time": { verdict: "unreachable", level: "error" },\n',
    },
    {
      file: "src/aws/diagnosis/problem-table.ts",
      after: "export const AWS_PROBLEMS = {\n",
      add: `  "tea-time": {
    when: ({ message }) => message.includes("out for tea"),
    see: "tea",
    means: "AWS is having tea.",
    do: "Ask again after tea.",
    mturks: null,
  },
`,
    },
  ],
  "A fault of the practice AWS": [
    {
      file: "src/practice/fault-table.ts",
      after: "export const TABLE = {\n",
      add: `  tea: {
    title: "AWS is out for tea",
    help: "STS is out for tea",
    valueSyntax: null,
    inMenu: true,
    example: "tea",
    effect: () => ({ refusal: { sts: { cause: "fault" as const, message: "out for tea" } } }),
  },
`,
    },
  ],
  "An option of a command": [
    {
      file: "src/commands/save/options.ts",
      after: '  readonly command: "save";\n',
      add: "  readonly greet: string | null;\n",
    },
    {
      file: "src/commands/save/options.ts",
      after: "interface Options extends CommonOptions {\n",
      add: "  readonly greet?: string;\n",
    },
    {
      file: "src/commands/save/options.ts",
      before: '      .option("--dry-run"',
      add: '      .option("--greet <name>", "say good day first", pathArgument)\n',
    },
    {
      file: "src/commands/save/options.ts",
      after: '          command: "save",\n',
      add: "          greet: options.greet ?? null,\n",
    },
    {
      file: "src/commands/save/run.ts",
      before: "  const entered = await enteredKey(io, request);",
      add: "  if (request.greet !== null) io.err(`Good day, ${request.greet}.\\n`);\n",
    },
  ],
};

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
  const files = new Set(edits.map(({ file }) => file));
  const lines = edits.reduce((sum, { add }) => sum + add.trimEnd().split("\n").length, 0);
  process.stdout.write(`${title}: ${files.size} files, ${lines} lines\n`);
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
