/**
 * The contract of `mturk-setup retire`: exit codes, documents, and what it changes, without anybody
 * to ask.
 */
import { statSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type RetireDocument, retireSchema } from "../../src/jobs/retire/index.js";
import { boto3Finds } from "../e2e/boto3.js";
import { type HereOptions, mturkSetupHere } from "../e2e/here.js";
import { EXAMPLE, type Ended, short } from "../e2e/program.js";
import { type Stage, expectNoSecret, stage } from "../e2e/rotation.js";
import { documentOf, errorOf } from "./run.js";

/** Runs it, and looks for secrets in every byte that it said. */
async function run(
  here: Stage,
  args: readonly string[],
  options: HereOptions = {},
): Promise<Ended> {
  const done = await mturkSetupHere(here.place, ["retire", ...args], {
    ...options,
    env: { ...here.env, ...options.env },
  });
  expectNoSecret(here, done.out, done.err);
  return done;
}

async function retired(here: Stage, args: readonly string[], code = 0): Promise<RetireDocument> {
  const done = await run(here, ["--json", ...args]);
  expect(done, done.err).toMatchObject({ code });
  return documentOf(done, retireSchema);
}

const pair = ({ aws }: Stage): string =>
  `aws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\n`;

/** The key in the AWS files, psiTurk's file, the experiment, a .env and a download. */
function everywhere(here: Stage): void {
  here.place.put(".aws/config", `[profile lab]\n${pair(here)}region = us-east-1\n`);
  here.place.put(".psiturkconfig", `[AWS Access]\n${pair(here)}aws_region = us-east-1\n`);
  here.place.put(
    "config.txt",
    `[Task Parameters]\nexperiment_code_version = 1.0\n[AWS Access]\n${pair(here)}`,
  );
  here.place.put(
    ".env",
    `AWS_ACCESS_KEY_ID=${here.first}\nAWS_SECRET_ACCESS_KEY=${here.aws.secretAccessKey.reveal()}\n`,
  );
  here.place.put(
    "Downloads/lab_accessKeys.csv",
    `Access key ID,Secret access key\r\n${here.first},${here.aws.secretAccessKey.reveal()}\r\n`,
  );
}

describe("a key that may switch itself off", () => {
  test("--yes: off at AWS, out of every file and backup; .env and downloads told, not touched; a record", async () => {
    const here = await stage();
    everywhere(here);
    const untouched = [".env", "Downloads/lab_accessKeys.csv"].map((path) => here.place.read(path));
    const document = await retired(here, ["--yes", "--off-anyway", "--record"]);
    expect(document.unreadable).toEqual([]);
    expect(document.keys).toMatchObject([
      {
        accessKeyId: short(here.first),
        state: "active",
        account: "123456789012",
        root: false,
        published: true,
        written: true,
        switchedOff: { how: "off", refusedNow: true },
      },
    ]);
    expect(document.keys[0]!.files!.map(({ path }) => path).sort()).toEqual(
      [".aws/config", ".aws/credentials", ".psiturkconfig", "config.txt"].map(here.place.at).sort(),
    );
    expect(
      document.keys[0]!.places.filter(({ removal }) => removal === "by-hand").map(
        ({ location, cure }) => [location, cure.length > 0],
      ),
    ).toEqual([
      [here.place.at(".env"), true],
      [here.place.at("Downloads/lab_accessKeys.csv"), true],
    ]);
    expect(here.active()).toEqual([]);
    expect(here.place.read(".aws/credentials")).toBe("# mine\n[default]\nregion = us-east-1\n");
    expect([".env", "Downloads/lab_accessKeys.csv"].map((path) => here.place.read(path))).toEqual(
      untouched,
    );
    const holding = Object.entries(here.place.tree())
      .filter(([, content]) => content.includes(here.first))
      .map(([name]) => name);
    expect(holding.sort()).toEqual([".env", "Downloads/lab_accessKeys.csv"]);
    expect(document.record).toMatch(/mturk-keys-20\d\d-\d\d-\d\d\.txt$/);
    expect(statSync(document.record!).mode & 0o777).toBe(0o600);
    expectNoSecret(here, here.place.read(document.record!.slice(here.place.home.length + 1)));
    if (
      (await boto3Finds(here.place, here.aws).then(
        () => "keys",
        () => "none",
      )) === "keys"
    )
      expect(await boto3Finds(here.place, here.aws)).toBeNull();
  });

  test("as text: what to save first, that there is no way back here, the difference without secrets, the end", async () => {
    const here = await stage();
    everywhere(here);
    const done = await run(here, ["--yes", "--off-anyway"]);
    expect(done.code).toBe(0);
    // What came of it is on stdout, what led to it on stderr.
    expect(done.out).toMatch(/^Switched off\. .*\n.*In a week, if nothing broke.*\n$/);
    const order = [
      "First save what you need.",
      "active at AWS, user practice",
      "Programs take AKIA…",
      ".env line 1   (not edited here)",
      "Used on other computers too? Those programs stop.",
      "- aws_secret_access_key = (hidden)",
      "Not touched, for you to remove:",
      "switches itself off",
      "Switched off. AWS refuses AKIA…",
      "In a week, if nothing broke",
    ];
    const at = order.map((said) => (done.err + done.out).indexOf(said));
    expect(
      at.every((index) => index >= 0),
      order.filter((_, index) => at[index]! < 0).join(),
    ).toBe(true);
    expect(at).toEqual([...at].sort((a, b) => a - b));
    expect(done.err).toContain("count the key as published");
  });

  test("--delete deletes it at AWS", async () => {
    const here = await stage();
    expect((await retired(here, ["--yes", "--delete"])).keys[0]!.switchedOff?.how).toBe("deleted");
    expect(here.all()).toEqual([]);
  });

  test("--record FILE; never over a file that is there, which is told", async () => {
    const here = await stage();
    expect((await retired(here, ["--yes", "--record", "done.txt"])).record).toBe(
      here.place.at("done.txt"),
    );
    const text = here.place.read("done.txt");
    expect(text).toContain("switched off at AWS; AWS refuses it");
    const again = await stage();
    again.place.put("done.txt", "mine\n");
    const done = await run(again, ["--yes", "--json", "--record", "done.txt"]);
    expect(done.code).toBe(4);
    expect(documentOf(done, retireSchema)).toMatchObject({
      record: null,
      keys: [{ written: true }],
    });
    expect(done.err).toContain("done.txt");
    expect(again.place.read("done.txt")).toBe("mine\n");
  });

  test.each(["lost-answer=update", "iam-delay=4"])("%s does no harm", async (name) => {
    const here = await stage([name]);
    expect((await retired(here, ["--yes"])).keys).toMatchObject([
      { written: true, switchedOff: { how: "off" } },
    ]);
    expect(here.active()).toEqual([]);
  });
});

describe("a key that AWS does not take", () => {
  test("refused: put away; that the id has to be looked up is told", async () => {
    const here = await stage(["key-inactive"]);
    const done = await run(here, ["--yes"]);
    expect(done.code).toBe(0);
    expect(done.err).toMatch(/It is off, deleted, or mistyped here\. Look in the console/);
    expect(here.inFile()).toBeUndefined();
  });

  test("AWS's own example: put away, and nobody is sent to the console", async () => {
    const here = await stage();
    here.aws.accounts.removeKey(here.first, Date.now());
    here.place.put(
      ".aws/credentials",
      "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n",
    );
    const pair = here.place.read(".aws/credentials");
    const would = await run(here, ["--dry-run", "--delete"]);
    expect(would.out).toContain("It is the example from AWS's documentation: it opens no account");
    for (const how of ["--yes", "--delete"]) {
      here.place.put(".aws/credentials", pair);
      const args = how === "--yes" ? [how] : [how, "--yes"];
      const [record, report] = [`record${how}.txt`, `report${how}.md`];
      const done = await run(here, [...args, "--record", record, "--report", report]);
      expect(done.code, done.err).toBe(0);
      const told = [would.out, would.err, done.out, done.err].join("\n");
      const kept = here.place.read(record) + here.place.read(report);
      expect(told + kept).not.toMatch(/IAM console|looked up in|delete (?:the )?key/i);
      expect(kept).toContain("the example from AWS's documentation");
      expect(here.place.read(".aws/credentials")).not.toContain("AKIA");
    }
  });

  test("X6: a wrong secret is not a dead key: 4, nothing is taken out; what is printed as next step works once it is off", async () => {
    const here = await stage(["wrong-secret"]);
    const before = here.place.tree();
    const done = await run(here, ["--yes", "--json"]);
    expect(done.code).toBe(4);
    const problem = errorOf(done);
    expect(problem).toMatchObject({
      code: "secret-wrong",
      message: expect.stringContaining("STILL ACTIVE"),
    });
    expect(problem.try.join("\n")).toContain(here.first);
    expect(here.place.tree()).toEqual(before);
    expect(here.active()).toEqual([here.first]);
    const next =
      /When it is off: mturk-setup retire (.*)$/m.exec(problem.try.join("\n"))?.[1]?.split(" ") ??
      [];
    here.aws.setFaults([]);
    here.aws.accounts.setStatus(here.first, "Inactive", Date.now());
    expect((await retired(here, [...next, "--yes"])).keys).toMatchObject([
      { state: "refused", written: true, forgotten: null },
    ]);
    expect(here.inFile()).toBeUndefined();
  });

  test("--forget takes it out all the same: 4, and the whole id with the console's clicks, once", async () => {
    const here = await stage(["wrong-secret"]);
    const text = await run(here, ["--yes", "--forget"]);
    expect(text.code).toBe(4);
    expect(here.inFile()).toBeUndefined();
    expect(text.out).toContain(`Its id is ${here.first} (no secret).`);
    expect(text.out.split("No copy of it is left here.")[1]).toMatch(/IAM|console/);
    const again = await stage(["wrong-secret"]);
    const document = await retired(again, ["--yes", "--forget"], 4);
    expect(document.keys).toMatchObject([
      {
        state: "active-secret-wrong",
        written: true,
        forgotten: {
          accessKeyId: again.first,
          steps: expect.arrayContaining([expect.stringContaining("Deactivate")]),
        },
      },
    ]);
    expect(again.active()).toEqual([again.first]);
  });

  test.each([
    ["no secret", (id: string) => `[default]\naws_access_key_id = ${id}\n`, "keys-partial"],
  ])("%s: the files stay, and --forget is named", async (_name, text, code) => {
    const here = await stage();
    here.place.put(".aws/credentials", text(here.first));
    const before = here.place.tree();
    const done = await run(here, ["--yes", "--json"]);
    expect([done.code, errorOf(done).code]).toEqual([4, code]);
    expect(errorOf(done).try.join("\n")).toContain("--forget");
    expect(here.place.tree()).toEqual(before);
    expect((await retired(here, ["--yes", "--forget"], 4)).keys).toMatchObject([
      { state: "not-asked", written: true, forgotten: { accessKeyId: here.first } },
    ]);
  });

  test("no answer: 4, nothing was changed", async () => {
    const here = await stage(["offline"]);
    const before = here.place.tree();
    const done = await run(here, ["--yes", "--json"]);
    expect([done.code, errorOf(done).message]).toEqual([
      4,
      expect.stringContaining("Nothing was changed."),
    ]);
    expect(here.place.tree()).toEqual(before);
  });
});

describe("a key that only the console can switch off", () => {
  test.each([
    { name: "no right to", faults: ["no-iam"], root: false, because: "policy-missing" },
    { name: "forbidden", faults: ["iam-deny"], root: false, because: "policy-denied" },
    { name: "root", faults: [], root: true, because: "root-keys" },
  ])(
    "$name: the steps, nobody waits, 4, it stays in the files; when it is off: 0",
    async ({ faults, root, because }) => {
      const here = await stage(faults);
      const key = root
        ? here.aws.accounts.issueKey(here.aws.accounts.addRoot(), Date.now())
        : here.aws.accounts.find(here.first)!;
      here.place.put(
        ".aws/credentials",
        `[default]\naws_access_key_id = ${key.accessKeyId}\naws_secret_access_key = ${key.secretAccessKey.reveal()}\n`,
      );
      const before = here.place.tree();
      const done = await run(here, ["--yes", "--json"]);
      expect(done.code).toBe(4);
      expect(done.err).toMatch(/nobody waits here/);
      expect(done.out + done.err).not.toContain(key.secretAccessKey.reveal());
      const document = documentOf(done, retireSchema);
      expect(document.keys).toMatchObject([
        {
          root,
          written: false,
          switchedOff: { how: "console", refusedNow: false, because: { code: because } },
        },
      ]);
      expect(document.keys[0]!.switchedOff!.steps.join("\n")).toMatch(/Deactivate/);
      expect(here.place.tree()).toEqual(before);
      here.aws.accounts.setStatus(key.accessKeyId, "Inactive", Date.now());
      expect((await retired(here, ["--yes"])).keys).toMatchObject([
        { state: "refused", written: true },
      ]);
      expect(here.place.read(".aws/credentials")).toBe("[default]\n");
    },
  );
});

describe("a key that others use", () => {
  const others: readonly (readonly [string, (here: Stage) => void, string])[] = [
    [
      "another profile of the file",
      (here) =>
        here.place.put(".aws/credentials", `[default]\n${pair(here)}[mturk]\n${pair(here)}`),
      "[mturk]",
    ],
    [
      "a profile of the config file",
      (here) => here.place.put(".aws/config", `[profile lab]\n${pair(here)}`),
      "[lab]",
    ],
    [
      "psiTurk's file",
      (here) => here.place.put(".psiturkconfig", `[AWS Access]\n${pair(here)}`),
      ".psiturkconfig",
    ],
    [
      "the experiment",
      (here) => here.place.put("config.txt", `[AWS Access]\n${pair(here)}`),
      "config.txt",
    ],
  ];

  test.each(others)(
    "%s: 3, named, nothing switched off; --everywhere ends it in all of them",
    async (_name, prepare, named) => {
      const here = await stage();
      prepare(here);
      const before = here.place.tree();
      const done = await run(here, ["--yes", "--json", "--key", here.first]);
      expect([done.code, errorOf(done).code]).toEqual([3, "key-shared"]);
      expect(errorOf(done).message).toContain(named);
      expect(errorOf(done).try.join("\n")).toMatch(/--everywhere(.|\n)*--off-anyway/);
      expect((await run(here, ["--yes", "--profile", "default"])).code).toBe(3);
      expect(here.place.tree()).toEqual(before);
      expect(here.active()).toEqual([here.first]);
      expect((await retired(here, ["--yes", "--everywhere"])).keys).toMatchObject([
        { written: true, switchedOff: { how: "off" } },
      ]);
      const holding = Object.entries(here.place.tree()).filter(([, content]) =>
        content.includes(here.first),
      );
      expect(holding.map(([name]) => name)).toEqual([]);
    },
  );

  const told: readonly (readonly [string, string, (here: Stage) => string, string])[] = [
    [
      ".env",
      ".env",
      (here) =>
        `# x\nAWS_ACCESS_KEY_ID=${here.first}\nAWS_SECRET_ACCESS_KEY=${here.aws.secretAccessKey.reveal()}\n`,
      ".env line 2",
    ],
    [
      "a shell file",
      ".bashrc",
      (here) =>
        `# x\nexport AWS_ACCESS_KEY_ID=${here.first}\nexport AWS_SECRET_ACCESS_KEY=${here.aws.secretAccessKey.reveal()}\n`,
      ".bashrc line 2",
    ],
  ];

  test.each(told)(
    "%s, which is not edited here: 3 with its line, also with --everywhere; only --off-anyway goes on",
    async (_name, path, text, named) => {
      const here = await stage();
      here.place.put(path, text(here));
      for (const args of [["--yes"], ["--yes", "--everywhere"]]) {
        const done = await run(here, [...args, "--json"]);
        expect([done.code, errorOf(done).code]).toEqual([3, "key-shared"]);
        expect(errorOf(done).message).toContain(named);
      }
      expect(here.active()).toEqual([here.first]);
      expect((await retired(here, ["--yes", "--off-anyway"])).keys).toMatchObject([
        { written: true },
      ]);
      expect(here.place.read(path)).toBe(text(here));
    },
  );

  test("one that AWS refuses already has no users left: it is taken out everywhere without a question", async () => {
    const here = await stage(["key-inactive"]);
    everywhere(here);
    expect((await retired(here, ["--yes"])).keys).toMatchObject([
      { state: "refused", written: true },
    ]);
  });

  test("downloads, comments and backups of ours use nothing; --keep-old is refused", async () => {
    const here = await stage();
    here.place.put(
      "Downloads/lab_accessKeys.csv",
      `Access key ID,Secret access key\r\n${here.first},${here.aws.secretAccessKey.reveal()}\r\n`,
    );
    here.place.put(
      ".aws/credentials",
      `[default]\n${pair(here)}#${pair(here).replace("\n", "\n#")}`,
    );
    expect(errorOf(await run(here, ["--json", "--keep-old"])).code).toBe("usage-wrong");
    expect((await retired(here, ["--yes"])).keys).toMatchObject([{ written: true }]);
    expect(here.active()).toEqual([]);
  });
});

describe("which key", () => {
  const other = `\n[lab]\naws_access_key_id = AKIAEXAMPLEEXAMPLE22\naws_secret_access_key = ${EXAMPLE.secret}\n`;

  test("several: 3, and --key; shortened, whole, or by --profile", async () => {
    const here = await stage([], other);
    const asked = await run(here, ["--yes", "--json"]);
    expect([asked.code, errorOf(asked).code]).toEqual([3, "answer-missing"]);
    expect(errorOf(asked).try).toEqual(
      expect.arrayContaining([
        `mturk-setup retire --key ${short(here.first)}`,
        "mturk-setup retire --key AKIA…LE22",
      ]),
    );
    for (const args of [
      ["--key", short(here.first)],
      ["--key", here.first],
      ["--key", short(here.first).replace("…", "...")],
      ["--profile", "default"],
    ]) {
      expect(
        (await retired(here, ["--dry-run", ...args])).keys.map(({ accessKeyId }) => accessKeyId),
      ).toEqual([short(here.first)]);
    }
    expect((await retired(here, ["--yes", "--key", here.first])).keys[0]!.written).toBe(true);
    expect(here.place.read(".aws/credentials")).toBe(
      `# mine\n[default]\nregion = us-east-1\n${other}`,
    );
  });

  test("one that stands nowhere: 4; no key at all: 0, nothing to do; a file that cannot be read: 4", async () => {
    const here = await stage();
    expect(errorOf(await run(here, ["--json", "--key", "AKIAEXAMPLEEXAMPLE33"])).code).toBe(
      "keys-missing",
    );
    here.place.put(".aws/credentials", "[default]\n");
    expect(await retired(here, [])).toEqual({
      profile: null,
      keys: [],
      unreadable: [],
      record: null,
    });
    here.place.put(".aws/credentials", "nonsense\n");
    const done = await run(here, ["--json", "--yes"]);
    expect([done.code, errorOf(done).code]).toEqual([4, "file-broken"]);
  });

  test("--folder looks for the console's CSV files there", async () => {
    const here = await stage();
    here.place.put(".aws/credentials", "[default]\n");
    here.place.put(
      "usb/rootkey.csv",
      `AWSAccessKeyId=${here.first}\nAWSSecretKey=${here.aws.secretAccessKey.reveal()}\n`,
    );
    const document = await retired(here, ["--dry-run", "--folder", "usb"]);
    expect(document.keys).toMatchObject([
      {
        accessKeyId: short(here.first),
        places: [
          {
            name: "csv",
            location: here.place.at("usb/rootkey.csv"),
            inUse: false,
            removal: "by-hand",
          },
        ],
      },
    ]);
  });

  test("a new key that is on its way after an interrupted rotation is told by retire too", async () => {
    const here = await stage(["lost-answers=create"]);
    await mturkSetupHere(here.place, ["rotate", "--yes"], { env: here.env });
    expect((await run(here, ["--dry-run"])).err).toMatch(
      /A rotation of profile default was interrupted/,
    );
  });
});

describe("nobody agreed, or only a look", () => {
  test("without --yes: 3, nothing was changed", async () => {
    const here = await stage();
    everywhere(here);
    const before = here.place.tree();
    const done = await run(here, ["--json", "--off-anyway"]);
    expect([done.code, errorOf(done).code]).toEqual([3, "answer-missing"]);
    expect(errorOf(done).try.join(" ")).toContain("--yes");
    expect((await run(here, [])).code).toBe(3);
    expect(here.place.tree()).toEqual(before);
    expect(here.active()).toEqual([here.first]);
  });

  test("--dry-run: what would be done, of all keys; nothing is changed", async () => {
    const here = await stage(
      [],
      `\n[lab]\naws_access_key_id = AKIAEXAMPLEEXAMPLE22\naws_secret_access_key = ${EXAMPLE.secret}\n`,
    );
    everywhere(here);
    const before = here.place.tree();
    const document = await retired(here, ["--dry-run"]);
    expect(
      document.keys.map(({ accessKeyId, state, written, files }) => [
        accessKeyId,
        state,
        written,
        files!.length,
      ]),
    ).toEqual([
      [short(here.first), "active", false, 4],
      ["AKIA…LE22", "refused", false, 1],
    ]);
    const asText = await run(here, ["--dry-run"]);
    expect(asText.code).toBe(0);
    expect(asText.out).toMatch(
      /- aws_secret_access_key = \(hidden\)(.*\n)*Nothing was changed\.\n$/,
    );
    expect(here.place.tree()).toEqual(before);
    expect(here.active()).toEqual([here.first]);
  });

  test("a file that cannot be changed safely is named before the key goes off", async () => {
    const here = await stage();
    here.place.put(".psiturkconfig", `${pair(here)}[AWS Access]\n${pair(here)}`);
    const done = await run(here, ["--yes", "--json"]);
    expect(done.code).toBe(4);
    expect(here.active()).toEqual([here.first]);
    expect(here.inFile()).toBe(here.first);
  });
});

describe("a role that asks with the key", () => {
  test("is named, and the key stays on and in the file until that is wished by name", async () => {
    const here = await stage();
    here.place.put(
      ".aws/config",
      "[default]\nregion = us-east-1\n[profile lab]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = default\n",
    );
    for (const args of [["--yes"], ["--yes", "--everywhere"]]) {
      const done = await run(here, [...args, "--json"]);
      expect([done.code, errorOf(done).code], args.join(" ")).toEqual([3, "key-shared"]);
      expect(errorOf(done).message).toContain("~/.aws/config line 5 (the role of lab");
    }
    expect([here.active(), here.inFile()]).toEqual([[here.first], here.first]);
    expect(await run(here, ["--yes", "--off-anyway"])).toMatchObject({ code: 0 });
    expect(here.active()).toEqual([]);
  });
});

describe("a key that only notes and copies remember", () => {
  test("makes no question of which key is meant, and is told of the one that is", async () => {
    const here = await stage();
    here.place.put("notes.md", `AKIAI44QH8DHBEXAMPLE\nje7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY\n`);
    here.place.put(".aws/credentials.bak", here.place.read(".aws/credentials"));
    const done = await run(here, ["--yes", "--json"]);
    expect(done, done.out).toMatchObject({ code: 0 });
    expect(documentOf(done, retireSchema).keys).toMatchObject([
      {
        places: expect.arrayContaining([expect.objectContaining({ name: "tool" })]),
      },
    ]);
  });
});

describe("wrong use: 2", () => {
  test.each([[["--key", "my key"]], [["--key"]], [["default"]], [["--nope"]]])(
    "%j",
    async (args) => {
      const here = await stage();
      const done = await run(here, ["--json", ...args]);
      expect([done.code, errorOf(done).code]).toEqual([2, "usage-wrong"]);
    },
  );

  test("a secret in the place of the id is refused and never repeated", async () => {
    const here = await stage();
    for (const args of [
      ["retire", "--key", here.aws.secretAccessKey.reveal()],
      ["rotate", "--let-go", here.aws.secretAccessKey.reveal()],
    ]) {
      const done = await mturkSetupHere(here.place, args, { env: here.env });
      expectNoSecret(here, done.out, done.err);
      expect(done.code).toBe(2);
    }
  });
});
