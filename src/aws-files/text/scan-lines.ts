/**
 * Says what each line of an AWS file is to Python's configparser, in strict mode, as botocore calls
 * it: the first stage of reading.
 *
 * Follows `RawConfigParser._read` of CPython line by line
 * (https://github.com/python/cpython/blob/3.11/Lib/configparser.py); goes on behind a fault, so
 * that every fault of a file can be told and so that a broken file can still be shown masked.
 */
import { indentOf, splitFile, strip, trimmedEnd, type RawLine } from "./python.js";

/**
 * Which Python reads the file. From 3.10 on a header reaches to the last `]` of its line, before
 * that to the first (https://github.com/python/cpython/issues/82922); psiTurk's own pins still need
 * 3.9.
 */
export type PythonVersion = "3.9" | "3.10";

/** Why configparser or botocore stops. */
export type FaultReason =
  | "no-header"
  | "no-separator"
  | "empty-name"
  | "duplicate-section"
  | "duplicate-option"
  | "nested-without-equals";

/** A place where boto3 stops reading the file. */
export interface LineFault {
  readonly reason: FaultReason;
  /** Index of the line, from 0. */
  readonly index: number;
  /** Index of the line that this one collides with or belongs to, where there is one. */
  readonly other: number | null;
}

/**
 * An option at the level of a profile, with the pieces of its line: `indent + writtenName +
 * separator + firstValue + trailing`.
 */
export interface OptionLine {
  readonly kind: "option";
  readonly name: string;
  readonly writtenName: string;
  readonly indent: string;
  /** `=` or `:` with the white space around it. */
  readonly separator: string;
  /** The part of the value that stands on this line. */
  readonly firstValue: string;
  readonly trailing: string;
}

export type IniLine =
  | { readonly kind: "blank" }
  | { readonly kind: "comment" }
  | {
      readonly kind: "header";
      readonly name: string;
      readonly indent: string;
      readonly brackets: number;
    }
  | OptionLine
  /** `owner`: index of the option's line whose value this line continues. */
  | { readonly kind: "continuation"; readonly owner: number }
  | { readonly kind: "fault" };

/** Every line with its meaning, and the faults found so far, in order. */
export interface LexedFile {
  readonly raw: readonly RawLine[];
  readonly lines: readonly IniLine[];
  readonly faults: readonly LineFault[];
}

/**
 * Reads a whole text as configparser does. Linear in its length; never fails. Who plans a change
 * asks for the same few texts again and again, so the last ones are kept.
 */
export function lexFile(text: string, python: PythonVersion = "3.10"): LexedFile {
  const at = recent.findIndex((known) => known.python === python && known.text === text);
  const [known = { text, python, file: lexed(text, python) }] = at < 0 ? [] : recent.splice(at, 1);
  recent.unshift(known);
  recent.length = Math.min(recent.length, MOST_RECENT);
  return known.file;
}

/** Both files, before and after a change. */
const MOST_RECENT = 4;
const recent: {
  readonly text: string;
  readonly python: PythonVersion;
  readonly file: LexedFile;
}[] = [];

function lexed(text: string, python: PythonVersion): LexedFile {
  const raw = splitFile(text);
  const lexer = new Lexer(python);
  const lines = raw.map((line, index) => lexer.next(line.text, index));
  return { raw, lines, faults: lexer.faults };
}

const BLANK: IniLine = { kind: "blank" };
const COMMENT: IniLine = { kind: "comment" };
const FAULT: IniLine = { kind: "fault" };
const [HASH, SEMICOLON, BRACKET, EQUALS, COLON] = [0x23, 0x3b, 0x5b, 0x3d, 0x3a];

class Lexer {
  readonly faults: LineFault[] = [];
  readonly #python: PythonVersion;
  /** Header line of each section name so far. */
  readonly #sections = new Map<string, number>();
  /** Option lines of `[DEFAULT]`, which may be opened again and goes on with its own. */
  readonly #defaults = new Map<string, number>();
  readonly #own = new Map<string, number>();
  /** Option lines of the section so far. */
  #options = this.#own;
  #section: string | null = null;
  #owner: number | null = null;
  #indent = 0;

  constructor(python: PythonVersion) {
    this.#python = python;
  }

  next(text: string, index: number): IniLine {
    const indent = indentOf(text);
    if (indent === text.length) return BLANK;
    const first = text.charCodeAt(indent);
    if (first === HASH || first === SEMICOLON) return COMMENT;
    if (this.#owner !== null && indent > this.#indent)
      return { kind: "continuation", owner: this.#owner };
    this.#indent = indent;
    if (first === BRACKET) {
      const body = strip(text);
      const name = headerName(body, this.#python);
      if (name !== null) return this.#header(name, text.slice(0, indent), body, index);
    }
    return this.#option(text, indent, index);
  }

  #header(name: string, indent: string, body: string, index: number): IniLine {
    const first = this.#sections.get(name);
    if (first === undefined) this.#sections.set(name, index);
    else if (name !== "DEFAULT") this.#fault("duplicate-section", index, first);
    this.#options = name === "DEFAULT" ? this.#defaults : this.#own;
    this.#own.clear();
    this.#section = name;
    this.#owner = null;
    return { kind: "header", name, indent, brackets: countOf("]", body) };
  }

  #option(text: string, indent: number, index: number): IniLine {
    const section = this.#section;
    if (section === null) this.#fault("no-header", index, null);
    const option = optionParts(text, indent);
    if (option === null) {
      if (section !== null) this.#fault("no-separator", index, null);
      return FAULT;
    }
    if (section === null) return option;
    if (option.name === "") {
      this.#fault("empty-name", index, null);
      this.#owner = null;
      return FAULT;
    }
    const first = this.#options.get(option.name);
    if (first === undefined) this.#options.set(option.name, index);
    else this.#fault("duplicate-option", index, first);
    this.#owner = index;
    return option;
  }

  #fault(reason: FaultReason, index: number, other: number | null): void {
    this.faults.push({ reason, index, other });
  }
}

/** The section that a stripped line, which begins with `[`, opens; null if it is no header. */
function headerName(body: string, python: PythonVersion): string | null {
  const end = python === "3.9" ? body.indexOf("]") : body.lastIndexOf("]");
  return end >= 2 ? body.slice(1, end) : null;
}

function countOf(sign: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, at + 1)) count += 1;
  return count;
}

/**
 * The pieces of `name = value` or `name: value`; null without a separator. The name may come out
 * empty.
 */
function optionParts(text: string, indent: number): OptionLine | null {
  const at = separatorIn(text, indent);
  if (at < 0) return null;
  const nameEnd = trimmedEnd(text, indent, at);
  const valueStart = indentOf(text, at + 1);
  return new CutOption(text, indent, nameEnd, valueStart);
}

/** Cuts its pieces when they are asked for: of a long file's few are. */
class CutOption implements OptionLine {
  readonly kind = "option";
  readonly name: string;
  readonly #text: string;
  readonly #indent: number;
  readonly #nameEnd: number;
  readonly #valueStart: number;

  constructor(text: string, indent: number, nameEnd: number, valueStart: number) {
    const written = text.slice(indent, nameEnd);
    this.name = NAMES.get(written) ?? written.toLowerCase();
    this.#text = text;
    this.#indent = indent;
    this.#nameEnd = nameEnd;
    this.#valueStart = valueStart;
  }

  get writtenName(): string {
    return this.#text.slice(this.#indent, this.#nameEnd);
  }

  get indent(): string {
    return this.#text.slice(0, this.#indent);
  }

  get separator(): string {
    return this.#text.slice(this.#nameEnd, this.#valueStart);
  }

  get firstValue(): string {
    return this.#text.slice(this.#valueStart, this.#valueEnd());
  }

  get trailing(): string {
    return this.#text.slice(this.#valueEnd());
  }

  #valueEnd(): number {
    return trimmedEnd(this.#text, this.#valueStart, this.#text.length);
  }
}

/** The names of most lines, held once. */
const NAMES: ReadonlyMap<string, string> = new Map(
  ["aws_access_key_id", "aws_secret_access_key", "aws_session_token", "region", "output"].map(
    (name) => [name, name],
  ),
);

/** Where the first `=` or `:` stands; -1 where none does. */
function separatorIn(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === EQUALS || unit === COLON) return at;
  }
  return -1;
}
