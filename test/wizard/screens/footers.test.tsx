/**
 * On every screen the footer's keys are the keys that work: each printed one does something, and no
 * other letter does.
 */
import { describe, expect, test } from "vitest";
import type { Event } from "../../../src/wizard/events.js";
import { waitUntil } from "../../harness/wait.js";
import {
  OTHER_FILE,
  REFUSED_FILE,
  type Wizard,
  enterPair,
  footerKeys,
  hurriedClock,
  openWizard,
  toKey,
  toReview,
  write,
} from "./wizard.js";

const BYTES: Readonly<Record<string, string>> = {
  Enter: "\r",
  Esc: "\u001B",
  Tab: "\t",
  PgDn: "\u001B[6~",
  "1-5,7": "1",
  Space: " ",
};

function bytesFor(key: string): string {
  const ctrl = /^Ctrl\+([A-Z])$/.exec(key)?.[1];
  return ctrl === undefined ? (BYTES[key] ?? key) : String.fromCharCode(ctrl.charCodeAt(0) - 64);
}

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

const SCREENS: Readonly<Record<string, Reach>> = {
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
  "break something": () => practised([["b", /^Break/]]),
};

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789".split("");

/**
 * Keys that work without being printed: those of the rows, the list's own movements, and what every
 * screen has.
 */
function unprinted(frame: readonly string[], printed: readonly string[]): ReadonlySet<string> {
  const rows = frame.flatMap((line) => /^ {2}[› ] ([a-z0-9])  ?\S/.exec(line)?.[1] ?? []);
  const list = frame.some((line) => line.startsWith("  › ")) ? ["j", "k"] : [];
  return new Set([
    ...rows,
    ...list,
    ...printed,
    "q",
    ...(printed.includes("1-5,7") ? ["1", "2", "3", "4", "5", "7"] : []),
  ]);
}

describe.each(Object.keys(SCREENS))("%s", (name) => {
  test("what is printed works, and nothing else", async () => {
    let wizard = await SCREENS[name]!();
    const frame = wizard.frame();
    const printed = footerKeys(frame);
    expect(printed.length).toBeGreaterThan(1);

    for (const key of printed) {
      wizard.freeze(true);
      const before = wizard.frame().join("\n");
      wizard.type(bytesFor(key));
      const sent = await waitUntil(
        () => {
          const events = wizard.freeze(true);
          return events.length > 0 || wizard.frame().join("\n") !== before ? events : undefined;
        },
        () => `${key} does nothing on:\n${before}`,
        3_000,
      );
      // A key that asked for nothing has changed the screen itself, such as the page that is read.
      if (sent.length === 0) wizard = await SCREENS[name]!();
    }

    // In a field letters are typed; what they do is told by the tests of the fields.
    if (printed.includes("Ctrl+C")) return;
    const working = unprinted(frame, printed);
    wizard.freeze(true);
    for (const letter of LETTERS) if (!working.has(letter)) wizard.type(letter);
    wizard.press("ctrl-c");
    const events: Event[] = [];
    await waitUntil(
      () => {
        events.push(...wizard.freeze(true));
        return events.some(({ type }) => type === "interrupted") ? true : undefined;
      },
      () => "Ctrl+C is not heard",
    );
    expect(events.map(({ type }) => type)).toEqual(["interrupted"]);
  });
});
