/**
 * Whatever there is a great deal of, no command tells more of it than a person reads: ten, and how
 * many are left.
 */
import { describe, expect, test } from "vitest";
import { start } from "../practice/start.js";
import { mturkSetupHere } from "../e2e/here.js";
import { type Ended, askedOf, newPlace } from "../e2e/program.js";
import { twoLines } from "./run.js";

/** About one screen and a half of text. */
const MOST_BYTES = 4500;

const MANY = 300;
/** Where each one costs a look at AWS or a walk through every other, fewer show the same. */
const FEWER = 40;

type Aws = Awaited<ReturnType<typeof start>>;

function sections(count: number, option: (index: number) => string): string {
  return Array.from({ length: count }, (_each, index) => `[p${index}]\n${option(index)}\n`).join(
    "\n",
  );
}

/** Made up, and each its own. */
function ownKey(index: number): string {
  return `aws_access_key_id = AKIAEXAMPLE${String(index).padStart(9, "0")}\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEX${String(index).padStart(8, "0")}`;
}

function sameKey(aws: Aws): () => string {
  return () =>
    `aws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}`;
}

function envOf(aws: Aws): Record<string, string | undefined> {
  return { ...askedOf(aws), AWS_ENDPOINT_URL_IAM: aws.endpoints.iam };
}

function expectShort(done: Ended, what: string): void {
  const text = done.out + done.err;
  expect(Buffer.byteLength(text), `${what}\n${text.slice(0, 6000)}`).toBeLessThan(MOST_BYTES);
}

describe("each profile has a key of its own", () => {
  test.each([
    ["check"],
    ["check --profile p7"],
    ["check --profile nobody"],
    ["save --stdin --dry-run"],
    ["save --stdin --profile p7 --dry-run"],
    ["rotate --yes"],
    ["rotate --profile p7 --dry-run"],
    ["rotate --profile nobody --yes"],
    ["retire --yes"],
    ["retire --profile nobody --yes"],
    ["doctor"],
    ["doctor --fix --yes"],
    ["doctor --profile nobody"],
    ["undo --yes"],
  ])("%s", async (command) => {
    const [place, aws] = [newPlace(), await start()];
    place.put(".aws/credentials", sections(MANY, ownKey));
    expectShort(
      await mturkSetupHere(place, command.split(" "), { env: envOf(aws), stdin: twoLines(aws) }),
      command,
    );
  });

  test("retire --dry-run asks about ten, and says how to see the others; its JSON has them all", async () => {
    const [place, aws] = [newPlace(), await start()];
    place.put(".aws/credentials", sections(13, ownKey));
    const text = await mturkSetupHere(place, ["retire", "--dry-run"], { env: envOf(aws) });
    expect(text.code, text.err).toBe(0);
    expect(text.out).toContain(
      "… and 3 more (one of them: --key or --profile; all of them: --json)",
    );
    const json = await mturkSetupHere(place, ["retire", "--dry-run", "--json"], {
      env: envOf(aws),
    });
    expect((JSON.parse(json.out) as { keys: readonly unknown[] }).keys).toHaveLength(13);
  });
});

describe("all profiles hold the same key, and so do our copies and files that are changed by hand", () => {
  test.each([
    ["check --profile p7"],
    ["doctor"],
    ["save --stdin --profile p7 --dry-run"],
    ["rotate --profile p7 --yes"],
    ["rotate --profile p7 --dry-run --keep-old"],
    ["rotate --profile p7 --dry-run --everywhere"],
    ["rotate --profile p7 --yes --everywhere"],
    ["retire --yes"],
    ["retire --dry-run"],
    ["retire --yes --off-anyway"],
  ])("%s", async (command) => {
    const [place, aws] = [newPlace(), await start()];
    const content = sections(FEWER, sameKey(aws));
    place.put(".aws/credentials", content);
    for (let second = 10; second < 25; second++)
      place.put(`.aws/credentials.mturk-setup-backup-20260101-0000${second}`, content);
    for (let index = 0; index < 14; index++)
      place.put(
        `Downloads/accessKeys-${index}.csv`,
        `Access key ID,Secret access key\n${aws.accessKeyId},${aws.secretAccessKey.reveal()}\n`,
      );
    place.put(
      ".bashrc",
      `export AWS_ACCESS_KEY_ID=${aws.accessKeyId}\nexport AWS_SECRET_ACCESS_KEY=${aws.secretAccessKey.reveal()}\n`.repeat(
        14,
      ),
    );
    expectShort(
      await mturkSetupHere(place, command.split(" "), { env: envOf(aws), stdin: twoLines(aws) }),
      command,
    );
  });

  test("undo of a change of all of them", async () => {
    const [place, aws] = [newPlace(), await start()];
    place.put(
      ".aws/credentials",
      sections(FEWER, (index) => ownKey(index).toUpperCase()),
    );
    const mended = await mturkSetupHere(place, ["doctor", "--fix", "--yes"], { env: envOf(aws) });
    expectShort(mended, "doctor");
    const undone = await mturkSetupHere(place, ["undo", "--dry-run", "--no-verify"], {
      env: envOf(aws),
    });
    expect(undone.out).toMatch(
      /… and \d+ more lines \(all of them: mturk-setup undo --dry-run --json\)/,
    );
    expectShort(undone, "undo");
  });
});

describe("each profile is damaged in three ways", () => {
  const damaged = (index: number): string =>
    `aws_acess_key_id = AKIAEXAMPLE${String(index).padStart(9, "0")}\naws_secret_access_key = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEX${String(index).padStart(8, "0")}"\nregion = us-east1`;

  test.each([
    ["doctor"],
    ["doctor --fix --yes"],
    ["check --profile p7"],
    ["retire --dry-run"],
    ["rotate --profile p7 --yes"],
  ])("%s", async (command) => {
    const [place, aws] = [newPlace(), await start()];
    place.put(".aws/credentials", sections(24, damaged));
    expectShort(await mturkSetupHere(place, command.split(" "), { env: envOf(aws) }), command);
  });

  test("doctor's text says how to see all; its JSON has them all", async () => {
    const [place, aws] = [newPlace(), await start()];
    place.put(".aws/credentials", sections(24, damaged));
    const text = await mturkSetupHere(place, ["doctor"], { env: envOf(aws) });
    expect(text.out).toMatch(/… and \d+ more \(all of them: mturk-setup doctor --json\)/);
    const json = await mturkSetupHere(place, ["doctor", "--json"], { env: envOf(aws) });
    expect(
      (JSON.parse(json.out) as { findings: readonly unknown[] }).findings.length,
    ).toBeGreaterThanOrEqual(24);
  });
});
