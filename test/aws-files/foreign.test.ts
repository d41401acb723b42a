/**
 * Files of another kind: recognised as one thing, never edited, and the few that can be mended
 * where they stand.
 */
import { describe, expect, test } from "vitest";
import { foreignKind } from "../../src/aws-files/text/foreign.js";
import { admit, changeOf, settle } from "../../src/aws-files/doctor/mend.js";
import { decodeFile } from "../../src/aws-files/text/scan-bytes.js";
import { scanText } from "../../src/aws-files/text/scan.js";
import { ID, KEYS, MENDED } from "./damage-cases.js";
import { fileBytes, mendAll } from "./damage-files.js";
import { CONFLICTS, FOREIGN_CASES, TAILS } from "./foreign-cases.js";

const bytesOf = (content: string | Uint8Array): Uint8Array =>
  typeof content === "string" ? Buffer.from(content) : content;

describe.each(["credentials", "config"] as const)("in the place of %s", (kind) => {
  test.each(FOREIGN_CASES)("$name is one finding, and no mend", ({ content, says }) => {
    const treatment = admit(fileBytes(kind, content));
    expect(treatment).toMatchObject({
      open: null,
      decided: [],
      explained: [
        {
          code: "file-broken",
          line: null,
          mends: [],
          message: expect.stringMatching(says) as string,
        },
      ],
    });
    expect(changeOf(treatment)).toEqual({ ok: true, value: null });
    const told = JSON.stringify(treatment);
    expect(told).not.toMatch(/cAnArY|# in front|text editor/);
    expect(told).not.toContain(ID);
  });
});

test.each(FOREIGN_CASES)("$name: whatever reads the file says the same", ({ content, says }) => {
  expect(decodeFile(bytesOf(content), "/home/user/my files/credentials")).toMatchObject({
    ok: false,
    problem: { code: "file-broken", message: expect.stringMatching(says) as string },
  });
});

test.each(FOREIGN_CASES.filter(({ reads }) => reads !== undefined))(
  "$name: the way to read the key out is named",
  ({ content, reads }) => {
    const read = decodeFile(bytesOf(content), "/home/user/my files/credentials");
    const cures = read.ok ? [] : read.problem.try;
    expect(cures[0]).toBe(
      "Move it away: mv '/home/user/my files/credentials' '/home/user/my files/credentials.old'",
    );
    expect(cures[1]).toContain(
      `mturk-setup save ${reads === "--csv" ? "--csv" : "--stdin <"} '/home/user/my files/credentials.old'`,
    );
  },
);

describe("a merge that was not finished", () => {
  test.each(CONFLICTS)(
    "$name: both versions are shown, and either can be kept",
    ({ content, first, last }) => {
      const { open } = admit(fileBytes("credentials", content));
      expect(open).toMatchObject({
        code: "file-broken",
        message: expect.stringMatching(/a merge that was not finished/) as string,
      });
      expect(open?.mends.map(({ keep }) => keep)).toEqual(["first", "last"]);
      for (const [keep, text] of [
        ["first", first],
        ["last", last],
      ] as const) {
        const change = changeOf(mendAll("credentials", content, keep));
        expect(change.ok ? change.value?.after.reveal() : change.problem).toBe(text);
        const mend = open?.mends.find((each) => each.keep === keep);
        expect(
          mend?.diff.some(
            ({ sign, text: line }) => sign === " " && line.includes("aws_access_key_id"),
          ),
        ).toBe(true);
      }
      expect(JSON.stringify(open)).not.toContain("cAnArY");
    },
  );

  test.each(CONFLICTS)("$name: without an answer nothing else is told or done", ({ content }) => {
    const left = settle(admit(fileBytes("credentials", content)), null);
    expect(left).toMatchObject({ open: null, explained: [] });
    expect(changeOf(left)).toEqual({ ok: true, value: null });
  });

  test("where one version alone can be read, it stands first and that is said", () => {
    const { open } = admit(
      fileBytes(
        "credentials",
        `[default]\n<<<<<<< HEAD\nnothing at all\n=======\n${KEYS}>>>>>>> x\n`,
      ),
    );
    expect(open?.mends.map(({ keep }) => keep)).toEqual(["last", "first"]);
    expect(open?.message).toMatch(/Only with the last version can boto3 read the file/);
  });
});

describe("an odd end", () => {
  test.each(TAILS)("$name is mended where it stands", ({ content, after, line }) => {
    const treatment = mendAll("credentials", content);
    expect(treatment.decided.map(({ damage }) => [damage.code, damage.line])).toEqual([
      ["file-broken", line],
    ]);
    const change = changeOf(treatment);
    expect(change.ok ? change.value?.after.reveal() : change.problem).toBe(after);
    expect(JSON.stringify([treatment, change])).not.toContain("cAnArY");
  });
});

test("what boto3 can read, and damaged AWS files, are no files of another kind", () => {
  const sound = [
    "",
    "[default]\n",
    `[default]\n${KEYS}`,
    "# <html>\n[default]\nx = ```\n",
    "[default]\ns3 =\n  a = b\n",
    "[default]\nnote = <<<<<<< x\n",
    `aws_access_key_id: ${ID}\n`,
    "[default]\nnote = ENC[x]\n",
  ];
  expect(sound.filter((text) => foreignKind(Buffer.from(text)) !== null)).toEqual([]);
  expect(
    MENDED.filter(({ before }) => foreignKind(bytesOf(before)) !== null).map(({ name }) => name),
  ).toEqual([]);
  expect(
    scanText(
      FOREIGN_CASES.find(({ name }) => name.startsWith("SOPS, INI"))?.content as string,
      "credentials",
    ).ok,
  ).toBe(true);
});
