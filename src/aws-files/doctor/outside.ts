/**
 * Mends settings that name something outside the file on which boto3 stops (certificates, a
 * program, a token): the value that was meant, or without the setting.
 */
import { corrected, finding, once, profilesIn, takenOut } from "./settings.js";
import { atLine, type Finder, type DamageFinding, type Proposal } from "./damage.js";
import {
  type Chart,
  continuationsAt,
  type OutsideFault,
  type OutsideSetting,
  removeLines,
  silenced,
} from "./mend-lines.js";
import { shownPath } from "../text/profile.js";
import type { ScannedOption } from "../text/scan.js";

const WHERE_USED = "boto3 and psiTurk stop there, where the profile is used.";

type Get = (name: string) => ScannedOption | undefined;

interface SettingRow {
  readonly name: OutsideSetting;
  readonly stops: string;
  /** Where it may be taken out because something better stands behind it; null: by hand only. */
  readonly without: (chart: Chart, get: Get, option: ScannedOption) => Proposal | null;
  readonly byHand: string;
}

const hasKey = (get: Get): boolean =>
  get("aws_access_key_id") !== undefined && get("aws_secret_access_key") !== undefined;

/**
 * https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html: boto3 takes each value as
 * it stands.
 */
const SETTINGS: readonly SettingRow[] = [
  {
    name: "ca_bundle",
    stops: "boto3 and psiTurk stop on it.",
    without: (chart, _, option) => takenOut(chart, option),
    byHand:
      "Delete the line, or write the full path of the file with your network's certificate " +
      "authority (PEM) there.",
  },
  {
    name: "credential_process",
    stops: WHERE_USED,
    without: (chart, get, option) => (hasKey(get) ? takenOut(chart, option) : null),
    byHand: "Name a program that is there by its full path, or delete the line.",
  },
  {
    name: "web_identity_token_file",
    stops: WHERE_USED,
    // A role alone would stop boto3, too.
    without: (chart, get, option) =>
      hasKey(get) ? bothOut(chart, [option, get("role_arn")]) : null,
    byHand: "Write the full path of the token there, or delete the line and role_arn with it.",
  },
];

export const brokenOutside: Finder = (chart) =>
  once(
    [...profilesIn(chart).values()].flatMap(({ get }) =>
      SETTINGS.flatMap((row): readonly DamageFinding[] => {
        const option = get(row.name);
        const fault =
          option === undefined ? undefined : chart.doc.outside?.get(row.name)?.get(option.value);
        return option === undefined || fault === undefined
          ? []
          : [findingOf(chart, get, row, option, fault)];
      }),
    ),
  );

function findingOf(
  chart: Chart,
  get: Get,
  row: SettingRow,
  option: ScannedOption,
  { why, meant, cure }: OutsideFault,
): DamageFinding {
  const message = `${atLine(chart, option.index)}: ${row.name} ${why}. ${row.stops}`;
  const said = meant === null ? row.byHand : `Write the path out: ${shownPath(meant.shown)}`;
  const way =
    meant === null ? row.without(chart, get, option) : corrected(chart, option, meant.value);
  const found = finding(chart, option.index, message, said, way === null ? null : () => [way]);
  return cure === undefined ? found : { ...found, try: [cure, ...found.try] };
}

function bothOut(chart: Chart, options: readonly (ScannedOption | undefined)[]): Proposal | null {
  const indexes = options.flatMap((option) => (option === undefined ? [] : [option.index]));
  if (indexes.length < options.length) return null;
  const lines = indexes.flatMap((index) => [index, ...continuationsAt(chart.file, index)]);
  return {
    keep: null,
    label: "take the lines out",
    splices: removeLines(
      chart.file.raw,
      [...lines].sort((a, b) => a - b),
    ),
    expected: silenced(indexes),
  };
}
