/**
 * Servers that repeat what they were sent, in every spelling and at every place of an answer: no
 * twelve letters of it in a row come through, also not to somebody who undoes the spelling.
 */
import { describe, expect, it } from "vitest";
import { Secret } from "../../src/base/secret.js";
import { createIam } from "../../src/aws/iam/iam.js";
import { systemClock } from "../../src/base/host.js";
import { type Reply, httpServer } from "./servers.js";
import { awsFor, keyOf, to } from "./setup.js";

const { signal } = new AbortController();
const XML = { "content-type": "text/xml", "x-amzn-requestid": "0f3b1c2d" };
const JSON_1_1 = { "content-type": "application/x-amz-json-1.1", "x-amzn-requestid": "0f3b1c2d" };

/** Made up, and restless as a real one. */
const TOKEN =
  "IQoJb3JpZ2luX2VjEXAMPLE+pQ7xK/2mZr9TgLw4vYd0SnBh6fCjU1iEaXo8Rk3Pz5Wq/7NtMbDlGyHs+uVeAcOJ2x4Q8w==";

const each =
  (write: (byte: number) => string, between = "") =>
  (text: string) =>
    [...Buffer.from(text)].map(write).join(between);
const hex = (byte: number): string => byte.toString(16).padStart(2, "0");
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const base32 = (text: string): string => {
  const bits = each((byte) => byte.toString(2).padStart(8, "0"))(text);
  return (bits.match(/.{5}/g) ?? [])
    .map((five) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt(Number.parseInt(five, 2)))
    .join("");
};

/** How it is spelled, and how somebody reads it again, letters and digits only. */
const SPELLINGS: Readonly<
  Record<string, readonly [(text: string) => string, (text: string) => string]>
> = {
  "as it is": [(text) => text, (text) => text],
  "in small letters": [(text) => text.toLowerCase(), (text) => text],
  "in capitals": [(text) => text.toUpperCase(), (text) => text],
  "its first half": [(text) => text.slice(0, 48), (text) => text],
  "its second half": [(text) => text.slice(48), (text) => text],
  "thirty letters of it": [(text) => text.slice(20, 50), (text) => text],
  "in two halves, words between": [
    (text) => `${text.slice(0, 48)} and then ${text.slice(48)}`,
    (text) => text,
  ],
  backwards: [backwards, backwards],
  "a blank after each letter": [(text) => text.replaceAll(/(.)/g, "$1 "), (text) => text],
  "a dash after each eighth": [(text) => text.replaceAll(/(.{8})/g, "$1-"), (text) => text],
  "letters of full width": [
    (text) => text.replaceAll(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)),
    (text) => text.normalize("NFKC"),
  ],
  "percent codes": [each((byte) => `%${hex(byte)}`), percentless],
  "percent codes of percent codes": [
    each((byte) => `%25${hex(byte)}`),
    (text) => percentless(percentless(text)),
  ],
  "numbers of HTML": [each((byte) => `&#${byte};`), entities],
  "numbers of HTML, written as text": [
    each((byte) => `&amp;amp;#${byte};`),
    (text) => entities(text.replaceAll(/&(?:amp;)*/g, "&")),
  ],
  "escapes of JSON": [each((byte) => `\\\\u00${hex(byte)}`), hexBehind(/\\+u00(..)/g)],
  "escapes of C": [each((byte) => `\\x${hex(byte)}`), hexBehind(/\\+x(..)/g)],
  "bytes in hexadecimal": [each((byte) => `0x${hex(byte)}`, " "), hexBehind(/0x(..)\s*/g)],
  "quoted-printable": [each((byte) => `=${hex(byte).toUpperCase()}`), hexBehind(/=(..)/g)],
  "hex in mixed case": [
    (text) => each(hex)(text).replaceAll(/.{3}/g, (three) => three.toUpperCase()),
    unhexed,
  ],
  "hex with colons": [each(hex, ":"), (text) => unhexed(text.replaceAll(":", ""))],
  "bytes in decimal": [
    each(String, ","),
    (text) => text.replaceAll(/(\d+),?/g, (_, code: string) => String.fromCharCode(Number(code))),
  ],
  "bytes in octal": [
    each((byte) => `\\${byte.toString(8)}`),
    (text) =>
      text.replaceAll(/\\(\d+)/g, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 8)),
      ),
  ],
  base64: [base64, unbased],
  "base64 of base64": [(text) => base64(base64(text)), (text) => unbased(unbased(text))],
  "base64 of something around it": [(text) => base64(`{"t":"${text}"}`), unbased],
  base32: [base32, (text) => text],
};

function backwards(text: string): string {
  return Buffer.from(text).reverse().toString("latin1");
}
function percentless(text: string): string {
  return hexBehind(/%(..)/g)(text);
}
function entities(text: string): string {
  return text.replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
function hexBehind(form: RegExp) {
  return (text: string): string =>
    text.replaceAll(form, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
function unhexed(text: string): string {
  return text.replaceAll(/(?:[0-9a-fA-F]{2}){6,}/g, (run) =>
    Buffer.from(run, "hex").toString("latin1"),
  );
}
function unbased(text: string): string {
  return text.replaceAll(
    /[A-Za-z0-9+/_=-]{16,}/g,
    (run) => ` ${Buffer.from(run, "base64").toString("latin1")} `,
  );
}

const bare = (text: string): string => text.replaceAll(/[^A-Za-z0-9]/g, "").toLowerCase();

function piecesIn(shown: string, [spell, read]: readonly [typeof base32, typeof base32]): number {
  const pieces = (text: string): readonly string[] =>
    Array.from({ length: Math.max(0, bare(text).length - 11) }, (_, at) =>
      bare(text).slice(at, at + 12),
    );
  const said = bare(shown);
  const understood = bare(read(shown));
  return (
    pieces(TOKEN).filter((piece) => understood.includes(piece)).length +
    // Also as it was spelled, where that is letters: whoever has it undoes it.
    pieces(spell(TOKEN)).filter((piece) => /[a-z]/.test(piece) && said.includes(piece)).length
  );
}

const message = (text: string): string =>
  `<ErrorResponse><Error><Code>AccessDenied</Code><Message>${text}</Message></Error></ErrorResponse>`;
const identity = (arn: string): string =>
  `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>${arn}</Arn><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
const header = (text: string): string => text.replaceAll(/[^\u0020-\u007E]/g, "?");

/** Where STS can put it. */
const PLACES: Readonly<Record<string, (text: string) => Reply>> = {
  "the message": (text) => ({ status: 403, headers: XML, body: message(`you said ${text} today`) }),
  "the code": (text) => ({
    status: 403,
    headers: XML,
    body: `<ErrorResponse><Error><Code>${text}</Code></Error></ErrorResponse>`,
  }),
  "the number of the request": (text) => ({
    status: 403,
    headers: { ...XML, "x-amzn-requestid": header(text) },
    body: message("no"),
  }),
  "the server's name": (text) => ({
    status: 200,
    headers: { "content-type": "text/html", server: header(text), via: header(text) },
    body: "<html>",
  }),
  "the user's name": (text) => ({
    status: 200,
    headers: XML,
    body: identity(`arn:aws:iam::123456789012:user/${text}`),
  }),
};

describe("a session token that the server repeats", () => {
  it.each(Object.keys(PLACES))("is hidden in %s, however it is spelled", async (place) => {
    for (const [name, spelling] of Object.entries(SPELLINGS)) {
      const url = await httpServer(() =>
        (PLACES[place] as (text: string) => Reply)(spelling[0](TOKEN)),
      );
      const answer = await (
        await awsFor(to({ sts: url }))
      ).identity(keyOf({ token: TOKEN }), signal);
      // Not an answer of AWS's, even where it looks well.
      expect([name, answer.ok]).toEqual([name, false]);
      expect([name, piecesIn(JSON.stringify(answer), spelling)]).toEqual([name, 0]);
    }
  });

  it("is hidden in what MTurk says", async () => {
    for (const [name, spelling] of Object.entries(SPELLINGS)) {
      const said = spelling[0](TOKEN);
      const url = await httpServer(() => ({
        status: 400,
        headers: JSON_1_1,
        body: JSON.stringify({ __type: "RequestError", Message: said, TurkErrorCode: said }),
      }));
      const answer = await (
        await awsFor(to({ mturk: url }))
      ).balance(keyOf({ token: TOKEN }), signal);
      expect([name, piecesIn(JSON.stringify(answer), spelling)]).toEqual([name, 0]);
    }
  });

  it.each<readonly [string, (text: string) => string]>([
    [
      "an id",
      (text) =>
        `<ListAccessKeysResponse><ListAccessKeysResult><AccessKeyMetadata><member><AccessKeyId>${text}</AccessKeyId><Status>Active</Status></member></AccessKeyMetadata></ListAccessKeysResult></ListAccessKeysResponse>`,
    ],
    [
      "a user's name beside a well-formed id",
      (text) =>
        `<ListAccessKeysResponse><ListAccessKeysResult><AccessKeyMetadata><member><UserName>${text}</UserName><AccessKeyId>AKIAI44QH8DHBEXAMPLE</AccessKeyId><Status>Active</Status></member></AccessKeyMetadata></ListAccessKeysResult></ListAccessKeysResponse>`,
    ],
  ])("makes %s no answer of IAM's", async (_place, body) => {
    for (const [name, [spell]] of Object.entries(SPELLINGS)) {
      const url = await httpServer(() => ({ status: 200, headers: XML, body: body(spell(TOKEN)) }));
      const iam = await createIam({ env: { AWS_ENDPOINT_URL_IAM: url }, clock: systemClock });
      if (!iam.ok) throw new Error(iam.problem.message);
      const answer = await iam.value.list(keyOf({ token: TOKEN }), signal);
      expect([name, answer.ok]).toEqual([name, false]);
    }
  });

  it("a name that ends with a stroke is nobody's", async () => {
    for (const arn of ["arn:aws:iam::123456789012:user/", "arn:aws:iam::123456789012:"]) {
      const url = await httpServer(() => ({ status: 200, headers: XML, body: identity(arn) }));
      expect(await (await awsFor(to({ sts: url }))).identity(keyOf(), signal)).toMatchObject({
        ok: false,
        failure: { kind: "not-aws" },
      });
    }
  });
});

describe("what is not a secret stays", () => {
  const secret = new Secret(TOKEN);
  it.each([
    "arn:aws:iam::123456789012:user/lab/anna",
    "2026-11-28T14:05:09.123456789Z, request 0f3b1c2d-1111-2222-3333-444455556666",
    "User: arn:aws:iam::123456789012:user/anna is not authorized to perform: mechanicalturk:GetAccountBalance",
    "100% = 0x1F U+0041 &amp; &lt; \\u00e9 %41%42 =AB",
    "IQoJb3JpZ2l",
  ])("%s", (text) => expect(secret.maskIn(text)).toBe(text));

  it("a text as long as any, and a token as long as any, cost little", () => {
    const long = new Secret(Buffer.from(TOKEN.repeat(40)).toString("base64"));
    const begun = process.cpuUsage();
    for (const text of ["a", "%", "&amp;", "\\", "\\\\u00", "=4", "&#1", "0x", "U+0"])
      long.maskIn(text.repeat(16_384 / text.length));
    const { user, system } = process.cpuUsage(begun);
    expect((user + system) / 1_000_000).toBeLessThan(8);
  });
});
