/**
 * Decodes UTF-8 byte by byte, so that a character may arrive in pieces and a broken one costs
 * nothing but itself.
 */

/**
 * First byte of a character of several: how many bytes follow, the bits it brings, the least value
 * that needs so many.
 */
const LEADS = [
  { from: 0xc2, to: 0xdf, follow: 1, bits: 0x1f, least: 0x80 },
  { from: 0xe0, to: 0xef, follow: 2, bits: 0x0f, least: 0x800 },
  { from: 0xf0, to: 0xf4, follow: 3, bits: 0x07, least: 0x1_0000 },
] as const;

export class Utf8 {
  #value = 0;
  #left = 0;
  #least = 0;

  /**
   * The code point that ends with this byte, if one does. A byte of 80-9F that belongs to no
   * character is handed on as that code point: terminals without UTF-8 send the C1 controls so.
   * What is no UTF-8 otherwise is dropped.
   */
  push(byte: number): number | undefined {
    if (this.#left > 0 && byte >= 0x80 && byte <= 0xbf) return this.#follow(byte);
    this.#left = 0;
    if (byte <= 0x9f) return byte;
    const lead = LEADS.find(({ from, to }) => byte >= from && byte <= to);
    if (lead === undefined) return undefined;
    this.#value = byte & lead.bits;
    this.#left = lead.follow;
    this.#least = lead.least;
    return undefined;
  }

  #follow(byte: number): number | undefined {
    this.#value = (this.#value << 6) | (byte & 0x3f);
    this.#left -= 1;
    if (this.#left > 0) return undefined;
    const isSurrogate = this.#value >= 0xd800 && this.#value <= 0xdfff;
    return this.#value < this.#least || this.#value > 0x10_ffff || isSurrogate
      ? undefined
      : this.#value;
  }
}
