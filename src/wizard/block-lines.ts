/** Turns the blocks of a view into lines of so many columns, for frames and for lines alike. */
import type { TextStyle } from "../terminal/glyphs.js";
import { isTable, joinedTables, tableLines } from "../terminal/parts/check-table.js";
import type { Line } from "../terminal/parts/line.js";
import { isRail, railLine } from "../terminal/parts/rail.js";
import type { Elapsed } from "../terminal/parts/status.js";
import { type Block, isTimed } from "./view.js";

/** `elapsed`: for how long each clock has run. */
export function blockLines(
  blocks: readonly Block[],
  elapsed: (clock: string) => Elapsed,
  columns: number,
  look: TextStyle,
): readonly Line[] {
  const still = blocks.flatMap((block) =>
    isTimed(block) ? block.lines(elapsed(block.clock)) : [block],
  );
  return joinedTables(still).flatMap((block): readonly Line[] => {
    if (isTable(block)) return tableLines(block, columns, look);
    return [isRail(block) ? railLine(block, columns, look) : block];
  });
}
