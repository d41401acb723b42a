/** Compares botocore's reading of a file with an expectation. */
import type { ProfileEdit } from "../../src/aws-files/edit/edit.js";
import { nestedSettings, profileOf, type FileScan } from "../../src/aws-files/text/scan.js";
import type { FileKind } from "../../src/aws-files/types.js";
import type { Reading } from "./botocore.js";

type Options = Readonly<Record<string, unknown>>;

/** Objects without a prototype, since files name options `__proto__`. */
function record(entries: Iterable<readonly [string, unknown]>): Record<string, unknown> {
  const out = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of entries)
    Object.defineProperty(out, name, {
      value,
      enumerable: true,
      writable: true,
      configurable: true,
    });
  return out;
}

/** Our scan in the form of botocore's reading. */
export function readingOf(scan: FileScan): Reading {
  const sections = [...scan.sections.values()].map(
    ({ name, options }): readonly [string, readonly (readonly [string, string])[]] => {
      const all = new Map([...(scan.defaults ?? []), ...options]);
      return [name, [...all].map(([key, option]) => [key, option.value] as const)];
    },
  );
  const parsed = sections.map(
    ([name, options]) =>
      [name, record(options.map(([key, value]) => [key, nested(value)] as const))] as const,
  );
  if (scan.kind === "credentials") return { sections, loaded: record(parsed) };
  const profiles = parsed.flatMap(([name, options]) => {
    const profile = profileOf(name, "config");
    return profile === null ? [] : [[profile, options] as const];
  });
  return { sections, loaded: record([["profiles", record(profiles)]]) };
}

function nested(value: string): unknown {
  const settings = nestedSettings(value);
  return settings === null ? value : record(settings);
}

/**
 * What botocore must read after an edit, built from what it read before: independent of our
 * scanner.
 */
export function withEdit(before: Reading, kind: FileKind, edit: ProfileEdit): Reading {
  if (before === null) return null;
  const profiles = profilesOf(before, kind);
  const options = new Map(Object.entries((profiles[edit.profile] ?? {}) as Options));
  const touched = [...edit.remove].some((name) => options.has(name)) || edit.set.size > 0;
  for (const name of edit.remove) options.delete(name);
  for (const [name, value] of edit.set) options.set(name, value);
  const after = record([
    ...Object.entries(profiles),
    ...(touched ? [[edit.profile, record(options)] as const] : []),
  ]);
  const loaded =
    kind === "credentials"
      ? after
      : record([...Object.entries(before.loaded), ["profiles", after]]);
  return { sections: [], loaded };
}

function profilesOf(reading: NonNullable<Reading>, kind: FileKind): Options {
  return kind === "credentials" ? reading.loaded : (reading.loaded.profiles as Options);
}

/**
 * The first difference in words; null if there is none. Of the expectation, what it leaves out is
 * not compared.
 */
export function differences(real: Reading, expected: Reading): string | null {
  if (real === null || expected === null)
    return real === expected
      ? null
      : `botocore ${real === null ? "refuses" : "reads"}, we ${expected === null ? "refuse" : "read"}`;
  const a = canonical(
    expected.sections.length === 0
      ? []
      : real.sections.map(([name, options]) => [name, record(options)]),
  );
  const b = canonical(expected.sections.map(([name, options]) => [name, record(options)]));
  if (a !== b) return `sections: ${a} / ${b}`;
  const parts = Object.keys(expected.loaded).filter(
    (name) => canonical(real.loaded[name]) !== canonical(expected.loaded[name]),
  );
  const part = parts[0];
  return part === undefined
    ? null
    : `${part}: ${canonical(real.loaded[part])} / ${canonical(expected.loaded[part])}`;
}

/** JSON with sorted names. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null)
    return value === undefined ? "nothing" : JSON.stringify(value);
  return `{${Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical((value as Options)[name])}`)
    .join(",")}}`;
}
