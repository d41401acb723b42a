/** Lets a value print as a mask in every form: as text, in a template, as JSON, in a log. */
import { inspect } from "node:util";

/** What stands in the place of a secret wherever one would otherwise be read. */
export const MASK = "••••";

/** A value that must not be seen by accident; whoever needs it has to ask for it by name. */
export abstract class Unseen {
  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [Symbol.toPrimitive](): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}
