/** Lists the faults of the practice AWS for the help; loaded before the arguments are read. */
import { FAULTS } from "../../practice/faults.js";

/** The faults as `practice-aws --help` lists them. */
export function faultHelp(): readonly string[] {
  const names = FAULTS.map(({ name, valueSyntax }) =>
    valueSyntax === null ? name : `${name}=${valueSyntax}`,
  );
  const width = Math.max(...names.map((name) => name.length));
  return FAULTS.map(({ help }, index) => `${(names[index] ?? "").padEnd(width)}  ${help}`);
}
