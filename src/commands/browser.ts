/** Opens an address in the user's browser, and says whether that could be tried. */
import open from "open";

/**
 * So long is waited before it is said that the browser was asked: most openers that cannot do it
 * say so by then.
 */
const FIRST_LOOK_MS = 300;
/**
 * An opener still at work after that has the browser in hand, or waits for something that nobody
 * sees.
 */
const LAST_LOOK_MS = 10_000;

/**
 * False where no opener could be started (no desktop, an SSH session), or where it fails at once.
 * Waits for the start only, never for the browser; `failedLater` is called if it fails in the ten
 * seconds after it looked well.
 */
export async function openInBrowser(url: string, failedLater: () => void): Promise<boolean> {
  try {
    return await started(await open(url), failedLater);
  } catch {
    return false;
  }
}

/**
 * A missing opener tells so by an `error` event a moment after the start; unheard, it would end the
 * program.
 */
function started(
  child: Awaited<ReturnType<typeof open>>,
  failedLater: () => void,
): Promise<boolean> {
  return new Promise((resolve) => {
    let looksWell = false;
    const forget = setTimeout(() => {
      child.removeAllListeners("exit");
    }, LAST_LOOK_MS).unref();
    const timer = setTimeout(() => {
      looksWell = true;
      resolve(true);
    }, FIRST_LOOK_MS);
    const over = (well: boolean): void => {
      clearTimeout(timer);
      clearTimeout(forget);
      if (looksWell && !well) failedLater();
      resolve(well);
    };
    child.once("error", () => over(false));
    child.once("exit", (code) => over(code === 0));
  });
}
