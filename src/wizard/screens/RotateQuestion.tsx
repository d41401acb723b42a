/**
 * What only a person can answer while a key is replaced. Nothing that cannot be undone is the first
 * row.
 */
import type { ReactElement } from "react";
import type { Host } from "../../base/host.js";
import { firstTen } from "../../base/list.js";
import { isFree } from "../../jobs/rotate/decide.js";
import type { KeyAtAws, KnownKey, OthersWish, Question } from "../../jobs/rotate/index.js";
import { type Rotated, LINK_AGAIN, placeText, switchOffSteps } from "../../jobs/rotate/index.js";
import { lostKeyText, waitingPairText, whereText, comesAndGoes } from "../../words/rotation.js";
import { holderName, shortPath } from "../../jobs/names.js";
import { maskId } from "../../keys/types.js";
import { useWizard, type Wizard } from "../context.js";
import { type ChoiceItem, useChoice } from "../../terminal/parts/choice.js";
import { type Line, toned } from "../../terminal/parts/line.js";
import { type TypedConfirmation, lastFour } from "../../terminal/parts/typed.js";
import { lastUseWords } from "../../words/last-use.js";
import { moreLine, problemLines, warningLine } from "./lines.js";
import { useWatchLines } from "./watch-lines.js";
import { WizardScreen } from "./WizardScreen.js";

interface Props {
  readonly question: Question;
  readonly rotated: Rotated;
}

/** A row that answers the question, or one that leads away. */
interface Row {
  readonly item: ChoiceItem;
  readonly run: () => void;
}

export function RotateQuestion({ question, rotated }: Props): ReactElement {
  const wizard = useWizard();
  const watched = useWatchLines(question.ask === "switch-off-in-console");
  const { title, body, rows } = asked(question, rotated, wizard);
  const choice = useChoice({
    items: rows.map(({ item }) => item),
    question: title,
    enterLabel: "choose",
    onChoose: (id) => rows.find(({ item }) => item.id === id)?.run(),
  });
  const noticed = rotated.notices.map((notice): Line => `  ${notice}`);
  return <WizardScreen title={title} body={[...noticed, ...body, ...watched]} parts={[choice]} />;
}

interface Asked {
  readonly title: string;
  readonly body: readonly Line[];
  readonly rows: readonly Row[];
}

function row(id: string, label: string, run: () => void, hint?: string): Row {
  return { item: { id, label, ...(hint === undefined ? {} : { hint }) }, run };
}

/** A row that does something at AWS or to a file. */
function grave({ item, run }: Row): Row {
  return { item: { ...item, grave: true }, run };
}

/** A row that does what cannot be undone. */
function final({ item, run }: Row, typed: TypedConfirmation): Row {
  return { item: { ...item, typed }, run };
}

function deletionOf(id: string): TypedConfirmation {
  return lastFour(id, `Delete ${maskId(id)} at AWS. This cannot be undone.`, "delete it");
}

function asked(question: Question, rotated: Rotated, { send, host, state }: Wizard): Asked {
  const leave = (label: string): Row => row("leave", label, () => send({ type: "back" }));
  const short = (path: string): string => shortPath(path, host);
  const letGo = (id: string, label: string, letGoUsed = false): Row =>
    final(
      row(id, label, () =>
        send({
          type: "answeredQuestion",
          answer: { letGo: id, ...(letGoUsed ? { letGoUsed } : {}) },
        }),
      ),
      deletionOf(id),
    );
  const undo = grave(
    row("undo", "Put the old key back", () => send({ type: "calledRotation", call: "undo" })),
  );
  const now = state.setting.startedAt;
  switch (question.ask) {
    case "shared":
      return shared(question, rotated, { send, host, leave, back: state.rotation.call === "undo" });
    case "which-goes":
      return {
        title: "Two keys already, and AWS allows no third. One of the others has to go first.",
        body: [
          `  In the file: ${maskId(question.inUse)}. It stays until the new one works.`,
          ...question.others.flatMap((key): readonly Line[] => [
            `  Beside it:   ${keyWords(key, now)}`,
            whereLine(key, short),
          ]),
          ...unseenLines(question.unseen),
          warningLine("Find out who uses it before it is deleted: that cannot be undone."),
        ],
        rows: [
          leave("Delete none: go back"),
          ...question.others.map((key) =>
            letGo(
              key.id,
              isFree(key)
                ? `Delete ${maskId(key.id)}, then replace`
                : `Delete ${maskId(key.id)} although it stands there`,
              !isFree(key),
            ),
          ),
        ],
      };
    case "lost-key":
      return {
        title: "There is a key that may have been made for this rotation.",
        body: [
          `  ${keyWords(question.key, now)}`,
          ...lostKeyText(question).map((text): Line => `  ${text}`),
        ],
        rows: [
          leave("Leave it for now"),
          letGo(question.key.id, `Delete ${maskId(question.key.id)} and go on`),
          row("end", "It is somebody else's: end the rotation, touch no key", () =>
            send({ type: "calledRotation", call: "undo" }),
          ),
        ],
      };
    case "waiting-pair":
      return {
        title: "A new key waits beside the credentials file.",
        body: waitingPairText(question).map((text): Line => `  ${text}`),
        rows: [
          leave("Leave everything as it is"),
          grave(
            row(
              "take",
              `Put ${maskId(question.id)} into the file`,
              () => send({ type: "answeredQuestion", answer: { take: true } }),
              question.inFile === null ? undefined : `in the place of ${maskId(question.inFile)}`,
            ),
          ),
          letGo(question.id, `Delete ${maskId(question.id)} at AWS`),
        ],
      };
    case "old-key":
      return {
        title: `Replaced: the file holds ${rotated.to === null ? "the new key" : maskId(rotated.to)}, and AWS accepts it.`,
        body: oldKeyLines(question, rotated, host, now),
        rows: [...oldKeyRows(question.id, send), undo],
      };
    case "switch-off-in-console":
      return {
        title: `Switch the old key off in the console: ${maskId(question.id)}`,
        body: [
          ...(question.because === null
            ? []
            : [toned("  This key may not switch keys off; that is usual.", "dim")]),
          ...numbered(switchOffSteps(question.holder, question.id)),
          ...copyLines(rotated, host),
        ],
        rows: [
          row("later", "Leave it on for now", () =>
            send({ type: "answeredQuestion", answer: { old: "keep" } }),
          ),
          ...(state.watch.status === "running"
            ? []
            : [
                row("again", "Ask AWS again", () => send({ type: "answeredQuestion", answer: {} })),
              ]),
        ],
      };
    case "undo":
      return {
        title: "The old key is off, and the new one does not do as well as it did.",
        body: problemLines(question.because, { host }),
        rows: [
          undo,
          grave(
            row("again", "Ask again", () =>
              send({ type: "answeredQuestion", answer: { old: "off" } }),
            ),
          ),
          leave("Leave it as it is"),
        ],
      };
    case "other-holder":
      return {
        title: "The new key is another user's. Nothing was changed.",
        body: [
          `  The old key is ${holderName(question.was.arn)}'s, this one ${holderName(question.is.arn)}'s.`,
          ...(question.was.account === question.is.account ? [] : [warningLine(LINK_AGAIN)]),
        ],
        rows: [
          row("paste", "Paste another key", () => send({ type: "returned", step: "key" })),
          grave(
            row("mean", "It is the one I mean", () =>
              send({ type: "answeredQuestion", answer: { otherHolder: true } }),
            ),
          ),
        ],
      };
    case "new-key":
      return {
        title: "A new key has to be made in the console.",
        body: [],
        rows: [row("paste", "Paste it", () => send({ type: "returned", step: "key" }))],
      };
  }
}

interface SharedBy {
  readonly send: Wizard["send"];
  readonly host: Host;
  readonly leave: (label: string) => Row;
  /** The old key comes back, and the new one is to go. */
  readonly back: boolean;
}

/**
 * Others use the key: before the new one is made, or found once it is in the file. The first row
 * harms nobody.
 */
function shared(
  { id, switched }: Extract<Question, { ask: "shared" }>,
  { copies }: Rotated,
  { send, host, leave, back }: SharedBy,
): Asked {
  const answer = (others: OthersWish, label: string, hint?: string): Row =>
    grave(
      row(
        others,
        label,
        () =>
          send({
            type: "answeredQuestion",
            answer: others === "keep" ? { others, old: "keep" } : { others },
          }),
        hint,
      ),
    );
  const [comes, goes] = back ? (["old", "new"] as const) : (["new", "old"] as const);
  const byHand = copies.filter(({ editable }) => !editable);
  const { shown, more } = firstTen(copies);
  const places = shown.map(
    (place): Line => `    ${placeText(place, host)}${place.editable ? "" : "   (not edited here)"}`,
  );
  const all =
    copies.length === byHand.length
      ? []
      : [
          answer(
            "everywhere",
            switched
              ? "Replace it there too"
              : `Replace it in all ${copies.length - byHand.length + 1} places`,
          ),
        ];
  return {
    title: switched
      ? `${comesAndGoes(comes, goes, id)}, is in use elsewhere.`
      : `Other places use ${maskId(id)} too. What is to become of them?`,
    body: [
      `  It ${switched ? "still stands" : "also stands"} here, and whatever reads it stops when the ${goes} key goes off:`,
      ...places,
      ...(more === null ? [] : [`    ${more}`]),
      ...(byHand.length === 0
        ? []
        : [
            warningLine(
              `What is not edited here, you change by hand; the ${goes} key stays on until then.`,
            ),
          ]),
    ],
    rows: [
      ...all,
      answer("keep", `${switched ? "Leave" : "Only here, leave"} the ${goes} one on`),
      leave("Stop"),
    ],
  };
}

function oldKeyRows(oldId: string, send: Wizard["send"]): readonly Row[] {
  const old = (id: "off" | "delete" | "keep", label: string, hint?: string): Row =>
    row(id, label, () => send({ type: "answeredQuestion", answer: { old: id } }), hint);
  return [
    grave(old("off", "Switch the old key off", "can be undone")),
    final(old("delete", "Switch it off and delete it", "cannot be undone"), deletionOf(oldId)),
    old("keep", "Leave it on for now"),
  ];
}

function oldKeyLines(
  question: Extract<Question, { ask: "old-key" }>,
  rotated: Rotated,
  host: Host,
  now: number,
): readonly Line[] {
  const use = lastUseWords(question.lastUse, now);
  return [
    `  The old key, ${maskId(question.id)}, ${question.seen ? "is" : "may be"} still on${use === null ? "" : ` (${use}, which AWS notes with delay)`}.`,
    ...copyLines(rotated, host),
    warningLine("Other computers and psiTurk servers with a copy of it stop when it goes off."),
  ];
}

/** Places on this computer that still hold the old key. */
function copyLines({ copies }: Rotated, host: Host): readonly Line[] {
  const { shown, more } = firstTen(copies);
  return [
    ...shown.map(({ location, profile, cure }) =>
      warningLine(
        `${shortPath(location, host)}${profile === null ? "" : ` [${profile}]`} holds the old key too: what reads it stops.${cure[0] === undefined ? "" : ` ${cure[0]}`}`,
      ),
    ),
    ...moreLine(more, "  "),
  ];
}

/** Where it stands decides whether it may go. */
function whereLine(key: KnownKey, shorten: (path: string) => string): Line {
  const text = whereText(key, shorten);
  return isFree(key) ? `  ${text}` : warningLine(text);
}

function unseenLines(unseen: readonly string[]): readonly Line[] {
  return unseen.map((text): Line => warningLine(`A key may stand there too: ${text}`));
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

export function numbered(steps: readonly string[]): readonly Line[] {
  return steps.map((text, index): Line => ({
    spans: [{ text: `  ${index + 1} ${text}` }],
    hang: 4,
  }));
}
