/**
 * The question what becomes of the other places that hold the key: everything of it can be read and
 * chosen in every window.
 */
import { describe, expect, test } from "vitest";
import type { PracticeAws } from "../../../src/practice/server.js";
import { SIZES, type Wizard, hurriedClock, openWizard } from "./wizard.js";

const SMALLEST = { columns: 40, rows: 10 } as const;
const pairOf = ({
  accessKeyId,
  secretAccessKey,
}: Pick<PracticeAws, "accessKeyId" | "secretAccessKey">): string =>
  `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey.reveal()}\n`;
const dotenvOf = ({
  accessKeyId,
  secretAccessKey,
}: Pick<PracticeAws, "accessKeyId" | "secretAccessKey">): string =>
  `AWS_ACCESS_KEY_ID=${accessKeyId}\nAWS_SECRET_ACCESS_KEY=${secretAccessKey.reveal()}\n`;

/** A second profile, psiTurk's file, and `.env` with the same key. */
const everywhere = (aws: PracticeAws): Record<string, string> => ({
  ".aws/credentials": `[default]\n${pairOf(aws)}\n[mturk]\n${pairOf(aws)}`,
  ".psiturkconfig": `[AWS Access]\n${pairOf(aws)}`,
  ".env": dotenvOf(aws),
});

const squeezed = (text: string): string => text.replaceAll(/\s+/g, " ");

/**
 * Every page of the text, as one text: what has consequences is taken only once all of it was in
 * view.
 */
async function readAll(wizard: Wizard): Promise<string> {
  let text = wizard.frame().join("\n");
  const pages = Number(/more: Space \(1\/(\d+)\)/.exec(text)?.[1] ?? 1);
  for (let page = 2; page <= pages; page++) {
    wizard.press("pagedown");
    text += `\n${(await wizard.waitFor(`(${page}/${pages})`)).join("\n")}`;
  }
  return text;
}

/**
 * Chooses the first row, which is highlighted; where not all rows are in view, a digit would only
 * highlight it.
 */
async function first(wizard: Wizard, expected: RegExp): Promise<string> {
  await wizard.waitFor(/› 1 (.*\n)*Enter choose/);
  return wizard.to("\r", expected);
}

/** To the question, with a digit where a small window need not show its row. */
async function toQuestion(
  size: { readonly columns: number; readonly rows: number },
  files: (aws: PracticeAws) => Record<string, string> = everywhere,
): Promise<Wizard> {
  const wizard = await openWizard({ ...size, clock: hurriedClock(), files, practice: true });
  // Where the text fills the window, the digit leads to its row.
  const met = await wizard.to("2", /^Which profile\?|› 2 /);
  if (!met.startsWith("Which")) await wizard.to("\r", /^Which profile\?/);
  await wizard.to("\r", /^Replace a key: default(.*\n)*.*(Replace it|more: )/);
  await readAll(wizard);
  await first(wizard, /^Other places use/);
  return wizard;
}

function expectFits(
  { seen }: Wizard,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): void {
  for (const frame of seen) {
    expect(frame.length, frame.join("\n")).toBeLessThanOrEqual(rows - 2);
    for (const line of frame) expect(line.length).toBeLessThanOrEqual(columns);
  }
}

/**
 * Each row in turn, as the highlighted one: they are in view one after the other where there is no
 * room for all.
 */
async function expectRows(wizard: Wizard, labels: readonly string[]): Promise<void> {
  for (const [index, label] of labels.entries()) {
    if (index > 0) wizard.press("down");
    const frame = squeezed((await wizard.waitFor(`› ${index + 1}`)).join(" "));
    expect(frame).toContain(`› ${index + 1} ${label}`);
    expect(frame).toContain("Other places use AKIA…MPLE too. What is to become of them?");
  }
}

const idIn = (text: string): readonly string[] => [
  ...new Set(text.match(/AKIA[A-Z0-9]{16}/g) ?? []),
];

function active({ aws }: Wizard): readonly string[] {
  const owner = aws.accounts.find(aws.accessKeyId)!.owner;
  return aws.accounts
    .keysOf(owner)
    .filter(({ status }) => status === "Active")
    .map(({ accessKeyId }) => accessKeyId);
}

const ROWS = ["Replace it in all 3 places", "Only here, leave the old one on", "Stop"] as const;

describe.each([...SIZES, SMALLEST])("$columns×$rows", (size) => {
  test("question, places and choices can be read; Stop changes nothing", async () => {
    const wizard = await toQuestion(size);
    const told = squeezed(await readAll(wizard));
    for (const words of [
      "whatever reads it stops",
      "~/.aws/credentials [mturk]",
      "~/.psiturkconfig",
      "~/.env line 1 (not edited here)",
      "by hand",
    ])
      expect(told).toContain(words);
    await expectRows(wizard, ROWS);
    const { ".aws/credentials": before, ".psiturkconfig": psiturk } = everywhere(wizard.aws);
    // Where not all rows are in view, a digit leads to its row first.
    if (size === SMALLEST) await wizard.to("3", /^ *› 3 {2}Stop/m);
    await wizard.to(size === SMALLEST ? "\r" : "3", /^Replace a key: default/);
    expect([
      wizard.read(".aws/credentials"),
      wizard.read(".psiturkconfig"),
      active(wizard),
    ]).toEqual([before, psiturk, [wizard.aws.accessKeyId]]);
    expectFits(wizard, size);
  });

  test("in all places: .env holds the old key still, and that is asked about once more before it goes off", async () => {
    const wizard = await toQuestion(size);
    await readAll(wizard);
    await first(wizard, /^The\s+new\s+key\s+is\s+in\s+the\s+file\.\s+The\s+old\s+one,/);
    const told = squeezed(await readAll(wizard));
    for (const words of [
      "is in use elsewhere.",
      "It still stands here",
      "~/.env line 1 (not edited here)",
      "› 1 Leave the old one on 2 Stop",
    ])
      expect(told).toContain(words);
    expect(told).not.toContain("[mturk]");
    const [fresh] = idIn(wizard.read(".aws/credentials"));
    expect([
      idIn(wizard.read(".aws/credentials")),
      idIn(wizard.read(".psiturkconfig")),
      idIn(wizard.read(".env")),
    ]).toEqual([[fresh], [fresh], [wizard.aws.accessKeyId]]);
    expect([...active(wizard)].sort()).toEqual([wizard.aws.accessKeyId, fresh].sort());
    await first(wizard, /^Replaced:\s+the\s+file\s+holds/);
    const end = squeezed(await readAll(wizard));
    // One row at a time in the smallest window.
    for (const words of ["! The old key is still on", "! ~/.env line 1 still", "Put the new key"])
      expect(end).toContain(words);
    expect(active(wizard)).toHaveLength(2);
    expectFits(wizard, size);
  });

  test("thirteen other places: ten are told, with how many more; none is forgotten when all are replaced", async () => {
    const names = Array.from({ length: 13 }, (_each, index) => `p${index + 1}`);
    const wizard = await toQuestion(size, (aws) => ({
      ".aws/credentials": ["default", ...names]
        .map((name) => `[${name}]\n${pairOf(aws)}`)
        .join("\n"),
      ".env": "# nothing\n",
    }));
    const told = squeezed(await readAll(wizard));
    expect(told).toContain("~/.aws/credentials [p10]");
    expect(told).not.toContain("[p11]");
    expect(told).toContain("and 3 more");
    expect(squeezed(wizard.frame().join(" "))).toContain("› 1 Replace it in all 14 places");
    await first(wizard, /^Replaced:\s+the\s+file\s+holds/);
    expect(idIn(wizard.read(".aws/credentials"))).toHaveLength(1);
    expect(wizard.read(".aws/credentials")).not.toContain(wizard.aws.accessKeyId);
    expectFits(wizard, size);
  });
});
