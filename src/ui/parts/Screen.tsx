/**
 * Every screen: verdict, text, controls, footer. It wires the keys that the footer prints and draws exactly the rows that
 * fit, so that no screen can offer a key that does nothing or grow taller than the terminal.
 */
import { type ReactElement, type ReactNode, createContext, useContext, useState } from "react";
import { type Key, keyName } from "../tty/keys.js";
import { isTooSmall } from "../tty/size.js";
import { useKeys, useMuted, useTerminal } from "../tty/Terminal.js";
import { type KeyBinding, printable, useKeyTable } from "../tty/table.js";
import type { Line } from "./line.js";
import { type ScreenContent, layOut } from "./layout.js";
import type { Part } from "./part.js";
import { Rows } from "./Rows.js";

const GlobalKeysContext = createContext<readonly KeyBinding[]>([]);

/** Keys that work on every screen below it and come last in each footer: Esc back, ? help, q quit, Ctrl+C. */
export function GlobalKeys({ bindings, children }: { readonly bindings: readonly KeyBinding[]; readonly children: ReactNode }): ReactElement {
  useKeyTable(bindings, "global");
  return <GlobalKeysContext.Provider value={bindings}>{children}</GlobalKeysContext.Provider>;
}

export interface ScreenProps {
  /** The verdict, in one line. */
  readonly title: string;
  readonly tag?: string | undefined;
  readonly shortTag?: string | undefined;
  /** Said even in a window that is too small for anything else. */
  readonly alert?: string | undefined;
  readonly body?: readonly Line[];
  /** Fields and choices, in the order in which they stand. At most one of them active. */
  readonly parts?: readonly Part[];
  /** The screen's own keys, after those of its parts and before the global ones. */
  readonly keys?: readonly KeyBinding[];
}

export function Screen({ title, tag, shortTag, alert, body = [], parts = [], keys = [] }: ScreenProps): ReactElement | null {
  const muted = useMuted();
  const { size, look } = useTerminal();
  const globals = useContext(GlobalKeysContext);
  const [reading, setReading] = useState({ title, page: 0 });
  const page = reading.title === title ? reading.page : 0;

  const takesText = parts.some((part) => part.takesText);
  const own = [...parts.flatMap((part) => part.keys), ...keys];
  const content = (shown: readonly KeyBinding[]): ScreenContent => ({
    title, tag, shortTag, alert, body, ...controlsOf(parts), field: takesText, keys: printable([...shown, ...globals], takesText),
  });
  const fits = layOut(content(own), size, look, page).pages === 1;
  // The keys of the pager stand in the footer too, so the pages are counted with them in it.
  const paging = (turn: (by: number) => void): readonly KeyBinding[] => (fits ? own : [...own, ...pagerKeys(turn)]);
  const layout = layOut(content(paging(() => undefined)), size, look, page);
  // What cannot be seen cannot be meant: only leaving is left.
  useKeys((key) => !leaves(key, takesText), "overlay", isTooSmall(size));
  useKeyTable(paging((by) => setReading({ title, page: (page + by + layout.pages) % layout.pages })), "screen");
  return muted ? null : <Rows rows={layout.rows} />;
}

function leaves(key: Key, takesText: boolean): boolean {
  return keyName(key) === "ctrl-c" || (!takesText && keyName(key).toLowerCase() === "q");
}

/** After the last page comes the first: PgUp is missing on some keyboards. */
function pagerKeys(turn: (by: number) => void): readonly KeyBinding[] {
  return [
    { keys: ["pagedown", "space"], label: "more", priority: 8, run: () => turn(1) },
    { keys: ["pageup"], label: "page up", hidden: true, run: () => turn(-1) },
  ];
}

/** The lines of all parts, and the one that must stay in view: that of the part which has the keys, else the first. */
function controlsOf(parts: readonly Part[]): { readonly controls: readonly Line[]; readonly focus: number } {
  const index = Math.max(0, parts.findIndex((part) => part.keys.length > 0));
  const before = parts.slice(0, index).flatMap((part) => part.lines).length;
  return { controls: parts.flatMap((part) => part.lines), focus: before + (parts[index]?.focus ?? 0) };
}
