/** Reaches each screen of the wizard as a person does; for tests that look at all of them. */
import type { PracticeAws } from "../../../src/practice/server.js";
import {
  OTHER,
  OTHER_FILE,
  REFUSED_FILE,
  type Wizard,
  confirm,
  enterPair,
  hurriedClock,
  openWizard,
  readOn,
  toKey,
  toReview,
  write,
} from "./wizard.js";

type Reach = () => Promise<Wizard>;

const practised = async (keys: readonly [string, RegExp][]): Promise<Wizard> => {
  const wizard = await openWizard({ practice: true });
  for (const [key, expected] of keys) await wizard.to(key, expected);
  return wizard;
};
const outcome = async (fault: string): Promise<Wizard> => {
  const wizard = await toKey({ faults: [fault], clock: hurriedClock() });
  await enterPair(wizard);
  return wizard;
};
const checked = async (options: Parameters<typeof openWizard>[0]): Promise<Wizard> => {
  const wizard = await openWizard(options);
  await wizard.choose("Check my keys");
  await wizard.waitFor(/^(?!Checking)(.*\n)*Enter finish/);
  return wizard;
};

/** By name; each opens a wizard of its own at 80x24. */
export const SCREENS: Readonly<Record<string, Reach>> = {
  "first screen": () => openWizard(),
  "first screen, practice": () => openWizard({ practice: true }),
  "first screen, keys": () => openWizard({ files: { ".aws/credentials": OTHER_FILE } }),
  overview: async () => {
    const wizard = await openWizard({ mturkGone: true });
    await wizard.to("1", /I have an AWS account/);
    return wizard;
  },
  "guide, practice": () =>
    practised([
      ["\r", /^Set up/],
      ["\r", /^Step 1 /],
    ]),
  guide: async () => {
    const wizard = await openWizard();
    await wizard.to("1", /Go on/);
    await wizard.to("\r", /^Step 1 /);
    return wizard;
  },
  "guide, from the overview": () =>
    practised([
      ["\r", /^Set up(.*\n)*.*Go on/],
      ["4", /^Step 4 /],
    ]),
  "overview, practice": () => practised([["\r", /^Set up(.*\n)*.*Go on/]]),
  alternatives: async () => {
    const wizard = await openWizard();
    await wizard.choose("Run a study without MTurk");
    await wizard.waitFor(/^Run a study/);
    return wizard;
  },
  profiles: async () => {
    const wizard = await openWizard({
      files: { ".aws/credentials": `${OTHER_FILE}${OTHER_FILE.replace("default", "lab")}` },
    });
    await wizard.choose("Check my keys");
    await wizard.waitFor(/^Which profile/);
    return wizard;
  },
  key: () => toKey(),
  "key, step 4": async () => {
    const wizard = await openWizard({ mturkGone: true });
    await wizard.to("1", /I have an AWS account/);
    await wizard.to("\r", /^Step 4 /);
    return wizard;
  },
  "key, asking": async () => {
    const wizard = await toKey({ faults: ["silent"] });
    wizard.paste(wizard.pair(), true);
    await wizard.waitFor("Pasted several lines");
    await wizard.to("\r", /^Asking AWS/);
    return wizard;
  },
  csv: async () => {
    const wizard = await toKey();
    await wizard.to("\t", /^The CSV file/);
    return wizard;
  },
  "csv, found": async () => {
    const wizard = await toKey({
      files: { "Downloads/a_accessKeys.csv": "x", "Downloads/b_accessKeys.csv": "x" },
    });
    await wizard.to("\t", /^The CSV file/);
    return wizard;
  },
  "refused, wrong secret": () => outcome("wrong-secret"),
  "refused, unknown": () => outcome("key-inactive"),
  "not linked": () => outcome("not-linked"),
  offline: () => outcome("offline"),
  review: () => toReview(),
  "review, another key": () => toReview({ files: { ".aws/credentials": OTHER_FILE } }),
  "review, cannot": async () => {
    const wizard = await toReview({ files: { ".aws/credentials": OTHER_FILE } });
    await wizard.to("f", /^This cannot/);
    return wizard;
  },
  region: async () => {
    const wizard = await toReview();
    await wizard.to("r", /^Region/);
    return wizard;
  },
  ready: async () => {
    const wizard = await toReview();
    await write(wizard);
    return wizard;
  },
  "MTurk silent": async () => {
    const wizard = await toReview({ faults: ["closed=reset"] });
    await write(wizard);
    return wizard;
  },
  "practice complete": () =>
    practised([
      ["2", /practice-key/],
      ["\r", /^Review(.*\n)*Enter write/],
      ["\r", /^Practice complete/],
    ]),
  "checked, ready": () =>
    checked({
      files: (aws) => ({
        ".aws/credentials": `[default]\naws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\n`,
      }),
    }),
  "checked, refused": () => checked({ files: { ".aws/credentials": REFUSED_FILE } }),
  help: () => practised([["?", /^Help/]]),
  "practice files": () =>
    practised([
      ["2", /practice-key/],
      ["\r", /^Review(.*\n)*Enter write/],
      ["\r", /^Practice complete/],
      ["v", /region = /],
    ]),
  "break something": () => practised([["b", /^Break/]]),
};

const own = (aws: PracticeAws): Record<string, string> => ({
  ".aws/credentials": `[default]\naws_access_key_id = ${aws.accessKeyId}\naws_secret_access_key = ${aws.secretAccessKey.reveal()}\n`,
});

const rotating = async (options: Parameters<typeof openWizard>[0] = {}): Promise<Wizard> => {
  const wizard = await openWizard({ practice: true, clock: hurriedClock(), ...options });
  await wizard.choose("Replace a key");
  await wizard.waitFor(/^Replace a key: default/);
  return wizard;
};

const retiring = async (): Promise<Wizard> => {
  const wizard = await openWizard({ practice: true, clock: hurriedClock() });
  await wizard.choose("Switch off keys");
  await wizard.waitFor(/^Switch off keys: first save/);
  return wizard;
};

/** The screens that change keys at AWS, files that are damaged, and first screens with much on them. */
export const MORE_SCREENS: Readonly<Record<string, Reach>> = {
  "first screen, broken": () =>
    openWizard({ files: { ".aws/credentials": "aws_access_key_id = x\n" } }),
  "first screen, many": () =>
    openWizard({
      files: {
        ".aws/credentials": Array.from({ length: 3_000 }, (_, index) =>
          OTHER_FILE.replace("default", `student${index}`),
        ).join(""),
        ".psiturkconfig": "[AWS Access]\naws_access_key_id = YourAccessKeyId\n",
      },
      env: { AWS_PROFILE: "student7" },
    }),
  repair: async () => {
    const wizard = await openWizard({
      files: { ".aws/credentials": OTHER_FILE.replace("[default]\n", "") },
    });
    await wizard.choose("Repair it");
    await wizard.waitFor(/cannot be read\. Nothing was changed/);
    return wizard;
  },
  "rotate, choose": () => rotating(),
  "rotate, silent": () => rotating({ faults: ["closed=reset"] }),
  "rotate, old key": async () => {
    const wizard = await rotating();
    await wizard.to("1", /^Replaced: the file holds/);
    return wizard;
  },
  "rotate, end": async () => {
    const wizard = await rotating();
    await wizard.to("1", /^Replaced: the file holds/);
    await wizard.to("1", /key\s+is\s+switched\s+off/);
    return wizard;
  },
  "rotate, by hand": async () => {
    const wizard = await openWizard({ files: own });
    await wizard.choose("Replace a key");
    await wizard.waitFor(/^Replace a key: default/);
    await wizard.choose("Replace it by one");
    await wizard.waitFor(/^Make the new key/);
    return wizard;
  },
  "retire, save": () => retiring(),
  "retire, keys": async () => {
    const wizard = await retiring();
    await wizard.to("\r", /^Keys found\./);
    return wizard;
  },
  "retire, off": async () => {
    const wizard = await retiring();
    await wizard.to("\r", /^Keys found\./);
    await wizard.to("\r", /^Switch AKIA\w*…MPLE off at AWS/);
    return wizard;
  },
  "retire, typed": async () => {
    const wizard = await MORE_SCREENS["retire, off"]!();
    await wizard.to("1", /^Switch AKIA\w*…MPLE off at AWS\. Back on/);
    return wizard;
  },
  "retire, away": async () => {
    const wizard = await MORE_SCREENS["retire, typed"]!();
    await confirm(wizard, wizard.aws.accessKeyId, /^Take AKIA\w*…MPLE out/);
    return wizard;
  },
  "retire, end": async () => {
    const wizard = await MORE_SCREENS["retire, away"]!();
    await readOn(wizard);
    await wizard.to("1", /^Take AKIA\w*…MPLE out of the files for good/);
    await confirm(wizard, wizard.aws.accessKeyId, /^Switched off\. AWS refuses AKIA\w*…MPLE\./);
    return wizard;
  },
};

const threeKeys = (aws: PracticeAws): Record<string, string> => ({
  ".aws/credentials":
    `${own(aws)[".aws/credentials"] ?? ""}\n${OTHER_FILE.replace("default", "lab")}\n` +
    OTHER_FILE.replace("default", "old").replace(OTHER.id, OTHER.id.replace("I44", "X77")),
});

/** What only somebody meets who has trouble, several keys, or no rights of their own. */
export const RARER_SCREENS: Readonly<Record<string, Reach>> = {
  "policy missing": () => outcome("no-policy"),
  "clock off": () => outcome("clock-skew=600"),
  "log-in page": () => outcome("captive-portal"),
  throttled: () => outcome("throttle"),
  "key, one half": async () => {
    const wizard = await toKey();
    wizard.type(`${wizard.aws.accessKeyId}\r`);
    await wizard.waitFor("Secret access key (never shown)");
    return wizard;
  },
  "key, not one": async () => {
    const wizard = await toKey();
    wizard.type("hello\r");
    await wizard.waitFor((rows) => rows.filter((row) => row !== "").length > 9);
    return wizard;
  },
  "guide, link": () =>
    practised([
      ["\r", /^Set up/],
      ["\r", /^Step 1 /],
      ["\r", /^Step 2 /],
      ["\r", /^Step 3 /],
    ]),
  "guide, sandbox link": () =>
    practised([
      ["\r", /^Set up(.*\n)*.*Go on/],
      ["5", /^Step 5b /],
    ]),
  "guide, paying": () =>
    practised([
      ["\r", /^Set up(.*\n)*.*Go on/],
      ["7", /^Step 7 /],
    ]),
  "guide, open walk": async () => {
    const wizard = await openWizard({ mturkGone: true });
    await wizard.to("1", /I have an AWS account/);
    await wizard.to("\u001B[B", /› I want keys/);
    await wizard.to("\r", /^Step 1 /);
    return wizard;
  },
  "rotate, may not": async () => {
    const wizard = await rotating({ faults: ["no-iam"] });
    await wizard.to("1", /may not make keys/);
    return wizard;
  },
  "rotate, two keys": async () => {
    const wizard = await rotating({ faults: ["quota=inactive"] });
    await wizard.to("1", /^Two keys already/);
    return wizard;
  },
  "rotate, shared": async () => {
    const wizard = await openWizard({
      iam: true,
      files: (aws) => ({
        ".aws/credentials": `${own(aws)[".aws/credentials"] ?? ""}\n${(own(aws)[".aws/credentials"] ?? "").replace("default", "lab")}`,
      }),
    });
    await wizard.choose("Replace a key");
    await wizard.to("\r", /^Replace a key: default/);
    await wizard.to("1", /^Other places use/);
    return wizard;
  },
  "rotate, switch": async () => {
    const wizard = await rotating({ faults: ["no-iam"] });
    await wizard.to("1", /may not make keys/);
    await wizard.to("\r", /Just arrived/);
    await wizard.to("\r", /accepts AKIA.*\s+Nothing is changed yet/);
    return wizard;
  },
  "retire, several": async () => {
    const wizard = await openWizard({ files: threeKeys });
    await wizard.choose("Switch off keys");
    await wizard.waitFor(/^Switch off keys: first save/);
    await wizard.to("\r", /^Keys found\./);
    return wizard;
  },
  "retire, console": async () => {
    const wizard = await MORE_SCREENS["retire, off"]!();
    await wizard.to("2", /^Switch AKIA\w*…MPLE off in the console/);
    return wizard;
  },
  "retire, refused": async () => {
    const wizard = await openWizard({ files: { ".aws/credentials": REFUSED_FILE } });
    await wizard.choose("Switch off keys");
    await wizard.waitFor(/^Switch off keys: first save/);
    await wizard.to("\r", /^Keys found\./);
    await wizard.to("\r", /refuses AKIA\w*…\w+ already/);
    return wizard;
  },
};
