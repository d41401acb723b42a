/**
 * Draws the wizard on the terminal: the store's state, the keys that work everywhere, and the
 * screen of the step at hand.
 */
import { type ReactElement, useEffect, useSyncExternalStore } from "react";
import { useApp } from "ink";
import type { Host } from "../../base/host.js";
import { isPlaceKept } from "../place.js";
import { isRechecking } from "../recheck.js";
import { type State, currentStep } from "../state.js";
import { isAsking, isStoppable } from "../conditions.js";
import type { Store } from "../store.js";
import { breakView } from "../steps/overlays/break.js";
import { filesView } from "../steps/overlays/files.js";
import { helpView } from "../steps/overlays/help.js";
import { stepOf } from "../way.js";
import { GlobalKeys } from "../../terminal/parts/Screen.js";
import { ViewScreen } from "./ViewScreen.js";
import { WizardProvider } from "./context.js";
import { keyName } from "../../terminal/keys.js";
import { Muted, useKeys } from "../../terminal/Terminal.js";
import type { KeyBinding } from "../../terminal/table.js";

export function App({ store, host }: { readonly store: Store; readonly host: Host }): ReactElement {
  const state = useSyncExternalStore(store.subscribe, store.getState);
  const { exit } = useApp();
  const left = state.leaving !== null || state.byLines;
  useEffect(() => {
    if (left) exit();
  }, [left, exit]);
  // A handler that lets the key pass: also those that a field or a choice keeps for itself take the
  // first Ctrl+C back.
  useKeys((key) => {
    if (store.getState().interruptArmed && keyName(key) !== "ctrl-c")
      store.send({ type: "carriedOn" });
    return false;
  }, "overlay");
  return (
    <WizardProvider value={{ state, send: store.send, host }}>
      <GlobalKeys bindings={globalKeys(state, store)}>
        {left ? null : <Screens state={state} />}
      </GlobalKeys>
    </WizardProvider>
  );
}

/** In a field, where letters are typed, the Ctrl twin of a key is printed instead. */
function globalKeys(state: State, { send }: Store): readonly KeyBinding[] {
  const first = state.visited.length === 1 && state.overlay === null;
  const back: KeyBinding = {
    keys: ["esc"],
    ...(isAsking(state) || isStoppable(state) || isRechecking(state)
      ? { label: "stop waiting", short: "stop" }
      : { label: "back" }),
    stays: true,
    hidden: first,
    run: () => send({ type: "back" }),
  };
  const practice: KeyBinding = {
    keys: ["b", "ctrl-t"],
    label: "break something",
    priority: 4,
    run: () => send({ type: "overlay", overlay: "break" }),
  };
  const lines: KeyBinding = {
    keys: ["l"],
    label: "lines (screen reader)",
    short: "lines",
    stays: true,
    run: () => send({ type: "choseLines" }),
  };
  const files: KeyBinding = {
    keys: ["v", "ctrl-r"],
    label: "files",
    priority: 3,
    hidden: state.overlay === "files",
    run: () => send({ type: "overlay", overlay: state.overlay === "files" ? null : "files" }),
  };
  const armed = state.interruptArmed;
  return [
    back,
    ...(first ? [lines] : []),
    ...(state.setting.practice && state.overlay === null ? [practice] : []),
    ...(state.setting.practice && (state.overlay === null || state.overlay === "files")
      ? [files]
      : []),
    {
      keys: ["?", "ctrl-g"],
      label: "help",
      stays: true,
      hidden: state.overlay === "help",
      run: () => send({ type: "overlay", overlay: state.overlay === "help" ? null : "help" }),
    },
    {
      keys: ["q"],
      label: quitLabel("quit", state),
      short: "quit",
      stays: true,
      run: () => send({ type: "quit" }),
    },
    {
      keys: ["ctrl-c"],
      label: armed ? "again to quit" : quitLabel("twice: leave", state),
      ...(armed ? {} : { short: "twice" }),
      stays: true,
      fieldOnly: !armed,
      run: () => send({ type: "interrupted" }),
    },
  ];
}

function quitLabel(leaves: string, state: State): string {
  return isPlaceKept(state) ? `${leaves}, place kept` : leaves;
}

/** A window lies over the screen; what was typed there is still there when it closes. */
function Screens({ state }: { readonly state: State }): ReactElement {
  return (
    <>
      <Muted on={state.overlay !== null}>
        <CurrentScreen state={state} />
      </Muted>
      {state.overlay === "help" ? <ViewScreen view={helpView} /> : null}
      {state.overlay === "break" ? <ViewScreen view={breakView} /> : null}
      {state.overlay === "files" ? <ViewScreen view={filesView} /> : null}
    </>
  );
}

function CurrentScreen({ state }: { readonly state: State }): ReactElement {
  const step = currentStep(state);
  return <ViewScreen key={step} view={stepOf(step).view} />;
}
