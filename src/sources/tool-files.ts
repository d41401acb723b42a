/**
 * Looks for access keys in the files of other tools, in the home and in the folder at hand: what
 * copies files to S3, notebooks, editors, containers, scripts. They are read as text, never run and
 * never edited.
 */
import { isAbsolute, join } from "node:path";
import type { Host } from "../base/host.js";
import { listWithSizes } from "../aws-files/store/read.js";
import { readToolLines } from "../keys/key-lines.js";
import { type SearchedFiles, searchFiles, settingsFolder } from "./text-files.js";

/**
 * In the home folder: s3cmd (https://s3tools.org/kb/item14.htm), s3fs
 * (https://github.com/s3fs-fuse/s3fs-fuse), rclone (https://rclone.org/docs/), the MinIO client,
 * gsutil's old place, Dallinger (https://dallinger.readthedocs.io/en/latest/configuration.html),
 * Jupyter, Streamlit, VS Code.
 */
const IN_HOME = [
  ".s3cfg",
  ".passwd-s3fs",
  ".rclone.conf",
  ".mc/config.json",
  ".mcli/config.json",
  ".dallingerconfig",
  ".jupyter/jupyter_notebook_config.py",
  ".jupyter/jupyter_server_config.py",
  ".jupyter/jupyter_lab_config.py",
  ".ipython/profile_default/ipython_config.py",
  ".streamlit/secrets.toml",
  "Library/Application Support/Code/User/settings.json",
];

/** In the folder for settings. */
const IN_CONFIG = ["rclone/rclone.conf", "dvc/config", "Code/User/settings.json"];

/** Below the folder at hand; what lies in it directly is found by its name. */
const IN_FOLDER = [
  ".vscode/settings.json",
  ".vscode/launch.json",
  ".vscode/tasks.json",
  ".devcontainer/devcontainer.json",
  ".streamlit/secrets.toml",
  ".dvc/config",
  ".dvc/config.local",
  ".ebextensions/environment.config",
  ".Renviron",
  ".Rprofile",
];

/** `.env.local` and its kin, compose files, scripts, notebooks, settings. */
const BY_NAME =
  /^(?:\.env[.-][\w.-]+|[\w-]+\.env|\.flaskenv|Dockerfile|Makefile|Procfile|[^/]+\.(?:py|R|Rmd|qmd|ipynb|jl|js|sh|tfvars|toml|ya?ml|ini|cfg|conf|json))$/i;
const MOST_BY_NAME = 100;
/** Of all files that are found by their names; a file alone is read up to 1 MiB. */
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_OF_ONE = 1024 * 1024;

/** Reads them all, a bounded number of bounded files; links to devices and pipes are no files. */
export async function readToolFiles(host: Host): Promise<SearchedFiles> {
  const named = namedFiles(host);
  return searchFiles([...named, ...(await foundByName(host))], {
    read: readToolLines,
    isTold: (path) => named.includes(path),
    most: MOST_OF_ONE,
  });
}

function namedFiles({ home, env, cwd }: Host): readonly string[] {
  const rclone = env.RCLONE_CONFIG;
  const below = IN_FOLDER.map((name) => join(cwd, name));
  const moved = rclone !== undefined && isAbsolute(rclone) ? [rclone] : [];
  if (home === "") return [...moved, ...below];
  const config = settingsFolder({ home, env });
  return [
    ...moved,
    ...IN_HOME.map((name) => join(home, name)),
    ...IN_CONFIG.map((name) => join(config, name)),
    ...below,
  ];
}

/** The last changed first, until there are enough of them. */
async function foundByName({ home, cwd }: Host): Promise<readonly string[]> {
  const startup = join(home, ".ipython", "profile_default", "startup");
  const listed = [
    ...(await listWithSizes(cwd, BY_NAME, MOST_BY_NAME)),
    ...(home === "" ? [] : await listWithSizes(startup, /\.i?py$/, MOST_BY_NAME)),
  ];
  let total = 0;
  return listed.flatMap(({ path, bytes }) => {
    if (bytes > MOST_OF_ONE || total + bytes > MOST_BYTES) return [];
    total += bytes;
    return [path];
  });
}
