/**
 * Reads the names of profiles in a shell: starting the program for each Tab would take a noticeable
 * moment. Headers as boto3 reads them, but for names that hold a bracket or a control character.
 */

/** Lines of sh that print each name once; for bash and zsh. */
export const PROFILES_IN_SH = `  {
    sed -n 's/^\\[\\([^]]*\\)\\].*/\\1/p' "\${AWS_SHARED_CREDENTIALS_FILE-$HOME/.aws/credentials}"
    sed -n -e '/^\\[/!d' -e 's/^\\[[[:blank:]]*//' -e 's/^\\(default\\)[[:blank:]]*\\].*/\\1/p' \\
      -e 's/^profile[[:blank:]]\\{1,\\}\\([^]]*[^][:blank:]]\\)[[:blank:]]*\\].*/\\1/p' \\
      "\${AWS_CONFIG_FILE-$HOME/.aws/config}" |
      sed -e 's/^"\\(.*\\)"$/\\1/' -e "s/^'\\(.*\\)'\\$/\\1/"
  } 2>/dev/null | LC_ALL=C grep -v '[[:cntrl:]]' | sort -u
`;

/** Text in single quotes, for bash and zsh. */
export function inQuotes(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
