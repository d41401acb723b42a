/**
 * The key out of the files: the exact change of each, our own backups that hold it, and what is
 * left to do by hand.
 */
import type { ReactElement } from "react";
import { firstTen } from "../../base/list.js";
import type { State } from "../state.js";
import { seenOff } from "../update-retire.js";
import { nothingToPutAway } from "../retire-so-far.js";
import { maskId } from "../../keys/types.js";
import type { PutAwayPlan } from "../../jobs/retire/index.js";
import { shortPath } from "../../jobs/names.js";
import { useWizard } from "../context.js";
import { type ChoiceItem, useChoice } from "../../terminal/parts/choice.js";
import { diffLines } from "../../terminal/parts/diff.js";
import { type Line, toned } from "../../terminal/parts/line.js";
import { lastFour } from "../../terminal/parts/typed.js";
import type { KeyBinding } from "../../terminal/table.js";
import { moreLine, problemLines, warningLine, withTilde } from "./lines.js";
import { placeWords } from "./RetireKeys.js";
import { WizardScreen } from "./WizardScreen.js";

export function RetireAwayScreen(): ReactElement {
  const { state } = useWizard();
  const { putAwayPlan, putAway } = state;
  if (putAway.status === "running")
    return <WizardScreen title="Taking the key out of the files ..." />;
  if (putAway.status === "failed")
    return (
      <Failed title="Could not take it out. Look at what is there:" problem={putAway.problem} />
    );
  if (putAwayPlan.status === "failed")
    return (
      <Failed
        title="The files cannot be changed safely. Nothing was changed."
        problem={putAwayPlan.problem}
      />
    );
  return putAwayPlan.status === "done" ? (
    <Review plan={putAwayPlan.value} />
  ) : (
    <WizardScreen title="Looking at the files ..." />
  );
}

function Failed({
  title,
  problem,
}: {
  readonly title: string;
  readonly problem: Parameters<typeof problemLines>[0];
}): ReactElement {
  const { send, host } = useWizard();
  const again: KeyBinding = {
    keys: ["enter", "r"],
    label: "look again",
    priority: 9,
    run: () => send({ type: "askedAgain" }),
  };
  const leave: KeyBinding = {
    keys: ["l"],
    label: "leave the files",
    priority: 7,
    run: () => send({ type: "leftInFiles" }),
  };
  return (
    <WizardScreen title={title} body={problemLines(problem, { host })} keys={[again, leave]} />
  );
}

type Choice = "take" | "leave";

function Review({ plan }: { readonly plan: PutAwayPlan }): ReactElement {
  const { state, send } = useWizard();
  const empty = nothingToPutAway(state);
  const off = seenOff(state);
  const leave: ChoiceItem<Choice> = {
    id: "leave",
    label: empty ? "Go on" : "Leave the files as they are",
  };
  const gone = off ? "The copies here go with it." : "What stands there may be its only copy.";
  const typed = lastFour(
    plan.accessKeyId,
    `Take ${maskId(plan.accessKeyId)} out of the files for good? ${gone}`,
    "take it out",
  );
  const take: ChoiceItem<Choice> = {
    id: "take",
    typed,
    label: off ? "Take it out" : "Take it out although it may be on",
    ...(off ? {} : { hint: "its id is shown once more then" }),
  };
  const choice = useChoice<Choice>({
    items: empty ? [leave] : off ? [take, leave] : [leave, take],
    enterLabel: "choose",
    onChoose: (id) =>
      send(id === "take" ? { type: "tookOut", forget: !off } : { type: "leftInFiles" }),
  });
  const id = maskId(plan.accessKeyId);
  const title = off
    ? `Take ${id} out of the files. Nothing is changed yet.`
    : `${id} may still be on. Really take it out of the files?`;
  const warned =
    off || empty
      ? []
      : [
          warningLine(
            "AWS was not seen to refuse it. What stands in these files may be the only copy, and it tells later whether the key is off.",
          ),
        ];
  return (
    <WizardScreen
      title={empty ? `${id} stands in no file that is changed here.` : title}
      body={[...warned, ...useLines(plan)]}
      parts={[choice]}
    />
  );
}

/** Said here, for the screen before is left by itself as soon as AWS refuses the key. */
function offLines({ watch, switchOff }: State): readonly Line[] {
  const off =
    switchOff.status === "done" && switchOff.value.how !== "console" ? switchOff.value : null;
  const refused =
    (watch.status === "done" && watch.value === "refused") || off?.state === "refused";
  if (!refused && off === null) return [];
  return [
    toned(
      `  ${refused ? "AWS now refuses it." : "It is switched off; AWS needs some minutes to refuse it everywhere."} Mistake? It can be activated again in the console until it is deleted.`,
      "ok",
    ),
  ];
}

function useLines({ plan, backups, pending, byHand }: PutAwayPlan): readonly Line[] {
  const { state, host } = useWizard();
  return [
    ...offLines(state),
    ...plan.files.flatMap(({ before, diff }) => diffLines(shortPath(before.path, host), diff)),
    ...(backups.length === 0
      ? []
      : [
          toned(`  Our own copies that hold it are deleted: ${backups.length}`, "strong"),
          ...firstTen(backups).shown.map((path): Line => `    ${shortPath(path, host)}`),
          ...moreLine(firstTen(backups).more, "    "),
        ]),
    ...(pending ? ["  The copy of it that was on its way into the file is deleted too."] : []),
    ...(byHand.length === 0 ? [] : [toned("  To be removed by hand:", "strong")]),
    ...firstTen(byHand).shown.flatMap((place): readonly Line[] => [
      `    ${placeWords({ ...place, removal: "plan" }, host)}`,
      ...place.cure.map((text) => toned(`      ${withTilde(text, host)}`, "dim")),
    ]),
    ...moreLine(firstTen(byHand).more, "    "),
  ];
}
