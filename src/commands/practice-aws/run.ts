/** Runs `mturk-setup practice-aws`: serves the practice AWS on 127.0.0.1 until it is stopped. */
import { type Fault, parseFault } from "../../practice/faults.js";
import { handOut, startPracticeSession } from "../../practice/session.js";
import { practiceAwsSchema } from "../../jobs/documents.js";
import { EXIT, type Io, printJson, reportProblem } from "../io.js";
import type { PracticeAwsRequest } from "./options.js";

/**
 * Serves until a signal ends the process (the server and its folder go with it). With `--json` one
 * line tells address and made-up pair once it is ready.
 */
export async function runPracticeAws(io: Io, request: PracticeAwsRequest): Promise<number> {
  const faults: Fault[] = [];
  for (const text of request.faults) {
    const fault = parseFault(text);
    if (!fault.ok) return reportProblem(io, fault.problem, request.json);
    faults.push(fault.value);
  }
  const started = await startPracticeSession({
    host: io.host,
    clock: io.clock,
    port: request.port,
    faults,
  });
  if (!started.ok) return reportProblem(io, started.problem, request.json);
  const session = started.value;
  const { url, endpoints } = session.aws;
  const pair = handOut(session.aws);
  if (request.json)
    printJson(
      { ...io, outIsTerminal: false },
      practiceAwsSchema.parse({ profile: null, url, ...pair, csv: session.csvPath }),
    );
  else {
    io.out(
      [
        `The practice AWS answers at ${url} until you press Ctrl+C. Nothing here is real.`,
        `  Access key id      ${pair.accessKeyId}`,
        `  Secret access key  ${pair.secretAccessKey}`,
        `  As a CSV file      ${session.csvPath}`,
        "Point programs at it:",
        `  export AWS_ENDPOINT_URL_STS=${endpoints.sts} ` +
          `AWS_ENDPOINT_URL_MTURK=${endpoints.mturk} AWS_ENDPOINT_URL_IAM=${endpoints.iam}`,
        ...(faults.length > 0 ? [`Broken on purpose: ${request.faults.join(", ")}`] : []),
        "",
      ].join("\n"),
    );
  }
  io.onEnd(() => session.closeNow());
  await stopped(io.signal);
  return EXIT.interrupted;
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
