/**
 * Mends settings on which every client of boto3 stops: a value that it does not take, a block that
 * lost its indentation.
 */
import { isAddress } from "../../base/address.js";
import { type ClientSetting, calledName, S3_NAMES } from "../text/client-settings.js";
import {
  brokenIn,
  fromFile,
  fromVariable,
  type Given,
  givenIn,
  meantValue,
  stopsWhom,
  wrongText,
} from "../text/client-settings-judge.js";
import { atLine, type Finder, type DamageFinding, type Proposal } from "./damage.js";
import {
  type Atom,
  atomAt,
  type Chart,
  continuationsAt,
  lineOnDisk,
  removeLines,
  replaceLine,
  rewritten,
  type Rewritten,
  silenced,
  textAt,
} from "./mend-lines.js";
import { strip } from "../text/python.js";
import {
  nestedSettings,
  profileOf,
  type ScannedOption,
  type ScannedSection,
} from "../text/scan.js";
import { shownName } from "../text/scan-problem.js";
import { servicesName } from "../text/services.js";

const BY_HAND = "Or write it in a text editor as boto3 takes it";

/** A section that counts, with the options that it gets from `[DEFAULT]`. */
interface Block {
  readonly section: ScannedSection;
  readonly get: (name: string) => ScannedOption | undefined;
}

function blocks(
  chart: Chart,
  nameOf: (section: string) => string | null,
): ReadonlyMap<string, Block> {
  const { scan } = chart;
  const found = new Map<string, Block>();
  if (!scan.ok) return found;
  for (const section of scan.sections.values()) {
    const name = nameOf(section.name);
    if (name !== null)
      found.set(name, {
        section,
        get: (option) => section.options.get(option) ?? scan.defaults?.get(option),
      });
  }
  return found;
}

export function profilesIn(chart: Chart): ReadonlyMap<string, Block> {
  return blocks(chart, (section) => profileOf(section, chart.doc.kind));
}

/** What stands in `[DEFAULT]` is found once for each profile, and is one thing. */
export function once(found: readonly DamageFinding[]): readonly DamageFinding[] {
  return [...new Map(found.map((each) => [each.id, each])).values()];
}

export function finding(
  chart: Chart,
  index: number,
  message: string,
  cure: string,
  propose: (() => readonly Proposal[]) | null,
): DamageFinding {
  return {
    id: `client:${lineOnDisk(chart, index)}`,
    code: "setting-broken",
    index,
    message,
    try: [cure],
    propose,
  };
}

/** Takes the option out, with all lines of its value. */
export function takenOut(chart: Chart, { index }: ScannedOption): Proposal {
  const lines = [index, ...continuationsAt(chart.file, index)];
  return {
    keep: null,
    label: lines.length === 1 ? "take the line out" : "take the lines out",
    splices: removeLines(chart.file.raw, lines),
    expected: silenced([index]),
  };
}

function withAtom(chart: Chart, index: number, value: string): Rewritten {
  return rewritten(chart.file, [index], (atom) =>
    atom.kind === "option" ? { ...atom, value } : atom,
  );
}

/** The option's line with another value. */
export function corrected(chart: Chart, { line, index }: ScannedOption, value: string): Proposal {
  const text = textAt(chart, index);
  const start = text.length - line.trailing.length - line.firstValue.length;
  return {
    keep: null,
    label: "mend the value",
    splices: [replaceLine(chart.file.raw, index, [text.slice(0, start) + value])],
    expected: withAtom(chart, index, value),
  };
}

/** Settings that boto3 checks whenever it makes a client, and whose value it does not take. */
export const brokenSettings: Finder = (chart) =>
  once(
    [...profilesIn(chart).values()].flatMap(({ get }) =>
      brokenIn((name) => get(name)?.value ?? null).flatMap((setting): readonly DamageFinding[] => {
        const option = get(setting.block ?? setting.name);
        if (option === undefined) return [];
        return setting.block === null
          ? [brokenOption(chart, setting, option)]
          : brokenNested(chart, setting, option);
      }),
    ),
  );

function brokenOption(chart: Chart, setting: ClientSetting, option: ScannedOption): DamageFinding {
  const given = fromFile(option.value);
  if (setting.accepts.form === "block") return brokenBlock(chart, setting, option);
  const meant = meantValue(setting.accepts, given);
  const propose = (): readonly Proposal[] => [
    meant === null ? takenOut(chart, option) : corrected(chart, option, meant),
  ];
  return finding(
    chart,
    option.index,
    sentence(chart, setting, option.index, given),
    `${BY_HAND}: ${setting.right}.`,
    propose,
  );
}

function sentence(chart: Chart, setting: ClientSetting, index: number, given: Given): string {
  return (
    `${atLine(chart, index)}: ${calledName(setting)} ${wrongText(setting, given)}. ` +
    stopsWhom(setting)
  );
}

/** `s3 =` with nothing indented below it: boto3 wants a block there. */
function brokenBlock(chart: Chart, setting: ClientSetting, option: ScannedOption): DamageFinding {
  const lost = strayLines(
    chart,
    option,
    setting.name === "s3"
      ? (name) => S3_NAMES.has(name)
      : (name, value) => /^[\w-]+$/.test(name) && /^\d{4}-\d{2}-\d{2}$/.test(value),
  );
  const why =
    option.value === ""
      ? `is empty; what belongs to it has to stand below it, indented`
      : `has a value, and takes only indented lines below it`;
  const message = `${atLine(chart, option.index)}: ${setting.name} ${why}. ${stopsWhom(setting)}`;
  const cure =
    lost.length > 0
      ? "Put two spaces before each line that belongs to it, in a text editor."
      : "Delete the line, or write indented lines below it.";
  return finding(chart, option.index, message, cure, () => [
    lost.length > 0 ? indented(chart, option, lost) : takenOut(chart, option),
  ]);
}

type Stray = Extract<Atom, { kind: "option" }>;

/**
 * The options right below an empty one that belong into its block, and have lost their indentation.
 */
function strayLines(
  chart: Chart,
  option: ScannedOption,
  belongs: (name: string, value: string) => boolean,
): readonly Stray[] {
  if (option.value !== "") return [];
  const below: Stray[] = [];
  for (let index = option.index + 1; index < chart.file.lines.length; index += 1) {
    const atom = atomAt(chart.file, index);
    if (atom === undefined) continue;
    if (atom.kind !== "option" || !belongs(atom.name, atom.value) || atom.value.includes("\n"))
      break;
    below.push(atom);
  }
  return below;
}

function indented(chart: Chart, option: ScannedOption, lost: readonly Stray[]): Proposal {
  const bodies = lost.map(({ index }) => strip(textAt(chart, index)));
  const expected = new Map([
    ...withAtom(chart, option.index, ["", ...bodies].join("\n")),
    ...silenced(lost.map(({ index }) => index)),
  ]);
  const splices = lost.map(({ index }, at) =>
    replaceLine(chart.file.raw, index, [`${option.line.indent}  ${bodies[at] ?? ""}`]),
  );
  return {
    keep: null,
    label: lost.length === 1 ? "indent the line below it" : "indent the lines below it",
    splices,
    expected,
  };
}

/** A line of a block; of a name that comes twice the last counts. */
function brokenNested(
  chart: Chart,
  setting: ClientSetting,
  option: ScannedOption,
): readonly DamageFinding[] {
  const given = givenIn(setting, (name) => (name === option.line.name ? option.value : null));
  const index = nestedLine(chart, option, setting.name);
  if (given === null || index === null) return [];
  const meant = meantValue(setting.accepts, given);
  return [
    finding(
      chart,
      index,
      sentence(chart, setting, index, given),
      `${BY_HAND}: ${setting.right}.`,
      () => [nestedMend(chart, option, index, meant)],
    ),
  ];
}

function nestedLine(chart: Chart, option: ScannedOption, name: string): number | null {
  return (
    option.continuations.findLast(
      (index) => strip(textAt(chart, index).split("=", 1)[0] ?? "") === name,
    ) ?? null
  );
}

/**
 * Another value in a line of a block, or the line taken out; with the last of its lines the block
 * goes.
 */
function nestedMend(
  chart: Chart,
  option: ScannedOption,
  index: number,
  meant: string | null,
): Proposal {
  const rest = option.continuations.filter((each) => each !== index);
  if (meant === null && rest.length === 0) return takenOut(chart, option);
  const text = textAt(chart, index);
  const line =
    meant === null
      ? null
      : text.slice(0, text.indexOf("=") + 1) + (/=[ \t]/.test(text) ? " " : "") + meant;
  const bodies = option.continuations.flatMap((each) =>
    each !== index ? [strip(textAt(chart, each))] : line === null ? [] : [strip(line)],
  );
  const expected = withAtom(chart, option.index, ["", ...bodies].join("\n"));
  return {
    keep: null,
    label: line === null ? "take the line out" : "mend the value",
    splices: [replaceLine(chart.file.raw, index, line === null ? [] : [line])],
    expected,
  };
}

/**
 * `services = x` and the section that it names
 * (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html).
 */
export const brokenServices: Finder = (chart) => {
  if (chart.doc.kind !== "config") return [];
  const sections = blocks(chart, servicesName);
  return once(
    [...profilesIn(chart)].flatMap(([profile, { get }]): readonly DamageFinding[] => {
      const option = get("services");
      if (option === undefined) return [];
      const section = sections.get(option.value);
      if (section === undefined || isEmpty(chart, section))
        return [missingSection(chart, profile, option, sections)];
      return ["mturk", "sts"].flatMap((client) => brokenService(chart, client, section));
    }),
  );
};

function isEmpty(chart: Chart, { section }: Block): boolean {
  return section.options.size === 0 && !(chart.scan.ok && (chart.scan.defaults?.size ?? 0) > 0);
}

function missingSection(
  chart: Chart,
  profile: string,
  option: ScannedOption,
  sections: ReadonlyMap<string, Block>,
): DamageFinding {
  const plain = (name: string): string =>
    strip(name)
      .replace(/^(["'])(.*)\1$/, "$2")
      .toLowerCase();
  const near = [...sections].filter(
    ([name, { section }]) => plain(name) === plain(option.value) && section.options.size > 0,
  );
  const [only] = near.length === 1 ? near : [];
  const what = sections.has(option.value) ? "is empty" : "is not in this file";
  const message =
    `${atLine(chart, option.index)}: the profile ${shownName(profile)} asks for a section ` +
    `[services ...] that ${what}. ${stopsWhom({ stopsAt: "address", old: false })}`;
  return finding(
    chart,
    option.index,
    message,
    "Delete the line, or add the section it names.",
    () => [only === undefined ? takenOut(chart, option) : corrected(chart, option, only[0])],
  );
}

/** One service in such a section: a block, and an address in it that is one. */
function brokenService(chart: Chart, client: string, { section }: Block): readonly DamageFinding[] {
  const option = section.options.get(client);
  if (option === undefined) return [];
  const nested = nestedSettings(option.value);
  const where = `${atLine(chart, option.index)}: ${client} in [${shownName(section.name)}]`;
  const stops = stopsWhom({ stopsAt: "address", old: false });
  if (nested === null) {
    const lost = strayLines(chart, option, (name) => name === "endpoint_url");
    const propose = (): readonly Proposal[] => [
      lost.length > 0 ? indented(chart, option, lost) : takenOut(chart, option),
    ];
    return [
      finding(
        chart,
        option.index,
        `${where} has to have its settings below it, indented. ${stops}`,
        "Put two spaces before each line that belongs to it, or delete the line.",
        propose,
      ),
    ];
  }
  const url = nested.get("endpoint_url") ?? "";
  const index = nestedLine(chart, option, "endpoint_url");
  if (url === "" || isAddress(url) || index === null) return [];
  const meant = meantAddress(url);
  return [
    finding(
      chart,
      index,
      `${atLine(chart, index)}: that is not an address that begins with http:// or ` +
        `https://. ${stops}`,
      "Write the whole address, or delete the line.",
      () => [nestedMend(chart, option, index, meant)],
    ),
  ];
}

/** The scheme is only added where it cannot be another. */
export function meantAddress(text: string): string | null {
  const plain = meantValue({ form: "address", empty: false }, fromVariable(text));
  if (plain !== null) return plain;
  const bare = strip(text).replace(/^(["'])(.*)\1$/, "$2");
  if (/^(?:localhost|127\.0\.0\.1)(?::\d+)?(?:\/|$)/.test(bare)) return `http://${bare}`;
  return /^[a-z0-9.-]+\.amazonaws\.com(?:\/|$)/.test(bare) ? `https://${bare}` : null;
}
