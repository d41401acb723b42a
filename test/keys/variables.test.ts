import { describe, expect, it } from "vitest";
import { meantVariable, misnamedVariables, meantCure } from "../../src/keys/variables.js";
import { SECRET } from "./samples.js";

describe("which variable was meant", () => {
  it.each([
    ["AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID"],
    ["AWS_SECRET_KEY", "AWS_SECRET_ACCESS_KEY"],
    ["AWS_SECRET", "AWS_SECRET_ACCESS_KEY"],
    ["AWS_KEY", "AWS_ACCESS_KEY_ID"],
    ["AWS_KEY_ID", "AWS_ACCESS_KEY_ID"],
    ["AWS_SECRET_ACCESSS_KEY", "AWS_SECRET_ACCESS_KEY"],
    ["AWS_SECRET_ACCES_KEY", "AWS_SECRET_ACCESS_KEY"],
    ["AWS_SECERT_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY"],
    ["AWS_SECRET_ACESS_KEY", "AWS_SECRET_ACCESS_KEY"],
    ["AWS_SECRET_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"],
    ["AWS_SECRET_ACCESS_KEYS", "AWS_SECRET_ACCESS_KEY"],
    ["AWS_ACCES_KEY_ID", "AWS_ACCESS_KEY_ID"],
    ["AWS_ACCESS_KEY_IDD", "AWS_ACCESS_KEY_ID"],
    ["AWS_ACCESS_ID", "AWS_ACCESS_KEY_ID"],
    ["AWSAccessKeyId", "AWS_ACCESS_KEY_ID"],
    ["AWSSecretKey", "AWS_SECRET_ACCESS_KEY"],
    ["AWS-SECRET-ACCESS-KEY", "AWS_SECRET_ACCESS_KEY"],
    ["ACCESS_KEY_ID", "AWS_ACCESS_KEY_ID"],
    ["SECRET_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY"],
    ["aws_access_key_id", "AWS_ACCESS_KEY_ID"],
    ["aws_secret_access_key", "AWS_SECRET_ACCESS_KEY"],
    ["Aws_Session_Token", "AWS_SESSION_TOKEN"],
    ["AWS_SESION_TOKEN", "AWS_SESSION_TOKEN"],
    ["aws_profile", "AWS_PROFILE"],
    ["AWS_PROFIL", "AWS_PROFILE"],
    ["AWS_DEFAUT_REGION", "AWS_DEFAULT_REGION"],
    ["AWS_CREDENTIALS_FILE", "AWS_SHARED_CREDENTIALS_FILE"],
    ["AWS_CREDENTIALS_PATH", "AWS_SHARED_CREDENTIALS_FILE"],
    ["AWS_CONFIG_FILE_PATH", "AWS_CONFIG_FILE"],
    ["AWS_PROFILE_NAME", "AWS_PROFILE"],
    ["AWS_ACCESS_SECRET_KEY", "AWS_SECRET_ACCESS_KEY"],
    ["AWS_ACCESS_KEY_SECRET", "AWS_SECRET_ACCESS_KEY"],
    ["AWS_SECRET_KEY_ACCESS", "AWS_SECRET_ACCESS_KEY"],
    ["AMAZON_ACCESS_KEY_ID", "AWS_ACCESS_KEY_ID"],
    ["AMAZON_SECRET_ACCESS_KEY", "AWS_SECRET_ACCESS_KEY"],
    ["AWS_SHARED_CREDENTIAL_FILE", "AWS_SHARED_CREDENTIALS_FILE"],
    ["PSITURK_AWS_SECRET_KEY", "PSITURK_AWS_SECRET_ACCESS_KEY"],
    ["psiturk_aws_access_key_id", "PSITURK_AWS_ACCESS_KEY_ID"],
  ])("%s: %s", (name, meant) => {
    expect(meantVariable(name)).toBe(meant);
  });

  it.each([
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_PROFILE",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "PSITURK_AWS_ACCESS_KEY_ID",
    "AWS_CREDENTIAL_FILE",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_CA_BUNDLE",
    "AWS_ENDPOINT_URL",
    "AWS_ROLE_ARN",
    "AWS_REGIONS",
    "AWS_PROFILES",
    "AWS_PAGER",
    "AWS_MAX_ATTEMPTS",
    "AWS_SDK_LOAD_CONFIG",
    "SECRET_KEY",
    "ACCESS_KEY",
    "SESSION_TOKEN",
    "KEY",
    "PSITURK_ACCESS_KEY_ID",
    "PSITURK_SECRET_ACCESS_ID",
    "PSITURK_SECRET_KEY",
    "GITHUB_TOKEN",
    "AZURE_SECRET",
    "HOME",
    "",
  ])("%s is read, or means something else", (name) => {
    expect(meantVariable(name)).toBeNull();
  });

  it("leaves out what is empty, and what the right variable makes up for", () => {
    expect(
      misnamedVariables({
        AWS_SECRET_KEY: "",
        AWS_ACCESS_KEY: "x",
        AWS_ACCESS_KEY_ID: "y",
        aws_secret_access_key: SECRET,
      }),
    ).toEqual([{ name: "aws_secret_access_key", meant: "AWS_SECRET_ACCESS_KEY" }]);
  });

  it("gives a line that a shell takes and that shows no value", () => {
    expect(meantCure({ name: "AWS_SECRET_KEY", meant: "AWS_SECRET_ACCESS_KEY" })).toBe(
      'If that is what was meant: export AWS_SECRET_ACCESS_KEY="$AWS_SECRET_KEY"',
    );
    expect(meantCure({ name: "AWS-SECRET; rm", meant: "AWS_SECRET_ACCESS_KEY" })).toBe(
      "If that is what was meant: Set AWS_SECRET_ACCESS_KEY in its place.",
    );
  });
});
