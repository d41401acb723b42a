/**
 * One key in every place that is written here, and in `.env` on wish: what the tests of `rotate
 * --everywhere` share.
 */
import { expect } from "vitest";
import type { AccessKey } from "../../src/keys/types.js";
import { type Stage, stage } from "./rotation.js";

/** Every place with its whole text, so that any other change shows. */
const TEXTS: Readonly<Record<string, (pair: string) => string>> = {
  ".aws/credentials": (pair) =>
    `# mine\n[default]\n${pair}region = us-east-1\n\n[mturk]\n${pair}region = us-east-1\n; end\n`,
  ".aws/config": (pair) =>
    `[default]\nregion = us-east-1\n\n[profile class]\nregion = us-east-1\n${pair}output = json\n`,
  ".psiturkconfig": (pair) =>
    `; mine\n[psiTurk Access]\npsiturk_access_key_id = abc\n\n[AWS Access]\n${pair}aws_region = us-east-1\n`,
  "config.txt": (pair) => `[HIT Configuration]\ntitle = A study\n[AWS Access]\n${pair}`,
};

export const WRITTEN = Object.keys(TEXTS);
export const PROFILES = ["default", "mturk", "class"] as const;

const DOTENV = ({ accessKeyId, secretAccessKey }: AccessKey): string =>
  `# study\nAWS_ACCESS_KEY_ID=${accessKeyId}\nAWS_SECRET_ACCESS_KEY=${secretAccessKey.reveal()}\n`;

function textOf(name: string, key: AccessKey): string {
  return name === ".env"
    ? DOTENV(key)
    : TEXTS[name]!(
        `aws_access_key_id = ${key.accessKeyId}\naws_secret_access_key = ${key.secretAccessKey.reveal()}\n`,
      );
}

/** `dotenv`: also in `.env`, which is not edited here. */
export async function sharedStage({ dotenv }: { readonly dotenv: boolean }): Promise<Stage> {
  const here = await stage();
  for (const name of WRITTEN) here.place.put(name, textOf(name, here.aws));
  here.place.put(".env", dotenv ? textOf(".env", here.aws) : "# study\n");
  return here;
}

/** The person puts a key of the practice user into one of the places. */
export function put(here: Stage, name: string, accessKeyId: string): void {
  here.place.put(name, textOf(name, here.aws.accounts.find(accessKeyId)!));
}

/** The person puts the key of the profile into `.env`. */
export function changeDotenv(here: Stage): void {
  put(here, ".env", here.inFile()!);
}

/**
 * The id that each place holds. Every file is, to the last byte, what it was, with a pair that AWS
 * made for this user and that is still on: it is whole, and nothing here holds a key that was
 * switched off.
 */
export function expectWhole(here: Stage): ReadonlyMap<string, string> {
  const active = here.active().map((id) => here.aws.accounts.find(id)!);
  const names = here.place.read(".env").includes("AWS_ACCESS_KEY_ID")
    ? [...WRITTEN, ".env"]
    : WRITTEN;
  return new Map(
    names.map((name) => {
      const text = here.place.read(name);
      const key = active.find((each) => textOf(name, each) === text);
      const ids = [...new Set(text.match(/AKIA[A-Z0-9]{16}/g) ?? [])];
      expect(
        key !== undefined,
        `${name} is damaged, or holds a key that is off: it holds ${ids.join(", ")}; on: ${here.active().join(", ")}`,
      ).toBe(true);
      return [name, key?.accessKeyId ?? ""] as const;
    }),
  );
}
