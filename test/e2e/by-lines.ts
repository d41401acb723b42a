/** Drives the wizard by lines in a real terminal that can only print. */
import { startPty } from "../harness/pty.js";
import { waitUntil } from "../harness/wait.js";
import { BIN, type Place, environment } from "./program.js";

export interface LinesWizard {
  /** Types a line and Enter; what comes from now on is what `until` looks at. */
  readonly type: (line: string) => void;
  /** Waits until what came since the last line holds this; answers with it. */
  readonly until: (expected: RegExp) => Promise<string>;
  /** All that was written, as it came. */
  readonly raw: () => string;
  /** Types the number of the row with this label, once it is there. */
  readonly choose: (label: string) => Promise<void>;
  readonly kill: (signal: string) => void;
  readonly exit: Promise<{ readonly code: number }>;
}

export interface LinesOptions {
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
}

export function startLines(place: Place, { args = [], env = {} }: LinesOptions = {}): LinesWizard {
  const pty = startPty({
    command: process.execPath,
    args: [BIN, ...args],
    home: place.home,
    env: environment(place, { TERM: "dumb", ...env }),
    columns: 100,
    rows: 40,
  });
  let from = 0;
  const since = (): string => pty.raw().slice(from).replaceAll("\r\n", "\n");
  const type = (line: string): void => {
    from = pty.raw().length;
    pty.send(`${line}\r`);
  };
  const until = (expected: RegExp): Promise<string> =>
    waitUntil(
      () => (expected.test(since()) ? since() : undefined),
      () => `${String(expected)} never in\n${since()}`,
    );
  return {
    type,
    until,
    choose: async (label) => {
      const row = new RegExp(`^(\\d) {2}${label}`, "m");
      type(row.exec(await until(new RegExp(`${row.source}[^]*Number`, "m")))?.[1] ?? "");
    },
    kill: (signal) => pty.kill(signal),
    raw: pty.raw,
    exit: pty.exit,
  };
}
