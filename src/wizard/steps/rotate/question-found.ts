/** Asks about keys that a rotation has found: at AWS beside the one in use, or beside the file. */
import { isFree } from "../../../jobs/rotate/decide.js";
import type { KeyAtAws, KnownKey } from "../../../jobs/rotate/index.js";
import { shortPath } from "../../../jobs/names.js";
import { maskId } from "../../../keys/types.js";
import type { Line } from "../../../terminal/parts/line.js";
import { lastUseWords } from "../../../words/last-use.js";
import { lostKeyText, waitingPairText, whereText } from "../../../words/rotation.js";
import { warningLine } from "../shared/lines.js";
import {
  type Around,
  type AskedQuestion,
  CALL_UNDO,
  type Of,
  answer,
  grave,
  leaveRow,
  letGoRow,
  row,
} from "./question-rows.js";

/** Two keys already: one of the others has to go first. */
export function whichGoes(
  { inUse, others, unseen }: Of<"which-goes">,
  { state, seen: { host } }: Around,
): AskedQuestion {
  const now = state.setting.startedAt;
  return {
    title: "Two keys already, and AWS allows no third. One of the others has to go first.",
    tone: "attention",
    body: [
      `  In the file: ${maskId(inUse)}. It stays until the new one works.`,
      ...others.flatMap((key): readonly Line[] => [
        { spans: [{ text: `  Beside it:   ${keyWords(key, now)}` }], hang: 15 },
        whereLine(key, (path) => shortPath(path, host)),
      ]),
      ...unseen.map((text): Line => warningLine(`A key may stand there too: ${text}`)),
      "",
      warningLine("Find out who uses it before it is deleted: that cannot be undone."),
    ],
    rows: [
      leaveRow("Delete none: go back"),
      ...others.map((key) =>
        isFree(key)
          ? letGoRow(key.id, `Delete ${maskId(key.id)}, then replace`)
          : letGoRow(key.id, `Delete ${maskId(key.id)} although it stands there`, true),
      ),
    ],
  };
}

/** A key that stands nowhere here, and may be the one that was asked for. */
export function lostKey(question: Of<"lost-key">, { state }: Around): AskedQuestion {
  const { key } = question;
  return {
    title: "There is a key that may have been made for this rotation.",
    tone: "attention",
    body: [
      `  ${keyWords(key, state.setting.startedAt)}`,
      ...lostKeyText(question).flatMap((text): readonly Line[] => ["", `  ${text}`]),
    ],
    rows: [
      leaveRow("Leave it for now"),
      letGoRow(key.id, `Delete ${maskId(key.id)} and go on`),
      row("end", "It is somebody else's: end the rotation, touch no key", CALL_UNDO),
    ],
  };
}

/** A new key waits beside a file that goes its own way by now. */
export function waitingPair(question: Of<"waiting-pair">): AskedQuestion {
  const { id, inFile } = question;
  const instead = inFile === null ? "" : `, in the place of ${maskId(inFile)}`;
  return {
    title: "A new key waits beside the credentials file.",
    tone: "attention",
    body: waitingPairText(question).map((text): Line => `  ${text}`),
    rows: [
      leaveRow("Leave everything as it is"),
      grave(row("take", `Put ${maskId(id)} into the file${instead}`, answer({ take: true }))),
      letGoRow(id, `Delete ${maskId(id)} at AWS`),
    ],
  };
}

/** Where it stands decides whether it may go. */
function whereLine(key: KnownKey, shorten: (path: string) => string): Line {
  const text = whereText(key, shorten);
  return isFree(key) ? `  ${text}` : warningLine(text);
}

function keyWords({ id, status, createdAt, lastUse }: KeyAtAws, now: number): string {
  const made = createdAt === null ? [] : [`made ${new Date(createdAt).toISOString().slice(0, 10)}`];
  const use = lastUseWords(lastUse, now);
  return [
    maskId(id),
    status === "Active" ? "on" : "switched off",
    ...made,
    ...(use === null ? [] : [use]),
  ].join(", ");
}
