/**
 * The list of places where a key stands: each with its line, who uses it, and whether we may write
 * there.
 */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Host } from "../../../src/base/host.js";
import { findKeys, isOnlyRemembered, type FoundKey } from "../../../src/jobs/shared/inventory.js";
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

describe("files of other tools", () => {
  const QUOTED = `"AWS_ACCESS_KEY_ID": "${ID}",\n"AWS_SECRET_ACCESS_KEY": "${SECRET}"\n`;
  const TOML = `access_key = "${ID}"\nsecret_key = "${SECRET}"\n`;
  const PYTHON = `os.environ['AWS_ACCESS_KEY_ID'] = '${ID}'\nos.environ["AWS_SECRET_ACCESS_KEY"] = "${SECRET}"\n`;

  it.each([
    ["study/.env.local", EXPORTS],
    ["study/.env.production", `AWS_ACCESS_KEY_ID=${ID}\nAWS_SECRET_ACCESS_KEY=${SECRET}\n`],
    ["study/mturk.env", `MY_AWS_ACCESS_KEY_ID=${ID}\nMY_AWS_SECRET_ACCESS_KEY=${SECRET}\n`],
    ["study/.flaskenv", EXPORTS],
    [".s3cfg", `access_key = ${ID}\naccess_token =\nsecret_key = ${SECRET}\n`],
    [".passwd-s3fs", `${ID}:${SECRET}\n`],
    [".passwd-s3fs", `my-bucket:${ID}:${SECRET}\n`],
    [".config/rclone/rclone.conf", `access_key_id = ${ID}\nsecret_access_key = ${SECRET}\n`],
    [".rclone.conf", `access_key_id = ${ID}\nsecret_access_key = ${SECRET}\n`],
    [".mc/config.json", `"accessKey": "${ID}",\n"secretKey": "${SECRET}"\n`],
    [".dallingerconfig", PAIR],
    [".jupyter/jupyter_notebook_config.py", PYTHON],
    [".ipython/profile_default/startup/00-aws.py", PYTHON],
    [".streamlit/secrets.toml", TOML],
    [".config/Code/User/settings.json", QUOTED],
    ["study/.vscode/launch.json", QUOTED],
    ["study/.dvc/config.local", `access_key_id = ${ID}\nsecret_access_key = ${SECRET}\n`],
    ["study/.Renviron", EXPORTS],
    ["study/docker-compose.yml", `- AWS_ACCESS_KEY_ID=${ID}\n- AWS_SECRET_ACCESS_KEY=${SECRET}\n`],
    [
      "study/compose.override.yaml",
      `AWS_ACCESS_KEY_ID: ${ID}\nAWS_SECRET_ACCESS_KEY: "${SECRET}"\n`,
    ],
    ["study/Dockerfile", `ENV AWS_ACCESS_KEY_ID=${ID}\nENV AWS_SECRET_ACCESS_KEY=${SECRET}\n`],
    [
      "study/pay.py",
      `boto3.client("mturk", aws_access_key_id="${ID}",\n  aws_secret_access_key="${SECRET}")\n`,
    ],
    [
      "study/pay.R",
      `Sys.setenv("AWS_ACCESS_KEY_ID" = "${ID}",\n "AWS_SECRET_ACCESS_KEY" = "${SECRET}")\n`,
    ],
    ["study/s3.R", `s3read(key = "${ID}",\n secret = "${SECRET}")\n`],
    ["study/pay.js", `  accessKeyId: "${ID}",\n  secretAccessKey: "${SECRET}",\n`],
    ["study/main.tfvars", TOML],
    [
      "study/pay.ipynb",
      ` "os.environ[\\"AWS_ACCESS_KEY_ID\\"] = \\"${ID}\\"\\n",\n "os.environ[\\"AWS_SECRET_ACCESS_KEY\\"] = \\"${SECRET}\\"\\n"\n`,
    ],
    ["study/main.tf", `  access_key = "${ID}"\n  secret_key = "${SECRET}"\n`],
    ["study/mturk.properties", `access_key=${ID}\nsecret_key=${SECRET}\n`],
    ["study/run.ps1", `$env:AWS_ACCESS_KEY_ID="${ID}"\n$Env:AWS_SECRET_ACCESS_KEY="${SECRET}"\n`],
    ["study/run.bat", `set AWS_ACCESS_KEY_ID=${ID}\r\nset AWS_SECRET_ACCESS_KEY=${SECRET}\r\n`],
    ["study/run.fish", `set -x AWS_ACCESS_KEY_ID ${ID}\nset -x AWS_SECRET_ACCESS_KEY ${SECRET}\n`],
    ["study/aws-env", EXPORTS],
    ["study/.env_local", EXPORTS],
    ["study/secrets/aws.env", EXPORTS],
    ["study/app/models/pay.rb", `a(access_key_id: "${ID}",\n  secret_access_key: "${SECRET}")\n`],
    ["study/pay.php", `'key' => '${ID}',\n'secret' => '${SECRET}'\n`],
    [
      "study/pay.m",
      `setenv('AWS_ACCESS_KEY_ID','${ID}');\nsetenv('AWS_SECRET_ACCESS_KEY','${SECRET}');\n`,
    ],
    ["study/pay2.py", `MTurkConnection("${ID}", "${SECRET}", host="sandbox")\n`],
    ["study/pay3.py", `ACCESS_ID = "${ID}"\nSECRET = "${SECRET}"\n`],
    ["study/pay4.py", `os.putenv("A", "${ID}")\nos.environ.setdefault("B", "${SECRET}")\n`],
    [
      "study/magic.ipynb",
      ` "%env AWS_ACCESS_KEY_ID=${ID}\\n",\n "%env AWS_SECRET_ACCESS_KEY=${SECRET}\\n"\n`,
    ],
    ["study/pod.yaml", ` - { name: A, value: "${ID}" }\n - name: B\n   value: "${SECRET}"\n`],
    [
      "study/secret.yaml",
      `  id: ${Buffer.from(ID).toString("base64")}\n  secret: ${Buffer.from(`${SECRET}\n`).toString("base64")}\n`,
    ],
    [
      "study/.idea/workspace.xml",
      `<env name="A" value="${ID}" />\n<env name="B" value="${SECRET}" />\n`,
    ],
    [
      "study/.idea/runConfigurations/psi.xml",
      `<env name="A" value="${ID}" />\n<env name="B" value="${SECRET}" />\n`,
    ],
    ["study/.git/config", `url = https://${ID}:${SECRET}@example.org/x\n`],
    ["study/venv/bin/activate", EXPORTS],
    [".netrc", `machine s3 login ${ID} password ${SECRET}\n`],
    [".tmux.conf", `set-environment -g A ${ID}\nset-environment -g B ${SECRET}\n`],
    [".screenrc", `setenv AWS_ACCESS_KEY_ID ${ID}\nsetenv AWS_SECRET_ACCESS_KEY ${SECRET}\n`],
    [".emacs.d/init.el", `(setenv "A" "${ID}")\n(setenv "B" "${SECRET}")\n`],
    [".vimrc", `let $AWS_ACCESS_KEY_ID = "${ID}"\nlet $AWS_SECRET_ACCESS_KEY = "${SECRET}"\n`],
    [".xinitrc", EXPORTS],
    [".aliases", EXPORTS],
    [".ssh/environment", EXPORTS],
    [".aws/key.sh", EXPORTS],
    ["bin/psi", EXPORTS],
    [".config/zsh/.zshrc", EXPORTS],
    [
      ".config/fish/functions/psi.fish",
      `set -gx AWS_ACCESS_KEY_ID ${ID}\nset -gx AWS_SECRET_ACCESS_KEY ${SECRET}\n`,
    ],
    [".config/plasma-workspace/env/aws.sh", EXPORTS],
    [".config/containers/systemd/psi.container", `Environment=A=${ID}\nEnvironment=B=${SECRET}\n`],
    [".config/systemd/user/psi.service", `Environment="A=${ID}"\nEnvironment="B=${SECRET}"\n`],
    [
      ".config/systemd/user/psi.service.d/override.conf",
      `Environment=A=${ID}\nEnvironment=B=${SECRET}\n`,
    ],
    [
      "Library/LaunchAgents/psi.plist",
      `<string>${ID}</string>\n<key>B</key>\n<string>${SECRET}</string>\n`,
    ],
    [".boto", `aws_access_key_id = ${ID}\naws_secret_access_key = ${SECRET}\n`],
    [".psiturkconfig", PAIR],
  ])("%s is told with its line, and not edited", async (name, text) => {
    // The last two are other tools' where their variables lead elsewhere.
    const { put, found } = home({
      BOTO_CONFIG: "HERE/elsewhere",
      PSITURK_GLOBAL_CONFIG_LOCATION: "HERE/elsewhere",
    });
    const path = put(name, `[mine]\n\n${text}`);
    const key = await found();
    expect(key?.places).toMatchObject([
      { name: "tool", location: path, line: 3, inUse: true, editable: false, removal: "by-hand" },
    ]);
    expect(key?.pairs.map(({ secretAccessKey }) => secretAccessKey.reveal())).toEqual([SECRET]);
    expect(key?.places[0]?.cure.join()).toMatch(/^Delete lines? 3 /);
  });

  it.each([
    ".aws/credentials.bak",
    ".aws/credentials~",
    ".aws/credentials.txt",
    ".aws/config.old",
    ".bash_history",
    ".Rhistory",
    "study/notes.md",
    "study/key.txt",
    "study/pay.py.orig",
  ])("%s is a copy that no program reads", async (name) => {
    const { put, found } = home();
    const path = put(name, `# mine\n\n${EXPORTS}`);
    const key = await found();
    expect(key?.places).toMatchObject([
      { name: "tool", location: path, line: 3, inUse: false, editable: false },
    ]);
    expect(key && isOnlyRemembered(key)).toBe(true);
  });

  it("a file of PowerShell's in UTF-16; one beside pictures and packages, of which none is read", async () => {
    const { put, found, host } = home();
    const path = put("study/keys.ps1", "");
    writeFileSync(path, Buffer.from(`\ufeff${EXPORTS}`, "utf16le"));
    put("study/node_modules/a/index.js", EXPORTS);
    put("study/figure.png", EXPORTS);
    put(".config/google-chrome/Default/Preferences", EXPORTS);
    expect((await found())?.places.map(({ location }) => location)).toEqual([path]);
    expect(host.cwd).toBe(dirname(path));
  });

  it("direnv's file of a folder above", async () => {
    const { put, found, host } = home();
    const path = put("study/.envrc", EXPORTS);
    mkdirSync(join(host.cwd, "analysis"));
    const below = await findKeys({ ...host, cwd: join(host.cwd, "analysis") }, [], {
      systemFiles: [],
    });
    expect(below).toMatchObject({
      value: { keys: [{ places: [{ name: "shell", location: path }] }] },
    });
    expect((await found())?.places).toHaveLength(1);
  });

  it("a sum of forty digits or a word of forty letters beside an id is no secret", async () => {
    const { put, found } = home();
    put(
      "study/log.json",
      `{"id": "${ID}",\n"sum": "${"0a1b2c3d4e".repeat(4)}",\n"w": "${"abCdefghij".repeat(4)}"}\n`,
    );
    expect(await found()).toBeNull();
  });

  it("a comment is no use, a mere mention no place, and what another program's reading knows is told once", async () => {
    const { put, found } = home();
    put("study/notes.py", `# aws_access_key_id = "${ID}"\n# aws_secret_access_key = "${SECRET}"\n`);
    put("study/log.json", `{"event": "used ${ID}", "monkey": "${ID}"}\n`);
    put("study/.env", EXPORTS);
    put(".bashrc", EXPORTS);
    expect((await found())?.places.map(({ name, inUse }) => [name, inUse])).toEqual([
      ["dotenv", true],
      ["shell", true],
      ["tool", false],
    ]);
  });

  it("many files, huge ones, links to devices and pipes: bounded, and passed over", async () => {
    const { put, found, host } = home();
    symlinkSync("/dev/zero", join(host.cwd, "zero.py"));
    symlinkSync("/dev/tty", join(host.cwd, ".env.local"));
    symlinkSync(join(host.cwd, "loop.py"), join(host.cwd, "loop.py"));
    execFileSync("mkfifo", [join(host.cwd, "pipe.json")]);
    mkdirSync(join(host.cwd, "folder.py"));
    put("study/huge.json", `${"x".repeat(2 * 1024 * 1024)}\n${EXPORTS}`);
    for (let each = 0; each < 300; each += 1) put(`study/s${each}.py`, "x = 1\n".repeat(10_000));
    put(".s3cfg", `access_key = ${ID}\nsecret_key = ${SECRET}\n`);
    const begun = process.cpuUsage();
    expect((await found())?.places.map(({ location }) => location)).toEqual([
      join(host.home, ".s3cfg"),
    ]);
    const { user, system } = process.cpuUsage(begun);
    expect((user + system) / 1_000_000).toBeLessThan(8);
  });
});

describe("one file with several names", () => {
  it.each([
    ["study/config.txt", `[AWS Access]\n${PAIR}`, ".psiturkconfig", "config.txt"],
    [".aws/credentials", `[AWS Access]\n${PAIR}`, ".psiturkconfig", "credentials-file"],
    [".aws/credentials", `[AWS Access]\n${PAIR}`, "study/config.txt", "credentials-file"],
    ["study/.env", EXPORTS, "study/.env.local", "dotenv"],
    [".bashrc", EXPORTS, "study/bashrc", "shell"],
  ])("%s is one place, also where a link leads there", async (file, text, link, name) => {
    const { put, found, host } = home();
    const path = put(file, text);
    symlinkSync(path, join(host.home, link));
    expect((await found())?.places.map((place) => place.name)).toEqual([name]);
  });

  it.each([["HERE/.aws/../.aws/./credentials"], ["HERE/linked/credentials"]])(
    "the credentials file named as %s: one place, which is edited",
    async (named) => {
      const { put, found, host } = home({ AWS_SHARED_CREDENTIALS_FILE: named });
      put(".aws/credentials", `[default]\n${PAIR}`);
      symlinkSync(join(host.home, ".aws"), join(host.home, "linked"));
      expect((await found())?.places).toMatchObject([{ name: "credentials-file", editable: true }]);
    },
  );
});

describe("a key that is borrowed", () => {
  it("the roles that ask with it, through others too; none where the chain has no key or is a circle", async () => {
    const { put, found } = home();
    const role = (name: string, source: string): string =>
      `[profile ${name}]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = ${source}\n`;
    put(".aws/credentials", `[default]\n${PAIR}`);
    put(
      ".aws/config",
      role("lab", "default") +
        role("far", "lab") +
        role("a", "b") +
        role("b", "a") +
        role("no", "gone"),
    );
    expect((await found())?.places).toMatchObject([
      { name: "credentials-file", profile: "default" },
      { name: "assume-role", profile: "lab", line: 3, inUse: true, removal: "by-hand" },
      { name: "assume-role", profile: "far", line: 6, inUse: true, removal: "by-hand" },
    ]);
  });

  it("a credential_process in which it is written", async () => {
    const { put, found } = home();
    put(
      ".aws/config",
      `[profile p]\ncredential_process = echo '{"Version":1,"AccessKeyId":"${ID}","SecretAccessKey":"${SECRET}"}'\n`,
    );
    expect((await found())?.places).toMatchObject([
      { name: "process", profile: "p", line: 2, inUse: true, editable: false },
    ]);
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
    expect(one === null ? null : isOnlyRemembered(one)).toBe(true);
    const about = { profile: "default", replaces: OTHER };
    await reservePending(file, host, about);
    await writePending(file, host, about, { accessKeyId: ID, secretAccessKey: new Secret(SECRET) });
    expect((await found())?.places.map(({ name }) => name)).toEqual(["backup", "pending"]);
    expect((await found())?.places.filter(({ inUse }) => inUse)).toEqual([]);
  });
});

describe("what is started elsewhere than in a terminal", () => {
  it.each([
    "miniconda3/etc/conda/activate.d/aws.sh",
    "anaconda3/envs/psi/etc/conda/activate.d/aws.sh",
    "miniforge3/envs/psi/etc/conda/activate.d/aws.fish",
    ".conda/envs/psi/etc/conda/activate.d/aws.sh",
    "elsewhere/psi/etc/conda/activate.d/aws.sh",
  ])("an environment of conda that is not active: %s", async (path) => {
    const { put, found, host } = home();
    put(".conda/environments.txt", `${host.home}/elsewhere/psi\n`);
    const at = put(path, EXPORTS);
    expect((await found())?.places).toMatchObject([{ location: at, line: 1, inUse: true }]);
  });

  it("the variables of an environment of conda", async () => {
    const { put, found } = home();
    const at = put(
      "miniconda3/envs/psi/conda-meta/state",
      JSON.stringify({ env_vars: { AWS_ACCESS_KEY_ID: ID, AWS_SECRET_ACCESS_KEY: SECRET } }),
    );
    expect((await found())?.places).toMatchObject([{ location: at, inUse: true }]);
  });

  it.each([
    ".idea/dataSources.xml",
    ".run/Study.run.xml",
    ".vscode/study.env",
    ".github/workflows/nightly.yaml",
  ])("run configurations and workflows: study/%s", async (name) => {
    const { put, found } = home();
    const at = put(`study/${name}`, `<env id="${ID}"\n secret="${SECRET}" />\n`);
    expect((await found())?.places).toMatchObject([{ location: at, line: 1, inUse: true }]);
  });

  it("cron's own table is asked of its program, and told with the command that edits it", async () => {
    const { host, put } = home();
    const table = `MAILTO=me\n0 4 * * * AWS_ACCESS_KEY_ID=${ID} AWS_SECRET_ACCESS_KEY=${SECRET} psiturk\n`;
    const program = put("crontab", `#!/bin/sh\n[ "$1" = -l ] && cat <<'END'\n${table}END\n`);
    chmodSync(program, 0o700);
    const all = await findKeys(host, [], { systemFiles: [], crontab: program });
    if (!all.ok) throw new Error(all.problem.message);
    expect(all.value.keys).toMatchObject([
      {
        accessKeyId: ID,
        places: [
          {
            name: "tool",
            location: "crontab -l",
            line: 2,
            inUse: true,
            editable: false,
            cure: ["Take the key out of line 2 of your crontab: crontab -e"],
          },
        ],
      },
    ]);
  });

  it("where there is no table, or no such program, nothing is said", async () => {
    const { host, put } = home();
    const none = put("crontab", "#!/bin/sh\necho no crontab for me >&2\nexit 1\n");
    chmodSync(none, 0o700);
    for (const crontab of [none, join(host.home, "no-such-program")]) {
      const all = await findKeys(host, [], { systemFiles: [], crontab });
      expect(all).toMatchObject({ ok: true, value: { keys: [], unreadable: [] } });
    }
  });
});

describe("the home folder as the folder at hand", () => {
  async function atHome(host: Host): Promise<FoundKey | null> {
    const all = await findKeys({ ...host, cwd: host.home }, [], { systemFiles: [] });
    if (!all.ok) throw new Error(all.problem.message);
    return all.value.keys.find(({ accessKeyId }) => accessKeyId === ID) ?? null;
  }

  it.each([
    "study-one/.env",
    "studies/one/run.sh",
    "studies/one/docker-compose.yml",
    "work/analysis.ipynb",
  ])("studies below it are looked into: ~/%s", async (path) => {
    const { put, host } = home();
    const at = put(path, `AWS_ACCESS_KEY_ID=${ID}\nAWS_SECRET_ACCESS_KEY=${SECRET}\n`);
    expect((await atHome(host))?.places).toMatchObject([{ location: at, line: 1 }]);
  });

  it.each([
    "node_modules/a/.env",
    ".cache/a/.env",
    "Library/a/.env",
    "miniconda3/pkgs/a.sh",
    "a/b/c/d/.env",
  ])("what nobody wrote there, and what lies deep, is passed over: ~/%s", async (path) => {
    const { put, host } = home();
    put(path, EXPORTS);
    expect(await atHome(host)).toBeNull();
  });

  it("a download is told once, links in a circle and a full home are gone through in a moment", async () => {
    const { put, host } = home();
    const csv = put(
      "Downloads/ann_accessKeys.csv",
      `Access key ID,Secret access key\n${ID},${SECRET}\n`,
    );
    put("a/b/x.txt", "x");
    symlinkSync(host.home, join(host.home, "a/b/round"));
    for (let n = 0; n < 400; n += 1) put(`many/${n}/deep/x.txt`, "nothing\n");
    const places = (await atHome(host))?.places;
    expect(places).toMatchObject([{ name: "csv", location: csv, line: null }]);
  });
});
