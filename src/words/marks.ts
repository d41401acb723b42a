/** Marks a line with its state in two signs, where no colour may be needed. */
import type { LineState } from "./checks.js";

/** Above the steps of `--dry-run`. */
export const WOULD_DO = "Would do, and has not done:";

export const MARK: Readonly<Record<LineState, string>> = {
  ok: "ok",
  failed: "no",
  silent: "--",
  unclear: "??",
  warning: "! ",
  note: " -",
};
