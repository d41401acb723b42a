/** Opens an address in the user's browser, and says whether that could be tried. */
import open from "open";

/** False where no opener could be started (no desktop, an SSH session). Waits for the start only, never for the browser. */
export async function openInBrowser(url: string): Promise<boolean> {
  try {
    const child = await open(url);
    return await started(child);
  } catch {
    return false;
  }
}

/** A missing opener tells so by an `error` event a moment after the start; unheard, it would end the program. */
function started(child: Awaited<ReturnType<typeof open>>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), 300);
    child.once("error", () => {
      clearTimeout(timer);
      resolve(false);
    });
    child.once("exit", (code) => {
      clearTimeout(timer);
      resolve(code === 0);
    });
  });
}
