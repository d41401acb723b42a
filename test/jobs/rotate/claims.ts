/** Holds what a rotation says at its end against the model, which knows what is so. */
import { rotatedLines } from "../../../src/commands/rotate/words.js";
import type { Rotated } from "../../../src/jobs/rotate/index.js";
import {
  lostKeyText,
  waitingPairText,
  whereText,
  whichGoesText,
} from "../../../src/words/rotation.js";
import type { End, Question } from "../../../src/jobs/rotate/types.js";
import { maskId } from "../../../src/keys/types.js";
import { Broken, type World } from "./model.js";

const HOST = { env: {}, cwd: "/", home: "/h", platform: "linux" } as const;
const ID = "(AKIA[A-Z0-9]*…[A-Z0-9]{4,15})";

/** What is said of a key, and whether it is so. */
const CLAIMS: readonly {
  readonly says: RegExp;
  readonly isSo: (world: World, id: string) => boolean;
}[] = [
  { says: new RegExp(`${ID} (?:is|was) in the file`, "g"), isSo: (world, id) => world.file === id },
  {
    says: new RegExp(`${ID}, which a rotation had replaced by \\S+, is in the file`, "g"),
    isSo: (world, id) => world.file === id,
  },
  { says: new RegExp(`the file holds ${ID}`, "g"), isSo: (world, id) => world.file === id },
  { says: new RegExp(`${ID} is back`, "g"), isSo: (world, id) => world.file === id },
  {
    says: new RegExp(`replaced \\S+ by ${ID}`, "g"),
    isSo: (world, id) => world.file === id && world.aws.get(id) === "Active",
  },
  {
    says: new RegExp(`${ID},? (?:is|was) switched off at AWS`, "g"),
    isSo: (world, id) => world.aws.get(id) === "Inactive",
  },
  {
    says: new RegExp(`${ID},? (?:is deleted|did not exist) at AWS`, "g"),
    isSo: (world, id) => !world.aws.has(id),
  },
  {
    says: new RegExp(`${ID},? is still switched on`, "g"),
    isSo: (world, id) => world.aws.get(id) === "Active",
  },
  {
    says: new RegExp(`AWS refuses ${ID}`, "g"),
    isSo: (world, id) => world.aws.get(id) !== "Active",
  },
  {
    says: new RegExp(`${ID}, was refused by AWS`, "g"),
    isSo: (world, id) => world.aws.get(id) !== "Active",
  },
  {
    says: new RegExp(`${ID} stands nowhere on this computer`, "g"),
    isSo: (world, id) => world.file !== id && !world.standing().has(id),
  },
  {
    says: new RegExp(`secret of ${ID} does not stand on this computer`, "g"),
    isSo: (world, id) => world.file !== id && !world.standing().has(id),
  },
  {
    says: new RegExp(`${ID} st(?:ands|ood) nowhere else`, "g"),
    isSo: (world, id) =>
      (world.standing().get(id) ?? []).every(({ name }) => name === "pending" || name === "backup"),
  },
  {
    says: new RegExp(`${ID} is (?:still )?used (?:here|in)`, "g"),
    isSo: (world, id) => world.isHeld(id),
  },
  {
    says: new RegExp(`${ID} is kept here`, "g"),
    isSo: (world, id) => !world.isHeld(id) && world.standing().has(id),
  },
];

/** What nobody can know from here. */
const NEVER = /nobody has|unused|never arrived|nobody can use|\blost\b|secret was lost/i;

function wordsOf(question: Question): readonly string[] {
  switch (question.ask) {
    case "which-goes":
      return [
        ...whichGoesText(question),
        ...question.others.map((key) => whereText(key)),
        `${maskId(question.inUse)} is in the file`,
      ];
    case "lost-key":
      return [...lostKeyText(question), `${maskId(question.inUse)} is in the file`];
    case "waiting-pair":
      return waitingPairText(question);
    case "old-key":
      return question.seen ? [`${maskId(question.id)} is still switched on`] : [];
    case "switch-off-in-console":
    case "shared":
    case "undo":
    case "new-key":
    case "other-holder":
      return [];
  }
}

/** The texts of an end, as they are shown. */
export function textsOf(end: End, notices: readonly string[]): readonly string[] {
  if (end.do === "stop") return [...notices, end.problem.message];
  if (end.do === "ask") return [...notices, ...wordsOf(end.question)];
  const { from, to, old, rolledBack } = end;
  const rotated: Rotated = {
    profile: "default",
    question: null,
    from,
    to,
    old,
    rolledBack,
    denied: null,
    written: [],
    removedBackups: [],
    notices,
    copies: [],
    unread: [],
    holding: [],
  };
  return rotatedLines(rotated, HOST, { undone: false, otherAccount: false, seenOn: false });
}

/** Throws where something is said that is not so. */
export function checkClaims(world: World, end: End, notices: readonly string[]): void {
  for (const text of textsOf(end, [])) checkText(world, text);
  for (const notice of notices)
    if (NEVER.test(notice)) throw new Broken(`says what nobody can know: ${notice}`);
}

/** The same for one text, at the moment to which it belongs. */
export function checkText(world: World, text: string): void {
  const ids = new Map(
    [
      ...world.aws.keys(),
      ...world.gone,
      ...world.persons,
      ...(world.file === null ? [] : [world.file]),
    ].map((id) => [maskId(id), id]),
  );
  if (NEVER.test(text)) throw new Broken(`says what nobody can know: ${text}`);
  if (text.includes("no key in the AWS files") && world.file !== null)
    throw new Broken(`says that there is no key: ${text}`);
  for (const { says, isSo } of CLAIMS) {
    for (const [, shown] of text.matchAll(says)) {
      const id = ids.get(shown!);
      if (id !== undefined && !isSo(world, id)) throw new Broken(`not so: ${text}`);
    }
  }
}
