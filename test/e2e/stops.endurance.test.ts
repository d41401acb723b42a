/**
 * `kill -TSTP` and `fg` at commands that read a secret or wait for AWS: the shell gets its terminal
 * back as it was, what is typed there is the shell's, and the command goes on where it stood.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { untilIdle } from "../harness/idle.js";
import { waitUntil } from "../harness/wait.js";
import { BIN, type Env, type Wizard, startWizard } from "./program.js";
import { type Stage, expectNoSecret, expectWorking, leftOver, stage } from "./rotation.js";

/** Runs a command in a shell with job control. */
async function run(here: Stage, args: string, env: Env = {}): Promise<Wizard> {
  const shell = startWizard(here.place, {
    command: ["bash", "--norc", "--noprofile", "-i"],
    env: { ...here.env, ...env, PS1: "shell> ", HISTFILE: here.place.at("history") },
    columns: 100,
    rows: 50,
  });
  await shell.waitFor("shell>");
  shell.send(`was=$(stty -g); "${process.execPath}" "${BIN}" ${args}\r`);
  return shell;
}

const childOf = (pid: number): number =>
  Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").at(-1));

/** Stops the command, looks at the terminal with the shell's eyes, and brings it back. */
async function stopAndGoOn(shell: Wizard, mark: string): Promise<void> {
  process.kill(childOf(shell.pid), "SIGTSTP");
  await shell.waitFor(/Stopped/);
  await looksAtTerminal(shell, mark);
  await goOn(shell, mark);
}

/** The shell says that its terminal is as it was, and asks again: what is typed sooner stands twice. */
async function looksAtTerminal(shell: Wizard, mark: string): Promise<void> {
  shell.send(`test "$was" = "$(stty -g)" && echo "stopped"-${mark}\r`);
  await shell.waitFor((rows) =>
    new RegExp(`^stopped-${mark}\nshell>\\s*$`, "m").test(rows.join("\n")),
  );
}

/** Brings it back; the prompt that stands there from then on is that of its end. */
async function goOn(shell: Wizard, mark: string): Promise<void> {
  shell.send("fg\r");
  await shell.waitFor((rows) =>
    new RegExp(`^stopped-${mark}\nshell> fg\n.`, "m").test(rows.join("\n")),
  );
}

async function ended(here: Stage, shell: Wizard): Promise<number> {
  await shell.waitFor((rows) => rows.at(-1)?.trim() === "shell>");
  shell.send('echo "code"=$?; test "$was" = "$(stty -g)" && echo "same"-terminal\r');
  const said = (await shell.waitFor("same-terminal")).join("\n");
  // Twice: a shell says once that jobs are stopped.
  shell.send("exit\rexit\r");
  let left = false;
  void shell.exit.then(() => (left = true));
  await waitUntil(
    () => left || undefined,
    () => shell.frame().join("\n"),
  );
  expectNoSecret(here, shell.raw(), here.place.has("history") ? here.place.read("history") : "");
  expect(leftOver(here)).toEqual([]);
  return Number(/code=(\d+)/.exec(said)?.[1]);
}

test("E: rotate --guided, stopped at its hidden question and while AWS is asked again and again", async () => {
  const here = await stage(["no-iam"]);
  const made = here.madeInConsole();
  const shell = await run(here, "rotate --guided --yes");
  await shell.waitFor("New key (hidden");
  await stopAndGoOn(shell, "1");
  await shell.waitFor((rows) => rows.join("\n").split("New key (hidden").length === 3);
  shell.paste(`${made.id}\n${made.secret}`, true);
  shell.press("enter");
  await shell.waitFor("still accepted");
  process.kill(childOf(shell.pid), "SIGTSTP");
  await shell.waitFor(/still accepted[^]*Stopped/);
  await looksAtTerminal(shell, "2");
  await goOn(shell, "2");
  // Back again: what is pasted now is dropped, as before.
  await waitUntil(
    () => stateOf(childOf(shell.pid)) !== "T" || undefined,
    () => "still stopped",
  );
  shell.send(`${made.secret}\r`);
  here.aws.accounts.setStatus(here.first, "Inactive", Date.now());
  expect(await ended(here, shell)).toBe(0);
  expect(here.inFile()).toBe(made.id);
  expectWorking(here);
});

test.each(["once", "five times"])("E: retire, stopped %s at its question", async (times) => {
  const here = await stage();
  const shell = await run(here, "retire");
  for (let asked = 1; asked <= (times === "once" ? 1 : 5); asked += 1) {
    await shell.waitFor(
      (rows) => rows.join("\n").split("at AWS, type its last four").length === asked + 1,
    );
    process.kill(childOf(shell.pid), "SIGTSTP");
    await shell.waitFor((rows) => rows.join("\n").split("Stopped").length === asked + 1);
    shell.send("fg\r");
  }
  await shell.waitFor((rows) => rows.at(-1)?.includes("at AWS, type its last four") === true);
  shell.send("no\r");
  expect(await ended(here, shell)).not.toBe(0);
  expect(here.active()).toEqual([here.first]);
});

test.each(["", "setsid -w"])(
  "I: two hundred SIGCONTs at a hidden secret that is being typed: nothing of it is echoed (%s)",
  async (how) => {
    const here = await stage(["no-iam"]);
    const made = here.madeInConsole();
    const args = "save --stdin --yes --profile other";
    const line = `was=$(stty -g); ${how} sh -c 'echo "pid $$"; exec "${process.execPath}" "${BIN}" ${args}'; echo "code=$?"; test "$was" = "$(stty -g)" && echo "same"-terminal; read -t 1 -r left; echo "left over: <$left>"`;
    const shell = startWizard(here.place, {
      command: ["bash", "-c", line],
      env: here.env,
      columns: 100,
      rows: 50,
    });
    await shell.waitFor("Key (hidden");
    const pid = Number(/pid (\d+)/.exec(shell.raw())?.[1]);
    for (let round = 0; round < 200; round += 1) {
      shell.sendAtOnce("\u0015~~");
      process.kill(pid, "SIGCONT");
      for (let letter = 0; letter < 30; letter += 1) shell.sendAtOnce("~");
      await untilIdle(shell.pid, 1);
    }
    shell.sendAtOnce(`\u0015${made.id}\r`);
    await shell.waitFor("Now the secret");
    shell.sendAtOnce(`${made.secret}\r`);
    const end = (await shell.waitFor("left over: <")).join("\n");
    expect(shell.raw().split("Now the secret")[0]).not.toContain("~");
    expect(end).toContain("code=0");
    expect(end).toContain("same-terminal");
    expect(end).toContain("left over: <>");
    expect(here.inFile("other")).toBe(made.id);
    expectNoSecret(here, shell.raw());
  },
);

/** A server that takes every request and never answers. */
async function silent(): Promise<{ readonly env: Env; readonly asked: () => number }> {
  let asked = 0;
  const server = createServer((request) => {
    asked += 1;
    request.resume();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = {
    AWS_ENDPOINT_URL_STS: url,
    AWS_ENDPOINT_URL_MTURK: url,
    AWS_ENDPOINT_URL_IAM: url,
  };
  return { env, asked: () => asked };
}

test.each(["check", "save --csv new.csv --yes", "rotate --yes", "retire --yes"])(
  "I: %s, stopped while it waits for AWS: goes on waiting, and ends by Ctrl+C or by its own limit",
  async (args) => {
    const here = await stage();
    const made = here.madeInConsole();
    here.place.put("new.csv", `Access key ID,Secret access key\n${made.id},${made.secret}\n`);
    const before = here.place.read(".aws/credentials");
    const aws = await silent();
    const shell = await run(here, args, aws.env);
    await waitUntil(
      () => aws.asked() > 0 || undefined,
      () => shell.frame().join("\n"),
    );
    const pid = childOf(shell.pid);
    await stopAndGoOn(shell, "1");
    // The limit of a call may have run out meanwhile: then it ends by itself.
    await waitUntil(
      () => stateOf(pid) !== "T" || undefined,
      () => "still stopped",
    );
    shell.press("ctrl-c");
    const code = await ended(here, shell);
    // 130 where Ctrl+C came first; else the command's own.
    expect([130, 1, 2, 3, 4]).toContain(code);
    expect(here.place.read(".aws/credentials")).toBe(before);
    expect(here.active()).toEqual([here.first, made.id]);
    expect(shell.raw()).not.toMatch(/made a mistake/);
  },
);

/** T: stopped; S: asleep; empty: gone. */
function stateOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2, stat.lastIndexOf(")") + 3);
  } catch {
    return "";
  }
}
