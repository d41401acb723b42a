/**
 * Runs a rotation on the model, once or with its questions answered, and holds what it says at its
 * end against the model.
 */
import { isFree } from "../../../src/jobs/rotate/decide.js";
import { run } from "../../../src/jobs/rotate/run.js";
import type { End, Wishes } from "../../../src/jobs/rotate/types.js";
import { goesEverywhere, isOffAnyway } from "../../../src/jobs/shared/users.js";
import { checkClaims } from "./claims.js";
import { Broken, Crash, type World } from "./model.js";

/** Runs once; null: it crashed. */
export async function attempt(world: World, wishes: Wishes): Promise<End | null> {
  if (wishes.letGo !== null) world.letGo.add(wishes.letGo);
  if (wishes.letGoUsed || isOffAnyway(wishes.others))
    world.wish(
      wishes.others === "everywhere-off-anyway" && !wishes.letGoUsed ? "by-hand" : "anywhere",
    );
  world.newProcess();
  try {
    const { end, known } = await run(world.hands(), wishes, {
      signal: new AbortController().signal,
    });
    if (!world.unsettled && !world.expecting) {
      checkClaims(world, end, known.notices);
      if (goesEverywhere(wishes.others)) world.checkNothingAsked(end);
    }
    return end;
  } catch (error) {
    if (error instanceof Crash) return null;
    throw error;
  }
}

/** The answers that are offered to a question, those that destroy nothing first. */
export function answersTo({ question }: Extract<End, { do: "ask" }>): readonly Partial<Wishes>[] {
  switch (question.ask) {
    case "which-goes":
      return question.others.map((key) => ({
        letGo: key.id,
        ...(isFree(key) ? {} : { letGoUsed: true }),
      }));
    case "lost-key":
      return [{ letGo: question.key.id }, { start: false, undo: true }];
    case "waiting-pair":
      return [{ take: true }, { letGo: question.id }];
    case "old-key":
      return [{ old: "off" }, { old: "keep" }];
    case "shared":
      return [{ others: "everywhere" }, { others: "off-anyway" }, { others: "keep", old: "keep" }];
    case "switch-off-in-console":
    case "new-key":
    case "other-holder":
    case "undo":
      return [];
  }
}

/**
 * Runs and answers what is asked with the first answer that is offered, until it ends otherwise or
 * crashes.
 */
export async function answered(world: World, first: Wishes): Promise<End | null> {
  let wishes = first;
  for (let round = 0; round < 8; round++) {
    const end = await attempt(world, wishes);
    if (end?.do !== "ask") return end;
    const [answer] = answersTo(end);
    if (answer === undefined) return end;
    wishes = { ...wishes, ...answer };
  }
  throw new Broken("asks and asks");
}
