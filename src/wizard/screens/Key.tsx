/**
 * The access key: pasted together or one by one, or taken from a CSV file; then AWS is asked, on
 * the same screen.
 */
import { basename } from "node:path";
import type { ReactElement } from "react";
import type { Host } from "../../base/host.js";
import type { KeyEntry, State } from "../state.js";
import { looksLikeCsvPath, pathMeant } from "../../jobs/dropped.js";
import { LINKS, type LinkId } from "../../guide/links.js";
import { guideStep } from "../../guide/steps.js";
import { looksLikeIdPrefix, readPasted } from "../../keys/paste.js";
import { maskId } from "../../keys/types.js";
import { useWizard } from "../context.js";
import { answeredLine, hintLine, useGuardedField } from "../../terminal/parts/fields.js";
import { type Line, toned, urlLine } from "../../terminal/parts/line.js";
import { useElapsed } from "../../terminal/parts/status.js";
import { useTerminal } from "../../terminal/Terminal.js";
import { useLocalStore } from "../../terminal/store.js";
import type { KeyBinding } from "../../terminal/table.js";
import { bound } from "../ViewScreen.js";
import { clickLines, linkKeys } from "./Guide.js";
import { laneLines } from "./lines.js";
import { foreignLines } from "./places.js";
import { useSilence } from "./silence.js";
import { guideProgressLine } from "./progress.js";
import { WizardScreen } from "./WizardScreen.js";

/** What stands above the field where the key is asked for on another occasion than setting up. */
export interface Occasion {
  readonly title: string;
  readonly body: readonly Line[];
  readonly keys: readonly KeyBinding[];
}

export function KeyScreen({ occasion }: { readonly occasion?: Occasion }): ReactElement {
  const { state } = useWizard();
  // Lines that announced more ("Access key ID,Secret access key"), until the rest arrives; never
  // drawn.
  const [gathered, gather, current] = useLocalStore<string, string>(
    (_old, text) => text,
    () => "",
  );
  if (state.check.status === "running" || state.csv.status === "running") return <AskingScreen />;
  return (
    <EntryScreen
      key={`${wanted(state.entry)}-${state.entry.round}`}
      gathered={gathered}
      gather={gather}
      current={current}
      occasion={occasion}
    />
  );
}

type Wanted = "id" | "secret";

/** Halves may come in either order. */
function wanted({ accessKeyId, secretAccessKey }: KeyEntry): Wanted {
  return accessKeyId !== null && secretAccessKey === null ? "secret" : "id";
}

interface EntryProps {
  readonly gathered: string;
  readonly gather: (text: string) => unknown;
  readonly current: () => string;
  readonly occasion: Occasion | undefined;
}

function EntryScreen({ gathered, gather, current, occasion }: EntryProps): ReactElement {
  const { state, send, host } = useWizard();
  const { entry, setting } = state;
  const which = wanted(entry);
  const [held, hold, heldNow] = useLocalStore<string, string>(
    (_old, text) => text,
    () => "",
  );

  const take = (typed: string): void => {
    const text = heldNow() === "" ? typed : heldNow();
    if (text === "" && enterEmpty(state, send)) return;
    // The CSV file that was dropped here, or its path, instead of a key.
    if (current() === "" && looksLikeCsvPath(text)) {
      const path = pathMeant(text, host);
      hold("");
      send(
        path.ok
          ? { type: "pickedCsv", path: path.value }
          : { type: "entered", pasted: { kind: "nothing", problem: path.problem } },
      );
      return;
    }
    const whole = current() === "" ? text : `${current()}\n${text}`;
    const pasted = readPasted(whole, {
      practice: setting.practice,
      ...(which === "secret" && current() === "" ? { expect: "secret" as const } : {}),
    });
    gather(pasted.kind === "incomplete" ? whole : "");
    hold("");
    send({ type: "entered", pasted });
  };
  const field = useGuardedField({
    label:
      which === "secret"
        ? "Secret access key (never shown):"
        : "Paste id and secret, together or one by one (the secret is never shown):",
    mayShow: (text) => which === "id" && looksLikeIdPrefix(text),
    problem: problemText(entry),
    enterLabel: enterLabel(state, held !== ""),
    onPaste: (text) => {
      if (!/\S\s+\S/.test(text.trim())) return false;
      hold(text);
      return true;
    },
    onEdit: () => hold(""),
    onSubmit: take,
  });
  const links: readonly LinkId[] = inGuide(state) ? guideStep("4").links : [];
  // Password managers type "id, Tab, secret, Enter": behind a text, Tab goes on.
  const begun = (): boolean => !field.isEmpty() || heldNow() !== "" || current() !== "";
  const csv: KeyBinding = {
    keys: ["tab"],
    label: begun() ? "next" : "choose the CSV file",
    priority: 8,
    run: () => (begun() ? field.submit() : send({ type: "aside", step: "csv" })),
  };
  return (
    <WizardScreen
      title={
        occasion !== undefined
          ? occasion.title
          : inGuide(state)
            ? `Step 4 of 7: ${guideStep("4").title}`
            : "The access key"
      }
      body={occasion?.body ?? bodyLines(state, host)}
      parts={[
        {
          ...field,
          lines: [...answeredLines(entry), ...field.lines, ...underField(state, gathered, held)],
          focus: answeredLines(entry).length + (field.focus ?? 0),
        },
      ]}
      keys={[csv, ...(occasion?.keys ?? bound(linkKeys(links, state), send))]}
    />
  );
}

/**
 * Enter on an empty field: go on despite the doubts, with the key entered before, or with the CSV
 * file that was found.
 */
function enterEmpty(state: State, send: ReturnType<typeof useWizard>["send"]): boolean {
  if (state.entry.doubts !== null || state.answers.key !== null) {
    send({ type: "confirmed" });
    return true;
  }
  const path = offeredCsv(state);
  if (path === null) return false;
  send({ type: "pickedCsv", path });
  return true;
}

/**
 * The CSV file that an empty Enter takes: only where exactly one was found and nothing was entered
 * yet.
 */
function offeredCsv(state: State): string | null {
  const { entry, survey, setting } = state;
  // Found before the new key was made: it would be the old one's.
  if (state.answers.task === "rotate") return null;
  if (entry.accessKeyId !== null || entry.secretAccessKey !== null || entry.problem !== null)
    return null;
  if (setting.practiceCsv !== null) return setting.practiceCsv;
  const found = survey.status === "done" ? survey.value.csvFiles : [];
  return found.length === 1 ? (found[0] ?? null) : null;
}

function enterLabel(state: State, held: boolean): string {
  if (held) return "use what was pasted";
  if (state.entry.doubts !== null) return "use it anyway";
  if (state.answers.key !== null) return `use ${maskId(state.answers.key.accessKeyId)}`;
  const csv = offeredCsv(state);
  return csv === null ? "continue" : `use ${basename(csv)}`;
}

function problemText(entry: KeyEntry): string | undefined {
  return entry.problem === null
    ? undefined
    : [entry.problem.message, ...entry.problem.try].join(" ");
}

function answeredLines(entry: KeyEntry): readonly Line[] {
  return [
    ...(entry.accessKeyId === null
      ? []
      : [answeredLine("Access key id     ", maskId(entry.accessKeyId))]),
    ...(entry.secretAccessKey === null
      ? []
      : [
          answeredLine(
            "Secret access key ",
            `(hidden, ${entry.secretAccessKey.length} characters)`,
          ),
        ]),
  ];
}

/**
 * What is known beside the field: what was cleaned, what is still awaited, what Enter would take.
 */
function underField(state: State, gathered: string, held: string): readonly Line[] {
  const { entry, csv } = state;
  const lines: Line[] = entry.notes.map((note) => hintLine(note));
  if (held !== "")
    lines.push(
      hintLine(
        `Pasted ${held.trim().split(/\n+/).length > 1 ? "several lines" : "several words"} (hidden). Enter uses them; type to drop them.`,
      ),
    );
  if (entry.awaiting !== null && gathered !== "") lines.push(hintLine(entry.awaiting));
  for (const finding of entry.doubts?.findings ?? [])
    lines.push(toned(`    ${finding.message} ${finding.try}`, "warning"));
  if (csv.status === "failed")
    lines.push(toned(`    ${csv.problem.message} ${csv.problem.try.join(" ")}`, "warning"));
  const offered = offeredCsv(state);
  if (held === "" && entry.doubts === null && state.answers.key === null && offered !== null)
    lines.push(hintLine(`Or just Enter: use ${basename(offered)}, found here.`));
  if (held === "" && entry.doubts === null && state.answers.key !== null)
    lines.push(hintLine(`Or just Enter: use ${maskId(state.answers.key.accessKeyId)} again.`));
  return lines;
}

/**
 * Where only steps 1 and 4 are open, what to click for step 4 stands here, and its key is entered
 * here too.
 */
function inGuide({ answers }: State): boolean {
  return answers.task === "setup" && answers.walk === "open";
}

function bodyLines(state: State, host: Host): readonly Line[] {
  if (inGuide(state)) {
    const { links, signIn } = guideStep("4");
    const site = links[0] === undefined ? [] : [urlLine(LINKS[links[0]].url)];
    return [
      guideProgressLine(state),
      ...site,
      ...clickLines(guideStep("4")),
      ...(signIn === null ? [] : [`  Sign in: ${signIn}.`]),
      ...elsewhere(state, host),
    ];
  }
  const practice = state.setting.practice
    ? [toned("  In real life it is the key of step 4; here one is ready, in a CSV file.", "accent")]
    : [];
  return [
    ...practice,
    "  The id begins with AKIA, the secret has 40 characters. Any form will do: two lines, a row of the CSV, lines of a file, export lines, JSON.",
    ...elsewhere(state, host),
    toned("  AWS is asked before anything is written.", "dim"),
  ];
}

function elsewhere(state: State, host: Host): readonly Line[] {
  return state.setting.practice
    ? []
    : foreignLines(host, state.survey.status === "done" ? state.survey.value.sources : null);
}

function AskingScreen(): ReactElement {
  const { state } = useWizard();
  const { look } = useTerminal();
  const elapsed = useElapsed(state.check.status === "running", `check-${state.nextTicket}`);
  const id = state.answers.key === null ? "the key" : maskId(state.answers.key.accessKeyId);
  const lanes =
    state.check.status === "running"
      ? laneLines(look, state.check.progress, elapsed)
      : ["  Reading the file ..."];
  return (
    <WizardScreen
      title={`Asking AWS about ${id}`}
      body={[
        ...state.entry.notes.map((note) => hintLine(note)),
        ...lanes,
        toned("  Nothing is written yet.", "dim"),
      ]}
      parts={[useSilence()]}
    />
  );
}
