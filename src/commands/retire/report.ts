/** Reports how a retirement ended, and writes the record where one was wished for. */
import { isAbsolute, join } from "node:path";
import { createPrivateFile } from "../../aws-files/store/store.js";
import { type Result, ok } from "../../base/problem.js";
import { problemDocument } from "../../jobs/documents.js";
import {
  type Retired,
  isExample,
  isSeenOff,
  retireDocument,
  retireRecord,
  retireSchema,
  writeRecord,
} from "../../jobs/retire/index.js";
import { maskId } from "../../keys/types.js";
import { retiredPart } from "../../jobs/report/parts.js";
import { reported } from "../reported.js";
import { EXIT, printJson, problemText } from "../io.js";
import { ask, isYes, mayReplaceFile } from "../terminal/ask.js";
import type { WizardIo } from "../wizard/run.js";
import type { RetireRequest } from "./options.js";
import type { Work } from "./stages.js";
import { retiredLines } from "./words.js";

/** Answers the exit code; a record that could not be written is no success. */
export async function recordAndReport(work: Work, done: Retired, name: string): Promise<number> {
  const record = await recording(work, done);
  if (!record.ok) work.io.err(problemText(record.problem));
  const code = report(work, done, record.ok ? record.value : null, name);
  const ended = code === EXIT.done && done.putAway === null ? EXIT.answerMissing : code;
  const { io, request } = work;
  const part = retiredPart(done, { at: io.clock.now(), host: io.host });
  const all = await reported(io, request, [part], ended, mayReplaceFile(io.terminal));
  return record.ok ? all : EXIT.failed;
}

/** The path of the record; null where none was wished for. */
async function recording(
  { io, ports, request }: Work,
  retired: Retired,
): Promise<Result<string | null>> {
  const wished = request.record ?? (await offered(io, request));
  if (wished === null) return ok(null);
  const text = retireRecord(ports, [retired]);
  if (wished.path === null) return writeRecord(ports, text);
  const path = inFolder(io, wished.path);
  const written = await createPrivateFile(path, text);
  return written.ok ? ok(path) : written;
}

async function offered(io: WizardIo, request: RetireRequest): Promise<RetireRequest["record"]> {
  if (!io.interactive || request.json || request.yes) return null;
  return isYes(
    (await ask(io.terminal, "Write a record of this, without secrets, into this folder? (y/N) ")) ??
      "",
  )
    ? { path: null }
    : null;
}

/** Tells what became of the key, and answers the exit code. */
export function report(
  { io, request, unreadable }: Work,
  retired: Retired,
  record: string | null,
  name: string,
): number {
  if (request.json)
    printJson(
      io,
      retireSchema.parse(
        retireDocument([retired], {
          profile: request.profile,
          unreadable: unreadable.map(problemDocument),
          record,
        }),
      ),
    );
  else io.out(`${retiredLines(retired, record, io.host, name).join("\n")}\n`);
  // Deleting was wished by name: what is not deleted then is no success.
  const undeleted =
    request.delete &&
    isSeenOff(retired) &&
    retired.switched?.how !== "deleted" &&
    !isExample(retired);
  if (undeleted)
    io.err(
      `mturk-setup: ${maskId(retired.found.accessKeyId)} was not deleted from here: a key ` +
        "that AWS refuses cannot delete itself. See in the IAM console whether it is still " +
        "there, and delete it there.\n",
    );
  return isSeenOff(retired) && !undeleted ? EXIT.done : EXIT.failed;
}

function inFolder(io: WizardIo, path: string): string {
  return isAbsolute(path) ? path : join(io.host.cwd, path);
}
