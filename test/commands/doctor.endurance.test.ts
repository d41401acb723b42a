/** The contract of `mturk-setup doctor`, and of the wizard's repair, held by the program. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type DoctorDocument, doctorSchema } from "../../src/jobs/documents.js";
import { mturkSetupHere } from "../e2e/here.js";
import { type Ended, type Place, askedOf, newPlace, startWizard } from "../e2e/program.js";
import { start } from "../practice/start.js";
import { documentOf, errorOf } from "./run.js";

const ID = "AKIAQYLPMN5HHEXAMPLE";
const SECRET = "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";
const PSITURK = `AWS_ACCESS_KEY_ID=${ID}\nAWS_SECRET_ACCESSS_KEY=${SECRET}\n`;
const MENDED = `[default]\naws_access_key_id=${ID}\naws_secret_access_key=${SECRET}\n`;
const TWINS = '[profile a]\nregion = us-east-1\n[profile "a"]\nregion = eu-west-1\n';

/** psiTurk's page, open to all, and a config file with twins. */
function damaged(): Place {
  const place = newPlace();
  place.put(".aws/credentials", PSITURK, 0o644);
  place.put(".aws/config", TWINS);
  return place;
}

function documentIn(done: Ended): DoctorDocument {
  for (const text of [done.out, done.err]) expect(text).not.toMatch(/cAnArY|AKIAQYLPMN5HHEXAMPLE/);
  return documentOf(done, doctorSchema);
}

const states = (document: DoctorDocument): readonly (readonly [string, number | null, string])[] =>
  document.findings.map(({ code, line, mend }) => [code, line, mend]);

describe("without --fix", () => {
  test("tells what it found, with file, line and masked change; changes nothing, 4", async () => {
    const place = damaged();
    const before = place.tree();
    const done = await mturkSetupHere(place, ["doctor", "--json"]);
    const document = documentIn(done);
    expect(done.code).toBe(4);
    expect(states(document)).toEqual([
      ["file-broken", 1, "offered"],
      ["keys-partial", 2, "offered"],
      ["file-misread", 1, "offered"],
      ["keys-hidden", 3, "offered"],
      ["file-permissive", null, "offered"],
    ]);
    expect(document.findings[0]).toMatchObject({
      path: place.at(".aws/credentials"),
      diff: ["+ [default]", "  AWS_ACCESS_KEY_ID=AKIA…MPLE", "  AWS_SECRET_ACCESSS_KEY=(hidden)"],
      choices: [],
    });
    expect(document.findings[3]).toMatchObject({
      path: place.at(".aws/config"),
      diff: [],
      choices: [
        { keep: "first", diff: ['- [profile "a"]', "- region = eu-west-1"] },
        { keep: "last", diff: ["- [profile a]", "- region = us-east-1"] },
      ],
    });
    expect(document.files).toEqual([]);
    expect(place.tree()).toEqual(before);

    const asText = await mturkSetupHere(place, ["doctor"]);
    expect(asText).toMatchObject({ code: 4, err: "" });
    expect(asText.out).toMatch(
      /~\/\.aws\/credentials: Line 1 holds a key, but no \[default\] line stands above it/,
    );
    expect(asText.out).toMatch(/To mend these 5: mturk-setup doctor --fix/);
    expect(asText.out).not.toMatch(/cAnArY|AKIAQYLPMN5HHEXAMPLE/);
    expect(place.tree()).toEqual(before);
  });

  test.each([
    ["cut", ID, SECRET.slice(0, 39)],
    ["masked", "****************MPLE", SECRET],
    ["in small letters", ID.toLowerCase(), SECRET],
  ])(
    "a key that is %s is lost: nobody is sent in circles to the doctor",
    async (_how, id, secret) => {
      const place = newPlace();
      place.put(
        ".aws/credentials",
        `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`,
      );
      const done = await mturkSetupHere(place, ["doctor", "--json"]);
      const { findings } = documentIn(done);
      expect(done.code).toBe(4);
      expect(findings.flatMap(({ try: cures }) => cures).join("\n")).not.toContain("doctor");
      expect(findings.flatMap(({ try: cures }) => cures).join("\n")).toMatch(/CSV/);
      expect((await mturkSetupHere(place, ["check"])).out).not.toContain("doctor --fix");
    },
  );

  test("a sound computer: 0, and an empty list", async () => {
    const place = newPlace();
    place.put(".aws/credentials", MENDED);
    const done = await mturkSetupHere(place, ["doctor", "--json"]);
    expect([done.code, documentIn(done)]).toEqual([
      0,
      { profile: "default", findings: [], more: 0, files: [] },
    ]);
    const asText = await mturkSetupHere(place, ["doctor"]);
    expect([asText.code, asText.out]).toEqual([
      0,
      "Nothing is damaged: boto3, psiTurk and the AWS CLI read what stands in the AWS files.\n",
    ]);
  });

  test("what hides the keys of another profile is asked of --profile", async () => {
    const place = newPlace();
    place.put(".aws/credentials", MENDED);
    const done = await mturkSetupHere(place, ["doctor", "--json", "--profile", "nobody"]);
    expect([done.code, documentIn(done).findings.map(({ code, path }) => [code, path])]).toEqual([
      4,
      [["profile-missing", null]],
    ]);
  });
});

describe("--fix", () => {
  test.each([["--json"], []])(
    "without --yes and without anybody to ask: 3, nothing changed (%s)",
    async (...args) => {
      const place = damaged();
      const before = place.tree();
      const done = await mturkSetupHere(place, ["doctor", "--fix", ...args]);
      expect(done.code).toBe(3);
      if (args.length > 0)
        expect(errorOf(done)).toMatchObject({
          code: "answer-missing",
          try: expect.arrayContaining([
            "Agree to all of it: mturk-setup doctor --fix --yes",
          ]) as string[],
        });
      else
        expect(done.err).toMatch(
          /5 things could be mended, but there is nobody to ask\. Nothing was changed\./,
        );
      expect(place.tree()).toEqual(before);
    },
  );

  test("--dry-run shows, and changes nothing, --yes or not", async () => {
    const place = damaged();
    const before = place.tree();
    const done = await mturkSetupHere(place, ["doctor", "--fix", "--yes", "--dry-run", "--json"]);
    expect([done.code, documentIn(done).findings.every(({ mend }) => mend === "offered")]).toEqual([
      4,
      true,
    ]);
    expect(place.tree()).toEqual(before);
  });

  test("--yes mends what needs no choice, never guesses, and says what is left; with --keep nothing is; a third run finds nothing; undo", async () => {
    const place = damaged();
    const done = await mturkSetupHere(place, ["doctor", "--fix", "--yes", "--json"]);
    const document = documentIn(done);
    expect(done.code).toBe(4);
    expect(states(document)).toEqual([
      ["file-broken", 1, "done"],
      ["keys-partial", 2, "done"],
      ["file-misread", 1, "done"],
      ["file-permissive", null, "done"],
      ["keys-hidden", 3, "offered"],
    ]);
    expect(document.findings.at(-1)?.try.join()).toContain("--keep first");
    expect(document.files).toEqual([
      {
        path: place.at(".aws/credentials"),
        backup: expect.stringMatching(/credentials\.mturk-setup-backup-/) as string,
      },
    ]);
    expect([place.read(".aws/credentials"), place.read(".aws/config")]).toEqual([MENDED, TWINS]);

    const kept = await mturkSetupHere(place, [
      "doctor",
      "--fix",
      "--yes",
      "--keep",
      "last",
      "--json",
    ]);
    expect([kept.code, states(documentIn(kept))]).toEqual([0, [["keys-hidden", 3, "done"]]]);
    expect(place.read(".aws/config")).toBe('[profile "a"]\nregion = eu-west-1\n');
    const before = place.tree();
    const again = await mturkSetupHere(place, ["doctor", "--fix", "--yes", "--json"]);
    expect([again.code, documentIn(again)]).toEqual([
      0,
      { profile: "default", findings: [], more: 0, files: [] },
    ]);
    expect(place.tree()).toEqual(before);

    expect((await mturkSetupHere(place, ["undo", "--yes"])).code).toBe(0);
    expect(place.read(".aws/config")).toBe(TWINS);
  });

  test("what can only be explained: 4, with or without --yes", async () => {
    const place = newPlace();
    place.put(".aws/config", "[default]\nregion = somewhere nice\n");
    for (const args of [["--fix"], ["--fix", "--yes"]]) {
      const done = await mturkSetupHere(place, ["doctor", ...args, "--json"]);
      expect([done.code, states(documentIn(done))]).toEqual([4, [["region-wrong", 2, "none"]]]);
    }
  });

  test("UTF-16 becomes UTF-8; undo brings the bytes back", async () => {
    const place = newPlace();
    const before = Buffer.from(`\uFEFF${MENDED}`, "utf16le");
    const path = place.put(".aws/credentials", before);
    const done = await mturkSetupHere(place, ["doctor", "--fix", "--yes"]);
    expect([done.code, place.read(".aws/credentials")]).toEqual([0, MENDED]);
    expect(done.out).toContain("mturk-setup undo");
    const undone = await mturkSetupHere(place, ["undo", "--yes"]);
    expect([undone.code, readFileSync(path).equals(before)]).toEqual([0, true]);
  });

  test("a disk that cannot be written: the reason, and nothing is changed", async () => {
    const place = newPlace();
    place.put(".aws/credentials", PSITURK, 0o400);
    const done = await mturkSetupHere(place, ["doctor", "--fix", "--yes", "--json"]);
    expect([done.code, errorOf(done).code]).toEqual([4, "file-not-writable"]);
    expect(place.read(".aws/credentials")).toBe(PSITURK);
  });
});

describe("--fix at a terminal", () => {
  test("asks about each, shows it first, and does what was agreed to", async () => {
    const place = damaged();
    const terminal = startWizard(place, { args: ["doctor", "--fix"] });
    for (const [shown, answer] of [
      ["+ [default]", "y"],
      ["aws_secret_access_key=(hidden)", "yes"],
      ["names in capital letters", "n"],
      ["2  keep the last", "1"],
      ["mode 0600", ""],
    ] as const) {
      await terminal.waitFor(
        (rows) =>
          rows.join("\n").includes(shown) &&
          /(\(y\/N\)|\(1-\d[^)]*\)) ?$/.test(rows.join("\n").trimEnd()),
      );
      expect(place.read(".aws/credentials")).toBe(PSITURK);
      terminal.send(`${answer}\r`);
    }
    const { code } = await terminal.exit;
    expect(code).toBe(4);
    expect(place.read(".aws/credentials")).toBe(
      `[default]\nAWS_ACCESS_KEY_ID=${ID}\naws_secret_access_key=${SECRET}\n`,
    );
    expect(place.read(".aws/config")).toBe("[profile a]\nregion = us-east-1\n");
    expect(place.tree()[".aws/credentials"]).toMatch(/^file 644/);
  });

  test("Ctrl+C at a question ends it: 130, nothing changed, whatever was agreed to before", async () => {
    const place = damaged();
    const before = place.tree();
    const terminal = startWizard(place, { args: ["doctor", "--fix"] });
    await terminal.waitFor("Mend this? (y/N)");
    terminal.send("y\r");
    await terminal.waitFor("three S");
    terminal.press("ctrl-c");
    const { code, signal } = await terminal.exit;
    expect([code, signal]).toEqual([0, 2]);
    expect(place.tree()).toEqual(before);
  });
});

describe("the wizard", () => {
  test("meets a broken file: the first choice repairs it, shown first, and goes on to check the key", async () => {
    const aws = await start();
    const place = newPlace();
    const text = `aws_access_key_id=${aws.accessKeyId}\naws_secret_access_key=${aws.secretAccessKey.reveal()}\n`;
    place.put(".aws/credentials", text);
    const wizard = startWizard(place, { env: askedOf(aws) });
    await wizard.waitFor(/[>›] 1 {2}Repair it/);
    const repair = (
      await wizard.enterTo(/^~\/\.aws\/credentials cannot be read\. Nothing was changed\./)
    ).join("\n");
    expect(repair).toMatch(/\+ \[default\]\n +aws_access_key_id=AKIA…/);
    expect(repair).toContain("aws_secret_access_key=(hidden)");
    expect(place.read(".aws/credentials")).toBe(text);
    const checked = (await wizard.enterTo(/^Ready\./)).join("\n");
    expect(checked).toContain("boto3 and psiTurk 3 use it");
    expect(place.read(".aws/credentials")).toBe(`[default]\n${text}`);
    wizard.press("enter");
    const { code } = await wizard.exit;
    expect(code).toBe(0);
    await wizard.waitFor(/Mended ~\/\.aws\/credentials \(the file as it was/);
  });

  test("the review that meets a broken file leads to the repair and back, with the key that was entered", async () => {
    const aws = await start();
    const place = newPlace();
    place.put(".aws/config", "region = eu-west-1\n");
    const wizard = startWizard(place, { env: askedOf(aws) });
    await wizard.choose("Use keys I have");
    await wizard.waitFor("Paste id and secret");
    wizard.paste(`${aws.accessKeyId}\n${aws.secretAccessKey.reveal()}`, true);
    await wizard.waitFor("Pasted several lines");
    await wizard.enterTo(
      /^This cannot be written as it is\. Nothing was changed\.(.*\n)*.*Press m to repair it/,
    );
    wizard.send("m");
    await wizard.waitFor(
      /^~\/\.aws\/config cannot be read\. Nothing was changed\.(.*\n)*.*\+ \[default\]/,
    );
    await wizard.enterTo(/^Review(.*\n)*.*region eu-west-1/);
    expect(place.read(".aws/config")).toBe("[default]\nregion = eu-west-1\n");
    await wizard.enterTo(/^Ready\./);
    expect(place.read(".aws/credentials")).toContain(aws.accessKeyId);
    wizard.press("enter");
    expect((await wizard.exit).code).toBe(0);
  });

  test("leaving it as it is leads back, and nothing is written", async () => {
    const place = newPlace();
    place.put(".aws/credentials", PSITURK);
    const before = place.tree();
    const wizard = startWizard(place);
    await wizard.waitFor(/[>›] 1 {2}Repair it/);
    await wizard.enterTo(/Three things are wrong/);
    wizard.press("up");
    await wizard.enterTo(/[>›] 1 {2}Repair it/);
    wizard.send("q");
    expect((await wizard.exit).code).toBe(0);
    expect(place.tree()[".aws/credentials"]).toBe(before[".aws/credentials"]);
    expect(Object.keys(place.tree()).filter((name) => name.startsWith(".aws"))).toEqual(
      Object.keys(before).filter((name) => name.startsWith(".aws")),
    );
  });
});
