/**
 * What a person does by hand between two steps of a rotation, and which ways are offered out of
 * what comes of it.
 */
import type { End, Wishes } from "../../../src/jobs/rotate/types.js";
import { Broken, OLD, type World, isMade, type Place } from "./model.js";
import { answersTo, attempt } from "./runs.js";

export type Act = (world: World) => void;

function off(world: World, id: string | null | undefined, how: "Inactive" | "gone"): void {
  if (id === null || id === undefined || !world.aws.has(id)) return;
  world.excused.add(id);
  if (how === "gone") {
    world.aws.delete(id);
    world.persons.delete(id);
  } else world.aws.set(id, "Inactive");
}

function on(world: World, id: string | undefined): void {
  if (id === undefined || !world.aws.has(id)) return;
  world.aws.set(id, "Active");
  world.offByUs.delete(id);
}

/**
 * What a person puts somewhere is their doing, if it does not work there, or if something is still
 * on its way to AWS.
 */
function puts(world: World, id: string): string {
  if (world.aws.get(id) !== "Active" || world.expecting) world.excused.add(id);
  return id;
}

/**
 * The secret of a key that was made by us is shown to nobody: only what stands somewhere can be put
 * somewhere else.
 */
function isKnown(world: World, id: string): boolean {
  return world.persons.has(id) || world.file === id || world.standing().has(id) || !isMade(id);
}

function save(world: World, id: string | undefined): void {
  if (id !== undefined) world.write(puts(world, id));
}

function give(world: World, place: Place, id: string | null): void {
  if (id !== null && isKnown(world, id)) world.places.set(place, puts(world, id));
}

const made = (world: World): string | undefined =>
  [...world.persons].filter((id) => world.aws.has(id)).at(-1);
const stray = (world: World): string | undefined =>
  [...world.aws.keys()].find((id) => id !== world.file && id !== made(world));
const waiting = (world: World): string | null =>
  world.pending.state === "pair" ? world.pending.id : null;

/** By hand: in the console, in an editor, in a file manager. */
export const ACTS = {
  "makes a key": (world) => void world.make(),
  "makes a key and saves it": (world) => save(world, world.make() ?? undefined),
  "saves the key that was made": (world) => save(world, made(world)),
  "mends it all: the stray one deleted, another made and saved, the old one deleted": (world) => {
    off(world, stray(world), "gone");
    save(world, world.make() ?? made(world));
    if (world.file !== OLD) off(world, OLD, "gone");
  },
  "deletes the key in the file": (world) => off(world, world.file, "gone"),
  "switches the key in the file off": (world) => off(world, world.file, "Inactive"),
  "deletes the other key": (world) => off(world, stray(world), "gone"),
  "switches the other key off": (world) => off(world, stray(world), "Inactive"),
  "switches every key on": (world) => [...world.aws.keys()].forEach((id) => on(world, id)),
  "puts the old key into the file": (world) => save(world, OLD),
  "takes the profile away": (world) => (world.file = null),
  "gives lab the key in the file": (world) => give(world, "lab", world.file),
  "gives lab the key that waits": (world) => give(world, "lab", waiting(world)),
  "gives psiTurk the other key": (world) => give(world, ".psiturkconfig", stray(world) ?? null),
  "removes the file with the key that waits": (world) => {
    const id = waiting(world);
    if (id !== null) world.persons.add(id);
    world.pending = { state: "none" };
  },
  "clears our state": (world) => (world.journal = null),
} satisfies Record<string, Act>;

export type ActName = keyof typeof ACTS;
export const ACT_NAMES = Object.keys(ACTS) as readonly ActName[];

/** One active key, in the file, and nothing half done. */
export function isSettled({ aws, file, pending, journal }: World): boolean {
  const active = [...aws].filter(([, status]) => status === "Active").map(([id]) => id);
  return (
    active.length === 1 &&
    active[0] === file &&
    pending.state === "none" &&
    (journal === null || journal.step === "waiting")
  );
}

interface Way {
  readonly name: string;
  readonly world: World;
}

const WISHES: Wishes = {
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

/** `rotate --undo`, as the job turns it into wishes. */
function undoing({ pending, file, journal }: World): Wishes | null {
  const base: Wishes = { ...WISHES, start: false, undo: true, otherHolder: true };
  if (pending.state === "pair" && pending.id !== file) return { ...base, rollBack: true };
  if (pending.state === "none" && journal === null) return null;
  return file === null || journal?.to !== file || journal.way === "undo"
    ? base
    : { ...base, given: journal.from };
}

/** What the advice of a problem offers, carried out by the person. */
function advised(world: World, end: Extract<End, { do: "stop" }>): readonly Way[] {
  const ways: Way[] = [];
  const cures = end.problem.try.join(" | ");
  const after = (name: string, act: Act): void => {
    const then = world.clone();
    act(then);
    ways.push({ name, world: then });
  };
  if (/save --stdin|makes? a new key|Set one up/.test(cures)) {
    after("save a key that was made", (then) => {
      if (made(then) === undefined && then.aws.size >= 2) off(then, stray(then), "gone");
      save(then, made(then) ?? then.make() ?? undefined);
      on(then, then.file ?? undefined);
    });
  }
  if (/Switch .* on in the IAM console/.test(cures))
    after("switch it on", (then) => [...then.aws.keys()].forEach((id) => on(then, id)));
  if (/delete \S+ in the IAM console/i.test(cures))
    after("delete it in the console", (then) => off(then, waiting(then) ?? stray(then), "gone"));
  return ways;
}

/**
 * Looks for a way out among what is offered: the command, --finish, --undo, each answer to each
 * question, and what the advice says. Answers with the way that was found; null: none within
 * `depth` steps.
 */
export async function wayOut(
  from: World,
  depth = 5,
  trail: readonly string[] = [],
): Promise<readonly string[] | null> {
  if (isSettled(from)) return trail;
  if (depth === 0) return null;
  const undo = undoing(from);
  const commands: readonly (readonly [string, Wishes])[] = [
    ["rotate", WISHES],
    ["rotate --finish", { ...WISHES, start: false, old: "delete" }],
    ...(undo === null ? [] : ([["rotate --undo", undo]] as const)),
  ];
  for (const [name, wishes] of commands) {
    for (const found of await ends(from, wishes, [...trail, name], depth)) {
      if (isSettled(found.world)) return found.trail;
      if (!isSame(found.world, from)) {
        const further = await wayOut(found.world, depth - 1, found.trail);
        if (further !== null) return further;
      }
    }
  }
  return null;
}

interface Found {
  readonly world: World;
  readonly trail: readonly string[];
}

/** Every end of one command, with each answer to its questions. */
async function ends(
  from: World,
  wishes: Wishes,
  trail: readonly string[],
  depth: number,
): Promise<readonly Found[]> {
  const world = from.clone();
  const end = await attempt(world, wishes);
  if (end === null) throw new Broken("crashed where nothing failed");
  if (end.do === "done") return [{ world, trail }];
  if (end.do === "stop")
    return [
      { world, trail },
      ...advised(world, end).map((way) => ({ world: way.world, trail: [...trail, way.name] })),
    ];
  if (depth === 0) return [];
  const found: Found[] = [];
  for (const answer of answersTo(end))
    found.push(
      ...(await ends(
        world,
        { ...wishes, ...answer },
        [...trail, JSON.stringify(answer)],
        depth - 1,
      )),
    );
  return found.sort((a, b) => Number(isSettled(b.world)) - Number(isSettled(a.world)));
}

function isSame(a: World, b: World): boolean {
  const of = ({ aws, file, pending, journal, places }: World): string =>
    JSON.stringify([[...aws], file, pending, journal, [...places]]);
  return of(a) === of(b);
}
