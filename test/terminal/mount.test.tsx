/** The root: raw mode is switched once, keys have one reader, and nobody in ui/ goes around it. */
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type ReactElement, useState } from "react";
import { useApp } from "ink";
import { describe, expect, it } from "vitest";
import { useTextField } from "../../src/terminal/parts/fields.js";
import { useSecretField } from "./secret-field.js";
import { Screen } from "../../src/terminal/parts/Screen.js";
import { useKeyTable } from "../../src/terminal/table.js";
import { useTerminal } from "../../src/terminal/Terminal.js";
import { openScreen } from "../harness/screen.js";

function First({ onDone }: { readonly onDone: () => void }): ReactElement {
  const field = useTextField({ label: "First field", onSubmit: onDone });
  return <Screen title="First" parts={[field]} />;
}

function Second({ onDone }: { readonly onDone: () => void }): ReactElement {
  return <Screen title="Second" keys={[{ keys: ["tab"], label: "go on", run: onDone }]} />;
}

function Third(): ReactElement {
  const field = useSecretField({ label: "Third field", onSubmit: () => undefined });
  return <Screen title="Third" parts={[field]} />;
}

/** Three screens, of which the second takes no text. */
function Three(): ReactElement {
  const { exit } = useApp();
  const [at, setAt] = useState(0);
  useKeyTable([{ keys: ["ctrl-c"], label: "quit", run: () => exit("done") }], "global");
  const next = (): void => setAt((old) => old + 1);
  return at === 0 ? <First onDone={next} /> : at === 1 ? <Second onDone={next} /> : <Third />;
}

describe("mounting", () => {
  it("raw mode goes on once and off once, whatever screens come between", async () => {
    const screen = openScreen(<Three />);
    await screen.waitFor("First field");
    screen.type("x\r");
    await screen.waitFor("Second");
    screen.press("tab");
    await screen.waitFor("Third field");
    expect(screen.rawModes).toEqual([true]);
    screen.press("ctrl-c");
    expect(await screen.exited).toBe("done");
    expect(screen.rawModes).toEqual([true, false]);
    expect(screen.rawBytes().endsWith("\u001B[?25h\u001B[?2004l")).toBe(true);
  });

  it("keys that come in one read go to the screens for which they were meant", async () => {
    const screen = openScreen(<Three />);
    screen.type("x\r\u001B[A\t\u001B[Ba");
    await screen.waitFor("(hidden, 1 character)");
  });

  it("a parts hook outside a root is a bug and says so", async () => {
    function Lost(): ReactElement {
      useTerminal();
      return <></>;
    }
    const { render } = await import("ink");
    const { PassThrough } = await import("node:stream");
    const stdout = Object.assign(new PassThrough(), {
      columns: 80,
    }) as unknown as NodeJS.WriteStream;
    const instance = render(<Lost />, { stdout, patchConsole: false });
    await expect(instance.waitUntilExit()).rejects.toThrow("needs a TerminalRoot");
  });
});

describe("the way around is closed", () => {
  const root = fileURLToPath(new URL("../../src", import.meta.url));
  const sources = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) =>
    /^(?:terminal|wizard)\/.*\.tsx?$/.test(name),
  );
  /**
   * What may be taken from Ink: nothing that reads keys or switches raw mode, nothing that prints
   * for good.
   */
  const ALLOWED = new Set([
    "Box",
    "Text",
    "TextProps",
    "Instance",
    "render",
    "useApp",
    "useStdout",
  ]);

  it("no file of the terminal or the wizard takes keys, raw mode or <Static> from Ink", () => {
    expect(sources.length).toBeGreaterThan(15);
    const taken = sources.flatMap((name) => {
      const text = readFileSync(join(root, name), "utf8");
      return [...text.matchAll(/import (?:type )?\{([^}]*)\} from "ink"/g)]
        .flatMap((match) =>
          (match[1] ?? "").split(",").map((item) => item.replace("type ", "").trim()),
        )
        .filter((item) => item !== "")
        .map((item) => [name, item] as const);
    });
    expect(taken.map(([, item]) => item)).toContain("Box");
    expect(taken.filter(([, item]) => !ALLOWED.has(item))).toEqual([]);
    for (const name of sources)
      expect(readFileSync(join(root, name), "utf8"), name).not.toMatch(
        /import \* as \w+ from "ink"|from "ink\//,
      );
  });
});
