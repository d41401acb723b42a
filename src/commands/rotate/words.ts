/** Words what `rotate` says to people. */
import { lastUseParts } from "../../words/last-use.js";
import { MARK } from "../../words/marks.js";
import { stepWords } from "../../words/rotation.js";
import { NOT_SEEN_OFF } from "../../words/watch.js";
import { firstTen } from "../../base/list.js";
import {
  LINK_AGAIN,
  OWN_KEYS_POLICY,
  RESTART_PSITURK,
  type KeyAtAws,
  type KeyPlace,
  type KnownKey,
  type Rotated,
  type RotateProgress,
  makeKeySteps,
  placeText,
} from "../../jobs/rotate/index.js";
import type { Identity } from "../../aws/types.js";
import { isFree } from "../../jobs/rotate/decide.js";
import type { Clock, Host } from "../../base/host.js";
import type { Problem } from "../../base/problem.js";
import { shortPath } from "../../jobs/names.js";
import { askedLines } from "../../words/checks.js";
import { maskId } from "../../keys/types.js";
import type { KeyReport } from "./look.js";
import { profileOption } from "../../keys/profile-name.js";

const DAY_MS = 86_400_000;

/** "2025-11-20 (367 days ago)". */
function ago(at: number, now: number): string {
  const days = Math.floor((now - at) / DAY_MS);
  return (
    `${new Date(at).toISOString().slice(0, 10)} ` +
    `(${days <= 0 ? "today" : days === 1 ? "yesterday" : `${days} days ago`})`
  );
}

/** One key as IAM knows it: state, age, last use. */
export function keyLine({ id, status, createdAt, lastUse }: KeyAtAws, now: number): string {
  const state = status === "Active" ? "switched on" : "switched off";
  const made = createdAt === null ? [] : [`made ${ago(createdAt, now)}`];
  const used = lastUseParts(lastUse, (at) => ago(at, now));
  return [`${maskId(id)}: ${state}`, ...made, ...used].join(", ");
}

/** A rotation that ended with something left to do. `state`: of the old key, "is still on". */
export function inFileAndWorks(oldId: string, state: string, because: Problem | null): string {
  return (
    `The new key is in the file and works; ${maskId(oldId)} ` +
    `${state}.${because === null ? "" : ` ${because.message}`}`
  );
}

/** The options that let this key go. */
export function letGoCure(key: KnownKey): string {
  return isFree(key)
    ? `If nobody uses it: add --let-go ${maskId(key.id)}`
    : `If it may go although it stands there: add --let-go ${maskId(key.id)} --off-anyway`;
}

/** The key that is to be replaced, before anybody agrees. */
export function lookLines(look: KeyReport, host: Host, now: number): readonly string[] {
  const { profile, key, path, checked, keys, copies } = look;
  const own = keys?.find(({ id }) => id === key.accessKeyId);
  return [
    `Replace the key of profile ${profile}: ${maskId(key.accessKeyId)}, in ` +
      shortPath(path, host),
    ...askedLines(checked, key.accessKeyId).map(({ state, text }) => `  ${MARK[state]}  ${text}`),
    ...(own === undefined ? [] : [`      ${keyLine(own, now)}`]),
    ...copyLines(
      copies,
      host,
      "It stands here too, and what reads it there stops when it goes off:",
    ),
  ];
}

/** Where else the old key stands. */
export function copyLines(
  copies: readonly KeyPlace[],
  host: Host,
  title: string,
): readonly string[] {
  if (copies.length === 0) return [];
  const { shown, more } = firstTen(copies);
  return [
    title,
    ...shown.map((place) => `  ${placeText(place, host)}`),
    ...(more === null ? [] : [`  ${more}`]),
  ];
}

/** Why a person has to make the key, what to click, and what would spare it next time. */
export function guidedLines(
  because: Problem | null,
  holder: Identity,
  oldId: string,
): readonly string[] {
  const isUser = holder.arn.includes(":user/");
  const policy =
    because?.code === "policy-missing" || because === null
      ? [
          "Or let this user do it itself: attach this policy to it, then run this again.",
          ...OWN_KEYS_POLICY.split("\n").map((line) => `  ${line}`),
        ]
      : [];
  return [
    ...(because === null ? [] : [because.message]),
    ...(isUser
      ? [
          "In the console:",
          ...makeKeySteps(holder, oldId).map((step, index) => `  ${index + 1}  ${step}`),
          ...policy,
        ]
      : (because?.try ?? []).map((cure) => `  - ${cure}`)),
    "Somebody else has to do it? mturk-setup rotate --letter prints a text for them, " +
      "without secrets.",
  ];
}

/**
 * Progress as a line for stderr; null where there is nothing worth a line. `undone`: the old key
 * comes back.
 */
export function rotationProgressLine(
  progress: RotateProgress,
  clock: Clock,
  undone: boolean,
): string | null {
  switch (progress.type) {
    case "lane":
      return null;
    case "propagation":
      return (
        "AWS does not know this key yet; a new key can take 30 seconds. Asking again, for " +
        `${left(progress.until, clock)} more.`
      );
    case "patience":
      return `${PATIENCE[progress.because]} Asking again, for ${left(progress.until, clock)} more.`;
    case "step":
      return stepWords(progress.step, undone).line;
  }
}

const PATIENCE = {
  "too-new": "IAM does not take this key yet; a new key can take 30 seconds.",
  busy: "IAM wants to be asked more slowly.",
  "no-answer": "IAM gave no answer.",
} as const;

function left(until: number, clock: Clock): string {
  return `${Math.max(1, Math.ceil((until - clock.now()) / 1000))} s`;
}

/** What came of it, and what to do later. */
export function rotatedLines(
  rotated: Rotated,
  host: Host,
  more: {
    readonly undone: boolean;
    readonly otherAccount: boolean;
    /** AWS was seen to accept the old key. */ readonly seenOn: boolean;
  },
): readonly string[] {
  const { profile, from, to, old, rolledBack, removedBackups, copies, holding, unread } = rotated;
  const { notices } = rotated;
  if (rolledBack)
    return [
      ...notices,
      `${profile}: the new key was deleted again. ` +
        (from === null
          ? "The profile has no key in the AWS files, as before."
          : `${maskId(from)} is in the file, as before.`),
    ];
  if (from === null || to === null)
    return notices.length > 0
      ? notices.map((notice) => `${profile}: ${notice}`)
      : [`${profile}: no rotation is under way; there was nothing to do.`];
  const did = more.undone
    ? `${profile}: ${maskId(to)} is back; ${maskId(from)} is out of the file.`
    : `${profile}: replaced ${maskId(from)} by ${maskId(to)}. AWS accepts it.`;
  return [
    ...notices,
    did,
    ...copyLines(holding, host, "It also stands here now:"),
    ...oldLines(rotated, profileOption(profile), more),
    ...(removedBackups.length === 0
      ? []
      : [`Backups that held it are gone too: ${removedBackups.length}.`]),
    ...copyLines(
      copies,
      host,
      old === "active" || old === null
        ? `${maskId(from)} still stands here, to be changed by ` +
            `hand${copies.some(({ editable }) => editable) ? " or with --everywhere" : ""}:`
        : `${maskId(from)} still stands here, where it does not work any more:`,
    ),
    ...copyLines(unread, host, `Copies of ${maskId(from)} that no program reads:`),
    ...(more.otherAccount ? [LINK_AGAIN] : []),
    RESTART_PSITURK,
  ];
}

function oldLines(
  { from, old, denied }: Rotated,
  option: string,
  { undone, seenOn }: { readonly undone: boolean; readonly seenOn: boolean },
): readonly string[] {
  const id = maskId(from ?? "");
  switch (old) {
    case "gone":
      return [`${id} is deleted at AWS.`];
    case "inactive":
      return [
        `${id} is switched off at AWS.`,
        ...(undone ? [] : [`  Something broke? mturk-setup rotate --undo${option}`]),
        `  Nothing broke for a week? Delete it: mturk-setup rotate --finish${option}`,
      ];
    case "refused":
      return [
        `AWS refuses ${id}: it is switched off, or deleted.`,
        ...(undone
          ? []
          : [
              "  Switched off only, and nothing broke for a week? Delete it in the " +
                `console, then: mturk-setup rotate --finish${option}`,
            ]),
      ];
    case "active":
      return [
        `${id} was not switched off. When nothing needs it any more: mturk-setup rotate ` +
          `--finish${option}`,
      ];
    case null:
      return [
        `${id} ${seenOn ? "is still switched on" : NOT_SEEN_OFF}. ` +
          (denied === null ? "" : `${denied.message} `) +
          "Somebody switches it off in the IAM console; then: mturk-setup rotate " +
          `--finish${option}`,
      ];
  }
}
