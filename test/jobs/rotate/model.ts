/**
 * A model of AWS and the disk in which everything can fail at every point: the rotation's own runner works on it. After each
 * change it is checked that the key in the file works and that no key went which nobody let go.
 */
import type { Problem, Result } from "../../../src/base/problem.js";
import { ok } from "../../../src/base/problem.js";
import { run, type Hands } from "../../../src/jobs/rotate/run.js";
import type { End, Journal, KeyAtAws, Learned, Observed, Outcome, PendingSeen, Step, Wishes } from "../../../src/jobs/rotate/types.js";

/** What can go wrong at one primitive. */
export const FAULTS = ["crash-before", "crash-after", "refused", "denied", "lost-before", "lost-after", "late", "full"] as const;
export type Fault = (typeof FAULTS)[number];

/** Position of a primitive, counted from 0 over all runs, to what goes wrong there. */
export type Schedule = ReadonlyMap<number, Fault>;

export class Crash extends Error {}

/** A promise of the rotation that was broken. */
export class Broken extends Error {}

const ANN = { account: "123456789012", arn: "arn:aws:iam::123456789012:user/ann" };
const trouble = (message: string): Problem => ({ code: "unknown", message, try: ["again"] });
const refused = (message: string): Outcome => ({ ok: false, why: "refused", problem: trouble(message) });

interface Late {
  waits: number;
  readonly effect: () => void;
}

export class World {
  readonly aws = new Map<string, "Active" | "Inactive">();
  readonly gone = new Set<string>();
  /** Secrets of keys, by where they are; a key that is in none of them is of no use to anybody. */
  file = "OLD";
  pending: PendingSeen = { state: "none" };
  journal: Journal | null = null;
  schedule: Schedule = new Map();
  position = 0;
  /** Every primitive that was tried, for the message of a failure. */
  readonly story: string[] = [];
  #made = 0;
  #late: Late[] = [];
  readonly letGo = new Set<string>();
  /** Keys that came to stand in the file: their secrets are not lost. */
  readonly wasInFile = new Set<string>();
  /** New keys that AWS does not accept yet, and how often they are refused before it does. */
  readonly #fresh = new Map<string, number>();
  #unseenCreate = false;

  /** `refusals`: how often a new key is refused at first. */
  constructor(
    second: "Active" | "Inactive" | null,
    readonly refusals = 0,
  ) {
    this.aws.set("OLD", "Active");
    if (second !== null) this.aws.set("SECOND", second);
  }

  hands(): Hands {
    let inHand: string | null = null;
    return {
      observe: async (): Promise<Result<Pick<Observed, "inFile" | "pending" | "journal" | "elsewhere">>> => ok({ inFile: this.file, pending: this.pending, journal: this.journal, elsewhere: [] }),
      perform: async (step, known) => {
        const outcome = this.#perform(step, known, inHand);
        if (step.do === "create" && outcome.ok) inHand = outcome.id ?? null;
        return outcome;
      },
    };
  }

  #perform(step: Step, known: Learned, inHand: string | null): Outcome {
    switch (step.do) {
      case "identify":
        return this.#ask(step.do, () => (this.aws.get(step.id) === "Active" ? { ok: true, holder: { of: step.id, identity: ANN, mturk: "mturk-closed" } } : refused("not active")));
      case "list":
        this.#unseenCreate = false;
        return this.#iam(step.do, () => ({ ok: true, keys: [...this.aws].map(([id, status]): KeyAtAws => ({ id, status, createdAt: null, lastUse: null })) }), false);
      case "create": {
        if (this.#unseenCreate) throw new Broken("asks for another key without looking what came of the first");
        const created = this.#iam(step.do, () => this.#create());
        this.#unseenCreate = !created.ok && created.why === "unclear";
        return created;
      }
      case "delete-other":
      case "delete-old":
      case "roll-back":
        return this.#iam(step.do, () => this.#delete(step.id, step.do));
      case "activate-new":
        return this.#iam(step.do, () => this.#status(step.id, "Active"));
      case "deactivate-old":
        return this.#iam(step.do, () => this.#status(step.id, "Inactive"));
      case "verify":
      case "verify-again":
        return this.#ask(step.do, () => this.#accepts(step.id));
      case "check-store":
        return this.#both(
          this.#disk("reserve", () => (this.pending = { state: "reserved" })),
          () => this.#disk("journal", () => (this.journal = this.#journal({ way: "automatic", step: "making", from: this.file, to: null, before: (known.keys ?? []).map(({ id }) => id) }))),
        );
      case "persist-pending":
        if (inHand !== step.id) throw new Broken("a pair that is not in hand");
        return this.#disk(step.do, () => (this.pending = { state: "pair", id: step.id, replaces: this.file }));
      case "note":
        return this.#disk(step.do, () => (this.journal = this.#journal({ way: step.way, step: "moving", from: step.from, to: step.to, before: this.journal?.before ?? [] })));
      case "switch-file":
        return this.#disk(step.do, () => {
          this.file = step.to;
          this.wasInFile.add(step.to);
        });
      case "switch-others":
        throw new Broken("nothing else holds a key here");
      case "settle":
        if (this.pending.state !== "pair" || this.pending.id !== this.file) throw new Broken("the pair that is removed is not the one in the file");
        return this.#disk(step.do, () => (this.pending = { state: "none" }));
      case "clear":
        if (this.pending.state === "pair" && this.aws.has(this.pending.id)) throw new Broken("the pair of a key that exists is removed");
        return this.#both(
          this.#disk("remove pending", () => (this.pending = { state: "none" })),
          () => this.#disk("remove journal", () => (this.journal = null)),
        );
      case "finish":
        return this.#disk(step.do, () => (this.journal = step.old === "gone" || this.journal === null ? null : { ...this.journal, step: "waiting" }));
    }
  }

  #journal(fields: Pick<Journal, "way" | "step" | "from" | "to" | "before">): Journal {
    return { version: 1, profile: "default", credentials: "/c", holder: ANN, mturk: "mturk-closed", was: null, others: null, startedAt: 0, ...fields };
  }

  #create(): Outcome {
    if (this.aws.size >= 2) return { ok: false, why: "limit", problem: trouble("two keys") };
    const id = `NEW${++this.#made}`;
    this.aws.set(id, "Active");
    if (this.refusals > 0) this.#fresh.set(id, this.refusals);
    return { ok: true, id };
  }

  #accepts(id: string): Outcome {
    const left = this.#fresh.get(id) ?? 0;
    if (left > 1) this.#fresh.set(id, left - 1);
    else this.#fresh.delete(id);
    return this.aws.get(id) === "Active" && left === 0 ? { ok: true } : refused("not active, or not yet");
  }

  #delete(id: string, why: Step["do"]): Outcome {
    if (!this.aws.has(id)) return { ok: false, why: "gone", problem: trouble("no such key") };
    if (why === "delete-other" && !this.letGo.has(id)) throw new Broken(`${id} was deleted, and nobody let it go`);
    this.aws.delete(id);
    this.gone.add(id);
    return { ok: true };
  }

  #status(id: string, status: "Active" | "Inactive"): Outcome {
    if (!this.aws.has(id)) return { ok: false, why: "gone", problem: trouble("no such key") };
    if (status === "Inactive" && id === "SECOND") throw new Broken("the second key was switched off, and nobody asked for it");
    this.aws.set(id, status);
    return { ok: true };
  }

  #both(first: Outcome, second: () => Outcome): Outcome {
    return first.ok ? second() : first;
  }

  /** A question that changes nothing. */
  #ask(name: string, answer: () => Outcome): Outcome {
    const fault = this.#begin(name, ["crash-before", "refused", "lost-before"]);
    if (fault === null) return answer();
    // A key that AWS does not know yet, or a service that has an opinion of its own.
    if (fault === "refused") return refused("AWS does not know this key");
    return { ok: false, why: "unclear", problem: trouble("no answer") };
  }

  #iam(name: string, effect: () => Outcome, changes = true): Outcome {
    const fault = this.#begin(name, changes ? FAULTS.filter((one) => one !== "full") : ["crash-before", "refused", "denied", "lost-before"]);
    switch (fault) {
      case "refused":
        return refused("IAM says no");
      case "denied":
        return { ok: false, why: "denied", problem: trouble("denied") };
      case "lost-before":
        return { ok: false, why: "unclear", problem: trouble("never arrived") };
      case "late":
        this.#late.push({ waits: 2, effect: () => void effect() });
        return { ok: false, why: "unclear", problem: trouble("arrives later") };
      case "lost-after":
        effect();
        this.check();
        return { ok: false, why: "unclear", problem: trouble("the answer was lost") };
      case "crash-after":
        effect();
        this.check();
        throw new Crash();
      case "crash-before":
      case "full":
      case null: {
        const outcome = effect();
        this.check();
        return outcome;
      }
    }
  }

  #disk(name: string, effect: () => void): Outcome {
    const fault = this.#begin(name, ["crash-before", "crash-after", "full"]);
    if (fault === "full") return refused("the disk is full");
    effect();
    this.check();
    if (fault === "crash-after") throw new Crash();
    return { ok: true };
  }

  /** What goes wrong here; a failure that this primitive cannot have is none, and does not make another story of it. */
  #begin(name: string, possible: readonly Fault[]): Fault | null {
    const planned = this.schedule.get(this.position++) ?? null;
    const fault = planned !== null && possible.includes(planned) ? planned : null;
    this.story.push(fault === null ? name : `${name} (${fault})`);
    for (const late of this.#late) {
      if (late.waits-- === 0) {
        late.effect();
        this.check();
      }
    }
    if (fault === "crash-before") throw new Crash();
    return fault;
  }

  newProcess(): void {
    this.#unseenCreate = false;
  }

  /** Keys at AWS whose secret is nowhere any more. */
  orphans(): readonly string[] {
    return [...this.aws.keys()].filter((id) => id.startsWith("NEW") && id !== this.file && !(this.pending.state === "pair" && this.pending.id === id));
  }

  /** Nothing more is on its way. */
  calm(): void {
    for (const late of this.#late) if (late.waits >= 0) late.effect();
    this.#late = [];
    this.#fresh.clear();
    this.schedule = new Map();
    this.check();
  }

  /** What has to be true at every moment. */
  check(): void {
    if (this.#fresh.has(this.file)) throw new Broken(`AWS does not accept the key in the file, ${this.file}, yet`);
    if (this.aws.get(this.file) !== "Active") throw new Broken(`the key in the file, ${this.file}, does not work`);
    if (this.gone.has("SECOND") && !this.letGo.has("SECOND")) throw new Broken("the second key is gone, and nobody let it go");
  }
}

/** Runs once; null: it crashed. */
export async function attempt(world: World, wishes: Wishes): Promise<End | null> {
  if (wishes.letGo !== null) world.letGo.add(wishes.letGo);
  world.newProcess();
  try {
    return (await run(world.hands(), wishes, { signal: new AbortController().signal })).end;
  } catch (error) {
    if (error instanceof Crash) return null;
    throw error;
  }
}

/** Runs and answers what is asked, until it ends otherwise or crashes. */
export async function answered(world: World, first: Wishes): Promise<End | null> {
  let wishes = first;
  for (let round = 0; round < 6; round++) {
    const end = await attempt(world, wishes);
    if (end?.do !== "ask") return end;
    const { question } = end;
    // Told as somebody's key, it might be kept for somebody: that its secret is lost has to be known.
    if (question.ask === "which-goes" && question.others.some(({ id }) => id.startsWith("NEW") && !world.wasInFile.has(id))) throw new Broken("a key that was made here and lost is offered as if it were somebody's");
    if (question.ask === "which-goes") wishes = { ...wishes, letGo: question.others[0]!.id };
    else if (question.ask === "lost-key") wishes = { ...wishes, letGo: question.key.id };
    else if (question.ask === "old-key") wishes = { ...wishes, old: "off" };
    else return end;
  }
  throw new Broken("asks and asks");
}
