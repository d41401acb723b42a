/** The contract of `mturk-setup undo`: what the last change replaced comes back, byte for byte. */
import { describe, expect, test } from "vitest";
import { undoSchema } from "../../src/jobs/documents.js";
import { mturkSetupHere } from "../e2e/here.js";
import { type Ended, type Env, type Place, newPlace, startWizard } from "../e2e/program.js";
import { type Stage, expectNoSecret, stage } from "../e2e/rotation.js";
import { documentOf, errorOf } from "./run.js";

const OLD =
  "# mine\r\n[default]\r\naws_access_key_id = AKIAEXAMPLEEXAMPLE22\r\naws_secret_access_key = oldSecret/oldSecret+oldSecret/oldSecret+\r\n";
const NEW = "AKIAEXAMPLEEXAMPLE33\nnewSecret/newSecret+newSecret/newSecret+\n";

/** A home in which one change was made: the credentials file changed, the config file created. */
async function changed(): Promise<Place> {
  const place = newPlace();
  place.put(".aws/credentials", OLD);
  const done = await mturkSetupHere(place, ["save", "--stdin", "--no-verify", "--yes"], {
    stdin: NEW,
  });
  expect(done.code).toBe(0);
  expect(place.read(".aws/credentials")).toContain("AKIAEXAMPLEEXAMPLE33");
  expect(place.has(".aws/config")).toBe(true);
  return place;
}

describe("undo", () => {
  test("--yes --json: both files as they were, the document says so; undo takes itself back", async () => {
    const place = await changed();
    const after = place.read(".aws/credentials");
    const done = await mturkSetupHere(place, ["undo", "--yes", "--json"]);
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

    const back = await mturkSetupHere(place, ["undo", "--yes", "--json"]);
    expect(documentOf(back, undoSchema).undone).toBe(true);
    expect(place.read(".aws/credentials")).toBe(after);
    expect(place.read(".aws/config")).toBe("[default]\nregion = us-east-1\n");
  });

  test("--dry-run shows the difference, masked, and changes nothing", async () => {
    const place = await changed();
    const before = place.tree();
    const asJson = await mturkSetupHere(place, ["undo", "--dry-run", "--json"]);
    const document = documentOf(asJson, undoSchema);
    expect(document.undone).toBe(false);
    expect(document.files.flatMap(({ diff }) => diff)).toEqual(
      expect.arrayContaining([
        "- aws_access_key_id = AKIA…LE33",
        "+ aws_access_key_id = AKIA…LE22",
      ]),
    );
    const asText = await mturkSetupHere(place, ["undo", "--dry-run"]);
    expect(asText.code).toBe(0);
    expect(asText.out).toMatch(/~\/\.aws\/config \(is removed/);
    for (const run of [asJson, asText])
      expect(run.out + run.err).not.toMatch(/oldSecret|newSecret/);
    expect(place.tree()).toEqual(before);
  });

  test("without --yes and without anybody to ask: 3, nothing changed", async () => {
    const place = await changed();
    const before = place.tree();
    const done = await mturkSetupHere(place, ["undo", "--json"]);
    expect(errorOf(done).code).toBe("answer-missing");
    expect(errorOf(done).try.join(" ")).toContain("--yes");
    expect(done.code).toBe(3);
    expect((await mturkSetupHere(place, ["undo"])).code).toBe(3);
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
    const done = await mturkSetupHere(newPlace(), ["undo", "--json"]);
    expect(documentOf(done, undoSchema)).toEqual({ profile: null, undone: false, files: [] });
    expect(done.code).toBe(0);
    expect((await mturkSetupHere(newPlace(), ["undo"])).out).toMatch(/nothing to undo/);
  });
});

describe("what others added since", () => {
  test.each([
    ["a file of ours", ""],
    ["a file that stood before", "[lab]\nregion = eu-west-1\n"],
  ])("stays: %s", async (_name, before) => {
    const place = newPlace();
    if (before !== "") place.put(".aws/credentials", before);
    await mturkSetupHere(place, ["save", "--stdin", "--no-verify"], { stdin: NEW });
    const added = `${place.read(".aws/credentials")}[other]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\n`;
    place.put(".aws/credentials", added);
    const done = await mturkSetupHere(place, ["undo", "--yes", "--json"]);
    expect([done.code, errorOf(done).code]).toEqual([4, "file-changed"]);
    expect(place.read(".aws/credentials")).toBe(added);
  });
});

describe("a key that would come back", () => {
  async function undo(here: Stage, args: readonly string[], env: Env = {}): Promise<Ended> {
    const done = await mturkSetupHere(here.place, ["undo", ...args], {
      env: { ...here.env, ...env },
    });
    expectNoSecret(here, done.out, done.err);
    return done;
  }
  const rotate = (here: Stage, ...args: readonly string[]): Promise<Ended> =>
    mturkSetupHere(here.place, ["rotate", "--yes", ...args], { env: here.env });
  const NOWHERE: Env = {
    AWS_ENDPOINT_URL_STS: "http://127.0.0.1:9",
    AWS_ENDPOINT_URL_MTURK: "http://127.0.0.1:9",
  };

  test.each([
    ["AWS refuses it", {}],
    ["AWS is out of reach, and the rotation's journal knows", NOWHERE],
  ])(
    "X4: after a rotation, %s: would-break with the command that does it right, nothing written",
    async (_name, env) => {
      const here = await stage();
      expect((await rotate(here)).code).toBe(0);
      const before = here.place.tree();
      const done = await undo(here, ["--yes", "--json"], env);
      expect([done.code, errorOf(done).code]).toEqual([4, "would-break"]);
      expect(here.place.tree()).toEqual(before);
      const command =
        /mturk-setup (rotate --undo .*)$/m.exec(errorOf(done).try.join("\n"))?.[1]?.split(" ") ??
        [];
      expect(command).toEqual(["rotate", "--undo", "--profile", "default"]);
      expect(
        (await mturkSetupHere(here.place, [...command, "--yes"], { env: here.env })).code,
      ).toBe(0);
      expect([here.inFile(), here.active()]).toEqual([here.first, [here.first]]);
    },
  );

  test("after it was refused, --finish and a further rotation work too", async () => {
    const here = await stage();
    await rotate(here);
    expect((await undo(here, ["--yes"])).code).toBe(4);
    expect((await rotate(here, "--finish")).code).toBe(0);
    expect(here.all()).toEqual([here.inFile()]);
    const second = here.inFile();
    expect((await rotate(here)).code).toBe(0);
    expect(here.inFile()).not.toBe(second);
  });

  test("a named profile is named in the command, whatever its name; --dry-run says so as well", async () => {
    const here = await stage([], "");
    here.place.put(
      ".aws/credentials",
      here.place.read(".aws/credentials").replace("[default]", "[Foo Bar]"),
    );
    expect((await rotate(here, "--profile", "Foo Bar")).code).toBe(0);
    const done = await undo(here, ["--dry-run", "--json"]);
    expect([done.code, errorOf(done).code]).toEqual([4, "would-break"]);
    expect(errorOf(done).try.join("\n")).toContain("rotate --undo --profile 'Foo Bar'");
  });

  test("--no-verify leaves the question out, and nothing is lost: undo takes that back, three writes later too", async () => {
    const here = await stage();
    await rotate(here);
    const second = here.inFile();
    expect((await undo(here, ["--yes", "--no-verify"])).code).toBe(0);
    expect(here.inFile()).toBe(here.first);
    for (let n = 0; n < 4; n++)
      await mturkSetupHere(
        here.place,
        ["save", "--stdin", "--no-verify", "--yes", "--profile", `p${n}`],
        { stdin: NEW, env: here.env },
      );
    const holding = Object.entries(here.place.tree()).filter(
      ([name, text]) => name.includes("backup") && text.includes(second ?? ""),
    );
    expect(holding.length).toBeGreaterThan(0);
  });

  test("every profile of the backup counts, not only the default one; pairs that stay are not asked", async () => {
    const here = await stage();
    const other = here.madeInConsole();
    const was = here.place.read(".aws/credentials");
    here.place.put(
      ".aws/credentials",
      `${was}[lab]\naws_access_key_id = AKIAEXAMPLEEXAMPLE22\naws_secret_access_key = oldSecret/oldSecret+oldSecret/oldSecret+\n`,
    );
    const saved = await mturkSetupHere(
      here.place,
      ["save", "--stdin", "--yes", "--profile", "lab"],
      {
        stdin: `${other.id}\n${other.secret}\n`,
        env: here.env,
      },
    );
    expect(saved.code, saved.err).toBe(0);
    const asked = here.aws.log.length;
    const done = await undo(here, ["--yes", "--json"]);
    expect([done.code, errorOf(done).code]).toEqual([4, "would-break"]);
    expect(errorOf(done).message).toContain("profile lab");
    expect(here.inFile("lab")).toBe(other.id);
    // One pair, one question to STS and one to MTurk.
    expect(here.aws.log.length - asked).toBeLessThanOrEqual(2);
  });

  test("a key that works comes back: 0; out of reach: done, and said", async () => {
    const here = await stage();
    const other = here.madeInConsole();
    await mturkSetupHere(here.place, ["save", "--stdin", "--yes"], {
      stdin: `${other.id}\n${other.secret}\n`,
      env: here.env,
    });
    expect((await undo(here, ["--yes"])).code).toBe(0);
    expect(here.inFile()).toBe(here.first);
    const away = await undo(here, ["--yes"], NOWHERE);
    expect([away.code, here.inFile()]).toEqual([0, other.id]);
    expect(away.err).toMatch(/AWS gave no usable answer whether AKIA….* still works/);
  });

  test("psiTurk's file, which rotate --everywhere changed too: refused as a whole, and with --no-verify all come back", async () => {
    const here = await stage();
    const psiturk = `[AWS Access]\naws_access_key_id = ${here.first}\naws_secret_access_key = ${here.aws.secretAccessKey.reveal()}\n`;
    here.place.put(".psiturkconfig", psiturk);
    expect((await rotate(here, "--everywhere")).code).toBe(0);
    expect(here.place.read(".psiturkconfig")).toContain(here.inFile());
    expect((await undo(here, ["--yes"])).code).toBe(4);
    expect((await undo(here, ["--yes", "--no-verify"])).code).toBe(0);
    expect([here.inFile(), here.place.read(".psiturkconfig")]).toEqual([here.first, psiturk]);
  });

  test("an old key that was left on by wish comes back, also out of reach", async () => {
    const here = await stage();
    expect((await rotate(here, "--keep-old")).code).toBe(0);
    expect((await undo(here, ["--yes"], NOWHERE)).code).toBe(0);
    expect(here.inFile()).toBe(here.first);
  });

  test("after retire: what went away is not brought back, and what is said is so", async () => {
    const here = await stage();
    expect((await mturkSetupHere(here.place, ["retire", "--yes"], { env: here.env })).code).toBe(0);
    const before = here.place.tree();
    const done = await undo(here, ["--yes"]);
    expect([done.code, done.out]).toEqual([0, expect.stringMatching(/nothing to undo/)]);
    expect(here.place.tree()).toEqual(before);
    // A backup with the key that a killed retirement left behind is refused by AWS.
    const killed = await stage();
    const text = killed.place.read(".aws/credentials");
    await mturkSetupHere(killed.place, ["retire", "--yes"], { env: killed.env });
    killed.place.put(".aws/credentials.mturk-setup-backup-20260101-000000", text);
    expect(errorOf(await undo(killed, ["--yes", "--json"])).code).toBe("would-break");
  });
});
