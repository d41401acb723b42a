/**
 * Waits for a time that a key may take to come, and reads what has come before it says that the
 * time is over: a process that was busy finds its timer run out before it has read what arrived
 * in time.
 */

/**
 * Calls `action` after `ms` milliseconds; the answer takes that back. `holds`: false lets the
 * process end meanwhile.
 */
export function afterReading(ms: number, action: () => void, holds = true): () => void {
  let check: NodeJS.Immediate | undefined;
  // Node runs timers, then reads, then what is immediate:
  // https://nodejs.org/en/learn/asynchronous-work/event-loop-timers-and-nexttick
  const timer = setTimeout(() => (check = setImmediate(action)), ms);
  if (!holds) timer.unref();
  return () => {
    clearTimeout(timer);
    clearImmediate(check);
  };
}
