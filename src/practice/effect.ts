/**
 * Describes what faults do to requests: the effect that one fault has a part in, and the row that
 * tells a fault.
 */
import type { PracticeService, Statement } from "./accounts.js";
import type { Refusal } from "./wire.js";

/** Pages that somebody who is not AWS answers with. */
export type Page = "captive-portal" | "html-403" | "closed-410" | "closed-403" | "closed-html";

/** The operations whose answers can be lost: those that change something. */
export type Change = "CreateAccessKey" | "UpdateAccessKey" | "DeleteAccessKey";

/** What all active faults together do to a request. */
export interface FaultEffect {
  /** Added to the server's clock and so to its Date header, in ms. */
  readonly clockAheadMs: number;
  /** Every answer comes so many ms later. */
  readonly delayMs: number;
  /**
   * For so many ms the services do not agree about a new key, nor about one that IAM has just made,
   * switched or deleted.
   */
  readonly propagationMs: number;
  /** The same, but only for what was done through IAM. */
  readonly iamDelayMs: number;
  /**
   * Per service: the request is dropped (connection reset), never answered, or answered with
   * somebody else's page.
   */
  readonly line: Readonly<Partial<Record<PracticeService, "drop" | "mute" | Page>>>;
  /**
   * The change is made, but the connection is reset instead of an answer: only the first time, or
   * every time.
   */
  readonly lostAnswers: Readonly<Partial<Record<Change, "first" | "every">>>;
  /** IAM answers a request for a new key with the one that signed it; nothing is made. */
  readonly repeatsKey: boolean;
  /** The region that signatures must be made for. */
  readonly region: string;
  /** Whatever key is used, it is taken to be like this. */
  readonly key: "as-it-is" | "inactive" | "unknown" | "expired" | "garbled";
  /** Every secret is taken to be wrong. */
  readonly secretWrong: boolean;
  /** A right secret is refused once if a wrong one came just before. */
  readonly secondSecret: boolean;
  /** Policies that are taken away from users. */
  readonly withheld: readonly Statement[];
  readonly extraStatements: readonly Statement[];
  /** The service refuses after everything else was well. */
  readonly refusal: Readonly<Partial<Record<PracticeService, Refusal>>>;
  readonly linked: boolean;
  /** US dollars as MTurk writes them. */
  readonly balance: string;
  /** The practice user has a second, older key of this status; null: none but what was made. */
  readonly olderKey: "Active" | "Inactive" | null;
}

export const NO_EFFECT: FaultEffect = {
  clockAheadMs: 0,
  delayMs: 0,
  propagationMs: 0,
  iamDelayMs: 0,
  line: {},
  lostAnswers: {},
  repeatsKey: false,
  region: "us-east-1",
  key: "as-it-is",
  secretWrong: false,
  secondSecret: false,
  withheld: [],
  extraStatements: [],
  refusal: {},
  linked: true,
  balance: "10000.00",
  olderKey: null,
};

/** One fault, told to people and done to requests. */
export interface FaultRow {
  /** A few words for a menu, e.g. "the secret is wrong". */
  readonly title: string;
  /** One sentence for `--help`. */
  readonly help: string;
  /**
   * What may follow the `=`, e.g. "SECONDS" or "410|403|reset|html"; null: nothing may. In
   * brackets: may be left out.
   */
  readonly valueSyntax: string | null;
  /** Whether the wizard's menu offers it (as `example`). */
  readonly inMenu: boolean;
  /** A complete fault as `parseFault` reads it, e.g. "clock-skew=600". */
  readonly example: string;
  /** The part of the effect that this fault changes. */
  readonly effect: (value: string | null) => Partial<FaultEffect>;
}
