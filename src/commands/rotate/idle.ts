/**
 * Says of an option of `rotate` that it had nothing to do, or that it could only do harm: none is
 * passed over in silence.
 */
import type { Problem } from "../../base/problem.js";
import type { Rotated } from "../../jobs/rotate/index.js";
import { fitsId } from "../../keys/mask-id.js";
import { maskId } from "../../keys/types.js";
import { nothingToDo } from "../../words/places.js";
import type { RotateRequest } from "./options.js";

/**
 * `usage-wrong` where `--let-go` names the key in the file, which has to work until the new one
 * does.
 */
export function badLetGo(
  { letGo, task }: Pick<RotateRequest, "letGo" | "task">,
  inFile: string | null,
): Problem | null {
  if (letGo === null || task !== "replace" || inFile === null || !fitsId(letGo, inFile))
    return null;
  return {
    code: "usage-wrong",
    message:
      `${maskId(inFile)} is the key in the file, and has to work until the new one does; ` +
      "--let-go names another key of the same user. Nothing was changed.",
    try: [
      "To delete this one once the new one works: --delete-old",
      "Which other keys there are: mturk-setup rotate --dry-run",
    ],
  };
}

/** The option of the command line for a wish about other places. */
function optionOf(others: NonNullable<RotateRequest["others"]>): string {
  return {
    everywhere: "--everywhere",
    "everywhere-off-anyway": "--everywhere and --off-anyway",
    "off-anyway": "--off-anyway",
    keep: "--keep-old",
  }[others];
}

/**
 * What was wished and found nothing to do, in sentences. `gone`: the key that was let go, null
 * where none had to be.
 */
export function unusedRotateOptions(
  request: RotateRequest,
  rotated: Rotated,
  gone: string | null,
): readonly string[] {
  const { others, letGo } = request;
  const { from, copies, holding } = rotated;
  const alone =
    from !== null &&
    rotated.to !== null &&
    others !== null &&
    others !== "keep" &&
    copies.length + holding.length === 0 &&
    letGo === null;
  return [
    ...(alone ? [nothingToDo(optionOf(others), from)] : []),
    ...(letGo !== null && gone === null
      ? ["--let-go had nothing to do: no key had to go, so none was deleted for it."]
      : []),
  ];
}
