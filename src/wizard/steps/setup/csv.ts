/** Asks for the CSV file that AWS's console gave: one that was found, or a path that is typed. */
import { basename } from "node:path";
import type { SeveralKeys, State } from "../../state.js";
import { isNamedByConsole } from "../../../jobs/downloads.js";
import { pathMeant } from "../../../jobs/dropped.js";
import { shortPath } from "../../../jobs/names.js";
import { mayHoldSecret } from "../../../keys/recognise.js";
import { toned } from "../../../terminal/parts/line.js";
import { withTilde } from "../shared/lines.js";
import type { Host } from "../../../base/host.js";
import type { UserEvent } from "../../events.js";
import type { Seen, View, ViewKey } from "../../view.js";
import { IDLE } from "../../slot.js";
import type { Step } from "../../step.js";

declare module "../../step-id.js" {
  interface StepIds {
    readonly csv: true;
  }
}

export const csvStep: Step<"csv"> = {
  id: "csv",
  // Reached from the key screen only.
  applies: () => false,
  isDone: ({ answers }) => answers.keyFile !== null,
  work: [{ job: "readCsv" }, { job: "watchDownloads", on: "always", behind: true }],
  enter: (state) => ({ ...state, csv: IDLE }),
  view: csvView,
};

const NO_PATH = "Type the path of the file, or drop the file onto this window.";
const A_SECRET =
  "That looks like a secret access key, not like a path. Go back and paste it there.";

function csvView(state: State, { host }: Seen): View {
  const several = state.csv.status === "done" ? state.csv.value : null;
  return several === null ? fileView(state, host) : userView(several, host);
}

/** The file holds several keys, and one of them is meant. */
function userView({ path, choices }: SeveralKeys, host: Host): View {
  return {
    title: "Whose key?",
    body: [
      `  ${shortPath(path, host)} holds ${choices.length} keys.`,
      toned("  Each person needs a key of their own; take the one that is yours.", "dim"),
    ],
    choice: {
      find: true,
      rows: choices.map(({ user, accessKeyId, shown }) => ({
        id: accessKeyId,
        label: user ?? shown,
        ...(user === null ? {} : { hint: shown }),
        does: { type: "pickedCsv", path, user: accessKeyId },
      })),
      enterLabel: "use this key",
    },
    keys: [{ keys: ["tab"], label: "another file", priority: 8, does: { type: "choseOtherFile" } }],
    memory: path,
  };
}

function fileView(state: State, host: Host): View {
  const found = [
    ...new Set([
      ...arrivedFiles(state),
      ...foundFiles(state),
      ...state.csvsRead.filter(isNamedByConsole),
    ]),
  ];
  const typing = found.length === 0 || state.onScreen.part === "field";
  const other: ViewKey = {
    keys: ["tab"],
    label: typing ? "files found here" : "type a path",
    priority: 8,
    does: { type: "turnedTo", part: typing ? "list" : "field" },
  };
  return {
    title: "The CSV file with your key",
    body: [
      "  AWS's console names it after the user, such as psiturk_accessKeys.csv.",
      toned("  It is read here and nowhere else; delete it when the key is saved.", "dim"),
    ],
    choice:
      found.length === 0
        ? null
        : {
            find: true,
            rows: found.map((path) => ({
              id: path,
              label: basename(path),
              hint: shortPath(path, host),
              does: { type: "pickedCsv", path },
            })),
            asleep: typing,
            enterLabel: "use this file",
          },
    field: {
      label: "Path of the CSV file:",
      ...(found.length === 0 ? {} : { above: [""] }),
      asleep: !typing,
      problem: state.onScreen.refused ?? unreadable(state, host),
      enterLabel: "read the file",
      completes: { found: state.onScreen.completion },
      does: (text) => pathEntered(text, host),
    },
    keys: found.length === 0 ? [] : [other],
  };
}

function foundFiles({ survey }: State): readonly string[] {
  return survey.status === "done" ? survey.value.csvFiles : [];
}

function arrivedFiles({ arrived }: State): readonly string[] {
  return arrived.status === "running" ? arrived.progress.map(({ path }) => path) : [];
}

function unreadable({ csv }: State, host: Host): string | null {
  if (csv.status !== "failed") return null;
  return [csv.problem.message, ...csv.problem.try]
    .map((text) => withTilde(text.replace(SHELL_ONLY, ""), host))
    .join(" ");
}

function pathEntered(text: string, host: Host): UserEvent {
  if (text === "") return { type: "refused", why: NO_PATH };
  if (mayHoldSecret(text)) return { type: "refused", why: A_SECRET };
  const path = pathMeant(text, host);
  return path.ok
    ? { type: "pickedCsv", path: path.value }
    : { type: "refused", why: [path.problem.message, ...path.problem.try].join(" ") };
}

/** Good advice for `--csv FILE`; in this field a path needs no quotes. */
const SHELL_ONLY = "; a name with spaces needs quotes in the shell";
