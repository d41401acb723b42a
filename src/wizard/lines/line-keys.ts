/**
 * Gives each key of a view a word that is typed and ended with Enter: letters stay letters, the
 * digits of steps become "s4", for a number alone chooses a row.
 */
import { isAsking, isStoppable } from "../conditions.js";
import { isPlaceKept } from "../place.js";
import { isRechecking } from "../recheck.js";
import type { State } from "../state.js";
import type { Does, View, ViewKey } from "../view.js";

export interface LineKey {
  /** What is typed before Enter; "" is Enter alone. */
  readonly word: string;
  /** How it is told, where the word does not do. */
  readonly shown: string;
  readonly label: string;
  readonly hidden: boolean;
  readonly does: Does;
  readonly typed?: ViewKey["typed"];
  readonly grave: boolean;
}

/** The keys of the view itself. */
export function viewKeys({ keys, field = null }: View): readonly LineKey[] {
  const beside = field?.takesKey?.beside;
  return [...(beside === undefined ? [] : [beside]), ...keys].flatMap((key: ViewKey) => {
    const word = wordOf(key.keys[0] ?? "");
    if (word === null) return [];
    return [
      {
        word,
        shown: key.shown === undefined ? word : stepsShown(key.shown),
        label: key.label,
        hidden: key.hidden === true,
        does: key.does,
        grave: key.grave === true,
        ...(key.typed === undefined ? {} : { typed: key.typed }),
      },
    ];
  });
}

/** "1-5,7" as it is typed: "s1 to s5, s7". */
function stepsShown(shown: string): string {
  return shown
    .split(",")
    .map((part) =>
      part
        .split("-")
        .map((step) => `s${step}`)
        .join(" to "),
    )
    .join(", ");
}

const NAMED: Readonly<Record<string, string>> = { enter: "", tab: "t" };

function wordOf(key: string): string | null {
  if (/^\d$/.test(key)) return `s${key}`;
  if (/^[a-z]$/.test(key)) return key;
  const ctrl = /^ctrl-([a-z])$/.exec(key)?.[1];
  return ctrl ?? NAMED[key] ?? null;
}

/** The keys that work on every screen. */
export function globalKeys(state: State): readonly LineKey[] {
  const first = state.visited.length === 1 && state.overlay === null;
  const key = (word: string, label: string, does: Does, hidden = false): LineKey => ({
    word,
    shown: word,
    label,
    does,
    hidden,
    grave: false,
  });
  const stops = isAsking(state) || isStoppable(state) || isRechecking(state);
  return [
    key("b", stops ? "stop waiting" : "back", { type: "back" }, first),
    ...(state.setting.practice && state.overlay === null
      ? [
          key("break", "something", { type: "overlay", overlay: "break" }),
          key("v", "look at the files", { type: "overlay", overlay: "files" }),
        ]
      : []),
    key("?", "help", { type: "overlay", overlay: "help" }, state.overlay === "help"),
    key("q", isPlaceKept(state) ? "quit, place kept" : "quit", { type: "quit" }),
  ];
}
