/** Begins a job of the table: hands out a ticket, and lets its slot wait for the answer. */
import type { Effect, Turn } from "./events.js";
import type { State } from "./state.js";
import { takeTicket, turn } from "./ticket.js";
import { type GivenTo, type JobName, WORK } from "./work.js";

/** What every row has, whatever its types. */
interface AnyRow {
  readonly slot: keyof State;
  readonly begin: unknown;
  readonly given?: (state: State) => object | null;
  readonly once?: true;
  readonly also?: (state: State) => readonly JobName[];
}

/** Begins a job with what is known; where that is not enough, nothing happens. */
export function begin(state: State, job: JobName): Turn {
  const row: AnyRow = WORK[job];
  if (row.once === true && (state[row.slot] as { readonly status: string }).status === "running")
    return turn(state);
  const given = row.given?.(state) ?? null;
  return given === null ? turn(state) : beginWith(state, job, given as GivenTo<typeof job>);
}

/** Begins a job with what it is given here. */
export function beginWith<J extends JobName>(before: State, job: J, given: GivenTo<J>): Turn {
  const row: AnyRow = WORK[job];
  const { state, ticket } = takeTicket(before);
  const waiting: State = {
    ...state,
    [row.slot]: { status: "running", ticket, progress: row.begin },
  };
  // The table's types have been met by the caller; a union of all jobs says no more than that.
  const effect = { type: job, ticket, ...given } as unknown as Effect;
  return (row.also?.(waiting) ?? []).reduce(
    (so, other) => {
      const begun = begin(so.state, other);
      return turn(begun.state, ...so.effects, ...begun.effects);
    },
    turn(waiting, effect),
  );
}
