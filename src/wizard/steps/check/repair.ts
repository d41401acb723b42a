/**
 * Shows a file that is damaged: what is wrong, the change that mends it, and the choice; one damage
 * after the other.
 */
import type { Host } from "../../../base/host.js";
import {
  type DoctorFinding,
  type Examination,
  type WholeRepair,
  agreeToAll,
  findingsOf,
  nextOffer,
  wholeRepair,
} from "../../../jobs/doctor.js";
import { numberWord } from "../../../base/list.js";
import { diffLines } from "../../../terminal/parts/diff.js";
import { type Line, toned } from "../../../terminal/parts/line.js";
import { isDoing } from "../../conditions.js";
import { IDLE } from "../../slot.js";
import type { State } from "../../state.js";
import type { Step } from "../../step.js";
import type { Seen, View, ViewKey, ViewRow } from "../../view.js";
import { LOOK_AGAIN, failedView } from "../shared/failed.js";
import { problemLines, warningLine, withTilde } from "../shared/lines.js";
import { LEAVE_AS_IT_IS, COPY_IS_KEPT } from "../shared/labels.js";

declare module "../../step-id.js" {
  interface StepIds {
    readonly repair: true;
  }
}

export const repairStep: Step<"repair"> = {
  id: "repair",
  // Also reached from the review, where a file is broken; it leads back there then.
  applies: isDoing("repair"),
  isDone: ({ mend }) => mend.status === "done",
  work: [{ job: "diagnose", on: "always", again: true }],
  beforeAgain: (state) =>
    state.mend.status === "running"
      ? null
      : { ...state, mend: state.mend.status === "failed" ? IDLE : state.mend },
  view: repairView,
};

function repairView(state: State, { host }: Seen): View {
  const { repair, mend } = state;
  if (mend.status === "running") return busyView("Repairing ...");
  if (mend.status === "failed")
    return failedView("Could not repair it. What you had before is unchanged.", mend.problem, host);
  if (repair.status === "failed")
    return failedView("The files could not be looked at.", repair.problem, host);
  if (repair.status !== "done") return busyView("Looking at the files ...");
  const whole = state.onScreen.part === "list" ? null : wholeRepair(repair.value);
  if (whole !== null) return wholeView(whole, state, host);
  const offer = nextOffer(repair.value);
  return offer === null ? nothingToOffer(repair.value, host) : offerView(offer, state, host);
}

function busyView(title: string): View {
  return { memory: "busy", title, tone: "asking", body: [], keys: [] };
}

/** Several things, none of which is a choice: one change, and one answer. */
function wholeView({ findings, files }: WholeRepair, state: State, host: Host): View {
  const [first] = files;
  const one = files.length === 1 && first !== undefined;
  const number = capital(numberWord(findings.length));
  const heading = (path: string): string => (one ? "The whole repair" : withTilde(path, host));
  return {
    memory: "whole",
    tone: "attention",
    title: `${number} things are wrong. The whole repair:`,
    body: [
      ...findings.map(({ message }) => warningLine(withTilde(message, host))),
      ...files.flatMap(({ path, diff }) => ["", ...diffLines(heading(path), diff)]),
    ],
    choice: {
      enterLabel: "choose",
      rows: [
        {
          id: "whole",
          label: "Repair all of it",
          hint: afterwards(state),
          grave: true,
          does: { type: "agreedToAll" },
        },
        {
          id: "each",
          label: "One after the other",
          hint: "each is asked about",
          does: { type: "turnedTo", part: "list" },
        },
        { id: "leave", label: LEAVE_AS_IT_IS, hint: UNCHANGED, does: { type: "back" } },
      ],
    },
    keys: [],
  };
}

function offerView(offer: DoctorFinding, state: State, host: Host): View {
  const many = offer.ways.length > 1;
  const ways = offer.ways.map(({ label }, index): ViewRow => ({
    id: `${index}`,
    label: many ? capital(label) : "Repair it",
    grave: true,
    hint: afterwards(state),
    does: { type: "decided", way: index },
  }));
  const leave: ViewRow = {
    id: "leave",
    label: LEAVE_AS_IT_IS,
    hint: UNCHANGED,
    does: { type: "decided", way: null },
  };
  const path = withTilde(offer.path ?? "", host);
  const diffs = offer.ways.flatMap(({ label, diff }, index) => [
    "",
    ...diffLines(many ? `${index + 1}  ${label}` : "The whole repair", diff),
  ]);
  return {
    memory: offer.message,
    tone: "attention",
    title:
      offer.code === "file-broken"
        ? `${path} cannot be read. Nothing was changed.`
        : `${path} is not read as it was meant. Nothing was changed yet.`,
    body: [warningLine(withTilde(offer.message, host)), ...diffs],
    choice: { rows: [...ways, leave], enterLabel: "choose" },
    keys: [],
  };
}

const UNCHANGED = "nothing is changed";

/** What goes on behind this screen: from the review, back to it. */
function afterwards({ visited }: State): string {
  return visited.at(-1)?.detour === true
    ? COPY_IS_KEPT
    : "a copy is kept; then this key is checked";
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Nothing is damaged, or nothing that a program may mend: then how a person can. */
function nothingToOffer(examination: Examination, host: Host): View {
  const left = findingsOf(agreeToAll(examination), "offered").filter(
    ({ code, path, mend }) => code === "file-broken" && path !== null && mend === "none",
  );
  const next: ViewKey = { keys: ["enter"], label: "go on", priority: 9, does: { type: "next" } };
  return {
    memory: "by-hand",
    tone: left.length === 0 ? "done" : "attention",
    title:
      left.length === 0
        ? "Nothing in these files needs repair."
        : "This has to be mended by hand. Nothing was changed.",
    body: left.flatMap((finding): readonly Line[] => [
      "",
      toned(`  ${withTilde(finding.path ?? "", host)}`, "strong"),
      ...problemLines(
        { code: "file-broken", message: finding.message, try: finding.try },
        { host },
      ),
    ]),
    keys: [left.length === 0 ? next : LOOK_AGAIN],
  };
}
