/**
 * Writes each view once, and of what changes in it only what is new. Nothing that was written is
 * ever changed.
 */
import type { Elapsed } from "../../terminal/parts/status.js";
import { type State, currentStep } from "../state.js";
import { interruptQuestion } from "../steps/shared/alert.js";
import { type View, isTimed } from "../view.js";
import { globalKeys, viewKeys } from "./line-keys.js";
import type { LineReader } from "./reader.js";
import { bodyLines, controlLines, keysLine, plainLines, titleText } from "./view-lines.js";

interface Written {
  readonly visit: string;
  readonly title: string;
  readonly body: readonly string[];
  readonly asked: string;
  readonly alert: string;
}

const NOTHING: Written = { visit: "", title: "", body: [], asked: "", alert: "" };

export class LineWriter {
  readonly #reader: Pick<LineReader, "say" | "interject">;
  #last: Written = NOTHING;

  constructor(reader: Pick<LineReader, "say" | "interject">) {
    this.#reader = reader;
  }

  /** Writes what is new. */
  write(view: View, state: State): void {
    const news = this.#news(view, state);
    if (news !== "") this.#reader.say(news);
  }

  /**
   * Writes what is new while the question stands, which stands below it again; true if there was
   * anything.
   */
  interject(view: View, state: State): boolean {
    const news = this.#news(view, state);
    if (news !== "") this.#reader.interject(news);
    return news !== "";
  }

  #news(view: View, state: State): string {
    const keys = keysLine([...viewKeys(view), ...globalKeys(state)]);
    const asked = [...controlLines(view), ...(keys === "" ? [] : [keys])].join("\n");
    const visit = `${state.visited.length} ${currentStep(state)} ${state.overlay ?? ""}`;
    const title = titleText(view);
    const body = bodyLines(view.body);
    const alert = interruptQuestion(state) ?? state.note ?? "";
    const last = this.#last;
    this.#last = { visit, title, body, asked, alert };
    // What a screen said under its title before, it says under the next one too: once is enough.
    const same = visit === last.visit;
    const out = [
      ...(same && title === last.title ? [] : ["", ...plainLines([title])]),
      ...(alert === "" || alert === last.alert ? [] : plainLines([alert])),
      ...(same ? body.filter((line) => !last.body.includes(line)) : body),
      ...(same && asked === last.asked ? [] : asked === "" ? [] : [asked]),
    ];
    return out.length === 0 ? "" : `${out.join("\n")}\n`;
  }

  /** What is asked is to be written again: an answer was none. */
  again(): void {
    this.#last = { ...this.#last, asked: "" };
  }

  /** What still goes on, and how long; what is being asked stands below it again. */
  wait(view: View, elapsed: (clock: string) => Elapsed): void {
    const timed = view.body.filter(isTimed);
    const before = bodyLines(view.body);
    const changed = bodyLines(timed, elapsed).filter((line) => !before.includes(line));
    const longest = Math.max(...timed.map(({ clock }) => elapsed(clock).seconds));
    const lines = changed.length > 0 ? changed : [`Still at it, ${longest} s.`];
    this.#reader.interject(`${lines.join("\n")}\n`);
  }
}
