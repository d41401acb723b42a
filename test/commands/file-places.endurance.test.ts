/**
 * Where the AWS files may be, and what stands in nobody's way: read-only, linked, one for both,
 * named by variables; boto3 judges.
 */
import { chmodSync, linkSync, mkdirSync, readlinkSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { boto3Reads } from "../e2e/boto3.js";
import { mturkSetupHere } from "../e2e/here.js";
import { type Place, askedOf, newPlace, short } from "../e2e/program.js";
import { start } from "../practice/start.js";
import { errorOf, putKey, saveOf, twoLines } from "./run.js";

type Aws = Awaited<ReturnType<typeof start>>;

const OLD = "# both\n[default]\noutput = json\n";

function expectBoto3(
  place: Place,
  aws: Aws,
  region: string | null,
  env: Readonly<Record<string, string>> = {},
  profile = "",
): void {
  const found = boto3Reads(place, env, profile);
  if (found !== null) expect(found).toEqual({ accessKeyId: aws.accessKeyId, region });
}

/** The AWS files and links alone, without their times. */
function contents(place: Place): Readonly<Record<string, string>> {
  const files = Object.entries(place.tree()).filter(([path]) =>
    /(?:^|\/)(?:credentials|config|aws\.ini)$/.test(path),
  );
  return Object.fromEntries(
    files.map(([path, content]) => [path, content.replace(/^(file \d+) [\d.]+/, "$1")]),
  );
}

/** A folder of another place that holds a file, closed against writing. */
function store(content: string): string {
  const place = newPlace();
  const path = place.put("store/abc-config", content, 0o444);
  chmodSync(join(path, ".."), 0o555);
  onTestFinished(() => chmodSync(join(path, ".."), 0o755));
  return path;
}

describe("a config file that need not change (D1)", () => {
  test.each<[string, (place: Place) => void]>([
    [
      "is read-only",
      (place) => void place.put(".aws/config", "[default]\nregion = eu-west-1\n", 0o444),
    ],
    [
      "is a link into a read-only store",
      (place) => {
        mkdirSync(place.at(".aws"));
        symlinkSync(store("[default]\nregion = eu-west-1\n"), place.at(".aws/config"));
      },
    ],
  ])("%s: save, rotate, undo and doctor change the credentials file alone", async (_, arrange) => {
    const place = newPlace();
    const aws = await start();
    arrange(place);
    const config = place.read(".aws/config");
    const saved = await mturkSetupHere(place, ["save", "--stdin", "--json"], {
      env: askedOf(aws),
      stdin: twoLines(aws),
    });
    expect(saved.code, saved.err).toBe(0);
    expect(saveOf(saved)).toMatchObject({
      region: "eu-west-1",
      files: [{ path: place.at(".aws/credentials") }],
    });
    expectBoto3(place, aws, "eu-west-1");
    const env = { ...askedOf(aws), AWS_ENDPOINT_URL_IAM: aws.endpoints.iam };
    const rotated = await mturkSetupHere(place, ["rotate", "--yes", "--keep-old", "--json"], {
      env,
    });
    expect(rotated.code, rotated.err).toBe(0);
    expect(place.read(".aws/credentials")).not.toContain(aws.accessKeyId);
    place.put(".aws/credentials", place.read(".aws/credentials").replace("[default]", "default]"));
    const mended = await mturkSetupHere(place, ["doctor", "--fix", "--yes"], { env });
    expect(mended.code, mended.out + mended.err).toBe(0);
    const undone = await mturkSetupHere(place, ["undo", "--yes"], {
      env: { ...env, AWS_EC2_METADATA_DISABLED: "true" },
    });
    expect(undone.code, undone.err).toBe(0);
    expect(place.read(".aws/config")).toBe(config);
  });

  test.each<[string, (place: Place) => void, RegExp]>([
    [
      "read-only, without a region",
      (place) => void place.put(".aws/config", "[default]\noutput = json\n", 0o444),
      /config is write-protected/,
    ],
    [
      "a folder",
      (place) => mkdirSync(place.at(".aws/config"), { recursive: true }),
      /config is a folder/,
    ],
    [
      "a link to nowhere",
      (place) => {
        mkdirSync(place.at(".aws"));
        symlinkSync("/nowhere/at/all", place.at(".aws/config"));
      },
      /config is a link to \/nowhere\/at\/all/,
    ],
  ])(
    "%s: the keys are saved, the region goes with them, and it is said",
    async (_, arrange, says) => {
      const place = newPlace();
      const aws = await start();
      arrange(place);
      const before = place.tree()[".aws/config"];
      const saved = await mturkSetupHere(place, ["save", "--stdin", "--json"], {
        env: askedOf(aws),
        stdin: twoLines(aws),
      });
      expect(saved.code, saved.err).toBe(0);
      expect(saveOf(saved)).toMatchObject({
        region: "us-east-1",
        files: [{ path: place.at(".aws/credentials") }],
      });
      expect(saved.err).toMatch(/The region is written here, where boto3 reads it too/);
      expect(saved.err).toMatch(says);
      expectBoto3(place, aws, "us-east-1");
      expect(place.tree()[".aws/config"]).toBe(before);
      const explicit = await mturkSetupHere(
        place,
        ["save", "--stdin", "--json", "--region", "eu-west-1"],
        { env: askedOf(aws), stdin: twoLines(aws) },
      );
      expect(saveOf(explicit).region).toBe("eu-west-1");
      expectBoto3(place, aws, "eu-west-1");
    },
  );

  test("a config file that has to change and cannot is told before AWS is asked", async () => {
    const place = newPlace();
    const aws = await start();
    place.put(".aws/config", "[default]\n", 0o444);
    const done = await mturkSetupHere(place, ["save", "--stdin", "--json", "--keys-in", "config"], {
      env: askedOf(aws),
      stdin: twoLines(aws),
    });
    expect(errorOf(done)).toMatchObject({
      code: "file-not-writable",
      message: expect.stringContaining("write-protected"),
    });
    expect(aws.log).toEqual([]);
  });

  test("doctor mends the file that it can, and says of the other why not", async () => {
    const place = newPlace();
    const aws = await start();
    putKey(place, aws, "Default");
    place.put(".aws/config", "[Default]\nregion = us-east-1\n", 0o444);
    const done = await mturkSetupHere(place, ["doctor", "--fix", "--yes"], { env: askedOf(aws) });
    expect(done.code).toBe(4);
    expect(place.read(".aws/credentials")).toContain("[default]");
    expect(place.read(".aws/config")).toContain("[Default]");
    expect(done.out).toContain("write-protected");
  });
});

describe("an empty variable (K1)", () => {
  const env = (aws: Aws): Record<string, string> => ({
    AWS_SHARED_CREDENTIALS_FILE: "",
    ...(askedOf(aws) as Record<string, string>),
    AWS_ENDPOINT_URL_IAM: aws.endpoints.iam,
  });

  test("doctor looks at the other file; save writes there, rotate replaces there", async () => {
    const place = newPlace();
    const aws = await start();
    const doctor = await mturkSetupHere(place, ["doctor"], { env: env(aws) });
    expect(doctor.code, doctor.err).toBe(0);
    const saved = await mturkSetupHere(
      place,
      ["save", "--stdin", "--json", "--keys-in", "config"],
      {
        env: env(aws),
        stdin: twoLines(aws),
      },
    );
    expect(saved.code, saved.err).toBe(0);
    expect(saveOf(saved).check?.verdict).toBe("ready");
    expectBoto3(place, aws, "us-east-1", { AWS_SHARED_CREDENTIALS_FILE: "" });
    const rotated = await mturkSetupHere(place, ["rotate", "--yes", "--keep-old", "--json"], {
      env: env(aws),
    });
    expect(rotated.code, rotated.err).toBe(0);
    expect(place.read(".aws/config")).not.toContain(aws.accessKeyId);
    expect(Object.keys(place.tree()).filter((name) => name.includes("pending"))).toEqual([]);
    const undone = await mturkSetupHere(place, ["undo", "--dry-run"], { env: env(aws) });
    expect(undone.code, undone.err).toBe(0);
    expect(place.has(".aws/credentials")).toBe(false);
  });

  test("save without --keys-in takes the file that boto3 reads", async () => {
    const place = newPlace();
    const aws = await start();
    const saved = await mturkSetupHere(place, ["save", "--stdin", "--json"], {
      env: env(aws),
      stdin: twoLines(aws),
    });
    expect(saveOf(saved).files.map(({ path }) => path)).toEqual([place.at(".aws/config")]);
    const explicit = await mturkSetupHere(
      place,
      ["save", "--stdin", "--json", "--keys-in", "credentials", "--profile", "lab"],
      { env: env(aws), stdin: twoLines(aws) },
    );
    expect(errorOf(explicit)).toMatchObject({
      code: "file-not-writable",
      try: expect.arrayContaining([expect.stringContaining("unset AWS_SHARED_CREDENTIALS_FILE")]),
    });
  });

  test("AWS_CONFIG_FILE empty: the region goes into the credentials file", async () => {
    const place = newPlace();
    const aws = await start();
    const saved = await mturkSetupHere(place, ["save", "--stdin", "--json"], {
      env: { ...askedOf(aws), AWS_CONFIG_FILE: "" },
      stdin: twoLines(aws),
    });
    expect(saveOf(saved).files.map(({ path }) => path)).toEqual([place.at(".aws/credentials")]);
    expectBoto3(place, aws, "us-east-1", { AWS_CONFIG_FILE: "" });
  });
});

describe("a path that leads elsewhere than was meant (O1)", () => {
  test.each([
    ["C:\\Users\\me\\.aws\\credentials"],
    ["keys/credentials"],
    ["~nosuchuser/credentials"],
    ["%USERPROFILE%\\.aws\\credentials"],
    [" "],
  ])(
    "%j: asks before a file is made; with --yes it is made where boto3 reads it",
    async (value) => {
      const place = newPlace();
      const aws = await start();
      const env = { ...askedOf(aws), AWS_SHARED_CREDENTIALS_FILE: value };
      const before = place.tree();
      const asked = await mturkSetupHere(place, ["save", "--stdin", "--json"], {
        env,
        stdin: twoLines(aws),
      });
      expect(asked.code).toBe(3);
      expect(errorOf(asked)).toMatchObject({
        code: "answer-missing",
        message: expect.stringContaining("made in this folder"),
        try: expect.arrayContaining([expect.stringContaining("--yes")]),
      });
      expect(aws.log).toEqual([]);
      expect(place.tree()).toEqual(before);
      const made = await mturkSetupHere(place, ["save", "--stdin", "--json", "--yes"], {
        env,
        stdin: twoLines(aws),
      });
      expect(made.code, made.err).toBe(0);
      expect(made.err).toContain("made in this folder");
      expectBoto3(place, aws, "us-east-1", { AWS_SHARED_CREDENTIALS_FILE: value });
      const again = await mturkSetupHere(place, ["save", "--stdin", "--json"], {
        env,
        stdin: twoLines(aws),
      });
      expect(again.code, "what boto3 reads is never refused").toBe(0);
    },
  );
});

describe("one file for both (M1)", () => {
  const WAYS: Readonly<Record<string, (place: Place) => Record<string, string>>> = {
    "config is a link to credentials": (place) => {
      place.put(".aws/credentials", OLD);
      symlinkSync("credentials", place.at(".aws/config"));
      return {};
    },
    "credentials is a link to config": (place) => {
      place.put(".aws/config", OLD);
      symlinkSync("config", place.at(".aws/credentials"));
      return {};
    },
    "one name by the variables": (place) => {
      const path = place.put("aws.ini", OLD);
      return { AWS_SHARED_CREDENTIALS_FILE: path, AWS_CONFIG_FILE: path };
    },
    "one name by the variables, not there yet": (place) => {
      const path = place.at("aws.ini");
      return { AWS_SHARED_CREDENTIALS_FILE: path, AWS_CONFIG_FILE: path };
    },
  };

  test.each(Object.keys(WAYS))("%s: save, doctor, undo, rotate and retire", async (name) => {
    const place = newPlace();
    const aws = await start();
    const files = WAYS[name]!(place);
    const env = { ...askedOf(aws), AWS_ENDPOINT_URL_IAM: aws.endpoints.iam, ...files };
    const run = (...args: readonly string[]): ReturnType<typeof mturkSetupHere> =>
      mturkSetupHere(place, args, { env, stdin: twoLines(aws) });
    const before = contents(place);
    const saved = await run("save", "--stdin", "--json", "--yes");
    expect(saved.code, saved.err).toBe(0);
    expect(saveOf(saved)).toMatchObject({ region: "us-east-1", check: { verdict: "ready" } });
    expectBoto3(place, aws, "us-east-1", files);
    expect((await run("undo", "--yes")).code).toBe(0);
    expect(contents(place)).toEqual(before);
    expect((await run("save", "--stdin", "--json", "--yes")).code).toBe(0);
    const rotated = await run("rotate", "--yes", "--keep-old", "--json");
    expect(rotated.code, rotated.err).toBe(0);
    const text = (): string =>
      place.read(files.AWS_CONFIG_FILE === undefined ? ".aws/credentials" : "aws.ini");
    const [, made = ""] = /aws_access_key_id = (\w+)/.exec(text()) ?? [];
    expect(made).not.toBe(aws.accessKeyId);
    const retired = await run("retire", "--yes", "--json", "--key", made);
    expect(retired.code, retired.err + retired.out).toBe(0);
    expect(text()).not.toContain("aws_secret_access_key");
    expect(text()).toContain("region = us-east-1");
    const lab = await run("save", "--stdin", "--json", "--profile", "lab", "--region", "eu-west-1");
    expect(lab.code, lab.err).toBe(0);
    expectBoto3(place, aws, "eu-west-1", files, "lab");
    const inConfig = await run(
      "save",
      "--stdin",
      "--json",
      "--profile",
      "dev",
      "--keys-in",
      "config",
      "--region",
      "eu-west-2",
    );
    expect(inConfig.code, inConfig.err).toBe(0);
    expectBoto3(place, aws, "eu-west-2", files, "dev");
    const sound = await run("doctor");
    expect(sound.code, sound.out).toBe(0);
    if (name === "config is a link to credentials")
      expect(readlinkSync(place.at(".aws/config"))).toBe("credentials");
  });

  test("hard links: named, with a cure that works", async () => {
    const place = newPlace();
    const aws = await start();
    place.put(".aws/credentials", OLD);
    linkSync(place.at(".aws/credentials"), place.at(".aws/config"));
    const before = place.tree();
    const done = await mturkSetupHere(place, ["save", "--stdin", "--json", "--yes"], {
      env: askedOf(aws),
      stdin: twoLines(aws),
    });
    const problem = errorOf(done);
    expect(problem.message).toContain(
      `${place.at(".aws/credentials")} and ${place.at(".aws/config")} are two names (hard links) of one file`,
    );
    expect(problem.try[0]).toContain(
      `ln -sf ${place.at(".aws/credentials")} ${place.at(".aws/config")}`,
    );
    expect(place.tree()).toEqual(before);
  });
});

describe("what is shown", () => {
  test("the shortened id stands in the document of a file that is both", async () => {
    const place = newPlace();
    const aws = await start();
    writeFileSync(place.put("both", ""), "");
    const path = place.at("both");
    const saved = await mturkSetupHere(place, ["save", "--stdin", "--json"], {
      env: { ...askedOf(aws), AWS_SHARED_CREDENTIALS_FILE: path, AWS_CONFIG_FILE: path },
      stdin: twoLines(aws),
    });
    expect(saveOf(saved).files).toEqual([
      {
        path,
        backup: expect.any(String),
        changes: [
          { line: 2, key: "aws_access_key_id", from: null, to: short(aws.accessKeyId) },
          { line: 3, key: "aws_secret_access_key", from: null, to: "••••" },
          { line: 4, key: "region", from: null, to: "us-east-1" },
        ],
      },
    ]);
  });
});
