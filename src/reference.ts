/**
 * Makes what is shipped beside the program and told by the same data: its manual page, the schemas
 * of its documents, the completion of each shell. Run by the build; no part of the program.
 */
import { z } from "zod";
import { commandTable } from "./cli.js";
import { ENVIRONMENT, EXIT_CODES } from "./commands/command-line.js";
import { bashScript } from "./commands/completion/bash.js";
import { fishScript } from "./commands/completion/fish.js";
import { zshScript } from "./commands/completion/zsh.js";
import { describeProgram } from "./commands/described.js";
import { manualPage } from "./commands/manual.js";
import { faultHelp } from "./commands/practice-aws/fault-help.js";
import { rotateDrySchema } from "./commands/rotate/dry.js";
import { WIZARD_LINE } from "./commands/wizard/options.js";
import { COMMANDS } from "./commands/table.js";
import { CLOSURE, availabilityAt } from "./guide/availability.js";
import {
  checkAllSchema,
  checkSchema,
  completionSchema,
  doctorSchema,
  errorSchema,
  guideSchema,
  practiceAwsSchema,
  saveSchema,
  undoSchema,
} from "./jobs/documents.js";
import { retireSchema } from "./jobs/retire/index.js";
import { rotateSchema } from "./jobs/rotate/index.js";

/** By the name of the file, and what prints such a document. */
const DOCUMENTS = {
  check: [checkSchema, "mturk-setup check --json"],
  "check-all": [checkAllSchema, "mturk-setup check --all --json"],
  save: [saveSchema, "mturk-setup save --json"],
  rotate: [z.union([rotateSchema, rotateDrySchema]), "mturk-setup rotate --json"],
  retire: [retireSchema, "mturk-setup retire --json"],
  doctor: [doctorSchema, "mturk-setup doctor --json"],
  undo: [undoSchema, "mturk-setup undo --json"],
  guide: [guideSchema, "mturk-setup guide --json"],
  completion: [completionSchema, "mturk-setup completion SHELL --json"],
  "practice-aws": [practiceAwsSchema, "mturk-setup practice-aws --json"],
  error: [errorSchema, "every command with --json, where it fails"],
} as const satisfies Record<string, readonly [z.ZodType, string]>;

/** The manual tells what holds ever since; `--help` has the state of MTurk at its date. */
const SINCE_THE_CLOSURE = availabilityAt(new Date(`${CLOSURE.closed.day}T00:00:00Z`)).headline;

/**
 * Each file's text by its path in the package. The schemas are of the draft that most validators
 * read by themselves: https://json-schema.org/draft-07
 */
export function referenceFiles(version: string, summary: string): ReadonlyMap<string, string> {
  const faults = faultHelp();
  const table = commandTable({ version, availability: SINCE_THE_CLOSURE, faults }, () => undefined);
  const program = describeProgram(table, faults);
  const examples = new Map(
    Object.entries(COMMANDS).map(([name, { line }]) => [
      name === "wizard" ? "" : name,
      line.examples,
    ]),
  );
  const manual = manualPage({
    program,
    version,
    summary,
    alone: WIZARD_LINE.description,
    availability: SINCE_THE_CLOSURE,
    examples,
    faults,
    exitCodes: EXIT_CODES,
    environment: ENVIRONMENT,
  });
  return new Map([
    ["man/mturk-setup.1", manual],
    ["completions/mturk-setup.bash", bashScript(program)],
    ["completions/_mturk-setup", zshScript(program)],
    ["completions/mturk-setup.fish", fishScript(program)],
    ...Object.entries(DOCUMENTS).map(([name, [schema, printedBy]]): [string, string] => [
      `schemas/${name}.json`,
      schemaText(name, printedBy, schema),
    ]),
  ]);
}

function schemaText(title: string, printedBy: string, schema: z.ZodType): string {
  const head = { title, description: `Printed by: ${printedBy}` };
  const document = { ...head, ...z.toJSONSchema(schema, { target: "draft-7" }) };
  return `${JSON.stringify(document, null, 2)}\n`;
}
