/** The contract of `mturk-setup check`, held by the program. */
import { describe, expect, test } from "vitest";
import { Secret } from "../../src/base/secret.js";
import { start } from "../practice/start.js";
import { mturkSetupHere } from "../e2e/here.js";
import { EXAMPLE, askedOf, newPlace, short, mturkSetup } from "../e2e/program.js";
import { CASES, expectAnswer } from "./check-answers.js";
import { checkOf, errorOf, putKey } from "./run.js";

describe("verdict, codes and exit code", () => {
  // One of each kind; the others are judged by the enduring tests.
  const kinds = ["not-linked", "closed=410", "wrong-secret", "html-403"];

  test.each(CASES.filter(({ faults }) => kinds.includes(faults)))(
    "“$faults” with --need $need: $verdict, $code",
    expectAnswer,
  );

  test("ready: account, arn, balance and the address that was asked", async () => {
    const place = newPlace();
    const aws = await start();
    putKey(place, aws);
    place.put(".aws/config", "[default]\nregion = us-east-1\n");
    const done = await mturkSetup(place, ["check", "--json"], { env: askedOf(aws) });
    expect(checkOf(done)).toEqual({
      profile: "default",
      verdict: "ready",
      sources: [
        {
          name: "credentials-file",
          location: place.at(".aws/credentials"),
          accessKeyId: short(aws.accessKeyId),
          boto3: "used",
          psiturk: "used",
          why: expect.any(String) as string,
        },
      ],
      boto3: {
        source: "credentials-file",
        accessKeyId: short(aws.accessKeyId),
        region: "us-east-1",
      },
      psiturk: {
        source: "credentials-file",
        accessKeyId: short(aws.accessKeyId),
        region: "us-east-1",
        identity: {
          ok: true,
          account: "123456789012",
          arn: "arn:aws:iam::123456789012:user/practice",
        },
        sandbox: { ok: true, balance: "10000.00", endpoint: aws.endpoints.mturk },
      },
      identity: {
        ok: true,
        account: "123456789012",
        arn: "arn:aws:iam::123456789012:user/practice",
      },
      sandbox: { ok: true, balance: "10000.00", endpoint: aws.endpoints.mturk },
      // psiTurk itself would not ask at this address.
      problems: [
        {
          code: "endpoint-elsewhere",
          level: "note",
          message: expect.stringContaining("psiTurk takes no notice of it") as string,
          try: [expect.any(String)],
          step: null,
        },
      ],
    });
    expect(aws.log.map(({ service }) => service).sort(), "each was asked once").toEqual([
      "mturk",
      "sts",
    ]);
  });

  test("with the default STS and another MTurk, STS is left out and the sandbox alone decides", async () => {
    const place = newPlace();
    const aws = await start();
    putKey(place, aws);
    // Should STS be asked all the same, the question ends at a proxy that is not there.
    const env = {
      ...askedOf(aws),
      AWS_ENDPOINT_URL_STS: undefined,
      HTTPS_PROXY: "http://127.0.0.1:1",
    };
    const done = await mturkSetupHere(place, ["check", "--json"], { env });
    expect(checkOf(done)).toMatchObject({
      verdict: "ready",
      identity: null,
      sandbox: { ok: true },
    });
    expect(done.code).toBe(0);
    expect(aws.log.map(({ service }) => service)).toEqual(["mturk"]);
  });
});

describe("no keys to ask with", () => {
  test("nothing there: keys-missing, 4", async () => {
    const done = await mturkSetupHere(newPlace(), ["check", "--json"]);
    expect(checkOf(done)).toMatchObject({
      profile: "default",
      verdict: "keys-missing",
      sources: [],
      boto3: { source: null, accessKeyId: null },
      identity: null,
      sandbox: null,
    });
    expect(checkOf(done).problems.length).toBeGreaterThan(0);
    expect(done.code).toBe(4);
  });

  test.each([
    ["--profile", ["--profile", "nope"], {}],
    ["AWS_PROFILE", [], { AWS_PROFILE: "nope" }],
    ["AWS_DEFAULT_PROFILE", [], { AWS_DEFAULT_PROFILE: "nope" }],
  ] as const)("a profile that does not exist, by %s", async (_how, args, env) => {
    const place = newPlace();
    const aws = await start();
    putKey(place, aws);
    const done = await mturkSetupHere(place, ["check", "--json", ...args], {
      env: { ...askedOf(aws), ...env },
    });
    const document = checkOf(done);
    expect(document).toMatchObject({ profile: "nope", verdict: "keys-missing", identity: null });
    expect(document.problems[0]?.code).toBe("profile-missing");
    expect(done.code).toBe(4);
  });

  test("half a pair", async () => {
    const place = newPlace();
    place.put(".aws/credentials", "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n");
    const done = await mturkSetupHere(place, ["check", "--json"]);
    expect(checkOf(done)).toMatchObject({
      verdict: "keys-missing",
      sources: [{ boto3: "partial" }],
    });
    expect(checkOf(done).problems.map(({ code }) => code)).toContain("keys-partial");
    expect(done.code).toBe(4);
  });

  test("a file that boto3 stops on: files-broken, with the line", async () => {
    const place = newPlace();
    place.put(".aws/config", "[default]\nregion = us-east-1\nnonsense\n");
    const aws = await start();
    putKey(place, aws);
    const done = await mturkSetupHere(place, ["check", "--json"], { env: askedOf(aws) });
    const document = checkOf(done);
    expect(document.verdict).toBe("files-broken");
    expect(document.problems[0]).toMatchObject({ code: "file-broken" });
    expect(document.problems[0]?.message).toMatch(/line 3/i);
    expect(done.code).toBe(4);
    expect(aws.log).toEqual([]);
  });
});

describe("a title says what the text below it says", () => {
  const ROLE = "role_arn = arn:aws:iam::123456789012:role/x\n";
  test.each([
    ["a role of a kind that is none", `[default]\n${ROLE}credential_source = Foo\n`],
    ["a role of a profile without keys", `[default]\n${ROLE}source_profile = o\n[profile o]\n`],
    ["a session that is not there", "[default]\nsso_session = nope\nsso_role_name = r\n"],
    ["a token file without a role", "[default]\nweb_identity_token_file = /t\n"],
  ])("%s is no file that cannot be read", async (_name, config) => {
    const place = newPlace();
    place.put(".aws/config", config);
    const done = await mturkSetupHere(place, ["check"]);
    expect(done.out).toMatch(/^The profile asks for what boto3 cannot do\./);
    expect(done.out).not.toContain("cannot be read");
    expect(done.code).toBe(4);
  });

  test("a variable with a value that is none: a whole sentence", async () => {
    const place = newPlace();
    const aws = await start();
    putKey(place, aws);
    const env = { ...askedOf(aws), AWS_RETRY_MODE: "Standard" };
    const done = await mturkSetupHere(place, ["check"], { env });
    expect(done.out).toContain("\nAWS_RETRY_MODE is Standard, which boto3 does not take");
    expect(done.code).toBe(5);
  });
});

describe("which profile, which source", () => {
  test("AWS_DEFAULT_PROFILE beats AWS_PROFILE; --profile beats both", async () => {
    const place = newPlace();
    const aws = await start();
    place.put(
      ".aws/credentials",
      ["one", "two", "three"]
        .map(
          (name) =>
            `[${name}]\naws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\n`,
        )
        .join(""),
    );
    const env = { ...askedOf(aws), AWS_PROFILE: "one", AWS_DEFAULT_PROFILE: "two" };
    expect(checkOf(await mturkSetupHere(place, ["check", "--json"], { env })).profile).toBe("two");
    expect(
      checkOf(await mturkSetupHere(place, ["check", "--json", "--profile", "three"], { env }))
        .profile,
    ).toBe("three");
    expect(
      checkOf(await mturkSetupHere(place, ["--profile", "three", "check", "--json"], { env }))
        .profile,
    ).toBe("three");
  });

  test("the environment wins for boto3, but not where --profile is given; the variable does not do that", async () => {
    const place = newPlace();
    const aws = await start();
    putKey(place, aws);
    const env = {
      ...askedOf(aws),
      AWS_ACCESS_KEY_ID: EXAMPLE.id,
      AWS_SECRET_ACCESS_KEY: EXAMPLE.secret,
    };
    const plain = checkOf(await mturkSetupHere(place, ["check", "--json"], { env }));
    expect(plain).toMatchObject({ verdict: "keys-refused", boto3: { source: "environment" } });
    const byVariable = checkOf(
      await mturkSetupHere(place, ["check", "--json"], { env: { ...env, AWS_PROFILE: "default" } }),
    );
    expect(byVariable.boto3.source).toBe("environment");
    const byName = checkOf(
      await mturkSetupHere(place, ["check", "--json", "--profile", "default"], { env }),
    );
    expect(byName).toMatchObject({ verdict: "ready", boto3: { source: "credentials-file" } });
  });

  test("temporary keys are asked about with their session token", async () => {
    const place = newPlace();
    const token = "t".repeat(200);
    const aws = await start({
      key: {
        accessKeyId: "ASIAITEMPORARYEXAMPL",
        session: { token: new Secret(token), expiresAt: Date.now() + 3_600_000 },
      },
    });
    const env = {
      ...askedOf(aws),
      AWS_ACCESS_KEY_ID: aws.accessKeyId,
      AWS_SECRET_ACCESS_KEY: aws.secretAccessKey.reveal(),
      AWS_SESSION_TOKEN: token,
    };
    const done = await mturkSetupHere(place, ["check", "--json"], { env });
    const document = checkOf(done);
    expect(document.identity).toMatchObject({ ok: true });
    expect(document.problems.map(({ code }) => code)).toContain("temporary-keys");
    expect(done.out + done.err).not.toContain(token);
  });
});

describe("what goes where", () => {
  test("as text: the verdict first, on stdout; who is asked beyond Amazon, before that, on stderr", async () => {
    const place = newPlace();
    const aws = await start();
    putKey(place, aws);
    const done = await mturkSetupHere(place, ["check"], { env: askedOf(aws) });
    expect(done.code).toBe(0);
    expect(done.out).toMatch(/^Ready\. 127\.0\.0\.1:\d+ answers in place of MTurk's sandbox\./);
    expect(done.out).toContain("10,000.00");
    expect(done.err).toContain(`asking ${new URL(aws.url).host}, which is not Amazon's`);
    expect(done.out + done.err).not.toContain("\u001B");
    expect(done.out + done.err).not.toContain(aws.secretAccessKey.reveal());
  });

  test("an endpoint variable that is no address: a document, 4, and nobody is asked", async () => {
    const place = newPlace();
    const aws = await start();
    putKey(place, aws);
    const done = await mturkSetupHere(place, ["check", "--json"], {
      env: { AWS_ENDPOINT_URL_STS: "sts.example.com" },
    });
    expect(errorOf(done).message).toContain("AWS_ENDPOINT_URL_STS");
    expect(done.code).toBe(4);
  });

  const PAIR = `aws_access_key_id = ${EXAMPLE.id}\naws_secret_access_key = ${EXAMPLE.secret}\n`;
  const IN_OLD = `[AWS Access]\n${PAIR}`;
  test.each([
    [
      "the environment",
      {},
      { AWS_ACCESS_KEY_ID: EXAMPLE.id, AWS_SECRET_ACCESS_KEY: EXAMPLE.secret },
      "both",
    ],
    [
      "psiTurk's variables",
      {},
      { PSITURK_AWS_ACCESS_KEY_ID: EXAMPLE.id, PSITURK_AWS_SECRET_ACCESS_KEY: EXAMPLE.secret },
      "psiturk",
    ],
    [
      ".env",
      { ".env": `AWS_ACCESS_KEY_ID=${EXAMPLE.id}\nAWS_SECRET_ACCESS_KEY='${EXAMPLE.secret}'\n` },
      {},
      "psiturk",
    ],
    ["config.txt", { "config.txt": IN_OLD }, {}, "psiturk"],
    [".psiturkconfig", { ".psiturkconfig": IN_OLD }, {}, "psiturk"],
    ["the credentials file", { ".aws/credentials": `[default]\n${PAIR}` }, {}, "both"],
    ["the config file", { ".aws/config": `[default]\n${PAIR}` }, {}, "both"],
    [
      "the credentials file, half of it",
      {
        ".aws/credentials": `[default]\naws_access_key_id = AKIAEXAMPLEEXAMPLE22\naws_secret_access_key = ${EXAMPLE.secret}\n`,
      },
      {},
      "both",
    ],
  ] as const)(
    "AWS's example pair in %s: said, and nobody is asked",
    async (_where, files, env, program) => {
      const place = newPlace();
      const aws = await start();
      for (const [name, content] of Object.entries(files)) place.put(name, content);
      const options = { env: { ...askedOf(aws), ...env } };
      const done = await mturkSetupHere(place, ["check", "--json", "--for", program], options);
      const document = checkOf(done);
      expect(document).toMatchObject({ verdict: "keys-refused", identity: null, sandbox: null });
      expect(document.problems[0]).toMatchObject({ code: "example-keys", level: "error" });
      expect([done.code, aws.log]).toEqual([4, []]);
      const text = await mturkSetupHere(place, ["check", "--for", program], options);
      expect(text.out).toMatch(
        /^This key is the example from AWS's documentation: it opens no account\./,
      );
      expect(aws.log).toEqual([]);
      expect(done.out + done.err + text.out + text.err).not.toContain(EXAMPLE.secret);
    },
  );

  test("AWS's example pair that psiTurk alone uses: boto3's own key is asked, and works", async () => {
    const place = newPlace();
    const aws = await start();
    putKey(place, aws);
    place.put(".psiturkconfig", IN_OLD);
    const done = await mturkSetupHere(place, ["check", "--json"], { env: askedOf(aws) });
    expect(checkOf(done)).toMatchObject({
      verdict: "keys-refused",
      identity: { ok: true },
      sandbox: { ok: true },
      psiturk: { identity: null, sandbox: null },
    });
    expect(checkOf(done).problems[0]).toMatchObject({ code: "example-keys", level: "error" });
    expect(done.code).toBe(4);
  });

  test("an id that is none is not shown", async () => {
    const place = newPlace();
    const secret = "secretInTheWrongPlace/secretInTheWrong+1";
    place.put(
      ".aws/credentials",
      `[default]\naws_access_key_id = ${secret}\naws_secret_access_key = ${EXAMPLE.id}\n`,
    );
    const aws = await start();
    const done = await mturkSetupHere(place, ["check", "--json"], { env: askedOf(aws) });
    expect(checkOf(done).boto3.accessKeyId).toBe("(not a key id)");
    expect(done.out + done.err).not.toContain(secret);
  });
});

test("a host is named before it is asked, and only then: not where the key is a sample, nor where there is none", async () => {
  const aws = await start();
  const place = newPlace();
  expect((await mturkSetupHere(place, ["check"], { env: askedOf(aws) })).err).not.toContain(
    "asking ",
  );
  place.put(
    ".aws/credentials",
    `[default]\naws_access_key_id = ${EXAMPLE.id}\naws_secret_access_key = ${EXAMPLE.secret}\n`,
  );
  expect((await mturkSetupHere(place, ["check"], { env: askedOf(aws) })).err).not.toContain(
    "asking ",
  );
  expect(aws.log).toEqual([]);
  putKey(place, aws);
  expect((await mturkSetupHere(place, ["check"], { env: askedOf(aws) })).err).toContain(
    `asking ${new URL(aws.url).host}, which is not Amazon's`,
  );
});
