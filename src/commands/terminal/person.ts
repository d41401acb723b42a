/**
 * Asks the person at the terminal: the one reader of every answer and of every secret that a
 * command takes.
 *
 * From the first moment on nothing is echoed but what this reader echoes, until the command ends: a
 * secret that is pasted while the program is busy shows nowhere, and is not left to the shell,
 * which would run it and keep it in its history.
 */
import { afterReading } from "../../terminal/after-reading.js";
import { inLook } from "../../terminal/glyphs.js";
import { stripControls } from "../../base/clean.js";
import { hideSecrets } from "../../keys/recognise.js";
import { KeyDecoder } from "../../terminal/decoder.js";
import type { DecodedKey } from "../../terminal/keys.js";
import type { Device, PersonPorts } from "./person-ports.js";
import {
  type InputLine,
  type KeyEffect,
  deafLine,
  hiddenLine,
  shownLine,
  textLine,
} from "./person-line.js";

/** What was typed; `closed`: ended by Ctrl+D. Null: Ctrl+C. */
export type PersonReply = { readonly text: string; readonly closed: boolean } | null;

const PASTE_ON = "\u001B[?2004h";
const PASTE_OFF = "\u001B[?2004l";
const BELL = "\u0007";
const TOO_EARLY = "(What was typed or pasted before this question does not count.)\n";
const EMACS_SHOWS =
  "Emacs shows what is typed, a secret too. To hide it: M-x comint-send-invisible, and type it " +
  "there.\n";
const NOT_PASTED = "(What is pasted is not taken here.)\n";
/**
 * Characters that follow each other faster than this were typed by no hand: they belong together,
 * and the rest of a line whose beginning did not count does not count either.
 */
const BURST_MS = 20;
/**
 * What a shell's job control does with Ctrl+Z takes less; where nothing stops us (no job control),
 * we go on after it.
 */
const STOP_WAIT_MS = 200;
/**
 * The terminal is given back when nothing has come for so long, so that the rest of what a program
 * types is not left to the shell.
 */
const QUIET_MS = 60;
const MOST_WAITS = 50;

interface Asked {
  readonly prompt: string;
  readonly line: InputLine;
  readonly answer: (reply: PersonReply) => void;
}

export class Person {
  readonly #ports: PersonPorts;
  #onlyPrints: boolean;
  #device: Device | null | undefined;
  #decoder = new KeyDecoder();
  /** Takes back the wait for the rest of a key. */
  #cancel: (() => void) | undefined;
  #asked: Asked | undefined;
  /** A line that was begun when its question was taken back. */
  #begun: InputLine | undefined;
  /** Characters that came one right after the other, up to now. */
  #burst = 0;
  /** What comes now is the rest of a line whose beginning does not count. */
  #isDropping = false;
  /** Such a rest came while a question stood, and nobody has said so yet. */
  #hasDropped = false;
  /** Takes back the wait for the end of what comes one right after the other. */
  #cancelBurst: (() => void) | undefined;
  /** Keys that came in one go with the last line of a hidden dialogue. */
  #ahead: DecodedKey[] = [];
  /** Ctrl+C came with keys that do not count: it counts all the same, at the next question. */
  #interruptWaits = false;
  /** Was told who shows what is typed. */
  #knowsOfEmacs = false;
  /** Something was typed that no question took. */
  #lost = false;
  #lastByteAt = -Infinity;
  #suspended = false;

  constructor(ports: PersonPorts) {
    this.#ports = ports;
    this.#onlyPrints = ports.onlyPrints;
  }

  /**
   * Takes the terminal, if it is not taken; false where there is none. From now on nothing is
   * echoed.
   */
  begin(): boolean {
    if (this.#device === undefined) {
      this.#device = this.#ports.open();
      this.#device?.listen({
        onBytes: (bytes) => this.#bytes(bytes),
        onGone: () => this.#ports.dieBy("SIGHUP"),
        onStop: () => this.#suspend(),
        onContinued: () => this.#continued(),
      });
      this.#device?.keepAlive(false);
      if (this.#device !== null) this.#ports.onEnd(() => this.end());
      if (!this.#onlyPrints) this.#device?.write(PASTE_ON);
    }
    return this.#device !== null;
  }

  /** Whether the terminal is taken. */
  get isHere(): boolean {
    return this.#device !== undefined && this.#device !== null;
  }

  /** Text on the terminal, wherever the program's output goes. */
  say(text: string): void {
    this.#device?.write(inLook(hideSecrets(stripControls(text)), { ascii: this.#ports.ascii }));
  }

  /**
   * One short answer, which is shown while it is typed. What was typed before the question stood
   * there does not count, but for Ctrl+C.
   */
  ask(question: string): Promise<PersonReply> {
    this.#dropAhead();
    this.#burst = 0;
    const unread = this.#device?.drain();
    if (unread !== undefined && unread.length > 0) {
      this.#dropLine(this.#decoder.feed(unread, performance.now()));
      this.#waitForRest();
    }
    this.#decoder = new KeyDecoder();
    return this.#ask(question, shownLine());
  }

  /**
   * One line of text, shown unless `mayShow` forbids it. `resumes`: what was typed of it before its
   * question was taken back still counts.
   */
  askText(
    question: string,
    mayShow: (text: string) => boolean,
    resumes = false,
  ): Promise<PersonReply> {
    this.#dropAhead();
    const begun = this.#takeBegun(resumes);
    if (begun === undefined) this.#decoder = new KeyDecoder();
    return this.#ask(question, begun ?? textLine(mayShow));
  }

  /**
   * Takes the question back: it will not be answered. True if something was typed already, which no
   * longer counts unless the same line is asked for again.
   */
  withdraw(): boolean {
    const asked = this.#asked;
    if (asked === undefined) return false;
    this.#asked = undefined;
    this.#begun = asked.line.isEmpty() ? undefined : asked.line;
    if (asked.prompt !== "" || this.#begun !== undefined) this.#device?.write("\n");
    this.#device?.keepAlive(false);
    return this.#begun !== undefined;
  }

  /** Says something while a question stands, and asks it again below. */
  interject(text: string): void {
    if (this.#asked === undefined) {
      this.say(text);
      return;
    }
    const { prompt, line } = this.#asked;
    const standing = prompt !== "" || !line.isEmpty();
    this.say(`${standing ? "\n" : ""}${text}${prompt}`);
    this.#device?.write(line.shown());
  }

  /** Takes no key for so long; null if it was Ctrl+C. */
  async rest(ms: number): Promise<PersonReply> {
    const over = setTimeout(() => this.#answered({ text: "", closed: false }, ""), ms);
    const reply = await this.#ask("", deafLine());
    clearTimeout(over);
    return reply;
  }

  /** From now on nothing is sent to the terminal but text: it may only be able to print. */
  printOnly(): void {
    this.#onlyPrints = true;
  }

  /**
   * One line that is not shown. What was pasted together with the line before is not asked for
   * again. `resumes`: as for `askText`.
   */
  askHidden(question: string, resumes = false): Promise<PersonReply> {
    if (this.#ports.insideEmacs && !this.#knowsOfEmacs) this.say(EMACS_SHOWS);
    this.#knowsOfEmacs = true;
    const ahead = this.#ahead;
    this.#ahead = [];
    const reply = this.#ask(question, this.#takeBegun(resumes) ?? hiddenLine());
    this.#keys(ahead);
    return reply;
  }

  /** Whether a further line came in one go with the last one. */
  get hasMore(): boolean {
    return this.#ahead.some(({ kind }) => kind === "enter");
  }

  /**
   * Waits until nothing is being typed any more, and drops it; then `end` leaves nothing to the
   * shell.
   */
  async settle(): Promise<void> {
    if (!this.isHere) return;
    for (
      let waits = 0;
      waits < MOST_WAITS && performance.now() - this.#lastByteAt < QUIET_MS;
      waits += 1
    )
      await pause(QUIET_MS);
    this.end();
  }

  /** Gives the terminal back. */
  end(): void {
    const device = this.#device;
    this.#device = null;
    this.#cancel?.();
    this.#cancelBurst?.();
    if (!this.#onlyPrints) device?.write(PASTE_OFF);
    device?.close();
  }

  #takeBegun(resumes: boolean): InputLine | undefined {
    const begun = this.#begun;
    this.#begun = undefined;
    return resumes ? begun : undefined;
  }

  #ask(prompt: string, line: InputLine): Promise<PersonReply> {
    if (!this.begin()) return Promise.resolve({ text: "", closed: true });
    this.#device?.keepAlive(true);
    this.#begun = undefined;
    if (line.isDeaf !== true) this.#tellLost();
    this.say(prompt);
    this.#device?.write(line.shown());
    return new Promise((resolve) => {
      this.#asked = { prompt, line, answer: resolve };
      if (this.#interruptWaits) this.#interrupted();
    });
  }

  #dropAhead(): void {
    this.#drop(this.#ahead);
    this.#ahead = [];
  }

  #drop(keys: readonly DecodedKey[]): void {
    this.#interruptWaits ||= keys.some(isInterrupt);
    this.#lost ||= keys.some(isText);
  }

  /** What was typed while nothing was asked: the line that it began is not over before its Enter. */
  #dropLine(keys: readonly DecodedKey[]): void {
    this.#drop(keys);
    const last = keys.at(-1);
    if (last !== undefined) this.#isDropping = last.kind !== "enter";
  }

  /** Where every answer is a line, whoever types ahead hears that it does not count. */
  #tellLost(): void {
    if (this.#tellsLost()) this.say(TOO_EARLY);
  }

  #tellsLost(): boolean {
    const tells = this.#lost && this.#onlyPrints && !this.#interruptWaits;
    this.#lost = false;
    return tells;
  }

  /** What came with the last answer; Ctrl+C among it is for the question that follows at once. */
  #keep(keys: DecodedKey[], hidden: boolean): void {
    if (hidden) this.#ahead = keys;
    else this.#dropLine(keys);
    if (!keys.some(isInterrupt)) return;
    setImmediate(() => {
      this.#dropAhead();
      if (this.#interruptWaits) this.#interrupted();
    });
  }

  #bytes(bytes: Uint8Array): void {
    const now = performance.now();
    this.#lastByteAt = now;
    this.#waitForRest();
    this.#keys(this.#decoder.feed(bytes, now));
    this.#wait();
  }

  /** What has come is over when nothing follows at once; whoever typed into the void hears it. */
  #waitForRest(): void {
    this.#cancelBurst?.();
    const over = (): void => {
      this.#burst = 0;
      this.#isDropping = false;
      if (this.#asked?.line.rested?.() === true) this.interject(NOT_PASTED);
      if (this.#hasDropped && this.#asked !== undefined && this.#tellsLost())
        this.interject(TOO_EARLY);
      this.#hasDropped = false;
    };
    this.#cancelBurst = afterReading(BURST_MS, over, false);
  }

  #wait(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    const due = this.#decoder.deadline();
    if (due === undefined) return;
    const over = (): void => {
      this.#keys(this.#decoder.expire(performance.now()));
      this.#wait();
    };
    this.#cancel = afterReading(Math.max(1, due - performance.now()), over, false);
  }

  /** Keys that came in one go. */
  #keys(keys: readonly DecodedKey[]): void {
    this.#burst += keys.filter(({ kind }) => kind === "char").length;
    // The end of a paste is marked: only what came in one read with it belongs to it.
    const characters = this.#burst + pastedIn(keys);
    let gone = 0;
    for (const [index, key] of keys.entries()) {
      const asked = this.#asked;
      if (isInterrupt(key)) this.#interrupted();
      else if (key.kind === "ctrl" && key.letter === "z") this.#suspend();
      else if (asked === undefined || asked.line.isDeaf === true) this.#dropLine([key]);
      else if (this.#isDropping && !asked.line.hidden) {
        this.#hasDropped = true;
        this.#dropLine([key]);
      } else {
        const typed = asked.line.take(key, characters);
        if (hasMoreLines(key, asked.line)) this.#drop([key]);
        if (typed.is === "gone") gone += typed.count;
        else if (typed.is !== "done" && typed.is !== "closed") this.#show(typed, asked);
        else {
          this.#answered({ text: typed.text, closed: typed.is === "closed" });
          this.#keep(keys.slice(index + 1), asked.line.hidden);
          return;
        }
      }
    }
    if (gone > 0) this.#takeBack(gone);
  }

  /** Echoes what a key did. */
  #show(typed: KeyEffect, { prompt }: Asked): void {
    if (typed.is === "echo") this.#device?.write(typed.text);
    if ((typed.is === "bell" || typed.is === "refused") && !this.#onlyPrints)
      this.#device?.write(BELL);
    if (typed.is === "refused") this.say(`\n${NOT_PASTED}${prompt}`);
  }

  /**
   * Where nothing that was printed can be changed, the question stands once more with what is left.
   */
  #takeBack(count: number): void {
    if (this.#asked === undefined) return;
    if (this.#onlyPrints) this.interject("");
    else this.#device?.write("\b \b".repeat(count));
  }

  #answered(reply: PersonReply, end = "\n"): void {
    const asked = this.#asked;
    this.#asked = undefined;
    this.#device?.write(end);
    this.#device?.keepAlive(false);
    asked?.answer(reply);
  }

  #interrupted(): void {
    this.#interruptWaits = false;
    if (this.#asked === undefined) this.#ports.dieBy("SIGINT");
    else this.#answered(null);
  }

  #suspend(): void {
    const device = this.#device;
    if (device === undefined || device === null) return;
    this.#suspended = true;
    if (!this.#onlyPrints) device.write(PASTE_OFF);
    device.setEcho(true);
    device.suspend();
    setTimeout(() => {
      if (this.#suspended) this.#continued();
    }, STOP_WAIT_MS);
  }

  /**
   * Whoever had the terminal in between may have left it otherwise than we need it, and the
   * question is out of sight.
   */
  #continued(): void {
    const device = this.#device;
    if (device === undefined || device === null) return;
    this.#suspended = false;
    device.silenceAnew();
    if (!this.#onlyPrints) device.write(PASTE_ON);
    if (this.#asked === undefined) return;
    this.#asked.line.clear();
    this.say(`\n${this.#asked.prompt}`);
  }
}

function isInterrupt(key: DecodedKey): boolean {
  return key.kind === "ctrl" && key.letter === "c";
}

/** Of a paste that is shown, one line is the answer. */
function hasMoreLines(key: DecodedKey, { hidden }: InputLine): boolean {
  return !hidden && key.kind === "paste" && /[\r\n]/.test(key.text.trim());
}

/** In characters. */
function pastedIn(keys: readonly DecodedKey[]): number {
  return keys.reduce((sum, key) => sum + (key.kind === "paste" ? key.text.length : 0), 0);
}

function isText({ kind }: DecodedKey): boolean {
  return kind === "char" || kind === "paste";
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
