/** Tells when the window got another size, and when somebody who dragged it has let it go. */

/**
 * A window that gets another size so soon after the last one is dragged, or is one of tmux or of a
 * slow link. A terminal then breaks rows anew that were sent for the size before, and nobody can
 * know how many rows the frame takes; in milliseconds. tmux tells a pane of a size every 250.
 */
const DRAGGED_MS = 500;

export interface WindowEvents {
  readonly onResize: () => void;
  /** The window was dragged, and has kept its size for a while. */
  readonly onDragged: () => void;
}

/** Listens to a terminal before Ink does, until the returned function is called. */
export function followWindow(stdout: NodeJS.WriteStream, events: WindowEvents): () => void {
  let before = -Infinity;
  let timer: NodeJS.Timeout | undefined;
  const resized = (): void => {
    events.onResize();
    const at = performance.now();
    if (timer !== undefined || at - before < DRAGGED_MS) {
      clearTimeout(timer);
      timer = setTimeout(() => {
        timer = undefined;
        events.onDragged();
      }, DRAGGED_MS).unref();
    }
    before = at;
  };
  stdout.prependListener("resize", resized);
  return () => {
    clearTimeout(timer);
    stdout.off("resize", resized);
  };
}
