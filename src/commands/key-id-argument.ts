/** Takes the id of a key as an option's value, whole or shortened as it is shown. */
import { InvalidArgumentError } from "commander";
import { isIdOrShortened } from "../keys/mask-id.js";

export function keyIdArgument(value: string): string {
  if (!isIdOrShortened(value))
    throw new InvalidArgumentError(
      "An access key id begins with AKIA; the short form AKIA…WXYZ will do.",
    );
  return value;
}
