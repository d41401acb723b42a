import fc from "fast-check";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import {
  joinHalves,
  looksLikeIdPrefix,
  readPasted,
  type Pasted,
  type PasteOptions,
} from "../../src/keys/paste.js";
import { ID, OTHER_ID, OTHER_SECRET, SECRET, TEMPORARY_ID, TOKEN } from "./samples.js";

const PRACTICE: PasteOptions = { practice: true };
const REAL: PasteOptions = { practice: false };

/** What came out, as text that can be compared; secrets by what they are, never by a mask. */
function told(pasted: Pasted): string {
  switch (pasted.kind) {
    case "pair": {
      const { accessKeyId, secretAccessKey, sessionToken } = pasted.key;
      return [
        "pair",
        accessKeyId,
        secretAccessKey.reveal(),
        ...(sessionToken === undefined ? [] : [sessionToken.reveal()]),
      ].join(" ");
    }
    case "id":
      return `id ${pasted.accessKeyId}`;
    case "secret":
      return `secret ${pasted.secretAccessKey.reveal()}`;
    case "token":
      return `token ${pasted.sessionToken.reveal()}`;
    case "incomplete":
      return "incomplete";
    case "nothing":
      return "nothing";
  }
}

function notesOf(pasted: Pasted): readonly string[] {
  return "notes" in pasted ? pasted.notes : [];
}

const PAIRS: Readonly<Record<string, string>> = {
  "two lines": `${ID}\n${SECRET}`,
  "two lines, the secret first": `${SECRET}\n${ID}`,
  "two lines with CRLF": `${ID}\r\n${SECRET}\r\n`,
  "two lines with CR only": `${ID}\r${SECRET}`,
  "blank between": `${ID} ${SECRET}`,
  "tab between": `${ID}\t${SECRET}`,
  "comma between": `${ID},${SECRET}`,
  "comma and blank": `  ${ID}, ${SECRET}  `,
  "colon between, as s3fs has it": `${ID}:${SECRET}`,
  "console's CSV of today": `Access key ID,Secret access key\n${ID},${SECRET}`,
  "CSV with byte order mark and CRLF": `\uFEFFAccess key ID,Secret access key\r\n${ID},${SECRET}\r\n`,
  "CSV of the old add-user flow": `User name,Password,Access key ID,Secret access key,Console login link\nalice,,${ID},${SECRET},https://123456789012.signin.aws.amazon.com/console`,
  "CSV whose password says password": `User name,Password,Access key ID,Secret access key,Console login link\nalice,my password 1,${ID},${SECRET},https://123456789012.signin.aws.amazon.com/console`,
  "CSV before 2017": `User Name,Access Key Id,Secret Access Key\n"alice",${ID},${SECRET}`,
  "CSV for aws configure import": `User name,Access key ID,Secret access key\nlab,${ID},${SECRET}`,
  "CSV re-saved with semicolons": `Access key ID;Secret access key\n${ID};${SECRET}`,
  "table copied with tabs": `User name\tAccess key ID\tSecret access key\nalice\t${ID}\t${SECRET}`,
  "CSV row alone": `alice,,${ID},${SECRET},https://123456789012.signin.aws.amazon.com/console`,
  "CSV row whose user is called password": `password,password,${ID},${SECRET}`,
  "quoted CSV row": `"alice","${ID}","${SECRET}"`,
  "rootkey.csv": `AWSAccessKeyId=${ID}\nAWSSecretKey=${SECRET}`,
  "credentials file": `[default]\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\n`,
  "credentials file without blanks": `[mturk]\naws_access_key_id=${ID}\naws_secret_access_key=${SECRET}`,
  "credentials file in capitals, with comments and region": `# my keys\n[default]\nAWS_ACCESS_KEY_ID = ${ID} ; id\nAWS_SECRET_ACCESS_KEY = ${SECRET}\nregion = us-east-1`,
  "colon as separator": `aws_access_key_id: ${ID}\naws_secret_access_key: ${SECRET}`,
  "secret line first": `aws_secret_access_key=${SECRET}\naws_access_key_id=${ID}`,
  ".psiturkconfig of psiTurk 2": `[AWS Access]\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\naws_region = us-east-1\n[psiTurk Access]\npsiturk_access_key_id = YourAccessKeyId\npsiturk_secret_access_id = YourSecretAccessKey`,
  export: `export AWS_ACCESS_KEY_ID=${ID}\nexport AWS_SECRET_ACCESS_KEY=${SECRET}\nexport AWS_DEFAULT_REGION=us-east-1`,
  "export with quotes, on one line": `export AWS_ACCESS_KEY_ID="${ID}" AWS_SECRET_ACCESS_KEY='${SECRET}'`,
  "export joined with &&": `export AWS_ACCESS_KEY_ID=${ID}&& export AWS_SECRET_ACCESS_KEY=${SECRET}; psiturk`,
  "psiTurk's variables": `PSITURK_AWS_ACCESS_KEY_ID=${ID}\nPSITURK_AWS_SECRET_ACCESS_KEY=${SECRET}`,
  "psiTurk's misspelt variable": `AWS_ACCESS_KEY_ID=${ID}\nAWS_SECRET_ACCESSS_KEY=${SECRET}`,
  "set of cmd.exe": `set AWS_ACCESS_KEY_ID=${ID}\r\nSET AWS_SECRET_ACCESS_KEY=${SECRET}`,
  "set with quotes around it all": `set "AWS_ACCESS_KEY_ID=${ID}"\nset "AWS_SECRET_ACCESS_KEY=${SECRET}"`,
  setx: `setx AWS_ACCESS_KEY_ID ${ID}\nsetx AWS_SECRET_ACCESS_KEY "${SECRET}"`,
  "fish shell": `set -gx AWS_ACCESS_KEY_ID ${ID}\nset -gx AWS_SECRET_ACCESS_KEY ${SECRET}`,
  PowerShell: `$Env:AWS_ACCESS_KEY_ID="${ID}"\n$Env:AWS_SECRET_ACCESS_KEY = '${SECRET}'`,
  "PowerShell, machine-wide": `[Environment]::SetEnvironmentVariable("AWS_ACCESS_KEY_ID", "${ID}", "User")\n[Environment]::SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", "${SECRET}", "User")`,
  ".env": `AWS_ACCESS_KEY_ID='${ID}'\nAWS_SECRET_ACCESS_KEY="${SECRET}"\nDEBUG=1`,
  "aws configure set": `aws configure set aws_access_key_id ${ID}\naws configure set aws_secret_access_key ${SECRET}`,
  "dialogue of aws configure": `AWS Access Key ID [None]: ${ID}\nAWS Secret Access Key [****************ABCD]: ${SECRET}\nDefault region name [None]: us-east-1\nDefault output format [None]: `,
  "JSON of create-access-key": JSON.stringify(
    {
      AccessKey: {
        UserName: "alice",
        AccessKeyId: ID,
        Status: "Active",
        SecretAccessKey: SECRET,
        CreateDate: "2026-11-22T10:00:00+00:00",
      },
    },
    null,
    4,
  ),
  "the same on one line, with the command": `$ aws iam create-access-key --user-name alice\n${JSON.stringify({ AccessKey: { UserName: "alice", AccessKeyId: ID, Status: "Active", SecretAccessKey: SECRET } })}\n$`,
  "JSON with escaped slashes": JSON.stringify({
    AccessKeyId: ID,
    SecretAccessKey: SECRET,
  }).replaceAll("/", "\\/"),
  "JSON lines without the braces": `"AccessKeyId": "${ID}",\n"SecretAccessKey": "${SECRET}",`,
  credential_process: JSON.stringify({ Version: 1, AccessKeyId: ID, SecretAccessKey: SECRET }),
  Python: `client = boto3.client("mturk", region_name="us-east-1",\n    aws_access_key_id="${ID}",\n    aws_secret_access_key="${SECRET}")`,
  "Python, os.environ": `os.environ["AWS_ACCESS_KEY_ID"] = "${ID}"\nos.environ['AWS_SECRET_ACCESS_KEY'] = '${SECRET}'`,
  "Python dictionary": `creds = {'aws_access_key_id': '${ID}', 'aws_secret_access_key': '${SECRET}'}`,
  R: `Sys.setenv("AWS_ACCESS_KEY_ID" = "${ID}",\n           "AWS_SECRET_ACCESS_KEY" = "${SECRET}",\n           "AWS_DEFAULT_REGION" = "us-east-1")`,
  "R, pyMTurkR": `AWSAccessKeyId <- "${ID}"; AWSSecretKey <- "${SECRET}"`,
  JavaScript: `new Credentials({ accessKeyId: '${ID}', secretAccessKey: '${SECRET}' })`,
  YAML: `aws:\n  access_key_id: ${ID}\n  secret_access_key: ${SECRET}`,
  XML: `<AccessKeyId>${ID}</AccessKeyId>\n<SecretAccessKey>${SECRET}</SecretAccessKey>`,
  "console labels, value below": `Access key ID\n${ID}\nSecret access key\n${SECRET}`,
  "console labels, both above": `Access key\nSecret access key\n\n${ID}\n${SECRET} Hide`,
  "labels in an e-mail": `Hi! Access key ID: ${ID}\nSecret access key: ${SECRET}\nRegards`,
  "in a sentence": `Your access key is ${ID} and the secret key is ${SECRET}.`.replace(".", ""),
  "curly quotes": `\u201C${ID}\u201D \u2018${SECRET}\u2019`,
  "no-break blanks": `aws_access_key_id\u00A0=\u00A0${ID}\naws_secret_access_key\u00A0= ${SECRET}`,
  "zero-width characters": `\u200B${ID}\u200B\n${SECRET.slice(0, 10)}\u200B${SECRET.slice(10)}\uFEFF`,
  "leftovers of bracketed paste": `\u001B[200~${ID}\n${SECRET}\u001B[201~`,
  "blank lines and indentation": `\n\n   ${ID}   \n\n\n     ${SECRET}\n\n`,
  "the same pair twice": `${ID}\n${SECRET}\n${ID}\n${SECRET}`,
  "named, and each in the other's place": `aws_access_key_id=${SECRET}\naws_secret_access_key=${ID}`,
};

describe("a whole key", () => {
  it.each(Object.entries(PAIRS))("%s", (_, text) => {
    const pasted = readPasted(text, PRACTICE);
    expect(told(pasted)).toBe(`pair ${ID} ${SECRET}`);
    expect(
      "findings" in pasted ? pasted.findings.filter(({ code }) => code !== "root-file") : null,
    ).toEqual([]);
  });

  it("takes a pair that is documented nowhere without a word, outside practice", () => {
    const pasted = readPasted(`${OTHER_ID}\n${OTHER_SECRET}`, REAL);
    expect(told(pasted)).toBe(`pair ${OTHER_ID} ${OTHER_SECRET}`);
    expect(pasted).toMatchObject({ notes: [], findings: [] });
  });

  it("refuses AWS's example pair outside practice", () => {
    expect(readPasted(`${ID}\n${SECRET}`, REAL)).toMatchObject({
      findings: [
        { code: "example", field: "id" },
        { code: "example", field: "secret" },
      ],
    });
  });

  it.each([
    [
      "JSON of STS",
      JSON.stringify({
        Credentials: {
          AccessKeyId: TEMPORARY_ID,
          SecretAccessKey: OTHER_SECRET,
          SessionToken: TOKEN,
          Expiration: "2026-11-22T10:00:00Z",
        },
        AssumedRoleUser: {
          AssumedRoleId: "AROA3XFRBF535EXAMPLE:me",
          Arn: "arn:aws:sts::123456789012:assumed-role/x/me",
        },
      }),
    ],
    [
      "export lines",
      `export AWS_ACCESS_KEY_ID=${TEMPORARY_ID}\nexport AWS_SECRET_ACCESS_KEY=${OTHER_SECRET}\nexport AWS_SESSION_TOKEN=${TOKEN}`,
    ],
    [
      "boto's old name",
      `aws_access_key_id=${TEMPORARY_ID}\naws_secret_access_key=${OTHER_SECRET}\naws_security_token=${TOKEN}`,
    ],
    ["three words", `${TEMPORARY_ID} ${OTHER_SECRET} ${TOKEN}`],
  ])("with a session token: %s", (_, text) => {
    const pasted = readPasted(text, REAL);
    expect(told(pasted)).toBe(`pair ${TEMPORARY_ID} ${OTHER_SECRET} ${TOKEN}`);
    expect(pasted).toMatchObject({ findings: [{ level: "warning", code: "temporary" }] });
  });

  it("warns of the form of a root key file", () => {
    expect(
      readPasted(`AWSAccessKeyId=${OTHER_ID}\nAWSSecretKey=${OTHER_SECRET}`, REAL),
    ).toMatchObject({ findings: [{ code: "root-file", level: "warning" }] });
  });

  it.each([
    ["took off quotes", `"${ID}","${SECRET}"`],
    ["took off quotes", `aws_access_key_id="${ID}"\naws_secret_access_key="${SECRET}"`],
    ["took off an invisible character", `${ID}\u200B\n${SECRET}`],
    ["turned a special blank into an ordinary one", `${ID}\u00A0${SECRET}`],
    ["straightened curly quotes", `\u201C${ID}\u201D ${SECRET}`],
    ["read it from the CSV row", `Access key ID,Secret access key\n${ID},${SECRET}`],
    ["read it from the JSON", JSON.stringify({ AccessKeyId: ID, SecretAccessKey: SECRET })],
    [
      "id and secret stood in each other's place; put right",
      `aws_access_key_id=${SECRET}\naws_secret_access_key=${ID}`,
    ],
    [
      "id and secret stood in each other's column; put right",
      `Access key ID,Secret access key\n${SECRET},${ID}`,
    ],
    [
      "AWS_SECRET_ACCESSS_KEY has an S too many; took it for AWS_SECRET_ACCESS_KEY",
      `AWS_ACCESS_KEY_ID=${ID}\nAWS_SECRET_ACCESSS_KEY=${SECRET}`,
    ],
  ])("says: %s", (note, text) => {
    expect(notesOf(readPasted(text, PRACTICE))).toContain(note);
  });

  it("says nothing where nothing was cleaned", () => {
    expect(notesOf(readPasted(`${ID}\n${SECRET}\n`, PRACTICE))).toEqual([]);
  });

  it("takes placeholders for what they are", () => {
    const text = "aws_access_key_id = YourAccessKeyId\naws_secret_access_key = YourSecretAccessKey";
    expect(readPasted(text, REAL)).toMatchObject({
      kind: "pair",
      findings: [
        { code: "placeholder", field: "id" },
        { code: "placeholder", field: "secret" },
      ],
    });
    expect(
      readPasted("AWS_ACCESS_KEY_ID=<your key>\nAWS_SECRET_ACCESS_KEY=<your secret>", REAL),
    ).toMatchObject({ kind: "pair", findings: [{ code: "placeholder" }, { code: "placeholder" }] });
  });

  it.each([
    ["a secret cut at its end", `${OTHER_ID}\n${OTHER_SECRET.slice(0, 37)}`, "length"],
    ["a secret with a letter too many", `${OTHER_ID} ${OTHER_SECRET}x`, "length"],
    ["an id with a letter missing", `AKIA2OTHERKEYEXAMPL\n${OTHER_SECRET}`, "length"],
    ["an id in small letters", `${OTHER_ID.toLowerCase()}\n${OTHER_SECRET}`, "likely-typo"],
    ["a zero for an O", `AKIA20THERKEYEXAMPLE\n${OTHER_SECRET}`, "likely-typo"],
    [
      "an odd character in a named secret",
      `aws_access_key_id=${OTHER_ID}\naws_secret_access_key=${OTHER_SECRET.slice(1)}%`,
      "characters",
    ],
    ["an emulator's pair", "AWS_ACCESS_KEY_ID=testing\nAWS_SECRET_ACCESS_KEY=testing", "length"],
  ])("takes a key that looks damaged, with a warning: %s", (_, text, code) => {
    const pasted = readPasted(text, REAL);
    expect(pasted.kind).toBe("pair");
    const findings = "findings" in pasted ? pasted.findings : [];
    expect(findings.map((finding) => finding.code)).toContain(code);
    expect(findings.every(({ level }) => level === "warning")).toBe(true);
  });
});

describe("half a key", () => {
  it.each([
    ["the bare id", OTHER_ID, `id ${OTHER_ID}`],
    ["the id with its name", `aws_access_key_id = ${OTHER_ID}`, `id ${OTHER_ID}`],
    [
      "the id with the console's hidden secret",
      `Access key\tSecret access key\n${OTHER_ID}\t*************** Show`,
      `id ${OTHER_ID}`,
    ],
    [
      "the JSON of list-access-keys",
      JSON.stringify({
        AccessKeyMetadata: [
          {
            UserName: "a-user-with-a-long-Name",
            AccessKeyId: OTHER_ID,
            Status: "Active",
            CreateDate: "2025-11-22T10:00:00+00:00",
          },
        ],
      }),
      `id ${OTHER_ID}`,
    ],
    ["the bare secret", OTHER_SECRET, `secret ${OTHER_SECRET}`],
    ["the secret with its name", `aws_secret_access_key=${OTHER_SECRET}`, `secret ${OTHER_SECRET}`],
    [
      "the secret under the id's name",
      `aws_access_key_id=${OTHER_SECRET}`,
      `secret ${OTHER_SECRET}`,
    ],
    ["the id under the secret's name", `AWS_SECRET_ACCESS_KEY=${OTHER_ID}`, `id ${OTHER_ID}`],
    ["the token", TOKEN, `token ${TOKEN}`],
    ["the token with its name", `export AWS_SESSION_TOKEN="${TOKEN}"`, `token ${TOKEN}`],
    ["a secret of 38 characters", OTHER_SECRET.slice(2), `secret ${OTHER_SECRET.slice(2)}`],
  ])("%s", (_, text, expected) => {
    expect(told(readPasted(text, REAL))).toBe(expected);
  });

  it("says when the console's secret was still hidden", () => {
    expect(notesOf(readPasted(`${OTHER_ID}\n****************`, REAL))).toEqual([
      "the secret was still hidden: click Show in the console, then copy it",
    ]);
  });

  it("knows ids of other things", () => {
    expect(readPasted("AIDACKCEVSQ6C2EXAMPLE", REAL)).toMatchObject({
      kind: "id",
      findings: [{ level: "error", code: "not-a-key-id" }],
    });
  });

  it("takes any single word where the secret is asked for, and says what is odd", () => {
    const asked: PasteOptions = { practice: false, expect: "secret" };
    expect(told(readPasted("hunter2", REAL))).toBe("nothing");
    expect(readPasted("hunter2", asked)).toMatchObject({
      kind: "secret",
      findings: [{ code: "length", level: "warning" }],
    });
    expect(told(readPasted(OTHER_ID, asked))).toBe(`id ${OTHER_ID}`);
    expect(told(readPasted("two words", asked))).toBe("nothing");
  });

  it("joins what came one by one, and judges the pair", () => {
    const id = readPasted(TEMPORARY_ID, REAL);
    const secret = readPasted(OTHER_SECRET, REAL);
    const token = readPasted(TOKEN, REAL);
    if (id.kind !== "id" || secret.kind !== "secret" || token.kind !== "token")
      throw new Error("not the halves");
    expect("sessionToken" in joinHalves(id.accessKeyId, secret.secretAccessKey)).toBe(false);
    const key = joinHalves(id.accessKeyId, secret.secretAccessKey, token.sessionToken);
    expect([key.accessKeyId, key.secretAccessKey.reveal(), key.sessionToken?.reveal()]).toEqual([
      TEMPORARY_ID,
      OTHER_SECRET,
      TOKEN,
    ]);
  });
});

describe("line by line, as terminals without bracketed paste deliver it", () => {
  const FORMS = [
    "console's CSV of today",
    "CSV of the old add-user flow",
    "credentials file",
    "JSON of create-access-key",
    "console labels, value below",
    "two lines",
  ];
  it.each(FORMS)("%s: only the lines so far, until there is something", (name) => {
    let text = "";
    const seen: string[] = [];
    for (const line of PAIRS[name]!.trim().split("\n")) {
      text = text === "" ? line : `${text}\n${line}`;
      const pasted = readPasted(text, PRACTICE);
      seen.push(pasted.kind);
      // What awaits more is kept; halves are kept by whoever called.
      if (pasted.kind !== "incomplete") text = "";
      if (pasted.kind === "pair") break;
    }
    expect(seen).not.toContain("nothing");
    expect(seen.at(-1) === "pair" || (seen.includes("id") && seen.includes("secret"))).toBe(true);
  });

  it.each([
    "{",
    '{ "AccessKey": {',
    "creds = {",
    "[default]",
    "[profile lab]",
    "Access key ID,Secret access key",
    '"Access key ID","Secret access key"',
    "Access key ID",
    "Secret access key:",
    "AWS_ACCESS_KEY_ID=",
  ])("awaits more after: %s", (text) => {
    const pasted = readPasted(text, REAL);
    expect(pasted.kind).toBe("incomplete");
    expect(pasted.kind === "incomplete" && pasted.why).toMatch(/to come|below/);
  });
});

describe("what is no key", () => {
  it.each([
    ["", "Nothing was pasted"],
    [" \u200B\n\t", "Nothing was pasted"],
    ["hello", "too short"],
    ["please help me with this", "not look like an access key"],
    ["https://123456789012.signin.aws.amazon.com/console", "web address"],
    [`https://x.s3.amazonaws.com/a?AWSAccessKeyId=${OTHER_ID}&Signature=abc`, "web address"],
    ["123456789012", "account number"],
    ["1234-5678-9012", "account number"],
    ["alice@example.org", "e-mail"],
    ["arn:aws:iam::123456789012:user/alice", "ARN"],
    ["us-east-1", "region"],
    ["****************", "hidden"],
    ["<your key>", "stand-in"],
    ["YourAccessKeyId", "stand-in"],
    ["-----BEGIN RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n", "private key"],
    [
      "User name,Password,Console login URL\nalice,hunter2,https://x.signin.aws.amazon.com/console",
      "web console",
    ],
    ["User name,Password,Console sign-in URL", "web console"],
    ["User Name,Password\nalice-at-123456789012,abc", "password"],
    [`aws_access_key_id=${OTHER_SECRET.slice(3)}`, "not an id"],
    [`${OTHER_ID}\n${OTHER_SECRET}\n${ID}\n${SECRET}`, "Several different keys"],
    [
      `[default]\naws_access_key_id=${ID}\naws_secret_access_key=${SECRET}\n[lab]\naws_access_key_id=${OTHER_ID}\naws_secret_access_key=${OTHER_SECRET}`,
      "Several different keys",
    ],
    [
      `Access key ID,Secret access key\n${ID},${SECRET}\n${OTHER_ID},${OTHER_SECRET}`,
      "Several different keys",
    ],
    [`${OTHER_ID}\n${SECRET}\n${OTHER_SECRET}`, "Several different secrets"],
    [
      `[default]\naws_access_key_id=${OTHER_ID}\n[lab]\naws_secret_access_key=${OTHER_SECRET}`,
      "different profile|under one profile",
    ],
    [`Access key ID,Secret access key\n${OTHER_ID},`, "missing"],
    ["x".repeat(70_000), "far more text"],
  ])("%j", (text, why) => {
    const pasted = readPasted(text, REAL);
    if (pasted.kind !== "nothing") throw new Error(`taken as ${pasted.kind}`);
    expect(pasted.problem.code).toBe("input-malformed");
    expect(pasted.problem.message).toMatch(new RegExp(why));
    expect(pasted.problem.try.length).toBeGreaterThan(0);
    for (const word of text.split(/[\s,=]+/).filter((part) => part.length > 8))
      expect(JSON.stringify(pasted)).not.toContain(word);
  });
});

describe("text that may be shown while it is typed", () => {
  it.each(["", "A", "AK", "AS", "AKI", "AKIA", "ASIA", "AKIA2", OTHER_ID, TEMPORARY_ID])(
    "%j",
    (text) => {
      expect(looksLikeIdPrefix(text)).toBe(true);
    },
  );
  it.each([
    "a",
    "akia",
    "B",
    "AX",
    "AKIa",
    `${OTHER_ID}X`,
    "AIDA",
    " AKIA",
    "AKIA ",
    "wJal",
    SECRET,
    "AKIA/",
    "\n",
  ])("hidden: %j", (text) => {
    expect(looksLikeIdPrefix(text)).toBe(false);
  });
  it("agrees with every beginning of an id, and with nothing that goes on otherwise", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^A[KS]IA[A-Z0-9]{16}$/),
        fc.nat(20),
        fc.stringMatching(/^[a-z/+]$/),
        (id, length, odd) => {
          expect(looksLikeIdPrefix(id.slice(0, length))).toBe(true);
          expect(looksLikeIdPrefix(id.slice(0, length) + odd)).toBe(false);
        },
      ),
      { seed: 1 },
    );
  });
});

/**
 * Everything a paste gives back except what `reveal` would give: what could end up on a screen or
 * in a log.
 */
function visible(pasted: Pasted): string {
  return [JSON.stringify(pasted), inspect(pasted, { depth: 10, showHidden: true })].join("\n");
}

describe("any text at all", () => {
  const secret = fc
    .stringMatching(/^[A-Za-z0-9/+]{40}$/)
    .filter((value) => /[a-z]/.test(value) && /[A-Z]/.test(value));
  const noise = fc.constantFrom(
    "",
    " ",
    "\n",
    "\t",
    ",",
    ";",
    "=",
    ":",
    '"',
    "'",
    "{",
    "}",
    "[",
    "]",
    "[default]",
    "\u00A0",
    "\u200B",
    "\u201C",
    "aws_access_key_id=",
    "AWS_SECRET_ACCESS_KEY: ",
    "Access key ID",
    "Secret access key,",
    "\\",
    "#",
    "export ",
    '{"AccessKeyId": "',
    "</",
    "http://",
    "$",
    "%",
    "x",
    "AKIA",
    "AROA",
    "\u001B[31m",
    "User name,Password,",
  );
  const ids = fc.constantFrom(ID, OTHER_ID, TEMPORARY_ID);

  it("never throws", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary", maxLength: 200 }),
          fc
            .array(fc.oneof(noise, ids, fc.string()), { maxLength: 20 })
            .map((parts) => parts.join("")),
        ),
        fc.boolean(),
        (text, practice) => {
          const pasted = readPasted(text, { practice });
          if (pasted.kind === "nothing") expect(pasted.problem.try.length).toBeGreaterThan(0);
          readPasted(text, { practice, expect: "secret" });
        },
      ),
      { numRuns: 2000, seed: 1 },
    );
  });

  it("never shows the secret, wherever it stands", () => {
    fc.assert(
      fc.property(
        secret,
        fc.array(fc.oneof(noise, ids), { maxLength: 8 }),
        fc.array(fc.oneof(noise, ids), { maxLength: 8 }),
        (value, before, after) => {
          const text = [...before, value, ...after].join("");
          for (const options of [PRACTICE, REAL, { practice: false, expect: "secret" } as const]) {
            expect(visible(readPasted(text, options))).not.toContain(value);
          }
        },
      ),
      { numRuns: 3000, seed: 1 },
    );
  });

  it.each([
    " ",
    "\n",
    "[\n",
    "{\n",
    "aws_access_key_id ",
    '"',
    "\t,",
    "access",
    "set ",
    "<",
    "A",
    "a/",
    "x:",
    "=",
    "[ ",
  ])("reads the longest run of %j in no time to speak of", (part) => {
    const text = part.repeat(Math.floor(65_000 / part.length));
    expect(["nothing", "incomplete", "secret", "id"]).toContain(readPasted(text, REAL).kind);
  });

  it("finds every pair again in each form that it reads", () => {
    const forms = Object.entries(PAIRS).map(([, text]) => text);
    fc.assert(
      fc.property(
        fc.constantFrom(...forms),
        fc.stringMatching(/^AKIA[A-Z2-7]{9}EXAMPLE$/),
        secret,
        (form, id, value) => {
          // Each form writes the secret in its own way (escaped slashes, invisible characters): the
          // plain ones only.
          fc.pre(form.includes(ID) && form.includes(SECRET));
          const text = form.replaceAll(ID, id).replaceAll(SECRET, value);
          expect(told(readPasted(text, REAL))).toBe(`pair ${id} ${value}`);
        },
      ),
      { numRuns: 2000, seed: 1 },
    );
  });
});
