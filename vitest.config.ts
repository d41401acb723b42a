import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.{ts,tsx}"],
    exclude: ["test/bench/**"],
    // Ink goes silent when CI is set at all, even to the empty string; screens are tested as a person sees them.
    env: { CI: "false", FORCE_COLOR: "1" },
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
