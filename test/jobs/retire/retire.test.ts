/**
 * Retirement for real: keys in every place, the practice AWS over HTTP, real files and backups,
 * boto3 as the judge.
 */
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import type { Result } from "../../../src/base/problem.js";
import {
  examineKey,
  findKey,
  findKeys,
  planPutAway,
  putAway,
  retireDocument,
  retireRecord,
  retireSchema,
  switchOff,
  writeRecord,
  type Examined,
  type FoundKey,
  type Retired,
} from "../../../src/jobs/retire/index.js";
import { save } from "../../../src/jobs/save.js";
import { pythonWithBoto3 } from "../../conformance/python.js";
import { boto3Finds, hurriedClock, profileText, scene, type Scene } from "../rotate/setup.js";

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(inspect(result.problem));
  return result.value;
}

const pairLines = ({ key }: Scene): string =>
  `aws_access_key_id = ${key.accessKeyId}\naws_secret_access_key = ${key.secretAccessKey.reveal()}\n`;

/** The key in every place at once. */
function everywhere(here: Scene): void {
  here.put(
    ".aws/credentials",
    `${profileText(here.key)}\n[lab]\n${pairLines(here)}aws_session_token = stale\noutput = json\n\n[other]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n`,
  );
  here.put(".aws/config", `[profile lab]\n${pairLines(here)}region = us-east-1\n`);
  here.put(
    ".psiturkconfig",
    `[AWS Access]\n${pairLines(here)}aws_region = us-east-1\n\n[psiTurk Access]\npsiturk_access_key_id = x\n`,
  );
  here.put(
    "config.txt",
    `[Task Parameters]\nexperiment_code_version = 1.0\n[AWS Access]\n${pairLines(here)}`,
  );
  here.put(
    ".env",
    `AWS_ACCESS_KEY_ID=${here.key.accessKeyId}\nAWS_SECRET_ACCESS_KEY=${here.key.secretAccessKey.reveal()}\n`,
  );
  here.put(
    "Downloads/lab_accessKeys.csv",
    `Access key ID,Secret access key\r\n${here.key.accessKeyId},${here.key.secretAccessKey.reveal()}\r\n`,
  );
}

async function active(here: Scene): Promise<{
  found: FoundKey;
  examined: Examined & {
    pair: NonNullable<Examined["pair"]>;
    holder: NonNullable<Examined["holder"]>;
  };
}> {
  const found = value(await findKey(here.host, here.key.accessKeyId));
  const examined = value(await examineKey(here.ports, found, here.signal));
  const { pair, holder } = examined;
  if (pair === null || holder === null) throw new Error(inspect(examined));
  return { found, examined: { ...examined, pair, holder } };
}

describe("finding", () => {
  it("finds the key in every place, wherever it stands, and says which can be edited", async () => {
    const here = await scene();
    everywhere(here);
    const { keys, unreadable } = value(await findKeys(here.host));
    expect(unreadable).toEqual([]);
    expect(keys.map(({ accessKeyId }) => accessKeyId).sort()).toEqual(
      ["AKIAIOSFODNN7EXAMPLE", here.key.accessKeyId].sort(),
    );
    const found = keys.find(({ accessKeyId }) => accessKeyId === here.key.accessKeyId)!;
    expect(found).toMatchObject({ published: true, rootByName: false });
    expect(found.pairs).toHaveLength(1);
    expect(found.places.map(({ name, profile, removal }) => [name, profile, removal])).toEqual([
      ["credentials-file", "default", "plan"],
      ["credentials-file", "lab", "plan"],
      ["config-file", "lab", "plan"],
      ["dotenv", null, "by-hand"],
      ["config.txt", null, "plan"],
      ["psiturkconfig", null, "plan"],
      ["csv", null, "by-hand"],
    ]);
    // Both end in MPLE: shortened, they cannot be told apart, and none is guessed.
    expect(await findKey(here.host, "AKIA…MPLE")).toMatchObject({
      ok: false,
      problem: { code: "keys-missing", message: expect.stringMatching(/^AKIA…MPLE/) },
    });
    here.put(".aws/credentials", "[default]\n");
    expect(value(await findKey(here.host, "AKIA...MPLE")).accessKeyId).toBe(here.key.accessKeyId);
  });

  it("looks into the environment and further folders; a file that cannot be read is told", async () => {
    const here = await scene({
      file: "nonsense\n",
      env: {
        PSITURK_AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
        PSITURK_AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
      },
    });
    here.put(
      "usb/rootkey.csv",
      `AWSAccessKeyId=${here.key.accessKeyId}\nAWSSecretKey=${here.key.secretAccessKey.reveal()}\n`,
    );
    const { keys, unreadable } = value(await findKeys(here.host, [here.at("usb")]));
    expect(keys.find(({ accessKeyId }) => accessKeyId === here.key.accessKeyId)).toMatchObject({
      rootByName: true,
    });
    expect(
      keys.find(({ accessKeyId }) => accessKeyId === "AKIAIOSFODNN7EXAMPLE")?.places,
    ).toMatchObject([{ name: "psiturk-environment", removal: "by-hand" }]);
    expect(unreadable).toMatchObject([{ code: "file-broken" }]);
    expect(await findKey(here.host, "AKIAIOSFODNN2EXAMPLE")).toMatchObject({
      ok: false,
      problem: { code: "keys-missing" },
    });
  });
});

describe("what AWS says", () => {
  it("active, with user and last use", async () => {
    const begun = Date.now();
    const here = await scene();
    const { examined } = await active(here);
    expect(examined).toMatchObject({
      state: "active",
      isRoot: false,
      holder: { account: "123456789012" },
    });
    // IAM tells it in whole seconds.
    expect(examined.lastUse?.at).toBeGreaterThan(begun - 1000);
  });

  it("a refused key is told apart from a wrong secret, with which the key is still active", async () => {
    const here = await scene({ clock: hurriedClock() });
    here.put(
      ".psiturkconfig",
      `[AWS Access]\naws_access_key_id = ${here.key.accessKeyId}\naws_secret_access_key = ${"x".repeat(40)}\n`,
    );
    here.put(".aws/credentials", "[default]\n");
    const found = value(await findKey(here.host, here.key.accessKeyId));
    const wrong = value(await examineKey(here.ports, found, here.signal));
    expect(wrong).toMatchObject({
      state: "active-secret-wrong",
      pair: null,
      problem: { code: "secret-wrong" },
    });
    const record = retireRecord(here.ports, [
      {
        found,
        examined: wrong,
        switched: null,
        seenRefused: false,
        forgotten: null,
        putAway: null,
      },
    ]);
    expect(record).toContain("STILL ACTIVE at AWS: the secret here was wrong");
    here.aws.accounts.setStatus(here.key.accessKeyId, "Inactive", Date.now());
    expect(value(await examineKey(here.ports, found, here.signal))).toMatchObject({
      state: "refused",
      problem: { code: "key-unknown" },
    });
    // Of two secrets for one id the right one decides.
    here.aws.accounts.setStatus(here.key.accessKeyId, "Active", Date.now());
    here.put(".aws/credentials", profileText(here.key));
    expect((await active(here)).examined.state).toBe("active");
  });
});

describe("switching off", () => {
  it("by itself, where it may, and AWS then refuses it", async () => {
    const here = await scene();
    const { examined } = await active(here);
    expect(
      value(await switchOff(here.ports, examined, { delete: false, signal: here.signal })),
    ).toEqual({ how: "off", state: "refused" });
    expect(here.aws.accounts.find(here.key.accessKeyId)?.status).toBe("Inactive");
  });

  it("or deletes itself", async () => {
    const here = await scene();
    const { examined } = await active(here);
    expect(
      value(await switchOff(here.ports, examined, { delete: true, signal: here.signal })),
    ).toMatchObject({ how: "deleted", state: "refused" });
    expect(here.aws.accounts.find(here.key.accessKeyId)).toBeNull();
  });

  it("is waited for where IAM's word takes a while to get round", async () => {
    const here = await scene({ faults: ["iam-delay=20"], clock: hurriedClock() });
    const { examined } = await active(here);
    const looks: string[] = [];
    value(
      await switchOff(here.ports, examined, {
        delete: false,
        signal: here.signal,
        looked: ({ state }) => looks.push(state),
      }),
    );
    expect(looks.length).toBeGreaterThan(1);
    expect(looks.at(-1)).toBe("refused");
  });

  it("with the answer lost: AWS's refusal tells that it was done", async () => {
    const here = await scene({ faults: ["lost-answer=update"], clock: hurriedClock() });
    const { examined } = await active(here);
    expect(
      value(await switchOff(here.ports, examined, { delete: false, signal: here.signal })),
    ).toEqual({ how: "off", state: "refused" });
  });

  it("an answer that never came, with the key still on, is a problem", async () => {
    const here = await scene({ clock: hurriedClock() });
    const { examined } = await active(here);
    here.aws.setFaults([{ name: "aws-fault", value: "iam" }]);
    expect(
      await switchOff(here.ports, examined, { delete: false, signal: here.signal }),
    ).toMatchObject({ ok: false, problem: { code: "aws-fault" } });
    expect(here.active()).toEqual([here.key.accessKeyId]);
  });

  it("being denied leads to the console, and so does root", async () => {
    const here = await scene({ faults: ["no-iam"] });
    const { examined } = await active(here);
    expect(examined.lastUse).toBeNull();
    const told = value(
      await switchOff(here.ports, examined, { delete: false, signal: here.signal }),
    );
    expect(told).toMatchObject({ how: "console", because: { code: "policy-missing" } });
    expect(told.how === "console" ? told.steps.join("\n") : "").toMatch(
      /Users > practice > Security credentials/,
    );
    const root = here.aws.accounts.issueKey(here.aws.accounts.addRoot(), Date.now());
    here.put(
      ".aws/credentials",
      profileText({ accessKeyId: root.accessKeyId, secretAccessKey: root.secretAccessKey }),
    );
    const found = value(await findKey(here.host, root.accessKeyId));
    const asRoot = value(await examineKey(here.ports, found, here.signal));
    expect(asRoot.isRoot).toBe(true);
    const calls = here.aws.log.length;
    expect(
      value(
        await switchOff(
          here.ports,
          { ...asRoot, pair: asRoot.pair!, holder: asRoot.holder! },
          { delete: false, signal: here.signal },
        ),
      ),
    ).toMatchObject({ how: "console", because: { code: "root-keys" } });
    expect(here.aws.log).toHaveLength(calls);
  });
});

describe("putting away", () => {
  it("takes id, secret and token out of every file and every backup of ours, and leaves the rest to the letter", async () => {
    const here = await scene();
    everywhere(here);
    // A backup of ours that holds the key.
    value(
      await save(here.ports, {
        profile: "third",
        key: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: here.key.secretAccessKey },
        region: null,
        keysIn: "credentials",
        verify: false,
        wait: true,
        profileNamed: true,
        dryRun: false,
        yes: true,
        need: "keys",
        signal: here.signal,
      }),
    );
    const { found, examined } = await active(here);
    const planned = value(await planPutAway(here.ports, found));
    expect(planned.plan.files.map(({ before }) => before.path)).toEqual([
      here.at(".aws/config"),
      here.at(".aws/credentials"),
      here.at("config.txt"),
      here.at(".psiturkconfig"),
    ]);
    expect(planned.backups.length).toBeGreaterThan(0);
    expect(planned.byHand.map(({ name }) => name)).toEqual(["dotenv", "csv"]);
    const shown = JSON.stringify(planned);
    expect(shown).not.toContain(here.key.secretAccessKey.reveal());
    expect(
      planned.plan.files.flatMap(({ diff }) => diff.map(({ sign, text }) => `${sign}${text}`)),
    ).toContain("-aws_secret_access_key = (hidden)");
    const off = value(
      await switchOff(here.ports, examined, { delete: false, signal: here.signal }),
    );
    const away = value(await putAway(here.ports, planned, found, here.signal));
    expect(away.written).toHaveLength(4);
    expect(away.removedBackups.length).toBeGreaterThanOrEqual(4);
    expect(here.read("config.txt")).toBe(
      "[Task Parameters]\nexperiment_code_version = 1.0\n[AWS Access]\n",
    );
    expect(here.read(".psiturkconfig")).toBe(
      "[AWS Access]\naws_region = us-east-1\n\n[psiTurk Access]\npsiturk_access_key_id = x\n",
    );
    expect(here.read(".aws/config")).toBe(
      "[profile lab]\nregion = us-east-1\n\n[profile third]\nregion = us-east-1\n",
    );
    expect(here.read(".aws/credentials")).toMatch(
      /^# keep me\n\[default\]\nregion = us-east-1\n\n\[lab\]\noutput = json\n\n\[other\]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n/,
    );
    // In no file below the home but those that are told, and the third profile that shares the
    // secret in this test.
    const holding = here
      .tree()
      .filter(
        (name) =>
          statSync(here.at(name)).isFile() &&
          readFileSync(here.at(name), "utf8").includes(here.key.accessKeyId),
      );
    expect(holding).toEqual([".env", "Downloads/lab_accessKeys.csv"]);

    const retired: Retired = {
      found,
      examined,
      switched: off,
      seenRefused: false,
      forgotten: null,
      putAway: away,
    };
    const text = retireRecord(here.ports, [retired]);
    expect(text).toContain("switched off at AWS; AWS refuses it");
    expect(text).toContain("left there, to be removed by hand");
    const path = value(await writeRecord(here.ports, text));
    const again = value(await writeRecord(here.ports, text));
    expect([path, again].map((each) => statSync(each).mode & 0o777)).toEqual([0o600, 0o600]);
    expect(again).toMatch(/-2\.txt$/);
    const document = retireSchema.parse(
      retireDocument([retired], { profile: null, unreadable: [], record: path }),
    );
    expect(document.keys[0]).toMatchObject({
      state: "active",
      written: true,
      switchedOff: { how: "off", refusedNow: true },
    });
    for (const output of [text, JSON.stringify(document), inspect(retired, { depth: 9 })])
      expect(output).not.toContain(here.key.secretAccessKey.reveal());
    expect(text).not.toContain(here.key.accessKeyId);
  });

  it("boto3 finds no key there any more", async () => {
    const here = await scene();
    expect((await boto3Finds(here))?.accessKeyId ?? here.key.accessKeyId).toBe(
      here.key.accessKeyId,
    );
    const { found } = await active(here);
    value(
      await putAway(here.ports, value(await planPutAway(here.ports, found)), found, here.signal),
    );
    if (pythonWithBoto3() !== null) await expect(boto3Finds(here)).rejects.toThrow("boto3 stopped");
  });

  it("a file that changed since it was shown stops it, and nothing is taken out anywhere", async () => {
    const here = await scene();
    everywhere(here);
    const { found } = await active(here);
    const planned = value(await planPutAway(here.ports, found));
    writeFileSync(here.at("config.txt"), "[Task Parameters]\n");
    expect(await putAway(here.ports, planned, found, here.signal)).toMatchObject({
      ok: false,
      problem: { code: "file-changed" },
    });
    expect(here.read(".aws/credentials")).toContain(here.key.accessKeyId);
  });

  it("a file that cannot be changed safely is named, before anything is written", async () => {
    const here = await scene();
    here.put(".psiturkconfig", `[AWS Access]\n${pairLines(here)}`);
    const found = value(await findKey(here.host, here.key.accessKeyId));
    here.put(".psiturkconfig", `${pairLines(here)}[AWS Access]\n`);
    expect(await planPutAway(here.ports, found)).toMatchObject({
      ok: false,
      problem: {
        code: "file-broken",
        message: expect.stringContaining(".psiturkconfig was not changed"),
      },
    });
  });
});
