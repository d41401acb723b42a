/**
 * A broken wall of the house fails lint: the project's own ESLint settings, asked about texts that
 * stand in no file.
 */
import { readFileSync, readdirSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { type Linter, loadESLint } from "eslint";
import { beforeAll, describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const WALLS = [
  "boundaries/dependencies",
  "no-restricted-imports",
  "no-restricted-properties",
  "no-restricted-syntax",
];

/** The other rooms that a room may use. Practice is for commands alone; guide is data. */
const MAY_USE: Readonly<Record<string, readonly string[]>> = {
  base: [],
  guide: ["base"],
  keys: ["base"],
  "aws-files": ["keys", "base"],
  terminal: ["aws-files", "keys", "base"],
  sources: ["aws-files", "keys", "base"],
  aws: ["aws-files", "keys", "base"],
  practice: ["aws-files", "keys", "base"],
  jobs: ["aws", "sources", "aws-files", "keys", "base", "guide"],
  words: ["jobs", "aws", "sources", "aws-files", "keys", "base", "guide"],
  wizard: ["words", "terminal", "jobs", "aws", "sources", "aws-files", "keys", "base", "guide"],
  commands: [
    "wizard",
    "words",
    "terminal",
    "jobs",
    "aws",
    "sources",
    "aws-files",
    "keys",
    "base",
    "guide",
    "practice",
  ],
};
const ROOMS = Object.keys(MAY_USE);

type Judge = (path: string, text: string) => Promise<readonly string[]>;
let complaints: Judge;

// Of the settings for a path only the walls are kept: the other rules need the types of the whole
// project, which takes seconds.
beforeAll(async () => {
  const ESLint = await loadESLint({ useFlatConfig: false });
  const settings = new ESLint({ cwd: ROOT });
  const judges = new Map<string, InstanceType<typeof ESLint>>();
  complaints = async (path, text) => {
    const {
      parser,
      rules: all,
      settings: known,
    } = (await settings.calculateConfigForFile(join(ROOT, path))) as {
      parser: string;
      rules: Linter.RulesRecord;
      settings: Record<string, unknown>;
    };
    const rules = Object.fromEntries(
      WALLS.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])),
    );
    const key = JSON.stringify(rules);
    const overrideConfig = {
      parser,
      parserOptions: { sourceType: "module", ecmaVersion: 2023, ecmaFeatures: { jsx: true } },
      plugins: ["boundaries"],
      settings: known,
      rules,
    } satisfies Linter.LegacyConfig;
    const judge = judges.get(key) ?? new ESLint({ cwd: ROOT, useEslintrc: false, overrideConfig });
    judges.set(key, judge);
    const [result] = await judge.lintText(text, { filePath: join(ROOT, path) });
    return (result?.messages ?? []).map(({ ruleId, message, severity }) =>
      severity === 2 ? `${ruleId ?? "broken text"}: ${message}` : `only a warning: ${message}`,
    );
  };
});

test("every room of the house has its wall", () => {
  const folders = readdirSync(join(ROOT, "src"), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  expect(folders.map(({ name }) => name).sort()).toEqual([...ROOMS].sort());
});

/** A file of each room, at its top and below it: an arrow that leads to no file is none. */
function filesOf(room: string): { readonly top: string; readonly deep: string } {
  const paths = readdirSync(join(ROOT, "src", room), { recursive: true, encoding: "utf8" }).filter(
    (path) => path.endsWith(".ts"),
  );
  const [top] = paths.filter((path) => !path.includes(sep));
  return {
    top: top!.replace(/ts$/, "js"),
    deep: (paths.find((path) => path.includes(sep)) ?? top!).replace(/ts$/, "js"),
  };
}

describe("arrows go down only", () => {
  test.each(ROOMS)("%s", async (from) => {
    for (const to of ROOMS.filter((room) => room !== from)) {
      const allowed = MAY_USE[from]!.includes(to);
      const { top, deep } = filesOf(to);
      for (const text of [
        `import { x } from "../${to}/${top}";\nx();\n`,
        `import type { X } from "../${to}/${top}";\nexport type Y = X;\n`,
        `export { x } from "../${to}/${deep}";\n`,
      ]) {
        const said = await complaints(`src/${from}/z.ts`, text);
        expect(said.length > 0, `${from} to ${to}: ${text}${said.join("\n")}`).toBe(!allowed);
      }
      const below = await complaints(
        `src/${from}/deep/z.tsx`,
        `import { x } from "../../${to}/${top}";\nx();\n`,
      );
      expect(below.length > 0, `${from}/deep to ${to}`).toBe(!allowed);
    }
    for (const edge of ["bin", "cli"])
      expect(
        await complaints(`src/${from}/z.ts`, `import { x } from "../${edge}.js";\nx();\n`),
      ).not.toEqual([]);
  });

  test("what is imported only when it is needed counts too", async () => {
    for (const from of ROOMS.filter((room) => room !== "commands" && room !== "wizard")) {
      expect(
        await complaints(
          `src/${from}/z.ts`,
          'export const x = await import("../wizard/frames/App.js");\n',
        ),
        from,
      ).not.toEqual([]);
    }
  });
});

interface Breach {
  readonly text: string;
  /** Where it is a breach, and where the same text is right. */
  readonly not: readonly string[];
  readonly but: readonly string[];
}

const READER = 'import { readFileSync } from "node:fs";\nreadFileSync("x");\n';

const BREACHES: Readonly<Record<string, Breach>> = {
  "only terminal and the wizard's frames draw (ink)": {
    text: 'import { Text } from "ink";\nexport const X = Text;\n',
    not: [
      "src/sources/x.ts",
      "src/commands/x.ts",
      "src/jobs/x.ts",
      "src/keys/x.ts",
      "src/practice/x.ts",
      "src/wizard/steps/setup/x.ts",
    ],
    but: ["src/terminal/x.tsx", "src/wizard/frames/x.tsx"],
  },
  "only terminal and the wizard's frames draw (react)": {
    text: 'import { useState } from "react";\nexport const x = useState;\n',
    not: [
      "src/sources/x.ts",
      "src/commands/x.ts",
      "src/aws-files/store/x.ts",
      "src/guide/x.ts",
      "src/wizard/x.ts",
    ],
    but: ["src/terminal/parts/x.tsx", "src/wizard/frames/x.tsx"],
  },
  "AWS's packages only in aws and practice": {
    text: 'import { STSClient } from "@aws-sdk/client-sts";\nexport const x = STSClient;\n',
    not: [
      "src/jobs/x.ts",
      "src/commands/x.ts",
      "src/terminal/x.tsx",
      "src/keys/x.ts",
      "src/aws-files/text/x.ts",
      "src/sources/x.ts",
      "src/bin.ts",
    ],
    but: ["src/aws/x.ts", "src/practice/x.ts"],
  },
  "@smithy only in aws and practice": {
    text: 'import { SignatureV4 } from "@smithy/signature-v4";\nexport const x = SignatureV4;\n',
    not: ["src/jobs/x.ts", "src/sources/x.ts", "src/cli.ts"],
    but: ["src/practice/x.ts"],
  },
  "only the store touches the disk": {
    text: READER,
    not: [
      "src/jobs/x.ts",
      "src/terminal/x.tsx",
      "src/practice/x.ts",
      "src/commands/x.ts",
      "src/aws/x.ts",
      "src/sources/x.ts",
      "src/keys/x.ts",
      "src/aws-files/text/x.ts",
      "src/aws-files/edit/x.ts",
      "src/aws-files/doctor/x.ts",
      "src/bin.ts",
    ],
    but: ["src/aws-files/store/x.ts"],
  },
  "only the store touches the disk, also under the old name of the module": {
    text: READER.replace("node:fs", "fs"),
    not: ["src/jobs/x.ts", "src/keys/x.ts", "src/commands/x.ts"],
    but: [],
  },
  "only the store writes": {
    text: 'import { writeFile } from "node:fs/promises";\nawait writeFile("x", "y");\n',
    not: ["src/aws-files/text/x.ts", "src/aws-files/edit/plan.ts", "src/jobs/x.ts"],
    but: ["src/aws-files/store/store.ts", "src/aws-files/store/x.ts"],
  },
  "only the store writes, synchronously": {
    text: 'import { renameSync } from "node:fs";\nrenameSync("x", "y");\n',
    not: ["src/aws-files/text/x.ts", "src/aws-files/edit/undo.ts"],
    but: ["src/aws-files/store/commit.ts"],
  },
  "only the store has the whole module": {
    text: 'import * as fs from "node:fs";\nfs.writeFileSync("x", "y");\n',
    not: ["src/aws-files/text/x.ts"],
    but: ["src/aws-files/store/x.ts"],
  },
  "only bin.ts exits": {
    text: "process.exit(1);\n",
    not: [
      "src/cli.ts",
      "src/first.ts",
      "src/commands/x.ts",
      "src/terminal/x.tsx",
      "src/jobs/x.ts",
      "src/base/x.ts",
      "src/aws-files/store/store.ts",
    ],
    but: ["src/bin.ts"],
  },
  "only bin.ts sets the exit code": {
    text: "process.exitCode = 1;\n",
    not: ["src/cli.ts", "src/commands/x.ts", "src/terminal/x.tsx"],
    but: ["src/bin.ts"],
  },
  "exit is not to be had from node:process": {
    text: 'import { exit } from "node:process";\nexit(1);\n',
    not: ["src/commands/x.ts", "src/jobs/x.ts"],
    but: ["src/bin.ts"],
  },
  "a secret is revealed in three rooms only": {
    text: "export const seen = (secret: { reveal: () => string }): string => secret.reveal();\n",
    not: [
      "src/commands/x.ts",
      "src/terminal/x.tsx",
      "src/sources/x.ts",
      "src/jobs/x.ts",
      "src/keys/x.ts",
      "src/sources/x.ts",
      "src/aws-files/edit/plan.ts",
      "src/aws-files/store/store.ts",
      "src/aws/diagnosis/diagnose.ts",
      "src/bin.ts",
    ],
    but: ["src/aws/clients.ts", "src/aws-files/text/reveal.ts", "src/practice/x.ts"],
  },
  "nor where it may be missing": {
    text: "export const seen = (key?: { secret: { reveal: () => string } }): string | undefined => key?.secret.reveal();\n",
    not: ["src/commands/x.ts", "src/jobs/x.ts"],
    but: ["src/aws/clients.ts"],
  },
};

describe("walls", () => {
  test.each(Object.keys(BREACHES))("%s", async (name) => {
    const { text, not, but } = BREACHES[name]!;
    for (const path of not) expect(await complaints(path, text), `${path} may not`).not.toEqual([]);
    for (const path of but) expect(await complaints(path, text), `${path} may`).toEqual([]);
  });

  test("npm run lint looks at all of src with these settings, and no warning passes", () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    expect(scripts.lint).toMatch(/ESLINT_USE_FLAT_CONFIG=false/);
    expect(scripts.lint).toMatch(/eslint .*--ext \.ts,\.tsx,\.mjs .*--max-warnings 0 .*src/);
  });
});
