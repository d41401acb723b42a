/**
 * Finds access keys in text line by line, whatever the file is: shell start-up files, `.env`, files
 * in the form of the AWS files, also where they are damaged or the lines are commented out. What a
 * program makes of the text is judged elsewhere.
 */
import { Secret } from "../base/secret.js";
import { readPairs } from "./pair-lines.js";
import type { KeyLine } from "./types.js";

type Part = "id" | "secret" | "token";

/**
 * Names under which a half of a key stands: AWS's, psiTurk's, the misspelt one of psiTurk's pages,
 * and the first EC2 tools'.
 */
const PARTS: Readonly<Record<string, Part>> = {
  aws_access_key_id: "id",
  aws_access_key: "id",
  awsaccesskeyid: "id",
  aws_secret_access_key: "secret",
  aws_secret_accesss_key: "secret",
  aws_secret_key: "secret",
  awssecretkey: "secret",
  aws_session_token: "token",
  aws_security_token: "token",
};

const NAME =
  /(?<![a-z0-9_])(psiturk_)?(aws_access_key(?:_id)?|awsaccesskeyid|aws_secret_accesss?_key|aws_secret_key|awssecretkey|aws_session_token|aws_security_token)(?![a-z0-9_])/gi;
const HINT = /aws_?(?:access|secret|se)/i;
/**
 * The names of other tools: s3cmd's `access_key`, rclone's `access_key_id`, `accessKey` in JSON,
 * R's `key` and `secret`, and AWS's behind any prefix (`MY_AWS_ACCESS_KEY_ID`).
 */
const TOOL_NAME =
  /(?<![a-z0-9])(psiturk_)?((?:aws_?)?(?:access_?key(?:_?id)?|secret_?(?:access_?)?key)|aws_session_token|session_token|key|secret)(?![a-z0-9_])/gi;
const TOOL_HINT = /key|secret|token|A[KS]IA/i;
/** s3fs: `ID:SECRET`, `BUCKET:ID:SECRET`. */
const COLON_PAIR = /^\s*(?:[\w.-]{1,80}:)?(A[KS]IA[A-Z0-9]{16}):([A-Za-z0-9/+]{40})\s*$/;
const LINE_END = /\r\n|\r|\n/;
const SECRET_FORM = /^[A-Za-z0-9/+]{40}$/;
/**
 * `NAME=value`, `name : value`, fish's `fish_variables` (`NAME:value`), a shell's `${NAME:=value}`,
 * PAM's `NAME DEFAULT=value`; `Name,value` is a CSV's and is read elsewhere.
 */
const ASSIGNED =
  /^["']?\]?[ \t]*(?:(?:DEFAULT|OVERRIDE)[ \t]*)?(?::=|:-|[=:])[ \t]*(?:\$\{\w{1,80}:?[-=]|\$(?=['"]))?/;
/** fish: `set -gx NAME value`; csh: `setenv NAME value`. */
const SETS = /(?:^|[\s;&|{("'])(?:set|setenv)[ \t]/i;
const ID = /^A[KS]IA[A-Z0-9]{12,124}$/;
const VALUE = /^(?:"([^"]*)"|'([^']*)'|([^\s;"'&|)}]+))/;
/** Longer lines are no assignments that a person wrote. */
const LONGEST_LINE = 20_000;

interface Open {
  id: { readonly value: string; readonly line: number } | null;
  secret: { readonly value: Secret; readonly line: number } | null;
  token: { readonly value: Secret; readonly line: number } | null;
  readonly section: string | null;
  readonly commented: boolean;
}

/**
 * Every key that stands in the text, in the order of the lines. Halves are joined by neighbourhood,
 * as people write them.
 */
export function readKeyLines(text: string): readonly KeyLine[] {
  return readLines(text, HINT, partsOf);
}

/**
 * The same for files of other tools: their names, JSON within JSON (notebooks), `ID:SECRET`, and
 * pairs that stand near each other under whatever names.
 */
export function readToolLines(text: string): readonly KeyLine[] {
  // The signs of a notebook's JSON are taken away without moving a line.
  const plain = text.replaceAll('\\"', '"').replaceAll("\\n", "  ");
  const named = readLines(plain, TOOL_HINT, toolPartsOf);
  if (!/A[KS]IA|QUtJQ|QVNJQ/.test(plain)) return named;
  return withPairs(named, readPairs(plain.split(LINE_END), isCommented));
}

/** A pair found by its form says more than an id that was found by its name, and is told once. */
function withPairs(named: readonly KeyLine[], pairs: readonly KeyLine[]): readonly KeyLine[] {
  const at = ({ line, accessKeyId }: KeyLine): string => `${line} ${accessKeyId}`;
  const whole = new Set(named.filter(({ key }) => key !== null).map(at));
  const more = pairs.filter((pair) => !whole.has(at(pair)));
  const replaced = new Set(more.map(at));
  return [...named.filter((each) => !replaced.has(at(each))), ...more].sort(
    (a, b) => a.line - b.line,
  );
}

function readLines(
  text: string,
  hint: RegExp,
  parts: (line: string) => readonly Assignment[],
): readonly KeyLine[] {
  const found: KeyLine[] = [];
  const open = new Map<string, Open>();
  const close = (key: string): void => {
    const group = open.get(key);
    if (group !== undefined && group.id !== null) found.push(keyLine(group, group.id));
    open.delete(key);
  };
  let section: string | null = null;
  for (const [index, line] of text.split(LINE_END).entries()) {
    const header = /^\s*\[([^\]]*)\]/.exec(line.slice(0, 300))?.[1];
    if (header !== undefined) {
      section = header;
      for (const key of [...open.keys()]) close(key);
    }
    if (line.length > LONGEST_LINE || !hint.test(line)) continue;
    for (const { part, value, group, commented } of parts(line)) {
      if (part === "id" && !ID.test(value)) continue;
      const key = `${group}${String(commented)}`;
      if ((open.get(key)?.[part] ?? null) !== null) close(key);
      const here: Open = open.get(key) ?? {
        id: null,
        secret: null,
        token: null,
        section,
        commented,
      };
      if (part === "id") here.id = { value, line: index + 1 };
      else here[part] = { value: new Secret(value), line: index + 1 };
      open.set(key, here);
    }
  }
  for (const key of [...open.keys()]) close(key);
  return found.sort((a, b) => a.line - b.line);
}

interface Assignment {
  readonly part: Part;
  readonly value: string;
  /** psiTurk's variables are pairs of their own. */
  readonly group: string;
  readonly commented: boolean;
}

function toolPartsOf(line: string): readonly Assignment[] {
  const [, id, secret] = COLON_PAIR.exec(line) ?? [];
  if (id !== undefined && secret !== undefined) {
    const both = { group: "", commented: false };
    return [
      { ...both, part: "id", value: id },
      { ...both, part: "secret", value: secret },
    ];
  }
  return assigned(line, TOOL_NAME, toolPart).filter(
    ({ part, value }) => part !== "secret" || SECRET_FORM.test(value),
  );
}

function toolPart(name: string): Part {
  if (/token/i.test(name)) return "token";
  return /secret/i.test(name) ? "secret" : "id";
}

function partsOf(line: string): readonly Assignment[] {
  return assigned(line, NAME, (name) => PARTS[name.toLowerCase()]);
}

function assigned(
  line: string,
  names: RegExp,
  partOf: (name: string) => Part | undefined,
): readonly Assignment[] {
  const sets = SETS.test(line);
  return [...line.matchAll(names)].flatMap((match): readonly Assignment[] => {
    const part = partOf(match[2] ?? "");
    const value = valueAfter(line.slice(match.index + match[0].length), sets);
    if (part === undefined || value === null) return [];
    return [
      {
        part,
        value,
        group: match[1]?.toLowerCase() ?? "",
        commented: isCommented(line.slice(0, match.index)),
      },
    ];
  });
}

/**
 * What is assigned to a name, without its quotes; null for nothing, and for another variable's
 * value.
 */
function valueAfter(rest: string, sets: boolean): string | null {
  const sign = ASSIGNED.exec(rest)?.[0] ?? (sets ? /^[ \t]+/.exec(rest)?.[0] : undefined);
  const match = sign === undefined ? null : VALUE.exec(rest.slice(sign.length));
  const value = unescaped(match?.slice(1).join("") ?? "").trim();
  return value === "" || value.startsWith("$") ? null : value;
}

/**
 * fish keeps universal variables with `\x2f` for `/`
 * (https://fishshell.com/docs/current/language.html#universal-variables).
 */
function unescaped(value: string): string {
  return value.replaceAll(/\\x([0-9a-f]{2})/gi, (_whole, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function isCommented(before: string): boolean {
  return /^\s*(?:[;#]|\/\/|--\s|rem\s|::)/i.test(before) || /\s#/.test(before);
}

function keyLine(
  { secret, token, section, commented }: Open,
  id: NonNullable<Open["id"]>,
): KeyLine {
  const key =
    secret === null
      ? null
      : {
          accessKeyId: id.value,
          secretAccessKey: secret.value,
          ...(token === null ? {} : { sessionToken: token.value }),
        };
  const lines = [
    ...new Set([id, secret, token].flatMap((part) => (part === null ? [] : [part.line]))),
  ].sort((a, b) => a - b);
  return { accessKeyId: id.value, line: id.line, lines, key, section, commented };
}
