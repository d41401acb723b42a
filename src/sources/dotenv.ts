/**
 * Reads a `.env` file as python-dotenv does, for that is what psiTurk loads it with
 * (https://github.com/theskumar/python-dotenv#file-format).
 *
 * JavaScript's `dotenv` package reads another dialect: it cuts `KEY=a#b` at the `#`, knows
 * backticks, has no `${…}`, ends a name at the first blank; a key could be told wrongly with it.
 */

/** A variable that the file sets; `line` counts from 1. */
export interface DotenvVariable {
  readonly value: string;
  readonly line: number;
}

// Python's \s; JavaScript's own also has U+FEFF, which python-dotenv takes for a part of the name.
const SPACE = String.raw`[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`;
const BLANK = String.raw`[\t\v\f\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`;

const TOKENS = {
  spaces: new RegExp(`${SPACE}*`, "y"),
  blanks: new RegExp(`${BLANK}*`, "y"),
  exported: new RegExp(`(?:export${BLANK}+)?`, "y"),
  quotedName: /'([^']+)'/y,
  name: new RegExp(`((?:(?!${SPACE})[^=#])+)`, "y"),
  equals: new RegExp(`=${BLANK}*`, "y"),
  single: /'((?:\\'|[^'])*)'/y,
  double: /"((?:\\"|[^"])*)"/y,
  unquoted: /([^\r\n]*)/y,
  comment: new RegExp(`(?:${BLANK}*#[^\\r\\n]*)?`, "y"),
  end: new RegExp(`${BLANK}*(?:\\r\\n|\\n|\\r|$)`, "y"),
  rest: /[^\r\n]*(?:\r\n|\r|\n)?/y,
} as const;

/**
 * Most characters that filling in may add up to in one file; no environment of a process holds as
 * many (execve(2), E2BIG).
 */
const MOST_FILLED = 1024 * 1024;
const ESCAPED: Readonly<Record<string, string>> = {
  a: "\u0007",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/**
 * The variables that the text sets. `${NAME}` is filled in from `environment` first and from the
 * lines above second, as with python-dotenv's `override=False`. A name without `=` sets nothing
 * (and undoes a line above); a line that cannot be read is passed over.
 *
 * Null where the lines fill one another in (`A=${A}${A}`) to more than 1 MiB; python-dotenv would
 * go on until no memory is left.
 */
export function parseDotenv(
  text: string,
  environment: Readonly<Record<string, string | undefined>>,
): ReadonlyMap<string, DotenvVariable> | null {
  // Null for a name without `=`: it sets nothing, and yet keeps `${NAME:-default}` from giving the
  // default.
  const variables = new Map<string, DotenvVariable | null>();
  // Python opens the file as text, which makes LF of every line end.
  const reader = new Reader(text.replaceAll(/\r\n?/g, "\n"));
  const lookUp = (name: string, fallback: string | undefined): string => {
    const known = variables.get(name);
    const given = Object.hasOwn(environment, name) ? environment[name] : undefined;
    return given ?? (known === undefined ? (fallback ?? "") : (known?.value ?? ""));
  };
  let room = MOST_FILLED;
  while (!reader.done) {
    const binding = reader.binding();
    if (binding === null) continue;
    const { name, line } = binding;
    const value = binding.value === undefined ? null : filledIn(binding.value, lookUp, room);
    if (value === undefined) return null;
    room -= value === null ? 0 : Math.max(0, value.length - (binding.value?.length ?? 0));
    variables.set(name, value === null ? null : { value, line });
  }
  return new Map(
    [...variables].flatMap(([name, variable]) =>
      variable === null ? [] : [[name, variable] as const],
    ),
  );
}

/**
 * The value with every `${NAME}` and `${NAME:-default}` filled in, in one pass (python-dotenv's
 * variables.py); undefined once it grows by more than `room` characters.
 */
function filledIn(
  value: string,
  lookUp: (name: string, fallback: string | undefined) => string,
  room: number,
): string | undefined {
  const parts: string[] = [];
  let grown = 0;
  let from = 0;
  // Where the next of these signs stands; looked for only once it has been passed.
  let close = -1;
  let colon = -1;
  for (let open = value.indexOf("${"); open >= 0; open = value.indexOf("${", from)) {
    const name = open + 2;
    if (close < name) close = value.indexOf("}", name);
    if (close < 0) break;
    if (colon < name) colon = indexOrEnd(value, ":", name);
    if (colon < close && value.charAt(colon + 1) !== "-") {
      parts.push(value.slice(from, name));
      from = name;
      continue;
    }
    const filled =
      colon < close
        ? lookUp(value.slice(name, colon), value.slice(colon + 2, close))
        : lookUp(value.slice(name, close), undefined);
    grown += filled.length;
    if (grown > room) return undefined;
    parts.push(value.slice(from, open), filled);
    from = close + 1;
  }
  return parts.join("") + value.slice(from);
}

function indexOrEnd(text: string, sign: string, from: number): number {
  const at = text.indexOf(sign, from);
  return at < 0 ? text.length : at;
}

/**
 * Without a remark (a `#` with a blank before it, to the end of the line) and without blanks at the
 * end.
 */
function withoutRemark(line: string): string {
  let end = line.length;
  for (let at = line.indexOf("#", 1); at >= 0; at = line.indexOf("#", at + 1)) {
    if (!IS_SPACE.test(line.charAt(at - 1))) continue;
    end = at;
    break;
  }
  while (end > 0 && IS_SPACE.test(line.charAt(end - 1))) end -= 1;
  return line.slice(0, end);
}

const IS_SPACE = new RegExp(SPACE);

interface Binding {
  readonly name: string;
  readonly value: string | undefined;
  readonly line: number;
}

class Reader {
  #at = 0;
  #line = 1;
  #counted = 0;

  constructor(readonly text: string) {}

  get done(): boolean {
    return this.#at >= this.text.length;
  }

  /** The next statement; null for a comment, a blank rest or a line that cannot be read. */
  binding(): Binding | null {
    this.#take("spaces");
    if (this.done) return null;
    const line = this.#lineHere();
    const statement = this.#statement();
    if (statement === null) this.#take("rest");
    return statement?.name === undefined
      ? null
      : { name: statement.name, value: statement.value, line };
  }

  #lineHere(): number {
    this.#line += this.text.slice(this.#counted, this.#at).match(/\r\n|\r|\n/g)?.length ?? 0;
    this.#counted = this.#at;
    return this.#line;
  }

  #statement(): { readonly name?: string; readonly value?: string } | null {
    this.#take("exported");
    const next = this.text[this.#at];
    const name = next === "#" ? undefined : this.#take(next === "'" ? "quotedName" : "name");
    if (name === null) return null;
    this.#take("blanks");
    let value: string | null | undefined;
    if (this.#take("equals") !== null) value = this.#value();
    if (value === null) return null;
    this.#take("comment");
    if (this.#take("end") === null) return null;
    return { ...(name === undefined ? {} : { name }), ...(value === undefined ? {} : { value }) };
  }

  #value(): string | null {
    const next = this.text[this.#at];
    if (next === "'") return this.#take("single")?.replaceAll(/\\([\\'])/g, "$1") ?? null;
    if (next === '"') {
      return (
        this.#take("double")?.replaceAll(
          /\\([\\'"abfnrtv])/g,
          (_whole, char: string) => ESCAPED[char] ?? char,
        ) ?? null
      );
    }
    if (next === undefined || next === "\n" || next === "\r") return "";
    return withoutRemark(this.#take("unquoted") ?? "");
  }

  /**
   * Moves past the token and gives its group (or all of it); null, without moving, if it is not
   * there.
   */
  #take(token: keyof typeof TOKENS): string | null {
    const pattern = TOKENS[token];
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.text);
    if (match === null) return null;
    this.#at += match[0].length;
    return match[1] ?? match[0];
  }
}
