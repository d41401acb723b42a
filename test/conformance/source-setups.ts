/**
 * The set-ups of sources.test.ts: environment × files × directory. `$DIR` stands for the directory
 * of the set-up.
 */
import fc from "fast-check";
import type { ProblemCode } from "../../src/base/problem.js";

export interface Setup {
  readonly name: string;
  readonly env?: Readonly<Record<string, string>>;
  /** By path inside the set-up's directory: `home` is HOME, `lab/study` the working directory. */
  readonly files?: Readonly<Record<string, string>>;
  readonly folders?: readonly string[];
  /** As `files`, to be run. */
  readonly scripts?: Readonly<Record<string, string>>;
  /** `--profile`. */
  readonly profile?: string;
  /** Let boto3 make a client as well: some errors come only then. */
  readonly client?: true;
  /** What the judge needs to know of: python-dotenv, or botocore's `login` provider. */
  readonly needs?: "dotenv" | "login";
  /** A code that must be among the problems. */
  readonly tells?: ProblemCode;
}

const ID = "AKIAIOSFODNN7EXAMPLE";
const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const OTHER_ID = "AKIAI44QH8DHBEXAMPLE";
const OTHER_SECRET = "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY";
const THIRD_ID = "AKIATHIRDKEYEXAMPLE2";
const THIRD_SECRET = "third/secret/of/the/tests/EXAMPLEKEY00000";
const TOKEN = "IQoJb3JpZ2luX2VjEXAMPLE==";
/** What must never be printed. */
export const SECRETS = [SECRET, OTHER_SECRET, THIRD_SECRET, TOKEN] as const;
/** The three pairs, for who wants them known to a practice AWS. */
export const PAIRS = [
  { id: ID, secret: SECRET },
  { id: OTHER_ID, secret: OTHER_SECRET },
  { id: THIRD_ID, secret: THIRD_SECRET },
] as const;
const ROLE = "arn:aws:iam::123456789012:role/lab";

const pair = (id = ID, secret = SECRET): string =>
  `aws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`;
const profile = (name: string, body: string): string => `[${name}]\n${body}`;
const CREDENTIALS = "home/.aws/credentials";
const CONFIG = "home/.aws/config";
const DEFAULT = { [CREDENTIALS]: profile("default", pair()) };
const ENV = { AWS_ACCESS_KEY_ID: OTHER_ID, AWS_SECRET_ACCESS_KEY: OTHER_SECRET };
const psiturk = (body: string): string => profile("AWS Access", body);

const PLAIN: readonly Setup[] = [
  { name: "nothing at all", tells: "keys-missing" },
  { name: "credentials file", files: DEFAULT },
  {
    name: "upper-case names, CRLF",
    files: {
      [CREDENTIALS]: `[default]\r\nAWS_ACCESS_KEY_ID=${ID}\r\nAWS_SECRET_ACCESS_KEY = ${SECRET}\r\n`,
    },
  },
  {
    name: "colons and indented keys",
    files: {
      [CREDENTIALS]: `[default]\n  aws_access_key_id: ${ID}\n  aws_secret_access_key: ${SECRET}\n`,
    },
  },
  { name: "keys only in the config file", files: { [CONFIG]: profile("default", pair()) } },
  {
    name: "[profile default] in the config file",
    files: { [CONFIG]: profile("profile default", pair()) },
  },
  {
    name: "both files, other keys",
    files: { ...DEFAULT, [CONFIG]: profile("default", pair(OTHER_ID, OTHER_SECRET)) },
    tells: "keys-hidden",
  },
  {
    name: "id in one file, secret in the other",
    files: {
      [CREDENTIALS]: `[default]\naws_access_key_id = ${ID}\n`,
      [CONFIG]: `[default]\naws_secret_access_key = ${SECRET}\n`,
    },
    tells: "keys-partial",
  },
  {
    name: "secret in credentials, id in config",
    files: {
      [CREDENTIALS]: `[default]\naws_secret_access_key = ${SECRET}\n`,
      [CONFIG]: `[default]\naws_access_key_id = ${ID}\n`,
    },
    tells: "keys-partial",
  },
  {
    name: "only the id in the profile",
    files: { [CREDENTIALS]: `[default]\naws_access_key_id = ${ID}\n` },
    tells: "keys-partial",
  },
  {
    name: "only the secret in the profile",
    files: { [CREDENTIALS]: `[default]\naws_secret_access_key = ${SECRET}\n` },
    tells: "keys-partial",
  },
  {
    name: "misspelt secret of psiTurk's documentation",
    files: {
      [CREDENTIALS]: `[default]\naws_access_key_id = ${ID}\naws_secret_accesss_key = ${SECRET}\n`,
    },
    tells: "keys-partial",
  },
  {
    name: "blank values count",
    files: {
      [CREDENTIALS]: "[default]\naws_access_key_id =\naws_secret_access_key =\n",
      [CONFIG]: profile("default", pair()),
    },
    tells: "keys-partial",
  },
  {
    name: "quotes stay in the value",
    files: { [CREDENTIALS]: profile("default", pair(`"${ID}"`, `"${SECRET}"`)) },
  },
  {
    name: "a comment behind a value stays in it",
    files: { [CREDENTIALS]: profile("default", pair(ID, `${SECRET} # mine`)) },
  },
  {
    name: "[Default] is no default",
    files: { [CREDENTIALS]: profile("Default", pair()) },
    tells: "keys-missing",
  },
  {
    name: "[profile default] in the credentials file",
    files: { [CREDENTIALS]: profile("profile default", pair()) },
    tells: "keys-missing",
  },
  {
    name: "[DEFAULT] alone",
    files: { [CREDENTIALS]: profile("DEFAULT", pair()) },
    tells: "keys-missing",
  },
  {
    name: "[DEFAULT] reaches into every profile",
    files: { [CREDENTIALS]: `[DEFAULT]\naws_session_token = LEAK\n${profile("default", pair())}` },
    tells: "session-token-stale",
  },
  {
    name: "psiturk's documentation: no header",
    files: { [CREDENTIALS]: pair() },
    tells: "file-broken",
  },
  {
    name: "duplicate section",
    files: {
      [CREDENTIALS]: profile("default", pair()) + profile("default", pair(OTHER_ID, OTHER_SECRET)),
    },
    tells: "file-broken",
  },
  {
    name: "byte order mark",
    files: { [CREDENTIALS]: `\uFEFF${profile("default", pair())}` },
    tells: "file-broken",
  },
  {
    name: "broken config file beside good keys in the environment",
    env: ENV,
    files: { ...DEFAULT, [CONFIG]: "region = us-east-1\n" },
    tells: "file-broken",
  },
  {
    name: "both files broken",
    files: { [CREDENTIALS]: pair(), [CONFIG]: "region = us-east-1\n" },
    tells: "file-broken",
  },
  {
    name: "credentials is a folder",
    folders: [CREDENTIALS],
    files: { [CONFIG]: profile("default", pair()) },
  },
  {
    name: "left-over session token",
    files: { [CREDENTIALS]: profile("default", `${pair()}aws_session_token = ${TOKEN}\n`) },
    tells: "session-token-stale",
  },
  {
    name: "aws_security_token beats aws_session_token",
    files: {
      [CREDENTIALS]: profile("default", `${pair()}aws_session_token = a\naws_security_token = b\n`),
    },
  },
  {
    name: "an empty session token is none",
    files: { [CREDENTIALS]: profile("default", `${pair()}aws_session_token =\n`) },
  },
  {
    name: "token in config, keys in credentials",
    files: { ...DEFAULT, [CONFIG]: `[default]\naws_session_token = ${TOKEN}\n` },
  },
  {
    name: "AWS_SHARED_CREDENTIALS_FILE with ~",
    env: { AWS_SHARED_CREDENTIALS_FILE: "~/elsewhere" },
    files: { ...DEFAULT, "home/elsewhere": profile("default", pair(OTHER_ID, OTHER_SECRET)) },
  },
  {
    name: "AWS_SHARED_CREDENTIALS_FILE names nothing",
    env: { AWS_SHARED_CREDENTIALS_FILE: "$DIR/none" },
    files: DEFAULT,
    tells: "keys-missing",
  },
  {
    name: "AWS_SHARED_CREDENTIALS_FILE with a variable",
    env: { AWS_SHARED_CREDENTIALS_FILE: "$HOME/$NAME", NAME: "elsewhere" },
    files: { "home/elsewhere": profile("default", pair()) },
  },
  {
    name: "AWS_CONFIG_FILE relative",
    env: { AWS_CONFIG_FILE: "aws.cfg" },
    files: { "lab/study/aws.cfg": profile("default", `${pair()}region = eu-west-1\n`) },
  },
  {
    name: "AWS_CONFIG_FILE empty: no config at all",
    env: { AWS_CONFIG_FILE: "" },
    files: { [CONFIG]: profile("default", pair()) },
    tells: "keys-missing",
  },
  {
    name: "AWS_SHARED_CREDENTIALS_FILE empty",
    env: { AWS_SHARED_CREDENTIALS_FILE: "" },
    files: { ...DEFAULT, [CONFIG]: profile("default", pair(OTHER_ID, OTHER_SECRET)) },
  },
];

const ENVIRONMENT: readonly Setup[] = [
  { name: "environment beats the file", env: ENV, files: DEFAULT, tells: "keys-hidden" },
  {
    name: "same key in environment and file",
    env: { AWS_ACCESS_KEY_ID: ID, AWS_SECRET_ACCESS_KEY: SECRET },
    files: DEFAULT,
  },
  {
    name: "environment with a session token",
    env: {
      AWS_ACCESS_KEY_ID: "ASIAIOSFODNN7EXAMPLE",
      AWS_SECRET_ACCESS_KEY: SECRET,
      AWS_SESSION_TOKEN: TOKEN,
    },
    tells: "temporary-keys",
  },
  {
    name: "AWS_SECURITY_TOKEN beats AWS_SESSION_TOKEN",
    env: { ...ENV, AWS_SESSION_TOKEN: "a", AWS_SECURITY_TOKEN: "b" },
    tells: "session-token-stale",
  },
  {
    name: "only the id in the environment",
    env: { AWS_ACCESS_KEY_ID: ID },
    files: DEFAULT,
    tells: "keys-partial",
  },
  {
    name: "id and an empty secret",
    env: { AWS_ACCESS_KEY_ID: ID, AWS_SECRET_ACCESS_KEY: "" },
    files: DEFAULT,
    tells: "keys-partial",
  },
  {
    name: "only the secret in the environment",
    env: { AWS_SECRET_ACCESS_KEY: SECRET },
    files: DEFAULT,
  },
  {
    name: "only the secret, and nothing else",
    env: { AWS_SECRET_ACCESS_KEY: SECRET },
    tells: "keys-partial",
  },
  {
    name: "the misspelt variable",
    env: { AWS_ACCESS_KEY_ID: ID, AWS_SECRET_ACCESSS_KEY: SECRET },
    tells: "keys-partial",
  },
  {
    name: "empty variables are none",
    env: { AWS_ACCESS_KEY_ID: "", AWS_SECRET_ACCESS_KEY: "" },
    files: DEFAULT,
  },
  { name: "a session token alone is ignored", env: { AWS_SESSION_TOKEN: TOKEN }, files: DEFAULT },
  {
    name: "lower-case variables are ignored",
    env: { aws_access_key_id: OTHER_ID, aws_secret_access_key: OTHER_SECRET },
    files: DEFAULT,
  },
  {
    name: "container credentials",
    env: { AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://127.0.0.1:9/none" },
    files: DEFAULT,
  },
];

const lab = profile("lab", pair(THIRD_ID, THIRD_SECRET));
const PROFILES: readonly Setup[] = [
  {
    name: "AWS_PROFILE",
    env: { AWS_PROFILE: "lab" },
    files: { [CREDENTIALS]: DEFAULT[CREDENTIALS] + lab },
  },
  {
    name: "AWS_DEFAULT_PROFILE before AWS_PROFILE",
    env: { AWS_DEFAULT_PROFILE: "lab", AWS_PROFILE: "default" },
    files: { [CREDENTIALS]: DEFAULT[CREDENTIALS] + lab },
  },
  {
    name: "environment beats AWS_PROFILE",
    env: { ...ENV, AWS_PROFILE: "lab" },
    files: { [CREDENTIALS]: lab },
    tells: "keys-hidden",
  },
  {
    name: "--profile beats the environment",
    env: ENV,
    profile: "lab",
    files: { [CREDENTIALS]: DEFAULT[CREDENTIALS] + lab },
  },
  { name: "--profile default beats the environment", env: ENV, profile: "default", files: DEFAULT },
  {
    name: "--profile beats AWS_PROFILE",
    env: { AWS_PROFILE: "default" },
    profile: "lab",
    files: { [CREDENTIALS]: DEFAULT[CREDENTIALS] + lab },
  },
  { name: "--profile that is missing", profile: "none", files: DEFAULT, tells: "profile-missing" },
  { name: "--profile with an empty name", profile: "", files: DEFAULT, tells: "profile-missing" },
  {
    name: "AWS_PROFILE that is missing, keys in the environment",
    env: { ...ENV, AWS_PROFILE: "none" },
    files: DEFAULT,
    tells: "profile-missing",
  },
  { name: "AWS_PROFILE empty", env: { AWS_PROFILE: "" }, files: DEFAULT, tells: "profile-missing" },
  {
    name: "AWS_DEFAULT_PROFILE empty before a good AWS_PROFILE",
    env: { AWS_DEFAULT_PROFILE: "", AWS_PROFILE: "default" },
    files: DEFAULT,
    tells: "profile-missing",
  },
  {
    name: "AWS_PROFILE=default without any default",
    env: { AWS_PROFILE: "default" },
    files: { [CREDENTIALS]: lab },
    tells: "profile-missing",
  },
  {
    name: "profile only in the config file",
    env: { AWS_PROFILE: "my lab" },
    files: { [CONFIG]: `[profile "my lab"]\n${pair()}` },
  },
  {
    name: "[lab] in the config file is no profile",
    env: { AWS_PROFILE: "lab" },
    files: { [CONFIG]: lab },
    tells: "profile-missing",
  },
  {
    name: "profile without keys",
    env: { AWS_PROFILE: "lab" },
    files: { [CREDENTIALS]: DEFAULT[CREDENTIALS], [CONFIG]: "[profile lab]\nregion = us-east-1\n" },
    tells: "keys-missing",
  },
];

const REGIONS: readonly Setup[] = [
  {
    name: "region of the config file",
    files: { ...DEFAULT, [CONFIG]: "[default]\nregion = eu-west-1\n" },
  },
  {
    name: "region of the credentials file wins",
    files: {
      [CREDENTIALS]: profile("default", `${pair()}region = us-west-2\n`),
      [CONFIG]: "[default]\nregion = eu-west-1\n",
    },
  },
  {
    name: "AWS_DEFAULT_REGION wins",
    env: { AWS_DEFAULT_REGION: "us-east-2" },
    files: { ...DEFAULT, [CONFIG]: "[default]\nregion = eu-west-1\n" },
  },
  {
    name: "AWS_REGION is ignored",
    env: { AWS_REGION: "us-east-2" },
    files: { ...DEFAULT, [CONFIG]: "[default]\nregion = eu-west-1\n" },
  },
  {
    name: "AWS_DEFAULT_REGION empty",
    env: { AWS_DEFAULT_REGION: "" },
    files: { ...DEFAULT, [CONFIG]: "[default]\nregion = eu-west-1\n" },
  },
  {
    name: "default's region is not inherited",
    env: { AWS_PROFILE: "lab" },
    files: { [CREDENTIALS]: lab, [CONFIG]: "[default]\nregion = eu-west-1\n" },
  },
  {
    name: "region with a comment behind it",
    files: { ...DEFAULT, [CONFIG]: "[default]\nregion = us-east-1 # home\n" },
  },
  {
    name: "region with keys in the environment",
    env: ENV,
    files: { [CONFIG]: "[default]\nregion = eu-west-1\n" },
  },
];

const config = (body: string): Readonly<Record<string, string>> => ({
  ...DEFAULT,
  [CONFIG]: profile("default", body),
});
const SSO =
  "sso_account_id = 123456789012\nsso_role_name = lab\nsso_start_url = https://example.awsapps.com/start#/\nsso_region = us-east-1\n";
const PROVIDERS: readonly Setup[] = [
  {
    name: "role with another profile's keys",
    files: {
      ...config(`role_arn = ${ROLE}\nsource_profile = lab\n`),
      [CREDENTIALS]: DEFAULT[CREDENTIALS] + lab,
    },
  },
  {
    name: "role with its own profile's keys",
    files: config(`role_arn = ${ROLE}\nsource_profile = default\n`),
    tells: "keys-hidden",
  },
  {
    name: "role beaten by the environment",
    env: ENV,
    files: config(`role_arn = ${ROLE}\nsource_profile = default\n`),
  },
  { name: "role without source", files: config(`role_arn = ${ROLE}\n`), tells: "keys-partial" },
  {
    name: "role with both sources",
    files: config(
      `role_arn = ${ROLE}\nsource_profile = default\ncredential_source = Environment\n`,
    ),
    tells: "file-broken",
  },
  {
    name: "role whose source is missing",
    files: config(`role_arn = ${ROLE}\nsource_profile = none\n`),
    tells: "file-broken",
  },
  {
    name: "role whose source has no keys",
    files: {
      [CONFIG]: `[default]\nrole_arn = ${ROLE}\nsource_profile = lab\n[profile lab]\nregion = us-east-1\n`,
    },
    tells: "file-broken",
  },
  {
    name: "role whose source has half a key",
    files: {
      [CREDENTIALS]: `[lab]\naws_access_key_id = ${ID}\n`,
      [CONFIG]: `[default]\nrole_arn = ${ROLE}\nsource_profile = lab\n`,
    },
    tells: "keys-partial",
  },
  {
    name: "role of a role",
    files: {
      [CREDENTIALS]: lab,
      [CONFIG]: `[default]\nrole_arn = ${ROLE}\nsource_profile = middle\n[profile middle]\nrole_arn = ${ROLE}\nsource_profile = lab\n`,
    },
  },
  {
    name: "roles in a circle",
    files: {
      [CONFIG]: `[default]\nrole_arn = ${ROLE}\nsource_profile = b\n[profile b]\nrole_arn = ${ROLE}\nsource_profile = default\n`,
    },
    tells: "file-broken",
  },
  {
    name: "role that is its own source, without keys",
    files: { [CONFIG]: `[default]\nrole_arn = ${ROLE}\nsource_profile = default\n` },
    tells: "file-broken",
  },
  {
    name: "credential_source that boto3 does not know",
    files: config(`role_arn = ${ROLE}\ncredential_source = Nowhere\n`),
    tells: "file-broken",
  },
  {
    name: "credential_source Environment without keys there",
    files: config(`role_arn = ${ROLE}\ncredential_source = Environment\n`),
    tells: "keys-partial",
  },
  {
    name: "credential_source Environment and --profile",
    env: ENV,
    profile: "default",
    files: config(`role_arn = ${ROLE}\ncredential_source = Environment\n`),
  },
  {
    name: "web identity in the profile",
    files: config(`role_arn = ${ROLE}\nweb_identity_token_file = /none\n`),
  },
  {
    name: "web identity in the environment",
    env: { AWS_ROLE_ARN: ROLE, AWS_WEB_IDENTITY_TOKEN_FILE: "/none" },
    files: DEFAULT,
    tells: "keys-hidden",
  },
  {
    name: "web identity without a role",
    env: { AWS_WEB_IDENTITY_TOKEN_FILE: "/none" },
    files: DEFAULT,
    tells: "file-broken",
  },
  {
    name: "web identity in the environment and --profile",
    env: { AWS_ROLE_ARN: ROLE, AWS_WEB_IDENTITY_TOKEN_FILE: "/none" },
    profile: "default",
    files: DEFAULT,
  },
  { name: "AWS_ROLE_ARN alone is nothing", env: { AWS_ROLE_ARN: ROLE }, files: DEFAULT },
  {
    name: "web identity and a broken role",
    env: { AWS_ROLE_ARN: ROLE, AWS_WEB_IDENTITY_TOKEN_FILE: "/none" },
    files: config(`role_arn = ${ROLE}\n`),
    tells: "keys-partial",
  },
  { name: "single sign-on, old form", files: config(SSO), tells: "keys-hidden" },
  {
    name: "single sign-on with half its settings",
    files: config("sso_account_id = 123456789012\n"),
    tells: "file-broken",
  },
  {
    name: "single sign-on with a session",
    files: {
      ...DEFAULT,
      [CONFIG]:
        "[default]\nsso_session = uni\nsso_account_id = 123456789012\nsso_role_name = lab\n[sso-session uni]\nsso_start_url = https://example.awsapps.com/start\nsso_region = us-east-1\n",
    },
  },
  {
    name: "single sign-on with a session that contradicts",
    files: {
      ...DEFAULT,
      [CONFIG]:
        "[default]\nsso_session = uni\nsso_region = eu-west-1\nsso_account_id = 123456789012\nsso_role_name = lab\n[sso-session uni]\nsso_start_url = https://example.awsapps.com/start\nsso_region = us-east-1\n",
    },
    tells: "file-broken",
  },
  {
    name: "single sign-on with a session that is missing",
    files: config("sso_session = uni\nsso_account_id = 123456789012\nsso_role_name = lab\n"),
    tells: "file-broken",
  },
  {
    name: "sso_session alone: static key",
    files: {
      ...DEFAULT,
      [CONFIG]:
        "[default]\nsso_session = uni\n[sso-session uni]\nsso_start_url = https://example.awsapps.com/start\nsso_region = us-east-1\n",
    },
    client: true,
  },
  {
    name: "sso_session that names nothing",
    files: config("sso_session = uni\n"),
    client: true,
    tells: "file-broken",
  },
  {
    name: "sso_session that names nothing, keys in the environment",
    env: ENV,
    files: config("sso_session = uni\n"),
    client: true,
    tells: "file-broken",
  },
  {
    name: "login, keys in credentials",
    files: config("login_session = arn:aws:iam::123456789012:user/lab\n"),
    needs: "login",
  },
  {
    name: "login, keys in config",
    files: {
      [CONFIG]: profile("default", `${pair()}login_session = arn:aws:iam::123456789012:user/lab\n`),
    },
    needs: "login",
  },
  { name: "process, keys in credentials", files: config("credential_process = $DIR/process.sh\n") },
  {
    name: "process, keys in config",
    files: { [CONFIG]: profile("default", `${pair()}credential_process = $DIR/process.sh\n`) },
  },
  ...[
    "$DIR/none",
    "no-such-program --json",
    "$DIR/home",
    "~/process.sh",
    "$HOME/process.sh",
    "$DIR/process.sh/below",
    "A=1 $DIR/process.sh",
    '"$DIR/process.sh',
    "C:\\tools\\keys.exe",
    "$DIR/not-executable",
    "$DIR/no-interpreter",
    "$DIR/windows-script",
    "$DIR/no-first-line",
    "",
    '""',
  ].map((command): Setup => ({
    name: `process that cannot be started: ${command}`,
    files: {
      [CONFIG]: profile("default", `${pair()}credential_process = ${command}\n`),
      "not-executable": "#!/bin/sh\n",
    },
    scripts: {
      "no-interpreter": "#!/no/such/shell\n",
      "windows-script": "#!/bin/sh\r\necho\r\n",
      "no-first-line": "echo {}\n",
    },
    tells: "file-broken",
  })),
  ...['"$DIR/process.sh"', "../../process.sh", "sh $DIR/process.sh", "sh -c $DIR/process.sh"].map(
    (command): Setup => ({
      name: `process that can be started: ${command}`,
      files: { [CONFIG]: `[default]\ncredential_process = ${command}\n` },
    }),
  ),
  {
    name: "process that cannot be started, behind a key of the credentials file",
    files: { ...DEFAULT, [CONFIG]: "[default]\ncredential_process = /none\n" },
  },
  {
    name: "process that cannot be started, whose key a role wants",
    env: { AWS_PROFILE: "lab" },
    files: {
      [CONFIG]: `[profile lab]\nrole_arn = ${ROLE}\nsource_profile = p\n[profile p]\ncredential_process = /none\n`,
    },
    tells: "file-broken",
  },
];

const boto = (body: string): string => profile("Credentials", body);
const OLD: readonly Setup[] = [
  { name: "~/.boto", files: { "home/.boto": boto(pair()) } },
  {
    name: "~/.boto behind the credentials file",
    files: { ...DEFAULT, "home/.boto": boto(pair(OTHER_ID, OTHER_SECRET)) },
  },
  {
    name: "~/.boto in place of a profile without keys",
    env: { AWS_PROFILE: "lab" },
    files: { [CONFIG]: "[profile lab]\nregion = us-east-1\n", "home/.boto": boto(pair()) },
  },
  {
    name: "/etc/boto.cfg before ~/.boto",
    files: { "etc/boto.cfg": boto(pair(OTHER_ID, OTHER_SECRET)), "home/.boto": boto(pair()) },
  },
  {
    name: "/etc/boto.cfg without keys",
    files: { "etc/boto.cfg": "[Boto]\ndebug = 0\n", "home/.boto": boto(pair()) },
  },
  {
    name: "/etc/boto.cfg broken",
    files: { "etc/boto.cfg": "debug = 0\n", "home/.boto": boto(pair()) },
    tells: "file-broken",
  },
  {
    name: "/etc/boto.cfg broken behind good keys",
    files: { ...DEFAULT, "etc/boto.cfg": "debug = 0\n" },
  },
  {
    name: "BOTO_CONFIG replaces both",
    env: { BOTO_CONFIG: "~/old.cfg" },
    files: {
      "home/old.cfg": boto(pair(THIRD_ID, THIRD_SECRET)),
      "etc/boto.cfg": boto(pair(OTHER_ID, OTHER_SECRET)),
      "home/.boto": boto(pair()),
    },
  },
  {
    name: "BOTO_CONFIG names nothing",
    env: { BOTO_CONFIG: "$DIR/none" },
    files: { "home/.boto": boto(pair()) },
    tells: "keys-missing",
  },
  {
    name: "~/.boto with half a key",
    files: { "home/.boto": boto(`aws_access_key_id = ${ID}\n`) },
    tells: "keys-partial",
  },
  {
    name: "~/.boto with only the secret",
    files: { "home/.boto": boto(`aws_secret_access_key = ${SECRET}\n`) },
    tells: "keys-partial",
  },
  {
    name: "~/.boto with quotes, colons and a comment behind the header",
    files: {
      "home/.boto": `[Credentials] ; mine\naws_access_key_id: '${ID}'\naws_secret_access_key: ${SECRET} ; mine\n`,
    },
  },
  {
    name: "~/.boto under [credentials]",
    files: { "home/.boto": profile("credentials", pair()) },
    tells: "keys-missing",
  },
  {
    name: "AWS_CREDENTIAL_FILE",
    env: { AWS_CREDENTIAL_FILE: "~/ec2" },
    files: {
      "home/ec2": `AWSAccessKeyId=${ID}\nAWSSecretKey = ${SECRET}\n`,
      "home/.boto": boto(pair(OTHER_ID, OTHER_SECRET)),
    },
  },
  {
    name: "AWS_CREDENTIAL_FILE behind the credentials file",
    env: { AWS_CREDENTIAL_FILE: "$DIR/none" },
    files: DEFAULT,
  },
  {
    name: "AWS_CREDENTIAL_FILE that is missing",
    env: { AWS_CREDENTIAL_FILE: "$DIR/none" },
    files: { "home/.boto": boto(pair()) },
    tells: "file-unreadable",
  },
  {
    name: "AWS_CREDENTIAL_FILE with half a key",
    env: { AWS_CREDENTIAL_FILE: "$DIR/ec2" },
    files: { ec2: `AWSAccessKeyId=${ID}\n` },
    tells: "keys-partial",
  },
  {
    name: "AWS_CREDENTIAL_FILE without a key",
    env: { AWS_CREDENTIAL_FILE: "$DIR/ec2" },
    files: { ec2: "user=me\n", "home/.boto": boto(pair()) },
  },
];

const PSITURKCONFIG = "home/.psiturkconfig";
const CONFIG_TXT = "lab/study/config.txt";
const PSITURK: readonly Setup[] = [
  {
    name: ".psiturkconfig alone",
    files: { [PSITURKCONFIG]: psiturk(pair()) },
    tells: "keys-missing",
  },
  {
    name: ".psiturkconfig hides ~/.aws",
    files: { ...DEFAULT, [PSITURKCONFIG]: psiturk(pair(OTHER_ID, OTHER_SECRET)) },
    tells: "keys-hidden",
  },
  {
    name: ".psiturkconfig in upper case",
    files: {
      [PSITURKCONFIG]: psiturk(`AWS_ACCESS_KEY_ID = ${ID}\nAWS_SECRET_ACCESS_KEY = ${SECRET}\n`),
    },
  },
  {
    name: ".psiturkconfig under [AWS access]",
    files: { ...DEFAULT, [PSITURKCONFIG]: profile("AWS access", pair(OTHER_ID, OTHER_SECRET)) },
    tells: "keys-hidden",
  },
  {
    name: ".psiturkconfig blank",
    files: {
      ...DEFAULT,
      [PSITURKCONFIG]: psiturk(
        "aws_access_key_id =\naws_secret_access_key =\naws_region = eu-west-1\n",
      ),
    },
  },
  {
    name: ".psiturkconfig with the placeholders of psiTurk 2",
    files: { ...DEFAULT, [PSITURKCONFIG]: psiturk(pair("YourAccessKeyId", "YourSecretAccessKey")) },
    tells: "placeholder-keys",
  },
  {
    name: ".psiturkconfig with quotes",
    files: { [PSITURKCONFIG]: psiturk(pair(`"${ID}"`, `'${SECRET}'`)) },
  },
  {
    name: ".psiturkconfig with comments behind the values",
    files: { [PSITURKCONFIG]: psiturk(pair(`${ID} ; mine`, `${SECRET} # mine`)) },
  },
  {
    name: ".psiturkconfig with colons",
    files: {
      [PSITURKCONFIG]: psiturk(`aws_access_key_id : ${ID}\naws_secret_access_key : ${SECRET}\n`),
    },
  },
  {
    name: ".psiturkconfig with an indented header",
    files: { [PSITURKCONFIG]: ` [AWS Access] # keys\n${pair()}` },
  },
  {
    name: ".psiturkconfig with a percent sign",
    files: { [PSITURKCONFIG]: psiturk(pair(ID, "abc%def")) },
    tells: "file-broken",
  },
  {
    name: ".psiturkconfig with a byte order mark",
    files: { ...DEFAULT, [PSITURKCONFIG]: `\uFEFF${psiturk(pair())}` },
    tells: "file-broken",
  },
  {
    name: ".psiturkconfig without a header",
    files: { ...DEFAULT, [PSITURKCONFIG]: pair() },
    tells: "file-broken",
  },
  {
    name: ".psiturkconfig with a key twice",
    files: { [PSITURKCONFIG]: psiturk(pair() + pair()) },
    tells: "file-broken",
  },
  {
    name: "PSITURK_GLOBAL_CONFIG_LOCATION",
    env: { PSITURK_GLOBAL_CONFIG_LOCATION: "~/psi" },
    files: {
      "home/psi/.psiturkconfig": psiturk(pair()),
      [PSITURKCONFIG]: psiturk(pair(OTHER_ID, OTHER_SECRET)),
    },
  },
  {
    name: "PSITURK_GLOBAL_CONFIG_LOCATION relative",
    env: { PSITURK_GLOBAL_CONFIG_LOCATION: "." },
    files: { "lab/study/.psiturkconfig": psiturk(pair()) },
  },
  {
    name: "config.txt beats .psiturkconfig",
    files: {
      [CONFIG_TXT]: psiturk(pair()),
      [PSITURKCONFIG]: psiturk(pair(OTHER_ID, OTHER_SECRET)),
    },
  },
  {
    name: "blank config.txt covers .psiturkconfig",
    files: {
      ...DEFAULT,
      [CONFIG_TXT]: psiturk("aws_access_key_id =\naws_secret_access_key =\n"),
      [PSITURKCONFIG]: psiturk(pair(OTHER_ID, OTHER_SECRET)),
    },
  },
  {
    name: "config.txt without the section",
    files: {
      [CONFIG_TXT]: "[HIT Configuration]\ntitle = Stroop\n",
      [PSITURKCONFIG]: psiturk(pair()),
    },
  },
  {
    name: "id in config.txt, secret in .psiturkconfig",
    files: {
      [CONFIG_TXT]: psiturk(`aws_access_key_id = ${ID}\n`),
      [PSITURKCONFIG]: psiturk(`aws_secret_access_key = ${SECRET}\n`),
    },
  },
  {
    name: "id in the environment, pair in .psiturkconfig",
    env: { AWS_ACCESS_KEY_ID: OTHER_ID },
    files: { [PSITURKCONFIG]: psiturk(pair()) },
    tells: "keys-partial",
  },
  {
    name: "secret in the environment, pair in config.txt",
    env: { AWS_SECRET_ACCESS_KEY: OTHER_SECRET },
    files: { ...DEFAULT, [CONFIG_TXT]: psiturk(pair(THIRD_ID, THIRD_SECRET)) },
  },
  {
    name: "only the id in .psiturkconfig",
    files: { ...DEFAULT, [PSITURKCONFIG]: psiturk(`aws_access_key_id = ${OTHER_ID}\n`) },
  },
  {
    name: "only the id in .psiturkconfig, and nothing else",
    files: { [PSITURKCONFIG]: psiturk(`aws_access_key_id = ${OTHER_ID}\n`) },
  },
  {
    name: "PSITURK_AWS_… beats all",
    env: {
      ...ENV,
      PSITURK_AWS_ACCESS_KEY_ID: THIRD_ID,
      PSITURK_AWS_SECRET_ACCESS_KEY: THIRD_SECRET,
    },
    files: { ...DEFAULT, [PSITURKCONFIG]: psiturk(pair()) },
  },
  { name: "PSITURK_AWS_… id only", env: { ...ENV, PSITURK_AWS_ACCESS_KEY_ID: THIRD_ID } },
  {
    name: "PSITURK_AWS_… empty keeps AWS_… from counting",
    env: { ...ENV, PSITURK_AWS_ACCESS_KEY_ID: "" },
    files: { [PSITURKCONFIG]: psiturk(pair()) },
  },
  { name: "PSITURK_AWS_… empty, nothing in files", env: { ...ENV, PSITURK_AWS_ACCESS_KEY_ID: "" } },
  {
    name: ".psiturkconfig with a missing AWS_PROFILE",
    env: { AWS_PROFILE: "none" },
    files: { [PSITURKCONFIG]: psiturk(pair()) },
    tells: "profile-missing",
  },
  {
    name: ".psiturkconfig with a broken credentials file",
    files: { [CREDENTIALS]: pair(), [PSITURKCONFIG]: psiturk(pair()) },
    tells: "file-broken",
  },
  {
    name: "percent sign in the environment",
    env: { AWS_ACCESS_KEY_ID: ID, AWS_SECRET_ACCESS_KEY: "50%" },
    tells: "file-broken",
  },
  {
    name: "--profile is nothing to psiTurk",
    profile: "lab",
    files: { [CREDENTIALS]: DEFAULT[CREDENTIALS] + lab },
  },
];

const DOTENV = "lab/study/.env";
const env = (body: string): Readonly<Record<string, string>> => ({ ...DEFAULT, [DOTENV]: body });
const DOTENVS: readonly Setup[] = [
  {
    name: ".env",
    needs: "dotenv",
    files: env(`AWS_ACCESS_KEY_ID=${OTHER_ID}\nAWS_SECRET_ACCESS_KEY=${OTHER_SECRET}\n`),
    tells: "keys-hidden",
  },
  {
    name: ".env in a parent folder",
    needs: "dotenv",
    files: {
      ...DEFAULT,
      "lab/.env": `export AWS_ACCESS_KEY_ID='${OTHER_ID}'\nexport AWS_SECRET_ACCESS_KEY="${OTHER_SECRET}" # mine\n`,
    },
  },
  {
    name: "the nearest .env counts, even without keys",
    needs: "dotenv",
    files: {
      ...env("TITLE=Stroop\n"),
      "lab/.env": `AWS_ACCESS_KEY_ID=${OTHER_ID}\nAWS_SECRET_ACCESS_KEY=${OTHER_SECRET}\n`,
    },
  },
  {
    name: ".env does not beat the environment",
    needs: "dotenv",
    env: ENV,
    files: env(`AWS_ACCESS_KEY_ID=${THIRD_ID}\nAWS_SECRET_ACCESS_KEY=${THIRD_SECRET}\n`),
  },
  {
    name: "PSITURK_ in .env beats the environment",
    needs: "dotenv",
    env: ENV,
    files: env(
      `PSITURK_AWS_ACCESS_KEY_ID=${THIRD_ID}\nPSITURK_AWS_SECRET_ACCESS_KEY=${THIRD_SECRET}\n`,
    ),
  },
  {
    name: "id in the environment, both in .env",
    needs: "dotenv",
    env: { AWS_ACCESS_KEY_ID: ID },
    files: { [DOTENV]: `AWS_ACCESS_KEY_ID=${THIRD_ID}\nAWS_SECRET_ACCESS_KEY=${THIRD_SECRET}\n` },
    tells: "keys-partial",
  },
  {
    name: "AWS_PROFILE in .env",
    needs: "dotenv",
    files: { [CREDENTIALS]: DEFAULT[CREDENTIALS] + lab, [DOTENV]: "AWS_PROFILE=lab\n" },
  },
  {
    name: "missing AWS_PROFILE in .env",
    needs: "dotenv",
    files: env("AWS_PROFILE=none\n"),
    tells: "profile-missing",
  },
  {
    name: "AWS_SHARED_CREDENTIALS_FILE in .env",
    needs: "dotenv",
    files: {
      ...env("AWS_SHARED_CREDENTIALS_FILE=${HOME}/elsewhere\n"),
      "home/elsewhere": profile("default", pair(THIRD_ID, THIRD_SECRET)),
    },
  },
  {
    name: "PSITURK_GLOBAL_CONFIG_LOCATION in .env",
    needs: "dotenv",
    files: {
      ...env("PSITURK_GLOBAL_CONFIG_LOCATION=~/psi\n"),
      "home/psi/.psiturkconfig": psiturk(pair(THIRD_ID, THIRD_SECRET)),
    },
  },
  {
    name: "only the id in .env",
    needs: "dotenv",
    files: env(`AWS_ACCESS_KEY_ID=${OTHER_ID}\n`),
    tells: "keys-partial",
  },
  {
    name: "only the secret in .env",
    needs: "dotenv",
    files: env(`AWS_SECRET_ACCESS_KEY=${OTHER_SECRET}\n`),
  },
  {
    name: "the misspelling in .env",
    needs: "dotenv",
    files: env(`AWS_ACCESS_KEY_ID=${OTHER_ID}\nAWS_SECRET_ACCESSS_KEY=${OTHER_SECRET}\n`),
    tells: "keys-partial",
  },
  {
    name: "variables, comments and quotes in .env",
    needs: "dotenv",
    files: env(
      `# keys\nHEAD=AKIAI44QH8\nAWS_ACCESS_KEY_ID=\${HEAD}DHBEXAMPLE   # id\nAWS_SECRET_ACCESS_KEY = '${OTHER_SECRET}'#x\n`,
    ),
  },
  {
    name: ".env is a folder",
    needs: "dotenv",
    folders: [DOTENV],
    files: {
      ...DEFAULT,
      "lab/.env": `AWS_ACCESS_KEY_ID=${OTHER_ID}\nAWS_SECRET_ACCESS_KEY=${OTHER_SECRET}\n`,
    },
  },
  {
    name: ".env with a byte order mark",
    needs: "dotenv",
    files: env(`\uFEFFAWS_ACCESS_KEY_ID=${OTHER_ID}\nAWS_SECRET_ACCESS_KEY=${OTHER_SECRET}\n`),
  },
];

export const SETUPS: readonly Setup[] = [
  ...PLAIN,
  ...ENVIRONMENT,
  ...PROFILES,
  ...REGIONS,
  ...PROVIDERS,
  ...OLD,
  ...PSITURK,
  ...DOTENVS,
];

const OPTIONS = [
  `aws_access_key_id = ${ID}`,
  `AWS_SECRET_ACCESS_KEY = ${SECRET}`,
  `aws_session_token = ${TOKEN}`,
  "aws_security_token =",
  "region = eu-west-1",
  `role_arn = ${ROLE}`,
  "source_profile = lab",
  "credential_source = Environment",
  "web_identity_token_file = /none",
  SSO.trim(),
  "sso_account_id = 123456789012",
  "sso_session = uni",
  "credential_process = $DIR/process.sh",
];
const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  AWS_ACCESS_KEY_ID: [OTHER_ID, ""],
  AWS_SECRET_ACCESS_KEY: [OTHER_SECRET, ""],
  AWS_SESSION_TOKEN: [TOKEN],
  AWS_PROFILE: ["lab", "none", "default"],
  AWS_DEFAULT_PROFILE: ["lab"],
  AWS_DEFAULT_REGION: ["us-east-2"],
  AWS_ROLE_ARN: [ROLE],
  AWS_WEB_IDENTITY_TOKEN_FILE: ["/none", ""],
  PSITURK_AWS_ACCESS_KEY_ID: [THIRD_ID, ""],
  PSITURK_AWS_SECRET_ACCESS_KEY: [THIRD_SECRET],
  AWS_SHARED_CREDENTIALS_FILE: ["$DIR/home/.aws/credentials", "$DIR/none"],
  BOTO_CONFIG: ["$DIR/etc/boto.cfg", "$DIR/none"],
};

/** Set-ups put together by chance, the same ones for the same seed. */
export function randomSetups(count: number, seed: number): readonly Setup[] {
  // Keys come more often than the rest, or hardly any set-up would have a winner.
  const body = (most: number): fc.Arbitrary<string> =>
    fc
      .tuple(fc.boolean(), fc.subarray(OPTIONS.slice(2), { maxLength: most }))
      .map(([key, lines]) => [...(key ? OPTIONS.slice(0, 2) : []), ...lines, ""].join("\n"));
  const oneOf = (names: readonly string[]): fc.Arbitrary<Record<string, string>> =>
    fc
      .tuple(...names.map((name) => fc.constantFrom(...(VARIABLES[name] ?? [""]))))
      .map((values) => Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""])));
  const some = fc.subarray(Object.keys(VARIABLES), { maxLength: 3 }).chain(oneOf);
  const variables = fc
    .tuple(fc.option(fc.constant(ENV), { freq: 2, nil: {} }), some)
    .map(([key, others]) => ({ ...key, ...others }));
  const maybe = (name: string, text: fc.Arbitrary<string>): fc.Arbitrary<Record<string, string>> =>
    fc
      .option(text, { nil: undefined })
      .map((found): Record<string, string> => (found === undefined ? {} : { [name]: found }));
  const halves = fc
    .subarray(pair(THIRD_ID, THIRD_SECRET).split("\n").slice(0, 2))
    .map((lines) => `${lines.join("\n")}\n`);
  const files = fc
    .tuple(
      maybe(
        CREDENTIALS,
        fc.tuple(body(2), body(2)).map(([a, b]) => `[default]\n${a}[lab]\n${b}`),
      ),
      maybe(
        CONFIG,
        fc
          .tuple(body(3), body(2), fc.boolean())
          .map(
            ([a, b, session]) =>
              `[default]\n${a}[profile lab]\n${b}${session ? "[sso-session uni]\nsso_region = us-east-1\nsso_start_url = https://example.awsapps.com/start\n" : ""}`,
          ),
      ),
      maybe(PSITURKCONFIG, halves.map(psiturk)),
      maybe(CONFIG_TXT, halves.map(psiturk)),
      maybe("etc/boto.cfg", halves.map(boto)),
      maybe("home/.boto", halves.map(boto)),
    )
    .map((parts) => Object.assign({}, ...parts) as Record<string, string>);
  const profileOption = fc.option(fc.constantFrom("default", "lab"), { freq: 4, nil: undefined });
  return fc
    .sample(fc.tuple(variables, files, profileOption), { numRuns: count, seed })
    .map(([env, found, name], index) => ({
      name: `chance ${index}`,
      env,
      files: found,
      client: true,
      ...(name === undefined ? {} : { profile: name }),
    }));
}
