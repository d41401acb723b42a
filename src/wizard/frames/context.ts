/** Gives every screen what it is a function of: the wizard's state, and where its events go. */
import { createContext, useContext } from "react";
import type { Host } from "../../base/host.js";
import type { Event } from "../events.js";
import type { State } from "../state.js";

export interface Wizard {
  readonly state: State;
  readonly send: (event: Event) => void;
  /** For paths under the home directory, written with `~`. */
  readonly host: Host;
}

const WizardContext = createContext<Wizard | undefined>(undefined);

export const WizardProvider = WizardContext.Provider;

export function useWizard(): Wizard {
  const wizard = useContext(WizardContext);
  if (wizard === undefined) throw new Error("useWizard needs a WizardProvider above it");
  return wizard;
}
