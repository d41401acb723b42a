/** Finds names of settings that no program reads, or not every one, and mends them. */
import { KNOWN_NAME } from "../text/unread-names.js";
import {
  atLine,
  capital,
  type Finder,
  type DamageFinding,
  groupId,
  linesOf,
  type Proposal,
} from "./damage.js";
import { isRegionTwice, withoutOption } from "./lone-regions.js";
import { BY_HAND } from "./faults.js";
import { type Chart, lineOnDisk, replaceLine, rewritten, textAt } from "./mend-lines.js";
import type { OptionLine } from "../text/scan-lines.js";
import { sectionsIn } from "./section-names.js";

/** A misspelt name cannot be put right where the right one is there already. */
function takenText(chart: Chart, index: number): string {
  return `That one is there too, in ${linesOf(chart, [index])}.`;
}

/**
 * Misspelt names, as seen in the wild; the first is psiTurk's own page's, and the region's is a
 * variable that the same page sets.
 */
export const TYPOS: ReadonlyMap<string, string> = new Map([
  ...[
    "aws_secret_accesss_key",
    "aws_secret_acess_key",
    "aws_secret_acces_key",
    "aws_secret_key",
    "aws_secret_access_keys",
    "aws_secret_accesskey",
    "secret_access_key",
  ].map((typo) => [typo, "aws_secret_access_key"] as const),
  ...[
    "aws_accesss_key_id",
    "aws_acess_key_id",
    "aws_acces_key_id",
    "aws_access_key",
    "aws_accesskey_id",
    "aws_key_id",
    "access_key_id",
  ].map((typo) => [typo, "aws_access_key_id"] as const),
  ...["aws_default_region", "aws_region", "default_region", "region_name"].map(
    (typo) => [typo, "region"] as const,
  ),
]);

/**
 * `aws_secret_accesss_key` and other misspelt names: nobody reads them, so half of the key is
 * missing.
 */
export const misspeltNames: Finder = (chart) =>
  sectionsIn(chart).flatMap(({ options }) =>
    [...options.values()].flatMap(({ line, index }): readonly DamageFinding[] => {
      const right = TYPOS.get(line.name);
      if (right === undefined) return [];
      const taken = options.get(right);
      const spelt =
        line.name === "aws_secret_accesss_key"
          ? " (three S, as on psiTurk's own page)"
          : right === "region"
            ? ", which is the name of an environment variable"
            : "";
      const message =
        `${atLine(chart, index)} names ${line.name}${spelt}; in this file no program reads ` +
        `that. It has to be ${right}.`;
      return [
        wrongName(chart, {
          index,
          right,
          message,
          taken: taken?.index ?? null,
          delete:
            "Delete the misspelt line, or the other one if the misspelt line is the right value.",
          isTwice:
            taken !== undefined && isRegionTwice(line.name, line.firstValue, taken.line.firstValue),
          mend: () => renamedOptions(chart, [{ line, index }], () => right),
        }),
      ];
    }),
  );

/** A name that no program reads, and the one that it has to be. */
export interface WrongName {
  readonly index: number;
  readonly right: string;
  readonly message: string;
  /** The line that has the right name already; null: none has. */
  readonly taken: number | null;
  /** What to do if so. */
  readonly delete: string;
  /** Both say the same, so that one of them can go. */
  readonly isTwice: boolean;
  readonly mend: () => Proposal;
}

export function wrongName(chart: Chart, name: WrongName): DamageFinding {
  const { index, right, message, taken } = name;
  const found = {
    id: `typo:${lineOnDisk(chart, index)}`,
    code: right === "region" ? "region-wrong" : "keys-partial",
    index,
  } as const;
  if (taken === null)
    return {
      ...found,
      message,
      try: [`Write ${right} in its place.`],
      propose: () => [name.mend()],
    };
  return {
    ...found,
    message: `${message} ${takenText(chart, taken)}`,
    try: [name.delete],
    propose: name.isTwice ? () => [withoutOption(chart, index)] : null,
  };
}

interface Spot {
  readonly line: OptionLine;
  readonly index: number;
}

export function renamedOptions(
  chart: Chart,
  spots: readonly Spot[],
  nameOf: (line: OptionLine) => string,
): Proposal {
  const names = new Map(spots.map(({ line, index }) => [index, nameOf(line)]));
  return {
    keep: null,
    label: "mend the name",
    splices: spots.map(({ line, index }) =>
      replaceLine(chart.file.raw, index, [
        line.indent +
          nameOf(line) +
          textAt(chart, index).slice(line.indent.length + line.writtenName.length),
      ]),
    ),
    expected: rewritten(chart.file, [...names.keys()], (atom) => ({
      ...atom,
      name: names.get(atom.index) ?? atom.name,
    })),
  };
}

/**
 * AWS_ACCESS_KEY_ID in a file: boto3 reads it, the JavaScript tools do not, and `aws configure`
 * adds a second one that breaks the file.
 */
export const capitalNames: Finder = (chart) => {
  const spots = chart.file.lines.flatMap((line, index): readonly Spot[] =>
    line.kind === "option" && KNOWN_NAME.test(line.name) && line.writtenName !== line.name
      ? [{ line, index }]
      : [],
  );
  const [first] = spots;
  if (first === undefined || !chart.scan.ok) return [];
  const indexes = spots.map(({ index }) => index);
  return [
    {
      id: groupId(chart, "capitals", indexes),
      code: "file-misread",
      index: first.index,
      message:
        `${capital(linesOf(chart, indexes))}: names in capital letters. boto3 reads them; ` +
        `AWS's JavaScript tools do not, and "aws configure" adds the key a second time, ` +
        "after which no AWS tool can read the file.",
      try: ["Write the names in small letters.", BY_HAND],
      propose: () => [renamedOptions(chart, spots, ({ name }) => name)],
    },
  ];
};
