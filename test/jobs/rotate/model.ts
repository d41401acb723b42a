/**
 * A model of AWS and the disk in which everything can fail at every point, and in which a person
 * mends things by hand in between: the rotation's own runner works on it. After each change it is
 * checked that the key in the file works, as far as the person has not broken it, that nothing here
 * holds a key that we switched off, and that no key went which nobody let go.
 */
import type { Problem, Result } from "../../../src/base/problem.js";
import { ok } from "../../../src/base/problem.js";
import type { StepPerformer } from "../../../src/jobs/rotate/run.js";
import { checkText } from "./claims.js";
import type { OthersWish } from "../../../src/jobs/shared/users.js";
import type {
  Elsewhere,
  End,
  Journal,
  KeyAtAws,
  Learned,
  Observed,
  Outcome,
  PendingSeen,
  Stand,
  RotationStep,
} from "../../../src/jobs/rotate/types.js";

/** What can go wrong at one primitive. */
export const FAULTS = [
  "crash-before",
  "crash-after",
  "refused",
  "denied",
  "lost-before",
  "lost-after",
  "late",
  "full",
] as const;
export type Fault = (typeof FAULTS)[number];

/** Position of a primitive, counted from 0 over all runs, to what goes wrong there. */
export type Schedule = ReadonlyMap<number, Fault>;

export class Crash extends Error {}

/** A promise of the rotation that was broken. */
export class Broken extends Error {}

const ANN = { account: "123456789012", arn: "arn:aws:iam::123456789012:user/ann" };
const trouble = (message: string): Problem => ({ code: "unknown", message, try: ["again"] });
const notActive = (): Outcome => ({
  ok: false,
  why: "refused",
  problem: {
    code: "key-unknown",
    message: "AWS does not accept this key.",
    try: ["Save a key that works: mturk-setup save --stdin"],
  },
});
const refused = (message: string): Outcome => ({
  ok: false,
  why: "refused",
  problem: trouble(message),
});

interface Late {
  waits: number;
  readonly effect: () => void;
}

/** Made up, with last letters that tell them apart. */
const named = (end: string): string => `AKIAEXAMPLEMODEL${end}`;
export const OLD = named("OLDA");
export const SECOND = named("SECA");
/**
 * The new keys in the order in which they are made: by the rotation, or by the person in the
 * console.
 */
export const newKey = (count: number): string =>
  named(`NEW${"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[count - 1] ?? "Z"}`);
export const isMade = (id: string): boolean => id.slice(16).startsWith("NEW");

/** Other users of keys on this computer. */
export type Place = "lab" | ".psiturkconfig" | ".env";

/** How each is told. What is in `.env` is not edited here. */
const STANDS: Readonly<Record<Place, Pick<Stand, "is" | "name" | "location" | "profile">>> = {
  lab: { is: "live", name: "credentials-file", location: "/c", profile: "lab" },
  ".psiturkconfig": { is: "live", name: "psiturkconfig", location: "/p", profile: null },
  ".env": { is: "live", name: "dotenv", location: "/e", profile: null },
};

export class World {
  readonly aws = new Map<string, "Active" | "Inactive">();
  readonly gone = new Set<string>();
  /** Secrets of keys, by where they are; a key that is in none of them is of no use to anybody. */
  file: string | null = OLD;
  pending:
    | Exclude<PendingSeen, { state: "pair" }>
    | { readonly state: "pair"; readonly id: string; readonly replaces: string } = {
    state: "none",
  };
  readonly places = new Map<Place, string>();
  /** Ids in our copies of the file, oldest first. */
  backups: string[] = [];
  /** Secrets that the person has, of keys made in the console. */
  readonly persons = new Set<string>();
  /** What the person does, by the position of the primitive before which it is done. */
  acts = new Map<number, (world: World) => void>();
  /**
   * Keys that the person has switched off or deleted, or put somewhere when they did not work: what
   * holds them is not our doing.
   */
  readonly excused = new Set<string>();
  /** Keys that we switched off or deleted. */
  readonly offByUs = new Set<string>();
  /**
   * Where it was said by name that a key may go although something here uses it: anywhere, or where
   * we do not write.
   */
  wished: "nowhere" | "by-hand" | "anywhere" = "nowhere";
  /** The person has acted. */
  meddled = false;
  /**
   * In this run the person has acted, or AWS was made to say what is not so: what it says at its
   * end may be out of date.
   */
  unsettled = false;
  /** STS was made to refuse these keys, which were on. */
  readonly misled = new Set<string>();
  journal: Journal | null = null;
  schedule: Schedule = new Map();
  position = 0;
  /** Every primitive that was tried, for the message of a failure. */
  readonly story: string[] = [];
  #made = 0;
  #late: Late[] = [];
  readonly letGo = new Set<string>();
  /** New keys that AWS does not accept yet, and how often they are refused before it does. */
  readonly #fresh = new Map<string, number>();
  #unseenCreate = false;

  /** `refusals`: how often a new key is refused at first. */
  constructor(
    second: "Active" | "Inactive" | null,
    readonly refusals = 0,
  ) {
    this.aws.set(OLD, "Active");
    if (second !== null) this.aws.set(SECOND, second);
  }

  /** The same world once more, for a way that is only tried. */
  clone(): World {
    const copy = new World(null, this.refusals);
    copy.aws.clear();
    for (const [id, status] of this.aws) copy.aws.set(id, status);
    for (const [place, id] of this.places) copy.places.set(place, id);
    const sets: readonly (readonly [Set<string>, Set<string>])[] = [
      [copy.gone, this.gone],
      [copy.persons, this.persons],
      [copy.excused, this.excused],
      [copy.offByUs, this.offByUs],
      [copy.misled, this.misled],
      [copy.letGo, this.letGo],
    ];
    for (const [to, from] of sets) for (const id of from) to.add(id);
    Object.assign(copy, {
      file: this.file,
      pending: this.pending,
      backups: [...this.backups],
      journal: this.journal,
      wished: this.wished,
      meddled: this.meddled,
    });
    copy.story.push(...this.story);
    copy.#made = this.#made;
    return copy;
  }

  /** Where keys stand beside the profile itself, as the real look around tells it. */
  standing(): ReadonlyMap<string, readonly Stand[]> {
    const found = new Map<string, Stand[]>();
    const add = (id: string, stand: Pick<Stand, "is" | "name" | "location" | "profile">): void =>
      void found.set(id, [...(found.get(id) ?? []), { line: 1, whole: true, ...stand }]);
    for (const [place, id] of this.places) add(id, STANDS[place]);
    for (const id of this.backups)
      add(id, { is: "copy", name: "backup", location: "/b", profile: "default" });
    if (this.pending.state === "pair")
      add(this.pending.id, { is: "copy", name: "pending", location: "/q", profile: null });
    return found;
  }

  isHeld(id: string): boolean {
    return [...this.places.values()].includes(id);
  }

  #observed(): Pick<
    Observed,
    "inFile" | "pending" | "journal" | "elsewhere" | "standing" | "unseen"
  > {
    const pending: PendingSeen =
      this.pending.state === "pair"
        ? { ...this.pending, elsewhere: this.isHeld(this.pending.id) }
        : this.pending;
    const elsewhere = [...this.standing()].flatMap(([id, stands]) =>
      stands.map(({ name, is }): Elsewhere => ({
        id,
        kind: is === "copy" ? "unread" : name === "dotenv" ? "by-hand" : "written",
      })),
    );
    return {
      inFile: this.file,
      pending,
      journal: this.journal,
      elsewhere,
      standing: this.standing(),
      unseen: [],
    };
  }

  /**
   * The person does what was planned for before the primitive that comes next; `all`: and
   * everything that was planned for later.
   */
  act(all = false): void {
    for (const [at, act] of [...this.acts].sort(([a], [b]) => a - b)) {
      if (!all && at > this.position) return;
      this.acts.delete(at);
      this.unsettled = true;
      // What a person puts somewhere after all places were written is not written once more before
      // the old key goes.
      if (this.wished === "by-hand") this.wished = "anywhere";
      this.meddled = true;
      act(this);
    }
  }

  /** Something that was asked of AWS may still be carried out. */
  get expecting(): boolean {
    return this.#late.some(({ waits }) => waits >= 0);
  }

  /** The person makes a key in the console. */
  make(): string | null {
    if (this.aws.size >= 2) return null;
    const id = newKey(++this.#made);
    this.aws.set(id, "Active");
    this.persons.add(id);
    return id;
  }

  hands(): StepPerformer {
    let inHand: string | null = null;
    return {
      observe: async (): Promise<
        Result<
          Pick<Observed, "inFile" | "pending" | "journal" | "elsewhere" | "standing" | "unseen">
        >
      > => {
        this.act();
        return ok(this.#observed());
      },
      perform: async (step, known) => {
        const outcome = this.#perform(step, known, inHand);
        if (step.do === "create" && outcome.ok) inHand = outcome.id ?? null;
        return outcome;
      },
    };
  }

  #perform(step: RotationStep, known: Learned, inHand: string | null): Outcome {
    switch (step.do) {
      case "identify":
        return this.#ask(step.do, step.id, () =>
          this.aws.get(step.id) === "Active"
            ? { ok: true, holder: { of: step.id, identity: ANN, mturk: "mturk-closed" } }
            : notActive(),
        );
      case "list":
        this.#unseenCreate = false;
        return this.#iam(
          step.do,
          () => ({
            ok: true,
            keys: [...this.aws].map(([id, status]): KeyAtAws => ({
              id,
              status,
              createdAt: null,
              lastUse: null,
            })),
          }),
          false,
        );
      case "create": {
        if (this.#unseenCreate)
          throw new Broken("asks for another key without looking what came of the first");
        const created = this.#iam(step.do, () => this.#create());
        this.#unseenCreate = !created.ok && created.why === "unclear";
        return created;
      }
      case "roll-back":
        // A key that does not work can sign nothing.
        if (step.by === "itself" && this.aws.get(step.id) !== "Active")
          return refused("not active");
        return this.#iam(step.do, () => this.#delete(step.id, step.do));
      case "delete-other":
      case "delete-old":
        return this.#iam(step.do, () => this.#delete(step.id, step.do));
      case "activate-new":
        return this.#iam(step.do, () => this.#status(step.id, "Active"));
      case "deactivate-old":
        return this.#iam(step.do, () => this.#status(step.id, "Inactive"));
      case "verify":
      case "verify-again":
        return this.#ask(step.do, step.id, () => this.#accepts(step.id));
      case "check-store":
        return this.#both(
          this.#disk("reserve", () => (this.pending = { state: "reserved" })),
          () =>
            this.#disk(
              "journal",
              () =>
                (this.journal = this.#journal({
                  way: "automatic",
                  step: "making",
                  from: this.inFile(),
                  to: null,
                  before: (known.keys ?? []).map(({ id }) => id),
                  others: step.others,
                })),
            ),
        );
      case "persist-pending":
        if (inHand !== step.id) throw new Broken("a pair that is not in hand");
        return this.#disk(
          step.do,
          () => (this.pending = { state: "pair", id: step.id, replaces: this.inFile() }),
        );
      case "note":
        return this.#disk(
          step.do,
          () =>
            (this.journal = this.#journal({
              way: step.way,
              step: "moving",
              from: step.from,
              to: step.to,
              before: this.journal?.before ?? [],
              others: step.others,
            })),
        );
      case "switch-file":
        return step.everywhere && step.from !== null
          ? this.#switchAll(step.do, step.from, step.to, true)
          : this.#disk(step.do, () => this.write(step.to));
      case "switch-others":
        return this.#switchAll(step.do, step.from, step.to, false);
      case "settle":
        if (this.pending.state === "pair" && this.pending.id !== this.file)
          throw new Broken("the pair that is removed is not the one in the file");
        return this.#disk(step.do, () => (this.pending = { state: "none" }));
      case "clear":
      case "end-journal":
        this.#mayForget();
        if (step.do === "end-journal" && !this.unsettled && !this.expecting)
          checkText(this, step.say);
        return this.#both(
          this.#disk("remove pending", () => (this.pending = { state: "none" })),
          () => this.#disk("remove journal", () => (this.journal = null)),
        );
      case "finish":
        return this.#disk(
          step.do,
          () =>
            (this.journal =
              !step.waits || this.journal === null ? null : { ...this.journal, step: "waiting" }),
        );
    }
  }

  inFile(): string {
    if (this.file === null) throw new Broken("relies on a key in the file, and there is none");
    return this.file;
  }

  /** Puts a key into the file; what was there stays in a copy of ours. */
  write(id: string): void {
    if (this.file !== null && this.file !== id)
      this.backups = [...this.backups, this.file].slice(-3);
    this.file = id;
  }

  /** The last copy of a pair goes only if AWS was seen to refuse it, or if the key is not on. */
  #mayForget(): void {
    if (this.pending.state !== "pair") return;
    const { id } = this.pending;
    if (this.aws.get(id) === "Active" && !this.isHeld(id) && !this.misled.has(id))
      throw new Broken(`the last copy of ${id}, which is on, is removed`);
  }

  /**
   * One plan over all files that we write, psiTurk's first: one file after the other, so a crash
   * may come in between. A failure takes back what was written. `lab` stands in the same file as
   * the profile itself.
   */
  #switchAll(name: string, from: string, to: string, own: boolean): Outcome {
    const before = { file: this.file, backups: this.backups, places: [...this.places] };
    const holds = (place: Place): boolean => this.places.get(place) === from;
    const files: readonly (readonly [string, () => void])[] = [
      ...(holds(".psiturkconfig")
        ? [[`${name}: psiTurk's`, () => void this.places.set(".psiturkconfig", to)] as const]
        : []),
      [
        `${name}: credentials`,
        () => {
          if (own) this.write(to);
          if (holds("lab")) this.places.set("lab", to);
        },
      ],
    ];
    for (const [which, effect] of files) {
      const written = this.#disk(which, effect);
      if (written.ok) continue;
      Object.assign(this, { file: before.file, backups: before.backups });
      for (const [place, id] of before.places) this.places.set(place, id);
      this.check();
      return written;
    }
    return { ok: true };
  }

  #journal({
    others,
    ...fields
  }: Pick<Journal, "way" | "step" | "from" | "to" | "before"> & {
    readonly others: OthersWish | null;
  }): Journal {
    return {
      version: 1,
      profile: "default",
      credentials: "/c",
      holder: ANN,
      mturk: "mturk-closed",
      was: null,
      others: others === null ? null : { wish: others, files: [] },
      startedAt: 0,
      ...fields,
    };
  }

  #create(): Outcome {
    if (this.aws.size >= 2) return { ok: false, why: "limit", problem: trouble("two keys") };
    const id = newKey(++this.#made);
    this.aws.set(id, "Active");
    if (this.refusals > 0) this.#fresh.set(id, this.refusals);
    return { ok: true, id };
  }

  #accepts(id: string): Outcome {
    const left = this.#fresh.get(id) ?? 0;
    if (left > 1) this.#fresh.set(id, left - 1);
    else this.#fresh.delete(id);
    return this.aws.get(id) === "Active" && left === 0 ? { ok: true } : notActive();
  }

  #delete(id: string, why: RotationStep["do"]): Outcome {
    if (!this.aws.has(id)) return { ok: false, why: "gone", problem: trouble("no such key") };
    if (why === "delete-other" && !this.letGo.has(id))
      throw new Broken(`${id} was deleted, and nobody let it go`);
    this.aws.delete(id);
    this.gone.add(id);
    this.offByUs.add(id);
    return { ok: true };
  }

  #status(id: string, status: "Active" | "Inactive"): Outcome {
    if (!this.aws.has(id)) return { ok: false, why: "gone", problem: trouble("no such key") };
    if (status === "Inactive" && id === SECOND)
      throw new Broken("the second key was switched off, and nobody asked for it");
    this.aws.set(id, status);
    if (status === "Inactive") this.offByUs.add(id);
    else this.offByUs.delete(id);
    return { ok: true };
  }

  #both(first: Outcome, second: () => Outcome): Outcome {
    return first.ok ? second() : first;
  }

  /** A question that changes nothing. */
  #ask(name: string, id: string, answer: () => Outcome): Outcome {
    const fault = this.#begin(name, ["crash-before", "refused", "lost-before"]);
    if (fault === null) return answer();
    // A key that AWS does not know yet, or a service that has an opinion of its own.
    if (fault === "refused") {
      this.unsettled = true;
      this.misled.add(id);
      return notActive();
    }
    return { ok: false, why: "unclear", problem: trouble("no answer") };
  }

  #iam(name: string, effect: () => Outcome, changes = true): Outcome {
    const fault = this.#begin(
      name,
      changes
        ? FAULTS.filter((one) => one !== "full")
        : ["crash-before", "refused", "denied", "lost-before"],
    );
    switch (fault) {
      case "refused":
        return refused("IAM says no");
      case "denied":
        return { ok: false, why: "denied", problem: trouble("denied") };
      case "lost-before":
        return { ok: false, why: "unclear", problem: trouble("no answer came") };
      case "late":
        this.#late.push({ waits: 2, effect: () => void effect() });
        return { ok: false, why: "unclear", problem: trouble("arrives later") };
      case "lost-after":
        effect();
        this.check();
        return { ok: false, why: "unclear", problem: trouble("no answer came back") };
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

  /**
   * What goes wrong here; a failure that this primitive cannot have is none, and does not make
   * another story of it.
   */
  #begin(name: string, possible: readonly Fault[]): Fault | null {
    const planned = this.schedule.get(this.position++) ?? null;
    const fault = planned !== null && possible.includes(planned) ? planned : null;
    this.story.push(fault === null ? name : `${name} (${fault})`);
    for (const late of this.#late) {
      if (late.waits-- === 0) {
        this.unsettled = true;
        late.effect();
        this.check();
      }
    }
    if (fault === "crash-before") throw new Crash();
    return fault;
  }

  /** It is said by name what may go although it is used. */
  wish(where: "by-hand" | "anywhere"): void {
    this.wished =
      where === "anywhere" || this.wished === "anywhere" || this.meddled ? "anywhere" : "by-hand";
  }

  /**
   * All places were wished: of those that we write none is asked about once the new key is in the
   * file.
   */
  checkNothingAsked(end: End): void {
    if (end.do !== "ask" || end.question.ask !== "shared" || !end.question.switched) return;
    const { id } = end.question;
    for (const [place, held] of this.places)
      if (held === id && place !== ".env")
        throw new Broken(`asks about ${place}, which was to be written`);
  }

  newProcess(): void {
    this.unsettled = false;
    this.misled.clear();
    this.#unseenCreate = false;
  }

  /** Keys at AWS whose secret is nowhere any more. */
  orphans(): readonly string[] {
    return [...this.aws.keys()].filter(
      (id) =>
        isMade(id) &&
        id !== this.file &&
        !(this.pending.state === "pair" && this.pending.id === id),
    );
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
    for (const [place, id] of this.places) {
      const wished = this.wished === "anywhere" || (this.wished === "by-hand" && place === ".env");
      if (this.offByUs.has(id) && !this.excused.has(id) && !wished)
        throw new Broken(`${place} holds ${id}, which we switched off`);
    }
    if (this.gone.has(SECOND) && !this.letGo.has(SECOND))
      throw new Broken("the second key is gone, and nobody let it go");
    if (this.file === null || this.excused.has(this.file)) return;
    if (this.#fresh.has(this.file))
      throw new Broken(`AWS does not accept the key in the file, ${this.file}, yet`);
    if (this.aws.get(this.file) !== "Active")
      throw new Broken(`the key in the file, ${this.file}, does not work`);
  }
}
