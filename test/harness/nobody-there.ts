/** Makes what a command gets from the edge of its process where nobody sits at a terminal. */
import { PassThrough } from "node:stream";
import type { Clock } from "../../src/base/host.js";
import type { EdgeIo } from "../../src/commands/index.js";

export interface NobodyThere {
  readonly io: EdgeIo;
  /** What was written so far. */
  readonly said: { out: string; err: string };
  /** As the end of the process: what is left to be done is done. */
  readonly end: () => void;
}

export interface NobodyOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly cwd?: string;
  /** What is piped in. */
  readonly stdin?: string;
  readonly clock: Clock;
}

export function nobodyThere(options: NobodyOptions): NobodyThere {
  const { env, home, cwd = home, stdin = "", clock } = options;
  const said = { out: "", err: "" };
  const over = new AbortController();
  const duties = new Set<() => void>();
  const pipe = new PassThrough() as unknown as NodeJS.ReadStream & NodeJS.WriteStream;
  const io: EdgeIo = {
    host: { env, cwd, home, platform: process.platform },
    clock,
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    readStdin: () => Promise.resolve(stdin),
    interactive: false,
    outIsTerminal: false,
    signal: over.signal,
    onEnd: (duty) => {
      duties.add(duty);
      return () => duties.delete(duty);
    },
    terminal: {
      stdin: pipe,
      stdout: pipe,
      stderr: pipe,
      open: () => null,
      dieBy: (signal) => {
        throw new Error(`ends by ${signal}: to be tried in a process of its own`);
      },
    },
  };
  const end = (): void => {
    over.abort();
    for (const duty of duties) duty();
    duties.clear();
  };
  return { io, said, end };
}
