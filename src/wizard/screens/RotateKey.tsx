/**
 * The new key that a person makes in the console: what to click, what to send to an administrator,
 * and where to paste it.
 */
import type { ReactElement } from "react";
import { LINKS } from "../../guide/links.js";
import { OWN_KEYS_POLICY, letterToAdministrator, makeKeySteps } from "../../jobs/rotate/index.js";
import { holderName } from "../../jobs/names.js";
import { useWizard } from "../context.js";
import { type Line, toned } from "../../terminal/parts/line.js";
import type { KeyBinding } from "../../terminal/table.js";
import { KeyScreen } from "./Key.js";
import { withTilde } from "./lines.js";

export function RotateKeyScreen(): ReactElement {
  const { state, send, host } = useWizard();
  const { newKey } = state.rotation;
  if (newKey === null) return <KeyScreen />;
  const { holder, because } = newKey;
  const oldId = newKey.oldId ?? "";
  const url = LINKS.iamConsole.url;
  const open: KeyBinding = {
    keys: ["ctrl-o"],
    label: "open the console",
    priority: 6,
    run: () => send({ type: "opened", url }),
  };
  const letter: KeyBinding = {
    keys: ["ctrl-y"],
    label: "copy a letter to your administrator",
    priority: 7,
    run: () => send({ type: "copied", text: letterToAdministrator(holder, oldId) }),
  };
  const policy: KeyBinding = {
    keys: ["ctrl-p"],
    label: "copy the policy",
    priority: 4,
    run: () => send({ type: "copied", text: OWN_KEYS_POLICY }),
  };
  const mayOpen = state.setting.mayOpen && !state.setting.practice;
  const why =
    because === null
      ? []
      : because.code === "policy-missing"
        ? [
            toned(
              "  This key may not make keys; that is usual. Someone with console access does it:",
              "warning",
            ),
          ]
        : [toned(`  ${withTilde(because.message, host)}`, "warning")];
  const steps = makeKeySteps(holder, oldId).map((text, index): Line => ({
    spans: [{ text: `  ${index + 1} ${text}` }],
    hang: 4,
  }));
  return (
    <KeyScreen
      occasion={{
        title: `Make the new key for ${holderName(holder.arn)}`,
        body: [
          ...why,
          ...steps,
          toned(
            "  Nothing is changed before you have seen the change. The letter holds no secrets, and the policy for doing it here.",
            "dim",
          ),
        ],
        keys: [letter, ...(mayOpen ? [open] : []), policy],
      }}
    />
  );
}
