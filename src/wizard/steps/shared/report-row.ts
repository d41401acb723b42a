/** Offers on a last screen to write down what was done; not in practice, where nothing was. */
import { basename } from "node:path";
import { reportName } from "../../../jobs/report/name.js";
import type { State } from "../../state.js";
import type { ViewRow } from "../../view.js";

export function reportRows({ report, setting }: State): readonly ViewRow[] {
  if (setting.practice) return [];
  const label = "Keep a record of this";
  return [
    {
      id: "report",
      ...(report.status === "done"
        ? { label, disabled: `./${basename(report.value)} is written` }
        : { label: `${label}: ./${reportName(setting.startedAt)}` }),
      does: { type: "wroteReport" },
    },
  ];
}
