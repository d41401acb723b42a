/** Describes what a field, a choice or any other control gives to the screen it stands on. */
import type { KeyBinding } from "../table.js";
import type { Line } from "./line.js";

export interface Part {
  readonly lines: readonly Line[];
  /** Index in `lines` of the one that must stay in view when there is too little room. */
  readonly focus?: number;
  /** Lines right above that one that must stay with it, such as the label of a field. */
  readonly lead?: number;
  /** Instead of the screen's own title, for as long as it is given: what is being asked. */
  readonly title?: string | undefined;
  /**
   * What can be chosen here is felt outside this program: the screen takes no press that was not
   * meant for it.
   */
  readonly grave?: boolean;
  /** The screen wires these and prints them in its footer. */
  readonly keys: readonly KeyBinding[];
  /**
   * Names what was typed here or is wrong with it (never the text itself), so that it has to be in
   * view; another name whenever that changes. Null: nothing, which is the default.
   */
  readonly inHand?: string | null;
  /** A field that types what it is given: keys that are characters do nothing else. */
  readonly takesText: boolean;
}
