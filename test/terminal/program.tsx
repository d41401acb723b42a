/**
 * A small program with the process edge that the real one has: modes before the slow imports,
 * restored on every way out. It asks for a secret, waits on a screen without a field, and asks
 * again. `terminal.test.ts` runs it in a pty.
 */
import { openModes } from "../../src/terminal/modes.js";

const modes = openModes(process.stdin, process.stdout);
process.on("exit", modes.restore);
for (const [signal, number] of [
  ["SIGINT", 2],
  ["SIGTERM", 15],
  ["SIGHUP", 1],
] as const) {
  process.on(signal, () => process.exit(128 + number));
}

const { useState } = await import("react");
const { useApp } = await import("ink");
const { lookFrom } = await import("../../src/terminal/glyphs.js");
const { mountTerminal } = await import("../../src/terminal/mount.js");
const { GlobalKeys, Screen } = await import("../../src/terminal/parts/Screen.js");
const { useSecretField } = await import("./secret-field.js");

type Step = "first" | "waiting" | "second" | "broken";

function Program(): React.ReactElement {
  const { exit } = useApp();
  const [step, setStep] = useState<Step>("first");
  return (
    <GlobalKeys
      bindings={[
        { keys: ["ctrl-c"], label: "quit", run: () => exit("left by Ctrl+C") },
        { keys: ["ctrl-t"], label: "break", run: () => setStep("broken") },
      ]}
    >
      {step === "waiting" ? (
        <Waiting onDone={() => setStep("second")} />
      ) : (
        <Asking key={step} step={step} onDone={() => setStep("waiting")} />
      )}
    </GlobalKeys>
  );
}

function Asking({
  step,
  onDone,
}: {
  readonly step: Step;
  readonly onDone: () => void;
}): React.ReactElement {
  if (step === "broken") throw new Error("drawing went wrong");
  const field = useSecretField({ label: "Secret", onSubmit: onDone });
  return (
    <Screen
      title={`Step ${step}`}
      body={Array.from({ length: 60 }, (_, index) => `body ${index}`)}
      parts={[field]}
    />
  );
}

function Waiting({ onDone }: { readonly onDone: () => void }): React.ReactElement {
  return (
    <Screen
      title="Waiting"
      body={["No field here."]}
      keys={[{ keys: ["tab"], label: "go on", run: onDone }]}
    />
  );
}

const look = lookFrom({ env: process.env, platform: process.platform });
const mounted = mountTerminal(<Program />, {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  modes,
  look,
  now: () => performance.now(),
});
try {
  process.stdout.write(`ended: ${String(await mounted.exited)}\n`);
} catch (error) {
  process.stdout.write(`failed: ${error instanceof Error ? error.message : "?"}\n`);
  process.exitCode = 1;
}
