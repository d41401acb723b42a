/** Makes the completion of bash, 3.2 (macOS) and later. */
import type { DescribedCommand, DescribedOption, DescribedProgram } from "../described.js";
import { PROFILES_IN_SH, inQuotes } from "./profiles.js";

/** A script to be sourced. */
export function bashScript({ options, commands }: DescribedProgram): string {
  const all = [{ name: "", options, words: commands.map(({ name }) => name) }, ...commands];
  return `# Completion of mturk-setup for bash. Made by: mturk-setup completion bash

_mturk_setup_profiles() {
${PROFILES_IN_SH}}

# Takes what fits from the lines on standard input.
_mturk_setup_offer() {
  local word quoted
  # Behind a quote that is open the shell wants the bare word, and closes the quote itself.
  if [[ $cur == [\\"\\']* ]]; then
    while IFS= read -r word; do
      [[ $word == *[\\"\\'\\\\\\$\\\`\\!]* ]] && continue
      [[ $word == "\${cur:1}"* ]] && COMPREPLY+=("$word")
    done
    return
  fi
  while IFS= read -r word; do
    printf -v quoted %q "$word"
    if [[ $word == "$cur"* || $quoted == "$cur"* ]]; then COMPREPLY+=("$quoted"); fi
  done
}

_mturk_setup() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD - 1]}" command="" at word
  COMPREPLY=()
  # --option=value comes as three words.
  if [[ $cur == "=" ]]; then
    cur=""
  elif [[ $before == "=" && $COMP_CWORD -gt 1 ]]; then
    before="\${COMP_WORDS[COMP_CWORD - 2]}"
  fi
  for ((at = 1; at < COMP_CWORD; at++)); do
    word="\${COMP_WORDS[at]}"
    case "$word" in
    ${pattern(options)})
      at=$((at + 1))
      [[ \${COMP_WORDS[at]} == "=" ]] && at=$((at + 1))
      ;;
    ${commands.map(({ name }) => name).join("|")})
      command="$word"
      break
      ;;
    esac
  done
  case "$command $before" in
${all.flatMap(({ name, options }) => options.flatMap((one) => valueCase(name, one))).join("\n")}
  esac
  case "$command" in
${all.map(wordsCase).join("\n")}
  esac
}

complete -F _mturk_setup mturk-setup
`;
}

/** The options that take a value, as a pattern. */
function pattern(options: readonly DescribedOption[]): string {
  return options.flatMap(({ flags, value }) => (isRequired(value) ? flags : [])).join("|");
}

function isRequired(value: string | null): boolean {
  return value?.startsWith("<") === true;
}

function valueCase(command: string, option: DescribedOption): readonly string[] {
  const { flags, value } = option;
  if (value === null) return [];
  // Where the value may be left out, another option may stand there.
  const unless = isRequired(value) ? "" : "[[ $cur == -* ]] || ";
  const offer = `${unless}{ ${OFFER[option.kind](option)}; return; }`;
  return [`  ${flags.map((flag) => inQuotes(`${command} ${flag}`)).join("|")}) ${offer} ;;`];
}

const OFFER: Readonly<Record<DescribedOption["kind"], (option: DescribedOption) => string>> = {
  profile: () => "_mturk_setup_offer < <(_mturk_setup_profiles)",
  // The readline of macOS's bash cannot be told to take over.
  file: () => 'compopt -o default 2>/dev/null || _mturk_setup_offer < <(compgen -f -- "$cur")',
  folder: () => 'compopt -o dirnames 2>/dev/null || _mturk_setup_offer < <(compgen -d -- "$cur")',
  choice: ({ choices }) => lines(choices),
  other: () => ":",
};

function wordsCase({ name, options, words }: Omit<DescribedCommand, "description">): string {
  return `  ${inQuotes(name)}) ${lines([...words, ...options.flatMap(({ flags }) => flags)])} ;;`;
}

function lines(words: readonly string[]): string {
  return words.length === 0
    ? ":"
    : `_mturk_setup_offer < <(printf '%s\\n' ${words.map(inQuotes).join(" ")})`;
}
