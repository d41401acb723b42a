/** Reads what `mturk-setup completion` takes on the command line. */
import { Argument } from "commander";
import { type CommandLine, type Common, type CommonOptions, commonOf } from "../command-line.js";
import { type DescribedProgram, describeProgram } from "../described.js";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

export interface CompletionRequest extends Common {
  readonly command: "completion";
  readonly shell: Shell;
  /** What can be completed. */
  readonly program: DescribedProgram;
}

export const COMPLETION_LINE: CommandLine<CompletionRequest> = {
  description: "print what makes Tab complete commands, options and profiles in a shell",
  takesProfile: false,
  examples: [
    'eval "$(mturk-setup completion bash)"    a line for ~/.bashrc',
    "source <(mturk-setup completion zsh)     a line for ~/.zshrc, after compinit",
    "mturk-setup completion fish | source     a line for ~/.config/fish/config.fish",
  ],
  add: (command, found, { faults }) => {
    command
      .addArgument(new Argument("<shell>", "bash, zsh or fish").choices(SHELLS))
      .action((shell: Shell, options: CommonOptions) =>
        found({
          ...commonOf(options),
          command: "completion",
          shell,
          program: describeProgram(command.parent ?? command, faults),
        }),
      );
  },
};
