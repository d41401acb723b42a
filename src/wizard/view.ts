/**
 * Describes a screen as data: what it says, the one thing that it asks, and its keys. A step's view
 * is a pure function to this; painters draw it, as frames (ViewScreen.tsx) or as lines
 * (view-lines.ts), so that no text exists twice.
 */
import type { Host } from "../base/host.js";
import type { ChoiceItem } from "../terminal/parts/choice.js";
import type { Line } from "../terminal/parts/line.js";
import type { KeyBinding } from "../terminal/table.js";
import type { UserEvent } from "./events.js";
import type { State } from "./state.js";

/** A key, and what happens when it is pressed. */
export interface ViewKey extends Omit<KeyBinding, "run" | "aim"> {
  readonly does: UserEvent;
}

/** A row of a choice, and what happens when it is chosen. */
export interface ViewRow extends ChoiceItem {
  readonly does: UserEvent;
}

export interface ViewChoice {
  readonly rows: readonly ViewRow[];
  /** Id of the row that is highlighted first; else the first that can be chosen. */
  readonly initial?: string;
  readonly enterLabel?: string;
  /** The rows are names of the person's own: in a long list, typing finds one. */
  readonly find?: boolean;
}

export interface View {
  readonly title: string;
  readonly body: readonly Line[];
  /** The one thing that is asked; null: nothing but keys. */
  readonly choice: ViewChoice | null;
  readonly keys: readonly ViewKey[];
}

/** What a view needs beside the state. */
export interface Seen {
  /** For paths under the home directory, written with `~`. */
  readonly host: Host;
}

export type StepView = (state: State, seen: Seen) => View;
