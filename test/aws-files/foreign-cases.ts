/** Files of other kinds in the place of an AWS file, and what each is to be called. */
import { ID, KEYS, SECRET } from "./damage-cases.js";

export interface ForeignCase {
  readonly name: string;
  readonly content: string | Uint8Array;
  readonly says: RegExp;
  /**
   * A command that reads the key out of the file once it was moved away; absent: its own program
   * has to be asked.
   */
  readonly reads?: "--stdin" | "--csv";
}

const latin = (text: string): Uint8Array => Buffer.from(text, "latin1");
const JSON_KEY = JSON.stringify(
  { AccessKey: { UserName: "me", AccessKeyId: ID, SecretAccessKey: SECRET, Status: "Active" } },
  null,
  2,
);

export const FOREIGN_CASES: readonly ForeignCase[] = [
  {
    name: "a patch",
    content: `diff --git a/credentials b/credentials\n--- a/credentials\n+++ b/credentials\n@@ -1 +1,3 @@\n [default]\n+${KEYS.trimEnd().replace("\n", "\n+")}\n`,
    says: /a patch: the difference/,
    reads: "--stdin",
  },
  {
    name: "a patch without git's line",
    content: `--- old/credentials\n+++ new/credentials\n@@ -0,0 +1,3 @@\n+[default]\n+${KEYS.trimEnd().replace("\n", "\n+")}\n`,
    says: /a patch: the difference/,
    reads: "--stdin",
  },
  {
    name: "quoted in a mail",
    content: `> [default]\r\n> ${KEYS.trimEnd().replace("\n", "\r\n> ")}\r\n>\r\n`,
    says: /as a mail quotes it/,
    reads: "--stdin",
  },
  {
    name: "a shell's here-document",
    content: `cat > ~/.aws/credentials <<'EOF'\n[default]\n${KEYS}EOF\n`,
    says: /a script, which is run and not read/,
    reads: "--stdin",
  },
  {
    name: "a script",
    content: `#!/bin/sh\nexport AWS_ACCESS_KEY_ID=${ID}\nexport AWS_SECRET_ACCESS_KEY=${SECRET}\naws sts get-caller-identity\n`,
    says: /a script, which is run and not read/,
    reads: "--stdin",
  },
  {
    name: "a whole file in Base64, in lines",
    content: `${Buffer.from(`[default]\n${KEYS}`)
      .toString("base64")
      .replaceAll(/(.{76})/g, "$1\n")}\n`,
    says: /a file of keys in Base64/,
    reads: "--stdin",
  },
  {
    name: "R2: Ansible Vault",
    content: "$ANSIBLE_VAULT;1.1;AES256\n33363762\n62343163\n",
    says: /encrypted with Ansible Vault/,
  },
  {
    name: "Ansible Vault with an id, behind a byte order mark",
    content: "\uFEFF$ANSIBLE_VAULT;1.2;AES256;lab\n3336\n",
    says: /Ansible Vault/,
  },
  {
    name: "git-crypt",
    content: latin("\0GITCRYPT\0\u0093\u00F1\u0002\u00ACjunk\n="),
    says: /git-crypt/,
  },
  {
    name: "age, binary",
    content: latin("age-encryption.org/v1\n-> X25519 abc=\nxyz\n--- mac\n\u00E9\u0000\u0001"),
    says: /encrypted with age/,
  },
  {
    name: "age, armored",
    content: "-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n",
    says: /encrypted with age/,
  },
  {
    name: "PGP, armored",
    content: "-----BEGIN PGP MESSAGE-----\n\nhQEMA==\n-----END PGP MESSAGE-----\n",
    says: /encrypted with PGP/,
  },
  {
    name: "SOPS, JSON",
    content: `{"default":{"aws_access_key_id":"ENC[AES256_GCM,data:x,type:str]"},"sops":{"version":"3.8.1"}}\n`,
    says: /encrypted with SOPS/,
  },
  {
    name: "SOPS, YAML",
    content:
      "default:\n    aws_access_key_id: ENC[AES256_GCM,data:x,type:str]\nsops:\n    version: 3.8.1\n",
    says: /encrypted with SOPS/,
  },
  {
    name: "SOPS, INI, which boto3 reads",
    content:
      "[default]\naws_access_key_id = ENC[AES256_GCM,data:x,type:str]\naws_secret_access_key = ENC[AES256_GCM,data:y,type:str]\n\n[sops]\nversion = 3.8.1\n",
    says: /encrypted with SOPS/,
  },
  {
    name: "SOPS, dotenv",
    content: "AWS_ACCESS_KEY_ID=ENC[AES256_GCM,data:x,type:str]\nsops_version=3.8.1\n",
    says: /encrypted with SOPS/,
  },
  {
    name: "OpenSSL",
    content: latin("Salted__\u0001\u0002\u00FFxyz"),
    says: /encrypted with OpenSSL/,
  },
  {
    name: "a ZIP or Word document",
    content: latin("PK\u0003\u0004\u0014\u0000\u00FF"),
    says: /Word document/,
  },
  {
    name: "an old Word document",
    content: latin("\u00D0\u00CF\u0011\u00E0\u00A1\u00B1"),
    says: /old Word document/,
  },
  { name: "PDF", content: latin("%PDF-1.7\n%\u00E2\u00E3\n"), says: /a PDF/ },
  { name: "gzip", content: latin("\u001F\u008B\u0008\u0000\u00FF"), says: /gzip/ },
  {
    name: "Git LFS",
    content: "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 3\n",
    says: /Git LFS/,
  },
  {
    name: "a private key",
    content: "-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blbg==\n-----END OPENSSH PRIVATE KEY-----\n",
    says: /a certificate, a key of another kind/,
  },
  {
    name: "RTF",
    content: `{\\rtf1\\ansi\\ansicpg1252\\cocoartf2639\n{\\fonttbl\\f0\\fswiss\\fcharset0 Helvetica;}\n\\f0\\fs24 \\cf0 [default]\\\naws_access_key_id = ${ID}\\\naws_secret_access_key = ${SECRET}\\\n}\n`,
    says: /RTF/,
    reads: "--stdin",
  },
  { name: "JSON of create-access-key", content: `${JSON_KEY}\n`, says: /JSON/, reads: "--stdin" },
  { name: "a list in JSON", content: `[${JSON_KEY}]\n`, says: /JSON/, reads: "--stdin" },
  {
    name: "YAML",
    content: `default:\n  aws_access_key_id: ${ID}\n  aws_secret_access_key: ${SECRET}\n`,
    says: /YAML/,
    reads: "--stdin",
  },
  {
    name: "YAML with dashes",
    content: `---\naws_access_key_id: ${ID}\naws_secret_access_key: ${SECRET}\n`,
    says: /YAML/,
    reads: "--stdin",
  },
  {
    name: "HTML",
    content: `<!DOCTYPE html>\n<html><body><table>\n<tr><td>Access key ID</td><td>${ID}</td></tr>\n<tr><td>Secret access key</td><td>${SECRET}</td></tr>\n</table></body></html>\n`,
    says: /HTML/,
    reads: "--stdin",
  },
  {
    name: "HTML as a browser saves a text",
    content: `<pre>[default]\naws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\n</pre>\n`,
    says: /HTML/,
    reads: "--stdin",
  },
  {
    name: "Markdown",
    content: `# My keys\n\n\`\`\`ini\n[default]\n${KEYS}\`\`\`\n`,
    says: /Markdown/,
    reads: "--stdin",
  },
  {
    name: "the console's CSV",
    content: `Access key ID,Secret access key\n${ID},${SECRET}\n`,
    says: /CSV/,
    reads: "--csv",
  },
  {
    name: "the console's old CSV, with a user",
    content: `\uFEFFUser name,Password,Access key ID,Secret access key,Console login link\r\nme,,${ID},${SECRET},https://x\r\n`,
    says: /CSV/,
    reads: "--csv",
  },
];

const head = `[default]\n`;
const one = `aws_access_key_id = ${ID}\n`;
const two = "aws_access_key_id = AKIAOLDEXAMPLEEXAMPL\n";
const rest = `aws_secret_access_key = ${SECRET}\n`;

export interface ConflictCase {
  readonly name: string;
  readonly content: string;
  readonly first: string;
  readonly last: string;
}

export const CONFLICTS: readonly ConflictCase[] = [
  {
    name: "R1: git",
    content: `${head}<<<<<<< HEAD\n${one}=======\n${two}>>>>>>> other\n${rest}`,
    first: head + one + rest,
    last: head + two + rest,
  },
  {
    name: "git, diff3",
    content: `${head}<<<<<<< HEAD\n${one}||||||| 1f2e3d\naws_access_key_id = AKIABASEEXAMPLEEXAMP\n=======\n${two}>>>>>>> other\n${rest}`,
    first: head + one + rest,
    last: head + two + rest,
  },
  {
    name: "Mercurial",
    content: `${head}<<<<<<< working copy: 1f2e3d - me: keys\n${one}||||||| common ancestor\n=======\n${two}>>>>>>> merge rev: 4a5b6c - me\n${rest}`,
    first: head + one + rest,
    last: head + two + rest,
  },
  {
    name: "two conflicts, CRLF",
    content:
      `${head}<<<<<<< HEAD\n${one}=======\n${two}>>>>>>> x\n${rest}<<<<<<< HEAD\n=======\n[lab]\nregion = us-east-1\n>>>>>>> x\n`.replaceAll(
        "\n",
        "\r\n",
      ),
    first: (head + one + rest).replaceAll("\n", "\r\n"),
    last: `${head}${two}${rest}[lab]\nregion = us-east-1\n`.replaceAll("\n", "\r\n"),
  },
];

/** Lines that PowerShell appended, and the mark of DOS: mended where they stand. */
export const TAILS: readonly {
  readonly name: string;
  readonly content: Uint8Array;
  readonly after: string;
  readonly line: number;
}[] = [
  {
    name: "UTF-16 appended to UTF-8",
    content: Buffer.concat([
      Buffer.from(head + one),
      Buffer.from(rest.replace("\n", "\r\n"), "utf16le"),
    ]),
    after: head + one + rest.replace("\n", "\r\n"),
    line: 3,
  },
  {
    name: "with a mark, behind a line without an end",
    content: Buffer.concat([
      Buffer.from((head + one).trimEnd()),
      Buffer.from(`\uFEFF${rest}`, "utf16le"),
    ]),
    after: head + one + rest,
    line: 3,
  },
  {
    name: "big-endian",
    content: Buffer.concat([Buffer.from(head + one), Buffer.from(rest, "utf16le").swap16()]),
    after: head + one + rest,
    line: 3,
  },
  {
    name: "Ctrl-Z on a line of its own",
    content: Buffer.from(`${head}${one}${rest}\u001A`),
    after: head + one + rest,
    line: 4,
  },
  {
    name: "Ctrl-Z behind the secret",
    content: Buffer.from(`${head}${one}${rest.trimEnd()}\u001A\r\n`),
    after: head + one + rest.trimEnd(),
    line: 3,
  },
];
