/** Runs `mturk-setup` without a command: the wizard; and the wizard inside the practice AWS. */
import { FILES_WHOLE, bugText } from "../../base/bug.js";
import type { Host } from "../../base/host.js";
import type { Problem } from "../../base/problem.js";
import { type ResumePoint, type Task, type WizardSetting, type State } from "../../wizard/state.js";
import { openRun } from "../../wizard/wizard-run.js";
import { isAccessible } from "../../terminal/glyphs.js";
import { keptPlacesSchema } from "../../wizard/resume.js";
import { forgetPlaces, keepPlaces as writePlaces, readPlaces } from "../../jobs/place.js";
import { lastVerdict } from "../../wizard/verdict.js";
import { admitProfile } from "../../jobs/profile-name.js";
import type { PracticeControl } from "../../jobs/ports.js";
import type { PracticeSession } from "../../practice/session.js";
import type { FrameOptions, RunOptions } from "../../wizard/run-options.js";
import type { Person } from "../terminal/person.js";
import { EXIT, type Io, reportProblem } from "../io.js";
import { createPorts } from "../ports.js";
import type { WizardRequest } from "./options.js";
import { summaryOf, wasTold } from "./summary.js";

/** The streams of the program, and the person at its terminal, wherever those streams go. */
export type WizardTerminal = FrameOptions["terminal"] & { readonly person: Person };

export interface WizardIo extends Io {
  readonly terminal: WizardTerminal;
}

const NO_TERMINAL: Problem = {
  code: "answer-missing",
  message: "The wizard asks questions, and there is no terminal to ask them in.",
  try: [
    "Run it in a terminal",
    "In scripts: mturk-setup save --csv FILE, then mturk-setup check --json",
  ],
};

/** Runs the wizard, again inside the practice AWS if that was chosen, and answers the exit code. */
export async function runWizardCommand(io: WizardIo, request: WizardRequest): Promise<number> {
  if (!canAsk(io, request)) return reportProblem(io, NO_TERMINAL, false);
  if (request.profile !== null) {
    const admitted = await admitProfile(io.host, { name: request.profile, from: "option" });
    if (!admitted.ok) return reportProblem(io, admitted.problem, false);
  }
  if (request.practice) return practised(io, request, null);
  const state = await forReal(io, request);
  const plain = state.byLines;
  if (state.leaving?.how !== "practice") return reportedToo(io, request, state, ended(io, state));
  // What was done for real is told before the practice begins, whose end speaks of itself only.
  if (wasTold(state)) io.out(`${summaryOf(state, state.leaving, io)}\n`);
  return reportedToo(io, request, state, await practised(io, { ...request, plain }, state));
}

/** What this run has done is written down where that was wished for, however it was left. */
async function reportedToo(
  io: WizardIo,
  request: WizardRequest,
  state: State,
  code: number,
): Promise<number> {
  if (request.report === null) return code;
  const { reported } = await import("../reported.js");
  const { reportParts } = await import("../../wizard/report-parts.js");
  const { mayReplaceFile } = await import("../terminal/ask.js");
  const parts = reportParts(state, io.host, io.clock.now());
  return reported(io, request, parts, code, mayReplaceFile(io.terminal));
}

/** By lines the streams may lead anywhere, as long as there is a terminal. */
function canAsk(io: WizardIo, request: WizardRequest): boolean {
  if (!isPlain(io, request)) return io.terminal.stdin.isTTY && io.terminal.stdout.isTTY;
  // The reader gives the terminal back as it found it, which must not be as the first moment of the
  // program left it.
  if (io.terminal.stdin.isTTY) io.terminal.stdin.setRawMode(false);
  return beginLines(io);
}

/** From now on it is the person's reader that has the terminal; false where there is none. */
function beginLines({ terminal: { person } }: WizardIo): boolean {
  person.printOnly();
  return person.begin();
}

function isPlain({ host }: WizardIo, { plain }: WizardRequest): boolean {
  return plain || isAccessible(host.env);
}

/** `before`: how the wizard was left for it; null: it was started as practice. */
async function practised(
  io: WizardIo,
  request: WizardRequest,
  before: State | null,
): Promise<number> {
  const state = await inPractice(io, request, before?.touched ?? false);
  return typeof state === "number" ? state : ended(io, state);
}

async function forReal(io: WizardIo, request: WizardRequest): Promise<State> {
  const ports = createPorts(io.host, io.clock);
  const kept = await keptPlaces(io.host);
  return run(io, request, {
    ports,
    setting: { ...settingOf(io, request), practice: false, practiceCsv: null, faults: [], kept },
    places: placesOf(io.host, kept),
  });
}

async function keptPlaces(host: Host): Promise<readonly ResumePoint[]> {
  return (await readPlaces(host, () => keptPlacesSchema))?.places ?? [];
}

/**
 * Each task has one place. It is on the disk before the step that it names is on the screen, so
 * that whoever sees the step and is killed has it.
 */
function placesOf(host: Host, before: readonly ResumePoint[]): RunOptions["places"] {
  let all = before;
  let made: readonly string[] = [];
  const write = (places: readonly ResumePoint[]): Promise<boolean> => {
    const kept = keptPlacesSchema.safeParse({ version: 1, places });
    if (!kept.success) return Promise.resolve(false);
    all = places;
    const written = writePlaces(host, kept.data);
    made = [...made, ...written.made];
    return Promise.resolve(written.kept);
  };
  const others = (task: Task): readonly ResumePoint[] => all.filter((place) => place.task !== task);
  return {
    keep: (place) => write([place, ...others(place.task)]),
    forget: async (task) => {
      const left = others(task);
      if (left.length > 0) await write(left);
      else await forgetPlaces(host, made);
      all = left;
    },
  };
}

/** A practice session of its own; ended, and its files deleted, however the wizard is left. */
async function inPractice(
  io: WizardIo,
  request: WizardRequest,
  touched: boolean,
): Promise<State | number> {
  const { startPracticeSession } = await import("../../practice/session.js");
  const started = await startPracticeSession({ host: io.host, clock: io.clock });
  if (!started.ok) return reportProblem(io, started.problem, false);
  const session = started.value;
  const forget = io.onEnd(() => session.closeNow());
  const control = await practiceControl(session);
  try {
    const setting = {
      ...settingOf(io, request),
      practice: true,
      practiceCsv: session.csvPath,
      faults: control.faults,
      kept: [],
      touched,
    };
    return await run(io, request, {
      ports: createPorts(session.host, io.clock, control),
      setting,
      places: { keep: () => Promise.resolve(false), forget: () => Promise.resolve() },
    });
  } finally {
    await session.close();
    forget();
  }
}

async function practiceControl(session: PracticeSession): Promise<PracticeControl> {
  const { FAULTS, parseFault } = await import("../../practice/faults.js");
  const menu = FAULTS.filter(({ inMenu }) => inMenu);
  return {
    csvPath: session.csvPath,
    faults: menu.map(({ example, title }) => ({ name: example, title })),
    breakWith: (name) => {
      const fault = name === null ? null : parseFault(name);
      session.aws.setFaults(fault?.ok === true ? [fault.value] : []);
    },
    makeKey: () => session.makeKey(),
    switchOff: (accessKeyId) => session.switchOff(accessKeyId),
  };
}

function settingOf(
  io: WizardIo,
  request: WizardRequest,
): Pick<WizardSetting, "startedAt" | "profile" | "mayOpen" | "byLines"> {
  const { profile, mayOpen } = request;
  return { startedAt: io.clock.now(), profile, mayOpen, byLines: isPlain(io, request) };
}

async function run(
  io: WizardIo,
  request: WizardRequest,
  options: Pick<RunOptions, "ports" | "setting" | "places">,
): Promise<State> {
  const wizard = openRun({ ...options, open: openPage });
  const { getState } = wizard.store;
  try {
    if (!isPlain(io, request)) {
      // Ink decides at import whether it may draw; the process edge has prepared the environment by
      // now.
      const { runWizard } = await import("../../wizard/run.js");
      await runWizard(wizard, { terminal: io.terminal, onEnd: io.onEnd });
      if (!getState().byLines) return getState();
      // At once: until then what is typed is echoed.
      beginLines(io);
    }
    const { runWizardLines } = await import("../../wizard/lines/run.js");
    await runWizardLines(wizard, io.terminal.person, !isPlain(io, request));
    return getState();
  } finally {
    await wizard.close();
  }
}

/** What opens pages is loaded when the first is to be opened. */
const openPage: RunOptions["open"] = async (url, failedLater) => {
  const { openInBrowser } = await import("../browser.js");
  return openInBrowser(url, failedLater);
};

/** The summary, printed once below the last frame, and the exit code. */
function ended(io: Io, state: State): number {
  const leaving = state.leaving ?? { how: "interrupted", place: "none" };
  // By lines it stands right above, where output and questions go to the same terminal.
  const said = state.byLines && io.outIsTerminal;
  const verdict = said ? null : lastVerdict(state, io.host);
  const summary = [verdict ?? "", summaryOf(state, leaving, io)]
    .filter((text) => text !== "")
    .join("\n");
  if (summary !== "") io.out(`${summary}\n`);
  switch (leaving.how) {
    case "finished":
    case "quit":
    case "practice":
      return EXIT.done;
    case "interrupted":
      return EXIT.interrupted;
    case "bug":
      return reportProblem(
        io,
        {
          code: "bug",
          message: bugText(leaving.message),
          try: [FILES_WHOLE, "If it happens again, report it with this line"],
        },
        false,
      );
  }
}
