/**
 * Single decisions: what is seen, and what is done next. The exploration proves the whole; here
 * each rule stands by itself.
 */
import { describe, expect, it } from "vitest";
import { KNOWING_NOTHING } from "../../../src/jobs/rotate/learn.js";
import { next } from "../../../src/jobs/rotate/next.js";
import type {
  Elsewhere,
  Journal,
  KeyAtAws,
  Learned,
  Observed,
  PendingSeen,
  Stand,
  Wishes,
} from "../../../src/jobs/rotate/types.js";

const [OLD, NEW, THIRD] = [
  "AKIAIOSFODNN7EXAMPLE",
  "AKIAIOSFODNN6EXAMPLE",
  "AKIAIOSFODNN5EXAMPLE",
] as const;
const ANN = { account: "123456789012", arn: "arn:aws:iam::123456789012:user/lab/ann" };
const WISHES: Wishes = {
  start: true,
  way: "automatic",
  given: null,
  undo: false,
  letGo: null,
  old: "off",
  others: null,
  letGoUsed: false,
  rollBack: false,
  take: false,
  otherHolder: false,
};
const PROBLEM = { code: "unknown", message: "Something.", try: ["again"] } as const;
const UNCHANGED = { ...PROBLEM, message: "Something. The file was not changed." };
const REFUSED = {
  why: "refused",
  problem: { ...PROBLEM, code: "key-unknown" },
  holder: null,
} as const;
const LAB: Stand = {
  is: "live",
  name: "credentials-file",
  location: "/c",
  line: 3,
  profile: "lab",
  whole: true,
};
const BACKUP: Stand = { ...LAB, is: "copy", name: "backup" };

const key = (id: string, status: KeyAtAws["status"] = "Active"): KeyAtAws => ({
  id,
  status,
  createdAt: null,
  lastUse: null,
});
const journal = (more: Partial<Journal> = {}): Journal => ({
  version: 1,
  profile: "default",
  credentials: "/c",
  way: "automatic",
  step: "moving",
  from: OLD,
  to: NEW,
  before: [OLD],
  holder: ANN,
  mturk: "well",
  was: null,
  others: null,
  startedAt: 0,
  ...more,
});
const holder = (of: string, arn = ANN.arn): Learned["holder"] => ({
  of,
  identity: { ...ANN, arn },
  mturk: "well",
});
const PAIR: PendingSeen = { state: "pair", id: NEW, replaces: OLD, elsewhere: false };

interface Seen {
  readonly inFile?: string | null;
  readonly pending?: PendingSeen;
  readonly journal?: Journal | null;
  readonly standing?: Readonly<Record<string, readonly Stand[]>>;
  readonly elsewhere?: readonly Elsewhere[];
  readonly learned?: Partial<Learned>;
  readonly wishes?: Partial<Wishes>;
}

function decide(seen: Seen): ReturnType<typeof next> {
  const observed: Observed = {
    inFile: seen.inFile === undefined ? OLD : seen.inFile,
    pending: seen.pending ?? { state: "none" },
    journal: seen.journal ?? null,
    elsewhere: seen.elsewhere ?? [],
    standing: new Map(Object.entries(seen.standing ?? {})),
    unseen: [],
    learned: { ...KNOWING_NOTHING, ...seen.learned },
    wishes: { ...WISHES, ...seen.wishes },
  };
  return next(observed);
}

const BOB = { account: "123456789012", arn: "arn:aws:iam::123456789012:user/bob" };
const at = (kind: Elsewhere["kind"], id: string = OLD): Elsewhere => ({ id, kind });
const READY = { holder: holder(OLD), keys: [key(OLD)], ready: true };
const SWITCHED: Seen = {
  inFile: NEW,
  journal: journal(),
  learned: { holder: holder(NEW), verified: new Set([NEW]), keys: [key(OLD), key(NEW)] },
};
const with_ = (seen: Seen, learned: Partial<Learned>, wishes: Partial<Wishes> = {}): Seen => ({
  ...seen,
  learned: { ...seen.learned, ...learned },
  wishes: { ...seen.wishes, ...wishes },
});

describe("before there is a new key", () => {
  it.each<[string, Seen, object]>([
    ["who is it?", {}, { do: "identify", id: OLD }],
    ["what is there?", { learned: { holder: holder(OLD) } }, { do: "list" }],
    [
      "is there room on the disk?",
      { learned: { holder: holder(OLD), keys: [key(OLD)] } },
      { do: "check-store" },
    ],
    ["then only: make one", { learned: READY }, { do: "create" }],
    ["not a third time", { learned: { ...READY, fruitless: 2, cleared: true } }, { do: "stop" }],
    [
      "what is in hand is stored before anything else",
      { learned: { ...READY, inHand: NEW } },
      { do: "persist-pending", id: NEW },
    ],
    [
      "what cannot be stored is taken back",
      { learned: { ...READY, inHand: NEW, unsaved: PROBLEM } },
      { do: "roll-back", id: NEW },
    ],
    [
      "two keys: asked, not decided",
      { learned: { holder: holder(OLD), keys: [key(OLD), key(THIRD, "Inactive")] } },
      { do: "ask", question: { ask: "which-goes", inUse: OLD, others: [{ id: THIRD }] } },
    ],
    [
      "the one that was let go",
      { learned: { holder: holder(OLD), keys: [key(OLD), key(THIRD)] }, wishes: { letGo: THIRD } },
      { do: "delete-other", id: THIRD },
    ],
    [
      "never the one in use",
      { learned: { holder: holder(OLD), keys: [key(OLD), key(THIRD)] }, wishes: { letGo: OLD } },
      { do: "stop", problem: { code: "usage-wrong" } },
    ],
    [
      "a key that appeared since it began was probably lost",
      {
        journal: journal({ step: "making", to: null }),
        learned: { holder: holder(OLD), keys: [key(OLD), key(THIRD)] },
      },
      { do: "ask", question: { ask: "lost-key", key: { id: THIRD } } },
    ],
    [
      "but not one that stands in another profile",
      {
        journal: journal({ step: "making", to: null }),
        standing: { [THIRD]: [LAB] },
        learned: { holder: holder(OLD), keys: [key(OLD), key(THIRD)] },
      },
      { do: "ask", question: { ask: "which-goes", others: [{ id: THIRD, stands: [LAB] }] } },
    ],
    [
      "nor the one in the file",
      {
        inFile: THIRD,
        journal: journal({ step: "making", to: null, from: THIRD }),
        learned: { holder: holder(THIRD), keys: [key(THIRD)] },
      },
      { do: "check-store" },
    ],
    [
      "the file holds another key than the one that it began with: ended",
      {
        inFile: THIRD,
        journal: journal({ step: "making", to: null }),
        pending: { state: "reserved" },
      },
      { do: "end-journal", pair: null, say: expect.stringContaining("was in the file") },
    ],
    [
      "the same on its way, without a pair",
      { inFile: THIRD, journal: journal() },
      { do: "end-journal" },
    ],
    [
      "the same once it waits",
      { inFile: THIRD, journal: journal({ step: "waiting" }) },
      { do: "end-journal" },
    ],
    ["and where the profile is gone", { inFile: null, journal: journal() }, { do: "end-journal" }],
    [
      "a key that another profile uses is not deleted for its name alone",
      {
        standing: { [THIRD]: [LAB] },
        elsewhere: [at("written", THIRD)],
        learned: { holder: holder(OLD), keys: [key(OLD), key(THIRD)] },
        wishes: { letGo: THIRD },
      },
      { do: "ask", question: { ask: "shared", id: THIRD } },
    ],
    [
      "nor one that is on and whose secret stands in a backup",
      {
        standing: { [THIRD]: [BACKUP] },
        learned: { holder: holder(OLD), keys: [key(OLD), key(THIRD)] },
        wishes: { letGo: THIRD },
      },
      { do: "ask", question: { ask: "which-goes" } },
    ],
    [
      "it is once that is said by name",
      {
        standing: { [THIRD]: [LAB] },
        learned: { holder: holder(OLD), keys: [key(OLD), key(THIRD)] },
        wishes: { letGo: THIRD, letGoUsed: true },
      },
      { do: "delete-other", id: THIRD },
    ],
    [
      "a key that is not in its user's list",
      { learned: { holder: holder(OLD), keys: [key(THIRD)] } },
      { do: "stop", problem: { code: "unknown" } },
    ],
    [
      "root",
      { learned: { holder: holder(OLD, "arn:aws:iam::123456789012:root") } },
      { do: "ask", question: { ask: "new-key", because: { code: "root-keys" } } },
    ],
    [
      "a role",
      { learned: { holder: holder(OLD, "arn:aws:sts::123456789012:assumed-role/x/y") } },
      { do: "ask", question: { ask: "new-key", because: { code: "temporary-keys" } } },
    ],
    [
      "denied",
      {
        learned: {
          holder: holder(OLD),
          denied: new Set(["list"] as const),
          deniedProblem: PROBLEM,
        },
      },
      { do: "ask", question: { ask: "new-key", because: PROBLEM } },
    ],
    [
      "denied only when a key is asked for: what was reserved goes first",
      {
        journal: journal({ step: "making", to: null }),
        pending: { state: "reserved" },
        learned: { ...READY, denied: new Set(["create"] as const) },
      },
      { do: "clear" },
    ],
    [
      "AWS refuses the key in the file",
      { learned: { fileKeyRefused: { of: OLD, problem: PROBLEM } } },
      { do: "stop", problem: PROBLEM },
    ],
    [
      "trouble after a request that may have been carried out keeps the journal",
      {
        journal: journal({ step: "making", to: null }),
        pending: { state: "reserved" },
        learned: { ...READY, createUnclear: true, trouble: PROBLEM },
      },
      { do: "stop", problem: PROBLEM },
    ],
    [
      "trouble before that gives the place back",
      {
        journal: journal({ step: "making", to: null }),
        pending: { state: "reserved" },
        learned: { ...READY, trouble: PROBLEM },
      },
      { do: "clear" },
    ],
    ["finish, and there is nothing", { wishes: { start: false } }, { do: "done", to: null }],
    ["no key in the file", { inFile: null }, { do: "stop", problem: { code: "keys-missing" } }],
  ])("%s", (_name, seen, action) => {
    expect(decide(seen)).toMatchObject(action);
  });
});

describe("the new pair is durable, the file holds the old key", () => {
  it.each<[string, Seen, object]>([
    ["who is the old one?", { pending: PAIR, journal: journal() }, { do: "identify", id: OLD }],
    [
      "a crash before the journal knew",
      {
        pending: PAIR,
        journal: journal({ step: "making", to: null }),
        learned: { holder: holder(OLD) },
      },
      { do: "note", from: OLD, to: NEW },
    ],
    [
      "the journal is lost altogether",
      { pending: PAIR, learned: { holder: holder(OLD) } },
      { do: "note", from: OLD, to: NEW },
    ],
    [
      "verified before the file is touched",
      { pending: PAIR, journal: journal(), learned: { holder: holder(OLD) } },
      { do: "verify", id: NEW },
    ],
    [
      "then the file",
      {
        pending: PAIR,
        journal: journal(),
        learned: { holder: holder(OLD), verified: new Set([NEW]) },
      },
      { do: "switch-file", from: OLD, to: NEW },
    ],
    [
      "the old one does not work any more: forward all the same",
      {
        pending: PAIR,
        journal: journal(),
        learned: { fileKeyRefused: { of: OLD, problem: PROBLEM } },
      },
      { do: "verify", id: NEW },
    ],
    [
      "but not to a key whose user nobody knows",
      { pending: PAIR, learned: { fileKeyRefused: { of: OLD, problem: PROBLEM } } },
      { do: "stop", problem: PROBLEM },
    ],
    [
      "no answer about the new one: it stays where it is",
      {
        pending: PAIR,
        journal: journal(),
        learned: { holder: holder(OLD), doubt: { why: "unclear", problem: PROBLEM, holder: null } },
      },
      { do: "stop", problem: UNCHANGED },
    ],
    [
      "refused: does it exist?",
      {
        pending: PAIR,
        journal: journal(),
        learned: { holder: holder(OLD), doubt: { why: "refused", problem: PROBLEM, holder: null } },
      },
      { do: "list" },
    ],
    [
      "it does: too new, perhaps; it stays",
      {
        pending: PAIR,
        journal: journal(),
        learned: {
          holder: holder(OLD),
          keys: [key(OLD), key(NEW)],
          doubt: { why: "refused", problem: PROBLEM, holder: null },
        },
      },
      { do: "stop", problem: UNCHANGED },
    ],
    [
      "it is switched off: the rotation ends",
      {
        pending: PAIR,
        journal: journal(),
        learned: {
          holder: holder(OLD),
          keys: [key(OLD), key(NEW, "Inactive")],
          doubt: { why: "refused", problem: PROBLEM, holder: null },
        },
      },
      { do: "end-journal", pair: NEW, say: expect.stringContaining("was switched off at AWS") },
    ],
    [
      "it does not: the pair is of no use",
      {
        pending: PAIR,
        journal: journal(),
        learned: {
          holder: holder(OLD),
          keys: [key(OLD)],
          doubt: { why: "refused", problem: PROBLEM, holder: null },
        },
      },
      {
        do: "end-journal",
        pair: NEW,
        say: expect.stringContaining("did not exist at AWS any more"),
      },
    ],
    [
      "somebody else's: taken back",
      {
        pending: PAIR,
        journal: journal(),
        learned: {
          holder: holder(OLD),
          doubt: { why: "other-holder", problem: PROBLEM, holder: ANN },
        },
      },
      { do: "roll-back", id: NEW },
    ],
    [
      "taken back because it was wished",
      {
        pending: PAIR,
        journal: journal(),
        learned: { holder: holder(OLD) },
        wishes: { rollBack: true },
      },
      { do: "roll-back", id: NEW },
    ],
    [
      "the pair was removed, and the key exists: its secret is lost",
      { journal: journal(), learned: { holder: holder(OLD), keys: [key(OLD), key(NEW)] } },
      { do: "ask", question: { ask: "lost-key", key: { id: NEW } } },
    ],
    [
      "the pair was removed, and the key too",
      { journal: journal(), learned: { holder: holder(OLD), keys: [key(OLD)] } },
      { do: "end-journal", pair: null },
    ],
    [
      "the pair was removed, and stands in another profile: nothing is lost",
      {
        journal: journal(),
        standing: { [NEW]: [LAB] },
        learned: { holder: holder(OLD), keys: [key(OLD), key(NEW)] },
      },
      { do: "end-journal", pair: null, say: expect.stringContaining("[lab]") },
    ],
    [
      "a third key in the file: does AWS accept the one that waits?",
      { inFile: THIRD, pending: PAIR, journal: journal() },
      { do: "verify", id: NEW },
    ],
    [
      "it does: nobody's decision but the user's",
      { inFile: THIRD, pending: PAIR, journal: journal(), learned: { verified: new Set([NEW]) } },
      { do: "ask", question: { ask: "waiting-pair", id: NEW, inFile: THIRD } },
    ],
    [
      "let go, it deletes itself: the key in the file may be another user's",
      {
        inFile: THIRD,
        pending: PAIR,
        journal: journal(),
        learned: { verified: new Set([NEW]) },
        wishes: { letGo: NEW },
      },
      { do: "roll-back", id: NEW, by: "itself" },
    ],
    [
      "taken, it goes into the file",
      {
        inFile: THIRD,
        pending: PAIR,
        journal: journal(),
        learned: { verified: new Set([NEW]) },
        wishes: { take: true },
      },
      { do: "switch-file", from: THIRD, to: NEW },
    ],
    [
      "and into a profile that has none",
      {
        inFile: null,
        pending: PAIR,
        journal: journal(),
        learned: { verified: new Set([NEW]) },
        wishes: { take: true },
      },
      { do: "switch-file", from: null, to: NEW },
    ],
    [
      "it stands in another place too: the pair here goes, the key stays",
      {
        inFile: THIRD,
        pending: { ...PAIR, elsewhere: true },
        journal: journal(),
        standing: { [NEW]: [LAB] },
      },
      { do: "end-journal", pair: NEW, say: expect.stringContaining("[lab]") },
    ],
    [
      "taking back what another profile uses by now deletes nothing",
      {
        pending: { ...PAIR, elsewhere: true },
        journal: journal(),
        standing: { [NEW]: [LAB] },
        learned: { holder: holder(OLD) },
        wishes: { rollBack: true },
      },
      { do: "end-journal", pair: NEW },
    ],
    [
      "refused, with a key in the file that works: ended",
      {
        inFile: THIRD,
        pending: PAIR,
        journal: journal(),
        learned: { holder: holder(THIRD), denied: new Set(["list"] as const), doubt: REFUSED },
      },
      { do: "end-journal", pair: NEW },
    ],
    [
      "refused, and the one in the file too: nothing is removed",
      {
        inFile: THIRD,
        pending: PAIR,
        journal: journal(),
        learned: { fileKeyRefused: { of: THIRD, problem: PROBLEM }, doubt: REFUSED },
      },
      { do: "stop", problem: { code: "key-unknown" } },
    ],
    [
      "refused, but IAM says that it is on: it stays",
      {
        inFile: THIRD,
        pending: PAIR,
        journal: journal(),
        learned: { holder: holder(THIRD), keys: [key(THIRD), key(NEW)], doubt: REFUSED },
      },
      { do: "stop" },
    ],
    [
      "the secret that waits is wrong: the key is on, so it is asked about",
      {
        inFile: THIRD,
        pending: PAIR,
        journal: journal(),
        learned: { doubt: { ...REFUSED, problem: { ...PROBLEM, code: "secret-wrong" } } },
      },
      { do: "ask", question: { ask: "waiting-pair" } },
    ],
    [
      "another key was brought: what was begun comes first",
      { pending: PAIR, journal: journal(), wishes: { given: THIRD } },
      { do: "stop", problem: { code: "answer-missing" } },
    ],
  ])("%s", (_name, seen, action) => {
    expect(decide(seen)).toMatchObject(action);
  });
});

describe("the file holds the new key", () => {
  it.each<[string, Seen, object]>([
    [
      "the copy goes",
      { inFile: NEW, pending: PAIR, journal: journal() },
      { do: "settle", id: NEW },
    ],
    [
      "after a crash it is verified anew before the old one goes off",
      with_(SWITCHED, { verified: new Set() }),
      { do: "verify", id: NEW },
    ],
    ["the old one goes off", SWITCHED, { do: "deactivate-old", id: OLD }],
    [
      "or is asked about",
      with_(SWITCHED, {}, { old: "ask" }),
      { do: "ask", question: { ask: "old-key", id: OLD } },
    ],
    ["or stays", with_(SWITCHED, {}, { old: "keep" }), { do: "finish", old: "active" }],
    [
      "once it is off, the new one is verified again",
      with_(SWITCHED, { keys: [key(OLD, "Inactive"), key(NEW)] }),
      { do: "verify-again", id: NEW },
    ],
    [
      "and if that fails, undo is offered",
      with_(SWITCHED, { keys: [key(OLD, "Inactive"), key(NEW)], again: PROBLEM }),
      { do: "ask", question: { ask: "undo", because: PROBLEM } },
    ],
    [
      "off is enough",
      with_(SWITCHED, { keys: [key(OLD, "Inactive"), key(NEW)], again: "well" }),
      { do: "finish", old: "inactive" },
    ],
    [
      "deleted only if it was wished",
      with_(SWITCHED, { keys: [key(OLD, "Inactive"), key(NEW)], again: "well" }, { old: "delete" }),
      { do: "delete-old", id: OLD },
    ],
    ["gone", with_(SWITCHED, { keys: [key(NEW)] }), { do: "finish", old: "gone" }],
    [
      "may not switch it off: a person does",
      with_(SWITCHED, { denied: new Set(["off"] as const), deniedProblem: PROBLEM }),
      { do: "ask", question: { ask: "switch-off-in-console", id: OLD, because: PROBLEM } },
    ],
    [
      "guided: IAM is asked first, whoever made the key",
      with_({ ...SWITCHED, journal: journal({ way: "guided" }) }, { keys: null }),
      { do: "list" },
    ],
    [
      "and may do it",
      { ...SWITCHED, journal: journal({ way: "guided" }) },
      { do: "deactivate-old", id: OLD },
    ],
    [
      "another user's key is not in the list: a person does",
      with_({ ...SWITCHED, journal: journal({ way: "guided", was: BOB }) }, { keys: [key(NEW)] }),
      {
        do: "ask",
        question: {
          ask: "switch-off-in-console",
          holder: BOB,
          because: { code: "policy-missing" },
        },
      },
    ],
    [
      "seen to be refused",
      {
        inFile: NEW,
        journal: journal({ way: "guided" }),
        learned: { verified: new Set([NEW]), seenRefused: new Set([OLD]) },
      },
      { do: "finish", old: "refused", waits: true },
    ],
    [
      "the new one is doubtful: the old one stays on",
      with_(SWITCHED, { doubt: { why: "not-as-well", problem: PROBLEM, holder: null } }),
      {
        do: "stop",
        problem: { code: PROBLEM.code, message: expect.stringContaining("is in the file already") },
      },
    ],
    [
      "a year later: a new rotation, not the old one again",
      { inFile: NEW, journal: journal({ step: "waiting" }) },
      { do: "identify", id: NEW },
    ],
    [
      "--finish: the old one",
      {
        inFile: NEW,
        journal: journal({ step: "waiting" }),
        wishes: { start: false, old: "delete" },
      },
      { do: "verify", id: NEW },
    ],
  ])("%s", (_name, seen, action) => {
    expect(decide(seen)).toMatchObject(action);
  });
});

describe("the old key is in the file again", () => {
  const again: Seen = { inFile: OLD, journal: journal({ step: "waiting" }) };
  it.each<[string, Seen, object]>([
    ["does AWS accept it?", again, { do: "identify", id: OLD }],
    [
      "it does: meant so",
      { ...again, learned: { holder: holder(OLD) } },
      { do: "end-journal", pair: null, say: expect.stringContaining("was in the file again") },
    ],
    [
      "it does not, and the new pair is in a backup: back with it",
      {
        ...again,
        standing: { [NEW]: [BACKUP] },
        learned: { fileKeyRefused: { of: OLD, problem: PROBLEM } },
      },
      { do: "note", from: OLD, to: NEW },
    ],
    [
      "the same after a crash",
      {
        inFile: OLD,
        journal: journal(),
        standing: { [NEW]: [BACKUP] },
        learned: { fileKeyRefused: { of: OLD, problem: PROBLEM } },
      },
      { do: "verify", id: NEW },
    ],
    [
      "it does not, and the new pair is nowhere",
      { ...again, learned: { fileKeyRefused: { of: OLD, problem: PROBLEM } } },
      {
        do: "stop",
        problem: {
          code: "key-unknown",
          message: expect.stringContaining("does not stand on this computer"),
        },
      },
    ],
  ])("%s", (_name, seen, action) => {
    expect(decide(seen)).toMatchObject(action);
  });
});

describe("undo", () => {
  const back: Seen = {
    inFile: NEW,
    journal: journal({ step: "waiting" }),
    wishes: { start: false, given: OLD, undo: true },
  };
  it.each<[string, Seen, object]>([
    [
      "the old one is switched on first",
      with_(back, { holder: holder(NEW), keys: [key(OLD, "Inactive"), key(NEW)] }),
      { do: "activate-new", id: OLD },
    ],
    [
      "then verified",
      with_(back, { holder: holder(NEW), keys: [key(OLD), key(NEW)] }),
      { do: "verify", id: OLD },
    ],
    [
      "then noted, and into the file",
      with_(back, { holder: holder(NEW), keys: [key(OLD), key(NEW)], verified: new Set([OLD]) }),
      { do: "note", way: "undo", from: NEW, to: OLD },
    ],
    [
      "a deleted key does not come back",
      with_(back, { holder: holder(NEW), keys: [key(NEW)] }),
      { do: "stop", problem: { code: "key-unknown" } },
    ],
    [
      "the key in the file works no more: the old one speaks for itself",
      with_(back, { fileKeyRefused: { of: NEW, problem: PROBLEM } }),
      { do: "verify", id: OLD },
    ],
    [
      "of a rotation that was only begun: it ends, and no key is touched",
      { journal: journal({ step: "making", to: null }), wishes: { start: false, undo: true } },
      { do: "end-journal", pair: null },
    ],
    [
      "also in the middle of a rotation that has switched",
      { ...back, journal: journal() },
      { do: "identify", id: NEW },
    ],
  ])("%s", (_name, seen, action) => {
    expect(decide(seen)).toMatchObject(action);
  });
});

describe("the key stands in other places too", () => {
  const shared = (id: string, switched: boolean): object => ({
    do: "ask",
    question: { ask: "shared", id, switched },
  });
  const everywhere = journal({ others: { wish: "everywhere", files: [] } });
  it.each<[string, Seen, object]>([
    ["asked before anything else", { elsewhere: [at("written")] }, shared(OLD, false)],
    [
      "also where only a place is that we do not edit",
      { elsewhere: [at("by-hand")] },
      shared(OLD, false),
    ],
    ["a download stops nothing", { elsewhere: [at("unread")] }, { do: "identify" }],
    ["nor does another key", { elsewhere: [at("written", THIRD)] }, { do: "identify" }],
    [
      "pasted: asked as well",
      { elsewhere: [at("written")], wishes: { given: NEW, way: "guided" } },
      shared(OLD, false),
    ],
    [
      "undo: the new key is the one that goes",
      {
        inFile: NEW,
        journal: journal({ step: "waiting" }),
        elsewhere: [at("written", NEW)],
        wishes: { start: false, given: OLD, undo: true },
      },
      shared(NEW, false),
    ],
    [
      "undo of a rotation of all places goes back in all of them",
      {
        inFile: NEW,
        journal: journal({ step: "waiting", others: { wish: "everywhere", files: [] } }),
        elsewhere: [at("written", NEW)],
        learned: { holder: holder(NEW), keys: [key(OLD), key(NEW)], verified: new Set([OLD]) },
        wishes: { start: false, given: OLD, undo: true },
      },
      { do: "note", way: "undo", from: NEW, to: OLD, others: "everywhere" },
    ],
    [
      "--keep-old needs no answer",
      { elsewhere: [at("written")], wishes: { old: "keep" } },
      { do: "identify" },
    ],
    [
      "any wish by name is one",
      { elsewhere: [at("written")], wishes: { others: "off-anyway" } },
      { do: "identify" },
    ],
    [
      "the wish is kept from the first note on",
      {
        elsewhere: [at("written")],
        learned: { holder: holder(OLD), keys: [key(OLD)] },
        wishes: { others: "everywhere" },
      },
      { do: "check-store", others: "everywhere" },
    ],
    [
      "and carried on",
      {
        elsewhere: [at("written")],
        pending: PAIR,
        journal: everywhere,
        learned: { holder: holder(OLD), verified: new Set([NEW]) },
      },
      { do: "switch-file", from: OLD, to: NEW, everywhere: true },
    ],
    [
      "another wish is noted anew",
      {
        elsewhere: [at("written")],
        pending: PAIR,
        journal: everywhere,
        learned: { holder: holder(OLD) },
        wishes: { others: "off-anyway" },
      },
      { do: "note", others: "off-anyway" },
    ],
    [
      "a wish of a rotation that is over is none",
      {
        inFile: NEW,
        journal: journal({ step: "waiting", others: { wish: "everywhere", files: [] } }),
        elsewhere: [at("written", NEW)],
      },
      shared(NEW, false),
    ],
    [
      "what was left behind is switched before the old one goes",
      { ...SWITCHED, journal: everywhere, elsewhere: [at("written")] },
      { do: "switch-others", from: OLD, to: NEW },
    ],
    [
      "what cannot be written keeps the old one on",
      with_({ ...SWITCHED, journal: everywhere, elsewhere: [at("by-hand")] }, {}),
      { do: "finish", old: "active" },
    ],
    [
      "to delete it, that has to be said",
      with_(
        { ...SWITCHED, journal: everywhere, elsewhere: [at("by-hand")] },
        {},
        { old: "delete" },
      ),
      shared(OLD, true),
    ],
    [
      "somebody else took it meanwhile: it stays on",
      { ...SWITCHED, elsewhere: [at("written")] },
      shared(OLD, true),
    ],
    [
      "--off-anyway",
      with_(
        { ...SWITCHED, elsewhere: [at("written"), at("by-hand")] },
        {},
        { others: "off-anyway" },
      ),
      { do: "deactivate-old", id: OLD },
    ],
    [
      "--finish looks again before it deletes",
      with_(
        { ...SWITCHED, journal: journal({ step: "waiting" }), elsewhere: [at("by-hand")] },
        { keys: [key(OLD, "Inactive"), key(NEW)], again: "well" },
        { start: false, old: "delete" },
      ),
      shared(OLD, true),
    ],
    [
      "an earlier --keep-old is no word against a later --finish, nor one for it",
      with_(
        {
          ...SWITCHED,
          journal: journal({ step: "waiting", others: { wish: "keep", files: [] } }),
          elsewhere: [at("written")],
        },
        {},
        { start: false, old: "delete" },
      ),
      shared(OLD, true),
    ],
    [
      "no person is sent to the console for it",
      with_({ ...SWITCHED, elsewhere: [at("by-hand")] }, { denied: new Set(["list"] as const) }),
      shared(OLD, true),
    ],
    [
      "the second key of the user is not let go under somebody's feet",
      {
        elsewhere: [at("written", THIRD)],
        learned: { holder: holder(OLD), keys: [key(OLD), key(THIRD)] },
        wishes: { letGo: THIRD },
      },
      shared(THIRD, false),
    ],
    [
      "taken back: places that were switched first get the old one back",
      {
        pending: PAIR,
        journal: everywhere,
        elsewhere: [at("written", NEW)],
        learned: { holder: holder(OLD) },
        wishes: { start: false, rollBack: true },
      },
      { do: "switch-others", from: NEW, to: OLD },
    ],
    [
      "then the new one is deleted",
      {
        pending: PAIR,
        journal: everywhere,
        learned: { holder: holder(OLD), spread: true },
        wishes: { start: false, rollBack: true },
      },
      { do: "roll-back", id: NEW },
    ],
  ])("%s", (_name, seen, action) => {
    expect(decide(seen)).toMatchObject(action);
  });
});
