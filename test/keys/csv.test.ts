import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SIZE_LIMIT, readKeyCsv } from "../../src/keys/csv.js";
import { ID, OTHER_ID, OTHER_SECRET, SECRET } from "./samples.js";

const NAME = "alice_accessKeys.csv";

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function utf16(text: string, bigEndian: boolean, mark: boolean): Uint8Array {
  const bytes = Buffer.from(mark ? `\uFEFF${text}` : text, "utf16le");
  return bigEndian ? bytes.swap16() : bytes;
}

/** "user id secret" of each key, and the notes; or the problem. */
function told(
  bytes: Uint8Array,
  name = NAME,
): { keys: readonly string[]; notes: readonly string[] } {
  const read = readKeyCsv(bytes, name);
  if (!read.ok) throw new Error(read.problem.message);
  return {
    keys: read.value.keys.map(
      ({ user, key }) => `${user ?? "-"} ${key.accessKeyId} ${key.secretAccessKey.reveal()}`,
    ),
    notes: read.value.notes,
  };
}

const TODAY = `Access key ID,Secret access key\n${ID},${SECRET}\n`;
const OLD = `User name,Password,Access key ID,Secret access key,Console login link\nalice,,${ID},${SECRET},https://123456789012.signin.aws.amazon.com/console\n`;

describe("the files that AWS gave and gives", () => {
  it.each([
    ["a: <user>_accessKeys.csv of today", TODAY, `- ${ID} ${SECRET}`],
    [
      "a: with CRLF and no last line end",
      TODAY.trim().replaceAll("\n", "\r\n"),
      `- ${ID} ${SECRET}`,
    ],
    ["a: with CR only", TODAY.replaceAll("\n", "\r"), `- ${ID} ${SECRET}`],
    ["b: credentials.csv of the add-user flow", OLD, `alice ${ID} ${SECRET}`],
    [
      "b: with a password",
      OLD.replace("alice,,", 'alice,"p@ss,word ""1""",'),
      `alice ${ID} ${SECRET}`,
    ],
    [
      "c: before 2017, the user in quotes",
      `User Name,Access Key Id,Secret Access Key\n"alice.b",${ID},${SECRET}\n`,
      `alice.b ${ID} ${SECRET}`,
    ],
    [
      "d: hand-made for aws configure import",
      `User name,Access key ID,Secret access key\nlab,${ID},${SECRET}\n`,
      `lab ${ID} ${SECRET}`,
    ],
    ["e: old rootkey.csv", `AWSAccessKeyId=${ID}\nAWSSecretKey=${SECRET}\n`, `- ${ID} ${SECRET}`],
    ["e: with CRLF", `AWSAccessKeyId=${ID}\r\nAWSSecretKey=${SECRET}\r\n`, `- ${ID} ${SECRET}`],
    ["f: newer rootkey.csv", TODAY, `- ${ID} ${SECRET}`],
    ["semicolons", TODAY.replaceAll(",", ";"), `- ${ID} ${SECRET}`],
    ["tabs", OLD.replaceAll(",", "\t"), `alice ${ID} ${SECRET}`],
    ["Excel's separator line", `sep=;\n${TODAY.replaceAll(",", ";")}`, `- ${ID} ${SECRET}`],
    [
      "all quoted",
      `"Access key ID","Secret access key"\n"${ID}","${SECRET}"\n`,
      `- ${ID} ${SECRET}`,
    ],
    [
      "odd case and blanks",
      `  ACCESS KEY ID , secret Access Key \n  ${ID} ,  ${SECRET}  \n`,
      `- ${ID} ${SECRET}`,
    ],
    ["blank lines, lines of separators", `\n${TODAY}\n,\n\n`, `- ${ID} ${SECRET}`],
    [
      "columns in another order, and more of them",
      `Tag,Secret access key,Notes,Access key ID,User name\nx,${SECRET},"a, b",${ID},bob\n`,
      `bob ${ID} ${SECRET}`,
    ],
    ["no header", `${ID},${SECRET}\n`, `- ${ID} ${SECRET}`],
    [
      "the columns of id and secret exchanged",
      `Access key ID,Secret access key\n${SECRET},${ID}\n`,
      `- ${ID} ${SECRET}`,
    ],
  ])("%s", (_, text, expected) => {
    expect(told(utf8(text)).keys).toEqual([expected]);
  });

  const TABLE = `User name,Access key ID,Secret access key\nalice,${ID},${SECRET}\n`;
  it.each([
    [
      "a title in a line of its own",
      `Keys of the lab\n${TABLE}`,
      "left out what stands above the header line",
    ],
    [
      "Numbers: the table's name above",
      `Table 1\n${TABLE}`,
      "left out what stands above the header line",
    ],
    [
      "Numbers: the name, filled up to the width of the table",
      `Table 1;;\n${TABLE.replaceAll(",", ";")}`,
      "left out what stands above the header line",
    ],
    [
      "notes with commas, more of them than the header has",
      `Keys, made on 3 May, for Ann, Bob, Cem, and Dan\n\n${TABLE.replaceAll(",", ";")}`,
      "left out what stands above the header line",
    ],
    [
      "nine lines of notes",
      `${"a note\n".repeat(9)}${TABLE}`,
      "left out what stands above the header line",
    ],
    [
      "blank lines between, which do not count",
      `${"a note\n\n\n".repeat(9)}${TABLE}`,
      "left out what stands above the header line",
    ],
    [
      "a note in quotes over two lines",
      `"first\nsecond"\n${TABLE}`,
      "left out what stands above the header line",
    ],
    [
      "a remark below",
      `${TABLE}\nDo not hand this on!\n`,
      "left out a line that is no row of the table",
    ],
    [
      "the header once more",
      `${TABLE}User name,Access key ID,Secret access key\n`,
      "left out a line that is no row of the table",
    ],
    [
      "sep=; and a title",
      `sep=;\nLab;;\n${TABLE.replaceAll(",", ";")}`,
      "left out what stands above the header line",
    ],
  ])("takes what stands around the table, and notes it: %s", (_, text, note) => {
    expect(told(utf8(text))).toEqual({ keys: [`alice ${ID} ${SECRET}`], notes: [note] });
    expect(told(utf16(text.replaceAll("\n", "\r\n"), false, true)).keys).toEqual([
      `alice ${ID} ${SECRET}`,
    ]);
  });

  it.each([
    [
      "Excel in a country with semicolons",
      `\uFEFFUser name;Access key ID;Secret access key\r\nalice;${ID};${SECRET}\r\n`,
    ],
    ["Excel's sep=, alone", `sep=,\r\n${TABLE}`],
    ["Excel's sep= in quotes, filled up", `"sep=;";;\r\n${TABLE.replaceAll(",", ";")}`],
    [
      "Excel's text that is no formula",
      `"User name","Access key ID","Secret access key"\n="alice",="${ID}",="${SECRET}"\n`,
    ],
    [
      "tabs below a header with commas in quotes",
      `"User name"\t"Access key ID"\t"Secret access key"\n"alice"\t"${ID}"\t"${SECRET}"\n`,
    ],
    [
      "new_user_credentials.csv",
      `User name,Password,Access key ID,Secret access key,Console login link\nalice,,${ID},${SECRET},https://123456789012.signin.aws.amazon.com/console\n`,
    ],
    [
      "the columns of an IAM user's name",
      `IAM user name;Access key ID;Secret access key\nalice;${ID};${SECRET}`,
    ],
  ])("%s", (_, text) => {
    expect(told(utf8(text)).keys).toEqual([`alice ${ID} ${SECRET}`]);
    expect(told(utf16(text, false, true)).keys).toEqual([`alice ${ID} ${SECRET}`]);
    expect(told(utf16(text, true, true)).keys).toEqual([`alice ${ID} ${SECRET}`]);
  });

  it("takes rows below a header in another language by their form", () => {
    expect(
      told(
        utf8(
          `Benutzername;Zugriffsschlüssel-ID;Geheimer Zugriffsschlüssel\nalice;${ID};${SECRET}\n`,
        ),
      ).keys,
    ).toEqual([`- ${ID} ${SECRET}`]);
  });

  it.each([
    ["byte order mark", utf8(`\uFEFF${TODAY}`), "took off a byte order mark, as Excel adds it"],
    ["UTF-16, little-endian, marked", utf16(TODAY, false, true), "the file was in UTF-16"],
    ["UTF-16, big-endian, marked", utf16(TODAY, true, true), "the file was in UTF-16"],
    ["UTF-16, little-endian, not marked", utf16(TODAY, false, false), "the file was in UTF-16"],
    ["UTF-16, big-endian, not marked", utf16(TODAY, true, false), "the file was in UTF-16"],
    [
      "Latin-1",
      Buffer.from(OLD.replace("alice", "Andr\u00E9"), "latin1"),
      "the file was not in UTF-8; read as Latin-1",
    ],
    [
      "an invisible character",
      utf8(TODAY.replace(ID, `${ID}\u200B`)),
      "took off an invisible character",
    ],
    [
      "no header",
      utf8(`${ID},${SECRET}`),
      "there was no header line; told id and secret by their form",
    ],
    ["a row without a key", utf8(`${OLD}bob,secret,,,https://x\n`), "left out a row without a key"],
    ["the same key twice", utf8(`${TODAY}${ID},${SECRET}\n`), "the same key stood there twice"],
  ])("takes and notes: %s", (_, bytes, note) => {
    const { keys, notes } = told(bytes);
    expect(keys).toHaveLength(1);
    expect(keys[0]).toContain(`${ID} ${SECRET}`);
    expect(notes).toEqual([note]);
  });

  it("keeps a user's name, without what a terminal would obey", () => {
    expect(told(utf8(OLD.replace("alice", "J\u00F6rg \u001B[31m"))).keys[0]).toMatch(
      /^J\u00F6rg AKIA/,
    );
    expect(told(utf8(OLD.replace("alice", SECRET))).keys[0]).toMatch(/^\u2022+ AKIA/);
  });

  it("gives all keys of a file, each with its user", () => {
    expect(told(utf8(`${OLD}bob,,${OTHER_ID},${OTHER_SECRET},https://x\n`))).toEqual({
      keys: [`alice ${ID} ${SECRET}`, `bob ${OTHER_ID} ${OTHER_SECRET}`],
      notes: [],
    });
  });

  it("notes nothing about a file as AWS gives it", () => {
    expect(told(utf8(TODAY)).notes).toEqual([]);
  });

  it.each([
    ["rootkey.csv", TODAY, 1],
    ["/home/a/rootkey (2).csv", TODAY, 1],
    ["keys.csv", `AWSAccessKeyId=${ID}\nAWSSecretKey=${SECRET}`, 1],
    [NAME, TODAY, 0],
  ])("warns of root keys by name or form: %s", (name, text, count) => {
    const read = readKeyCsv(utf8(text), name);
    expect(read.ok && read.value.findings.map(({ code }) => code)).toEqual(
      Array.from({ length: count }, () => "root-file"),
    );
  });
});

describe("files that are none", () => {
  it.each([
    ["empty", utf8(""), "empty"],
    ["blank", utf8(" \n\r\n\t"), "empty"],
    ["only a byte order mark", utf8("\uFEFF"), "empty"],
    ["header only", utf8("Access key ID,Secret access key\n"), "no key below"],
    [
      "users without keys",
      utf8(
        "User name,Password,Access key ID,Secret access key,Console login link\nalice,x,,,https://x\n",
      ),
      "none of them has an access key",
    ],
    [
      "half a key",
      utf8(`Access key ID,Secret access key\n${OTHER_ID},\n`),
      "secret access key is missing",
    ],
    [
      "the other half",
      utf8(`Access key ID,Secret access key\n,${OTHER_SECRET}\n`),
      "access key id is missing",
    ],
    [
      "rootkey with half a key",
      utf8(`AWSAccessKeyId=${OTHER_ID}\n`),
      "secret access key is missing",
    ],
    [
      "the secret in the id's column too",
      utf8(`Access key ID,Secret access key\n${OTHER_SECRET},${OTHER_SECRET}\n`),
      "not an id",
    ],
    [
      "stars for the secret",
      utf8(`Access key ID,Secret access key\n${OTHER_ID},*********\n`),
      "stars",
    ],
    [
      "console password of old",
      utf8(
        "User name,Password,Console login URL\nalice,hunter22,https://x.signin.aws.amazon.com/console\n",
      ),
      "web console",
    ],
    [
      "console password of today",
      utf8(
        "User name,Password,Console sign-in URL\nalice,hunter22,https://x.signin.aws.amazon.com/console\n",
      ),
      "web console",
    ],
    [
      "console password, below a title",
      utf8(
        "Lab\nUser name,Password,Console sign-in URL\nalice,hunter22,https://x.signin.aws.amazon.com/console\n",
      ),
      "web console",
    ],
    [
      "a header below the tenth line",
      utf8(`${"a note\n".repeat(10)}Secret access key,Access key ID\n${OTHER_ID},\n`),
      "not a file with access keys",
    ],
    [
      "SMTP credentials of Amazon SES",
      utf8(
        `IAM user name,SMTP user name,SMTP password\nses-user,${OTHER_ID},${"aB3d".repeat(11)}\n`,
      ),
      "sending mail",
    ],
    [
      "two root keys, one below the other",
      utf8(
        `AWSAccessKeyId=${ID}\nAWSSecretKey=${SECRET}\nAWSAccessKeyId=${OTHER_ID}\nAWSSecretKey=${OTHER_SECRET}\n`,
      ),
      "more than one root key",
    ],
    [
      "a row with an id only, below a whole one",
      utf8(`Access key ID,Secret access key\n${ID},${SECRET}\n${OTHER_ID}\n`),
      "secret access key is missing",
    ],
    ["CodeCommit", utf8("User Name,Password\nalice-at-123456789012,hunter22\n"), "CodeCommit"],
    [
      "service-specific",
      utf8(
        "ServiceSpecificCredentialId,ServiceUserName,ServicePassword\nACCA12345678,alice-at-1,hunter22\n",
      ),
      "one AWS service",
    ],
    [
      "credential report",
      utf8(
        "user,arn,user_creation_time,password_enabled,access_key_1_active,access_key_1_last_rotated\nalice,arn:aws:iam::1:user/alice,2020,true,true,2020\n",
      ),
      "credential report",
    ],
    ["another table", utf8("name,age\nbob,3\n"), "not a file with access keys"],
    ["a text", utf8("Dear all,\nplease find attached\n"), "not a file with access keys"],
    [
      "quotes that do not match",
      utf8(`Access key ID,Secret access key\n"${OTHER_ID},${OTHER_SECRET}\n`),
      "quotes",
    ],
    ["Excel workbook", Uint8Array.from([0x50, 0x4b, 0x03, 0x04, 0x14, 0x00]), "Excel workbook"],
    ["PDF", utf8("%PDF-1.7\n"), "PDF"],
    ["picture", Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]), "picture"],
    ["NULs", new Uint8Array(64), "not a text file"],
    ["other binary", Uint8Array.from({ length: 256 }, (_, index) => index), "not a text file"],
    ["a sign-in page", utf8("<!DOCTYPE html><html><body>Sign in</body></html>"), "web page"],
    ["too large", new Uint8Array(SIZE_LIMIT + 1).fill(0x20), "larger than 1 MiB"],
  ])("%s", (_, bytes, why) => {
    const read = readKeyCsv(bytes, `/some/where/${NAME}`);
    if (read.ok) throw new Error("taken");
    expect(read.problem.code).toBe("input-malformed");
    expect(read.problem.message).toContain(why);
    expect(read.problem.message).toContain(NAME);
    expect(read.problem.message).not.toContain("/some/where");
    expect(read.problem.try.length).toBeGreaterThan(0);
    for (const secret of [OTHER_SECRET, "hunter22", OTHER_ID])
      expect(inspect(read, { depth: 5 })).not.toContain(secret);
  });

  it("reads a file of exactly the limit", () => {
    const padded = TODAY.padEnd(SIZE_LIMIT, "\n");
    expect(told(utf8(padded)).keys).toEqual([`- ${ID} ${SECRET}`]);
    expect(readKeyCsv(utf8(`${padded}\n`), NAME).ok).toBe(false);
  });

  it("shows a file's name without what a terminal would obey", () => {
    const read = readKeyCsv(utf8(""), "a\u001B[31mb\u202Ec.csv");
    expect(!read.ok && read.problem.message).toBe("abc.csv is empty.");
    expect(readKeyCsv(utf8(""), "")).toMatchObject({ problem: { message: "The file is empty." } });
  });
});

describe("any bytes at all", () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9/+]{40}$/).filter((value) => /[a-z]/.test(value));
  const part = fc.oneof(
    fc.string(),
    fc.constantFrom(
      "\n",
      ",",
      ";",
      '"',
      "\t",
      "\r\n",
      "Access key ID,Secret access key\n",
      "User name,",
      ID,
      "AWSAccessKeyId=",
      "AWSSecretKey=",
      "sep=;\n",
    ),
  );

  it("never throws, and always has keys or a cure", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc.array(part, { maxLength: 12 }).map((parts) => utf8(parts.join(""))),
        ),
        (bytes) => {
          const read = readKeyCsv(bytes, NAME);
          expect(read.ok ? read.value.keys.length : read.problem.try.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 2000, seed: 1 },
    );
  });

  it.each([" ", "\n", ",", '"', "AWSAccessKeyId\n", "\t\n", "a,b\n", "\u001B", "sep="])(
    "reads a mebibyte of %j in no time to speak of",
    (part) => {
      expect(readKeyCsv(utf8(part.repeat(Math.floor(SIZE_LIMIT / part.length))), NAME).ok).toBe(
        false,
      );
    },
  );

  it("never shows the secret", () => {
    fc.assert(
      fc.property(
        secret,
        fc.array(part, { maxLength: 6 }),
        fc.array(part, { maxLength: 6 }),
        (value, before, after) => {
          const read = readKeyCsv(utf8([...before, value, ...after].join("")), NAME);
          expect(
            JSON.stringify(read) + inspect(read, { depth: 10, showHidden: true }),
          ).not.toContain(value);
        },
      ),
      { numRuns: 2000, seed: 1 },
    );
  });

  it("finds what was written, with every separator, line end and encoding", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^AKIA[A-Z2-7]{9}EXAMPLE$/),
        secret,
        fc.constantFrom(",", ";", "\t"),
        fc.constantFrom("\n", "\r\n", "\r"),
        fc.boolean(),
        fc.constantFrom("utf8", "mark", "le", "be"),
        (id, value, separator, end, quoted, encoding) => {
          const row = (...cells: readonly string[]): string =>
            cells.map((cell) => (quoted ? `"${cell}"` : cell)).join(separator) + end;
          const text =
            row("User name", "Access key ID", "Secret access key") + row("alice", id, value);
          const bytes =
            encoding === "utf8"
              ? utf8(text)
              : encoding === "mark"
                ? utf8(`\uFEFF${text}`)
                : utf16(text, encoding === "be", true);
          expect(told(bytes).keys).toEqual([`alice ${id} ${value}`]);
        },
      ),
      { numRuns: 500, seed: 1 },
    );
  });
});
