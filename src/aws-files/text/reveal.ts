/**
 * Makes text of a secret, at the one place of this room: files cannot be read or edited without it.
 */
import type { Secret } from "../../base/secret.js";

/** The text behind a secret; for use within files/ only. */
export function plainText(secret: Secret): string {
  return secret.reveal();
}
