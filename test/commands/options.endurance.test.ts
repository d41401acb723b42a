/**
 * Every command with every option, and every two options of a command: each changes something that
 * can be observed, or is refused with exit code 2 before anything is read. What says nothing more
 * beside another one is listed here, with its reason.
 */
import { describe, expect, test } from "vitest";
import { commandTable, parseArguments } from "../../src/cli.js";
import { EXAMPLE } from "../e2e/program.js";
import { type SceneName, type Seen, TEXTS, observe } from "./options-scenes.js";

/**
 * Where an option shows what it does: `argv` with it, in this scene, against `base` in the same
 * scene.
 */
interface Witness {
  readonly words: readonly string[];
  readonly base?: readonly string[];
  readonly scene?: SceneName;
  readonly faults?: readonly string[];
}

const shows = (
  words: string,
  scene: SceneName = "plain",
  base = "",
  faults: readonly string[] = [],
): Witness => ({ words: argvOf(words), base: argvOf(base), scene, faults });
const argvOf = (line: string): readonly string[] => line.split(" ").filter((word) => word !== "");
/**
 * A promise that every command may be given: nothing is asked, or opened, so there is nothing to
 * see.
 */
const PROMISE = null;

const OPTIONS: Readonly<Record<string, Readonly<Record<string, Witness | typeof PROMISE>>>> = {
  check: {
    "--profile": shows("--profile lab", "lab"),
    "--json": shows("--json"),
    "--yes": PROMISE,
    "--no-open": PROMISE,
    "--need": shows("--need keys", "plain", "", ["closed=410"]),
    "--for": shows("--for psiturk", "psiturk"),
    "--all": shows("--all", "lab"),
  },
  save: {
    "--profile": shows("--profile lab"),
    "--json": shows("--json"),
    "--yes": shows("--yes", "another"),
    "--no-open": PROMISE,
    "--csv": shows("--csv new.csv", "made"),
    "--stdin": shows("--stdin"),
    "--from-env": shows("--from-env", "unsaved"),
    "--region": shows("--region eu-west-1", "unsaved"),
    "--keys-in": shows("--keys-in config", "unsaved"),
    "--dry-run": shows("--dry-run", "unsaved"),
    "--no-verify": shows("--no-verify", "unsaved"),
    "--no-wait": shows("--no-wait", "unknown"),
    "--need": shows("--need mturk", "unsaved", "", ["closed=410"]),
    "--user": shows("--user ana", "made", "--csv=new.csv"),
    "--report": shows("--report done.md", "unsaved"),
  },
  rotate: {
    "--profile": shows("--profile lab", "lab", "--keep-old"),
    "--json": shows("--json", "plain", "--keep-old"),
    "--yes": shows("--yes"),
    "--no-open": PROMISE,
    "--guided": shows("--guided", "plain", "--yes"),
    "--csv": shows("--csv new.csv", "made", "--yes"),
    "--stdin": shows("--stdin", "made", "--yes"),
    "--everywhere": shows("--everywhere", "twice", "--yes"),
    "--keep-old": shows("--keep-old", "twice", "--yes"),
    "--off-anyway": shows("--off-anyway", "byHand", "--yes"),
    "--delete-old": shows("--delete-old", "plain", "--yes"),
    "--finish": shows("--finish", "waiting", "--yes"),
    "--undo": shows("--undo", "waiting", "--yes"),
    "--letter": shows("--letter"),
    "--let-go": shows("--let-go OTHER", "full", "--yes"),
    "--other-user": shows("--other-user", "stranger", "--yes --stdin"),
    "--dry-run": shows("--dry-run", "plain", "--yes"),
    "--need": shows("--need mturk", "plain", "--yes", ["closed=410"]),
    "--user": shows("--user ana", "made", "--csv=new.csv --yes"),
    "--report": shows("--report done.md", "plain", "--yes"),
  },
  retire: {
    "--profile": shows("--profile lab", "lab", "--yes"),
    "--json": shows("--json", "plain", "--yes"),
    "--yes": shows("--yes"),
    "--no-open": PROMISE,
    "--key": shows("--key FIRST", "lab", "--yes"),
    "--everywhere": shows("--everywhere", "twice", "--yes"),
    "--off-anyway": shows("--off-anyway", "byHand", "--yes"),
    "--delete": shows("--delete", "plain", "--yes"),
    "--forget": shows("--forget", "wrongSecret", "--yes"),
    "--folder": shows("--folder usb", "folder", "--yes"),
    "--report": shows("--report done.md", "plain", "--yes"),
    "--record": shows("--record", "plain", "--yes"),
    "--dry-run": shows("--dry-run", "plain", "--yes"),
  },
  doctor: {
    "--profile": shows("--profile lab"),
    "--json": shows("--json"),
    "--yes": shows("--yes", "damaged", "--fix"),
    "--no-open": PROMISE,
    "--fix": shows("--fix", "damaged"),
    "--keep": shows("--keep last", "doubled", "--fix --yes"),
    "--dry-run": shows("--dry-run", "damaged", "--fix"),
  },
  undo: {
    "--json": shows("--json", "changed", "--yes"),
    "--yes": shows("--yes", "changed"),
    "--no-open": PROMISE,
    "--dry-run": shows("--dry-run", "changed", "--yes"),
    "--no-verify": shows("--no-verify", "waiting", "--yes"),
  },
  "practice-aws": {
    "--json": shows("--json"),
    "--yes": PROMISE,
    "--no-open": PROMISE,
    "--port": shows("--port PORT"),
    "--fault": shows("--fault not-linked"),
  },
  guide: {
    "--json": shows("--json"),
    "--yes": PROMISE,
    "--no-open": PROMISE,
    "--closed": shows("--closed"),
    "--markdown": shows("--markdown"),
  },
  completion: { "--json": shows("--json"), "--yes": PROMISE, "--no-open": PROMISE },
};

/** Needed by each call of this command: a source, for `save`. */
const SOURCES: readonly string[] = ["--csv", "--stdin", "--from-env"];

/** What a command does not do without. */
const WORDS: Readonly<Record<string, readonly string[]>> = { completion: ["bash"] };

/** Where an option shows beside another one what its own scene does not. */
const BESIDE: Readonly<Record<string, Partial<Witness>>> = {
  "save --from-env --profile": { scene: "unsaved" },
  "save --csv --yes": { scene: "plain" },
  "save --keys-in --yes": { scene: "inConfig" },
  "rotate --undo --profile": { scene: "waiting" },
  "rotate --finish --yes": { scene: "waiting" },
  "rotate --finish --everywhere": { scene: "waitingTwice" },
  "rotate --finish --off-anyway": { scene: "waitingByHand" },
  "rotate --finish --let-go": { scene: "lost" },
  "rotate --undo --everywhere": { scene: "waitingCopied" },
  "rotate --undo --keep-old": { scene: "waitingCopied" },
  "rotate --undo --off-anyway": { scene: "waitingCopied" },
  "rotate --guided --delete-old": { scene: "made", base: ["--yes", "--stdin"] },
};

const ASKS_NOTHING = "a dry run asks nothing, so there is nothing to agree to";
const AGREED = "what is named is agreed to where nobody can be asked";

const NOTHING_DONE = "nobody can be asked, or nothing is under way: nothing to write down";

/** Pairs of which the second says nothing more beside the first, in any scene, with the reason. */
const SAME: Readonly<Record<string, string>> = {
  "rotate --guided --yes": AGREED,
  "rotate --delete-old --yes": AGREED,
  "rotate --letter --yes": "a letter changes nothing, so there is nothing to agree to",
  "rotate --finish --delete-old": "--finish deletes the old key",
  "rotate --guided --report": NOTHING_DONE,
  "rotate --undo --report": NOTHING_DONE,
  "retire --dry-run --yes": ASKS_NOTHING,
  "retire --off-anyway --everywhere":
    "--off-anyway speaks for all places, those that are written here among them",
  "doctor --dry-run --yes": ASKS_NOTHING,
};

/**
 * Pairs that contradict each other, or of which one has no meaning beside the other: refused before
 * anything is read.
 */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  check: ["--profile --all", "--for --all"],
  save: [
    "--csv --stdin",
    "--csv --from-env",
    "--stdin --from-env",
    "--stdin --user",
    "--from-env --user",
    "--no-verify --no-wait",
    "--no-verify --need",
    "--dry-run --report",
  ],
  rotate: [
    ...["--guided --finish", "--guided --undo", "--guided --letter", "--guided --let-go"],
    ...["--csv --stdin", "--csv --finish", "--csv --undo", "--csv --letter", "--csv --let-go"],
    ...["--stdin --finish", "--stdin --undo", "--stdin --letter", "--stdin --let-go"],
    ...[
      "--everywhere --keep-old",
      "--keep-old --off-anyway",
      "--keep-old --delete-old",
      "--keep-old --finish",
    ],
    ...["--delete-old --undo", "--finish --undo", "--finish --need"],
    ...["--undo --let-go", "--undo --other-user", "--undo --dry-run", "--undo --need"],
    ...["json", "everywhere", "keep-old", "off-anyway", "delete-old", "finish", "undo"].map(
      (other) => `--${other} --letter`,
    ),
    ...["let-go", "other-user", "dry-run", "need"].map((other) => `--letter --${other}`),
    "--let-go --other-user",
    "--letter --report",
    "--dry-run --report",
    ...["stdin", "finish", "undo", "letter", "let-go"].map((other) => `--${other} --user`),
  ],
  retire: ["--profile --key", "--record --dry-run", "--report --dry-run"],
  guide: ["--json --markdown"],
};

/** What an option cannot do without. */
const NEEDS: Readonly<Record<string, string>> = {
  "rotate --other-user": "--stdin",
  "rotate --user": "--csv=new.csv",
  "save --user": "--csv=new.csv",
  "doctor --keep": "--fix",
  "doctor --dry-run": "--fix",
};

const table = commandTable(TEXTS, () => undefined);
const flagsOf = (name: string): readonly string[] =>
  table.commands
    .find((command) => command.name() === name)
    ?.options.map(({ long }) => long ?? "")
    .filter((flag) => flag !== "--version") ?? [];
const COMMANDS = table.commands.map((command) => command.name());
const ALL = [
  ...new Set([...table.options.map(({ long }) => long ?? ""), ...COMMANDS.flatMap(flagsOf)]),
].filter((flag) => flag !== "--version");

/** A word as it would be typed. */
const stand = (word: string): string =>
  word === "FIRST" || word === "OTHER" ? EXAMPLE.id : word === "PORT" ? "8080" : word;

const isTaken = (argv: readonly string[]): boolean => {
  const parsed = parseArguments(argv, TEXTS);
  if (!parsed.ok) expect(parsed.problem.code).toBe("usage-wrong");
  return parsed.ok;
};

/** An option as it would be typed: ids as they are shown. */
const wordsOf = (command: string, flag: string): readonly string[] => {
  const witness = OPTIONS[command]?.[flag];
  return witness === null || witness === undefined
    ? [flag]
    : witness.words.map((word) => stand(word));
};

test("the table of options is the program's own", () => {
  expect(
    Object.fromEntries(
      Object.entries(OPTIONS).map(([name, options]) => [name, Object.keys(options).sort()]),
    ),
  ).toEqual(Object.fromEntries(COMMANDS.map((name) => [name, [...flagsOf(name)].sort()])));
});

describe.each(COMMANDS)("%s", (command) => {
  const options = OPTIONS[command] ?? {};
  const source = (flags: readonly string[]): readonly string[] =>
    command === "save" && !flags.some((flag) => SOURCES.includes(flag))
      ? ["--stdin"]
      : (WORDS[command] ?? []);

  test("refuses every option of the others, before and behind its name", () => {
    for (const flag of ALL.filter((each) => !(each in options))) {
      const words = COMMANDS.map((other) => OPTIONS[other]?.[flag]?.words).find(
        (found) => found !== undefined,
      ) ?? [flag];
      for (const argv of [
        [command, ...source([]), ...words],
        [...words, command, ...source([])],
      ]) {
        const parsed = parseArguments(
          argv.map((word) => stand(word)),
          TEXTS,
        );
        expect(parsed.ok ? "taken" : parsed.problem.code, argv.join(" ")).toBe("usage-wrong");
      }
    }
  });

  test("refuses pairs that contradict each other, and no more", () => {
    const flags = Object.keys(options).filter((flag) => options[flag] !== PROMISE);
    const taken = (...two: readonly string[]): boolean => {
      const argv = [
        command,
        ...(two.includes("--user") ? [] : source(two)),
        ...two.flatMap((flag) => wordsOf(command, flag)),
      ];
      return (
        isTaken(argv) ||
        two.some(
          (flag) =>
            NEEDS[`${command} ${flag}`] !== undefined &&
            isTaken([...argv, NEEDS[`${command} ${flag}`] ?? ""]),
        )
      );
    };
    const pairs = flags.flatMap((one, at) =>
      flags.slice(at + 1).flatMap((other) => (taken(one, other) ? [] : [`${one} ${other}`])),
    );
    expect([...pairs].sort()).toEqual([...(REFUSED[command] ?? [])].sort());
  });

  test.each(Object.keys(options))("%s is taken", (flag) => {
    const needs = isTaken([command, ...source([flag]), ...wordsOf(command, flag)])
      ? []
      : (options[flag]?.base ?? []);
    expect(
      isTaken([
        command,
        ...(needs.some((word) => word.startsWith("--csv=")) ? [] : source([flag])),
        ...needs,
        ...wordsOf(command, flag),
      ]),
    ).toBe(true);
  });

  const seen = Object.entries(options).filter(
    (entry): entry is [string, Witness] => entry[1] !== PROMISE,
  );

  test.each(seen)(
    "%s does something, alone and beside every other option that it may stand with",
    async (flag, witness) => {
      const silent: string[] = [];
      for (const other of [
        "",
        ...Object.keys(options).filter((each) => each !== flag && options[each] !== PROMISE),
      ]) {
        const differs = await tells(command, flag, witness, other);
        if (differs === "refused") continue;
        if (!differs) silent.push(`${other} ${flag}`);
      }
      const listed = Object.keys(SAME)
        .filter((key) => key.startsWith(`${command} `) && key.endsWith(` ${flag}`))
        .map((key) => key.slice(command.length + 1));
      expect(silent).toEqual(listed);
    },
    120_000,
  );
});

/** Whether `flag` changes anything beside `other` ("": alone), in its own scene. */
async function tells(
  command: string,
  flag: string,
  witness: Witness,
  other: string,
): Promise<boolean | "refused"> {
  const {
    words,
    base = [],
    scene = "plain",
    faults = [],
  } = { ...witness, ...BESIDE[`${command} ${other} ${flag}`] };
  const beside = other === "" ? [] : (OPTIONS[command]?.[other]?.words ?? []);
  const own = base.filter((word) => word !== other);
  const needsSource =
    command === "save" &&
    ![flag, other, ...own].some((each) => SOURCES.includes(each.replace(/=.*/, "")));
  const without = [
    command,
    ...(needsSource ? ["--stdin"] : (WORDS[command] ?? [])),
    ...own,
    ...beside,
  ];
  const typed = (argv: readonly string[]): readonly string[] => argv.map(stand);
  if (!isTaken(typed([...without, ...words]))) return "refused";
  const observed = (argv: readonly string[]): Promise<Seen> => observe(scene, argv, faults);
  // A source, and what another option cannot do without, has nothing to be compared with but its
  // lack, which is refused.
  if (!isTaken(typed(without)))
    return (
      (command === "save" && SOURCES.includes(flag)) || NEEDS[`${command} ${other}`] !== undefined
    );
  const [before, after] = [await observed(without), await observed([...without, ...words])];
  return JSON.stringify(before) !== JSON.stringify(after);
}
