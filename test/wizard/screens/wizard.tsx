/**
 * The whole wizard in this process, as a person has it: the real store, effects and jobs, a home
 * directory on disk and a practice AWS that checks signatures, drawn on an xterm. Only the browser
 * and the clipboard are left out.
 */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { Clock, Host } from "../../../src/base/host.js";
import { systemClock } from "../../../src/base/host.js";
import { createPorts } from "../../../src/commands/ports.js";
import { createPerformer } from "../../../src/wizard/effects.js";
import type { Event } from "../../../src/wizard/events.js";
import { initialState } from "../../../src/wizard/initial.js";
import type { ResumePoint, WizardSetting, State } from "../../../src/wizard/state.js";
import { createStore, type Store } from "../../../src/wizard/store.js";
import type { PracticeControl } from "../../../src/jobs/ports.js";
import { forgetIds } from "../../harness/forget-ids.js";
import { FAULTS, parseFault } from "../../../src/practice/faults.js";
import type { PracticeAws } from "../../../src/practice/server.js";
import { startPracticeSession } from "../../../src/practice/session.js";
import { App } from "../../../src/wizard/frames/App.js";
import { type TestScreen, openScreen } from "../../harness/screen.js";
import { type Expected, holds, takesKeys, withoutMark } from "../../harness/wait.js";
import { fault, start, value } from "../../practice/start.js";

/** 2026-11-22: after the closure. */
export const AFTER = Date.UTC(2026, 10, 22, 12);
/** 2026-06-01: before anything was announced. */
export const BEFORE = Date.UTC(2026, 5, 1, 12);

/** 80×24 is what terminals open with; 60×15 the smaller one that every screen must stand. */
export const SIZES = [
  { columns: 80, rows: 24 },
  { columns: 60, rows: 15 },
] as const;

export interface WizardOptions {
  readonly columns?: number;
  readonly rows?: number;
  /**
   * Files in the home: path → content; or made from the practice AWS, whose own key they then hold.
   */
  readonly files?:
    Readonly<Record<string, string>> | ((aws: PracticeAws) => Readonly<Record<string, string>>);
  readonly env?: Readonly<Record<string, string>>;
  readonly faults?: readonly string[];
  readonly setting?: Partial<WizardSetting>;
  readonly clock?: Clock;
  /** The practice AWS's own; default: the system's. */
  readonly awsClock?: Clock;
  /** Nobody listens there: to play a sandbox that is gone while AWS answers. */
  readonly mturkGone?: boolean;
  /** IAM is asked there, too. */
  readonly iam?: true;
  /** A practice session of its own, as with --practice. */
  readonly practice?: boolean;
  /** Does not wait for the first screen to have looked round. */
  readonly early?: boolean;
}

export interface Wizard extends TestScreen {
  readonly aws: PracticeAws;
  readonly home: string;
  readonly state: () => State;
  readonly send: (event: Event) => void;
  /** While on, events are written down and go nowhere: the screen stays as it is. */
  readonly freeze: (on: boolean) => readonly Event[];
  readonly copied: readonly string[];
  readonly opened: readonly string[];
  readonly keptPlaces: readonly ResumePoint[];
  /** Every frame that `to` and `waitFor` saw. */
  readonly seen: readonly (readonly string[])[];
  readonly read: (path: string) => string;
  /** Presses the digit of a row of the first screen. */
  readonly choose: (label: string) => Promise<void>;
  /** Sends keys and waits for what must be on the screen then; answers it as one text. */
  readonly to: (keys: string, expected: Expected) => Promise<string>;
  readonly pair: () => string;
}

interface Setup {
  readonly aws: PracticeAws;
  readonly host: Host;
  readonly control: PracticeControl | null;
}

export async function openWizard(options: WizardOptions = {}): Promise<Wizard> {
  forgetIds();
  const { columns = 80, rows = 24, clock = systemClock } = options;
  const { aws, host, control } =
    options.practice === true ? await practiceSetup(options) : await realSetup(options);
  for (const [path, content] of Object.entries(
    typeof options.files === "function" ? options.files(aws) : (options.files ?? {}),
  ))
    put(host.home, path, content);
  const setting: WizardSetting = {
    practice: control !== null,
    practiceCsv: control?.csvPath ?? null,
    faults: control?.faults ?? [],
    startedAt: AFTER,
    profile: null,
    mayOpen: true,
    kept: [],
    ...options.setting,
  };
  const copied: string[] = [];
  const opened: string[] = [];
  const keptPlaces: ResumePoint[] = [];
  const frozen: Event[] = [];
  let ice = false;
  const performer = createPerformer({
    jobs: createPorts(host, clock, control),
    setting,
    open: (url) => Promise.resolve(opened.push(url) > 0),
    copy: (text) => copied.push(text) < 0,
    places: {
      keep: (place) => Promise.resolve(keptPlaces.push(place) > 0),
      forget: () => Promise.resolve(),
    },
    leave: () => undefined,
  });
  const real = createStore(initialState(setting), performer);
  const store: Store = {
    ...real,
    send: (event) => (ice ? void frozen.push(event) : real.send(event)),
  };
  const screen = openScreen(<App store={store} host={host} />, { columns, rows });
  onTestFinished(() => real.close());
  real.send({ type: "started" });

  const seen: (readonly string[])[] = [];
  const waitFor: TestScreen["waitFor"] = async (expected) => {
    const frame = await screen.waitFor((rows) => takesKeys(rows) && holds(rows, expected));
    seen.push(frame);
    return frame;
  };
  const to: Wizard["to"] = async (keys, expected) => {
    screen.type(keys);
    return withoutMark((await waitFor(expected)).join("\n"));
  };
  if (options.early !== true)
    await waitFor(
      (frame) =>
        real.getState().survey.status !== "running" &&
        frame.some((line) => /^Enter (?:choose|read on)/.test(line)) &&
        !frame.some((line) => line.includes("Looking what")),
    );
  return {
    ...screen,
    aws,
    home: host.home,
    state: real.getState,
    send: real.send,
    copied,
    opened,
    keptPlaces,
    seen,
    waitFor,
    to,
    freeze: (on) => {
      ice = on;
      return frozen.splice(0);
    },
    read: (path) => readFileSync(join(host.home, path), "utf8"),
    choose: async (label) => {
      const row = new RegExp(`^  . (\\d)  ${label}`, "m");
      // In a small window the menu comes behind the text.
      if (
        !row.test(screen.frame().join("\n")) &&
        screen.frame().join("\n").includes(", then choose")
      )
        await to("\u001B[F", row);
      const digit = row.exec(screen.frame().join("\n"))?.[1];
      if (digit === undefined) throw new Error(`no row ${label}:\n${screen.frame().join("\n")}`);
      screen.type(digit);
    },
    pair: () => `${aws.accessKeyId}\n${aws.secretAccessKey.reveal()}`,
  };
}

async function realSetup(options: WizardOptions): Promise<Setup> {
  const aws = await start({
    faults: (options.faults ?? []).map(fault),
    clock: options.awsClock ?? systemClock,
  });
  const home = mkdtempSync(join(tmpdir(), "mturk-setup-screens-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const mturk = options.mturkGone === true ? "http://127.0.0.1:1/" : aws.endpoints.mturk;
  const env = {
    HOME: home,
    LANG: "C.UTF-8",
    AWS_ENDPOINT_URL_STS: aws.endpoints.sts,
    AWS_ENDPOINT_URL_MTURK: mturk,
    ...(options.iam === true ? { AWS_ENDPOINT_URL_IAM: aws.endpoints.iam } : {}),
    ...options.env,
  };
  return { aws, control: null, host: { env, cwd: home, home, platform: "linux" } };
}

async function practiceSetup(options: WizardOptions): Promise<Setup> {
  const outside = {
    env: { LANG: "C.UTF-8", ...options.env },
    cwd: tmpdir(),
    home: "/nonexistent",
    platform: "linux",
  } as const;
  const session = value(
    await startPracticeSession({ host: outside, faults: (options.faults ?? []).map(fault) }),
  );
  onTestFinished(async () => {
    await session.close();
  });
  const control: PracticeControl = {
    csvPath: session.csvPath,
    faults: FAULTS.filter(({ inMenu }) => inMenu).map(({ example, title }) => ({
      name: example,
      title,
    })),
    breakWith: (name) => session.aws.setFaults(name === null ? [] : [value(parseFault(name))]),
    makeKey: () => session.makeKey(),
    switchOff: (accessKeyId) => session.switchOff(accessKeyId),
  };
  return { aws: session.aws, host: session.host, control };
}

export function put(home: string, path: string, content: string, mode = 0o600): string {
  const file = join(home, path);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, content);
  chmodSync(file, mode);
  return file;
}

/**
 * Sleeping takes no time but moves the clock on: for the half minute that a new key is waited for.
 */
export function hurriedClock(): Clock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    sleep: (ms) => {
      ahead += ms;
      return new Promise((resolve) => setImmediate(resolve));
    },
  };
}

/**
 * A clock for a slow AWS: what is delayed comes when it is released, however long the test takes
 * until then.
 */
export function heldClock(): { readonly clock: Clock; readonly release: () => void } {
  let release: () => void = () => undefined;
  const over = new Promise<void>((resolve) => (release = resolve));
  return { clock: { now: () => Date.now(), sleep: () => over }, release };
}

/** From the first screen to the key screen of "Use keys I have". */
export async function toKey(options: WizardOptions = {}): Promise<Wizard> {
  const wizard = await openWizard(options);
  await wizard.choose("Use keys I have");
  await wizard.waitFor(/Paste id and secret|, then type/);
  return wizard;
}

/**
 * A pair is pasted and AWS is asked; answers when something else than the question is on the
 * screen.
 */
export async function enterPair(wizard: Wizard, pair = wizard.pair()): Promise<string> {
  wizard.paste(pair, true);
  await wizard.waitFor("Pasted several lines");
  wizard.press("enter");
  return settled(wizard);
}

/** What is on the screen once AWS has answered and a plan is made. */
export async function settled(wizard: Wizard): Promise<string> {
  const done = (): boolean => {
    const { check, plan, write, final, survey } = wizard.state();
    return [check, plan, write, final, survey].every(({ status }) => status !== "running");
  };
  const frame = await wizard.waitFor(
    (rows) =>
      done() &&
      rows.some((line) => line.startsWith("Enter ")) &&
      !/^(Asking AWS|The access key|Step 4|Writing|Saved\. Asking)/.test(
        withoutMark(rows[0] ?? ""),
      ),
  );
  return withoutMark(frame.join("\n"));
}

/** To the review with the practice AWS's own key. */
export async function toReview(options: WizardOptions = {}): Promise<Wizard> {
  const wizard = await toKey(options);
  await enterPair(wizard);
  await wizard.waitFor(/^Review/);
  return wizard;
}

/** Turns the pages of a screen with consequences, until Enter does what it is there for. */
export async function readOn(wizard: Pick<Wizard, "waitFor" | "press">): Promise<void> {
  for (;;) {
    const text = (await wizard.waitFor(/^Enter /m)).join("\n");
    if (!text.includes("Enter read on")) return;
    wizard.press("enter");
    await wizard.waitFor((frame) => frame.join("\n") !== text);
  }
}

/**
 * Types the last four of the id that a screen wants to have typed before it does what cannot be
 * undone.
 */
export async function confirm(wizard: Wizard, id: string, expected: Expected): Promise<string> {
  await wizard.waitFor("Type its last four letters");
  return wizard.to(`${id.slice(-4)}\r`, expected);
}

/** Writes and waits for the verdict. */
export async function write(wizard: Wizard): Promise<string> {
  await readOn(wizard);
  const before = wizard.frame().join("\n");
  wizard.press("enter");
  await wizard.waitFor(
    (frame) => !(frame[0] ?? "").startsWith("Review") && frame.join("\n") !== before,
  );
  return settled(wizard);
}

/**
 * The keys that the footer prints, by name: "Enter", "Esc", "r", "1-5,7". Footer rows are the last
 * ones that are not indented.
 */
export function footerKeys(frame: readonly string[]): readonly string[] {
  const last = frame.findLastIndex((line) => line === "" || line.startsWith(" "));
  const rows = frame.slice(last + 1);
  return rows
    .join(" · ")
    .split(/ · | {2,}/)
    .map((entry) => entry.split(" ")[0] ?? "");
}

/** Another pair with the shape of one. */
export const OTHER = {
  id: "AKIAI44QH8DHBEXAMPLE",
  secret: "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY",
} as const;
export const OTHER_FILE = `[default]\naws_access_key_id = ${OTHER.id}\naws_secret_access_key = ${OTHER.secret}\n`;

/**
 * A key with the form of one, of no account: AWS refuses it. (AWS's own example pairs are known,
 * and not asked about.)
 */
export const REFUSED = {
  id: "AKIAEXAMPLEEXAMPLE22",
  secret: "oldSecret/oldSecret+oldSecret/oldSecret+",
} as const;
export const REFUSED_FILE = `[default]\naws_access_key_id = ${REFUSED.id}\naws_secret_access_key = ${REFUSED.secret}\n`;
