/**
 * Runs a command line in this process against a home and a practice AWS of its own, and writes down
 * all that can be observed.
 */
import { chmodSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { parseArguments } from "../../src/cli.js";
import { runRequest } from "../../src/commands/index.js";
import { EXAMPLE, type Env } from "../e2e/program.js";
import { type Stage, stage } from "../e2e/rotation.js";
import { fault } from "../practice/start.js";
import { nobodyThere } from "../harness/nobody-there.js";
import { hurriedClock } from "../wizard/screens/wizard.js";

export const TEXTS = { version: "0", availability: [], faults: [] };

/** Makes a home ready, which has the practice user's key in one profile already. */
export type Prepare = (
  here: Stage,
  run: (...argv: readonly string[]) => Promise<Seen>,
) => Promise<Given> | Given;

export interface Given {
  readonly stdin?: string;
  readonly env?: Env;
}

/**
 * Everything that a person, a script or AWS could see of one run. Ids, times and ports are made
 * alike.
 */
export interface Seen {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  /** What AWS was asked, in its order. */
  readonly asked: readonly string[];
  readonly files: Readonly<Record<string, string>>;
  /** The states of the practice user's keys. */
  readonly keys: readonly string[];
}

/**
 * What `mturk-setup ARGV` does in this scene. Two calls with the same arguments see the same. Where
 * the arguments name them, there are: a new key on standard input and in new.csv; the profile
 * `lab`, with the key that would be in `default`; FIRST, the id of that key; OTHER, the id of
 * another key of the same user; PORT, a free one.
 */
export async function observe(
  scene: SceneName,
  argv: readonly string[],
  faults: readonly string[] = [],
): Promise<Seen> {
  const here = await stage(faults);
  const inLab = argv.includes("lab") && scene !== "lab" && argv[0] !== "save";
  if (inLab)
    here.place.put(
      ".aws/credentials",
      here.place.read(".aws/credentials").replace("[default]", "[lab]"),
    );
  const run = (given: Given, words: readonly string[]): Promise<Seen> => seenBy(here, given, words);
  const prepare: Prepare = SCENES[scene];
  const given = await prepare(here, (...words) =>
    run({}, [...words, ...(inLab ? ["--profile", "lab"] : [])]),
  );
  const lacks =
    (argv.includes("--stdin") && given.stdin === undefined) ||
    (argv.includes("new.csv") && !here.place.has("new.csv"));
  const stdin = lacks ? madeByHand(here) : {};
  const before = here.aws.log.length;
  const port = argv.includes("PORT") ? String(await freePort()) : "";
  const other = here.all().find((id) => id !== here.first) ?? EXAMPLE.id;
  const seen = await run(
    { ...stdin, ...given },
    argv.map((word) =>
      word === "FIRST" ? here.first : word === "OTHER" ? other : word === "PORT" ? port : word,
    ),
  );
  return { ...seen, asked: seen.asked.slice(before) };
}

/** One run in a home that is ready. */
export async function seenBy(
  here: Stage,
  { stdin = "", env = {} }: Given,
  argv: readonly string[],
): Promise<Seen> {
  const parsed = parseArguments(argv, TEXTS);
  if (!parsed.ok)
    throw new Error(`not a command line: ${argv.join(" ")}: ${parsed.problem.message}`);
  const { io, said, end } = nobodyThere({
    env: { HOME: here.place.home, LANG: "C.UTF-8", ...here.env, ...env },
    home: here.place.home,
    stdin,
    clock: hurriedClock(),
  });
  const out = (text: string): void => {
    io.out(text);
    // Nothing else ends it.
    if (parsed.value.command === "practice-aws") end();
  };
  const code = await runRequest({ ...io, out }, parsed.value);
  end();
  const alike = (text: string): string => madeAlike(text, here);
  const files = Object.entries(here.place.tree()).filter(([, what]) => what.startsWith("file"));
  return {
    code,
    out: alike(said.out),
    err: alike(said.err),
    asked: here.aws.log.map(({ service, operation }) => `${service} ${String(operation)}`),
    files: Object.fromEntries(
      files.map(([name, what]) => [
        alike(name),
        what.slice(0, 8) + alike(readFileSync(here.place.at(name), "utf8")),
      ]),
    ),
    keys: here.aws.accounts
      .keysOf(here.aws.accounts.findUser("practice")!)
      .map(
        ({ accessKeyId, status }) => `${accessKeyId === here.first ? "first" : "other"} ${status}`,
      ),
  };
}

function madeAlike(text: string, here: Stage): string {
  return (
    here
      .secrets()
      .reduce((rest, secret) => rest.replaceAll(secret, "SECRET"), text)
      .replaceAll(here.place.home, "~")
      .replaceAll(here.first, "FIRST")
      // Shown by more letters where another id would look the same.
      .replaceAll(
        /(A[KS]IA[A-Z0-9]{0,12})…([A-Z0-9]{4,12})/g,
        (_whole, start: string, end: string) =>
          here.first.startsWith(start) && here.first.endsWith(end) ? "FIRST" : "KEY",
      )
      .replaceAll(/A[KS]IA(…[A-Z0-9]{4}|[A-Z0-9]{16})/g, "KEY")
      .replaceAll(/mturk-setup-practice-\w+/g, "PRACTICE")
      .replaceAll(/\b[0-9a-f]{16,}\b/g, "HASH")
      .replaceAll(/\d{4}-\d\d-\d\d[T ]?[\d:.-]*Z?|\b\d{8}T?\d{6}\w*|\b1[67]\d{11}\b/g, "TIME")
      .replaceAll(/"startedAt":\s*\d+/g, "TIME")
      .replaceAll(/127\.0\.0\.1:\d+/g, "HERE")
  );
}

/** One that is free at the moment. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        resolve(typeof address === "object" && address !== null ? address.port : 0),
      );
    });
  });
}

const pair = (here: Stage, [id, secret] = ["aws_access_key_id", "aws_secret_access_key"]): string =>
  `${id} = ${here.first}\n${secret} = ${here.aws.secretAccessKey.reveal()}\n`;

function madeByHand(here: Stage): Given {
  const made = here.madeInConsole();
  here.place.put("new.csv", `Access key ID,Secret access key\n${made.id},${made.secret}\n`);
  return { stdin: `${made.id}\n${made.secret}\n` };
}

/** Scenes: what lies in the home, and what AWS knows. */
/** Nothing is piped in, and nothing set, once this was done. */
function ready(...done: readonly unknown[]): Given {
  return done.length === 0 ? { stdin: "" } : {};
}

export const SCENES = {
  /** One key, in one place. */
  plain: () => ({}),
  /** Another user's key in the profile `lab`. */
  lab: (here) => {
    const lab = here.madeInConsole("lab");
    here.place.put(
      ".aws/credentials",
      `${here.place.read(".aws/credentials")}[lab]\naws_access_key_id = ${lab.id}\naws_secret_access_key = ${lab.secret}\n`,
    );
    return {};
  },
  /** The same key in a second profile. */
  twice: (here) =>
    ready(
      here.place.put(
        ".aws/credentials",
        `${here.place.read(".aws/credentials")}[mturk]\n${pair(here)}`,
      ),
    ),
  /** The same key in a place that is not edited here. */
  byHand: (here) =>
    ready(
      here.place.put(
        ".env",
        `AWS_ACCESS_KEY_ID=${here.first}\nAWS_SECRET_ACCESS_KEY=${here.aws.secretAccessKey.reveal()}\n`,
      ),
    ),
  /** Two keys at AWS: one has to go first. */
  full: (here) => ready(here.madeInConsole()),
  /** A person has made a new key; it is piped in, and lies in new.csv. */
  made: madeByHand,
  /** Likewise, but for another user. */
  stranger: (here) => {
    const made = here.madeInConsole("stranger");
    here.place.put("new.csv", `Access key ID,Secret access key\n${made.id},${made.secret}\n`);
    return { stdin: `${made.id}\n${made.secret}\n` };
  },
  /** Another key comes in than the config file holds; there is none in the credentials file. */
  inConfig: (here) => {
    here.place.put(".aws/credentials", "");
    here.place.put(".aws/config", `[default]\nregion = us-east-1\n${pair(here)}`);
    return madeByHand(here);
  },
  /** A request for a key was carried out, and its answer lost. */
  lost: async (here, run) => {
    here.aws.setFaults([fault("lost-answers=create")]);
    await run("rotate", "--yes");
    here.aws.setFaults([]);
    return {};
  },
  /** A rotation waits for its end, and the new key was put into a second profile by hand. */
  waitingCopied: async (here, run) => {
    await run("rotate", "--yes");
    const text = here.place.read(".aws/credentials");
    here.place.put(
      ".aws/credentials",
      `${text}[mturk]\n${text
        .split("\n")
        .filter((line) => line.startsWith("aws_"))
        .join("\n")}\n`,
    );
    return {};
  },
  /** A rotation waits for its end; its old key is off. */
  waiting: async (_here, run) => ready(await run("rotate", "--yes")),
  /** Likewise, but the old key is on, and stands in a second profile. */
  waitingTwice: async (here, run) => {
    SCENES.twice(here);
    await run("rotate", "--keep-old");
    return {};
  },
  /** Likewise in a place that is not edited here. */
  waitingByHand: async (here, run) => {
    SCENES.byHand(here);
    await run("rotate", "--keep-old");
    return {};
  },
  /** The key is in the environment and in standard input, and in no file. */
  unsaved: (here) => {
    here.place.put(".aws/credentials", "");
    here.place.put(
      "new.csv",
      `Access key ID,Secret access key\n${here.first},${here.aws.secretAccessKey.reveal()}\n`,
    );
    return {
      stdin: pair(here),
      env: {
        AWS_ACCESS_KEY_ID: here.first,
        AWS_SECRET_ACCESS_KEY: here.aws.secretAccessKey.reveal(),
      },
    };
  },
  /** Another key comes in than the file holds. */
  another: (here) => {
    const made = here.madeInConsole();
    return {
      stdin: `${made.id}\n${made.secret}\n`,
      env: { AWS_ACCESS_KEY_ID: made.id, AWS_SECRET_ACCESS_KEY: made.secret },
    };
  },
  /** A key comes in that AWS does not know. */
  unknown: (here) => {
    const [id, secret] = [EXAMPLE.id.replace("7", "6"), EXAMPLE.secret.replace("w", "x")];
    here.place.put("new.csv", `Access key ID,Secret access key\n${id},${secret}\n`);
    here.place.put(".aws/credentials", "");
    return {
      stdin: `${id}\n${secret}\n`,
      env: { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret },
    };
  },
  /** A CSV file of the console with the same key, in a folder where nobody looks by himself. */
  folder: (here) =>
    ready(
      here.place.put(
        "usb/x_accessKeys.csv",
        `Access key ID,Secret access key\n${here.first},${here.aws.secretAccessKey.reveal()}\n`,
      ),
    ),
  /** The secret in the file is wrong. */
  wrongSecret: (here) =>
    ready(
      here.place.put(
        ".aws/credentials",
        here.place
          .read(".aws/credentials")
          .replace(here.aws.secretAccessKey.reveal(), EXAMPLE.secret),
      ),
    ),
  /** psiTurk's own file holds another key than the profile. */
  psiturk: (here) => {
    const made = here.madeInConsole();
    here.place.put(
      ".psiturkconfig",
      `[AWS Access]\naws_access_key_id = ${made.id}\naws_secret_access_key = ${made.secret}\n`,
    );
    return {};
  },
  /** A region stands there twice. */
  doubled: (here) =>
    ready(
      here.place.put(
        ".aws/credentials",
        `${here.place.read(".aws/credentials")}region = eu-west-1\n`,
      ),
    ),
  /** Damage that needs no choice: everybody on the computer may read the keys. */
  damaged: (here) => {
    chmodSync(here.place.at(".aws/credentials"), 0o644);
    return {};
  },
  /** The last change can be taken back. */
  changed: async (here, run) => {
    here.place.put(".aws/config", "[default]\nregion = us-east-1\n");
    here.place.put(
      "new.csv",
      `Access key ID,Secret access key\n${here.first},${here.aws.secretAccessKey.reveal()}\n`,
    );
    await run("save", "--csv", "new.csv", "--region", "us-west-2", "--no-verify");
    return {};
  },
} satisfies Record<string, Prepare>;

export type SceneName = keyof typeof SCENES;
