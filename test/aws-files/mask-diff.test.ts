import { describe, expect, test } from "vitest";
import { maskedDiff } from "../../src/aws-files/text/mask-diff.js";

const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const ID = "AKIAIOSFODNN7EXAMPLE";

function diff(before: string, after: string): readonly string[] {
  return maskedDiff(before, after).map(({ sign, text }) => sign + text);
}

describe("the masked diff of any two texts", () => {
  test("shows what changes, below the header it belongs to, each once", () => {
    const before = `[a]\nregion = eu-west-1\noutput = json\n[b]\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\n`;
    const after = `[a]\nregion = us-east-1\noutput = text\n[b]\naws_access_key_id = ${ID}\n[c]\nx = 1\n`;
    expect(diff(before, after)).toEqual([
      " [a]",
      "-region = eu-west-1",
      "-output = json",
      "+region = us-east-1",
      "+output = text",
      " [b]",
      "-aws_secret_access_key = (hidden)",
      "+[c]",
      "+x = (hidden)",
    ]);
  });

  test("finds the smallest change between equal lines", () => {
    expect(
      diff(
        "[a]\nregion = a\noutput = b\nservices = c\n",
        "[a]\noutput = b\nservices = d\nsource_profile = e\n",
      ),
    ).toEqual([" [a]", "-region = a", "-services = c", "+services = d", "+source_profile = e"]);
  });

  test("equal texts have none; texts that differ in line ends say so", () => {
    expect(diff("[a]\n", "[a]\n")).toEqual([]);
    expect(diff("[a]\nx = 1\n", "[a]\r\nx = 1\r\n")).toEqual([" (only line ends change)"]);
  });

  test("from nothing, and to nothing", () => {
    expect(diff("", "[default]\nregion = us-east-1\n")).toEqual([
      "+[default]",
      "+region = us-east-1",
    ]);
    expect(diff("[default]\nregion = us-east-1\n", "")).toEqual([
      "-[default]",
      "-region = us-east-1",
    ]);
  });

  test.each<[string, string, string]>([
    ["a secret", `aws_secret_access_key=${SECRET}`, "aws_secret_access_key=(hidden)"],
    [
      "a secret under a misspelt name",
      `aws_secret_accesss_key: ${SECRET}`,
      "aws_secret_accesss_key: (hidden)",
    ],
    ["an id", `AWS_ACCESS_KEY_ID = ${ID}`, "AWS_ACCESS_KEY_ID = AKIA…MPLE"],
    [
      "something else in place of the id",
      `aws_access_key_id = ${SECRET}`,
      "aws_access_key_id = (not a key id)",
    ],
    ["a token", "  aws_session_token =  IQoJ==", "  aws_session_token = (hidden)"],
    ["an unknown option", "password = hunter2", "password = (hidden)"],
    [
      "a command that may hold a password",
      "credential_process = get --password hunter2",
      "credential_process = (hidden)",
    ],
    ["a comment", `# ${SECRET}`, "# (not shown)"],
    ["a line that is no option", SECRET, "(not shown)"],
    ["a secret in place of a name", `${SECRET}=`, "(not shown)"],
    ["an id in place of a name", `${ID} = x`, "(not shown)"],
    [
      "a role",
      "role_arn = arn:aws:iam::123456789012:role/lab",
      "role_arn = arn:aws:iam::123456789012:role/lab",
    ],
    ["a role that is none", `role_arn = ${SECRET}`, "role_arn = (hidden)"],
    ["a secret in place of the output format", `output = ${SECRET}`, "output = (hidden)"],
    ["a secret in place of a profile", `source_profile = ${SECRET}`, "source_profile = (hidden)"],
    ["a region with a comment", "region = us-east-1 # home", "region = (not a region)"],
    ["controls in a name", "re\u001Bgion = x", "(not shown)"],
    ["an empty value", "aws_session_token =", "aws_session_token ="],
  ])("shows %s as it may be shown", (_, line, shown) => {
    expect(diff("[a]\n", `[a]\n${line}\n`).slice(1)).toEqual([`+${shown}`]);
  });

  test("continuations and nested blocks are not shown", () => {
    expect(
      diff("[a]\nregion = a\n", `[a]\nregion = a\n  ${SECRET}\nservices =\n  x = ${SECRET}\n`),
    ).toEqual([" [a]", "+  (not shown)", "+services =", "+  (not shown)"]);
  });

  test("headers lose controls and what stands behind the first ]", () => {
    expect(
      diff("", `[a\u001B[31m\u202E]\n[b] # secret=[${SECRET}]\n[${"x".repeat(100)}]\n`),
    ).toEqual(["+[a]", "+[b]", `+[${"x".repeat(59)}…]`]);
  });

  test("texts that boto3 cannot read are shown all the same", () => {
    expect(
      diff(
        `aws_access_key_id=${ID}\naws_secret_access_key=${SECRET}\n`,
        `[default]\naws_access_key_id=${ID}\naws_secret_access_key=${SECRET}\n`,
      ),
    ).toEqual(["+[default]"]);
    expect(diff("[a]\nx = 1\nx = 2\n", "[a]\nx = 1\n")).toEqual([" [a]", "-x = (hidden)"]);
  });

  test("a change too large to compare line by line is shown whole", () => {
    const lines = (name: string): string =>
      Array.from({ length: 2500 }, (_, at) => `${name}${at} = 1\n`).join("");
    expect(diff(`[z]\n${lines("a")}`, `[z]\n${lines("b")}`)).toHaveLength(5001);
  });
});
