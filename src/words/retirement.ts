/**
 * Words what became of a key that is retired: at AWS, on this computer, and what is still to be
 * done.
 */
import { maskId } from "../keys/types.js";
import { type Retired, isExample } from "../jobs/retire/index.js";
import { LOOK_IT_UP } from "../jobs/retire/problems.js";

/**
 * off: AWS refuses it now, whoever switched it off. spreading: it is off, and not everywhere
 * refused yet. example: of AWS's documentation, which is nobody's key.
 */
export type Fate =
  | "deleted"
  | "off"
  | "off-in-console"
  | "spreading"
  | "refused-before"
  | "example"
  | "active"
  | "unknown";

export function fateOf({ examined, switched, seenRefused }: Retired): Fate {
  if (switched?.how === "deleted") return "deleted";
  if (seenRefused) return switched?.how === "off" ? "off" : "off-in-console";
  if (switched?.how === "off") return switched.state === "refused" ? "off" : "spreading";
  switch (examined?.state ?? "not-asked") {
    case "active":
    case "active-secret-wrong":
      return "active";
    case "refused":
      return isExample({ examined }) ? "example" : "refused-before";
    case "unclear":
    case "not-asked":
      return "unknown";
  }
}

/** `title`: above a screen of its own; `line`: among other lines; `short`: in a list. */
interface FateWords {
  readonly title: (id: string) => string;
  readonly line: (id: string) => string;
  readonly short: string;
  readonly next: string | null;
}

const IN_A_WEEK = "In a week, if nothing broke: delete the key and its user in the IAM console.";
const isOff = (id: string): string => `Switched off. AWS refuses ${id}.`;
const isActive = (id: string): string => `${id} is STILL ACTIVE at AWS.`;

const FATES: Readonly<Record<Fate, FateWords>> = {
  deleted: {
    title: (id) => `Deleted at AWS: ${id}.`,
    line: (id) => `Deleted at AWS: ${id}.`,
    short: "deleted",
    next: null,
  },
  off: { title: isOff, line: isOff, short: "switched off", next: IN_A_WEEK },
  "off-in-console": {
    title: isOff,
    line: (id) => `Switched off in the console. AWS refuses ${id}.`,
    short: "switched off",
    next: IN_A_WEEK,
  },
  spreading: {
    title: (id) => `${id} is switched off. AWS needs some minutes to refuse it everywhere.`,
    line: (id) => `Switched off. It can take some minutes until AWS refuses ${id} everywhere.`,
    short: "switched off",
    next: IN_A_WEEK,
  },
  "refused-before": {
    title: (id) => `AWS refuses ${id}. It was so before.`,
    line: (id) => `AWS refuses ${id}.`,
    short: "refused by AWS before",
    next: "Look in the IAM console that this id is gone.",
  },
  example: {
    title: (id) => `AWS refuses ${id}: it is an example.`,
    line: (id) => `${id} is the example from AWS's documentation, and opens no account.`,
    short: "AWS's own example",
    next: null,
  },
  active: {
    title: isActive,
    line: isActive,
    short: "NOT switched off",
    next:
      "Whoever has a copy can use it. To switch it off: IAM console, search for the id, " +
      "Actions > Deactivate.",
  },
  unknown: {
    title: (id) => `Whether ${id} is still active is not known.`,
    line: (id) => `Whether ${id} is active at AWS is not known: look it up in the IAM console.`,
    short: "NOT switched off",
    next: LOOK_IT_UP,
  },
};

/** The end as a title. */
export function fateTitle(retired: Retired): string {
  return FATES[fateOf(retired)].title(maskId(retired.found.accessKeyId));
}

/** The end in one line. */
export function fateLine(retired: Retired): string {
  return FATES[fateOf(retired)].line(maskId(retired.found.accessKeyId));
}

/** "switched off", "NOT switched off". */
export function fateShort(retired: Retired): string {
  return FATES[fateOf(retired)].short;
}

/** What a person does then; null where nothing is left. */
export function fateNext(retired: Retired): string | null {
  return FATES[fateOf(retired)].next;
}

export const LEFT_IN_FILES = "It was left in the files.";

/** Said where the last copy was taken away: the only place where an id is shown whole. */
export function noCopyLeft(accessKeyId: string): string {
  return `No copy of it is left here. Its id is ${accessKeyId} (no secret).`;
}
