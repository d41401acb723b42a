/** Reads what profiles hold, as botocore does: the view that other rooms get of a scanned file. */
import { Secret } from "../../base/secret.js";
import {
  profileOf,
  scanState,
  type FileScan,
  type ScannedOption,
  type ScannedSection,
} from "./scan.js";
import { shownName } from "./scan-problem.js";
import type { FileState, OptionView, ProfileView, ScannedFile } from "../types.js";

/** The names of all profiles, in the order of the file. */
export function listProfiles(scan: FileScan): readonly string[] {
  const names = [...scan.sections.keys()].map((section) => profileOf(section, scan.kind));
  return [...new Set(names.filter((name) => name !== null))];
}

/**
 * A file for the other rooms: its profiles as botocore reads them, or why it stops.
 * Problem: `file-broken`; its message names file and line.
 */
export function scanFile(state: FileState): ScannedFile {
  const { kind, path, exists } = state;
  const scan = scanState(state);
  if (scan.ok) return { ok: true, kind, path, exists, profiles: viewProfiles(scan) };
  const problem = {
    ...scan.problem,
    message: `${shownPath(path)} cannot be read. ${scan.problem.message}`,
  };
  return { ok: false, kind, path, exists, problem, line: scan.line };
}

/** A path as it may be shown in a sentence. */
export function shownPath(path: string): string {
  const clean = shownName(path);
  return clean.endsWith("…") ? path.replaceAll(/[^\x20-\x7E\u00A1-\uD7FF]/g, "?") : clean;
}

const VIEWED = new WeakMap<FileScan, ReadonlyMap<string, ProfileView>>();

/** Of duplicates (`[profile a]`, `[profile "a"]`) the last counts. */
function viewProfiles(scan: FileScan): ReadonlyMap<string, ProfileView> {
  const known = VIEWED.get(scan);
  if (known !== undefined) return known;
  const profiles = new Map<string, ProfileView>();
  for (const section of scan.sections.values()) {
    const profile = profileOf(section.name, scan.kind);
    if (profile !== null) profiles.set(profile, new SectionView(scan, section, profile));
  }
  VIEWED.set(scan, profiles);
  return profiles;
}

/** A profile whose options are looked at once somebody asks: most of a long file nobody does. */
class SectionView implements ProfileView {
  readonly kind: FileScan["kind"];
  readonly line: number;
  readonly #scan: FileScan;
  readonly #section: ScannedSection;
  #options: ReadonlyMap<string, OptionView> | null = null;

  constructor(
    scan: FileScan,
    section: ScannedSection,
    readonly profile: string,
  ) {
    this.kind = scan.kind;
    this.line = section.index + 1;
    this.#scan = scan;
    this.#section = section;
  }

  get options(): ReadonlyMap<string, OptionView> {
    this.#options ??= new Map(
      [...(this.#scan.defaults ?? []), ...this.#section.options].map(([name, option]) => [
        name,
        viewOption(option),
      ]),
    );
    return this.#options;
  }
}

function viewOption(option: ScannedOption): OptionView {
  return {
    name: option.line.name,
    value: new Secret(option.value),
    line: option.index + 1,
    writtenName: option.line.writtenName,
  };
}
