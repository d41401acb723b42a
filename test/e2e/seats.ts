/**
 * Where a person sits: at a terminal itself, or at one with tmux in between. The same test is walked
 * in both; what is not installed is said aloud.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { areAtRest } from "../harness/idle.js";
import { waitUntil } from "../harness/wait.js";
import { BIN, type Place, type Wizard, type WizardOptions, startWizard } from "./program.js";

export interface SeatOptions extends WizardOptions {
  /** How long tmux itself waits after ESC for the rest of a sequence; it begins with 500. */
  readonly escapeMs?: number;
}

export interface Seat {
  readonly name: string;
  readonly tmux: boolean;
  /**
   * As `startWizard`; the pid is that of what runs in the window the person sees, and `raw` holds
   * what it sent to tmux beside what tmux sent on.
   */
  readonly start: (place: Place, options?: SeatOptions) => Promise<Wizard>;
}

const PLAIN: Seat = {
  name: "a plain terminal",
  tmux: false,
  start: (place, options) => Promise.resolve(startWizard(place, options)),
};

/** Nothing of tmux's own on the screen, and by default Esc handed on as fast as people set it. */
const settings = ({ escapeMs = 10 }: SeatOptions): string =>
  `set -g status off\nset -s escape-time ${escapeMs}\nset -g exit-empty on\n`;

const TMUX: Seat = {
  name: "tmux",
  tmux: true,
  start: async (place, options = {}) => {
    const folder = mkdtempSync(join(place.temp, "tmux-"));
    const at = (name: string): string => join(folder, name);
    writeFileSync(at("conf"), settings(options));
    const command = options.command ?? [process.execPath, BIN, ...(options.args ?? [])];
    const tmux = (...args: readonly string[]): readonly string[] => [
      "-S",
      at("socket"),
      "-f",
      at("conf"),
      ...args,
    ];
    onTestFinished(() => void spawnSync("tmux", tmux("kill-server")));
    let between: readonly number[] = [];
    const wizard = startWizard(place, {
      ...options,
      command: ["tmux", ...tmux("new-session", ...command)],
      // A frame comes in pieces: its first rows, say, above the footer of the one before.
      arrived: () => areAtRest(between),
    });
    const [pid = 0, server = 0] = await waitUntil(
      () => pidsOf(tmux("list-panes", "-a", "-F", "#{pane_pid} #{pid}")),
      () => wizard.frame().join("\n"),
    );
    between = [pid, server, wizard.pid];
    execFileSync("tmux", tmux("pipe-pane", "-O", `cat >>'${at("sent")}'`));
    const sent = (): string => (existsSync(at("sent")) ? readFileSync(at("sent"), "utf8") : "");
    return { ...wizard, pid, raw: () => `${wizard.raw()}\n${sent()}` };
  },
};

/** What runs in the window, and the server. */
function pidsOf(args: readonly string[]): readonly number[] | undefined {
  try {
    const said = execFileSync("tmux", args, { encoding: "utf8", stdio: "pipe" }).trim();
    return said === "" ? undefined : said.split(" ").map(Number);
  } catch {
    // The server has not begun yet.
    return undefined;
  }
}

function seats(): readonly Seat[] {
  if (spawnSync("sh", ["-c", "command -v tmux"]).status === 0) return [PLAIN, TMUX];
  process.stderr.write("NOT TRIED: tmux is not installed: what is walked in it\n");
  return [PLAIN];
}

/** For `describe.each`: the name, for its title, and the seat. */
export const SEATS = seats().map((seat) => [seat.name, seat] as const);
