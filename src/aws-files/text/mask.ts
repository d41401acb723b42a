/**
 * Masks lines and values of the AWS files before they are shown: whatever is not known to be
 * harmless is hidden.
 */
import { stripControls } from "../../base/clean.js";
import { invisibles, visibleText, withSignsShown } from "../../base/invisible.js";
import { MASK } from "../../base/unseen.js";
import { maskId } from "../../keys/types.js";
import { CLIENT_SETTINGS, S3_NAMES } from "./client-settings.js";
import { fromFile, shownValue } from "./client-settings-judge.js";
import type { LexedFile, IniLine } from "./scan-lines.js";
import { shownName } from "./scan-problem.js";
import { isRandom } from "../../keys/recognise.js";
import { judgeRegion } from "../../keys/region.js";
import { meantName } from "./unread-names.js";

const HIDDEN = "(hidden)";
const NOT_SHOWN = "(not shown)";
const REGION = /^[a-z0-9-]{1,32}$/;
const NAME = /^[A-Za-z0-9_.@%+:/-]{1,32}$/;

/**
 * Options whose value is shown, and the form it must have: a secret pasted in the wrong place, or
 * joined to the value by an indented line, has another form
 * (https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-files.html).
 */
const SHOWN: ReadonlyMap<string, RegExp> = new Map([
  ["region", REGION],
  ["sso_region", REGION],
  ["output", /^[a-z-]{1,16}$/],
  ["role_arn", /^arn:[a-z-]{3,12}:iam::\d{12}:role\/[\w+=,.@/-]{1,64}$/],
  ["source_profile", NAME],
  ["sso_session", NAME],
  ["services", NAME],
]);

/**
 * A value in a diff: ids shortened, settings that cannot be secret in full, all else `(hidden)`.
 */
export function diffValue(name: string, value: string): string {
  return maskedValue(name, value, HIDDEN);
}

/** A value in a list of changes: as in a diff, but `••••` for what is hidden. */
export function changeValue(name: string, value: string): string {
  return maskedValue(name, value, MASK);
}

/** A region as it may be shown; files can hold anything in its place. */
export function shownRegion(value: string): string {
  return REGION.test(value) ? value : "(not a region)";
}

/** Settings that boto3 checks hold words and numbers, and are to be seen where they are mended. */
const SETTING_NAMES: ReadonlySet<string> = new Set([
  ...CLIENT_SETTINGS.map(({ name }) => name),
  ...S3_NAMES,
]);

function maskedValue(written: string, value: string, hidden: string): string {
  if (value === "") return "";
  // A region is no secret under any name, and an id is shortened under any.
  const name = meantName(written) ?? written;
  if (name === "aws_access_key_id") return maskId(value);
  if (name === "region") return isRegionMeant(value) ? value : shownRegion(value);
  if (SETTING_NAMES.has(name)) return shownValue(fromFile(value)) ?? hidden;
  return SHOWN.get(name)?.test(value) === true ? value : hidden;
}

/** In quotes, in capital letters, with a zone's letter: nothing else stands there. */
function isRegionMeant(value: string): boolean {
  const judged = judgeRegion(value);
  return value.length <= 32 && !/[#;]/.test(value) && (judged.ok || judged.meant !== null);
}

/**
 * A line of a file as a diff may show it: without controls, secrets, comments and what is not
 * recognised.
 */
export function maskedLine(file: LexedFile, index: number): string {
  const line = file.lines[index];
  return line === undefined ? "" : stripControls(maskedText(file, index, line));
}

function maskedText(file: LexedFile, index: number, line: IniLine): string {
  switch (line.kind) {
    case "blank":
      return "";
    case "comment":
      return `# ${NOT_SHOWN}`;
    case "header":
      return `[${shownName(signsShown(line.name.split("]", 1)[0] ?? ""))}]`;
    case "option":
      return isPlainName(
        HAS_CONTROLS.test(line.writtenName) ? line.writtenName : visibleText(line.writtenName),
      )
        ? [
            " ".repeat(Math.min(line.indent.length, 8)),
            withSignsShown(line.writtenName),
            line.separator.replaceAll(/\s+/g, " "),
            valueWithSigns(line.name, line.firstValue),
          ].join("")
        : NOT_SHOWN;
    case "continuation":
      return `  ${maskedNested(file.raw[index]?.text ?? "")}`;
    case "fault":
      return NOT_SHOWN;
  }
}

/** A line of a block such as `s3 =`, if it is one of the settings that stand in such blocks. */
function maskedNested(text: string): string {
  const [, name = "", after = ""] = /^\s*([a-z0-9_]+)\s*=(.*)$/s.exec(text) ?? [];
  const value = after.trim();
  return SETTING_NAMES.has(name) || name === "endpoint_url"
    ? `${name} = ${diffValue(name, value)}`
    : NOT_SHOWN;
}

/** Escape sequences are no sign that was overlooked: of them nothing is shown. */
// eslint-disable-next-line no-control-regex -- these controls begin what a terminal obeys
const HAS_CONTROLS = /[\u001B\u0080-\u009F]/;

function signsShown(text: string): string {
  return HAS_CONTROLS.test(text) ? text : withSignsShown(text);
}

/**
 * The value as in a diff, with the signs written out that nobody sees: what a mend takes out has to
 * be seen.
 */
function valueWithSigns(name: string, value: string): string {
  const signs = invisibles(value);
  return signs.length === 0
    ? diffValue(name, value)
    : `${diffValue(name, visibleText(value))}${signs.map(({ code }) => `<${code}>`).join("")}`;
}

/**
 * Names longer than a secret's 40 characters less one, or with signs that keys have, could be a
 * key.
 */
function isPlainName(name: string): boolean {
  if (meantName(name) !== null) return /^[$\w :.[\]-]{1,39}$/.test(name);
  return (
    /^[A-Za-z][A-Za-z0-9_.-]{0,38}$/.test(name) &&
    !/^A[KS]IA/.test(name) &&
    !(name.length >= 16 && isRandom(name))
  );
}
