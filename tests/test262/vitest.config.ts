import { defineConfig } from "vitest/config";

// Not for every change: runs what others wrote, which isn't part of the project. `make test262 TEST262=DIR` runs it.
export default defineConfig({
  test: {
    include: ["tests/test262/**/*.test.ts"],
    globalSetup: "tests/support/build-code.ts",
    testTimeout: 4 * 3600_000,
    disableConsoleIntercept: true,
  },
});
