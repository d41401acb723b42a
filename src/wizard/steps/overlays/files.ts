/** Shows both files of the practice as they are on the disk now, secrets hidden. */
import { shortPath } from "../../../jobs/names.js";
import type { ShownFile } from "../../../jobs/shown-files.js";
import { firstLines } from "../../../base/list.js";
import type { Host } from "../../../base/host.js";
import { type Line, toned } from "../../../terminal/parts/line.js";
import type { StepView } from "../../view.js";
import { problemLines } from "../shared/lines.js";

/** No hand-made file of the practice is longer; of others the beginning is enough. */
const MOST_LINES = 200;

export const filesView: StepView = ({ filesNow }, { host }) => ({
  title: "The practice files as they are now",
  body: [
    `  Until you leave, ~ is ${host.home}`,
    ...(filesNow.status === "done" ? filesNow.value.flatMap((file) => fileLines(file, host)) : []),
    ...(filesNow.status === "failed" ? problemLines(filesNow.problem, { host }) : []),
  ],
  keys: [
    { keys: ["enter"], label: "close", priority: 9, does: { type: "overlay", overlay: null } },
  ],
});

function fileLines({ path, lines }: ShownFile, host: Host): readonly Line[] {
  const about = lines === null ? ": not there yet" : lines.length === 0 ? ": empty" : "";
  return [
    "",
    toned(`  ${shortPath(path, host)}${about}`, "strong"),
    ...firstLines(lines ?? [], MOST_LINES).map((line): Line => ({
      spans: [{ text: `    ${line}` }],
      hang: 4,
    })),
  ];
}
