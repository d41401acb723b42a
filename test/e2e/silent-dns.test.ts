/**
 * A DNS server that never answers: the look-up cannot be cancelled, yet the screen and the shell
 * come back at once.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, onTestFinished } from "vitest";
import { startPty } from "../harness/pty.js";

/**
 * A network of its own with nothing in it but a name server that takes questions and keeps silent.
 */
const SCRIPT = `
ip link set lo up
mount --bind "$1/resolv.conf" /etc/resolv.conf
python3 -c 'import socket,time
s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM);s.bind(("127.0.0.1",53));print("silent",flush=True);time.sleep(3600)' > "$1/server" &
until grep -q silent "$1/server"; do sleep 0.05; done
"$2" "$3"
echo "ended with $?"
kill %1
`;

const mayUnshare = spawnSync("unshare", ["-n", "-m", "ip", "link", "set", "lo", "up"]).status === 0;
if (!mayUnshare)
  process.stderr.write(
    "silent-dns.test.ts: no network namespace can be made here; the silent DNS server is not tested.\n",
  );

describe.skipIf(!mayUnshare)("a DNS server that keeps silent", () => {
  it("gives the screen back on Esc, and ends on Ctrl+C twice, without waiting for it", async () => {
    const home = mkdtempSync(join(tmpdir(), "mturk-setup-dns-"));
    onTestFinished(() => rmSync(home, { recursive: true, force: true }));
    writeFileSync(join(home, "resolv.conf"), "nameserver 127.0.0.1\n");
    const program = startPty({
      command: "unshare",
      args: [
        "-n",
        "-m",
        "bash",
        "-c",
        SCRIPT,
        "-",
        home,
        process.execPath,
        join(process.cwd(), "dist/bin.js"),
      ],
      home,
      env: { RES_OPTIONS: "timeout:30 attempts:5" },
    });
    await program.waitFor("no keys");
    program.press("enter");
    await program.waitFor("Looking for MTurk's sandbox");
    program.press("esc");
    await program.waitFor("What would you like to do?");
    program.press("enter");
    await program.waitFor("Looking for MTurk's sandbox");
    program.send("\u0003");
    await program.waitFor("Ctrl+C again quits");
    program.send("\u0003");
    // The look-up itself still hangs for longer than this waits.
    await program.waitFor("ended with 130");
  });
});
