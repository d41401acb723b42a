/** Turns the pages of a text by keys, and says what the others do where it stands alone. */
import type { KeyBinding } from "../table.js";

/** Turns pages. */
export interface PageTurn {
  readonly by: (pages: number) => void;
  readonly toStart: () => void;
  readonly toEnd: () => void;
}

const nothing = (): void => undefined;
/** For keys that are only measured or printed. */
export const NOWHERE: PageTurn = { by: nothing, toStart: nothing, toEnd: nothing };

/** After the last page comes the first: PgUp is missing on some keyboards. */
export function pagerKeys({ by }: PageTurn, key: string): readonly KeyBinding[] {
  const names = ["pagedown", "space"];
  return [
    {
      keys: key === "Space" ? names.toReversed() : names,
      label: "more",
      // The row under the text names it, too.
      priority: 1,
      run: () => by(1),
    },
    { keys: ["pageup"], label: "page up", hidden: true, run: () => by(-1) },
  ];
}

/**
 * The keys of a page that shows the text only. Enter reads on, arrows turn pages; the key of a row
 * that is not in view leads to it.
 */
export function readingKeys(
  own: readonly KeyBinding[],
  turn: PageTurn,
  key: string,
): readonly KeyBinding[] {
  const others = own.filter(({ keys }) => !keys.includes("enter"));
  return [
    ...own.filter(({ keys }) => keys.includes("enter")).map((enter) => onwards(enter, turn)),
    ...pagerKeys(turn, key).map((each) => ({ ...each, hidden: true })),
    { keys: ["down", "j"], label: "read on", hidden: true, run: () => turn.by(1) },
    { keys: ["up", "k"], label: "read back", hidden: true, run: () => turn.by(-1) },
    { keys: ["home"], label: "first page", hidden: true, run: turn.toStart },
    { keys: ["end"], label: "last page", hidden: true, run: turn.toEnd },
    ...others.map((each) => (each.hidden === true ? leadingThere(each, turn) : each)),
  ];
}

function onwards({ keys, priority = 0, grave = false }: KeyBinding, turn: PageTurn): KeyBinding {
  return { keys, label: "read on", priority, grave, run: () => turn.by(1) };
}

function leadingThere(key: KeyBinding, turn: PageTurn): KeyBinding {
  const show = (): void => {
    key.aim?.();
    turn.toEnd();
  };
  return { ...key, run: show, aim: show };
}

/** Where pages were turned, the keys that choose are taken as those with consequences are. */
export function asGrave(key: KeyBinding): KeyBinding {
  return key.keys.includes("enter") || key.aim !== undefined ? { ...key, grave: true } : key;
}
