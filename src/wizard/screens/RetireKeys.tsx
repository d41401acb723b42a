/** The keys of this computer: where they stand, what AWS says of each, and which one is to go. */
import type { ReactElement } from "react";
import { firstTen } from "../../base/list.js";
import { pathMeant } from "../../jobs/dropped.js";
import type { Host } from "../../base/host.js";
import type { State } from "../state.js";
import type { KeysHere } from "../state-retire.js";
import type { Examined, FoundKey, KeyPlace } from "../../jobs/retire/index.js";
import { placeText } from "../../jobs/shared/users.js";
import { holderName } from "../../jobs/names.js";
import { mayHoldSecret } from "../../keys/recognise.js";
import { maskId } from "../../keys/types.js";
import { useWizard } from "../context.js";
import { type ChoiceItem, useChoice } from "../../terminal/parts/choice.js";
import { useTextField } from "../../terminal/parts/fields.js";
import { type Line, toned } from "../../terminal/parts/line.js";
import { useElapsed } from "../../terminal/parts/status.js";
import { useLocalStore } from "../../terminal/store.js";
import type { KeyBinding } from "../../terminal/table.js";
import { lastUseWords } from "../../words/last-use.js";
import { moreLine, problemLines, problemsLines, warningLine } from "./lines.js";
import { WizardScreen } from "./WizardScreen.js";
import { KIND_OF_PLACE } from "../../words/places.js";

export function RetireKeysScreen(): ReactElement {
  const { state } = useWizard();
  const { keysHere } = state;
  if (keysHere.status === "failed") return <Failed problem={keysHere.problem} />;
  return keysHere.status === "done" ? <Keys here={keysHere.value} /> : <Looking />;
}

function Looking(): ReactElement {
  const { state } = useWizard();
  const elapsed = useElapsed(true, "keys");
  const progress = state.keysHere.status === "running" ? state.keysHere.progress : null;
  const asking =
    progress === null || progress.of === 0
      ? "Looking in every place where keys stand ..."
      : `Asking AWS about key ${progress.asked + 1} of ${progress.of} ...`;
  return (
    <WizardScreen
      title="Looking for keys on this computer"
      body={[
        `  ${asking}${elapsed.seconds >= 2 ? ` ${elapsed.seconds} s` : ""}`,
        toned("  Nothing is changed.", "dim"),
      ]}
    />
  );
}

function Failed({
  problem,
}: {
  readonly problem: Parameters<typeof problemLines>[0];
}): ReactElement {
  const { send, host } = useWizard();
  const again: KeyBinding = {
    keys: ["enter", "r"],
    label: "look again",
    priority: 9,
    run: () => send({ type: "askedAgain" }),
  };
  return (
    <WizardScreen
      title="Could not look for keys. Nothing was changed."
      body={problemLines(problem, { host })}
      keys={[again]}
    />
  );
}

const NO_PATH = "Type the path of a folder, or drop one onto this window.";

function Keys({ here }: { readonly here: KeysHere }): ReactElement {
  const { state, send, host } = useWizard();
  const [typing, setTyping] = useLocalStore<boolean, boolean>(
    (_old, on) => on,
    () => here.keys.length === 0,
  );
  const [wrong, setWrong] = useLocalStore<string | undefined, string | undefined>(
    (_old, text) => text,
    () => undefined,
  );
  const examinedOf = (key: FoundKey): Examined | null =>
    here.examined.find(({ accessKeyId }) => accessKeyId === key.accessKeyId) ?? null;
  const keys = [...here.keys].sort(
    (one, other) => urgency(other, examinedOf(other)) - urgency(one, examinedOf(one)),
  );
  const choice = useChoice({
    find: true,
    items: keys.map((key): ChoiceItem => ({
      id: key.accessKeyId,
      label: `${maskId(key.accessKeyId)}  ${stateWords(examinedOf(key), key)}`,
    })),
    active: !typing,
    enterLabel: "this one",
    onChoose: (accessKeyId) => send({ type: "pickedKey", accessKeyId }),
  });
  const field = useTextField({
    label: "Look in another folder for AWS's CSV files:",
    active: typing,
    problem: wrong,
    enterLabel: "look there",
    onEdit: () => void setWrong(undefined),
    onSubmit: (text) => {
      if (text === "" || mayHoldSecret(text)) void setWrong(NO_PATH);
      else {
        const path = pathMeant(text, host);
        if (path.ok) send({ type: "lookedInFolder", path: path.value });
        else void setWrong([path.problem.message, ...path.problem.try].join(" "));
      }
    },
  });
  const other: KeyBinding = {
    keys: ["tab"],
    label: typing ? "the keys found" : "another folder",
    priority: 8,
    run: () => void setTyping(!typing),
  };
  const again: KeyBinding = {
    keys: ["r"],
    label: "look again",
    priority: 5,
    run: () => send({ type: "askedAgain" }),
  };
  return (
    <WizardScreen
      title={
        keys.length === 0
          ? "No keys were found on this computer."
          : "Keys found. Which one do you no longer need?"
      }
      body={[
        ...firstTen(keys).shown.flatMap((key) => keyLines(key, examinedOf(key), state, host)),
        ...moreLine(restOf(firstTen(keys).more), "  "),
        ...problemsLines(firstTen(here.unreadable).shown, { host }),
        ...moreLine(firstTen(here.unreadable).more, "  "),
        toned("  Used by other programs or computers too? Those stop when it is off.", "dim"),
      ]}
      parts={typing ? [field] : [choice]}
      keys={[...(keys.length === 0 ? [] : [other]), again]}
    />
  );
}

/** Only where they stand is left out: what one chooses from is never cut. */
function restOf(more: string | null): string | null {
  return more === null ? null : `${more}, in the list below`;
}

/** Root keys first, then keys that are on. */
function urgency(key: FoundKey, examined: Examined | null): number {
  if (examined?.isRoot === true || (key.rootByName && examined?.state !== "refused")) return 3;
  return examined?.state === "active" ? 2 : examined?.state === "refused" ? 0 : 1;
}

function stateWords(examined: Examined | null, { rootByName }: FoundKey): string {
  if (examined?.isRoot === true) return "ROOT key, do this first";
  const root = rootByName ? "ROOT key by its name; " : "";
  switch (examined?.state ?? "not-asked") {
    case "active":
      return `active, ${holderName(examined?.holder?.arn ?? "")}`;
    case "refused":
      return `${root}AWS refuses it`;
    case "active-secret-wrong":
      return `${root}STILL ACTIVE, only the secret here is wrong`;
    case "unclear":
      return `${root}AWS gave no answer`;
    case "not-asked":
      return `${root}no secret here to ask AWS with`;
  }
}

function keyLines(
  key: FoundKey,
  examined: Examined | null,
  { setting }: State,
  host: Host,
): readonly Line[] {
  const use = lastUseWords(examined?.lastUse ?? null, setting.startedAt);
  return [
    toned(`  ${maskId(key.accessKeyId)}${use === null ? "" : `  ${use}`}`, "strong"),
    ...firstTen(key.places).shown.map((place): Line => `    ${placeWords(place, host)}`),
    ...moreLine(firstTen(key.places).more, "    "),
    ...(key.published
      ? [warningLine("config.txt is often in git: count this key as published.")]
      : []),
  ];
}

/** A place in one line: a path with `~` and its profile or line, or the variables. */
export function placeWords(place: KeyPlace, host: Host): string {
  const copy =
    place.name === "backup"
      ? `  ${KIND_OF_PLACE.backup}`
      : place.name === "pending"
        ? `  ${KIND_OF_PLACE.pending}`
        : "";
  return `${placeText(place, host)}${copy}${place.removal === "plan" ? "" : "  (to be removed by hand)"}`;
}
