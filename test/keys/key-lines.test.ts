/** Keys in text of every form: shells, dotenv, the AWS files, damaged or commented out. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readKeyLines } from "../../src/keys/key-lines.js";

const ID = "AKIAIOSFODNN7EXAMPLE";
const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const OTHER = "AKIAI44QH8DHBEXAMPLE";

describe("one key, in every way people write it", () => {
  it.each([
    ["bash", `export AWS_ACCESS_KEY_ID=${ID}\nexport AWS_SECRET_ACCESS_KEY=${SECRET}\n`],
    [
      "bash, quoted",
      `export AWS_ACCESS_KEY_ID="${ID}"\nexport AWS_SECRET_ACCESS_KEY='${SECRET}'\n`,
    ],
    ["one line", `export AWS_ACCESS_KEY_ID=${ID} AWS_SECRET_ACCESS_KEY=${SECRET}; psiturk\n`],
    ["alias", `alias lab='AWS_ACCESS_KEY_ID=${ID} AWS_SECRET_ACCESS_KEY=${SECRET} psiturk'\n`],
    [
      "declare",
      `declare -x AWS_ACCESS_KEY_ID="${ID}"\ntypeset -x AWS_SECRET_ACCESS_KEY="${SECRET}"\n`,
    ],
    ["fish", `set -gx AWS_ACCESS_KEY_ID ${ID}\nset -gx AWS_SECRET_ACCESS_KEY "${SECRET}"\n`],
    [
      "fish's universal variables",
      `SETUVAR --export AWS_ACCESS_KEY_ID:${ID}\nSETUVAR --export AWS_SECRET_ACCESS_KEY:${SECRET.replaceAll("/", "\\x2f")}\n`,
    ],
    [
      "a shell's default",
      `: \${AWS_ACCESS_KEY_ID:=${ID}}\nexport AWS_SECRET_ACCESS_KEY=\${AWS_SECRET_ACCESS_KEY:-${SECRET}}\n`,
    ],
    ["bash's $'…'", `export AWS_ACCESS_KEY_ID=$'${ID}' AWS_SECRET_ACCESS_KEY=$"${SECRET}"\n`],
    ["PAM", `AWS_ACCESS_KEY_ID DEFAULT=${ID}\nAWS_SECRET_ACCESS_KEY OVERRIDE="${SECRET}"\n`],
    ["nushell", `load-env { AWS_ACCESS_KEY_ID: "${ID}", AWS_SECRET_ACCESS_KEY: "${SECRET}" }\n`],
    ["PowerShell", `$env:AWS_ACCESS_KEY_ID = "${ID}"\n$env:AWS_SECRET_ACCESS_KEY = "${SECRET}"\n`],
    ["R", `Sys.setenv("AWS_ACCESS_KEY_ID" = "${ID}", "AWS_SECRET_ACCESS_KEY" = "${SECRET}")\n`],
    ["csh", `setenv AWS_ACCESS_KEY_ID ${ID}\nsetenv AWS_SECRET_ACCESS_KEY ${SECRET}\n`],
    ["environment.d", `AWS_ACCESS_KEY_ID=${ID}\nAWS_SECRET_ACCESS_KEY=${SECRET}\n`],
    [
      "psiTurk's variables",
      `PSITURK_AWS_ACCESS_KEY_ID=${ID}\nPSITURK_AWS_SECRET_ACCESS_KEY=${SECRET}\n`,
    ],
    ["psiTurk's misspelt page", `AWS_ACCESS_KEY_ID=${ID}\nAWS_SECRET_ACCESSS_KEY=${SECRET}\n`],
    ["AWS's files", `[default]\naws_access_key_id = ${ID}\naws_secret_access_key=${SECRET}\n`],
    ["secret first", `[default]\naws_secret_access_key : ${SECRET}\naws_access_key_id : ${ID}\n`],
    ["the first EC2 tools", `AWSAccessKeyId=${ID}\nAWSSecretKey=${SECRET}\n`],
    ["CRLF", `export AWS_ACCESS_KEY_ID=${ID}\r\nexport AWS_SECRET_ACCESS_KEY=${SECRET}\r\n`],
  ])("%s", (_form, text) => {
    const [found, ...more] = readKeyLines(`# first\n\n${text}`);
    expect(more).toEqual([]);
    expect(found).toMatchObject({ accessKeyId: ID, commented: false });
    expect(found?.key?.secretAccessKey.reveal()).toBe(SECRET);
    expect(text.split(/\r?\n/)[(found?.line ?? 0) - 3]).toContain(ID);
  });
});

it("keeps pairs apart: another section, another prefix, one after the other, a commented one", () => {
  const text = [
    "[default]",
    `aws_access_key_id = ${ID}`,
    `aws_secret_access_key = ${SECRET}`,
    `#aws_access_key_id = ${OTHER}`,
    `# aws_secret_access_key = ${SECRET}x`,
    "[lab]",
    `aws_access_key_id = ${OTHER}`,
    "[third]",
    `aws_secret_access_key = ${SECRET}`,
  ].join("\n");
  expect(
    readKeyLines(text).map(({ accessKeyId, line, section, commented, key }) => [
      accessKeyId,
      line,
      section,
      commented,
      key?.secretAccessKey.length ?? null,
    ]),
  ).toEqual([
    [ID, 2, "default", false, 40],
    [OTHER, 4, "default", true, 41],
    [OTHER, 7, "lab", false, null],
  ]);
  const shell = `export AWS_ACCESS_KEY_ID=${ID}\nexport AWS_SECRET_ACCESS_KEY=${SECRET}\nexport AWS_ACCESS_KEY_ID=${OTHER}\nexport AWS_SECRET_ACCESS_KEY=other${SECRET.slice(5)}\nPSITURK_AWS_ACCESS_KEY_ID=${ID}\n`;
  expect(readKeyLines(shell).map(({ accessKeyId, lines }) => [accessKeyId, lines])).toEqual([
    [ID, [1, 2]],
    [OTHER, [3, 4]],
    [ID, [5]],
  ]);
});

it.each([
  "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY",
  'export AWS_ACCESS_KEY_ID=$ID AWS_SECRET_ACCESS_KEY="$SECRET"',
  "export AWS_ACCESS_KEY_ID=$(pass aws/id)",
  "echo AWS_ACCESS_KEY_ID",
  `export MY_AWS_ACCESS_KEY_ID_OLD=${ID}`,
  "AWS_ACCESS_KEY_ID=YourAccessKeyId",
  "export AWS_PROFILE=lab",
])("finds none in: %s", (line) => {
  expect(readKeyLines(line)).toEqual([]);
});

it("ends on what nobody wrote by hand, and never throws", () => {
  for (const text of [
    `AWS_ACCESS_KEY_ID=${" ".repeat(200_000)}`,
    "AWS_ACCESS_KEY_ID ".repeat(100_000),
    `${"\n".repeat(500_000)}[${"x".repeat(100_000)}`,
  ]) {
    // Far from linear, this would outlast the test's time limit.
    expect(() => readKeyLines(text)).not.toThrow();
  }
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (noise) => {
      const found = readKeyLines(
        `${noise}\n[p]\nAWS_ACCESS_KEY_ID=${ID}\n${noise.replaceAll(/aws/gi, "")}`,
      );
      return found.some(({ accessKeyId }) => accessKeyId === ID);
    }),
  );
});
