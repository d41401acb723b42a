/**
 * The questions and hidden fields of commands in a real terminal: what is shown, what the shell
 * gets, how they survive a stop.
 */
import { spawn } from "@lydell/node-pty";
import { expect, test } from "vitest";
import { untilIdle } from "../harness/idle.js";
import { childEnv } from "../harness/pty.js";
import { waitUntil } from "../harness/wait.js";
import { BIN, type Wizard, environment, short, startWizard } from "./program.js";
import { type Stage, expectNoSecret, expectWorking, stage } from "./rotation.js";

const PROGRAM = `"${process.execPath}" "${BIN}"`;

/**
 * Ends the shell once it has the terminal again: what is typed before is the program's, which drops
 * it as it ends.
 */
async function leave(shell: Wizard): Promise<void> {
  await shell.waitFor((rows) => rows.findLast((row) => row.trim() !== "")?.trim() === "shell>");
  shell.send("exit\r");
  await shell.exit;
}

/** A line in a shell with job control; the terminal's settings are compared before and after. */
function inShell(here: Stage): Wizard {
  return startWizard(here.place, {
    command: ["bash", "--norc", "--noprofile", "-i"],
    env: { ...here.env, PS1: "shell> ", HISTFILE: here.place.at("history") },
    columns: 100,
    rows: 50,
  });
}

async function run(here: Stage, args: string): Promise<Wizard> {
  const shell = inShell(here);
  await shell.waitFor("shell>");
  shell.send(
    `was=$(stty -g); ${PROGRAM} ${args}; echo "code"=$?; test "$was" = "$(stty -g)" && echo "same"-terminal\r`,
  );
  return shell;
}

async function expectEnd(here: Stage, shell: Wizard, code: number): Promise<void> {
  await shell.waitFor((rows) => rows.join("\n").includes("same-terminal"));
  expect(shell.scrollback().join("\n")).toContain(`code=${code}`);
  await leave(shell);
  expectNoSecret(here, shell.raw(), here.place.has("history") ? here.place.read("history") : "");
}

test("B: a cut secret is asked for again on the spot; what is pasted while AWS is asked, is dropped", async () => {
  const here = await stage(["no-iam"]);
  const made = here.madeInConsole();
  const shell = await run(here, "rotate --guided --yes");
  await shell.waitFor("New key (hidden");
  shell.paste(`${made.id}\n${made.secret.slice(0, -3)}`, true);
  shell.press("enter");
  await shell.waitFor((rows) => rows.join("\n").split("New key (hidden").length === 3);
  shell.paste(`${made.id}\n${made.secret}`, true);
  shell.press("enter");
  await shell.waitFor("still accepted");
  shell.send(`${made.secret}\r`);
  here.aws.accounts.setStatus(here.first, "Inactive", Date.now());
  await expectEnd(here, shell, 0);
  expect(here.inFile()).toBe(made.id);
  expectWorking(here);
});

test.each(["the key", "a signal"])(
  "E: stopped by %s at a hidden question and brought back: asked again, nothing is echoed",
  async (by) => {
    const here = await stage(["no-iam"]);
    const made = here.madeInConsole();
    const shell = await run(here, "save --stdin --yes --profile other");
    await shell.waitFor("Key (hidden");
    if (by === "the key") shell.send("\u001A");
    else process.kill(await childOf(shell.pid), "SIGTSTP");
    await shell.waitFor(/Stopped/);
    shell.send("fg\r");
    await shell.waitFor((rows) => rows.join("\n").split("Key (hidden").length === 3);
    shell.send(`${made.id}\r`);
    await shell.waitFor(`${short(made.id)}. Now the secret`);
    shell.send(`x${made.secret}\u0015${made.secret}yz\u007F\u007F\r`);
    await shell.waitFor(/saved AKIA…/);
    await leave(shell);
    expect(here.inFile("other")).toBe(made.id);
    expectNoSecret(here, shell.raw());
  },
);

async function childOf(pid: number): Promise<number> {
  const { readFileSync } = await import("node:fs");
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").at(-1));
}

test.each([
  { args: ["doctor", "--fix"], damaged: true, ahead: "y\r", question: "Mend this? (y/N)" },
  { args: ["retire", "--yes"], damaged: false, ahead: "1\r", question: "Which one? (1-2)" },
])(
  "K: $args: what was typed before the question stood there is no answer to it",
  async ({ args, damaged, ahead, question }) => {
    const here = await stage(
      [],
      "\n[lab]\naws_access_key_id = AKIAEXAMPLEEXAMPLE22\naws_secret_access_key = oldSecret/oldSecret+oldSecret/oldSecret+\n",
    );
    if (damaged)
      here.place.put(
        ".aws/credentials",
        `aws_access_key_id = ${here.first}\naws_secret_access_key = ${here.aws.secretAccessKey.reveal()}\n`,
      );
    const before = here.place.read(".aws/credentials");
    const program = startWizard(here.place, { args, env: here.env });
    program.send(ahead);
    await program.waitFor((rows) => rows.at(-1)?.includes(question) === true);
    // Answered now, and not by what came before: otherwise this would be the answer to nothing.
    program.send(damaged ? "n\r" : "\r");
    await program.exit;
    expect(program.scrollback().join("\n").split(question)).toHaveLength(2);
    expect(here.place.read(".aws/credentials")).toBe(before);
    expect(here.active()).toEqual([here.first]);
  },
);

test("K: a terminal that controls nobody, as `docker exec -it` gives: what was typed before the question is dropped, and what was pasted is not left to the shell", async () => {
  const here = await stage(
    [],
    "\n[lab]\naws_access_key_id = AKIAEXAMPLEEXAMPLE22\naws_secret_access_key = oldSecret/oldSecret+oldSecret/oldSecret+\n",
  );
  const line = `was=$(stty -g); setsid -w ${PROGRAM} retire --yes; echo "code=$?"; test "$was" = "$(stty -g)" && echo "same"-terminal; read -t 1 -r left; echo "left over: <$left>"`;
  const shell = startWizard(here.place, {
    command: ["bash", "-c", line],
    env: here.env,
    columns: 100,
    rows: 50,
  });
  shell.send("1\r");
  await shell.waitFor("Which one? (1-2)");
  shell.send(`\recho ${here.aws.secretAccessKey.reveal()}\r`);
  await shell.waitFor("is not taken here");
  // What follows a paste at once is its end; this is a key of its own.
  await untilIdle(shell.pid, 8);
  shell.send("\r");
  const end = (await shell.waitFor("left over: <")).join("\n");
  expect(end).toContain("code=3");
  expect(end).toContain("same-terminal");
  expect(end).toContain("left over: <>");
  expect(here.active()).toEqual([here.first]);
  expectNoSecret(here, shell.raw());
});

test("I: stopped by a signal at a question, the terminal is as it was; brought back, it is asked again", async () => {
  const here = await stage();
  const shell = await run(here, "retire");
  await shell.waitFor("at AWS, type its last four");
  process.kill(await childOf(shell.pid), "SIGTSTP");
  await shell.waitFor(/Stopped/);
  shell.send('test "$was" = "$(stty -g)" && echo "stopped"-same\r');
  await shell.waitFor("stopped-same");
  shell.send("fg\r");
  await shell.waitFor((rows) => rows.join("\n").split("at AWS, type its last four").length === 3);
  shell.send("no\r");
  await shell.waitFor("Nobody agreed to it");
  await leave(shell);
  expect(here.active()).toEqual([here.first]);
});

test.each([">/dev/null 2>&1", "2>/dev/null </dev/null", "</dev/null >/dev/null"])(
  "K: a question with %s stands on the terminal, with what it is about",
  async (redirected) => {
    const here = await stage();
    const before = here.place.tree();
    const shell = await run(here, `retire ${redirected}`);
    await shell.waitFor("at AWS, type its last four");
    expect(shell.frame().join("\n")).toContain("aws_secret_access_key = (hidden)");
    // What is pasted here was meant for another field.
    shell.paste(here.aws.secretAccessKey.reveal(), true);
    await shell.waitFor("is not taken here");
    shell.send("n\r");
    await expectEnd(here, shell, 3);
    expect(here.place.tree()).toMatchObject(before);
    expect(here.active()).toEqual([here.first]);
  },
);

test.each(["save --stdin", "rotate --guided --yes", "retire"])(
  "S: the window is closed at %s: 129",
  async (args) => {
    const here = await stage(["no-iam"]);
    const line = `trap '' HUP; ${PROGRAM} ${args}; echo $? >code`;
    const pty = spawn("bash", ["-c", line], {
      name: "xterm",
      cols: 80,
      rows: 24,
      cwd: here.place.home,
      env: childEnv(here.place.home, environment(here.place, here.env)),
    });
    let raw = "";
    pty.onData((data) => (raw += data));
    await waitUntil(
      () => (/hidden; or|\(Enter stops\)/.test(raw) ? true : undefined),
      () => raw,
    );
    (pty as unknown as { destroy: () => void }).destroy();
    await waitUntil(
      () => (here.place.has("code") && here.place.read("code") !== "" ? true : undefined),
      () => "it did not end",
    );
    expect(here.place.read("code")).toBe("129\n");
    expect(here.active()).toEqual([here.first]);
  },
);
