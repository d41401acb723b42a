/**
 * Writes to standard output and standard error so that a stream that fails never ends the work, and
 * remembers what was lost.
 */

type Stream = NodeJS.WriteStream;

/** Why nothing can be written to a stream any more: the system's word for it, such as EPIPE. */
type Lost = string;

/**
 * Nobody reads any more because they had enough (`| head -1`): no reason to complain, only not to
 * answer 0.
 */
const READER_LEFT = "EPIPE";
/** A terminal whose window was closed answers so. */
const HUNG_UP = new Set(["EIO", "ENXIO", "ENOTTY"]);

const CLOSED = "closed";

const REASONS: Readonly<Record<string, string>> = {
  [CLOSED]: "it is closed",
  ENOSPC: "the disk is full",
  EBADF: "it was opened for reading only",
  EIO: "the device does not answer",
  EFBIG: "the file would be too large",
  EDQUOT: "no more may be stored there",
};

export interface Output {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Resolves when everything that was written has left, or never will. */
  readonly flush: () => Promise<void>;
  /**
   * What standard output was given and did not arrive in full, of whatever command; `why` is a
   * sentence, null where the reader left. Progress and warnings on standard error are no result.
   */
  readonly lost: () => { readonly why: string | null } | null;
  /** Whether the terminal is gone that one of the two led to. */
  readonly hungUp: () => boolean;
}

/**
 * Takes both streams over. `onHangUp` is called once, when the terminal is gone that one of them
 * leads to; `wasClosed` tells whether nothing was open at a descriptor when the program began.
 */
export function createOutput(
  stdout: Stream,
  stderr: Stream,
  {
    onHangUp,
    wasClosed,
  }: { readonly onHangUp: () => void; readonly wasClosed: (fd: 1 | 2) => boolean },
): Output {
  const lost = new Map<Stream, Lost>();
  /**
   * Where nothing was said nothing is lost; a write of nothing fails all the same on a full disk.
   */
  const used = new Set<Stream>();
  let gone = false;
  const lose = (stream: Stream, error: unknown): void => {
    const code = error instanceof Error && "code" in error ? String(error.code) : "EIO";
    if (!lost.has(stream)) lost.set(stream, code);
    if (gone || !stream.isTTY || !HUNG_UP.has(code)) return;
    gone = true;
    onHangUp();
  };
  const write = (stream: Stream, text: string): void => {
    if (lost.has(stream) || text === "") return;
    used.add(stream);
    try {
      stream.write(text, (error) => {
        if (error !== undefined && error !== null) lose(stream, error);
      });
    } catch (error) {
      lose(stream, error);
    }
  };
  // Not only what is written here fails: the wizard's frames are Ink's.
  for (const stream of [stdout, stderr]) stream.on("error", (error) => lose(stream, error));
  return {
    out: (text) => write(stdout, text),
    err: (text) => write(stderr, text),
    flush: async () => {
      for (const stream of [stdout, stderr])
        if (used.has(stream) && !lost.has(stream)) await left(stream, lose);
    },
    lost: () => {
      const code = lost.get(stdout) ?? (used.has(stdout) && wasClosed(1) ? CLOSED : null);
      if (code === null) return null;
      const why =
        "mturk-setup: the result could not be written to standard output: " +
        `${REASONS[code] ?? code}. What was done stays done.\n`;
      return { why: code === READER_LEFT ? null : why };
    },
    hungUp: () => gone,
  };
}

function left(stream: Stream, lose: (stream: Stream, error: unknown) => void): Promise<void> {
  return new Promise((resolve) => {
    try {
      stream.write("", (error) => {
        if (error !== undefined && error !== null) lose(stream, error);
        resolve();
      });
    } catch (error) {
      lose(stream, error);
      resolve();
    }
  });
}
