/** Reads from the state what a rotation has come to. */
import { idOf } from "../aws-files/text/profile-values.js";
import type { FileKind } from "../aws-files/types.js";
import type { Identity } from "../aws/types.js";
import type { Question, Rotated } from "../jobs/rotate/index.js";
import { isSilent } from "../words/checks.js";
import type { NewKeyWanted } from "./state-rotate.js";
import { type State, IDLE } from "./state.js";

/** How far the rotation came, once its job has ended. */
export function rotatedSoFar({ rotating }: State): Rotated | null {
  return rotating.status === "done" ? rotating.value : null;
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

/** Whose the key is that is to be replaced. */
export function holderOfOld({ examined }: State): Identity | null {
  const checked = examined.status === "done" ? examined.value.checked : null;
  const identity = checked?.diagnosis.identity ?? null;
  return identity?.ok === true ? identity.value : null;
}

/** What the check of the old key has told, for the one that is to take its place. */
export function keyWanted(
  state: State,
  profile: string,
  { holder, because }: Extract<Question, { ask: "new-key" }>,
): NewKeyWanted {
  const report = state.examined.status === "done" ? state.examined.value : null;
  const silent = isSilent(report?.checked ?? null);
  return {
    profile,
    holder,
    because,
    oldId: report?.sources.boto3.key?.accessKeyId ?? null,
    keysIn: keysIn(state, profile),
    silent,
  };
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

/** What this run has learned of this computer is out of date once keys or files have changed. */
export function lookAnew(state: State): State {
  return { ...state, survey: IDLE, examined: IDLE, keysHere: IDLE };
}
