/**
 * Opens a run of the wizard: its state and its work, whoever draws them. Frames may hand it on to
 * lines in the middle, with all that is known.
 */
import type { Host } from "../base/host.js";
import { createPerformer } from "./effects.js";
import { initialState } from "./initial.js";
import type { RunOptions } from "./run-options.js";
import { type Performer, type Store, createStore } from "./store.js";

/** What a painter does beside drawing. */
export interface Painter {
  /** Copies a text for the person; true: it stands on the terminal in one piece, too. */
  readonly copy: (text: string) => boolean;
}

export interface WizardRun {
  readonly store: Store;
  readonly host: Host;
  /** From now on it is this one that draws. */
  readonly drawnBy: (painter: Painter) => void;
  /** Something stands there to be read. Before that nothing is looked at, and nobody asked. */
  readonly hasDrawn: () => void;
  /** Aborts what can be cancelled, and resolves when the rest is done. */
  readonly close: () => Promise<void>;
}

export function openRun({ ports, setting, places, open }: RunOptions): WizardRun {
  let painter: Painter = { copy: () => false };
  const drawn = event();
  const performer = createPerformer({
    jobs: ports,
    setting,
    open,
    copy: (text) => painter.copy(text),
    places,
    leave: () => undefined,
  });
  const store = createStore(initialState(setting), behind(drawn, performer));
  return {
    store,
    host: ports.host,
    drawnBy: (next) => (painter = next),
    hasDrawn: drawn.happens,
    close: async () => {
      // Who breaks before the first frame has drawn all that will ever be.
      drawn.happens();
      await store.close();
    },
  };
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
