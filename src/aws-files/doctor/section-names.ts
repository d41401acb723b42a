/**
 * Finds section lines that boto3, psiTurk or other AWS tools read otherwise than they were meant,
 * and settings that became part of another one.
 */
import { lookAlikeIn, meantLatin } from "../../base/look-alike.js";
import { COMMENT_APART } from "./values.js";
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
import { SPACES_AWAY, withRegion } from "./faults.js";
import {
  type Chart,
  continuationsAt,
  lineOnDisk,
  replaceLine,
  rewritten,
  textAt,
} from "./mend-lines.js";
import { indentOf, strip } from "../text/python.js";
import { profileOf, type ScannedSection } from "../text/scan.js";
import { nameOfOldPython, readApart, shownName } from "../text/scan-problem.js";

/** Where two stand that cannot both be meant. */
export const KEEP_ONE = "Keep one of the two in a text editor, and delete or rename the other.";

/** A comment behind a header. */
const BEHIND = /^\[([^\]]+)\](\s*)([#;].*)$/;
export const PLAIN = /^[A-Za-z0-9_.@%+:/-]+$/;
/**
 * What only a profile holds; a section of the config file without any of them may be something
 * else.
 */
const OF_PROFILES =
  /^(?:aws_(?:access_key_id|secret_access_key|session_token)|region|output|role_arn|source_profile|sso_session|sso_start_url|sso_account_id|credential_process|services|endpoint_url)$/;

export function sectionsIn(chart: Chart): readonly ScannedSection[] {
  return chart.scan.ok ? [...chart.scan.sections.values()] : [];
}

/** The line with another name between its brackets; what stands around them stays. */
function headerLine(chart: Chart, index: number, old: string, name: string): string {
  const text = textAt(chart, index);
  const start = indentOf(text) + 1;
  return text.slice(0, start) + name + text.slice(start + old.length);
}

export function renamed(
  chart: Chart,
  index: number,
  old: string,
  name: string,
  text = headerLine(chart, index, old, name),
): Proposal {
  return {
    keep: null,
    label: `make it [${shownName(name)}]`,
    splices: [replaceLine(chart.file.raw, index, [text])],
    expected: rewritten(chart.file, [index], (atom) => ({ ...atom, name })),
  };
}

/** In plain letters, where other ones look like them. */
function asMeant(name: string): string {
  return meantLatin(name) ?? name;
}

function withoutQuotes(name: string): string {
  return name.replace(/^(["'])(.*)\1$/, "$2");
}

/** A clause behind the name that says which letter is no Latin one. */
function looksLatin(name: string): string {
  const twin = asMeant(name) === name ? null : lookAlikeIn(name);
  return twin === null ? "" : `, with ${twin}, which only looks like a Latin letter`;
}

function isRead(name: string): boolean {
  return profileOf(name, "config") !== null && asMeant(name) === name;
}

/** The section name that was meant; null if it is right, or cannot be told. */
function meantSection({ name, options }: ScannedSection, chart: Chart): string | null {
  const bare = withoutQuotes(asMeant(strip(name)));
  const quoted = (profile: string): string => (PLAIN.test(profile) ? profile : `"${profile}"`);
  const inner = /^profile\s+(["']?)([^"'\\\s](?:[^"'\\]*))\1$/.exec(bare)?.[2];
  const isDefault = bare.toLowerCase() === "default" || inner?.toLowerCase() === "default";
  if (chart.doc.both && isRead(name)) return null;
  if (chart.doc.kind === "credentials") return isDefault ? "default" : (inner ?? bare);
  if (isDefault && profileOf(name, "config") !== "default") return "default";
  if (isRead(name)) return null;
  if (inner !== undefined) return `profile ${quoted(strip(inner))}`;
  if (/^(?:profile|services|sso-session|plugins|preview)/.test(bare) || !PLAIN.test(bare))
    return null;
  return [...options.keys()].some((option) => OF_PROFILES.test(option)) ? `profile ${bare}` : null;
}

/**
 * `[Default]`, `[ dev ]`, `[profile x]` in the credentials file, `[x]` in the config file: profiles
 * under names that nobody asks for.
 */
export const misnamedSections: Finder = (chart) => {
  const sections = sectionsIn(chart);
  const byName = new Map(
    [...sections].reverse().map((section) => [section.name, section] as const),
  );
  const byProfile = new Map(
    chart.doc.kind === "config"
      ? [...sections]
          .reverse()
          .map((section) => [profileOf(section.name, "config"), section] as const)
      : [],
  );
  byProfile.delete(null);
  return sections.flatMap((section): readonly DamageFinding[] => {
    const { name, index } = section;
    if (section.header.brackets > 1 && insideBrackets(name) === null) return apart(chart, section);
    const meant = meantOf(section, chart);
    if (
      meant === null &&
      chart.doc.kind === "config" &&
      /^profile\b/.test(name) &&
      profileOf(name, "config") === null
    )
      return [noProfile(chart, section)];
    if (meant === null || meant === name || meant === "") return [];
    const taken = byName.get(meant) ?? byProfile.get(profileOf(meant, "config"));
    const profile = chart.doc.kind === "config" ? (profileOf(meant, "config") ?? meant) : meant;
    const where = chart.doc.kind === "config" ? "In the config file" : "In the credentials file";
    const message =
      `${atLine(chart, index)} is [${shownName(name)}]${looksLatin(name)}. ${where} the profile ` +
      `${shownName(profile)} has to be written [${shownName(meant)}]; boto3, psiTurk and the ` +
      "AWS CLI do not find it under this name.";
    const found = {
      id: `section:${lineOnDisk(chart, index)}`,
      code: "profile-missing",
      index,
    } as const;
    if (taken !== undefined) {
      return [
        {
          ...found,
          message:
            `${message} There is a [${shownName(taken.name)}] too, in ` +
            `${linesOf(chart, [taken.index])}.`,
          try: [KEEP_ONE],
          propose: null,
        },
      ];
    }
    return [
      {
        ...found,
        message,
        try: [`Change the line to [${shownName(meant)}].`],
        propose: () => [renamed(chart, index, name, meant)],
      },
    ];
  });
};

/** `[[default]]`: the name without the second pair; null where there is none. */
function insideBrackets(name: string): string | null {
  const inner = name.replace(/^\[+/, "").replace(/(?<!\])\]+$/, "");
  return name.startsWith("[") && name.endsWith("]") && /^[^[\]]+$/.test(inner)
    ? strip(inner)
    : null;
}

function meantOf(section: ScannedSection, chart: Chart): string | null {
  const inner = insideBrackets(section.name);
  return inner === null
    ? meantSection(section, chart)
    : (meantSection({ ...section, name: inner }, chart) ?? inner);
}

/** A `]` in the midst of a name; one in a comment behind it is told as such. */
function apart(chart: Chart, { name, index }: ScannedSection): readonly DamageFinding[] {
  if (BEHIND.test(strip(textAt(chart, index)))) return [];
  return [
    {
      id: `two-names:${lineOnDisk(chart, index)}`,
      code: "file-misread",
      index,
      message: readApart(lineOnDisk(chart, index), nameOfOldPython(name), name),
      try: [
        "Write a name without ] there, in a text editor, and ask for the profile by that name.",
      ],
      propose: null,
    },
  ];
}

/** A quotation mark that never closes, three words, or no name at all. */
function noProfile(chart: Chart, { name, index }: ScannedSection): DamageFinding {
  return {
    id: `section:${lineOnDisk(chart, index)}`,
    code: "profile-missing",
    index,
    message:
      `${atLine(chart, index)} is [${shownName(name)}], which names no profile: boto3, ` +
      "psiTurk and the AWS CLI pass over it.",
    try: ['Write it as [profile NAME]; a name with blanks stands in quotes: [profile "my lab"].'],
    propose: null,
  };
}

/**
 * `[DEFAULT]`: Python copies its settings into every profile. As the only section it was meant to
 * be [default].
 */
export const magicDefault: Finder = (chart) => {
  if (!chart.scan.ok || chart.scan.defaults === null) return [];
  const headers = chart.file.lines.flatMap((line, index) =>
    line.kind === "header" ? [index] : [],
  );
  const index = chart.file.lines.findIndex(
    (line) => line.kind === "header" && line.name === "DEFAULT",
  );
  const alone = headers.length === 1;
  return [
    {
      id: "magic-default",
      code: alone ? "profile-missing" : "file-misread",
      index,
      message: alone
        ? `${atLine(chart, index)} is [DEFAULT] in capitals. That is no profile: boto3 and ` +
          "psiTurk find no keys in this file."
        : `${atLine(chart, index)} is [DEFAULT] in capitals. Python copies what stands below ` +
          "it into every profile of this file; other AWS tools do not.",
      try: [
        "Change the line to [default] if you meant the default profile.",
        ...(alone ? [] : ["Or move its settings to the profiles that need them."]),
      ],
      propose: alone ? () => [renamed(chart, index, "DEFAULT", "default")] : null,
    },
  ];
};

/**
 * A comment behind a section line that makes Pythons read different names (a second `]`), or other
 * tools none (`[b]#c`).
 */
export const headerComments: Finder = (chart) =>
  sectionsIn(chart).flatMap(({ name, index, header }): readonly DamageFinding[] => {
    const body = strip(textAt(chart, index));
    const parts = BEHIND.exec(body);
    if (parts === null || (header.brackets < 2 && parts[2] !== "")) return [];
    const [, meant = "", , comment = ""] = parts;
    const indent = textAt(chart, index).slice(0, indentOf(textAt(chart, index)));
    const splices = [replaceLine(chart.file.raw, index, [comment, `${indent}[${meant}]`])];
    return [
      {
        id: `header-comment:${lineOnDisk(chart, index)}`,
        code: "file-misread",
        index,
        message:
          `${atLine(chart, index)} has a comment behind [${shownName(meant)}]. ` +
          (header.brackets > 1
            ? "As it holds a ] too, newer Pythons take it for part of the name."
            : "It touches the ], and AWS's JavaScript tools then overlook the " + "section."),
        try: [COMMENT_APART],
        propose: () => [
          {
            ...renamed(chart, index, name, meant),
            label: "put the comment on its own line",
            splices,
          },
        ],
      },
    ];
  });

/**
 * Section lines with spaces before the `[`: boto3 reads them, `aws configure` writes a second one
 * below, and then nobody reads the file.
 */
export const indentedHeaders: Finder = (chart) => {
  const indexes = sectionsIn(chart)
    .filter(({ header }) => header.indent !== "")
    .map(({ index }) => index);
  const [first] = indexes;
  if (first === undefined) return [];
  return [
    {
      id: groupId(chart, "indented-headers", indexes),
      code: "file-misread",
      index: first,
      message:
        `${capital(linesOf(chart, indexes))}: spaces before the [ of a section line. boto3 ` +
        `reads it, but "aws configure" does not find it and adds the section again; then no ` +
        "AWS tool can read the file.",
      try: [SPACES_AWAY],
      propose: () => [
        {
          keep: null,
          label: "take the spaces away",
          splices: indexes.map((index) =>
            replaceLine(chart.file.raw, index, [
              textAt(chart, index).slice(indentOf(textAt(chart, index))),
            ]),
          ),
          expected: new Map(),
        },
      ],
    },
  ];
};

/** A setting that is indented deeper than the one above and so became part of its value. */
export const swallowedSettings: Finder = (chart) =>
  chart.file.lines.flatMap((line, index): readonly DamageFinding[] => {
    if (line.kind !== "continuation") return [];
    const owner = chart.file.lines[line.owner];
    const body = strip(textAt(chart, index));
    const name = /^([A-Za-z_]+)\s*[=:]/.exec(body)?.[1] ?? "";
    // Below an empty value, indented lines are a nested block, in which such names may well stand.
    if (owner?.kind !== "option" || owner.firstValue === "" || !KNOWN_NAME.test(name)) return [];
    const end = (continuationsAt(chart.file, line.owner).at(-1) ?? index) + 1;
    const text = owner.indent + body;
    return [
      {
        id: `setting:${lineOnDisk(chart, index)}`,
        code: "file-misread",
        index,
        message:
          `${atLine(chart, index)} is indented, so ${name.toLowerCase()} counts as part of ` +
          `the value in ${linesOf(chart, [line.owner])}, and boto3 finds neither of the two.`,
        try: ["Take the spaces at the beginning of the line away, in a text editor."],
        propose: () => [
          {
            keep: null,
            label: "take the spaces away",
            splices: [replaceLine(chart.file.raw, index, [text])],
            expected: withRegion(chart, index, end, [text]),
          },
        ],
      },
    ];
  });
