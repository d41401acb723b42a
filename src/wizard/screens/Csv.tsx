/** The CSV file that AWS's console gave: one that was found, or a path that is typed. */
import { basename } from "node:path";
import type { ReactElement } from "react";
import type { SeveralKeys } from "../state.js";
import { pathMeant } from "../../jobs/dropped.js";
import { shortPath } from "../../jobs/names.js";
import { mayHoldSecret } from "../../keys/recognise.js";
import { useWizard } from "../context.js";
import { type ChoiceItem, useChoice } from "../../terminal/parts/choice.js";
import { useTextField } from "../../terminal/parts/fields.js";
import { toned } from "../../terminal/parts/line.js";
import { useLocalStore } from "../../terminal/store.js";
import type { KeyBinding } from "../../terminal/table.js";
import { withTilde } from "./lines.js";
import { WizardScreen } from "./WizardScreen.js";

const NO_PATH = "Type the path of the file, or drop the file onto this window.";
const A_SECRET =
  "That looks like a secret access key, not like a path. Go back (Esc) and paste it there.";

export function CsvScreen(): ReactElement {
  const { state } = useWizard();
  const several = state.csv.status === "done" ? state.csv.value : null;
  return several === null ? (
    <FileScreen />
  ) : (
    <UserScreen path={several.path} choices={several.choices} />
  );
}

/** The file holds several keys, and one of them is meant. */
function UserScreen({ path, choices }: SeveralKeys): ReactElement {
  const { send, host } = useWizard();
  const choice = useChoice({
    find: true,
    items: choices.map(({ user, accessKeyId, shown }): ChoiceItem => ({
      id: accessKeyId,
      label: user ?? shown,
      ...(user === null ? {} : { hint: shown }),
    })),
    enterLabel: "use this key",
    onChoose: (accessKeyId) => send({ type: "pickedCsv", path, user: accessKeyId }),
  });
  const other: KeyBinding = {
    keys: ["tab"],
    label: "another file",
    priority: 8,
    run: () => send({ type: "choseOtherFile" }),
  };
  return (
    <WizardScreen
      title="Whose key?"
      body={[
        `  ${shortPath(path, host)} holds ${choices.length} keys.`,
        toned("  Each person needs a key of their own; take the one that is yours.", "dim"),
      ]}
      parts={[choice]}
      keys={[other]}
    />
  );
}

function FileScreen(): ReactElement {
  const { state, send, host } = useWizard();
  const found = state.survey.status === "done" ? state.survey.value.csvFiles : [];
  const [asked, setAsked] = useLocalStore<string | undefined, string | undefined>(
    (_old, text) => text,
    () => undefined,
  );
  const [typing, setTyping] = useLocalStore<boolean, boolean>(
    (_old, on) => on,
    () => found.length === 0,
  );
  const choice = useChoice({
    find: true,
    items: found.map((path): ChoiceItem => ({
      id: path,
      label: basename(path),
      hint: shortPath(path, host),
    })),
    active: !typing,
    enterLabel: "use this file",
    onChoose: (path) => send({ type: "pickedCsv", path }),
  });
  const field = useTextField({
    label: "Path of the CSV file:",
    active: typing,
    problem:
      asked ??
      (state.csv.status === "failed"
        ? [state.csv.problem.message, ...state.csv.problem.try]
            .map((text) => withTilde(text.replace(SHELL_ONLY, ""), host))
            .join(" ")
        : undefined),
    onEdit: () => void setAsked(undefined),
    enterLabel: "read the file",
    onSubmit: (text) => {
      const wrong = text === "" ? NO_PATH : mayHoldSecret(text) ? A_SECRET : undefined;
      const path = wrong === undefined ? pathMeant(text, host) : null;
      setAsked(path?.ok === false ? [path.problem.message, ...path.problem.try].join(" ") : wrong);
      if (path?.ok === true) send({ type: "pickedCsv", path: path.value });
    },
  });
  const other: KeyBinding = {
    keys: ["tab"],
    label: typing ? "files found here" : "type a path",
    priority: 8,
    run: () => void setTyping(!typing),
  };
  return (
    <WizardScreen
      title="The CSV file with your key"
      body={[
        "  AWS's console names it after the user, such as psiturk_accessKeys.csv.",
        toned("  It is read here and nowhere else; delete it when the key is saved.", "dim"),
      ]}
      parts={found.length === 0 ? [field] : [choice, field]}
      keys={found.length === 0 ? [] : [other]}
    />
  );
}

/** Good advice for `--csv FILE`; in this field a path needs no quotes. */
const SHELL_ONLY = "; a name with spaces needs quotes in the shell";
