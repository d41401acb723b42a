/**
 * Damages on which boto3, and with it psiTurk and the AWS CLI, stop: missing and torn section
 * lines, settings without =.
 */
import { atLine, type Finder, type DamageFinding, linesOf } from "./damage.js";
import {
  type Atom,
  type Chart,
  type Rewritten,
  atomAt,
  atomsOf,
  continuationsAt,
  lineOnDisk,
  replaceLine,
  rewritten,
  silenced,
  textAt,
} from "./mend-lines.js";
import { indentOf, strip } from "../text/python.js";
import { lexFile, type LineFault } from "../text/scan-lines.js";
import { ALL_STOP, NO_EQUALS, NO_NAME, openBracket, shownName } from "../text/scan-problem.js";
import { KNOWN_NAME, meantName } from "../text/unread-names.js";

export const SPACES_AWAY = "Take the spaces before the [ away, in a text editor.";
export const BY_HAND = "Mend it in a text editor, then run: mturk-setup doctor";
const SECTION = String.raw`(?:profile[ \t]+)?[A-Za-z0-9_.@%+:/-]+`;

export function faultsOf(
  chart: Chart,
  ...reasons: readonly LineFault["reason"][]
): readonly LineFault[] {
  return chart.scan.ok ? [] : chart.scan.faults.filter(({ reason }) => reasons.includes(reason));
}

/** `[default`, `(default)`, `"[default]"`, `default:`: a section line without its two brackets. */
export const tornHeaders: Finder = (chart) =>
  faultsOf(chart, "no-header", "no-separator").flatMap((fault): readonly DamageFinding[] => {
    const meant = headerMeant(chart, fault.index);
    if (meant === null) return [];
    const { section, why } = meant;
    return [
      {
        id: `torn:${lineOnDisk(chart, fault.index)}`,
        code: "file-broken",
        index: fault.index,
        message:
          `${atLine(chart, fault.index)} is meant to be [${shownName(section)}], but ${why}. ` +
          ALL_STOP,
        try: [`Write the line as [${shownName(section)}] in a text editor.`],
        propose: () => [
          {
            keep: null,
            label: `make it [${shownName(section)}]`,
            splices: [replaceLine(chart.file.raw, fault.index, [`[${section}]`])],
            expected: withHeader(fault.index, section),
          },
        ],
      },
    ];
  });

const ONE_BRACKET = new RegExp(`^\\[(${SECTION})$|^(${SECTION})\\]$`);
const OPEN = "[\\[({<\u00AB\u2039\u300A\u3008\u300C\u3010\u3014\uFF08\uFF1C\uFF3B\uFF5B]{1,2}";
const CLOSE = "[\\])}>\u00BB\u203A\u300B\u3009\u300D\u3011\u3015\uFF09\uFF1E\uFF3D\uFF5D]{1,2}";
/** What web pages, notes and lists put round a line. */
const ROUND = "[*_\"'`\u201C\u201D\u2018\u2019]{0,3}";
const OTHER_BRACKETS = new RegExp(
  `^(?:[-*+\u2022>][ \\t]+)?${ROUND}${OPEN}[ \\t]*(${SECTION})[ \\t]*${CLOSE}${ROUND}[:;,.]?$`,
);
const NO_BRACKETS = new RegExp(`^${ROUND}(default|profile[ \\t]+[\\w.@+-]+)${ROUND}:?$`, "i");

/** The section that a line was meant to open, and what is wrong with it, as a clause. */
function headerMeant(
  chart: Chart,
  index: number,
): { readonly section: string; readonly why: string } | null {
  const text = strip(textAt(chart, index));
  const [, left, right] = ONE_BRACKET.exec(text) ?? [];
  const section = left ?? right;
  if (section !== undefined) return { section, why: "one of the two brackets is missing" };
  // Alone such a line may be a remark; above a setting it can mean nothing else.
  if (text.length > LONGEST_HEADER || !isSettingBelow(chart, index)) return null;
  const between = OTHER_BRACKETS.exec(text)?.[1];
  if (between !== undefined)
    return { section: between, why: "other signs than [ and ] stand there" };
  const bare = NO_BRACKETS.exec(text)?.[1];
  return bare === undefined
    ? null
    : { section: bare.replace(/^default$/i, "default"), why: "it lacks the [ and ]" };
}

const LONGEST_HEADER = 200;

export function withHeader(index: number, name: string): Rewritten {
  return new Map([[index, [{ kind: "header", index, name }]]]);
}

const MOST_IN_ONE_VALUE = 25;

/**
 * A section line that is indented so deep that Python takes it for the rest of the value above it.
 */
export const swallowedHeaders: Finder = (chart) => {
  const { lines } = chart.file;
  const inOneValue = new Map<number, number>();
  return lines.flatMap((line, index): readonly DamageFinding[] => {
    if (line.kind !== "continuation") return [];
    const body = strip(textAt(chart, index));
    const name = new RegExp(`^\\[(${SECTION})\\]`).exec(body)?.[1];
    if (name === undefined || !isSettingBelow(chart, index)) return [];
    const above = inOneValue.get(line.owner) ?? 0;
    inOneValue.set(line.owner, above + 1);
    return [
      {
        id: `swallowed:${lineOnDisk(chart, index)}`,
        code: chart.scan.ok ? "file-misread" : "file-broken",
        index,
        message:
          `${atLine(chart, index)} is indented, so [${shownName(name)}] counts as part of ` +
          "the value above it, and its keys as keys of the profile " +
          `above.${chart.scan.ok ? "" : ` ${ALL_STOP}`}`,
        try: [SPACES_AWAY],
        // Each changes what all lines below it say; once the first ones are mended, most of the
        // others are section lines already.
        propose:
          above >= MOST_IN_ONE_VALUE
            ? null
            : () => [
                {
                  keep: null,
                  label: "take the spaces away",
                  splices: [replaceLine(chart.file.raw, index, [body])],
                  expected: withRegion(chart, index, endOfRegion(chart, index), [body]),
                },
              ],
      },
    ];
  });
};

function isSettingBelow(chart: Chart, index: number): boolean {
  const { raw } = chart.file;
  let next = index + 1;
  while (next < raw.length && /^(?:[#;]|$)/.test(strip(textAt(chart, next)))) next += 1;
  return next < raw.length && /^\s*[A-Za-z]\w*\s*[=:]/.test(textAt(chart, next));
}

/** The next header behind a line, or the end of the file. */
export function endOfRegion(chart: Chart, index: number): number {
  const { lines } = chart.file;
  let next = index + 1;
  while (next < lines.length && lines[next]?.kind !== "header") next += 1;
  return next;
}

/**
 * What the file says once the lines from `start` to `end`, which continued the value above, stand
 * for themselves:
 * `first` in the place of the first of them. Their meaning is that of a text with nothing above.
 */
export function withRegion(
  chart: Chart,
  start: number,
  end: number,
  first: readonly string[],
): Rewritten {
  const { raw } = chart.file;
  const region = [...first, ...raw.slice(start + 1, end).map(({ text }) => text)].join("\n");
  const inside = atomsOf(lexFile(region.startsWith("[") ? region : `[x]\n${region}`)).slice(
    region.startsWith("[") ? 0 : 1,
  );
  const line = chart.file.lines[start];
  const above =
    line?.kind === "continuation"
      ? rewritten(chart.file, [line.owner], (atom) => endingAbove(chart, atom, start))
      : new Map<number, readonly Atom[]>();
  const gone = Array.from({ length: end - start }, (_each, at) => start + at);
  return new Map([...above, ...silenced(gone), [start, inside]]);
}

/** The setting without what `start` and the lines below gave it. */
function endingAbove(chart: Chart, atom: Atom, start: number): Atom {
  const line = chart.file.lines[atom.index];
  const more = line?.kind === "option" ? continuationsAt(chart.file, atom.index) : [];
  if (line?.kind !== "option" || more.every((index) => index < start)) return atom;
  return {
    ...atom,
    kind: "option",
    value: [
      line.firstValue,
      ...more.filter((index) => index < start).map((index) => strip(textAt(chart, index))),
    ].join("\n"),
  };
}

/**
 * Settings above any section line, as psiTurk's own page shows the file
 * (https://psiturk.readthedocs.io/en/stable/amt_setup.html).
 */
export const headerless: Finder = (chart) => {
  const { lines } = chart.file;
  const end = lines.findIndex(({ kind }) => kind === "header");
  const above = lines.slice(0, end < 0 ? lines.length : end);
  const options = above.flatMap((line, index) =>
    line.kind === "option" ? [{ index, name: line.name }] : [],
  );
  const first = options[0];
  if (
    first === undefined ||
    !options.some(({ name }) => KNOWN_NAME.test(name) || meantName(name) !== null)
  )
    return [];
  const holds = options.some(({ name }) => name.startsWith("aws_"))
    ? "holds a key"
    : "holds a setting";
  const message =
    `${atLine(chart, first.index)} ${holds}, but no [default] line stands above it; ` +
    `psiTurk's own pages show it that way. ${ALL_STOP}`;
  const other = lines.findIndex((line) => line.kind === "header" && line.name === "default");
  const found = { id: "headerless", code: "file-broken", index: first.index } as const;
  if (other >= 0) {
    const both =
      `${message} There is a [default] further down, in ${linesOf(chart, [other])}, so it is ` +
      "not clear whose settings these are.";
    return [
      {
        ...found,
        message: both,
        try: [
          "Give them a section line of their own, such as [mturk], or delete them if they are old.",
          BY_HAND,
        ],
        propose: null,
      },
    ];
  }
  const eol = chart.file.raw[first.index]?.eol ?? "\n";
  const insert = {
    at: first.index,
    remove: [],
    insert: [`[default]${eol === "" ? "\n" : eol}`],
  };
  const whole = atomAt(chart.file, first.index);
  return [
    {
      ...found,
      message,
      try: [`Write a line [default] above ${linesOf(chart, [first.index])}, in a text editor.`],
      propose: () => [
        {
          keep: null,
          label: "put [default] above it",
          splices: [insert],
          expected: new Map([
            [
              first.index,
              [
                { kind: "header", index: first.index, name: "default" },
                ...(whole === undefined ? [] : [whole]),
              ],
            ],
          ]),
          context: options.slice(0, 3).map(({ index }) => index + 1),
        },
      ],
    },
  ];
};

/** `aws_access_key_id AKIA…` without the `=`, and the bare name of a setting. */
export const missingEquals: Finder = (chart) =>
  faultsOf(chart, "no-header", "no-separator").flatMap((fault): readonly DamageFinding[] => {
    const text = textAt(chart, fault.index);
    const bare = strip(text).replace(/^(?:export|setx?|setenv)[ \t]+/i, "");
    // An equals sign as Chinese and Japanese keyboards give it, which no program takes for one.
    const apart = bare.replace(/^([\w-]+)[ \t]*[\uFF1D\uFE66][ \t]*/, "$1 ");
    const [name = "", value, ...rest] = apart.split(/[ \t]+(?:(?:->|is)[ \t]+)?/);
    if (!(KNOWN_NAME.test(name) || meantName(name) !== null) || rest.length > 0) return [];
    const indent = text.slice(0, indentOf(text));
    const known = name.toLowerCase();
    const found = {
      id: `equals:${lineOnDisk(chart, fault.index)}`,
      code: "file-broken",
      index: fault.index,
    } as const;
    const { raw } = chart.file;
    if (value === undefined) {
      return [
        {
          ...found,
          message:
            `${atLine(chart, fault.index)} says only ${known}, without = and a value. ` + ALL_STOP,
          try: ["Delete the line, or write the value behind an = sign."],
          propose: () => [
            {
              keep: null,
              label: "make a comment of it",
              splices: [replaceLine(raw, fault.index, [`# ${strip(text)}`])],
              expected: new Map(),
            },
          ],
        },
      ];
    }
    const expected: Rewritten = new Map([
      [fault.index, [{ kind: "option", index: fault.index, name: known, value }]],
    ]);
    return [
      {
        ...found,
        message:
          `${atLine(chart, fault.index)}: the = sign between ${known} and its value is ` +
          `missing. ${ALL_STOP}`,
        try: [`Write ${known} = and then the value, in a text editor.`],
        propose: () => [
          {
            keep: null,
            label: "put the = sign in",
            splices: [replaceLine(raw, fault.index, [`${indent}${name} = ${value}`])],
            expected,
          },
        ],
      },
    ];
  });

/** All other places where boto3 stops; each is only explained. */
export const otherFaults: Finder = (chart) =>
  faultsOf(chart, "no-header", "no-separator", "empty-name", "nested-without-equals").map(
    (fault) => ({
      id: `fault:${lineOnDisk(chart, fault.index)}`,
      code: "file-broken",
      index: fault.index,
      message: `${atLine(chart, fault.index)} ${sentence(chart, fault)} ${ALL_STOP}`,
      try: [cure(chart, fault), BY_HAND],
      propose: null,
    }),
  );

function sentence(chart: Chart, fault: LineFault): string {
  const text = strip(textAt(chart, fault.index));
  if (fault.reason === "empty-name") return `begins with ${text.charAt(0)}, ${NO_NAME}`;
  if (fault.reason === "nested-without-equals")
    return (
      `is indented below ${linesOf(chart, [fault.other ?? fault.index])}, so it must read ` +
      "name = value, but it has no = sign."
    );
  if (isCsv(text))
    return "is from the CSV file of AWS's console; that file cannot stand here as it is.";
  if (text.startsWith("[")) return openBracket(text);
  return fault.reason === "no-header"
    ? "stands above the first section line, such as [default], and belongs to no profile."
    : NO_EQUALS;
}

function cure(chart: Chart, fault: LineFault): string {
  const text = strip(textAt(chart, fault.index));
  if (isCsv(text)) return "Move this file away, then: mturk-setup save --csv FILE";
  if (text.startsWith("export "))
    return "export belongs in shell files only: delete the word, and write a line [default] above.";
  return (
    "If it is the rest of a value that was torn apart, join the lines; if it is a note, put " +
    "# in front of it."
  );
}

function isCsv(text: string): boolean {
  return /access key id\s*[,;\t]/i.test(text) || /^[^,]*,?A[KS]IA[A-Z0-9]{16},/.test(text);
}
