/** Words what a run of the wizard has done, for the lines below its last screen. */
import type { Io } from "../io.js";
import { exportProfile } from "../../keys/profile-name.js";
import { maskId } from "../../keys/types.js";
import { type Leaving, type State, nothingWritten, wasWritten } from "../../wizard/state.js";
import { retirementSummary } from "../../wizard/summary-retire.js";
import { rotationSummary } from "../../wizard/summary-rotate.js";
import { withBackup } from "../../words/places.js";

/** Something was done that the lines at the end tell. */
export function wasTold(state: State): boolean {
  return wasWritten(state) || state.retired.length > 0 || state.rotating.status !== "idle";
}

/** Before the practice, something of theirs may have been changed. */
function ownFiles({ setting }: State): string {
  return setting.touched === true ? "It changed nothing of yours" : "Nothing of yours was changed";
}

function placeLines(leaving: Leaving): readonly string[] {
  const place = "place" in leaving ? leaving.place : "none";
  if (place === "kept")
    return ["Your place is kept: mturk-setup goes on there. Keys are never kept."];
  return place === "lost"
    ? ["Your place could not be kept: the next start begins at the beginning."]
    : [];
}

/** "" where there is nothing to tell. */
export function summaryOf(state: State, leaving: Leaving, io: Io): string {
  if (state.setting.practice)
    return (
      `${leaving.how === "finished" ? "Practice is over." : "Practice stopped."} ` +
      `${ownFiles(state)}; the practice files are deleted.`
    );
  const written = state.write.status === "done" ? state.write.value.files : [];
  const id = state.answers.key === null ? "the key" : maskId(state.answers.key.accessKeyId);
  const keys = [...rotationSummary(state, io.host), ...retirementSummary(state)];
  const mended = state.mended.map((file) => `Mended ${withBackup(file, io.host)}`);
  const lines = written.map((file) => `Wrote ${withBackup(file, io.host)}`);
  if (written.length > 0) lines.unshift(`Saved ${id} in profile ${state.answers.profile}.`);
  else if (state.write.status !== "done" && mended.length + keys.length === 0)
    lines.push(nothingWritten(state));
  lines.unshift(...mended, ...keys);
  if (written.length > 0 && state.answers.profile !== "default")
    lines.push(`psiTurk uses it with: ${exportProfile(state.answers.profile)}`);
  if (written.length + mended.length > 0) lines.push("Undo: mturk-setup undo");
  return [...lines, ...placeLines(leaving)].join("\n");
}
