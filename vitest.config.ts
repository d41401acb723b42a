/**
 * Divides the tests: the quick ones are what one runs after a change, the enduring ones start
 * hundreds of programs or go over whole kinds. Quick files share a process, which loads the program
 * once; those that count what a module does stand apart.
 */
import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { TEST_LIMIT_MS } from "./test/harness/patience.js";

const ENDURING = "test/**/*.endurance.test.{ts,tsx}";
const APART = "test/**/*.apart.test.{ts,tsx}";

export default defineConfig({
  test: {
    // Ink goes silent when CI is set at all, even to the empty string; screens are tested as a
    // person sees them.
    env: { CI: "false", FORCE_COLOR: "2" },
    // The tests wait, too: for programs that they started, for a screen, for a key to be taken.
    maxWorkers: Math.ceil(1.5 * availableParallelism()),
    globalSetup: ["test/harness/kept-code.ts", "test/harness/commands-build.ts"],
    testTimeout: TEST_LIMIT_MS,
    hookTimeout: TEST_LIMIT_MS,
    projects: [
      {
        extends: true,
        oxc: { jsx: { runtime: "automatic", development: false } },
        test: {
          name: "quick",
          include: ["test/**/*.test.{ts,tsx}"],
          exclude: [ENDURING, APART],
          isolate: false,
          // React as it is shipped, which computes half as much; the enduring tests have the one
          // that looks for our mistakes.
          env: { NODE_ENV: "production" },
          setupFiles: ["test/harness/fresh-process.ts"],
        },
      },
      { extends: true, test: { name: "apart", include: [APART] } },
      {
        extends: true,
        test: {
          name: "endurance",
          include: [ENDURING],
          // These wait most of the time.
          maxWorkers: 2 * availableParallelism(),
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
