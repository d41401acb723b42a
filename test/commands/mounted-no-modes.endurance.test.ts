/**
 * A home on a real file system that keeps no modes (bindfs, as a Windows drive under WSL or a USB
 * stick behaves): told once, nothing goes wrong, and no secret is put anywhere else.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { boto3Finds } from "../e2e/boto3.js";
import { pythonWithBoto3 } from "../conformance/python.js";
import { mturkSetupHere } from "../e2e/here.js";
import { type Place, askedOf, newPlace, treeOf } from "../e2e/program.js";
import { start } from "../practice/start.js";
import { checkOf, twoLines } from "./run.js";

/** Mounts `below` at `at`, every mode 0777 whatever chmod says; why it could not be, or null. */
function mount(below: string, at: string): string | null {
  if (!existsSync("/dev/fuse")) return "there is no /dev/fuse";
  const tried = spawnSync("bindfs", ["--chmod-ignore", "-p", "0777", below, at], {
    encoding: "utf8",
  });
  if (tried.error !== undefined) return `bindfs cannot be started (${tried.error.message})`;
  return tried.status === 0 ? null : `mounting is refused: ${tried.stderr.trim()}`;
}

/** Tried once before the tests, so that a machine on which it cannot be says so. */
function whyNot(): string | null {
  const root = mkdtempSync("/tmp/mturk-setup-mount-");
  const [below, at] = [join(root, "below"), join(root, "at")];
  mkdirSync(below);
  mkdirSync(at);
  try {
    return mount(below, at);
  } finally {
    spawnSync("umount", ["-l", at]);
    rmSync(root, { recursive: true, force: true });
  }
}

/** Over the home; unmounted when the test ends. */
function mountOver({ home, temp }: Place): void {
  const below = join(temp, "..", "below");
  mkdirSync(below);
  expect(mount(below, home)).toBeNull();
  onTestFinished(() => void spawnSync("umount", ["-l", home]));
}

const reason = whyNot();
if (reason !== null)
  process.stderr.write(
    `\nNOT TRIED: a home on a file system that keeps no modes (save, check, doctor, rotate, undo): ${reason}\n\n`,
  );

const NO_MODES = /keeps no permissions/g;

test.skipIf(reason !== null)(
  "save, check, doctor, rotate, undo: told by the first that writes, by no other; all work",
  async () => {
    const place = newPlace();
    mountOver(place);
    place.put("probe", "x", 0o600);
    expect(statSync(place.at("probe")).mode & 0o777, "the mount keeps no modes").toBe(0o777);
    const aws = await start();
    const env = { ...askedOf(aws), AWS_ENDPOINT_URL_IAM: aws.endpoints.iam };
    const old = aws.secretAccessKey.reveal();
    const run = async (
      ...args: readonly string[]
    ): Promise<{ readonly code: number | null; readonly text: string; readonly out: string }> => {
      const done = await mturkSetupHere(place, args, { env, stdin: twoLines(aws) });
      return { code: done.code, text: done.out + done.err, out: done.out };
    };

    const saved = await run("save", "--stdin");
    expect(saved.code, saved.text).toBe(0);
    expect(saved.text.match(NO_MODES), saved.text).toHaveLength(1);
    expect(saved.text).toContain("/etc/wsl.conf");
    expect(saved.text, "a cure that has no effect there").not.toContain("chmod 600");

    const later: string[] = [];
    const quiet = async (...args: readonly string[]): Promise<void> => {
      const done = await run(...args);
      expect(done.code, `${args.join(" ")}\n${done.text}`).toBe(0);
      later.push(done.text);
    };
    await quiet("check");
    await quiet("doctor");
    await quiet("doctor", "--fix", "--yes");
    await quiet("rotate", "--yes", "--keep-old");
    const fresh = /^aws_secret_access_key = (\S+)/m.exec(place.read(".aws/credentials"))?.[1] ?? "";
    expect(fresh).not.toBe(old);
    if (pythonWithBoto3() !== null)
      expect(await boto3Finds(place, aws)).toMatchObject({ balance: "10000.00" });
    await quiet("undo", "--yes");
    expect(place.read(".aws/credentials")).toContain(old);
    await quiet("check");
    expect(later.join("\n")).not.toMatch(NO_MODES);
    expect(later.join("\n")).not.toMatch(/chmod|mode 0777/);
    const document = await mturkSetupHere(place, ["check", "--json"], { env });
    expect(checkOf(document).problems.map(({ code }) => code)).not.toContain("file-permissive");

    const holding = (tree: Readonly<Record<string, string>>): readonly string[] =>
      Object.keys(tree).filter((name) =>
        [old, fresh].some((secret) => tree[name]?.includes(secret) === true),
      );
    expect(holding(treeOf(place.temp))).toEqual([]);
    for (const name of holding(place.tree()))
      expect(name).toMatch(
        /^\.aws\/credentials(\.mturk-setup-backup-\S+)?$|^\.local\/state\/mturk-setup\//,
      );
  },
);
