/**
 * Judges a value of a client setting as botocore does, and says what was meant where there can be
 * no doubt.
 */
import { STOPS_AT_ADDRESS, isAddress } from "../../base/address.js";
import { type Accepts, CLIENT_SETTINGS, type ClientSetting } from "./client-settings.js";
import { strip } from "./python.js";
import { plainText } from "./reveal.js";
import { nestedSettings } from "./scan.js";
import type { ProfileView } from "../types.js";
import { withoutEnd } from "../../base/trim.js";

/**
 * Text as configparser gives it: begins with a line break where it is a block of indented lines.
 * Variables are never blocks.
 */
export interface Given {
  readonly text: string;
  readonly isBlock: boolean;
}

export function fromFile(text: string): Given {
  return { text, isBlock: text.startsWith("\n") };
}

export function fromVariable(text: string): Given {
  return { text, isBlock: false };
}

/** Whether botocore goes on with this value. */
export function isAccepted(accepts: Accepts, { text, isBlock }: Given): boolean {
  if (accepts.form === "block") return isBlock || (accepts.text && text !== "");
  if (isBlock) return false;
  switch (accepts.form) {
    case "word":
      return (
        (accepts.empty && text === "") ||
        accepts.words.includes(accepts.anyCase ? text.toLowerCase() : text)
      );
    case "number": {
      const number = pythonInt(text);
      return number !== null && number >= accepts.least && number <= accepts.most;
    }
    case "address":
      return (accepts.empty && text === "") || isAddress(text);
    case "text":
      return true;
  }
}

/**
 * Python's `int(text)`; null where it raises
 * (https://docs.python.org/3/library/functions.html#int).
 */
export function pythonInt(text: string): number | null {
  const parts = /^([+-]?)(\p{Nd}+(?:_\p{Nd}+)*)$/u.exec(strip(text));
  const digits = Array.from((parts?.[2] ?? "").replaceAll("_", ""));
  // https://docs.python.org/3/library/stdtypes.html#int-max-str-digits
  if (parts === null || digits.length > 4300) return null;
  return (parts[1] === "-" ? -1 : 1) * Number(digits.map(digitOf).join(""));
}

/** Decimal digits of any script come in runs from 0 to 9. */
function digitOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  if (code < 128) return code - 48;
  let first = code;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return (code - first) % 10;
}

const INVISIBLE = /[\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u2064\uFEFF]/g;

/**
 * The value that was meant: in another case, in quotes, with a comment or a comma behind it; null
 * if that is not clear.
 */
export function meantValue(accepts: Accepts, { text, isBlock }: Given): string | null {
  if (isBlock) return null;
  const visible = strip(text.replaceAll(INVISIBLE, ""));
  const bare = withoutEnd(
    strip(visible.split(/\s[#;]/, 1)[0] ?? "").replace(/^(["'])(.*)\1$/s, "$2"),
    ",;.",
  );
  const low = strip(bare).toLowerCase();
  const found = candidates(accepts, strip(bare), low).find(
    (each) => each !== "" && isAccepted(accepts, fromVariable(each)),
  );
  return found === undefined || found === text ? null : found;
}

function candidates(accepts: Accepts, bare: string, low: string): readonly string[] {
  switch (accepts.form) {
    case "word": {
      const yes = /^(?:yes|on|1)$/.test(low) ? "true" : /^(?:no|off|0)$/.test(low) ? "false" : "";
      const joined = accepts.words.filter(
        (word) => word.replaceAll(/[-_]/g, "") === low.replaceAll(/[-_ ]/g, ""),
      );
      return [low, yes, ...joined];
    }
    case "number":
      return [bare, bare.replace(/^(\d+)\.0+$/, "$1")];
    case "address":
      return [bare];
    case "text":
    case "block":
      return [];
  }
}

/**
 * What a profile gives for a setting; `valueOf` gives its options as they stand in the file. Null:
 * nothing.
 */
export function givenIn(
  { name, block }: Pick<ClientSetting, "name" | "block">,
  valueOf: (option: string) => string | null,
): Given | null {
  const option = valueOf(block ?? name);
  if (option === null) return null;
  if (block === null) return fromFile(option);
  const nested = nestedSettings(option)?.get(name);
  return nested === undefined ? null : fromVariable(nested);
}

/** The options of a profile as text, for the functions of this file. */
export function optionsOf(view: ProfileView | null): (option: string) => string | null {
  return (name) => {
    const option = view?.options.get(name);
    return option === undefined ? null : plainText(option.value);
  };
}

/** True if a switch such as `csm_enabled` is on (botocore's `ensure_boolean`). */
export function isOn(text: string | null): boolean {
  return text?.toLowerCase() === "true";
}

/** The settings of one profile on which boto3 stops, whatever the environment says. */
export function brokenIn(valueOf: (option: string) => string | null): readonly ClientSetting[] {
  return CLIENT_SETTINGS.filter((setting) => {
    if (setting.onlyWith !== undefined && !isOn(valueOf(setting.onlyWith.name))) return false;
    const given = givenIn(setting, valueOf);
    return given !== null && !isAccepted(setting.accepts, given);
  });
}

/** A value as it may be shown: a short word, which no key can be; else nothing. */
export function shownValue({ text, isBlock }: Given): string | null {
  return !isBlock && /^(?!A[KS]IA)["']?[A-Za-z0-9_. -]{1,19}["']?$/.test(text) ? text : null;
}

/**
 * What is wrong with a value, behind the name of its setting: "is us, which boto3 does not take;
 * right is …".
 */
export function wrongText(setting: Pick<ClientSetting, "right">, given: Given): string {
  const shown = shownValue(given);
  const what = given.isBlock
    ? "has indented lines below it, and takes none"
    : given.text === ""
      ? "is empty"
      : shown === null
        ? "has a value that boto3 does not take"
        : shown === strip(shown)
          ? `is ${shown}, which boto3 does not take`
          : `is "${shown}", with a blank before or behind it, which boto3 does not take`;
  return `${what}; right is ${setting.right}`;
}

/** What stops where, as the last sentence of a message. */
export function stopsWhom({ stopsAt, old }: Pick<ClientSetting, "stopsAt" | "old">): string {
  switch (stopsAt) {
    case "client":
      return old
        ? "boto3 and psiTurk stop on it, whatever they are asked for."
        : "boto3 stops on it, whatever it is asked for, and psiTurk with it unless its boto3 " +
            "is an old one.";
    case "keys":
      return "boto3 stops on it while it looks for keys, even if it needs nothing of it.";
    case "sts":
      return "boto3 stops on it when it asks AWS whose key it is; psiTurk never asks that.";
    case "address":
      return STOPS_AT_ADDRESS;
  }
}
