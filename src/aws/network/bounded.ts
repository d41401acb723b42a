/** Bounds a piece of work in time, and gives the caller back at once when it is cancelled. */

export type Bounded<T> =
  | { readonly how: "done"; readonly value: T }
  | { readonly how: "threw"; readonly error: unknown }
  | { readonly how: "cancelled" }
  | { readonly how: "deadline" };

/**
 * Runs `work` until it is done, `ms` milliseconds have passed, or `signal` aborts, whichever is
 * first. The signal given to
 * `work` aborts then, so that nothing it has opened stays open; whatever it still does is dropped.
 * A name look-up that hangs cannot be stopped (it sits in a thread of libuv), but it is not waited
 * for.
 */
export function bounded<T>(
  ms: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<Bounded<T>> {
  return new Promise((resolve) => {
    const inner = new AbortController();
    const finish = (outcome: Bounded<T>): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", cancel);
      resolve(outcome);
      inner.abort();
    };
    const cancel = (): void => finish({ how: "cancelled" });
    const timer = setTimeout(() => finish({ how: "deadline" }), ms);
    if (signal.aborted) {
      cancel();
      return;
    }
    signal.addEventListener("abort", cancel, { once: true });
    work(inner.signal).then(
      (value) => finish({ how: "done", value }),
      (error: unknown) => finish({ how: "threw", error }),
    );
  });
}
