/**
 * Gathers what the background work runs, so that it is loaded in one go and only when it begins.
 */
export { planChange, writeReviewed } from "../jobs/change.js";
export { carryOut, examine } from "../jobs/doctor.js";
export { lookUp } from "../jobs/lookup.js";
export { readCsv } from "../jobs/read-csv.js";
export { planPutAway, putAway } from "../jobs/retire/index.js";
export { rotatePorts, unfinishedRotations } from "../jobs/rotate/index.js";
export { reportText } from "../jobs/report/text.js";
export { writeDatedReport } from "../jobs/report/write.js";
export { readShownFiles } from "../jobs/shown-files.js";
export { survey } from "../jobs/survey.js";
export { verifyKey } from "../jobs/verify.js";
export { checkSaved, examineProfile } from "./run-check.js";
export { recheck } from "./run-recheck.js";
export { keysHere, switchItselfOff } from "./run-retire.js";
export { reportParts } from "./report-parts.js";
export { callRotation } from "./run-rotate.js";
export { watchKey } from "./run-watch.js";
