/** Runs the wizard on a terminal until it is left. The only way into this room from outside. */
import { createPerformer } from "./effects.js";
import { initialState } from "./initial.js";
import type { FrameOptions } from "./run-options.js";
import type { State } from "./state.js";
import { type Performer, createStore } from "./store.js";
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
  const drawn = event();
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
  const store = createStore(initialState(setting), behind(drawn, performer));
  try {
    mounted = mountTerminal(<App store={store} host={ports.host} />, {
      ...terminal,
      modes,
      look: lookFrom(ports.host),
      now: () => performance.now(),
      onDrawn: drawn.happens,
    });
    store.send({ type: "started" });
    await mounted.exited;
    return store.getState();
  } finally {
    // A tree that broke before its first frame has drawn all that it ever will.
    drawn.happens();
    await store.close();
    modes.restore();
    forget();
  }
}

/** Files are looked at, and the network asked, while the person reads; not while they wait. */
function behind(first: Once, { perform }: Performer): Performer {
  return {
    perform: async (effect, signal, send) => {
      // Later on at once: a place is kept before its step is drawn.
      if (!first.hasHappened()) await first.happened;
      await perform(effect, signal, send);
    },
  };
}

interface Once {
  readonly happened: Promise<void>;
  readonly hasHappened: () => boolean;
  readonly happens: () => void;
}

function event(): Once {
  let has = false;
  let resolved = (): void => undefined;
  const happened = new Promise<void>((resolve) => (resolved = resolve));
  const happens = (): void => {
    has = true;
    resolved();
  };
  return { happened, hasHappened: () => has, happens };
}
