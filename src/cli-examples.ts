/** Ends the help of each command with what people most often type. */
import type { Command } from "commander";

const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  "mturk-setup": [
    "mturk-setup                    the wizard",
    "mturk-setup --practice         try everything, nothing is changed",
    "mturk-setup check              do the keys that are here work?",
  ],
  check: [
    "mturk-setup check",
    "mturk-setup check --profile lab --json",
    "mturk-setup check --need keys    success as soon as AWS accepts the key",
  ],
  save: [
    "mturk-setup save --csv ~/Downloads/ann_accessKeys.csv",
    "mturk-setup save --profile lab --csv lab.csv --json",
    "mturk-setup save --stdin --dry-run < key.txt",
  ],
  rotate: [
    "mturk-setup rotate --dry-run     what would happen",
    "mturk-setup rotate --profile lab",
    "mturk-setup rotate --csv new_accessKeys.csv --yes",
  ],
  retire: [
    "mturk-setup retire --dry-run     which keys are where",
    "mturk-setup retire --key AKIA...WXYZ",
    "mturk-setup retire --profile lab --everywhere --record",
  ],
  doctor: [
    "mturk-setup doctor",
    "mturk-setup doctor --fix",
    "mturk-setup doctor --fix --yes --keep last --json",
  ],
  undo: [
    "mturk-setup undo --dry-run       the difference",
    "mturk-setup undo",
    "mturk-setup undo --no-verify     without asking AWS about the keys",
  ],
  "practice-aws": [
    "mturk-setup practice-aws --port 8000",
    "mturk-setup practice-aws --fault not-linked --json",
  ],
};

/** Adds the examples to the program and its commands. */
export function addExamples(program: Command): void {
  for (const command of [program, ...program.commands]) {
    const examples = EXAMPLES[command.name()] ?? [];
    if (examples.length > 0)
      command.addHelpText(
        "after",
        `\nExamples:\n${examples.map((line) => `  ${line}`).join("\n")}`,
      );
  }
}
