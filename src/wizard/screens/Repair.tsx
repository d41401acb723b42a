/**
 * A file that is damaged: what is wrong, the change that mends it, and the choice; one damage after
 * the other.
 */
import type { ReactElement } from "react";
import type { State } from "../state.js";
import {
  type Examination,
  type DoctorFinding,
  agreeToAll,
  findingsOf,
  nextOffer,
} from "../../jobs/doctor.js";
import { useWizard } from "../context.js";
import { type ChoiceItem, useChoice } from "../../terminal/parts/choice.js";
import { diffLines } from "../../terminal/parts/diff.js";
import { type Line, toned } from "../../terminal/parts/line.js";
import type { KeyBinding } from "../../terminal/table.js";
import { problemLines, withTilde } from "./lines.js";
import { WizardScreen } from "./WizardScreen.js";

export function RepairScreen(): ReactElement {
  const { state } = useWizard();
  const { repair, mend } = state;
  if (mend.status === "running") return <WizardScreen title="Repairing ..." />;
  if (mend.status === "failed")
    return (
      <Failed
        title="Could not repair it. What you had before is unchanged."
        problem={mend.problem}
      />
    );
  if (repair.status === "failed")
    return <Failed title="The files could not be looked at." problem={repair.problem} />;
  if (repair.status !== "done") return <WizardScreen title="Looking at the files ..." />;
  const offer = nextOffer(repair.value);
  return offer === null ? (
    <NothingToOffer examination={repair.value} />
  ) : (
    <Offer key={offer.message} offer={offer} />
  );
}

/** What goes on behind this screen: from the review, back to it. */
function afterwards({ visited }: State): string {
  return visited.at(-1)?.detour === true
    ? "a copy of the file is kept"
    : "a copy of the file is kept; then this key is checked";
}

function Offer({ offer }: { readonly offer: DoctorFinding }): ReactElement {
  const { state, send, host } = useWizard();
  const [only, ...more] = offer.ways;
  const many = more.length > 0;
  const ways = offer.ways.map(({ label }, index): ChoiceItem => ({
    id: `${index}`,
    label: many ? capital(label) : "Repair it",
    grave: true,
    ...(index === 0 ? { hint: afterwards(state) } : {}),
  }));
  const choice = useChoice({
    items: [...ways, { id: LEAVE, label: "Leave it as it is" }],
    enterLabel: "choose",
    onChoose: (id) => send({ type: "decided", way: id === LEAVE ? null : Number(id) }),
  });
  const path = withTilde(offer.path ?? "", host);
  const title =
    offer.code === "file-broken"
      ? `${path} cannot be read. Nothing was changed.`
      : `${path} is not read as it was meant. Nothing was changed yet.`;
  const diffs = offer.ways.flatMap(({ label, diff }, index) =>
    diffLines(many ? `${index + 1}  ${label}` : "The whole repair", diff),
  );
  return (
    <WizardScreen
      title={title}
      body={[
        toned(`  ${withTilde(offer.message, host)}`, "warning"),
        ...(only === undefined ? [] : ["", ...diffs]),
      ]}
      parts={[choice]}
    />
  );
}

const LEAVE = "leave";

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Nothing is damaged, or nothing that a program may mend: then how a person can. */
function NothingToOffer({ examination }: { readonly examination: Examination }): ReactElement {
  const { send, host } = useWizard();
  const left = findingsOf(agreeToAll(examination), "offered").filter(
    ({ code, path, mend }) => code === "file-broken" && path !== null && mend === "none",
  );
  const next: KeyBinding = {
    keys: ["enter"],
    label: "go on",
    priority: 9,
    run: () => send({ type: "next" }),
  };
  const again: KeyBinding = {
    keys: ["enter", "r"],
    label: "look again",
    priority: 9,
    run: () => send({ type: "askedAgain" }),
  };
  const title =
    left.length === 0
      ? "Nothing in these files needs repair."
      : "This has to be mended by hand. Nothing was changed.";
  const body = left.flatMap((finding): readonly Line[] => [
    toned(`  ${withTilde(finding.path ?? "", host)}`, "strong"),
    ...problemLines({ code: "file-broken", message: finding.message, try: finding.try }, { host }),
  ]);
  return <WizardScreen title={title} body={body} keys={[left.length === 0 ? next : again]} />;
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
  return <WizardScreen title={title} body={problemLines(problem, { host })} keys={[again]} />;
}
