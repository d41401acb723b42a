/**
 * Mends keys that nobody reads: behind the ] of a section line, under another program's names,
 * behind `export` and the like.
 */
import { atLine, capital, type Finder, type DamageFinding, groupId, linesOf } from "./damage.js";
import { pairsIn } from "../text/glued-header.js";
import { isRegionTwice } from "./lone-regions.js";
import { TYPOS, wrongName } from "./option-names.js";
import {
  type Atom,
  continuationsAt,
  lineOnDisk,
  replaceLine,
  rewritten,
  type Rewritten,
  textAt,
} from "./mend-lines.js";
import { shownName } from "../text/scan-problem.js";
import { meantName } from "../text/unread-names.js";
import { judgeRegion } from "../../keys/region.js";
import { withoutEnd } from "../../base/trim.js";

export const LINE_EACH = "give each a line of its own";

/**
 * `[default] aws_access_key_id = … aws_secret_access_key = …`: what stands behind a section line is
 * read by nobody.
 */
export const gluedHeaders: Finder = (chart) =>
  chart.file.lines.flatMap((line, index): readonly DamageFinding[] => {
    if (line.kind !== "header" || line.brackets !== 1) return [];
    const text = textAt(chart, index);
    const end = text.indexOf("]") + 1;
    const pairs = pairsIn(text.slice(end));
    if (pairs === null) return [];
    const name = `[${shownName(line.name)}]`;
    const lines = [
      text.slice(0, end),
      ...pairs.map((pair) => `${line.indent}${pair.name} = ${pair.value}`),
    ];
    const options = pairs.map((pair): Atom => ({ kind: "option", index, ...pair }));
    const expected: Rewritten = new Map([
      [index, [{ kind: "header", index, name: line.name }, ...options]],
    ]);
    return [
      {
        id: `glued:${lineOnDisk(chart, index)}`,
        code: "keys-partial",
        index,
        message:
          `${atLine(chart, index)}: what stands behind ${name} on the same line is read by ` +
          "no program; each setting needs a line of its own.",
        try: [`Put each setting on a line of its own below ${name}, in a text editor.`],
        propose: () => [
          {
            keep: null,
            label: LINE_EACH,
            splices: [replaceLine(chart.file.raw, index, lines)],
            expected,
          },
        ],
      },
    ];
  });

const ENV = /^(\s*)(\$env:[\w-]+)[ \t]*=(.*)$/is;

/**
 * PowerShell's `$env:NAME = value`: to AWS's tools all of them are one setting called $env, which
 * comes twice.
 */
export const powershellLines: Finder = (chart) => {
  const spots = chart.file.lines.flatMap((line, index) => {
    if (line.kind !== "option") return [];
    const [, indent = "", written = "", after = ""] = ENV.exec(textAt(chart, index)) ?? [];
    const value = after.trim();
    const name = meantName(written);
    return name === null ? [] : [{ index, name, value, text: `${indent}${name} = ${value}` }];
  });
  const [first] = spots;
  if (first === undefined) return [];
  const by = new Map(spots.map((spot) => [spot.index, spot]));
  const expected = rewritten(chart.file, [...by.keys()], (atom) => {
    const spot = by.get(atom.index);
    return spot === undefined
      ? atom
      : { kind: "option", index: atom.index, name: spot.name, value: spot.value };
  });
  const indexes = spots.map(({ index }) => index);
  return [
    {
      id: groupId(chart, "powershell", indexes),
      code: chart.scan.ok ? "keys-partial" : "file-broken",
      index: first.index,
      message:
        `${capital(linesOf(chart, indexes))}: $env: belongs in PowerShell only; in this file ` +
        "no program reads a key that is written so.",
      try: ["Write the names without $env:, in small letters."],
      propose: () => [
        {
          keep: null,
          label: "mend the names",
          splices: spots.map(({ index, text }) => replaceLine(chart.file.raw, index, [text])),
          expected,
        },
      ],
    },
  ];
};

/** `AWSAccessKeyId=`, `access_key`, `aws-access-key-id`, `export …`, `set …`, `default-region`. */
export const unreadNames: Finder = (chart) => {
  if (!chart.scan.ok) return [];
  return [...chart.scan.sections.values()].flatMap(({ options }) =>
    [...options.values()].flatMap(({ line, index }): readonly DamageFinding[] => {
      const parts = /^(\s*)([^=:\s][^=:]*|)[=:](.*)$/s.exec(textAt(chart, index));
      const [, indent = "", before = "", after = ""] = parts ?? [];
      const written = withoutEnd(before, " \t");
      const value = /^["']/.test(written) ? fromNotation(after.trim()) : after.trim();
      const right = meantName(written);
      if (
        parts === null ||
        right === null ||
        TYPOS.has(line.name) ||
        (right === "region" && !isRegion(value)) ||
        continuationsAt(chart.file, index).length > 0
      )
        return [];
      const taken = options.get(right);
      const message =
        `${atLine(chart, index)} names ${shownName(written)}; no program reads that. It has ` +
        `to be ${right}.`;
      const text = isKept(line.name, written, value, after)
        ? indent + right + textAt(chart, index).slice(indent.length + line.writtenName.length)
        : `${indent}${right} = ${value}`;
      const expected: Rewritten = new Map([
        [index, [{ kind: "option", index, name: right, value }]],
      ]);
      return [
        wrongName(chart, {
          index,
          right,
          message,
          taken: taken?.index ?? null,
          delete: "Delete the line that is not read, or the other one if this is the right value.",
          isTwice: taken !== undefined && isRegionTwice(written, value, taken.line.firstValue),
          mend: () => ({
            keep: null,
            label: "mend the name",
            splices: [replaceLine(chart.file.raw, index, [text])],
            expected,
          }),
        }),
      ];
    }),
  );
};

/** Whether the line stays as it is written, but for the name. */
function isKept(name: string, written: string, value: string, after: string): boolean {
  return name === written.toLowerCase() && value === after.trim();
}

/** A value of JSON or Python, whose names stand in quotes, too: `"AKIA…",`. */
function fromNotation(value: string): string {
  return value.replace(/,$/, "").replace(/^(["'])(.*)\1$/, "$2");
}

/** A word as short as `region` has other meanings, too; the value tells. */
function isRegion(value: string): boolean {
  const judged = judgeRegion(value);
  return judged.ok || judged.meant !== null;
}
