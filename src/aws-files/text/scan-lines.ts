/**
 * Says what each line of an AWS file is to Python's configparser, in strict mode, as botocore calls
 * it: the first stage of reading.
 *
 * Follows `RawConfigParser._read` of CPython line by line
 * (https://github.com/python/cpython/blob/3.11/Lib/configparser.py); goes on behind a fault, so
 * that every fault of a file can be told and so that a broken file can still be shown masked.
 */
import { indentOf, rstrip, splitFile, strip, type RawLine } from "./python.js";

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

/** Reads a whole text as configparser does. Linear in its length; never fails. */
export function lexFile(text: string, python: PythonVersion = "3.10"): LexedFile {
  const raw = splitFile(text);
  const lexer = new Lexer(python);
  const lines = raw.map((line, index) => lexer.next(line.text, index));
  return { raw, lines, faults: lexer.faults };
}

class Lexer {
  readonly faults: LineFault[] = [];
  readonly #python: PythonVersion;
  /** Header line of each section name so far. */
  readonly #sections = new Map<string, number>();
  /**
   * Option lines of each section so far; `[DEFAULT]` may be opened again and goes on with its own.
   */
  readonly #options = new Map<string, Map<string, number>>();
  #section: string | null = null;
  #owner: number | null = null;
  #indent = 0;

  constructor(python: PythonVersion) {
    this.#python = python;
  }

  next(text: string, index: number): IniLine {
    const indent = indentOf(text);
    if (indent === text.length) return { kind: "blank" };
    if (text.charAt(indent) === "#" || text.charAt(indent) === ";") return { kind: "comment" };
    if (this.#owner !== null && indent > this.#indent)
      return { kind: "continuation", owner: this.#owner };
    this.#indent = indent;
    const body = strip(text);
    const name = headerName(body, this.#python);
    if (name !== null) return this.#header(name, text.slice(0, indent), body, index);
    return this.#option(text, indent, index);
  }

  #header(name: string, indent: string, body: string, index: number): IniLine {
    const first = this.#sections.get(name);
    if (first === undefined) this.#sections.set(name, index);
    else if (name !== "DEFAULT") this.#fault("duplicate-section", index, first);
    if (name !== "DEFAULT" || first === undefined) this.#options.set(name, new Map());
    this.#section = name;
    this.#owner = null;
    return { kind: "header", name, indent, brackets: body.split("]").length - 1 };
  }

  #option(text: string, indent: number, index: number): IniLine {
    const section = this.#section;
    if (section === null) this.#fault("no-header", index, null);
    const option = optionParts(text, indent);
    if (option === null) {
      if (section !== null) this.#fault("no-separator", index, null);
      return { kind: "fault" };
    }
    if (section === null) return option;
    if (option.name === "") {
      this.#fault("empty-name", index, null);
      this.#owner = null;
      return { kind: "fault" };
    }
    const known = this.#options.get(section);
    const first = known?.get(option.name);
    if (first === undefined) known?.set(option.name, index);
    else this.#fault("duplicate-option", index, first);
    this.#owner = index;
    return option;
  }

  #fault(reason: FaultReason, index: number, other: number | null): void {
    this.faults.push({ reason, index, other });
  }
}

/** The section that a stripped line opens; null if it is no header. */
function headerName(body: string, python: PythonVersion): string | null {
  if (!body.startsWith("[")) return null;
  const end = python === "3.9" ? body.indexOf("]") : body.lastIndexOf("]");
  return end >= 2 ? body.slice(1, end) : null;
}

/**
 * The pieces of `name = value` or `name: value`; null without a separator. The name may come out
 * empty.
 */
function optionParts(text: string, indent: number): OptionLine | null {
  const at = text.slice(indent).search(/[=:]/);
  if (at < 0) return null;
  const writtenName = rstrip(text.slice(indent, indent + at));
  const valueStart = indent + at + 1 + indentOf(text.slice(indent + at + 1));
  const firstValue = rstrip(text.slice(valueStart));
  return {
    kind: "option",
    name: writtenName.toLowerCase(),
    writtenName,
    indent: text.slice(0, indent),
    separator: text.slice(indent + writtenName.length, valueStart),
    firstValue,
    trailing: text.slice(valueStart + firstValue.length),
  };
}
