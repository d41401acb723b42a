/** Breaks the practice AWS on purpose, to see what the wizard says then. In practice only. */
import type { StepView } from "../../view.js";

const NONE = "none";

export const breakView: StepView = ({ setting, fault }) => ({
  title: "Break something on purpose",
  body: ["  From now on the practice AWS answers as in real life when:"],
  choice: {
    initial: fault ?? NONE,
    enterLabel: "choose",
    rows: [
      { id: NONE, label: "Nothing: everything works", does: { type: "broke", fault: null } },
      ...setting.faults.map(({ name, title }) => ({
        id: name,
        label: title,
        does: { type: "broke", fault: name } as const,
      })),
    ],
  },
  keys: [],
});
