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
   * The window was dragged, or has its size back before anybody looked, and has kept it for a
   * while.
   */
  readonly onDragged: () => void;
}

/**
 * What was drawn so shortly before a new size is told may have met it already: Node hears of it
 * behind what it is doing; in milliseconds.
 */
const HEARD_MS = 50;

export interface FollowedWindow {
  /** To be called whenever something is drawn. */
  readonly draws: () => void;
  readonly stop: () => void;
}

/** Listens to a terminal before Ink does, until it is stopped. */
export function followWindow(stdout: NodeJS.WriteStream, events: WindowEvents): FollowedWindow {
  let before = -Infinity;
  let timer: NodeJS.Timeout | undefined;
  let isTold = false;
  let drawn = -Infinity;
  const wait = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = undefined;
      events.onDragged();
    }, DRAGGED_MS).unref();
  };
  const resized = (): void => {
    isTold = true;
    events.onResize();
    const at = performance.now();
    if (timer !== undefined || at - before < DRAGGED_MS || at - drawn < HEARD_MS) wait();
    before = at;
  };
  // Sent only for a size that has changed. Node, which listens first, tells nothing where the
  // window is as it was by then; what was drawn in between met another width.
  const signalled = (): void => {
    if (!isTold) wait();
    isTold = false;
  };
  stdout.prependListener("resize", resized);
  process.on("SIGWINCH", signalled);
  return {
    draws: () => (drawn = performance.now()),
    stop: () => {
      clearTimeout(timer);
      stdout.off("resize", resized);
      process.off("SIGWINCH", signalled);
    },
  };
}
