/** What the steps of a rotation ask for. */
import { idOf } from "../files/profile-values.js";
import type { FileKind } from "../files/types.js";
import type { Identity } from "../aws/types.js";
import type { Question, Rotated } from "../jobs/rotate/index.js";
import { DEFAULT_REGION } from "../jobs/save.js";
import { isSilent } from "../jobs/tell.js";
import type { Turn } from "./events.js";
import type { WatchedKey } from "./events-keys.js";
import type { NewKeyWanted } from "./state-rotate.js";
import { type State, IDLE } from "./state.js";
import { takeTicket, turn } from "./ticket.js";

/** How far the rotation came, once its job has ended. */
export function rotatedSoFar({ rotation }: State): Rotated | null {
  return rotation.job.status === "done" ? rotation.job.value : null;
}

/** The question that the rotation stopped at. */
export function openQuestion(state: State): Question | null {
  return rotatedSoFar(state)?.question ?? null;
}

/** Whose the pasted key is. */
export function holderOfNew({ check }: State): Identity | null {
  const identity = check.status === "done" ? check.value.diagnosis.identity : null;
  return identity?.ok === true ? identity.value : null;
}

/** The exact change of the file for the pasted key, to be shown before it is made. */
export function planSwitch(before: State): Turn {
  const { key } = before.answers;
  const { newKey } = before.rotation;
  if (key === null || newKey === null) return turn(before);
  const { state, ticket } = takeTicket(before);
  const intent = { profile: newKey.profile, key, keysIn: newKey.keysIn, region: { value: DEFAULT_REGION, when: "ifMissing" } } as const;
  return turn({ ...state, plan: { status: "running", ticket, progress: null } }, { type: "plan", ticket, intent });
}

/** What the check of the old key has told, for the one that is to take its place. */
export function keyWanted(state: State, profile: string, { holder, because }: Extract<Question, { ask: "new-key" }>): NewKeyWanted {
  const report = state.examined.status === "done" ? state.examined.value : null;
  const silent = isSilent(report?.checked ?? null);
  return { profile, holder, because, oldId: report?.sources.boto3.key?.accessKeyId ?? null, keysIn: keysIn(state, profile), silent };
}

/** The file in which the key of the profile stands; the credentials file beats the other one. */
function keysIn({ examined }: State, profile: string): FileKind {
  if (examined.status !== "done") return "credentials";
  const { credentials, config } = examined.value.sources.files;
  const holds = (file: typeof config): boolean => {
    const view = file.ok ? file.profiles.get(profile) : undefined;
    return view !== undefined && (idOf(view) ?? "") !== "";
  };
  return !holds(credentials) && holds(config) ? "config" : "credentials";
}

/** Looks every 10 s whether AWS refuses a key by now. */
export function watch(before: State, key: WatchedKey): Turn {
  const { state, ticket } = takeTicket(before);
  return turn({ ...state, watch: { status: "running", ticket, progress: null } }, { type: "watch", ticket, key });
}

/** What this run has learned of this computer is out of date once keys or files have changed. */
export function lookAnew(state: State): State {
  return { ...state, survey: IDLE, examined: IDLE, keysHere: IDLE };
}
