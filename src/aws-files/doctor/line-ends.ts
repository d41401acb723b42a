/**
 * Mends lines that hold a sign which editors show as the end of a line and boto3 does not: what
 * follows it becomes a line of its own.
 */
import { invisibles } from "../../base/invisible.js";
import { cutAtOddEnds, strip } from "../text/python.js";
import { KNOWN_NAME, meantName } from "../text/unread-names.js";
import { atLine, type DamageFinding, type Finder } from "./damage.js";
import { withRegion } from "./faults.js";
import { LINE_EACH } from "./unread.js";
import { continuationsAt, lineOnDisk, replaceLine, textAt } from "./mend-lines.js";

const HEADER = /^\[[^\][]+\]/;
const KEY = /^aws_(?:access_key_id|secret_access_key)\b/i;
const NAME = /^([A-Za-z][\w-]{0,60})[ \t]*[=:]/;

/**
 * configparser goes through the lines of a file, which end at LF, CR LF and CR alone
 * (https://docs.python.org/3/glossary.html#term-universal-newlines).
 */
export const oddLineEnds: Finder = (chart) =>
  chart.file.lines.flatMap((line, index): readonly DamageFinding[] => {
    const text = textAt(chart, index);
    const pieces = cutAtOddEnds(text);
    const [, ...rest] = pieces;
    const isMeant = (piece: string): boolean =>
      // What somebody has taken out stays out; a section behind a remark was never part of it.
      line.kind === "comment" ? HEADER.test(strip(piece)) : isLine(strip(piece));
    if (!rest.some(isMeant)) return [];
    const holdsKey = rest.some((piece) => KEY.test(strip(piece)));
    const lines = pieces.filter((piece, at) => at === 0 || strip(piece) !== "");
    const end = (continuationsAt(chart.file, index).at(-1) ?? index) + 1;
    return [
      {
        id: `line-end:${lineOnDisk(chart, index)}`,
        code: !chart.scan.ok ? "file-broken" : holdsKey ? "keys-partial" : "file-misread",
        index,
        message:
          `${atLine(chart, index)} holds ${oddEndIn(text)}. An editor may show a new line ` +
          "there; to boto3 and psiTurk all of it is one line.",
        try: ["Put each setting on a line of its own, in a text editor."],
        propose: () => [
          {
            keep: null,
            label: LINE_EACH,
            splices: [replaceLine(chart.file.raw, index, lines)],
            expected: withRegion(chart, index, end, lines),
          },
        ],
      },
    ];
  });

function oddEndIn(text: string): string {
  const [sign] = invisibles(
    Array.from(text)
      .filter((each) => cutAtOddEnds(each).length > 1)
      .join(""),
  );
  return sign === undefined ? "another line end" : `${sign.code} (${sign.name})`;
}

function isLine(piece: string): boolean {
  const name = NAME.exec(piece)?.[1];
  return (
    HEADER.test(piece) ||
    (name !== undefined && (KNOWN_NAME.test(name) || meantName(name) !== null))
  );
}
