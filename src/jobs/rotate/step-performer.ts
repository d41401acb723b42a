/**
 * Does the steps of a rotation, for real: one function per step, each of which asks AWS or writes,
 * and tells what came of it.
 */
import type { Iam } from "../../aws/iam/types.js";
import type { Identity } from "../../aws/types.js";
import { failed, ok, type Result } from "../../base/problem.js";
import {
  readPending,
  removePending,
  reservePending,
  sameIdAndSecret,
  underWay,
  writePending,
  type PendingKey,
} from "../../aws-files/store/pending-key.js";
import { holdsKey } from "../../aws-files/edit/remove-keys.js";
import { removeBackups } from "../../aws-files/store/store.js";
import type { AwsFilePaths, WrittenFile } from "../../aws-files/types.js";
import { keptBeside } from "../../aws-files/store/where.js";
import { type AccessKey, maskId } from "../../keys/types.js";
import { goesEverywhere, type OthersWish } from "../shared/users.js";
import { type FileKey, readFileKey, rehearseSwitch, switchKey, type KeyChange } from "./disk.js";
import { KNOWING_NO_PLACES, lookElsewhere, type Places } from "./elsewhere.js";
import { readJournal, removeJournal, writeJournal, type JournalSubject } from "./journal.js";
import { endpointsAgree } from "./preflight.js";
import { patiently, type Patience } from "../shared/patience.js";
import type { RotatePorts } from "../shared/iam-ports.js";
import type { TellRotation } from "./progress.js";
import {
  DONE,
  changedMeanwhile,
  differs,
  failedCall,
  outcomeOf,
  pendingSeen,
} from "./step-outcome.js";
import type { StepPerformer } from "./run.js";
import type { Journal, Learned, Observed, Outcome, RotationStep, Wishes } from "./types.js";
import { checkIdentity, checkNewIdentity } from "./identity-check.js";
import { notNew } from "./endings.js";
import { LIST_KEYS } from "../../aws/iam/problems.js";

export interface StepPerformerOptions {
  readonly ports: RotatePorts;
  readonly iam: Iam;
  readonly paths: AwsFilePaths;
  readonly profile: string;
  /** A pair that the caller brings. */
  readonly given: AccessKey | null;
  readonly wishes: Wishes;
  readonly signal: AbortSignal;
  readonly tell: TellRotation;
}

/**
 * Pauses before the list is looked at after a lost answer, in ms: what AWS has done may not show at
 * once.
 */
const SETTLE_MS = 2_000;
/**
 * For so long, in ms, AWS may not know a key everywhere yet; with a good margin for slow answers.
 */
const NEW_FOR_MS = 10 * 60_000;

/** Performs the steps on this computer and with this AWS. */
export class RealStepPerformer implements StepPerformer {
  /** What the switch of the file wrote. */
  written: readonly WrittenFile[] = [];
  /** Backups that went because they held a deleted key. */
  removedBackups: readonly string[] = [];
  /** What is to be told at the end of the new key, although AWS accepts it. */
  notices: readonly string[] = [];
  /** Where else keys stand, as last looked up. */
  places: Places = KNOWING_NO_PLACES;
  readonly #options: StepPerformerOptions;
  readonly #subject: JournalSubject;
  readonly #patience: Patience;
  /**
   * Every pair that this process holds at the moment, by id; secrets never get further than here.
   */
  readonly #pairs = new Map<string, AccessKey>();
  #journal: Journal | null = null;
  #pending: PendingKey = { state: "none" };
  /** Files that the journal has named, also after its end. */
  readonly #further = new Set<string>();
  /** Whose the new key turned out to be. */
  #newHolder: Identity | null = null;
  #signer: AccessKey | null = null;

  constructor(options: StepPerformerOptions) {
    const { ports, signal, tell, paths, profile, given } = options;
    this.#options = options;
    this.#subject = { host: ports.host, credentials: keptBeside(paths), profile };
    this.#patience = { ports, signal, tell };
    if (given !== null) this.#pairs.set(given.accessKeyId, given);
  }

  /**
   * Problems: files that cannot be read, and `file-locked` while another process works on the same
   * profile.
   */
  readonly observe = async (): Promise<
    Result<Pick<Observed, "inFile" | "pending" | "journal" | "elsewhere" | "standing" | "unseen">>
  > => {
    const { paths, profile } = this.#options;
    const file = await readFileKey(paths, profile);
    if (!file.ok) return file;
    const pending = await readPending(keptBeside(paths), this.#options.ports.host);
    if (!pending.ok) return pending;
    const { value } = pending;
    const ours = value.state !== "none" && value.for.profile === profile;
    if (ours && value.state === "busy") return failed(underWay(profile));
    this.#pending = ours ? value : { state: "none" };
    this.#signer = file.value?.key ?? null;
    if (file.value !== null) this.#pairs.set(file.value.key.accessKeyId, file.value.key);
    if (this.#pending.state === "pair")
      this.#pairs.set(this.#pending.key.accessKeyId, this.#pending.key);
    this.#journal = await readJournal(this.#subject);
    const looked = await this.#look(file.value);
    if (!looked.ok) return looked;
    const { seen, standing, unseen, pairs } = (this.places = looked.value);
    for (const [id, pair] of pairs) if (!this.#pairs.has(id)) this.#pairs.set(id, pair);
    return ok({
      inFile: this.#signer?.accessKeyId ?? null,
      pending: pendingSeen(this.#pending, this.places),
      journal: this.#journal,
      elsewhere: seen,
      standing,
      unseen,
    });
  };

  #look(file: FileKey | null): Promise<Result<Places>> {
    const { paths, profile, ports } = this.#options;
    for (const path of this.#journal?.others?.files ?? []) this.#further.add(path);
    return lookElsewhere(
      ports.host,
      file === null ? null : { location: paths[file.kind], profile },
      [...this.#further],
    );
  }

  readonly perform = async (step: RotationStep, known: Learned): Promise<Outcome> => {
    const { tell } = this.#options;
    tell({ type: "step", step: step.do });
    switch (step.do) {
      case "identify":
        return checkIdentity(this.#options, this.#pair(step.id), this.#journal?.to === step.id);
      case "verify":
      case "verify-again":
        return this.#verify(step.id, known);
      case "roll-back":
        return step.by === "itself"
          ? this.#remove(this.#pair(step.id), step.id)
          : this.#askIam({ do: "delete-other", id: step.id }, known);
      case "list":
      case "create":
      case "delete-other":
      case "delete-old":
      case "activate-new":
      case "deactivate-old":
        return this.#askIam(step, known);
      case "check-store":
        return this.#reserve(known, step.others);
      case "persist-pending":
        return outcomeOf(
          await writePending(
            keptBeside(this.#options.paths),
            this.#options.ports.host,
            { profile: this.#options.profile, replaces: this.#signerId() },
            this.#pair(step.id),
          ),
        );
      case "note":
        return outcomeOf(await writeJournal(this.#subject, this.#noted(step, known)));
      case "switch-file":
        return this.#switch(step.from, step.to, step.everywhere);
      case "switch-others":
        return this.#switch(step.from, step.to, true);
      case "settle":
        return this.#settle(step.id);
      case "clear":
        return this.#clear();
      case "end-journal":
        return this.#end(step.pair);
      case "finish":
        return this.#finish(step);
    }
  };

  #pair(id: string): AccessKey {
    const pair = this.#pairs.get(id);
    if (pair === undefined) throw new Error(`no pair in hand for ${maskId(id)}`);
    return pair;
  }

  #signerId(): string {
    return this.#signer?.accessKeyId ?? "";
  }

  async #verify(id: string, known: Learned): Promise<Outcome> {
    const old =
      this.#journal?.to === id
        ? { identity: this.#journal.holder, mturk: this.#journal.mturk }
        : known.holder;
    const compared = await checkNewIdentity(this.#options, this.#pair(id), {
      old,
      otherIsMeant: this.#options.wishes.otherHolder,
      patient: this.#mayBeNew(id),
    });
    if (compared.ok)
      [this.#newHolder, this.notices] = [
        compared.holder?.identity ?? null,
        compared.notice === undefined ? [] : [compared.notice],
      ];
    return compared;
  }

  /**
   * A key that waits since long ago is not waited for again: what AWS refuses by then is off or
   * gone.
   */
  #mayBeNew(id: string): boolean {
    const begun =
      this.#journal?.to === id && this.#journal.step !== "waiting" ? this.#journal.startedAt : null;
    return begun === null || Math.abs(this.#options.ports.clock.now() - begun) < NEW_FOR_MS;
  }

  /** Signed by the key in the file: before the switch the old one, after it the new one. */
  async #askIam(
    step: Extract<
      RotationStep,
      { do: "list" | "create" | "delete-other" | "delete-old" | "activate-new" | "deactivate-old" }
    >,
    known: Learned,
  ): Promise<Outcome> {
    if (this.#signer === null) throw new Error("no key that could sign");
    const agree = await endpointsAgree(this.#options.ports);
    if (!agree.ok) return { ok: false, why: "denied", problem: agree.problem };
    switch (step.do) {
      case "list":
        return this.#list(this.#signer);
      case "create":
        return this.#create(this.#signer, known);
      case "activate-new":
        return this.#setStatus(this.#signer, step.id, "Active");
      case "deactivate-old":
        return this.#setStatus(this.#signer, step.id, "Inactive");
      case "delete-other":
      case "delete-old":
        return this.#remove(this.#signer, step.id);
    }
  }

  async #list(signer: AccessKey): Promise<Outcome> {
    const { iam, signal } = this.#options;
    const listed = await patiently(this.#patience, true, () => iam.list(signer, signal));
    if (!listed.ok) return failedCall(listed.failure, LIST_KEYS);
    const keys = await Promise.all(
      listed.value.map(async (key) => {
        const use = await iam.lastUse(signer, key.id, signal);
        return { ...key, lastUse: use.ok ? use.value : null };
      }),
    );
    return { ok: true, keys };
  }

  async #create(signer: AccessKey, known: Learned): Promise<Outcome> {
    const { iam, signal, ports } = this.#options;
    const created = await patiently(this.#patience, false, () => iam.create(signer, signal));
    if (created.ok) {
      const { accessKeyId } = created.value;
      // A key that is known already is no new one, whatever secret comes with it.
      if (this.#pairs.has(accessKeyId) || known.keys?.some(({ id }) => id === accessKeyId) === true)
        return { ok: false, why: "not-new", problem: notNew(accessKeyId) };
      this.#pairs.set(created.value.accessKeyId, created.value);
      return { ok: true, id: created.value.accessKeyId };
    }
    const outcome = failedCall(created.failure, "make a new key for this user");
    if (outcome.why === "unclear") await ports.clock.sleep(SETTLE_MS, signal);
    return outcome;
  }

  async #setStatus(signer: AccessKey, id: string, status: "Active" | "Inactive"): Promise<Outcome> {
    const done = await patiently(this.#patience, true, () =>
      this.#options.iam.setStatus(signer, id, status, this.#options.signal),
    );
    return done.ok
      ? DONE
      : failedCall(done.failure, `switch ${maskId(id)} ${status === "Active" ? "on" : "off"}`);
  }

  async #remove(signer: AccessKey, id: string): Promise<Outcome> {
    const done = await patiently(this.#patience, true, () =>
      this.#options.iam.remove(signer, id, this.#options.signal),
    );
    return done.ok ? DONE : failedCall(done.failure, `delete ${maskId(id)}`);
  }

  async #reserve(known: Learned, others: OthersWish | null): Promise<Outcome> {
    const { paths, ports, profile } = this.#options;
    if (known.holder === null) throw new Error("nobody was identified");
    const replaces = this.#signerId();
    const can = await rehearseSwitch(ports, paths, this.#change(replaces, goesEverywhere(others)));
    if (!can.ok) return outcomeOf(can);
    const reserved = await reservePending(keptBeside(paths), ports.host, { profile, replaces });
    if (!reserved.ok) return outcomeOf(reserved);
    const journal = this.#begun(known.holder, {
      way: "automatic",
      step: "making",
      from: replaces,
      to: null,
      before: known.keys?.map(({ id }) => id) ?? [],
      others: this.#noticed(others),
    });
    const written = await writeJournal(this.#subject, journal);
    if (!written.ok) await removePending(keptBeside(paths), this.#options.ports.host);
    return outcomeOf(written);
  }

  #noted(step: Extract<RotationStep, { do: "note" }>, known: Learned): Journal {
    // Where the key in the file does not say whose it is any more, the journal does: both its keys
    // are the same user's.
    const old =
      known.holder ??
      (this.#journal === null
        ? null
        : { identity: this.#journal.holder, mturk: this.#journal.mturk });
    if (old === null) throw new Error("nobody was identified");
    const begun = this.#begun(old, {
      way: step.way,
      step: "moving",
      from: step.from,
      to: step.to,
      before: this.#journal?.before ?? [],
      others: this.#noticed(step.others),
    });
    const is = this.#options.wishes.otherHolder ? this.#newHolder : null;
    return is === null || is.arn === begun.holder.arn
      ? begun
      : { ...begun, holder: is, was: begun.holder };
  }

  /** The wish for the other places, with the files in which it is to be carried out. */
  #noticed(wish: OthersWish | null): Journal["others"] {
    return wish === null ? null : { wish, files: goesEverywhere(wish) ? this.places.psiturks : [] };
  }

  #begun(
    old: { readonly identity: Identity; readonly mturk: Journal["mturk"] },
    fields: Pick<Journal, "way" | "step" | "from" | "to" | "before" | "others">,
  ): Journal {
    const { credentials, profile } = this.#subject;
    return {
      version: 1,
      profile,
      credentials,
      holder: old.identity,
      mturk: old.mturk,
      was: this.#journal?.from === fields.from ? this.#journal.was : null,
      startedAt: this.#options.ports.clock.now(),
      ...fields,
    };
  }

  async #switch(from: string | null, to: string, everywhere: boolean): Promise<Outcome> {
    const { ports, paths, signal } = this.#options;
    const done = await switchKey(
      ports,
      paths,
      { ...this.#change(from, everywhere), to: this.#pair(to) },
      signal,
    );
    if (done.ok) this.written = [...this.written, ...done.value.written];
    return outcomeOf(done);
  }

  #change(from: string | null, everywhere: boolean): Omit<KeyChange, "to"> {
    const secret =
      from === null ? null : (this.#pairs.get(from)?.secretAccessKey ?? this.places.secretOf(from));
    return {
      profile: this.#options.profile,
      from,
      secret,
      everywhere: everywhere ? this.places.psiturks : null,
    };
  }

  /** The copy goes only if the file holds the same pair to the last letter. */
  async #settle(id: string): Promise<Outcome> {
    const file = this.#signer;
    if (
      this.#pending.state === "pair" &&
      (file === null || !sameIdAndSecret(file, this.#pending.key))
    )
      return { ok: false, why: "refused", problem: differs(id) };
    return outcomeOf(
      await removePending(keptBeside(this.#options.paths), this.#options.ports.host),
    );
  }

  async #clear(): Promise<Outcome> {
    if (this.#pending.state !== "none") {
      const removed = await removePending(
        keptBeside(this.#options.paths),
        this.#options.ports.host,
      );
      if (!removed.ok) return outcomeOf(removed);
    }
    return outcomeOf(await removeJournal(this.#subject));
  }

  /**
   * The pair goes only where it is the one that was judged; a reservation goes with its journal.
   */
  async #end(pair: string | null): Promise<Outcome> {
    const waits = this.#pending.state === "pair" ? this.#pending.key.accessKeyId : null;
    return waits === pair
      ? this.#clear()
      : { ok: false, why: "refused", problem: changedMeanwhile() };
  }

  /** With a deleted key go our backups that hold it. */
  async #finish({ old, from, waits }: Extract<RotationStep, { do: "finish" }>): Promise<Outcome> {
    // The last word on the other places is the one that a later start goes by.
    const last = this.#options.wishes.others;
    if (!waits && old !== "gone") return outcomeOf(await removeJournal(this.#subject));
    if (old !== "gone")
      return this.#journal === null
        ? DONE
        : outcomeOf(
            await writeJournal(this.#subject, {
              ...this.#journal,
              step: "waiting",
              others: last === null ? this.#journal.others : this.#noticed(last),
            }),
          );
    const { credentials, config } = this.#options.paths;
    for (const path of [credentials, config, ...this.places.psiturks]) {
      const removed = await removeBackups(path, this.#options.ports.host, (text) =>
        holdsKey(text, from, []),
      );
      if (!removed.ok) return outcomeOf(removed);
      this.removedBackups = [...this.removedBackups, ...removed.value];
    }
    return outcomeOf(await removeJournal(this.#subject));
  }
}
