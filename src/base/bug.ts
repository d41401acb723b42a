/** Says that the program itself made a mistake, wherever that is noticed. */

export function bugText(said: string): string {
  return `mturk-setup made a mistake and stopped: ${said}`;
}

/** The first cure: a write is done whole or not at all. */
export const FILES_WHOLE = "Start it again: your files are whole";
