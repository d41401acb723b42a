/**
 * What the tests of `rotate` and `retire` share: a home with the practice AWS's key, and what must
 * hold of both at any moment.
 */
import { statSync } from "node:fs";
import { expect } from "vitest";
import { Secret } from "../../src/base/secret.js";
import { writePending } from "../../src/aws-files/store/pending-key.js";
import { scanText } from "../../src/aws-files/text/scan.js";
import type { PracticeAws } from "../../src/practice/server.js";
import { fault, start } from "../practice/start.js";
import { type Env, type Place, askedOf, newPlace } from "./program.js";

export interface Stage {
  readonly place: Place;
  readonly aws: PracticeAws;
  readonly env: Env;
  /** The key that the practice user begins with. */
  readonly first: string;
  /**
   * Secrets of every key of the practice user, deleted ones included, as far as this stage has seen
   * them.
   */
  readonly secrets: () => readonly string[];
  /** Ids of the practice user's active keys. */
  readonly active: () => readonly string[];
  /** Ids of all keys of the practice user. */
  readonly all: () => readonly string[];
  /** Id of the key in a profile of the credentials file. */
  readonly inFile: (profile?: string) => string | undefined;
  /** A key that somebody makes in the console. */
  readonly madeInConsole: (user?: string) => { readonly id: string; readonly secret: string };
}

export async function stage(faults: readonly string[] = [], more = ""): Promise<Stage> {
  const aws = await start({ faults: faults.map(fault) });
  const place = newPlace();
  const first = aws.accessKeyId;
  place.put(
    ".aws/credentials",
    `# mine\n[default]\naws_access_key_id = ${first}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\nregion = us-east-1\n${more}`,
  );
  const { owner } = aws.accounts.find(first)!;
  const seen = new Set<string>([aws.secretAccessKey.reveal()]);
  const keys = (): ReturnType<typeof aws.accounts.keysOf> => aws.accounts.keysOf(owner);
  const inFile = (profile = "default"): string | undefined =>
    optionsOf(place, profile)?.get("aws_access_key_id")?.value;
  return {
    place,
    aws,
    env: { ...askedOf(aws), AWS_ENDPOINT_URL_IAM: aws.endpoints.iam },
    first,
    secrets: () => {
      for (const key of keys()) seen.add(key.secretAccessKey.reveal());
      return [...seen];
    },
    active: () =>
      keys()
        .filter(({ status }) => status === "Active")
        .map(({ accessKeyId }) => accessKeyId),
    all: () => keys().map(({ accessKeyId }) => accessKeyId),
    inFile,
    madeInConsole: (user) => {
      const made = aws.accounts.issueKey(
        user === undefined ? owner : aws.accounts.addUser(user),
        Date.now(),
      );
      seen.add(made.secretAccessKey.reveal());
      return { id: made.accessKeyId, secret: made.secretAccessKey.reveal() };
    },
  };
}

function optionsOf(
  place: Place,
  profile: string,
): ReadonlyMap<string, { readonly value: string }> | undefined {
  const scanned = scanText(place.read(".aws/credentials"), "credentials");
  if (!scanned.ok) throw new Error(`not readable: ${place.read(".aws/credentials")}`);
  return scanned.sections.get(profile)?.options;
}

/** The file is whole and private, and holds a key that is active at AWS, with its right secret. */
export function expectWorking({ place, aws }: Stage): void {
  const options = optionsOf(place, "default")!;
  const key = aws.accounts.find(options.get("aws_access_key_id")!.value);
  expect(key?.status).toBe("Active");
  expect(
    options.get("aws_secret_access_key")!.value === key?.secretAccessKey.reveal(),
    "the file holds the key's own secret",
  ).toBe(true);
  expect(options.get("region")!.value).toBe("us-east-1");
  expect(place.read(".aws/credentials")).toMatch(/^# mine\n\[default\]\n/);
  expect(statSync(place.at(".aws/credentials")).mode & 0o777).toBe(0o600);
}

/**
 * Locks and temporary files of the store: a dead process leaves them where it was killed, and the
 * next write clears them away.
 */
export function leftOver({ place }: Stage): readonly string[] {
  return Object.keys(place.tree()).filter((name) => /mturk-setup-(lock|tmp)/.test(name));
}

/**
 * Nothing lies about: no pair on its way, no lock, no temporary file (but those of `left`);
 * journals only where `waiting`.
 */
export function expectTidy(
  here: Stage,
  { waiting = false, left = [] as readonly string[] } = {},
): void {
  const names = Object.keys(here.place.tree());
  expect(names.filter((name) => name.includes("pending"))).toEqual([]);
  expect(leftOver(here)).toEqual(left);
  expect(names.filter((name) => /rotations\/.*\.json$/.test(name))).toHaveLength(waiting ? 1 : 0);
}

/** No secret of any key in what was said. */
export function expectNoSecret({ secrets }: Stage, ...said: readonly string[]): void {
  for (const text of said)
    for (const secret of secrets()) expect(text.includes(secret), "a secret was shown").toBe(false);
}

/** What an editor does: another key in the place of the one that stands there. */
export function edit(here: Stage, id: string, secret: string): void {
  const text = here.place
    .read(".aws/credentials")
    .replace(
      /(\[default\]\naws_access_key_id = )\S+(\naws_secret_access_key = )\S+/,
      `$1${id}$2${secret}`,
    );
  here.place.put(".aws/credentials", text);
}

/** As if killed before the switch: the pair is durable, and another key was saved since. */
export async function waitingStage(): Promise<{
  readonly here: Stage;
  readonly id: string;
  readonly mine: string;
}> {
  const here = await stage();
  const made = here.madeInConsole();
  const about = { profile: "default", replaces: here.first };
  const pair = { accessKeyId: made.id, secretAccessKey: new Secret(made.secret) };
  const host = {
    env: { ...here.env, HOME: here.place.home },
    cwd: here.place.home,
    home: here.place.home,
    platform: "linux" as const,
  };
  expect(await writePending(here.place.at(".aws/credentials"), host, about, pair)).toMatchObject({
    ok: true,
  });
  // Its owner is a process that is gone.
  here.place.put(
    ".aws/credentials.mturk-setup-pending",
    here.place.read(".aws/credentials.mturk-setup-pending").replace(/"pid":\d+/, '"pid":4194303'),
  );
  here.aws.accounts.removeKey(here.first, Date.now());
  const mine = here.madeInConsole();
  edit(here, mine.id, mine.secret);
  return { here, id: made.id, mine: mine.id };
}
