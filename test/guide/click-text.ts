/** Reads a line of clicks as plain text. */
import type { GuideStep } from "../../src/guide/types.js";

export function clickText(line: GuideStep["clicks"][number]): string {
  return line.map((part) => (typeof part === "string" ? part : part.label)).join("");
}
