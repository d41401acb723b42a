/**
 * What the build makes of the program's own data: a manual page that readers take without a word,
 * and schemas that an independent validator holds documents to.
 */
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import Ajv from "ajv";
import { describe, expect, test } from "vitest";
import { commandTable } from "../../src/cli.js";
import { start } from "../practice/start.js";
import { mturkSetup, newPlace } from "../e2e/program.js";
import { stage } from "../e2e/rotation.js";
import { putKey, twoLines } from "../commands/run.js";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SCHEMAS = readdirSync(join(ROOT, "schemas")).map((name) => name.replace(".json", ""));
const TABLE = commandTable({ version: "", availability: [], faults: [] }, () => undefined);
const COMMANDS = TABLE.commands.map((command) => command.name());

/** What an independent validator has against it; "" for nothing. */
function faultsOf(name: string, document: unknown): string {
  const schema = JSON.parse(readFileSync(join(ROOT, "schemas", `${name}.json`), "utf8")) as object;
  const ajv = new Ajv({ allErrors: true });
  return ajv.validate(schema, document) === true ? "" : ajv.errorsText();
}

describe("schemas", () => {
  test("there is one for each command's document, and one for failures", () => {
    expect([...SCHEMAS].sort()).toEqual([...COMMANDS, "check-all", "error"].sort());
  });

  test("the documents that the README shows are held to them", () => {
    const readme = readFileSync(join(ROOT, "README.md"), "utf8");
    const shown = [...readme.matchAll(/<!-- recorded: (\w+) --json -->\n```json\n([\s\S]*?)```/g)];
    expect(shown.map(([, name]) => name)).toEqual(
      expect.arrayContaining(["check", "doctor", "retire", "rotate", "save", "undo"]),
    );
    for (const [, name = "", text = ""] of shown)
      expect(faultsOf(name, JSON.parse(text)), name).toBe("");
  });

  test("a document of another kind, or with a field too many or too few, is none", () => {
    const failure = { error: { code: "offline", message: "m", try: ["t"], profile: null } };
    expect(faultsOf("error", failure)).toBe("");
    expect(faultsOf("check", failure)).not.toBe("");
    expect(faultsOf("error", { error: { ...failure.error, code: "no-such-code" } })).not.toBe("");
    expect(faultsOf("error", { ...failure, more: 1 })).not.toBe("");
    expect(faultsOf("error", { error: { code: "offline", message: "m", try: [] } })).not.toBe("");
  });

  test("what the program prints is held to them", async () => {
    const here = await stage();
    const run = async (name: string, args: readonly string[], stdin = ""): Promise<void> => {
      const done = await mturkSetup(here.place, [...args, "--json"], { env: here.env, stdin });
      expect(faultsOf(name, JSON.parse(done.out)), `${args.join(" ")}: ${done.out}`).toBe("");
    };
    await run("check", ["check"]);
    await run("check-all", ["check", "--all"]);
    await run("doctor", ["doctor"]);
    await run("rotate", ["rotate", "--dry-run", "--yes"]);
    await run("rotate", ["rotate", "--yes"]);
    await run("rotate", ["rotate", "--finish", "--yes"]);
    await run("rotate", ["rotate", "--finish"]);
    await run("undo", ["undo", "--dry-run", "--no-verify"]);
    await run("undo", ["undo", "--yes"]);
    await run("retire", ["retire", "--dry-run"]);
    await run("error", ["retire"]);
    await run("retire", ["retire", "--yes"]);
    await run("retire", ["retire", "--yes"]);
    await run("check", ["check"]);
    await run("error", ["check", "--nope"]);
    await run("guide", ["guide"]);
    await run("completion", ["completion", "bash"]);
  });

  test("save, undo and doctor with something to do are held to them", async () => {
    const place = newPlace();
    const aws = await start();
    const env = {
      AWS_ENDPOINT_URL_STS: aws.endpoints.sts,
      AWS_ENDPOINT_URL_MTURK: aws.endpoints.mturk,
    };
    putKey(place, aws, "default", "[lab]\nregion = us-east-1\n[lab]\nregion = us-west-2\n");
    const run = async (name: string, args: readonly string[], stdin = ""): Promise<unknown> => {
      const done = await mturkSetup(place, [...args, "--json"], { env, stdin });
      const document: unknown = JSON.parse(done.out);
      expect(faultsOf(name, document), `${args.join(" ")}: ${done.out}`).toBe("");
      return document;
    };
    expect(await run("doctor", ["doctor"])).not.toMatchObject({ findings: [] });
    expect(await run("doctor", ["doctor", "--fix", "--yes", "--keep", "last"])).not.toMatchObject({
      files: [],
    });
    await run("save", ["save", "--stdin", "--profile", "new", "--dry-run"], twoLines(aws));
    expect(await run("save", ["save", "--stdin", "--profile", "new"], twoLines(aws))).toMatchObject(
      {
        written: true,
      },
    );
    expect(await run("undo", ["undo", "--yes"])).toMatchObject({ undone: true });
  });
});

describe("the manual page", () => {
  const page = join(ROOT, "man/mturk-setup.1");

  /** Says aloud where a reader is missing. */
  const has = (program: string): boolean => {
    const there = spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
    if (!there)
      process.stderr.write(
        `NOT TRIED: ${program} is not installed: the manual page was not read by it\n`,
      );
    return there;
  };

  test("is plain ASCII, and names every command and every option that the help names", () => {
    const text = readFileSync(page, "utf8");
    expect(text).toMatch(/^[\n\u0020-\u007E]*$/);
    const words = text.replaceAll("\\-", "-");
    for (const name of COMMANDS) expect(words).toContain(`.SS "mturk-setup ${name}`);
    for (const command of [TABLE, ...TABLE.commands])
      for (const { long, hidden } of command.options)
        if (!hidden) expect(words).toContain(`\\fB${long ?? ""}\\fR`);
    for (const code of ["0", "1", "2", "3", "4", "5", "129/130/143"])
      expect(words).toContain(`\n\\fB${code}\\fR\n`);
  });

  test.skipIf(!has("groff"))("groff has no warning", () => {
    const run = spawnSync("groff", ["-man", "-ww", "-Tutf8", "-z", page], { encoding: "utf8" });
    expect([run.status, run.stderr]).toEqual([0, ""]);
  });

  test.skipIf(!has("man"))("man -l shows it without a warning, in 80 columns", () => {
    const run = spawnSync("man", ["--warnings", "-l", page], {
      encoding: "utf8",
      env: {
        PATH: process.env.PATH ?? "",
        MANWIDTH: "80",
        LC_ALL: "C.UTF-8",
        MAN_KEEP_FORMATTING: "",
      },
    });
    expect([run.status, run.stderr]).toEqual([0, ""]);
    expect(run.stdout).toContain("mturk-setup check");
    expect(run.stdout).toContain("--need <what>");
    expect(run.stdout).toContain("EXIT STATUS");
  });
});
