/**
 * Tells from the form of a key or a name what went wrong with it: halves in each other's place,
 * signs that came along, signs that nobody sees.
 */
import { ALL_STOP } from "../text/scan-problem.js";
import { KNOWN_NAME } from "../text/unread-names.js";
import { invisibleIn, visibleText, withSignsShown } from "../../base/invisible.js";
import { formOf } from "../../keys/recognise.js";
import { strayIn, strayText, type Half } from "../../keys/stray.js";
import { atLine, type Finder, type DamageFinding, linesOf, type Proposal } from "./damage.js";
import { withHeader } from "./faults.js";
import { renamedOptions } from "./option-names.js";
import { KEEP_ONE, PLAIN, renamed } from "./section-names.js";
import { COPY_AGAIN, SENT_AS_IT_STANDS, withValues, words } from "./values.js";
import { type Chart, lineOnDisk, replaceLine, textAt } from "./mend-lines.js";
import { strip } from "../text/python.js";
import type { OptionLine } from "../text/scan-lines.js";

const TYPE_AGAIN = "Type the line again, in a text editor.";

const HALVES: ReadonlyMap<string, Half> = new Map([
  ["aws_access_key_id", "id"],
  ["aws_secret_access_key", "secret"],
  ["aws_session_token", "token"],
  ["aws_security_token", "token"],
]);

/**
 * Id and secret under each other's name: only an id has the form of an id, so nothing else can have
 * been meant.
 */
export const swappedHalves: Finder = (chart) => {
  if (!chart.scan.ok) return [];
  return [...chart.scan.sections.values()].flatMap(({ options }): readonly DamageFinding[] => {
    const [id, secret] = [options.get("aws_access_key_id"), options.get("aws_secret_access_key")];
    if (
      id === undefined ||
      secret === undefined ||
      formOf(id.value) !== "secret" ||
      formOf(secret.value) !== "id"
    )
      return [];
    const spots = [id, secret].map(({ line, index }) => ({ line, index }));
    return [
      {
        id: `swapped:${lineOnDisk(chart, id.index)}`,
        code: "key-garbled",
        index: id.index,
        message:
          `${linesOf(chart, [id.index, secret.index]).replace(/^l/, "L")}: id and secret are ` +
          "swapped, in each other's place. An id begins with AKIA and has 20 signs, a secret " +
          "has 40; AWS refuses them like this.",
        try: ["Change the two values with each other, in a text editor."],
        propose: () => [
          {
            ...withValues(chart, spots, ({ name }) =>
              name === "aws_access_key_id" ? secret.value : id.value,
            ),
            label: "put each in its place",
          },
        ],
      },
    ];
  });
};

/**
 * A comma, a backslash, signs of a web page, an encrypted value: mended where one key alone can
 * have been meant.
 */
export const strayForms: Finder = (chart) =>
  words(chart).flatMap(({ line, index }): readonly DamageFinding[] => {
    const half = HALVES.get(line.name);
    const stray = half === undefined ? null : strayIn(half, line.firstValue);
    if (half === undefined || stray === null) return [];
    const { meant, what, kind } = stray;
    const cure =
      kind === "encrypted"
        ? "Have the program that encrypted it write the key itself here, or copy it from the " +
          "CSV file."
        : COPY_AGAIN;
    const message =
      `${atLine(chart, index)}: the value of ${line.name} ${strayText(what)} ` + SENT_AS_IT_STANDS;
    const propose =
      meant === null
        ? null
        : (): readonly Proposal[] => [
            { ...withValues(chart, [{ line, index }], () => meant), label: "mend the value" },
          ];
    return [
      {
        id: `stray:${lineOnDisk(chart, index)}`,
        code: "key-garbled",
        index,
        message,
        try: [cure],
        propose,
      },
    ];
  });

/** A line that only invisible signs keep from being a section line: boto3 stops on it. */
export const hiddenHeaders: Finder = (chart) => {
  if (chart.scan.ok) return [];
  const faults = chart.scan.faults.filter(
    ({ reason }) => reason === "no-header" || reason === "no-separator",
  );
  return faults.flatMap(({ index }): readonly DamageFinding[] => {
    const text = textAt(chart, index);
    const hidden = invisibleIn(strip(text));
    const name = /^\[([^\]]+)\]$/.exec(visibleText(text))?.[1];
    if (hidden === null || name === undefined || !/^(?:profile )?[A-Za-z0-9_.@%+:/-]+$/.test(name))
      return [];
    return [
      {
        id: `hidden-header:${lineOnDisk(chart, index)}`,
        code: "file-broken",
        index,
        message:
          `${atLine(chart, index)} looks like [${name}], but there is ${hidden}. ` + ALL_STOP,
        try: [TYPE_AGAIN],
        propose: () => [
          {
            keep: null,
            label: "take the sign out",
            splices: [replaceLine(chart.file.raw, index, [`[${name}]`])],
            expected: withHeader(index, name),
          },
        ],
      },
    ];
  });
};

/**
 * Section and setting names with a sign in them that nobody sees: other names for every program.
 */
export const invisibleNames: Finder = (chart) =>
  chart.scan.ok ? [...headers(chart), ...settings(chart)] : [];

function headers(chart: Chart): readonly DamageFinding[] {
  const sections = chart.scan.ok ? [...chart.scan.sections.values()] : [];
  return sections.flatMap(({ name, index }): readonly DamageFinding[] => {
    // Between the two words of [profile NAME] a tab is a blank like any other.
    const hidden = invisibleIn(name, "\t");
    const meant = visibleText(name);
    if (hidden === null || meant === "") return [];
    const found = {
      id: `invisible-header:${lineOnDisk(chart, index)}`,
      code: "profile-missing",
      index,
    } as const;
    const message =
      `${atLine(chart, index)} is [${withSignsShown(name)}]: there is ${hidden} of the name, ` +
      `so boto3, psiTurk and the AWS CLI do not find it as [${meant}].`;
    const taken = sections.find((other) => other.name === meant);
    if (taken !== undefined)
      return [
        {
          ...found,
          message: `${message} There is a [${meant}] too, in ${linesOf(chart, [taken.index])}.`,
          try: [KEEP_ONE],
          propose: null,
        },
      ];
    return [
      {
        ...found,
        message,
        try: [TYPE_AGAIN],
        propose: () => [{ ...renamed(chart, index, name, meant), label: "take the sign out" }],
      },
    ];
  });
}

function settings(chart: Chart): readonly DamageFinding[] {
  const { lines } = chart.file;
  return lines.flatMap((line, index): readonly DamageFinding[] => {
    if (line.kind !== "option") return [];
    const hidden = invisibleIn(line.writtenName);
    const meant = visibleText(line.writtenName).replaceAll(" ", "").toLowerCase();
    if (hidden === null || !PLAIN.test(meant) || meant.length > 38) return [];
    const found = {
      id: `invisible-name:${lineOnDisk(chart, index)}`,
      code: KNOWN_NAME.test(meant) && meant.startsWith("aws_") ? "keys-partial" : "file-misread",
      index,
    } as const;
    const message =
      `${atLine(chart, index)} looks like ${meant}, but there is ${hidden} of the name, and ` +
      "no program reads it.";
    const taken = isTaken(chart, index, meant);
    return [
      {
        ...found,
        message,
        try: ["Type the name again, in a text editor."],
        propose: taken
          ? null
          : () => [
              {
                ...renamedOptions(chart, [{ line, index }], (each: OptionLine) =>
                  visibleText(each.writtenName).replaceAll(" ", "").toLowerCase(),
                ),
                label: "take the sign out",
              },
            ],
      },
    ];
  });
}

/** Whether the same section sets the plain name as well. */
function isTaken(chart: Chart, index: number, name: string): boolean {
  const { lines } = chart.file;
  const start = lines.findLastIndex((line, at) => at < index && line.kind === "header");
  const next = lines.findIndex((line, at) => at > index && line.kind === "header");
  return lines
    .slice(start + 1, next < 0 ? lines.length : next)
    .some((line) => line.kind === "option" && line.name === name);
}
