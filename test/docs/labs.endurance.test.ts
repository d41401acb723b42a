/** Runs what the README gives to labs, as it is written there, against the practice AWS. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { childEnv } from "../harness/pty.js";
import { BIN, type Place, askedOf, newPlace } from "../e2e/program.js";
import { start } from "../practice/start.js";

const README = readFileSync("README.md", "utf8");

/** The block below `<!-- run: NAME -->`. */
function written(name: string): string {
  const block = new RegExp(`<!-- run: ${name} -->\\n\`\`\`\\w+\\n([\\s\\S]*?)\`\`\``).exec(README);
  if (block === null) throw new Error(`the README has no block "${name}"`);
  return block[1] ?? "";
}

/** A folder of programs, in which `mturk-setup` is the built one and `npx` starts nothing else. */
function programs(place: Place): string {
  const run = `exec "${process.execPath}" "${BIN}" "$@"\n`;
  const path = place.put("bin/mturk-setup", `#!/bin/sh\n${run}`, 0o700);
  place.put(
    "bin/npx",
    `#!/bin/sh\n[ "$1 $2" = "--yes mturk-setup" ] || exit 99\nshift 2\n${run}`,
    0o700,
  );
  return dirname(path);
}

async function running(
  place: Place,
  command: readonly [string, ...string[]],
  env: Readonly<Record<string, string | undefined>>,
): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const [program, ...args] = command;
  const path = `${programs(place)}:${process.env.PATH ?? ""}`;
  const child = spawn(program, args, {
    cwd: place.home,
    env: childEnv(place.home, { ...env, PATH: path }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
  const [code] = (await once(child, "close")) as [number | null];
  return { code, out, err };
}

const has = (program: string): boolean => {
  const there = spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
  if (!there)
    process.stderr.write(`NOT TRIED: ${program} is not installed: the README's use of it\n`);
  return there;
};

test.skipIf(!has("jq"))(
  "the loop: a log that jq reads line by line, and all profiles at once",
  async () => {
    const place = newPlace();
    const aws = await start();
    const csv = `Access key ID,Secret access key\n${aws.accessKeyId},${aws.secretAccessKey.reveal()}\n`;
    place.put("s01.csv", csv);
    place.put("s02.csv", "no key\n");
    place.put("s03.csv", csv);
    const done = await running(place, ["bash", "-c", written("loop")], askedOf(aws));
    expect(done.out.trimEnd().split("\n")).toEqual([
      '["s01",true]',
      '["s02","input-malformed"]',
      '["s03",true]',
      '["s01","ready"]',
      '["s03","ready"]',
    ]);
    expect(done.code).toBe(0);
    const lines = place.read("saved.jsonl").trimEnd().split("\n");
    expect(lines.map((line) => typeof JSON.parse(line))).toEqual(["object", "object", "object"]);
    expect(done.out + done.err + lines.join("")).not.toContain(aws.secretAccessKey.reveal());
  },
);

test.skipIf(!has("ansible-playbook"))(
  "the Ansible tasks: written once, unchanged the second time",
  async () => {
    const place = newPlace();
    const aws = await start();
    place.put("playbook.yml", written("ansible"));
    place.put(
      "vault.yml",
      `lab_access_key_id: ${aws.accessKeyId}\nlab_secret_access_key: ${aws.secretAccessKey.reveal()}\n`,
    );
    const play = (): ReturnType<typeof running> =>
      running(
        place,
        [
          "ansible-playbook",
          "-i",
          "localhost,",
          "-c",
          "local",
          "-e",
          "@vault.yml",
          "-v",
          "playbook.yml",
        ],
        { ...askedOf(aws), ANSIBLE_NOCOLOR: "1", ANSIBLE_LOCALHOST_WARNING: "False" },
      );
    const first = await play();
    expect(first.out, first.err).toMatch(/ok=3 +changed=1 .*failed=0/);
    const second = await play();
    expect(second.out, second.err).toMatch(/ok=3 +changed=0 .*failed=0/);
    expect(place.read(".aws/credentials")).toContain(
      `[lab]\naws_access_key_id = ${aws.accessKeyId}`,
    );
    for (const { out, err } of [first, second])
      expect(out + err).not.toContain(aws.secretAccessKey.reveal());
  },
);

test("the step for GitHub Actions: it fails where AWS refuses the key, and leaves the document", async () => {
  const step = written("actions");
  const line = /^ {2}run: (.*)$/m.exec(step)?.[1] ?? "";
  const names = [...step.matchAll(/^ {4}(AWS_\w+): \$\{\{ secrets\.\1 \}\}$/gm)].map(
    ([, name]) => name,
  );
  expect(names).toEqual(["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]);
  // How Actions runs it: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
  expect(step).toContain("  shell: bash\n");
  const aws = await start();
  for (const [secret, code, verdict] of [
    [aws.secretAccessKey.reveal(), 0, "ready"],
    ["wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", 4, "keys-refused"],
  ] as const) {
    const place = newPlace();
    place.put("step.sh", line);
    const done = await running(
      place,
      ["bash", "--noprofile", "--norc", "-eo", "pipefail", "step.sh"],
      {
        ...askedOf(aws),
        CI: "true",
        AWS_ACCESS_KEY_ID: aws.accessKeyId,
        AWS_SECRET_ACCESS_KEY: secret,
        AWS_DEFAULT_REGION: "us-east-1",
      },
    );
    expect([
      done.code,
      (JSON.parse(place.read("check.json")) as { verdict: string }).verdict,
    ]).toEqual([code, verdict]);
    expect(done.out + done.err).not.toContain(secret);
  }
});
