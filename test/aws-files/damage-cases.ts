/** Damaged files, and the exact text that the doctor makes of each. */
import type { ProblemCode } from "../../src/base/problem.js";
import type { Keep } from "../../src/aws-files/doctor/damage.js";
import type { FileKind } from "../../src/aws-files/types.js";

export const ID = "AKIAQYLPMN5HHEXAMPLE";
export const SECRET = "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";
export const KEYS = `aws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\n`;

export interface Case {
  readonly name: string;
  readonly kind?: FileKind;
  readonly before: string | Uint8Array;
  readonly after: string;
  readonly found: readonly (readonly [ProblemCode, number | null])[];
  readonly keep?: Keep;
  /** What boto3 is to read afterwards, where it is not the pair above in the profile default. */
  readonly reads?: {
    readonly profile: string;
    readonly id?: string | null;
    readonly secret?: string | null;
    readonly region?: string | null;
  };
}

/** Everything that the doctor claims to mend. */
export const MENDED: readonly Case[] = [
  {
    name: "keys before any header",
    before: `# mine\n${KEYS}`,
    after: `# mine\n[default]\n${KEYS}`,
    found: [["file-broken", 2]],
  },
  {
    name: "psiTurk's page, word for word",
    before: `AWS_ACCESS_KEY_ID=${ID}\nAWS_SECRET_ACCESSS_KEY=${SECRET}`,
    after: `[default]\naws_access_key_id=${ID}\naws_secret_access_key=${SECRET}`,
    found: [
      ["file-broken", 1],
      ["keys-partial", 2],
      ["file-misread", 1],
    ],
  },
  {
    name: "psiTurk's page with the region's variable",
    before: `AWS_ACCESS_KEY_ID=${ID}\nAWS_SECRET_ACCESSS_KEY=${SECRET}\nAWS_DEFAULT_REGION=us-west-2\n`,
    after: `[default]\naws_access_key_id=${ID}\naws_secret_access_key=${SECRET}\nregion=us-west-2\n`,
    found: [
      ["file-broken", 1],
      ["keys-partial", 2],
      ["region-wrong", 3],
      ["file-misread", 1],
    ],
    reads: { profile: "default", region: "us-west-2" },
  },
  {
    name: "id and secret in each other's place",
    before: `[default]\naws_access_key_id = ${SECRET}\naws_secret_access_key = ${ID}\n`,
    after: `[default]\n${KEYS}`,
    found: [["key-garbled", 2]],
  },
  {
    name: "a comma behind the secret",
    before: `[default]\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET},\n`,
    after: `[default]\n${KEYS}`,
    found: [["key-garbled", 3]],
  },
  {
    name: "a semicolon behind the id, a backslash behind the secret",
    before: `[default]\naws_access_key_id = ${ID};\naws_secret_access_key = ${SECRET}\\\n`,
    after: `[default]\n${KEYS}`,
    found: [
      ["key-garbled", 2],
      ["key-garbled", 3],
    ],
  },
  {
    name: "signs of a web page in the secret",
    before: `[default]\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET.replaceAll("/", "&#x2F;").replaceAll("+", "&plus;")}\n`,
    after: `[default]\n${KEYS}`,
    found: [["key-garbled", 3]],
  },
  {
    name: "signs of an address in the secret",
    before: `[default]\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET.replaceAll("/", "%2F").replaceAll("+", "%2B")}\n`,
    after: `[default]\n${KEYS}`,
    found: [["key-garbled", 3]],
  },
  {
    name: "half a quotation round a whole secret",
    before: `[default]\naws_access_key_id = ${ID}\naws_secret_access_key = "${SECRET}\n`,
    after: `[default]\n${KEYS}`,
    found: [["key-garbled", 3]],
  },
  {
    name: "a zero-width space in a section line",
    before: `[default\u200B]\n${KEYS}`,
    after: `[default]\n${KEYS}`,
    found: [["profile-missing", 1]],
  },
  {
    name: "a no-break space in a section line",
    kind: "config",
    before: `[profile\u00A0dev]\n${KEYS}`,
    after: `[profile dev]\n${KEYS}`,
    found: [["profile-missing", 1]],
    reads: { profile: "dev" },
  },
  {
    name: "a zero-width space before a section line",
    before: `\u200B[default]\n${KEYS}`,
    after: `[default]\n${KEYS}`,
    found: [["file-broken", 1]],
  },
  {
    name: "a soft hyphen in a name",
    before: `[default]\naws_access\u00AD_key_id = ${ID}\naws_secret_access_key = ${SECRET}\n`,
    after: `[default]\n${KEYS}`,
    found: [["keys-partial", 2]],
  },
  {
    name: "a direction mark before a name",
    before: `[default]\n\u202Aaws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\u202C\n`,
    after: `[default]\n${KEYS}`,
    found: [
      ["keys-partial", 2],
      ["key-garbled", 3],
    ],
  },
  {
    name: "header-less, CRLF",
    before: KEYS.replaceAll("\n", "\r\n"),
    after: `[default]\n${KEYS}`.replaceAll("\n", "\r\n"),
    found: [["file-broken", 1]],
  },
  {
    name: "header-less above another profile",
    before: `${KEYS}[lab]\nregion = eu-west-1\n`,
    after: `[default]\n${KEYS}[lab]\nregion = eu-west-1\n`,
    found: [["file-broken", 1]],
  },
  {
    name: "a header without ]",
    before: `[default\n${KEYS}`,
    after: `[default]\n${KEYS}`,
    found: [["file-broken", 1]],
  },
  {
    name: "a header without [",
    before: `[a]\n${KEYS}lab]\n${KEYS}`,
    after: `[a]\n${KEYS}[lab]\n${KEYS}`,
    found: [["file-broken", 4]],
    reads: { profile: "lab" },
  },
  {
    name: "an indented later header",
    before: `[lab]\n${KEYS}  [default]\n  aws_access_key_id = ${ID}\n  aws_secret_access_key = ${SECRET}\n[z]\nregion = us-west-1\n`,
    after: `[lab]\n${KEYS}[default]\n  aws_access_key_id = ${ID}\n  aws_secret_access_key = ${SECRET}\n[z]\nregion = us-west-1\n`,
    found: [["file-misread", 4]],
  },
  {
    name: "an indented first header",
    before: ` [default]\n${KEYS}`,
    after: `[default]\n${KEYS}`,
    found: [["file-misread", 1]],
  },
  {
    name: "an indented second key",
    before: `[default]\naws_access_key_id = ${ID}\n  aws_secret_access_key = ${SECRET}\n`,
    after: `[default]\n${KEYS}`,
    found: [["file-misread", 3]],
  },
  {
    name: "three keys, the later ones indented",
    before: `[default]\naws_access_key_id = ${ID}\n  aws_secret_access_key = ${SECRET}\n  region = eu-west-1\n`,
    after: `[default]\n${KEYS}region = eu-west-1\n`,
    found: [
      ["file-misread", 3],
      ["file-misread", 4],
    ],
    reads: { profile: "default", region: "eu-west-1" },
  },
  {
    name: "no = sign",
    before: `[default]\naws_access_key_id ${ID}\naws_secret_access_key\t${SECRET}\n`,
    after: `[default]\n${KEYS}`,
    found: [
      ["file-broken", 2],
      ["file-broken", 3],
    ],
  },
  {
    name: "the bare name of a setting",
    before: `[default]\naws_session_token\n${KEYS}`,
    after: `[default]\n# aws_session_token\n${KEYS}`,
    found: [["file-broken", 2]],
  },
  {
    name: "capital letters",
    before: `[default]\nAWS_ACCESS_KEY_ID = ${ID}\nAws_Secret_Access_Key\t=${SECRET}\n`,
    after: `[default]\naws_access_key_id = ${ID}\naws_secret_access_key\t=${SECRET}\n`,
    found: [["file-misread", 2]],
  },
  {
    name: "quotes",
    before: `[default]\naws_access_key_id = "${ID}"\naws_secret_access_key='${SECRET}'  \n`,
    after: `[default]\naws_access_key_id = ${ID}\naws_secret_access_key=${SECRET}  \n`,
    found: [["key-garbled", 2]],
  },
  {
    name: "comments behind values",
    before: `[default]\n  aws_access_key_id = ${ID} # lab\n  aws_secret_access_key = ${SECRET}\t; old\n`,
    after: `[default]\n# lab\n  aws_access_key_id = ${ID}\n; old\n  aws_secret_access_key = ${SECRET}\n`,
    found: [["key-garbled", 2]],
  },
  {
    name: "quotes and a comment behind them",
    before: `[default]\naws_access_key_id = "${ID}" # lab\naws_secret_access_key = ${SECRET}\n`,
    after: `[default]\n# lab\n${KEYS}`,
    found: [
      ["key-garbled", 2],
      ["key-garbled", 2],
    ],
  },
  {
    name: "invisible signs",
    before: `[default]\naws_access_key_id = ${ID}\u200B\naws_secret_access_key = \uFEFF${SECRET}\n`,
    after: `[default]\n${KEYS}`,
    found: [["key-garbled", 2]],
  },
  {
    name: "a byte order mark",
    before: `\uFEFF[default]\n${KEYS}`,
    after: `[default]\n${KEYS}`,
    found: [["file-broken", 1]],
  },
  {
    name: "UTF-16 LE, as PowerShell writes it",
    before: Buffer.from(`\uFEFF[default]\r\n${KEYS}`, "utf16le"),
    after: `[default]\r\n${KEYS}`,
    found: [["file-broken", null]],
  },
  {
    name: "UTF-16 BE",
    before: Buffer.from(`\uFEFF[default]\n${KEYS}`, "utf16le").swap16(),
    after: `[default]\n${KEYS}`,
    found: [["file-broken", null]],
  },
  {
    name: "UTF-16 without a mark",
    before: Buffer.from(`[default]\n${KEYS}`, "utf16le"),
    after: `[default]\n${KEYS}`,
    found: [["file-broken", null]],
  },
  {
    name: "UTF-16 without a header",
    before: Buffer.from(`\uFEFF${KEYS}`, "utf16le"),
    after: `[default]\n${KEYS}`,
    found: [
      ["file-broken", null],
      ["file-broken", 1],
    ],
  },
  {
    name: "a comment in ISO 8859-1",
    before: Buffer.from(`# cl\u00E9 priv\u00E9e\n[default]\n${KEYS}`, "latin1"),
    after: `# cl\u00E9 priv\u00E9e\n[default]\n${KEYS}`,
    found: [["file-broken", 1]],
  },
  {
    name: "a comment in ISO 8859-1 beside one in UTF-8",
    before: Buffer.concat([
      Buffer.from("# été\n"),
      Buffer.from("  ; \u00E9t\u00E9\n", "latin1"),
      Buffer.from(`[default]\n${KEYS}`),
    ]),
    after: `# été\n  ; été\n[default]\n${KEYS}`,
    found: [["file-broken", 2]],
  },
  {
    name: "a NUL byte in a comment",
    before: `# a\0b\n[default]\n${KEYS}`,
    after: `# ab\n[default]\n${KEYS}`,
    found: [["file-misread", 1]],
  },
  {
    name: "twin sections that agree",
    before: `[default]\n${KEYS}[lab]\nregion = ap-south-1\n\n[default]\nregion = eu-west-1\n`,
    after: `[default]\n${KEYS}region = eu-west-1\n[lab]\nregion = ap-south-1\n\n`,
    found: [["file-broken", 7]],
    reads: { profile: "default", region: "eu-west-1" },
  },
  {
    name: "twin sections, the first kept",
    before: `[default]\n${KEYS}\n# old\n[default]\naws_access_key_id = AKIAOLDEXAMPLEEXAMPL\naws_secret_access_key = x\n`,
    after: `[default]\n${KEYS}\n# old\n`,
    found: [["file-broken", 6]],
    keep: "first",
  },
  {
    name: "twin sections, the last kept",
    before: `[default]\naws_access_key_id = AKIAOLDEXAMPLEEXAMPL\naws_secret_access_key = x\n[default]\n${KEYS}`,
    after: `[default]\n${KEYS}`,
    found: [["file-broken", 4]],
    keep: "last",
  },
  {
    name: "twin settings with the same value",
    before: `[default]\n${KEYS}${KEYS}`,
    after: `[default]\n${KEYS}`,
    found: [["file-broken", 4]],
  },
  {
    name: "twin settings: both halves are one choice",
    before: `[default]\n${KEYS}AWS_ACCESS_KEY_ID = AKIAOLDEXAMPLEEXAMPL\naws_secret_access_key = x\n`,
    after: `[default]\n${KEYS}`,
    found: [["file-broken", 4]],
    keep: "first",
  },
  {
    name: "[[default]]",
    before: `[[default]]\n${KEYS}`,
    after: `[default]\n${KEYS}`,
    found: [["profile-missing", 1]],
  },
  {
    name: "[Default]",
    before: `[Default] # mine\n${KEYS}`,
    after: `[default] # mine\n${KEYS}`,
    found: [["profile-missing", 1]],
  },
  {
    name: "[DEFAULT] as the only section",
    before: `[DEFAULT]\n${KEYS}`,
    after: `[default]\n${KEYS}`,
    found: [["profile-missing", 1]],
  },
  {
    name: "[ lab ]",
    before: `[ lab ]\n${KEYS}`,
    after: `[lab]\n${KEYS}`,
    found: [["profile-missing", 1]],
    reads: { profile: "lab" },
  },
  {
    name: "[profile lab] in the credentials file",
    before: `[profile lab]\n${KEYS}`,
    after: `[lab]\n${KEYS}`,
    found: [["profile-missing", 1]],
    reads: { profile: "lab" },
  },
  {
    name: "[lab] in the config file",
    kind: "config",
    before: "[lab]\nregion = eu-west-1\n",
    after: "[profile lab]\nregion = eu-west-1\n",
    found: [["profile-missing", 1]],
    reads: { profile: "lab", id: null, secret: null, region: "eu-west-1" },
  },
  {
    name: "[profile my lab] in the config file",
    kind: "config",
    before: "[profile my lab]\noutput = json\n",
    after: '[profile "my lab"]\noutput = json\n',
    found: [["profile-missing", 1]],
    reads: { profile: "my lab", id: null, secret: null },
  },
  {
    name: "[Default] in the config file",
    kind: "config",
    before: "[Default]\nregion = eu-west-1\n",
    after: "[default]\nregion = eu-west-1\n",
    found: [["profile-missing", 1]],
    reads: { profile: "default", id: null, secret: null, region: "eu-west-1" },
  },
  {
    name: "twin profiles, the first kept",
    kind: "config",
    before: "[default]\nregion = us-east-1\n[profile default]\nregion = eu-west-1\n",
    after: "[default]\nregion = us-east-1\n",
    found: [["keys-hidden", 3]],
    keep: "first",
    reads: { profile: "default", id: null, secret: null, region: "us-east-1" },
  },
  {
    name: "twin profiles, the last kept",
    kind: "config",
    before: '[profile a]\nregion = us-east-1\n[x]\ny = z\n[profile "a"]\nregion = eu-west-1\n',
    after: '[x]\ny = z\n[profile "a"]\nregion = eu-west-1\n',
    found: [["keys-hidden", 5]],
    keep: "last",
    reads: { profile: "a", id: null, secret: null, region: "eu-west-1" },
  },
  {
    name: "twin profiles as one",
    kind: "config",
    before: '[profile a]\nregion = us-east-1\n\n[profile "a"]\noutput = json\n',
    after: "[profile a]\nregion = us-east-1\noutput = json\n\n",
    found: [["keys-hidden", 4]],
    keep: "both",
    reads: { profile: "a", id: null, secret: null, region: "us-east-1" },
  },
  {
    name: "a comment that touches a header",
    before: `[default]#c\n${KEYS}`,
    after: `#c\n[default]\n${KEYS}`,
    found: [["file-misread", 1]],
  },
  {
    name: "a comment with ] behind a header",
    before: `[default] # see [x]\n${KEYS}`,
    after: `# see [x]\n[default]\n${KEYS}`,
    found: [["file-misread", 1]],
  },
  {
    name: "tokens beside a permanent key",
    before: `[default]\n${KEYS}aws_session_token = cAnArYtoken==\nAWS_SECURITY_TOKEN = cAnArYtoken2==\nregion = eu-west-1\n`,
    after: `[default]\n${KEYS}region = eu-west-1\n`,
    found: [
      ["file-misread", 5],
      ["session-token-stale", 4],
    ],
    reads: { profile: "default", region: "eu-west-1" },
  },
  {
    name: "an empty region",
    kind: "config",
    before: "[default]\nregion =\noutput = json\n",
    after: "[default]\noutput = json\n",
    found: [["region-wrong", 2]],
    reads: { profile: "default", id: null, secret: null, region: null },
  },
  {
    name: "a region in capitals, with _ and a comma",
    kind: "config",
    before: "[default]\nregion = US_East-1,\n",
    after: "[default]\nregion = us-east-1\n",
    found: [["region-wrong", 2]],
    reads: { profile: "default", id: null, secret: null, region: "us-east-1" },
  },
  {
    name: "a quoted region",
    kind: "config",
    before: '[default]\nregion = "us-east-1"\n',
    after: "[default]\nregion = us-east-1\n",
    found: [["region-wrong", 2]],
    reads: { profile: "default", id: null, secret: null, region: "us-east-1" },
  },
  {
    name: "an endpoint without http://",
    kind: "config",
    before: "[default]\nendpoint_url = localhost:4566\n",
    after: "[default]\nendpoint_url = http://localhost:4566\n",
    found: [["setting-broken", 2]],
    reads: { profile: "default", id: null, secret: null },
  },
];
