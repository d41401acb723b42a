/**
 * Merges all profiles of both AWS files as botocore does: values of the credentials file over those
 * of the config file, one by one.
 */
import { textOf, type PlainSetting } from "../aws-files/text/profile-settings.js";
import { idOf } from "../aws-files/text/profile-values.js";
import type { FileKind, ProfileView, ScannedFile } from "../aws-files/types.js";

/** Any option that botocore looks up in a profile. */
export type ProfileSetting = PlainSetting | "aws_access_key_id" | "aws_secret_access_key";

/** Where a setting stands; `line` counts from 1. */
export interface Spot {
  readonly path: string;
  readonly kind: FileKind;
  readonly line: number;
  readonly name: string;
}

/**
 * Sections of one kind of the config file (`[sso-session NAME]`, `[services NAME]`), by name, with
 * their settings.
 */
export type Sections = ReadonlyMap<string, ProfileView>;

export class Profiles {
  constructor(
    readonly credentials: ScannedFile,
    readonly config: ScannedFile,
    readonly ssoSessions: Sections,
  ) {}

  /** Names in the order of the files, each once. */
  names(): readonly string[] {
    return [
      ...new Set(
        [this.credentials, this.config].flatMap((file) =>
          file.ok ? [...file.profiles.keys()] : [],
        ),
      ),
    ];
  }

  has(profile: string): boolean {
    return [this.credentials, this.config].some((file) => file.ok && file.profiles.has(profile));
  }

  /** What the profile holds in one of the files. */
  view(kind: FileKind, profile: string): ProfileView | null {
    const file = kind === "credentials" ? this.credentials : this.config;
    return file.ok ? (file.profiles.get(profile) ?? null) : null;
  }

  /** The setting as botocore reads it; null if neither file has it. */
  text(profile: string, name: PlainSetting): string | null {
    const view = this.#holder(profile, name);
    return view === null ? null : textOf(view, name);
  }

  /** Where the value that counts stands. */
  spot(profile: string, name: ProfileSetting): Spot | null {
    const view = this.#holder(profile, name);
    const option = view?.options.get(name);
    if (view === null || option === undefined) return null;
    const path = view.kind === "credentials" ? this.credentials.path : this.config.path;
    return { path, kind: view.kind, line: option.line, name: option.writtenName };
  }

  /**
   * True if either file has an id or a secret for the profile (botocore's
   * `_has_static_credentials`).
   */
  hasKey(profile: string): boolean {
    return (
      this.spot(profile, "aws_access_key_id") !== null ||
      this.spot(profile, "aws_secret_access_key") !== null
    );
  }

  /** The id of the profile in one file; null if it has none there. */
  id(kind: FileKind, profile: string): string | null {
    const view = this.view(kind, profile);
    return view === null ? null : idOf(view);
  }

  #holder(profile: string, name: ProfileSetting): ProfileView | null {
    return (
      [this.view("credentials", profile), this.view("config", profile)].find(
        (view) => view?.options.has(name) === true,
      ) ?? null
    );
  }
}
