/** Draws the field of a view; for keys it keeps what was pasted until Enter, and what announced more. */
import { hintLine, isNoSecret, useGuardedField } from "../../terminal/parts/fields.js";
import type { Line } from "../../terminal/parts/line.js";
import type { Part } from "../../terminal/parts/part.js";
import { useLocalStore } from "../../terminal/store.js";
import type { KeyBinding } from "../../terminal/table.js";
import type { ViewField } from "../view.js";
import type { Wizard } from "./context.js";
import { sendAll } from "./send-all.js";

/** A text that announced more; never drawn. */
export interface Kept {
  readonly text: string;
  readonly keep: (text: string) => unknown;
  /** What it is now, rather than when the screen was drawn. */
  readonly now: () => string;
}

const NO_FIELD: ViewField = { label: "", enterLabel: "", asleep: true, does: () => [] };

export function useViewField(
  given: ViewField | null,
  kept: Kept,
  send: Wizard["send"],
): { readonly part: Part; readonly keys: readonly KeyBinding[] } {
  const field = given ?? NO_FIELD;
  const { takesKey, problem = null, above = [], below = [] } = field;
  const [held, hold, heldNow] = useLocalStore<string, string>(
    (_old, text) => text,
    () => "",
  );
  const submit = (typed: string): void => {
    const text = heldNow() === "" ? typed : heldNow();
    const before = kept.now();
    hold("");
    if (takesKey !== undefined) kept.keep(takesKey.keeps(text, before));
    sendAll(send, field.does(text, before));
  };
  const part = useGuardedField({
    label: field.label,
    ...(field.initial === undefined ? {} : { initial: field.initial }),
    active: field.asleep !== true,
    problem: problem ?? undefined,
    enterLabel: held === "" ? field.enterLabel : "use what was pasted",
    unwrap: takesKey !== undefined,
    mayShow: field.mayShow ?? isNoSecret,
    onPaste: (text) => {
      if (takesKey === undefined || !/\S\s+\S/.test(text.trim())) return false;
      hold(text);
      return true;
    },
    onEdit: () => {
      hold("");
      if (problem !== null) send({ type: "edited" });
    },
    onSubmit: submit,
  });
  const lines: readonly Line[] = [
    ...above,
    ...part.lines,
    ...heldLines(held),
    ...(takesKey?.said != null && kept.text !== "" ? [hintLine(takesKey.said)] : []),
    ...below,
    ...(held === "" ? (takesKey?.offer ?? []) : []),
  ];
  const begun = (): boolean => !part.isEmpty() || heldNow() !== "" || kept.now() !== "";
  const beside = takesKey?.beside;
  return {
    part: { ...part, lines, focus: above.length + (part.focus ?? 0) },
    // Password managers type "id, Tab, secret, Enter": behind a text, Tab goes on.
    keys:
      beside === undefined
        ? []
        : [
            {
              ...beside,
              label: begun() ? "next" : beside.label,
              run: () => (begun() ? part.submit() : sendAll(send, beside.does)),
            },
          ],
  };
}

function heldLines(held: string): readonly Line[] {
  if (held === "") return [];
  const what = held.trim().split(/\n+/).length > 1 ? "several lines" : "several words";
  return [hintLine(`Pasted ${what} (hidden). Enter uses them; type to drop them.`)];
}
