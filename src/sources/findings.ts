/**
 * Finds what should be told about the keys, beside who wins: hidden and placeholder keys, left-over
 * tokens, open files.
 */
import { quoted } from "../base/shell.js";
import { invisibleIn } from "../base/invisible.js";
import type { Problem, ProblemCode } from "../base/problem.js";
import type { FileKind, ScannedFile } from "../aws-files/types.js";
import type { GluedHeader } from "../aws-files/text/glued-header.js";
import { meantName } from "../aws-files/text/unread-names.js";
import type { AccessKey } from "../keys/types.js";
import type { Boto3Resolution } from "./boto3.js";
import { misspeltSection, type LegacyText } from "./legacy.js";
import { doubtfulForm, hopelessForm, sampleKey, unusedForm } from "./form.js";
import {
  certificateFindings,
  endpointFindings,
  otherRegionFinding,
  regionFindings,
} from "./findings-reach.js";
import {
  invisibleCures,
  isPlural,
  label,
  listed,
  problem,
  shownSafely,
  type Env,
  type JudgedSource,
  type KeySource,
  DOCTOR_MENDS_IT,
} from "./place.js";
import type { PsiturkResolution } from "./psiturk.js";
import type { Program, SourceProblem } from "./types.js";

interface FindingsInput {
  readonly boto3: Boto3Resolution;
  readonly psiturk: PsiturkResolution;
  /** Settings on which a program stops although its keys are right. */
  readonly settings: readonly SourceProblem[];
  readonly legacy: readonly LegacyText[];
  readonly modes: ReadonlyMap<FileKind, number>;
  readonly glued: readonly GluedHeader[];
  readonly platform: NodeJS.Platform;
  readonly env: Env;
}

/**
 * boto3 has no key while psiTurk has one of its own: said with the problem, for the user may not
 * know of the two ways.
 */
export function withPsiturksKey(
  boto3: Boto3Resolution,
  psiturk: PsiturkResolution,
): Boto3Resolution {
  if (boto3.problem?.code !== "keys-missing" || psiturk.source === null) return boto3;
  const message =
    `${boto3.problem.message} psiTurk has a key of its own, from ` +
    `${listed(psiturk.from.map(label))}.`;
  return { ...boto3, problem: { ...boto3.problem, message } };
}

/**
 * All problems, the deciding one first: what stops boto3, what stops psiTurk, then what does not
 * stop but should be known.
 */
export function findProblems(input: FindingsInput): readonly SourceProblem[] {
  const { boto3, psiturk } = input;
  const all: readonly SourceProblem[] = [
    ...of(["boto3"], boto3.problem),
    ...of(["psiturk"], psiturk.problem),
    ...input.settings,
    ...of(
      ["boto3"],
      ...unreadNames(boto3),
      ...input.glued.flatMap((header) => glued(header, boto3)),
    ),
    ...of(["boto3"], ...(boto3.winner === null ? [] : formOfUsed(boto3.winner))),
    ...of(["psiturk"], ...psiturk.from.flatMap(formOfUsed)),
    ...formOfUnused(boto3, psiturk),
    ...invisibleInVariables(input.env),
    ...of(["boto3"], ...staleToken(boto3.winner)),
    ...of(["psiturk"], ...droppedToken(psiturk)),
    ...hiddenKeys(boto3, psiturk),
    ...of(["psiturk"], ...mixedKey(psiturk), ...input.legacy.flatMap(otherSection)),
    ...(boto3.early === null ? regionFindings(boto3.region, boto3.profile) : []),
    ...otherRegionFinding(input.env),
    ...endpointFindings(boto3.reach),
    ...certificateFindings(boto3.reach),
    ...[boto3.profiles.credentials, boto3.profiles.config].flatMap(unreadable),
    ...[boto3.profiles.credentials, boto3.profiles.config].flatMap((file) =>
      permissive(file, input),
    ),
  ];
  return all.flatMap((each, index) => {
    const same = all.filter((other) => other.code === each.code && told(other) === told(each));
    if (all.indexOf(same[0] ?? each) !== index) return [];
    return [{ ...each, about: [...new Set(same.flatMap(({ about }) => about ?? BOTH))] }];
  });
}

function of(
  about: readonly Program[],
  ...problems: readonly (Problem | null)[]
): readonly SourceProblem[] {
  return problems.flatMap((each) => (each === null ? [] : [{ ...each, about }]));
}

const BOTH: readonly Program[] = ["boto3", "psiturk"];

/** boto3 and psiTurk without any key are one thing to tell. */
function told(each: Problem): string {
  return each.code === "keys-missing" ? "" : each.message;
}

/** The form of what is used: stand-ins first, for they are no keys at all. */
function formOfUsed(place: KeySource): readonly Problem[] {
  const hopeless = hopelessForm(place) ?? sampleKey(place);
  return hopeless === null ? doubtfulForm(place) : [hopeless];
}

/** Complete keys that neither program uses, and that could not work if it did. */
function formOfUnused(
  boto3: Boto3Resolution,
  psiturk: PsiturkResolution,
): readonly SourceProblem[] {
  const used = [...(boto3.winner === null ? [] : [boto3.winner]), ...psiturk.from].map(label);
  const of = (program: Program, judged: readonly JudgedSource[]): readonly SourceProblem[] =>
    judged.flatMap(({ place, state }) => {
      const found = state === "hidden" && !used.includes(label(place)) ? unusedForm(place) : null;
      return found === null ? [] : [{ ...found, about: [program] }];
    });
  return [...of("boto3", boto3.judged), ...of("psiturk", psiturk.judged)];
}

const OTHER_FILE = "so it names another file than was meant";

/**
 * Variables that programs read for AWS, in which a sign that nobody sees changes the meaning; keys
 * are judged where they are used.
 */
const SPOILT: readonly (readonly [name: string, code: ProblemCode, means: string])[] = [
  ["AWS_SHARED_CREDENTIALS_FILE", "file-misread", OTHER_FILE],
  ["AWS_CONFIG_FILE", "file-misread", OTHER_FILE],
  ["AWS_SESSION_TOKEN", "key-garbled", "so AWS refuses it"],
  ["AWS_SECURITY_TOKEN", "key-garbled", "so AWS refuses it"],
];

function invisibleInVariables(env: Env): readonly Problem[] {
  return SPOILT.flatMap(([name, code, means]) => {
    const hidden = invisibleIn(env[name] ?? "");
    return hidden === null
      ? []
      : [
          problem(
            code,
            `There is ${hidden} of ${name}, ${means}.`,
            invisibleCures(name, env[name] ?? ""),
          ),
        ];
  });
}

/**
 * Ids of permanent keys begin with AKIA, of temporary ones with ASIA
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids).
 */
function staleToken(winner: KeySource | null): readonly Problem[] {
  if (
    winner?.key?.sessionToken === undefined ||
    !winner.key.accessKeyId.startsWith("AKIA") ||
    winner.tokenCure === null
  )
    return [];
  const message =
    `Beside the permanent access key in ${label(winner)} there is a session token left over ` +
    "from another key. boto3 sends it along, and AWS refuses both.";
  return [problem("session-token-stale", message, [winner.tokenCure])];
}

/** psiTurk hands id and secret on, but no token; without it AWS refuses a temporary key. */
function droppedToken(psiturk: PsiturkResolution): readonly Problem[] {
  if (
    psiturk.key?.accessKeyId.startsWith("ASIA") !== true ||
    psiturk.key.sessionToken !== undefined
  )
    return [];
  const message =
    `psiTurk takes a temporary key (ASIA…) from ${listed(psiturk.from.map(label))}, and does ` +
    "not pass on the session token that belongs to it, so AWS refuses the key.";
  return [
    problem("temporary-keys", message, [
      "Use the permanent key (AKIA…) of an IAM user for psiTurk.",
      ...psiturk.from.flatMap((place) => place.cure),
    ]),
  ];
}

/** Keys in the AWS files that something else beats; the same key in two places is no harm. */
function hiddenKeys(boto3: Boto3Resolution, psiturk: PsiturkResolution): readonly SourceProblem[] {
  const byProgram = [
    {
      program: "boto3",
      id: "boto3" as const,
      from: boto3.winner === null ? [] : [boto3.winner],
      hidden: hiddenFile(boto3.judged, boto3.winner?.key ?? null),
    },
    {
      program: "psiTurk",
      id: "psiturk" as const,
      from: psiturk.from,
      hidden: hiddenFile(psiturk.judged, psiturk.key),
    },
  ].filter((each) => each.from.length > 0 && each.hidden !== null);
  const groups = new Map<string, typeof byProgram>();
  for (const each of byProgram) {
    const hidden = each.hidden === null ? "" : label(each.hidden);
    const what = [hidden, ...each.from.map(label)].join("|");
    groups.set(what, [...(groups.get(what) ?? []), each]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first?.hidden === null || first === undefined) return [];
    const programs = listed(group.map((each) => each.program));
    const message =
      `The key in ${label(first.hidden)} is not the one that ${programs} ` +
      `${group.length === 1 ? "uses" : "use"}: ${listed(first.from.map(label))} ` +
      `${isPlural(first.from) ? "hide" : "hides"} it.`;
    return [
      {
        ...problem("keys-hidden", message, unhide(first.from, first.hidden)),
        about: group.map((each) => each.id),
      },
    ];
  });
}

/**
 * The credentials file is where keys belong: there only the user knows which of the two is the
 * right one.
 */
function unhide(from: readonly KeySource[], hidden: KeySource): readonly string[] {
  const cure = from.flatMap((place) => place.cure);
  if (from[0]?.name !== "credentials-file") return cure;
  return [
    ...hidden.cure.map((each) => `If the key that is used is the right one: ${lowerFirst(each)}`),
    ...cure.map((each) => `If not: ${lowerFirst(each)}`),
  ];
}

function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

function hiddenFile(judged: readonly JudgedSource[], used: AccessKey | null): KeySource | null {
  const hidden = judged.find(
    ({ place, state }) =>
      state === "hidden" &&
      (place.name === "credentials-file" || place.name === "config-file") &&
      !sameKey(place.key, used),
  );
  return hidden?.place ?? null;
}

function sameKey(a: AccessKey | null, b: AccessKey | null): boolean {
  return (
    a !== null &&
    b !== null &&
    a.accessKeyId === b.accessKeyId &&
    a.secretAccessKey.equals(b.secretAccessKey)
  );
}

/** Half of one pair with half of another never fits together. */
function mixedKey(psiturk: PsiturkResolution): readonly Problem[] {
  if (psiturk.source !== "mixed" || !psiturk.from.some((place) => place.holds === "pair"))
    return [];
  const message =
    `psiTurk takes one half of its key each from ${listed(psiturk.from.map(label))}, so id ` +
    "and secret belong to two different keys, and AWS refuses them.";
  const odd = psiturk.from.filter((place) => place.holds === "half");
  return [
    problem(
      "keys-hidden",
      message,
      (odd.length === 0 ? psiturk.from.slice(0, 1) : odd).flatMap((place) => place.cure),
    ),
  ];
}

function otherSection(file: LegacyText): readonly Problem[] {
  const section = misspeltSection(file, "psiturk");
  if (section === null) return [];
  const message =
    `psiTurk passes over the key in ${shownSafely(file.path)}: line ${section.line} says ` +
    `[${shownSafely(section.name)}], but only [AWS Access], spelt exactly so, counts.`;
  return [
    problem("keys-hidden", message, [
      `Change line ${section.line} of ${shownSafely(file.path)} to [AWS Access], or delete ` +
        "that section.",
    ]),
  ];
}

/**
 * `[default] aws_access_key_id = …`: with a key on the line, why boto3 finds none; else something
 * that was meant and does not count.
 */
function glued(
  { path, profile, line, holdsKey }: GluedHeader,
  { problem: stop, profile: chosen }: Boto3Resolution,
): readonly Problem[] {
  if (profile !== (chosen.name === "" ? "default" : chosen.name)) return [];
  const message =
    `Line ${line} of ${shownSafely(path)}: what stands behind [${shownSafely(profile)}] on ` +
    "the same line is read by no program; each setting needs a line of its own.";
  const keyIsMissed = holdsKey && (stop?.code === "keys-missing" || stop?.code === "keys-partial");
  return [
    {
      ...problem("keys-partial", message, [DOCTOR_MENDS_IT]),
      ...(keyIsMissed ? {} : { level: "warning" as const }),
    },
  ];
}

/**
 * `AWSAccessKeyId=` and the like: told where boto3 finds no whole key, for then it was meant to be
 * one.
 */
function unreadNames({ problem: stop, profiles, profile }: Boto3Resolution): readonly Problem[] {
  if (stop?.code !== "keys-missing" && stop?.code !== "keys-partial") return [];
  const views = [profiles.credentials, profiles.config].flatMap((file) =>
    file.ok ? [{ path: file.path, view: file.profiles.get(profile.name) }] : [],
  );
  return views.flatMap(({ path, view }) =>
    [...(view?.options.values() ?? [])].flatMap(({ writtenName, line }) => {
      const right = meantName(writtenName);
      if (right === null || right === "region") return [];
      const message =
        `Line ${line} of ${shownSafely(path)} names ${shownSafely(writtenName)}; no program ` +
        `reads that there. It has to be ${right}.`;
      return [problem("keys-partial", message, [DOCTOR_MENDS_IT])];
    }),
  );
}

/**
 * What boto3 cannot open it takes for empty, and goes on; where that leaves it without a key, its
 * own problem says so.
 */
function unreadable(file: ScannedFile): readonly Problem[] {
  if (file.ok) return [];
  return [
    file.problem.code === "file-unreadable" ? { ...file.problem, level: "warning" } : file.problem,
  ];
}

/** Anyone on the computer who may read the file has the key. */
function permissive(file: ScannedFile, input: FindingsInput): readonly Problem[] {
  const mode = input.modes.get(file.kind);
  if (input.platform === "win32" || mode === undefined || (mode & 0o077) === 0 || !file.ok)
    return [];
  if (![...file.profiles.values()].some((view) => view.options.has("aws_secret_access_key")))
    return [];
  const message =
    `${shownSafely(file.path)} holds a secret and can be opened by other users of this ` +
    `computer (mode ${mode.toString(8).padStart(4, "0")}).`;
  return [problem("file-permissive", message, [`chmod 600 ${quoted(file.path)}`])];
}
