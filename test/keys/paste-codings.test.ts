/**
 * Keys that were pasted in another coding (an address, Base64), or in pieces, as mail programs and
 * terminals break lines.
 */
import { describe, expect, it } from "vitest";
import { readPasted, type Pasted } from "../../src/keys/paste.js";
import { Secret } from "../../src/base/secret.js";
import { isHopeless, judgeKey } from "../../src/keys/shape.js";
import { strayIn } from "../../src/keys/stray.js";
import { ID, SECRET } from "./samples.js";

const ENCODED = encodeURIComponent(SECRET);
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const cut = (...at: readonly number[]): readonly string[] =>
  [...at, SECRET.length].map((end, index) => SECRET.slice(at[index - 1] ?? 0, end));
const broken = (between: string, ...at: readonly number[]): string => cut(...at).join(between);

const read = (text: string): Pasted => readPasted(text, { practice: true });
function pairOf(text: string): readonly string[] {
  const pasted = read(text);
  if (pasted.kind !== "pair") throw new Error(`taken as ${pasted.kind}`);
  expect(pasted.findings).toEqual([]);
  return [pasted.key.accessKeyId, pasted.key.secretAccessKey.reveal()];
}

// https://airflow.apache.org/docs/apache-airflow-providers-amazon/stable/connections/aws.html
describe("addresses that hold a key", () => {
  it.each([
    ["Airflow", `aws://${ID}:${ENCODED}@/?region_name=us-east-1`],
    ["Airflow, codes in small letters", `aws://${ID}:${ENCODED.replaceAll("%2F", "%2f")}@/`],
    ["Airflow, a variable", `export AIRFLOW_CONN_AWS_DEFAULT='aws://${ID}:${ENCODED}@/?x=1'`],
    ["Airflow, a host and a role", `aws://${ID}:${ENCODED}@host:443/?role_arn=arn%3Aaws%3Aiam`],
    [
      "Airflow, behind the question mark",
      `aws://?aws_access_key_id=${ID}&aws_secret_access_key=${ENCODED}&region_name=us-east-1`,
    ],
    [
      "Airflow, JSON",
      JSON.stringify({ conn_type: "aws", login: ID, password: SECRET, extra: { a: 1 } }),
    ],
    ["Celery", `broker_url = 'sqs://${ID}:${ENCODED}@sqs.us-east-1.amazonaws.com/'`],
    ["SES", `EMAIL_URL=ses://${ID}:${ENCODED}@us-east-1`],
    ["DynamoDB", `dynamodb://${ID}:${ENCODED}@us-east-1/table`],
    ["s3fs, not coded", `s3a://${ID}:${SECRET}@bucket/a`],
    ["a form's body", `AWS_ACCESS_KEY_ID=${ID}&AWS_SECRET_ACCESS_KEY=${ENCODED}`],
    ["a coded secret below its id", `${ID}\n${ENCODED}`],
    ["a coded secret by its name", `aws_access_key_id = ${ID}\naws_secret_access_key = ${ENCODED}`],
  ])("%s", (_name, text) => expect(pairOf(text)).toEqual([ID, SECRET]));

  it("what was done to a value is said; the address itself needs no word", () => {
    expect(read(`${ID}\n${ENCODED}`)).toMatchObject({
      notes: ["took %2F and the like for the signs that they stand for"],
    });
    expect(read(`aws://${ID}:${ENCODED}@/`)).toMatchObject({ notes: [] });
  });

  it.each([
    "https://bucket.s3.amazonaws.com/a?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20261128",
    "postgres://ann:pass-word@db.example.org/study",
    "aws://@/?region_name=us-east-1",
  ])("%s is none", (text) => expect(read(text).kind).toBe("nothing"));

  it("long texts of dots are read at once", () => {
    const began = performance.now();
    expect(read("a.".repeat(30_000)).kind).toBe("nothing");
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});

describe("Base64", () => {
  it("a Secret of Kubernetes", () => {
    const text = `data:\n  AWS_ACCESS_KEY_ID: ${base64(ID)}\n  AWS_SECRET_ACCESS_KEY: ${base64(SECRET)}`;
    expect(pairOf(text)).toEqual([ID, SECRET]);
    expect(read(text)).toMatchObject({ notes: ["took it out of its Base64"] });
  });

  const FILE = `[default]\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\nregion = us-east-1\n`;
  const utf16 = Buffer.from(FILE, "utf16le").toString("base64");
  const lines = (text: string, width: number): string =>
    text.match(new RegExp(`.{1,${String(width)}}`, "g"))?.join("\n") ?? "";
  it.each([
    ["in one line", base64(FILE)],
    ["in lines of 76 signs", lines(base64(FILE), 76)],
    [
      "in lines of 64 signs that end as Windows' do",
      lines(base64(FILE), 64).replaceAll("\n", "\r\n"),
    ],
    ["without its padding", base64(FILE).replace(/=+$/, "")],
    ["in the alphabet of addresses", Buffer.from(FILE).toString("base64url")],
    ["packed twice", base64(base64(FILE))],
    ["in quotes", `"${base64(FILE)}"`],
    ["as a variable", `export AWS_CREDENTIALS_FILE_B64='${base64(FILE)}'`],
    ["as a shell's line", `echo ${base64(FILE)} | base64 -d > ~/.aws/credentials`],
    ["in an address", `data:text/plain;base64,${base64(FILE)}`],
    ["of PowerShell, in UTF-16", utf16],
    [
      "in a Secret of Kubernetes",
      `apiVersion: v1\nkind: Secret\ndata:\n  credentials: ${base64(FILE)}\ntype: Opaque`,
    ],
    [
      "in a Secret of Kubernetes, in lines",
      `data:\n  credentials: |\n    ${lines(base64(FILE), 76).replaceAll("\n", "\n    ")}\ntype: Opaque`,
    ],
    ["in JSON", JSON.stringify({ data: { credentials: base64(FILE) } })],
    ["a CSV of the console", base64(`Access key ID,Secret access key\r\n${ID},${SECRET}\r\n`)],
    ["id and secret with a colon", base64(`${ID}:${SECRET}`)],
    ["a header of HTTP", `Authorization: Basic ${base64(`${ID}:${SECRET}`)}`],
    [
      "JSON of the AWS CLI",
      base64(JSON.stringify({ AccessKey: { AccessKeyId: ID, SecretAccessKey: SECRET } })),
    ],
  ])("a whole file, %s", (_name, text) => {
    expect(pairOf(text)).toEqual([ID, SECRET]);
    expect(read(text)).toMatchObject({
      notes: expect.arrayContaining(["took it out of its Base64"]) as unknown,
    });
  });

  it("a file with two profiles in it is not guessed at", () => {
    const two = `${FILE}[lab]\naws_access_key_id = AKIAI44QH8DHBEXAMPLE\naws_secret_access_key = ${SECRET}\n`;
    expect(read(base64(two))).toEqual(read(two));
    expect(read(base64(two)).kind).toBe("nothing");
  });

  it("a token beside its pair stays one, and much of it is read at once", () => {
    const token = Buffer.alloc(400, "\u0001\u00FEtoken").toString("base64");
    const text = `aws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_secret_access_key = ${SECRET}\naws_session_token = ${token}`;
    expect(read(text)).toMatchObject({ kind: "pair", notes: [] });
    expect(read(token)).toMatchObject({ kind: "token" });
    const began = performance.now();
    read("aB3 ".repeat(16_000));
    read(`${"aB3/".repeat(12)} `.repeat(1_300));
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  it("of something else stays what it is, and is found wanting", () => {
    const pasted = read(`${ID}\n${base64("an old password of 40 letters and signs!")}`);
    expect("findings" in pasted ? pasted.findings.map(({ code }) => code) : []).not.toEqual([]);
    expect("notes" in pasted ? pasted.notes : null).toEqual([]);
  });
});

describe("pieces", () => {
  it.each([
    ["by its name", `aws_access_key_id = ${ID}\naws_secret_access_key = ${broken("\n", 25)}`],
    ["quoted in a mail", `> Access key: ${ID}\n> Secret access key: ${broken("\n> ", 20)}`],
    ["below its id", `${ID}\n${broken("\n", 30)}`],
    ["three pieces", `${ID}\n${broken("\n", 13, 27)}`],
    [
      "in a terminal",
      `export AWS_ACCESS_KEY_ID=${ID}\nexport AWS_SECRET_ACCESS_KEY=${broken("\r\n", 18)}`,
    ],
    ["quoted-printable", `Access key ID: ${ID}\nSecret: ${broken("=\n", 30)}`],
    [
      "indented, above the id",
      `Secret access key\n    ${broken("\n    ", 30)}\nAccess key ID ${ID}`,
    ],
    ["a string of JSON", `{ "AccessKeyId": "${ID}", "SecretAccessKey": "${broken("\n", 22)}" }`],
    [
      "a shell's line",
      `export AWS_SECRET_ACCESS_KEY="${broken("\\\n", 22)}"\nexport AWS_ACCESS_KEY_ID=${ID}`,
    ],
    [
      "the region below",
      `aws_access_key_id = ${ID}\naws_secret_access_key = ${broken("\n", 25)}\nregion = us-east-1`,
    ],
    ["cut by a blank", `aws_access_key_id = ${ID}\naws_secret_access_key = ${broken(" ", 25)}`],
    ["in a sentence", `keys: ${ID} / ${broken("\n", 20)} thanks`],
    [
      "the id",
      `aws_access_key_id = ${ID.slice(0, 12)}\n${ID.slice(12)}\naws_secret_access_key = ${SECRET}`,
    ],
    [
      "both",
      `aws_access_key_id = ${ID.slice(0, 12)}\n${ID.slice(12)}\naws_secret_access_key = ${broken("\n", 25)}`,
    ],
  ])("%s", (_name, text) => expect(pairOf(text)).toEqual([ID, SECRET]));

  it("is said, whichever half it was", () => {
    expect(read(`${ID}\n${broken("\n", 30)}`)).toMatchObject({
      notes: ["put the secret together, which stood in pieces"],
    });
    expect(read(broken("\n", 25))).toMatchObject({ kind: "secret" });
  });

  it.each([
    ["the console's button below a cut secret", `${ID}\n${SECRET.slice(0, 36)}\nHide`],
    ["two that would fit", `${ID}\n${broken("\n", 30)}\n${broken("\n", 25)}`],
    ["words of a sentence", `${ID}\nplease send the Other2 half of it by mail tomorrow evening`],
    ["a host's name", `${ID}\n${SECRET.slice(0, 25)}\n${SECRET.slice(25)}.example.org`],
    ["a line between", `${ID}\n${SECRET.slice(0, 25)}\n\nand then\n${SECRET.slice(25)}`],
  ])("%s: nothing is put together", (_name, text) => {
    const pasted = read(text);
    expect("notes" in pasted ? pasted.notes.join() : "").not.toContain("together");
    if (pasted.kind === "pair") expect(pasted.findings).not.toEqual([]);
  });

  it("a whole secret is left alone, whatever stands beside it", () =>
    expect(pairOf(`${ID}\n${SECRET}\n${SECRET.slice(0, 5)}`)).toEqual([ID, SECRET]));
});

/** Ways in which other programs write a secret. */
const CODED: readonly (readonly [name: string, secret: string])[] = [
  ["an address, twice", encodeURIComponent(ENCODED)],
  ["an address, with its line end", `${ENCODED}%0D%0A`],
  ["a line end of an address alone", `${SECRET}%0A`],
  ["a blank of an address", `%20${SECRET}`],
  ["every sign as in an address", SECRET.replaceAll(/./g, (sign) => `%${hexOf(sign)}`)],
  ["numbers of a web page", coded((sign) => `&#${sign.charCodeAt(0)};`)],
  ["numbers of a web page without the semicolon", coded((sign) => `&#${sign.charCodeAt(0)}`)],
  ["hexadecimal numbers of a web page", coded((sign) => `&#x${hexOf(sign)};`)],
  ["names of a web page", coded((sign) => (sign === "/" ? "&sol;" : "&plus;"))],
  ["a blank of a web page behind it", `${SECRET}&nbsp;`],
  ["codes of a mail", coded((sign) => `=${hexOf(sign)}`)],
  ["the = of a mail before it", `=3D${SECRET}`],
  ["escapes of JSON", coded((sign) => `\\u00${hexOf(sign)}`)],
  ["slashes of JSON", SECRET.replaceAll("/", "\\/")],
  ["a line end of source text", `${SECRET}\\n`],
  ["Base64 with the line end of echo", base64(`${SECRET}\n`)],
  ["hexadecimal digits", Buffer.from(SECRET).toString("hex")],
];

function hexOf(sign: string): string {
  return sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0");
}

function coded(write: (sign: string) => string): string {
  return SECRET.replaceAll(/[/+]/g, write);
}

describe("a secret as another program wrote it", () => {
  it.each(CODED)("%s: pasted below its id, it is taken", (_name, secret) => {
    expect(pairOf(`${ID}\n${secret}`)).toEqual([ID, SECRET]);
  });

  it.each(CODED)("%s: in a CSV file, a variable or an AWS file it is refused", (_name, secret) => {
    const findings = judgeKey(
      { accessKeyId: ID, secretAccessKey: new Secret(secret) },
      { practice: true },
    );
    expect(findings.map(({ level }) => level)).toEqual(["error"]);
    expect(findings[0]!.message).toMatch(/is not as AWS gave it: it (?:holds signs|is written) /);
    expect(isHopeless(findings[0]!)).toBe(true);
    expect(strayIn("secret", secret)?.meant).toBe(SECRET);
  });

  it("a whole mail in its codes is read", () => {
    const mail = `aws_access_key_id =3D ${ID}\naws_secret_access_key =3D ${SECRET.slice(0, 30)}=\n${SECRET.slice(30)}\n`;
    expect(pairOf(mail)).toEqual([ID, SECRET]);
    expect(pairOf(`AWS_ACCESS_KEY_ID=3D${ID}\nAWS_SECRET_ACCESS_KEY=3D${SECRET}`)).toEqual([
      ID,
      SECRET,
    ]);
  });

  it("a code that leads to no key is named and not guessed at", () => {
    expect(strayIn("secret", "half%2Fof")).toMatchObject({ kind: "percent", meant: null });
    expect(strayIn("secret", "half&#47;of")).toMatchObject({ kind: "entity", meant: null });
  });
});
