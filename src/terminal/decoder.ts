/**
 * Decodes what a terminal sends into keys, the only decoder of the program. It knows no streams and
 * no timers: time is given.
 *
 * A terminal sends more than keys: mouse reports that a crashed program left on, answers that
 * nobody asked for, focus marks. Node's decoder and the libraries take the first bytes of such a
 * sequence and hand on the rest as typed characters, and a digit among them chooses a row of a
 * menu. Here every sequence is read to its end (ECMA-48, section 5.4 and 5.6:
 * https://ecma-international.org/publications-and-standards/standards/ecma-48/), and only known
 * keys and text come out.
 */
import { type Key, type KeyPress, type Sequence, keyName, keyOfCodePoint } from "./key.js";
import { PasteText } from "./paste.js";
import { readCsi, readSs3 } from "./sequences.js";
import { Utf8 } from "./utf8.js";

/** A key as it is read; whether it came in a burst is seen only when the next ones are there. */
export type DecodedKey = Key & Pick<KeyPress, "at" | "repeat">;

/**
 * Milliseconds after which ESC alone is the Esc key: slow links split a sequence after its ESC by a
 * tenth of a second.
 */
export const ESCAPE_WAIT_MS = 200;
/**
 * What begins like a sequence right after such an Esc is its rest, which came even later: not
 * typed, not a second key.
 */
const LATE_MS = 2_000;
/**
 * Alt and a letter can begin like a sequence too (Alt+], Alt+O): nothing behind it for so long, and
 * it was that.
 */
const INTRODUCER_WAIT_MS = 500;
/** A sequence that stays without its end is given up after this silence. */
export const SEQUENCE_WAIT_MS = 4_000;
/**
 * A string (OSC, DCS …) is given up after so long or so many characters, however steadily it comes.
 */
export const STRING_WAIT_MS = 10_000;
export const STRING_LIMIT = 262_144;
/** A paste whose end mark never comes counts as ended after this silence. */
export const PASTE_SILENCE_MS = 30_000;
/**
 * Ctrl+C after such a silence within a paste is the person's who wonders why nothing happens, not
 * the paste's.
 */
const PASTE_INTERRUPT_MS = 300;
/**
 * The same key again within this time is a key that is held: the slowest usual repeat is eleven a
 * second.
 */
const REPEAT_MS = 100;
/** Parameters longer than this mean nothing to us; they are read over. */
const PARAMETER_LIMIT = 256;

const ESC = 0x1b;
const CTRL_C = 0x03;
const BEL = 0x07;
const ST = 0x9c;
const CSI = 0x9b;
/** CAN and SUB end whatever has begun. */
const CANCELS = new Set([0x18, 0x1a]);

/** What has begun; `bare`: nothing came behind its introducer yet. */
type Begun =
  | { readonly in: "nothing" }
  | { readonly in: "escape"; readonly count: 1 | 2 }
  | {
      readonly in: "csi";
      readonly parameters: string;
      readonly alt: boolean;
      readonly late: boolean;
    }
  | { readonly in: "ss3"; readonly parameters: string }
  /** The next character belongs to it: SS2, and the F keys of Linux's console. */
  | { readonly in: "one-more" }
  /** The old mouse report: three numbers, each a byte, or a character of UTF-8. */
  | { readonly in: "mouse"; readonly read: number; readonly lead: boolean }
  | {
      readonly in: "string";
      readonly osc: boolean;
      readonly since: number;
      readonly length: number;
      readonly escape: boolean;
    }
  | { readonly in: "paste"; readonly text: PasteText };

const NOTHING: Begun = { in: "nothing" };

export class KeyDecoder {
  #begun: Begun = NOTHING;
  #utf8 = new Utf8();
  #out: DecodedKey[] = [];
  #now = 0;
  #fedAt = 0;
  /** How long nothing had come before the byte at hand. */
  #silence = 0;
  /** Until when the rest of a sequence may come whose ESC was taken for the Esc key. */
  #lateUntil = -Infinity;
  #afterReturn = false;
  #last: Key | undefined;
  #lastAt = -Infinity;
  #inner: KeyDecoder | undefined;
  #highSurrogate: number | undefined;

  /** `pasteSilenceMs`: only tests have reason to change it. */
  constructor(private readonly pasteSilenceMs = PASTE_SILENCE_MS) {}

  /**
   * The keys that end within these bytes; `now` in milliseconds of any clock that never goes back.
   */
  feed(bytes: Uint8Array, now: number): readonly DecodedKey[] {
    this.#silence = now - this.#fedAt;
    this.#now = this.#fedAt = now;
    for (const byte of bytes) {
      this.#byte(byte);
      this.#silence = 0;
    }
    return this.#taken();
  }

  /**
   * When `expire` is due, on the clock of `feed`; undefined: nothing has begun that waits for its
   * end.
   */
  deadline(): number | undefined {
    const own = this.#ownDeadline();
    const inner = this.#inner?.deadline();
    return own === undefined || inner === undefined ? (own ?? inner) : Math.min(own, inner);
  }

  /** Gives up what has waited too long for its end; the keys that it turns out to have been. */
  expire(now: number): readonly DecodedKey[] {
    this.#now = now;
    for (const key of this.#inner?.expire(now) ?? []) this.#emit(key, key.repeat);
    const due = this.#ownDeadline();
    if (due !== undefined && now >= due) this.#giveUp();
    return this.#taken();
  }

  #ownDeadline(): number | undefined {
    const begun = this.#begun;
    switch (begun.in) {
      case "nothing":
        return undefined;
      case "escape":
        return this.#fedAt + ESCAPE_WAIT_MS;
      case "ss3":
        return this.#fedAt + (begun.parameters === "" ? INTRODUCER_WAIT_MS : SEQUENCE_WAIT_MS);
      case "csi":
      case "one-more":
      case "mouse":
        return this.#fedAt + SEQUENCE_WAIT_MS;
      case "string":
        return begun.length === 0 && !begun.escape
          ? this.#fedAt + INTRODUCER_WAIT_MS
          : Math.min(this.#fedAt + SEQUENCE_WAIT_MS, begun.since + STRING_WAIT_MS);
      case "paste":
        return this.#fedAt + this.pasteSilenceMs;
    }
  }

  #taken(): readonly DecodedKey[] {
    const out = this.#out;
    this.#out = [];
    return out;
  }

  #giveUp(): void {
    const begun = this.#begun;
    this.#begun = NOTHING;
    if (begun.in === "escape") {
      for (let left: number = begun.count; left > 0; left -= 1) this.#emit({ kind: "esc" });
      this.#lateUntil = this.#now + LATE_MS;
    } else if (begun.in === "paste") this.#emit(begun.text.key());
    else if (begun.in === "csi" && begun.late && begun.parameters === "")
      this.#emit({ kind: "char", text: "[" });
  }

  #emit(key: Key, repeat = false): void {
    const held =
      this.#last !== undefined && sameKey(this.#last, key) && this.#now - this.#lastAt < REPEAT_MS;
    this.#last = key;
    this.#lastAt = this.#now;
    this.#afterReturn = false;
    this.#out.push({ ...key, at: this.#now, repeat: repeat || held });
  }

  #byte(byte: number): void {
    if (this.#begun.in === "mouse" && this.#mouse(byte, this.#begun)) return;
    const code = this.#utf8.push(byte);
    if (code !== undefined) this.#code(code);
  }

  /**
   * Whether the byte belongs to the report. A number above 94 is one byte, or, where UTF-8 was
   * asked for, two.
   */
  #mouse(byte: number, { read, lead }: Extract<Begun, { in: "mouse" }>): boolean {
    this.#begun = NOTHING;
    // CSI in its one-byte form could be column 122; but a key too few is better than a report that
    // is typed.
    if (byte < 0x20 || byte === CSI) return false;
    if (lead && byte >= 0x80 && byte <= 0xbf) {
      if (read < 3) this.#begun = { in: "mouse", read, lead: false };
      return true;
    }
    if (read === 3) return false;
    const opens = byte >= 0xc2 && byte <= 0xdf;
    if (read < 2 || opens) this.#begun = { in: "mouse", read: read + 1, lead: opens };
    return true;
  }

  #code(code: number): void {
    const begun = this.#begun;
    if (begun.in === "escape") this.#escape(code, begun.count);
    else if (begun.in === "csi") this.#csi(code, begun);
    else if (begun.in === "ss3") this.#ss3(code, begun.parameters);
    else if (begun.in === "string") this.#string(code, begun);
    else if (begun.in === "paste") this.#paste(code, begun.text);
    else if (begun.in === "one-more" && !isControl(code)) this.#end();
    else this.#ground(code);
  }

  #end(): void {
    this.#begun = NOTHING;
  }

  /** Where nothing has begun, or what had begun is broken off by this. */
  #ground(code: number): void {
    this.#end();
    const late = this.#now < this.#lateUntil;
    this.#lateUntil = -Infinity;
    if (code === ESC) this.#begun = { in: "escape", count: 1 };
    else if (isC1(code)) this.#introduce(code - 0x40, false);
    else if (late && code === 0x5b) this.#begun = { in: "csi", parameters: "", alt: false, late };
    else if (late && code === 0x5d) this.#introduce(code, false);
    else this.#typed(code);
  }

  #typed(code: number): void {
    // A line end of two characters is one Enter, however far apart they arrive.
    const continues = code === 0x0a && this.#afterReturn;
    const key = continues ? undefined : keyOfCodePoint(code);
    if (key !== undefined) this.#emit(key);
    this.#afterReturn = code === 0x0d;
  }

  /** What follows ESC, or is a C1 control less 40. */
  #introduce(code: number, alt: boolean): void {
    this.#end();
    const letter = String.fromCharCode(code);
    if (letter === "[") this.#begun = { in: "csi", parameters: "", alt, late: false };
    else if (letter === "O") this.#begun = { in: "ss3", parameters: "" };
    else if (letter === "N") this.#begun = { in: "one-more" };
    else if (/[\]PX^_]/.test(letter))
      this.#begun = {
        in: "string",
        osc: letter === "]",
        since: this.#now,
        length: 0,
        escape: false,
      };
  }

  #escape(code: number, count: 1 | 2): void {
    if (code === ESC) {
      if (count === 2) this.#emit({ kind: "esc" });
      this.#begun = { in: "escape", count: 2 };
    } else if (code === CTRL_C) {
      for (let left: number = count; left > 0; left -= 1) this.#emit({ kind: "esc" });
      this.#ground(code);
    } else if (code === 0x5b) this.#introduce(code, count === 2);
    else {
      if (count === 2) this.#emit({ kind: "esc" });
      // Anything that introduces nothing is Alt and a key: no use for it here.
      this.#introduce(isC1(code) ? code - 0x40 : code, isC1(code));
    }
  }

  #csi(code: number, { parameters, alt, late }: Extract<Begun, { in: "csi" }>): void {
    const char = String.fromCodePoint(code);
    if (code < 0x20 || code > 0x7e) {
      if (CANCELS.has(code)) this.#end();
      else this.#ground(code);
    } else if (code < 0x40 && !(char === "$" && /^\d{1,2}$/.test(parameters))) {
      this.#begun = {
        in: "csi",
        parameters: (parameters + char).slice(0, PARAMETER_LIMIT),
        alt,
        late,
      };
    } else if (char === "M" && parameters === "")
      this.#begun = { in: "mouse", read: 0, lead: false };
    else if (char === "[" && parameters === "") this.#begun = { in: "one-more" };
    else this.#sequence(readCsi(parameters, char), alt);
  }

  #ss3(code: number, parameters: string): void {
    if (code < 0x20 || code > 0x7e) this.#ground(code);
    else if (/[\d;]/.test(String.fromCodePoint(code)))
      this.#begun = {
        in: "ss3",
        parameters: (parameters + String.fromCodePoint(code)).slice(0, PARAMETER_LIMIT),
      };
    else this.#sequence(readSs3(parameters, String.fromCodePoint(code)), false);
  }

  /** `alt`: an ESC stood before it, which is Alt where a key follows, and else was the Esc key. */
  #sequence(sequence: Sequence, alt: boolean): void {
    this.#end();
    const isKey = sequence.is === "key" || sequence.is === "other-key";
    if (alt && !isKey) this.#emit({ kind: "esc" });
    if (sequence.is === "paste-start") this.#begun = { in: "paste", text: new PasteText() };
    else if (sequence.is === "wrapped") this.#wrapped(sequence.code);
    else if (sequence.is === "key" && !alt)
      for (let left = sequence.times; left > 0; left -= 1)
        this.#emit(sequence.key, sequence.repeat);
  }

  /**
   * Under win32-input-mode also answers and pastes come as key presses, a character each: they are
   * decoded once more.
   */
  #wrapped(unit: number): void {
    const high = this.#highSurrogate;
    this.#highSurrogate = unit >= 0xd800 && unit <= 0xdbff ? unit : undefined;
    if (this.#highSurrogate !== undefined) return;
    const text = high === undefined ? String.fromCharCode(unit) : String.fromCharCode(high, unit);
    this.#inner ??= new KeyDecoder(this.pasteSilenceMs);
    for (const key of this.#inner.feed(new TextEncoder().encode(text), this.#now))
      this.#emit(key, key.repeat);
  }

  #string(code: number, begun: Extract<Begun, { in: "string" }>): void {
    if (begun.escape) {
      if (code === 0x5c) this.#end();
      else if (code === ESC || isC1(code)) this.#ground(code);
      else this.#escape(code, 1);
    } else if (code === ESC) this.#begun = { ...begun, escape: true };
    else if (code === ST || (code === BEL && begun.osc) || CANCELS.has(code)) this.#end();
    else if (code === CTRL_C || isC1(code)) this.#ground(code);
    else if (begun.length >= STRING_LIMIT) this.#end();
    else this.#begun = { ...begun, length: begun.length + 1 };
  }

  #paste(code: number, paste: PasteText): void {
    if (code === CTRL_C && this.#silence >= PASTE_INTERRUPT_MS) this.#ground(code);
    else if (paste.push(code)) {
      this.#end();
      this.#emit(paste.key());
    }
  }
}

function isControl(code: number): boolean {
  return code < 0x20 || code === 0x7f || isC1(code);
}

function isC1(code: number): boolean {
  return code >= 0x80 && code <= 0x9f;
}

function sameKey(one: Key, other: Key): boolean {
  return one.kind !== "paste" && keyName(one) === keyName(other);
}
