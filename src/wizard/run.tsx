/** Draws the wizard as frames until it is left, or handed on to lines. */
import type { FrameOptions } from "./run-options.js";
import type { WizardRun } from "./wizard-run.js";
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

/**
 * Settles when the last frame is gone and the terminal is as it was; rejects only with a bug of
 * ours.
 */
export async function runWizard(wizard: WizardRun, options: FrameOptions): Promise<void> {
  const { store, host } = wizard;
  const { terminal, onEnd } = options;
  const modes = openModes(terminal.stdin, terminal.stdout);
  const forget = onEnd(modes.restore);
  let mounted: Mounted | undefined;
  wizard.drawnBy({
    copy: (text) => {
      copyToClipboard(terminal.stdout, text);
      if (mounted === undefined || text.length + INDENT <= usableColumns(sizeOf(terminal.stdout)))
        return false;
      mounted.printAbove(text);
      return true;
    },
  });
  try {
    mounted = mountTerminal(<App store={store} host={host} />, {
      ...terminal,
      modes,
      look: lookFrom(host),
      now: () => performance.now(),
      onDrawn: wizard.hasDrawn,
    });
    store.send({ type: "started" });
    await mounted.exited;
  } finally {
    modes.restore();
    forget();
  }
}
