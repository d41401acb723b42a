/** From a request to the command that serves it. */
import type { Request } from "./request.js";
import { never } from "../base/problem.js";
import { cleanUpNow } from "../files/store.js";
import { runCheck } from "./check.js";
import { runDoctor } from "./doctor.js";
import { EXIT } from "./io.js";
import { runPracticeAws } from "./practice-aws.js";
import { runSave } from "./save.js";
import { runUndo } from "./undo.js";
import { type WizardIo, runWizardCommand } from "./wizard.js";

/** Runs the request and answers the exit code. */
export async function runRequest(io: WizardIo, request: Request): Promise<number> {
  io.onEnd(cleanUpNow);
  switch (request.command) {
    case "wizard":
      return runWizardCommand(io, request);
    case "check":
      return runCheck(io, request);
    case "save":
      return runSave(io, request);
    case "undo":
      return runUndo(io, request);
    case "doctor":
      return runDoctor(io, request);
    case "practice-aws":
      return runPracticeAws(io, request);
    case "print":
      io.out(request.text);
      return EXIT.done;
    default:
      return never(request);
  }
}
