/** Understands what a person types at a view that was written as lines. */
import type { TypedConfirmation } from "../../terminal/parts/typed.js";
import type { Does, View, ViewRow } from "../view.js";
import type { LineKey } from "./line-keys.js";

/** What is to happen, after `typed` was typed; or why nothing is. */
export type Understood =
  { readonly does: Does; readonly typed: TypedConfirmation | null } | { readonly say: string };

/** The row that Enter alone takes; null: none. One that is felt outside is chosen by its number. */
export function defaultRow({ choice = null }: View): number | null {
  if (choice === null || choice.asleep === true) return null;
  const { rows, initial } = choice;
  const first = rows.findIndex(({ id, disabled }) => id === initial && disabled === undefined);
  const at = first >= 0 ? first : rows.findIndex(({ disabled }) => disabled === undefined);
  const row = rows[at];
  return row === undefined || isGrave(row) ? null : at;
}

/** True where what is chosen is felt outside this program. */
export function isGrave({ grave, typed }: Pick<ViewRow, "grave" | "typed">): boolean {
  return grave === true || typed !== undefined;
}

/** What a word, a number or nothing means here. */
export function understood(view: View, keys: readonly LineKey[], text: string): Understood {
  const word = text.trim().toLowerCase();
  const choice = view.choice?.asleep === true ? null : (view.choice ?? null);
  if (choice !== null) {
    const at = word === "" ? defaultRow(view) : /^\d+$/.test(word) ? Number(word) - 1 : null;
    if (at !== null) return chosen(choice.rows, at);
    if (word === "") return { say: `Type a number from 1 to ${choice.rows.length}.` };
  }
  const key = keys.find((one) => one.word === word) ?? keys.find((one) => long(one) === word);
  if (key === undefined) return { say: "That is none of these. ? and Enter: help." };
  return { does: key.does, typed: key.typed ?? null };
}

/** Some keys are known by their whole word too. */
function long({ word }: LineKey): string {
  return { b: "back", q: "quit", "?": "help" }[word] ?? word;
}

function chosen(rows: readonly ViewRow[], at: number): Understood {
  const row = rows[at];
  if (row === undefined) return { say: `There are the numbers 1 to ${rows.length}.` };
  if (row.disabled !== undefined) return { say: `Not now: ${row.disabled}.` };
  return { does: row.does, typed: row.typed ?? null };
}
