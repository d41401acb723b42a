/**
 * Asks AWS about the pairs that an undo would bring back, so that a key that is off does not take
 * the place of one that works.
 */
import { failed, ok, type Problem, type Result } from "../base/problem.js";
import type { Host } from "../base/host.js";
import { listedSome } from "../base/list.js";
import type { Secret } from "../base/secret.js";
import { keyOf } from "../aws-files/text/profile-settings.js";
import { scanFile } from "../aws-files/text/profile.js";
import { shownName } from "../aws-files/text/scan-problem.js";
import { quoted } from "../aws-files/store/trouble.js";
import type { FileChange, FileState, Plan } from "../aws-files/types.js";
import { keptBeside, locateAwsFiles } from "../aws-files/store/where.js";
import { readKeyLines } from "../keys/key-lines.js";
import { maskId, type AccessKey } from "../keys/types.js";
import type { Ports } from "./ports.js";
import { readFileKey } from "./rotate/disk.js";
import { listJournals } from "./rotate/journal.js";
import type { Journal } from "./rotate/types.js";
import { shortPath } from "./names.js";
import { verifyKey } from "./verify.js";

/** A pair that would come (back) into a profile. */
interface Returning {
  /** Of one of the AWS files; in psiTurk's files, the section. */
  readonly profile: string;
  /** As it stands in a sentence. */
  readonly where: string;
  readonly key: AccessKey;
}

/**
 * Judges every pair that would come back; a pair that stays where it is is not asked about. Null:
 * AWS accepts them all, or none comes back. Otherwise the sentence that tells why AWS was not
 * asked.
 *
 * Problem `would-break`: AWS refuses one of them, or a rotation of ours has switched it off, which
 * its journal tells also where AWS cannot be asked, or does not know of it everywhere yet. `before`
 * is awaited before anything is sent, so that the host can be told.
 */
export async function askBeforeUndo(
  ports: Ports,
  plan: Plan,
  signal: AbortSignal,
  before: () => Promise<unknown>,
): Promise<Result<string | null>> {
  const returning = plan.files.flatMap((file) => returningIn(file, ports.host));
  if (returning.length === 0) return ok(null);
  const journals = await switchedOffBy(ports);
  await before();
  const unasked: string[] = [];
  const known: { readonly key: AccessKey; readonly answer: Problem | "well" | "unasked" }[] = [];
  for (const { profile, where, key } of returning) {
    const id = maskId(key.accessKeyId);
    const journal = journals.find(({ from }) => from === key.accessKeyId);
    if (journal !== undefined) return failed(switchedOff(id, where, journal));
    const answer =
      known.find((other) => samePair(other.key, key))?.answer ?? (await asked(ports, key, signal));
    known.push({ key, answer });
    if (answer === "unasked") unasked.push(`${id} (${where})`);
    else if (answer !== "well") return failed(refused(id, { profile, where }, answer));
  }
  if (unasked.length === 0) return ok(null);
  return ok(
    `AWS gave no usable answer whether ${listedSome(unasked)} still ` +
      `${unasked.length === 1 ? "works" : "work"}. If not: mturk-setup undo takes it back.`,
  );
}

async function asked(
  ports: Ports,
  key: AccessKey,
  signal: AbortSignal,
): Promise<Problem | "well" | "unasked"> {
  const checked = await verifyKey(ports, key, { patient: false, signal });
  if (!checked.ok) return "unasked";
  const { verdict, diagnosis } = checked.value;
  const { identity, sandbox, problems } = diagnosis;
  // Where STS is left out, the sandbox alone decides; and it takes only what is signed by a right
  // key, whatever STS said.
  const answer = identity ?? sandbox;
  if (answer === null || answer.ok) return "well";
  if (verdict === "keys-refused")
    return problems.find(({ code }) => code === answer.problem.code) ?? answer.problem;
  return verdict === "keys-accepted" || sandbox?.ok === true ? "well" : "unasked";
}

/** The pairs of the new text that did not stand in the same profile before. */
function returningIn(
  { before, after, raw, removes }: FileChange,
  host: Host,
): readonly Returning[] {
  if (raw === true || removes === true) return [];
  const now = pairsIn(before);
  const back = pairsIn({ ...before, text: after, exists: true }).filter(
    ({ profile, key }) =>
      !now.some((other) => other.profile === profile && samePair(other.key, key)),
  );
  return back.map(({ profile, key }) => ({
    profile,
    key,
    where:
      profile === PSITURK_SECTION ? shortPath(before.path, host) : `profile ${shownName(profile)}`,
  }));
}

/**
 * The section of psiTurk's files
 * (https://github.com/NYUCCL/psiTurk/blob/master/psiturk/psiturk_config.py).
 */
const PSITURK_SECTION = "AWS Access";

type Pair = Pick<Returning, "profile" | "key">;

function pairsIn(state: FileState): readonly Pair[] {
  if (!state.exists) return [];
  const scanned = scanFile(state);
  if (!scanned.ok) return pairsInDamaged(state.text);
  return [...scanned.profiles].flatMap(([profile, view]) => {
    const { id, secret, token } = keyOf(view);
    if (id === null || id === "" || secret === null || secret.length === 0) return [];
    return [
      {
        profile,
        key: {
          accessKeyId: id,
          secretAccessKey: secret,
          ...(token === null || token.length === 0 ? {} : { sessionToken: token }),
        },
      },
    ];
  });
}

/**
 * A file on which boto3 stops holds keys all the same: what the doctor mended may be what comes
 * back.
 */
function pairsInDamaged(text: Secret): readonly Pair[] {
  const found: Pair[] = [];
  text.satisfies((plain) => {
    for (const { key, section, commented } of readKeyLines(plain))
      if (key !== null && !commented) found.push({ profile: section ?? "default", key });
    return true;
  });
  return found;
}

function samePair(a: AccessKey, b: AccessKey): boolean {
  const tokens =
    a.sessionToken === undefined || b.sessionToken === undefined
      ? a.sessionToken === b.sessionToken
      : a.sessionToken.equals(b.sessionToken);
  return a.accessKeyId === b.accessKeyId && a.secretAccessKey.equals(b.secretAccessKey) && tokens;
}

/**
 * The rotations of ours whose new key is in the file and whose old one is, or is to be, off; an old
 * key left on by wish is none.
 */
async function switchedOffBy(ports: Ports): Promise<readonly Journal[]> {
  const paths = locateAwsFiles(ports.host);
  if (!paths.ok) return [];
  const journals = await listJournals(ports.host, keptBeside(paths.value));
  const done: Journal[] = [];
  for (const journal of journals) {
    if (
      journal.step === "making" ||
      journal.to === null ||
      (journal.step === "waiting" && journal.others?.wish === "keep")
    )
      continue;
    const file = await readFileKey(paths.value, journal.profile);
    if (!file.ok || file.value?.key.accessKeyId === journal.to) done.push(journal);
  }
  return done;
}

const ALL_THE_SAME = "To put it back all the same: mturk-setup undo --no-verify";

function switchedOff(id: string, where: string, journal: Journal): Problem {
  return {
    code: "would-break",
    message:
      `Undo would put ${id} back into ${where}, and that key was switched off when it was ` +
      "replaced: programs would stop. Nothing was changed.",
    try: [
      "To take the replacement back (switches the old key on again first): mturk-setup " +
        `rotate --undo --profile ${quoted(journal.profile)}`,
      ALL_THE_SAME,
    ],
  };
}

function refused(
  id: string,
  { profile, where }: Pick<Returning, "profile" | "where">,
  problem: Problem,
): Problem {
  return {
    code: "would-break",
    message:
      `Undo would put ${id} back into ${where}, and AWS does not take it: programs would ` +
      `stop. ${problem.message} Nothing was changed.`,
    try: [
      `See what works now: mturk-setup check --profile ${quoted(profile)}`,
      "If the key is only switched off: switch it on in the IAM console, then run this again.",
      ALL_THE_SAME,
    ],
    ...(problem.detail === undefined ? {} : { detail: problem.detail }),
  };
}
