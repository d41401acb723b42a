/** Tells at the start of every command what an earlier rotation left unfinished. */
import { unfinishedRotations } from "../jobs/rotate/index.js";
import { chooseProfile } from "../sources/index.js";
import type { Io } from "./io.js";
import type { Request } from "./request.js";

/** Whether a rotation that stopped half-way can explain what the command comes to. */
const EXPLAINED: Readonly<Record<Request["command"], boolean>> = {
  wizard: true,
  check: true,
  save: true,
  doctor: true,
  undo: true,
  rotate: true,
  retire: true,
  "practice-aws": false,
  guide: false,
  completion: false,
  print: false,
};

/**
 * On stderr, one line for each rotation that was interrupted; silent where there is none. Reads
 * only.
 */
export async function tellInterrupted(
  io: Pick<Io, "host" | "err">,
  request: Request,
): Promise<void> {
  if (!EXPLAINED[request.command] || (request.command === "wizard" && request.practice)) return;
  for (const { state, message, startedAt, profile, try: cures } of await unfinishedRotations(
    io.host,
  )) {
    if (state !== "interrupted") continue;
    const when =
      startedAt === null
        ? ""
        : ` (begun ${new Date(startedAt).toISOString().slice(0, 16).replace("T", " ")} UTC)`;
    const carriesOn =
      request.command === "rotate" &&
      (request.profile ?? chooseProfile(io.host.env).name) === profile;
    io.err(`mturk-setup: ${message}${when}${carriesOn ? "" : ` ${cures.join(" ")}`}\n`);
  }
}
