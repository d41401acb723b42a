/**
 * The contract of `mturk-setup rotate`: exit codes, documents, and what it changes, without anybody
 * to ask.
 */
import { chmodSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { rotateDrySchema } from "../../src/commands/rotate/dry.js";
import { type RotateDocument, rotateSchema } from "../../src/jobs/rotate/index.js";
import { boto3Finds } from "../e2e/boto3.js";
import { type HereOptions, mturkSetupHere } from "../e2e/here.js";
import { EXAMPLE, type Ended, short, mturkSetup } from "../e2e/program.js";
import { type Stage, expectNoSecret, expectTidy, expectWorking, stage } from "../e2e/rotation.js";
import { nodeAs } from "../harness/other-user.js";
import { waitUntil } from "../harness/wait.js";
import { fault } from "../practice/start.js";
import { documentOf, errorOf } from "./run.js";

/** Runs it, and looks for secrets in every byte that it said. */
async function run(
  here: Stage,
  args: readonly string[],
  options: HereOptions = {},
): Promise<Ended> {
  const done = await mturkSetupHere(here.place, ["rotate", ...args], {
    ...options,
    env: { ...here.env, ...options.env },
  });
  expectNoSecret(here, done.out, done.err);
  return done;
}

async function rotated(
  here: Stage,
  args: readonly string[],
  options: HereOptions = {},
): Promise<RotateDocument> {
  const done = await run(here, ["--json", ...args], options);
  expect(done, done.err).toMatchObject({ code: 0 });
  return documentOf(done, rotateSchema);
}

/** boto3 with the file's keys gets the balance. */
async function expectBoto3(here: Stage): Promise<void> {
  const found = await boto3Finds(here.place, here.aws);
  expect(found ?? { accessKeyId: here.inFile(), balance: "10000.00" }).toMatchObject({
    accessKeyId: here.inFile(),
    balance: "10000.00",
  });
}

const cures = (done: Ended): string => errorOf(done).try.join("\n");

describe("through IAM", () => {
  test("--yes: replaced, the old key off; --undo brings it back; --finish deletes what is off; boto3 works throughout", async () => {
    const here = await stage();
    await expectBoto3(here);
    const document = await rotated(here, ["--yes"]);
    const second = here.inFile()!;
    expect(document).toMatchObject({
      profile: "default",
      outcome: "replaced",
      oldAccessKeyId: short(here.first),
      newAccessKeyId: short(second),
      oldKey: "inactive",
      question: null,
      copies: [],
    });
    expect(document.files).toMatchObject([
      { path: here.place.at(".aws/credentials"), backup: expect.stringContaining("backup") },
    ]);
    expect(second).not.toBe(here.first);
    expect(here.active()).toEqual([second]);
    expectWorking(here);
    expectTidy(here, { waiting: true });
    await expectBoto3(here);

    expect(await rotated(here, ["--undo", "--yes"])).toMatchObject({
      outcome: "replaced",
      oldKey: "inactive",
    });
    expect([here.inFile(), here.active()]).toEqual([here.first, [here.first]]);
    expectWorking(here);
    await expectBoto3(here);

    expect(await rotated(here, ["--finish", "--yes"])).toMatchObject({
      outcome: "replaced",
      oldKey: "gone",
      removedBackups: [expect.any(String)],
    });
    expect(here.all()).toEqual([here.first]);
    expectTidy(here);
    await expectBoto3(here);
    expect(await rotated(here, ["--finish", "--yes"])).toMatchObject({
      outcome: "nothing",
      question: null,
    });
    expect(errorOf(await run(here, ["--undo", "--yes", "--json"])).code).toBe("keys-missing");
  });

  test("--delete-old: the old key is gone, with the backup that held it", async () => {
    const here = await stage();
    const document = await rotated(here, ["--delete-old", "--need", "mturk"]);
    expect(document).toMatchObject({
      outcome: "replaced",
      oldKey: "gone",
      files: [{ backup: null }],
      removedBackups: [expect.any(String)],
    });
    expect(here.all()).toEqual([here.inFile()]);
    expect(Object.keys(here.place.tree()).filter((name) => name.includes("backup"))).toEqual([]);
    expectTidy(here);
  });

  test("--keep-old: both are on; where else the old one stands is told", async () => {
    const here = await stage();
    here.place.put(
      ".psiturkconfig",
      `[AWS Access]\naws_access_key_id = ${here.first}\naws_secret_access_key = ${here.aws.secretAccessKey.reveal()}\n`,
    );
    const document = await rotated(here, ["--keep-old"]);
    expect(document).toMatchObject({
      oldKey: "active",
      copies: [{ name: "psiturkconfig", location: here.place.at(".psiturkconfig") }],
    });
    expect([...here.active()].sort()).toEqual([here.first, here.inFile()].sort());
  });

  test("as text: what was done, what comes next, that psiTurk must be restarted; all of it on stdout", async () => {
    const here = await stage();
    const done = await run(here, ["--yes"]);
    expect(done.code).toBe(0);
    for (const said of [
      "replaced AKIA…",
      "switched off at AWS",
      "rotate --undo",
      "rotate --finish",
      "restart it",
      "Wrote ~/.aws/credentials",
    ])
      expect(done.out).toContain(said);
  });

  test("another profile, and nothing else in the file", async () => {
    const other = `\n[lab]\naws_access_key_id = ${EXAMPLE.id}\naws_secret_access_key = ${EXAMPLE.secret}\n`;
    const here = await stage([], other);
    const made = here.madeInConsole("lab-user");
    for (const statement of here.aws.accounts.find(here.first)!.owner.statements)
      here.aws.accounts.attach(here.aws.accounts.find(made.id)!.owner, statement);
    here.place.put(
      ".aws/credentials",
      here.place
        .read(".aws/credentials")
        .replace(EXAMPLE.id, made.id)
        .replace(EXAMPLE.secret, made.secret),
    );
    const before = here.place.read(".aws/credentials").split("[lab]")[0];
    expect((await rotated(here, ["--delete-old", "--profile", "lab"])).profile).toBe("lab");
    expect(here.place.read(".aws/credentials").split("[lab]")[0]).toBe(before);
    expect(here.inFile("lab")).not.toBe(made.id);
    expect(here.active()).toEqual([here.first]);
  });

  test.each(["lost-answer=update", "lost-answer=delete", "closed=410"])(
    "%s does no harm",
    async (name) => {
      const here = await stage([name]);
      expect((await rotated(here, ["--delete-old"])).oldKey).toBe("gone");
      expect(here.all()).toEqual([here.inFile()]);
      expectWorking(here);
      expectTidy(here);
    },
  );

  test("a new key that takes a while: the waiting is told with its reason", async () => {
    const here = await stage(["iam-delay=600"]);
    const running = run(here, ["--yes"]);
    await waitUntil(
      () =>
        here.aws.log.find(
          ({ keyId, status }) => keyId !== null && keyId !== here.first && (status ?? 0) >= 400,
        ),
      () => "the new key was never refused",
    );
    here.aws.setFaults([]);
    const done = await running;
    expect(done.code).toBe(0);
    expect(done.err).toMatch(
      /AWS does not know this key yet; a new key can take 30 seconds\. Asking again, for \d+ s more\./,
    );
    expectWorking(here);
  });
});

describe("an answer is missing: 3, and the option that gives it", () => {
  test("nobody said what is to become of the old key: nothing was changed", async () => {
    const here = await stage();
    const before = here.place.tree();
    const done = await run(here, ["--json"]);
    expect([done.code, errorOf(done).code]).toEqual([3, "answer-missing"]);
    for (const named of ["--yes", "--delete-old", "--keep-old", "--dry-run"])
      expect(cures(done)).toContain(named);
    expect((await run(here, [])).code).toBe(3);
    const asked = await run(here, ["--undo", "--json"]);
    expect([asked.code, cures(asked)]).toEqual([3, "mturk-setup rotate --undo --yes"]);
    // There is nothing to agree to where nothing is under way.
    expect((await rotated(here, ["--finish"])).outcome).toBe("nothing");
    expect(here.place.tree()).toEqual(before);
    expect(here.active()).toEqual([here.first]);
  });

  test("two keys already: which one goes, with its age and last use; --yes alone lets none go; the one in use never goes", async () => {
    const here = await stage(["quota"]);
    const older = here.all().find((id) => id !== here.first)!;
    const asked = await run(here, ["--yes", "--json"]);
    expect(asked.code).toBe(3);
    expect(errorOf(asked).message).toMatch(
      /two keys already.*made 20\d\d-\d\d-\d\d \(400 days ago\), last used 20\d\d-\d\d-\d\d \(90 days ago\) by mturk/,
    );
    expect(cures(asked)).toContain("--let-go AKIA…");
    for (const wrong of [here.first, "AKIAEXAMPLEEXAMPLE22", "AKIA…QQQQ"]) {
      const refused = await run(here, ["--yes", "--json", "--let-go", wrong]);
      expect([refused.code, errorOf(refused).code]).toEqual([2, "usage-wrong"]);
    }
    expect([...here.active()].sort()).toEqual([here.first, older].sort());
    expectTidy(here);
    expect((await rotated(here, ["--delete-old", "--let-go", short(older)])).outcome).toBe(
      "replaced",
    );
    expect(here.all()).toEqual([here.inFile()]);
  });

  test("the answer with the new key was lost: reported, also by the next command; deleted only when it is let go", async () => {
    const here = await stage(["lost-answer=create"]);
    const asked = await run(here, ["--delete-old", "--json"]);
    expect(asked.code).toBe(3);
    expect(errorOf(asked).message).toMatch(
      /was not among this user's keys when the rotation began.*stands nowhere on this computer/,
    );
    const check = await mturkSetupHere(here.place, ["check", "--json"], { env: here.env });
    expect(check.code).toBe(0);
    expect(check.err).toMatch(/A rotation of profile default was interrupted.*mturk-setup rotate/);
    const lost = here.all().find((id) => id !== here.first)!;
    here.aws.setFaults([]);
    expect((await rotated(here, ["--delete-old", "--let-go", lost])).oldKey).toBe("gone");
    expect(here.all()).toEqual([here.inFile()]);
    expectTidy(here);
    expect(
      (await mturkSetupHere(here.place, ["check", "--json"], { env: here.env })).err,
    ).not.toContain("interrupted");
  });

  test.each(["no-iam", "iam-deny"])(
    "%s: a person makes the key; the cure names --csv and --letter; nothing was begun",
    async (name) => {
      const here = await stage([name]);
      const before = here.place.tree();
      const done = await run(here, ["--yes", "--json"]);
      expect([done.code, errorOf(done).code]).toEqual([3, "answer-missing"]);
      expect(errorOf(done).message).toMatch(/IAM was asked to list the keys of this user/);
      expect(cures(done)).toMatch(/--csv FILE/);
      expect(cures(done)).toMatch(/--letter/);
      expect(here.place.tree()).toEqual(before);
      expect(here.active()).toEqual([here.first]);
    },
  );
});

describe("with a key that a person made", () => {
  test("--csv: verified, switched; the old one stays on and that is told in IAM's words; 0. When it is off, --finish says what is left", async () => {
    const here = await stage(["no-iam"]);
    const made = here.madeInConsole();
    here.place.put("new.csv", `Access key ID,Secret access key\r\n${made.id},${made.secret}\r\n`);
    const done = await run(here, ["--csv", "new.csv", "--json"]);
    expect(done.code).toBe(0);
    expect(documentOf(done, rotateSchema)).toMatchObject({
      outcome: "unanswered",
      newAccessKeyId: short(made.id),
      question: { ask: "switch-off-in-console" },
      files: [{ path: here.place.at(".aws/credentials") }],
    });
    expect(documentOf(done, rotateSchema).question?.because).toMatchObject({
      code: "policy-missing",
    });
    expect(here.inFile()).toBe(made.id);
    expectWorking(here);
    await expectBoto3(here);
    here.aws.accounts.setStatus(here.first, "Inactive", Date.now());
    const left = await run(here, ["--finish", "--yes", "--json"]);
    expect([left.code, errorOf(left).code]).toEqual([4, "policy-missing"]);
    expect(errorOf(left).message).toMatch(/is refused by AWS, so it is switched off or deleted/);
    expectWorking(here);
  });

  test("--csv with several users: which one is asked for before anything is done; --user names it", async () => {
    const here = await stage(["no-iam"]);
    const made = here.madeInConsole();
    here.place.put(
      "class.csv",
      `User name,Access key ID,Secret access key\nbob,AKIAEXAMPLEEXAMPLE33,${"aB3/".repeat(10)}\nann,${made.id},${made.secret}\n`,
    );
    const before = here.place.tree();
    const asked = await run(here, ["--csv", "class.csv", "--json"]);
    expect([asked.code, errorOf(asked).code, errorOf(asked).message]).toEqual([
      3,
      "answer-missing",
      expect.stringMatching(/the keys of 2 users: bob .*, ann /),
    ]);
    expect(here.place.tree()).toEqual(before);
    const done = await run(here, ["--csv", "class.csv", "--user", "ann", "--json"]);
    expect(documentOf(done, rotateSchema)).toMatchObject({ newAccessKeyId: short(made.id) });
    expect([done.code, here.inFile()]).toEqual([0, made.id]);
    expectWorking(here);
  });

  test("--stdin takes what the paste field takes", async () => {
    const here = await stage(["no-iam"]);
    const made = here.madeInConsole();
    const done = await run(here, ["--guided", "--stdin"], {
      stdin: `${made.id}\n${made.secret}\n`,
    });
    expect(done.code).toBe(0);
    expect(done.out).toMatch(/is still switched on\. IAM was asked to/);
    expect(here.inFile()).toBe(made.id);
  });

  test("another user's key: 3, and --other-user; the file stays until then", async () => {
    const here = await stage(["closed=410"]);
    const made = here.madeInConsole("other");
    const stdin = `${made.id} ${made.secret}`;
    const before = here.place.read(".aws/credentials");
    const asked = await run(here, ["--stdin", "--json"], { stdin });
    expect([asked.code, errorOf(asked).message]).toEqual([
      3,
      expect.stringMatching(/user other.*user practice/),
    ]);
    expect(cures(asked)).toContain("--other-user");
    expect(here.place.read(".aws/credentials")).toBe(before);
    expect((await rotated(here, ["--stdin", "--other-user"], { stdin })).outcome).toBe(
      "unanswered",
    );
    expect(here.inFile()).toBe(made.id);
  });

  test.each([
    { name: "nothing", stdin: "", code: 3 },
    { name: "half a key", stdin: EXAMPLE.id, code: 4 },
    { name: "the documented example", stdin: `${EXAMPLE.id} ${EXAMPLE.secret}`, code: 4 },
    {
      name: "temporary keys",
      stdin: `ASIAEXAMPLEEXAMPLE22 ${"temporary/Secret+".repeat(3).slice(0, 40)}`,
      code: 4,
    },
  ])("$name: $code, nothing was changed", async ({ stdin, code }) => {
    const here = await stage(["no-iam"]);
    const before = here.place.tree();
    const done = await run(here, ["--stdin", "--json"], { stdin });
    expect([done.code, errorOf(done).try.length > 0]).toEqual([code, true]);
    expect(here.place.tree()).toEqual(before);
  });

  test("--letter prints a text for the administrator, with the policy, and changes nothing", async () => {
    const here = await stage(["no-iam"]);
    const before = here.place.tree();
    const done = await run(here, ["--letter"]);
    expect(done.code).toBe(0);
    expect(done.out).toMatch(/IAM user practice in AWS account 1234 5678 9012/);
    expect(done.out).toContain("iam:CreateAccessKey");
    expect(done.out).not.toContain(here.first);
    expect(here.place.tree()).toEqual(before);
  });

  test("root's key is not replaced by another of root's", async () => {
    const here = await stage();
    const root = here.aws.accounts.issueKey(here.aws.accounts.addRoot(), Date.now());
    here.place.put(
      ".aws/credentials",
      `[default]\naws_access_key_id = ${root.accessKeyId}\naws_secret_access_key = ${root.secretAccessKey.reveal()}\n`,
    );
    const done = await run(here, ["--yes", "--json"]);
    expect([done.code, errorOf(done).message]).toEqual([
      3,
      expect.stringMatching(/account's owner \(root\)/),
    ]);
    expect(here.aws.log.some(({ operation }) => operation === "CreateAccessKey")).toBe(false);
  });
});

describe("--dry-run says what would happen, and changes and creates nothing", () => {
  test.each([
    { name: "through IAM", faults: [], args: [], question: null, says: /Ask IAM for a new key/ },
    {
      name: "denied",
      faults: ["no-iam"],
      args: [],
      question: "new-key",
      says: /a person makes in AWS's console/,
    },
    {
      name: "two keys",
      faults: ["quota"],
      args: ["--delete-old"],
      question: "which-goes",
      says: /Delete the other key first, if it is let go.*then delete AKIA\w*…/s,
    },
    { name: "guided", faults: [], args: ["--guided"], question: "new-key", says: /a person makes/ },
    { name: "finish", faults: [], args: ["--finish"], question: null, says: /^Nothing: / },
  ])("$name", async ({ faults, args, question, says }) => {
    const here = await stage(faults);
    const before = here.place.tree();
    const keys = here.all();
    const asJson = await run(here, ["--dry-run", "--json", ...args]);
    const document = documentOf(asJson, rotateDrySchema);
    expect([asJson.code, document.outcome, document.question?.ask ?? null]).toEqual([
      0,
      "dry-run",
      question,
    ]);
    expect(document.would.join("\n")).toMatch(says);
    const asText = await run(here, ["--dry-run", ...args]);
    expect(asText).toMatchObject({ code: 0 });
    for (const line of document.would) expect(asText.out).toContain(line);
    expect(here.place.tree()).toEqual(before);
    expect(here.all()).toEqual(keys);
  });
});

describe("what cannot be replaced has its own answer, before anything is created", () => {
  const key = `aws_access_key_id = ${EXAMPLE.id}\naws_secret_access_key = ${EXAMPLE.secret}\n`;
  test.each([
    {
      name: "no keys in the profile",
      file: "[default]\nregion = us-east-1\n",
      env: {},
      code: "keys-missing",
      exit: 4,
    },
    { name: "no file", file: null, env: {}, code: "keys-missing", exit: 4 },
    {
      name: "half a key",
      file: `[default]\naws_access_key_id = ${EXAMPLE.id}\n`,
      env: {},
      code: "keys-partial",
      exit: 4,
    },
    {
      name: "keys from the environment only",
      file: null,
      env: { AWS_ACCESS_KEY_ID: EXAMPLE.id, AWS_SECRET_ACCESS_KEY: EXAMPLE.secret },
      code: "keys-hidden",
      exit: 4,
    },
    {
      name: "a role",
      file: `[default]\nrole_arn = arn:aws:iam::123456789012:role/lab\nsource_profile = base\n[base]\n${key}`,
      env: {},
      code: "temporary-keys",
      exit: 4,
    },
    {
      name: "temporary keys",
      file: `[default]\n${key.replace("AKIA", "ASIA")}aws_session_token = t\n`,
      env: {},
      code: "temporary-keys",
      exit: 4,
    },
    { name: "a broken file", file: key, env: {}, code: "file-broken", exit: 4 },
    {
      name: "endpoints that do not belong together",
      file: `[default]\n${key}`,
      env: { AWS_ENDPOINT_URL_IAM: undefined },
      code: "usage-wrong",
      exit: 2,
    },
  ])("$name: $code", async ({ file, env, code, exit }) => {
    const here = await stage();
    if (file === null) here.place.put(".aws/credentials", "");
    else here.place.put(".aws/credentials", file);
    const before = here.place.tree();
    for (const args of [["--yes"], ["--dry-run"], []]) {
      const done = await run(here, ["--json", ...args], { env });
      expect([errorOf(done).code, done.code, errorOf(done).try.length > 0]).toEqual([
        code,
        exit,
        true,
      ]);
    }
    expect(here.place.tree()).toEqual(before);
    expect(here.aws.log.filter(({ service }) => service === "iam")).toEqual([]);
  });

  test("a profile that does not exist", async () => {
    const here = await stage();
    const done = await run(here, ["--yes", "--json", "--profile", "nobody"]);
    expect([errorOf(done).code, done.code]).toEqual(["profile-missing", 4]);
  });

  test("a key that AWS refuses", async () => {
    const here = await stage(["key-inactive"]);
    const done = await run(here, ["--yes", "--json"]);
    expect([errorOf(done).code, done.code]).toEqual(["key-unknown", 4]);
    expectTidy(here);
  });

  test("--need mturk where MTurk does not answer for the old key either", async () => {
    const here = await stage(["closed=410"]);
    const done = await run(here, ["--yes", "--json", "--need", "mturk"]);
    expect([errorOf(done).code, done.code]).toEqual(["mturk-closed", 4]);
    expect(here.active()).toEqual([here.first]);
  });

  test("a folder that cannot be written, as another user", async () => {
    const here = await stage();
    chmodSync(here.place.at(".aws/credentials"), 0o444);
    chmodSync(here.place.at(".aws"), 0o555);
    // Root may write everywhere, so the program runs as nobody, who can read here and write
    // nowhere.
    chmodSync(here.place.at(".."), 0o755);
    const done = await mturkSetup(here.place, ["rotate", "--yes", "--json"], {
      env: here.env,
      node: nodeAs(65_534),
    });
    expect([errorOf(done).code, done.code]).toEqual(["file-not-writable", 4]);
    expect(here.all()).toEqual([here.first]);
    chmodSync(here.place.at(".aws"), 0o755);
  });
});

describe("wrong use: 2", () => {
  test.each([
    [["--keep-old", "--delete-old"]],
    [["--csv", "a.csv", "--stdin"]],
    [["--user", "ann"]],
    [["--stdin", "--user", "ann"]],
    [["--finish", "--csv", "a.csv", "--user", "ann"]],
    [["--finish", "--undo"]],
    [["--undo", "--dry-run"]],
    [["--letter", "--json"]],
    [["--let-go", "my key"]],
    [["--need", "luck"]],
    [["default"]],
  ])("%j", async (args) => {
    const here = await stage();
    const done = await run(here, [...args, "--json"]);
    expect([done.code, errorOf(done).code]).toEqual([2, "usage-wrong"]);
    expect(here.aws.log).toEqual([]);
  });
});

test("the next start of any command tells of a rotation that was interrupted, on stderr, and carries it on", async () => {
  const here = await stage(["lost-answers=create"]);
  expect((await run(here, ["--yes", "--json"])).code).toBe(3);
  here.aws.setFaults([fault("no-iam")]);
  for (const args of [
    ["check"],
    ["doctor"],
    ["undo", "--dry-run"],
    ["retire", "--dry-run"],
    ["save", "--stdin", "--dry-run", "--no-verify"],
    ["rotate", "--dry-run"],
  ]) {
    const done = await mturkSetupHere(here.place, args, {
      env: here.env,
      stdin: `${EXAMPLE.id.replace("7", "6")} ${EXAMPLE.secret}x`,
    });
    expect(done.err, args.join(" ")).toMatch(
      /A rotation of profile default was interrupted.*\(begun 20\d\d-/,
    );
  }
  expect((await mturkSetupHere(here.place, ["--help"])).err).toBe("");
});
