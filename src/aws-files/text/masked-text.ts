/** Shows a whole file, line by line, without a word of what must not be seen. */
import type { Secret } from "../../base/secret.js";
import { maskedLine } from "./mask.js";
import { plainText } from "./reveal.js";
import { lexFile } from "./scan-lines.js";

/** Each line as a diff would show it: ids shortened, secrets `(hidden)`; of any text. */
export function maskedText(text: Secret): readonly string[] {
  const file = lexFile(plainText(text));
  return file.raw.map((_line, index) => maskedLine(file, index));
}
