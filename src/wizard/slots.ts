/**
 * Names what background work is asked for, one slot each. A step that waits for something of its
 * own
 * adds its slot in its own file, by declaring this interface once more.
 */
import type { Plan, WrittenFile } from "../aws-files/types.js";
import type { CheckReport } from "../jobs/check.js";
import type { Examination } from "../jobs/doctor.js";
import type { Arrived } from "../jobs/downloads.js";
import type { LookUp } from "../jobs/lookup.js";
import type { CsvChoice } from "../jobs/read-csv.js";
import type { ShownFile } from "../jobs/shown-files.js";
import type { Survey } from "../jobs/survey.js";
import type { Checked } from "../jobs/verify.js";
import type { CheckProgress } from "./progress.js";
import type { RecheckProgress, Rechecked } from "./run-recheck.js";
import type { Slot } from "./slot.js";

/** What was written, and whether the secret's CSV file was deleted afterwards. */
export interface Written {
  readonly files: readonly WrittenFile[];
}

/** A CSV file that holds several keys. */
export interface SeveralKeys {
  readonly path: string;
  readonly choices: readonly CsvChoice[];
}

export interface Slots {
  readonly survey: Slot<Survey>;
  readonly lookUp: Slot<LookUp>;
  /** CSV files that arrived while the key is asked for, newest first. */
  readonly arrived: Slot<null, readonly Arrived[]>;
  /** Null once its key is used; else whose key is to be chosen. */
  readonly csv: Slot<SeveralKeys | null>;
  readonly check: Slot<Checked, CheckProgress>;
  readonly plan: Slot<Plan>;
  readonly write: Slot<Written>;
  readonly final: Slot<CheckReport, CheckProgress>;
  /** AWS is asked again by itself; its answer goes into the slot of what was asked. */
  readonly recheck: Slot<Rechecked, RecheckProgress | null>;
  readonly examined: Slot<CheckReport, CheckProgress>;
  /** What the doctor found, and how far it was gone through. */
  readonly repair: Slot<Examination>;
  /** Absolute path of the report of what was done, once it is written. */
  readonly report: Slot<string>;
  /** Both AWS files, as they were when the practice was asked to show them. */
  readonly filesNow: Slot<readonly ShownFile[]>;
  /** Carrying out what was agreed to. */
  readonly mend: Slot<null>;
}
