/**
 * The fields in a real terminal emulator: what each burst of bytes leaves in them, and what of it
 * is ever drawn.
 */
import { type ReactElement, useState } from "react";
import { describe, expect, it } from "vitest";
import { type Secret } from "../../../src/base/secret.js";
import { Screen } from "../../../src/terminal/parts/Screen.js";
import { useGuardedField, useTextField } from "../../../src/terminal/parts/fields.js";
import { type TestScreen, openScreen } from "../../harness/screen.js";
import { useSecretField } from "../secret-field.js";

const KEY = "sk-123EXAMPLE" + "0123456789".repeat(9) + "/EXAM"; // 108 characters, as in the comparison with other libraries

/** One text field; what was submitted stands below it, numbered. */
function OneField({ onPaste }: { readonly onPaste?: (text: string) => boolean }): ReactElement {
  const [submitted, setSubmitted] = useState<readonly string[]>([]);
  const field = useTextField({
    label: "Name",
    onSubmit: (value) => setSubmitted((all) => [...all, value]),
    ...(onPaste === undefined ? {} : { onPaste }),
  });
  return (
    <Screen
      title="A field"
      body={submitted.map((value, index) => `submitted-${index + 1}:${JSON.stringify(value)};`)}
      parts={[field]}
    />
  );
}

async function field(onPaste?: (text: string) => boolean): Promise<TestScreen> {
  const screen = openScreen(<OneField {...(onPaste === undefined ? {} : { onPaste })} />, {
    columns: 140,
  });
  await screen.waitFor("Name");
  return screen;
}

/**
 * What was submitted stands on the screen as JSON, so that nothing invisible can hide in it; a long
 * value takes more rows.
 */
const submitted =
  (value: string, count = 1) =>
  (frame: readonly string[]): boolean =>
    frame.join("").includes(`submitted-${count}:${JSON.stringify(value)};`);

describe("bytes that arrive together", () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ["text and Enter in one read", "abc\r", "abc"],
    ["a pasted key with Enter, without brackets", `${KEY}\r`, KEY],
    ["a pasted key that ends in LF, without brackets", `${KEY}\n`, KEY],
    ["a bracketed paste and Enter in one read", `\u001B[200~${KEY}\u001B[201~\r`, KEY],
    [
      "a paste in brackets with blanks and a line end around it",
      `\u001B[200~  abc \r\n\u001B[201~\r`,
      "abc",
    ],
    [
      "controls, colours, a title, zero-width characters and a BOM in a paste",
      "\u001B[200~\uFEFFa\u001B[31mb\u200B\u001B]0;title\u0007c\u0001d\u001B[201~\r",
      "abcd",
    ],
    ["two Backspaces in one read", "abc\u007F\u007F\r", "a"],
    ["Delete forward", "abc\u001B[D\u001B[D\u001B[3~\r", "ac"],
    ["Ctrl+U clears to the start", "abc\u0015d\r", "d"],
    ["Ctrl+K clears to the end", "abc\u001B[D\u001B[D\u000B\r", "a"],
    ["Ctrl+W takes a word", "two words\u0017\r", "two"],
    ["Ctrl+A and Ctrl+E move", "b\u0001a\u0005c\r", "abc"],
    ["Home and End move", "b\u001B[Ha\u001B[Fc\r", "abc"],
    ["Home and End as tmux and Linux consoles send them", "b\u001B[1~a\u001B[4~c\r", "abc"],
    ["an emoji is not split", "👍\u001B[Dx\u001B[C\u001B[3~y\r", "x👍y"],
    ["a letter with its accent goes as one", "ae\u0301\u007Fb\r", "ab"],
    ["a family of emoji is one step left", "👨\u200D👩\u200D👧\u001B[Dx\r", "x👨\u200D👩\u200D👧"],
    ["Alt+B types nothing", "a\u001Bbc\r", "ac"],
    ["focus marks type nothing", "a\u001B[I\u001B[Ob\r", "ab"],
    [
      "an answer about colours that nobody asked for",
      "a\u001B]11;rgb:0000/0000/0000\u0007b\u001B]11;rgb:0000/0000/0000\u001B\\c\r",
      "abc",
    ],
    ["F keys and modified arrows type nothing", "a\u001BOP\u001B[15~\u001B[1;5Db\r", "ab"],
  ];
  it.each(rows)("%s", async (_what, bytes, value) => {
    const screen = await field();
    screen.type(bytes);
    await screen.waitFor(submitted(value));
  });

  it("CR LF is one Enter, wherever the read ends between them", async () => {
    const screen = await field();
    screen.type("abc\r");
    await screen.waitFor(submitted("abc"));
    screen.type("\nx\r");
    await screen.waitFor(submitted("abcx", 2));
  });

  it("an arrow whose bytes arrive in two reads is an arrow", async () => {
    const screen = await field();
    screen.type("ab");
    await screen.waitFor("ab");
    // Past the harness's own pause after Esc, which stands for a person.
    screen.type("\u001B[");
    screen.type("Dx\r");
    await screen.waitFor(submitted("axb"));
  });
});

describe("pastes", () => {
  it("8 kB arrive as one paste, in whatever pieces", async () => {
    const pastes: string[] = [];
    const screen = await field((text) => pastes.push(text) > 0);
    const text = "0123456789abcdef".repeat(512);
    const bytes = `\u001B[200~${text}\u001B[201~`;
    for (let at = 0; at < bytes.length; at += 1_000) screen.type(bytes.slice(at, at + 1_000));
    screen.type("x\r");
    await screen.waitFor(submitted("x"));
    expect(pastes).toEqual([text]);
  });

  it("several lines go to the owner whole, with plain line ends", async () => {
    const pastes: string[] = [];
    const screen = await field((text) => pastes.push(text) > 0);
    screen.paste("first\r\nsecond\nthird");
    screen.type("\r");
    await screen.waitFor(submitted(""));
    expect(pastes).toEqual(["first\nsecond\nthird"]);
  });

  it("several lines that nobody wants are not joined, and the field says so", async () => {
    const screen = await field();
    screen.paste("first\nsecond\n\nthird\n");
    await screen.waitFor("3 lines pasted; this field takes one. Nothing was added.");
    screen.type("x\r");
    const frame = await screen.waitFor(submitted("x"));
    expect(frame.join("\n")).not.toContain("lines pasted");
  });

  it("a bracketed paste never submits", async () => {
    const screen = await field();
    screen.paste("abc\n");
    await screen.waitFor("› abc");
    screen.type("d\r");
    await screen.waitFor(submitted("abcd"));
  });
});

/** As the screen of step 4 does it: the id first, then the secret, in two fields of one screen. */
function Pair({ onPair }: { readonly onPair: (id: string, secret: Secret) => void }): ReactElement {
  const [id, setId] = useState<string>();
  const [told, setTold] = useState<string>();
  const idField = useGuardedField({
    label: "Access key id",
    active: id === undefined,
    unwrap: true,
    mayShow: (text) => /^A(?:[KS](?:I(?:A[A-Z0-9]{0,16})?)?)?$/.test(text),
    onSubmit: setId,
  });
  const secretField = useSecretField({
    label: "Secret access key",
    active: id !== undefined && told === undefined,
    onSubmit: (secret) => {
      onPair(id ?? "", secret);
      setTold(`got ${id ?? ""} and ${String(secret)}`);
    },
  });
  return (
    <Screen
      title="A pair"
      body={told === undefined ? [] : [told]}
      parts={id === undefined ? [idField] : [idField, secretField]}
    />
  );
}

const ID = "AKIAIOSFODNN7EXAMPLE";
const SECRET = "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";

/** No piece of the secret that is long enough to be recognised stands in the bytes. */
function expectUnseen(raw: string, secret = SECRET): void {
  for (let at = 0; at + 6 <= secret.length; at += 1)
    expect(raw).not.toContain(secret.slice(at, at + 6));
}

describe("id and secret", () => {
  it("two lines pasted without brackets fill both fields, in one read", async () => {
    const pairs: (readonly [string, boolean])[] = [];
    const screen = openScreen(
      <Pair
        onPair={(id, secret) => pairs.push([id, secret.satisfies((value) => value === SECRET)])}
      />,
    );
    await screen.waitFor("Access key id");
    screen.type(`${ID}\r${SECRET}\r`);
    await screen.waitFor(`got ${ID} and ••••`);
    expect(pairs).toEqual([[ID, true]]);
    expectUnseen(screen.rawBytes());
  });

  it("a secret is never drawn: typed, edited, pasted, pasted into the id field", async () => {
    const screen = openScreen(<Pair onPair={() => undefined} />);
    await screen.waitFor("Access key id");
    screen.paste(SECRET);
    await screen.waitFor("(hidden, 40 characters)");
    screen.press("ctrl-u");
    await screen.waitFor("____");
    screen.type(`${ID}\r`);
    await screen.waitFor("Secret access key");
    for (const char of SECRET) screen.type(char);
    await screen.waitFor("(hidden, 40 characters)");
    screen.press("home", "delete", "end", "backspace");
    await screen.waitFor("(hidden, 38 characters)");
    screen.press("ctrl-u");
    screen.paste(`export AWS_SECRET_ACCESS_KEY="${SECRET}"`);
    await screen.waitFor("Only the value was taken");
    screen.press("enter");
    await screen.waitFor("got");
    expectUnseen(screen.rawBytes());
    // The id field shows what looks like an id, so the start of one may appear; the canary is the
    // secret.
    expect(screen.rawBytes()).toContain("AKIA");
  });

  it("in a field for a name, a secret that is typed letter by letter is hidden long before it is whole", async () => {
    const screen = await field();
    for (const typed of [SECRET, `${ID}${SECRET}`]) {
      for (const char of typed) screen.type(char);
      await screen.waitFor(`(hidden, ${typed.length} characters)`);
      screen.press("ctrl-u");
      await screen.waitFor("____");
    }
    expect(screen.rawBytes()).not.toContain(SECRET.slice(0, 25));
  });

  it("one character is one character", async () => {
    const screen = openScreen(<Pair onPair={() => undefined} />);
    await screen.waitFor("Access key id");
    screen.type("w");
    await screen.waitFor("(hidden, 1 character)");
  });
});
