/**
 * Counts, four times a second, for how long each of several things has been going on. With a screen
 * reader nothing ticks: each change would be read out again.
 */
import { useEffect, useState, useSyncExternalStore } from "react";
import { useTerminal } from "../Terminal.js";
import { type Elapsed, NOTHING_YET } from "./status.js";

/** Four frames a second: enough to be seen, little enough for a slow link. */
const FRAME_MS = 250;

/** The clocks that run, each since it was first named. */
class Clocks {
  #started = new Map<string, number>();
  #told: ReadonlyMap<string, Elapsed> = new Map();
  readonly #listeners = new Set<() => void>();

  constructor(readonly now: () => number) {}

  /** Only these run from now on; those that ran before go on. */
  keep(names: readonly string[]): void {
    const now = this.now();
    this.#started = new Map(names.map((name) => [name, this.#started.get(name) ?? now]));
    this.#told = new Map([...this.#told].filter(([name]) => this.#started.has(name)));
  }

  tick(): void {
    const now = this.now();
    this.#told = new Map(
      [...this.#started].map(([name, start]) => [
        name,
        {
          seconds: Math.floor((now - start) / 1000),
          frame: (this.#told.get(name)?.frame ?? 0) + 1,
        },
      ]),
    );
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly told = (): ReadonlyMap<string, Elapsed> => this.#told;
}

/**
 * How long each of the named clocks has run; a clock starts when its name first appears and ends
 * when it is gone.
 */
export function useClocks(names: readonly string[]): (name: string) => Elapsed {
  const { look, now } = useTerminal();
  const [clocks] = useState(() => new Clocks(now));
  const told = useSyncExternalStore(clocks.subscribe, clocks.told);
  const running = look.accessible ? "" : [...new Set(names)].sort().join("\n");
  useEffect(() => {
    clocks.keep(running === "" ? [] : running.split("\n"));
    if (running === "") return undefined;
    const timer = setInterval(() => clocks.tick(), FRAME_MS);
    return () => clearInterval(timer);
  }, [clocks, running]);
  return (name) => told.get(name) ?? NOTHING_YET;
}
