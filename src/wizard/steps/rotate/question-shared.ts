/** Asks what is to become of the other places that use the key which goes. */
import { firstTen } from "../../../base/list.js";
import type { KeyPlace } from "../../../jobs/rotate/index.js";
import { placeText } from "../../../jobs/shared/place-text.js";
import { maskId } from "../../../keys/types.js";
import type { Line } from "../../../terminal/parts/line.js";
import { allPlaces } from "../../../words/places.js";
import { comesAndGoes } from "../../../words/rotation.js";
import type { Seen, ViewRow } from "../../view.js";
import { warningLine } from "../shared/lines.js";
import {
  type Around,
  type AskedQuestion,
  type Of,
  answer,
  grave,
  leaveRow,
  row,
} from "./question-rows.js";

/**
 * Others use the key: before the new one is made, or found once it is in the file. The first row
 * harms nobody.
 */
export function shared(
  { id, switched }: Of<"shared">,
  { rotated: { copies }, state, seen }: Around,
): AskedQuestion {
  // Where the old key comes back, the new one is to go.
  const [comes, goes] =
    state.rotation.call === "undo" ? (["old", "new"] as const) : (["new", "old"] as const);
  const editable = copies.filter((place) => place.editable).length;
  const keep = grave(
    row(
      "keep",
      `${switched ? "Leave" : "Only here, leave"} the ${goes} one on`,
      answer({ others: "keep", old: "keep" }),
    ),
  );
  return {
    tone: "attention",
    title: switched
      ? `${comesAndGoes(comes, goes, id)}, is in use elsewhere.`
      : `Other places use ${maskId(id)} too. What is to become of them?`,
    body: [
      `  It ${switched ? "still stands" : "also stands"} here, and whatever reads it stops ` +
        `when the ${goes} key goes off:`,
      ...placeLines(copies, seen),
      ...(editable === copies.length
        ? []
        : [
            "",
            warningLine(
              `What is not edited here, you change by hand; the ${goes} key stays on until then.`,
            ),
          ]),
    ],
    rows: [...(editable === 0 ? [] : [everywhere(editable, switched)]), keep, leaveRow("Stop")],
  };
}

/** The file itself is one place more than its copies. */
function everywhere(editable: number, switched: boolean): ViewRow {
  const label = switched ? "Replace it there too" : `Replace it in ${allPlaces(editable + 1)}`;
  return grave(row("everywhere", label, answer({ others: "everywhere" })));
}

function placeLines(copies: readonly KeyPlace[], { host }: Seen): readonly Line[] {
  const { shown, more } = firstTen(copies);
  return [
    ...shown.map(
      (place): Line =>
        `    ${placeText(place, host)}${place.editable ? "" : "   (not edited here)"}`,
    ),
    ...(more === null ? [] : [`    ${more}`]),
  ];
}
