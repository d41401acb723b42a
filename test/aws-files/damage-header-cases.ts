/**
 * Section lines in other brackets and in letters that only look Latin, and the exact text that the
 * doctor makes of each file.
 */
import { type Case, KEYS } from "./damage-cases.js";

const OTHER_BRACKETS = [
  "(default)",
  "<default>",
  "{default}",
  "{default]",
  "[default}",
  "<<default>>",
  "\u00ABdefault\u00BB",
  "\u3010default\u3011",
  "\uFF3Bdefault\uFF3D",
  "\u201Cdefault\u201D",
  "'default'",
  '"[default]"',
  "`[default]`",
  "**[default]**",
  "- [default]",
  "default",
  "default:",
] as const;

const LOOK_ALIKES = [
  "d\u0435fault",
  "def\u0430ult",
  "\u0501\u0435f\u0430ult",
  "\uFF44\uFF45\uFF46\uFF41\uFF55\uFF4C\uFF54",
  "D\u0435fault",
] as const;

export const HEADER_CASES: readonly Case[] = [
  ...OTHER_BRACKETS.map((line): Case => ({
    name: `a section line written as ${line}`,
    before: `# mine\n${line}\n${KEYS}`,
    after: `# mine\n[default]\n${KEYS}`,
    found: [["file-broken", 2]],
  })),
  ...LOOK_ALIKES.map((name): Case => ({
    name: `[${name}] in letters that look alike`,
    before: `[${name}]\n${KEYS}`,
    after: `[default]\n${KEYS}`,
    found: [["profile-missing", 1]],
  })),
  {
    name: "another profile of the config file in round brackets",
    kind: "config",
    before: `[default]\nregion = us-east-1\n(profile lab)\n${KEYS}`,
    after: `[default]\nregion = us-east-1\n[profile lab]\n${KEYS}`,
    found: [["file-broken", 3]],
    reads: { profile: "lab" },
  },
  {
    name: "a profile of the config file with one Cyrillic letter",
    kind: "config",
    before: `[profile l\u0430b]\n${KEYS}`,
    after: `[profile lab]\n${KEYS}`,
    found: [["profile-missing", 1]],
    reads: { profile: "lab" },
  },
];
