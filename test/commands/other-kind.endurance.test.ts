/**
 * Files of another kind in the place of psiTurk's own: no command edits them, and none advises to
 * take single lines out of them.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { stage } from "../e2e/rotation.js";
import { seenBy } from "./options-scenes.js";

interface Pair {
  readonly id: string;
  readonly secret: string;
}

type Kind = (pair: Pair) => string | Buffer;

const lines = ({ id, secret }: Pair, section = "[AWS Access]\n"): string =>
  `${section}aws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`;
const variables = ({ id, secret }: Pair): string =>
  `AWS_ACCESS_KEY_ID=${id}\nAWS_SECRET_ACCESS_KEY=${secret}\n`;
const utf16 = (text: string): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);

const KINDS: Readonly<Record<string, Kind>> = {
  "a merge": (pair) =>
    `<<<<<<< HEAD\n${lines(pair)}=======\n${lines({ ...pair, secret: "x" })}>>>>>>> theirs\n`,
  "a merge of variables": (pair) =>
    `<<<<<<< HEAD\n${variables(pair)}=======\n${variables({ ...pair, secret: "x" })}>>>>>>> theirs\n`,
  "Ansible Vault": () => "$ANSIBLE_VAULT;1.1;AES256\n36633133353462393964\n",
  "SOPS, as variables": ({ id }) =>
    `AWS_ACCESS_KEY_ID=${id}\nAWS_SECRET_ACCESS_KEY=ENC[AES256_GCM,data:p673w==,iv:YY=,tag:UQ=,type:str]\nsops_version=3.9.0\n`,
  RTF: (pair) => `{\\rtf1\\ansi\n${lines(pair)}}\n`,
  JSON: ({ id, secret }) =>
    `{\n  "AWS_ACCESS_KEY_ID": "${id}",\n  "AWS_SECRET_ACCESS_KEY": "${secret}"\n}\n`,
  YAML: ({ id, secret }) =>
    `aws:\n  AWS_ACCESS_KEY_ID: ${id}\n  AWS_SECRET_ACCESS_KEY: ${secret}\n`,
  "YAML with variables below it": (pair) => `---\nenv:\n  - x\n${variables(pair)}`,
  Markdown: (pair) => `# Keys\n\n\`\`\`\n${variables(pair)}\`\`\`\n`,
  "Markdown with sections": (pair) => `# Keys\n\n\`\`\`\n${lines(pair)}\`\`\`\n`,
  CSV: ({ id, secret }) => `Access key ID,Secret access key\n${id},${secret}\n`,
  "a page": (pair) => `<!DOCTYPE html>\n<pre>\n${variables(pair)}</pre>\n`,
  "UTF-16": (pair) => utf16(lines(pair)),
  "UTF-16 variables": (pair) => utf16(variables(pair)),
};
const PLACES = [".env", ".psiturkconfig", "config.txt"] as const;
const COMMANDS = [
  ["check"],
  ["save", "--stdin", "--yes"],
  ["doctor"],
  ["doctor", "--fix", "--yes"],
  ["rotate", "--yes", "--everywhere"],
  ["rotate", "--yes", "--off-anyway"],
  ["retire", "--key", "FIRST", "--yes", "--off-anyway"],
] as const;

describe.each(PLACES)("%s", (place) => {
  test.each(Object.entries(KINDS))("%s", async (_name, content) => {
    for (const command of COMMANDS) {
      const here = await stage();
      const pair = { id: here.first, secret: here.aws.secretAccessKey.reveal() };
      const path = here.place.put(place, content(pair));
      const before = readFileSync(path);
      const seen = await seenBy(
        here,
        { stdin: `${pair.id}\n${pair.secret}\n` },
        command.map((word) => (word === "FIRST" ? here.first : word)),
      );
      expect(readFileSync(path).equals(before), command.join(" ")).toBe(true);
      const text = `${seen.out}${seen.err}`;
      const advice = text
        .split("\n")
        .filter(
          (line) =>
            line.includes(`~/${place}`) &&
            /[Dd]elete (?:the )?lines?|Mend line|[Tt]ake .* out of/.test(line),
        );
      expect(advice, `${command.join(" ")}\n${text}`).toEqual([]);
      expect(text, command.join(" ")).not.toContain(pair.secret);
    }
  });
});
