/**
 * The key screen: every way to enter a key, every way to enter something else, and the question to
 * AWS that follows.
 */
import { describe, expect, test } from "vitest";
import {
  OTHER,
  SIZES,
  type Wizard,
  enterPair,
  heldClock,
  hurriedClock,
  openWizard,
  put,
  toKey,
} from "./wizard.js";

const CANARY = "canaryCANARYcanaryCANARYcanaryCANARY0123";

async function half(wizard: Wizard, text: string): Promise<void> {
  wizard.paste(text, true);
  await wizard.waitFor((frame) => !frame.some((line) => line.includes("____")));
  wizard.press("enter");
}

describe("halves", () => {
  test("id first: it is shown short, then the secret is asked for and never shown", async () => {
    const wizard = await toKey();
    const [id = "", secret = ""] = wizard.pair().split("\n");
    await half(wizard, id);
    const frame = (await wizard.waitFor("Secret access key (never shown)")).join("\n");
    expect(frame).toContain(`Access key id       ${id.slice(0, 4)}…${id.slice(-4)}`);
    await half(wizard, secret);
    await wizard.waitFor(/^Review/);
    expect(wizard.rawBytes()).not.toContain(secret);
  });

  test("secret first: its length is told, then the id is asked for", async () => {
    const wizard = await toKey();
    const [id = "", secret = ""] = wizard.pair().split("\n");
    await half(wizard, secret);
    await wizard.waitFor("(hidden, 40 characters)");
    await wizard.waitFor("____");
    await half(wizard, id);
    await wizard.waitFor(/^Review/);
    expect(wizard.rawBytes()).not.toContain(secret);
  });

  test("Esc takes a half back, and only then leaves the screen", async () => {
    const wizard = await toKey();
    await half(wizard, wizard.aws.accessKeyId);
    await wizard.waitFor("Secret access key (never shown)");
    await wizard.to("\u001B", /^The access key(.*\n)*.*Paste id and secret/);
    await wizard.to("\u001B", /^mturk-setup/);
  });

  test("two lines without brackets fill both, whatever arrives in between", async () => {
    const wizard = await toKey();
    wizard.paste(`${wizard.pair()}\n`, false);
    await wizard.waitFor(/^Review/);
    expect(wizard.rawBytes()).not.toContain(wizard.aws.secretAccessKey.reveal());
  });

  test("the rest of a paste is not taken for commands", async () => {
    const { clock, release } = heldClock();
    const wizard = await toKey({ faults: ["slow=1"], awsClock: clock });
    wizard.paste(`${wizard.pair()}\nq\nw\ns\n`, false);
    await wizard.waitFor(/^Asking AWS about/);
    expect(wizard.state().leaving).toBeNull();
    release();
    await wizard.waitFor(/^Review/);
  });
});

describe.each([...SIZES, { columns: 40, rows: 10 }])(
  "nonsense, $columns×$rows",
  ({ columns, rows }) => {
    test.each([
      ["AKIA5!!", "too short for a secret"],
      ["https://console.aws.amazon.com/iam/", "That is a web address, not a key."],
      ["123456789012", "looks like an AWS account number"],
      ["arn:aws:iam::123456789012:user/x", "That is an ARN"],
      ["hello@example.com", "e-mail address"],
    ])("%s: the reason under the field, the text still in it", async (text, reason) => {
      const wizard = await toKey({ columns, rows });
      await half(wizard, text);
      const frame = (
        await wizard.waitFor((rows_) => rows_.join(" ").replaceAll(/\s+/g, " ").includes(reason))
      ).join("\n");
      expect(frame).toContain(`(hidden, ${text.length} characters)`);
      // All of it, or a mark that there is more.
      const said = wizard.state().entry.problem;
      const whole = [said?.message, ...(said?.try ?? [])].join(" ");
      const seen = frame.replaceAll(/\s+/g, " ");
      expect(seen.includes(whole) || (frame.split("! ")[1] ?? "").includes(" …"), frame).toBe(true);
      expect(frame.split("\n").length).toBeLessThanOrEqual(rows - 2);
      wizard.press("ctrl-u");
      await wizard.waitFor("____");
      expect(wizard.aws.log.filter(({ keyId }) => keyId !== null)).toEqual([]);
    });
  },
);

test("doubts are told, Enter on the empty field overrides them, another paste replaces the key", async () => {
  const wizard = await toKey();
  wizard.paste(`AKIA0SFODNN7EXAMPLEX\n${CANARY}`, true);
  await wizard.waitFor("Pasted several lines");
  const doubt = (await wizard.to("\r", /Enter use it anyway/)).replaceAll(/\s+/g, " ");
  expect(doubt).toContain("AWS's ids do not use 0, 1, 8, 9 or _");
  expect(wizard.aws.log.filter(({ keyId }) => keyId !== null)).toEqual([]);
  wizard.press("enter");
  await wizard.waitFor("AWS does not know this key yet");
  expect(wizard.rawBytes()).not.toContain(CANARY);
});

test("AWS's example is refused outside practice, before anybody is asked", async () => {
  const wizard = await toKey();
  wizard.paste(`AKIAIOSFODNN7EXAMPLE\nwJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY`, true);
  await wizard.waitFor("Pasted several lines");
  await wizard.to("\r", "This is the example from AWS's documentation.");
  expect(wizard.aws.log.filter(({ keyId }) => keyId !== null)).toEqual([]);
});

test("a temporary key is doubted, and its session token may follow", async () => {
  const wizard = await toKey();
  wizard.paste(`ASIAI44QH8DHBEXAMPLE\n${OTHER.secret.replace("EXAMPLE", "tempora")}`, true);
  await wizard.waitFor("Pasted several lines");
  await wizard.to("\r", /temporary key(.*\n)*.*Enter use it anyway/);
});

describe("a key that AWS does not know yet", () => {
  test("is waited for, and Esc shows what AWS said so far", async () => {
    const wizard = await toKey();
    wizard.paste(`AKIAI44QH2DHBEXAMPLE\n${CANARY}`, true);
    await wizard.waitFor("Pasted several lines");
    await wizard.to(
      "\r",
      /AWS does not know this key yet\. A new key can take 30 seconds: asking again\.(.*\n)*.*Esc ends the wait(.*\n)*.*Nothing is written yet\./,
    );
    const outcome = await wizard.to("\u001B", /^AWS refused this key\. Nothing was saved\./);
    expect(outcome).toMatch(
      /› r {2}Ask again +it is less than a minute old\n +p {2}Paste again, or choose the CSV file +a letter is wrong\n +4 {2}Make a new key/,
    );
  });

  test("is taken as soon as AWS knows it", async () => {
    const clock = hurriedClock();
    const wizard = await toKey({ clock, faults: ["propagation=1"] });
    wizard.paste(wizard.pair(), true);
    await wizard.waitFor("Pasted several lines");
    await wizard.to("\r", /^(Review|AWS refused)/);
  });

  test("ends as refused when the half minute is over", async () => {
    const wizard = await toKey({ clock: hurriedClock(), faults: ["key-inactive"] });
    const outcome = await enterPair(wizard);
    expect(outcome).toMatch(/^AWS refused this key\. Nothing was saved\./);
    expect(outcome.match(/is not an active key at AWS/g)).toHaveLength(1);
  });
});

describe("Esc while AWS is asked", () => {
  test("stops the question, keeps the key, and drops the answer that comes late", async () => {
    const wizard = await toKey({ faults: ["silent"] });
    wizard.paste(wizard.pair(), true);
    await wizard.waitFor("Pasted several lines");
    await wizard.to("\r", /^Asking AWS about/);
    await wizard.to("\u001B", /^The access key(.*\n)*.*Stopped asking\.(.*\n)*.*use AKIA….* again/);
    wizard.aws.setFaults([]);
    await wizard.to("\u001B", /^mturk-setup/);
    expect(wizard.state().check.status).toBe("idle");
    await wizard.choose("Use keys I have");
    await wizard.waitFor(/use AKIA….* again/);
    await wizard.to("\r", /^Review/);
  });

  test("a late answer with an old ticket changes nothing", async () => {
    const { clock, release } = heldClock();
    const wizard = await toKey({ faults: ["slow=1"], awsClock: clock });
    wizard.paste(wizard.pair(), true);
    await wizard.waitFor("Pasted several lines");
    await wizard.to("\r", /^Asking AWS about/);
    await wizard.to("\u001B", /^The access key/);
    await wizard.to("\u001B", /^mturk-setup/);
    // The practice AWS answers both requests now; nobody waits for them any more.
    release();
    await wizard.waitFor(() => wizard.aws.log.filter(({ keyId }) => keyId !== null).length >= 2);
    expect(wizard.frame()[0]).toMatch(/^mturk-setup/);
    expect(wizard.state().check.status).toBe("idle");
  });
});

describe("CSV files", () => {
  const csv = (pair: string): string =>
    `Access key ID,Secret access key\r\n${pair.replace("\n", ",")}\r\n`;

  test("found: listed, one Enter takes it", async () => {
    const wizard = await openWizard({
      files: {
        "Downloads/one_accessKeys.csv": csv(`${OTHER.id}\n${OTHER.secret}`),
        "Desktop/two_accessKeys.csv": "x",
      },
    });
    put(wizard.home, "Downloads/one_accessKeys.csv", csv(wizard.pair()));
    await wizard.choose("Use keys I have");
    await wizard.waitFor("Paste id and secret");
    const list = await wizard.to("\t", /^The CSV file with your key/);
    const row = /(\d) +one_accessKeys\.csv +~\/Downloads\/one_accessKeys\.csv/.exec(list);
    await wizard.to(row?.[1] ?? "?", /^Review/);
    expect(wizard.state().answers.keyFile).toBe(`${wizard.home}/Downloads/one_accessKeys.csv`);
  });

  test.each([
    ["~/my keys.csv", "~/my keys.csv"],
    ["'quoted.csv'", "quoted.csv"],
    ["with\\ blank.csv", "with blank.csv"],
    ['"in double quotes.csv" ', "in double quotes.csv"],
    ["& 'called by PowerShell.csv'", "called by PowerShell.csv"],
  ])("a typed path %s is taken as a shell takes it", async (typed, path) => {
    const wizard = await toKey();
    put(wizard.home, path.replace("~/", ""), csv(wizard.pair()));
    await wizard.to("\t", /^The CSV file with your key/);
    await wizard.to(`${typed}\r`, /^Review/);
  });

  test.each([
    ["missing.csv", null],
    ["empty.csv", ""],
    ["binary.csv", "\u0000\u0001\u0002\u0003PNG\u0000\u0000"],
    ["big.csv", "x".repeat(11 << 20)],
    ["console.csv", "User name,Password,Console login link\r\nme,secret,https://example.com\r\n"],
  ])(
    "%s: why it cannot be used, under the field; the path is still in it",
    async (name, content) => {
      const wizard = await toKey();
      if (content !== null) put(wizard.home, name, content);
      await wizard.to("\t", /^The CSV file with your key/);
      const reason = (): string => {
        const { csv: read } = wizard.state();
        return read.status === "failed"
          ? read.problem.message.replaceAll(`${wizard.home}/`, "~/")
          : "(not yet)";
      };
      const frame = await wizard.to(`${name}\r`, (rows) =>
        rows.join(" ").replaceAll(/\s+/g, " ").includes(reason()),
      );
      expect(frame).toContain(`› ${name}`);
      expect(wizard.rawBytes()).not.toContain(CANARY);
      await wizard.to("\u001B", /^The access key/);
    },
  );

  test.each([
    [
      "typed into the field",
      async (wizard: Wizard, path: string) => {
        await wizard.to("\t", /^The CSV file with your key/);
        await wizard.to(`${path}\r`, /^Whose key\?/);
      },
    ],
    [
      "dropped where the key is pasted",
      async (wizard: Wizard, path: string) => {
        await wizard.to(`${path}\r`, /^Whose key\?/);
      },
    ],
  ])(
    "several users in one file, %s: one is chosen; the file, with the others' keys, is not offered for deletion",
    async (_how, give) => {
      const wizard = await toKey();
      put(
        wizard.home,
        "class.csv",
        `User name,Access key ID,Secret access key\r\nbob,AKIAIOSFODNN7EXAMPLE,${CANARY}\r\nann,${wizard.pair().replace("\n", ",")}\r\n`,
      );
      await give(wizard, "~/class.csv");
      const list = wizard.frame().join("\n");
      expect(list).toMatch(/~\/class\.csv holds 2 keys/);
      expect(list).toMatch(/1 +bob +AKIAIOSFODNN7EXAMPLE/);
      await wizard.to("2", /^Review/);
      expect(wizard.state().answers.key?.accessKeyId).toBe(wizard.pair().split("\n")[0]);
      expect(wizard.state().answers.keyFile).toBeNull();
      expect(wizard.rawBytes()).not.toContain(CANARY);
    },
  );

  test("several users: Tab leads to another file, Esc back to the key", async () => {
    const wizard = await toKey();
    put(
      wizard.home,
      "class.csv",
      `User name,Access key ID,Secret access key\r\nbob,AKIAIOSFODNN7EXAMPLE,${CANARY}\r\nann,${OTHER.id},${OTHER.secret}\r\n`,
    );
    await wizard.to("\t", /^The CSV file with your key/);
    await wizard.to("class.csv\r", /^Whose key\?/);
    await wizard.to("\t", /^The CSV file with your key/);
    await wizard.to("class.csv\r", /^Whose key\?/);
    await wizard.to("\u001B", /^The access key/);
    expect(wizard.state().answers.key).toBeNull();
  });

  test("practice offers its own, and one Enter takes it", async () => {
    const wizard = await openWizard({ practice: true });
    await wizard.choose("Use keys I have");
    await wizard.waitFor("Enter use practice-key.csv");
    await wizard.to("\r", /^Review/);
  });
});

test("60×15: what is said under the field is there in full, for it cannot be scrolled to", async () => {
  const wizard = await toKey({ columns: 60, rows: 15 });
  wizard.paste(`AKIAI44QH8DHBEXAMPL2\n${"a".repeat(38)}`, true);
  await wizard.waitFor("Pasted several lines");
  const frame = (await wizard.to("\r", /Enter use it anyway/)).replaceAll(/\s+/g, " ");
  const { doubts } = wizard.state().entry;
  expect(doubts?.findings.length).toBeGreaterThan(1);
  for (const { message, try: cure } of doubts?.findings ?? []) {
    expect(frame).toContain(message);
    expect(frame.split(cure)).toHaveLength(2);
  }
});

test.each([
  { columns: 80, rows: 24 },
  { columns: 60, rows: 15 },
  { columns: 40, rows: 10 },
])("$columns×$rows: the footer names the way to the CSV file, and the way out", async (size) => {
  const wizard = await toKey(size);
  const footer = (): string => wizard.frame().slice(-2).join(" · ");
  expect(footer()).toMatch(/Tab (choose the )?CSV file/);
  for (const key of ["Enter", "Esc", "Ctrl+G", "Ctrl+C"]) expect(footer()).toContain(key);
});

test("a session token that comes before its key is told, and waits for it: no file takes its place", async () => {
  const wizard = await openWizard({ practice: true });
  await wizard.to("2", /Or just Enter: use practice-key\.csv/);
  wizard.paste("F".repeat(120), true);
  await wizard.waitFor("(hidden, 120 characters)");
  const told = await wizard.to("\r", /Session token +\(hidden, 120 characters\)/);
  expect(told).toMatch(/Paste id and secret/);
  expect(told).not.toMatch(/FFFF|practice-key/);
  await wizard.to("\r", /Nothing was (?:entered|typed|pasted)|is empty/i);
});

test("what was wrong with a text goes with it: who comes back finds an empty field and its offer", async () => {
  const wizard = await openWizard({ practice: true });
  await wizard.to("2", /Or just Enter: use practice-key\.csv/);
  const typed = await wizard.to("hello", /\(hidden, 5 characters\)/);
  // Behind a text Enter does not take the file.
  expect(typed).not.toContain("Or just Enter");
  expect(typed).toMatch(/Enter continue/);
  await wizard.to("\r", /too short for a secret/);
  await wizard.to("\u001B", /What would you like to do/);
  const back = await wizard.to("2", /^The access key/);
  expect(back).not.toContain("too short for a secret");
  expect(back).toMatch(/Or just Enter: use practice-key\.csv(.*\n)*Enter use practice-key\.csv/);
  await wizard.to("\r", /^Review/);
});
