/**
 * Keeps what a rotation has to know from one start to the next: ids and where it stands, never a
 * secret. One small file per profile, 0600.
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import * as z from "zod";
import type { Host } from "../../base/host.js";
import { PROBLEM_CODES, type Problem, type Result, failed } from "../../base/problem.js";
import { readPending } from "../../aws-files/store/pending-key.js";
import { listFiles, readOwnFile } from "../../aws-files/store/read.js";
import { makePrivateDir, removeFile, replaceSmallFile } from "../../aws-files/store/store.js";
import { accessKeyIdSchema } from "../../keys/shape.js";
import { stateDirectory } from "../place.js";
import { OTHERS_WISHES } from "../shared/users.js";
import type { Journal } from "./types.js";

/** Bytes; one journal has about 700, and more where many files are written together. */
const LIMIT = 1_048_576;
const MOST = 200;

/**
 * What we wrote holds no control: a file that does was not written by us, and its text would reach
 * a terminal or a shell.
 */
const plain = (most: number): z.ZodString =>
  z
    .string()
    .max(most)
    .regex(/^\P{C}*$/u);
/** Tests and emulators have accounts and users of other forms than AWS. */
const identitySchema = z.object({ account: plain(64), arn: plain(700) });

export const journalSchema = z.object({
  version: z.literal(1),
  profile: z.string().max(1000),
  credentials: z.string().max(4096),
  way: z.enum(["automatic", "guided", "undo"]),
  step: z.enum(["making", "moving", "waiting"]),
  from: accessKeyIdSchema,
  to: accessKeyIdSchema.nullable(),
  before: z.array(accessKeyIdSchema).max(20),
  holder: identitySchema,
  mturk: z.enum(["well", ...PROBLEM_CODES] as ["well", ...Problem["code"][]]),
  // Journals of earlier versions have neither.
  was: identitySchema.nullable().default(null),
  others: z
    .object({ wish: z.enum(OTHERS_WISHES), files: z.array(z.string().max(4096)).max(1000) })
    .nullable()
    .default(null),
  startedAt: z.number().min(0).max(8.64e15),
}) satisfies z.ZodType<Journal>;

/** A profile of one credentials file; another file may have a profile of the same name. */
export interface JournalSubject {
  readonly host: Host;
  /** Absolute path of the credentials file. */
  readonly credentials: string;
  readonly profile: string;
}

const folderOf = (host: Host): string => join(stateDirectory(host), "rotations");

function pathOf({ host, credentials, profile }: JournalSubject): string {
  const name = createHash("sha256").update(`${credentials}\0${profile}`).digest("hex").slice(0, 24);
  return join(folderOf(host), `${name}.json`);
}

/**
 * The journal of a profile; null if there is none that can be read: what is at AWS and on the disk
 * then decides alone.
 */
export async function readJournal(subject: JournalSubject): Promise<Journal | null> {
  const journal = await journalAt(pathOf(subject));
  return journal?.profile === subject.profile && journal.credentials === subject.credentials
    ? journal
    : null;
}

/**
 * On the disk when this returns. Problem: `file-not-writable`; the old journal is as it was then.
 * What could not be read again is not written.
 */
export async function writeJournal(
  subject: JournalSubject,
  journal: Journal,
): Promise<Result<void>> {
  const text = `${JSON.stringify(journal)}\n`;
  if (Buffer.byteLength(text) > LIMIT || !journalSchema.safeParse(journal).success)
    return failed(TOO_LONG);
  const made = await makePrivateDir(folderOf(subject.host));
  return made.ok ? replaceSmallFile(pathOf(subject), text) : made;
}

const TOO_LONG: Problem = {
  code: "file-not-writable",
  message:
    "The note about this rotation would be too long to be read again, so this step was not begun.",
  try: ["Give the profile a shorter name, or name fewer files, then run it again."],
};

export function removeJournal(subject: JournalSubject): Promise<Result<void>> {
  return removeFile(pathOf(subject));
}

/**
 * Whether anything of a rotation of this profile lies there: a journal, or a place taken for a new
 * key. What cannot be read counts.
 */
export async function isUnderWay(subject: JournalSubject): Promise<boolean> {
  const pending = await readPending(subject.credentials, subject.host);
  if (
    !pending.ok ||
    (pending.value.state !== "none" && pending.value.for.profile === subject.profile)
  )
    return true;
  return (await readJournal(subject)) !== null;
}

/** All journals that belong to this credentials file. */
export async function listJournals(host: Host, credentials: string): Promise<readonly Journal[]> {
  const paths = await listFiles(folderOf(host), /^[0-9a-f]{24}\.json$/, MOST);
  const all = await Promise.all(paths.map(journalAt));
  return all
    .filter((journal) => journal !== null)
    .filter((journal) => journal.credentials === credentials);
}

async function journalAt(path: string): Promise<Journal | null> {
  const bytes = await readOwnFile(path, LIMIT);
  if (!bytes.ok) return null;
  try {
    const parsed = journalSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes.value)));
    return parsed.success ? parsed.data : null;
  } catch {
    // Not JSON: none that can be read.
    return null;
  }
}
