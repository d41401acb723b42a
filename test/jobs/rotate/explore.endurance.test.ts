/**
 * Every way in which a rotation can go wrong, as far as there is time: each primitive fails in each
 * way, alone and in pairs, and thousands of longer schedules. At no moment does the file hold a key
 * that does not work; one run without failures ends it all.
 */
import { describe, expect, it } from "vitest";
import {
  Broken,
  FAULTS,
  OLD,
  World,
  newKey,
  type Fault,
  type Place,
  type Schedule,
} from "./model.js";
import { ACTS, ACT_NAMES, type ActName, wayOut } from "./person.js";
import { answered, attempt } from "./runs.js";
import type { End, Wishes } from "../../../src/jobs/rotate/types.js";

const ROTATE: Wishes = {
  start: true,
  way: "automatic",
  given: null,
  undo: false,
  letGo: null,
  old: "off",
  others: null,
  letGoUsed: false,
  rollBack: false,
  take: false,
  otherHolder: false,
};

interface Start {
  readonly name: string;
  readonly second: "Active" | "Inactive" | null;
  /** How often AWS refuses a new key at first. */
  readonly refusals?: number;
  /** Others that use the same key. */
  readonly places?: readonly Place[];
  readonly wishes: Wishes;
}

const STARTS: readonly Start[] = [
  { name: "one key, the old one is switched off", second: null, wishes: ROTATE },
  { name: "one key, the old one is deleted", second: null, wishes: { ...ROTATE, old: "delete" } },
  { name: "one key, asked what to do", second: null, wishes: { ...ROTATE, old: "ask" } },
  {
    name: "one key, AWS does not accept the new one at once",
    second: null,
    refusals: 2,
    wishes: ROTATE,
  },
  { name: "two keys", second: "Active", wishes: ROTATE },
  { name: "two keys, one of them off", second: "Inactive", wishes: { ...ROTATE, old: "delete" } },
  {
    name: "one key in three files, everywhere",
    second: null,
    places: ["lab", ".psiturkconfig"],
    wishes: { ...ROTATE, others: "everywhere" },
  },
  {
    name: "one key in four files, one of them not edited, everywhere-off-anyway",
    second: null,
    places: ["lab", ".psiturkconfig", ".env"],
    wishes: { ...ROTATE, others: "everywhere-off-anyway" },
  },
];

function begun({ second, refusals, places = [] }: Start): World {
  const world = new World(second, refusals);
  for (const place of places) world.places.set(place, OLD);
  return world;
}

/**
 * Carries out one schedule: runs with failures (each crash or stop is followed by another start),
 * then one run without.
 */
async function follow(start: Start, schedule: Schedule): Promise<void> {
  const world = begun(start);
  world.schedule = schedule;
  try {
    let end = await answered(world, start.wishes);
    for (
      let again = 0;
      end?.do !== "done" && again < schedule.size + (start.refusals ?? 0);
      again++
    )
      end = await answered(world, start.wishes);
    world.calm();
    if (end?.do !== "done" || world.aws.size > 2) end = await answered(world, start.wishes);
    settled(world, end);
    explored.add(`${start.name} ${world.story.join(" ")}`);
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    throw new Error(
      `${start.name}: ${error.message}\n${[...schedule].map(([at, fault]) => `${at}: ${fault}`).join(", ")}\n${world.story.join("\n")}`,
    );
  }
}

/** One active key, in the file; the old one gone, or told as switched off; nothing lies about. */
function settled(world: World, end: End | null): void {
  if (end?.do !== "done") throw new Broken(`ends with ${JSON.stringify(end)}`);
  const active = [...world.aws].filter(([, status]) => status === "Active").map(([id]) => id);
  if (active.length !== 1 || active[0] !== world.file)
    throw new Broken(`active: ${active.join(", ")}; in the file: ${world.file}`);
  if (world.file === OLD) throw new Broken("nothing was replaced");
  allPlacesFollow(world);
  const left = [...world.aws.keys()].filter((id) => id !== world.file);
  if (left.some((id) => end.old !== "inactive" || end.from !== id))
    throw new Broken(`left and not told: ${left.join(", ")}`);
  if (world.pending.state !== "none") throw new Broken("the pending file is still there");
  if (left.length > 0 && world.journal?.step !== "waiting")
    throw new Broken("nothing is kept about the old key");
  // A deletion that AWS carried out unseen: what is kept says only that there is something to look
  // after.
  if (left.length === 0 && world.journal !== null && world.journal.step !== "waiting")
    throw new Broken("a journal without a purpose");
}

/** What is written here holds the key of the profile. */
function allPlacesFollow({ places, file }: World): void {
  for (const [place, id] of places)
    if (place !== ".env" && id !== file) throw new Broken(`${place} holds ${id}`);
}

/** How many primitives a run without failures has. */
async function lengthOf(start: Start): Promise<number> {
  const world = begun(start);
  let end = await answered(world, start.wishes);
  while (end?.do === "stop" && world.position < 100) end = await answered(world, start.wishes);
  settled(world, end);
  return world.position;
}

/**
 * What happened in each schedule, primitive by primitive with its failure: schedules that come to
 * the same count once.
 */
const explored = new Set<string>();

describe.each(STARTS)("a rotation ($name)", (start) => {
  it("survives every failure at every point, alone and in pairs", async () => {
    const length = await lengthOf(start);
    for (let first = 0; first < length; first++) {
      for (const fault of FAULTS) {
        await follow(start, new Map([[first, fault]]));
        // After the first failure the run is longer: it starts again.
        for (let second = first + 1; second < first + length + 4; second++) {
          for (const another of FAULTS) {
            await follow(
              start,
              new Map([
                [first, fault],
                [second, another],
              ]),
            );
          }
        }
      }
    }
  });

  it("survives thousands of longer runs of bad luck", async () => {
    const random = generator(start.name.length);
    for (let round = 0; round < 3000; round++) {
      const schedule = new Map<number, Fault>();
      const count = 3 + Math.floor(random() * 6);
      for (let index = 0; index < count; index++)
        schedule.set(Math.floor(random() * 50), FAULTS[Math.floor(random() * FAULTS.length)]!);
      await follow(start, schedule);
    }
  });
});

describe("a full disk", () => {
  it("at any write leaves no key at AWS whose secret nobody has", async () => {
    for (let at = 0; at < 14; at++) {
      const world = new World(null);
      world.schedule = new Map([[at, "full"]]);
      const end = await attempt(world, ROTATE);
      if (end?.do === "stop") expect(world.orphans()).toEqual([]);
    }
  });
});

describe("taking it back", () => {
  it("undo and roll-back survive every failure at every point: a key that works is in the file", async () => {
    for (const old of ["off", "keep"] as const) {
      for (let at = 0; at < 20; at++) {
        for (const fault of FAULTS) {
          for (let second = at; second < at + 14; second += 3) {
            const world = new World(null);
            const done = await answered(world, { ...ROTATE, old });
            expect(done).toMatchObject({ do: "done", from: OLD, to: newKey(1) });
            const base = world.position;
            world.schedule = new Map<number, Fault>([
              [base + second, "crash-after"],
              [base + at, fault],
            ]);
            const undo: Wishes = { ...ROTATE, start: false, given: OLD, undo: true, old: "delete" };
            for (let again = 0; again < 3; again++) await attempt(world, undo);
            world.calm();
            const end = await attempt(world, undo);
            // Undone already: the key in the file is the one that was to come back.
            if (end?.do === "stop")
              expect(end.problem.message).toContain("stands in the file already");
            else expect(end).toMatchObject({ do: "done" });
            expect(world.file).toBe(OLD);
            const rest = await attempt(world, { ...ROTATE, start: false, old: "delete" });
            expect(rest?.do).toBe("done");
            expect([...world.aws]).toEqual([[OLD, "Active"]]);
            explored.add(`undo ${old} ${world.story.join(" ")}`);
          }
        }
      }
    }
  });

  it("a new key that is durable can be taken back while the file holds the old one", async () => {
    for (let at = 0; at < 14; at++) {
      for (const fault of FAULTS) {
        const world = new World(null);
        // Crashes right after the pair is durable.
        world.schedule = new Map<number, Fault>([[5, "crash-after"]]);
        expect(await attempt(world, ROTATE)).toBeNull();
        expect(world.pending.state).toBe("pair");
        world.schedule = new Map([[world.position + at, fault]]);
        const back: Wishes = { ...ROTATE, start: false, rollBack: true };
        await answered(world, back);
        world.calm();
        const end = await answered(world, back);
        expect(end).toMatchObject({ do: "done" });
        expect([...world.aws]).toEqual([[OLD, "Active"]]);
        expect(world).toMatchObject({ file: OLD, pending: { state: "none" }, journal: null });
        explored.add(`roll back ${world.story.join(" ")}`);
      }
    }
  });
});

interface SharedStart {
  readonly name: string;
  readonly places: readonly Place[];
  readonly wishes: Wishes;
}

/** Others use the same key: what is wished for them by name, and nothing. */
const SHARED: readonly SharedStart[] = [
  { name: "only this profile uses it", places: [], wishes: ROTATE },
  {
    name: "everywhere",
    places: ["lab", ".psiturkconfig"],
    wishes: { ...ROTATE, others: "everywhere" },
  },
  {
    name: "everywhere, and .env, which is not edited",
    places: ["lab", ".env"],
    wishes: { ...ROTATE, old: "delete", others: "everywhere" },
  },
  {
    name: "--keep-old",
    places: ["lab", ".psiturkconfig"],
    wishes: { ...ROTATE, old: "keep", others: "keep" },
  },
  {
    name: "everywhere-off-anyway, and .env, which is not edited",
    places: [".psiturkconfig", ".env"],
    wishes: { ...ROTATE, others: "everywhere-off-anyway" },
  },
  {
    name: "--off-anyway",
    places: ["lab", ".psiturkconfig"],
    wishes: { ...ROTATE, others: "off-anyway" },
  },
  { name: "nothing was said", places: [".psiturkconfig"], wishes: ROTATE },
];

function shared({ places }: SharedStart): World {
  const world = new World(null);
  for (const place of places) world.places.set(place, OLD);
  return world;
}

/**
 * Runs with failures and with a person at work, each stop followed by another start; then some way
 * that is offered leads out.
 */
async function mended(
  start: SharedStart,
  schedule: Schedule,
  acts: ReadonlyMap<number, ActName>,
): Promise<void> {
  const world = shared(start);
  world.schedule = schedule;
  world.acts = new Map([...acts].map(([at, name]) => [at, ACTS[name]]));
  const told = (): string =>
    `${start.name}\n${[...schedule].map(([at, fault]) => `${at}: ${fault}`).join(", ")}\n${[...acts].map(([at, name]) => `before ${at} the person ${name}`).join(", ")}\n${world.story.join("\n")}`;
  try {
    for (let again = 0; again <= schedule.size + acts.size; again++) {
      await attempt(world, start.wishes);
      if (again === 0) world.act(true);
    }
    world.calm();
    if ((await wayOut(world)) === null) throw new Broken("no way that is offered leads out");
    explored.add(`person ${start.name} ${[...acts.values()].join(" ")} ${world.story.join(" ")}`);
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    throw new Error(`${error.message}\n${told()}`);
  }
}

describe.each(SHARED)("a rotation beside which a person mends things by hand ($name)", (start) => {
  it("is never stuck, says nothing that is not so, and switches nothing off that is used, after a failure at each point", async () => {
    for (const fault of FAULTS) {
      for (let at = 0; at < 14; at++) {
        for (const name of ACT_NAMES)
          await mended(start, new Map([[at, fault]]), new Map([[at + 1, name]]));
      }
    }
  });

  it("nor while it runs", async () => {
    for (let at = 0; at < 14; at++) {
      for (const name of ACT_NAMES) await mended(start, new Map(), new Map([[at, name]]));
    }
  });

  it("nor in runs of bad luck and of many hands", async () => {
    const random = generator(start.name.length + 7);
    const one = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)]!;
    for (let round = 0; round < 600; round++) {
      const schedule = new Map(
        Array.from(
          { length: 1 + Math.floor(random() * 4) },
          () => [Math.floor(random() * 24), one(FAULTS)] as const,
        ),
      );
      const acts = new Map(
        Array.from(
          { length: 1 + Math.floor(random() * 4) },
          () => [Math.floor(random() * 24), one(ACT_NAMES)] as const,
        ),
      );
      await mended(start, schedule, acts);
    }
  });
});

describe("the exploration", () => {
  it("was large enough", () => {
    process.stderr.write(`\n${explored.size} different schedules of a rotation\n`);
    expect(explored.size).toBeGreaterThanOrEqual(17_000);
  });
});

/** Mulberry32: the same numbers every time. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
