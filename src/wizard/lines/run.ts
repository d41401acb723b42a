/**
 * Runs the wizard by lines: each view is written once, one question is asked, and the answer is
 * typed and ended with Enter. For screen readers, terminals that only print, and programs that
 * type.
 */
import { NOTHING_TYPED, TypedText } from "../../terminal/parts/typed-text.js";
import type { Host } from "../../base/host.js";
import { type TextStyle, lookFrom } from "../../terminal/glyphs.js";
import { isNoSecret } from "../../terminal/parts/fields.js";
import type { TypedConfirmation } from "../../terminal/parts/typed.js";
import type { UserEvent } from "../events.js";
import type { WizardRun } from "../wizard-run.js";
import { type State, currentStep } from "../state.js";
import { breakView } from "../steps/overlays/break.js";
import { filesView } from "../steps/overlays/files.js";
import { helpView } from "../steps/overlays/help.js";
import type { Store } from "../store.js";
import { type Does, type View, type ViewField, isTimed } from "../view.js";
import { withAddressKeys } from "../address-keys.js";
import { stepOf } from "../way.js";
import { defaultRow, isGrave, understood } from "./answers.js";
import { type LineKey, globalKeys, viewKeys } from "./line-keys.js";
import type { LineReader, LineReply } from "./reader.js";
import { bodyLines, controlLines, keysLine, plainLines } from "./view-lines.js";
import { StandingQuestion } from "./standing.js";
import { LineWriter } from "./writer.js";

/** What can be felt outside this program is not answered by a key that was on its way already. */
const HOLD_MS = 400;
/** How long a view that passes is waited out, looked at so often. */
const PASSING_MS = 3_000;
const LOOK_MS = 30;

/** Settles when the wizard is left. `begun`: by frames, already. */
export async function runWizardLines(
  wizard: WizardRun,
  reader: LineReader,
  begun: boolean,
): Promise<void> {
  const { store, host } = wizard;
  wizard.drawnBy({
    copy: (text) => {
      reader.say(`${text}\n`);
      return true;
    },
  });
  wizard.hasDrawn();
  if (!begun) store.send({ type: "started" });
  await new Lines(store, reader, host).run();
}

/**
 * Changed: something came in while it was asked, and the question is withdrawn. `view`: what stood
 * there in the end.
 */
interface Replied {
  readonly reply: LineReply | "changed";
  readonly view: View;
}

class Lines {
  readonly #store: Store;
  readonly #reader: LineReader;
  readonly #host: Host;
  readonly #look: TextStyle;
  readonly #writer: LineWriter;
  /** A text that announced more, and what it was typed at. */
  #kept = { step: "", text: NOTHING_TYPED };
  /** The field whose line was begun when something came in; null: none was. */
  #begun: string | null = null;

  constructor(store: Store, reader: LineReader, host: Host) {
    this.#store = store;
    this.#reader = reader;
    this.#host = host;
    this.#look = { ...lookFrom(host), ascii: true, colour: false, accessible: true };
    this.#writer = new LineWriter(reader);
  }

  async run(): Promise<void> {
    while (this.#state().leaving === null) await this.#turn();
  }

  #state(): State {
    return this.#store.getState();
  }

  #view(): View {
    const { overlay } = this.#state();
    const view =
      overlay === "help"
        ? helpView
        : overlay === "break"
          ? breakView
          : overlay === "files"
            ? filesView
            : stepOf(currentStep(this.#state())).view;
    return withAddressKeys(
      view(this.#state(), { host: this.#host, look: this.#look }),
      this.#state(),
    );
  }

  /** One question and its answer. */
  async #turn(): Promise<void> {
    const view = await this.#settled();
    if (view === null) {
      this.#interrupted();
      return;
    }
    this.#writer.write(view, this.#state());
    const question = this.#question(view);
    const grave = hasGrave(view);
    const field = awakeField(view);
    const resumes = this.#resumes(field);
    if (this.#begun !== null && !resumes)
      this.#reader.say("What you had typed does not count: this is another question.\n");
    const holds = grave || (this.#begun !== null && !resumes);
    this.#begun = null;
    if (holds && (await this.#reader.rest(HOLD_MS)) === null) {
      this.#interrupted();
      return;
    }
    const asking = this.#asking(view, this.#keys(view), resumes);
    const { reply, view: stood } = await this.#reply(view, question, asking);
    if (reply === null) this.#interrupted();
    else if (reply !== "changed") await this.#replied(stood, this.#keys(stood), reply);
  }

  #keys(view: View): readonly LineKey[] {
    return [...viewKeys(view), ...globalKeys(this.#state())];
  }

  /** The view that is to be written; null: Ctrl+C came while one that passes was waited out. */
  async #settled(): Promise<View | null> {
    let view = this.#view();
    for (let waited = 0; view.passes === true && waited < PASSING_MS; waited += LOOK_MS) {
      if ((await this.#reader.rest(LOOK_MS)) === null) return null;
      view = this.#view();
    }
    return view;
  }

  async #replied(
    view: View,
    keys: readonly LineKey[],
    { text, closed }: NonNullable<LineReply>,
  ): Promise<void> {
    const field = awakeField(view);
    if (this.#state().interruptArmed) this.#send({ type: "carriedOn" });
    if (closed && text.trim() === "") this.#send({ type: "quit" });
    else if (field === null || isCommand(text, keys)) await this.#answered(view, keys, text);
    else this.#entered(field, unquoted(text, keys));
  }

  #interrupted(): void {
    this.#send({ type: "interrupted" });
  }

  /** Whether the field is the one that was being filled in when something came in. */
  #resumes(field: ViewField | null): boolean {
    return field !== null && this.#begun === this.#nameOf(field);
  }

  #nameOf({ label }: ViewField): string {
    return `${this.#state().visited.length} ${currentStep(this.#state())} ${label}`;
  }

  /** Asks what the view asks. */
  #asking(view: View, keys: readonly LineKey[], resumes: boolean): () => Promise<LineReply> {
    const field = awakeField(view);
    if (field === null) return () => this.#reader.ask(promptOf(view, keys));
    const taken = field.initial === undefined ? "" : ` (nothing typed: ${field.initial})`;
    const then = field.enterLabel === "" ? "Enter" : `Then Enter: ${field.enterLabel}`;
    const prompt = `${then}${taken}: `;
    const mayShow = field.mayShow ?? isNoSecret;
    return field.takesKey === undefined
      ? () => this.#reader.askText(prompt, mayShow, resumes)
      : () => this.#wholePaste(prompt, resumes);
  }

  /** What came in one go is one paste, also where the terminal does not mark it. */
  async #wholePaste(prompt: string, resumes: boolean): Promise<LineReply> {
    let reply = await this.#reader.askHidden(prompt, resumes);
    let text = reply?.text ?? "";
    while (reply !== null && this.#reader.hasMore) {
      reply = await this.#reader.askHidden("", false);
      text += `\n${reply?.text ?? ""}`;
    }
    if (reply === null) return null;
    if (text.trim().length > 1) this.#reader.say(`(${text.trim().length} characters received)\n`);
    return { text, closed: reply.closed };
  }

  /** The answer, or that the question is another one now; what is news to the same one is told. */
  async #reply(asked: View, question: string, ask: () => Promise<LineReply>): Promise<Replied> {
    const standing = new StandingQuestion(this.#writer, { view: asked, state: this.#state() });
    let forget = (): void => undefined;
    const changed = new Promise<"changed">((resolve) => {
      const look = (): void => {
        const view = this.#view();
        if (this.#state().leaving !== null || this.#question(view) !== question) resolve("changed");
        else standing.changed({ view, state: this.#state() });
      };
      forget = this.#store.subscribe(look);
      look();
    });
    const reply = await Promise.race([changed, ask()]);
    forget();
    const begun = reply === "changed" && this.#reader.withdraw();
    standing.end();
    const field = awakeField(standing.view);
    if (begun) this.#begun = field === null ? "" : this.#nameOf(field);
    return { reply, view: standing.view };
  }

  /**
   * All that an answer is given to, and what Enter or a number does. Where it cannot be undone, the
   * text above is part of that, but for what goes on.
   */
  #question(view: View): string {
    const state = this.#state();
    const keys = this.#keys(view);
    const field = awakeField(view);
    const byEnter =
      field?.does(field.initial ?? "", "") ?? keys.find(({ word }) => word === "")?.does;
    return JSON.stringify([
      [state.visited.length, currentStep(state), state.overlay],
      view.title,
      hasGrave(view) ? bodyLines(view.body.filter((block) => !isTimed(block))) : [],
      [controlLines(view), keysLine(keys), promptOf(view, keys)],
      [field?.label, field?.initial, field?.enterLabel, field?.takesKey !== undefined, byEnter],
      view.choice?.rows.map(({ does }) => does),
      [state.note, state.interruptArmed],
    ]);
  }

  #entered(field: ViewField, text: string): void {
    const step = currentStep(this.#state());
    const kept = this.#kept.step === step ? this.#kept.text.part() : "";
    this.#kept = { step, text: new TypedText(field.takesKey?.keeps(text.trim(), kept) ?? "") };
    if (field.takesKey !== undefined && this.#kept.text.length > 0)
      this.#reader.say("There is more to come.\n");
    this.#writer.again();
    const meant = text.trim() === "" ? (field.initial ?? "") : text.trim();
    this.#send(field.does(meant, kept));
  }

  async #answered(view: View, keys: readonly LineKey[], text: string): Promise<void> {
    const meant = understood(view, keys, text);
    if ("say" in meant) {
      // What can be typed is heard again; the rows, which may be many, are not.
      const told = [meant.say, keysLine(keys)].filter((line) => line !== "");
      this.#reader.say(`${told.join("\n")}\n`);
      return;
    }
    if (meant.typed !== null && !(await this.#typed(meant.typed))) return;
    this.#writer.again();
    this.#send(meant.does);
  }

  /** Whether the word was typed that what cannot be undone is asked by. */
  async #typed({ title, prompt, word }: TypedConfirmation): Promise<boolean> {
    this.#reader.say(`${plainLines([title]).join(" ")}\n`);
    if ((await this.#reader.rest(HOLD_MS)) === null) return this.#notDone();
    const reply = await this.#reader.ask(`${plainLines([prompt]).join(" ")} `);
    if (reply === null) return this.#notDone();
    if (reply.closed && reply.text.trim() === "") {
      this.#send({ type: "quit" });
      return false;
    }
    if (reply.text.trim().toUpperCase() === word.toUpperCase()) return true;
    this.#reader.say("That is not it; nothing was done.\n");
    this.#writer.again();
    return false;
  }

  /** Ctrl+C in the middle of a question asks as it does everywhere. */
  #notDone(): false {
    this.#writer.again();
    this.#interrupted();
    return false;
  }

  #send(does: Does): void {
    for (const event of isSeveral(does) ? does : [does]) this.#store.send(event);
  }
}

function hasGrave({ choice = null, keys }: View): boolean {
  return [...(choice?.rows ?? []), ...keys].some((each) => isGrave(each));
}

function isSeveral(does: Does): does is readonly UserEvent[] {
  return Array.isArray(does);
}

function awakeField({ field = null }: View): ViewField | null {
  return field?.asleep === true ? null : field;
}

/** In a field a letter of the footer is a command; to be taken as a text it has to be quoted. */
function isCommand(text: string, keys: readonly LineKey[]): boolean {
  const word = text.trim().toLowerCase();
  return word !== "" && keys.some((key) => key.word === word);
}

/** The text that was quoted because it is a command otherwise; any other is left as it is. */
function unquoted(text: string, keys: readonly LineKey[]): string {
  const inside = /^\s*(["'])(.{1,8})\1\s*$/.exec(text)?.[2];
  return inside !== undefined && isCommand(inside, keys) ? inside : text;
}

function promptOf(view: View, keys: readonly LineKey[]): string {
  const { choice = null } = view;
  const enter = keys.find(({ word }) => word === "");
  if (choice !== null && choice.asleep !== true) {
    const at = defaultRow(view);
    const last = choice.rows.length;
    const range = last === 1 ? "1" : `1 to ${last}`;
    return at === null ? `Number ${range}: ` : `Number ${range}, Enter for ${at + 1}: `;
  }
  // Nothing to be answered: what comes in writes itself.
  return enter === undefined ? "" : `Enter: ${enter.label}. `;
}
