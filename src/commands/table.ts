/**
 * Lists the commands: what each takes on the command line, and what runs it. What runs it is loaded
 * when it is needed, so that each start loads one command only.
 */
import type { CommandLine } from "./command-line.js";
import type { CommandName, Requests } from "./request.js";
import { CHECK_LINE } from "./check/options.js";
import { COMPLETION_LINE } from "./completion/options.js";
import { DOCTOR_LINE } from "./doctor/options.js";
import { GUIDE_LINE } from "./guide/options.js";
import { PRACTICE_AWS_LINE } from "./practice-aws/options.js";
import { RETIRE_LINE } from "./retire/options.js";
import { ROTATE_LINE } from "./rotate/options.js";
import { SAVE_LINE } from "./save/options.js";
import { UNDO_LINE } from "./undo/options.js";
import { WIZARD_LINE } from "./wizard/options.js";
import type { WizardIo } from "./wizard/run.js";

interface CommandRow<N extends CommandName> {
  readonly line: CommandLine<Requests[N]>;
  /** Answers the exit code. */
  readonly run: (io: WizardIo, request: Requests[N]) => Promise<number>;
}

/** In the order of `--help`. */
export const COMMANDS: { readonly [N in CommandName]: CommandRow<N> } = {
  wizard: {
    line: WIZARD_LINE,
    run: async (io, request) => (await import("./wizard/run.js")).runWizardCommand(io, request),
  },
  check: {
    line: CHECK_LINE,
    run: async (io, request) =>
      request.all
        ? (await import("./check/all.js")).runCheckAll(io, request)
        : (await import("./check/run.js")).runCheck(io, request),
  },
  save: {
    line: SAVE_LINE,
    run: async (io, request) => (await import("./save/run.js")).runSave(io, request),
  },
  rotate: {
    line: ROTATE_LINE,
    run: async (io, request) => (await import("./rotate/run.js")).runRotate(io, request),
  },
  retire: {
    line: RETIRE_LINE,
    run: async (io, request) => (await import("./retire/run.js")).runRetire(io, request),
  },
  doctor: {
    line: DOCTOR_LINE,
    run: async (io, request) => (await import("./doctor/run.js")).runDoctor(io, request),
  },
  undo: {
    line: UNDO_LINE,
    run: async (io, request) => (await import("./undo/run.js")).runUndo(io, request),
  },
  "practice-aws": {
    line: PRACTICE_AWS_LINE,
    run: async (io, request) => (await import("./practice-aws/run.js")).runPracticeAws(io, request),
  },
  guide: {
    line: GUIDE_LINE,
    run: async (io, request) => (await import("./guide/run.js")).runGuide(io, request),
  },
  completion: {
    line: COMPLETION_LINE,
    run: async (io, request) => (await import("./completion/run.js")).runCompletion(io, request),
  },
};
