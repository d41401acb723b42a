/** Makes what `mturk-setup rotate --json` prints; scripts may rely on it. */
import * as z from "zod";
import { maskId } from "../../keys/types.js";
import { problemDocument, problemSchema } from "../documents.js";
import type { KeyPlace } from "../shared/inventory.js";
import type { KeyAtAws, Question, Rotated } from "./types.js";

const shortId = z.string().regex(/^(A[KS]IA[A-Z0-9]{0,12}…[A-Z0-9]{4,15}|\(not a key id\))$/);
const changeSchema = z.object({
  line: z.number().int().positive(),
  key: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
});
const awsKeySchema = z.object({
  accessKeyId: shortId,
  active: z.boolean(),
  created: z.iso.datetime().nullable(),
  lastUsed: z
    .object({ at: z.iso.datetime().nullable(), service: z.string().nullable() })
    .nullable(),
});

/** `edited`: one of the places that --everywhere writes. */
const placeSchema = z.object({
  name: z.string(),
  location: z.string(),
  profile: z.string().nullable(),
  line: z.number().int().positive().nullable(),
  edited: z.boolean(),
});

export const rotateSchema = z.object({
  profile: z.string(),
  /**
   * replaced: the new key is in the file. unanswered: see `question`. rolled-back: the new key was
   * deleted again. nothing: there was nothing to do.
   */
  outcome: z.enum(["replaced", "unanswered", "rolled-back", "nothing"]),
  oldAccessKeyId: shortId.nullable(),
  newAccessKeyId: shortId.nullable(),
  oldKey: z.enum(["gone", "inactive", "active"]).nullable(),
  question: z
    .object({
      ask: z.enum([
        "which-goes",
        "lost-key",
        "waiting-pair",
        "new-key",
        "other-holder",
        "old-key",
        "switch-off-in-console",
        "undo",
        "shared",
      ]),
      keys: z.array(awsKeySchema),
      because: problemSchema.nullable(),
    })
    .nullable(),
  files: z.array(
    z.object({ path: z.string(), backup: z.string().nullable(), changes: z.array(changeSchema) }),
  ),
  removedBackups: z.array(z.string()),
  /** Earlier rotations that ended by themselves, in sentences. */
  notices: z.array(z.string()),
  /**
   * Other places that hold the old key, and are read by some program; the line of the id where
   * there are lines.
   */
  copies: z.array(placeSchema),
  /** Where the new key stands beside the profile's own file. */
  holding: z.array(placeSchema),
  /** Copies of the old key that no program reads: downloads, backups, comments. */
  unread: z.array(placeSchema),
});

export type RotateDocument = z.infer<typeof rotateSchema>;

/** A rotation as its document: ids shortened, no secret in any form. */
export function rotateDocument(rotated: Rotated): RotateDocument {
  const {
    profile,
    question,
    from,
    to,
    old,
    written,
    removedBackups,
    copies,
    holding,
    unread,
    notices,
  } = rotated;
  return {
    profile,
    outcome: outcomeOf(rotated),
    oldAccessKeyId: from === null ? null : maskId(from),
    newAccessKeyId: to === null ? null : maskId(to),
    // Off or gone: for scripts it is what it was before AWS could be asked which of the two.
    oldKey: old === "refused" ? "inactive" : old,
    question: question === null ? null : questionDocument(question),
    files: written.map(({ path, backup, changes }) => ({
      path,
      backup,
      changes: changes.map((change) => ({ ...change })),
    })),
    removedBackups: [...removedBackups],
    notices: [...notices],
    copies: copies.map(placeDocument),
    holding: holding.map(placeDocument),
    unread: unread.map(placeDocument),
  };
}

function placeDocument({
  name,
  location,
  profile,
  line,
  editable,
}: KeyPlace): z.infer<typeof placeSchema> {
  return { name, location, profile, line, edited: editable };
}

function outcomeOf({ question, to, rolledBack }: Rotated): RotateDocument["outcome"] {
  if (question !== null) return "unanswered";
  if (rolledBack) return "rolled-back";
  return to === null ? "nothing" : "replaced";
}

function questionDocument(question: Question): NonNullable<RotateDocument["question"]> {
  const because =
    "because" in question && question.because !== null ? problemDocument(question.because) : null;
  return { ask: question.ask, keys: keysOf(question).map(keyDocument), because };
}

function keysOf(question: Question): readonly KeyAtAws[] {
  if (question.ask === "which-goes") return question.others;
  return question.ask === "lost-key" ? [question.key] : [];
}

function keyDocument({ id, status, createdAt, lastUse }: KeyAtAws): z.infer<typeof awsKeySchema> {
  return {
    accessKeyId: maskId(id),
    active: status === "Active",
    created: dateOf(createdAt),
    lastUsed: lastUse === null ? null : { at: dateOf(lastUse.at), service: lastUse.service },
  };
}

function dateOf(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
