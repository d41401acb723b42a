/**
 * From arguments to a request: a table of what is taken, what is refused, and what is never
 * repeated.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commandTable, parseArguments } from "../src/cli.js";
import { faultHelp } from "../src/commands/practice-aws/fault-help.js";
import type { Request } from "../src/commands/request.js";
import { FAULTS } from "../src/practice/faults.js";

const TEXTS = {
  version: "9.8.7",
  availability: ["MTurk is closed.", "psiTurk runs."],
  faults: faultHelp(),
};

const parse = (...argv: readonly string[]) => parseArguments(argv, TEXTS);
const COMMON = { profile: null, json: false, yes: false, mayOpen: true } as const;
const SAVE = {
  ...COMMON,
  command: "save",
  source: { from: "stdin" },
  region: null,
  keysIn: null,
  dryRun: false,
  verify: true,
  wait: true,
  need: "keys",
  report: null,
} as const;

const TAKEN: readonly (readonly [string, Request])[] = [
  ["", { ...COMMON, command: "wizard", practice: false, plain: false, report: null }],
  ["--practice", { ...COMMON, command: "wizard", practice: true, plain: false, report: null }],
  ["--plain", { ...COMMON, command: "wizard", practice: false, plain: true, report: null }],
  [
    "--profile lab --no-open",
    {
      ...COMMON,
      command: "wizard",
      practice: false,
      plain: false,
      report: null,
      profile: "lab",
      mayOpen: false,
    },
  ],
  ["check", { ...COMMON, command: "check", need: "mturk", for: null, all: false }],
  [
    "check --need keys --json",
    { ...COMMON, json: true, command: "check", need: "keys", for: null, all: false },
  ],
  [
    "check --profile lab",
    { ...COMMON, profile: "lab", command: "check", need: "mturk", for: null, all: false },
  ],
  [
    "--profile lab check",
    { ...COMMON, profile: "lab", command: "check", need: "mturk", for: null, all: false },
  ],
  [
    "check --for psiturk",
    { ...COMMON, command: "check", need: "mturk", for: "psiturk", all: false },
  ],
  [
    "check --all --json",
    { ...COMMON, json: true, command: "check", need: "mturk", for: null, all: true },
  ],
  ["save --stdin --no-wait", { ...SAVE, wait: false }],
  ["save --stdin", SAVE],
  ["save --csv -", SAVE],
  ["save --from-env", { ...SAVE, source: { from: "env" } }],
  ["save --csv keys.csv", { ...SAVE, source: { from: "csv", path: "keys.csv", user: null } }],
  [
    "save --csv=/a/b/keys.csv",
    { ...SAVE, source: { from: "csv", path: "/a/b/keys.csv", user: null } },
  ],
  [
    "save --csv ./abcdefghijabcdefghijabcdefghijabcdefghij.csv",
    {
      ...SAVE,
      source: { from: "csv", path: "./abcdefghijabcdefghijabcdefghijabcdefghij.csv", user: null },
    },
  ],
  [
    "save --csv /home/ann/courses/2026/methods/keys/psiturk",
    {
      ...SAVE,
      source: { from: "csv", path: "/home/ann/courses/2026/methods/keys/psiturk", user: null },
    },
  ],
  [
    "save --stdin --region eu-west-1 --keys-in config --dry-run --no-verify --yes --json",
    {
      ...SAVE,
      json: true,
      yes: true,
      region: "eu-west-1",
      keysIn: "config",
      dryRun: true,
      verify: false,
      need: "keys",
    },
  ],
  ["--json --yes save --stdin", { ...SAVE, json: true, yes: true }],
  [
    "check --profile lab --json",
    {
      ...COMMON,
      profile: "lab",
      json: true,
      command: "check",
      need: "mturk",
      for: null,
      all: false,
    },
  ],
  [
    "check --profile=-x",
    { ...COMMON, profile: "-x", command: "check", need: "mturk", for: null, all: false },
  ],
  [
    "retire --folder a --folder b",
    {
      ...COMMON,
      command: "retire",
      report: null,
      key: null,
      others: null,
      forget: false,
      delete: false,
      folders: ["a", "b"],
      record: null,
      dryRun: false,
    },
  ],
  ["undo --dry-run", { ...COMMON, command: "undo", dryRun: true, verify: true }],
  [
    "undo --yes --json",
    { ...COMMON, yes: true, json: true, command: "undo", dryRun: false, verify: true },
  ],
  ["practice-aws", { ...COMMON, command: "practice-aws", port: 0, faults: [] }],
  [
    "practice-aws --json --port 8080 --fault not-linked --fault clock-skew=600",
    {
      ...COMMON,
      json: true,
      command: "practice-aws",
      port: 8080,
      faults: ["not-linked", "clock-skew=600"],
    },
  ],
];

const argvOf = (line: string): readonly string[] => line.split(" ").filter((word) => word !== "");

test.each(TAKEN)("“%s”", (line, request) => {
  expect(parse(...argvOf(line))).toEqual({ ok: true, value: request });
});

describe("wrong use", () => {
  test.each([
    ["save --stdin --no-verify --need mturk", /--no-verify asks nobody/],
    ["save --stdin --no-verify --need keys", /--no-verify asks nobody/],
    ["zebra", /no command zebra; there are: check, save/i],
    ["chekc", /no command chekc. Did you mean check\?/i],
    ["--json chek", /no command chek. Did you mean check\?/i],
    ["--profile lab retrie", /no command retrie. Did you mean retire\?/i],
    ["help undoo", /no command undoo. Did you mean undo\?/i],
    ["help check save", /help is that of one command/],
    ["check --nope", /^Unknown option '--nope'/],
    ["check --all --profile lab", /--all cannot be used with --profile: it checks every profile/],
    ["check --all --for boto3", /--all cannot be used with --for: each profile is judged/],
    ["check extra", /too many arguments/i],
    ["save", /exactly one of --csv FILE, --stdin and --from-env/],
    ["save --stdin --csv x.csv", /exactly one/],
    ["save --csv", /argument missing/],
    ["save --stdin --region Virginia", /no region has such a name/],
    ["save --stdin --keys-in nowhere", /Allowed choices are credentials, config/],
    ["check --need nothing", /Allowed choices are keys, mturk/],
    ["check --profile=", /needs a name/],
    ["save --csv=", /it is empty/i],
    ["retire --folder=", /it is empty/i],
    ["practice-aws --port 99999", /0 to 65535/],
    ["practice-aws --port -1", /0 to 65535|unknown option|argument missing/i],
  ])("“%s”", (line, says) => {
    const parsed = parse(...argvOf(line));
    expect(parsed.ok).toBe(false);
    if (parsed.ok) return;
    expect(parsed.problem.code).toBe("usage-wrong");
    expect(parsed.problem.message).toMatch(says);
    expect(parsed.problem.try.length).toBeGreaterThan(0);
  });

  test("no secret is repeated, wherever it stands", () => {
    const alphabet = Array.from("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/+");
    const secret = fc
      .array(fc.constantFrom(...alphabet), { minLength: 40, maxLength: 40 })
      .map((letters) => letters.join(""));
    const around = fc.constantFrom(
      (value: string) => ["save", value],
      (value: string) => ["save", "--secret", value],
      (value: string) => ["save", `--key=${value}`],
      (value: string) => ["save", "--stdin", "--region", value],
      (value: string) => ["check", "--profile", value],
      (value: string) => ["check", `--profile=${value}`],
      (value: string) => [value],
      (value: string) => ["practice-aws", "--port", value],
      (value: string) => ["practice-aws", "--fault", `closed=${value}`],
      (value: string) => ["save", "--csv", `AKIAEXAMPLEEXAMPLE22,A${value.slice(1)}`],
      (value: string) => ["save", `--csv=A${value.slice(1)}`],
    );
    fc.assert(
      fc.property(secret, around, (value, make) => {
        const parsed = parse(...make(value));
        expect(parsed.ok).toBe(false);
        expect(JSON.stringify(parsed)).not.toContain(value.slice(1, 12));
      }),
    );
  });
});

describe("help and version", () => {
  const printed = (...argv: readonly string[]): string => {
    const parsed = parse(...argv);
    if (!parsed.ok || parsed.value.command !== "print") throw new Error("nothing was printed");
    return parsed.value.text;
  };

  test("come as text to print, with what the caller knows", () => {
    for (const argv of [["--version"], ["-V"], ["check", "--version"], ["undo", "-V"]])
      expect(printed(...argv)).toBe("9.8.7\n");
    expect(printed("help")).toBe(printed("--help"));
    expect(printed("-h")).toBe(printed("--help"));
    expect(printed("help", "save")).toBe(printed("save", "--help"));
    expect(printed("save", "-h")).toBe(printed("save", "--help"));
    expect(printed("-h", "save")).toBe(printed("save", "--help"));
    expect(printed("--json", "help", "save")).toBe(printed("save", "--help"));
    for (const way of [
      ["help", "-h"],
      ["help", "help"],
      ["help", "--json"],
    ])
      expect(printed(...way)).toBe(printed("--help"));
    expect(printed("--help")).toContain("MTurk is closed.\npsiTurk runs.");
    for (const { name } of FAULTS)
      expect(printed("practice-aws", "--help")).toMatch(new RegExp(`^ {2}${name}(?:=| {2})`, "m"));
  });

  const COMMANDS = commandTable(TEXTS, () => undefined).commands.map((command) => command.name());

  test.each([["--help"], ...COMMANDS.map((name) => [name])])(
    "the help of %s fits into 80 columns and ends in examples that are taken",
    (name) => {
      const help = name === "--help" ? printed(name) : printed(name, "--help");
      expect(help.split("\n").filter((line) => Array.from(line).length > 80)).toEqual([]);
      const examples = help
        .slice(help.indexOf("\nExamples:\n") + 11)
        .trimEnd()
        .split("\n")
        .filter((line) => /^ {2}\S.*$/.test(line) && line.includes("mturk-setup"));
      expect(examples.length).toBeGreaterThanOrEqual(2);
      for (const line of examples) {
        const command = /mturk-setup.*?(?=\)| [|<>] | {2,}|$)/.exec(line)?.[0] ?? "";
        expect(parse(...argvOf(command).slice(1)), command).toMatchObject({ ok: true });
      }
    },
  );

  test.each(COMMANDS.map((name) => [name]))("a usage error of %s leads to its help", (name) => {
    const parsed = parse(name, "--no-such-option");
    expect(parsed.ok ? [] : parsed.problem.try).toContain(`mturk-setup ${name} --help`);
  });
});
