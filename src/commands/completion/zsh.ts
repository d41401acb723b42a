/** Makes the completion of zsh, with the descriptions of the help. */
import type { DescribedCommand, DescribedOption, DescribedProgram } from "../described.js";
import { PROFILES_IN_SH, inQuotes } from "./profiles.js";

/** A script for a folder of `fpath`, or to be sourced after `compinit`. */
export function zshScript({ options, commands }: DescribedProgram): string {
  return `#compdef mturk-setup
# Completion of mturk-setup for zsh. Made by: mturk-setup completion zsh

_mturk_setup_profiles() {
  local -a names
  names=(\${(f)"$(_mturk_setup_profile_names)"})
  compadd -a names
}

_mturk_setup_profile_names() {
${PROFILES_IN_SH}}

_mturk_setup() {
  local curcontext="$curcontext" state line ret=1
  local -a commands
  typeset -A opt_args
  _arguments -C \\
${options.map(spec).join("\n")}
    '(-)1:command:->command' '(-)*::argument:->rest' && ret=0
  case "$state" in
  command)
    commands=(
${commands.map(({ name, description }) => `      ${inQuotes(`${name}:${description}`)}`).join("\n")}
    )
    _describe command commands && ret=0
    ;;
  rest)
    case "$words[1]" in
${commands.map(commandCase).join("\n")}
    esac
    ;;
  esac
  return ret
}

if [ "\${funcstack[1]}" = _mturk_setup ]; then
  _mturk_setup "$@"
else
  compdef _mturk_setup mturk-setup
fi
`;
}

function commandCase({ name, options, words }: DescribedCommand): string {
  const first = words.length === 0 ? [] : [`    '1:word:(${words.join(" ")})' \\`];
  return [
    `    ${name})`,
    "      _arguments \\",
    ...[...options.map(spec), ...first].map((line) => `    ${line}`),
    "        && ret=0",
    "      ;;",
  ].join("\n");
}

/**
 * One option, in the words of `_arguments`:
 * https://zsh.sourceforge.io/Doc/Release/Completion-System.html
 */
function spec({ flags, value, kind, choices, description }: DescribedOption): string {
  const told = `[${description.replaceAll(/[\\[\]:]/g, (char) => `\\${char}`)}]`;
  const optional = value?.startsWith("[") === true ? ":" : "";
  const taken =
    value === null
      ? ""
      : `${optional}:${value.replaceAll(/[^\w-]+/g, " ").trim()}:${ACTION[kind](choices)}`;
  const repeated = description.includes("more than once") ? "*" : "";
  return flags
    .map((flag) => {
      // The value stands behind the option as a word of its own, or behind "=".
      const name = value !== null && flag.startsWith("--") ? `${flag}=` : flag;
      return `    ${inQuotes(`${repeated}${name}${told}${taken}`)} \\`;
    })
    .join("\n");
}

const ACTION: Readonly<Record<DescribedOption["kind"], (choices: readonly string[]) => string>> = {
  profile: () => "_mturk_setup_profiles",
  file: () => "_files",
  folder: () => "_files -/",
  choice: (choices) => `(${choices.join(" ")})`,
  other: () => " ",
};
