/**
 * Describes what an access key, a region and a profile name may look like, and says what is wrong
 * where they look otherwise.
 */
import { ID_AS_NAME, NAMELESS, SECRET_AS_NAME } from "./profile-name.js";
import * as z from "zod";
import type { Secret } from "../base/secret.js";
import {
  type Form,
  formOf,
  isDocumentedExample,
  isPlaceholder,
  mayHoldSecret,
  whatOtherIdNames,
} from "./recognise.js";
import { judgeRegion } from "./region.js";
import { strayIn, strayText, type Half, type Stray } from "./stray.js";
import type { AccessKey, KeyFinding } from "./types.js";

/**
 * What can be sent and stored as an id: word characters (documented,
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html). Length and letters are
 * only observed: `judgeKey` warns about them.
 */
export const accessKeyIdSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9_]{1,128}$/,
    "An access key id has only letters and digits, and at most 128 of them.",
  );

/**
 * What can be stored as a secret: printable ASCII without blanks. Length and alphabet are only
 * observed: `judgeKey` warns about them.
 */
export const secretAccessKeySchema = z
  .string()
  .regex(
    /^[\u0021-\u007E]{1,256}$/,
    "A secret access key has no blanks, accents or invisible characters.",
  );

/**
 * A session token is opaque, of no documented length; it goes through HTTP headers and INI files,
 * hence no blanks.
 */
export const sessionTokenSchema = z
  .string()
  .regex(/^[\u0021-\u007E]+$/, "A session token has no blanks, accents or invisible characters.");

/** An AWS region's code such as `us-east-1`, by the one rule for it (`judgeRegion`). */
export const regionSchema = z.string().superRefine((text, context) => {
  const judged = judgeRegion(text);
  if (judged.ok) return;
  const meant =
    judged.meant === null
      ? "A region looks like us-east-1: a place, a direction and a number. MTurk is in " +
        "us-east-1 only."
      : `Write ${judged.meant}.`;
  context.addIssue({ code: "custom", message: `That is no region: ${judged.why}. ${meant}` });
});

/**
 * The name of a profile that is to be written. The set is the one of the shared specification of
 * AWS's SDKs (https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html); names that one of
 * the readers (boto3, psiTurk, the JavaScript SDK) misreads are refused.
 */
export const profileNameSchema = z
  .string()
  .min(1, NAMELESS)
  .max(128, "A profile name may have at most 128 characters.")
  .refine(
    (name) => !/\s/.test(name),
    "A profile name may not contain blanks: some AWS tools stop reading there.",
  )
  .refine((name) => !/A[KS]IA[A-Z0-9]{16}/i.test(name), ID_AS_NAME)
  .refine((name) => !mayHoldSecret(name), SECRET_AS_NAME)
  .refine(
    (name) => name !== "DEFAULT",
    "DEFAULT in capitals means something else to the programs that read the file. Use " +
      "default, in small letters.",
  )
  .refine(
    (name) => name !== "__proto__",
    "__proto__ cannot be read back by AWS's JavaScript tools. Choose another name.",
  )
  .regex(
    /^[A-Za-z0-9_.@%+:/-]+$/,
    "A profile name may have letters, digits and _ . @ % + : / - only.",
  );

/**
 * How to judge: in practice AWS's documented example pair is welcome; a file name tells where the
 * key came from.
 */
export interface JudgeOptions {
  readonly practice: boolean;
  readonly fileName?: string;
}

/**
 * What is to be said about a key's shape before anybody is asked, errors first. No message contains
 * any of the key. An empty list means that nothing speaks against it, not that AWS knows it.
 */
export function judgeKey(key: AccessKey, options: JudgeOptions): readonly KeyFinding[] {
  if (isSwapped(key)) return [SWAPPED];
  if (formOf(key.accessKeyId) === "secret") return [TWO_SECRETS];
  return inOrder([
    ...judgeId(key.accessKeyId, options),
    ...judgeSecret(key.secretAccessKey, options),
    ...judgeToken(key),
    ...(options.fileName === undefined ? [] : judgeFileName(options.fileName)),
  ]);
}

/** Warns of `rootkey.csv`: the name AWS gives to the file with a key of the account's root user. */
export function judgeFileName(fileName: string): readonly KeyFinding[] {
  return /(?:^|[\\/])rootkey[^\\/]*\.csv$/i.test(fileName) ? [ROOT_FILE] : [];
}

/** The findings about an id alone; `judgeKey` for both halves. */
export function judgeId(id: string, options: JudgeOptions): readonly KeyFinding[] {
  if (isDocumentedExample(id)) return options.practice ? [] : [{ ...EXAMPLE, field: "id" }];
  if (isPlaceholder(id)) return [placeholder("id")];
  const stray = strayIn("id", id);
  if (stray !== null) return [strayFinding("id", stray)];
  if (!accessKeyIdSchema.safeParse(id).success) return [charactersOfId(id)];
  const names = whatOtherIdNames(id);
  if (names !== null) {
    return [
      finding(
        "error",
        "id",
        "not-a-key-id",
        `This is an id, but not of an access key: ${id.slice(0, 4)}... names ${names}.`,
        NEW_KEY,
      ),
    ];
  }
  return idWarnings(id);
}

/** The findings about a secret alone; `judgeKey` for both halves. */
export function judgeSecret(secret: Secret, options: JudgeOptions): readonly KeyFinding[] {
  if (secret.satisfies(isDocumentedExample))
    return options.practice ? [] : [{ ...EXAMPLE, field: "secret" }];
  if (secret.satisfies(isPlaceholder)) return [placeholder("secret")];
  const stray = straysOf("secret", secret);
  if (stray !== null) return [strayFinding("secret", stray)];
  if (!secret.satisfies((value) => secretAccessKeySchema.safeParse(value).success)) {
    const message =
      secret.length === 0
        ? "The secret is empty."
        : "The secret has characters that no secret has: blanks, accents or invisible ones.";
    return [finding("error", "secret", "characters", message, FROM_CSV)];
  }
  const found: KeyFinding[] = [];
  if (secret.length !== 40) {
    const cut =
      secret.length < 40 ? "It may have been cut." : "Something else may have come along with it.";
    found.push(
      finding(
        "warning",
        "secret",
        "length",
        `The secret has ${secret.length} characters; AWS's secrets have 40. ${cut}`,
        FROM_CSV,
      ),
    );
  }
  if (!secret.satisfies((value) => /^[A-Za-z0-9/+]*$/.test(value))) {
    found.push(
      finding(
        "warning",
        "secret",
        "characters",
        "The secret has characters other than letters, digits, / and +, which AWS's " +
          "secrets do not have.",
        FROM_CSV,
      ),
    );
  } else if (secret.satisfies((value) => /^(?:[0-9a-f]{40}|[0-9A-F]{40})$/.test(value))) {
    found.push(
      finding(
        "warning",
        "secret",
        "likely-typo",
        "The secret has only the digits 0-9 and a-f, like a version number in git. AWS's " +
          "secrets have all letters.",
        FROM_CSV,
      ),
    );
  }
  return found;
}

/** As `strayIn`, for a half that may not be seen. */
export function straysOf(half: Half, value: Secret): Omit<Stray, "meant"> | null {
  let found: Stray | null = null;
  value.satisfies((text) => {
    found = strayIn(half, text);
    return found !== null;
  });
  const known = found as Stray | null;
  return known === null ? null : { kind: known.kind, what: known.what };
}

/** Error: AWS's own form rules it out, so nobody need be asked. */
function strayFinding(field: "id" | "secret", { kind, what }: Omit<Stray, "meant">): KeyFinding {
  const name = field === "id" ? "access key id" : "secret access key";
  const cure =
    kind === "encrypted"
      ? "Have the program that encrypted it write out the key itself, or copy the key from " +
        "the CSV file."
      : kind === "command"
        ? "Run the command yourself, and put what it prints there."
        : FROM_CSV;
  return finding("error", field, "characters", `The ${name} ${strayText(what)}`, cure);
}

/**
 * Whether the finding means that AWS cannot have such a key, so that asking it would be of no use.
 */
export function isHopeless({ level, code }: KeyFinding): boolean {
  return level === "error" && code !== "example";
}

function idWarnings(id: string): readonly KeyFinding[] {
  const found: KeyFinding[] = [];
  const capitals = id.toUpperCase();
  if (!/^A[KS]IA/.test(capitals)) {
    found.push(
      finding(
        "warning",
        "id",
        "likely-typo",
        "An access key id starts with AKIA (or ASIA); this one does not.",
        COMPARE,
      ),
    );
  } else if (id !== capitals) {
    found.push(
      finding(
        "warning",
        "id",
        "likely-typo",
        "An access key id has capital letters only; this one has small ones.",
        COMPARE,
      ),
    );
  }
  if (id.length !== 20) {
    found.push(
      finding(
        "warning",
        "id",
        "length",
        idHas(`${id.length} characters; AWS's ids have 20.`),
        COMPARE,
      ),
    );
  }
  const odd = /^A[KS]IA/.test(capitals)
    ? [...new Set(id.slice(4).replaceAll(/[^0189_]/g, ""))].join(", ")
    : "";
  if (odd !== "") {
    // https://github.com/gitleaks/gitleaks: the sixteen characters are base32, which has none of
    // these digits.
    found.push(
      finding(
        "warning",
        "id",
        "likely-typo",
        idHas(`${odd}; AWS's ids do not use 0, 1, 8, 9 or _. Perhaps it is O, I or B.`),
        COMPARE,
      ),
    );
  }
  return found;
}

function judgeToken(key: AccessKey): readonly KeyFinding[] {
  const { sessionToken } = key;
  if (sessionToken?.satisfies((value) => sessionTokenSchema.safeParse(value).success) === false) {
    return [
      finding(
        "error",
        "token",
        "characters",
        "The session token is empty or has characters that cannot be sent.",
        "Copy the token again, in one piece.",
      ),
    ];
  }
  const temporary = /^ASIA/i.test(key.accessKeyId);
  if (temporary && sessionToken === undefined) {
    return [
      finding(
        "warning",
        "token",
        "temporary",
        "ASIA... is a temporary key: it works only together with its session token, which " +
          "is missing.",
        `Paste the session token too. Better: ${LONG_TERM}`,
      ),
    ];
  }
  if (temporary) {
    return [
      finding(
        "warning",
        "token",
        "temporary",
        "This is a temporary key: it expires within hours, and MTurk's guide says that " +
          "MTurk does not accept it.",
        `Better: ${LONG_TERM}`,
      ),
    ];
  }
  if (sessionToken !== undefined) {
    return [
      finding(
        "warning",
        "token",
        "temporary",
        "A session token came with this key, but only ASIA... keys have one. AWS refuses " +
          "the pair with it.",
        "Leave the session token out, or paste the ASIA... key that it belongs to.",
      ),
    ];
  }
  return [];
}

function isSwapped(key: AccessKey): boolean {
  const [id, secret] = [
    formOf(key.accessKeyId),
    (form: Form) => key.secretAccessKey.satisfies((value) => formOf(value) === form),
  ];
  return id === "secret" ? !secret("secret") : secret("id") && id !== "id";
}

function charactersOfId(id: string): KeyFinding {
  const message =
    id === ""
      ? "The access key id is empty."
      : "The access key id has characters that no id has: only letters and digits can be sent.";
  return finding("error", "id", "characters", message, COMPARE);
}

function placeholder(field: "id" | "secret"): KeyFinding {
  const what = field === "id" ? "access key id" : "secret";
  return finding(
    "error",
    field,
    "placeholder",
    `This is a stand-in from some instructions, not ${field === "id" ? "an" : "a"} ${what}.`,
    `Put your own ${what} there. ${NEW_KEY}`,
  );
}

function inOrder(findings: readonly KeyFinding[]): readonly KeyFinding[] {
  return [
    ...findings.filter((each) => each.level === "error"),
    ...findings.filter((each) => each.level === "warning"),
  ];
}

function finding(
  level: KeyFinding["level"],
  field: KeyFinding["field"],
  code: KeyFinding["code"],
  message: string,
  cure: string,
): KeyFinding {
  return { level, field, code, message, try: cure };
}

const COMPARE = "Compare it with the CSV file, or choose the CSV file itself.";
const FROM_CSV =
  "Copy it again, or take id and secret from the CSV file. AWS shows a secret only once.";
const NEW_KEY =
  "In step 4 you make an access key: its id starts with AKIA, and a secret belongs to it.";
const LONG_TERM = "use a key of an IAM user, AKIA... (step 4).";

const SWAPPED = finding(
  "error",
  "id",
  "swapped",
  "Id and secret are swapped, in each other's place: the id starts with AKIA, the secret " +
    "has 40 characters.",
  "Enter them the other way round.",
);
const TWO_SECRETS = finding(
  "error",
  "id",
  "not-a-key-id",
  "Both halves have the form of a secret: the id is missing. It starts with AKIA and has " +
    "20 capitals and digits.",
  COMPARE,
);
const EXAMPLE = finding(
  "error",
  "id",
  "example",
  "This is the example from AWS's documentation. It opens no account.",
  NEW_KEY,
);
const ROOT_FILE = finding(
  "warning",
  "id",
  "root-file",
  "rootkey.csv is the name of files with a root key: it may do everything in the account, " +
    "billing included.",
  "Use the key of an IAM user instead (step 4), then delete the root key: account menu > " +
    "Security credentials.",
);

function idHas(odd: string): string {
  return `The access key id has ${odd}`;
}

/**
 * The findings as they are told, one sentence each: those that are mended in the same way stand
 * together, and say how once.
 */
export function saidOf(findings: readonly KeyFinding[]): readonly string[] {
  const cures = [...new Set(findings.map((finding) => finding.try))];
  return cures.map((cure) =>
    [
      ...findings.filter((finding) => finding.try === cure).map(({ message }) => message),
      cure,
    ].join(" "),
  );
}
