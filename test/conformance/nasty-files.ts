/**
 * Makes up AWS files with every trap that is known to mislead their readers and writers, mixed; the
 * same for the same seed.
 */
import type { FileKind } from "../../src/aws-files/types.js";

/**
 * Numbers in [0, 1) from a seed (mulberry32, public domain:
 * https://gist.github.com/tommyettinger/46a874533244883189143505d203312c).
 */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface NastyFile {
  readonly kind: FileKind;
  readonly text: string;
}

const SPACES = [
  " ",
  "  ",
  "\t",
  " \t",
  "\u00A0",
  "\f",
  "\v",
  "\u2028",
  "\u0085",
  "\u001C",
  "\u3000",
  "    ",
];
const NAMES = [
  "default",
  "dev",
  "my lab",
  "a.b",
  "Dev",
  "Default",
  "лаб-é",
  "__proto__",
  "constructor",
  "profile default",
  "profile dev",
  "a:b",
  "default] # see [x",
  " default ",
  "[x",
  "x]y",
];
const CONFIG_HEADERS = [
  "default",
  "profile dev",
  "profile default",
  'profile "dev"',
  "profile 'dev'",
  "profile\tdev",
  "profile  dev",
  "profile my lab",
  'profile "my lab"',
  "profile 'my lab'",
  "profile my\\ lab",
  "profiledev",
  "profilex dev",
  "profile",
  "profile dev extra",
  " profile dev ",
  'profile dev"',
  "profile $'dev'",
  "profile d'e'v",
  'profile "d\\"q"',
  "profile a.b",
  "profile __proto__",
  "profile Default",
  "dev",
  "services local",
  "sso-session corp",
  'services "unclosed',
  "plugins",
  "Default",
  "profile dev] # see [x",
  "profile a/b@c+d:e%f",
  "profile ''",
  "profile dev#x",
  "profile лаб-é",
];
const OPTIONS = [
  "aws_access_key_id",
  "aws_secret_access_key",
  "aws_session_token",
  "aws_security_token",
  "region",
  "output",
  "AWS_ACCESS_KEY_ID",
  "Aws_Secret_Access_Key",
  "REGION",
  "endpoint_url",
  "role_arn",
  "source_profile",
  "credential_process",
  "__proto__",
  "constructor",
  "note",
  "key with space",
  "list[]",
  "[x",
  "ключ",
  "aws_access_\u212Aey_id",
  "İ",
  "ΑΣ",
];
const VALUES = [
  "AKIAIOSFODNN7EXAMPLE",
  "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  "us-east-1",
  "json",
  "",
  "",
  "abc # mine",
  "abc;def",
  "#x",
  '"quoted"',
  "'single'",
  "a=b==",
  "a: b",
  "[abc]def",
  "x [default]",
  "${HOME}/x %(region)s",
  "\\a\\\\b",
  "true",
  "IQoJb3JpZ2luX2VjEJr==",
  "a\u2028b\u0085c",
  "a\vb\fc",
  "é",
  "AKIA\u200B",
  "AKIA\uFEFF",
  "https://x.awsapps.com/start#/",
  "http://h:4566/a;b=c?x=1#f",
];
const NESTED = ["s3", "services", "dynamodb", "endpoint_url", "region", "aws_access_key_id"];
const COMMENTS = [
  "# note",
  "; note",
  "#aws_access_key_id = AKIAOLDEXAMPLE",
  "  # indented",
  "\t; [default]",
  "#",
  "   ;",
  "#[dev]",
];
const SOUP = [
  "[",
  "]",
  "=",
  ":",
  " ",
  "\t",
  "a",
  "b",
  "#",
  ";",
  '"',
  "'",
  "\\",
  "$",
  "\n",
  "\n",
  "\n",
  "\r",
  "\r\n",
  "\n ",
  "\n  ",
  "profile ",
  "[default]",
  "[profile a]",
  "a=1",
  "\u2028",
  "\u0085",
  "\u001C",
  "\u001F",
  "\u00A0",
  "\v",
  "\f",
  "\uFEFF",
  "\u200B",
  "DEFAULT",
  "\n[DEFAULT]\n",
  "x =\n  y = 1",
  "É",
  "\n[b]\n",
  "region",
];

/**
 * One file: three in four built from sections and options, the rest from loose pieces; now and then
 * damaged.
 */
export function nastyFile(random: () => number): NastyFile {
  const kind = random() < 0.5 ? "credentials" : "config";
  const maker = new Maker(random, kind);
  return { kind, text: random() < 0.75 ? maker.built() : maker.soup() };
}

class Maker {
  readonly #random: () => number;
  readonly #kind: FileKind;
  readonly #end: string;

  constructor(random: () => number, kind: FileKind) {
    this.#random = random;
    this.#kind = kind;
    this.#end = this.#pick(["\n", "\n", "\n", "\r\n", "\r"]);
  }

  soup(): string {
    return this.#times(24, () => this.#pick(SOUP)).join("");
  }

  built(): string {
    const headers = this.#headers();
    const lines = [...this.#fillers(), ...headers.flatMap((header) => this.#section(header))];
    if (this.#chance(0.02)) lines.unshift(this.#option("", this.#pick(OPTIONS)));
    const text = lines
      .map((line) => line + (this.#chance(0.03) ? this.#pick(["\n", "\r\n", "\r"]) : this.#end))
      .join("");
    const whole = this.#chance(0.3) ? text.replace(/(?:\r\n|\r|\n)$/, "") : text;
    return this.#chance(0.08) ? this.#damaged(whole) : whole;
  }

  #headers(): readonly string[] {
    const pool = this.#kind === "credentials" ? NAMES : CONFIG_HEADERS;
    const wished = this.#times(5, () => this.#pick(this.#chance(0.4) ? pool.slice(0, 3) : pool));
    const headers = this.#chance(0.03) ? wished : [...new Set(wished)];
    return this.#chance(0.04) ? [...headers, "DEFAULT"] : headers;
  }

  #section(header: string): readonly string[] {
    const indented = this.#chance(0.1);
    const tail = this.#chance(0.12)
      ? this.#pick([" # main", "#c", "xyz", "  ", " ; see [x]", "\t"])
      : "";
    const indent = this.#chance(0.25) ? this.#pick(SPACES) : "";
    const names = this.#chance(0.02)
      ? this.#times(6, () => this.#pick(OPTIONS))
      : this.#distinct(
          this.#times(6, () => this.#pick(this.#chance(0.6) ? OPTIONS.slice(0, 8) : OPTIONS)),
        );
    const shrinking = this.#chance(0.1);
    const body = names.flatMap((name, at) => [
      ...this.#option(shrinking ? " ".repeat(Math.max(0, 4 - at)) : indent, name).split("\n"),
      ...this.#fillers(),
    ]);
    return [`${indented ? this.#pick(SPACES) : ""}[${header}]${tail}`, ...this.#fillers(), ...body];
  }

  #option(indent: string, name: string): string {
    const separator = this.#pick([
      " = ",
      " = ",
      "=",
      ": ",
      ":",
      "\t=\t",
      " =",
      "= ",
      " =\u00A0",
      "\u2028=\u2028",
    ]);
    const trailing = this.#chance(0.1) ? this.#pick(SPACES) : "";
    const own = this.#chance(0.03) ? this.#pick(SPACES) : "";
    if (this.#chance(0.12)) return this.#nested(indent);
    const first = `${indent}${own}${name}${separator}${this.#pick(VALUES)}${trailing}`;
    if (!this.#chance(0.1)) return first;
    return [
      first,
      ...this.#times(2, () =>
        this.#chance(0.3)
          ? this.#pick(["", " ", "# between", "  ; between"])
          : `${indent}  ${this.#pick(["def", "x = y", "[default]", "aws_secret_access_key = deep", "\uFEFFz", "a\u2028b"])}`,
      ),
    ].join("\n");
  }

  #nested(indent: string): string {
    const bad = this.#chance(0.04) ? [`${indent}  whatever`] : [];
    const rest = this.#times(
      3,
      () =>
        `${indent}${this.#pick(["  ", "\t", "    "])}${this.#pick(["region", "endpoint_url", "max_queue_size", "Key", ""])}${this.#pick([" = ", "=", " =", ":="])}${this.#pick(["1", "http://nested:1", "", "a=b", this.#chance(0.1) ? "a\u2028b" : "c", "x\vy = z"])}`,
    );
    return [
      `${indent}${this.#pick(NESTED)}${this.#pick([" =", "=", ":", " = "])}`,
      ...rest,
      ...bad,
    ].join("\n");
  }

  #fillers(): readonly string[] {
    return this.#chance(0.25)
      ? this.#times(2, () =>
          this.#chance(0.5)
            ? this.#pick(["", "", "  ", "\t", "\f", "\u2028"])
            : this.#pick(COMMENTS),
        )
      : [];
  }

  /** One edit that users and other programs make by accident. */
  #damaged(text: string): string {
    const at = Math.floor(this.#random() * (text.length + 1));
    const end = Math.min(text.length, at + 1 + Math.floor(this.#random() * 12));
    return this.#pick([
      () => text.slice(0, at) + text.slice(end),
      () => text.slice(0, at) + this.#pick(SOUP) + text.slice(at),
      () => text.slice(0, end) + text.slice(at),
      () => `\uFEFF${text}`,
      () => text.slice(0, at),
      () => `${text.slice(0, at)}\0${text.slice(at)}`,
    ])();
  }

  #distinct(names: readonly string[]): readonly string[] {
    return [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
  }

  #times<T>(most: number, make: () => T): readonly T[] {
    return Array.from({ length: Math.floor(this.#random() * (most + 1)) }, make);
  }

  #pick<T>(pool: readonly T[]): T {
    return pool[Math.floor(this.#random() * pool.length)]!;
  }

  #chance(probability: number): boolean {
    return this.#random() < probability;
  }
}
