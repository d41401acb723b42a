/**
 * A key is retired: what became of it at AWS and on this computer, the record, and the next key.
 */
import { basename } from "node:path";
import type { ReactElement } from "react";
import type { Host } from "../../base/host.js";
import { firstTen } from "../../base/list.js";
import type { State } from "../state.js";
import type { Retired } from "../../jobs/retire/index.js";
import { shortPath } from "../../jobs/names.js";
import { useWizard } from "../context.js";
import { type ChoiceItem, useChoice } from "../../terminal/parts/choice.js";
import { type Line, toned } from "../../terminal/parts/line.js";
import { statusLine } from "../../terminal/parts/status.js";
import type { TextStyle } from "../../terminal/glyphs.js";
import { useTerminal } from "../../terminal/Terminal.js";
import { moreLine, problemLines, warningLine, withTilde } from "./lines.js";
import { placeWords } from "./RetireKeys.js";
import { numbered } from "./RotateQuestion.js";
import { WizardScreen } from "./WizardScreen.js";
import { fateNext, fateOf, fateTitle, noCopyLeft } from "../../words/retirement.js";

type Choice = "finish" | "record" | "another";

export function RetireEndScreen(): ReactElement {
  const { state, send, host } = useWizard();
  const { look } = useTerminal();
  const last = state.retired.at(-1) ?? null;
  const record: readonly ChoiceItem<Choice>[] = [
    {
      id: "record",
      label: "Write a record without secrets",
      hint: "for the lab's files",
      ...(state.record.status === "done" ? { disabled: "written" } : {}),
    },
  ];
  const choice = useChoice<Choice>({
    items: [{ id: "finish", label: "Finish" }, ...record, { id: "another", label: "Another key" }],
    enterLabel: "choose",
    onChoose: (id) =>
      send({ type: id === "finish" ? "next" : id === "record" ? "wroteRecord" : "anotherKey" }),
  });
  return (
    <WizardScreen
      title={last === null ? "No key was switched off." : fateTitle(last)}
      body={last === null ? [] : bodyLines(last, state, host, look)}
      parts={[choice]}
    />
  );
}

function bodyLines(key: Retired, state: State, host: Host, look: TextStyle): readonly Line[] {
  const { found, putAway } = key;
  const byHand = found.places.filter(({ removal }) => removal === "by-hand");
  const next = fateNext(key);
  return [
    statusLine(
      look,
      putAway === null
        ? { state: "skipped", text: "The files were not changed." }
        : {
            state: "ok",
            text: `Removed from ${counted(putAway.written.length, "file")} and ${counted(putAway.removedBackups.length, "copy", "copies")} of ours.`,
          },
    ),
    ...(putAway?.written ?? []).map(({ path }) => toned(`    ${shortPath(path, host)}`, "dim")),
    ...firstTen(byHand).shown.flatMap((place): readonly Line[] => [
      warningLine(`${placeWords({ ...place, removal: "plan" }, host)} still holds it.`),
      ...place.cure.map((text) => toned(`      ${withTilde(text, host)}`, "dim")),
    ]),
    ...moreLine(firstTen(byHand).more, "    "),
    ...(next === null ? [] : [fateOf(key) === "active" ? warningLine(next) : `  ${next}`]),
    ...(key.forgotten === null
      ? []
      : [`  ${noCopyLeft(found.accessKeyId)}`, ...numbered(key.forgotten.steps)]),
    "  psiTurk that is running remembers the key: stop it, or restart it with another one.",
    ...recordLines(state, host),
  ];
}

function recordLines({ record }: State, host: Host): readonly Line[] {
  if (record.status === "failed") return problemLines(record.problem, { host });
  return record.status === "done"
    ? [toned(`  Record without secrets: ./${basename(record.value)}`, "ok")]
    : [];
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
