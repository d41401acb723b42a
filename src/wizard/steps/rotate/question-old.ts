/** Asks what is to become of the old key, once the file holds the new one. */
import type { Host } from "../../../base/host.js";
import { firstTen } from "../../../base/list.js";
import type { Rotated } from "../../../jobs/rotate/index.js";
import { switchOffSteps } from "../../../jobs/shared/switch-off-steps.js";
import { shortPath } from "../../../jobs/names.js";
import { maskId } from "../../../keys/types.js";
import { type Line, toned } from "../../../terminal/parts/line.js";
import { lastUseWords } from "../../../words/last-use.js";
import type { ViewRow } from "../../view.js";
import { moreLine, numbered, warningLine } from "../shared/lines.js";
import {
  type Around,
  type AskedQuestion,
  type Of,
  UNDO,
  answer,
  deletionOf,
  final,
  grave,
  row,
} from "./question-rows.js";
import { CLICK_IN_PRACTICE, LEAVE_ON, offClick } from "../shared/labels.js";

/** The new key is in the file and works. */
export function oldKey(question: Of<"old-key">, around: Around): AskedQuestion {
  const { to } = around.rotated;
  return {
    title:
      `Replaced: the file holds ${to === null ? "the new key" : maskId(to)}, and AWS ` +
      "accepts it.",
    tone: "done",
    body: oldKeyLines(question, around),
    rows: [...oldKeyRows(question.id), { ...UNDO, hint: "the new one goes" }],
  };
}

function oldKeyLines(
  { id, lastUse, seen: listed }: Of<"old-key">,
  { rotated, state, seen: { host } }: Around,
): readonly Line[] {
  const use = lastUseWords(lastUse, state.setting.startedAt);
  return [
    `  The old key, ${maskId(id)}, ${listed ? "is" : "may be"} still ` +
      `on${use === null ? "" : ` (${use}, which AWS notes with delay)`}.`,
    "",
    ...copyLines(rotated, host),
    warningLine("Other computers and psiTurk servers with a copy of it stop when it goes off."),
  ];
}

function oldKeyRows(oldId: string): readonly ViewRow[] {
  const old = (id: "off" | "delete" | "keep", label: string, hint?: string): ViewRow =>
    row(id, label, answer({ old: id }), hint);
  return [
    grave(old("off", "Switch the old key off", "can be undone")),
    final(old("delete", "Switch it off and delete it", "cannot be undone"), deletionOf(oldId)),
    old("keep", LEAVE_ON, "both work meanwhile"),
  ];
}

/** Only the console can switch it off; while AWS is watched, the screen goes on by itself. */
export function switchOffInConsole(
  { id, holder, because }: Of<"switch-off-in-console">,
  { rotated, state, seen: { host } }: Around,
): AskedQuestion {
  const again = state.watch.status === "running" ? [] : [row("again", "Ask AWS again", answer({}))];
  return {
    title: `Switch the old key off in the console: ${maskId(id)}`,
    body: [
      ...(because === null
        ? []
        : [toned("  This key may not switch keys off; that is usual.", "dim")]),
      ...numbered(switchOffSteps(holder, id)),
      "",
      ...copyLines(rotated, host),
    ],
    rows: [
      ...(state.setting.practice ? [row("click", CLICK_IN_PRACTICE, offClick(id))] : []),
      row("later", LEAVE_ON, answer({ old: "keep" })),
      ...again,
    ],
  };
}

/** Places on this computer that still hold the old key. */
function copyLines({ copies }: Rotated, host: Host): readonly Line[] {
  const { shown, more } = firstTen(copies);
  return [
    ...shown.map(({ location, profile, cure }) =>
      warningLine(
        `${shortPath(location, host)}${profile === null ? "" : ` [${profile}]`} holds the ` +
          `old key too: what reads it stops.${cure[0] === undefined ? "" : ` ${cure[0]}`}`,
      ),
    ),
    ...moreLine(more, "  "),
  ];
}
