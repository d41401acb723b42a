/** Mends a region that stands on a line alone, or twice under two names. */
import { atLine, type Finder, type DamageFinding, type Proposal } from "./damage.js";
import { endOfRegion, faultsOf } from "./faults.js";
import {
  type Chart,
  lineOnDisk,
  removeLines,
  replaceLine,
  silenced,
  textAt,
} from "./mend-lines.js";
import { strip } from "../text/python.js";
import { ALL_STOP } from "../text/scan-problem.js";
import { meantName } from "../text/unread-names.js";
import { judgeRegion } from "../../keys/region.js";

/** The same region under two names: of the two only one is read, and nothing is lost. */
export function isRegionTwice(name: string, value: string, other: string): boolean {
  const [one, two] = [judgeRegion(value), judgeRegion(other)];
  return meantName(name) === "region" && one.ok && two.ok && one.region === two.region;
}

export function withoutOption(chart: Chart, index: number): Proposal {
  return {
    keep: null,
    label: "take the line that is not read out",
    splices: removeLines(chart.file.raw, [index]),
    expected: silenced([index]),
  };
}

/** `us-east-1` alone on a line, in a profile that has no region yet. */
export const loneRegions: Finder = (chart) => {
  const faults = faultsOf(chart, "no-separator");
  const alone = faults.filter(({ index }) => judgeRegion(strip(textAt(chart, index))).ok);
  return alone.flatMap((fault): readonly DamageFinding[] => {
    const region = strip(textAt(chart, fault.index));
    if (hasRegion(chart, fault.index)) return [];
    return [
      {
        id: `lone-region:${lineOnDisk(chart, fault.index)}`,
        code: "file-broken",
        index: fault.index,
        message:
          `${atLine(chart, fault.index)} says only ${region}, without the name region and an ` +
          `= sign. ${ALL_STOP}`,
        try: [`Write region = ${region} in its place, in a text editor.`],
        propose: () => [
          {
            keep: null,
            label: "put region = before it",
            splices: [replaceLine(chart.file.raw, fault.index, [`region = ${region}`])],
            expected: new Map([
              [
                fault.index,
                [{ kind: "option", index: fault.index, name: "region", value: region }],
              ],
            ]),
          },
        ],
      },
    ];
  });
};

/** Whether a line of the same section gives a region already, under whatever name. */
function hasRegion(chart: Chart, index: number): boolean {
  const { lines } = chart.file;
  let start = index;
  while (start > 0 && lines[start]?.kind !== "header") start -= 1;
  return lines.slice(start, endOfRegion(chart, index)).some((line, at) => {
    if (line.kind === "option")
      return line.name === "region" || meantName(line.writtenName) === "region";
    return (
      start + at < index &&
      line.kind === "fault" &&
      judgeRegion(strip(textAt(chart, start + at))).ok
    );
  });
}
