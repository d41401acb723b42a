/**
 * Asks for what cannot be undone by a word that has to be typed: one digit or Enter is pressed out
 * of habit, a word is not.
 */
import { useLocalStore } from "../store.js";
import { useTextField } from "./fields.js";
import type { Part } from "./part.js";

/** What has to be typed, and what is said while it is. */
export interface TypedConfirmation {
  /** The question, with what it is about: "Delete AKIA…WXYZ at AWS. This cannot be undone." */
  readonly title: string;
  /** Above the field: "Type its last four letters to delete it:". */
  readonly prompt: string;
  /** What has to be typed; capitals do not matter. */
  readonly word: string;
  /** What Enter does then, for the footer: "delete it". */
  readonly does: string;
}

/**
 * To be typed before something is done to an access key: the last four of its id, which stand in
 * the title.
 */
export function lastFour(id: string, title: string, does: string): TypedConfirmation {
  return { title, prompt: `Type its last four letters to ${does}:`, word: id.slice(-4), does };
}

/** More than the word is none of it, and may be a secret that a password manager types. */
const LONGEST_WORD = 8;

interface Asking {
  readonly asked: TypedConfirmation;
  readonly then: () => void;
  readonly wrong: string | undefined;
}

/** While something is asked, `part` is the field for it; Esc takes the question back. */
export function useTyped(): {
  readonly ask: (asked: TypedConfirmation, then: () => void) => void;
  readonly part: Part | null;
} {
  const [asking, set, current] = useLocalStore<Asking | null, Asking | null>(
    (_old, next) => next,
    () => null,
  );
  const field = useTextField({
    mayShow: ({ length }) => length <= LONGEST_WORD,
    label: asking?.asked.prompt ?? "",
    active: asking !== null,
    problem: asking?.wrong,
    enterLabel: asking?.asked.does ?? "",
    onEdit: () => {
      const now = current();
      if (now?.wrong !== undefined) set({ ...now, wrong: undefined });
    },
    onSubmit: (text) => {
      const now = current();
      if (now === null) return;
      if (text.toUpperCase() !== now.asked.word.toUpperCase()) {
        set({
          ...now,
          wrong:
            text === ""
              ? "Nothing was typed. Esc takes the question back."
              : "That is not it; nothing was done. Esc takes the question back.",
        });
        return;
      }
      set(null);
      field.clear();
      now.then();
    },
  });
  const back = (): void => {
    set(null);
    field.clear();
  };
  return {
    ask: (asked, then) => void set({ asked, then, wrong: undefined }),
    part:
      asking === null
        ? null
        : {
            ...field,
            title: asking.asked.title,
            // What it is about was read on the screen that asked for it.
            inHand: field.inHand ?? "asked",
            keys: [
              ...field.keys,
              { keys: ["esc"], label: "leave it as it is", short: "back", stays: true, run: back },
            ],
          },
  };
}
