/** Wrong use, help, version; what no argument may hold; pipes that close early. */
import { describe, expect, test } from "vitest";
import { start } from "../practice/start.js";
import { mturkSetupHere } from "../e2e/here.js";
import { BIN, askedOf, newPlace, startWizard } from "../e2e/program.js";
import { errorOf, putKey } from "./run.js";

const SECRET = "canary/Secret+canary/Secret+canary/Secre";
const ID = "AKIAEXAMPLEEXAMPLE22";

describe("wrong use is 2, with the way out", () => {
  test.each([
    ["an unknown command", ["destroy"]],
    ["an unknown option", ["check", "--nope"]],
    ["save without a source", ["save"]],
    ["save with two sources", ["save", "--stdin", "--from-env"]],
    ["a region that is none", ["save", "--stdin", "--region", "US East"]],
    ["a profile without a name", ["check", "--profile", ""]],
    ["--practice behind a command", ["rotate", "--practice", "--yes"]],
    ["an option given twice", ["check", "--profile", "a", "--profile", "b"]],
    ["an option without its value", ["save", "--csv"]],
    ["--keys-in something else", ["save", "--stdin", "--keys-in", "keychain"]],
    ["--need something else", ["check", "--need", "luck"]],
    ["an argument too many", ["check", "default"]],
    ["a step that the guide does not have", ["guide", "8"]],
    ["a step that --closed leaves out", ["guide", "2", "--closed"]],
    ["a shell that is not known", ["completion", "powershell"]],
  ])("%s", async (_what, args) => {
    const place = newPlace();
    const [command = "", ...rest] = args;
    const asJson = await mturkSetupHere(place, [command, "--json", ...rest]);
    expect(errorOf(asJson).code).toBe("usage-wrong");
    expect({ code: asJson.code, err: asJson.err }).toEqual({ code: 2, err: "" });
    const asText = await mturkSetupHere(place, args);
    expect(asText).toMatchObject({ code: 2, out: "" });
    expect(asText.err).toMatch(/^mturk-setup: .*\n( {2}- .*\n)+$/s);
    expect(Object.keys(place.tree())).toEqual(["."]);
  });
});

describe("a secret on the command line", () => {
  test.each([
    ["--secret-access-key V", ["save", "--secret-access-key", SECRET]],
    ["--secret-access-key=V", ["save", `--secret-access-key=${SECRET}`]],
    ["--aws-secret-access-key V", ["save", "--aws-secret-access-key", SECRET]],
    ["--secret V", ["save", "--secret", SECRET]],
    ["--secretkey V", ["save", "--secretkey", SECRET]],
    ["--password V", ["save", "--password", SECRET]],
    ["--session-token V", ["save", "--session-token", SECRET]],
    ["--access-key-id V", ["save", "--access-key-id", ID, "--stdin"]],
    ["-s V", ["save", "-s", SECRET]],
    ["a bare value", ["save", SECRET]],
    ["a bare pair", [ID, SECRET]],
    ["--profile V", ["check", "--profile", SECRET]],
    ["--stdin=V", ["save", `--stdin=${SECRET}`]],
    ["--region V", ["save", "--stdin", "--region", SECRET]],
    ["--csv V by mistake", ["save", "--csv", SECRET]],
    ["--csv=ID,V by mistake", ["save", `--csv=${ID},${SECRET}`]],
    ["id:secret", ["save", `${ID}:${SECRET}`]],
    ["--fault V", ["practice-aws", "--fault", SECRET]],
  ])("%s: refused, and never repeated", async (_what, args) => {
    const place = newPlace();
    for (const json of [[], ["--json"]]) {
      const done = await mturkSetupHere(place, [...args, ...json]);
      expect([2, 4]).toContain(done.code);
      expect(done.out + done.err).not.toContain(SECRET);
      expect(done.out + done.err).not.toContain(SECRET.slice(0, 20));
    }
    expect(Object.keys(place.tree())).toEqual(["."]);
  });

  test("the refusal says where secrets go", async () => {
    const done = await mturkSetupHere(newPlace(), ["save", "--secret-access-key", SECRET]);
    expect(done.code).toBe(2);
    for (const way of ["--csv FILE", "--stdin", "--from-env"]) expect(done.err).toContain(way);
    expect(done.err).toMatch(/history/);
  });
});

describe("help and version", () => {
  test.each([
    [["--help"]],
    [["check", "--help"]],
    [["save", "--help"]],
    [["undo", "--help"]],
    [["practice-aws", "--help"]],
    [["--version"]],
    [["-h"]],
    [["-V"]],
    [["help"]],
    ...[
      "check",
      "save",
      "rotate",
      "retire",
      "doctor",
      "undo",
      "practice-aws",
      "guide",
      "completion",
    ].flatMap((command) => [[["help", command]], [[command, "-h"]], [[command, "-V"]]]),
  ])("%j: 0 on stdout, also without a home; nothing is touched", async (args) => {
    const place = newPlace();
    const aws = await start();
    putKey(place, aws);
    const before = place.tree();
    const done = await mturkSetupHere(place, args, {
      env: { ...askedOf(aws), HOME: "/does/not/exist" },
    });
    expect(done).toMatchObject({ code: 0, err: "" });
    expect(done.out).toMatch(/\n$/);
    expect(place.tree()).toEqual(before);
    expect(aws.log).toEqual([]);
  });

  test("help names every command, every exit code and what became of MTurk", async () => {
    const { out } = await mturkSetupHere(newPlace(), ["--help"]);
    for (const word of [
      "check",
      "save",
      "undo",
      "practice-aws",
      "--practice",
      "--profile",
      "September 30, 2026",
      "129/130/143",
    ])
      expect(out).toContain(word);
    const save = await mturkSetupHere(newPlace(), ["save", "--help"]);
    for (const word of [
      "--csv",
      "--stdin",
      "--from-env",
      "--region",
      "--keys-in",
      "--dry-run",
      "--no-verify",
      "--need",
      "--profile",
      "--json",
      "--yes",
    ])
      expect(save.out).toContain(word);
    expect((await mturkSetupHere(newPlace(), ["practice-aws", "--help"])).out).toMatch(
      /not-linked .*\n/,
    );
  });

  test("it fits into 80 columns", async () => {
    for (const args of [["--help"], ["save", "--help"]]) {
      const { out } = await mturkSetupHere(newPlace(), args);
      expect(out.split("\n").filter((line) => line.length > 80)).toEqual([]);
    }
  });
});

describe("a reader that goes away", () => {
  test.each([
    [
      "check --json | head -c 1",
      `BIN check --json | head -c 1 >/dev/null; echo "\${PIPESTATUS[0]}"`,
    ],
    ["--help | true", `BIN --help | true; echo "\${PIPESTATUS[0]}"`],
    ["check >&- (closed from the start)", `BIN check >&-; echo $?`],
    ["check 2>&-", `BIN check 2>&- >/dev/null; echo $?`],
  ])("%s: no crash, no stack trace", async (_what, line) => {
    const place = newPlace();
    const aws = await start();
    putKey(place, aws);
    const wizard = startWizard(place, {
      env: askedOf(aws),
      command: [
        "bash",
        "-c",
        `${line.replace("BIN", `"${process.execPath}" "${BIN}"`)}; echo the end`,
      ],
    });
    await wizard.waitFor("the end");
    const said = wizard.frame().join("\n");
    expect(said).not.toMatch(/EPIPE|EBADF|at .*\.js:\d+|made a mistake|node:events/);
    expect(said).toMatch(/^[0-5]$/m);
    expect(said).not.toMatch(/^1$/m);
  });
});
