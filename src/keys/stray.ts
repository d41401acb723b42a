/**
 * Tells what came along with a key's half, or became of it, on the way to where it stands; and what
 * was meant, where that is plain.
 */
import { invisibleIn, visibleText } from "../base/invisible.js";
import { codingIn, decodedAs } from "./codings.js";
import { formOf } from "./recognise.js";
import { withoutEnd } from "../base/trim.js";

/** Something that is wrong with the form of an id, a secret or a token, and that no AWS key has. */
export interface Stray {
  readonly kind:
    | "invisible"
    | "quotes"
    | "comment"
    | "trailing"
    | "entity"
    | "percent"
    | "coded"
    | "encrypted"
    | "command";
  /** The end of "… of the access key id:", a clause that never holds any of the value. */
  readonly what: string;
  /** What was meant; null where that cannot be told. Hidden like the value itself. */
  readonly meant: string | null;
}

/** What is wrong with a half, behind its name. `what`: of `Stray`. */
export function strayText(what: string): string {
  return `is not as AWS gave it: ${what}.`;
}

export type Half = "id" | "secret" | "token";

/**
 * Values that a program encrypts and another decrypts: Spring and Jasypt, Ansible, HashiCorp, age,
 * SOPS, PGP, git-crypt.
 */
const ENCRYPTED: readonly (readonly [RegExp, string])[] = [
  [/^ENC[[(]/, "an encrypted value (ENC…)"],
  [/^\{(?:cipher|aes|enc)\}/i, "an encrypted value"],
  [/^\$ANSIBLE_VAULT|^!vault/i, "a value that Ansible Vault encrypted"],
  [/^vault:v\d+:|^vault:/i, "a reference to a vault, or a value that it encrypted"],
  [/^(?:AGE-|age1|-----BEGIN AGE)/, "a value that age encrypted"],
  [/^-----BEGIN PGP/, "a value that PGP encrypted"],
  [/^(?:op|aws-sm|ssm|gcpsm|keyring|lastpass|bw|pass):\/\//i, "a reference to a password manager"],
  [/^AQICAH[A-Za-z0-9+/=]{40,}$/, "a value that AWS KMS encrypted"],
];

/** An id or a secret with nothing about it; `age1` begins what age encrypted. */
const AS_AWS_GAVE_IT = /^(?!age1)(?:A[KS]IA[A-Z0-9]{16}|[A-Za-z0-9/+]{40})$/;

/**
 * What is wrong with the form of this half; null where nothing that could not be part of a key
 * stands in it.
 */
export function strayIn(half: Half, value: string): Stray | null {
  return AS_AWS_GAVE_IT.test(value) ? null : damageOf(half, value);
}

function damageOf(half: Half, value: string): Stray | null {
  const secret = ENCRYPTED.find(([form]) => form.test(value.trim()));
  if (secret !== undefined)
    return {
      kind: "encrypted",
      what: `what stands there is ${secret[1]}, not the key itself`,
      meant: null,
    };
  const hidden = invisibleIn(value);
  if (hidden !== null)
    return stray(half, "invisible", `there is ${hidden}`, visibleText(value).replaceAll(" ", ""));
  const quoted = /^["'`\u2018-\u201F](.*)["'`\u2018-\u201F]$/s.exec(value)?.[1]?.trim();
  if (quoted !== undefined && quoted !== "")
    return stray(
      half,
      "quotes",
      "the quotation marks around it count as part of the value",
      quoted,
    );
  if (/^["'`\u2018-\u201F]|["'`\u2018-\u201F]$/.test(value))
    return stray(
      half,
      "quotes",
      "a quotation mark counts as part of the value",
      value.replaceAll(/^["'`\u2018-\u201F]|["'`\u2018-\u201F]$/g, ""),
    );
  const comment = /^(\S+)\s+(?:[#;]|\/\/).*$/s.exec(value)?.[1];
  if (comment !== undefined)
    return stray(half, "comment", "the remark behind it counts as part of the value", comment);
  if (/^[$]\(|^`/.test(value))
    return {
      kind: "command",
      what: "what stands there is a command of a shell, which nobody runs here",
      meant: null,
    };
  const coded = decodedAs(value, (text) => fits(half, text));
  if (coded !== null) return { kind: coded.kind, what: coded.what, meant: coded.value };
  const unclear = codingIn(value);
  if (unclear !== null) return { ...unclear, meant: null };
  const trailing = withoutEnd(value, ",;\\:.)]}\"'");
  if (trailing !== value && fits(half, trailing))
    return stray(
      half,
      "trailing",
      `${signName(value.slice(trailing.length))} at its end counts as part of the value`,
      trailing,
    );
  return null;
}

function stray(half: Half, kind: Stray["kind"], what: string, meant: string): Stray {
  return { kind, what, meant: fits(half, meant) ? meant : null };
}

/** Whether the text has the form of that half, so that nothing else can have been meant. */
function fits(half: Half, text: string): boolean {
  const form = formOf(text);
  return half === "token" ? form === "token" : form === half;
}

const SIGNS: Readonly<Record<string, string>> = {
  ",": "a comma",
  ";": "a semicolon",
  "\\": "a backslash",
  ":": "a colon",
  ".": "a full stop",
  '"': "a quotation mark",
  "'": "a quotation mark",
};

function signName(signs: string): string {
  return signs.length === 1 ? (SIGNS[signs] ?? "a bracket") : "what stands";
}
