/** JSON as the AWS CLI prints it: `create-access-key`, STS, `credential_process`; and other JSON with a key in it. */
import { formOf } from "./recognise.js";

/** `lines`: the members that matter, one `name = "value"` a line, for the scanner of named values. */
export type Json = { readonly is: "closed"; readonly lines: string } | { readonly is: "open" } | { readonly is: "none" };

/**
 * Finds the first JSON object in a text. "open": the text opens JSON and does not close it; "none": there is no JSON.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html and
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
 */
export function readJson(text: string): Json {
  const start = /(?:^|\n)[^\n{["']*?(?=\{|\[\s*\{)/.exec(text);
  if (start === null) return NONE;
  const json = text.slice(start.index + start[0].length);
  // Source text such as `x = {'a': 1}` or `${NAME}` has braces too; JSON begins with a double quote or a line break.
  if (!/^[[{\s]*(?:"|$)/.test(json)) return NONE;
  const length = lengthOf(json);
  if (length === null) return { is: "open" };
  try {
    const members: string[] = [];
    collect(JSON.parse(json.slice(0, length)), members, 0);
    return { is: "closed", lines: members.join("\n") };
  } catch {
    // Not JSON after all (a trailing comma, a Python dict): the scanner of named values reads it as it stands.
    return NONE;
  }
}

const NONE: Json = { is: "none" };

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
      if (/acces|secret|token/i.test(name) || formOf(member) !== "unclear") into.push(`${name} = "${member.replaceAll(/["\n]/g, " ")}"`);
    } else collect(member, into, depth + 1);
  }
}
