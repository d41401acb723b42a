/**
 * Files of another kind in the place of psiTurk's files: told as one thing, no line of them to
 * mend, never edited.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Host } from "../../src/base/host.js";
import { findKeys } from "../../src/jobs/shared/inventory.js";
import { examineSources } from "../../src/sources/index.js";
import { ID, SECRET } from "../aws-files/damage-cases.js";
import { CONFLICTS, FOREIGN_CASES } from "../aws-files/foreign-cases.js";

/** SOPS's INI form can be read: there the encrypted value is told, as one of a key's form. */
const UNREAD = FOREIGN_CASES.filter(({ name }) => !name.startsWith("SOPS, INI"));
const own = `[AWS Access]\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\n`;
const utf16 = (text: string): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);

function hostWith(
  path: string,
  content: string | Uint8Array,
): { readonly host: Host; readonly file: string } {
  const dir = mkdtempSync(join(tmpdir(), "mturk-setup-kind-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const folder of ["home", "study"]) mkdirSync(join(dir, folder));
  const file = join(dir, path);
  writeFileSync(file, content, { mode: 0o600 });
  return {
    host: { env: {}, cwd: join(dir, "study"), home: join(dir, "home"), platform: "linux" },
    file,
  };
}

async function told(
  host: Host,
  file: string,
): Promise<{ readonly message: string; readonly cures: string }> {
  const sources = await examineSources(host, { systemBotoFile: join(host.cwd, "boto.cfg") });
  if (!sources.ok) throw new Error(sources.problem.message);
  const about = sources.value.problems.filter(
    ({ code, message }) => code === "file-broken" && message.includes(file),
  );
  expect(about).toHaveLength(1);
  expect(JSON.stringify(sources.value.problems)).not.toContain(SECRET);
  return { message: about[0]?.message ?? "", cures: about[0]?.try.join("\n") ?? "" };
}

const PLACES = ["study/config.txt", "home/.psiturkconfig"] as const;
const CASES = PLACES.flatMap((path) => [
  ...UNREAD.map(({ name, content, says }) => ({ path, name, content, says })),
  ...CONFLICTS.map(({ name, content }) => ({
    path,
    name,
    content: content.replace("[default]", "[AWS Access]"),
    says: /a merge that was not finished/,
  })),
  { path, name: "UTF-16", content: utf16(own), says: /It is UTF-16 text/ },
  {
    path,
    name: "Ctrl-Z on a line of its own",
    content: `${own}\u001A`,
    says: /Line 4: it ends with Ctrl-Z/,
  },
]);

test.each(CASES)(
  "$path, $name: one thing, no line of it to mend, no place that is edited",
  async ({ path, content, says }) => {
    const { host, file } = hostWith(path, content);
    const before = readFileSync(file);
    const { message, cures } = await told(host, file);
    expect(message).toMatch(says);
    expect(message).toMatch(/^psiTurk cannot read .*, and stops\./);
    expect(cures).toContain(`mv ${file} ${file}.old`);
    expect(cures).not.toMatch(/Mend line|doctor|AWS file/);
    const found = await findKeys(host, []);
    const places = found.ok ? found.value.keys.flatMap((key) => key.places) : [];
    expect(
      places.filter(
        ({ location, editable, removal }) => location === file && (editable || removal === "plan"),
      ),
    ).toEqual([]);
    expect(readFileSync(file)).toEqual(before);
  },
);

test.each([
  ["UTF-16", utf16(`AWS_ACCESS_KEY_ID=${ID}\n`), /It is UTF-16 text/],
  [
    "git-crypt",
    Buffer.from("\0GITCRYPT\0\u0093\u00F1\u0002", "latin1"),
    /encrypted with git-crypt/,
  ],
  ["age", Buffer.from("age-encryption.org/v1\n\u00E9\u0000", "latin1"), /encrypted with age/],
])(".env, %s, on which psiTurk stops: it is told what it is", async (_name, content, says) => {
  const { host, file } = hostWith("study/.env", content);
  const { message, cures } = await told(host, file);
  expect(message).toMatch(says);
  expect(cures).toContain(`mv ${file} ${file}.old`);
});

test("what is only damaged keeps its line", async () => {
  const { host, file } = hostWith(
    "study/config.txt",
    `[AWS Access]\naws_access_key_id = ${ID}\nnonsense\n`,
  );
  expect((await told(host, file)).cures).toContain("Mend line 3");
});
