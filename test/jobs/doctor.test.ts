/**
 * The doctor on real files: what is written, what is kept, what is tidied, and that nothing happens
 * unasked.
 */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../src/base/host.js";
import type { Result } from "../../src/base/problem.js";
import { lockPathOf } from "../../src/aws-files/store/store.js";
import { thisProcess } from "../../src/aws-files/store/owner.js";
import {
  type CarriedOut,
  type Examination,
  type DoctorFinding,
  agreeToAll,
  carryOut,
  decideEach,
  decideNext,
  examine,
  examineAgain,
  findingsOf,
  isAnythingAgreed,
  nextOffer,
  wayOf,
} from "../../src/jobs/doctor.js";
import { MOST_IN_DOCUMENT, doctorDocument } from "../../src/jobs/doctor-document.js";
import { doctorSchema } from "../../src/jobs/documents.js";
import type { Ports } from "../../src/jobs/ports.js";
import { planUndo, undo } from "../../src/jobs/undo.js";
import { ID, KEYS, MENDED } from "../aws-files/damage-cases.js";

let home = "";
let ports: Ports;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "mturk-setup-test-"));
  mkdirSync(join(home, ".aws"), { mode: 0o700 });
  ports = {
    host: {
      env: { BOTO_CONFIG: join(home, "no-boto") },
      cwd: home,
      home,
      platform: process.platform,
    },
    clock: systemClock,
    aws: () => {
      throw new Error("the doctor asks nobody");
    },
    practice: null,
  };
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const at = (name: string): string => join(home, ".aws", name);

function put(name: string, content: string | Uint8Array, mode = 0o600): string {
  writeFileSync(at(name), content);
  chmodSync(at(name), mode);
  return at(name);
}

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

const look = async (): Promise<Examination> => valueOf(await examine(ports));
const found = async (): Promise<readonly DoctorFinding[]> =>
  findingsOf(agreeToAll(await look()), "offered");
const mend = async (examination: Examination): Promise<CarriedOut> =>
  valueOf(await carryOut(ports, examination, new AbortController().signal));

describe("mending", () => {
  test.each(MENDED)(
    "on the disk, with a copy: $name",
    async ({ kind = "credentials", before, after, keep }) => {
      const path = put(kind, before);
      const decided = await decideEach(await look(), (finding) =>
        Promise.resolve(
          wayOf(finding, keep ?? null) ?? finding.ways.findIndex((way) => way.keep === keep),
        ),
      );
      const done = await mend(decided);
      expect(readFileSync(path, "utf8")).toBe(after);
      expect(statSync(path).mode & 0o777).toBe(0o600);
      const backup = done.written[0]?.backup ?? "";
      expect(readFileSync(backup).equals(Buffer.from(before))).toBe(true);
      expect(done.done.every((finding) => finding.mend === "done")).toBe(true);
      expect(valueOf(await examineAgain(ports, {}, "offered"))).toEqual([]);
      expect(
        JSON.stringify(doctorSchema.parse(doctorDocument(done.done, done.written, "default"))),
      ).not.toContain("cAnArY");
    },
  );

  test.each(MENDED.filter(({ before }) => typeof before === "string"))(
    "undo brings the bytes back: $name",
    async ({ kind = "credentials", before, keep }) => {
      const path = put(kind, before);
      await mend(
        await decideEach(await look(), (finding) =>
          Promise.resolve(
            Math.max(
              0,
              finding.ways.findIndex((way) => way.keep === (keep ?? null)),
            ),
          ),
        ),
      );
      const plan = valueOf(await planUndo(ports));
      valueOf(await undo(ports, plan!.plan, new AbortController().signal));
      expect(readFileSync(path).equals(Buffer.from(before))).toBe(true);
    },
  );

  test("both files are one change, and undo takes back both", async () => {
    const [credentials, config] = [
      put("credentials", KEYS),
      put("config", '[default]\nregion = "us-east-1"\n'),
    ];
    const done = await mend(agreeToAll(await look()));
    expect(done.written.map(({ kind }) => kind)).toEqual(["config", "credentials"]);
    valueOf(await undo(ports, valueOf(await planUndo(ports))!.plan, new AbortController().signal));
    expect([readFileSync(credentials, "utf8"), readFileSync(config, "utf8")]).toEqual([
      KEYS,
      '[default]\nregion = "us-east-1"\n',
    ]);
  });

  test("a file that changed since it was looked at is left alone", async () => {
    const path = put("credentials", KEYS);
    const decided = agreeToAll(await look());
    writeFileSync(path, `[default]\n${KEYS}`);
    expect(await carryOut(ports, decided, new AbortController().signal)).toMatchObject({
      ok: false,
      problem: { code: "file-changed" },
    });
    expect(readFileSync(path, "utf8")).toBe(`[default]\n${KEYS}`);
  });

  test("a file in which a line stays that only a person can mend is not offered in parts", async () => {
    const text = `${KEYS}remember the milk\n`;
    const path = put("credentials", text);
    expect(
      (await found()).map(({ code, line, mend: state, try: cures }) => [
        code,
        line,
        state,
        cures.some((cure) => cure.includes("--fix")),
      ]),
    ).toEqual([
      ["file-broken", 1, "none", false],
      ["file-broken", 3, "none", false],
    ]);
    expect(await mend(agreeToAll(await look()))).toEqual({ written: [], done: [], refused: [] });
    expect(readFileSync(path, "utf8")).toBe(text);
  });

  test("declined: nothing is written, and a fault that stays keeps the rest of its file as it is", async () => {
    const path = put(
      "credentials",
      `[default]\n${KEYS}${KEYS}[lab]\nregion = eu-west-1\nregion = eu-west-1\n`,
    );
    const declined = await decideEach(await look(), () => Promise.resolve(null));
    expect(await mend(declined)).toEqual({ written: [], done: [], refused: [] });
    const before = readFileSync(path);
    let first = true;
    const half = await decideEach(await look(), () => {
      const answer = first ? 0 : null;
      first = false;
      return Promise.resolve(answer);
    });
    expect(await mend(half)).toMatchObject({
      written: [],
      refused: [
        {
          code: "edit-refused",
          message: expect.stringContaining("this stays: region stands more than once") as string,
        },
      ],
    });
    expect(readFileSync(path).equals(before)).toBe(true);
  });
});

describe("one at a time, as the wizard does it", () => {
  test("each offer is about the text as it is by then; what can only be explained is passed over", async () => {
    put(
      "credentials",
      `aws_access_key_id = ${ID}\nAWS_SECRET_ACCESSS_KEY = "x"\n[lab]\naws_access_key_id = ${ID}\n`,
    );
    let examination = await look();
    const seen: (readonly [string, number | null])[] = [];
    for (let offer = nextOffer(examination); offer !== null; offer = nextOffer(examination)) {
      seen.push([offer.code, offer.line]);
      examination = decideNext(examination, seen.length === 3 ? null : 0);
    }
    expect(seen).toEqual([
      ["file-broken", 1],
      ["keys-partial", 2],
      ["key-garbled", 2],
    ]);
    expect(isAnythingAgreed(examination)).toBe(true);
    await mend(examination);
    expect(readFileSync(at("credentials"), "utf8")).toContain(
      '[default]\naws_access_key_id = AKIAQYLPMN5HHEXAMPLE\naws_secret_access_key = "x"\n[lab]\n',
    );
  });
});

describe("around the files", () => {
  test("a secret that others may read: 0600 afterwards, the content untouched", async () => {
    const path = put("credentials", `[default]\n${KEYS}`, 0o644);
    expect(await found()).toMatchObject([
      {
        code: "file-permissive",
        path,
        mend: "offered",
        ways: [
          {
            diff: [
              { sign: "-", text: "mode 0644" },
              { sign: "+", text: "mode 0600" },
            ],
          },
        ],
      },
    ]);
    const done = await mend(agreeToAll(await look()));
    expect([done.written, done.done.map(({ code }) => code)]).toEqual([[], ["file-permissive"]]);
    expect([statSync(path).mode & 0o777, readFileSync(path, "utf8")]).toEqual([
      0o600,
      `[default]\n${KEYS}`,
    ]);
    expect(await found()).toEqual([]);
  });

  test("a config file without a secret may be open to all, and ~/.aws may be listed", async () => {
    put("config", "[default]\nregion = us-east-1\n", 0o644);
    chmodSync(join(home, ".aws"), 0o755);
    expect(await found()).toEqual([]);
  });

  test("a ~/.aws in which others may write: 0700 afterwards", async () => {
    put("config", "[default]\nregion = us-east-1\n");
    chmodSync(join(home, ".aws"), 0o777);
    expect(await found()).toMatchObject([
      { code: "file-permissive", path: join(home, ".aws"), mend: "offered" },
    ]);
    await mend(agreeToAll(await look()));
    expect(statSync(join(home, ".aws")).mode & 0o777).toBe(0o700);
  });

  test("another folder in which others may write is only explained", async () => {
    const shared = join(home, "shared");
    mkdirSync(shared);
    chmodSync(shared, 0o777);
    writeFileSync(join(shared, "credentials"), `[default]\n${KEYS}`, { mode: 0o600 });
    ports = {
      ...ports,
      host: {
        ...ports.host,
        env: { ...ports.host.env, AWS_SHARED_CREDENTIALS_FILE: join(shared, "credentials") },
      },
    };
    expect(await found()).toMatchObject([
      { code: "file-permissive", path: shared, mend: "none", ways: [] },
    ]);
    await mend(agreeToAll(await look()));
    expect(statSync(shared).mode & 0o777).toBe(0o777);
  });

  test("what dead processes of ours left is removed; what a living one uses, and other people's files, stay", async () => {
    put("credentials", `[default]\n${KEYS}`);
    const gone = spawnSync("true").pid;
    const me = thisProcess();
    const dead = put(`credentials.mturk-setup-tmp-${gone}-1-abcdef`, KEYS);
    const lock = lockPathOf(at("credentials"));
    writeFileSync(lock, JSON.stringify({ ...me, pid: gone, started: "1" }));
    const alive = put(`config.mturk-setup-tmp-${me.pid}-${me.started ?? "0"}-abcdef`, "x");
    const foreign = [
      put("credentials.bak", "x"),
      put("credentials~", "x"),
      put("credentials.mturk-setup-backup-20260101-000000", "x"),
    ];
    expect(await found()).toMatchObject([
      {
        code: "left-over",
        mend: "offered",
        ways: [
          {
            diff: [
              { sign: "-", text: dead },
              { sign: "-", text: lock },
            ],
          },
        ],
      },
    ]);
    await mend(agreeToAll(await look()));
    expect([dead, lock].map(existsSync)).toEqual([false, false]);
    expect([alive, ...foreign].map(existsSync)).toEqual([true, true, true, true]);
    expect(await found()).toEqual([]);
  });

  test("an old lock that names nobody is a leftover, one that was made just now is not; a pipe in its place is left alone", async () => {
    put("credentials", `[default]\n${KEYS}`);
    const lock = put("credentials.mturk-setup-lock", `{"pid":${"9".repeat(3500)}}`);
    expect(await found()).toEqual([]);
    utimesSync(lock, 0, 0);
    expect(await found()).toMatchObject([
      { code: "left-over", mend: "offered", ways: [{ diff: [{ sign: "-", text: lock }] }] },
    ]);
    await mend(agreeToAll(await look()));
    expect([existsSync(lock), await found()]).toEqual([false, []]);
    spawnSync("mkfifo", [lock]);
    expect([existsSync(lock), await found()]).toEqual([true, []]);
  });

  test("of our backups the newest three stay", async () => {
    put("credentials", `[default]\n${KEYS}`);
    const backups = [1, 2, 3, 4, 5].map((day) =>
      put(`credentials.mturk-setup-backup-2026010${day}-000000`, "x"),
    );
    expect(await found()).toMatchObject([
      { code: "left-over", ways: [{ diff: [{ text: backups[1] }, { text: backups[0] }] }] },
    ]);
    await mend(agreeToAll(await look()));
    expect(backups.map(existsSync)).toEqual([false, false, true, true, true]);
  });
});

describe("very many findings", () => {
  const finding = (mend: DoctorFinding["mend"], lines: number): DoctorFinding => ({
    code: "file-misread",
    path: "/home/you/.aws/credentials",
    line: 1,
    message: "A line that is none.",
    try: ["Take it out."],
    mend,
    ways: [
      {
        keep: null,
        label: "take it out",
        diff: Array.from({ length: lines }, () => ({ sign: "-" as const, text: "x" })),
      },
    ],
  });

  test("are told as far as anybody reads, what is left first, and counted", () => {
    const many = [
      ...Array.from({ length: 4000 }, () => finding("done", 1)),
      ...Array.from({ length: 150 }, () => finding("offered", 4000)),
    ];
    const document = doctorSchema.parse(doctorDocument(many, [], "default"));
    expect(document.findings).toHaveLength(MOST_IN_DOCUMENT);
    expect(document.more).toBe(4150 - MOST_IN_DOCUMENT);
    expect(document.findings.filter(({ mend }) => mend === "offered")).toHaveLength(150);
    expect(document.findings[0]?.diff.at(-1)).toBe("  … and 3,800 more lines");
    expect(JSON.stringify(document).length).toBeLessThan(400_000);
  });

  test("below that all are told, in their order", () => {
    const few = [finding("done", 2), finding("offered", 2)];
    const document = doctorSchema.parse(doctorDocument(few, [], "default"));
    expect([document.more, ...document.findings.map(({ mend }) => mend)]).toEqual([
      0,
      "done",
      "offered",
    ]);
    expect(document.findings[0]?.diff).toEqual(["- x", "- x"]);
  });
});

describe("beyond the files", () => {
  test("keys that hide others, half pairs and missing profiles in the environment are told, each once", async () => {
    put("credentials", `[default]\n${KEYS}`);
    ports = {
      ...ports,
      host: {
        ...ports.host,
        env: {
          ...ports.host.env,
          AWS_ACCESS_KEY_ID: "AKIAOTHEREXAMPLEEXAM",
          AWS_SECRET_ACCESS_KEY: "otherSecret/otherSecret+otherSecret/othe",
        },
      },
    };
    const findings = await found();
    expect(findings.map(({ code, mend: state }) => [code, state])).toEqual([
      ["keys-hidden", "none"],
    ]);
    ports = { ...ports, host: { ...ports.host, env: { AWS_PROFILE: "lab" } } };
    expect((await found()).map(({ code }) => code)).toEqual(["profile-missing"]);
  });

  test("what is wrong in the AWS files is told once, with its line", async () => {
    put("credentials", `[default]\n${KEYS}aws_session_token = cAnArYtoken\n`, 0o644);
    expect((await found()).map(({ code, line }) => [code, line])).toEqual([
      ["session-token-stale", 4],
      ["file-permissive", null],
    ]);
    put(
      "credentials",
      "[default]\naws_access_key_id = YourAccessKeyId\naws_secret_access_key = YourSecretAccessKey\n",
    );
    expect((await found()).map(({ code, line }) => [code, line])).toEqual([
      ["placeholder-keys", 2],
    ]);
  });

  test("nothing there at all is no damage", async () => {
    expect(await found()).toEqual([]);
    rmSync(join(home, ".aws"), { recursive: true });
    expect(await found()).toEqual([]);
    expect(readdirSync(home)).toEqual([]);
  });

  test("a folder in the place of the file is told with the path", async () => {
    mkdirSync(at("credentials"));
    expect(await found()).toMatchObject([
      { code: "file-unreadable", path: at("credentials"), mend: "none" },
    ]);
  });
});

describe("a program or a token that a profile names", () => {
  const role = "role_arn = arn:aws:iam::123456789012:role/lab\n";

  async function looked(config: string): Promise<readonly DoctorFinding[]> {
    put("config", config);
    return findingsOf(agreeToAll(valueOf(await examine(ports))), "offered").filter(({ message }) =>
      /credential_process|web_identity/.test(message),
    );
  }

  async function mended(): Promise<string> {
    const agreed = agreeToAll(valueOf(await examine(ports)));
    valueOf(await carryOut(ports, agreed, new AbortController().signal));
    return readFileSync(at("config"), "utf8");
  }

  beforeEach(() => {
    mkdirSync(join(home, "bin"));
    const script = `#!/bin/sh\ntouch ${join(home, "was-run")}\n`;
    writeFileSync(join(home, "bin/keys"), script, { mode: 0o700 });
    writeFileSync(join(home, "bin/locked"), script, { mode: 0o600 });
    writeFileSync(join(home, "token"), "a token of the cluster\n");
  });

  test("is named by its line; the path is written out where that makes it one that is there", async () => {
    const config =
      "[default]\ncredential_process = ~/bin/keys --password hunter2\n" +
      `[profile w]\n${role}web_identity_token_file = "$HOME/token"\n`;
    const found = await looked(config);
    expect(found.map(({ code, line, mend }) => [code, line, mend])).toEqual([
      ["setting-broken", 2, "offered"],
      ["setting-broken", 5, "offered"],
    ]);
    expect(JSON.stringify(found)).not.toContain("hunter2");
    expect(await mended()).toBe(
      `[default]\ncredential_process = ${home}/bin/keys --password hunter2\n` +
        `[profile w]\n${role}web_identity_token_file = ${home}/token\n`,
    );
    expect(existsSync(join(home, "was-run"))).toBe(false);
    expect(await looked(readFileSync(at("config"), "utf8"))).toEqual([]);
  });

  test("is taken out where a key of the same profile stands behind it, else told only", async () => {
    const alone = await looked(`[default]\ncredential_process = ${home}/bin/locked\n`);
    expect(alone).toMatchObject([{ line: 2, mend: "none", ways: [] }]);
    expect(alone[0]!.try[0]).toBe(`chmod u+x ${home}/bin/locked`);
    await looked(
      `[default]\ncredential_process = /none\n${KEYS}` +
        `[profile w]\n${role}web_identity_token_file = ${home}\n${KEYS}`,
    );
    expect(await mended()).toBe(`[default]\n${KEYS}[profile w]\n${KEYS}`);
  });

  test("is no damage where nobody gets there, or where it is right", async () => {
    put("credentials", `[default]\n${KEYS}`);
    expect(
      await looked(
        "[default]\ncredential_process = /none\n[profile p]\ncredential_process = sh -c x\n" +
          `[profile w]\n${role}web_identity_token_file = token\n`,
      ),
    ).toEqual([]);
  });
});
