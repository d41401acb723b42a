/** Puts the set-ups of source-setups.ts on disk, each as a home with an experiment in it. */
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Setup } from "./source-setups.js";

/** A set-up that stands on disk. */
export interface Laid {
  readonly setup: Setup;
  readonly dir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/**
 * Puts a set-up into a folder of its own. The command for `credential_process` leaves a mark when
 * it is run.
 */
export function lay(setup: Setup, dir: string): Laid {
  const filled = (text: string): string => text.replaceAll("$DIR", dir);
  const home = join(dir, "home");
  const cwd = join(dir, "lab/study");
  for (const folder of [home, cwd, ...(setup.folders ?? []).map((name) => join(dir, name))])
    mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(setup.files ?? {})) {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), filled(text), { mode: 0o600 });
  }
  for (const [name, text] of Object.entries(setup.scripts ?? {}))
    writeFileSync(join(dir, name), text, { mode: 0o700 });
  const answer = JSON.stringify({
    Version: 1,
    AccessKeyId: "AKIAPROCESSEXAMPLE22",
    SecretAccessKey: "made-up",
  });
  writeFileSync(
    join(dir, "process.sh"),
    `#!/bin/sh\ntouch '${dir}/process-was-run'\necho '${answer}'\n`,
  );
  chmodSync(join(dir, "process.sh"), 0o700);
  const own = Object.fromEntries(
    Object.entries(setup.env ?? {}).map(([name, value]) => [name, filled(value)]),
  );
  return {
    setup,
    dir,
    cwd,
    env: { HOME: home, PATH: process.env.PATH ?? "", AWS_EC2_METADATA_DISABLED: "true", ...own },
  };
}
