/**
 * Values that boto3 takes as they stand, with the quotes, comments and invisible signs that were
 * never meant to be part of them.
 */
import { invisibleIn, visibleText } from "../../base/invisible.js";
import type { ProblemCode } from "../../base/problem.js";
import { MTURK_REGION, judgeRegion } from "../../keys/region.js";
import { strayIn } from "../../keys/stray.js";
import {
  atLine,
  capital,
  type Finder,
  type DamageFinding,
  groupId,
  linesOf,
  type Proposal,
} from "./damage.js";
import { meantAddress } from "./settings.js";
import {
  type Chart,
  atomsOf,
  lineOnDisk,
  removeLines,
  replaceLine,
  rewritten,
  silenced,
  textAt,
} from "./mend-lines.js";
import type { LexedFile, OptionLine } from "../text/scan-lines.js";

/** Settings whose value is one word, so that quotes and comments cannot belong to it. */
const ONE_WORD =
  /^(?:aws_(?:access_key_id|secret_access_key|session_token|security_token)|region|output|endpoint_url|source_profile|role_arn|sso_region|sso_session|sso_account_id)$/;

interface Spot {
  readonly line: OptionLine;
  readonly index: number;
}

/** Where a comment has to go that stands behind something else. */
export const COMMENT_APART = "Put the comment on a line of its own, in a text editor.";

/** The cure for a value that was damaged on its way. */
export const COPY_AGAIN = "Copy the value again from the CSV file, or run: mturk-setup";

/** What becomes of such a value. */
export const SENT_AS_IT_STANDS = "boto3 sends it as it stands, and AWS refuses it.";

/** All settings of one word that stand on one line, in a file that boto3 reads. */
export function words(chart: Chart): readonly Spot[] {
  if (!chart.scan.ok) return [];
  const known = WORDS.get(chart.file) ?? wordsOf(chart.file);
  WORDS.set(chart.file, known);
  return known;
}

/** Several finders ask for them. */
const WORDS = new WeakMap<LexedFile, readonly Spot[]>();

function wordsOf({ lines }: LexedFile): readonly Spot[] {
  const continued = new Set<number>();
  for (const line of lines) if (line.kind === "continuation") continued.add(line.owner);
  const found: Spot[] = [];
  for (const [index, line] of lines.entries())
    if (line.kind === "option" && ONE_WORD.test(line.name) && !continued.has(index))
      found.push({ line, index });
  return found;
}

/** The option's line with another value, and comment lines put above it. */
export function withValues(
  chart: Chart,
  spots: readonly Spot[],
  valueOf: (line: OptionLine) => string,
  commentOf: (line: OptionLine) => string | null = () => null,
): Proposal {
  const values = new Map(spots.map(({ line, index }) => [index, valueOf(line)]));
  const text = ({ line, index }: Spot): string => {
    const start = textAt(chart, index).length - line.trailing.length - line.firstValue.length;
    return textAt(chart, index).slice(0, start) + valueOf(line) + line.trailing;
  };
  return {
    keep: null,
    label: "mend the value",
    splices: spots.map((spot) => {
      const comment = commentOf(spot.line);
      return replaceLine(chart.file.raw, spot.index, [
        ...(comment === null ? [] : [comment]),
        text(spot),
      ]);
    }),
    expected: rewritten(chart.file, [...values.keys()], (atom) =>
      atom.kind === "option" ? { ...atom, value: values.get(atom.index) ?? atom.value } : atom,
    ),
  };
}

/** What goes wrong with such a value, by whose values they are. */
function codeOf(spots: readonly Spot[]): ProblemCode {
  if (spots.some(({ line }) => line.name.startsWith("aws_"))) return "key-garbled";
  return spots.some(({ line }) => line.name === "region") ? "region-wrong" : "file-misread";
}

/** One finding for all places of a kind: they have one cause and one cure. */
function garbled(
  chart: Chart,
  kind: string,
  spots: readonly Spot[],
  what: string,
  cure: string,
  propose: () => Proposal,
): readonly DamageFinding[] {
  const [first] = spots;
  if (first === undefined) return [];
  const indexes = spots.map(({ index }) => index);
  const where = capital(linesOf(chart, indexes));
  return [
    {
      id: groupId(chart, kind, indexes),
      code: codeOf(spots),
      index: first.index,
      message: `${where}: ${what}`,
      try: [cure],
      propose: () => [propose()],
    },
  ];
}

/** Before a comment a tab is a blank like any other; NUL has a finding of its own. */
const USUAL = "\t\0";

/**
 * Zero-width spaces and the like, which come along when a key is copied from a web page or a chat.
 */
export const invisibleSigns: Finder = (chart) => {
  const spots = words(chart).filter(({ line }) => invisibleIn(line.firstValue, USUAL) !== null);
  const what = invisibleIn(spots[0]?.line.firstValue ?? "", USUAL) ?? "";
  return garbled(
    chart,
    "invisible",
    spots,
    `there is ${what} of the value, as it comes along when text is copied from a web page. ` +
      "It counts as part of the value, and AWS refuses it.",
    "Type the line again, or copy the value from the CSV file.",
    () => withValues(chart, spots, ({ firstValue }) => visibleText(firstValue)),
  );
};

/** `value # comment`: these files know no comments behind a value. */
export const inlineComments: Finder = (chart) => {
  const parts = ({ firstValue }: OptionLine): RegExpExecArray | null =>
    /^([^\s"']\S*|(?:"[^"\s]*"|'[^'\s]*'))[ \t]+([#;].*)$/.exec(firstValue);
  const spots = words(chart).filter(({ line }) => parts(line) !== null);
  return garbled(
    chart,
    "comments",
    spots,
    "a comment stands behind the value. boto3 and psiTurk take it for part of the value; " +
      "in these files a comment needs a line of its own.",
    COMMENT_APART,
    () =>
      withValues(
        chart,
        spots,
        (line) => parts(line)?.[1] ?? line.firstValue,
        (line) => parts(line)?.[2] ?? null,
      ),
  );
};

/** `"value"`: the quotes are sent to AWS. */
export const quotes: Finder = (chart) => {
  const inner = ({ firstValue }: OptionLine): string | undefined =>
    /^(["'])([^"'\s]+)\1$/.exec(firstValue)?.[2];
  const spots = words(chart).filter(({ line }) => inner(line) !== undefined);
  return garbled(
    chart,
    "quotes",
    spots,
    "the value stands in quotes. boto3 and psiTurk take them for part of the value, and it " +
      "does not work.",
    "Take the quotes away, in a text editor.",
    () => withValues(chart, spots, (line) => inner(line) ?? line.firstValue),
  );
};

/** Half a quotation, blanks inside, or a second line: what was meant cannot be told. */
export const garbledKeys: Finder = (chart) => {
  if (!chart.scan.ok) return [];
  return atomsOf(chart.file).flatMap((atom): readonly DamageFinding[] => {
    if (
      atom.kind === "header" ||
      !/^aws_(?:access_key_id|secret_access_key|session_token|security_token)$/.test(atom.name) ||
      atom.value === ""
    )
      return [];
    if (/^[\x21-\x7E]+$/.test(atom.value) && !/["']/.test(atom.value)) return [];
    // Told by its form already.
    if (
      !atom.value.includes("\n") &&
      strayIn(
        atom.name === "aws_access_key_id"
          ? "id"
          : atom.name === "aws_secret_access_key"
            ? "secret"
            : "token",
        atom.value,
      ) !== null
    )
      return [];
    const why = atom.value.includes("\n")
      ? "goes on in the indented line below it"
      : "holds a blank, a quotation mark or a letter that no key has";
    return [
      {
        id: `garbled:${lineOnDisk(chart, atom.index)}`,
        code: "key-garbled",
        index: atom.index,
        message:
          `${atLine(chart, atom.index)}: the value of ${atom.name} ${why}. ` + SENT_AS_IT_STANDS,
        try: [COPY_AGAIN],
        propose: null,
      },
    ];
  });
};

/** Regions that are none: boto3 stops on them, or finds no address for them. */
export const regions: Finder = (chart) =>
  words(chart).flatMap(({ line, index }): readonly DamageFinding[] => {
    const { name, firstValue } = line;
    const judged = name === "region" ? judgeRegion(firstValue) : null;
    if (judged === null || judged.ok) return [];
    const found = {
      id: `region:${lineOnDisk(chart, index)}`,
      code: "region-wrong",
      index,
    } as const;
    if (firstValue === "") {
      const expected = silenced([index]);
      const message =
        `${atLine(chart, index)}: the region is empty, and boto3 takes that for its name ` +
        `("Invalid endpoint"), even if the other AWS file has one.`;
      return [
        {
          ...found,
          message,
          try: ["Delete the line, or write us-east-1 behind the = sign."],
          propose: () => [
            {
              keep: null,
              label: "remove the line",
              splices: removeLines(chart.file.raw, [index]),
              expected,
            },
          ],
        },
      ];
    }
    const { why, meant } = judged;
    const message =
      `${atLine(chart, index)}: what stands there is no region: ${why}. boto3 stops on it or ` +
      "finds no address for it.";
    const cure =
      meant === null
        ? "Write the region as us-east-1 (MTurk is there and nowhere else)."
        : `Write ${meant}.${meant === MTURK_REGION ? "" : ` MTurk is in ${MTURK_REGION} only.`}`;
    return [
      {
        ...found,
        message,
        try: [cure],
        propose: meant === null ? null : () => [withValues(chart, [{ line, index }], () => meant)],
      },
    ];
  });

/**
 * Endpoints that are no address: boto3 raises ValueError. The scheme is only added where it cannot
 * be another.
 */
export const endpoints: Finder = (chart) =>
  words(chart).flatMap(({ line, index }): readonly DamageFinding[] => {
    const { name, firstValue } = line;
    if (name !== "endpoint_url" || firstValue === "" || /^https?:\/\/[^\s/]+/i.test(firstValue))
      return [];
    const meant = meantAddress(firstValue);
    const message =
      `${atLine(chart, index)}: the address in endpoint_url does not begin with http:// or ` +
      "https://, and boto3 stops on it.";
    return [
      {
        id: `endpoint:${lineOnDisk(chart, index)}`,
        code: "setting-broken",
        index,
        message,
        try: ["Write the whole address, or delete the line: psiTurk does not need it."],
        propose: meant === null ? null : () => [withValues(chart, [{ line, index }], () => meant)],
      },
    ];
  });
