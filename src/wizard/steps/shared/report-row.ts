/** Offers on a last screen to write down what was done; not in practice, where nothing was. */
import { basename } from "node:path";
import { reportName } from "../../../jobs/report/name.js";
import type { State } from "../../state.js";
import type { ViewRow } from "../../view.js";

export function reportRows({ report, setting }: State): readonly ViewRow[] {
  if (setting.practice) return [];
  return [
    {
      id: "report",
      label: "Keep a record of this",
      hint: `./${reportName(setting.startedAt)}`,
      ...(report.status === "done" ? { disabled: `./${basename(report.value)} is written` } : {}),
      does: { type: "wroteReport" },
    },
  ];
}
