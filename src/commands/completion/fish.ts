/** Makes the completion of fish, with the descriptions of the help. */
import type { DescribedOption, DescribedProgram } from "../described.js";

/** A script for `~/.config/fish/completions`, or to be sourced. */
export function fishScript({ options, commands }: DescribedProgram): string {
  const valued = options.flatMap(({ flags, value }) => (value === null ? [] : flags));
  const lines = [
    ...options.map((option) => optionLine("", option)),
    ...commands.map(
      ({ name, description }) => `${rule("")} -a ${quoted(name)} -d ${quoted(description)}`,
    ),
    ...commands.flatMap(({ name, options: own, words }) => [
      ...own.map((option) => optionLine(name, option)),
      ...words.map((word) => `${rule(name)} -a ${quoted(word)}`),
    ]),
  ];
  return `# Completion of mturk-setup for fish. Made by: mturk-setup completion fish

function __mturk_setup_profiles
    set -l credentials "$HOME/.aws/credentials"
    set -q AWS_SHARED_CREDENTIALS_FILE; and set credentials $AWS_SHARED_CREDENTIALS_FILE
    set -l config "$HOME/.aws/config"
    set -q AWS_CONFIG_FILE; and set config $AWS_CONFIG_FILE
    # fish itself speaks of a file that is not there, whatever its errors are led to.
    begin
        test -r "$credentials"; and string replace -rf '^\\[([^\\]]*)\\].*' '$1' <$credentials
        test -r "$config"; and string replace -rf \\
            '^\\[\\s*(?:profile\\s+|(?=default\\s*\\]))(["\\']?)([^\\]]*?)\\1\\s*\\].*' \\
            '$2' <$config
    end 2>/dev/null | string match -rv '[[:cntrl:]]' | sort -u
end

# True where this command was named; "" where none was.
function __mturk_setup_in
    set -l skip no
    set -l words (commandline -opc)
    for word in $words[2..-1]
        if test $skip = yes
            set skip no
            continue
        end
        switch $word
            case ${valued.map(quoted).join(" ")}
                set skip yes
            case ${commands.map(({ name }) => name).join(" ")}
                test "$word" = "$argv[1]"
                return
        end
    end
    test "" = "$argv[1]"
end

complete -c mturk-setup -f
${lines.join("\n")}
`;
}

/** The beginning of a line that counts behind this command; "": where none was named. */
function rule(command: string): string {
  return `complete -c mturk-setup -n '__mturk_setup_in ${command === "" ? '""' : command}'`;
}

function optionLine(
  command: string,
  { flags, value, kind, choices, description }: DescribedOption,
): string {
  const names = flags.map((flag) =>
    flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
  );
  // fish offers a word of its own only where one must follow; an option can still stand there.
  const taken = value === null ? [] : ["-r", ...VALUES[kind](choices)];
  return [rule(command), ...names, ...taken, `-d ${quoted(description)}`].join(" ");
}

const VALUES: Readonly<
  Record<DescribedOption["kind"], (choices: readonly string[]) => readonly string[]>
> = {
  profile: () => ["-f", "-a '(__mturk_setup_profiles)'"],
  file: () => ["-F"],
  folder: () => ["-f", "-a '(__fish_complete_directories)'"],
  choice: (choices) => ["-f", `-a ${quoted(choices.join(" "))}`],
  other: () => ["-f"],
};

function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, (char) => `\\${char}`)}'`;
}
