/** Offers on a last screen to write down what was done; not in practice, where nothing was. */
import { basename } from "node:path";
import type { State } from "../../state.js";
import type { ViewRow } from "../../view.js";

export function reportRows({ report, setting }: State): readonly ViewRow[] {
  if (setting.practice) return [];
  const day = new Date(setting.startedAt).toISOString().slice(0, 10);
  return [
    {
      id: "report",
      label: "Keep a record of this",
      hint: `./mturk-setup-${day}.md`,
      ...(report.status === "done" ? { disabled: `./${basename(report.value)} is written` } : {}),
      does: { type: "wroteReport" },
    },
  ];
}
