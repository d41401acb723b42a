/**
 * Reads JSON as the AWS CLI prints it: `create-access-key`, STS, `credential_process`; and other
 * JSON with a key in it.
 */
import { formOf } from "./recognise.js";

/**
 * `text`: each JSON value replaced by its members that matter, one `name = "value"` a line, for the
 * scanner of named values.
 */
export type Json =
  | { readonly is: "closed"; readonly text: string }
  | { readonly is: "open" }
  | { readonly is: "none" };

/**
 * A value in braces, or a list of such, at the beginning of the text or of a line; `lengthOf` finds
 * its end.
 */
const START = /(?:^|\n)[^\n{["']*?(?=\{|\[\s*\{)/;

/**
 * Reads every JSON object of a text where it stands, so that of two keys none is passed over.
 * "open": the text opens JSON and does not close it; "none": there is no JSON.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html and
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
 */
export function readJson(text: string): Json {
  const parts: string[] = [];
  let rest = text;
  for (;;) {
    const start = START.exec(rest);
    const at = start === null ? -1 : start.index + start[0].length;
    const json = rest.slice(at);
    // Source text such as `x = {'a': 1}` or `${NAME}` has braces too; JSON begins with a double
    // quote or a line break.
    if (at < 0 || !/^[[{\s]*(?:"|$)/.test(json)) break;
    const length = lengthOf(json);
    if (length === null) return { is: "open" };
    const members = membersOf(json.slice(0, length));
    if (members === null) break;
    parts.push(rest.slice(0, at), "\n", members, "\n");
    rest = json.slice(length);
  }
  return parts.length === 0 ? { is: "none" } : { is: "closed", text: [...parts, rest].join("") };
}

/**
 * Null for what is not JSON after all (a trailing comma, a Python dict): the scanner of named
 * values reads it as it stands.
 */
function membersOf(json: string): string | null {
  const members: string[] = [];
  try {
    collect(JSON.parse(json), members, 0);
  } catch {
    return null;
  }
  return members.join("\n");
}

/** Length of the first balanced object or array; null if it is never closed. */
function lengthOf(json: string): number | null {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < json.length; index++) {
    const char = json[index];
    if (inString) {
      if (char === "\\") index++;
      else if (char === '"') inString = false;
    } else if (char === '"') inString = true;
    else if (char === "{" || char === "[") depth++;
    else if ((char === "}" || char === "]") && --depth === 0) return index + 1;
  }
  return null;
}

function collect(value: unknown, into: string[], depth: number): void {
  if (value === null || typeof value !== "object" || depth > 8) return;
  for (const [name, member] of Object.entries(value)) {
    if (typeof member === "string") {
      // A member such as "AWS_ACCESS_KEY_ID=AKIA…" is how containers list their environment.
      if (/acces|secret|token/i.test(name + member) || formOf(member) !== "unclear")
        into.push(`${name} = "${member.replaceAll(/["\n]/g, " ")}"`);
    } else collect(member, into, depth + 1);
  }
}
