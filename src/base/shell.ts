/** Writes a path or a name so that it can be pasted into a shell as it stands. */

/**
 * The text as one word of a shell command: bare where nothing in it means anything to a shell, else
 * in single quotes; with controls or invisible signs in it as `$'…'`, which bash, zsh and ksh read,
 * so that neither a terminal obeys nor a person overlooks them
 * (https://www.gnu.org/software/bash/manual/html_node/ANSI_002dC-Quoting.html).
 */
export function quoted(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (!/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  return `$'${text.replaceAll(/[\\']|[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu, escaped)}'`;
}

function escaped(sign: string): string {
  if (sign === "\\" || sign === "'") return `\\${sign}`;
  return [...Buffer.from(sign, "utf8")]
    .map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`)
    .join("");
}

/** How to get rid of environment variables, for now and for good. */
export function unsetCure(names: readonly string[]): readonly string[] {
  return [
    `unset ${names.join(" ")}`,
    "If they come back in a new terminal, delete their lines from your shell's start-up " +
      "file (~/.bashrc, ~/.zshrc, ~/.profile).",
  ];
}
