/** Runs `mturk-setup check --all`: every profile that holds keys, in one document. */
import { fourAtATime, profilesWithKeys } from "../../jobs/check-all.js";
import { checkDocument, isSuccess } from "../../jobs/check.js";
import { checkAllSchema, errorDocument } from "../../jobs/documents.js";
import { counted, listedSome } from "../../base/list.js";
import { EXIT, type Io, exitOf, printJson, problemText, reportProblem } from "../io.js";
import { createPorts } from "../ports.js";
import { type CheckOutcome, checkOne, checkText, exitCode } from "./run.js";
import type { CheckRequest } from "./options.js";

/** From best to worst: the worst of all is the answer. */
const ORDER: readonly number[] = [EXIT.done, EXIT.keysOnly, EXIT.failed];

interface One {
  readonly profile: string;
  readonly done: CheckOutcome;
}

/**
 * Checks the profiles four at a time and answers the worst of their exit codes. Where no profile
 * holds a key, or a file cannot be read, the one that boto3 chooses says so.
 */
export async function runCheckAll(io: Io, request: CheckRequest): Promise<number> {
  const names = await profilesWithKeys(createPorts(io.host, io.clock));
  if (!names.ok) return reportProblem(io, names.problem, request.json);
  const once = saidOnce(io);
  const all = await fourAtATime(
    names.value.length === 0 ? [null] : names.value,
    async (profile): Promise<One> => ({
      profile: profile ?? io.profile ?? "default",
      done: await checkOne(once, { ...request, profile }),
    }),
  );
  if (request.json)
    printJson(io, checkAllSchema.parse({ profiles: all.map((one) => documentOf(one)) }));
  else io.out(`${[...all.map((one) => textOf(one, io)), summary(all, request)].join("\n")}\n`);
  return worst(all, request);
}

/** What each of them would say of the surroundings is said once. */
function saidOnce(io: Io): Io {
  const said = new Set<string>();
  return {
    ...io,
    err: (text) => {
      if (!said.has(text)) io.err(text);
      said.add(text);
    },
  };
}

function documentOf({ profile, done }: One): unknown {
  return done.ok ? checkDocument(done.value) : errorDocument(done.problem, profile);
}

function textOf({ profile, done }: One, { host }: Io): string {
  return done.ok ? checkText(done.value, host) : `${profile}: ${problemText(done.problem)}`;
}

function summary(all: readonly One[], { need }: CheckRequest): string {
  const others = all.filter(({ done }) => !done.ok || !isSuccess(done.value.verdict, need));
  const count = all.length === 1 ? "One profile" : `${counted(all.length)} profiles`;
  const well = need === "keys" ? "accepted by AWS" : "ready";
  return others.length === 0
    ? `${count} checked: ${all.length === 1 ? "" : "all "}${well}.`
    : `${count} checked. Not ${well}: ${listedSome(others.map(({ profile }) => profile))}.`;
}

function worst(all: readonly One[], { need }: CheckRequest): number {
  const codes = all.map(({ done }) =>
    done.ok ? exitCode(done.value, need) : exitOf(done.problem),
  );
  const other = codes.find((code) => !ORDER.includes(code));
  const rank = codes.reduce((highest, code) => Math.max(highest, ORDER.indexOf(code)), -1);
  return other ?? ORDER[rank] ?? EXIT.failed;
}
