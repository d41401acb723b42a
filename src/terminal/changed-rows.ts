/**
 * Sends only the rows that a frame changes, where little of it changes: over a slow link a whole
 * frame for every letter is seen to be drawn. Ink 6 could do so by itself (`incrementalRendering`),
 * but would also leave a new screen in part to what another program has written over the last one.
 */

/** How Ink erases its last frame, from its last row upwards, before it writes the next one. */
// eslint-disable-next-line no-control-regex -- Ink's own controls are what has to be found
const ERASED = /^\u001B\[2K(?:\u001B\[1A\u001B\[2K)*\u001B\[G/;
const ERASE_ROW = "\u001B[2K";
/** A synchronized update begins or ends, the cursor is hidden or shown: nothing is drawn by it. */
// eslint-disable-next-line no-control-regex -- as above
const DRAWS_NOTHING = /^(?:\u001B\[\?(?:2026|25)[hl])+$/;
/**
 * More changed rows than this are another screen. That one is drawn whole, whatever another program
 * may have written over the one before: a question must not stand there in part.
 */
const FEW = 3;

interface Drawn {
  readonly rows: readonly string[];
  /** Of the window at that moment; any text that tells sizes apart. */
  readonly size: string;
}

/**
 * What to write in the place of what Ink writes, for a window of a size. What is no frame goes
 * through as it is, and so does a frame that follows it, that has another height or another first
 * row than the one before, or that meets another window.
 */
export function changedRows(): (text: string, size: string) => string {
  let before: Drawn | undefined;
  return (text, size) => {
    if (DRAWS_NOTHING.test(text)) return text;
    const erasing = ERASED.exec(text)?.[0] ?? "";
    const erased = erasing.split(ERASE_ROW).length - 1;
    const rows = text.slice(erasing.length).split("\n");
    const last = before;
    before = { rows, size };
    if (last?.size !== size || last.rows.length !== erased || rows.length !== erased) return text;
    const changed = rows.filter((row, index) => row !== last.rows[index]);
    if (rows[0] !== last.rows[0] || changed.length > FEW) return text;
    const drawn = rows.map((row, index) => (row === last.rows[index] ? "" : ERASE_ROW + row));
    return `${erased > 1 ? `\u001B[${erased - 1}A` : ""}\r${drawn.join("\n")}`;
  };
}
