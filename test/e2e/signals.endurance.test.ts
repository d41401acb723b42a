/**
 * Signals while AWS answers without an end, drop by drop or not at all: the program ends at once,
 * with the signal's code, the terminal as it was, the files whole.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { untilIdle } from "../harness/idle.js";
import { waitUntil } from "../harness/wait.js";
import { BIN, FIRST, type Env, type Wizard, mturkSetup, startWizard } from "./program.js";
import { type Stage, expectNoSecret, expectWorking, leftOver, stage } from "./rotation.js";

type Manner = "an endless body" | "a slow drip" | "silence";
const MANNERS: readonly Manner[] = ["an endless body", "a slow drip", "silence"];
const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

interface Hostile {
  readonly url: string;
  readonly asked: () => number;
}

/** A server that never comes to an end with its answer. */
async function hostile(manner: Manner): Promise<Hostile> {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    request.resume();
    if (manner === "silence") return;
    response.writeHead(200, { "Content-Type": "text/xml" });
    response.write("<GetCallerIdentityResponse>");
    const piece = manner === "a slow drip" ? " " : "<a>".repeat(1_000);
    // Not so fast that it is cut off for its length before the signal is there.
    const timer = setInterval(() => response.write(piece), manner === "a slow drip" ? 200 : 20);
    response.once("close", () => clearInterval(timer));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked: () => asked };
}

/**
 * In a shell that outlives the signal, tells the program's own number, and compares the terminal's
 * settings.
 */
function inShell(here: Stage, hosts: Hostile, args: string, own: Env = {}, first = ""): Wizard {
  // A key of the environment is read from a file, so that it stands in no command line.
  here.place.put(
    "given.sh",
    args.includes("--from-env")
      ? `export AWS_ACCESS_KEY_ID=${here.first} AWS_SECRET_ACCESS_KEY=${here.aws.secretAccessKey.reveal()}`
      : "",
  );
  const program = `sh -c '. "$HOME/given.sh"; echo "pid $$"; exec "${process.execPath}" "${BIN}" ${args}'`;
  const line = `trap : INT; ${first}before=$(stty -g); ${program}; echo "ended with $?"; test "$before" = "$(stty -g)" && echo "stty equal"; read -t 1 -r left; echo "left over: <$left>"; exec sleep 1000`;
  const env = {
    AWS_ENDPOINT_URL_STS: hosts.url,
    AWS_ENDPOINT_URL_MTURK: hosts.url,
    AWS_ENDPOINT_URL_IAM: hosts.url,
    ...own,
  };
  return startWizard(here.place, { env, rows: 50, columns: 100, command: ["bash", "-c", line] });
}

const pidOf = (wizard: Wizard): number => Number(/pid (\d+)/.exec(wizard.raw())?.[1]);

async function ended(
  here: Stage,
  wizard: Wizard,
  code: number,
  active: readonly string[] = [here.first],
): Promise<void> {
  const said = (await wizard.waitFor(/left over: <.*>/)).join("\n");
  expect(said).toContain(`ended with ${code}`);
  expect(said).toContain("stty equal");
  expect(said).toContain("left over: <>");
  expect(here.active()).toEqual(active);
  expectWorking(here);
  expect(leftOver(here)).toEqual([]);
  expectNoSecret(here, wizard.raw());
}

const COMMANDS = [
  "check",
  "check --all",
  "save --from-env --yes --profile other",
  "rotate --yes",
  "rotate --dry-run",
  "retire --yes",
  "retire --dry-run",
  "undo --yes",
  "rotate --undo --yes",
  "rotate --finish --yes",
];

/** What a command takes back or goes on with: a save, or a rotation that waits. */
async function prepared(here: Stage, args: string): Promise<void> {
  const before =
    args === "undo --yes"
      ? ["save", "--from-env", "--yes"]
      : /--undo|--finish/.test(args)
        ? ["rotate", "--yes"]
        : null;
  if (before === null) return;
  const made = before[0] === "save" ? here.madeInConsole() : null;
  const given =
    made === null ? {} : { AWS_ACCESS_KEY_ID: made.id, AWS_SECRET_ACCESS_KEY: made.secret };
  const done = await mturkSetup(here.place, before, { env: { ...here.env, ...given } });
  expect(done, done.err).toMatchObject({ code: 0 });
}

/** Waits until the program has asked one of the hostile hosts. */
async function untilAsked(
  hosts: Awaited<ReturnType<typeof hostile>>,
  wizard: ReturnType<typeof inShell>,
): Promise<void> {
  await waitUntil(
    () => (hosts.asked() > 0 ? true : undefined),
    () => wizard.frame().join("\n"),
  );
}

describe.each(MANNERS)("%s", (manner) => {
  test.each(
    COMMANDS.flatMap((args) =>
      Object.keys(CODES).map((signal) => ({ args, signal: signal as keyof typeof CODES })),
    ),
  )("$signal: $args", async ({ args, signal }) => {
    const here = await stage();
    await prepared(here, args);
    const active = here.active();
    const before = here.place.read(".aws/credentials");
    const hosts = await hostile(manner);
    const wizard = inShell(here, hosts, args);
    await untilAsked(hosts, wizard);
    process.kill(pidOf(wizard), signal);
    await ended(here, wizard, CODES[signal], active);
    expect(here.place.read(".aws/credentials")).toBe(before);
  });

  test.each(["doctor", "sources", "guide"])(
    "%s asks nobody, so that nothing can hang",
    async (args) => {
      const here = await stage();
      const before = here.place.tree();
      const hosts = await hostile(manner);
      const wizard = inShell(here, hosts, args);
      await wizard.waitFor(/ended with \d/);
      expect(hosts.asked()).toBe(0);
      expect(here.place.tree()).toMatchObject({ ...before, ".": expect.any(String) as string });
    },
  );

  test.each(Object.keys(CODES) as readonly (keyof typeof CODES)[])(
    "%s: the wizard asks about a key",
    async (signal) => {
      const here = await stage();
      const hosts = await hostile(manner);
      const wizard = inShell(here, hosts, "");
      await wizard.choose("Replace a key \\(rotate\\)");
      await untilAsked(hosts, wizard);
      process.kill(pidOf(wizard), signal);
      await ended(here, wizard, CODES[signal]);
    },
  );

  test.each(COMMANDS)("Ctrl+C at the terminal: %s", async (args) => {
    const here = await stage();
    await prepared(here, args);
    const active = here.active();
    const before = here.place.read(".aws/credentials");
    const hosts = await hostile(manner);
    const wizard = inShell(here, hosts, args);
    await untilAsked(hosts, wizard);
    wizard.press("ctrl-c");
    await ended(here, wizard, 130, active);
    expect(here.place.read(".aws/credentials")).toBe(before);
  });

  test("Ctrl+C twice in the wizard by lines, while AWS is asked", async () => {
    const here = await stage();
    const hosts = await hostile(manner);
    const wizard = inShell(here, hosts, "--plain");
    await wizard.waitFor(/Number 1 to \d+/);
    wizard.send(`${/^(\d) {2}Replace a key/m.exec(wizard.frame().join("\n"))?.[1] ?? ""}\r`);
    await untilAsked(hosts, wizard);
    wizard.press("ctrl-c");
    await wizard.waitFor("Ctrl+C again quits");
    wizard.press("ctrl-c");
    await ended(here, wizard, 130);
  });

  test("stopped and brought back while AWS is asked: it goes on, and Ctrl+C twice still ends it", async () => {
    const here = await stage();
    const hosts = await hostile(manner);
    const wizard = inShell(here, hosts, "");
    await wizard.choose("Replace a key \\(rotate\\)");
    await untilAsked(hosts, wizard);
    const pid = pidOf(wizard);
    process.kill(pid, "SIGTSTP");
    await waitUntil(
      () => (stateOf(pid) === "T" ? true : undefined),
      () => `state ${stateOf(pid)}`,
    );
    process.kill(pid, "SIGCONT");
    await waitUntil(
      () => (wizard.raw().split("\u001B[?2004h").length > 2 ? true : undefined),
      () => wizard.frame().join("\n"),
    );
    wizard.press("ctrl-c");
    await wizard.waitFor("Ctrl+C again quits");
    wizard.press("ctrl-c");
    await ended(here, wizard, 130);
  });
});

function stateOf(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  return stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3);
}

/** What by itself writes a core file, or opens a debugger: the secret is in memory. */
describe("signals that would show the memory", () => {
  test.each([
    ["SIGQUIT", 143, "save --from-env --yes --profile other"],
    ["SIGQUIT", 143, "rotate --yes"],
    ["SIGXCPU", 143, "check"],
    ["SIGUSR1", 138, "check"],
  ] as const)("%s: %i, no core file, no debugger: %s", async (signal, code, args) => {
    const here = await stage();
    const hosts = await hostile("silence");
    const wizard = inShell(here, hosts, args, {}, "ulimit -c unlimited; ");
    await untilAsked(hosts, wizard);
    process.kill(pidOf(wizard), signal);
    await ended(here, wizard, code);
    expect(wizard.raw()).not.toMatch(/core dumped|Debugger listening/);
    expect(Object.keys(here.place.tree()).filter((name) => name.startsWith("core"))).toEqual([]);
  });

  test("Ctrl+\\ in the wizard is no key, and while a command waits it ends without a core file", async () => {
    const here = await stage();
    const hosts = await hostile("silence");
    const wizard = inShell(here, hosts, "check", {}, "ulimit -c unlimited; trap : QUIT; ");
    await untilAsked(hosts, wizard);
    wizard.send("\u001C");
    await ended(here, wizard, 143);
    expect(wizard.raw()).not.toContain("core dumped");
    const drawn = startWizard(here.place, { env: here.env });
    await drawn.waitFor(FIRST);
    const before = drawn.frame().join("\n");
    drawn.send("\u001C");
    await untilIdle(drawn.pid, 10);
    expect(drawn.frame().join("\n")).toBe(before);
    drawn.send("q");
    expect((await drawn.exit).code).toBe(0);
  });

  test("a limit of a file's size is a failed write: 4, the file as it was", async () => {
    const here = await stage();
    const before = here.place.read(".aws/credentials");
    const args = "save --from-env --yes --no-verify --profile other";
    const hosts = { url: here.aws.endpoints.sts, asked: () => 0 };
    const wizard = inShell(here, hosts, args, here.env, "ulimit -f 0; ");
    const said = (await wizard.waitFor(/left over: <.*>/)).join("\n");
    expect(said).toContain("ended with 4");
    expect(said).not.toMatch(/core dumped|made a mistake/);
    expect(here.place.read(".aws/credentials")).toBe(before);
    expect(leftOver(here)).toEqual([]);
    expectNoSecret(here, wizard.raw());
  });
});

/** At a question no host is asked any more; nothing was done yet. */
describe("Ctrl+C at a question", () => {
  test.each([
    ["doctor --fix", /Mend this\? \(y\/N\)/],
    ["undo", /Put this back\? \(y\/N\)/],
    ["retire", /type its last four/],
    ["rotate --finish", /It cannot come back then/],
    ["save --stdin", /Key \(hidden/],
  ])("%s: 130, nothing changed, the terminal as it was", async (args, question) => {
    const here = await stage();
    await prepared(here, args.startsWith("undo") ? "undo --yes" : args);
    if (args.startsWith("doctor")) {
      const text = here.place.read(".aws/credentials");
      here.place.put(
        ".aws/credentials",
        text.replace("aws_secret_access_key =", "aws-secret-access-key ="),
      );
    }
    const before = here.place.read(".aws/credentials");
    const active = here.active();
    const hosts = { url: here.aws.endpoints.sts, asked: () => 0 };
    const wizard = inShell(here, hosts, args, here.env);
    await wizard.waitFor(question);
    wizard.press("ctrl-c");
    const said = (await wizard.waitFor(/left over: <.*>/)).join("\n");
    expect(said).toContain("ended with 130");
    expect(said).toContain("stty equal");
    expect(said).toContain("left over: <>");
    expect(here.place.read(".aws/credentials")).toBe(before);
    expect(here.active()).toEqual(active);
    expectNoSecret(here, wizard.raw());
  });
});
