/**
 * Holds back what Node itself warns of until the program's last word is said: in between it would
 * tear a screen, and be drawn over.
 */

/**
 * Takes the warnings over; the answer tells those that came, in Node's own way (which obeys
 * `--no-warnings` and its kin), once.
 */
export function holdWarnings(process: NodeJS.Process): () => void {
  const tellers = process.listeners("warning");
  process.removeAllListeners("warning");
  let held: Error[] = [];
  process.on("warning", (warning) => held.push(warning));
  return () => {
    const told = held;
    held = [];
    for (const warning of told) for (const tell of tellers) tell.call(process, warning);
  };
}
