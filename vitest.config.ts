import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { TEST_LIMIT_MS } from "./test/harness/patience.js";

export default defineConfig({
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    exclude: ["test/bench/**"],
    // Ink goes silent when CI is set at all, even to the empty string; screens are tested as a person sees them.
    env: { CI: "false", FORCE_COLOR: "1" },
    // By itself vitest leaves one core free; the tests mostly wait for programs that they started.
    maxWorkers: availableParallelism(),
    testTimeout: TEST_LIMIT_MS,
    hookTimeout: TEST_LIMIT_MS,
  },
});
