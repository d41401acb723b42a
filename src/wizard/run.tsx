/** Runs the wizard on a terminal until it is left. The only way into this room from outside. */
import { createPerformer } from "./effects.js";
import { initialState } from "./initial.js";
import type { FrameOptions } from "./run-options.js";
import type { State } from "./state.js";
import { createStore } from "./store.js";
import { App } from "./frames/App.js";
import { lookFrom } from "../terminal/glyphs.js";
import { copyToClipboard } from "../terminal/links.js";
import { type Mounted, mountTerminal } from "../terminal/mount.js";
import { openModes } from "../terminal/modes.js";
import { sizeOf, usableColumns } from "../terminal/size.js";

/**
 * Columns left of an address on a screen: an address that does not fit beside them is broken there.
 */
const INDENT = 2;

/** The state in which the wizard was left; rejects only with a bug of ours. */
export async function runWizard(options: FrameOptions): Promise<State> {
  const { ports, setting, places, open, terminal, onEnd } = options;
  const modes = openModes(terminal.stdin, terminal.stdout);
  const forget = onEnd(modes.restore);
  let mounted: Mounted | undefined;
  const performer = createPerformer({
    jobs: ports,
    setting,
    open,
    copy: (text) => {
      copyToClipboard(terminal.stdout, text);
      if (mounted === undefined || text.length + INDENT <= usableColumns(sizeOf(terminal.stdout)))
        return false;
      mounted.printAbove(text);
      return true;
    },
    places,
    leave: () => undefined,
  });
  const store = createStore(initialState(setting), performer);
  try {
    mounted = mountTerminal(<App store={store} host={ports.host} />, {
      ...terminal,
      modes,
      look: lookFrom(ports.host),
      now: () => performance.now(),
    });
    store.send({ type: "started" });
    await mounted.exited;
    return store.getState();
  } finally {
    await store.close();
    modes.restore();
    forget();
  }
}
