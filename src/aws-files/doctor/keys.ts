/**
 * Keys that cannot work as they stand in a profile: left-over tokens, stand-ins, halves; and signs
 * that belong in no text file.
 */
import { isDocumentedExample, isPlaceholder } from "../../keys/recognise.js";
import { atLine, capital, type Finder, type DamageFinding, groupId, linesOf } from "./damage.js";
import {
  type Chart,
  continuationsAt,
  lineOnDisk,
  removeLines,
  replaceLine,
  silenced,
  textAt,
} from "./mend-lines.js";
import type { FileScan, ScannedOption, ScannedSection } from "../text/scan.js";
import { profileOf } from "../text/scan.js";
import { shownName } from "../text/scan-problem.js";

const ID = "aws_access_key_id";
const SECRET = "aws_secret_access_key";
const TOKENS = ["aws_session_token", "aws_security_token"] as const;
const NEW_KEY =
  "Run: mturk-setup   (it takes both halves of a key, checks them and writes them where " +
  "they belong)";

interface Profile {
  /** As it may be shown. */
  readonly name: () => string;
  readonly section: ScannedSection;
  readonly get: (name: string) => ScannedOption | undefined;
}

/** The profiles of a file that boto3 reads; of twins the one that counts. */
function profiles(chart: Chart): readonly Profile[] {
  const { scan } = chart;
  if (!scan.ok) return [];
  const known = PROFILES.get(scan);
  if (known !== undefined) return known;
  const found = new Map<string, Profile>();
  for (const section of scan.sections.values()) {
    const name = profileOf(section.name, scan.kind);
    if (name !== null)
      found.set(name, {
        name: () => shownName(name),
        section,
        get: (option) => section.options.get(option) ?? scan.defaults?.get(option),
      });
  }
  const all = [...found.values()];
  PROFILES.set(scan, all);
  return all;
}

const PROFILES = new WeakMap<FileScan, readonly Profile[]>();

/**
 * Ids of permanent keys begin with AKIA
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids);
 * no token belongs to them.
 */
export const staleTokens: Finder = (chart) =>
  profiles(chart).flatMap(({ name, section, get }): readonly DamageFinding[] => {
    const tokens = TOKENS.map((token) => section.options.get(token)).filter(
      (option) => option !== undefined && option.value !== "",
    );
    const here = tokens.filter((option) => option !== undefined);
    const [first] = here;
    if (first === undefined || get(ID)?.value.startsWith("AKIA") !== true) return [];
    const gone = new Set(here.map(({ index }) => index));
    return [
      {
        id: groupId(chart, "token", [...gone]),
        code: "session-token-stale",
        index: first.index,
        message:
          `${capital(linesOf(chart, [...gone]))}: a session token stands beside the ` +
          `permanent key of the profile ${name()}. It is left over from another key; boto3 ` +
          "sends it along, and AWS refuses both.",
        try: ["Delete the token's line."],
        propose: () => [
          {
            keep: null,
            label: "remove the token",
            splices: removeLines(
              chart.file.raw,
              here.flatMap(({ index }) => [index, ...continuationsAt(chart.file, index)]),
            ),
            expected: silenced(gone),
          },
        ],
      },
    ];
  });

/** `YourAccessKeyId` and AWS's own example pair: boto3 takes them for keys. */
export const placeholders: Finder = (chart) =>
  profiles(chart).flatMap(({ name, section, get }): readonly DamageFinding[] => {
    const id = get(ID);
    const secret = get(SECRET);
    const spot = [id, secret].find(
      (half) =>
        half !== undefined && (isDocumentedExample(half.value) || isPlaceholder(half.value)),
    );
    if (spot === undefined) return [];
    const what = isDocumentedExample(spot.value)
      ? "the example from AWS's documentation"
      : "a stand-in from some instructions";
    return [
      {
        id: `placeholder:${lineOnDisk(chart, section.index)}`,
        code: "placeholder-keys",
        index: spot.index,
        message:
          `${atLine(chart, spot.index)}: what stands in the profile ` +
          `${name()} is ${what}, not a key. It counts as one all the same: AWS refuses it, and ` +
          "it hides keys elsewhere.",
        try: [NEW_KEY, "Or delete both lines."],
        propose: null,
      },
    ];
  });

/** One half without the other, or nothing behind the = sign. */
export const halfKeys: Finder = (chart) =>
  profiles(chart).flatMap(({ name, section, get }): readonly DamageFinding[] => {
    const id = get(ID);
    const secret = get(SECRET);
    const only = id ?? secret;
    if (only === undefined) return [];
    const found = {
      id: `half:${lineOnDisk(chart, section.index)}`,
      code: "keys-partial",
      index: only.index,
      propose: null,
      try: [NEW_KEY],
    } as const;
    if (id !== undefined && secret !== undefined) {
      const blank = [id, secret].find(({ value }) => value === "");
      if (blank === undefined) return [];
      return [
        {
          ...found,
          index: blank.index,
          message:
            `${atLine(chart, blank.index)}: ${blank.line.name} is empty. boto3 takes that ` +
            "for a key and looks no further.",
          try: [NEW_KEY, "Or delete both lines."],
        },
      ];
    }
    const missing = id === undefined ? ID : SECRET;
    const message =
      `${atLine(chart, only.index)}: the profile ${name()} has ${only.line.name} here, but not ` +
      `${missing}. boto3 takes both halves from one file and does not look for the other ` +
      "half elsewhere.";
    return [{ ...found, message, try: [NEW_KEY, `Or add ${missing} from the same CSV file.`] }];
  });

/**
 * NUL bytes: boto3 reads them, other tools do not get past them, and we do not edit such a file.
 */
export const nulBytes: Finder = (chart) => {
  const indexes = chart.file.raw.flatMap(({ text }, index) => (text.includes("\0") ? [index] : []));
  const [first] = indexes;
  if (first === undefined) return [];
  const inComments = indexes.every((index) => chart.file.lines[index]?.kind === "comment");
  return [
    {
      id: groupId(chart, "nul", indexes),
      code: "file-misread",
      index: first,
      message:
        `${capital(linesOf(chart, indexes))}: a NUL byte, which belongs in no text file and ` +
        "which some AWS tools cannot read past.",
      try: inComments
        ? ["Take it out in a text editor that shows invisible signs."]
        : [
            "Take it out in a text editor that shows invisible signs, and compare the " +
              "value with the CSV file.",
          ],
      propose: inComments
        ? () => [
            {
              keep: null,
              label: "take it out of the comment",
              splices: indexes.map((index) =>
                replaceLine(chart.file.raw, index, [textAt(chart, index).replaceAll("\0", "")]),
              ),
              expected: new Map(),
            },
          ]
        : null,
    },
  ];
};
