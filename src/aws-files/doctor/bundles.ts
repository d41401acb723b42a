/**
 * Mends `ca_bundle` where it names a file of certificates on which boto3 stops: the path that was
 * meant, or without the line.
 */
import { corrected, finding, once, profilesIn, takenOut } from "./settings.js";
import { atLine, type Finder, type DamageFinding } from "./damage.js";
import { shownPath } from "../text/profile.js";

/**
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-gen-config.html: boto3 takes the value as
 * it stands.
 */
export const brokenBundles: Finder = (chart) =>
  once(
    [...profilesIn(chart).values()].flatMap(({ get }): readonly DamageFinding[] => {
      const option = get("ca_bundle");
      const fault = option === undefined ? undefined : chart.doc.bundles?.get(option.value);
      if (option === undefined || fault === undefined) return [];
      const { why, meant } = fault;
      const message =
        `${atLine(chart, option.index)}: ca_bundle names the file ` +
        `${shownPath(option.value)}, ${why}. boto3 and psiTurk stop on it.`;
      const cure =
        meant === null
          ? "Delete the line, or write the full path of the file with your network's " +
            "certificate authority (PEM) there."
          : `Write the path out: ${shownPath(meant)}`;
      return [
        finding(chart, option.index, message, cure, () => [
          meant === null ? takenOut(chart, option) : corrected(chart, option, meant),
        ]),
      ];
    }),
  );
