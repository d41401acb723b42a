/** Leads from a request to the command that serves it. */
import type { CommandName, Request, Requests } from "./request.js";
import { takeUntold } from "../aws-files/store/fixed-modes.js";
import { cleanUpNow } from "../aws-files/store/left-behind.js";
import { EXIT, type Io, asciiOnly, guarded, problemText } from "./io.js";
import { Person } from "./terminal/person.js";
import type { PersonPorts } from "./terminal/person-ports.js";
import type { WizardTerminal, WizardIo } from "./wizard/run.js";
import { chooseProfile } from "../sources/index.js";
import { inLook } from "../terminal/glyphs.js";

/** What the process edge gives. */
export interface EdgeIo extends Io {
  readonly terminal: Omit<WizardTerminal, "person"> & Pick<PersonPorts, "open" | "dieBy">;
}

/** Runs the request and answers the exit code; the terminal is as it was then. */
export async function runRequest(edge: EdgeIo, request: Request): Promise<number> {
  const { open, dieBy } = edge.terminal;
  const onlyPrints = ["", "dumb"].includes(edge.host.env.TERM ?? "");
  const person = new Person({
    open,
    dieBy,
    onEnd: edge.onEnd,
    onlyPrints,
    ascii: asciiOnly({ host: edge.host, outIsTerminal: true }),
    // https://www.gnu.org/software/emacs/manual/html_node/emacs/Interactive-Shell.html
    // A terminal that was started from there has it in its environment, too.
    insideEmacs: onlyPrints && (edge.host.env.INSIDE_EMACS ?? "").includes("comint"),
  });
  const io = guarded({
    ...edge,
    profile: profileOf(request, edge),
    err: besides(edge, person),
    terminal: { ...edge.terminal, person },
  });
  io.onEnd(cleanUpNow);
  if (mayAsk(io, request)) person.begin();
  try {
    return await runWith(io, edge, request);
  } finally {
    for (const problem of takeUntold()) io.err(problemText(problem));
    await person.settle();
  }
}

/** Whoever is asked has to see what it is about, also where standard error goes into a file. */
function besides({ err, terminal }: EdgeIo, person: Person): Io["err"] {
  if (terminal.stderr.isTTY) return err;
  return (text) => {
    err(text);
    person.say(text);
  };
}

/**
 * Whether it asks something in any case: then the echo is off from the start, also for what is
 * pasted while AWS is asked.
 */
function mayAsk({ interactive, terminal }: WizardIo, request: Request): boolean {
  if (!interactive) return false;
  if (
    (request.command === "save" || request.command === "rotate") &&
    request.source?.from === "stdin" &&
    terminal.stdin.isTTY
  )
    return true;
  if (request.json) return false;
  switch (request.command) {
    // With --yes too: which key, and what is to become of other places, is asked all the same.
    case "rotate":
      return !request.dryRun && request.task !== "letter";
    case "retire":
      return !request.dryRun;
    case "undo":
      return !request.yes && !request.dryRun;
    case "doctor":
      return !request.yes && request.fix && !request.dryRun;
    default:
      return false;
  }
}

async function runWith(io: WizardIo, edge: EdgeIo, request: Request): Promise<number> {
  switch (request.command) {
    case "print":
      io.out(request.text);
      return EXIT.done;
    // What neither reads files nor changes them.
    case "guide":
      return run(request.command, io, request);
    case "completion":
      return run(request.command, io, request);
    case "practice-aws":
      // Practice's own made-up pair is the one that may be shown.
      return run(request.command, { ...io, out: unmasked(edge) }, request);
    case "wizard": {
      // Not by way of the table, which knows the options of all commands: somebody waits for a
      // frame.
      const { runWizardCommand } = await import("./wizard/run.js");
      const code = await runWizardCommand(io, request);
      // Below the last frame: what is written while the wizard draws would be drawn over.
      await tellInterrupted(io, request);
      return code;
    }
    default:
      await tellInterrupted(io, request);
      return run(request.command, io, request);
  }
}

/** What practice hands out is the one pair that may be shown. */
function unmasked(edge: EdgeIo): Io["out"] {
  const look = { ascii: asciiOnly(edge) };
  return (text) => edge.out(inLook(text, look));
}

async function run<N extends CommandName>(
  name: N,
  io: WizardIo,
  request: Requests[N],
): Promise<number> {
  const { COMMANDS } = await import("./table.js");
  return COMMANDS[name].run(io, request);
}

async function tellInterrupted(io: WizardIo, request: Request): Promise<void> {
  const unfinished = await import("./unfinished.js");
  await unfinished.tellInterrupted(io, request);
}

/**
 * The profile that a request is about: named, or as boto3 chooses; null for what works on backups,
 * on keys wherever they stand, or on no file.
 */
function profileOf(request: Request, { host }: Io): string | null {
  if (request.profile !== null) return request.profile;
  return ["undo", "retire", "practice-aws", "guide", "completion"].includes(request.command)
    ? null
    : chooseProfile(host.env).name;
}
