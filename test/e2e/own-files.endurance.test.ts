/**
 * Files that were there before: kept byte for byte, or refused with the line; and homes in which
 * nothing can be saved.
 */
import { chmodSync, chownSync, symlinkSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { nodeAs } from "../harness/other-user.js";
import { start } from "../practice/start.js";
import {
  EXAMPLE,
  FIRST,
  type Place,
  BIN,
  askedOf,
  mturkSetup,
  newPlace,
  startWizard,
} from "./program.js";
import { MODES, type Walk } from "./walk.js";

type Aws = Awaited<ReturnType<typeof start>>;

/** Enters the key, and waits for the review; answers its text. */
async function toReview(walk: Walk, aws: Aws, change = /aws_secret_access_key/): Promise<string> {
  await walk.pick("Use keys I have");
  await walk.at(/The access key/, /Paste id and secret/);
  await walk.paste(aws.accessKeyId, aws.secretAccessKey.reveal());
  return walk.at(/Review/, change);
}

async function saveThrough(walk: Walk, aws: Aws): Promise<string> {
  const review = await toReview(walk, aws);
  await walk.enter();
  await walk.at(/Ready\./);
  await walk.finish();
  return review;
}

/** Its shortened form differs from that of the practice AWS's keys, which all end in EXAMPLE. */
const OLD = { id: "AKIAEXAMPLEEXAMPLE22", secret: "oldSecret/oldSecret+oldSecret/oldSecret+" };

describe.each(MODES)("%s: an existing ~/.aws", (_by, walked) => {
  const credentials = (id: string, secret: string): string =>
    `# made by hand, 2019\n\n[lab]\naws_access_key_id=AKIAILABLABLAEXAMPLE\naws_secret_access_key = labSecret/labSecret+labSecret/labSecret+l # ours\n\n[default]\n; the old one\naws_access_key_id   =   ${id}\naws_secret_access_key=${secret}\nunknown_option = keep me\n\n[a/b@c]\n  nested =\n    x = 1\n    y = 2\n`;
  const config =
    "[default]\nregion = eu-west-1\noutput = json\n\n[profile lab]\nregion=us-east-1\ns3 =\n  max_concurrent_requests = 20\n";

  test.each([
    ["LF", "\n"],
    ["CRLF", "\r\n"],
  ])(
    "with %s: comments, other profiles and unknown options stay byte for byte",
    async (_name, eol) => {
      const place = newPlace();
      const aws = await start();
      const lines = (text: string): string => text.replaceAll("\n", eol);
      place.put(".aws/credentials", lines(credentials(OLD.id, OLD.secret)), 0o640);
      place.put(".aws/config", lines(config));
      const walk = walked(place, { env: askedOf(aws) });
      const review = await saveThrough(walk, aws);
      expect(review).toMatch(/holds another key, AKIA\.\.\.LE22[.:] it is replaced/i);
      expect(review).toContain("region eu-west-1");
      expect(place.read(".aws/credentials")).toBe(
        lines(credentials(aws.accessKeyId, aws.secretAccessKey.reveal())),
      );
      expect(place.read(".aws/config")).toBe(lines(config));
      for (const secret of [OLD.secret, "labSecret", aws.secretAccessKey.reveal()])
        expect(walk.wizard.raw()).not.toContain(secret);
    },
  );

  test("reached through links: the links stay, the file behind them changes", async () => {
    const place = newPlace();
    const aws = await start();
    place.put("dotfiles/credentials", "[other]\nregion = eu-west-1\n");
    place.put(".aws/config", "");
    symlinkSync("../dotfiles/credentials", place.at(".aws/credentials"));
    await saveThrough(walked(place, { env: askedOf(aws) }), aws);
    expect(place.tree()[".aws/credentials"]).toBe("link to ../dotfiles/credentials");
    expect(place.read("dotfiles/credentials")).toMatch(
      /^\[other\]\nregion = eu-west-1\n\n?\[default\]\naws_access_key_id = /,
    );
  });

  test("a file that changes while the review is read is shown anew, and the change is kept", async () => {
    const place = newPlace();
    const aws = await start();
    const walk = walked(place, { env: askedOf(aws) });
    await toReview(walk, aws, /\.aws\/credentials \(new\)/);
    place.put(".aws/credentials", "[lab]\nregion = eu-west-1\n");
    await walk.enter();
    await walk.at(/Review/, /changed.*~\/\.aws\/credentials(?! \(new\))/);
    expect(place.read(".aws/credentials")).toBe("[lab]\nregion = eu-west-1\n");
    await walk.enter();
    await walk.at(/Ready\./);
    expect(place.read(".aws/credentials")).toMatch(
      /^\[lab\]\nregion = eu-west-1\n\n?\[default\]\n/,
    );
    await walk.finish();
  });

  test.each([
    ["another key", OLD.id],
    ["another key that looks the same when it is shortened", EXAMPLE.id],
  ])("%s in the environment beats the new one: said before writing", async (_what, id) => {
    const aws = await start();
    const walk = walked(newPlace(), {
      env: { ...askedOf(aws), AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: OLD.secret },
    });
    const review = await toReview(walk, aws);
    expect(review).toMatch(/would beat this key/);
    expect(review).toMatch(/unset AWS_ACCESS_KEY_ID/);
    await walk.leave();
    expect(walk.wizard.raw()).not.toContain(OLD.secret);
  });

  test("a server that is not Amazon's is named before a key is sent to it", async () => {
    const aws = await start();
    const walk = walked(newPlace(), { env: askedOf(aws) });
    await walk.pick("Use keys I have");
    await walk.at(/The access key/, /Paste id and secret/);
    expect(walk.wizard.raw()).toContain(new URL(aws.url).host);
    await walk.leave();
  });
});

describe.each(MODES)("%s: a file that boto3 cannot read", (_by, walked) => {
  test.each([
    [
      "no header above the first key",
      "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n",
      "Line 1",
    ],
    [
      "a profile twice",
      "[default]\nregion = us-east-1\n\n[default]\nregion = eu-west-1\n",
      "Line 4",
    ],
    ["a byte order mark before the header", "\uFEFF[default]\nregion = us-east-1\n", "Line 1"],
    [
      "a line that is none",
      "[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\nwJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n",
      "Line 3",
    ],
  ])(
    "%s: the first screen names file and line, and nothing is written",
    async (_what, text, line) => {
      const place = newPlace();
      const aws = await start();
      place.put(".aws/credentials", text);
      const before = place.tree();
      const walk = walked(place, { env: askedOf(aws) });
      const first = await walk.says(/What would you like to do\?/);
      expect(first).toMatch(/\.aws\/credentials cannot be read/);
      expect(first.toLowerCase()).toContain(line.toLowerCase());
      await walk.pick("Use keys I have");
      await walk.at(/The access key/, /Paste id and secret/);
      await walk.paste(aws.accessKeyId, aws.secretAccessKey.reveal());
      const review = await walk.at(/This cannot be written as it is\./);
      expect(review.toLowerCase()).toContain(line.toLowerCase());
      await walk.leave();
      expect(place.tree()).toEqual(before);
      expect(walk.wizard.raw()).not.toContain(OLD.secret);

      const done = await mturkSetup(place, ["save", "--stdin", "--json"], {
        env: askedOf(aws),
        stdin: `${aws.accessKeyId}\n${aws.secretAccessKey.reveal()}\n`,
      });
      expect(done.code).toBe(4);
      expect(
        (JSON.parse(done.out) as { error: { code: string; message: string } }).error.code,
      ).toBe("file-broken");
      expect(done.out.toLowerCase()).toContain(line.toLowerCase());
      expect(place.tree()).toEqual(before);
    },
  );
});

test("the cures that are offered name commands that exist", async () => {
  const place = newPlace();
  place.put(".aws/credentials", "aws_access_key_id = AKIAIOSFODNN7EXAMPLE\n");
  const done = await mturkSetup(place, ["check"]);
  const named = [
    ...new Set([...done.out.matchAll(/(?:: |- )mturk-setup ([a-z]+)/g)].map((match) => match[1]!)),
  ];
  const help = await mturkSetup(place, ["--help"]);
  expect(named).not.toEqual([]);
  for (const command of named)
    expect(help.out, `“mturk-setup ${command}” is advised`).toMatch(
      new RegExp(`^  ${command} `, "m"),
    );
});

describe("no place to save anything", () => {
  /** The program as a user who is not root: for root no folder is read-only. */
  const nobody = (): readonly string[] => nodeAs(65_534);

  function readOnly(place: Place): void {
    if (process.getuid?.() === 0)
      for (const path of [place.home, place.temp]) chownSync(path, 65534, 65534);
    chmodSync(place.at(".."), 0o755);
    chmodSync(place.home, 0o555);
  }

  test("HOME is empty: said on the first screen, and by save at once", async () => {
    const place = newPlace();
    const wizard = startWizard(place, { env: { HOME: "" }, cwd: place.home });
    expect((await wizard.waitFor(FIRST)).join("\n")).toMatch(/HOME is empty(.*\n)*.*export HOME=/);
    wizard.send("q");
    await wizard.exit;
    const done = await mturkSetup(place, ["save", "--stdin", "--json"], {
      env: { HOME: "" },
      stdin: `${OLD.id.replace("IOSF", "HOME")}\n${"h".repeat(40)}\n`,
    });
    expect(done.code).toBe(4);
    expect((JSON.parse(done.out) as { error: { code: string } }).error.code).toBe("home-missing");
    expect(Object.keys(place.tree())).toEqual(["."]);
  });

  test("HOME is not absolute", async () => {
    const place = newPlace();
    const done = await mturkSetup(place, ["save", "--stdin", "--json"], {
      env: { HOME: "home" },
      stdin: `${OLD.id.replace("IOSF", "HOME")}\n${"h".repeat(40)}\n`,
    });
    expect(done.code).toBe(4);
    expect((JSON.parse(done.out) as { error: { code: string } }).error.code).toBe("home-missing");
    expect(Object.keys(place.tree())).toEqual(["."]);
  });

  test.skipIf(process.getuid?.() !== 0)(
    "HOME is not set, and the system knows none either",
    async () => {
      const place = newPlace();
      chmodSync(place.at(".."), 0o755);
      chmodSync(place.home, 0o777);
      const done = await mturkSetup(place, ["check", "--json"], {
        env: { HOME: undefined },
        node: nodeAs(54_321),
      });
      expect(done.err).not.toMatch(/made a mistake/);
      expect(done.code, done.out + done.err).toBe(4);
      expect((JSON.parse(done.out) as { error: { code: string } }).error.code).toBe("home-missing");
    },
  );

  test("HOME is not writable: said on the first screen, and by save before AWS is asked", async () => {
    const place = newPlace();
    const aws = await start();
    readOnly(place);
    const before = place.tree();
    const wizard = startWizard(place, { command: [...nobody(), BIN], env: askedOf(aws) });
    const first = (await wizard.waitFor(FIRST)).join("\n");
    expect(first).toMatch(/~?\/?\S*\.aws/);
    expect(first).toMatch(/permission|may not|cannot be written|not be written/i);
    wizard.press("ctrl-c", "ctrl-c");
    await wizard.exit;
    const done = await mturkSetup(place, ["save", "--stdin", "--json"], {
      node: nobody(),
      env: askedOf(aws),
      stdin: `${aws.accessKeyId}\n${aws.secretAccessKey.reveal()}\n`,
    });
    expect(done.code).toBe(4);
    expect((JSON.parse(done.out) as { error: { code: string } }).error.code).toBe(
      "file-not-writable",
    );
    expect(aws.log.filter(({ keyId }) => keyId !== null)).toEqual([]);
    chmodSync(place.home, 0o755);
    chmodSync(place.home, 0o555);
    expect(place.tree()).toEqual(before);
  });

  test("leaving with q where the place cannot be kept does not claim that it is", async () => {
    const place = newPlace();
    readOnly(place);
    const wizard = startWizard(place, { command: [...nobody(), BIN] });
    await wizard.choose("Set up from the beginning");
    await wizard.waitFor("Walk all seven steps");
    wizard.press("down");
    await wizard.waitFor("› I want keys for something else");
    await wizard.enterTo(/^Step 1 of 7/);
    wizard.send("q");
    expect((await wizard.exit).code).toBe(0);
    expect(wizard.frame().join("\n")).toContain("Nothing was written.");
    expect(wizard.frame().join("\n")).not.toMatch(/Your place is kept/);
  });
});
