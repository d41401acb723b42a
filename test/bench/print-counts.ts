/** `npm run bench`, first part: prints the counts, which do not depend on the machine. */
import { count } from "./counts.js";

const { beforeFirstFrame, packagesInstalled, requestsOfACheck, bytesWrittenForAKey } =
  await count("dist/bin.js");
process.stdout.write(
  [
    `before the first frame: ${beforeFirstFrame.files} files of ours, ${beforeFirstFrame.bytes} bytes; ${beforeFirstFrame.node.length} modules of Node's`,
    `packages installed: ${packagesInstalled}`,
    `requests of a check: ${requestsOfACheck.join(", ")}`,
    `bytes written for a key: ${bytesWrittenForAKey}`,
    "",
  ].join("\n"),
);
