/**
 * Real botocore judges the doctor: it reads the intended keys from every file that was mended, and
 * nothing else has changed.
 */
import { beforeAll, describe, expect, test } from "vitest";
import type { Keep } from "../../src/aws-files/doctor/damage.js";
import { changeOf } from "../../src/aws-files/doctor/mend.js";
import { compare } from "../../src/aws-files/text/mask-diff.js";
import { splitFile } from "../../src/aws-files/text/python.js";
import { scanText } from "../../src/aws-files/text/scan.js";
import type { FileKind } from "../../src/aws-files/types.js";
import { ID, MENDED, SECRET } from "../aws-files/damage-cases.js";
import { SETTING_CASES } from "../aws-files/damage-settings-cases.js";
import { UNREAD_CASES } from "../aws-files/damage-unread-cases.js";
import { REGION_CASES } from "../aws-files/damage-region-cases.js";
import { mendAll } from "../aws-files/damage-files.js";
import { askBotocore, askSession, type Pair, type Reading, type SessionView } from "./botocore.js";
import { nastyFile, randomFrom } from "./nasty-files.js";
import { pythonWithBoto3 } from "./python.js";
import { awsFileSamples, type Sample } from "./samples.js";

const python = pythonWithBoto3();

/** The text after the doctor's mends; null if it leaves the file as it is. */
function mendedText(
  kind: FileKind,
  content: string | Uint8Array,
  keep: Keep | null,
): string | null {
  const change = changeOf(mendAll(kind, content, keep));
  return change.ok ? (change.value?.after.reveal() ?? null) : null;
}

function pairOf(kind: FileKind, text: string, profile: string): Pair {
  return {
    credentials: kind === "credentials" ? text : null,
    config: kind === "config" ? text : null,
    profile,
  };
}

const ALL = [...MENDED, ...SETTING_CASES, ...UNREAD_CASES, ...REGION_CASES];

describe.skipIf(python === null)("every damage that is mended", () => {
  let views: readonly SessionView[] = [];

  beforeAll(() => {
    views = askSession(
      python!,
      ALL.map(({ kind = "credentials", before, keep, reads }) =>
        pairOf(kind, mendedText(kind, before, keep ?? null) ?? "", reads?.profile ?? "default"),
      ),
    );
  });

  test.each(ALL.map((mended, at) => ({ ...mended, at })))(
    "boto3 reads what was meant: $name",
    ({ at, reads }) => {
      const { id = ID, secret = SECRET, region = null } = reads ?? {};
      expect(views[at]).toEqual({ id, secret, token: null, region });
    },
  );
});

const A = "AKIAIOSFODNN7EXAMPLE";
const S = "sEcReT/wJalrXUtnFEMI+K7MDENG/bPxRfiCYEXA";
const AS = { id: A, secret: S, token: null, region: null };

/** The damaged samples, by their number, and what a session takes from them afterwards. */
const SAMPLES: ReadonlyMap<
  string,
  { readonly keep?: Keep; readonly profile?: string; readonly view: SessionView }
> = new Map([
  ["C03", { profile: "my lab", view: AS }],
  ["C05", { view: AS }],
  ["C08", { view: { ...AS, secret: "abc" } }],
  ["C11", { view: AS }],
  ["C13", { keep: "first", view: AS }],
  ["C14", { keep: "first", view: AS }],
  ["C15", { view: AS }],
  ["C16", { view: AS }],
  ["C17", { view: AS }],
  ["C18", { view: AS }],
  ["C24", { view: AS }],
  ["C25", { view: AS }],
  ["C25b", { view: AS }],
  ["C29", { view: AS }],
  ["C30", { view: AS }],
  ["C34", { view: AS }],
  ["C36", { view: AS }],
  ["C38", { view: AS }],
  ["C42", { keep: "last", view: AS }],
  ["C45", { view: AS }],
  ["C46c", { view: AS }],
  ["C48", { view: AS }],
  ["C48b", { view: AS }],
  ["C51", { view: AS }],
  ["C53", { view: AS }],
  [
    "G02c",
    { profile: "my lab", view: { id: null, secret: null, token: null, region: "us-east-1" } },
  ],
  ["G07", { keep: "first", view: { id: null, secret: null, token: null, region: "us-east-1" } }],
  ["G24", { profile: "foo", view: { id: null, secret: null, token: null, region: "us-east-1" } }],
  [
    "G28",
    {
      keep: "both",
      profile: "foo",
      view: { id: null, secret: null, token: null, region: "us-east-1" },
    },
  ],
] as const);

describe.skipIf(python === null)("the samples", () => {
  const samples = awsFileSamples();

  test("those that are claimed, and no others, are changed", () => {
    const changed = samples
      .filter(
        ({ id, kind, bytes }) => mendedText(kind, bytes, SAMPLES.get(id)?.keep ?? null) !== null,
      )
      .map(({ id }) => id);
    expect(changed).toEqual(samples.map(({ id }) => id).filter((id) => SAMPLES.has(id)));
  });

  test("boto3 reads from each what was meant", () => {
    const claimed = samples.filter(({ id }) => SAMPLES.has(id));
    const after = (sample: Sample): Pair =>
      pairOf(
        sample.kind,
        mendedText(sample.kind, sample.bytes, SAMPLES.get(sample.id)?.keep ?? null) ?? "",
        SAMPLES.get(sample.id)?.profile ?? sample.profile,
      );
    const views = askSession(python!, claimed.map(after));
    expect(claimed.map(({ id }, at) => [id, views[at]])).toEqual(
      claimed.map(({ id }) => [id, SAMPLES.get(id)?.view]),
    );
    expect(claimed).toHaveLength(SAMPLES.size);
  });

  test("all that botocore refused is readable afterwards, but for the one line that only a person can mend", () => {
    const refused = samples.filter((sample) => sample.refused);
    const readings = askBotocore(
      python!,
      refused.map(({ id, kind, bytes }) => ({
        kind,
        bytes: Buffer.from(mendedText(kind, bytes, SAMPLES.get(id)?.keep ?? "last") ?? bytes),
      })),
    );
    expect(refused.filter((_, at) => readings[at] === null).map(({ id }) => id)).toEqual(["G16"]);
    expect(refused.length).toBeGreaterThan(10);
  });
});

const COUNT = Number(process.env.MTURK_SETUP_FUZZ_DOCTOR ?? 10_000);

describe.skipIf(python === null)(`${COUNT} made-up files`, () => {
  interface Treated {
    readonly kind: FileKind;
    readonly before: string;
    readonly after: string;
  }
  const treated: Treated[] = [];
  let before: readonly Reading[] = [];
  let after: readonly Reading[] = [];

  beforeAll(() => {
    const random = randomFrom(20261123);
    for (let count = 0; count < COUNT; count += 1) {
      const { kind, text } = nastyFile(random);
      const keep = (["first", "last", "both", null] as const)[Math.floor(random() * 4)] ?? null;
      const text2 = mendedText(kind, text, keep);
      if (text2 !== null) treated.push({ kind, before: text, after: text2 });
    }
    before = askBotocore(
      python!,
      treated.map(({ kind, before: text }) => ({ kind, bytes: Buffer.from(text) })),
    );
    after = askBotocore(
      python!,
      treated.map(({ kind, after: text }) => ({ kind, bytes: Buffer.from(text) })),
    );
  });

  test("botocore reads every file that was changed", () => {
    expect(treated.filter((_, at) => after[at] === null).slice(0, 3)).toEqual([]);
    expect(treated.length).toBeGreaterThan(COUNT / 10);
    expect(before.filter((reading) => reading === null).length).toBeGreaterThan(COUNT / 100);
  });

  test("every section in which no line was changed says what it said", () => {
    const wrong = treated.flatMap((file, at) => {
      const [old, now] = [before[at], after[at]];
      if (old === null || old === undefined || now === null || now === undefined) return [];
      const said = new Map(now.sections.map(([name, options]) => [name, options]));
      return untouched(file).flatMap((name) => {
        const was = old.sections.find(([section]) => section === name)?.[1] ?? [];
        const is = said.get(name) ?? [];
        // A section may have been given what its twin said, behind what it has.
        return was.every(([key, value]) =>
          is.some(([other, text]) => other === key && text === value),
        )
          ? []
          : [{ ...file, name }];
      });
    });
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  /** Sections of a readable file with no changed line between their header and the next. */
  function untouched({ kind, before: old, after: now }: Treated): readonly string[] {
    const scan = scanText(old, kind);
    if (!scan.ok || scan.defaults !== null) return [];
    const changed = compare(splitFile(old), splitFile(now)).flatMap(({ at, remove }) =>
      remove.map((_, offset) => at + offset),
    );
    const headers = scan.lines.flatMap((line, index) => (line.kind === "header" ? [index] : []));
    return [...scan.sections.values()].flatMap(({ name, index }) => {
      const end = headers.find((header) => header > index) ?? scan.lines.length;
      return changed.some((line) => line >= index && line < end) ? [] : [name];
    });
  }
});
