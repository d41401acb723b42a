/**
 * What save reports is what check says right after it, whatever else holds keys; and its text names
 * what psiTurk needs.
 */
import { describe, expect, test } from "vitest";
import type { CheckDocument, SaveDocument } from "../../src/jobs/documents.js";
import { stage, type Stage } from "../e2e/rotation.js";
import { type Env } from "../e2e/program.js";
import { seenBy } from "./options-scenes.js";

interface Pair {
  readonly id: string;
  readonly secret: string;
}

interface Setup {
  /** Lays further keys, all of them active at AWS. */
  readonly lay: (here: Stage, other: Pair) => Env;
  /**
   * Where psiTurk takes its key from, as the text of a save into `lab` names it; null: from the
   * shell's profile.
   */
  readonly psiturk: RegExp | null;
}

const ini = ({ id, secret }: Pair, header: string): string =>
  `[${header}]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`;
const profiles = (here: Stage, ...sections: readonly string[]): void =>
  void here.place.put(".aws/credentials", sections.join("\n"));

const SETUPS: Readonly<Record<string, Setup>> = {
  "nothing else": { lay: () => ({}), psiturk: null },
  "several profiles": {
    lay: (here, other) => (profiles(here, ini(other, "mturk"), ini(other, "old")), {}),
    psiturk: null,
  },
  "another key in default": {
    lay: (here, other) => (profiles(here, ini(other, "default")), {}),
    psiturk: null,
  },
  "AWS_PROFILE names lab": { lay: () => ({ AWS_PROFILE: "lab" }), psiturk: null },
  "AWS_PROFILE names another": {
    lay: (here, other) => (profiles(here, ini(other, "mturk")), { AWS_PROFILE: "mturk" }),
    psiturk: null,
  },
  "AWS_DEFAULT_PROFILE beats AWS_PROFILE": {
    lay: (here, other) => (
      profiles(here, ini(other, "mturk")),
      { AWS_DEFAULT_PROFILE: "mturk", AWS_PROFILE: "lab" }
    ),
    psiturk: null,
  },
  "keys in the environment": {
    lay: (_here, other) => ({ AWS_ACCESS_KEY_ID: other.id, AWS_SECRET_ACCESS_KEY: other.secret }),
    psiturk: /AWS_ACCESS_KEY_ID/,
  },
  "psiTurk's variables": {
    lay: (_here, other) => ({
      PSITURK_AWS_ACCESS_KEY_ID: other.id,
      PSITURK_AWS_SECRET_ACCESS_KEY: other.secret,
    }),
    psiturk: /PSITURK_AWS_ACCESS_KEY_ID/,
  },
  ".psiturkconfig": {
    lay: (here, other) => (here.place.put(".psiturkconfig", ini(other, "AWS Access")), {}),
    psiturk: /\.psiturkconfig/,
  },
  "config.txt": {
    lay: (here, other) => (here.place.put("config.txt", ini(other, "AWS Access")), {}),
    psiturk: /config\.txt/,
  },
  ".env": {
    lay: (here, other) => (
      here.place.put(
        ".env",
        `AWS_ACCESS_KEY_ID=${other.id}\nAWS_SECRET_ACCESS_KEY=${other.secret}\n`,
      ),
      {}
    ),
    psiturk: /\.env/,
  },
  ".psiturkconfig and the environment": {
    lay: (here, other) => (
      here.place.put(".psiturkconfig", ini(other, "AWS Access")),
      { AWS_ACCESS_KEY_ID: other.id, AWS_SECRET_ACCESS_KEY: other.secret }
    ),
    psiturk: /AWS_ACCESS_KEY_ID|\.psiturkconfig/,
  },
  "the same key in .psiturkconfig": {
    lay: (here) => (
      here.place.put(
        ".psiturkconfig",
        ini({ id: here.first, secret: here.aws.secretAccessKey.reveal() }, "AWS Access"),
      ),
      {}
    ),
    psiturk: null,
  },
};

const WAYS = [{ named: true }, { named: false }] as const;

describe.each(Object.entries(SETUPS))("%s", (_name, { lay, psiturk }) => {
  test.each(WAYS)("--profile lab: $named", async ({ named }) => {
    const here = await stage();
    const other = here.madeInConsole();
    here.place.put(".aws/credentials", "");
    const env = lay(here, other);
    const stdin = `${here.first}\n${here.aws.secretAccessKey.reveal()}\n`;
    const option = named ? ["--profile", "lab"] : [];
    const run = (...argv: readonly string[]): ReturnType<typeof seenBy> =>
      seenBy(here, { stdin, env }, [...argv, ...option]);

    const saved = await run("save", "--stdin", "--yes", "--json");
    expect(saved.code, saved.err).toBe(0);
    const reported = (JSON.parse(saved.out) as SaveDocument).check;
    const checked = JSON.parse((await run("check", "--json")).out) as CheckDocument;
    expect(reported).toEqual(checked);

    // Saved already: the text alone.
    const again = await run("save", "--stdin", "--yes");
    const text = again.out + again.err;
    const target = named ? "lab" : (env.AWS_DEFAULT_PROFILE ?? env.AWS_PROFILE ?? "default");
    const shell = env.AWS_DEFAULT_PROFILE ?? env.AWS_PROFILE ?? "default";
    expect(text).toContain(`${target}: FIRST is there already`);
    if (target !== shell)
      expect(text).toMatch(
        /psiTurk takes profile lab only after: (?:unset AWS_DEFAULT_PROFILE.*)?export AWS_(?:DEFAULT_)?PROFILE=lab/,
      );
    else expect(text).not.toContain("psiTurk takes profile");
    if (psiturk !== null) {
      expect(text).toMatch(psiturk);
      expect(checked.psiturk.source).not.toBe("credentials-file");
    } else expect(text).not.toMatch(/in any case, which beats every profile/);

    // A 0 with --need mturk stands for "ready", of the report that is printed with it.
    const needed = await run("save", "--stdin", "--yes", "--need", "mturk", "--json");
    expect(needed.code).toBe(checked.verdict === "ready" ? 0 : 4);
    if (needed.code === 0)
      expect((JSON.parse(needed.out) as SaveDocument).check?.verdict).toBe("ready");
  });
});
