/** The contract of `mturk-setup undo`: what the last change replaced comes back, byte for byte. */
import { describe, expect, test } from "vitest";
import { undoSchema } from "../../src/jobs/documents.js";
import { type Place, mturkSetup, newPlace, startWizard } from "../e2e/program.js";
import { documentOf, errorOf } from "./run.js";

const OLD = "# mine\r\n[default]\r\naws_access_key_id = AKIAEXAMPLEEXAMPLE22\r\naws_secret_access_key = oldSecret/oldSecret+oldSecret/oldSecret+\r\n";
const NEW = "AKIAEXAMPLEEXAMPLE33\nnewSecret/newSecret+newSecret/newSecret+\n";

/** A home in which one change was made: the credentials file changed, the config file created. */
async function changed(): Promise<Place> {
  const place = newPlace();
  place.put(".aws/credentials", OLD);
  const done = await mturkSetup(place, ["save", "--stdin", "--no-verify", "--yes"], { stdin: NEW });
  expect(done.code).toBe(0);
  expect(place.read(".aws/credentials")).toContain("AKIAEXAMPLEEXAMPLE33");
  expect(place.has(".aws/config")).toBe(true);
  return place;
}

describe("undo", () => {
  test("--yes --json: both files as they were, the document says so; undo takes itself back", async () => {
    const place = await changed();
    const after = place.read(".aws/credentials");
    const done = await mturkSetup(place, ["undo", "--yes", "--json"]);
    const document = documentOf(done, undoSchema);
    expect(done.code).toBe(0);
    expect(document.undone).toBe(true);
    expect(document.files.map(({ path, removed }) => ({ path, removed }))).toEqual([
      { path: place.at(".aws/config"), removed: true },
      { path: place.at(".aws/credentials"), removed: false },
    ]);
    expect(place.read(".aws/credentials")).toBe(OLD);
    expect(place.has(".aws/config")).toBe(false);
    expect(done.out + done.err).not.toMatch(/oldSecret|newSecret/);

    const back = await mturkSetup(place, ["undo", "--yes", "--json"]);
    expect(documentOf(back, undoSchema).undone).toBe(true);
    expect(place.read(".aws/credentials")).toBe(after);
    expect(place.read(".aws/config")).toBe("[default]\nregion = us-east-1\n");
  });

  test("--dry-run shows the difference, masked, and changes nothing", async () => {
    const place = await changed();
    const before = place.tree();
    const asJson = await mturkSetup(place, ["undo", "--dry-run", "--json"]);
    const document = documentOf(asJson, undoSchema);
    expect(document.undone).toBe(false);
    expect(document.files.flatMap(({ diff }) => diff)).toEqual(expect.arrayContaining(["- aws_access_key_id = AKIA…LE33", "+ aws_access_key_id = AKIA…LE22"]));
    const asText = await mturkSetup(place, ["undo", "--dry-run"]);
    expect(asText).toMatchObject({ code: 0, out: "" });
    expect(asText.err).toMatch(/~\/\.aws\/config \(is removed/);
    for (const run of [asJson, asText]) expect(run.out + run.err).not.toMatch(/oldSecret|newSecret/);
    expect(place.tree()).toEqual(before);
  });

  test("without --yes and without anybody to ask: 3, nothing changed", async () => {
    const place = await changed();
    const before = place.tree();
    const done = await mturkSetup(place, ["undo", "--json"]);
    expect(errorOf(done).code).toBe("answer-missing");
    expect(errorOf(done).try.join(" ")).toContain("--yes");
    expect(done.code).toBe(3);
    expect((await mturkSetup(place, ["undo"])).code).toBe(3);
    expect(place.tree()).toEqual(before);
  });

  test("in a terminal it shows, asks, and does what was answered", async () => {
    const place = await changed();
    const before = place.tree();
    const no = startWizard(place, { args: ["undo"] });
    await no.waitFor("Put this back?");
    expect(no.frame().join("\n")).toContain("+ aws_access_key_id = AKIA…LE22");
    no.send("n\r");
    expect((await no.exit).code).toBe(0);
    expect(place.tree()).toEqual(before);
    const yes = startWizard(place, { args: ["undo"] });
    await yes.waitFor("Put this back?");
    yes.send("y\r");
    expect((await yes.exit).code).toBe(0);
    expect(yes.frame().join("\n")).toContain("Put back: ");
    expect(place.read(".aws/credentials")).toBe(OLD);
    expect(no.raw() + yes.raw()).not.toMatch(/oldSecret|newSecret/);
  });

  test.each([
    { key: "Ctrl+C", bytes: "\u0003", code: 130 },
    { key: "Ctrl+D", bytes: "\u0004", code: 3 },
  ])("$key at the question: nothing changed, $code", async ({ bytes, code }) => {
    const place = await changed();
    const before = place.tree();
    const asking = startWizard(place, { args: ["undo"] });
    await asking.waitFor("Put this back?");
    asking.send(bytes);
    const ended = await asking.exit;
    expect(asking.frame().join("\n")).not.toMatch(/made a mistake|Warning/);
    expect(ended.signal === 0 ? ended.code : 128 + ended.signal).toBe(code);
    expect(place.tree()).toEqual(before);
  });

  test("nothing to undo: 0, and said", async () => {
    const done = await mturkSetup(newPlace(), ["undo", "--json"]);
    expect(documentOf(done, undoSchema)).toEqual({ undone: false, files: [] });
    expect(done.code).toBe(0);
    expect((await mturkSetup(newPlace(), ["undo"])).err).toMatch(/nothing to undo/);
  });
});

describe("what others added since", () => {
  test.each([["a file of ours", ""], ["a file that stood before", "[lab]\nregion = eu-west-1\n"]])("stays: %s", async (_name, before) => {
    const place = newPlace();
    if (before !== "") place.put(".aws/credentials", before);
    await mturkSetup(place, ["save", "--stdin", "--no-verify"], { stdin: NEW });
    const added = `${place.read(".aws/credentials")}[other]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\n`;
    place.put(".aws/credentials", added);
    const done = await mturkSetup(place, ["undo", "--yes", "--json"]);
    expect([done.code, errorOf(done).code]).toEqual([4, "file-changed"]);
    expect(place.read(".aws/credentials")).toBe(added);
  });
});
