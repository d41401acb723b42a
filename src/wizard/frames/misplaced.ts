/**
 * Hints at a text that is pasted where single keys are awaited. The text itself is neither kept nor
 * drawn.
 */
import type { State } from "../state.js";
import { isKeyInGuide } from "../conditions.js";
import { keyStep } from "../steps/setup/key.js";
import { readPasted } from "../../keys/paste.js";
import { mayHoldSecret } from "../../keys/recognise.js";
import { useKeys } from "../../terminal/Terminal.js";
import { useLocalStore } from "../../terminal/store.js";

/** The hint for the last paste; undefined once another key was pressed. */
export function useMisplacedPaste(state: State): string | undefined {
  const [hint, tell, now] = useLocalStore<string | undefined, string | undefined>(
    (_old, text) => text,
    () => undefined,
  );
  useKeys((key) => {
    if (key.kind !== "paste") return false;
    tell(hintFor(key.text, state));
    return true;
  }, "screen");
  // Lets the key pass: it is another's, and the hint has been read.
  useKeys((key) => {
    if (key.kind !== "paste" && now() !== undefined) tell(undefined);
    return false;
  }, "overlay");
  return hint;
}

function hintFor(text: string, state: State): string {
  if (!isKey(text, state.setting.practice))
    return (
      "Text came here all at once, and this screen takes single keys: nothing was done " +
      "with it."
    );
  return `That was an access key. It was not taken here: paste it in ${whereKeysGo(state)}.`;
}

/** The step that takes a key, by the title of its screen. */
function whereKeysGo(state: State): string {
  if (!keyStep.applies(state))
    return 'step "The access key", behind "Use keys I have" on the first screen';
  if (state.answers.task === "rotate") return 'step "Make the new key"';
  return isKeyInGuide(state) ? "step 4 of 7" : 'step "The access key"';
}

function isKey(text: string, practice: boolean): boolean {
  const { kind } = readPasted(text, { practice });
  return (
    kind === "pair" ||
    kind === "id" ||
    kind === "secret" ||
    kind === "token" ||
    mayHoldSecret(text) ||
    /\bA[KS]IA[A-Z0-9]{4}/i.test(text)
  );
}
