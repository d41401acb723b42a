/**
 * Tells how a person makes the new key in the console: what to click, and what to send to an
 * administrator.
 */
import type { Host } from "../../../base/host.js";
import { makeKeyLine } from "../../../guide/policy.js";
import { letterToAdministrator, makeKeySteps } from "../../../jobs/rotate/guide.js";
import { OWN_KEYS_POLICY } from "../../../aws/iam/problems.js";
import { userName } from "../../../jobs/shared/switch-off-steps.js";
import { holderName } from "../../../jobs/names.js";
import { type Line, toned } from "../../../terminal/parts/line.js";
import { isReplacing } from "../../conditions.js";
import type { NewKeyWanted } from "../../state-rotate.js";
import type { State } from "../../state.js";
import { rotationRail } from "../shared/task-rails.js";
import type { Seen, Still, ViewKey } from "../../view.js";
import { COPY_LETTER, WHY_LONG_TERM } from "../shared/labels.js";
import { numbered, warningLine, withTilde } from "../shared/lines.js";

/** What stands above the field where the key is asked for on another occasion than setting up. */
export interface Occasion {
  readonly title: string;
  readonly body: readonly Still[];
  readonly keys: readonly ViewKey[];
}

/**
 * What is asked for instead of a first key; null where no new one takes the place of an old one.
 */
export function newKeyOccasion(state: State, { host }: Seen): Occasion | null {
  const { newKey } = state.rotation;
  if (newKey === null || !isReplacing(state)) return null;
  const { holder } = newKey;
  return {
    title: `Make the new key for ${holderName(holder.arn)}`,
    body: [
      ...rotationRail(state),
      "",
      ...whyLines(newKey, host),
      "",
      ...numbered(makeKeySteps(holder, newKey.oldId ?? "")),
      "",
      ...(state.setting.practice ? [IN_PRACTICE, ""] : []),
      WHY_LONG_TERM,
      toned("  Nothing is changed before you have seen the change.", "dim"),
    ],
    keys: occasionKeys(newKey),
  };
}

const IN_PRACTICE = "  In practice there is no console: Enter makes the key, and its CSV arrives.";

function whyLines({ because }: NewKeyWanted, host: Host): readonly Line[] {
  if (because === null) return [];
  const why =
    because.code === "policy-missing"
      ? "This key may not make keys; that is usual. It is done in the console:"
      : withTilde(because.message, host);
  return [warningLine(why)];
}

function occasionKeys({ holder, oldId }: NewKeyWanted): readonly ViewKey[] {
  const letter: ViewKey = {
    keys: ["m", "ctrl-n"],
    label: COPY_LETTER,
    priority: 7,
    does: { type: "copied", text: letterToAdministrator(holder, oldId ?? "") },
  };
  const line: ViewKey = {
    keys: ["s", "ctrl-x"],
    label: "copy a line for CloudShell",
    priority: 3,
    does: { type: "copied", text: makeKeyLine(userName(holder)) },
  };
  const policy: ViewKey = {
    keys: ["p", "ctrl-p"],
    label: "copy the policy",
    priority: 4,
    does: { type: "copied", text: OWN_KEYS_POLICY },
  };
  return [letter, policy, line];
}
