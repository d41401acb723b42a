/**
 * The list of places where a key stands: each with its line, who uses it, and whether we may write
 * there.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Host } from "../../../src/base/host.js";
import { findKeys, standsOnlyWithUs, type FoundKey } from "../../../src/jobs/shared/inventory.js";
import { reservePending, writePending } from "../../../src/aws-files/store/pending-key.js";
import { Secret } from "../../../src/base/secret.js";

const ID = "AKIAIOSFODNN7EXAMPLE";
const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const OTHER = "AKIAI44QH8DHBEXAMPLE";
const EXPORTS = `export AWS_ACCESS_KEY_ID=${ID}\nexport AWS_SECRET_ACCESS_KEY=${SECRET}\n`;
const PAIR = `aws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\n`;

function home(env: Readonly<Record<string, string>> = {}): {
  readonly host: Host;
  readonly put: (path: string, text: string) => string;
  readonly found: (systemFiles?: readonly string[]) => Promise<FoundKey | null>;
} {
  const at = mkdtempSync(join(tmpdir(), "mturk-setup-inventory-"));
  onTestFinished(() => rmSync(at, { recursive: true, force: true }));
  const put = (path: string, text: string): string => {
    mkdirSync(dirname(join(at, path)), { recursive: true, mode: 0o700 });
    writeFileSync(join(at, path), text, { mode: 0o600 });
    return join(at, path);
  };
  put("study/.env", "# nothing\n");
  const filled = Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, value.replace("HERE", at)]),
  );
  const host: Host = {
    env: { HOME: at, ...filled },
    cwd: join(at, "study"),
    home: at,
    platform: "linux",
  };
  const found = async (systemFiles: readonly string[] = []): Promise<FoundKey | null> => {
    const all = await findKeys(host, [], { systemFiles });
    if (!all.ok) throw new Error(all.problem.message);
    return all.value.keys.find(({ accessKeyId }) => accessKeyId === ID) ?? null;
  };
  return { host, put, found };
}

describe("shell files", () => {
  it.each([
    ".bashrc",
    ".bash_profile",
    ".bash_login",
    ".profile",
    ".zshrc",
    ".zshenv",
    ".zprofile",
    ".zlogin",
    ".cshrc",
    ".tcshrc",
    ".login",
    ".pam_environment",
    ".config/fish/config.fish",
    ".config/fish/conf.d/aws.fish",
    ".config/fish/fish_variables",
    ".config/environment.d/10-aws.conf",
    ".zlogout",
    ".bashrc.d/aws.sh",
    ".profile.d/10-aws",
    ".oh-my-zsh/custom/aws.zsh",
    ".exports",
    ".zshrc.local",
    ".Renviron",
    ".xonshrc",
    ".config/nushell/env.nu",
    ".config/powershell/profile.ps1",
    ".config/direnv/direnvrc",
    "study/.envrc",
  ])("%s is told with its line, and not edited", async (name) => {
    const { put, found } = home();
    const path = put(name, `# mine\n\n${EXPORTS}`);
    expect((await found())?.places).toMatchObject([
      {
        name: "shell",
        location: path,
        line: 3,
        inUse: true,
        editable: false,
        removal: "by-hand",
        cure: [`Delete lines 3 and 4 of ${path}.`, expect.any(String)],
      },
    ]);
  });

  it("ZDOTDIR and XDG_CONFIG_HOME move them; those of the whole computer count where they may be read", async () => {
    const moved = home({ ZDOTDIR: "HERE/z", XDG_CONFIG_HOME: "HERE/c" });
    const paths = [
      moved.put("z/.zshrc", EXPORTS),
      moved.put("c/fish/config.fish", `set -gx AWS_ACCESS_KEY_ID ${ID}\n`),
      moved.put("etc/environment", `AWS_ACCESS_KEY_ID=${ID}\n`),
    ];
    expect(
      (await moved.found([paths[2] ?? "", "/nonexistent/environment"]))?.places.map(
        ({ location }) => location,
      ),
    ).toEqual(paths);
  });
});

describe("psiTurk's pair in two places", () => {
  const halves = (id: string | null, secret: string | null): string =>
    `[AWS Access]\n${id === null ? "" : `aws_access_key_id = ${id}\n`}${secret === null ? "" : `aws_secret_access_key = ${secret}\n`}`;

  it.each([
    [".env has the secret", `AWS_SECRET_ACCESS_KEY=${SECRET}\n`, {}, "study/.env"],
    [
      ".env has psiTurk's own variable",
      `PSITURK_AWS_SECRET_ACCESS_KEY=${SECRET}\n`,
      {},
      "study/.env",
    ],
    ["the environment has the secret", "# nothing\n", { AWS_SECRET_ACCESS_KEY: SECRET }, null],
    [
      "something else stops psiTurk meanwhile",
      `AWS_SECRET_ACCESS_KEY=${SECRET}\nAWS_PROFILE=gone\n`,
      {},
      "study/.env",
    ],
  ])(
    "%s: the file with the id is told as one that is not written here, with where the other half is",
    async (_name, dotenv, env, from) => {
      const { host, put, found } = home(env);
      const path = put(".psiturkconfig", halves(ID, null));
      put("study/.env", dotenv);
      const otherHalf = from === null ? "AWS_SECRET_ACCESS_KEY" : join(host.home, from);
      expect((await found())?.places.filter(({ name }) => name === "psiturkconfig")).toMatchObject([
        { location: path, line: 2, editable: false, removal: "plan", otherHalf },
      ]);
      expect(await findKeys(host)).toMatchObject({ value: { split: [path] } });
    },
  );

  it("both in psiTurk's own files, or one half that counts for nothing: written here", async () => {
    const { host, put, found } = home();
    put(".psiturkconfig", halves(ID, null));
    put("study/config.txt", halves(null, SECRET));
    expect((await found())?.places).toMatchObject([{ name: "psiturkconfig", editable: true }]);
    put("study/config.txt", halves(ID, SECRET));
    put("study/.env", "AWS_SECRET_ACCESS_KEY=\n");
    expect((await found())?.places.map(({ editable }) => editable)).toEqual([true, true]);
    expect(await findKeys(host)).toMatchObject({ value: { split: [] } });
  });
});

describe("every place", () => {
  it("has its line: AWS files, psiTurk's files, .env with both names, boto's file", async () => {
    const { put, found } = home();
    put(".aws/credentials", `# c\n[default]\n${PAIR}`);
    put(".aws/config", `[profile lab]\nregion = us-east-1\n${PAIR}`);
    put(".psiturkconfig", `[AWS Access]\n${PAIR}`);
    put("study/config.txt", `[Task Parameters]\n[AWS Access]\n${PAIR}`);
    put(
      "study/.env",
      `X=1\nAWS_ACCESS_KEY_ID=${ID}\nAWS_SECRET_ACCESS_KEY=${SECRET}\nPSITURK_AWS_ACCESS_KEY_ID=${ID}\n`,
    );
    put(".boto", `[Credentials]\n${PAIR}`);
    const places = (await found())?.places ?? [];
    const rows = places.map(({ name, profile, line, editable, inUse }) => [
      name,
      profile,
      line,
      editable,
      inUse,
    ]);
    expect(rows).toHaveLength(7);
    expect(rows).toEqual(
      expect.arrayContaining([
        ["credentials-file", "default", 3, true, true],
        ["config-file", "lab", 3, true, true],
        ["psiturkconfig", null, 2, true, true],
        ["config.txt", null, 3, true, true],
        ["dotenv", null, 2, false, true],
        ["dotenv", null, 4, false, true],
        ["boto-file", null, 2, false, true],
      ]),
    );
  });

  it("a commented line, and a section that nobody reads, hold the key but nobody uses it", async () => {
    const { put, found } = home();
    put(
      ".aws/credentials",
      `[default]\n#${PAIR.replace("\n", "\n#")}aws_access_key_id = ${OTHER}\naws_secret_access_key = ${SECRET}\n`,
    );
    put(".psiturkconfig", `[AWS access]\n${PAIR}`);
    expect(
      (await found())?.places.map(({ name, line, inUse, removal }) => [name, line, inUse, removal]),
    ).toEqual([
      ["credentials-file", 2, false, "by-hand"],
      ["psiturkconfig", 2, false, "by-hand"],
    ]);
    expect((await found())?.places.filter(({ inUse }) => inUse)).toEqual([]);
  });

  it("the usual files too, where this terminal names others, and those that .env names", async () => {
    const { put, found } = home({ AWS_SHARED_CREDENTIALS_FILE: "HERE/other/credentials" });
    const usual = put(".aws/credentials", `[default]\n${PAIR}`);
    const named = put("other/credentials", `[default]\n${PAIR}`);
    expect((await found())?.places.map(({ location, editable }) => [location, editable])).toEqual([
      [named, true],
      [usual, false],
    ]);
    const dotenv = home();
    const study = dotenv.put("study/keys", `[default]\n${PAIR}`);
    dotenv.put("study/.env", `AWS_SHARED_CREDENTIALS_FILE=${study}\n`);
    expect((await dotenv.found())?.places).toMatchObject([
      {
        location: study,
        editable: false,
        removal: "by-hand",
        cure: [expect.stringContaining("line 2")],
      },
    ]);
  });
});

describe("what this program keeps", () => {
  it("a pair that stands only in a backup or in the pending file is found, and used by nobody", async () => {
    const { put, found, host } = home();
    const file = put(".aws/credentials", "[default]\nregion = us-east-1\n");
    const backup = put(
      ".aws/credentials.mturk-setup-backup-20260101-000000-wgone",
      `[lab]\n${PAIR}`,
    );
    const one = await found();
    expect(one?.places).toMatchObject([
      {
        name: "backup",
        location: backup,
        profile: "lab",
        line: 2,
        inUse: false,
        editable: false,
        removal: "plan",
      },
    ]);
    expect(one?.pairs).toHaveLength(1);
    expect(one === null ? null : standsOnlyWithUs(one)).toBe(true);
    const about = { profile: "default", replaces: OTHER };
    await reservePending(file, host, about);
    await writePending(file, host, about, { accessKeyId: ID, secretAccessKey: new Secret(SECRET) });
    expect((await found())?.places.map(({ name }) => name)).toEqual(["backup", "pending"]);
    expect((await found())?.places.filter(({ inUse }) => inUse)).toEqual([]);
  });
});
