/**
 * Binds the keys that open and copy an address to every view in which one stands, so that no screen
 * has to think of them.
 */
import { knownAddresses } from "../guide/links.js";
import { isTable } from "../terminal/parts/check-table.js";
import type { Line } from "../terminal/parts/line.js";
import type { State } from "./state.js";
import { type Block, type View, type ViewKey, isTimed } from "./view.js";

/** The view with keys for its first address; letters that it uses itself stay its own. */
export function withAddressKeys(view: View, state: State): View {
  const [first, ...more] = new Set(textsOf(view).flatMap(knownAddresses));
  if (first === undefined) return view;
  const taken = new Set(view.keys.flatMap(({ keys }) => keys));
  const keys = addressKeys(first, more.length > 0, state)
    .map((key) => ({ ...key, keys: key.keys.filter((name) => !taken.has(name)) }))
    .filter((key) => key.keys.length > 0);
  return { ...view, keys: [...view.keys, ...keys] };
}

/** Where a field takes the letters, their Ctrl twins count (Ctrl+C is taken). */
function addressKeys(url: string, several: boolean, { setting }: State): readonly ViewKey[] {
  const open: ViewKey = {
    keys: ["o", "ctrl-o"],
    label: several ? "open the first" : "open",
    priority: 6,
    does: { type: "opened", url },
  };
  const copy: ViewKey = {
    keys: ["c", "ctrl-y"],
    label: `copy ${several ? "first address" : "address"}`,
    priority: 5,
    does: { type: "copied", text: url },
  };
  return setting.mayOpen && !setting.practice ? [open, copy] : [copy];
}

function textsOf({ body, field = null }: View): readonly string[] {
  const around = field === null ? [] : [...(field.above ?? []), ...(field.below ?? [])];
  return [...body, ...around].flatMap(textOf);
}

function textOf(block: Block): readonly string[] {
  if (isTimed(block)) return [];
  if (typeof block === "string" || "spans" in block) return [plain(block)];
  if (!isTable(block)) return [];
  return block.table.flatMap(({ what, detail = "", meaning = [], cures = [] }) => [
    what,
    detail,
    ...meaning,
    ...cures,
  ]);
}

function plain(line: Line): string {
  return typeof line === "string" ? line : line.spans.map(({ text }) => text).join("");
}
