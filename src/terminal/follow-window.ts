/** Tells when the window got another size, and when somebody who dragged it has let it go. */

/**
 * A window that gets another size so soon after the last one is dragged, or is one of tmux or of a
 * slow link. A terminal then breaks rows anew that were sent for the size before, and nobody can
 * know how many rows the frame takes; in milliseconds. tmux tells a pane of a size every 250.
 */
const DRAGGED_MS = 500;

export interface WindowEvents {
  readonly onResize: () => void;
  /**
   * The window was dragged, or had its size back before anybody looked, and has kept it for a
   * while.
   */
  readonly onDragged: () => void;
}

/**
 * What was drawn so shortly before a narrower window is told of may have met it already, and was
 * broken there: Node hears of it behind what it is doing; in milliseconds.
 */
const HEARD_MS = 50;

export interface FollowedWindow {
  /** To be called whenever something is drawn. */
  readonly draws: () => void;
  /** The terminal is the shell's from now on: nothing is drawn there. */
  readonly rests: () => void;
  /** It is ours again, and may have another size: only those in the foreground are told. */
  readonly looks: () => void;
  readonly stop: () => void;
}

/** Listens to a terminal before Ink does, until it is stopped. */
export function followWindow(stdout: NodeJS.WriteStream, events: WindowEvents): FollowedWindow {
  let before = -Infinity;
  let timer: NodeJS.Timeout | undefined;
  let isTold = false;
  let drawn = -Infinity;
  let { columns } = stdout;
  const forget = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const wait = (): void => {
    forget();
    timer = setTimeout(() => {
      timer = undefined;
      events.onDragged();
    }, DRAGGED_MS).unref();
  };
  const resized = (): void => {
    isTold = true;
    events.onResize();
    const at = performance.now();
    const isTorn = stdout.columns < columns && at - drawn < HEARD_MS;
    if (timer !== undefined || at - before < DRAGGED_MS || isTorn) wait();
    before = at;
    ({ columns } = stdout);
  };
  // Sent for a size that has changed, in cells or in points. Node, which listens first, tells
  // nothing where the cells are as they were by then; what was drawn in between may have met others.
  const signalled = (): void => {
    if (!isTold) wait();
    isTold = false;
  };
  stdout.prependListener("resize", resized);
  process.on("SIGWINCH", signalled);
  return {
    draws: () => (drawn = performance.now()),
    rests: forget,
    looks: () => {
      isTold = true;
      process.emit("SIGWINCH", "SIGWINCH");
    },
    stop: () => {
      forget();
      stdout.off("resize", resized);
      process.off("SIGWINCH", signalled);
    },
  };
}
