/**
 * Judges the form of the keys that were found: what AWS cannot have given out is said before
 * anybody is asked.
 */
import { DOCTOR_MENDS } from "../aws-files/text/scan-problem.js";
import type { Problem } from "../base/problem.js";
import { isHopeless, judgeKey } from "../keys/shape.js";
import type { AccessKey, KeyFinding } from "../keys/types.js";
import { label, problem, shownSafely, type KeySource } from "./place.js";

/**
 * Why AWS cannot accept the key of this place, whoever asks; null where it could be right, or where
 * the key is not known.
 */
export function hopelessForm(place: KeySource): Problem | null {
  const found = findings(place).find(isHopeless);
  if (found === undefined) return null;
  if (found.code === "placeholder") return placeholderIn(place);
  return problem(
    "key-garbled",
    `The key in ${label(place)} cannot work. ${found.message}`,
    curesFor(place, found),
  );
}

/**
 * AWS's documentation prints this pair for everyone: nobody need be asked about it. Null for any
 * other, and for what is none at all.
 */
export function sampleKey(place: KeySource): Problem | null {
  const found = findings(place).find(({ code }) => code === "example");
  if (found === undefined || hopelessForm(place) !== null) return null;
  return problem(
    "example-keys",
    `The key in ${label(place)} is the example from AWS's documentation. It opens no ` +
      "account, so AWS is not asked about it.",
    [found.try, ...place.cure],
  );
}

/**
 * What is wrong with a key that is complete and that nothing uses; null where it could be right, or
 * is not known.
 */
export function unusedForm(place: KeySource): Problem | null {
  const found = findings(place).find(({ level }) => level === "error");
  if (found === undefined) return null;
  const code =
    found.code === "placeholder"
      ? "placeholder-keys"
      : found.code === "example"
        ? "example-keys"
        : "key-garbled";
  return {
    ...problem(
      code,
      `Nothing uses the key in ${label(place)} now, and it could not work. ${found.message}`,
      curesFor(place, found),
    ),
    level: "note",
  };
}

/**
 * What speaks against a key that could be right all the same: it was cut, or written in small
 * letters.
 */
export function doubtfulForm(place: KeySource): readonly Problem[] {
  if (!/^A[KS]IA/i.test(place.key?.accessKeyId ?? "") || hopelessForm(place) !== null) return [];
  const doubts = findings(place).filter(
    ({ code, field, message }) =>
      field !== "token" &&
      (code === "length" || (code === "likely-typo" && message.includes("small"))),
  );
  return doubts.map((found) =>
    problem("key-garbled", `${found.message} (${label(place)})`, curesFor(place, found)),
  );
}

/**
 * `YourAccessKeyId` is what psiTurk 2 wrote into a fresh .psiturkconfig; psiTurk 3 takes it for a
 * key.
 */
export function placeholderIn(place: KeySource): Problem {
  return problem(
    "placeholder-keys",
    `What stands in ${shownSafely(place.location)} is a placeholder, not an access key, ` +
      "and it counts as one: AWS refuses it, and it hides keys elsewhere.",
    place.cure,
  );
}

function findings({ key }: KeySource): readonly KeyFinding[] {
  return key === null ? [] : judgeKey(key, { practice: false });
}

/**
 * The doctor mends the AWS files where all of the key is there; elsewhere the value has to be put
 * right by hand, or the place taken away.
 */
function curesFor(place: KeySource, found: KeyFinding): readonly string[] {
  const inFiles = place.name === "credentials-file" || place.name === "config-file";
  const isLost =
    found.code === "length" ||
    found.code === "likely-typo" ||
    (place.key !== null && hides(place.key));
  return [...(inFiles && !isLost ? [DOCTOR_MENDS] : []), found.try, ...(inFiles ? [] : place.cure)];
}

/** Stars or dots in the place of signs: what a program showed was copied, not the key. */
function hides({ accessKeyId, secretAccessKey }: AccessKey): boolean {
  const hidden = /[*\u2022\u2026]|\.{3}/;
  return hidden.test(accessKeyId) || secretAccessKey.satisfies((value) => hidden.test(value));
}
