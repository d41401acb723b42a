/**
 * What is no answer, at every question of the wizard by lines: it is told, the question stands
 * again, and nothing is done.
 */
import { describe, expect, test } from "vitest";
import { untilIdle } from "../harness/idle.js";
import { FIRST, talkAt, untouched } from "./line-scenes.js";
import { EXAMPLE } from "./program.js";
import { type Stage, expectNoSecret, expectWorking, stage } from "./rotation.js";
import { type Talk, expectOnlyText } from "./talk.js";

/** The way to a question: a row by its label, or the word of a key in brackets; what is asked. */
interface Question {
  readonly where: string;
  readonly way: readonly string[];
  readonly asks: RegExp;
  /** Before the wizard starts. */
  readonly lay?: (here: Stage) => void;
  /** A field: words are taken for what it asks for. */
  readonly takes?: "word" | "key";
}

const TWO_PROFILES = (here: Stage): void => {
  const { id, secret } = here.madeInConsole();
  here.place.put(
    ".aws/credentials",
    `${here.place.read(".aws/credentials")}[lab]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`,
  );
};
const DAMAGED = (here: Stage): void => {
  const pair = here.place.read(".aws/credentials").replace("[default]\n", "");
  here.place.put(".aws/credentials", pair);
};

const SET_UP = "Set up from the beginning";
const ROTATE = "Replace a key (rotate)";
const RETIRE = "Switch off keys I no longer need";

const QUESTIONS: readonly Question[] = [
  { where: "the first choice", way: [], asks: FIRST },
  { where: "the overview", way: [SET_UP], asks: /Walk all seven|Go on: one screen/ },
  { where: "a step of the guide", way: [SET_UP, "Go on"], asks: /Step 1 of 7/ },
  { where: "help", way: ["<?>"], asks: /Help/ },
  { where: "the ways without MTurk", way: ["Run a study"], asks: /Prolific/ },
  { where: "what a check found", way: ["Check my keys"], asks: /Ready\./ },
  {
    where: "which profile",
    way: ["Check my keys"],
    asks: /Which profile\?/,
    lay: TWO_PROFILES,
  },
  { where: "a repair", way: ["Repair it"], asks: /Repair it/, lay: DAMAGED },
  { where: "a rotation", way: [ROTATE], asks: /1 {2}Replace it/ },
  {
    where: "two keys already",
    way: [ROTATE, "default", "Replace it"],
    asks: /Two keys already/,
    lay: TWO_PROFILES,
  },
  { where: "what to save first", way: [RETIRE], asks: /first save what you need/ },
  { where: "which key goes", way: [RETIRE, ""], asks: /Which one do you no longer need/ },
  { where: "whether it goes off", way: [RETIRE, "", "1"], asks: /1 {2}Switch it off now/ },
  {
    where: "the word that switches off",
    way: [RETIRE, "", "1", "Switch it off now"],
    asks: /last four/,
    takes: "word",
  },
  { where: "the key", way: ["Use keys I have"], asks: /Paste id and secret/, takes: "key" },
  {
    where: "a key made by hand",
    way: [ROTATE, "Replace it by one that I make"],
    asks: /Paste id and secret/,
    takes: "key",
  },
];

const NONE_OF_THEM =
  /That is none of these|There are the numbers|Type a number|What is pasted is not taken/;
const PASTED = `${EXAMPLE.id}\r${EXAMPLE.secret}`;
/** Where only numbers and words of keys are answers. */
const NO_ANSWERS: readonly (readonly [what: string, typed: string])[] = [
  ["a number that is none", "99"],
  ["nought", "0"],
  ["less than nothing", "-1"],
  ["half a number", "1.5"],
  ["two numbers", "1 2"],
  ["a number with more behind it", "1x"],
  ["a digit of another script", "١"],
  ["a letter that no answer has", "é"],
  ["Down, as in a list that is drawn", "\u001B[B"],
  ["Down, twice, and Tab", "\u001B[B\u001BOB\t"],
  ["a word", "zzz"],
  ["a yes", "yes"],
  ["a command of a shell", "ls"],
  ["5,000 letters", "x".repeat(5000)],
  ["5,000 digits", "1".repeat(5000)],
  ["a key", PASTED],
  ["a key in brackets", `\u001B[200~${PASTED}\r\u001B[201~`],
];

const TOLD: Readonly<Record<NonNullable<Question["takes"]>, RegExp>> = {
  word: /That is not it; nothing was done|What is pasted is not taken/,
  key: /(?:[a-z]\.|\d characters\))\n[^]*Then Enter: /,
};

async function to({ way, asks }: Question, by: Talk): Promise<void> {
  if (way.length > 0) await by.asked(FIRST);
  for (const step of way) {
    const key = /^<(.*)>$/.exec(step)?.[1];
    if (key !== undefined) by.type(key);
    else if (/^\d?$/.test(step)) {
      await by.until(/[:.] $/);
      by.type(step);
    } else await by.pick(step);
  }
  await by.asked(asks);
}

describe.each(QUESTIONS.map((question) => [question.where, question] as const))(
  "at %s",
  (_where, question) => {
    test("what is no answer is told, and does nothing", async () => {
      const here = await stage();
      question.lay?.(here);
      const by = talkAt(here);
      await to(question, by);
      const unchanged = untouched(here);
      for (const [what, typed] of NO_ANSWERS) {
        // A pair is what a key's field is for.
        if (question.takes === "key" && typed.includes(EXAMPLE.id)) continue;
        by.type(typed);
        const about = question.takes === undefined ? NONE_OF_THEM : TOLD[question.takes];
        const said = await by.asked(about);
        expect(said, what).not.toContain("made a mistake");
        if (said.includes("That is not it")) await back(by);
      }
      unchanged();
      expectNoSecret(here, by.wizard.raw());
      expect(by.wizard.raw()).not.toContain(EXAMPLE.secret.slice(0, 8));
      expectOnlyText(by.wizard.raw());
      // What follows a paste at once belongs to it.
      await untilIdle(by.wizard.pid, 20);
      // It is still the same question: help opens over it, and closes.
      if (question.where !== "help" && question.takes !== "word") {
        by.type("?");
        await by.asked(/Help/);
        by.type("b");
        await by.asked();
      }
      by.wizard.press("ctrl-c");
      await by.until(/Ctrl\+C again quits/);
      by.wizard.press("ctrl-c");
      await by.wizard.exit;
      unchanged();
      if (question.lay !== DAMAGED) expectWorking(here);
    });
  },
);

/** By lines a wrong word leads back to the choice that asked for it. */
async function back(by: Talk): Promise<void> {
  await by.pick("Switch it off now");
  await by.asked(/last four/);
}
