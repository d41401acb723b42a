/**
 * Asks what only a person can answer while a key is replaced. Nothing that cannot be undone is the
 * first row.
 */
import { LINK_AGAIN } from "../../../jobs/rotate/guide.js";
import type { Question } from "../../../jobs/rotate/index.js";
import { holderName } from "../../../jobs/names.js";
import type { Line } from "../../../terminal/parts/line.js";
import type { View } from "../../view.js";
import { problemLines, warningLine } from "../shared/lines.js";
import { rotationRail } from "../shared/task-rails.js";
import { watchLines } from "../shared/watch-lines.js";
import { lostKey, waitingPair, whichGoes } from "./question-found.js";
import { oldKey, switchOffInConsole } from "./question-old.js";
import {
  type Around,
  type AskedQuestion,
  type Of,
  PASTE_AGAIN,
  UNDO,
  answer,
  grave,
  leaveRow,
  row,
} from "./question-rows.js";
import { shared } from "./question-shared.js";
import { LEAVE_AS_IT_IS } from "../shared/labels.js";

/** The question at which the rotation has stopped; each begins with its own first row. */
export function questionView(question: Question, around: Around): View {
  const { title, tone = null, body, rows } = asked(question, around);
  const { rotated, state, seen } = around;
  return {
    memory: `question ${question.ask}`,
    title,
    tone,
    body: [
      ...rotationRail(state),
      "",
      ...rotated.notices.map((notice): Line => `  ${notice}`),
      "",
      ...body,
      "",
      ...(question.ask === "switch-off-in-console" ? watchLines(state, seen) : []),
    ],
    choice: { rows, question: title, enterLabel: "choose" },
    keys: [],
  };
}

function asked(question: Question, around: Around): AskedQuestion {
  switch (question.ask) {
    case "shared":
      return shared(question, around);
    case "which-goes":
      return whichGoes(question, around);
    case "lost-key":
      return lostKey(question, around);
    case "waiting-pair":
      return waitingPair(question);
    case "old-key":
      return oldKey(question, around);
    case "switch-off-in-console":
      return switchOffInConsole(question, around);
    case "undo":
      return worseThanBefore(question, around);
    case "other-holder":
      return otherHolder(question);
    case "new-key":
      return {
        title: "A new key has to be made in the console.",
        body: [],
        rows: [row("paste", "Paste it", PASTE_AGAIN)],
      };
  }
}

function worseThanBefore({ because }: Of<"undo">, { seen }: Around): AskedQuestion {
  return {
    title: "The old key is off, and the new one does not do as well as it did.",
    tone: "attention",
    body: problemLines(because, { host: seen.host }),
    rows: [
      UNDO,
      grave(row("again", "Ask again", answer({ old: "off" }))),
      leaveRow(LEAVE_AS_IT_IS),
    ],
  };
}

function otherHolder({ was, is }: Of<"other-holder">): AskedQuestion {
  return {
    title: "The new key is another user's. Nothing was changed.",
    tone: "attention",
    body: [
      `  The old key is ${holderName(was.arn)}'s, this one ${holderName(is.arn)}'s.`,
      ...(was.account === is.account ? [] : [warningLine(LINK_AGAIN)]),
    ],
    rows: [
      row("paste", "Paste another key", PASTE_AGAIN),
      grave(row("mean", "It is the one I mean", answer({ otherHolder: true }))),
    ],
  };
}
