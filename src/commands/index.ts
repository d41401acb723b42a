/** From a request to the command that serves it. */
import type { Request } from "./request.js";
import { never } from "../base/problem.js";
import { cleanUpNow } from "../files/store.js";
import { runCheck } from "./check.js";
import { runDoctor } from "./doctor.js";
import { tellInterrupted } from "./interrupted.js";
import { EXIT, guarded } from "./io.js";
import { runPracticeAws } from "./practice-aws.js";
import { runRetire } from "./retire.js";
import { runRotate } from "./rotate.js";
import { runSave } from "./save.js";
import { runUndo } from "./undo.js";
import { type WizardIo, runWizardCommand } from "./wizard.js";
import { chooseProfile } from "../sources/index.js";

/** Runs the request and answers the exit code. */
export async function runRequest(edge: WizardIo, request: Request): Promise<number> {
  const io = guarded({ ...edge, profile: profileOf(request, edge) });
  io.onEnd(cleanUpNow);
  // Practice's own made-up pair is the one that may be shown.
  if (request.command === "practice-aws") return runPracticeAws({ ...io, out: edge.out }, request);
  if (request.command !== "wizard") {
    await tellInterrupted(io, request);
    return runCommand(io, request);
  }
  const code = await runWizardCommand(io, request);
  // Below the last frame: what is written while the wizard draws would be drawn over.
  await tellInterrupted(io, request);
  return code;
}

/** The profile that a request is about: named, or as boto3 chooses; null for what works on backups, on keys wherever they stand, or on no file. */
function profileOf(request: Request, { host }: WizardIo): string | null {
  if (request.profile !== null) return request.profile;
  return ["undo", "retire", "practice-aws"].includes(request.command) ? null : chooseProfile(host.env).name;
}

function runCommand(io: WizardIo, request: Exclude<Request, { command: "wizard" | "practice-aws" }>): Promise<number> | number {
  switch (request.command) {
    case "check":
      return runCheck(io, request);
    case "save":
      return runSave(io, request);
    case "rotate":
      return runRotate(io, request);
    case "retire":
      return runRetire(io, request);
    case "undo":
      return runUndo(io, request);
    case "doctor":
      return runDoctor(io, request);
    case "print":
      io.out(request.text);
      return EXIT.done;
    default:
      return never(request);
  }
}
