/** Describes the form of the guide: data that screens lay out, without any layout of its own. */
import type { LinkId } from "./links.js";

export type StepNumber = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** As the steps are called on the screen; step 5 is two. */
export type GuideStepId = "1" | "2" | "3" | "4" | "5a" | "5b" | "6" | "7";

/** A label as it stands on a page or button; screens set it off from the words around it. */
export interface Label {
  readonly label: string;
  /** Where it can be looked up, for who wants to know. */
  readonly leadsTo?: LinkId;
}

/** One line of what to click: words, and labels. */
export type ClickLine = readonly (string | Label)[];

/**
 * mturk-closed: the steps that lead to MTurk are closed, so that no other step speaks of them.
 * something-else: the key is for another service of AWS.
 */
export type GuideOccasion = "mturk-closed" | "something-else";

/** What a step says, and may say in other words. */
export type GuideWords = Pick<GuideStep, "why" | "clicks" | "grants" | "watchFor">;

/**
 * One step of AWS's guide, or one of the two parts of step 5. Every text is one line of at most 72
 * columns.
 */
export interface GuideStep {
  readonly id: GuideStepId;
  readonly number: StepNumber;
  /** Only in step 5. */
  readonly part: "a" | "b" | null;
  readonly title: string;
  /** One sentence. */
  readonly why: string;
  /**
   * In order; without numbers, which the screen adds. Empty for a step without a screen of its own.
   */
  readonly clicks: readonly ClickLine[];
  /** Whom to sign in as, where that matters; null where it does not. */
  readonly signIn: string | null;
  /** What it costs and what it lets whom do. */
  readonly grants: string;
  /** The mistakes that people make here, the commonest first. */
  readonly watchFor: readonly string[];
  /** Where to click, the main one first. */
  readonly links: readonly LinkId[];
  /** How long it takes. */
  readonly time: string;
  /** Whether the end of MTurk (availability.ts) ended this step too. */
  readonly closesWithMTurk: boolean;
  /** In the place of a cure that leads here once MTurk has closed; null if the step stays open. */
  readonly whenClosed: string | null;
  /** For practice: what would be clicked. */
  readonly practice: string;
  /** What is said in other words on some occasions; what is not named stays. */
  readonly otherwise?: Readonly<Partial<Record<GuideOccasion, Partial<GuideWords>>>>;
  /** True for a step that is told as a row with its reason and has no screen. */
  readonly rowOnly: boolean;
  readonly sources: readonly LinkId[];
}
