/** Puts a key together from its halves. */
import type { Secret } from "../base/secret.js";
import type { AccessKey } from "./types.js";

/** Puts together what was pasted one by one. What is wrong with the pair is `judgeKey`'s matter. */
export function joinHalves(
  accessKeyId: string,
  secretAccessKey: Secret,
  sessionToken?: Secret,
): AccessKey {
  return sessionToken === undefined
    ? { accessKeyId, secretAccessKey }
    : { accessKeyId, secretAccessKey, sessionToken };
}

/**
 * Whether text typed so far may be shown, as an id being typed. Everything else is shown hidden,
 * for it may be a secret. True for the empty text and for what AKIA… or ASIA… ids start with, in
 * capitals, up to their 20 characters.
 */
export function looksLikeIdPrefix(text: string): boolean {
  return /^(?:A(?:[KS](?:I(?:A[A-Z0-9]{0,16})?)?)?)?$/.test(text);
}
