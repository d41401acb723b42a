/**
 * The first screen: what was found, who uses which key, what is broken, and what is offered first.
 */
import { describe, expect, test } from "vitest";
import { AFTER, OTHER, OTHER_FILE, SIZES, openWizard, put } from "./wizard.js";

const first = async (options: Parameters<typeof openWizard>[0] = {}): Promise<string> =>
  (await openWizard(options)).frame().join("\n");

test("nothing found: set up comes first, and nothing was sent or changed so far", async () => {
  const frame = await first();
  expect(frame).toContain("! Amazon closed Mechanical Turk on September 30, 2026.");
  expect(frame).toMatch(/~\/\.aws +no keys\n +psiTurk's files +no keys/);
  expect(frame).toMatch(/› 1 {2}Set up from the beginning/);
  expect(frame).toContain("So far nothing was sent and nothing was changed.");
});

test("that nothing was sent is not said any more once something was asked", async () => {
  const wizard = await openWizard();
  await wizard.to("1", /^Set up from the beginning(.*\n)*.*Go on/);
  const back = await wizard.to("\u001B", /^mturk-setup/);
  expect(back).not.toContain("nothing was sent");
});

test("keys found: checking comes first, and each place says who uses it", async () => {
  const files = {
    ".aws/credentials": `${OTHER_FILE}[lab]\naws_access_key_id = AKIALABEXAMPLELABELA\naws_secret_access_key = ${OTHER.secret}\n`,
    ".psiturkconfig":
      "[AWS Access]\naws_access_key_id = YourAccessKeyId\naws_secret_access_key = YourSecretAccessKey\n",
  };
  const frame = await first({ files });
  expect(frame).toMatch(/› 1 {2}Check my keys/);
  expect(frame).toMatch(/~\/\.psiturkconfig +\(not a key id\) +psiTurk uses this one/);
  expect(frame).toMatch(/~\/\.aws\/credentials +AKIA…MPLE +boto3 uses this one/);
  expect(frame).toMatch(/~\/\.aws\/credentials +AKIA…BELA +profile lab/);
});

test("environment keys are named by their variable, and what they beat is told", async () => {
  const frame = await first({
    files: { ".aws/credentials": OTHER_FILE },
    env: { AWS_ACCESS_KEY_ID: "AKIAENVEXAMPLEENVENV", AWS_SECRET_ACCESS_KEY: OTHER.secret },
  });
  expect(frame).toMatch(
    /AWS_ACCESS_KEY_ID \(variable\) +AKIA…VENV +boto3 and psiTurk use this one/,
  );
  expect(frame).toMatch(/~\/\.aws\/credentials +AKIA…MPLE +not used: one above beats it/);
});

test("many profiles are counted, not listed one by one", async () => {
  const credentials = Array.from(
    { length: 20 },
    (_, index) =>
      `[s${index}]\naws_access_key_id = AKIAMANYEXAMPLEMANYA\naws_secret_access_key = ${OTHER.secret}\n`,
  ).join("");
  const wizard = await openWizard({ files: { ".aws/credentials": credentials } });
  expect(wizard.frame().join("\n")).toMatch(/and 16 more/);
  const frame = await wizard.to("1", /^Which profile\?/);
  expect(frame).toMatch(/› s0 +AKIA…ANYA/);
});

describe.each(SIZES)("a broken file, $columns×$rows", ({ columns, rows }) => {
  test("it is named with its line, once, and the check says no more than that", async () => {
    const wizard = await openWizard({
      columns,
      rows,
      files: { ".aws/credentials": `aws_access_key_id = ${OTHER.id}\n` },
    });
    const frame = (await wizard.waitFor("1  Repair it")).join(" ").replaceAll(/ +/g, " ");
    expect(frame).toMatch(
      /^! mturk-setup: a file with keys cannot be read ! ~\/\.aws\/credentials cannot be read\. Line 1 holds a key/,
    );
    expect(frame).toContain("› 1 Repair it");
    expect(wizard.frame().length).toBeLessThanOrEqual(rows - 2);
    await wizard.choose("Check my keys");
    const checked = (
      await wizard.to("", /^A file that AWS's tools need cannot be read\./)
    ).replaceAll(/\s+/g, " ");
    if (rows === 24) expect(checked.match(/Line 1 holds a key/g)).toHaveLength(1);
    expect(wizard.rawBytes()).not.toContain(OTHER.id);
  });
});

test("a home in which nothing can be saved is told at once", async () => {
  const wizard = await openWizard({ files: { ".aws": "a file where the folder should be\n" } });
  const frame = wizard.frame().join("\n");
  expect(frame).toMatch(/\.aws/);
  expect(frame).not.toMatch(/~\/\.aws +no keys\n(.*\n)*.*So far nothing(?!.*\n(.*\n)*.*!)$/);
  expect(wizard.state().survey).toMatchObject({ status: "done" });
  const survey = wizard.state().survey;
  expect(
    survey.status === "done" ? (survey.value.notWritable ?? survey.value.broken) : null,
  ).not.toBeNull();
});

test("a home directory that is not known is told, with what to do", async () => {
  const wizard = await openWizard({ env: { HOME: "" } });
  expect(wizard.frame().join("\n")).toMatch(/^mturk-setup/);
});

test("another server than Amazon's is named before any key is asked for", async () => {
  const wizard = await openWizard();
  const host = new URL(wizard.aws.url).host;
  expect(wizard.frame().join(" ").replaceAll(/\s+/g, " ")).toContain(
    `Keys go to ${host}, not to Amazon: AWS_ENDPOINT_URL_STS and AWS_ENDPOINT_URL_MTURK say so.`,
  );
  await wizard.choose("Use keys I have");
  expect((await wizard.waitFor("Paste id and secret")).join(" ").replaceAll(/\s+/g, " ")).toContain(
    `Keys go to ${host}, not to Amazon`,
  );
});

test("in practice that is not said, and the home is called the practice's own", async () => {
  const frame = await first({ practice: true });
  expect(frame).not.toContain("Keys go to");
  expect(frame).toContain("In the practice's own home folder");
  expect(frame).toContain("PRACTICE - nothing here is real");
});

test("an unfinished walk comes first", async () => {
  const kept = {
    task: "setup",
    walk: "all",
    step: "guide-3",
    profile: "default",
    picked: false,
    region: null,
    key: null,
    at: AFTER - 86_400_000,
  } as const;
  const wizard = await openWizard({ setting: { kept: [kept] } });
  expect(wizard.frame().join("\n")).toMatch(
    /› 1 {2}Go on where you stopped: step 3 of set-up, yesterday \d\d:\d\d$/m,
  );
  await wizard.to("\r", /^Step 3 of 7/);
  await wizard.to("\u001B", /^Step 2 of 7/);
});

test("keys that appear meanwhile are seen when one comes back after a write", async () => {
  const wizard = await openWizard();
  put(
    wizard.home,
    "psiturk_accessKeys.csv",
    `Access key ID,Secret access key\r\n${wizard.pair().replace("\n", ",")}\r\n`,
  );
  await wizard.choose("Use keys I have");
  await wizard.waitFor("Paste id and secret");
  await wizard.to("\t", /^The CSV file with your key/);
  await wizard.to("psiturk_accessKeys.csv\r", /^Review(.*\n)*Enter write/);
  await wizard.to("\r", /^Ready/);
  for (let title = "Ready"; !title.startsWith("mturk-setup"); title = wizard.frame()[0] ?? "") {
    const before = wizard.frame()[0];
    wizard.press("esc");
    await wizard.waitFor((frame) => frame[0] !== before);
  }
  await wizard.waitFor(/› 1 {2}Check my keys/);
});
