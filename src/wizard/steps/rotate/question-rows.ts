/** Makes the rows that answer a question of a rotation, and those that lead away from it. */
import type { Question, Rotated } from "../../../jobs/rotate/index.js";
import { maskId } from "../../../keys/types.js";
import type { TitleTone } from "../../../terminal/glyphs.js";
import type { Line } from "../../../terminal/parts/line.js";
import { type TypedConfirmation, lastFour } from "../../../terminal/parts/typed.js";
import type { State } from "../../state.js";
import type { RotationAnswers } from "../../state-rotate.js";
import type { Does, Seen, ViewRow } from "../../view.js";
import { deletionTitle, PUT_OLD_BACK } from "../shared/labels.js";

export type Of<Ask extends Question["ask"]> = Extract<Question, { ask: Ask }>;

/** What a question needs beside itself. */
export interface Around {
  /** How far the rotation has come. */
  readonly rotated: Rotated;
  readonly state: State;
  readonly seen: Seen;
}

export interface AskedQuestion {
  readonly title: string;
  readonly tone?: TitleTone;
  readonly body: readonly Line[];
  readonly rows: readonly ViewRow[];
}

export function row(id: string, label: string, does: Does, hint?: string): ViewRow {
  return { id, label, does, ...(hint === undefined ? {} : { hint }) };
}

/** A row that does something at AWS or to a file. */
export function grave(plain: ViewRow): ViewRow {
  return { ...plain, grave: true };
}

/** A row that does what cannot be undone. */
export function final(plain: ViewRow, typed: TypedConfirmation): ViewRow {
  return { ...plain, typed };
}

/** With this answer the job is called again. */
export function answer(given: Partial<RotationAnswers>): Does {
  return { type: "answeredQuestion", answer: given };
}

export const PASTE_AGAIN: Does = { type: "returned", step: "key" };

export const CALL_UNDO: Does = { type: "calledRotation", call: "undo" };

export const UNDO = grave(row("undo", PUT_OLD_BACK, CALL_UNDO));

export function leaveRow(label: string): ViewRow {
  return row("leave", label, { type: "back" });
}

/** Deletes the key with this id; `letGoUsed`: although it stands somewhere here. */
export function letGoRow(id: string, label: string, letGoUsed = false): ViewRow {
  const given = { letGo: id, ...(letGoUsed ? { letGoUsed } : {}) };
  return final(row(id, label, answer(given)), deletionOf(id));
}

export function deletionOf(id: string): TypedConfirmation {
  return lastFour(id, deletionTitle(maskId(id)), "delete it");
}
