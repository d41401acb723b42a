/**
 * A key that other tools hold too: rotate and retire see it before they do anything, name file and
 * line, and never write there.
 */
import { expect, test } from "vitest";
import { mturkSetupHere } from "./here.js";
import { type Stage, expectNoSecret, expectWorking, stage } from "./rotation.js";

async function withTools(): Promise<{ here: Stage; untouched: () => void }> {
  const here = await stage();
  const secret = here.aws.secretAccessKey.reveal();
  const files = {
    ".env.local": `# mine\nAWS_ACCESS_KEY_ID=${here.first}\nAWS_SECRET_ACCESS_KEY=${secret}\n`,
    ".s3cfg": `[default]\naccess_key = ${here.first}\nsecret_key = ${secret}\n`,
    ".config/rclone/rclone.conf": `[s3]\ntype = s3\naccess_key_id = ${here.first}\nsecret_access_key = ${secret}\n`,
  };
  for (const [name, text] of Object.entries(files)) here.place.put(name, text);
  return {
    here,
    untouched: () => {
      for (const [name, text] of Object.entries(files)) expect(here.place.read(name)).toBe(text);
    },
  };
}

const LINES = ["~/.env.local line 2", "~/.s3cfg line 2", "~/.config/rclone/rclone.conf line 3"];

test.each([["rotate"], ["retire"]])(
  "%s --yes stops before anything, with each line",
  async (command) => {
    const { here, untouched } = await withTools();
    const tree = here.place.tree();
    const done = await mturkSetupHere(here.place, [command, "--yes"], { env: here.env });
    expect(done, done.err).toMatchObject({ code: 3 });
    for (const line of LINES) expect(done.out + done.err).toContain(line);
    expect(here.active()).toEqual([here.first]);
    expect(here.place.tree()).toEqual(tree);
    untouched();
    expectNoSecret(here, done.out, done.err);
  },
);

test("rotate --everywhere leaves the old key on until they are changed, and says where", async () => {
  const { here, untouched } = await withTools();
  const done = await mturkSetupHere(here.place, ["rotate", "--yes", "--everywhere"], {
    env: here.env,
  });
  for (const line of LINES) expect(done.out + done.err).toContain(line);
  expect(here.active()).toHaveLength(2);
  expect(here.inFile()).not.toBe(here.first);
  expectWorking(here);
  untouched();
  expectNoSecret(here, done.out, done.err);
});

test("--off-anyway switches it off all the same", async () => {
  const { here, untouched } = await withTools();
  const done = await mturkSetupHere(here.place, ["rotate", "--yes", "--off-anyway"], {
    env: here.env,
  });
  expect(done, done.err).toMatchObject({ code: 0 });
  expect(here.active()).toEqual([here.inFile()]);
  expect(here.inFile()).not.toBe(here.first);
  untouched();
});
