/**
 * Looks for access keys in the files from which a shell or a log-in fills the environment. They are
 * read as text, never run, and never edited: what stands in them is told with its line.
 */
import { dirname, isAbsolute, join } from "node:path";
import type { Host } from "../base/host.js";
import { listFiles } from "../aws-files/store/read.js";
import { readKeyLines } from "../keys/key-lines.js";
import { type SearchedFiles, searchFiles, settingsFolder } from "./text-files.js";

/**
 * In the home folder: bash, ksh and the log-in
 * (https://www.gnu.org/software/bash/manual/html_node/Bash-Startup-Files.html), csh
 * (https://linux.die.net/man/1/tcsh), X sessions, PAM.
 */
const IN_HOME = [
  ".bashrc",
  ".bash_profile",
  ".bash_login",
  ".bash_aliases",
  ".bash_logout",
  ".profile",
  ".kshrc",
  ".mkshrc",
  ".shrc",
  ".cshrc",
  ".tcshrc",
  ".login",
  ".xprofile",
  ".xsessionrc",
  ".xsession",
  ".pam_environment",
  ".envrc",
  ".direnvrc",
  // Names that dotfiles of others made usual, read by one of the files above.
  ".bashrc.local",
  ".zshrc.local",
  ".localrc",
  ".exports",
  ".extra",
  ".secrets",
  // https://xon.sh/xonshrc.html
  ".xonshrc",
  // https://stat.ethz.ch/R-manual/R-devel/library/base/html/Startup.html
  ".Renviron",
  ".Rprofile",
];

/** Folders in the home folder of which a start-up file reads every file. */
const FOLDERS_IN_HOME = [
  ".bashrc.d",
  ".bash_profile.d",
  ".profile.d",
  ".zshrc.d",
  ".oh-my-zsh/custom",
];

/** In the folder for settings: nushell, PowerShell, elvish, direnv. */
const IN_CONFIG = [
  "nushell/env.nu",
  "nushell/config.nu",
  "powershell/profile.ps1",
  "powershell/Microsoft.PowerShell_profile.ps1",
  "elvish/rc.elv",
  "direnv/direnvrc",
  "xonsh/rc.xsh",
];

/** https://zsh.sourceforge.io/Doc/Release/Files.html */
const OF_ZSH = [".zshrc", ".zshenv", ".zprofile", ".zlogin", ".zlogout"];

/**
 * For the whole computer; they are read where they may be read, and passed over in silence where
 * not.
 */
const SYSTEM_FILES = [
  "/etc/environment",
  "/etc/profile",
  "/etc/bash.bashrc",
  "/etc/zsh/zshrc",
  "/etc/zsh/zshenv",
  "/etc/crontab",
];
/**
 * Folders for the whole computer of which every file is read: by shells at the log-in, by services.
 */
const SYSTEM_FOLDERS: readonly (readonly [string, RegExp])[] = [
  ["/etc/profile.d", /\.sh$/],
  ["/etc/environment.d", /\.conf$/],
  ["/etc/default", /^[\w.-]+$/],
  ["/etc/systemd/system", /\.service$/],
  ["/etc/cron.d", /^[\w-]+$/],
];
const MOST_IN_FOLDER = 200;

/** Reads them all. `systemFiles`: those of the whole computer; tests name others. */
export async function readShellFiles(
  host: Host,
  systemFiles?: readonly string[],
): Promise<SearchedFiles> {
  const own = host.home === "" ? [] : await ownFiles(host);
  const whole = systemFiles ?? [...SYSTEM_FILES, ...(await systemParts())];
  return searchFiles([...own, ...upwards(host.cwd), ...whole], {
    read: readKeyLines,
    isTold: (path) => !whole.includes(path),
  });
}

async function systemParts(): Promise<readonly string[]> {
  return (
    await Promise.all(
      SYSTEM_FOLDERS.map(([folder, match]) => listFiles(folder, match, MOST_IN_FOLDER)),
    )
  ).flat();
}

/** direnv looks into the folders above, too: https://direnv.net/man/direnv.1.html */
function upwards(cwd: string): readonly string[] {
  const above = dirname(cwd);
  return [join(cwd, ".envrc"), ...(above === cwd ? [] : upwards(above))];
}

async function ownFiles({ home, env }: Host): Promise<readonly string[]> {
  const zdotdir = env.ZDOTDIR;
  const zsh = zdotdir !== undefined && isAbsolute(zdotdir) ? [home, zdotdir] : [home];
  const config = settingsFolder({ home, env });
  // https://fishshell.com/docs/current/language.html#configuration-files and fish_variables, where
  // `set -U` writes.
  const fish = [join(config, "fish", "config.fish"), join(config, "fish", "fish_variables")];
  const parts = await Promise.all(
    FOLDERS_IN_HOME.map((folder) => listFiles(join(home, folder), /^[\w.-]+$/, MOST_IN_FOLDER)),
  );
  const fishParts = await listFiles(join(config, "fish", "conf.d"), /\.fish$/, MOST_IN_FOLDER);
  // https://www.freedesktop.org/software/systemd/man/latest/environment.d.html
  const systemd = await listFiles(join(config, "environment.d"), /\.conf$/, MOST_IN_FOLDER);
  return [
    ...IN_HOME.map((name) => join(home, name)),
    ...zsh.flatMap((folder) => OF_ZSH.map((name) => join(folder, name))),
    ...parts.flat(),
    ...fish,
    ...fishParts,
    ...IN_CONFIG.map((name) => join(config, name)),
    ...systemd,
  ];
}
