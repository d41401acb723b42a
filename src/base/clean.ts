/**
 * Makes foreign text (what AWS, a proxy or a file says) safe to show: one line, no terminal
 * controls, no secrets.
 */
import type { Secret } from "./secret.js";

const ESCAPES =
  // eslint-disable-next-line no-control-regex -- terminal controls are what has to be found here
  /[\u009B][0-?]*[ -/]*[@-~]|[\u009D\u0090\u0098\u009E\u009F][^\u0007\u001B\u009C]*(?:\u0007|\u009C|\u001B\\)?|\u001B(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[PX^_][^\u001B]*(?:\u001B\\)?|[ -/]*[0-~])/g;
// eslint-disable-next-line no-control-regex -- as above
const CONTROLS = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g;
const INVISIBLE = /[\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]/g;

/**
 * Text without escape sequences, control, invisible and direction-changing characters; line breaks
 * and tabs stay.
 */
export function stripControls(text: string): string {
  if (/^[\u0020-\u007E]*$/.test(text)) return text;
  return text
    .replaceAll(ESCAPES, "")
    .replaceAll("\r\n", "\n")
    .replaceAll(CONTROLS, "")
    .replaceAll(INVISIBLE, "");
}

/**
 * Of foreign text, as much is looked at as could be shown, many times over; a server or a file may
 * send a million characters.
 */
const MOST_LOOKED_AT = 16_384;

/**
 * Foreign text as one line that may be shown: the first paragraph only (AWS appends the string to
 * sign after a blank line), without controls, with everything that was entered masked (AWS echoes a
 * secret that was pasted as an id), cut at `limit` characters.
 */
export function cleanForeign(text: string, entered: readonly Secret[], limit = 300): string {
  const masked = (given: string): string =>
    entered.reduce((out, secret) => secret.maskIn(out), given);
  const head = text.slice(0, MOST_LOOKED_AT);
  const paragraph =
    masked(stripControls(head))
      .trim()
      .split(/\n\s*\n/, 1)[0] ?? "";
  const line = masked(paragraph.replaceAll(/\s+/g, " ").trim());
  // What was cut in the middle could be the beginning of a secret, which nobody knows it by.
  if (text.length > head.length && line.length <= limit)
    return `${line.slice(0, Math.max(0, line.lastIndexOf(" ")))}…`;
  return line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
}
