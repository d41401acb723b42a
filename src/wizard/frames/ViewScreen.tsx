/** Draws a view as a frame: its field, choice and keys are wired, and send what the view says. */
import type { ReactElement } from "react";
import { useChoice } from "../../terminal/parts/choice.js";
import { useClocks } from "../../terminal/parts/clocks.js";
import type { Part } from "../../terminal/parts/part.js";
import { NOTHING_TYPED, TypedText } from "../../terminal/parts/typed-text.js";
import { useTyped } from "../../terminal/parts/typed.js";
import type { KeyBinding } from "../../terminal/table.js";
import { usableColumns } from "../../terminal/size.js";
import { useTerminal } from "../../terminal/Terminal.js";
import { useLocalStore } from "../../terminal/store.js";
import { type StepView, type View, type ViewChoice, type ViewKey, isTimed } from "../view.js";
import { blockLines } from "../block-lines.js";
import { withAddressKeys } from "../address-keys.js";
import { type Wizard, useWizard } from "./context.js";
import { SILENT, useSilence } from "./silence.js";
import { sendAll } from "./send-all.js";
import { type Kept, useViewField } from "./view-field.js";
import { WizardScreen } from "./WizardScreen.js";

export function ViewScreen({ view }: { readonly view: StepView }): ReactElement {
  const { state, host } = useWizard();
  const { look } = useTerminal();
  // Longer than a field: what announced more is behind it when the field starts afresh.
  const [text, keep, now] = useLocalStore<TypedText, string>(
    (_old, next) => new TypedText(next),
    () => NOTHING_TYPED,
  );
  const shown = withAddressKeys(view(state, { host, look }), state);
  return (
    <Frame key={memoryOf(shown)} view={shown} kept={{ text, keep, now: () => now().part() }} />
  );
}

/** Where the view does not say otherwise, a field or a list that appears begins afresh. */
function memoryOf({ memory, field = null, choice = null }: View): string {
  return memory ?? JSON.stringify([field !== null, choice !== null]);
}

function Frame({ view, kept }: { readonly view: View; readonly kept: Kept }): ReactElement {
  const { send } = useWizard();
  const { look, size } = useTerminal();
  const columns = usableColumns(size);
  const { choice = null, field = null, dropsTyping = false } = view;
  const elapsed = useClocks(view.body.flatMap((block) => (isTimed(block) ? [block.clock] : [])));
  const typed = useTyped();
  useSilence(dropsTyping);
  const list = useChoice({
    ...listOptions(choice),
    active: choice !== null && choice.asleep !== true,
    onChoose: (id) => {
      const row = choice?.rows.find((one) => one.id === id);
      if (row !== undefined) sendAll(send, row.does);
    },
  });
  const entry = useViewField(field, kept, send);
  const parts: readonly Part[] = [
    ...(dropsTyping ? [SILENT] : []),
    ...(choice === null ? [] : [asking(choice, list)]),
    ...(field === null ? [] : [entry.part]),
  ];
  const keys = [...entry.keys, ...bound(view.keys, send, typed.ask)];
  return (
    <WizardScreen
      title={view.title}
      tone={view.tone ?? null}
      body={blockLines(view.body, elapsed, columns, look)}
      asked={view.body.filter((block) => !isTimed(block))}
      parts={typed.part === null ? parts : [typed.part]}
      keys={typed.part === null ? keys : []}
    />
  );
}

/** The rows under the question in words, which stays with the first of them. */
function asking({ asks }: ViewChoice, list: Part): Part {
  if (asks === undefined) return list;
  const focus = (list.focus ?? 0) + 2;
  return { ...list, lines: [`  ${asks}`, "", ...list.lines], focus, lead: focus === 2 ? 2 : 0 };
}

type ListOptions = Omit<Parameters<typeof useChoice>[0], "onChoose" | "active">;

function listOptions(choice: ViewChoice | null): ListOptions {
  if (choice === null) return { items: [] };
  const { rows, initial, numbered = true, enterLabel = "choose", find = false } = choice;
  return { items: rows, initial, numbered, enterLabel, find, question: choice.question ?? "" };
}

/** Keys that send what they do, where it has to be typed first, after that. */
function bound(
  keys: readonly ViewKey[],
  send: Wizard["send"],
  ask: ReturnType<typeof useTyped>["ask"],
): readonly KeyBinding[] {
  return keys.map(({ does, typed, ...key }) => ({
    ...key,
    run: () => {
      const act = (): void => sendAll(send, does);
      if (typed === undefined) act();
      else ask(typed, act);
    },
  }));
}
