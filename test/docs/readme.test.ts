/**
 * The outputs that the README shows are what the program prints today. `MTURK_SETUP_PICTURES=1 npx
 * vitest run test/docs` records them anew.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { PROBLEM_CODES } from "../../src/base/problem.js";
import { AWS_PROBLEMS, isAwsProblem } from "../../src/aws/diagnosis/problem-table.js";
import { startPracticeSession } from "../../src/practice/session.js";
import { systemClock } from "../../src/base/host.js";
import { childEnv } from "../harness/pty.js";
import { LOCAL_PROBLEMS } from "./local-problems.js";

it("shows each command's document as it prints", async () => {
  const home = mkdtempSync(join(tmpdir(), "mturk-setup-readme-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const started = await startPracticeSession({
    host: { env: process.env, cwd: home, home, platform: process.platform },
    clock: systemClock,
  });
  if (!started.ok) throw new Error(started.problem.message);
  const session = started.value;
  onTestFinished(async () => {
    await session.close();
  });
  const { sts, mturk, iam } = session.aws.endpoints;
  const env = childEnv(home, {
    AWS_ENDPOINT_URL_STS: sts,
    AWS_ENDPOINT_URL_MTURK: mturk,
    AWS_ENDPOINT_URL_IAM: iam,
  });
  const document = async (...args: string[]): Promise<string> => {
    const printed = await run(...args, "--json");
    expect(JSON.parse(printed), args.join(" ")).not.toHaveProperty("error");
    return inLines(lasting(printed));
  };
  const run = (...args: string[]): Promise<string> => runProgram(args, env, home);

  const recorded = new Map([
    ["save --json", inLines(await run("save", "--csv", session.csvPath, "--json"))],
    ["check --json", inLines(await run("check", "--json"))],
    ["check", await run("check")],
    ["rotate --json", await document("rotate", "--yes")],
    ["undo --json", await document("undo", "--dry-run", "--no-verify")],
    ["retire --json", await document("retire", "--yes", "--profile", "default")],
  ]);
  // Half a pair, and a setting that is spelt in another way.
  writeFileSync(
    join(home, ".aws", "credentials"),
    "[default]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_acess_key = je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY\n",
    { mode: 0o600 },
  );
  recorded.set("doctor --json", await document("doctor"));
  const readme = readFileSync("README.md", "utf8");
  let now = readme;
  for (const [name, output] of recorded) {
    const block = new RegExp(`(<!-- recorded: ${name} -->\\n\`\`\`[a-z]*\\n)[\\s\\S]*?(\`\`\`)`);
    expect(block.test(now), name).toBe(true);
    now = now.replace(block, (_all, head: string, tail: string) => `${head}${output}${tail}`);
  }
  now = now.replace(
    /(<!-- generated: help -->\n)[\s\S]*?(<!-- end -->)/,
    (_all, head: string, tail: string) => `${head}${helpTable()}${tail}`,
  );
  if (process.env.MTURK_SETUP_PICTURES === "1") writeFileSync("README.md", now);
  expect(readFileSync("README.md", "utf8")).toBe(now);
});

/** Without what differs from run to run: moments, ids that are made anew, numbers of an account's books. */
function lasting(json: string): string {
  const made = new Map<string, string>();
  return json
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g, "2026-11-28T12:00:00.000Z")
    .replaceAll(/-\d{8}-\d{6}-w[\da-f]+/g, "-20261128-120000-w0123456789abcdef")
    .replaceAll(
      /AKIA…(?!MPLE)[A-Z0-9]+/g,
      (id) => made.get(id) ?? String(made.set(id, "AKIA…WXYZ").get(id)),
    );
}

/** A document as a terminal shows it; where no person reads it, it is one line. */
function inLines(json: string): string {
  return `${JSON.stringify(JSON.parse(json), null, 2)}\n`;
}

/** One row for each code that a document can hold. */
function helpTable(): string {
  const ofAws = PROBLEM_CODES.filter(isAwsProblem).map(
    (code) => [code, AWS_PROBLEMS[code]] as const,
  );
  const rows = [...ofAws, ...Object.entries(LOCAL_PROBLEMS)].map(
    ([code, { see, means, do: cures }]) =>
      `| \`${code}\` | ${cell(see)} | ${cell(means)} | ${cell(cures)} |`,
  );
  return [
    "| code | what you see | what it means | what to do |",
    "|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

/** Asynchronous, for the practice AWS answers from this very process. */
async function runProgram(
  args: readonly string[],
  env: Record<string, string>,
  home: string,
): Promise<string> {
  const output = await new Promise<string>((resolve, reject) => {
    execFile(
      process.execPath,
      [join(process.cwd(), "dist/bin.js"), ...args],
      { env, cwd: home },
      (error, stdout, stderr) => {
        // A document is there too where something is wrong with the files.
        if (error === null || args.includes("--json")) resolve(stdout);
        else reject(new Error(stderr));
      },
    );
  });
  return output.replaceAll(home, "/home/you").replaceAll(/127\.0\.0\.1:\d+/g, "127.0.0.1:8000");
}
