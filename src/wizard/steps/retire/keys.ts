/**
 * Shows the keys of this computer: where they stand, what AWS says of each; and asks which one is
 * to go.
 */
import type { Host } from "../../../base/host.js";
import { firstTen, numberWord } from "../../../base/list.js";
import { pathMeant } from "../../../jobs/dropped.js";
import type { Examined, FoundKey } from "../../../jobs/retire/index.js";
import { holderName } from "../../../jobs/names.js";
import { mayHoldSecret } from "../../../keys/recognise.js";
import { maskId } from "../../../keys/types.js";
import { type Line, toned } from "../../../terminal/parts/line.js";
import { lastUseWords } from "../../../words/last-use.js";
import { isRetiring } from "../../conditions.js";
import type { KeysHere } from "../../state-retire.js";
import type { State } from "../../state.js";
import type { Step } from "../../step.js";
import type { Does, Seen, View, ViewChoice, ViewField, ViewKey, ViewRow } from "../../view.js";
import { failedView } from "../shared/failed.js";
import { moreLine, problemsLines, warningLine } from "../shared/lines.js";
import { retirementRail } from "../shared/task-rails.js";
import { placeWords } from "./place-words.js";

declare module "../../step-id.js" {
  interface StepIds {
    readonly "retire-keys": true;
  }
}

export const retireKeysStep: Step<"retire-keys"> = {
  id: "retire-keys",
  applies: isRetiring,
  isDone: ({ retiring }) => retiring !== null,
  work: [{ job: "findKeys", on: "missing", again: true }],
  view: retireKeysView,
};

function retireKeysView(state: State, { host }: Seen): View {
  const { keysHere } = state;
  if (keysHere.status === "failed")
    return failedView("Could not look for keys. Nothing was changed.", keysHere.problem, host);
  return keysHere.status === "done" ? foundView(state, keysHere.value, host) : lookingView(state);
}

function lookingView({ keysHere }: State): View {
  const progress = keysHere.status === "running" ? keysHere.progress : null;
  const asking =
    progress === null || progress.of === 0
      ? "Looking in every place where keys stand ..."
      : `Asking AWS about key ${progress.asked + 1} of ${progress.of} ...`;
  return {
    memory: "looking",
    title: "Looking for keys on this computer",
    tone: "asking",
    body: [
      {
        clock: "keys",
        lines: ({ seconds }) => [`  ${asking}${seconds >= 2 ? ` ${seconds} s` : ""}`],
      },
      toned("  Nothing is changed.", "dim"),
    ],
    keys: [],
  };
}

function foundView(state: State, here: KeysHere, host: Host): View {
  const keys = mostUrgentFirst(here);
  // Where no key was found, another folder is all that can be asked for.
  const typing = (state.onScreen.part ?? (keys.length === 0 ? "field" : "list")) === "field";
  const other: ViewKey = {
    keys: ["tab"],
    label: typing ? "the keys found" : "another folder",
    priority: 8,
    does: { type: "turnedTo", part: typing ? "list" : "field" },
  };
  const again: ViewKey = {
    keys: ["r"],
    label: "look again",
    priority: 5,
    does: [BEGIN_ANEW, { type: "askedAgain" }],
  };
  return {
    memory: "keys",
    title:
      keys.length === 0
        ? "No keys were found on this computer."
        : "Keys found. Which one do you no longer need?",
    body: [
      retirementRail(state),
      "",
      ...firstTen(keys).shown.flatMap(({ key, examined }) => keyLines(key, examined, state, host)),
      ...moreLine(restOf(firstTen(keys).more), "  "),
      "",
      ...problemsLines(firstTen(here.unreadable).shown, { host }),
      ...moreLine(firstTen(here.unreadable).more, "  "),
      "",
      warningLine("Used by other programs or computers too? Those stop when it is off."),
    ],
    ...(typing ? { field: folderField(state, host) } : { choice: keyChoice(keys, state) }),
    keys: [...(keys.length === 0 ? [] : [other]), again],
  };
}

/** What is found next is shown as at first: its list, or the field where nothing was found. */
const BEGIN_ANEW = { type: "turnedTo", part: null } as const;

/** A key, and what AWS says of it; null where it was not asked. */
interface KnownKey {
  readonly key: FoundKey;
  readonly examined: Examined | null;
}

function mostUrgentFirst({ keys, examined }: KeysHere): readonly KnownKey[] {
  return keys
    .map((key): KnownKey => ({
      key,
      examined: examined.find(({ accessKeyId }) => accessKeyId === key.accessKeyId) ?? null,
    }))
    .sort((one, other) => urgency(other) - urgency(one));
}

/** What was gone through already is not what was come for; all of the others can be. */
function keyChoice(keys: readonly KnownKey[], { retired }: State): ViewChoice {
  const gone = retired.map(({ found }) => found.accessKeyId);
  const left = keys.map(({ key }) => key.accessKeyId).filter((id) => !gone.includes(id));
  const all: ViewRow = {
    id: "all",
    label: `${allWords(left.length, gone.length > 0)}, one after the other`,
    does: { type: "pickedAll", ids: left },
  };
  const rows = keys.map(({ key, examined }): ViewRow => ({
    id: key.accessKeyId,
    label: `${maskId(key.accessKeyId)}  ${stateWords(examined, key)}`,
    does: { type: "pickedKey", accessKeyId: key.accessKeyId },
  }));
  const [next] = left;
  return {
    find: true,
    enterLabel: left.length > 1 ? "choose" : "this one",
    rows: left.length > 1 ? [all, ...rows] : rows,
    ...(left.length > 1 || next === undefined ? {} : { initial: next }),
  };
}

/** "All three"; `others`: some were gone through before. */
function allWords(count: number, others: boolean): string {
  const number = numberWord(count);
  if (others) return `The other ${number}`;
  return count === 2 ? "Both" : `All ${number}`;
}

function folderField({ onScreen }: State, host: Host): ViewField {
  return {
    label: "Look in another folder for AWS's CSV files:",
    problem: onScreen.refused,
    enterLabel: "look there",
    completes: { found: onScreen.completion },
    does: (text) => lookIn(text, host),
  };
}

const NO_PATH = "Type the path of a folder, or drop one onto this window.";

function lookIn(text: string, host: Host): Does {
  if (text === "" || mayHoldSecret(text)) return { type: "refused", why: NO_PATH };
  const path = pathMeant(text, host);
  return path.ok
    ? [BEGIN_ANEW, { type: "lookedInFolder", path: path.value }]
    : { type: "refused", why: [path.problem.message, ...path.problem.try].join(" ") };
}

/** Only where they stand is left out: what one chooses from is never cut. */
function restOf(more: string | null): string | null {
  return more === null ? null : `${more}, in the list below`;
}

/** Root keys first, then keys that are on. */
function urgency({ key, examined }: KnownKey): number {
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
  const published = key.published
    ? [warningLine("config.txt is often in git: count this key as published.")]
    : [];
  const [place, ...others] = key.places;
  // Most keys stand in one place: with one line for each, several fit beside their choice.
  if (place !== undefined && others.length === 0)
    return [
      {
        spans: [
          { text: `  ${maskId(key.accessKeyId)}  `, tone: "strong" },
          { text: `${placeWords(place, host)}${use === null ? "" : `, ${use}`}` },
        ],
        hang: 4,
      },
      ...published,
    ];
  return [
    toned(`  ${maskId(key.accessKeyId)}${use === null ? "" : `  ${use}`}`, "strong"),
    ...firstTen(key.places).shown.map((place): Line => `    ${placeWords(place, host)}`),
    ...moreLine(firstTen(key.places).more, "    "),
    ...published,
  ];
}
