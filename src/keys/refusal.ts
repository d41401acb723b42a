/** Says what pasted text is that is no key. Names what it is, never repeats it. */
import type { Problem } from "../base/problem.js";
import { formOf } from "./recognise.js";

type Kind =
  | "several-keys"
  | "several-secrets"
  | "two-profiles"
  | "bad-id"
  | "address"
  | "account"
  | "mail"
  | "arn"
  | "hidden"
  | "placeholder"
  | "private-key"
  | "region"
  | "short"
  | "unknown";

const WANTED = "What is wanted are the access key id (AKIA...) and its secret (step 4).";

const SAYS: Readonly<Record<Kind, readonly [message: string, cure: string]>> = {
  "several-keys": [
    "Several different keys were pasted, and only one can be used.",
    "Paste the one you want: its id and its secret.",
  ],
  "several-secrets": [
    "Several different secrets were pasted, and it is not clear which belongs to the id.",
    "Paste id and secret one by one.",
  ],
  "two-profiles": [
    "The id stands under one profile and the secret under another: they need not belong together.",
    "Paste the lines of one profile only.",
  ],
  "bad-id": [
    "What stands in the place of the access key id is not an id.",
    "Compare it with the CSV file: an id starts with AKIA and has 20 capitals and digits.",
  ],
  address: [
    "That is a web address, not a key.",
    "Open it in the browser; what is wanted here are the id (AKIA...) and the secret that " +
      "step 4 gives.",
  ],
  account: ["That looks like an AWS account number, not a key.", WANTED],
  mail: [
    "That looks like an e-mail address, not a key.",
    "The sign-in of AWS's web site is not used here. Wanted are the access key id " +
      "(AKIA...) and its secret (step 4).",
  ],
  arn: ["That is an ARN, the full name of something at AWS, not a key.", WANTED],
  hidden: [
    "The secret was still hidden when it was copied: only stars came along.",
    "Click Show in the console and copy again, or take Download .csv file.",
  ],
  placeholder: [
    "That is a stand-in from some instructions, not a key.",
    "Paste your own key: step 4 gives its id and its secret.",
  ],
  "private-key": ["That is a private key or a certificate, which MTurk does not use.", WANTED],
  region: [
    "That is the name of a region, not a key.",
    "The region is asked for later. Wanted here are the access key id (AKIA...) and its secret.",
  ],
  short: [
    "That is too short for a secret and does not start like an id.",
    "An id starts with AKIA and has 20 characters, a secret has 40. Copy it again, whole.",
  ],
  unknown: [
    "That does not look like an access key.",
    "Paste the id (AKIA...) and the secret, the whole CSV text, or the lines of an " +
      "~/.aws/credentials file.",
  ],
};

/** What a text without a key is. */
export function whatItIs(text: string): Kind {
  const word = text.trim();
  if (/^(?:-----BEGIN|ssh-(?:rsa|ed25519) )/.test(word)) return "private-key";
  if (/^<[^<>]{1,60}>$/.test(word)) return "placeholder";
  if (/\s/.test(word)) return "unknown";
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(word) || /^www\./i.test(word)) return "address";
  if (/^\d{4}-?\d{4}-?\d{4}$/.test(word)) return "account";
  if (word.startsWith("arn:")) return "arn";
  if (/^[^@\s]+@[^@\s.]+\.[^@\s]+$/.test(word)) return "mail";
  if (/^[a-z]{2,}(?:-[a-z]+)+-\d$/.test(word)) return "region";
  const form = formOf(word);
  if (form === "hidden" || form === "placeholder") return form;
  return word.length < 30 ? "short" : "unknown";
}

export function notAKey(kind: Kind): Problem {
  const [message, cure] = SAYS[kind];
  return refused(message, [
    cure,
    ...(kind === "unknown" || kind === "short"
      ? ["Or choose the CSV file that AWS gave with the key."]
      : []),
  ]);
}

export function refused(message: string, cures: readonly string[]): Problem {
  return { code: "input-malformed", message, try: cures };
}
