/**
 * Draws the field of a view; for keys it keeps what was pasted until Enter, and what announced
 * more.
 */
import { useEffect } from "react";
import type { Completion } from "../../jobs/complete-path.js";
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
      if (problem !== null || (field.completes?.found ?? null) !== null) send({ type: "edited" });
    },
    onSubmit: submit,
  });
  const { completes } = field;
  const found = completes?.found ?? null;
  useEffect(() => {
    // What was typed meanwhile is not to be mixed up with what was asked for.
    if (found !== null && found.rest !== "" && part.now() === found.typed) part.append(found.rest);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- once for each answer
  }, [found]);
  const complete: KeyBinding = {
    keys: ["tab"],
    label: "complete",
    priority: 8,
    run: () => send({ type: "wantedRest", typed: part.now() }),
  };
  const isPath = completes !== undefined && !part.isEmpty() && isNoSecret(part.now());
  const begun = (): boolean => !part.isEmpty() || heldNow() !== "" || kept.now() !== "";
  const act = (does: Does): void => (begun() ? part.submit() : sendAll(send, does));
  return {
    part: {
      ...part,
      lines: [
        ...above,
        ...part.lines,
        ...below,
        ...completionLines(found),
        ...waitingLines(field, held, kept.text, part.isEmpty()),
      ],
      focus: above.length + (part.focus ?? 0),
      keys: part.keys.map((key) =>
        // What an empty Enter takes is not what Enter does behind a text.
        takesKey !== undefined && key.keys.includes("enter") && !part.isEmpty()
          ? { ...key, label: "continue" }
          : key,
      ),
      inHand: inHandOf(part.inHand, [held, kept.text], above.length + below.length, found !== null),
    },
    keys: [
      ...(isPath ? [complete] : []),
      ...(takesKey === undefined ? [] : [besideKey(takesKey.beside, begun(), act)]),
    ],
  };
}

/** See `Part`: also what was pasted, what stands around the field, and what Tab has found. */
function inHandOf(
  typed: string | null | undefined,
  texts: readonly TypedText[],
  around: number,
  found: boolean,
): string | null {
  const rest = [...texts.map(({ length }) => length), around, found ? 1 : 0];
  return (typed ?? null) === null && rest.every((each) => each === 0)
    ? null
    : `${typed ?? ""} ${rest.join(" ")}`;
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
  return { ...key, ...(begun ? { label: "next", short: "next" } : {}), run: () => act(does) };
}

const MOST_NAMED = 6;

function completionLines(found: Completion | null): readonly Line[] {
  if (found === null || found.several.length === 0) return [];
  const more =
    found.several.length > MOST_NAMED ? ` and ${found.several.length - MOST_NAMED} more` : "";
  return [hintLine(`${found.several.slice(0, MOST_NAMED).join("  ")}${more}`)];
}

/** What was pasted and waits for Enter, what announced more, or what an empty Enter takes. */
function waitingLines(
  { takesKey }: ViewField,
  held: TypedText,
  kept: TypedText,
  isEmpty: boolean,
): readonly Line[] {
  if (takesKey === undefined) return [];
  const said = takesKey.said === null || kept.length === 0 ? [] : [hintLine(takesKey.said)];
  return [...heldLines(held), ...said, ...(held.length === 0 && isEmpty ? takesKey.offer : [])];
}

function heldLines(held: TypedText): readonly Line[] {
  if (held.length === 0) return [];
  const what = held.part().trim().split(/\n+/).length > 1 ? "several lines" : "several words";
  return [hintLine(`Pasted ${what} (hidden). Enter uses them; type to drop them.`)];
}
