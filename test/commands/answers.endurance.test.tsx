/**
 * Every answer × every command and the wizard: title, text, code and exit code say the same thing,
 * and nothing that is not so.
 */
import { describe, expect, test } from "vitest";
import type { CheckDocument } from "../../src/jobs/documents.js";
import { withoutMark } from "../harness/wait.js";
import { REFUSED, openWizard } from "../wizard/screens/wizard.js";
import { ANSWERS, TAKEN, type Row } from "./answers.js";
import { type Seen, seenBy } from "./options-scenes.js";

/** Ports of raw servers are made alike too. */
const alike = (text: string): string => text.replaceAll(/localhost:\d+/g, "HERE");

async function run(
  row: Row,
  words: readonly string[],
): Promise<Seen & { readonly before: string }> {
  const { here, env } = await row.lay();
  const stdin = `${here.first}\n${here.aws.secretAccessKey.reveal()}\n`;
  const before = here.place.read(".aws/credentials");
  const seen = await seenBy(
    here,
    { stdin, env },
    words.map((word) => (word === "FIRST" ? here.first : word)),
  );
  // As `seenBy` shows the file: an id by its name, a secret as such.
  const file = `file 600${before.replaceAll(here.first, "FIRST").replaceAll(here.aws.secretAccessKey.reveal(), "SECRET")}`;
  return { ...seen, out: alike(seen.out), err: alike(seen.err), before: file };
}

const untouched = ({ files, before, keys }: Seen & { readonly before: string }): void => {
  expect(files["~/.aws/credentials"] ?? files[".aws/credentials"]).toBe(before);
  expect(keys).toEqual(["first Active"]);
};

/** Sentences that are not so. */
function expectTrue(row: Row, text: string): void {
  expect(text).not.toMatch(
    /AWS was not asked|Nothing was asked|does not take it\.|not finished|nothing was sent/,
  );
  if (row.reached.includes("mturk")) expect(text).not.toContain("sandbox could not be asked");
  if (
    row.verdict !== "unreachable" ||
    row.reached.length === 1 ||
    row.title.includes("takes this key")
  )
    expect(text).not.toContain("is still open");
  if (row.verdict !== "keys-refused") expect(text).not.toMatch(/AWS refuse[sd] (?:this key|FIRST)/);
  if (row.verdict === "ready" || row.verdict === "keys-accepted")
    expect(text).not.toMatch(/Could not ask AWS|AWS could not be (?:asked|reached)/);
}

const EXIT = { ready: 0, "keys-accepted": 5, "keys-refused": 4, unreachable: 4 } as const;

describe.each(Object.entries(ANSWERS))("%s", (_name, row) => {
  const works = row.verdict === "ready" || row.verdict === "keys-accepted";

  test("check", async () => {
    const { code, out, err } = await run(row, ["check"]);
    expect(out.split("\n")[0]).toBe(`${row.title} (profile default)`);
    expect(out).toMatch(row.says);
    expect(code).toBe(EXIT[row.verdict]);
    expectTrue(row, out + err);
    const seen = await run(row, ["check", "--json"]);
    // Not by the schema: ids are made alike here, and are none any more.
    const { verdict, problems, identity, sandbox } = JSON.parse(seen.out) as CheckDocument;
    expect([
      verdict,
      problems.find(({ level }) => level !== "note")?.code ?? null,
      seen.code,
    ]).toEqual([row.verdict, row.code, EXIT[row.verdict]]);
    expect(identity?.ok).toBe(works);
    if (row.verdict === "keys-accepted")
      expect(sandbox).toMatchObject({ ok: false, problem: row.code });
  });

  test("save", async () => {
    const seen = await run(row, ["save", "--stdin", "--no-wait", "--profile", "lab"]);
    expect(seen.code, seen.err).toBe(works ? 0 : 4);
    const said = seen.out + seen.err;
    expectTrue(row, said);
    if (works)
      expect(said).toMatch(
        row.verdict === "ready"
          ? /AWS accepts it, MTurk's sandbox answers\./
          : /AWS accepts it\. (?!AWS accepts)/,
      );
    else untouched(seen);
    if (!works) expect(said).toMatch(/Nothing was saved\./);
    if (row.code !== "mturk-closed" && row.verdict !== "ready") expect(said).toMatch(row.says);
    if (row.code === "mturk-closed")
      expect(said).toMatch(/MTurk does not answer \(closed TIME\)\./);
  });

  test("rotate", async () => {
    const seen = await run(row, ["rotate", "--yes"]);
    expect(seen.code, seen.err).toBe(works ? 0 : 4);
    expectTrue(row, seen.out + seen.err);
    if (works) {
      expect(seen.out).toMatch(
        /default: replaced FIRST by KEY\. AWS accepts it\.\nFIRST is switched off at AWS\./,
      );
      expect([...seen.keys].sort()).toEqual(["first Inactive", "other Active"]);
    } else {
      expect(seen.err).toMatch(row.says);
      untouched(seen);
    }
    // What other programs would meet is said here, too.
    if (row.code === "clock-off") expect(seen.out + seen.err).toMatch(row.says);
  });

  test("retire", async () => {
    const seen = await run(row, ["retire", "--key", "FIRST", "--yes"]);
    const isOff = works || row.code === "key-unknown";
    expect(seen.code, seen.err).toBe(isOff ? 0 : 4);
    const first = /^FIRST: (.*)$/m.exec(seen.err)?.[1];
    expect(first).toMatch(
      works
        ? /^active at AWS/
        : row.code === "key-unknown"
          ? /^refused by AWS/
          : row.code === "secret-wrong"
            ? /^STILL ACTIVE/
            : /^not known whether it is active/,
    );
    if (isOff) expect(JSON.stringify(seen.files)).not.toContain("SECRET");
    else untouched(seen);
    if (!isOff && row.code !== "secret-wrong") expect(seen.err).toMatch(row.says);
  });

  test("undo, which would bring the key back", async () => {
    const { here, env } = await row.lay();
    const before = here.place.read(".aws/credentials");
    const saved = await seenBy(here, { stdin: `${REFUSED.id}\n${REFUSED.secret}\n`, env }, [
      "save",
      "--stdin",
      "--no-verify",
      "--yes",
    ]);
    expect(saved.code, saved.err).toBe(0);
    expect(here.inFile()).toBe(REFUSED.id);
    const isRefused = row.verdict === "keys-refused";
    const document = await seenBy(here, { env }, ["undo", "--dry-run", "--json"]);
    expect(JSON.parse(document.out)).toMatchObject(
      isRefused ? { error: { code: "would-break" } } : { undone: false },
    );
    const seen = await seenBy(here, { env }, ["undo", "--yes"]);
    const said = alike(seen.out + seen.err);
    expect(seen.code, said).toBe(isRefused ? 4 : 0);
    expect(here.inFile()).toBe(isRefused ? REFUSED.id : here.first);
    if (!isRefused) expect(here.place.read(".aws/credentials")).toBe(before);
    expectTrue(row, said);
    if (isRefused) {
      expect(said).toMatch(/would put FIRST back into profile default, and AWS does not take it:/);
      expect(said).toMatch(row.says);
    }
    const isOpen = row.verdict === "unreachable" && !row.title.endsWith(TAKEN);
    expect(said.includes("AWS gave no usable answer whether FIRST")).toBe(isOpen);
  });

  test("the wizard's check", async () => {
    const { here, env } = await row.lay();
    const files = { ".aws/credentials": here.place.read(".aws/credentials") };
    const wizard = await openWizard({
      columns: 200,
      rows: 50,
      files,
      env: { ...here.env, ...env } as Readonly<Record<string, string>>,
    });
    await wizard.choose("Check my keys");
    const text = (
      await wizard.waitFor(
        // An answer that comes at once is known before its screen is drawn.
        (rows) =>
          wizard.state().examined.status === "done" &&
          !/^(?:Check|mturk-setup: set up)/.test(withoutMark(rows[0] ?? "")),
      )
    ).join("\n");
    const shown = withoutMark(text)
      .replaceAll(/(?:localhost|127\.0\.0\.1):\d+/g, "HERE")
      .replaceAll(`AKIA…${here.first.slice(-4)}`, "FIRST");
    const [title = ""] = shown.split("\n\n");
    expect(title.replaceAll(/\s+/g, " ").trim()).toBe(row.title);
    expect(shown.replaceAll(/\s+/g, " ")).toMatch(row.says);
    expectTrue(row, shown);
  });
});

test("the doctor asks nobody, whatever AWS would say", async () => {
  const { here, env } = await ANSWERS["an unknown id"]!.lay();
  const seen = await seenBy(here, { env }, ["doctor"]);
  expect([seen.code, seen.asked]).toEqual([0, []]);
  expect(seen.out + seen.err).not.toMatch(/AWS (?:accepts|refuse)|Ready|\bworks\b/);
});
