/**
 * The set-ups of settings.test.ts: each row of the table of settings with many values, in the file
 * and in the environment.
 */
import { CLIENT_SETTINGS, type ClientSetting } from "../../src/aws-files/text/client-settings.js";

export interface SettingSetup {
  readonly name: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The text of the config file below `[default]` and its region. */
  readonly config?: string;
  /** What stands in the credentials file below the pair of `[default]`. */
  readonly credentials?: string;
  readonly dotenv?: string;
  /** psiTurk has a pair of its own. */
  readonly own?: true;
  /** The keys are in the environment, not in the file. */
  readonly keysInEnvironment?: true;
  /** What must come of it; without it the judge alone decides. */
  readonly right?: boolean;
}

const JUNK = [
  "",
  " ",
  "x",
  "True",
  "0",
  "-1",
  "1",
  " 7 ",
  '"1"',
  "1.5",
  "1_0",
  "+3",
  "\u0663",
  "none",
  "1048577",
] as const;

function valuesFor({ accepts }: ClientSetting): readonly string[] {
  switch (accepts.form) {
    case "word": {
      const [word = ""] = accepts.words;
      return [
        ...new Set([
          ...accepts.words,
          ...accepts.words.map((each) => each.toUpperCase()),
          ` ${word} `,
          `"${word}"`,
          `'${word}'`,
          `${word} # mine`,
          `${word},`,
          `${word}\u200B`,
          word.replaceAll("_", "-"),
          "",
          "x",
          "1",
          "none",
        ]),
      ];
    }
    case "number":
      return [...JUNK, "99999999", "1e3", "many", "0x10", "1,000", "5 # tries"];
    case "address":
      return [
        "",
        "http://127.0.0.1:9",
        "HTTP://x.y/",
        "//x.y",
        "127.0.0.1",
        "http://",
        "http://x_y",
        "http://x y",
        '"http://x.y"',
        "http://[::1]:9/",
        "http://[::1",
        "http://-x",
        "http://x..y",
        "http://x.y.",
        "ftp://x.y",
        "http:/x.y",
        "http://u:p@x.y:1/p?q#f",
        "http://x.y # c",
        "localhost:1",
      ];
    case "text":
      return [...JUNK, "a,b , c"];
    case "block":
      return ["", "x", "true"];
  }
}

/**
 * In a file blanks around a value are no part of it, and `#` begins a comment only at the start of
 * a line.
 */
function fileText({ name, block }: ClientSetting, value: string): string {
  return block === null ? `${name} = ${value}\n` : `${block} =\n  ${name} = ${value}\n`;
}

function setupsFor(setting: ClientSetting): readonly SettingSetup[] {
  const { name, block, variable, onlyWith } = setting;
  const on = onlyWith === undefined ? "" : `${onlyWith.name} = True\n`;
  const where = `${name}${block === null ? "" : ` of ${block}`}`;
  const inFile = valuesFor(setting).map((value): SettingSetup => ({
    name: `${where} = ${JSON.stringify(value)}`,
    config: on + fileText(setting, value),
  }));
  // The block and the flat name share a variable.
  const inEnvironment =
    variable === null || block !== null
      ? []
      : valuesFor(setting).map((value): SettingSetup => ({
          name: `${variable}=${JSON.stringify(value)}`,
          env: {
            ...(onlyWith === undefined ? {} : { [onlyWith.variable]: "true" }),
            [variable]: value,
          },
        }));
  const nested =
    block !== null
      ? []
      : [{ name: `indented lines below ${where}`, config: `${on}${name} =\n  a = b\n` }];
  return [...inFile, ...nested, ...inEnvironment];
}

const expiry = (text: string, right: boolean): SettingSetup => ({
  name: `AWS_CREDENTIAL_EXPIRATION=${JSON.stringify(text)}`,
  env: { AWS_CREDENTIAL_EXPIRATION: text },
  keysInEnvironment: true,
  right,
});
const config = (
  name: string,
  text: string,
  right: boolean,
  more: Partial<SettingSetup> = {},
): SettingSetup => ({ name, config: text, right, ...more });

/** Settings that meet, beat each other, or stand in sections of their own. */
const MORE: readonly SettingSetup[] = [
  { name: "B1: a flattened s3 block", config: "s3=\nsignature_version=s3v4\n", right: false },
  { name: "B2: retry_mode = Standard", config: "retry_mode = Standard\n", right: false },
  { name: "B3: AWS_MAX_ATTEMPTS=many", env: { AWS_MAX_ATTEMPTS: "many" }, right: false },
  config("a good variable beats a bad line", "retry_mode = Standard\n", true, {
    env: { AWS_RETRY_MODE: "standard" },
  }),
  config("a bad variable beats a good line", "retry_mode = standard\n", false, {
    env: { AWS_RETRY_MODE: "Standard" },
  }),
  config("the credentials file beats the config file, well", "retry_mode = Standard\n", true, {
    credentials: "retry_mode = standard\n",
  }),
  config("the credentials file beats the config file, badly", "retry_mode = standard\n", false, {
    credentials: "retry_mode = Standard\n",
  }),
  config("[DEFAULT] reaches into the profile", "[DEFAULT]\nretry_mode = Standard\n", false),
  config("another profile", "[profile other]\nretry_mode = Standard\n", true),
  config("monitoring that is off", "csm_port = http\n", true),
  config("monitoring switched on by a variable", "csm_port = http\n", false, {
    env: { AWS_CSM_ENABLED: "TRUE" },
  }),
  config(
    "the flat name beats the one in the block",
    "s3_us_east_1_regional_endpoint = legacy\ns3 =\n  us_east_1_regional_endpoint = x\n",
    true,
  ),
  config(
    "of a name that comes twice in a block the last counts",
    "s3 =\n  addressing_style = x\n  addressing_style = path\n",
    true,
  ),
  config(
    "an s3 block of many lines",
    "s3 =\n  max_concurrent_requests = 20\n\n  # c\n  addressing_style = path\n  use_dualstack_endpoint = perhaps\n",
    true,
  ),
  config(
    "switches take anything",
    "use_fips_endpoint = maybe\nparameter_validation = x\ntcp_keepalive = 7\ndisable_request_compression =\nsdk_ua_app_id = a b\nec2_metadata_v1_disabled = x\nimds_use_ipv6 = x\nsigv4a_signing_region_set = *\nendpoint_discovery_enabled = x\ndisable_host_prefix_injection = x\n",
    true,
  ),
  config("services that are not there", "services = x\n", false),
  config("services without a name", "services =\n", false),
  config("services with indented lines", "services =\n  a = b\n", false),
  config("an empty section", "services = x\n[services x]\n", false),
  config(
    "an empty section that gets something from [DEFAULT]",
    "services = x\n[DEFAULT]\na = b\n[services x]\n",
    true,
  ),
  config("a section with a text for mturk", "services = x\n[services x]\nmturk = y\n", false),
  config("a section with a text for another service", "services = x\n[services x]\ns3 = y\n", true),
  config(
    "a section that lost its indentation",
    "services = x\n[services x]\nsts =\nendpoint_url = http://127.0.0.1:9\n",
    false,
  ),
  config(
    "a good section",
    "services = x\n[services x]\nmturk =\n  endpoint_url = http://127.0.0.1:9\nsts =\n  endpoint_url = http://127.0.0.1:9\n",
    true,
  ),
  config(
    "a section with a bad address",
    "services = x\n[services x]\nmturk =\n  endpoint_url = localhost:9\n",
    false,
  ),
  config(
    "a section with an empty address, and a bad one in the profile",
    "services = x\nendpoint_url = localhost:9\n[services x]\nmturk =\n  endpoint_url =\nsts =\n  endpoint_url = http://h\n",
    false,
  ),
  config("a quoted section name", 'services = my lab\n[services "my lab"]\na = b\n', true),
  config("a quoted value", 'services = "x"\n[services x]\na = b\n', false),
  config("the name in another case", "services = X\n[services x]\na = b\n", false),
  config("three words", "services = x\n[services x y]\na = b\n", false),
  config("services, but a variable names the address", "services = x\n", true, {
    env: { AWS_ENDPOINT_URL: "http://127.0.0.1:9" },
  }),
  config("services, but a variable names one address", "services = x\n", false, {
    env: { AWS_ENDPOINT_URL_STS: "http://127.0.0.1:9" },
  }),
  config(
    "services, but addresses are ignored",
    "services = x\nignore_configured_endpoint_urls = True\n",
    true,
  ),
  config("a bad address that is ignored by a variable", "endpoint_url = x\n", true, {
    env: { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" },
  }),
  config(
    "ignored in the file, but not by the variable",
    "endpoint_url = x\nignore_configured_endpoint_urls = true\n",
    false,
    { env: { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "false" } },
  ),
  config("endpoint_url with indented lines", "endpoint_url =\n  a = b\n", false),
  config("an empty endpoint_url", "endpoint_url =\n", true),
  { name: "AWS_ENDPOINT_URL=x", env: { AWS_ENDPOINT_URL: "x" }, right: false },
  { name: "AWS_ENDPOINT_URL empty", env: { AWS_ENDPOINT_URL: "" }, right: true },
  {
    name: "AWS_ENDPOINT_URL_MTURK=x beside a good general one",
    env: { AWS_ENDPOINT_URL: "http://h", AWS_ENDPOINT_URL_MTURK: "x" },
    right: false,
  },
  {
    name: "metadata settings, psiTurk with keys of its own",
    env: { AWS_METADATA_SERVICE_TIMEOUT: "1.5" },
    own: true,
    right: false,
  },
  {
    name: "a retry mode, psiTurk with keys of its own",
    env: { AWS_RETRY_MODE: "Standard" },
    own: true,
    right: false,
  },
  { name: "a setting in .env stops psiTurk alone", dotenv: "AWS_MAX_ATTEMPTS=many\n", right: true },
  {
    name: "a metadata setting in .env",
    dotenv: "AWS_METADATA_SERVICE_TIMEOUT=soon\n",
    right: true,
  },
  { name: "a good setting in .env", dotenv: "AWS_MAX_ATTEMPTS=5\n", right: true },
  expiry("", true),
  expiry(" ", false),
  expiry("2099-01-01T00:00:00Z", true),
  expiry(" 2099-01-01T00:00:00z ", true),
  expiry("2099-01-01 00:00:00+00:00", true),
  expiry("2099-01-01T00:00:00.123456789Z", true),
  expiry("20990101T000000Z", true),
  expiry("2099-01-01T00:00+0200", true),
  expiry("Thu, 01 Jan 2099 00:00:00 GMT", true),
  expiry("Thu Jan  1 00:00:00 UTC 2099", true),
  expiry("28/11/2099 03:36:17 UTC", true),
  expiry("2020-01-01T00:00:00Z", false),
  expiry("Wed, 01 Jan 2020 00:00:00 GMT", false),
  expiry("2099-01-01T00:00:00", false),
  expiry("2099-01-01", false),
  expiry("4070908800", false),
  expiry("4070908800000", false),
  expiry("never", false),
  expiry("null", false),
  expiry('"2099-01-01T00:00:00Z"', false),
  expiry("2099-13-01T00:00:00Z", false),
  expiry("2099-02-30T00:00:00Z", false),
  expiry("2099-01-01T25:00:00Z", false),
  {
    name: "an end without keys in the environment",
    env: { AWS_CREDENTIAL_EXPIRATION: "never" },
    right: true,
  },
];

export const SETTING_SETUPS: readonly SettingSetup[] = [
  ...MORE,
  ...CLIENT_SETTINGS.flatMap(setupsFor),
];
