/**
 * Walks the whole practice by lines, as somebody does who reads by ear, and compares it with the
 * walk in the README. `MTURK_SETUP_PICTURES=1 npx vitest run test/docs` records it anew.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { talkByLines } from "../e2e/talk.js";
import { newPlace } from "../e2e/program.js";

/** What comes and goes while something is looked at, sooner or later. */
const PASSING =
  /^(?:(?:ok )?(?:AWS|MTurk's sandbox): (?:asking|answered)|Looking .*\.\.\.|Writing \.\.\.|Also: b stop waiting.*)$/;

it("shows every step, in order, and changes nothing that was printed", async () => {
  const by = talkByLines(newPlace(), { args: ["--practice"] });
  await by.until(/Number 1 to 6, Enter for 1: $/);
  by.type("1");
  await by.until(/practice AWS stands in(.*\n)*.*Enter for 1: $/);
  for (const step of ["1", "2", "3", "4", "5a", "5b", "7"]) {
    by.type("");
    await by.until(new RegExp(`Step ${step} of 7(.*\\n)*Enter: next\\. $`));
  }
  by.type("");
  await by.until(/Then Enter: use practice-key\.csv: $/);
  by.type("");
  await by.until(/\[default\](.*\n)*Enter: write\. $/);
  by.type("");
  await by.until(/Practice complete(.*\n)*Number 1, Enter for 1: $/);
  by.type("");
  expect((await by.wizard.exit).code).toBe(0);

  const raw = by.wizard.raw().replaceAll("\r\n", "\n");
  // Nothing moves the cursor, colours or clears: each byte is text or the end of a line.
  // eslint-disable-next-line no-control-regex
  expect(raw).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F]/);
  const walk = raw
    .split("\n")
    .filter((line) => !PASSING.test(line))
    // The question stands once more below what was told while it stood.
    .filter((line, at, lines) => line !== lines[at - 1] || !line.endsWith(": "))
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
  const readme = readFileSync("README.md", "utf8");
  const now = readme.replace(
    /(<!-- recorded: by lines -->\n```text\n)[\s\S]*?(\n```)/,
    (_all, head: string, tail: string) => `${head}${walk}${tail}`,
  );
  if (process.env.MTURK_SETUP_PICTURES === "1") writeFileSync("README.md", now);
  expect(readFileSync("README.md", "utf8")).toBe(now);
  expect(readme).toContain("<!-- recorded: by lines -->");
});
