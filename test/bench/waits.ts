/** Measures what a person waits for, beside what else one would wait for, in turns. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseFault } from "../../src/practice/faults.js";
import { startPracticeAws } from "../../src/practice/server.js";
import { BARE_FRAME, buildBareInk } from "./bare-ink.js";
import type { Row } from "./report.js";
import {
  type Env,
  type Measured,
  inTurns,
  peakMemory,
  percentile,
  ratioOf,
  seenAfter,
  untilSeen,
  workOf,
  wholeProcess,
} from "./turns.js";

export interface Bench {
  /** The built program. */
  readonly bin: string;
  readonly root: string;
  /** For files of the bench; deleted at its end. */
  readonly folder: string;
  readonly rounds: number;
  /** Told what cannot be measured here. */
  readonly skip: (why: string) => void;
}

const FRAME = "mturk-setup:";
const MENU = "What would you like";
const ID = "AKIAAAAAABENCEXAMPLE";
const SECRET = "made/up/for/the+bench/EXAMPLE/0123456789";

/** A fresh home; `cache`: with a folder in which the program may keep what V8 made of it. */
export function homeIn({ folder }: Bench, cache = false): Env {
  const home = mkdtempSync(join(folder, "home-"));
  if (cache) mkdirSync(join(home, ".cache"));
  return {
    PATH: process.env.PATH ?? "",
    HOME: home,
    LANG: "C.UTF-8",
    TERM: "xterm-256color",
    // Else the AWS CLI looks for a role of this computer.
    AWS_EC2_METADATA_DISABLED: "true",
  };
}

/** Whether the AWS CLI is here. */
export function hasAws(bench: Bench): boolean {
  try {
    execFileSync("aws", ["--version"], { env: homeIn(bench), stdio: "ignore" });
    return true;
  } catch {
    bench.skip("no AWS CLI here: nothing is compared to it");
    return false;
  }
}

function compared(
  what: string,
  ours: Measured | undefined,
  theirs: Measured | undefined,
  target: number | null,
): readonly Row[] {
  if (ours === undefined || theirs === undefined) return [];
  const ratio = ratioOf(ours, theirs);
  return [
    {
      what,
      ours: ours.median,
      unit: "ms",
      beside: theirs.name,
      theirs: theirs.median,
      ratio,
      target,
    },
  ];
}

/** From the start of the program to its first frame, in a real terminal. */
export async function firstFrame(bench: Bench, aws: boolean): Promise<readonly Row[]> {
  const { bin, folder, root, rounds } = bench;
  const node = process.execPath;
  const bare = await buildBareInk(folder, root);
  const [plain, kept] = [homeIn(bench), homeIn(bench, true)];
  // What is kept is kept when a wizard is left.
  await (await untilSeen([node, bin], kept, MENU)).leave("q");
  const [yardstick, first, later, menu, nothing, configure] = await inTurns(
    [
      { name: "bare bundled Ink", run: () => seenAfter([node, bare], plain, BARE_FRAME) },
      { name: "first start", run: () => seenAfter([node, bin], plain, FRAME) },
      { name: "later start", run: () => seenAfter([node, bin], kept, FRAME) },
      { name: "menu", run: () => seenAfter([node, bin], kept, MENU) },
      { name: "bare Node", run: () => wholeProcess([node, "-e", "0"], plain) },
      ...(aws
        ? [
            {
              name: "aws configure",
              run: () => seenAfter(["aws", "configure"], plain, "Access Key ID"),
            },
          ]
        : []),
    ],
    rounds,
  );
  return [
    ...compared("first frame, first start", first, yardstick, 1.15),
    ...compared("first frame, first start", first, configure, 0.6),
    ...compared("first frame, later start", later, yardstick, 1.15),
    ...compared("first frame, later start", later, configure, 0.6),
    ...compared("first frame, later start", later, nothing, null),
    ...compared("menu, later start", menu, configure, null),
  ];
}

/** `check` with answers that take 0 and 100 ms, beside the two calls of the AWS CLI. */
export async function checks(bench: Bench, aws: boolean): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const latency of [0, 100]) {
    const fault = parseFault(`slow=${latency / 1000}`);
    if (!fault.ok) throw new Error(fault.problem.message);
    const started = await startPracticeAws({ faults: latency === 0 ? [] : [fault.value] });
    if (!started.ok) throw new Error(started.problem.message);
    const practice = started.value;
    const { accessKeyId, secretAccessKey, endpoints } = practice;
    const env = {
      ...homeIn(bench),
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey.reveal(),
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_ENDPOINT_URL_STS: endpoints.sts,
      AWS_ENDPOINT_URL_MTURK: endpoints.mturk,
    };
    const cli = (service: string, call: string, endpoint: string): Promise<number> =>
      wholeProcess(["aws", service, call, "--endpoint-url", endpoint], env);
    const [ours, theirs] = await inTurns(
      [
        { name: "check", run: () => wholeProcess([process.execPath, bench.bin, "check"], env) },
        ...(aws
          ? [
              {
                name: "two calls of the AWS CLI",
                run: async () =>
                  (await cli("sts", "get-caller-identity", endpoints.sts)) +
                  (await cli("mturk", "get-account-balance", endpoints.mturk)),
              },
            ]
          : []),
      ],
      bench.rounds,
    );
    await practice.close();
    rows.push(
      ...compared(`check, answers after ${latency} ms`, ours, theirs, latency === 0 ? null : 0.4),
    );
  }
  return rows;
}

/** `save --no-verify` beside the three `aws configure set` that write the same. */
export async function saves(bench: Bench): Promise<readonly Row[]> {
  const env = homeIn(bench);
  mkdirSync(join(env.HOME ?? "", ".aws"), { mode: 0o700 });
  let profile = 0;
  const set = (name: string, text: string): Promise<number> =>
    wholeProcess(["aws", "configure", "set", name, text, "--profile", `theirs${profile}`], env);
  const [ours, theirs] = await inTurns(
    [
      {
        name: "save",
        run: () => {
          profile += 1;
          return wholeProcess(
            [
              ...[process.execPath, bench.bin, "save", "--stdin", "--no-verify", "--yes"],
              ...["--profile", `ours${profile}`],
            ],
            env,
            { input: `${ID}\n${SECRET}\n` },
          );
        },
      },
      {
        name: "three aws configure set",
        run: async () =>
          (await set("aws_access_key_id", ID)) +
          (await set("aws_secret_access_key", SECRET)) +
          (await set("region", "us-east-1")),
      },
    ],
    bench.rounds,
  );
  return compared("save --no-verify", ours, theirs, 0.4);
}

/** From a letter in the key field to the whole frame that shows it, through a real terminal. */
export async function keys({ bin, ...bench }: Bench, letters: number): Promise<readonly Row[]> {
  const env = homeIn({ bin, ...bench });
  const seen = await untilSeen([process.execPath, bin], env, MENU);
  await seen.press("2");
  await seen.shows("Paste id and secret");
  const times: number[] = [];
  const work: number[] = [];
  for (let letter = 0; letter < letters; letter += 1) {
    const before = workOf(seen.pid);
    const ms = await seen.press(SECRET[letter % SECRET.length] ?? "x");
    const after = workOf(seen.pid);
    if (ms !== null) times.push(ms);
    if (before !== null && after !== null) work.push(after - before);
  }
  await seen.leave(null);
  const row = { unit: "ms", beside: null, theirs: null, ratio: null } as const;
  return [
    { ...row, what: "key to whole frame, p50", ours: percentile(times, 50), target: null },
    { ...row, what: "key to whole frame, p99", ours: percentile(times, 99), target: 16 },
    ...(work.length === 0
      ? []
      : [
          {
            ...row,
            what: "of it the program's own work, p99",
            ours: percentile(work, 99),
            target: null,
          },
        ]),
  ];
}

/** The most memory that each holds until its first screen and fifty keys. */
export async function memory(bench: Bench): Promise<readonly Row[]> {
  const peakOf = async (argv: readonly string[], text: string): Promise<number | null> => {
    const seen = await untilSeen(argv, homeIn(bench), text);
    for (let key = 0; key < 50 && text === MENU; key += 1) await seen.press("\u001B[B");
    const peak = peakMemory(seen.pid);
    await seen.leave(null);
    return peak;
  };
  const bare = await buildBareInk(bench.folder, bench.root);
  const ours = await peakOf([process.execPath, bench.bin], MENU);
  const theirs = await peakOf([process.execPath, bare], BARE_FRAME);
  if (ours === null || theirs === null) {
    bench.skip("this system does not tell how much memory a process has held");
    return [];
  }
  const ratio = ours / theirs;
  const beside = "bare bundled Ink";
  return [{ what: "peak memory", ours, unit: "MiB", beside, theirs, ratio, target: 1.3 }];
}

/**
 * The tarball into an empty folder with an empty cache of npm, beside the same packages installed
 * unbundled, which needs the network; once each.
 */
export async function installs(bench: Bench): Promise<readonly Row[]> {
  const { folder, root } = bench;
  const npm = (name: string): Env => ({
    ...homeIn(bench),
    npm_config_cache: mkdtempSync(join(folder, `${name}-cache-`)),
    npm_config_update_notifier: "false",
    npm_config_audit: "false",
    npm_config_fund: "false",
  });
  const told = execFileSync(
    "npm",
    ["pack", "--json", "--ignore-scripts", "--pack-destination", folder],
    { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
  );
  const [packed] = JSON.parse(told) as {
    filename: string;
    size: number;
  }[];
  if (packed === undefined) throw new Error("npm pack made nothing");
  const { filename, size } = packed;
  const weight: Row = {
    ...{ what: "package, packed", ours: size, unit: "bytes", beside: null, theirs: null },
    ...{ ratio: null, target: 900_000 },
  };
  // As the README says it: a path that begins with a dot is a package to npx, another a program.
  const cold = await wholeProcess(["npx", "--yes", `./${filename}`, "--version"], npm("npx"), {
    cwd: folder,
  });
  const set = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    devDependencies: Record<string, string>;
  };
  const app = mkdtempSync(join(folder, "unbundled-"));
  const bundled = [
    ...["@aws-sdk/client-iam", "@aws-sdk/client-mturk", "@aws-sdk/client-sts", "commander"],
    ...["csv-parse", "ini", "ink", "open", "proxy-agent", "react", "zod"],
  ];
  const dependencies = Object.fromEntries(bundled.map((name) => [name, set.devDependencies[name]]));
  writeFileSync(join(app, "package.json"), JSON.stringify({ name: "unbundled", dependencies }));
  try {
    const theirs = await wholeProcess(["npm", "install"], npm("install"), { cwd: app });
    const ratio = cold / theirs;
    const beside = "npm install of what is bundled";
    return [
      weight,
      {
        what: "cold npx of the package",
        ours: cold,
        unit: "ms",
        beside,
        theirs,
        ratio,
        target: 0.25,
      },
    ];
  } catch {
    bench.skip("no registry can be reached: cold npx is compared to nothing");
    return [weight];
  } finally {
    rmSync(app, { recursive: true, force: true });
  }
}
