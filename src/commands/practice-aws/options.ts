/** Reads what `mturk-setup practice-aws` takes on the command line. */
import { InvalidArgumentError } from "commander";
import {
  type CommandLine,
  type Common,
  type CommonOptions,
  collect,
  commonOf,
} from "../command-line.js";

export interface PracticeAwsRequest extends Common {
  readonly command: "practice-aws";
  readonly port: number;
  readonly faults: readonly string[];
}

interface Options extends CommonOptions {
  readonly port?: number;
  readonly fault?: readonly string[];
}

export const PRACTICE_AWS_LINE: CommandLine<PracticeAwsRequest> = {
  description: "serve the practice AWS on 127.0.0.1 until stopped",
  takesProfile: false,
  examples: [
    "mturk-setup practice-aws --port 8000",
    "mturk-setup practice-aws --fault not-linked --json",
  ],
  add: (command, found, { faults }) => {
    command
      .option("--port <number>", "the port (default: a free one)", portArgument)
      .option("--fault <name[=value]>", "fail in this way; may be given more than once", collect)
      .addHelpText("after", `\nFaults:\n${faults.map((line) => `  ${line}`).join("\n")}`)
      .action((options: Options) =>
        found({
          ...commonOf(options),
          command: "practice-aws",
          port: options.port ?? 0,
          faults: options.fault ?? [],
        }),
      );
  },
};

function portArgument(value: string): number {
  const port = Number(value);
  if (!/^\d{1,5}$/.test(value) || port > 65535)
    throw new InvalidArgumentError("A port is a number from 0 to 65535.");
  return port;
}
