/**
 * Looks for access keys in the files of other tools, in the home and in the folder at hand: what
 * copies files to S3, notebooks, editors, containers, services, scripts. They are read as text,
 * never run and never edited.
 */
import { basename, isAbsolute, join, relative } from "node:path";
import type { Host } from "../base/host.js";
import { listWithSizes, readSmallFile, type ListedFile } from "../aws-files/store/read.js";
import { foldersIn, listTree } from "../aws-files/store/tree.js";
import { readToolLines } from "../keys/key-lines.js";
import { type SearchedFiles, searchFiles, settingsFolder } from "./text-files.js";

/**
 * In the home folder: s3cmd (https://s3tools.org/kb/item14.htm), s3fs
 * (https://github.com/s3fs-fuse/s3fs-fuse), rclone (https://rclone.org/docs/), the MinIO client,
 * gsutil's old place, Dallinger (https://dallinger.readthedocs.io/en/latest/configuration.html),
 * Jupyter, Streamlit, VS Code, Emacs, sshd's `PermitUserEnvironment`. Dot files are found by their
 * names.
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
  ".vscode-server/data/Machine/settings.json",
  ".emacs.d/init.el",
  ".ssh/environment",
  "Library/Application Support/Code/User/settings.json",
];

/** Folders in the home folder: settings of tools, scripts, launchd's jobs. */
const FOLDERS_IN_HOME = [
  ".aws",
  ".zsh",
  ".mturk",
  ".virtualenvs",
  "bin",
  ".local/bin",
  "Library/LaunchAgents",
];

/** In the folder for settings. */
const IN_CONFIG = ["rclone/rclone.conf", "dvc/config", "Code/User/settings.json"];

/** Below the folder at hand; what lies in it directly is found by its name. */
const IN_FOLDER = [
  ".devcontainer/devcontainer.json",
  ".streamlit/secrets.toml",
  ".dvc/config",
  ".dvc/config.local",
  ".ebextensions/environment.config",
  ".Renviron",
  ".Rprofile",
  ".git/config",
  "venv/bin/activate",
  ".venv/bin/activate",
  "env/bin/activate",
];

/** Below the folder at hand, each with the files of it that count: editors, workflows. */
const FOLDERS_BELOW: readonly (readonly [string, RegExp])[] = [
  [".vscode", /\.(?:json|env)$/],
  [".idea", /\.(?:xml|env)$/],
  [".idea/runConfigurations", /\.xml$/],
  [".run", /\.xml$/],
  [".github/workflows", /\.ya?ml$/],
];

/** Everything but what no person writes, and what this program keeps. */
const TEXTS =
  /^(?!.*(?:mturk-setup|\.(?:png|jpe?g|gif|webp|ico|svg|pdf|docx?|xlsx?|pptx?|odt|ods|zip|t?gz|bz2|xz|7z|jar|whl|mp[34]|mov|wav|webm|woff2?|ttf|otf|eot|db|sqlite3?|pyc|so|o|a|exe|dll|rds|rdata|sav|pkl|npy|h5|min\.js|map)$)).*$/i;
const DOT_FILES = /^\.[\w.+-]+~?$/;
const SKIPPED =
  /^(?:\..*|node_modules|bower_components|site-packages|__pycache__|venv|env|renv|packrat)$/;
/** In the home folder, beside those: what no person wrote a study in. */
const SKIPPED_AT_HOME =
  /^(?:\..*|node_modules|site-packages|__pycache__|venv|env|renv|snap|go|Library|Applications|Music|Movies|Pictures|Photos|Videos|Public|Templates|(?:mini|ana)conda\d*|mini(?:forge|mamba)\d*|mambaforge|micromamba|.*cache.*)$/i;
/** In the folder for settings: what browsers and the like keep by the thousand. */
const SKIPPED_SETTINGS =
  /^(?:google-chrome.*|chromium.*|brave.*|microsoft-edge.*|mozilla|firefox|vivaldi|opera|slack|discord|cursor|code|libreoffice|pulse|.*cache.*|logs?|.*storage.*)$/i;
/**
 * Kept, and read by no program: copies of editors and people, histories, notes. A list of
 * variables may have any ending.
 */
const COPY =
  /(?:~|\.(?:bak|backup|old|orig|save|sw[op]|rej|log|md|rst|rtf|csv|tsv|html?)[.\d-]*|history)$|^\.(?:viminfo|lesshst)$/i;
/** A second AWS file that only lies beside the right one. */
const SECOND_AWS_FILE = /^\.?(?:credentials?|config)\b/i;
const MOST_BY_NAME = 300;
const MOST_IN_FOLDER = 100;
const MOST_DOWN = 3;
/** Below the home folder: `~/studies/one/.env`. */
const MOST_DOWN_AT_HOME = 2;
/** Of all files that are found by their names; a file alone is read up to 1 MiB. */
const MOST_BYTES = 8 * 1024 * 1024;
const MOST_OF_ONE = 1024 * 1024;

/** Reads them all, a bounded number of bounded files; links to devices and pipes are no files. */
export async function readToolFiles(host: Host): Promise<SearchedFiles> {
  const named = namedFiles(host);
  const isNamed = new Set(named);
  return searchFiles([...named, ...(await foundByName(host))], {
    read: readToolLines,
    isTold: (path) => isNamed.has(path),
    most: MOST_OF_ONE,
  });
}

/** Whether a file of that name is only kept: what stands in it is found, and no program stops. */
export function isMereCopy(path: string, { home }: Pick<Host, "home">): boolean {
  const name = basename(path);
  const note = /\.txt$/i.test(name) && !/env/i.test(name);
  return (
    note || COPY.test(name) || (path === join(home, ".aws", name) && SECOND_AWS_FILE.test(name))
  );
}

function namedFiles({ home, env, cwd }: Host): readonly string[] {
  const moved = [
    env.RCLONE_CONFIG,
    env.VIRTUAL_ENV && join(env.VIRTUAL_ENV, "bin", "activate"),
  ].filter((path) => path !== undefined && isAbsolute(path)) as readonly string[];
  const below = IN_FOLDER.map((name) => join(cwd, name));
  if (home === "") return [...moved, ...below];
  const config = settingsFolder({ home, env });
  return [
    ...moved,
    ...IN_HOME.map((name) => join(home, name)),
    ...IN_CONFIG.map((name) => join(config, name)),
    ...below,
  ];
}

/** The upper and the last changed first, until there are enough of them. */
async function foundByName({ home, cwd, env }: Host): Promise<readonly string[]> {
  const tree = { match: TEXTS, most: MOST_BY_NAME };
  const listed = [
    ...(
      await Promise.all(
        FOLDERS_BELOW.map(([folder, match]) =>
          listWithSizes(join(cwd, folder), match, MOST_IN_FOLDER),
        ),
      )
    ).flat(),
    ...(home === "" ? [] : await inHome({ home, env })),
  ];
  // What is read first counts first: the files at hand, but not all of a home before its settings.
  const below = await listTree(cwd, { ...tree, ...boundsOf(cwd, home) });
  const ordered = cwd === home ? [...listed, ...below] : [...below, ...listed];
  let total = 0;
  return [...new Map(ordered.map((file) => [file.path, file] as const)).values()].flatMap(
    ({ path, bytes }) => {
      if (bytes > MOST_OF_ONE || total + bytes > MOST_BYTES) return [];
      total += bytes;
      return [path];
    },
  );
}

/** How far a folder is looked through: a home is no study, and what is above it is nobody's. */
function boundsOf(cwd: string, home: string): { readonly skip: RegExp; readonly depth: number } {
  if (home !== "" && cwd === home) return { skip: SKIPPED_AT_HOME, depth: MOST_DOWN_AT_HOME };
  const holdsHome = home !== "" && !relative(cwd, home).startsWith("..");
  return { skip: SKIPPED, depth: holdsHome ? 0 : MOST_DOWN };
}

async function inHome({ home, env }: Pick<Host, "home" | "env">): Promise<readonly ListedFile[]> {
  const settings = new Set([settingsFolder({ home, env }), join(home, ".config")]);
  const folders = FOLDERS_IN_HOME.map((name) => join(home, name));
  const startup = join(home, ".ipython", "profile_default", "startup");
  const tree = { match: TEXTS, skip: SKIPPED_SETTINGS, depth: MOST_DOWN, most: MOST_BY_NAME };
  return [
    ...(await listWithSizes(home, DOT_FILES, MOST_BY_NAME)).filter(({ path }) =>
      TEXTS.test(basename(path)),
    ),
    ...(await listWithSizes(startup, /\.i?py$/, MOST_BY_NAME)),
    ...(
      await Promise.all(folders.map((each) => listWithSizes(each, TEXTS, MOST_IN_FOLDER)))
    ).flat(),
    ...(await condaFiles({ home, env })),
    ...(await Promise.all([...settings].map((each) => listTree(each, tree)))).flat(),
  ];
}

/** Where conda's installers put it, and its environments below. */
const CONDA_HOMES = [
  "miniconda3",
  "anaconda3",
  "miniforge3",
  "mambaforge",
  "micromamba",
  ".conda",
  "opt/miniconda3",
  "opt/anaconda3",
];
const MOST_ENVIRONMENTS = 60;

/**
 * What conda sets when an environment is activated: scripts, and the variables of
 * `conda env config vars set`
 * (https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html).
 * `~/.conda/environments.txt` names environments elsewhere.
 */
async function condaFiles({
  home,
  env,
}: Pick<Host, "home" | "env">): Promise<readonly ListedFile[]> {
  const roots = CONDA_HOMES.map((name) => join(home, name));
  const named = await readSmallFile(join(home, ".conda", "environments.txt"));
  const elsewhere = named.ok ? new TextDecoder().decode(named.value).split("\n") : [];
  const environments = new Set([
    ...(env.CONDA_PREFIX === undefined ? [] : [env.CONDA_PREFIX]),
    ...elsewhere.map((line) => line.trim()),
    ...roots.flatMap((root) => [root, ...foldersIn(join(root, "envs"), /^\./)]),
  ]);
  const prefixes = [...environments].filter(isAbsolute).slice(0, MOST_ENVIRONMENTS);
  const found = await Promise.all(
    prefixes.flatMap((prefix) => [
      listWithSizes(join(prefix, "etc", "conda", "activate.d"), TEXTS, MOST_IN_FOLDER),
      listWithSizes(join(prefix, "conda-meta"), /^state$/, 1),
    ]),
  );
  return found.flat();
}
