/**
 * Tells what happens while a question stands: news of it together, and from time to time that
 * something still goes on.
 */
import type { Elapsed } from "../../terminal/parts/status.js";
import type { State } from "../state.js";
import { type View, isTimed } from "../view.js";
import type { LineWriter } from "./writer.js";

/** How often it is said that something still goes on. */
const STILL_MS = 10_000;
/** News that follow each other faster than this are told together. */
const NEWS_MS = 300;

interface Seen {
  readonly view: View;
  readonly state: State;
}

export class StandingQuestion {
  readonly #writer: LineWriter;
  #seen: Seen;
  /** When each clock of the view began to run, in ms. */
  #started: ReadonlyMap<string, number> = new Map();
  #news: ReturnType<typeof setTimeout> | undefined;
  readonly #still: ReturnType<typeof setTimeout>;

  constructor(writer: LineWriter, seen: Seen) {
    this.#writer = writer;
    this.#seen = seen;
    this.#keepClocks(seen.view);
    this.#still = setInterval(() => this.#stillAtIt(), STILL_MS).unref();
  }

  /** The view as it is now. */
  get view(): View {
    return this.#seen.view;
  }

  /** What has changed about the same question. */
  changed(seen: Seen): void {
    this.#seen = seen;
    this.#keepClocks(seen.view);
    this.#news ??= setTimeout(() => {
      if (this.#tellNews()) this.#still.refresh();
    }, NEWS_MS).unref();
  }

  /** The question stands no more: what waited to be told is told now. */
  end(): void {
    clearInterval(this.#still);
    if (this.#news === undefined) return;
    clearTimeout(this.#news);
    const { view, state } = this.#seen;
    this.#writer.write(view, state);
  }

  /** Those that ran before go on. */
  #keepClocks({ body }: View): void {
    const now = performance.now();
    const names = body.filter(isTimed).map(({ clock }) => clock);
    this.#started = new Map(names.map((name) => [name, this.#started.get(name) ?? now]));
  }

  /** True if there was anything. */
  #tellNews(): boolean {
    clearTimeout(this.#news);
    this.#news = undefined;
    const { view, state } = this.#seen;
    return this.#writer.interject(view, state);
  }

  #stillAtIt(): void {
    // What is news says it, too.
    if (this.#news !== undefined && this.#tellNews()) return;
    if (this.#started.size === 0) return;
    this.#writer.wait(this.#seen.view, (clock) => this.#elapsed(clock));
  }

  #elapsed(clock: string): Elapsed {
    const now = performance.now();
    return { seconds: Math.round((now - (this.#started.get(clock) ?? now)) / 1000), frame: 0 };
  }
}
