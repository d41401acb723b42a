/**
 * Writes the record of what was switched off and put away, for the lab's files: without secrets.
 */
import { join } from "node:path";
import { type Result, ok } from "../../base/problem.js";
import { createPrivateFile } from "../../aws-files/store/store.js";
import { isDocumentedExample } from "../../keys/recognise.js";
import { maskId } from "../../keys/types.js";
import { NEVER_USED, holderName, shortPath, spacedAccount } from "../names.js";
import type { RotatePorts } from "../shared/iam-ports.js";
import type { Examined } from "./examine.js";
import type { FoundKey } from "../shared/inventory.js";
import type { PutAway } from "./put-away.js";
import type { SwitchedOff } from "./switch-off.js";

/** One key with all that is known of its end; null: that part was not done. */
export interface Retired {
  readonly found: FoundKey;
  readonly examined: Examined | null;
  readonly switched: SwitchedOff | null;
  /** A person switched it off in the console, and AWS was seen to refuse it. */
  readonly seenRefused: boolean;
  /**
   * It was taken out of the files although AWS was not seen to refuse it; what to click to switch
   * it off. Null: it was not.
   */
  readonly forgotten: { readonly steps: readonly string[] } | null;
  readonly putAway: PutAway | null;
}

/** It is the key of AWS's documentation, and nobody's: there is nothing to switch off. */
export function isExample({ examined }: Pick<Retired, "examined">): boolean {
  return examined?.state === "refused" && isDocumentedExample(examined.accessKeyId);
}

/**
 * Whether AWS was seen to refuse the key: before, by itself, or after somebody switched it off in
 * the console.
 */
export function isSeenOff({
  examined,
  switched,
  seenRefused,
}: Pick<Retired, "examined" | "switched" | "seenRefused">): boolean {
  return (
    seenRefused ||
    examined?.state === "refused" ||
    (switched !== null && switched.how !== "console" && switched.state === "refused")
  );
}

/**
 * The record as plain text. Ids are shortened, but for one that is not off and stands nowhere here
 * any more.
 */
export function retireRecord(ports: RotatePorts, keys: readonly Retired[]): string {
  const date = new Date(ports.clock.now()).toISOString();
  const parts = keys.map((key) => partOf(key, ports));
  return [
    `AWS access keys retired with mturk-setup, ${date.slice(0, 16).replace("T", " ")} UTC`,
    "(ids shortened, no secrets)",
    "",
    ...parts.flatMap((lines) => [...lines, ""]),
  ].join("\n");
}

/**
 * Writes the record beside the experiment, as mturk-keys-YYYY-MM-DD.txt, 0600; never over a file
 * that is there. Answers with its path.
 */
export async function writeRecord(ports: RotatePorts, text: string): Promise<Result<string>> {
  const day = new Date(ports.clock.now()).toISOString().slice(0, 10);
  for (let n = 1; ; n++) {
    const path = join(ports.host.cwd, `mturk-keys-${day}${n === 1 ? "" : `-${n}`}.txt`);
    const written = await createPrivateFile(path, text);
    if (written.ok) return ok(path);
    if (n >= 20 || !written.problem.message.includes("exists already")) return written;
  }
}

function partOf(
  { found, examined, switched, seenRefused, forgotten, putAway }: Retired,
  { host }: RotatePorts,
): readonly string[] {
  const holder = examined?.holder ?? null;
  const whose =
    holder === null
      ? []
      : [`  ${holderName(holder.arn)}, account ${spacedAccount(holder.account)}`];
  const used = lastUsed(examined);
  const stood = found.places.map(
    (place) =>
      "  stood in " +
      shortPath(place.location, host) +
      (place.profile === null ? "" : ` [${place.profile}]`) +
      (place.removal === "plan" ? "" : ": left there, to be removed by hand"),
  );
  const away =
    putAway === null
      ? ["  not taken out of any file"]
      : putAway.written.map((file) => `  removed from ${shortPath(file.path, host)}`);
  const click =
    forgotten === null
      ? []
      : [
          `  to be switched off: ${found.accessKeyId}`,
          ...forgotten.steps.map((step) => `    ${step}`),
        ];
  return [
    maskId(found.accessKeyId),
    ...whose,
    ...(used === null ? [] : [`  ${used}`]),
    `  ${atAws(examined, switched, seenRefused)}`,
    ...click,
    ...stood,
    ...away,
  ];
}

/** When AWS saw it last; null where IAM did not say. */
export function lastUsed(examined: Examined | null): string | null {
  const use = examined?.lastUse ?? null;
  if (use === null) return null;
  if (use.at === null) return NEVER_USED;
  const day = new Date(use.at).toISOString().slice(0, 10);
  return `last used ${day} (${use.service ?? "unknown service"}), as far as IAM knows`;
}

/**
 * What is known of the key at AWS. One that is refused is not therefore dead: with a wrong secret
 * it is active.
 */
export function atAws(
  examined: Examined | null,
  switched: SwitchedOff | null,
  seenRefused: boolean,
): string {
  if (switched?.how === "deleted") return "deleted at AWS";
  if (switched?.how === "off")
    return switched.state === "refused"
      ? "switched off at AWS; AWS refuses it"
      : "switched off at AWS; it may take some minutes until AWS refuses it everywhere";
  if (seenRefused) return "switched off in the console; AWS refuses it";
  switch (examined?.state ?? "not-asked") {
    case "refused":
      return isExample({ examined })
        ? "the example from AWS's documentation, which opens no account"
        : "AWS refused it already: off, deleted or mistyped here; to be looked up in the console";
    case "active-secret-wrong":
      return "STILL ACTIVE at AWS: the secret here was wrong";
    case "active":
      return "STILL ACTIVE at AWS: not switched off";
    case "unclear":
    case "not-asked":
      return "not known whether it is active: AWS was not asked, or gave no answer";
  }
}
