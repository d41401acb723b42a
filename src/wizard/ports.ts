/** Says what the wizard needs beside the jobs' own collaborators. */
import type { Ports } from "../jobs/ports.js";
import type { ResumePoint, Leaving, Task } from "./state.js";

export interface WizardPorts {
  readonly jobs: Ports;
  readonly setting: { readonly profile: string | null };
  /**
   * Asks the browser to open an address; false: that could not even be tried. `failedLater`: it was
   * tried, and came to nothing.
   */
  readonly open: (url: string, failedLater: () => void) => Promise<boolean>;
  /**
   * Puts a text into the clipboard of the person's terminal; true if it was printed above the
   * screen as well.
   */
  readonly copy: (text: string) => boolean;
  readonly places: {
    readonly keep: (place: ResumePoint) => Promise<boolean>;
    readonly forget: (task: Task) => Promise<void>;
  };
  readonly leave: (leaving: Leaving) => void;
}
