/**
 * Node's own warnings: in no frame, in no document, told once at the end; whatever the environment
 * has set about them.
 */
import { describe, expect, test } from "vitest";
import { BIN, mturkSetup, startWizard } from "./program.js";
import { expectNoSecret, stage } from "./rotation.js";

/** A module that warns as Node does, again and again, as soon as the program has begun. */
const WARNS = `data:text/javascript,${encodeURIComponent('let n = 0; const warn = () => process.emitWarning(`TORN ${n++}`, n % 2 ? "DeprecationWarning" : "Warning", `DEP${n}`); setInterval(warn, 300).unref();')}`;

const SETTINGS = [
  {},
  { NODE_TLS_REJECT_UNAUTHORIZED: "0" },
  { NODE_OPTIONS: "--trace-warnings" },
  { NODE_OPTIONS: "--trace-deprecation" },
  { NODE_OPTIONS: "--no-warnings" },
  { NODE_NO_WARNINGS: "1" },
  { NODE_OPTIONS: "--pending-deprecation --trace-warnings", NODE_TLS_REJECT_UNAUTHORIZED: "0" },
] as const;

describe("O: Node warns", () => {
  test.each(SETTINGS)(
    "%j: no frame is torn, the warning is told once below the last one, or not at all where it is unwanted",
    async (env) => {
      const here = await stage();
      const unwanted = /no-warnings|NO_WARNINGS/.test(JSON.stringify(env));
      const line = `before=$(stty -g); "${process.execPath}" --import "${WARNS.replaceAll("$", "\\$").replaceAll("`", "\\`")}" "${BIN}"; echo "ended with $?"; test "$before" = "$(stty -g)" && echo "stty equal"; exec sleep 1000`;
      const wizard = startWizard(here.place, {
        env: { ...here.env, NODE_NO_WARNINGS: undefined, ...env },
        rows: 50,
        columns: 120,
        command: ["bash", "-c", line],
      });
      await wizard.choose("Replace a key \\(rotate\\)");
      await wizard.waitFor(/^Replace a key: default(.*\n)*.*Replace it/m);
      expect(wizard.raw()).not.toMatch(/TORN|Warning/);
      wizard.press("ctrl-c");
      await wizard.waitFor("Ctrl+C again quits");
      wizard.press("ctrl-c");
      const end = (await wizard.waitFor("stty equal")).join("\n");
      expect(end).toContain("ended with 130");
      const told = wizard.scrollback().join("\n").split("TORN 0").length - 1;
      expect(told, end).toBe(unwanted ? 0 : 1);
      expect(here.active()).toEqual([here.first]);
      expectNoSecret(here, wizard.raw());
    },
  );

  test.each(SETTINGS)("%j: a document is one document, its code its own", async (env) => {
    const here = await stage();
    const quiet = await mturkSetup(here.place, ["check", "--json"], { env: here.env });
    const done = await mturkSetup(here.place, ["check", "--json"], {
      env: { ...here.env, NODE_NO_WARNINGS: undefined, ...env },
      node: [process.execPath, "--import", WARNS],
    });
    expect(done.code).toBe(quiet.code);
    expect(JSON.parse(done.out)).toEqual(JSON.parse(quiet.out));
    expectNoSecret(here, done.out, done.err);
  });
});
