/** Makes what `mturk-setup retire --json` prints; scripts may rely on it. */
import * as z from "zod";
import { maskId } from "../../keys/types.js";
import { problemDocument, problemSchema } from "../documents.js";
import { PLACE_NAMES } from "../shared/key-place.js";
import type { Examined } from "./examine.js";
import type { PutAway, PutAwayPlan } from "./put-away.js";
import type { Retired } from "./record.js";

const shortId = z.string().regex(/^(A[KS]IA[A-Z0-9]{0,12}…[A-Z0-9]{4,15}|\(not a key id\))$/);
const changeSchema = z.object({
  line: z.number().int().positive(),
  key: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
});

const retiredSchema = z.object({
  accessKeyId: shortId,
  /**
   * What AWS said of it at first. active-secret-wrong: the key is active, only the secret here is
   * wrong.
   */
  state: z.enum(["active", "refused", "active-secret-wrong", "unclear", "not-asked"]),
  account: z.string().nullable(),
  arn: z.string().nullable(),
  root: z.boolean(),
  lastUsed: z
    .object({ at: z.iso.datetime().nullable(), service: z.string().nullable() })
    .nullable(),
  published: z.boolean(),
  places: z.array(
    z.object({
      name: z.enum(PLACE_NAMES),
      location: z.string(),
      line: z.number().int().positive().nullable(),
      profile: z.string().nullable(),
      inUse: z.boolean(),
      removal: z.enum(["plan", "by-hand"]),
      cure: z.array(z.string()),
    }),
  ),
  /** null: not tried. console: a person has to do it, `steps` say how. */
  switchedOff: z
    .object({
      how: z.enum(["off", "deleted", "console"]),
      refusedNow: z.boolean(),
      steps: z.array(z.string()),
      because: problemSchema.nullable(),
    })
    .nullable(),
  /**
   * With --forget, of a key that AWS was not seen to refuse: the whole id, no copy of which is left
   * here, and what to click.
   */
  forgotten: z
    .object({
      accessKeyId: z.string().regex(/^A[KS]IA[A-Z0-9]{12,124}$/),
      steps: z.array(z.string()),
    })
    .nullable(),
  /** Done, or with --dry-run what would be done; null: neither. */
  files: z.array(z.object({ path: z.string(), changes: z.array(changeSchema) })).nullable(),
  written: z.boolean(),
  /** With --dry-run: what would be done, as sentences in their order; null where it is done. */
  would: z.array(z.string().min(1)).nullable(),
  removedBackups: z.array(z.string()),
  problem: problemSchema.nullable(),
});

export const retireSchema = z.object({
  /** As named by --profile; null: keys wherever they stand. */
  profile: z.string().nullable(),
  keys: z.array(retiredSchema),
  unreadable: z.array(problemSchema),
  record: z.string().nullable(),
});

export type RetireDocument = z.infer<typeof retireSchema>;

/**
 * What came of a retirement as its document: ids shortened, no secret in any form. `plans`: what
 * would be done, by id.
 */
export function retireDocument(
  keys: readonly Retired[],
  more: {
    readonly profile: string | null;
    readonly unreadable: RetireDocument["unreadable"];
    readonly record: string | null;
    readonly plans?: ReadonlyMap<string, PutAwayPlan>;
    readonly would?: ReadonlyMap<string, readonly string[]>;
  },
): RetireDocument {
  return {
    profile: more.profile,
    keys: keys.map((key) => ({
      ...retired(key, more.plans?.get(key.found.accessKeyId) ?? null),
      would: more.would?.get(key.found.accessKeyId)?.slice() ?? null,
    })),
    unreadable: more.unreadable,
    record: more.record,
  };
}

function retired(
  { found, examined, switched, seenRefused, forgotten, putAway }: Retired,
  plan: PutAwayPlan | null,
): Omit<Key, "would"> {
  return {
    accessKeyId: maskId(found.accessKeyId),
    ...(examined === null ? NOT_EXAMINED : examinedDocument(examined)),
    published: found.published,
    places: found.places.map(({ name, location, line, profile, inUse, removal, cure }) => ({
      name,
      location,
      line,
      profile,
      inUse,
      removal,
      cure: [...cure],
    })),
    switchedOff: switched === null ? null : switchedDocument(switched, seenRefused),
    forgotten:
      forgotten === null ? null : { accessKeyId: found.accessKeyId, steps: [...forgotten.steps] },
    ...filesDocument(putAway, plan),
  };
}

type Key = RetireDocument["keys"][number];

const NOT_EXAMINED: Pick<Key, "state" | "account" | "arn" | "root" | "lastUsed" | "problem"> = {
  state: "not-asked",
  account: null,
  arn: null,
  root: false,
  lastUsed: null,
  problem: null,
};

function examinedDocument({
  state,
  holder,
  isRoot,
  lastUse,
  problem,
}: Examined): typeof NOT_EXAMINED {
  return {
    state,
    account: holder?.account ?? null,
    arn: holder?.arn ?? null,
    root: isRoot,
    lastUsed:
      lastUse === null
        ? null
        : {
            at: lastUse.at === null ? null : new Date(lastUse.at).toISOString(),
            service: lastUse.service,
          },
    problem: problem === null ? null : problemDocument(problem),
  };
}

function filesDocument(
  done: PutAway | null,
  plan: PutAwayPlan | null,
): Pick<Key, "files" | "written" | "removedBackups"> {
  const planned =
    plan?.plan.files.map(({ before, changes }) => ({ path: before.path, changes })) ?? null;
  const files = done?.written ?? planned;
  return {
    files:
      files?.map(({ path, changes }) => ({
        path,
        changes: changes.map((change) => ({ ...change })),
      })) ?? null,
    written: done !== null && done.written.length > 0,
    removedBackups: [...(done?.removedBackups ?? [])],
  };
}

function switchedDocument(
  switched: NonNullable<Retired["switched"]>,
  seenRefused: boolean,
): NonNullable<Key["switchedOff"]> {
  if (switched.how !== "console")
    return {
      how: switched.how,
      refusedNow: switched.state === "refused",
      steps: [],
      because: null,
    };
  return {
    how: "console",
    refusedNow: seenRefused,
    steps: [...switched.steps],
    because: problemDocument(switched.because),
  };
}
