/** Runs `mturk-setup completion SHELL`: prints the script, which needs this program no more. */
import { completionSchema } from "../../jobs/documents.js";
import { EXIT, type Io, printJson } from "../io.js";
import { bashScript } from "./bash.js";
import { fishScript } from "./fish.js";
import type { CompletionRequest, Shell } from "./options.js";
import { zshScript } from "./zsh.js";
import type { DescribedProgram } from "../described.js";

const SCRIPT: Readonly<Record<Shell, (program: DescribedProgram) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** Prints, and answers 0. */
export function runCompletion(io: Io, { shell, program, json }: CompletionRequest): number {
  const script = SCRIPT[shell](program);
  if (json) printJson(io, completionSchema.parse({ profile: null, shell, script }));
  else io.out(script);
  return EXIT.done;
}
