/**
 * Serves a command line in the process of a test as src/bin.ts does in one of its own. Bundled by
 * commands-build.ts.
 */
import { parseArguments } from "../../src/cli.js";
import { type EdgeIo, runRequest } from "../../src/commands/index.js";
import { cliTexts, reportUsage } from "../../src/commands/texts.js";
import { forgetIds } from "./forget-ids.js";

/** Answers the exit code. What would be a bug of ours rejects. */
export async function serve(argv: readonly string[], io: EdgeIo): Promise<number> {
  forgetIds();
  const request = parseArguments(argv, cliTexts(new Date(io.clock.now())));
  return request.ok ? runRequest(io, request.value) : reportUsage(io, request.problem, argv);
}
