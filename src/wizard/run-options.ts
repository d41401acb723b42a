/** Says what the wizard is run with. */
import type { Ports } from "../jobs/ports.js";
import type { WizardPorts } from "./ports.js";
import type { WizardSetting } from "./state.js";

/** What the wizard is run with, however it is drawn. */
export interface RunOptions {
  readonly ports: Ports;
  readonly setting: WizardSetting;
  readonly places: WizardPorts["places"];
  readonly open: WizardPorts["open"];
}

/** The terminal that frames are drawn on. */
export interface FrameOptions {
  readonly terminal: {
    readonly stdin: NodeJS.ReadStream;
    readonly stdout: NodeJS.WriteStream;
    readonly stderr: NodeJS.WriteStream;
  };
  /** Registers what has to be done at once should a signal end the process. */
  readonly onEnd: (cleanUp: () => void) => () => void;
}
