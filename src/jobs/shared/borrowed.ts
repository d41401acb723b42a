/**
 * Finds who takes a key without having it in a profile of their own: roles that ask with another
 * profile's key, and keys written into a command that hands them out.
 */
import { keyOf, textOf } from "../../aws-files/text/profile-settings.js";
import type { ProfileView, ScannedFile } from "../../aws-files/types.js";
import { readToolLines } from "../../keys/key-lines.js";
import { shownSafely } from "../../sources/place.js";
import type { KeyPlace } from "./key-place.js";

const BY_HAND = { key: null, inUse: true, editable: false, removal: "by-hand" } as const;

/**
 * Profiles with `role_arn` and `source_profile`, at the end of whose chain a key stands
 * (https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-role.html). `files`: of one
 * program; the credentials file counts before config.
 */
export function placesOfRoles(files: readonly ScannedFile[]): readonly KeyPlace[] {
  const read = files.flatMap((file) => (file.ok ? [file] : []));
  const views = (profile: string): readonly ProfileView[] =>
    read.flatMap(({ profiles }) => profiles.get(profile) ?? []);
  const ends = new Map<string, string | null>();
  const idAtEnd = (first: string): string | null => {
    const walked = new Set<string>();
    let at: string | null = first;
    let id: string | null = null;
    while (at !== null && !walked.has(at)) {
      if (ends.has(at)) {
        id = ends.get(at) ?? null;
        break;
      }
      walked.add(at);
      const here = views(at);
      id = here.map((view) => keyOf(view).id).find((each) => each !== null && each !== "") ?? null;
      if (id !== null) break;
      at = here.map(sourceOf).find((each) => each !== null) ?? null;
    }
    for (const profile of walked) ends.set(profile, id);
    return id;
  };
  return read.flatMap(({ path, kind, profiles }) =>
    [...profiles].flatMap(([profile, view]): KeyPlace[] => {
      const source = sourceOf(view);
      if (source === null || source === profile) return [];
      const accessKeyId = idAtEnd(source);
      if (accessKeyId === null) return [];
      const line = view.options.get("source_profile")?.line ?? null;
      const named = shownSafely(profile);
      return [
        {
          ...BY_HAND,
          name: "assume-role",
          location: path,
          line,
          profile,
          accessKeyId,
          cure: [
            `The profile ${named} asks for its role with this key (source_profile, line ` +
              `${String(line)} of ${shownSafely(path)}): name a profile there whose key goes on ` +
              `working${kind === "config" ? ", or take the profile out." : "."}`,
          ],
        },
      ];
    }),
  );
}

function sourceOf(view: ProfileView): string | null {
  const source = textOf(view, "role_arn") === null ? null : textOf(view, "source_profile");
  return source === "" ? null : source;
}

/** Keys that stand in a `credential_process` itself, as in `echo '{"AccessKeyId": …}'`. */
export function placesInCommands(files: readonly ScannedFile[]): readonly KeyPlace[] {
  return files.flatMap((file) => {
    if (!file.ok) return [];
    return [...file.profiles].flatMap(([profile, view]): KeyPlace[] => {
      const command = textOf(view, "credential_process");
      const line = view.options.get("credential_process")?.line ?? null;
      return readToolLines(command ?? "").map(({ accessKeyId, key }) => ({
        ...BY_HAND,
        name: "process",
        location: file.path,
        line,
        profile,
        accessKeyId,
        key,
        cure: [
          `Take the key out of credential_process, line ${String(line)} of ` +
            `${shownSafely(file.path)}.`,
        ],
      }));
    });
  });
}
