/**
 * Names, reads and tells what can be broken on purpose in the practice AWS, and puts it into
 * effect.
 */
import { failed, ok, type Result } from "../base/problem.js";
import { NO_EFFECT, type FaultEffect, type FaultRow } from "./effect.js";
import { TABLE, type FaultName } from "./fault-table.js";

/** A fault that is switched on; `value` has already been checked against its syntax. */
export interface Fault {
  readonly name: FaultName;
  /** As it stands after the `=`; null where the fault takes none or none was given. */
  readonly value: string | null;
}

/** A fault as it is told to people, for `practice-aws --help` and the wizard's menu. */
export type FaultInfo = Omit<FaultRow, "effect"> & { readonly name: FaultName };

const NAMES = Object.keys(TABLE) as readonly FaultName[];

/** All faults, in the order in which they are listed to people. */
export const FAULTS: readonly FaultInfo[] = NAMES.map((name) => {
  const { title, help, valueSyntax, inMenu, example } = TABLE[name];
  return { name, title, help, valueSyntax, inMenu, example };
});

/** At most a day: longer waits and skews are typing errors. */
const MOST_SECONDS = 86_400;

/**
 * Reads a fault as it is written on a command line, e.g. "clock-skew=600" or "not-linked".
 * Problems: `usage-wrong` for an unknown name, a missing, needless or unknown value.
 */
export function parseFault(text: string): Result<Fault> {
  const equals = text.indexOf("=");
  const name = NAMES.find((known) => known === (equals < 0 ? text : text.slice(0, equals)).trim());
  if (name === undefined) {
    return wrong("The practice AWS knows no such fault.", `Use one of: ${NAMES.join(", ")}.`);
  }
  const value = equals < 0 ? null : text.slice(equals + 1).trim();
  const syntax = TABLE[name].valueSyntax;
  if (!fits(value, syntax, name)) {
    const form =
      syntax === null
        ? name
        : `${name}${syntax.startsWith("[") ? `[=${syntax.slice(1)}` : `=${syntax}`}`;
    return wrong(
      `The value of the fault ${name} cannot be used.`,
      `Write it as ${form}, for example ${TABLE[name].example}.`,
    );
  }
  return ok({ name, value });
}

function wrong(message: string, cure: string): ReturnType<typeof failed> {
  return failed({ code: "usage-wrong", message, try: [cure] });
}

function fits(value: string | null, syntax: string | null, name: FaultName): boolean {
  if (syntax === null) return value === null;
  if (value === null) return syntax.startsWith("[");
  if (syntax !== "SECONDS") return syntax.replaceAll(/[[\]]/g, "").split("|").includes(value);
  const negativeAllowed = name === "clock-skew";
  return (
    /^-?\d{1,6}(\.\d{1,3})?$/.test(value) &&
    Math.abs(Number(value)) <= MOST_SECONDS &&
    (negativeAllowed || Number(value) >= 0)
  );
}

/**
 * What the faults do together. Where two say something about the same thing, the later one wins.
 */
export function effectOf(faults: readonly Fault[]): FaultEffect {
  let effect = NO_EFFECT;
  for (const { name, value } of faults) {
    const change: Partial<FaultEffect> = TABLE[name].effect(value);
    effect = {
      ...effect,
      ...change,
      line: { ...effect.line, ...change.line },
      lostAnswers: { ...effect.lostAnswers, ...change.lostAnswers },
      refusal: { ...effect.refusal, ...change.refusal },
      withheld: [...effect.withheld, ...(change.withheld ?? [])],
      extraStatements: [...effect.extraStatements, ...(change.extraStatements ?? [])],
    };
  }
  return effect;
}
