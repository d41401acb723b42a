/**
 * Holds the recipes of docs/CONTRIBUTING.md as changes of files, so that a test follows them and
 * `npm run house` tells what each costs. Imports nothing, for both.
 */

/** One change of a file: `add` goes before or after the text; without a text it is a new file. */
export interface Edit {
  readonly file: string;
  readonly add: string;
  readonly after?: string;
  readonly before?: string;
}

/** The file of a step with a view that says one line. */
const stepFile = (
  id: string,
  title: string,
  text: string,
  more = "",
  work = "",
): string => `/** Shows one line. */
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

/** What a recipe may cost at most; what stands in no list may be more. */
interface Goal {
  readonly files: number;
  /** Of which are new. */
  readonly added?: number;
  /** In files that were there, imports aside. */
  readonly linesElsewhere?: number;
  /** In all. */
  readonly lines?: number;
  /** What it cost in the tree before steps were records, where that was measured. */
  readonly before?: string;
}

export const GOALS: Readonly<Record<string, Goal>> = {
  "A screen that only tells something": { files: 2, added: 1, linesElsewhere: 1 },
  "A screen that waits for an answer": {
    files: 3,
    added: 1,
    linesElsewhere: 2,
    before: "10 files, 45 lines",
  },
  "A problem code": { files: 2, lines: 9 },
  "A fault of the practice AWS": { files: 1 },
  "A source of keys": { files: 3, lines: 19 },
  "An option of a command": { files: 2 },
};

/** Files and lines that a recipe takes. */
export function costOf(edits: readonly Edit[]): {
  readonly files: number;
  readonly added: number;
  readonly lines: number;
  readonly linesElsewhere: number;
} {
  const linesOf = (some: readonly Edit[]): readonly string[] =>
    some.flatMap(({ add }) => add.trimEnd().split("\n"));
  const isNew = ({ after, before }: Edit): boolean => after === undefined && before === undefined;
  return {
    files: new Set(edits.map(({ file }) => file)).size,
    added: edits.filter(isNew).length,
    lines: linesOf(edits).length,
    linesElsewhere: linesOf(edits.filter((edit) => !isNew(edit))).filter(
      (line) => !line.startsWith("import "),
    ).length,
  };
}

export const RECIPES: Readonly<Record<string, readonly Edit[]>> = {
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
        'state.counted.status === "done" ? `  Counted: $' +
          '{state.counted.value.many}` : "  Waiting."',
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
  "A source of keys": [
    { file: "src/sources/types.ts", before: '  "boto-file":', add: '  "tea-file": byPlace,\n' },
    {
      file: "src/sources/gather.ts",
      before: "      modern: true,",
      add: '      teaFile: await readLegacyText(join(host.home, ".tea")),\n',
    },
    {
      file: "src/sources/gather.ts",
      after: "      boto3: {",
      add: ' teaFile: await readLegacyText(join(merged.home, ".tea")),\n',
    },
    {
      file: "src/sources/boto3.ts",
      before: "  /** False for psiTurk's botocore 1.12. */",
      add: "  readonly teaFile: LegacyText;\n",
    },
    {
      file: "src/sources/boto3.ts",
      before: "    container.length === 0\n      ? null",
      add: `    ...[readLegacy(input.teaFile, "boto") ?? []].flat().map((found): KeySource | null => {
      const place = botoFilePlace(found);
      return place === null ? null : { ...place, name: "tea-file" };
    }),
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
