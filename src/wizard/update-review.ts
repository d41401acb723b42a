/**
 * Changes what the review screen shows: region, profile and file are lines of it, changed by one
 * key each; then the write.
 */
import { profileNameSchema, regionSchema } from "../keys/shape.js";
import { begin, beginWith } from "./begin.js";
import type { Turn } from "./events.js";
import { goOn } from "./navigation.js";
import { type Answers, type State, IDLE } from "./state.js";
import { turn } from "./ticket.js";

export function setRegion(state: State, text: string): Turn {
  const parsed = regionSchema.safeParse(text.trim());
  return parsed.success
    ? replan(state, { region: parsed.data })
    : rejected(state, parsed.error.issues);
}

/**
 * A profile that is there is taken as it is called; only a new one is held to the rule for names.
 */
export function setProfile(state: State, text: string): Turn {
  const here = [text, text.trim()].find((name) => profilesThere(state).has(name));
  if (here !== undefined) return replan(state, { profile: here });
  const parsed = profileNameSchema.safeParse(text.trim());
  return parsed.success
    ? replan(state, { profile: parsed.data })
    : rejected(state, parsed.error.issues);
}

function profilesThere({ survey }: State): ReadonlySet<string> {
  if (survey.status !== "done") return new Set();
  const { credentials, config } = survey.value.sources.files;
  return new Set(
    [credentials, config].flatMap((file) => (file.ok ? [...file.profiles.keys()] : [])),
  );
}

export function switchedFile(state: State): Turn {
  return replan(state, {
    keysIn: state.answers.keysIn === "credentials" ? "config" : "credentials",
  });
}

/** What depends on the answer is made anew: the plan, and what was found after an earlier write. */
function replan(state: State, answers: Partial<Answers>): Turn {
  return begin(
    {
      ...state,
      answers: { ...state.answers, ...answers },
      reviewField: { name: null, problem: null },
      write: IDLE,
      final: IDLE,
    },
    "plan",
  );
}

function rejected(state: State, issues: readonly { readonly message: string }[]): Turn {
  return turn({
    ...state,
    reviewField: {
      ...state.reviewField,
      problem: issues[0]?.message ?? "That cannot be used here.",
    },
  });
}

/** Writes the plan that is on the screen; where nothing is to be changed, goes on to the check. */
export function wrote(before: State): Turn {
  if (before.plan.status !== "done" || before.write.status === "running") return turn(before);
  const planned = before.plan.value;
  if (planned.files.length === 0)
    return goOn({
      ...before,
      write: {
        status: "done",
        value: { files: before.write.status === "done" ? before.write.value.files : [] },
      },
    });
  return beginWith({ ...before, final: IDLE }, "write", { plan: planned });
}
