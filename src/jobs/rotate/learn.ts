/** Adds what a step teaches to what is known: the other half of the pure core. */
import type { Problem } from "../../base/problem.js";
import type { IamKey } from "../../aws/iam/types.js";
import type { KeyAtAws, Learned, Outcome, RotationStep } from "./types.js";
import { notTakenBack } from "./problems.js";
import { notNew } from "./endings.js";

/** Nothing is known yet. */
export const KNOWING_NOTHING: Learned = {
  holder: null,
  fileKeyRefused: null,
  keys: null,
  denied: new Set(),
  deniedProblem: null,
  inHand: null,
  unsaved: null,
  ready: false,
  fruitless: 0,
  createUnclear: false,
  verified: new Set(),
  doubt: null,
  again: "not-yet",
  seenRefused: new Set(),
  cleared: false,
  rolledBack: false,
  spread: false,
  notices: [],
  finished: null,
  trouble: null,
};

type Failed = Extract<Outcome, { ok: false }>;

/** What is known after a step. */
export function learn(known: Learned, step: RotationStep, outcome: Outcome): Learned {
  return outcome.ok ? fromSuccess(known, step, outcome) : fromFailure(known, step, outcome);
}

function fromSuccess(
  known: Learned,
  step: RotationStep,
  outcome: Extract<Outcome, { ok: true }>,
): Learned {
  switch (step.do) {
    case "identify":
      return { ...known, holder: outcome.holder ?? null };
    case "list":
      return { ...known, keys: outcome.keys ?? null };
    case "create": {
      const id = outcome.id ?? "";
      // Whether a key was made nevertheless is found out by the next start, from the list.
      if (known.keys?.some((key) => key.id === id) === true)
        return { ...known, createUnclear: true, trouble: notNew(id) };
      return {
        ...known,
        inHand: id,
        keys: [...(known.keys ?? []), { id, status: "Active", createdAt: null, lastUse: null }],
      };
    }
    case "delete-other":
    case "delete-old":
      return { ...known, keys: without(known.keys, step.id) };
    case "roll-back":
      return { ...known, keys: without(known.keys, step.id), inHand: null, rolledBack: true };
    case "check-store":
      return { ...known, ready: true, cleared: false };
    case "persist-pending":
      return { ...known, inHand: null };
    case "activate-new":
      return { ...known, keys: marked(known.keys, step.id, "Active") };
    case "deactivate-old":
      return { ...known, keys: marked(known.keys, step.id, "Inactive") };
    case "verify":
      return { ...known, verified: new Set([...known.verified, step.id]) };
    case "verify-again":
      return { ...known, again: "well" };
    case "clear":
      return {
        ...known,
        cleared: true,
        ready: false,
        doubt: known.rolledBack ? known.doubt : null,
      };
    case "switch-others":
      return { ...known, spread: true };
    case "end-journal":
      return {
        ...known,
        cleared: true,
        ready: false,
        doubt: null,
        notices: [...known.notices, step.say],
      };
    case "finish":
      return { ...known, finished: { from: step.from, to: step.to, old: step.old } };
    case "note":
    case "switch-file":
    case "settle":
      return known;
  }
}

function fromFailure(known: Learned, step: RotationStep, outcome: Failed): Learned {
  const trouble: Learned = { ...known, trouble: outcome.problem };
  switch (step.do) {
    case "identify":
      return outcome.why === "refused"
        ? { ...known, fileKeyRefused: { of: step.id, problem: outcome.problem } }
        : trouble;
    case "create":
      return fromFailedCreate(known, outcome);
    case "persist-pending":
      return { ...known, unsaved: outcome.problem };
    case "verify":
      return {
        ...known,
        doubt: { why: doubtOf(outcome), problem: outcome.problem, holder: outcome.holder ?? null },
      };
    case "verify-again":
      return { ...known, again: outcome.problem };
    case "roll-back":
      if (outcome.why === "gone") return fromSuccess(known, step, { ok: true });
      return { ...known, trouble: notTakenBack(step.id, reasonToGoBack(known), outcome.problem) };
    case "clear":
      return {
        ...known,
        cleared: true,
        trouble: known.trouble ?? reasonToGoBack(known) ?? outcome.problem,
      };
    case "delete-other":
    case "delete-old":
    case "deactivate-old":
    case "activate-new":
    case "list":
      return fromRefusal(known, step, outcome);
    case "check-store":
    case "note":
    case "switch-file":
    case "switch-others":
    case "settle":
    case "end-journal":
    case "finish":
      return trouble;
  }
}

function reasonToGoBack({ unsaved, doubt }: Learned): Problem | null {
  return unsaved ?? doubt?.problem ?? null;
}

/** What a key that may not do something leaves open; everything else has another way. */
const DENIABLE = {
  list: "list",
  "delete-other": null,
  "delete-old": "delete",
  "deactivate-old": "off",
  "activate-new": "activate",
} as const;

/**
 * A key that is gone is as good as deleted or switched off; what the key may not do, a person can.
 */
function fromRefusal(
  known: Learned,
  step: Extract<RotationStep, { do: keyof typeof DENIABLE }>,
  outcome: Failed,
): Learned {
  const gone = outcome.why === "gone" && step.do !== "list" && step.do !== "activate-new";
  if (gone) return { ...known, keys: without(known.keys, step.id) };
  const what = DENIABLE[step.do];
  return outcome.why === "denied" && what !== null
    ? denied(known, what, outcome)
    : { ...known, trouble: outcome.problem };
}

/**
 * After an unclear answer, and where AWS says that there are two keys, the list has to be looked at
 * again.
 */
function fromFailedCreate(known: Learned, outcome: Failed): Learned {
  if (outcome.why === "denied") return denied(known, "create", outcome);
  if (outcome.why === "not-new") return { ...known, createUnclear: true, trouble: outcome.problem };
  if (outcome.why === "limit" || outcome.why === "unclear") {
    return {
      ...known,
      keys: null,
      fruitless: known.fruitless + 1,
      createUnclear: known.createUnclear || outcome.why === "unclear",
    };
  }
  return { ...known, trouble: outcome.problem };
}

function denied(
  known: Learned,
  what: "list" | "create" | "off" | "delete" | "activate",
  outcome: Failed,
): Learned {
  return { ...known, denied: new Set([...known.denied, what]), deniedProblem: outcome.problem };
}

function doubtOf({ why }: Failed): NonNullable<Learned["doubt"]>["why"] {
  return why === "other-holder" || why === "not-as-well" || why === "unclear" ? why : "refused";
}

function without(keys: Learned["keys"], id: string): readonly KeyAtAws[] {
  return keys?.filter((key) => key.id !== id) ?? [];
}

/** Where no list could be had, what was done to one key is all that is known. */
function marked(
  keys: readonly KeyAtAws[] | null,
  id: string,
  status: IamKey["status"],
): readonly KeyAtAws[] {
  return (
    keys?.map((key) => (key.id === id ? { ...key, status } : key)) ?? [
      { id, status, createdAt: null, lastUse: null },
    ]
  );
}
