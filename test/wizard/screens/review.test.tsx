/**
 * The review: what would be written, what would hide it, and the changes that one key each makes.
 */
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { OTHER, OTHER_FILE, SIZES, toReview, write } from "./wizard.js";

const squeezed = (text: string): string => text.replaceAll(/\s+/g, " ");

describe.each(SIZES)("$columns×$rows", ({ columns, rows }) => {
  test("nothing is written before Enter, and the diff is what is written", async () => {
    const wizard = await toReview({ columns, rows });
    expect(() => wizard.read(".aws/credentials")).toThrow();
    expect(wizard.frame().length).toBeLessThanOrEqual(rows - 2);
    await write(wizard);
    expect(wizard.read(".aws/credentials")).toBe(
      `[default]\naws_access_key_id = ${wizard.aws.accessKeyId}\naws_secret_access_key = ${wizard.aws.secretAccessKey.reveal()}\n`,
    );
    expect(wizard.rawBytes()).not.toContain(wizard.aws.secretAccessKey.reveal());
  });
});

test("80×24: the file with the key comes first, new files are called new, secrets are hidden", async () => {
  const wizard = await toReview();
  expect(wizard.frame().join("\n")).toMatch(
    /Profile default · region us-east-1 · key in ~\/\.aws\/credentials\n\n {2}~\/\.aws\/credentials \(new\)\n {4}\+ \[default\]\n {4}\+ aws_access_key_id = AKIA….*\n {4}\+ aws_secret_access_key = \(hidden\)\n\n {2}~\/\.aws\/config \(new\)\n {4}\+ \[default\]\n {4}\+ region = us-east-1/,
  );
});

describe("r, p, f", () => {
  test("r starts with the region that counts now; nonsense is told under the field and stays; Esc leaves it as it was", async () => {
    const wizard = await toReview({ files: { ".aws/config": "[default]\nregion = eu-west-1\n" } });
    const frame = await wizard.to("r", /^Region/);
    expect(frame).toContain("› eu-west-1");
    const wrong = await wizard.to("xx\r", "A region looks like us-east-1");
    expect(wrong).toContain("› eu-west-1xx");
    const back = await wizard.to("\u001B", /^Review(.*\n)*Enter write/);
    expect(back).toContain("region eu-west-1");
    expect(squeezed(back)).toContain("MTurk is in us-east-1 only; psiTurk asks there in any case");
    await wizard.to("r", /^Region/);
    wizard.press("ctrl-u");
    await wizard.to("us-east-1\r", /^Review(.*\n)*.*region us-east-1(.*\n)*Enter write/);
  });

  test("p names another profile, and what psiTurk then needs", async () => {
    const wizard = await toReview();
    await wizard.to("p", /^Profile/);
    wizard.press("ctrl-u");
    await wizard.to("two words\r", "A profile name may not contain blanks");
    wizard.press("ctrl-u");
    const review = await wizard.to("lab\r", /^Review(.*\n)*Enter write/);
    expect(review).toContain(
      "psiTurk and boto3 use this profile only after:  export AWS_PROFILE=lab",
    );
    const end = await write(wizard);
    expect(end).toMatch(/^Ready, once psiTurk is told: export AWS_PROFILE=lab/);
    expect(wizard.read(".aws/config")).toBe("[profile lab]\nregion = us-east-1\n");
  });

  test("f puts the key into the config file, and back", async () => {
    const wizard = await toReview();
    await wizard.to("f", /key in ~\/\.aws\/config(.*\n)*Enter write/);
    await wizard.to("f", /key in ~\/\.aws\/credentials(.*\n)*Enter write/);
  });

  test("where f cannot work, it says why, and which of the keys here mends it", async () => {
    const wizard = await toReview({ files: { ".aws/credentials": OTHER_FILE } });
    const frame = squeezed(
      await wizard.to("f", /^This cannot be written as it is\. Nothing was changed\./),
    );
    expect(frame).toContain("Press f: the key is then replaced where it stands.");
    expect(frame).not.toContain("--keys-in");
    await wizard.to("f", /^Review(.*\n)*Enter write/);
  });
});

describe("another key in the profile", () => {
  test("is named; m saves the new one as profile mturk and keeps both", async () => {
    const wizard = await toReview({ files: { ".aws/credentials": OTHER_FILE } });
    expect(squeezed(wizard.frame().join("\n"))).toMatch(
      /Profile default holds another key, AKIA\w*…MPLE\. It is replaced \(a copy is kept\)\. To keep both: m\./,
    );
    const review = await wizard.to("m", /^Review(.*\n)*.*Profile mturk(.*\n)*Enter write/);
    expect(review).toContain("export AWS_PROFILE=mturk");
    const end = squeezed(await write(wizard));
    expect(end).toMatch(/^Ready, once psiTurk is told: export AWS_PROFILE=mturk/);
    expect(end).toContain("psiTurk and boto3 use it after: export AWS_PROFILE=mturk");
    expect(wizard.read(".aws/credentials")).toMatch(
      new RegExp(`^${OTHER_FILE.replaceAll(/[[\]/+]/g, "\\$&")}`),
    );
    expect(wizard.rawBytes()).not.toContain(OTHER.secret);
  });

  test("Enter replaces it, and the copy is named", async () => {
    const wizard = await toReview({ files: { ".aws/credentials": `# mine\n${OTHER_FILE}` } });
    expect(squeezed(await write(wizard))).toMatch(
      /^Ready\..*Saved .*\(copy: credentials\.mturk-setup-backup-/,
    );
    expect(wizard.read(".aws/credentials")).toMatch(/^# mine\n\[default\]\n/);
    expect(wizard.read(".aws/credentials")).not.toContain(OTHER.id);
  });
});

describe("places that would beat the new key", () => {
  test.each([
    {
      what: "variables",
      options: { env: { AWS_ACCESS_KEY_ID: OTHER.id, AWS_SECRET_ACCESS_KEY: OTHER.secret } },
      review:
        "! AWS_ACCESS_KEY_ID (variable), which holds OTHER, would beat this key for boto3 and psiTurk.",
      cure: "unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY",
      end: "The key is saved and works, but psiTurk uses another one, which AWS refuses.",
    },
    {
      what: "psiTurk 2's placeholder",
      options: {
        files: {
          ".psiturkconfig":
            "[AWS Access]\naws_access_key_id = YourAccessKeyId\naws_secret_access_key = YourSecretAccessKey\n",
        },
      },
      review: "! .psiturkconfig, which holds (not a key id), would beat this key for psiTurk.",
      cure: ".psiturkconfig",
      // What stands in for a key is none, and AWS is not asked about it.
      end: "The key is saved and works, but psiTurk uses another one. ",
    },
  ])(
    "$what: told on the review with the cure, and the end does not say ready",
    async ({ options, review, cure, end: title }) => {
      const wizard = await toReview(options);
      const frame = squeezed(wizard.frame().join("\n"));
      expect(frame.replaceAll(/AKIA\w*…MPLE/g, "OTHER")).toContain(review);
      expect(frame).toContain(cure);
      const end = squeezed(await write(wizard));
      expect(end.startsWith(title), end).toBe(true);
      expect(end.replaceAll(/AKIA\w*…MPLE/g, "OTHER")).toContain(
        review.replace("would beat", "beats"),
      );
      expect(end).toContain(cure);
      expect(end).not.toMatch(/Next +psiturk/);
      expect(wizard.rawBytes()).not.toContain(OTHER.secret);
    },
  );

  test("the same key in another place hides nothing", async () => {
    const wizard = await toReview({
      files: (aws) => ({
        ".psiturkconfig": `[AWS Access]\naws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\n`,
      }),
    });
    expect(wizard.frame().join("\n")).not.toContain("beat");
    expect(await write(wizard)).toMatch(/^Ready\. [\w.:]+ answers in place of MTurk's\s+sandbox\./);
  });
});

describe("writing", () => {
  test("a file that changed meanwhile is shown anew instead of overwritten", async () => {
    const wizard = await toReview();
    mkdirSync(join(wizard.home, ".aws"));
    writeFileSync(join(wizard.home, ".aws/config"), "[default]\noutput = json\n", { mode: 0o600 });
    const again = await wizard.to("\r", /changed(.*\n)*Enter write/);
    expect(again).toMatch(/^Review: nothing is written yet/);
    expect(wizard.read(".aws/config")).toBe("[default]\noutput = json\n");
    await write(wizard);
    expect(wizard.read(".aws/config")).toBe("[default]\noutput = json\nregion = us-east-1\n");
  });

  test("a write that fails says so where it happened, and can be tried again", async () => {
    const wizard = await toReview();
    writeFileSync(join(wizard.home, ".aws"), "in the way");
    const failed = await wizard.to("\r", /^(Could not write|This cannot be written)/);
    expect(failed).toContain("~/.aws");
    expect(wizard.read(".aws")).toBe("in the way");
    renameSync(join(wizard.home, ".aws"), join(wizard.home, "moved"));
    if (failed.startsWith("This cannot")) await wizard.to("\r", /^Review(.*\n)*Enter write/);
    await wizard.to("\r", /^Ready\./);
    expect(wizard.read(".aws/credentials")).toContain(wizard.aws.accessKeyId);
  });

  test("what is there already is not written again", async () => {
    const wizard = await toReview();
    await write(wizard);
    await wizard.to("\u001B", /^Review: the files hold this key already(.*\n)*Enter go on/);
    expect(await wizard.to("\r", /^Ready\./)).toMatch(/✓ Saved /);
  });
});
