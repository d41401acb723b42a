/**
 * Draws the field of a view; for keys it keeps what was pasted until Enter, and what announced
 * more.
 */
import { hintLine, isNoSecret, useGuardedField } from "../../terminal/parts/fields.js";
import type { Line } from "../../terminal/parts/line.js";
import type { Part } from "../../terminal/parts/part.js";
import { NOTHING_TYPED, TypedText } from "../../terminal/parts/typed-text.js";
import { useLocalStore } from "../../terminal/store.js";
import type { KeyBinding } from "../../terminal/table.js";
import type { Does, ViewField, ViewKey } from "../view.js";
import type { Wizard } from "./context.js";
import { sendAll } from "./send-all.js";

/** A text that announced more; never drawn. */
export interface Kept {
  readonly text: TypedText;
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
  const [held, hold, heldText] = useLocalStore<TypedText, string>(
    (_old, text) => new TypedText(text),
    () => NOTHING_TYPED,
  );
  const heldNow = (): string => heldText().part();
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
    enterLabel: held.length === 0 ? field.enterLabel : "use what was pasted",
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
  const begun = (): boolean => !part.isEmpty() || heldNow() !== "" || kept.now() !== "";
  const act = (does: Does): void => (begun() ? part.submit() : sendAll(send, does));
  return {
    part: {
      ...part,
      lines: [...above, ...part.lines, ...below, ...waitingLines(field, held, kept.text)],
      focus: above.length + (part.focus ?? 0),
    },
    keys: takesKey === undefined ? [] : [besideKey(takesKey.beside, begun(), act)],
  };
}

/**
 * Password managers type "id, Tab, secret, Enter": behind a text, the key of an empty field goes
 * on.
 */
function besideKey(
  { does, ...key }: Omit<ViewKey, "typed">,
  begun: boolean,
  act: (does: Does) => void,
): KeyBinding {
  return { ...key, label: begun ? "next" : key.label, run: () => act(does) };
}

/** What was pasted and waits for Enter, what announced more, or what an empty Enter takes. */
function waitingLines({ takesKey }: ViewField, held: TypedText, kept: TypedText): readonly Line[] {
  if (takesKey === undefined) return [];
  const said = takesKey.said === null || kept.length === 0 ? [] : [hintLine(takesKey.said)];
  return [...heldLines(held), ...said, ...(held.length === 0 ? takesKey.offer : [])];
}

function heldLines(held: TypedText): readonly Line[] {
  if (held.length === 0) return [];
  const what = held.part().trim().split(/\n+/).length > 1 ? "several lines" : "several words";
  return [hintLine(`Pasted ${what} (hidden). Enter uses them; type to drop them.`)];
}
