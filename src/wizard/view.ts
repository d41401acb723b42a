/**
 * Describes a screen as data: what it says, the one thing that it asks, and its keys. A step's view
 * is a pure function to this; painters draw it, as frames (frames/ViewScreen.tsx) or as lines
 * (view-lines.ts), so that no text exists twice.
 */
import type { Host } from "../base/host.js";
import type { Completion } from "../jobs/complete-path.js";
import type { TextStyle, TitleTone } from "../terminal/glyphs.js";
import type { ChoiceItem } from "../terminal/parts/choice.js";
import type { Line } from "../terminal/parts/line.js";
import type { Rail } from "../terminal/parts/rail.js";
import type { Elapsed } from "../terminal/parts/status.js";
import type { Table } from "../terminal/parts/check-table.js";
import type { TypedConfirmation } from "../terminal/parts/typed.js";
import type { KeyBinding } from "../terminal/table.js";
import type { UserEvent } from "./events.js";
import type { State } from "./state.js";

/** Lines that say for how long something has been going on. */
export interface TimedLines {
  /** Names what goes on; another name starts at zero. */
  readonly clock: string;
  readonly lines: (elapsed: Elapsed) => readonly Still[];
}

/**
 * What does not change by itself: a line, what was asked and answered, as a table, or how far one
 * has come.
 */
export type Still = Line | Table | Rail;

export type Block = Still | TimedLines;

export function isTimed(block: Block): block is TimedLines {
  return typeof block !== "string" && "clock" in block;
}

/** What happens: one thing, or several in turn. */
export type Does = UserEvent | readonly UserEvent[];

/** A key, and what happens when it is pressed. */
export interface ViewKey extends Omit<KeyBinding, "run" | "aim"> {
  readonly does: Does;
  /** Cannot be undone: this has to be typed first. */
  readonly typed?: TypedConfirmation;
}

/** A row of a choice, and what happens when it is chosen. */
export interface ViewRow extends ChoiceItem {
  readonly does: Does;
}

export interface ViewChoice {
  readonly rows: readonly ViewRow[];
  /** Id of the row that is highlighted first; else the first that can be chosen. */
  readonly initial?: string;
  readonly enterLabel?: string;
  /** The rows are names of the person's own: in a long list, typing finds one. */
  readonly find?: boolean;
  /** Default true; off where digits mean something else. */
  readonly numbered?: boolean;
  /** What the rows answer, where it changes while the list stays. */
  readonly question?: string;
  /** The question in words, right above the rows: in view as long as they are. */
  readonly asks?: string;
  /** It is shown, and the field beside it has the keys. */
  readonly asleep?: boolean;
}

/** Something that is typed or pasted. */
export interface ViewField {
  readonly label: string;
  readonly initial?: string;
  /** What is wrong with what was entered. */
  readonly problem?: string | null;
  readonly enterLabel: string;
  /** Whether the text may be on the screen; default: unless it may be a secret. */
  readonly mayShow?: (text: string) => boolean;
  /** It takes a path, which Tab completes; what was found last. */
  readonly completes?: { readonly found: Completion | null };
  /** It takes a key, which is often pasted with its name, quotes or `export` around it. */
  readonly takesKey?: KeyField;
  /** It is shown, and the list beside it has the keys. */
  readonly asleep?: boolean;
  /** What was answered before, above the label. */
  readonly above?: readonly Line[];
  readonly below?: readonly Line[];
  /** What happens with what was entered; `kept`: see `KeyField`. */
  readonly does: (text: string, kept: string) => Does;
}

/** What a field does for keys, which come in pieces and in several lines. */
export interface KeyField {
  /** Below the field while nothing that was pasted waits in it: what an empty Enter takes. */
  readonly offer: readonly Line[];
  /**
   * What is kept (and never drawn) for what is entered next: a text that announces more, such as a
   * CSV's header, behind what was kept before. `said` tells that.
   */
  readonly keeps: (text: string, kept: string) => string;
  readonly said: string | null;
  /** A key of the empty field; behind a text it does what Enter does, and says so. */
  readonly beside: Omit<ViewKey, "typed">;
}

export interface View {
  readonly title: string;
  /** How it stands; absent while the person works. */
  readonly tone?: TitleTone | null;
  readonly body: readonly Block[];
  readonly choice?: ViewChoice | null;
  readonly field?: ViewField | null;
  readonly keys: readonly ViewKey[];
  /** It stands for a moment: where nothing can be drawn anew, what follows is waited for. */
  readonly passes?: boolean;
  /** While AWS is asked, keys that type are dropped: they may be the rest of a paste. */
  readonly dropsTyping?: boolean;
  /**
   * What is typed, highlighted and paged stays for as long as this does. Absent: for the whole
   * visit.
   */
  readonly memory?: string;
}

/** What a view needs beside the state. */
export interface Seen {
  /** For paths under the home directory, written with `~`. */
  readonly host: Host;
  readonly look: TextStyle;
}

export type StepView = (state: State, seen: Seen) => View;
