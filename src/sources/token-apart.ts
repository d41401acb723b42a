/** Notes a session token that stands away from its id, where it is of no use. Stops nobody. */
import { scanText, type ScannedOption } from "../aws-files/text/scan.js";
import { meantVariable } from "../keys/variables.js";
import type { Boto3Resolution } from "./boto3.js";
import type { LegacyText } from "./legacy.js";
import { deleteCure, shownSafely, type Env } from "./place.js";
import type { DotenvFile } from "./psiturk-places.js";
import type { Program, SourceProblem } from "./types.js";

export function note(
  code: SourceProblem["code"],
  message: string,
  cures: readonly string[],
  about?: readonly Program[],
): SourceProblem {
  return { code, level: "note", message, try: cures, ...(about === undefined ? {} : { about }) };
}

const TOKENS = ["aws_session_token", "aws_security_token"] as const;
const BELOW_THE_ID = `If they belong together, put the token below the id, as ${TOKENS[0]}.`;
const VARIABLES: readonly string[] = ["AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"];

interface TokenInput {
  readonly boto3: Boto3Resolution;
  readonly env: Env;
  readonly dotenv: DotenvFile | null;
  readonly legacy: readonly LegacyText[];
}

/**
 * boto3 takes id, secret and token from one and the same place (`_extract_creds_from_mapping` in
 * botocore/credentials.py).
 */
export function tokensApart({
  boto3: { winner, profile, profiles },
  env,
  dotenv,
  legacy,
}: TokenInput): readonly SourceProblem[] {
  if (winner?.key?.accessKeyId.startsWith("ASIA") !== true || winner.key.sessionToken !== undefined)
    return [];
  const apart =
    "boto3 takes id, secret and session token from one and the same place, so this token " +
    "is not sent, and AWS refuses the key without it";
  const name = winner.profile ?? (profile.name === "" ? "default" : profile.name);
  const inFiles = [profiles.credentials, profiles.config].flatMap(
    (file): readonly SourceProblem[] => {
      if (winner.name === (file.kind === "credentials" ? "credentials-file" : "config-file"))
        return [];
      const options = TOKENS.flatMap(
        (token) => profiles.view(file.kind, name)?.options.get(token) ?? [],
      );
      const [first] = options;
      if (first === undefined) return [];
      const message =
        `The session token of the profile "${shownSafely(name)}" stands in line ` +
        `${first.line} of ${shownSafely(file.path)}, but its id (ASIA…) elsewhere: ${apart}.`;
      return [
        note(
          "temporary-keys",
          message,
          [
            `If they belong together, move line ${first.line} of ${shownSafely(file.path)} ` +
              "to where the id stands.",
            "If not: d" +
              deleteCure(file.path, [{ line: first.line, name: first.writtenName }]).slice(1),
          ],
          ["boto3"],
        ),
      ];
    },
  );
  const variable =
    winner.name === "environment" ? undefined : VARIABLES.find((each) => (env[each] ?? "") !== "");
  const inEnv =
    variable === undefined
      ? []
      : [
          note(
            "temporary-keys",
            `${variable} is set in the environment, but the id (ASIA…) stands in a file: ${apart}.`,
            [BELOW_THE_ID, `If not: unset ${variable}`],
            ["boto3"],
          ),
        ];
  const inPsiturks = tokensOfPsiturk(dotenv, legacy).map(({ path, line, name: written }) =>
    note(
      "temporary-keys",
      `A session token stands in line ${line} of ${shownSafely(path)}, but the id (ASIA…) ` +
        "elsewhere: boto3 does not look into that file, and psiTurk passes no session token " +
        "on, so AWS refuses the key without it.",
      [BELOW_THE_ID, `If not: d${deleteCure(path, [{ line, name: written }]).slice(1)}`],
      ["boto3", "psiturk"],
    ),
  );
  return [...inFiles, ...inEnv, ...inPsiturks];
}

interface TokenLine {
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  readonly name: string;
}

/** Where a session token stands in `.env` and in psiTurk's own files, the first in each. */
function tokensOfPsiturk(
  dotenv: DotenvFile | null,
  legacy: readonly LegacyText[],
): readonly TokenLine[] {
  const variables = [...(dotenv?.variables ?? [])].flatMap(([name, { value, line }]) => {
    const isToken = VARIABLES.includes(name) || VARIABLES.includes(meantVariable(name) ?? "");
    return isToken && value !== "" ? [{ path: dotenv?.path ?? "", line, name }] : [];
  });
  const options = legacy.flatMap((file) => {
    const token = typeof file.text === "string" ? tokenOption(file.text) : undefined;
    return token === undefined
      ? []
      : [{ path: file.path, line: token.index + 1, name: token.line.writtenName }];
  });
  return [...variables.slice(0, 1), ...options];
}

function tokenOption(text: string): ScannedOption | undefined {
  const scan = scanText(text, "credentials", "3.9");
  const sections = scan.ok ? [...scan.sections.values()] : [];
  return sections.flatMap(({ options }) => TOKENS.flatMap((name) => options.get(name) ?? []))[0];
}
